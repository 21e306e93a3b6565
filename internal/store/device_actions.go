package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

var (
	// ErrIncapable says that a device can't do what it was asked to.
	ErrIncapable = errors.New("store: the device can't do that")
	// ErrNotPending says that an action has its answer, or had its time.
	ErrNotPending = errors.New("store: the action is not pending")
)

var deviceActionList = list{table: "device_actions", order: []string{"id"}, newestFirst: true}

// DeviceActionFilter narrows a list of actions.
type DeviceActionFilter struct {
	Status   *models.DeviceActionStatus
	DeviceID *uuid.UUID
	// CustomerKey keeps the actions of a customer's devices.
	CustomerKey *string
	// Now decides which actions have had their time.
	Now time.Time
}

func (f DeviceActionFilter) conditions(workspace uuid.UUID) *conditions {
	c := newConditions(workspace)
	if f.DeviceID != nil {
		c.add("device_id = @device", "device", *f.DeviceID)
	}
	if f.CustomerKey != nil {
		c.add("customer_id = (SELECT c.id FROM customers AS c WHERE c.workspace_id = @workspace AND c.key = @customer_key)",
			"customer_key", *f.CustomerKey)
	}
	if f.Status == nil {
		return c
	}
	switch *f.Status {
	case models.DeviceActionPending:
		c.add("status = 'PENDING' AND expires_at > @now", "now", f.Now)
	case models.DeviceActionTimedOut:
		c.add("(status = 'TIMED_OUT' OR status = 'PENDING' AND expires_at <= @now)", "now", f.Now)
	default:
		c.add("status = @status", "status", *f.Status)
	}
	return c
}

// DeviceActionPosition is where an action stands in its list.
func DeviceActionPosition(a *models.DeviceAction) []any { return []any{a.ID.String()} }

// DeviceActions reads a page of the workspace's actions, newest first.
func (s *Store) DeviceActions(ctx context.Context, workspace uuid.UUID, f DeviceActionFilter, p Page) (Items[models.DeviceAction], error) {
	c := f.conditions(workspace)
	rows, err := find[models.DeviceAction](s.read.WithContext(ctx), deviceActionList.selection(c, p), c.args)
	return pageOf(rows, p), err
}

// CountDeviceActions counts the workspace's actions.
func (s *Store) CountDeviceActions(ctx context.Context, workspace uuid.UUID, f DeviceActionFilter) (int, error) {
	return s.count(ctx, deviceActionList, f.conditions(workspace))
}

// DeviceActionsByID reads the actions that there are of these ids.
func (s *Store) DeviceActionsByID(ctx context.Context, of Scope, ids []uuid.UUID) ([]*models.DeviceAction, error) {
	return byIDs[models.DeviceAction](ctx, s, "device_actions", of, ids)
}

// PendingActions reads the actions that the devices are to carry out now.
func (s *Store) PendingActions(ctx context.Context, workspace uuid.UUID, devices []uuid.UUID, now time.Time) ([]*models.DeviceAction, error) {
	return find[models.DeviceAction](s.read.WithContext(ctx), "SELECT * FROM device_actions WHERE workspace_id = @workspace AND "+
		s.amongIDs("device_id")+" AND status = 'PENDING' AND expires_at > @now",
		map[string]any{"workspace": workspace, "ids": idsParam(devices), "now": now})
}

// RequestAction stores an action that is pending; its customer is the device's. ErrNotFound
// where the scope has no such device, ErrIncapable where that can't do it, ErrDuplicate
// where another action of it is pending.
func (s *Store) RequestAction(ctx context.Context, of Scope, a *models.DeviceAction, t *Told) error {
	return s.writing(ctx, s.dialect.lane(of.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			locked, err := s.lockDevices(tx, of, []uuid.UUID{a.DeviceID})
			if err != nil {
				return err
			}
			if !locked[0].Can(a.Capability) {
				return ErrIncapable
			}
			a.CustomerID = locked[0].CustomerID
			if err := s.timeOut(tx, of.WorkspaceID, "device_id = @device", map[string]any{"device": a.DeviceID}, t.Now); err != nil {
				return err
			}
			if err := exec(tx, `INSERT INTO device_actions (workspace_id, id, customer_id, device_id, capability, target_temperature, status, created_at, expires_at)
VALUES (@workspace, @id, @customer, @device, @capability, @temperature, 'PENDING', @created_at, @expires_at)`, map[string]any{
				"workspace": a.WorkspaceID, "id": a.ID, "customer": a.CustomerID, "device": a.DeviceID, "capability": string(a.Capability),
				"temperature": a.TargetTemperature, "created_at": a.CreatedAt, "expires_at": a.ExpiresAt,
			}); err != nil {
				return err
			}
			e, err := t.ofDevice(models.EventActionRequested, a.CustomerID, a.DeviceID, a.ID)
			if err != nil {
				return err
			}
			return tell(tx, s.dialect, of.WorkspaceID, e)
		})
	})
}

