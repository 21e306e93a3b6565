package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

// Scope is whose rows are meant: a workspace's, or those of one of its customers alone,
// and of those what the Sight leaves.
type Scope struct {
	WorkspaceID uuid.UUID
	// CustomerID is zero for all customers.
	CustomerID uuid.UUID
	// Sight is nil where all of them are meant.
	Sight *Sight
}

func (s Scope) conditions() *conditions {
	c := newConditions(s.WorkspaceID)
	if s.CustomerID != uuid.Nil {
		c.add("customer_id = @customer", "customer", s.CustomerID)
	}
	return c
}

// Sight is what a portal's session sees of its customer, where that isn't all: one
// resource and what it refers to, or what the link's filters and features leave, or both.
type Sight struct {
	customer uuid.UUID
	// restricted says that nothing is seen but what has one of the ids below, and what
	// hangs on it.
	restricted                               bool
	accessGrants, people, spaces, deviceOnly []uuid.UUID
	// inSpaces says that devices in the spaces are seen.
	inSpaces bool
	// filters hide the property listings and reservations that they don't fit, with the
	// devices in those listings.
	filters []models.ResourcesFilter
	// noAccessGrants and noStaff hide these wholly.
	noAccessGrants, noStaff bool
}

// Restricted tells whether one resource alone is seen, with what it refers to.
func (s *Sight) Restricted() bool { return s != nil && s.restricted }

// SightOf finds what a session with the settings sees of its customer; nil for all.
func (s *Store) SightOf(ctx context.Context, workspace, customer uuid.UUID, settings *models.PortalSettings) (*Sight, error) {
	link, manage := settings.RestrictedTo(), &settings.Features.Manage
	if link == nil && len(settings.CustomerResourcesFilters) == 0 && !manage.ExcludeReservationManagement && !manage.ExcludeStaffManagement {
		return nil, nil
	}
	sight := &Sight{customer: customer, filters: settings.CustomerResourcesFilters}
	if link == nil {
		sight.noAccessGrants, sight.noStaff = manage.ExcludeReservationManagement, manage.ExcludeStaffManagement
		return sight, nil
	}
	of := Scope{WorkspaceID: workspace, CustomerID: customer, Sight: &Sight{customer: customer, filters: sight.filters}}
	sight.restricted = true
	switch link.ResourceType {
	case models.DeepLinkReservation:
		return sight, s.seeReservation(ctx, of, sight, *link.ResourceKey)
	case models.DeepLinkSpace:
		return sight, s.seeSpace(ctx, of, sight, *link.ResourceKey)
	default:
		return sight, s.seeDevice(ctx, of, sight, *link.ResourceID)
	}
}

func (s *Store) seeReservation(ctx context.Context, of Scope, sight *Sight, key string) error {
	grants, err := s.AccessGrantsByKey(ctx, of, []CustomerKey{{of.CustomerID, key}})
	if err != nil {
		return err
	}
	sight.inSpaces = true
	for _, grant := range grants {
		if grant.Kind != models.AccessGrantKindReservation {
			continue
		}
		sight.accessGrants = []uuid.UUID{grant.ID}
		references, err := grant.References()
		if err != nil {
			return err
		}
		return s.seeReferences(ctx, of, sight, &references)
	}
	return nil
}

func (s *Store) seeReferences(ctx context.Context, of Scope, sight *Sight, references *models.References) error {
	var placeKeys, personKeys []CustomerKey
	for _, list := range references.Places() {
		for _, key := range list.Keys {
			placeKeys = append(placeKeys, CustomerKey{of.CustomerID, key})
		}
	}
	for _, person := range references.People() {
		personKeys = append(personKeys, CustomerKey{of.CustomerID, person.Key})
	}
	if len(placeKeys) > 0 {
		spaces, err := s.SpacesByKey(ctx, of, placeKeys)
		if err != nil {
			return err
		}
		for _, place := range models.FindPlaces(references.Places(), placeAmong(spaces)) {
			sight.spaces = append(sight.spaces, place.ID)
		}
	}
	if len(personKeys) > 0 {
		people, err := s.UserIdentitiesByKey(ctx, of, personKeys)
		if err != nil {
			return err
		}
		if person := references.FindPerson(personAmong(people)); person != nil {
			sight.people = []uuid.UUID{person.ID}
		}
	}
	return nil
}

func placeAmong(spaces []*models.Space) func(models.SpaceKind, string) *models.Space {
	return func(kind models.SpaceKind, key string) *models.Space {
		i := slices.IndexFunc(spaces, func(s *models.Space) bool { return s.Kind == kind && s.Key == key })
		if i < 0 {
			return nil
		}
		return spaces[i]
	}
}

func personAmong(people []*models.UserIdentity) func(models.UserIdentityKind, string) *models.UserIdentity {
	return func(kind models.UserIdentityKind, key string) *models.UserIdentity {
		i := slices.IndexFunc(people, func(u *models.UserIdentity) bool { return u.Kind == kind && u.Key == key })
		if i < 0 {
			return nil
		}
		return people[i]
	}
}

func (s *Store) seeSpace(ctx context.Context, of Scope, sight *Sight, key string) error {
	spaces, err := s.SpacesByKey(ctx, of, []CustomerKey{{of.CustomerID, key}})
	if err != nil {
		return err
	}
	sight.inSpaces = true
	if place := models.FindPlace(models.SpaceKindSpace, key, placeAmong(spaces)); place != nil {
		sight.spaces = []uuid.UUID{place.ID}
	}
	return nil
}

