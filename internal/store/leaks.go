package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// RevokeLeakedLink ends the link that a token's hash belongs to, with its
// sessions. ErrNotFound where there is none: one that was rotated since has
// another token.
func (s *Store) RevokeLeakedLink(ctx context.Context, code string, hash [32]byte, now time.Time) (models.MagicLink, error) {
	link, err := s.LinkByToken(ctx, code, hash)
	if err != nil {
		return models.MagicLink{}, err
	}
	return s.changeLink(ctx, link.WorkspaceID, link.ID, allSessions,
		"UPDATE magic_links SET revoked_at = COALESCE(revoked_at, ?) WHERE workspace_id = ? AND id = ? AND token_hash = ?",
		now, link.WorkspaceID, link.ID, hash[:])
}

// EndLeakedSession ends the session that a token's hash belongs to and tells
// whether there was one.
func (s *Store) EndLeakedSession(ctx context.Context, code string, hash [32]byte) (bool, error) {
	ended := s.write.WithContext(ctx).Exec("DELETE FROM portal_sessions WHERE workspace_id = "+ownWorkspace+" AND token_hash = @hash",
		map[string]any{"code": code, "hash": hash[:]})
	return ended.RowsAffected > 0, ended.Error
}

// MarkLeaked notes that a credential has leaked, together with an event for
// each workspace that it is good for. It tells whether that is new: of a
// credential that is marked already, nothing changes.
func (s *Store) MarkLeaked(ctx context.Context, credential uuid.UUID, now time.Time, events []models.Event) (bool, error) {
	var isNew bool
	err := retrying(ctx, func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			marked := tx.Exec("UPDATE credentials SET leaked_at = ? WHERE id = ? AND leaked_at IS NULL", now, credential)
			isNew = marked.RowsAffected > 0
			if marked.Error != nil || !isNew {
				return marked.Error
			}
			return tx.Create(&events).Error
		})
	})
	return isNew, err
}
