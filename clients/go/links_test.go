package portico_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	portico "github.com/portico-portal/portico/clients/go"
)

// hotel is a customer with one of each: a guest in a room.
func hotel(key string) *portico.CreateCustomerPortalInput {
	begin := time.Date(2030, 5, 1, 15, 0, 0, 0, time.FixedZone("", 7200))
	return &portico.CreateCustomerPortalInput{CustomerData: &portico.CustomerDataInput{
		CustomerKey: key,
		Guests:      []*portico.GuestInput{{GuestKey: "ann", Name: "Ann Archer", EmailAddress: new("ann@example.com")}},
		Rooms:       []*portico.RoomInput{{RoomKey: "101", Name: "Room 101"}, {RoomKey: "102", Name: "Room 102"}},
		Reservations: []*portico.ReservationInput{{
			ReservationKey: "r-1", GuestKey: new("ann"), RoomKeys: []string{"101"}, StartsAt: &begin, EndsAt: new(begin.Add(66 * time.Hour)),
		}},
	}}
}

func TestWhatIsSentIsReadBack(t *testing.T) {
	t.Parallel()
	c, input := client(t), hotel("read back")
	made := must(portico.CreateCustomerPortal(t.Context(), c, input))(t).CreateCustomerPortal
	if made.MagicLink.Status != portico.MagicLinkStatusActive || len(made.UnresolvedReferences) > 0 || len(made.Warnings) > 0 {
		t.Errorf("%+v", made)
	}

	customer := must(portico.GetCustomer(t.Context(), c, "read back", nil))(t).Customer
	if len(customer.Spaces.Nodes) != 2 || customer.Spaces.Nodes[0].Key != "101" || customer.Spaces.Nodes[0].Kind != portico.SpaceKindRoom {
		t.Errorf("spaces: %+v", customer.Spaces.Nodes)
	}
	if people := customer.UserIdentities.Nodes; len(people) != 1 || *people[0].EmailAddress != "ann@example.com" || people[0].PhoneNumber != nil {
		t.Errorf("people: %+v", people)
	}
	grants := customer.AccessGrants.Nodes
	if len(grants) != 1 || !grants[0].StartsAt.Equal(*input.CustomerData.Reservations[0].StartsAt) ||
		grants[0].UserIdentity.Key != "ann" || len(grants[0].Spaces) != 1 || grants[0].Spaces[0].Key != "101" {
		t.Errorf("grants: %+v", grants)
	}

	page := must(portico.ListSpaces(t.Context(), c, "read back", new(1), nil, nil))(t).Customer.Spaces
	next := must(portico.ListSpaces(t.Context(), c, "read back", new(1), page.PageInfo.EndCursor, nil))(t).Customer.Spaces
	if !page.PageInfo.HasNextPage || next.PageInfo.HasNextPage || next.Nodes[0].Key != "102" {
		t.Errorf("pages: %+v, %+v", page, next)
	}

	deleted := must(portico.DeleteCustomerData(t.Context(), c, &portico.DeleteCustomerDataInput{
		CustomerKey: new("read back"), RoomKeys: []string{"101", "999"}}))(t)
	if deleted.DeleteCustomerData.DeletedCount != 1 {
		t.Errorf("deleted %d", deleted.DeleteCustomerData.DeletedCount)
	}
	if gone := must(portico.GetCustomer(t.Context(), c, "nobody", nil))(t); gone.Customer != nil {
		t.Errorf("a customer that isn't there: %+v", gone.Customer)
	}
}

