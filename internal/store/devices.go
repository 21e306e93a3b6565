package store

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

var deviceList = list{table: "devices", order: []string{"sort_name", "id"}}

// DeviceFilter narrows a list of devices.
type DeviceFilter struct {
	Type *models.DeviceType
	Key  *string
	// NamePrefix and Search are compared without regard to case.
	NamePrefix *string
	Search     *string
	SpaceID    *uuid.UUID
	// IsAssigned keeps those that are in a place, or those that are in none.
	IsAssigned *bool
}

const assignmentOfDevice = "SELECT 1 FROM device_assignments AS a WHERE a.workspace_id = @workspace AND a.device_id = devices.id"

func (f DeviceFilter) conditions(workspace uuid.UUID) *conditions {
	c := newConditions(workspace)
	if f.Type != nil {
		c.add("type = @type", "type", *f.Type)
	}
	if f.Key != nil {
		c.add("key = @key", "key", *f.Key)
	}
	if f.NamePrefix != nil {
		c.prefix("sort_name", strings.ToLower(*f.NamePrefix))
	}
	if f.Search != nil {
		c.add(`search_text LIKE @search ESCAPE '\'`, "search", "%"+likeEscaper.Replace(strings.ToLower(*f.Search))+"%")
	}
	if f.SpaceID != nil {
		c.add("EXISTS ("+assignmentOfDevice+" AND a.space_id = @space)", "space", *f.SpaceID)
	}
	if f.IsAssigned != nil {
		not := ""
		if !*f.IsAssigned {
			not = "NOT "
		}
		c.add(not + "EXISTS (" + assignmentOfDevice + ")")
	}
	return c
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// DevicePosition is where a device stands in its list.
func DevicePosition(d *models.Device) []any { return []any{d.SortName, d.ID.String()} }

// Devices reads a page of each customer's devices, by name.
func (s *Store) Devices(ctx context.Context, of Scope, customers []uuid.UUID, f DeviceFilter, p Page) (map[uuid.UUID]Items[models.Device], error) {
	return pages(ctx, s, deviceList, customers, s.seen(f.conditions(of.WorkspaceID), of, "devices"), p,
		func(d *models.Device) uuid.UUID { return d.CustomerID })
}

// CountDevices counts each customer's devices.
func (s *Store) CountDevices(ctx context.Context, of Scope, customers []uuid.UUID, f DeviceFilter) (map[uuid.UUID]int, error) {
	return s.counts(ctx, deviceList, customers, s.seen(f.conditions(of.WorkspaceID), of, "devices"))
}

// deviceInSpace is a device with the place that it was found in.
type deviceInSpace struct {
	models.Device
	SpaceID uuid.UUID
}

// devicesInSpace begins with the place: SQLite keeps the order of a CROSS JOIN, and would
// else go through all devices of the workspace.
var devicesInSpace = list{
	table: deviceList.table, order: deviceList.order, parent: "space_id",
	from: "(SELECT device_id, space_id FROM device_assignments WHERE workspace_id = @workspace) AS placed CROSS JOIN devices",
}

// DevicesIn reads a page of the devices in each of the places, by name.
func (s *Store) DevicesIn(ctx context.Context, of Scope, spaces []uuid.UUID, f DeviceFilter, p Page) (map[uuid.UUID]Items[models.Device], error) {
	c := s.seen(f.conditions(of.WorkspaceID), of, "devices")
	c.add("devices.id = device_id")
	rows, err := find[deviceInSpace](s.read.WithContext(ctx),
		s.selectionPerParent(devicesInSpace, columnsOf[models.Device]("t.")+", r.id AS space_id", spaces, c, p), c.args)
	if err != nil {
		return nil, err
	}
	devices, places := make([]*models.Device, len(rows)), make(map[uuid.UUID]uuid.UUID, len(rows))
	for i, row := range rows {
		devices[i], places[row.ID] = &row.Device, row.SpaceID
	}
	return pagesOf(devices, spaces, p, func(d *models.Device) uuid.UUID { return places[d.ID] }), nil
}

// DevicesByID reads the devices that there are of these ids.
func (s *Store) DevicesByID(ctx context.Context, of Scope, ids []uuid.UUID) ([]*models.Device, error) {
	return byIDs[models.Device](ctx, s, "devices", of, ids)
}

// SpacesByID reads the places that there are of these ids.
func (s *Store) SpacesByID(ctx context.Context, of Scope, ids []uuid.UUID) ([]*models.Space, error) {
	return byIDs[models.Space](ctx, s, "spaces", of, ids)
}

func byIDs[T any](ctx context.Context, s *Store, table string, of Scope, ids []uuid.UUID) ([]*T, error) {
	c := s.seen(of.conditions(), of, table)
	c.add(s.amongIDs("id"), "ids", idsParam(ids))
	return find[T](s.read.WithContext(ctx), "SELECT * FROM "+table+" WHERE "+c.all(), c.args)
}

// EventsOfDevices reads a page of each device's events and those of its actions, newest
// first; nil types are all.
func (s *Store) EventsOfDevices(ctx context.Context, workspace uuid.UUID, devices []uuid.UUID, types []models.EventType, p Page) (map[uuid.UUID]Items[models.Event], error) {
	return pages(ctx, s, deviceEventList, devices, s.ofTypes(newConditions(workspace), types), p,
		func(e *models.Event) uuid.UUID { return *e.DeviceID })
}

// CountEventsOfDevices counts each device's events, likewise.
func (s *Store) CountEventsOfDevices(ctx context.Context, workspace uuid.UUID, devices []uuid.UUID, types []models.EventType) (map[uuid.UUID]int, error) {
	return s.counts(ctx, deviceEventList, devices, s.ofTypes(newConditions(workspace), types))
}

// ofTypes keeps the events of these types; nil keeps all.
func (s *Store) ofTypes(c *conditions, types []models.EventType) *conditions {
	if types == nil {
		return c
	}
	var rows rowsJSON
	for n, of := range types {
		rows.row(n)
		rows.string("type", string(of))
		rows.end()
	}
	c.add(s.dialect.among("type", "SELECT r.type FROM "+s.dialect.rows("@types", columns("type text"))), "types", rows.text())
	return c
}

var deviceEventList = list{table: "events", order: []string{"id"}, newestFirst: true, parent: "device_id"}
