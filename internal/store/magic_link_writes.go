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

// replaceOthers ends the links of the customer that still open, with all sessions of
// the customer's links, before the new link is there. It locks the links in the order in
// which redeeming does.
func replaceOthers(tx *gorm.DB, d dialect, p *Push, customer uuid.UUID) error {
	var revoked []changedLink
	err := tx.Raw(`UPDATE magic_links SET revoked_at = @now
WHERE workspace_id = @workspace AND id IN (
	SELECT l.id FROM magic_links AS l
	WHERE l.workspace_id = @workspace AND l.customer_id = @customer
		AND l.revoked_at IS NULL AND l.expires_at > @now
		AND (l.max_redemptions IS NULL OR l.redemption_count < l.max_redemptions)
	ORDER BY l.token_hash`+d.forUpdate()+`)
RETURNING id, customer_id, opened_for`,
		map[string]any{"workspace": p.WorkspaceID, "customer": customer, "now": p.Now}).Find(&revoked).Error
	if err != nil {
		return err
	}
	t := &Told{Actor: p.Actor, Now: p.Now}
	events := make([]models.Event, len(revoked))
	for i := range revoked {
		if events[i], err = t.openedFor(revoked[i].OpenedFor, models.EventMagicLinkRevoked, customer, revoked[i].ID); err != nil {
			return err
		}
	}
	if err := tell(tx, d, p.WorkspaceID, events...); err != nil {
		return err
	}
	_, err = endSessions(tx, d, p.WorkspaceID, t, "customer_id = ?", customer)
	return err
}

// changedLink is what a link's event tells of it.
type changedLink struct {
	ID         uuid.UUID
	CustomerID uuid.UUID
	OpenedFor  *string
	RevokedAt  *time.Time
}

// ExtendMagicLink moves the expiry of a link that isn't revoked and whose
// secret is one of secrets. Sessions that the link's expiry has ended
// stay ended. It gives the link as it then is; ErrNotFound where
// there is none that may be moved.
func (s *Store) ExtendMagicLink(ctx context.Context, workspace, id uuid.UUID, secrets []string, expiresAt time.Time, t *Told) (models.MagicLink, error) {
	return s.changeLink(ctx, workspace, id, models.EventMagicLinkUpdated, t, endedByExpiry(workspace, t.Now),
		"UPDATE magic_links SET expires_at = ? WHERE workspace_id = ? AND id = ? AND revoked_at IS NULL AND secret_id IN ?",
		expiresAt, workspace, id, secrets)
}

// RevokeMagicLink ends a link and its sessions; one that is revoked stays as it
// is. ErrNotFound where there is none.
func (s *Store) RevokeMagicLink(ctx context.Context, workspace, id uuid.UUID, t *Told) (models.MagicLink, error) {
	return s.changeLink(ctx, workspace, id, models.EventMagicLinkRevoked, t, allSessions,
		"UPDATE magic_links SET revoked_at = COALESCE(revoked_at, ?) WHERE workspace_id = ? AND id = ?",
		t.Now, workspace, id)
}

// RotateMagicLink gives link its next token, starts its count anew and ends its
// sessions. It gives the link as it then is; ErrNotFound where it was revoked or rotated
// since link was read.
func (s *Store) RotateMagicLink(ctx context.Context, link *models.MagicLink, t *Told) (models.MagicLink, error) {
	return s.changeLink(ctx, link.WorkspaceID, link.ID, models.EventMagicLinkRotated, t, allSessions,
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

func endedByExpiry(workspace uuid.UUID, now time.Time) ended {
	return ended{
		condition: "EXISTS (SELECT 1 FROM magic_links AS l WHERE l.workspace_id = ? AND l.id = magic_link_id AND l.expires_at <= ?)",
		args:      []any{workspace, now},
	}
}

// changeLink ends sessions of a link, runs an update that must touch it, tells of it,
// and reads it. That a revoked link is revoked again is not told.
func (s *Store) changeLink(
	ctx context.Context, workspace, id uuid.UUID, what models.EventType, t *Told, e ended, update string, args ...any,
) (models.MagicLink, error) {
	var link models.MagicLink
	err := s.writing(ctx, s.dialect.lane(workspace), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			// The link's row first: who redeems it now is waited for, or waits.
			var before changedLink
			if err := tx.Raw("UPDATE magic_links SET generation = generation WHERE workspace_id = ? AND id = ? RETURNING id, customer_id, opened_for, revoked_at",
				workspace, id).Find(&before).Error; err != nil {
				return err
			}
			if _, err := endSessions(tx, s.dialect, workspace, t, "magic_link_id = ? AND "+e.condition, append([]any{id}, e.args...)...); err != nil {
				return err
			}
			updated := tx.Exec(update, args...)
			if updated.Error != nil {
				return updated.Error
			}
			if updated.RowsAffected == 0 {
				return ErrNotFound
			}
			if before.RevokedAt == nil {
				event, err := t.openedFor(before.OpenedFor, what, before.CustomerID, id)
				if err == nil {
					err = tell(tx, s.dialect, workspace, event)
				}
				if err != nil {
					return err
				}
			}
			var err error
			link, err = magicLink(tx, workspace, id)
			return err
		})
	})
	return link, err
}
