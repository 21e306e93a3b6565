package portal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// CreateCustomerPortalInput is what CreateCustomerPortal takes.
type CreateCustomerPortalInput struct {
	CustomerData CustomerData
	Features     FeaturesInput
	IsEmbedded   bool
	// ExpiresInSeconds is the link's lifetime; nil means the server's default.
	ExpiresInSeconds *int
	// MaxRedemptions is nil where only the expiry ends the link.
	MaxRedemptions  *int
	ReplaceExisting bool
	ReturnURL       *string
	RefreshURL      *string
	EmbedOrigins    []string
	// OpenedFor names an operator who looks at the customer's portal; nil for the customer.
	OpenedFor      *string
	IdempotencyKey *string
	// ReadOnly refuses the portal's sessions every mutation.
	ReadOnly       bool
	NavigationMode models.NavigationMode
	// DeepLink and LandingPage say where the portal opens; nil leaves that to it.
	DeepLink    *models.DeepLink
	LandingPage *LandingPageInput
	// Locale is nil where the visitor's browser says.
	Locale              *models.Locale
	ExcludeLocalePicker bool
	// CustomerResourcesFilters narrow what the portal's sessions read; all must fit.
	CustomerResourcesFilters []models.ResourcesFilter
	// CustomizationProfileID is nil where the workspace says how the portal looks.
	CustomizationProfileID *string
}

// Faults lists everything that is wrong with the input.
func (in CreateCustomerPortalInput) Faults() fault.List {
	var c checker
	c.customerData(fault.At("customerData"), &in.CustomerData)
	c.features(fault.At("features"), &in.Features)
	c.expiry(fault.At("expiresInSeconds"), in.ExpiresInSeconds)
	if in.MaxRedemptions != nil && *in.MaxRedemptions < 1 {
		c.add(fault.At("maxRedemptions"), "must be at least 1; leave it out for a link that only its expiry ends")
	}
	c.url(fault.At("returnUrl"), in.ReturnURL)
	c.url(fault.At("refreshUrl"), in.RefreshURL)
	c.origins(fault.At("embedOrigins"), in.EmbedOrigins)
	if in.OpenedFor != nil {
		c.text(fault.At("openedFor"), *in.OpenedFor, 1, MaxNameLength)
	}
	c.idempotencyKey(in.IdempotencyKey)
	c.deepLink(fault.At("deepLink"), in.DeepLink)
	c.landingPage(fault.At("landingPage"), in.LandingPage)
	c.resourcesFilters(fault.At("customerResourcesFilters"), in.CustomerResourcesFilters)
	c.id(fault.At("customizationProfileId"), in.CustomizationProfileID, "customization profile")
	return c.faults
}

func (c *checker) idempotencyKey(key *string) {
	if key != nil {
		c.length(fault.At("idempotencyKey"), *key, 1, MaxKeyLength)
	}
}

// Created is what CreateCustomerPortal gives.
type Created struct {
	MagicLink            models.MagicLink
	Customer             models.Customer
	UnresolvedReferences []UnresolvedReference
	Warnings             []Warning
}

// attempts is how often a call with an idempotency key is tried: another with the key
// may have been faster, and where the connection to the database broke the key tells
// whether the call was carried out.
const attempts = 3

// CreateCustomerPortal stores a customer's data and mints a magic link, all of
// it or nothing. With an idempotency key that still stands for a call it
// gives the link of then; IDEMPOTENCY_KEY_REUSED where the input was another.
func (s *Service) CreateCustomerPortal(ctx context.Context, tenant models.Tenant, in CreateCustomerPortalInput) (*Created, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	unresolved, err := s.unresolved(ctx, tenant, in.CustomerData.CustomerKey, in.missing())
	if err != nil {
		return nil, err
	}
	created, err := s.createAndWarn(ctx, tenant, &in)
	if err != nil {
		return nil, err
	}
	created.UnresolvedReferences = unresolved
	return created, nil
}

