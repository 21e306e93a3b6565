package portal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/outbound"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/webhook"
	"github.com/portico-portal/portico/models"
)

const (
	// formerSecretSigns is how long an endpoint's former secret signs beside its new one.
	formerSecretSigns = 24 * time.Hour
	// maxWebhookURL is the longest URL of an endpoint, in bytes.
	maxWebhookURL = 2048
)

// CreateWebhookEndpointInput is what CreateWebhookEndpoint takes.
type CreateWebhookEndpointInput struct {
	URL string
	// EventTypes are those that it hears of; nil or empty for all.
	EventTypes []models.EventType
}

// Faults lists everything that is wrong with the input.
func (in CreateWebhookEndpointInput) Faults() fault.List {
	var c checker
	c.length(fault.At("url"), in.URL, 1, maxWebhookURL)
	c.eventTypes(in.EventTypes)
	return c.faults
}

func (c *checker) eventTypes(types []models.EventType) {
	for i, what := range types {
		switch {
		case what == models.EventWebhookTest:
			c.add(fault.At("eventTypes").Index(i), "goes to the endpoint that sendTestEvent names, and to no other")
		case slices.Contains(types[:i], what):
			c.add(fault.At("eventTypes").Index(i), "stands in the list already")
		}
	}
}

// NewWebhookSecret is an endpoint with a secret that was made just now, which can't be
// shown again.
type NewWebhookSecret struct {
	WebhookEndpoint models.WebhookEndpoint
	// Secret is what deliveries are signed with, as the Standard Webhooks specification
	// writes it: whsec_ and base64.
	Secret string `json:"-"`
}

// CreateWebhookEndpoint has events of the workspace sent to a URL. LIMIT_EXCEEDED where
// the workspace has as many endpoints as it may have.
func (s *Service) CreateWebhookEndpoint(ctx context.Context, tenant models.Tenant, in CreateWebhookEndpointInput) (*NewWebhookSecret, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	if err := s.checkOutbound("url", in.URL); err != nil {
		return nil, err
	}
	id, err := newID()
	if err != nil {
		return nil, err
	}
	text, sealed, err := s.newWebhookSecret(id)
	if err != nil {
		return nil, err
	}
	now := s.now()
	endpoint := models.WebhookEndpoint{
		WorkspaceID: tenant.WorkspaceID, ID: id, URL: in.URL, SealedSecret: sealed, CreatedAt: now, UpdatedAt: now,
	}
	if len(in.EventTypes) > 0 {
		endpoint.EventTypes = in.EventTypes
	}
	err = s.store.CreateWebhookEndpoint(ctx, &endpoint)
	if errors.Is(err, store.ErrTooMany) {
		return nil, fault.New(fault.LimitExceeded, "A workspace has at most %d webhook endpoints: delete one that is not needed, or have one hear of more types.", store.MaxWebhookEndpoints)
	}
	return &NewWebhookSecret{WebhookEndpoint: endpoint, Secret: text}, err
}

func (s *Service) newWebhookSecret(endpoint uuid.UUID) (text string, sealed []byte, err error) {
	secret, err := webhook.NewSecret(s.random)
	if err != nil {
		return "", nil, err
	}
	sealed, err = s.sealer.Seal(secret, endpoint.String())
	return webhook.SecretText(secret), sealed, err
}

// checkOutbound tells what is wrong with a URL that this server is to call.
func (s *Service) checkOutbound(field, url string) error {
	_, err := s.outbound.CheckURL(url)
	if errors.Is(err, outbound.ErrAddress) {
		err = outbound.ErrAddress // without the list that it stands in
	}
	if err != nil {
		return fault.Input(field, "%s", err)
	}
	return nil
}

// UpdateWebhookEndpointInput is what UpdateWebhookEndpoint takes. What is nil stays.
type UpdateWebhookEndpointInput struct {
	ID  string
	URL *string
	// EventTypes are those that it hears of from now on; an empty list means all.
	EventTypes []models.EventType
	Enabled    *bool
}

// Faults lists everything that is wrong with the input.
func (in UpdateWebhookEndpointInput) Faults() fault.List {
	var c checker
	if in.URL != nil {
		c.length(fault.At("url"), *in.URL, 1, maxWebhookURL)
	}
	c.eventTypes(in.EventTypes)
	return c.faults
}

// UpdateWebhookEndpoint changes an endpoint. NOT_FOUND where the workspace has none such.
func (s *Service) UpdateWebhookEndpoint(ctx context.Context, tenant models.Tenant, in UpdateWebhookEndpointInput) (*models.WebhookEndpoint, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	if in.URL != nil {
		if err := s.checkOutbound("url", *in.URL); err != nil {
			return nil, err
		}
	}
	change := store.WebhookChange{URL: in.URL, Enabled: in.Enabled}
	if in.EventTypes != nil {
		types := models.EventTypes(in.EventTypes)
		change.EventTypes = &types
	}
	id, _ := ParseID(in.ID) // the zero id is nobody's
	endpoint, err := s.store.UpdateWebhookEndpoint(ctx, tenant.WorkspaceID, id, change, s.now())
	return &endpoint, orNoEndpoint(err, "id")
}

