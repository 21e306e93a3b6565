package portal

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"
)

// draws is how often a code or a short token is drawn before a clash counts as
// an error; a second draw is rare, a fifth doesn't happen.
const draws = 5

// UpdateWorkspaceInput is what UpdateWorkspace takes. What is nil stays; an
// empty text or list clears.
type UpdateWorkspaceInput struct {
	Name         *string
	EmbedOrigins []string
	ReturnURL    *string
	RefreshURL   *string
	BrandName    *string
	LogoURL      *string
	AccentColor  *string
}

// Faults lists everything that is wrong with the input.
func (in UpdateWorkspaceInput) Faults() fault.List {
	var c checker
	c.optionalText(fault.At("name"), in.Name, 1, MaxNameLength)
	c.origins(fault.At("embedOrigins"), in.EmbedOrigins)
	c.clearableURL(fault.At("returnUrl"), in.ReturnURL)
	c.clearableURL(fault.At("refreshUrl"), in.RefreshURL)
	c.optionalText(fault.At("brandName"), in.BrandName, 0, MaxNameLength)
	c.clearableURL(fault.At("logoUrl"), in.LogoURL)
	c.accentColor(fault.At("accentColor"), in.AccentColor)
	return c.faults
}

// UpdateWorkspace changes a workspace's settings. NOT_FOUND where there is no
// such workspace.
func (s *Service) UpdateWorkspace(ctx context.Context, id uuid.UUID, in UpdateWorkspaceInput) (*models.Workspace, error) {
	if err := in.Faults().Err(); err != nil {
		return nil, err
	}
	workspace, err := s.store.UpdateWorkspace(ctx, id, store.WorkspaceChange{
		Name: in.Name, EmbedOrigins: in.EmbedOrigins, ReturnURL: in.ReturnURL, RefreshURL: in.RefreshURL,
		BrandName: in.BrandName, LogoURL: in.LogoURL, AccentColor: in.AccentColor,
	}, s.now())
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.New(fault.NotFound, "there is no workspace %s", id)
	}
	return &workspace, err
}

// CreateWorkspace makes a workspace of this name.
func (s *Service) CreateWorkspace(ctx context.Context, name string) (*models.Workspace, error) {
	var c checker
	c.text(fault.At("name"), name, 1, MaxNameLength)
	if err := c.faults.Err(); err != nil {
		return nil, err
	}
	for range draws {
		workspace, err := s.newWorkspace(name)
		if err != nil {
			return nil, err
		}
		if err = s.store.CreateWorkspace(ctx, workspace); !errors.Is(err, store.ErrDuplicate) {
			return workspace, err
		}
	}
	return nil, errors.New("portal: no free workspace code was drawn")
}

func (s *Service) newWorkspace(name string) (*models.Workspace, error) {
	id, err := newID()
	if err != nil {
		return nil, err
	}
	code, err := token.NewWorkspaceCode(s.random)
	now := s.now()
	return &models.Workspace{ID: id, Code: code, Name: name, CreatedAt: now, UpdatedAt: now}, err
}

// First is the workspace and the key that a new database begins with.
type First struct {
	Workspace models.Workspace
	Key       token.Credential
}

// CreateFirst makes the workspace "default" and an API key if the database has
// no workspace; nil where it has one.
func (s *Service) CreateFirst(ctx context.Context) (*First, error) {
	workspace, err := s.newWorkspace("default")
	if err != nil {
		return nil, err
	}
	key, err := token.NewAPIKey(s.random, token.DefaultPrefix)
	if err != nil {
		return nil, err
	}
	credential, err := s.newCredential(models.CredentialAPIKey, key, NewCredentialInput{Name: "first"})
	if err != nil {
		return nil, err
	}
	created, err := s.store.CreateFirst(ctx, workspace, credential)
	if err != nil || !created {
		return nil, err
	}
	return &First{Workspace: *workspace, Key: key}, nil
}
