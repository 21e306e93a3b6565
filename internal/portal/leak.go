package portal

import (
	"context"
	"errors"
	"strings"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
)

// ReportLeakedToken takes a secret that somebody found: a link's token or URL,
// a session's token, an API key or a personal access token. A link or a session
// ends at once. A credential is only marked, since a finder must not be able to
// stop a business: it gets an event, a line in the log, and a mark in the list
// of credentials. Whether the secret is one isn't told.
func (s *Service) ReportLeakedToken(ctx context.Context, text string) error {
	text = strings.TrimSpace(text)
	if link, err := token.LinkTokenFromURL(text); err == nil {
		return s.linkLeaked(ctx, link)
	}
	if session, err := token.ParseSessionToken(text); err == nil {
		return s.sessionLeaked(ctx, session)
	}
	if credential, err := token.ParseCredential(text); err == nil {
		return s.credentialLeaked(ctx, credential)
	}
	return nil
}

func (s *Service) linkLeaked(ctx context.Context, secret token.LinkToken) error {
	link, err := s.store.RevokeLeakedLink(ctx, secret.WorkspaceCode(), secret.Hash(), s.told(ctx))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err == nil {
		s.log.WarnContext(ctx, "a magic link was reported as leaked and is revoked", "workspace", link.WorkspaceID, "link", link.ID)
	}
	return err
}

func (s *Service) sessionLeaked(ctx context.Context, secret token.SessionToken) error {
	ended, err := s.store.EndLeakedSession(ctx, secret.WorkspaceCode(), secret.Hash(), s.told(ctx))
	if ended {
		s.log.WarnContext(ctx, "a portal session was reported as leaked and has ended", "workspace_code", secret.WorkspaceCode())
	}
	return err
}

func (s *Service) credentialLeaked(ctx context.Context, secret token.Credential) error {
	grants, err := s.store.Grants(ctx, secret.Short)
	if err != nil || len(grants) == 0 {
		return err
	}
	found := &grants[0]
	told := s.told(ctx)
	if !token.Equal(secret.Hash(), [32]byte(found.SecretHash)) || found.Prefix != secret.Prefix || !found.Usable(told.Now) {
		return nil
	}
	isNew, err := s.store.MarkLeaked(ctx, found.ID, told)
	if isNew {
		s.log.ErrorContext(ctx, "a credential was reported as leaked: make another, then revoke this one",
			"kind", found.Kind, "credential", found.ID, "name", found.Name)
	}
	return err
}
