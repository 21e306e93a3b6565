package portal

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// OpenPortalInput is what OpenPortal takes.
type OpenPortalInput struct{ CustomerKey string }

// Faults lists everything that is wrong with the input.
func (in OpenPortalInput) Faults() fault.List {
	var c checker
	c.key(fault.At("customerKey"), in.CustomerKey)
	return c.faults
}

// OpenPortal gives the newest of the customer's links that opens, or else makes one like
// the last. Links that were made for an operator, or for one resource, don't count. NOT_FOUND
// at customerKey where there is no such customer, and at no field where no link was ever made
// for it.
func (s *Service) OpenPortal(ctx context.Context, tenant models.Tenant, in OpenPortalInput) (*models.MagicLink, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	if _, err := s.customerByKey(ctx, tenant, in.CustomerKey); err != nil {
		return nil, err
	}
	active := models.MagicLinkActive
	link, err := s.newestLink(ctx, tenant, in.CustomerKey, &active)
	if !errors.Is(err, store.ErrNotFound) {
		return link, err
	}
	link, err = s.newestLink(ctx, tenant, in.CustomerKey, nil)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.New(fault.NotFound, "the customer has no portal that could be opened again: create one first")
	}
	if err != nil {
		return nil, err
	}
	return s.likeLast(ctx, tenant, link)
}

// newestLink gives the newest of the customer's links with the status; store.ErrNotFound
// where there is none.
func (s *Service) newestLink(ctx context.Context, tenant models.Tenant, customerKey string, status *models.MagicLinkStatus) (*models.MagicLink, error) {
	filter := s.StatusFilter(&customerKey, status)
	filter.ForCustomer = true
	found, err := s.store.MagicLinks(ctx, tenant.WorkspaceID, filter, store.Page{Limit: 1})
	if err == nil && len(found.Items) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return found.Items[0], nil
}

// likeLast mints a link with the settings and the lifetime of one that opens no more.
func (s *Service) likeLast(ctx context.Context, tenant models.Tenant, last *models.MagicLink) (*models.MagicLink, error) {
	now := s.now()
	link := *last
	lifetime := last.ExpiresAt.Sub(last.CreatedAt)
	lifetime = min(max(lifetime, MinExpirySeconds*time.Second), MaxExpirySeconds*time.Second)
	link.Generation, link.RedemptionCount = 1, 0
	link.FirstRedeemedAt, link.LastRedeemedAt, link.RevokedAt = nil, nil, nil
	link.CreatedAt, link.ExpiresAt = now, now.Add(lifetime)
	var err error
	if link.ID, err = newID(); err != nil {
		return nil, err
	}
	if err := s.setToken(tenant, &link); err != nil {
		return nil, err
	}
	push, err := newPush(tenant, &CustomerData{CustomerKey: last.CustomerKey}, now)
	if err != nil {
		return nil, err
	}
	push.Link, push.Actor = &link, s.actor(ctx)
	customer, err := s.store.Push(ctx, push)
	if err != nil {
		return nil, err
	}
	s.metrics.LinkMinted()
	link.CustomerID, link.CustomerKey = customer.ID, customer.Key
	return &link, nil
}

// customerByKey reads a customer; NOT_FOUND at customerKey where there is none.
func (s *Service) customerByKey(ctx context.Context, tenant models.Tenant, key string) (models.Customer, error) {
	customer, err := s.store.CustomerByKey(ctx, tenant.WorkspaceID, key)
	if errors.Is(err, store.ErrNotFound) {
		err = &fault.Error{Code: fault.NotFound, Field: "customerKey", Message: "this workspace has no customer with this key"}
	}
	return customer, err
}

// CreateReservationDeepLinkInput is what CreateReservationDeepLink takes.
type CreateReservationDeepLinkInput struct {
	CustomerKey    string
	ReservationKey string
	IdempotencyKey *string
}

// Faults lists everything that is wrong with the input.
func (in CreateReservationDeepLinkInput) Faults() fault.List {
	var c checker
	c.key(fault.At("customerKey"), in.CustomerKey)
	c.key(fault.At("reservationKey"), in.ReservationKey)
	c.idempotencyKey(in.IdempotencyKey)
	return c.faults
}

// portal is the portal that the link opens: it is embedded, and shows the reservation alone.
func (in CreateReservationDeepLinkInput) portal() CreateCustomerPortalInput {
	return CreateCustomerPortalInput{
		CustomerData: CustomerData{CustomerKey: in.CustomerKey}, IsEmbedded: true, IdempotencyKey: in.IdempotencyKey,
		NavigationMode: models.NavigationRestricted,
		DeepLink:       &models.DeepLink{ResourceType: models.DeepLinkReservation, ResourceKey: &in.ReservationKey},
	}
}

// CreateReservationDeepLink mints an embedded link that shows one of a customer's
// reservations, with what it refers to, and nothing else.
// NOT_FOUND where there is no such customer or reservation.
func (s *Service) CreateReservationDeepLink(ctx context.Context, tenant models.Tenant, in CreateReservationDeepLinkInput) (*Created, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	customer, err := s.customerByKey(ctx, tenant, in.CustomerKey)
	if err != nil {
		return nil, err
	}
	kind := models.AccessGrantKindReservation
	found, err := s.store.AccessGrants(ctx, store.Scope{WorkspaceID: tenant.WorkspaceID}, []uuid.UUID{customer.ID},
		store.AccessGrantFilter{Kind: &kind, Key: &in.ReservationKey}, store.Page{Limit: 1})
	if err != nil {
		return nil, err
	}
	if len(found[customer.ID].Items) == 0 {
		return nil, &fault.Error{Code: fault.NotFound, Field: "reservationKey", Message: "this customer has no reservation with this key"}
	}
	opened := in.portal()
	return s.createAndWarn(ctx, tenant, &opened)
}
