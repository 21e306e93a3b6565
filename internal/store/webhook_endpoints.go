package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// MaxWebhookEndpoints is the most endpoints that a workspace has: each event is stored
// once for each that hears of it.
const MaxWebhookEndpoints = 20

// ErrTooMany says that a workspace has as many as it may have.
var ErrTooMany = errors.New("store: too many")

var webhookEndpointList = list{table: "webhook_endpoints", order: []string{"id"}}

// WebhookEndpointPosition is where an endpoint stands in its list.
func WebhookEndpointPosition(e *models.WebhookEndpoint) []any { return []any{e.ID.String()} }

// CreateWebhookEndpoint stores an endpoint; ErrTooMany where the workspace has
// MaxWebhookEndpoints.
func (s *Store) CreateWebhookEndpoint(ctx context.Context, e *models.WebhookEndpoint) error {
	return s.writing(ctx, s.dialect.lane(e.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			// The workspace's row, so that two who create at once come one after the other.
			if err := tx.Exec("UPDATE workspaces SET updated_at = updated_at WHERE id = ?", e.WorkspaceID).Error; err != nil {
				return err
			}
			var there int
			if err := tx.Raw("SELECT count(*) FROM webhook_endpoints WHERE workspace_id = ?", e.WorkspaceID).Find(&there).Error; err != nil {
				return err
			}
			if there >= MaxWebhookEndpoints {
				return ErrTooMany
			}
			return tx.Exec(`INSERT INTO webhook_endpoints (workspace_id, id, url, event_types, sealed_secret, created_at, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?)`, e.WorkspaceID, e.ID, e.URL, e.EventTypes, e.SealedSecret, e.CreatedAt, e.UpdatedAt).Error
		})
	})
}

// WebhookChange is what to change of an endpoint; nil leaves it as it is.
type WebhookChange struct {
	URL *string
	// EventTypes are those that it hears of from now on; an empty list means all.
	EventTypes *models.EventTypes
	// Enabled switches it on or off.
	Enabled *bool
}

// UpdateWebhookEndpoint changes an endpoint and gives it as it then is. What waits for
// one that is switched off has failed. ErrNotFound where there is none.
func (s *Store) UpdateWebhookEndpoint(ctx context.Context, workspace, id uuid.UUID, c WebhookChange, now time.Time) (models.WebhookEndpoint, error) {
	return s.changeEndpoint(ctx, workspace, id, func(tx *gorm.DB) error {
		if c.URL != nil {
			if err := tx.Exec("UPDATE webhook_endpoints SET url = ?, updated_at = ? WHERE workspace_id = ? AND id = ?", *c.URL, now, workspace, id).Error; err != nil {
				return err
			}
		}
		if c.EventTypes != nil {
			types := *c.EventTypes
			if len(types) == 0 {
				types = nil
			}
			if err := tx.Exec("UPDATE webhook_endpoints SET event_types = ?, updated_at = ? WHERE workspace_id = ? AND id = ?", types, now, workspace, id).Error; err != nil {
				return err
			}
		}
		if c.Enabled == nil {
			return nil
		}
		if *c.Enabled {
			return tx.Exec("UPDATE webhook_endpoints SET disabled_at = NULL, failing_since = NULL, updated_at = ? WHERE workspace_id = ? AND id = ? AND disabled_at IS NOT NULL",
				now, workspace, id).Error
		}
		return disableEndpoint(tx, workspace, id, now)
	})
}

// disableEndpoint switches an endpoint off; what waits for it has failed.
func disableEndpoint(tx *gorm.DB, workspace, id uuid.UUID, now time.Time) error {
	if err := tx.Exec("UPDATE webhook_endpoints SET disabled_at = COALESCE(disabled_at, ?), updated_at = ? WHERE workspace_id = ? AND id = ?",
		now, now, workspace, id).Error; err != nil {
		return err
	}
	return tx.Exec("UPDATE webhook_deliveries SET status = 'FAILED' WHERE workspace_id = ? AND endpoint_id = ? AND status = 'PENDING'", workspace, id).Error
}

