package graph

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/graph/generated"
	"github.com/portico-portal/portico/graph/model"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

func (r *Resolver) deviceList(filter *generated.DeviceFilter) childList[models.Customer, models.Device] {
	f := orZero(filter)
	narrowed := store.DeviceFilter{
		Type: f.Type, Key: f.Key, NamePrefix: f.NamePrefix, Search: f.Search, SpaceID: orNobody(f.SpaceID), IsAssigned: f.IsAssigned,
	}
	return newSeenList[models.Customer](r, deviceCursor, store.DevicePosition, narrowed, r.Store.Devices, r.Store.CountDevices)
}

func (r *Resolver) placedDeviceList(filter *store.DeviceFilter) childList[models.Space, models.Device] {
	return newSeenList[models.Space](r, deviceCursor, store.DevicePosition, orZero(filter), r.Store.DevicesIn, r.Store.CountDevicesIn)
}

func (r *Resolver) deviceEventList(workspace uuid.UUID, asked []models.EventType) childList[models.Device, models.Event] {
	return childList[models.Device, models.Event]{
		kind: eventCursor, position: store.EventPosition,
		page: func(ctx context.Context, devices []uuid.UUID, p store.Page) (map[uuid.UUID]store.Items[models.Event], error) {
			return r.Store.EventsOfDevices(ctx, workspace, devices, shownEvents(ctx, asked), p)
		},
		count: func(ctx context.Context, devices []uuid.UUID) (map[uuid.UUID]int, error) {
			return r.Store.CountEventsOfDevices(ctx, workspace, devices, shownEvents(ctx, asked))
		},
	}
}

// shownEvents are the types of events that the request reads of devices: those that it asks
// for, as far as it may read them. nil is all.
func shownEvents(ctx context.Context, asked []models.EventType) []models.EventType {
	session := actingSession(ctx)
	if session == nil {
		return asked
	}
	allowed := session.Settings.AllowedEvents()
	switch {
	case asked == nil:
		return allowed
	case allowed == nil:
		return asked
	}
	return slices.DeleteFunc(slices.Clone(asked), func(of models.EventType) bool { return !slices.Contains(allowed, of) })
}

func (r *Resolver) deviceActions(ctx context.Context, args pageArgs, filter *generated.DeviceActionFilter) (*model.Connection[models.DeviceAction], error) {
	given, p := orZero(filter), args.page(deviceActionCursor)
	f := r.Portal.ActionFilter(given.Status, given.DeviceID, given.CustomerKey)
	items, err := r.Store.DeviceActions(ctx, tenant(ctx).WorkspaceID, f, p)
	if err != nil {
		return nil, err
	}
	c := connect(deviceActionCursor, p, items, store.DeviceActionPosition, func(ctx context.Context) (int, error) {
		return r.Store.CountDeviceActions(ctx, tenant(ctx).WorkspaceID, f)
	})
	remember(ctx, c.Nodes)
	return c, nil
}

// placeOfDevice reads the place that a device is in, together with those of the devices
// that it was loaded with.
func (r *Resolver) placeOfDevice(ctx context.Context, device *models.Device) (*models.Space, error) {
	places, err := loadTogether(ctx, device, "space", func(ctx context.Context, devices []*models.Device) (map[uuid.UUID]*models.Space, error) {
		assigned, err := r.Store.Assignments(ctx, device.WorkspaceID, idsOf(devices))
		if err != nil || len(assigned) == 0 {
			return nil, err
		}
		var ids []uuid.UUID
		for _, space := range assigned {
			ids = append(ids, space)
		}
		spaces, err := loadByID(ctx, ids, func(ids []uuid.UUID) ([]*models.Space, error) {
			of, err := r.scope(ctx)
			if err != nil {
				return nil, err
			}
			return r.Store.SpacesByID(ctx, of, ids)
		})
		found := make(map[uuid.UUID]*models.Space, len(assigned))
		for device, space := range assigned {
			found[device] = spaces[space]
		}
		return found, err
	})
	return places[device.ID], err
}

// loadByID reads what has the ids, each once, and notes that it was loaded together.
func loadByID[P parent](ctx context.Context, ids []uuid.UUID, read func(ids []uuid.UUID) ([]*P, error)) (map[uuid.UUID]*P, error) {
	seen := make(map[uuid.UUID]bool, len(ids))
	var distinct []uuid.UUID
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			distinct = append(distinct, id)
		}
	}
	if len(distinct) == 0 {
		return nil, nil
	}
	rows, err := read(distinct)
	remember(ctx, rows)
	found := make(map[uuid.UUID]*P, len(rows))
	for _, row := range rows {
		found[(*row).GetID()] = row
	}
	return found, err
}

