package portal

import (
	"context"
	"errors"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// The limits of a profile's message overrides, in characters, and as JSON in bytes.
const (
	MaxMessageIDLength       = 100
	MaxMessageLength         = 1000
	MaxMessageOverridesBytes = 64 << 10
)

// ProfileLooks are what a customization profile may have. Of an update what is nil stays,
// and an empty text or object clears.
type ProfileLooks struct {
	LogoURL                  *string
	PrimaryColor             *string
	SecondaryColor           *string
	PrimaryForegroundColor   *string
	SecondaryForegroundColor *string
	FontFamily               *string
	MonoFontFamily           *string
	// MessageOverrides are texts by locale and then by message.
	MessageOverrides models.JSONObject
}

// CreateCustomizationProfileInput is what CreateCustomizationProfile takes.
type CreateCustomizationProfileInput struct {
	Name string
	ProfileLooks
}

// Faults lists everything that is wrong with the input.
func (in CreateCustomizationProfileInput) Faults() fault.List {
	var c checker
	c.text(fault.At("name"), in.Name, 1, MaxNameLength)
	c.looks(&in.ProfileLooks)
	return c.faults
}

// UpdateCustomizationProfileInput is what UpdateCustomizationProfile takes.
type UpdateCustomizationProfileInput struct {
	ID   string
	Name *string
	ProfileLooks
}

// Faults lists everything that is wrong with the input.
func (in UpdateCustomizationProfileInput) Faults() fault.List {
	var c checker
	c.optionalText(fault.At("name"), in.Name, 1, MaxNameLength)
	c.looks(&in.ProfileLooks)
	return c.faults
}

func (c *checker) looks(l *ProfileLooks) {
	c.clearableURL(fault.At("logoUrl"), l.LogoURL)
	c.accentColor(fault.At("primaryColor"), l.PrimaryColor)
	c.accentColor(fault.At("secondaryColor"), l.SecondaryColor)
	c.accentColor(fault.At("primaryForegroundColor"), l.PrimaryForegroundColor)
	c.accentColor(fault.At("secondaryForegroundColor"), l.SecondaryForegroundColor)
	c.fontFamily(fault.At("fontFamily"), l.FontFamily)
	c.fontFamily(fault.At("monoFontFamily"), l.MonoFontFamily)
	c.messageOverrides(fault.At("messageOverrides"), l.MessageOverrides)
}

// overrideLocales are the languages that a portal speaks, as BCP 47 writes them.
var overrideLocales = []string{"de-DE", "el-GR", "en-US", "es-ES", "fr-FR", "it-IT", "nl-NL", "pl-PL", "pt-PT", "ru-RU"}

func (c *checker) messageOverrides(at *fault.Path, overrides models.JSONObject) {
	if text, err := overrides.Text(); err == nil && text != nil && len(*text) > MaxMessageOverridesBytes {
		c.add(at, "must have at most %d bytes as JSON", MaxMessageOverridesBytes)
		return
	}
	for _, locale := range slices.Sorted(maps.Keys(overrides)) {
		if !slices.Contains(overrideLocales, locale) {
			c.add(at, "must name locales of the portal, such as en-US")
			continue
		}
		messages, ok := overrides[locale].(map[string]any)
		if !ok {
			c.add(at.Field(locale), "must be an object of texts by message")
			continue
		}
		for _, id := range slices.Sorted(maps.Keys(messages)) {
			c.message(at.Field(locale), id, messages[id])
		}
	}
}

func (c *checker) message(at *fault.Path, id string, value any) {
	text, ok := value.(string)
	switch {
	case id == "" || utf8.RuneCountInString(id) > MaxMessageIDLength:
		c.add(at, "must name messages by 1 to %d characters", MaxMessageIDLength)
	case !ok || utf8.RuneCountInString(text) > MaxMessageLength:
		c.add(at, "must have texts of at most %d characters", MaxMessageLength)
	default:
		c.characters(at, id)
		c.characters(at, text)
	}
}

// CreateCustomizationProfile stores a profile. LIMIT_EXCEEDED where the workspace has as
// many as it may have.
func (s *Service) CreateCustomizationProfile(ctx context.Context, tenant models.Tenant, in CreateCustomizationProfileInput) (*models.CustomizationProfile, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	id, err := newID()
	if err != nil {
		return nil, err
	}
	now := s.now()
	p := &models.CustomizationProfile{WorkspaceID: tenant.WorkspaceID, ID: id, Name: in.Name, CreatedAt: now, UpdatedAt: now}
	in.change(p)
	err = s.store.CreateCustomizationProfile(ctx, p)
	if errors.Is(err, store.ErrTooMany) {
		return nil, fault.New(fault.LimitExceeded, "A workspace has at most %d customization profiles: delete one that is not needed.", store.MaxCustomizationProfiles)
	}
	return p, err
}

// change makes of a profile what the looks say.
func (l *ProfileLooks) change(p *models.CustomizationProfile) {
	setOptional(&p.LogoURL, l.LogoURL)
	setOptional(&p.PrimaryColor, l.PrimaryColor)
	setOptional(&p.SecondaryColor, l.SecondaryColor)
	setOptional(&p.PrimaryForegroundColor, l.PrimaryForegroundColor)
	setOptional(&p.SecondaryForegroundColor, l.SecondaryForegroundColor)
	setOptional(&p.FontFamily, l.FontFamily)
	setOptional(&p.MonoFontFamily, l.MonoFontFamily)
	if l.MessageOverrides != nil {
		p.MessageOverrides = l.MessageOverrides
		if len(l.MessageOverrides) == 0 {
			p.MessageOverrides = nil
		}
	}
}

// UpdateCustomizationProfile changes a profile. NOT_FOUND where the workspace has none such.
func (s *Service) UpdateCustomizationProfile(ctx context.Context, tenant models.Tenant, in UpdateCustomizationProfileInput) (*models.CustomizationProfile, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	id, _ := ParseID(in.ID) // the zero id is nobody's
	p, err := s.store.UpdateCustomizationProfile(ctx, tenant.WorkspaceID, id, s.now(), func(p *models.CustomizationProfile) {
		set(&p.Name, in.Name)
		in.change(p)
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil, &fault.Error{Code: fault.NotFound, Field: "id", Message: "this workspace has no customization profile with this id"}
	}
	return &p, err
}

// DeleteCustomizationProfile deletes a profile and tells whether there was one. Links that
// name it go on with the workspace's looks.
func (s *Service) DeleteCustomizationProfile(ctx context.Context, tenant models.Tenant, id string) (bool, error) {
	parsed, _ := ParseID(id)
	return s.store.DeleteCustomizationProfile(ctx, tenant.WorkspaceID, parsed)
}

// checkProfile finds the profile that a link is to have; a fault where there is none such.
func (s *Service) checkProfile(ctx context.Context, tenant models.Tenant, id *string) error {
	if id == nil {
		return nil
	}
	parsed, _ := ParseID(*id)
	_, err := s.store.CustomizationProfile(ctx, tenant.WorkspaceID, parsed)
	if errors.Is(err, store.ErrNotFound) {
		return fault.Input("customizationProfileId", "is no customization profile of this workspace")
	}
	return err
}

// brand is how a link's portal looks: as its profile says, and else as the workspace does.
func (s *Service) brand(ctx context.Context, link *models.MagicLink, workspace *models.Workspace) (Brand, error) {
	brand := brandOf(workspace)
	if link.Settings.CustomizationProfileID == nil {
		return brand, nil
	}
	p, err := s.store.CustomizationProfile(ctx, link.WorkspaceID, *link.Settings.CustomizationProfileID)
	if errors.Is(err, store.ErrNotFound) { // it was deleted
		return brand, nil
	}
	if err != nil {
		return brand, err
	}
	brand.LogoURL, brand.AccentColor = orElse(p.LogoURL, brand.LogoURL), orElse(p.PrimaryColor, brand.AccentColor)
	brand.SecondaryColor, brand.PrimaryForegroundColor, brand.SecondaryForegroundColor = p.SecondaryColor, p.PrimaryForegroundColor, p.SecondaryForegroundColor
	brand.FontFamily, brand.MonoFontFamily, brand.MessageOverrides = p.FontFamily, p.MonoFontFamily, p.MessageOverrides
	return brand, nil
}

// profileID reads an id that was checked; nil for none.
func profileID(text *string) *uuid.UUID {
	if text == nil {
		return nil
	}
	id, _ := ParseID(*text)
	return &id
}
