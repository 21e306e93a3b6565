package store

import (
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

// pushedRows takes rows of a push in the form that an engine takes best. A text, a
// time or an optional id that a row is not given is NULL; it is given all else. Each row has the number n of its customer.
type pushedRows interface {
	// room makes room for rows that come.
	room(rows int)
	row(n int)
	id(name string, id uuid.UUID)
	optionalID(name string, id *uuid.UUID)
	string(name, value string)
	optional(name string, value *string)
	number(name string, value int)
	time(name string, t time.Time)
	references(name string, of *models.References)
	end()
	empty() bool
	// args are the parameters of the FROM item that the dialect makes for the name.
	args(name string) map[string]any
}

const (
	spaceColumns        = "n int, id uuid, kind text, key text, name text, sort_name text"
	userIdentityColumns = "n int, id uuid, kind text, key text, name text, sort_name text, email_address text, phone_number text"
	accessGrantColumns  = "n int, id uuid, kind text, key text, name text, sort_name text, " +
		"starts_at timestamptz, ends_at timestamptz, sort_ends_at timestamptz, reference_keys jsonb"
	// Few rows have one of the rare columns: see rare.
	rareSpaceColumns        = ", parent_site_key text, details text"
	rareUserIdentityColumns = ", place_keys text"
	rareAccessGrantColumns  = ", preferred_code text"
	// metadataColumn is likewise, and merged into what is there.
	metadataColumn = ", custom_metadata text"

	updatedEventColumns = "n int, id uuid, actor_type text, actor_id uuid, opened_for text, address_hash text, created_at timestamptz"
	// eventColumns are those of an event that comes with no push.
	eventColumns = "n int, id uuid, type text, customer_id uuid, subject_id uuid, actor_type text, actor_id uuid, " +
		"opened_for text, address_hash text, reason text, count int, created_at timestamptz, device_id uuid, failure text"
	idempotencyColumns = "n int, key text, input_hash text, magic_link_id uuid"
)

func addSpaces(r pushedRows, p *numbered) {
	r.room(len(p.Spaces))
	for i := range p.Spaces {
		s := &p.Spaces[i]
		r.row(p.n)
		r.id("id", s.ID)
		r.string("kind", string(s.Kind))
		r.string("key", s.Key)
		r.string("name", s.Name)
		r.string("sort_name", s.SortName)
		r.optional("parent_site_key", s.ParentSiteKey)
		r.optional("details", detailsOf(s))
		r.optional("custom_metadata", metadataText(s.CustomMetadata))
		r.end()
	}
}

func addUserIdentities(r pushedRows, p *numbered) {
	r.room(len(p.UserIdentities))
	for i := range p.UserIdentities {
		u := &p.UserIdentities[i]
		r.row(p.n)
		r.id("id", u.ID)
		r.string("kind", string(u.Kind))
		r.string("key", u.Key)
		r.string("name", u.Name)
		r.string("sort_name", u.SortName)
		r.optional("email_address", u.EmailAddress)
		r.optional("phone_number", u.PhoneNumber)
		r.optional("place_keys", u.StoredPlaceKeys)
		r.end()
	}
}

func addAccessGrants(r pushedRows, p *numbered) {
	r.room(len(p.AccessGrants))
	for i := range p.AccessGrants {
		g := &p.AccessGrants[i]
		r.row(p.n)
		r.id("id", g.ID)
		r.string("kind", string(g.Kind))
		r.string("key", g.Key)
		r.optional("name", g.Name)
		r.string("sort_name", g.SortName)
		if g.StartsAt != nil {
			r.time("starts_at", *g.StartsAt)
		}
		sortEndsAt := endOfTime
		if g.EndsAt != nil {
			sortEndsAt = *g.EndsAt
			r.time("ends_at", *g.EndsAt)
		}
		r.time("sort_ends_at", sortEndsAt)
		r.references("reference_keys", &g.References)
		r.optional("preferred_code", g.PreferredCode)
		r.optional("custom_metadata", metadataText(g.CustomMetadata))
		r.end()
	}
}

// detailsOf are a place's details as JSON; nil where it has none.
func detailsOf(s *models.Space) *string {
	if s.Details == nil {
		return nil
	}
	text, _ := json.Marshal(s.Details) // the numbers were checked, and texts can't fail
	details := string(text)
	return &details
}

// metadataText is custom metadata as JSON; nil where none is sent.
func metadataText(metadata models.JSONObject) *string {
	text, _ := metadata.Text() // strings and bools can't fail
	return text
}

func addIdempotencyKey(r pushedRows, p *numbered) {
	if p.IdempotencyKey == "" {
		return
	}
	r.row(p.n)
	r.string("key", p.IdempotencyKey)
	r.string("input_hash", hex.EncodeToString(p.InputHash))
	r.id("magic_link_id", p.Link.ID)
	r.end()
}

func addUpdatedEvent(r pushedRows, p *numbered) {
	if p.UpdatedEvent == uuid.Nil {
		return
	}
	r.row(p.n)
	r.id("id", p.UpdatedEvent)
	r.optional("actor_type", (*string)(p.Actor.Type))
	r.optionalID("actor_id", p.Actor.ID)
	r.optional("opened_for", p.openedFor())
	r.optional("address_hash", p.Actor.AddressHash)
	r.time("created_at", p.Now)
	r.end()
}

func addEvent(r pushedRows, e *models.Event) {
	r.row(1)
	r.id("id", e.ID)
	r.string("type", string(e.Type))
	r.optionalID("customer_id", e.CustomerID)
	r.id("subject_id", e.SubjectID)
	r.optional("actor_type", (*string)(e.Actor.Type))
	r.optionalID("actor_id", e.Actor.ID)
	r.optional("opened_for", e.Actor.OpenedFor)
	r.optional("address_hash", e.Actor.AddressHash)
	r.optional("reason", (*string)(e.Reason))
	r.number("count", e.Count)
	r.time("created_at", e.CreatedAt)
	r.optionalID("device_id", e.DeviceID)
	r.optional("failure", (*string)(e.Failure))
	r.end()
}