// RotateWebhookSecret gives an endpoint a new secret; the one that it had signs too,
// until formerUntil. ErrNotFound where there is none.
func (s *Store) RotateWebhookSecret(ctx context.Context, workspace, id uuid.UUID, sealed []byte, now, formerUntil time.Time) (models.WebhookEndpoint, error) {
	return s.changeEndpoint(ctx, workspace, id, func(tx *gorm.DB) error {
		return tx.Exec(`UPDATE webhook_endpoints SET sealed_former = sealed_secret, former_until = ?, sealed_secret = ?, updated_at = ?
WHERE workspace_id = ? AND id = ?`, formerUntil, sealed, now, workspace, id).Error
	})
}

// ResealWebhookSecrets gives an endpoint its secrets as another key seals them, unless
// they have changed since they were read.
func (s *Store) ResealWebhookSecrets(ctx context.Context, e *models.WebhookEndpoint, secret, former []byte) error {
	return s.write.WithContext(ctx).Exec("UPDATE webhook_endpoints SET sealed_secret = ?, sealed_former = ? WHERE workspace_id = ? AND id = ? AND sealed_secret = ?",
		secret, former, e.WorkspaceID, e.ID, e.SealedSecret).Error
}

// AllWebhookEndpoints reads every workspace's endpoints.
func (s *Store) AllWebhookEndpoints(ctx context.Context) ([]models.WebhookEndpoint, error) {
	var all []models.WebhookEndpoint
	err := s.read.WithContext(ctx).Raw("SELECT * FROM webhook_endpoints ORDER BY workspace_id, id").Find(&all).Error
	return all, err
}

// changeEndpoint changes an endpoint and gives it as it then is.
func (s *Store) changeEndpoint(ctx context.Context, workspace, id uuid.UUID, change func(tx *gorm.DB) error) (e models.WebhookEndpoint, err error) {
	err = s.writing(ctx, s.dialect.lane(workspace), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			if err := change(tx); err != nil {
				return err
			}
			return translate(tx.Raw("SELECT * FROM webhook_endpoints WHERE workspace_id = ? AND id = ?", workspace, id).Take(&e).Error)
		})
	})
	return e, err
}

// DeleteWebhookEndpoint deletes an endpoint with its deliveries, and tells whether there
// was one.
func (s *Store) DeleteWebhookEndpoint(ctx context.Context, workspace, id uuid.UUID) (was bool, err error) {
	err = s.writing(ctx, s.dialect.lane(workspace), func() error {
		deleted := s.write.WithContext(ctx).Exec("DELETE FROM webhook_endpoints WHERE workspace_id = ? AND id = ?", workspace, id)
		if was = deleted.RowsAffected > 0; deleted.Error == nil && !was {
			return s.dialect.asWrite(s.write.WithContext(ctx), "workspaces", workspace)
		}
		return deleted.Error
	})
	return was, err
}

// WebhookEndpoint reads an endpoint, or ErrNotFound.
func (s *Store) WebhookEndpoint(ctx context.Context, workspace, id uuid.UUID) (models.WebhookEndpoint, error) {
	return nodeRow[models.WebhookEndpoint](ctx, s, "webhook_endpoints", workspace, id)
}

// WebhookEndpoints reads a page of the workspace's endpoints, oldest first.
func (s *Store) WebhookEndpoints(ctx context.Context, workspace uuid.UUID, p Page) (Items[models.WebhookEndpoint], error) {
	c := newConditions(workspace)
	rows, err := find[models.WebhookEndpoint](s.read.WithContext(ctx), webhookEndpointList.selection(c, p), c.args)
	return pageOf(rows, p), err
}

// CountWebhookEndpoints counts the workspace's endpoints.
func (s *Store) CountWebhookEndpoints(ctx context.Context, workspace uuid.UUID) (int, error) {
	return s.count(ctx, webhookEndpointList, newConditions(workspace))
}
