package bare

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

type request struct {
	Variables struct {
		Input input `json:"input"`
	} `json:"variables"`
}

type input struct {
	CustomerData data            `json:"customerData"`
	Features     models.Features `json:"features"`
	IsEmbedded   bool            `json:"isEmbedded"`
}

type data struct {
	CustomerKey  string        `json:"customerKey"`
	Rooms        []room        `json:"rooms"`
	Guests       []guest       `json:"guests"`
	Reservations []reservation `json:"reservations"`
}

type room struct {
	Key  string `json:"roomKey"`
	Name string `json:"name"`
}

type guest struct {
	Key          string  `json:"guestKey"`
	Name         string  `json:"name"`
	EmailAddress *string `json:"emailAddress"`
	PhoneNumber  *string `json:"phoneNumber"`
}

type reservation struct {
	Key      string     `json:"reservationKey"`
	Name     *string    `json:"name"`
	GuestKey *string    `json:"guestKey"`
	RoomKeys []string   `json:"roomKeys"`
	StartsAt *time.Time `json:"startsAt"`
	EndsAt   *time.Time `json:"endsAt"`
}

type answer struct {
	Data struct {
		CreateCustomerPortal struct {
			MagicLink link `json:"magicLink"`
		} `json:"createCustomerPortal"`
	} `json:"data"`
}

type link struct {
	ID                uuid.UUID `json:"id"`
	URL               string    `json:"url"`
	BuildingBlockType string    `json:"buildingBlockType"`
	CustomerKey       string    `json:"customerKey"`
	WorkspaceID       uuid.UUID `json:"workspaceId"`
	IsEmbedded        bool      `json:"isEmbedded"`
	CreatedAt         time.Time `json:"createdAt"`
	ExpiresAt         time.Time `json:"expiresAt"`
}

func (d *data) hasLists() bool { return len(d.Rooms)+len(d.Guests)+len(d.Reservations) > 0 }

// arrays gives the lists as one array a column, as the statement takes them.
func (d *data) arrays() []any {
	rooms := struct{ ids, keys, names, sortNames []string }{}
	for _, r := range d.Rooms {
		rooms.ids = append(rooms.ids, newID())
		rooms.keys = append(rooms.keys, r.Key)
		rooms.names = append(rooms.names, r.Name)
		rooms.sortNames = append(rooms.sortNames, strings.ToLower(r.Name))
	}
	guests := struct {
		ids, keys, names, sortNames []string
		emails, phones              []*string
	}{}
	for _, g := range d.Guests {
		guests.ids = append(guests.ids, newID())
		guests.keys = append(guests.keys, g.Key)
		guests.names = append(guests.names, g.Name)
		guests.sortNames = append(guests.sortNames, strings.ToLower(g.Name))
		guests.emails = append(guests.emails, g.EmailAddress)
		guests.phones = append(guests.phones, g.PhoneNumber)
	}
	stays := struct {
		ids, keys, references []string
		names                 []*string
		starts, ends          []*time.Time
	}{}
	for _, r := range d.Reservations {
		stays.ids = append(stays.ids, newID())
		stays.keys = append(stays.keys, r.Key)
		stays.names = append(stays.names, r.Name)
		references, _ := json.Marshal(&models.References{GuestKey: r.GuestKey, RoomKeys: r.RoomKeys}) // strings alone
		stays.references = append(stays.references, string(references))
		stays.starts = append(stays.starts, r.StartsAt)
		stays.ends = append(stays.ends, r.EndsAt)
	}
	return []any{
		rooms.ids, rooms.keys, rooms.names, rooms.sortNames,
		guests.ids, guests.keys, guests.names, guests.sortNames, guests.emails, guests.phones,
		stays.ids, stays.keys, stays.names, stays.starts, stays.ends, stays.references,
	}
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }
