package portal

import (
	"context"
	"encoding/hex"
	"net/netip"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/actor"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"
)

// addressHashBytes is how much of an address's keyed hash is kept: enough for no two
// addresses to share one.
const addressHashBytes = 16

// told is what the events of a change say that the context's actor makes now.
func (s *Service) told(ctx context.Context) *store.Told {
	return &store.Told{Actor: s.actor(ctx), Now: s.now()}
}

// actor is the context's actor as events tell of it.
func (s *Service) actor(ctx context.Context) models.Actor {
	by := actor.From(ctx)
	a := models.Actor{Type: &by.Type, OpenedFor: by.OpenedFor, AddressHash: s.addressHash(by.Address)}
	if by.ID != uuid.Nil {
		a.ID = &by.ID
	}
	return a
}

// addressHash is a keyed hash, since there are too few addresses for another to hide
// them; nil where no address is known.
func (s *Service) addressHash(address netip.Addr) *string {
	if !address.IsValid() {
		return nil
	}
	mac, ok := s.keyring.MAC(s.keyring.Current(), token.PurposeAddressHash, address.AsSlice())
	if !ok {
		return nil
	}
	text := hex.EncodeToString(mac[:addressHashBytes])
	return &text
}
