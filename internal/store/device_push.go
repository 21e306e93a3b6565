package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// DevicePush is devices of one customer to store. Ids are made by the caller; a row whose
// key is there already keeps its own.
type DevicePush struct {
	WorkspaceID uuid.UUID
	CustomerID  uuid.UUID
	CustomerKey string
	Devices     []models.Device
	Told        *Told
}

// PushedDevices is what a push of devices did.
type PushedDevices struct {
	Customer models.Customer
	// CreatedCount and ChangedCount count the devices that weren't there, and those that
	// were and differed.
	CreatedCount int
	ChangedCount int
}

// deviceRow is a device as it is sent to the database; its lists are JSON in a text.
type deviceRow struct {
	ID                 uuid.UUID         `json:"id"`
	Key                string            `json:"key"`
	Name               string            `json:"name"`
	SortName           string            `json:"sort_name"`
	SearchText         string            `json:"search_text"`
	Type               models.DeviceType `json:"type"`
	Manufacturer       *string           `json:"manufacturer"`
	Model              *string           `json:"model"`
	IsOnline           bool              `json:"is_online"`
	BatteryLevel       *int              `json:"battery_level"`
	Capabilities       string            `json:"capabilities"`
	State              string            `json:"state"`
	CustomProperties   string            `json:"custom_properties"`
	ConnectedAccountID *uuid.UUID        `json:"connected_account_id"`
}

const deviceColumns = "id uuid, key text, name text, sort_name text, search_text text, type text, manufacturer text, model text, " +
	"is_online boolean, battery_level int, capabilities text, state text, custom_properties text, connected_account_id uuid"

// PushDevices stores a customer's devices, all of them or none, and tells of each that is
// new or differs. The customer is made where it isn't there.
func (s *Store) PushDevices(ctx context.Context, p *DevicePush) (pushed PushedDevices, err error) {
	err = s.writing(ctx, s.dialect.lane(p.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) (err error) {
			pushed, err = s.pushDevices(tx, p)
			return err
		})
	})
	return pushed, err
}

func (s *Store) pushDevices(tx *gorm.DB, p *DevicePush) (pushed PushedDevices, err error) {
	now := p.Told.Now
	// The customer's row first, as every push does.
	if err := raw(tx, `INSERT INTO customers (workspace_id, id, key, created_at, updated_at) VALUES (@workspace, @customer, @key, @now, @now)
ON CONFLICT (workspace_id, key) DO UPDATE SET updated_at = excluded.updated_at RETURNING workspace_id, id, key, created_at, updated_at`,
		map[string]any{"workspace": p.WorkspaceID, "customer": p.CustomerID, "key": p.CustomerKey, "now": now}).Take(&pushed.Customer).Error; err != nil {
		return pushed, err
	}
	customer := &pushed.Customer
	var events []models.Event
	if customer.ID == p.CustomerID {
		e, err := p.Told.event(models.EventCustomerUpdated, &customer.ID, customer.ID)
		if err != nil {
			return pushed, err
		}
		events = append(events, e)
	}
	if err := s.checkAccounts(tx, customer, p.Devices); err != nil {
		return pushed, err
	}
	there, err := s.devicesThere(tx, customer, p.Devices)
	if err != nil {
		return pushed, err
	}
	var rows []deviceRow
	for i := range p.Devices {
		d, what := p.Devices[i], models.EventDeviceAdded
		if was := there[d.Key]; was != nil {
			d.ID, d.GivenName, what = was.ID, was.GivenName, models.EventDeviceChanged
			if !deviceDiffers(was, &d) {
				continue
			}
			pushed.ChangedCount++
		} else {
			pushed.CreatedCount++
		}
		d.Fold()
		row, err := rowOfDevice(&d)
		if err != nil {
			return pushed, err
		}
		rows = append(rows, row)
		e, err := p.Told.ofDevice(what, customer.ID, d.ID, d.ID)
		if err != nil {
			return pushed, err
		}
		events = append(events, e)
	}
	if err := s.upsertDevices(tx, customer, rows, now); err != nil {
		return pushed, err
	}
	return pushed, tell(tx, s.dialect, p.WorkspaceID, events...)
}

// ForeignAccountsError says that devices name an account that its customer doesn't have.
type ForeignAccountsError struct {
	// Devices are the numbers of the devices that do.
	Devices []int
}

// Error says so.
func (ForeignAccountsError) Error() string {
	return "store: devices name accounts that their customer doesn't have"
}

