package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// MaxAccounts is the most accounts that a customer has, those that are disconnected
// among them.
const MaxAccounts = 100

var connectedAccountList = list{table: "connected_accounts", order: []string{"id"}, newestFirst: true}

// ConnectedAccountPosition is where an account stands in its list.
func ConnectedAccountPosition(a *models.ConnectedAccount) []any { return []any{a.ID.String()} }

// ConnectedAccountFilter narrows a list of accounts.
type ConnectedAccountFilter struct {
	CustomerKey *string
	ProviderKey *string
	Status      *models.ConnectedAccountStatus
}

func (f ConnectedAccountFilter) conditions(workspace uuid.UUID) *conditions {
	c := newConditions(workspace)
	if f.CustomerKey != nil {
		c.add("customer_id = (SELECT c.id FROM customers AS c WHERE c.workspace_id = @workspace AND c.key = @customer_key)",
			"customer_key", *f.CustomerKey)
	}
	if f.ProviderKey != nil {
		c.add("provider_id = (SELECT p.id FROM providers AS p WHERE p.workspace_id = @workspace AND p.key = @provider_key)",
			"provider_key", *f.ProviderKey)
	}
	if f.Status != nil {
		c.add("status = @status", "status", *f.Status)
	}
	return c
}

// ConnectedAccount reads an account, or ErrNotFound.
func (s *Store) ConnectedAccount(ctx context.Context, workspace, id uuid.UUID) (models.ConnectedAccount, error) {
	return nodeRow[models.ConnectedAccount](ctx, s, "connected_accounts", workspace, id)
}

// ConnectedAccounts reads a page of the workspace's accounts, newest first.
func (s *Store) ConnectedAccounts(ctx context.Context, workspace uuid.UUID, f ConnectedAccountFilter, p Page) (Items[models.ConnectedAccount], error) {
	c := f.conditions(workspace)
	rows, err := find[models.ConnectedAccount](s.read.WithContext(ctx), connectedAccountList.selection(c, p), c.args)
	return pageOf(rows, p), err
}

// CountConnectedAccounts counts the workspace's accounts.
func (s *Store) CountConnectedAccounts(ctx context.Context, workspace uuid.UUID, f ConnectedAccountFilter) (int, error) {
	return s.count(ctx, connectedAccountList, f.conditions(workspace))
}

// CustomersConnectedAccounts reads a page of each customer's accounts, newest first.
func (s *Store) CustomersConnectedAccounts(ctx context.Context, of Scope, customers []uuid.UUID, f ConnectedAccountFilter, p Page) (map[uuid.UUID]Items[models.ConnectedAccount], error) {
	return pages(ctx, s, connectedAccountList, customers, s.seen(f.conditions(of.WorkspaceID), of, "connected_accounts"), p, func(a *models.ConnectedAccount) uuid.UUID { return a.CustomerID })
}

// CountCustomersConnectedAccounts counts each customer's accounts.
func (s *Store) CountCustomersConnectedAccounts(ctx context.Context, of Scope, customers []uuid.UUID, f ConnectedAccountFilter) (map[uuid.UUID]int, error) {
	return s.counts(ctx, connectedAccountList, customers, s.seen(f.conditions(of.WorkspaceID), of, "connected_accounts"))
}

// ConnectedAccountsByID reads the accounts that there are of these ids.
func (s *Store) ConnectedAccountsByID(ctx context.Context, of Scope, ids []uuid.UUID) ([]*models.ConnectedAccount, error) {
	return byIDs[models.ConnectedAccount](ctx, s, "connected_accounts", of, ids)
}

// ProvidersByID reads providers by their ids.
func (s *Store) ProvidersByID(ctx context.Context, workspace uuid.UUID, ids []uuid.UUID) ([]*models.Provider, error) {
	return find[models.Provider](s.read.WithContext(ctx), "SELECT * FROM providers WHERE workspace_id = @workspace AND "+s.amongIDs("id"),
		map[string]any{"workspace": workspace, "ids": idsParam(ids)})
}

// AccountBySubject reads a customer's account at a provider by who it is there, or
// ErrNotFound.
func (s *Store) AccountBySubject(ctx context.Context, workspace, customer, provider uuid.UUID, subject string) (a models.ConnectedAccount, err error) {
	err = s.read.WithContext(ctx).Raw("SELECT * FROM connected_accounts WHERE workspace_id = ? AND customer_id = ? AND provider_id = ? AND subject = ?",
		workspace, customer, provider, subject).Take(&a).Error
	return a, translate(err)
}

// DisconnectAccount deletes an account's tokens and tells of it, and gives it as it was.
// One that is disconnected stays as it is. With a customer it must be theirs.
// ErrNotFound where there is none such.
func (s *Store) DisconnectAccount(ctx context.Context, workspace uuid.UUID, customer *uuid.UUID, id uuid.UUID, t *Told) (before models.ConnectedAccount, err error) {
	err = s.writing(ctx, s.dialect.lane(workspace), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			before = models.ConnectedAccount{}
			if err := tx.Raw("SELECT * FROM connected_accounts WHERE workspace_id = ? AND id = ?"+s.dialect.forUpdate(), workspace, id).Take(&before).Error; err != nil {
				return translate(err)
			}
			if customer != nil && before.CustomerID != *customer {
				return ErrNotFound
			}
			if before.Status == models.AccountDisconnected {
				return nil
			}
			if err := tx.Exec(withoutTokens+" WHERE workspace_id = ? AND id = ?", models.AccountDisconnected, t.Now, workspace, id).Error; err != nil {
				return err
			}
			e, err := t.event(models.EventAccountDisconnected, &before.CustomerID, id)
			if err != nil {
				return err
			}
			return tell(tx, s.dialect, workspace, e)
		})
	})
	return before, err
}

