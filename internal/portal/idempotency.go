package portal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// idempotencyWindow is how long an idempotency key stands for its call, unless the settings
// say longer.
const idempotencyWindow = 24 * time.Hour

// inputHash tells two inputs apart, whatever their idempotency keys. A field
// that is left out is the same as its default; an empty list is one that is
// given. The hash is of the structs' own JSON: a release that changes them lets
// a retry across the upgrade be told as another input, never as the same.
func inputHash(in CreateCustomerPortalInput) ([]byte, error) {
	in.IdempotencyKey = nil
	text, err := json.Marshal(in)
	hash := sha256.Sum256(text)
	return hash[:], err
}

// replay gives what the call with the key made; store.ErrNotFound where there
// was none within the window.
func (s *Service) replay(ctx context.Context, tenant models.Tenant, key string, hash []byte) (*Created, error) {
	done, err := s.store.IdempotencyKey(ctx, tenant.WorkspaceID, key)
	if err != nil {
		return nil, err
	}
	if oldest := s.now().Add(-s.idempotencyWindow); done.CreatedAt.Before(oldest) {
		if err := s.store.ForgetIdempotencyKey(ctx, tenant.WorkspaceID, key, oldest); err != nil {
			return nil, err
		}
		return nil, store.ErrNotFound
	}
	if err := sameInput(&done, hash); err != nil {
		return nil, err
	}
	link, err := s.store.MagicLink(ctx, tenant.WorkspaceID, done.MagicLinkID)
	if err != nil {
		return nil, err
	}
	customers, err := s.store.CustomersByID(ctx, tenant.WorkspaceID, []uuid.UUID{link.CustomerID})
	if err != nil {
		return nil, err
	}
	if len(customers) == 0 { // deleted a moment ago, and its link with it
		return nil, store.ErrNotFound
	}
	return &Created{MagicLink: link, Customer: *customers[0]}, nil
}

// sameInput refuses another input than the one that a key stands for.
func sameInput(done *store.IdempotencyKey, hash []byte) error {
	if bytes.Equal(done.InputHash, hash) {
		return nil
	}
	return &fault.Error{
		Code: fault.IdempotencyKeyReused, Field: "idempotencyKey",
		Message: "was used lately for another input; use a new key for a new call",
	}
}

// checkIdempotencyKey refuses an input whose key stands for another, and stores nothing.
func (s *Service) checkIdempotencyKey(ctx context.Context, tenant models.Tenant, in *CreateCustomerPortalInput) error {
	if in.IdempotencyKey == nil {
		return nil
	}
	hash, err := inputHash(*in)
	if err != nil {
		return err
	}
	done, err := s.store.IdempotencyKey(ctx, tenant.WorkspaceID, *in.IdempotencyKey)
	if errors.Is(err, store.ErrNotFound) || err == nil && done.CreatedAt.Before(s.now().Add(-s.idempotencyWindow)) {
		return nil
	}
	if err != nil {
		return err
	}
	return sameInput(&done, hash)
}
