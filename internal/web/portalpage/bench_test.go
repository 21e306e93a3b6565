package portalpage_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
)

// BenchmarkPortal serves the first view of a hotel of 60 rooms: as many grants
// as it may hold.
func BenchmarkPortal(b *testing.B) {
	s := newSite(b, testdb.New(b, testdb.SQLite, migrate))
	_, path := s.link("hotel", func(in *portal.CreateCustomerPortalInput) {
		for i := range 150 {
			key := fmt.Sprint(i)
			in.CustomerData.Guests = append(in.CustomerData.Guests, models.UserIdentity{Key: key, Name: "Guest " + key})
			in.CustomerData.Rooms = append(in.CustomerData.Rooms, models.Space{Key: key, Name: "Room " + key})
			from := start.Add(time.Duration(i-75) * time.Hour)
			until := from.Add(72 * time.Hour)
			in.CustomerData.Reservations = append(in.CustomerData.Reservations, models.SentAccessGrant{
				AccessGrant: models.AccessGrant{Key: key, StartsAt: &from, EndsAt: &until},
				References:  models.References{GuestKey: &key, RoomKeys: []string{key}},
			})
		}
	})
	browser := s.browser()
	browser.open(path)
	for b.Loop() {
		browser.get("/portal")
	}
}
