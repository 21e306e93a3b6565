package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
)

// TestAPlacesDevicesAreReadByThePlace holds that a page goes from the place to the devices in
// it, and not through all devices of the workspace.
func TestAPlacesDevicesAreReadByThePlace(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s := opened(t, url)
		primaryKey := "devices_pkey"
		switch s.dialect.(type) {
		case citusDialect:
			t.Skip("NOT TESTED on Citus: each node's plans are PostgreSQL's")
		case sqliteDialect:
			primaryKey = "sqlite_autoindex_devices_1 (workspace_id=? AND id=?)"
		}
		spaces := s.placeDevices(t, newWorkspaceOf(t, s, "aaaaaa"), 20, 1000)
		sent := recording(t, s)
		pages, err := s.DevicesIn(t.Context(), Scope{WorkspaceID: spaces[0].WorkspaceID}, []uuid.UUID{spaces[0].ID}, DeviceFilter{}, Page{Limit: 5})
		if page := pages[spaces[0].ID]; err != nil || len(page.Items) != 5 || !page.More {
			t.Fatalf("%v, %+v", err, page)
		}
		plan := planOf(t, s, (*sent)[0])
		for _, index := range []string{"device_assignments_by_space", primaryKey} {
			if !strings.Contains(plan, index) {
				t.Errorf("%s isn't gone by:\n%s", index, plan)
			}
		}
		if strings.Contains(plan, "devices_by_name") {
			t.Errorf("all devices are gone through:\n%s", plan)
		}
	})
}

// placeDevices makes places and devices, and puts the same number of them into each place.
func (s *Store) placeDevices(t *testing.T, workspace uuid.UUID, places, devices int) []*models.Space {
	t.Helper()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	hotel, told := linkTo(workspace, "hotel"), &Told{Now: time.Now().UTC().Truncate(time.Microsecond)}
	for i := range places {
		name := fmt.Sprint(i)
		hotel.Spaces = append(hotel.Spaces, models.Space{ID: uuid.Must(uuid.NewV7()), Kind: models.SpaceKindRoom, Key: name, Name: name, SortName: name})
	}
	_, err := s.Push(t.Context(), hotel)
	must(err)
	push := &DevicePush{WorkspaceID: workspace, CustomerID: uuid.Must(uuid.NewV7()), CustomerKey: "hotel", Told: told}
	for i := range devices {
		push.Devices = append(push.Devices, models.Device{ID: uuid.Must(uuid.NewV7()), Key: fmt.Sprint(i), Name: fmt.Sprint(i), Type: models.DeviceTypeLock})
	}
	_, err = s.PushDevices(t.Context(), push)
	must(err)
	of := Scope{WorkspaceID: workspace}
	customers, err := s.Customers(t.Context(), workspace, CustomerFilter{}, Page{Limit: 1})
	must(err)
	found, err := s.Spaces(t.Context(), of, []uuid.UUID{customers.Items[0].ID}, SpaceFilter{}, Page{Limit: places})
	must(err)
	all := found[customers.Items[0].ID].Items
	each := devices / places
	for i, space := range all {
		var ids []uuid.UUID
		for _, d := range push.Devices[i*each : (i+1)*each] {
			ids = append(ids, d.ID)
		}
		_, _, err := s.Assign(t.Context(), of, space.ID, ids, told)
		must(err)
	}
	return all
}

// planOf is how the database would carry out a statement: the last column of each line.
func planOf(t *testing.T, s *Store, statement sentStatement) (plan string) {
	t.Helper()
	explain := "EXPLAIN QUERY PLAN "
	err := s.write.Transaction(func(tx *gorm.DB) error {
		if _, ok := s.dialect.(sqliteDialect); !ok {
			explain = "EXPLAIN "
			// SQLite has no statistics in use, either; and so few rows are best read whole.
			if err := tx.Exec("ANALYZE; SET LOCAL enable_seqscan = off").Error; err != nil {
				return err
			}
		}
		rows, err := tx.Statement.ConnPool.QueryContext(t.Context(), explain+statement.sql, statement.vars...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		line := make([]any, len(columns))
		for rows.Next() {
			for i := range line {
				line[i] = new(any)
			}
			if err := rows.Scan(line...); err != nil {
				return err
			}
			plan += fmt.Sprintln(*line[len(line)-1].(*any))
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}