func (r *Resolver) pendingAction(ctx context.Context, device *models.Device) (*models.DeviceAction, error) {
	pending, err := loadTogether(ctx, device, "pendingAction", func(ctx context.Context, devices []*models.Device) (map[uuid.UUID]*models.DeviceAction, error) {
		rows, err := r.Store.PendingActions(ctx, device.WorkspaceID, idsOf(devices), r.Portal.Now())
		remember(ctx, rows)
		found := make(map[uuid.UUID]*models.DeviceAction, len(rows))
		for _, a := range rows {
			found[a.DeviceID] = a
		}
		return found, err
	})
	return pending[device.ID], err
}

func (r *Resolver) deviceOf(ctx context.Context, action *models.DeviceAction) (*models.Device, error) {
	devices, err := loadTogether(ctx, action, "device", func(ctx context.Context, actions []*models.DeviceAction) (map[uuid.UUID]*models.Device, error) {
		var ids []uuid.UUID
		for _, a := range actions {
			ids = append(ids, a.DeviceID)
		}
		return loadByID(ctx, ids, func(ids []uuid.UUID) ([]*models.Device, error) {
			return r.Store.DevicesByID(ctx, store.Scope{WorkspaceID: action.WorkspaceID}, ids)
		})
	})
	if err == nil && devices[action.DeviceID] == nil {
		err = fmt.Errorf("the device of action %s was deleted while it was read", action.ID)
	}
	return devices[action.DeviceID], err
}

// actionOf reads the action that an event tells of, together with those of the events that
// it was loaded with; nil where it tells of none.
func (r *Resolver) actionOf(ctx context.Context, event *models.Event) (*models.DeviceAction, error) {
	actions, err := loadTogether(ctx, event, "deviceAction", func(ctx context.Context, events []*models.Event) (map[uuid.UUID]*models.DeviceAction, error) {
		var ids []uuid.UUID
		for _, e := range events {
			if e.DeviceID != nil && e.SubjectID != *e.DeviceID {
				ids = append(ids, e.SubjectID)
			}
		}
		return loadByID(ctx, ids, func(ids []uuid.UUID) ([]*models.DeviceAction, error) {
			return r.Store.DeviceActionsByID(ctx, store.Scope{WorkspaceID: event.WorkspaceID}, ids)
		})
	})
	return actions[event.SubjectID], err
}

func (r *Resolver) devicesIn(ctx context.Context, space *models.Space) (int, error) {
	counts, err := loadTogether(ctx, space, "deviceCount", func(ctx context.Context, spaces []*models.Space) (map[uuid.UUID]int, error) {
		of, err := r.scope(ctx)
		if err != nil {
			return nil, err
		}
		return r.Store.CountDevicesIn(ctx, of, idsOf(spaces), store.DeviceFilter{})
	})
	return counts[space.ID], err
}

func (r *Resolver) device(ctx context.Context, id string) (*models.Device, error) {
	of, err := r.scope(ctx)
	if err != nil {
		return nil, err
	}
	return oneByID(id, func(ids []uuid.UUID) ([]*models.Device, error) { return r.Store.DevicesByID(ctx, of, ids) })
}

func (r *Resolver) deviceAction(ctx context.Context, id string) (*models.DeviceAction, error) {
	of, err := r.scope(ctx)
	if err != nil {
		return nil, err
	}
	return oneByID(id, func(ids []uuid.UUID) ([]*models.DeviceAction, error) {
		return r.Store.DeviceActionsByID(ctx, of, ids)
	})
}

// oneByID reads one of what is read by ids; nil where there is none, also where the text
// can't be an id.
func oneByID[T any](id string, read func([]uuid.UUID) ([]*T, error)) (*T, error) {
	parsed := orNobody(&id)
	rows, err := read([]uuid.UUID{*parsed})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

func (r *Resolver) proposals(ctx context.Context, customerKey *string) ([]*portal.DeviceProposal, error) {
	of, err := r.scope(ctx)
	if err != nil {
		return nil, err
	}
	proposals, err := r.Portal.DeviceProposals(ctx, of, customerKey)
	devices, spaces := make([]*models.Device, len(proposals)), make([]*models.Space, len(proposals))
	for i, p := range proposals {
		devices[i], spaces[i] = p.Device, p.Space
	}
	remember(ctx, devices)
	remember(ctx, spaces)
	return proposals, err
}
