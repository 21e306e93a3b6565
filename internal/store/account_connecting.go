package store

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// AccountGenerations reads how many tokens each of a customer's accounts at a provider
// has had, by the accounts' ids.
func (s *Store) AccountGenerations(ctx context.Context, workspace, customer, provider uuid.UUID) (map[uuid.UUID]int, error) {
	var there []models.ConnectedAccount
	err := s.read.WithContext(ctx).Raw("SELECT id, generation FROM connected_accounts WHERE workspace_id = ? AND customer_id = ? AND provider_id = ?",
		workspace, customer, provider).Find(&there).Error
	generations := make(map[uuid.UUID]int, len(there))
	for i := range there {
		generations[there[i].ID] = there[i].Generation
	}
	return generations, err
}

// ConnectAccount stores the account that an authorization brought, and tells of it. One
// that is there gets the new tokens; the account holds the generation that it had when the
// provider was asked for them. ErrRefused where the session has ended, or the account was
// disconnected, since: the authorization fails. ErrNotFound where the authorization is
// decided or has gone; ErrDuplicate where another authorization brought the same at the
// same time.
func (s *Store) ConnectAccount(ctx context.Context, a *models.AccountAuthorization, c *models.ConnectedAccount, secrets []string, t *Told) error {
	refused := false
	err := s.writing(ctx, s.dialect.lane(a.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) (err error) {
			if refused, err = s.refuses(tx, a, c, secrets, t); err != nil {
				return err
			}
			if refused {
				return fail(tx, s.dialect, a, models.ConnectionInvalid, t)
			}
			decided := tx.Exec(`UPDATE account_authorizations SET status = 'CONNECTED', connected_account_id = ?, sealed_verifier = NULL
WHERE workspace_id = ? AND id = ? AND status = 'PENDING'`, c.ID, a.WorkspaceID, a.ID)
			if decided.Error != nil {
				return decided.Error
			}
			if decided.RowsAffected == 0 {
				return ErrNotFound
			}
			if err := keepAccount(tx, c); err != nil {
				return err
			}
			e, err := t.event(models.EventAccountConnected, &c.CustomerID, c.ID)
			if err != nil {
				return err
			}
			return tell(tx, s.dialect, a.WorkspaceID, e)
		})
	})
	if err == nil && refused {
		err = ErrRefused
	}
	return err
}

// refuses tells whether an account may no longer be connected, and locks what says so: who
// ends the session or disconnects the account now is waited for, or waits. The link comes
// before its session, as where it is revoked.
func (s *Store) refuses(tx *gorm.DB, a *models.AccountAuthorization, c *models.ConnectedAccount, secrets []string, t *Told) (bool, error) {
	var sessions []uuid.UUID
	if err := tx.Raw(`SELECT s.id FROM magic_links AS l JOIN portal_sessions AS s ON s.workspace_id = l.workspace_id AND s.magic_link_id = l.id
WHERE l.workspace_id = @workspace AND s.workspace_id = @workspace AND s.id = @session AND `+sessionAndLinkGoOn+s.dialect.forUpdate(),
		map[string]any{"workspace": a.WorkspaceID, "session": a.SessionID, "now": t.Now, "secrets": secrets}).Find(&sessions).Error; err != nil || len(sessions) == 0 {
		return true, err
	}
	var there []models.ConnectedAccount
	err := tx.Raw("SELECT status, generation FROM connected_accounts WHERE workspace_id = ? AND id = ?"+s.dialect.forUpdate(), c.WorkspaceID, c.ID).Find(&there).Error
	return len(there) > 0 && there[0].Status == models.AccountDisconnected && there[0].Generation != c.Generation, err
}

// keepAccount stores an account with its new tokens.
func keepAccount(tx *gorm.DB, c *models.ConnectedAccount) error {
	return translate(tx.Exec(`INSERT INTO connected_accounts (workspace_id, id, customer_id, provider_id, subject, name, status, scopes,
	sealed_access_token, sealed_refresh_token, expires_at, generation, obtained_at, created_at, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
ON CONFLICT (workspace_id, id) DO UPDATE SET subject = excluded.subject, name = excluded.name, status = excluded.status, scopes = excluded.scopes,
	sealed_access_token = excluded.sealed_access_token, sealed_refresh_token = excluded.sealed_refresh_token, expires_at = excluded.expires_at,
	generation = connected_accounts.generation + 1, obtained_at = excluded.obtained_at, leased_until = NULL, updated_at = excluded.updated_at`,
		c.WorkspaceID, c.ID, c.CustomerID, c.ProviderID, c.Subject, c.Name, c.Status, c.Scopes,
		c.SealedAccessToken, c.SealedRefreshToken, c.ExpiresAt, c.ObtainedAt, c.CreatedAt, c.UpdatedAt).Error)
}
