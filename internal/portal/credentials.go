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

// NewCredentialInput is what CreateCredential takes.
type NewCredentialInput struct {
	Name string
	// Prefix begins the credential's text; empty means the default.
	Prefix string
	// Lifetime ends the credential; zero means never.
	Lifetime time.Duration
	// WorkspaceIDs are the workspaces that it is good for: one for an API key.
	WorkspaceIDs []uuid.UUID
}

// CreateCredential makes an API key or a personal access token. Its text is in
// the token.Credential, and nowhere else: it can't be shown again.
func (s *Service) CreateCredential(ctx context.Context, kind models.CredentialKind, in NewCredentialInput) (*models.Credential, token.Credential, error) {
	if err := s.checkCredential(ctx, in); err != nil {
		return nil, token.Credential{}, err
	}
	draw := token.NewAPIKey
	if kind == models.CredentialPersonalAccessToken {
		draw = token.NewPersonalAccessToken
	}
	prefix := in.Prefix
	if prefix == "" {
		prefix = token.DefaultPrefix
	}
	for range draws {
		secret, err := draw(s.random, prefix)
		if err != nil {
			return nil, token.Credential{}, err
		}
		credential, err := s.newCredential(kind, secret, in)
		if err != nil {
			return nil, token.Credential{}, err
		}
		if err = s.store.CreateCredential(ctx, credential, in.WorkspaceIDs); !errors.Is(err, store.ErrDuplicate) {
			return credential, secret, err
		}
	}
	return nil, token.Credential{}, errors.New("portal: no free credential was drawn")
}

func (s *Service) checkCredential(ctx context.Context, in NewCredentialInput) error {
	var c checker
	c.text(fault.At("name"), in.Name, 0, MaxNameLength)
	if in.Prefix != "" && !token.ValidPrefix(in.Prefix) {
		c.add(fault.At("prefix"), "must be 1 to 16 of a-z and 0-9, begin with a letter, and be neither pl nor ps")
	}
	if in.Lifetime < 0 {
		c.add(fault.At("expires"), "must be in the future")
	}
	for _, id := range in.WorkspaceIDs {
		_, err := s.store.Workspace(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			c.faults = append(c.faults, &fault.Error{
				Code: fault.NotFound, Field: "workspace", Message: "there is no workspace " + id.String(),
			})
		} else if err != nil {
			return err
		}
	}
	return c.faults.Err()
}

func (s *Service) newCredential(kind models.CredentialKind, secret token.Credential, in NewCredentialInput) (*models.Credential, error) {
	id, err := newID()
	if err != nil {
		return nil, err
	}
	hash, now := secret.Hash(), s.now()
	credential := &models.Credential{
		ID: id, Kind: kind, Name: in.Name, Prefix: secret.Prefix, ShortToken: secret.Short,
		SecretHash: hash[:], CreatedAt: now,
	}
	if in.Lifetime > 0 {
		expires := now.Add(in.Lifetime)
		credential.ExpiresAt = &expires
	}
	return credential, nil
}

// RevokeCredential ends an API key or a personal access token. NOT_FOUND where
// there is none of that kind and id.
func (s *Service) RevokeCredential(ctx context.Context, kind models.CredentialKind, id uuid.UUID) error {
	err := s.store.RevokeCredential(ctx, kind, id, s.told(ctx))
	if errors.Is(err, store.ErrNotFound) {
		return fault.New(fault.NotFound, "there is no such credential: %s", id)
	}
	return err
}
