package store

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// MaxPendingAuthorizations is how many authorizations of a customer wait for an answer at once.
const MaxPendingAuthorizations = 20

// ErrTooManyAccounts says that a customer has as many accounts as it may have.
var ErrTooManyAccounts = errors.New("store: too many accounts")

// ErrRefused says that an answer is known and can't be taken.
var ErrRefused = errors.New("store: refused")

// CreateAuthorization stores an authorization. ErrNotFound where the provider, or the
// account that it is to connect again, isn't there; ErrTooMany where MaxPendingAuthorizations
// wait, ErrTooManyAccounts where the customer has MaxAccounts, or would have if all that
// waits brought another one. What a session began that has ended waits no longer.
func (s *Store) CreateAuthorization(ctx context.Context, a *models.AccountAuthorization, secrets []string) error {
	return s.writing(ctx, s.dialect.lane(a.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			// The customer's row, so that two who begin at once come one after the other.
			if err := tx.Exec("UPDATE customers SET updated_at = updated_at WHERE workspace_id = ? AND id = ?", a.WorkspaceID, a.CustomerID).Error; err != nil {
				return err
			}
			if err := mayAuthorize(tx, s.dialect, a, secrets); err != nil {
				return err
			}
			return tx.Exec(`INSERT INTO account_authorizations (workspace_id, id, customer_id, provider_id, account_id, session_id, opened_for, status,
	start_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				a.WorkspaceID, a.ID, a.CustomerID, a.ProviderID, a.AccountID, a.SessionID, a.OpenedFor, a.Status, a.StartHash, a.CreatedAt, a.ExpiresAt).Error
		})
	})
}

// mayAuthorize tells why an authorization may not begin.
func mayAuthorize(tx *gorm.DB, d dialect, a *models.AccountAuthorization, secrets []string) error {
	waiting := "FROM account_authorizations WHERE workspace_id = @workspace AND customer_id = @customer AND expires_at > @now AND status = 'PENDING' AND " + sessionGoesOn(d)
	var counts struct{ Providers, Pending, Others, Accounts, Own int }
	err := tx.Raw(`SELECT (SELECT count(*) FROM providers WHERE workspace_id = @workspace AND id = @provider) AS providers,
	(SELECT count(*) `+waiting+`) AS pending,
	(SELECT count(*) `+waiting+` AND account_id IS NULL) AS others,
	(SELECT count(*) FROM connected_accounts WHERE workspace_id = @workspace AND customer_id = @customer) AS accounts,
	(SELECT count(*) FROM connected_accounts WHERE workspace_id = @workspace AND id = @account AND customer_id = @customer AND provider_id = @provider) AS own`,
		map[string]any{
			"workspace": a.WorkspaceID, "provider": a.ProviderID, "customer": a.CustomerID, "now": a.CreatedAt, "account": a.AccountID, "secrets": secrets,
		}).Take(&counts).Error
	switch {
	case err != nil:
		return err
	case counts.Providers == 0:
		return ErrNotFound
	case a.AccountID != nil && counts.Own == 0:
		return ErrNoAccount
	case counts.Pending >= MaxPendingAuthorizations:
		return ErrTooMany
	case a.AccountID == nil && counts.Accounts+counts.Others >= MaxAccounts:
		return ErrTooManyAccounts
	default:
		return nil
	}
}

// ErrNoAccount says that a customer has no such account at the provider.
var ErrNoAccount = errors.New("store: no such account")

// Authorization reads an authorization, or ErrNotFound.
func (s *Store) Authorization(ctx context.Context, workspace, id uuid.UUID) (models.AccountAuthorization, error) {
	return nodeRow[models.AccountAuthorization](ctx, s, "account_authorizations", workspace, id)
}

// sessionAndLinkGoOn is the condition that the session s of the link l goes on.
const sessionAndLinkGoOn = "s.expires_at > @now AND l.expires_at > @now AND l.revoked_at IS NULL AND l.secret_id IN @secrets"

// sessionGoesOn is the condition that the session which began an authorization goes on.
func sessionGoesOn(d dialect) string {
	return `EXISTS (SELECT 1 FROM portal_sessions AS s JOIN magic_links AS l ON l.workspace_id = s.workspace_id AND l.id = s.magic_link_id
	WHERE s.workspace_id = account_authorizations.workspace_id AND s.id = session_id AND ` + sessionAndLinkGoOn + d.ofWorkspace("s") + ")"
}

// AuthorizationStart is the first step of an authorization: its URL is followed.
type AuthorizationStart struct {
	// Code is the workspace's, which stands in the URL.
	Code      string
	StartHash [32]byte
	// StateHash, CookieHash and NonceHash are of what the answer must bring.
	StateHash, CookieHash, NonceHash [32]byte
	// SealedVerifier is PKCE's.
	SealedVerifier []byte
	Now            time.Time
	// Until is when the time for the answer runs out.
	Until time.Time
	// Secrets are those by which a link may have been made.
	Secrets []string
}

// StartAuthorization takes the first step once, and gives the authorization. ErrNotFound
// where none waits for it, or the session that began it has ended.
func (s *Store) StartAuthorization(ctx context.Context, start AuthorizationStart) (a models.AccountAuthorization, err error) {
	args := map[string]any{
		"code": start.Code, "start": start.StartHash[:], "state": start.StateHash[:], "cookie": start.CookieHash[:], "nonce": start.NonceHash[:],
		"verifier": start.SealedVerifier, "now": start.Now, "until": start.Until, "secrets": start.Secrets,
	}
	err = s.writing(ctx, s.dialect.redeemLane(start.Code), func() error {
		a = models.AccountAuthorization{}
		db := s.write.WithContext(ctx)
		workspace, err := s.dialect.ofCode(db, args)
		if err != nil {
			return err
		}
		return translate(db.Raw(`UPDATE account_authorizations SET started_at = @now, expires_at = @until, state_hash = @state, cookie_hash = @cookie, nonce_hash = @nonce, sealed_verifier = @verifier
WHERE workspace_id = `+workspace+` AND start_hash = @start AND started_at IS NULL AND status = 'PENDING' AND expires_at > @now AND `+sessionGoesOn(s.dialect)+`
RETURNING *`, args).Take(&a).Error)
	})
	return a, err
}

// AuthorizationAnswer is the last step of an authorization: the provider leads back.
type AuthorizationAnswer struct {
	// Code is the workspace's, which stands in the state.
	Code                  string
	StateHash, CookieHash [32]byte
	Secrets               []string
	// Told is for an answer that is known and can't be taken; its actor is the session's.
	Told *Told
}

// AnswerAuthorization takes the last step once, and gives the authorization. ErrNotFound
// where the state is unknown. ErrRefused, with the authorization, where the state was
// used, the time ran out, the cookie is another's or the session has ended: of each
// authorization the first such answer is told of. Where the session has ended it fails.
func (s *Store) AnswerAuthorization(ctx context.Context, answer AuthorizationAnswer) (a models.AccountAuthorization, err error) {
	now := answer.Told.Now
	args := map[string]any{"code": answer.Code, "state": answer.StateHash[:], "now": now, "secrets": answer.Secrets}
	refused := false
	err = s.writing(ctx, s.dialect.redeemLane(answer.Code), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			var found struct {
				models.AccountAuthorization
				GoesOn int
			}
			workspace, err := s.dialect.ofCode(tx, args)
			if err != nil {
				return err
			}
			if err := tx.Raw("SELECT account_authorizations.*, CASE WHEN "+sessionGoesOn(s.dialect)+` THEN 1 ELSE 0 END AS goes_on FROM account_authorizations
WHERE workspace_id = `+workspace+" AND state_hash = @state"+s.dialect.forUpdate(), args).Take(&found).Error; err != nil {
				return translate(err)
			}
			a = found.AccountAuthorization
			refused = a.AnsweredAt != nil || a.Status != models.AuthorizationPending || !a.ExpiresAt.After(now) || found.GoesOn == 0 ||
				!bytes.Equal(a.CookieHash, answer.CookieHash[:])
			if !refused {
				return tx.Exec("UPDATE account_authorizations SET answered_at = ? WHERE workspace_id = ? AND id = ?", now, a.WorkspaceID, a.ID).Error
			}
			if found.GoesOn == 0 && a.AnsweredAt == nil {
				if _, err := setFailed(tx, &a, models.ConnectionInvalid); err != nil {
					return err
				}
			}
			if a.RefusedAt != nil {
				return nil
			}
			if err := tx.Exec("UPDATE account_authorizations SET refused_at = ? WHERE workspace_id = ? AND id = ?", now, a.WorkspaceID, a.ID).Error; err != nil {
				return err
			}
			told := *answer.Told
			told.Actor.ID, told.Actor.OpenedFor = &a.SessionID, a.OpenedFor
			return tellOfFailure(tx, s.dialect, a.WorkspaceID, a.CustomerID, a.ID, models.ConnectionInvalid, &told)
		})
	})
	if err == nil && refused {
		err = ErrRefused
	}
	return a, err
}

// FailAuthorization says why an authorization brought no account. What is decided stays.
func (s *Store) FailAuthorization(ctx context.Context, a *models.AccountAuthorization, failure models.ConnectionFailure, t *Told) error {
	return s.writing(ctx, s.dialect.lane(a.WorkspaceID), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			return fail(tx, s.dialect, a, failure, t)
		})
	})
}

// fail does so in a transaction.
func fail(tx *gorm.DB, d dialect, a *models.AccountAuthorization, failure models.ConnectionFailure, t *Told) error {
	if failed, err := setFailed(tx, a, failure); err != nil || !failed {
		return err
	}
	return tellOfFailure(tx, d, a.WorkspaceID, a.CustomerID, a.ID, failure, t)
}

// setFailed does so without telling, and tells whether it wasn't decided before.
func setFailed(tx *gorm.DB, a *models.AccountAuthorization, failure models.ConnectionFailure) (failed bool, err error) {
	set := tx.Exec("UPDATE account_authorizations SET status = 'FAILED', failure = ?, sealed_verifier = NULL WHERE workspace_id = ? AND id = ? AND status = 'PENDING'",
		failure, a.WorkspaceID, a.ID)
	return set.RowsAffected > 0, set.Error
}
