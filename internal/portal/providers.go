package portal

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/oauth"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

const (
	// MaxClientTextLength bounds a client's id and its secret, in characters.
	MaxClientTextLength = 2048
	// MaxScopes is how many scopes are asked for at a provider.
	MaxScopes = 50
	// MaxScopeLength is how long one of them is.
	MaxScopeLength = 255
)

// CreateProviderInput is what CreateProvider takes: an Issuer, or an AuthorizationURL
// and a TokenURL.
type CreateProviderInput struct {
	Key              string
	Name             string
	LogoURL          *string
	Issuer           *string
	AuthorizationURL *string
	TokenURL         *string
	RevocationURL    *string
	ClientID         string
	// ClientSecret is nil of a public client.
	ClientSecret *string
	Scopes       []string
}

// Faults lists everything that is wrong with the input.
func (in CreateProviderInput) Faults() fault.List {
	var c checker
	c.key(fault.At("key"), in.Key)
	c.text(fault.At("name"), in.Name, 1, MaxNameLength)
	c.url(fault.At("logoUrl"), in.LogoURL)
	switch {
	case in.Issuer != nil:
		c.issuer(*in.Issuer)
		for field, text := range map[string]*string{"authorizationUrl": in.AuthorizationURL, "tokenUrl": in.TokenURL, "revocationUrl": in.RevocationURL} {
			if text != nil {
				c.add(fault.At(field), "must not stand beside issuer, which says by itself where its endpoints are")
			}
		}
	case in.AuthorizationURL == nil && in.TokenURL == nil:
		c.add(fault.At("issuer"), "is required, or authorizationUrl and tokenUrl")
	default:
		c.endpoint("authorizationUrl", in.AuthorizationURL)
		c.authorizationQuery(in.AuthorizationURL)
		c.endpoint("tokenUrl", in.TokenURL)
		c.optionalEndpoint("revocationUrl", in.RevocationURL)
	}
	c.clientText(fault.At("clientId"), in.ClientID)
	if in.ClientSecret != nil {
		c.clientText(fault.At("clientSecret"), *in.ClientSecret)
	}
	c.scopes(in.Scopes)
	return c.sorted()
}

// sorted puts faults that were found in no order into that of their fields.
func (c *checker) sorted() fault.List {
	place := func(f *fault.Error) int {
		field, _, _ := strings.Cut(f.Field, "[")
		return slices.Index(providerFields, field)
	}
	slices.SortStableFunc(c.faults, func(a, b *fault.Error) int { return place(a) - place(b) })
	return c.faults
}

var providerFields = []string{
	"key", "name", "logoUrl", "issuer", "authorizationUrl", "tokenUrl", "revocationUrl", "clientId", "clientSecret", "scopes",
}

func (c *checker) endpoint(field string, text *string) {
	if text == nil {
		c.add(fault.At(field), "is required where there is no issuer")
		return
	}
	c.length(fault.At(field), *text, 1, MaxURLLength)
}

func (c *checker) optionalEndpoint(field string, text *string) {
	if text != nil {
		c.length(fault.At(field), *text, 1, MaxURLLength)
	}
}

// authorizationQuery checks what stands behind the address at which consent is asked for.
func (c *checker) authorizationQuery(text *string) {
	if text == nil {
		return
	}
	for _, wrong := range oauth.AuthorizationURLFaults(*text) {
		c.add(fault.At("authorizationUrl"), "%s", wrong)
	}
}

// issuer checks an issuer's name beyond what each URL that is called must be.
func (c *checker) issuer(text string) {
	if !c.length(fault.At("issuer"), text, 1, MaxURLLength) {
		return
	}
	if u, err := url.Parse(text); err == nil && (u.RawQuery != "" || u.Fragment != "") {
		c.add(fault.At("issuer"), "must have neither a query nor a fragment")
	}
}

// clientText checks what a provider knows its client by.
func (c *checker) clientText(at *fault.Path, text string) {
	if c.length(at, text, 1, MaxClientTextLength) && !visible(text, "") {
		c.add(at, "must be visible ASCII characters alone")
	}
}

func (c *checker) scopes(scopes []string) {
	if len(scopes) > MaxScopes {
		c.add(fault.At("scopes"), "must name at most %d scopes", MaxScopes)
		return
	}
	for i, scope := range scopes {
		at := fault.At("scopes").Index(i)
		switch {
		case !c.length(at, scope, 1, MaxScopeLength):
		case !visible(scope, `"\ `):
			c.add(at, "must be one scope: visible ASCII characters but quotes and backslashes")
		case slices.Contains(scopes[:i], scope):
			c.add(at, "stands in the list already")
		}
	}
}

// visible tells whether a text is visible ASCII characters and spaces, and none of but.
func visible(text, but string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' || slices.Contains([]byte(but), text[i]) {
			return false
		}
	}
	return true
}

// CreateProvider stores a service at which customers may connect their accounts. An
// issuer is asked for its endpoints at once: one that doesn't answer, or calls itself
// otherwise, is a fault. LIMIT_EXCEEDED where the workspace has as many as it may have.
func (s *Service) CreateProvider(ctx context.Context, tenant models.Tenant, in CreateProviderInput) (*models.Provider, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	if err := s.checkEndpoints(ctx, in.Issuer, in.AuthorizationURL, in.TokenURL, in.RevocationURL); err != nil {
		return nil, err
	}
	id, err := newID()
	if err != nil {
		return nil, err
	}
	now := s.now()
	p := models.Provider{
		WorkspaceID: tenant.WorkspaceID, ID: id, Key: in.Key, Name: in.Name, LogoURL: in.LogoURL, Issuer: in.Issuer,
		AuthorizationURL: in.AuthorizationURL, TokenURL: in.TokenURL, RevocationURL: in.RevocationURL,
		ClientID: in.ClientID, Scopes: in.Scopes, CreatedAt: now, UpdatedAt: now,
	}
	if err := s.sealClientSecret(&p, in.ClientSecret); err != nil {
		return nil, err
	}
	err = s.store.CreateProvider(ctx, &p)
	switch {
	case errors.Is(err, store.ErrTooMany):
		return nil, fault.New(fault.LimitExceeded, "A workspace has at most %d providers: delete one that is not needed.", store.MaxProviders)
	case errors.Is(err, store.ErrNotFound):
		return nil, &fault.Error{Code: fault.NotFound, Field: "workspace", Message: "there is no workspace " + tenant.WorkspaceID.String()}
	case errors.Is(err, store.ErrDuplicate):
		return nil, &fault.Error{Code: fault.Conflict, Field: "key", Message: "this workspace has a provider with this key"}
	}
	return &p, err
}

// checkEndpoints tells what is wrong with where a provider is to be called.
func (s *Service) checkEndpoints(ctx context.Context, issuer, authorization, token, revocation *string) error {
	var faults fault.List
	for _, called := range []struct {
		field string
		url   *string
	}{{"issuer", issuer}, {"authorizationUrl", authorization}, {"tokenUrl", token}, {"revocationUrl", revocation}} {
		if called.url == nil || *called.url == "" {
			continue
		}
		if err := s.checkOutbound(called.field, *called.url); err != nil {
			faults = append(faults, fault.All(err)...)
		}
	}
	if len(faults) > 0 || issuer == nil {
		return faults.Err()
	}
	if err := s.oauth.Discover(ctx, *issuer); err != nil {
		return fault.Input("issuer", "%s", err)
	}
	return nil
}

func (s *Service) sealClientSecret(p *models.Provider, secret *string) (err error) {
	p.SealedClientSecret = nil
	if secret != nil && *secret != "" {
		p.SealedClientSecret, err = s.sealer.Seal([]byte(*secret), aboutClientSecret(p))
	}
	return err
}

// UpdateProviderInput is what UpdateProvider takes. What is nil stays.
type UpdateProviderInput struct {
	ID   string
	Name *string
	// LogoURL, RevocationURL and ClientSecret are cleared by an empty text.
	LogoURL          *string
	Issuer           *string
	AuthorizationURL *string
	TokenURL         *string
	RevocationURL    *string
	ClientID         *string
	ClientSecret     *string
	Scopes           []string
}

// Faults lists everything that is wrong with the input.
func (in UpdateProviderInput) Faults() fault.List {
	var c checker
	c.optionalText(fault.At("name"), in.Name, 1, MaxNameLength)
	c.clearableURL(fault.At("logoUrl"), in.LogoURL)
	if in.Issuer != nil {
		c.issuer(*in.Issuer)
	}
	c.optionalEndpoint("authorizationUrl", in.AuthorizationURL)
	c.authorizationQuery(in.AuthorizationURL)
	c.optionalEndpoint("tokenUrl", in.TokenURL)
	if in.RevocationURL != nil {
		c.length(fault.At("revocationUrl"), *in.RevocationURL, 0, MaxURLLength)
	}
	if in.ClientID != nil {
		c.clientText(fault.At("clientId"), *in.ClientID)
	}
	if in.ClientSecret != nil && *in.ClientSecret != "" {
		c.clientText(fault.At("clientSecret"), *in.ClientSecret)
	}
	c.scopes(in.Scopes)
	return c.faults
}

