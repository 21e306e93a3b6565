package portal

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"

	"github.com/google/uuid"
)

// View is what a customer finds in its portal.
type View struct {
	Customer   models.Customer
	Features   models.Features
	IsEmbedded bool
	// ExpiresAt is when the session ends.
	ExpiresAt time.Time
	// ReturnURL is where "back" leads, RefreshURL where an ended session does.
	ReturnURL  *string
	RefreshURL *string
	// OpenedFor names the operator who looks at the portal; nil where it is the customer.
	OpenedFor *string
	Brand     Brand
	// PortalSettings are the link's; its DeepLink and LandingPage know whose they are.
	models.PortalSettings
	service *Service
}

// PortalFeatures are the features with all that is said of them.
func (v *View) PortalFeatures() *models.PortalFeatures {
	return &models.PortalFeatures{Features: v.Features, Settings: v.PortalSettings.Features}
}

// Providers reads the workspace's providers that the portal offers, by name. Where one
// resource alone is shown there is nothing to connect.
func (v *View) Providers(ctx context.Context) ([]*models.Provider, error) {
	all, err := v.service.providersByName(ctx, v.Customer.WorkspaceID)
	return slices.DeleteFunc(all, func(p *models.Provider) bool { return !offers(&v.PortalSettings, p) }), err
}

// offers tells whether a portal with the settings offers to connect accounts at the provider.
func offers(settings *models.PortalSettings, p *models.Provider) bool {
	return settings.RestrictedTo() == nil && settings.Features.Providers.Offers(p.Key)
}

// Brand is a business's looks.
type Brand struct {
	Name        *string
	LogoURL     *string
	AccentColor *string
	// The rest is a customization profile's.
	SecondaryColor           *string
	PrimaryForegroundColor   *string
	SecondaryForegroundColor *string
	FontFamily               *string
	MonoFontFamily           *string
	MessageOverrides         models.JSONObject
}

// View reads what the session opens. UNAUTHENTICATED where it has ended since
// the request came in.
func (s *Service) View(ctx context.Context, session models.PortalSession) (*View, error) {
	link, err := s.store.MagicLink(ctx, session.WorkspaceID, session.MagicLinkID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.New(fault.Unauthenticated, "The session has ended.")
	}
	if err != nil {
		return nil, err
	}
	return s.view(ctx, &link, session.ExpiresAt)
}

func (s *Service) view(ctx context.Context, link *models.MagicLink, expiresAt time.Time) (*View, error) {
	workspace, err := s.store.Workspace(ctx, link.WorkspaceID)
	if err != nil {
		return nil, err
	}
	customers, err := s.store.CustomersByID(ctx, link.WorkspaceID, []uuid.UUID{link.CustomerID})
	if err != nil {
		return nil, err
	}
	if len(customers) == 0 {
		return nil, fault.New(fault.Unauthenticated, "The session has ended.")
	}
	brand, err := s.brand(ctx, link, &workspace)
	view := s.newView(link, customers[0], &workspace, brand, expiresAt)
	return &view, err
}

func (s *Service) newView(link *models.MagicLink, customer *models.Customer, workspace *models.Workspace, brand Brand, expiresAt time.Time) View {
	settings := link.Settings
	settings.DeepLink, settings.LandingPage = link.DeepLink(), link.LandingPage()
	return View{
		PortalSettings: settings,
		Customer:       *customer, Features: link.Features, IsEmbedded: link.IsEmbedded, ExpiresAt: expiresAt,
		ReturnURL: orElse(link.ReturnURL, workspace.ReturnURL), RefreshURL: orElse(link.RefreshURL, workspace.RefreshURL),
		OpenedFor: link.OpenedFor, Brand: brand, service: s,
	}
}

// LinkPage is what the page of a link needs to know, before it is redeemed.
type LinkPage struct {
	Link       models.MagicLink
	Status     models.MagicLinkStatus
	RefreshURL *string
	Brand      Brand
	// EmbedOrigins are the sites that may frame it; none unless it is embedded.
	EmbedOrigins []string
}

// LinkPage reads a link without changing anything. The error is
// store.ErrNotFound where there is no such link.
func (s *Service) LinkPage(ctx context.Context, link token.LinkToken) (*LinkPage, error) {
	found, err := s.store.LinkByToken(ctx, link.WorkspaceCode(), link.Hash())
	if err != nil {
		return nil, err
	}
	workspace, err := s.store.Workspace(ctx, found.WorkspaceID)
	if err != nil {
		return nil, err
	}
	brand, err := s.brand(ctx, &found, &workspace)
	if err != nil {
		return nil, err
	}
	page := &LinkPage{
		Link: found, Status: s.Status(&found), RefreshURL: orElse(found.RefreshURL, workspace.RefreshURL), Brand: brand,
	}
	if found.IsEmbedded {
		page.EmbedOrigins = found.EmbedOrigins
		if len(page.EmbedOrigins) == 0 {
			page.EmbedOrigins = workspace.EmbedOrigins
		}
	}
	return page, nil
}

func brandOf(w *models.Workspace) Brand {
	return Brand{Name: w.BrandName, LogoURL: w.LogoURL, AccentColor: w.AccentColor}
}

func orElse(own, workspaces *string) *string {
	if own != nil {
		return own
	}
	return workspaces
}
