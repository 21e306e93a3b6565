package store

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

func joinKey(links string) string { return fmt.Sprintf(withCustomerKey, links) }

const insertLink = `INSERT INTO magic_links (workspace_id, id, customer_id, token_hash, secret_id, generation, building_block_type,
	features, is_embedded, embed_origins, return_url, refresh_url, max_redemptions, redemption_count, created_at, expires_at)
SELECT customer.workspace_id, @link_id, customer.id, @token_hash, @secret_id, @generation, @building_block_type,
	@features, @is_embedded, @embed_origins, @return_url, @refresh_url, @max_redemptions, 0, @link_created_at, @expires_at
FROM customer`

// insertOneLink mints the link of a push, if it has one.
func insertOneLink(p *Push) []write {
	if p.Link == nil {
		return nil
	}
	return []write{{name: "link_rows", sql: insertLink, args: linkArgs(p.Link)}}
}

func linkArgs(l *models.MagicLink) map[string]any {
	return map[string]any{
		"link_id": l.ID, "token_hash": l.TokenHash, "secret_id": l.SecretID, "generation": l.Generation,
		"building_block_type": string(l.BuildingBlockType), "features": featuresJSON[l.Features], "is_embedded": l.IsEmbedded,
		"embed_origins": originsOf(l), "return_url": l.ReturnURL, "refresh_url": l.RefreshURL,
		"max_redemptions": l.MaxRedemptions, "link_created_at": l.CreatedAt, "expires_at": l.ExpiresAt,
	}
}

// endOthersSessions ends the sessions of the customer's links: those that are
// revoked by revokeOthers, and those of links that open no more.
const endOthersSessions = `DELETE FROM portal_sessions
WHERE workspace_id = (SELECT workspace_id FROM customer) AND customer_id = (SELECT id FROM customer)`

// revokeOthers ends the links of the customer that still open. It runs before
// the new link is there. It locks them in the order in which redeeming does.
func revokeOthers(d dialect) string {
	return `UPDATE magic_links SET revoked_at = @replaced_at
WHERE workspace_id = (SELECT workspace_id FROM customer) AND id IN (
	SELECT l.id FROM magic_links AS l
	WHERE l.workspace_id = (SELECT workspace_id FROM customer) AND l.customer_id = (SELECT id FROM customer)
		AND l.revoked_at IS NULL AND l.expires_at > @replaced_at
		AND (l.max_redemptions IS NULL OR l.redemption_count < l.max_redemptions)
	ORDER BY l.token_hash` + d.forUpdate() + `)`
}

// ExtendMagicLink moves the expiry of a link that isn't revoked and whose
// secret is one of secrets. Sessions that the link's expiry at now has ended
// stay ended. It gives the link as it then is; ErrNotFound where
// there is none that may be moved.
func (s *Store) ExtendMagicLink(ctx context.Context, workspace, id uuid.UUID, secrets []string, now, expiresAt time.Time) (models.MagicLink, error) {
	return s.changeLink(ctx, workspace, id, endedByExpiry(now),
		"UPDATE magic_links SET expires_at = ? WHERE workspace_id = ? AND id = ? AND revoked_at IS NULL AND secret_id IN ?",
		expiresAt, workspace, id, secrets)
}

// RevokeMagicLink ends a link and its sessions; one that is revoked stays as it
// is. ErrNotFound where there is none.
func (s *Store) RevokeMagicLink(ctx context.Context, workspace, id uuid.UUID, now time.Time) (models.MagicLink, error) {
	return s.changeLink(ctx, workspace, id, allSessions,
		"UPDATE magic_links SET revoked_at = COALESCE(revoked_at, ?) WHERE workspace_id = ? AND id = ?",
		now, workspace, id)
}

// RotateMagicLink gives link its next token, starts its count anew and ends its
// sessions. It gives the link as it then is; ErrNotFound where it was revoked or rotated
// since link was read.
func (s *Store) RotateMagicLink(ctx context.Context, link *models.MagicLink) (models.MagicLink, error) {
	return s.changeLink(ctx, link.WorkspaceID, link.ID, allSessions,
		`UPDATE magic_links SET token_hash = ?, secret_id = ?, generation = ?, expires_at = ?, redemption_count = 0,
	first_redeemed_at = NULL, last_redeemed_at = NULL
WHERE workspace_id = ? AND id = ? AND revoked_at IS NULL AND generation = ?`,
		link.TokenHash, link.SecretID, link.Generation, link.ExpiresAt,
		link.WorkspaceID, link.ID, link.Generation-1)
}

// ended says which of a link's sessions end with a change of it.
type ended struct {
	condition string
	args      []any
}

var allSessions = ended{condition: "true"}

func endedByExpiry(now time.Time) ended {
	return ended{
		condition: "EXISTS (SELECT 1 FROM magic_links AS l WHERE l.workspace_id = portal_sessions.workspace_id AND l.id = magic_link_id AND l.expires_at <= ?)",
		args:      []any{now},
	}
}

// changeLink ends sessions of a link, runs an update that must touch it, and
// reads it.
func (s *Store) changeLink(ctx context.Context, workspace, id uuid.UUID, e ended, update string, args ...any) (models.MagicLink, error) {
	var link models.MagicLink
	err := s.writing(ctx, s.dialect.lane(workspace), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			// The link's row first: who redeems it now is waited for, or waits.
			if err := tx.Exec("UPDATE magic_links SET generation = generation WHERE workspace_id = ? AND id = ?", workspace, id).Error; err != nil {
				return err
			}
			if err := tx.Exec("DELETE FROM portal_sessions WHERE workspace_id = ? AND magic_link_id = ? AND "+e.condition,
				append([]any{workspace, id}, e.args...)...).Error; err != nil {
				return err
			}
			updated := tx.Exec(update, args...)
			if updated.Error != nil {
				return updated.Error
			}
			if updated.RowsAffected == 0 {
				return ErrNotFound
			}
			var err error
			link, err = magicLink(tx, workspace, id)
			return err
		})
	})
	return link, err
}