// checkAccounts looks for the accounts that devices came with among the customer's, and
// locks them, so that none goes before the devices that name it are stored.
func (s *Store) checkAccounts(tx *gorm.DB, customer *models.Customer, devices []models.Device) error {
	var named []uuid.UUID
	for i := range devices {
		if id := devices[i].ConnectedAccountID; id != nil {
			named = append(named, *id)
		}
	}
	if len(named) == 0 {
		return nil
	}
	var there []uuid.UUID
	if err := raw(tx, "SELECT id FROM connected_accounts WHERE workspace_id = @workspace AND customer_id = @customer AND "+s.amongIDs("id")+" ORDER BY id"+s.dialect.forUpdate(),
		map[string]any{"workspace": customer.WorkspaceID, "customer": customer.ID, "ids": idsParam(named)}).Find(&there).Error; err != nil {
		return err
	}
	var wrong ForeignAccountsError
	for i := range devices {
		if id := devices[i].ConnectedAccountID; id != nil && !slices.Contains(there, *id) {
			wrong.Devices = append(wrong.Devices, i)
		}
	}
	if len(wrong.Devices) > 0 {
		return wrong
	}
	return nil
}

// devicesThere reads the devices that have the keys already, by their keys, and locks them:
// a customer may be giving one of them another name just now.
func (s *Store) devicesThere(tx *gorm.DB, customer *models.Customer, devices []models.Device) (map[string]*models.Device, error) {
	keys := make([]string, len(devices))
	for i := range devices {
		keys[i] = devices[i].Key
	}
	there, err := find[models.Device](tx, "SELECT * FROM devices WHERE workspace_id = @workspace AND customer_id = @customer AND "+
		s.dialect.among("key", "SELECT r.key FROM "+s.dialect.rows("@keys", columns("key text")))+" ORDER BY id"+s.dialect.forUpdate(),
		map[string]any{"workspace": customer.WorkspaceID, "customer": customer.ID, "keys": keysParam(keys)})
	found := make(map[string]*models.Device, len(there))
	for _, d := range there {
		found[d.Key] = d
	}
	return found, err
}

func (s *Store) upsertDevices(tx *gorm.DB, customer *models.Customer, rows []deviceRow, now time.Time) error {
	if len(rows) == 0 {
		return nil
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	return exec(tx, `INSERT INTO devices (workspace_id, id, customer_id, key, name, sort_name, search_text, type, manufacturer, model,
	is_online, battery_level, capabilities, state, custom_properties, connected_account_id, created_at, updated_at)
SELECT @workspace, r.id, @customer, r.key, r.name, r.sort_name, r.search_text, r.type, r.manufacturer, r.model,
	r.is_online, r.battery_level, r.capabilities, r.state, r.custom_properties, r.connected_account_id, @now, @now
FROM `+s.dialect.rows("@devices", columns(deviceColumns))+` WHERE true
ON CONFLICT (workspace_id, customer_id, key) DO UPDATE
SET name = excluded.name, sort_name = excluded.sort_name, search_text = excluded.search_text, type = excluded.type,
	manufacturer = excluded.manufacturer, model = excluded.model, is_online = excluded.is_online, battery_level = excluded.battery_level,
	capabilities = excluded.capabilities, state = excluded.state, custom_properties = excluded.custom_properties,
	connected_account_id = excluded.connected_account_id, updated_at = excluded.updated_at`,
		map[string]any{"workspace": customer.WorkspaceID, "customer": customer.ID, "now": now, "devices": string(text)})
}

func rowOfDevice(d *models.Device) (deviceRow, error) {
	capabilities, err := d.Capabilities.Value()
	if err != nil {
		return deviceRow{}, err
	}
	state, err := d.State.Value()
	if err != nil {
		return deviceRow{}, err
	}
	properties, err := d.CustomProperties.Value()
	if err != nil {
		return deviceRow{}, err
	}
	return deviceRow{
		ID: d.ID, Key: d.Key, Name: d.Name, SortName: d.SortName, SearchText: d.SearchText, Type: d.Type,
		Manufacturer: d.Manufacturer, Model: d.Model, IsOnline: d.IsOnline, BatteryLevel: d.BatteryLevel,
		Capabilities: capabilities.(string), State: state.(string), CustomProperties: properties.(string), ConnectedAccountID: d.ConnectedAccountID,
	}, nil
}

// deviceDiffers tells whether a push changes what is stored. The id and the names that
// are folded don't count.
func deviceDiffers(was, sent *models.Device) bool {
	a, errA := rowOfDevice(was)
	b, errB := rowOfDevice(sent)
	if errA != nil || errB != nil {
		return true
	}
	a.SortName, a.SearchText, b.SortName, b.SearchText = "", "", "", ""
	textA, errA := json.Marshal(a)
	textB, errB := json.Marshal(b)
	return errA != nil || errB != nil || !bytes.Equal(textA, textB)
}

// DeleteDevices deletes some of a customer's devices, and tells how many there were.
func (s *Store) DeleteDevices(ctx context.Context, workspace uuid.UUID, customerKey string, keys []string, t *Told) (int, error) {
	var deleted []uuid.UUID
	err := s.writing(ctx, s.dialect.lane(workspace), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			deleted = nil
			var customers []uuid.UUID
			if err := tx.Raw("UPDATE customers SET updated_at = updated_at WHERE workspace_id = ? AND key = ? RETURNING id",
				workspace, customerKey).Find(&customers).Error; err != nil {
				return err
			}
			if len(customers) == 0 {
				return s.dialect.asWrite(tx, "workspaces", workspace)
			}
			if err := raw(tx, "DELETE FROM devices WHERE workspace_id = @workspace AND customer_id = @customer AND "+
				s.dialect.among("key", "SELECT r.key FROM "+s.dialect.rows("@keys", columns("key text")))+" RETURNING id",
				map[string]any{"workspace": workspace, "customer": customers[0], "keys": keysParam(keys)}).Find(&deleted).Error; err != nil {
				return fmt.Errorf("delete devices: %w", err)
			}
			events := make([]models.Event, len(deleted))
			for i, id := range deleted {
				var err error
				if events[i], err = t.ofDevice(models.EventDeviceDeleted, customers[0], id, id); err != nil {
					return err
				}
			}
			return tell(tx, s.dialect, workspace, events...)
		})
	})
	return len(deleted), err
}