// DeleteWebhookEndpoint deletes an endpoint, and tells whether there was one.
func (s *Service) DeleteWebhookEndpoint(ctx context.Context, tenant models.Tenant, id string) (bool, error) {
	parsed, _ := ParseID(id)
	return s.store.DeleteWebhookEndpoint(ctx, tenant.WorkspaceID, parsed)
}

// RotateWebhookSecret gives an endpoint a new secret, beside which the former signs for
// a day. NOT_FOUND where the workspace has none such.
func (s *Service) RotateWebhookSecret(ctx context.Context, tenant models.Tenant, id string) (*NewWebhookSecret, error) {
	parsed, _ := ParseID(id)
	text, sealed, err := s.newWebhookSecret(parsed)
	if err != nil {
		return nil, err
	}
	now := s.now()
	endpoint, err := s.store.RotateWebhookSecret(ctx, tenant.WorkspaceID, parsed, sealed, now, now.Add(formerSecretSigns))
	return &NewWebhookSecret{WebhookEndpoint: endpoint, Secret: text}, orNoEndpoint(err, "id")
}

// SendTestEvent has an endpoint hear of an event of type WEBHOOK_TEST.
func (s *Service) SendTestEvent(ctx context.Context, tenant models.Tenant, endpoint string) (*models.WebhookDelivery, error) {
	id, err := newID()
	if err != nil {
		return nil, err
	}
	parsed, _ := ParseID(endpoint)
	return s.deliver(ctx, tenant, parsed, &models.Event{
		ID: id, Type: models.EventWebhookTest, SubjectID: parsed, Actor: s.actor(ctx), Count: 1, CreatedAt: s.now(),
	})
}

// RedeliverEvent has an endpoint hear of an event anew.
func (s *Service) RedeliverEvent(ctx context.Context, tenant models.Tenant, event, endpoint string) (*models.WebhookDelivery, error) {
	id, _ := ParseID(event)
	if _, err := s.store.Event(ctx, tenant.WorkspaceID, id); err != nil {
		if errors.Is(err, store.ErrNotFound) {
			err = &fault.Error{Code: fault.NotFound, Field: "eventId", Message: "this workspace has no event with this id"}
		}
		return nil, err
	}
	parsed, _ := ParseID(endpoint)
	return s.deliver(ctx, tenant, parsed, &models.Event{ID: id})
}

func (s *Service) deliver(ctx context.Context, tenant models.Tenant, endpoint uuid.UUID, e *models.Event) (*models.WebhookDelivery, error) {
	delivery, err := s.store.DeliverTo(ctx, tenant.WorkspaceID, endpoint, e, s.now())
	if errors.Is(err, store.ErrDisabled) {
		return nil, &fault.Error{Code: fault.Conflict, Field: "webhookEndpointId", Message: "the endpoint is switched off: switch it on by updateWebhookEndpoint"}
	}
	return &delivery, orNoEndpoint(err, "webhookEndpointId")
}

func orNoEndpoint(err error, field string) error {
	if errors.Is(err, store.ErrNotFound) {
		return &fault.Error{Code: fault.NotFound, Field: field, Message: "this workspace has no webhook endpoint with this id"}
	}
	return err
}

// ResealWebhookSecrets seals with the server's current secret what an earlier one
// sealed, so that this can be taken out of use.
func (s *Service) ResealWebhookSecrets(ctx context.Context) error {
	endpoints, err := s.store.AllWebhookEndpoints(ctx)
	if err != nil {
		return err
	}
	for i := range endpoints {
		e := &endpoints[i]
		if s.sealer.Current(e.SealedSecret) && (e.SealedFormer == nil || s.sealer.Current(e.SealedFormer)) {
			continue
		}
		secret, err := s.reseal(e.SealedSecret, e.ID)
		if err != nil {
			s.log.ErrorContext(ctx, "the secret of a webhook endpoint was sealed by a server's secret that is out of use: rotate it by rotateWebhookSecret", "endpoint", e.ID)
			continue
		}
		former, err := s.reseal(e.SealedFormer, e.ID)
		if err != nil {
			former = nil // it would sign nothing any more
		}
		if err := s.store.ResealWebhookSecrets(ctx, e, secret, former); err != nil {
			return fmt.Errorf("seal the secret of webhook endpoint %s: %w", e.ID, err)
		}
	}
	return nil
}

func (s *Service) reseal(sealed []byte, endpoint uuid.UUID) ([]byte, error) {
	if sealed == nil {
		return nil, nil
	}
	secret, err := s.sealer.Open(sealed, endpoint.String())
	if err != nil {
		return nil, err
	}
	return s.sealer.Seal(secret, endpoint.String())
}
