package store

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// MaxProviders is the most providers that a workspace has: a portal offers all of them.
const MaxProviders = 50

var providerList = list{table: "providers", order: []string{"id"}}

// ProviderPosition is where a provider stands in its list.
func ProviderPosition(p *models.Provider) []any { return []any{p.ID.String()} }

// CreateProvider stores a provider; ErrNotFound where there is no such workspace,
// ErrTooMany where it has MaxProviders, ErrDuplicate where the key is taken.
func (s *Store) CreateProvider(ctx context.Context, p *models.Provider) error {
	return s.writing(ctx, s.dialect.lane(p.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			// The workspace's row, so that two who create at once come one after the other.
			locked := tx.Exec("UPDATE workspaces SET updated_at = updated_at WHERE id = ?", p.WorkspaceID)
			if locked.Error != nil {
				return locked.Error
			}
			if locked.RowsAffected == 0 {
				return ErrNotFound
			}
			var there int
			if err := tx.Raw("SELECT count(*) FROM providers WHERE workspace_id = ?", p.WorkspaceID).Find(&there).Error; err != nil {
				return err
			}
			if there >= MaxProviders {
				return ErrTooMany
			}
			return tx.Exec(`INSERT INTO providers (workspace_id, id, key, name, logo_url, issuer, authorization_url, token_url, revocation_url,
	client_id, sealed_client_secret, scopes, created_at, updated_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, p.WorkspaceID, p.ID, p.Key, p.Name, p.LogoURL, p.Issuer, p.AuthorizationURL, p.TokenURL, p.RevocationURL,
				p.ClientID, p.SealedClientSecret, p.Scopes, p.CreatedAt, p.UpdatedAt).Error
		})
	})
}

// ErrInUse says that accounts hang on what is to be changed.
var ErrInUse = errors.New("store: in use")

// UpdateProvider stores what change makes of a provider, and gives it as it then is.
// Where other endpoints are spoken with then, or as another client, the authorizations that
// wait fail, and are told of. ErrNotFound where there is none; ErrInUse where it would have another issuer,
// and has accounts.
func (s *Store) UpdateProvider(ctx context.Context, workspace, id uuid.UUID, t *Told, change func(*models.Provider) error) (p models.Provider, err error) {
	err = s.writing(ctx, s.dialect.lane(workspace), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			p = models.Provider{}
			if err := tx.Raw("SELECT * FROM providers WHERE workspace_id = ? AND id = ?"+s.dialect.forUpdate(), workspace, id).Take(&p).Error; err != nil {
				return translate(err)
			}
			before := p
			if err := change(&p); err != nil {
				return err
			}
			if p.ClientID != before.ClientID || endpointsOf(&p) != endpointsOf(&before) {
				if err := s.endAuthorizations(tx, &p, t); err != nil {
					return err
				}
			}
			if textOf(p.Issuer) != textOf(before.Issuer) {
				if err := withoutAccounts(tx, &p); err != nil {
					return err
				}
			}
			p.UpdatedAt = t.Now
			return tx.Exec(`UPDATE providers SET name = ?, logo_url = ?, issuer = ?, authorization_url = ?, token_url = ?, revocation_url = ?,
	client_id = ?, sealed_client_secret = ?, scopes = ?, updated_at = ? WHERE workspace_id = ? AND id = ?`,
				p.Name, p.LogoURL, p.Issuer, p.AuthorizationURL, p.TokenURL, p.RevocationURL,
				p.ClientID, p.SealedClientSecret, p.Scopes, t.Now, workspace, id).Error
		})
	})
	return p, err
}

// endpointsOf is where a provider is spoken with.
func endpointsOf(p *models.Provider) [4]string {
	return [4]string{textOf(p.Issuer), textOf(p.AuthorizationURL), textOf(p.TokenURL), textOf(p.RevocationURL)}
}

func textOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// endAuthorizations fails what waits for a provider's answer: it would come from where
// the provider isn't any more, or for another client.
func (s *Store) endAuthorizations(tx *gorm.DB, p *models.Provider, t *Told) error {
	var ended []models.AccountAuthorization
	if err := tx.Raw(`UPDATE account_authorizations SET status = 'FAILED', failure = ?, sealed_verifier = NULL
WHERE workspace_id = ? AND provider_id = ? AND status = 'PENDING' AND (expires_at > ? OR answered_at IS NOT NULL) RETURNING id, customer_id`,
		models.ConnectionMisconfigured, p.WorkspaceID, p.ID, t.Now).Find(&ended).Error; err != nil {
		return err
	}
	for i := range ended {
		if err := tellOfFailure(tx, s.dialect, p.WorkspaceID, ended[i].CustomerID, ended[i].ID, models.ConnectionMisconfigured, t); err != nil {
			return err
		}
	}
	return nil
}

// withoutAccounts makes sure that a provider has none.
func withoutAccounts(tx *gorm.DB, p *models.Provider) error {
	var there int
	err := tx.Raw("SELECT count(*) FROM (SELECT 1 FROM connected_accounts WHERE workspace_id = ? AND provider_id = ? LIMIT 1) AS one", p.WorkspaceID, p.ID).Find(&there).Error
	if err == nil && there > 0 {
		err = ErrInUse
	}
	return err
}

// DeleteProvider deletes a provider with its accounts, which devices then name no longer,
// tells of those that were not disconnected, and tells whether there was one.
func (s *Store) DeleteProvider(ctx context.Context, workspace, id uuid.UUID, t *Told) (was bool, err error) {
	err = s.writing(ctx, s.dialect.lane(workspace), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			// The provider first: what is being connected at it is waited for, and then told of.
			var locked []uuid.UUID
			if err := tx.Raw("SELECT id FROM providers WHERE workspace_id = ? AND id = ?"+s.dialect.forUpdate(), workspace, id).Find(&locked).Error; err != nil {
				return err
			}
			var ended []models.ConnectedAccount
			if err := tx.Raw("DELETE FROM connected_accounts WHERE workspace_id = ? AND provider_id = ? RETURNING id, customer_id, status", workspace, id).
				Find(&ended).Error; err != nil {
				return err
			}
			if err := s.withoutAccount(tx, workspace, ended, t); err != nil {
				return err
			}
			if err := tellOfAccounts(tx, s.dialect, workspace, t, ended); err != nil {
				return err
			}
			deleted := tx.Exec("DELETE FROM providers WHERE workspace_id = ? AND id = ?", workspace, id)
			if was = deleted.RowsAffected > 0; deleted.Error == nil && !was {
				return s.dialect.asWrite(tx, "workspaces", workspace)
			}
			return deleted.Error
		})
	})
	return was, err
}

// withoutAccount has devices no longer name the accounts that they came with, which are
// gone. The accounts' events stand for the devices'.
func (s *Store) withoutAccount(tx *gorm.DB, workspace uuid.UUID, gone []models.ConnectedAccount, t *Told) error {
	if len(gone) == 0 {
		return nil
	}
	accounts, customers := make([]uuid.UUID, len(gone)), make([]uuid.UUID, len(gone))
	for i := range gone {
		accounts[i], customers[i] = gone[i].ID, gone[i].CustomerID
	}
	named := s.dialect.among("connected_account_id", "SELECT r.id FROM "+s.dialect.rows("@accounts", columns("id uuid")))
	return exec(tx, "UPDATE devices SET connected_account_id = NULL, updated_at = @now WHERE workspace_id = @workspace AND "+s.amongIDs("customer_id")+" AND "+named,
		map[string]any{"workspace": workspace, "now": t.Now, "ids": idsParam(customers), "accounts": idsParam(accounts)})
}

// tellOfAccounts tells of accounts that end with their provider.
func tellOfAccounts(tx *gorm.DB, d dialect, workspace uuid.UUID, t *Told, ended []models.ConnectedAccount) error {
	var events []models.Event
	for i := range ended {
		if ended[i].Status == models.AccountDisconnected {
			continue
		}
		e, err := t.event(models.EventAccountDisconnected, &ended[i].CustomerID, ended[i].ID)
		if err != nil {
			return err
		}
		events = append(events, e)
	}
	return tell(tx, d, workspace, events...)
}

// Provider reads a provider, or ErrNotFound.
func (s *Store) Provider(ctx context.Context, workspace, id uuid.UUID) (models.Provider, error) {
	return nodeRow[models.Provider](ctx, s, "providers", workspace, id)
}

// Providers reads a page of the workspace's providers, oldest first.
func (s *Store) Providers(ctx context.Context, workspace uuid.UUID, p Page) (Items[models.Provider], error) {
	c := newConditions(workspace)
	rows, err := find[models.Provider](s.read.WithContext(ctx), providerList.selection(c, p), c.args)
	return pageOf(rows, p), err
}

// CountProviders counts the workspace's providers.
func (s *Store) CountProviders(ctx context.Context, workspace uuid.UUID) (int, error) {
	return s.count(ctx, providerList, newConditions(workspace))
}

// AllProviders reads every workspace's providers.
func (s *Store) AllProviders(ctx context.Context) ([]models.Provider, error) {
	var all []models.Provider
	err := s.read.WithContext(ctx).Raw("SELECT * FROM providers ORDER BY workspace_id, id").Find(&all).Error
	return all, err
}

// ResealClientSecret gives a provider its secret as another key seals it, unless it has
// changed since it was read.
func (s *Store) ResealClientSecret(ctx context.Context, p *models.Provider, sealed []byte) error {
	return s.write.WithContext(ctx).Exec("UPDATE providers SET sealed_client_secret = ? WHERE workspace_id = ? AND id = ? AND sealed_client_secret = ?",
		sealed, p.WorkspaceID, p.ID, p.SealedClientSecret).Error
}