// RenameDevice gives a device the customer's own name, or with nil takes it back.
// ErrNotFound where the scope has none such.
func (s *Store) RenameDevice(ctx context.Context, of Scope, id uuid.UUID, name *string, t *Told) (d models.Device, err error) {
	err = s.writing(ctx, s.dialect.lane(of.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			locked, err := s.lockDevices(tx, of, []uuid.UUID{id})
			if err != nil {
				return err
			}
			d = *locked[0]
			if same(d.GivenName, name) {
				return nil
			}
			d.GivenName, d.UpdatedAt = name, t.Now
			d.Fold()
			if err := exec(tx, `UPDATE devices SET given_name = @name, sort_name = @sort_name, search_text = @search_text, updated_at = @now
WHERE workspace_id = @workspace AND id = @id`,
				map[string]any{"name": name, "sort_name": d.SortName, "search_text": d.SearchText, "now": t.Now, "workspace": of.WorkspaceID, "id": id}); err != nil {
				return err
			}
			e, err := t.ofDevice(models.EventDeviceChanged, d.CustomerID, id, id)
			if err != nil {
				return err
			}
			return tell(tx, s.dialect, of.WorkspaceID, e)
		})
	})
	return d, err
}

func same[T comparable](a, b *T) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// lockDevices reads devices in the order of ids, each of which nobody else changes until
// the transaction ends. ErrNotFound where one isn't in the scope.
func (s *Store) lockDevices(tx *gorm.DB, of Scope, ids []uuid.UUID) ([]*models.Device, error) {
	c := s.seen(of.conditions(), of, "devices")
	c.add(s.amongIDs("id"), "ids", idsParam(ids))
	found, err := find[models.Device](tx, "SELECT * FROM devices WHERE "+c.all()+" ORDER BY id"+s.dialect.forUpdate(), c.args)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*models.Device, len(found))
	for _, d := range found {
		byID[d.ID] = d
	}
	locked := make([]*models.Device, len(ids))
	for i, id := range ids {
		if locked[i] = byID[id]; locked[i] == nil {
			return nil, ErrNotFound
		}
	}
	return locked, nil
}

// ofDevice makes an event of a device; the subject is the device or one of its actions.
func (t *Told) ofDevice(what models.EventType, customer, device, subject uuid.UUID) (models.Event, error) {
	e, err := t.event(what, &customer, subject)
	e.DeviceID = &device
	return e, err
}
