package portal

import (
	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

func exportSpaces(e *exporter) {
	exportList(e, "spaces", func(p store.Page) (store.Items[models.Space], error) {
		found, err := e.store.Spaces(e.ctx, e.of, []uuid.UUID{e.id}, store.SpaceFilter{}, p)
		return own(e, found, err)
	}, store.SpacePosition, nil)
}

func exportUserIdentities(e *exporter) {
	exportList(e, "userIdentities", func(p store.Page) (store.Items[models.UserIdentity], error) {
		found, err := e.store.UserIdentities(e.ctx, e.of, []uuid.UUID{e.id}, store.UserIdentityFilter{}, p)
		return own(e, found, err)
	}, store.UserIdentityPosition, nil)
}

func exportAccessGrants(e *exporter) {
	exportList(e, "accessGrants", func(p store.Page) (store.Items[models.AccessGrant], error) {
		found, err := e.store.AccessGrants(e.ctx, e.of, []uuid.UUID{e.id}, store.AccessGrantFilter{}, p)
		return own(e, found, err)
	}, store.AccessGrantPosition, nil)
}

func exportDevices(e *exporter) {
	exportList(e, "devices", func(p store.Page) (store.Items[models.Device], error) {
		found, err := e.store.Devices(e.ctx, e.of, []uuid.UUID{e.id}, store.DeviceFilter{}, p)
		return own(e, found, err)
	}, store.DevicePosition, func(devices []*models.Device) ([]map[string]any, error) {
		of := ids(devices, (*models.Device).GetID)
		places, err := e.store.Assignments(e.ctx, e.of.WorkspaceID, of)
		if err != nil {
			return nil, err
		}
		refused, err := e.store.RefusedProposals(e.ctx, e.of.WorkspaceID, of)
		with := make([]map[string]any, len(devices))
		for i, id := range of {
			with[i] = map[string]any{"spaceId": nil, "refusedSpaceIds": append([]uuid.UUID{}, refused[id]...)}
			if place, assigned := places[id]; assigned {
				with[i]["spaceId"] = place
			}
		}
		return with, err
	})
}

func exportActions(e *exporter) {
	exportList(e, "deviceActions", func(p store.Page) (store.Items[models.DeviceAction], error) {
		return e.store.DeviceActions(e.ctx, e.of.WorkspaceID, store.DeviceActionFilter{CustomerKey: &e.key, Now: e.now()}, p)
	}, store.DeviceActionPosition, nil)
}

func exportAccounts(e *exporter) {
	exportList(e, "connectedAccounts", func(p store.Page) (store.Items[models.ConnectedAccount], error) {
		found, err := e.store.CustomersConnectedAccounts(e.ctx, e.of, []uuid.UUID{e.id}, store.ConnectedAccountFilter{}, p)
		return own(e, found, err)
	}, store.ConnectedAccountPosition, nil)
}

func exportAuthorizations(e *exporter) {
	exportList(e, "accountAuthorizations", func(p store.Page) (store.Items[models.AccountAuthorization], error) {
		return e.store.Authorizations(e.ctx, e.of.WorkspaceID, e.id, p)
	}, store.AuthorizationPosition, nil)
}

func exportLinks(e *exporter) {
	exportList(e, "magicLinks", func(p store.Page) (store.Items[models.MagicLink], error) {
		found, err := e.store.CustomersMagicLinks(e.ctx, e.of.WorkspaceID, []uuid.UUID{e.id}, store.MagicLinkFilter{}, p)
		return own(e, found, err)
	}, store.MagicLinkPosition, func(links []*models.MagicLink) ([]map[string]any, error) {
		of := ids(links, (*models.MagicLink).GetID)
		keys, err := e.store.IdempotencyKeysOf(e.ctx, e.of.WorkspaceID, of)
		return eachWith(of, "idempotencyKeys", keys, err)
	})
}

func exportSessions(e *exporter) {
	exportList(e, "portalSessions", func(p store.Page) (store.Items[models.PortalSession], error) {
		return e.store.AllPortalSessions(e.ctx, e.of.WorkspaceID, e.id, p)
	}, store.PortalSessionPosition, nil)
}

func exportEvents(e *exporter) {
	exportList(e, "events", func(p store.Page) (store.Items[models.Event], error) {
		return e.store.Events(e.ctx, e.of.WorkspaceID, store.EventFilter{CustomerKey: &e.key}, p)
	}, store.EventPosition, func(events []*models.Event) ([]map[string]any, error) {
		of := ids(events, (*models.Event).GetID)
		deliveries, err := e.store.DeliveriesOf(e.ctx, e.of.WorkspaceID, of)
		return eachWith(of, "webhookDeliveries", deliveries, err)
	})
}

// eachWith gives for each id the rows that belong to it, as an export shows them.
func eachWith[T any](of []uuid.UUID, name string, rows map[uuid.UUID][]*T, err error) ([]map[string]any, error) {
	with := make([]map[string]any, len(of))
	for i := 0; i < len(of) && err == nil; i++ {
		var all []any
		all, err = allExported(rows[of[i]])
		with[i] = map[string]any{name: all}
	}
	return with, err
}
