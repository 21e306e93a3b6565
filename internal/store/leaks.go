package store

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

// RevokeLeakedLink ends the link that a token's hash belongs to, with its
// sessions. ErrNotFound where there is none: one that was rotated since has
// another token.
func (s *Store) RevokeLeakedLink(ctx context.Context, code string, hash [32]byte, t *Told) (models.MagicLink, error) {
	link, err := s.LinkByToken(ctx, code, hash)
	if err != nil {
		return models.MagicLink{}, err
	}
	return s.changeLink(ctx, link.WorkspaceID, link.ID, models.EventMagicLinkRevoked, t, allSessions,
		"UPDATE magic_links SET revoked_at = COALESCE(revoked_at, ?) WHERE workspace_id = ? AND id = ? AND token_hash = ?",
		t.Now, link.WorkspaceID, link.ID, hash[:])
}

// EndLeakedSession ends the session that a token's hash belongs to and tells
// whether there was one.
func (s *Store) EndLeakedSession(ctx context.Context, code string, hash [32]byte, t *Told) (was bool, err error) {
	var found models.PortalSession
	db, args := s.read.WithContext(ctx), map[string]any{"code": code, "hash": hash[:]}
	workspace, err := s.dialect.ofCode(db, args)
	if err != nil {
		return false, err
	}
	err = db.Raw("SELECT workspace_id, id FROM portal_sessions WHERE workspace_id = "+workspace+" AND token_hash = @hash", args).Take(&found).Error
	if errors.Is(translate(err), ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return s.EndSession(ctx, found.WorkspaceID, found.ID, t)
}

// MarkLeaked notes that a credential has leaked, together with an event for
// each workspace that it is good for. It tells whether that is new: of a
// credential that is marked already, nothing changes.
func (s *Store) MarkLeaked(ctx context.Context, credential uuid.UUID, t *Told) (bool, error) {
	return s.markCredential(ctx, credential, models.EventCredentialLeaked, t,
		"UPDATE credentials SET leaked_at = ? WHERE id = ? AND leaked_at IS NULL", t.Now, credential)
}
