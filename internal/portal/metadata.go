package portal

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// The limits of custom metadata: how many keys one thing has, and how many characters a
// key and a value have.
const (
	MaxMetadataKeys        = 50
	MaxMetadataKeyLength   = 40
	MaxMetadataValueLength = 500
)

// customMetadata checks what is sent; a null or an empty text takes its key away.
func (c *checker) customMetadata(at *fault.Path, metadata models.JSONObject) {
	if len(metadata) > MaxMetadataKeys {
		c.add(at, "must have at most %d keys", MaxMetadataKeys)
		return
	}
	for _, key := range slices.Sorted(maps.Keys(metadata)) {
		switch here := at.Key(key); {
		case key == "":
			c.add(at, "must not have an empty key")
		case utf8.RuneCountInString(key) > MaxMetadataKeyLength:
			c.add(here, "must have a key of at most %d characters", MaxMetadataKeyLength)
		case strings.Contains(key, "."): // which no path could hold
			c.add(at, "must not have a key with a point, such as %q", key)
		case c.characters(here, key):
			c.metadataValue(here, metadata[key])
		}
	}
}

func (c *checker) metadataValue(at *fault.Path, value any) {
	switch value := value.(type) {
	case nil, bool:
	case string:
		c.text(at, value, 0, MaxMetadataValueLength)
	default:
		c.add(at, "must be a text, a Boolean or null")
	}
}

// withNulls makes null of each empty text, which takes its key away as well.
func withNulls(metadata models.JSONObject) {
	for key, value := range metadata {
		if value == "" {
			metadata[key] = nil
		}
	}
}

// metadataFaults finds what would have more keys than it may once what is sent is merged
// into what is there.
func (s *Service) metadataFaults(ctx context.Context, tenant models.Tenant, d *CustomerData) error {
	listings := keysWith(d.PropertyListings, func(l *models.Space) (string, models.JSONObject) { return l.Key, l.CustomMetadata })
	reservations := keysWith(d.Reservations, func(g *models.SentAccessGrant) (string, models.JSONObject) { return g.Key, g.CustomMetadata })
	if len(listings)+len(reservations) == 0 {
		return nil
	}
	customer, err := s.store.CustomerByKey(ctx, tenant.WorkspaceID, d.CustomerKey)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var c checker
	of, data := store.Scope{WorkspaceID: tenant.WorkspaceID}, fault.At("customerData")
	if len(listings) > 0 {
		there, err := s.store.SpacesByKey(ctx, of, customerKeys(customer.ID, listings))
		if err != nil {
			return err
		}
		for _, row := range there {
			if sent, ok := listings[row.Key]; ok && row.Kind == models.SpaceKindPropertyListing {
				c.mergedMetadata(data.Field("propertyListings").Index(sent.index), row.CustomMetadata, sent.metadata)
			}
		}
	}
	if len(reservations) > 0 {
		there, err := s.store.AccessGrantsByKey(ctx, of, customerKeys(customer.ID, reservations))
		if err != nil {
			return err
		}
		for _, row := range there {
			if sent, ok := reservations[row.Key]; ok && row.Kind == models.AccessGrantKindReservation {
				c.mergedMetadata(data.Field("reservations").Index(sent.index), row.CustomMetadata, sent.metadata)
			}
		}
	}
	return c.faults.Err()
}

// sentMetadata is what is sent for the thing at an index of its list.
type sentMetadata struct {
	index    int
	metadata models.JSONObject
}

func keysWith[T any](list []T, of func(*T) (string, models.JSONObject)) map[string]sentMetadata {
	found := map[string]sentMetadata{}
	for i := range list {
		if key, metadata := of(&list[i]); len(metadata) > 0 {
			found[key] = sentMetadata{i, metadata}
		}
	}
	return found
}

func customerKeys(customer uuid.UUID, of map[string]sentMetadata) []store.CustomerKey {
	var keys []store.CustomerKey
	for _, key := range slices.Sorted(maps.Keys(of)) {
		keys = append(keys, store.CustomerKey{CustomerID: customer, Key: key})
	}
	return keys
}

func (c *checker) mergedMetadata(at *fault.Path, there, sent models.JSONObject) {
	merged := maps.Clone(there)
	if merged == nil {
		merged = models.JSONObject{}
	}
	for key, value := range sent {
		if value == nil || value == "" {
			delete(merged, key)
		} else {
			merged[key] = value
		}
	}
	if len(merged) > MaxMetadataKeys {
		c.add(at.Field("customMetadata"), "must not bring it to more than %d keys: take some away by null", MaxMetadataKeys)
	}
}