func (s *Store) seeDevice(ctx context.Context, of Scope, sight *Sight, text string) error {
	id, err := uuid.Parse(text)
	if err != nil {
		return fmt.Errorf("a stored deep link names the device %q: %w", text, err)
	}
	devices, err := s.DevicesByID(ctx, of, []uuid.UUID{id})
	if err != nil || len(devices) == 0 {
		return err
	}
	sight.deviceOnly = []uuid.UUID{id}
	places, err := s.Assignments(ctx, of.WorkspaceID, sight.deviceOnly)
	if place, assigned := places[id]; assigned {
		sight.spaces = []uuid.UUID{place}
	}
	return err
}

// seen narrows conditions on a table, which has no other name, to what the scope's sight
// leaves of it.
func (s *Store) seen(c *conditions, of Scope, table string) *conditions {
	s.see(c, of.Sight, table, table)
	return c
}

// see does the same for a table that has an alias.
func (s *Store) see(c *conditions, sight *Sight, table, alias string) {
	if sight == nil {
		return
	}
	among := func(column, name string, ids []uuid.UUID) string {
		c.args[name] = idsParam(ids)
		return s.dialect.among(column, "SELECT r.id FROM "+s.dialect.rows("@"+name, columns("id uuid")))
	}
	// only keeps those of the ids in a sight of one resource.
	only := func(name string, ids []uuid.UUID) {
		if sight.restricted {
			c.add(among(alias+".id", name, ids))
		}
	}
	switch table {
	case "access_grants":
		if sight.noAccessGrants {
			c.add("1 = 0")
		}
		only("seen_grants", sight.accessGrants)
		s.fit(c, sight, alias, string(models.AccessGrantKindReservation))
	case "spaces":
		only("seen_spaces", sight.spaces)
		s.fit(c, sight, alias, string(models.SpaceKindPropertyListing))
	case "user_identities":
		if sight.noStaff {
			c.add(alias + ".kind <> '" + string(models.UserIdentityKindStaffMember) + "'")
		}
		only("seen_people", sight.people)
	case "devices":
		s.seeDevices(c, sight, alias, among)
	case "device_actions", "device_assignments":
		if !sight.restricted && len(sight.filters) == 0 {
			return // all devices are seen
		}
		of := &conditions{args: c.args}
		s.seeDevices(of, sight, "d", among)
		c.add("EXISTS (SELECT 1 FROM devices AS d WHERE d.workspace_id = @workspace AND d.id = " + alias + ".device_id AND " + of.all() + ")")
	case "connected_accounts":
		if !sight.restricted {
			return
		}
		of := &conditions{args: c.args}
		s.seeDevices(of, sight, "d", among)
		c.add(s.dialect.among(alias+".id", "SELECT d.connected_account_id FROM devices AS d WHERE d.workspace_id = @workspace"+
			" AND d.customer_id = @seen_customer AND d.connected_account_id IS NOT NULL AND "+of.all()), "seen_customer", sight.customer)
	default:
		panic("store: no sight of " + table) // else all of it would be seen
	}
}

// seeDevices narrows conditions to the devices that are seen: by their own id, or by the
// place that they are in.
func (s *Store) seeDevices(c *conditions, sight *Sight, alias string, among func(column, name string, ids []uuid.UUID) string) {
	if sight.restricted {
		condition := among(alias+".id", "seen_devices", sight.deviceOnly)
		if sight.inSpaces {
			condition += " OR EXISTS (SELECT 1 FROM device_assignments AS sa WHERE sa.workspace_id = @workspace AND sa.device_id = " + alias + ".id AND " +
				among("sa.space_id", "seen_spaces", sight.spaces) + ")"
		}
		c.add("(" + condition + ")")
	}
	if len(sight.filters) > 0 {
		c.add("NOT EXISTS (SELECT 1 FROM device_assignments AS fa JOIN spaces AS fs ON fs.workspace_id = fa.workspace_id AND fs.id = fa.space_id" +
			" WHERE fa.workspace_id = @workspace AND fa.device_id = " + alias + ".id AND fs.kind = '" + string(models.SpaceKindPropertyListing) + "'" +
			" AND (" + s.fits(c, sight, "fs") + ") IS NOT TRUE)")
	}
}

// fit hides the rows of a kind that the filters don't fit.
func (s *Store) fit(c *conditions, sight *Sight, alias, kind string) {
	if len(sight.filters) > 0 {
		c.add("(" + alias + ".kind <> '" + kind + "' OR " + s.fits(c, sight, alias) + ")")
	}
}

// fits is the condition that the custom metadata has the value of each filter.
func (s *Store) fits(c *conditions, sight *Sight, alias string) string {
	var all []string
	for i, f := range sight.filters {
		all = append(all, s.dialect.member(alias+".custom_metadata", fmt.Sprintf("filter_%d", i), f.Field, f.Value, c.args))
	}
	return strings.Join(all, " AND ")
}

// jsonOf writes a string or a bool as JSON.
func jsonOf(value any) string {
	text, _ := json.Marshal(value) // neither can fail
	return string(text)
}