// ActionOutcome is what became of an action.
type ActionOutcome struct {
	Status models.DeviceActionStatus
	Error  *string
	// State is what the device tells of itself; nil for nothing.
	State *models.DeviceState
}

// CompleteAction stores what became of an action, with its device's state. ErrNotFound
// where there is no such action, ErrNotPending where it has its answer or had its time.
func (s *Store) CompleteAction(ctx context.Context, workspace, id uuid.UUID, o ActionOutcome, t *Told) (a models.DeviceAction, err error) {
	err = s.writing(ctx, s.dialect.lane(workspace), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			if a, err = rowByID[models.DeviceAction](tx, "device_actions", workspace, id); err != nil {
				return err
			}
			// The device's row before the action's, as whoever asks for one does.
			devices, err := s.lockDevices(tx, Scope{WorkspaceID: workspace}, []uuid.UUID{a.DeviceID})
			if err != nil {
				return err
			}
			var done []models.DeviceAction
			if err := raw(tx, `UPDATE device_actions SET status = @status, error = @error, completed_at = @now
WHERE workspace_id = @workspace AND id = @id AND status = 'PENDING' AND expires_at > @now RETURNING *`, map[string]any{
				"status": string(o.Status), "error": o.Error, "now": t.Now, "workspace": workspace, "id": id,
			}).Find(&done).Error; err != nil {
				return err
			}
			if len(done) == 0 {
				return ErrNotPending
			}
			a = done[0]
			e, err := t.ofDevice(models.EventActionCompleted, a.CustomerID, a.DeviceID, a.ID)
			if err != nil {
				return err
			}
			events := []models.Event{e}
			if o.State != nil {
				if events, err = setState(tx, devices[0], *o.State, t, events); err != nil {
					return err
				}
			}
			return tell(tx, s.dialect, workspace, events...)
		})
	})
	return a, err
}

// setState stores what a device tells of itself, and adds the event of a change.
func setState(tx *gorm.DB, d *models.Device, told models.DeviceState, t *Told, events []models.Event) ([]models.Event, error) {
	was, err := d.State.Value()
	if err != nil {
		return nil, err
	}
	is, err := d.State.Merge(told).Value()
	if err != nil || is == was {
		return events, err
	}
	if err := exec(tx, "UPDATE devices SET state = @state, updated_at = @now WHERE workspace_id = @workspace AND id = @id",
		map[string]any{"state": is, "now": t.Now, "workspace": d.WorkspaceID, "id": d.ID}); err != nil {
		return nil, err
	}
	e, err := t.ofDevice(models.EventDeviceChanged, d.CustomerID, d.ID, d.ID)
	return append(events, e), err
}

// timedOutTogether is how many actions that have had their time are settled at once.
const timedOutTogether = 100

// TimeOutActions settles the actions of every workspace that have had their time, and
// tells of each.
func (s *Store) TimeOutActions(ctx context.Context, now time.Time) error {
	for {
		var due []models.DeviceAction
		if err := s.read.WithContext(ctx).Raw(`SELECT workspace_id, id FROM device_actions
WHERE status = 'PENDING' AND expires_at <= ? ORDER BY expires_at LIMIT ?`, now, timedOutTogether).Find(&due).Error; err != nil || len(due) == 0 {
			return err
		}
		var failed error
		byWorkspace := map[uuid.UUID][]uuid.UUID{}
		for i := range due {
			byWorkspace[due[i].WorkspaceID] = append(byWorkspace[due[i].WorkspaceID], due[i].ID)
		}
		for workspace, ids := range byWorkspace {
			// One workspace's trouble is not to hold up the others.
			failed = errors.Join(failed, s.writing(ctx, s.dialect.lane(workspace), func() error {
				return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
					return s.timeOut(tx, workspace, s.amongIDs("id"), map[string]any{"ids": idsParam(ids)}, now)
				})
			}))
		}
		if failed != nil || len(due) < timedOutTogether {
			return failed
		}
	}
}

// timeOut settles those of the actions that the condition selects which have had their
// time by now.
func (s *Store) timeOut(tx *gorm.DB, workspace uuid.UUID, condition string, args map[string]any, now time.Time) error {
	args["workspace"], args["now"] = workspace, now
	var over []models.DeviceAction
	if err := raw(tx, `UPDATE device_actions SET status = 'TIMED_OUT'
WHERE workspace_id = @workspace AND `+condition+` AND status = 'PENDING' AND expires_at <= @now RETURNING id, customer_id, device_id`, args).Find(&over).Error; err != nil {
		return err
	}
	server := models.ActorServer
	t := Told{Actor: models.Actor{Type: &server}, Now: now}
	events := make([]models.Event, len(over))
	for i := range over {
		var err error
		if events[i], err = t.ofDevice(models.EventActionTimedOut, over[i].CustomerID, over[i].DeviceID, over[i].ID); err != nil {
			return err
		}
	}
	return tell(tx, s.dialect, workspace, events...)
}