// fits tells what the input names that such a provider doesn't have.
func (in UpdateProviderInput) fits(p *models.Provider) fault.List {
	var c checker
	if p.Issuer == nil && in.Issuer != nil {
		c.add(fault.At("issuer"), "can't be given to a provider that is set up by its URLs: create another one")
	}
	if p.Issuer != nil {
		for field, text := range map[string]*string{"authorizationUrl": in.AuthorizationURL, "tokenUrl": in.TokenURL, "revocationUrl": in.RevocationURL} {
			if text != nil {
				c.add(fault.At(field), "can't be given to a provider with an issuer, which says by itself where its endpoints are")
			}
		}
	}
	if len(c.faults) == 0 && p.SealedClientSecret != nil && in.ClientSecret == nil && in.leadsElsewhere(p) {
		c.add(fault.At("clientSecret"), "must be given again with another issuer or another host of tokenUrl or revocationUrl: the stored one isn't sent there")
	}
	return c.sorted()
}

// leadsElsewhere tells whether the client's secret would be sent to where it wasn't before.
func (in UpdateProviderInput) leadsElsewhere(p *models.Provider) bool {
	if in.Issuer != nil && *in.Issuer != orEmpty(p.Issuer) {
		return true
	}
	known := []string{originOf(orEmpty(p.TokenURL)), originOf(orEmpty(p.RevocationURL))}
	for _, to := range []*string{in.TokenURL, in.RevocationURL} {
		if to != nil && *to != "" && !slices.Contains(known, originOf(*to)) {
			return true
		}
	}
	return false
}

// originOf is a URL's scheme and host; empty where it has none.
func originOf(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return ""
	}
	return strings.ToLower(u.Scheme + "://" + u.Host)
}

// UpdateProvider changes a provider. Where other endpoints are spoken with, or as another
// client, what is being connected ends. NOT_FOUND where the workspace has none such; CONFLICT
// on another issuer where accounts were connected at the present one.
func (s *Service) UpdateProvider(ctx context.Context, tenant models.Tenant, in UpdateProviderInput) (*models.Provider, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	id, _ := ParseID(in.ID) // the zero id is nobody's
	present, err := s.store.Provider(ctx, tenant.WorkspaceID, id)
	if err != nil {
		return nil, orNoProvider(err, "id")
	}
	if err := in.fits(&present).Err(); err != nil {
		return nil, err
	}
	if err := s.checkEndpoints(ctx, in.Issuer, in.AuthorizationURL, in.TokenURL, in.RevocationURL); err != nil {
		return nil, err
	}
	updated, err := s.store.UpdateProvider(ctx, tenant.WorkspaceID, id, s.told(ctx), func(p *models.Provider) error {
		if err := in.fits(p).Err(); err != nil {
			return err
		}
		return s.change(p, &in)
	})
	if errors.Is(err, store.ErrInUse) {
		return nil, &fault.Error{Code: fault.Conflict, Field: "issuer", Message: "accounts were connected at this issuer, and another one knows others: create another provider"}
	}
	return &updated, orNoProvider(err, "id")
}

// change makes of a provider what the input says.
func (s *Service) change(p *models.Provider, in *UpdateProviderInput) error {
	set(&p.Name, in.Name)
	set(&p.ClientID, in.ClientID)
	setOptional(&p.LogoURL, in.LogoURL)
	setOptional(&p.Issuer, in.Issuer)
	setOptional(&p.AuthorizationURL, in.AuthorizationURL)
	setOptional(&p.TokenURL, in.TokenURL)
	setOptional(&p.RevocationURL, in.RevocationURL)
	if in.Scopes != nil {
		p.Scopes = in.Scopes
	}
	if in.ClientSecret != nil {
		return s.sealClientSecret(p, in.ClientSecret)
	}
	return nil
}

func set(field, value *string) {
	if value != nil {
		*field = *value
	}
}

// setOptional has an empty text clear.
func setOptional(field **string, value *string) {
	if value != nil {
		*field = value
		if *value == "" {
			*field = nil
		}
	}
}

// DeleteProvider deletes a provider with its accounts, and tells whether there was one.
func (s *Service) DeleteProvider(ctx context.Context, tenant models.Tenant, id string) (bool, error) {
	parsed, _ := ParseID(id)
	return s.store.DeleteProvider(ctx, tenant.WorkspaceID, parsed, s.told(ctx))
}

func orNoProvider(err error, field string) error {
	if errors.Is(err, store.ErrNotFound) {
		return &fault.Error{Code: fault.NotFound, Field: field, Message: "this workspace has no provider with this id"}
	}
	return err
}
