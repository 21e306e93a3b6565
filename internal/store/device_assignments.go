package store

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// ErrNoSpace says that there is no such place in the scope, or that it is another
// customer's than the device.
var ErrNoSpace = errors.New("store: no such place")

// Assignments reads the places that the devices are in, by the devices' ids.
func (s *Store) Assignments(ctx context.Context, workspace uuid.UUID, devices []uuid.UUID) (map[uuid.UUID]uuid.UUID, error) {
	rows, err := find[models.DeviceAssignment](s.read.WithContext(ctx), "SELECT * FROM device_assignments WHERE workspace_id = @workspace AND "+s.amongIDs("device_id"),
		map[string]any{"workspace": workspace, "ids": idsParam(devices)})
	places := make(map[uuid.UUID]uuid.UUID, len(rows))
	for _, a := range rows {
		places[a.DeviceID] = a.SpaceID
	}
	return places, err
}

// CountDevicesIn counts the devices in each of the places.
func (s *Store) CountDevicesIn(ctx context.Context, of Scope, spaces []uuid.UUID, f DeviceFilter) (map[uuid.UUID]int, error) {
	var rows []struct {
		SpaceID uuid.UUID
		Total   int
	}
	c := s.seen(newConditions(of.WorkspaceID), of, "device_assignments")
	c.add(s.amongIDs("space_id"), "ids", idsParam(spaces))
	if f != (DeviceFilter{}) {
		kept := f.conditions(of.WorkspaceID)
		maps.Copy(c.args, kept.args)
		c.add("EXISTS (SELECT 1 FROM devices WHERE " + kept.all() + " AND devices.id = device_assignments.device_id)")
	}
	err := raw(s.read.WithContext(ctx), "SELECT space_id, count(*) AS total FROM device_assignments WHERE "+c.all()+" GROUP BY space_id", c.args).Find(&rows).Error
	totals := make(map[uuid.UUID]int, len(rows))
	for _, row := range rows {
		totals[row.SpaceID] = row.Total
	}
	return totals, err
}

// Assign puts devices into a place, out of those where they were, and gives both.
// ErrNotFound where the scope has not all of the devices, ErrNoSpace where it has no such
// place, or a device is another customer's.
func (s *Store) Assign(ctx context.Context, of Scope, space uuid.UUID, devices []uuid.UUID, t *Told) (place models.Space, assigned []*models.Device, err error) {
	err = s.writing(ctx, s.dialect.lane(of.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			if assigned, err = s.lockDevices(tx, of, devices); err != nil {
				return err
			}
			if place, err = s.spaceOf(tx, of, assigned, space); err != nil {
				return err
			}
			var changed []uuid.UUID
			if err := raw(tx, `INSERT INTO device_assignments (workspace_id, device_id, space_id, created_at)
SELECT @workspace, r.id, @space, @now FROM `+s.ids()+` WHERE true
ON CONFLICT (workspace_id, device_id) DO UPDATE SET space_id = excluded.space_id, created_at = excluded.created_at
WHERE device_assignments.space_id <> excluded.space_id RETURNING device_id`,
				map[string]any{"workspace": of.WorkspaceID, "space": space, "now": t.Now, "ids": idsParam(devices)}).Find(&changed).Error; err != nil {
				return err
			}
			return s.tellOfDevices(tx, of.WorkspaceID, models.EventDeviceAssigned, assigned, changed, t)
		})
	})
	return place, assigned, err
}

// spaceOf reads a place of the customer that all of the devices have; ErrNoSpace where
// the scope has none such.
func (s *Store) spaceOf(tx *gorm.DB, of Scope, devices []*models.Device, id uuid.UUID) (models.Space, error) {
	c := s.seen(newConditions(of.WorkspaceID), of, "spaces")
	c.add("id = @id", "id", id)
	found, err := find[models.Space](tx, "SELECT * FROM spaces WHERE "+c.all(), c.args)
	if err != nil {
		return models.Space{}, err
	}
	if len(found) == 0 {
		return models.Space{}, ErrNoSpace
	}
	for _, d := range devices {
		if d.CustomerID != found[0].CustomerID {
			return models.Space{}, ErrNoSpace
		}
	}
	return *found[0], nil
}

// Unassign takes devices out of their places, and gives them. ErrNotFound where the scope
// has not all of them.
func (s *Store) Unassign(ctx context.Context, of Scope, devices []uuid.UUID, t *Told) (unassigned []*models.Device, err error) {
	err = s.writing(ctx, s.dialect.lane(of.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			if unassigned, err = s.lockDevices(tx, of, devices); err != nil {
				return err
			}
			var changed []uuid.UUID
			if err := raw(tx, "DELETE FROM device_assignments WHERE workspace_id = @workspace AND "+s.amongIDs("device_id")+" RETURNING device_id",
				map[string]any{"workspace": of.WorkspaceID, "ids": idsParam(devices)}).Find(&changed).Error; err != nil {
				return err
			}
			return s.tellOfDevices(tx, of.WorkspaceID, models.EventDeviceUnassigned, unassigned, changed, t)
		})
	})
	return unassigned, err
}

// tellOfDevices tells of those of the devices that have changed.
func (s *Store) tellOfDevices(tx *gorm.DB, workspace uuid.UUID, what models.EventType, devices []*models.Device, changed []uuid.UUID, t *Told) error {
	events := make([]models.Event, 0, len(changed))
	for _, d := range devices {
		if !slices.Contains(changed, d.ID) {
			continue
		}
		e, err := t.ofDevice(what, d.CustomerID, d.ID, d.ID)
		if err != nil {
			return err
		}
		events = append(events, e)
	}
	return tell(tx, s.dialect, workspace, events...)
}

// RefuseProposal notes that a place is not to be proposed for a device again. ErrNotFound
// where the scope has no such device, ErrNoSpace where its customer has no such place.
func (s *Store) RefuseProposal(ctx context.Context, of Scope, device, space uuid.UUID, t *Told) error {
	return s.writing(ctx, s.dialect.lane(of.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			locked, err := s.lockDevices(tx, of, []uuid.UUID{device})
			if err != nil {
				return err
			}
			if _, err := s.spaceOf(tx, of, locked, space); err != nil {
				return err
			}
			return exec(tx, `INSERT INTO refused_proposals (workspace_id, device_id, space_id, created_at) VALUES (@workspace, @device, @space, @now)
ON CONFLICT (workspace_id, device_id, space_id) DO NOTHING`,
				map[string]any{"workspace": of.WorkspaceID, "device": device, "space": space, "now": t.Now})
		})
	})
}

// RefusedProposals reads the places that are not to be proposed again, by device.
func (s *Store) RefusedProposals(ctx context.Context, workspace uuid.UUID, devices []uuid.UUID) (map[uuid.UUID][]uuid.UUID, error) {
	rows, err := find[models.RefusedProposal](s.read.WithContext(ctx), "SELECT * FROM refused_proposals WHERE workspace_id = @workspace AND "+s.amongIDs("device_id"),
		map[string]any{"workspace": workspace, "ids": idsParam(devices)})
	refused := make(map[uuid.UUID][]uuid.UUID, len(rows))
	for _, r := range rows {
		refused[r.DeviceID] = append(refused[r.DeviceID], r.SpaceID)
	}
	return refused, err
}
