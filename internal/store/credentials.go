package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// Grant is a credential with one of the workspaces that it is good for.
type Grant struct {
	models.Credential
	WorkspaceID   uuid.UUID
	WorkspaceCode string
}

// CreateCredential stores a credential that is good for the workspaces.
// ErrDuplicate where its short token is taken.
func (s *Store) CreateCredential(ctx context.Context, c *models.Credential, workspaces []uuid.UUID) error {
	return retrying(ctx, func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error { return insertCredential(tx, c, workspaces) })
	})
}

func insertCredential(tx *gorm.DB, c *models.Credential, workspaces []uuid.UUID) error {
	if err := tx.Exec(
		"INSERT INTO credentials (id, kind, name, prefix, short_token, secret_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		c.ID, c.Kind, c.Name, c.Prefix, c.ShortToken, c.SecretHash, c.CreatedAt, c.ExpiresAt).Error; err != nil {
		return err
	}
	for _, workspace := range workspaces {
		if err := tx.Exec("INSERT INTO credential_workspaces (credential_id, workspace_id) VALUES (?, ?)",
			c.ID, workspace).Error; err != nil {
			return err
		}
	}
	return nil
}

// Grants reads a credential once for each workspace that it is good for, by
// its short token; none where there is no such credential.
func (s *Store) Grants(ctx context.Context, shortToken string) ([]Grant, error) {
	var grants []Grant
	err := s.read.WithContext(ctx).Raw(`SELECT c.*, w.id AS workspace_id, w.code AS workspace_code
FROM credentials AS c
JOIN credential_workspaces AS cw ON cw.credential_id = c.id
JOIN workspaces AS w ON w.id = cw.workspace_id
WHERE c.short_token = ?`, shortToken).Find(&grants).Error
	return grants, err
}

// Credentials reads all credentials of a kind with their workspaces, oldest
// first: one row a workspace.
func (s *Store) Credentials(ctx context.Context, kind models.CredentialKind) ([]Grant, error) {
	var grants []Grant
	err := s.read.WithContext(ctx).Raw(`SELECT c.*, w.id AS workspace_id, w.code AS workspace_code
FROM credentials AS c
JOIN credential_workspaces AS cw ON cw.credential_id = c.id
JOIN workspaces AS w ON w.id = cw.workspace_id
WHERE c.kind = ? ORDER BY c.id, w.id`, kind).Find(&grants).Error
	return grants, err
}

// RevokeCredential ends a credential of a kind; one that is revoked stays as
// it is. ErrNotFound where there is none.
func (s *Store) RevokeCredential(ctx context.Context, kind models.CredentialKind, id uuid.UUID, t *Told) error {
	isNew, err := s.markCredential(ctx, id, models.EventCredentialRevoked, t,
		"UPDATE credentials SET revoked_at = ? WHERE kind = ? AND id = ? AND revoked_at IS NULL", t.Now, kind, id)
	if err != nil || isNew {
		return err
	}
	var found int
	err = s.read.WithContext(ctx).Raw("SELECT count(*) FROM credentials WHERE kind = ? AND id = ?", kind, id).Find(&found).Error
	if err == nil && found == 0 {
		return ErrNotFound
	}
	return err
}

// markCredential runs an update of a credential, and where that touches it tells each
// workspace that the credential is good for.
func (s *Store) markCredential(ctx context.Context, id uuid.UUID, what models.EventType, t *Told, update string, args ...any) (isNew bool, err error) {
	err = retrying(ctx, func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			marked := tx.Exec(update, args...)
			isNew = marked.RowsAffected > 0
			if marked.Error != nil {
				return marked.Error
			}
			if !isNew {
				return s.dialect.asWrite(tx, "credentials", id)
			}
			var workspaces []uuid.UUID
			if err := tx.Raw("SELECT workspace_id FROM credential_workspaces WHERE credential_id = ? ORDER BY workspace_id", id).Find(&workspaces).Error; err != nil {
				return err
			}
			for _, workspace := range workspaces {
				e, err := t.event(what, nil, id)
				if err == nil {
					err = tell(tx, s.dialect, workspace, e)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
	return isNew, err
}

// TouchCredential notes that a credential was used now, unless that was noted
// after before already.
func (s *Store) TouchCredential(ctx context.Context, id uuid.UUID, now, before time.Time) error {
	return s.write.WithContext(ctx).
		Exec("UPDATE credentials SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)", now, id, before).Error
}