func TestALinksLife(t *testing.T) {
	t.Parallel()
	c := client(t)
	link := must(portico.CreateCustomerPortal(t.Context(), c, hotel("link")))(t).CreateCustomerPortal.MagicLink

	longer := must(portico.UpdateMagicLink(t.Context(), c,
		&portico.UpdateMagicLinkInput{Id: link.Id, ExpiresInSeconds: 7 * 24 * 3600}))(t).UpdateMagicLink.MagicLink
	if longer.Url != link.Url || !longer.ExpiresAt.After(link.ExpiresAt) {
		t.Errorf("updated: %+v", longer)
	}
	rotated := must(portico.RotateMagicLink(t.Context(), c, &portico.RotateMagicLinkInput{Id: link.Id}))(t).RotateMagicLink.MagicLink
	if rotated.Id != link.Id || rotated.Url == link.Url {
		t.Errorf("rotated: %+v", rotated)
	}
	_, err := portico.RedeemMagicLink(t.Context(), c, &portico.RedeemMagicLinkInput{Token: link.Url})
	if fault, ok := errors.AsType[*portico.Error](err); !ok || fault.Code != portico.CodeMagicLinkInvalid {
		t.Errorf("the former URL: %v", err)
	}
	session := must(portico.RedeemMagicLink(t.Context(), c, &portico.RedeemMagicLinkInput{Token: rotated.Url}))(t).RedeemMagicLink.Session
	if session.Token == nil || session.MagicLinkId != link.Id {
		t.Errorf("session: %+v", session)
	}
	if open := must(portico.ListPortalSessions(t.Context(), c, "link", nil, nil))(t).Customer.PortalSessions.Nodes; len(open) != 1 || open[0].Id != session.Id || open[0].Token != nil {
		t.Errorf("sessions: %+v", open)
	}
	ended := must(portico.EndPortalSessions(t.Context(), c, &portico.EndPortalSessionsInput{CustomerKey: "link"}))(t)
	if ended.EndPortalSessions.EndedCount != 1 {
		t.Errorf("ended %d", ended.EndPortalSessions.EndedCount)
	}
	must(portico.RevokeMagicLink(t.Context(), c, &portico.RevokeMagicLinkInput{Id: link.Id}))(t)
	if read := must(portico.GetMagicLink(t.Context(), c, link.Id))(t).MagicLink; read.Status != portico.MagicLinkStatusRevoked || read.RevokedAt == nil {
		t.Errorf("revoked: %+v", read)
	}
	filter := &portico.MagicLinkFilter{CustomerKey: new("link"), Status: new(portico.MagicLinkStatusRevoked)}
	if links := must(portico.ListMagicLinks(t.Context(), c, nil, nil, filter))(t).MagicLinks.Nodes; len(links) != 1 || links[0].Id != link.Id {
		t.Errorf("links: %+v", links)
	}

	events := must(portico.ListEvents(t.Context(), c, nil, nil, &portico.EventFilter{SubjectId: &link.Id}))(t).Events.Nodes
	for _, want := range []portico.EventType{
		portico.EventTypeMagicLinkCreated, portico.EventTypeMagicLinkUpdated, portico.EventTypeMagicLinkRotated, portico.EventTypeMagicLinkRevoked,
	} {
		if !slices.ContainsFunc(events, func(e *portico.Event) bool { return e.Type == want }) {
			t.Errorf("no event of type %s in %d", want, len(events))
		}
	}
}

func TestADryRunTellsAndStoresNothing(t *testing.T) {
	t.Parallel()
	c, input := client(t), hotel("dry run")
	check := must(portico.CheckCustomerPortal(t.Context(), c, input))(t).CheckCustomerPortal
	if check.FaultCount != 0 || !check.Comparison.CustomerIsNew || check.Comparison.Spaces.Created != 2 {
		t.Errorf("%+v %+v", check, check.Comparison)
	}
	input.CustomerData.Rooms[1].Name = ""
	if check = must(portico.CheckCustomerPortal(t.Context(), c, input))(t).CheckCustomerPortal; check.FaultCount != 1 || check.Faults[0].Field != "customerData.rooms[1].name" {
		t.Errorf("%+v", check)
	}
	if got := must(portico.GetCustomer(t.Context(), c, "dry run", nil))(t); got.Customer != nil {
		t.Errorf("stored: %+v", got.Customer)
	}
}
