package store

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// Node reads the workspace's object with the id, whatever it is: a
// models.Customer, MagicLink, Space, UserIdentity, AccessGrant, Event, WebhookEndpoint, Device,
// DeviceAction, Provider, CustomizationProfile or ConnectedAccount. ErrNotFound where there is none.
func (s *Store) Node(ctx context.Context, workspace, id uuid.UUID) (any, error) {
	var table string
	err := s.read.WithContext(ctx).Raw(`SELECT 'customers' FROM customers WHERE workspace_id = @workspace AND id = @id
UNION ALL SELECT 'magic_links' FROM magic_links WHERE workspace_id = @workspace AND id = @id
UNION ALL SELECT 'spaces' FROM spaces WHERE workspace_id = @workspace AND id = @id
UNION ALL SELECT 'user_identities' FROM user_identities WHERE workspace_id = @workspace AND id = @id
UNION ALL SELECT 'access_grants' FROM access_grants WHERE workspace_id = @workspace AND id = @id
UNION ALL SELECT 'events' FROM events WHERE workspace_id = @workspace AND id = @id
UNION ALL SELECT 'events' FROM magic_links WHERE workspace_id = @workspace AND id = @link AND creator_type IS NOT NULL
UNION ALL SELECT 'devices' FROM devices WHERE workspace_id = @workspace AND id = @id
UNION ALL SELECT 'device_actions' FROM device_actions WHERE workspace_id = @workspace AND id = @id
UNION ALL SELECT 'webhook_endpoints' FROM webhook_endpoints WHERE workspace_id = @workspace AND id = @id
UNION ALL SELECT 'providers' FROM providers WHERE workspace_id = @workspace AND id = @id
UNION ALL SELECT 'customization_profiles' FROM customization_profiles WHERE workspace_id = @workspace AND id = @id
UNION ALL SELECT 'connected_accounts' FROM connected_accounts WHERE workspace_id = @workspace AND id = @id`,
		map[string]any{"workspace": workspace, "id": id, "link": createdEventID(id)}).Find(&table).Error
	if err != nil {
		return nil, err
	}
	switch table {
	case "customers":
		return nodeRow[models.Customer](ctx, s, table, workspace, id)
	case "magic_links":
		return s.MagicLink(ctx, workspace, id)
	case "spaces":
		return nodeRow[models.Space](ctx, s, table, workspace, id)
	case "user_identities":
		return nodeRow[models.UserIdentity](ctx, s, table, workspace, id)
	case "access_grants":
		return nodeRow[models.AccessGrant](ctx, s, table, workspace, id)
	case "events":
		return s.Event(ctx, workspace, id)
	case "devices":
		return nodeRow[models.Device](ctx, s, table, workspace, id)
	case "device_actions":
		return nodeRow[models.DeviceAction](ctx, s, table, workspace, id)
	case "webhook_endpoints":
		return s.WebhookEndpoint(ctx, workspace, id)
	case "providers":
		return s.Provider(ctx, workspace, id)
	case "customization_profiles":
		return s.CustomizationProfile(ctx, workspace, id)
	case "connected_accounts":
		return s.ConnectedAccount(ctx, workspace, id)
	default:
		return nil, ErrNotFound
	}
}

func nodeRow[T any](ctx context.Context, s *Store, table string, workspace, id uuid.UUID) (T, error) {
	return rowByID[T](s.read.WithContext(ctx), table, workspace, id)
}

func rowByID[T any](db *gorm.DB, table string, workspace, id uuid.UUID) (T, error) {
	var row T
	err := db.Raw("SELECT * FROM "+table+" WHERE workspace_id = ? AND id = ?", workspace, id).Take(&row).Error
	return row, translate(err)
}