// withoutTokens takes an account's tokens away; no refresh that is under way gives new ones.
const withoutTokens = `UPDATE connected_accounts SET status = ?, sealed_access_token = NULL, sealed_refresh_token = NULL, expires_at = NULL,
	leased_until = NULL, generation = generation + 1, updated_at = ?`

// LeaseAccount lets the caller alone refresh an account's tokens until the lease ends,
// and tells whether it may: they must be of the generation, and nobody else must hold
// a lease.
func (s *Store) LeaseAccount(ctx context.Context, workspace, id uuid.UUID, generation int, now, until time.Time) (leased bool, err error) {
	err = s.writing(ctx, s.dialect.lane(workspace), func() error {
		taken := s.write.WithContext(ctx).Exec(`UPDATE connected_accounts SET leased_until = ?
WHERE workspace_id = ? AND id = ? AND generation = ? AND status = 'CONNECTED' AND (leased_until IS NULL OR leased_until <= ?)`, until, workspace, id, generation, now)
		leased = taken.RowsAffected > 0
		return taken.Error
	})
	return leased, err
}

// ReleaseAccount ends a lease of which nothing came.
func (s *Store) ReleaseAccount(ctx context.Context, workspace, id uuid.UUID, generation int, until time.Time) error {
	return s.writing(ctx, s.dialect.lane(workspace), func() error {
		return s.write.WithContext(ctx).Exec("UPDATE connected_accounts SET leased_until = NULL WHERE workspace_id = ? AND id = ? AND generation = ? AND leased_until = ?",
			workspace, id, generation, until).Error
	})
}

// RefreshAccount stores new tokens of an account, unless it has had others since, and
// tells whether it did. The account holds its generation as it was before.
func (s *Store) RefreshAccount(ctx context.Context, a *models.ConnectedAccount) (stored bool, err error) {
	err = s.writing(ctx, s.dialect.lane(a.WorkspaceID), func() error {
		set := s.write.WithContext(ctx).Exec(`UPDATE connected_accounts SET sealed_access_token = ?, sealed_refresh_token = ?, expires_at = ?, scopes = ?,
	obtained_at = ?, leased_until = NULL, generation = generation + 1, updated_at = ?
WHERE workspace_id = ? AND id = ? AND generation = ? AND status = 'CONNECTED'`, a.SealedAccessToken, a.SealedRefreshToken, a.ExpiresAt, a.Scopes,
			a.ObtainedAt, a.UpdatedAt, a.WorkspaceID, a.ID, a.Generation)
		stored = set.RowsAffected > 0
		return set.Error
	})
	return stored, err
}

// EndAccount takes the tokens of an account away that the provider takes no longer, and
// tells why; nothing happens where it has had others since.
func (s *Store) EndAccount(ctx context.Context, a *models.ConnectedAccount, failure models.ConnectionFailure, t *Told) error {
	return s.writing(ctx, s.dialect.lane(a.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			ended := tx.Exec(withoutTokens+" WHERE workspace_id = ? AND id = ? AND generation = ? AND status = 'CONNECTED'",
				models.AccountReconnectRequired, t.Now, a.WorkspaceID, a.ID, a.Generation)
			if ended.Error != nil || ended.RowsAffected == 0 {
				return ended.Error
			}
			return tellOfFailure(tx, s.dialect, a.WorkspaceID, a.CustomerID, a.ID, failure, t)
		})
	})
}

// tellOfFailure tells that an account could not be connected or kept.
func tellOfFailure(tx *gorm.DB, d dialect, workspace, customer, subject uuid.UUID, failure models.ConnectionFailure, t *Told) error {
	e, err := t.event(models.EventAccountFailed, &customer, subject)
	if err != nil {
		return err
	}
	e.Failure = &failure
	return tell(tx, d, workspace, e)
}

// AccountsToReseal reads, of all workspaces, the next accounts after one that have a
// token which another key than that with this id has sealed.
func (s *Store) AccountsToReseal(ctx context.Context, afterWorkspace, after uuid.UUID, keyID []byte, limit int) ([]*models.ConnectedAccount, error) {
	return find[models.ConnectedAccount](s.read.WithContext(ctx), `SELECT * FROM connected_accounts WHERE (workspace_id, id) > (@after_workspace, @after)
	AND (substr(sealed_access_token, 1, @length) <> @key OR substr(sealed_refresh_token, 1, @length) <> @key) ORDER BY workspace_id, id LIMIT @limit`,
		map[string]any{"after_workspace": afterWorkspace, "after": after, "key": keyID, "length": len(keyID), "limit": limit})
}

// ResealAccount gives an account its tokens as another key seals them, unless it has had
// others since they were read.
func (s *Store) ResealAccount(ctx context.Context, a *models.ConnectedAccount, access, refresh []byte) error {
	return s.write.WithContext(ctx).Exec("UPDATE connected_accounts SET sealed_access_token = ?, sealed_refresh_token = ? WHERE workspace_id = ? AND id = ? AND generation = ?",
		access, refresh, a.WorkspaceID, a.ID, a.Generation).Error
}