// createAndWarn stores and mints, and tells what won't do what one may expect.
func (s *Service) createAndWarn(ctx context.Context, tenant models.Tenant, in *CreateCustomerPortalInput) (*Created, error) {
	warnings, err := s.warnings(ctx, tenant, in)
	if err != nil {
		return nil, err
	}
	created, err := s.createOnce(ctx, tenant, in)
	if err != nil {
		return nil, err
	}
	created.Warnings = warnings
	return created, nil
}

// createOnce stores and mints, unless the idempotency key says that it was done.
func (s *Service) createOnce(ctx context.Context, tenant models.Tenant, in *CreateCustomerPortalInput) (*Created, error) {
	if in.IdempotencyKey == nil {
		return s.create(ctx, tenant, in, nil)
	}
	hash, err := inputHash(*in)
	if err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		created, err := s.replay(ctx, tenant, *in.IdempotencyKey, hash)
		if !errors.Is(err, store.ErrNotFound) {
			return created, err
		}
		created, err = s.create(ctx, tenant, in, hash)
		switch {
		case !errors.Is(err, store.ErrDuplicate) && !errors.Is(err, store.ErrInDoubt):
			return created, err
		case try == attempts:
			return nil, fmt.Errorf("portal: a call with an idempotency key was tried %d times: %w", attempts, err)
		}
	}
}

func (s *Service) create(ctx context.Context, tenant models.Tenant, in *CreateCustomerPortalInput, hash []byte) (*Created, error) {
	if err := s.storedFaults(ctx, tenant, in); err != nil {
		return nil, err
	}
	now := s.now()
	push, err := newPush(tenant, &in.CustomerData, now)
	if err != nil {
		return nil, err
	}
	push.Actor, push.ReplaceExisting = s.actor(ctx), in.ReplaceExisting
	if push.HasLists() { // else the link tells all
		if push.UpdatedEvent, err = newID(); err != nil {
			return nil, err
		}
	}
	if push.Link, err = s.mint(tenant, in, now); err != nil {
		return nil, err
	}
	if in.IdempotencyKey != nil {
		push.IdempotencyKey, push.InputHash = *in.IdempotencyKey, hash
	}
	customer, err := s.store.Push(ctx, push)
	if err != nil {
		return nil, err
	}
	s.metrics.LinkMinted()
	link := *push.Link
	link.CustomerID, link.CustomerKey = customer.ID, customer.Key
	return &Created{MagicLink: link, Customer: customer}, nil
}

// storedFaults finds what is wrong with the input beside what is stored. Any other error is
// internal.
func (s *Service) storedFaults(ctx context.Context, tenant models.Tenant, in *CreateCustomerPortalInput) error {
	var faults fault.List
	for _, err := range []error{s.metadataFaults(ctx, tenant, &in.CustomerData), s.checkProfile(ctx, tenant, in.CustomizationProfileID)} {
		found := fault.All(err)
		if err != nil && len(found) == 0 {
			return err
		}
		faults = append(faults, found...)
	}
	return faults.Err()
}

// mint makes a link that isn't stored yet.
func (s *Service) mint(tenant models.Tenant, in *CreateCustomerPortalInput, now time.Time) (*models.MagicLink, error) {
	id, err := newID()
	if err != nil {
		return nil, err
	}
	ttl := s.linkTTL
	if in.ExpiresInSeconds != nil {
		ttl = time.Duration(*in.ExpiresInSeconds) * time.Second
	}
	features := in.Features.Switches()
	block, _ := features.BuildingBlockType()
	link := &models.MagicLink{
		WorkspaceID: tenant.WorkspaceID, ID: id, Generation: 1,
		BuildingBlockType: block, Features: features, Settings: in.settings(), IsEmbedded: in.IsEmbedded,
		EmbedOrigins: in.EmbedOrigins, ReturnURL: in.ReturnURL, RefreshURL: in.RefreshURL, OpenedFor: in.OpenedFor,
		MaxRedemptions: in.MaxRedemptions, CreatedAt: now, ExpiresAt: now.Add(ttl),
	}
	return link, s.setToken(tenant, link)
}
