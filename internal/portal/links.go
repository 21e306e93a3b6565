package portal

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"
)

// rotations is how often a rotation that lost against another is tried.
const rotations = 5

// setToken computes the token of the link's generation by the current secret.
func (s *Service) setToken(tenant models.Tenant, link *models.MagicLink) error {
	link.SecretID = string(s.keyring.Current())
	text, ok := s.linkToken(tenant.Code, link)
	if !ok {
		return errors.New("portal: the current secret makes no token")
	}
	hash := text.Hash()
	link.Token, link.TokenHash = text.Reveal(), hash[:]
	return nil
}

func (s *Service) linkToken(code string, link *models.MagicLink) (token.LinkToken, bool) {
	return s.keyring.LinkToken(token.SecretID(link.SecretID), code, link.ID, link.Generation)
}

// Status tells whether a link opens now.
func (s *Service) Status(link *models.MagicLink) models.MagicLinkStatus {
	return link.Status(s.now(), s.keyring.Has(token.SecretID(link.SecretID)))
}

// URL gives the address to hand to the customer. That of a link which isn't
// ACTIVE opens nothing but the page that says so.
func (s *Service) URL(tenant models.Tenant, link *models.MagicLink) string {
	if s.Status(link) == models.MagicLinkActive {
		if link.Token != "" {
			return s.publicURL + "/p/" + link.Token
		}
		if text, ok := s.linkToken(tenant.Code, link); ok {
			return s.publicURL + "/p/" + text.Reveal()
		}
	}
	return s.publicURL + "/p/" + link.ID.String()
}

// StatusFilter prepares a filter of links by status: it brings the moment and
// the secrets that decide it.
func (s *Service) StatusFilter(customerKey *string, status *models.MagicLinkStatus) store.MagicLinkFilter {
	return store.MagicLinkFilter{CustomerKey: customerKey, Status: status, Now: s.now(), Secrets: s.secrets()}
}

func (s *Service) secrets() []string {
	ids := s.keyring.IDs()
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	return texts
}

// UpdateMagicLinkInput is what UpdateMagicLink takes.
type UpdateMagicLinkInput struct {
	ID string
	// ExpiresInSeconds is the new lifetime from now.
	ExpiresInSeconds int
}

// Faults lists everything that is wrong with the input.
func (in UpdateMagicLinkInput) Faults() fault.List {
	var c checker
	c.expiry(fault.At("expiresInSeconds"), &in.ExpiresInSeconds)
	return c.faults
}

// UpdateMagicLink gives a link a new lifetime. NOT_FOUND where the workspace
// has no such link, CONFLICT where it is revoked.
func (s *Service) UpdateMagicLink(ctx context.Context, tenant models.Tenant, in UpdateMagicLinkInput) (*models.MagicLink, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	link, err := s.existing(ctx, tenant, in.ID)
	if err != nil {
		return nil, err
	}
	told := s.told(ctx)
	updated, err := s.store.ExtendMagicLink(ctx, tenant.WorkspaceID, link.ID, s.secrets(),
		told.Now.Add(time.Duration(in.ExpiresInSeconds)*time.Second), told)
	if errors.Is(err, store.ErrNotFound) {
		return nil, revoked()
	}
	return &updated, err
}

// RevokeMagicLink ends a link for good. NOT_FOUND where the workspace has no
// such link.
func (s *Service) RevokeMagicLink(ctx context.Context, tenant models.Tenant, id string) (*models.MagicLink, error) {
	linkID, err := parseLinkID(id)
	if err != nil {
		return nil, err
	}
	link, err := s.store.RevokeMagicLink(ctx, tenant.WorkspaceID, linkID, s.told(ctx))
	if errors.Is(err, store.ErrNotFound) {
		return nil, noSuchLink()
	}
	return &link, err
}

// RotateMagicLinkInput is what RotateMagicLink takes.
type RotateMagicLinkInput struct {
	ID string
	// ExpiresInSeconds is a new lifetime from now; nil where the expiry stays.
	ExpiresInSeconds *int
}

// Faults lists everything that is wrong with the input.
func (in RotateMagicLinkInput) Faults() fault.List {
	var c checker
	c.expiry(fault.At("expiresInSeconds"), in.ExpiresInSeconds)
	return c.faults
}

// RotateMagicLink gives a link a new URL, and a new lifetime where one is
// given. NOT_FOUND where the workspace has no such link, CONFLICT where it is
// revoked.
func (s *Service) RotateMagicLink(ctx context.Context, tenant models.Tenant, in RotateMagicLinkInput) (*models.MagicLink, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	for range rotations {
		link, err := s.existing(ctx, tenant, in.ID)
		if err != nil {
			return nil, err
		}
		if err := s.nextGeneration(tenant, link, in.ExpiresInSeconds); err != nil {
			return nil, err
		}
		rotated, err := s.store.RotateMagicLink(ctx, link, s.told(ctx))
		if !errors.Is(err, store.ErrNotFound) {
			return &rotated, err
		}
	}
	return nil, fault.New(fault.Conflict, "the link is being rotated by other calls; try again")
}

// nextGeneration makes of link what it is after a rotation.
func (s *Service) nextGeneration(tenant models.Tenant, link *models.MagicLink, expiresInSeconds *int) error {
	now := s.now()
	status := s.Status(link)
	if status == models.MagicLinkRevoked {
		return revoked()
	}
	if status == models.MagicLinkExpired && expiresInSeconds == nil {
		return fault.Input("expiresInSeconds", "is required, since the link has expired")
	}
	if expiresInSeconds != nil {
		link.ExpiresAt = now.Add(time.Duration(*expiresInSeconds) * time.Second)
	}
	link.Generation++
	return s.setToken(tenant, link)
}

// existing reads a link; NOT_FOUND where there is none.
func (s *Service) existing(ctx context.Context, tenant models.Tenant, id string) (*models.MagicLink, error) {
	linkID, err := parseLinkID(id)
	if err != nil {
		return nil, err
	}
	link, err := s.store.MagicLink(ctx, tenant.WorkspaceID, linkID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, noSuchLink()
	}
	return &link, err
}

// parseLinkID treats a text that can't be an id as the id of nothing.
func parseLinkID(id string) (uuid.UUID, error) {
	parsed, ok := ParseID(id)
	if !ok {
		return uuid.Nil, noSuchLink()
	}
	return parsed, nil
}

// ParseID reads an id in the one form that ids are given out in; the zero id and
// false where the text is none.
func ParseID(id string) (uuid.UUID, bool) {
	parsed, err := uuid.Parse(id)
	if err != nil || parsed.String() != id {
		return uuid.Nil, false
	}
	return parsed, true
}

func noSuchLink() error {
	return &fault.Error{Code: fault.NotFound, Field: "id", Message: "this workspace has no magic link with this id"}
}

func revoked() error {
	return &fault.Error{Code: fault.Conflict, Field: "id", Message: "the link is revoked for good; create a new one by createCustomerPortal"}
}
