package bare

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/portico-portal/portico/bench/parts"
	"github.com/portico-portal/portico/internal/token"
)

// countRedemption counts a redemption of a link that still opens.
const countRedemption = `UPDATE magic_links SET redemption_count = redemption_count + 1,
	first_redeemed_at = COALESCE(first_redeemed_at, $1), last_redeemed_at = $1
WHERE workspace_id = (SELECT workspace_id FROM workspace_codes WHERE code = $2) AND token_hash = $3
	AND revoked_at IS NULL AND secret_id = $4 AND expires_at > $1
	AND (max_redemptions IS NULL OR redemption_count < max_redemptions)
RETURNING workspace_id, customer_id, id, expires_at`

const insertSession = `INSERT INTO portal_sessions (workspace_id, id, customer_id, magic_link_id, token_hash, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)`

type redeemer struct {
	pool   *pgxpool.Pool
	secret string
}

type redemption struct {
	Token string `json:"token"`
}

type session struct {
	Token     string    `json:"token"`
	ExpiresAt time.Time `json:"expiresAt"`
}

func (h *redeemer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in redemption
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	out, err := h.redeem(r.Context(), in.Token)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(out) // the client sees what is missing
}

// redeem starts a session of the link that a token belongs to.
func (h *redeemer) redeem(ctx context.Context, text string) (*session, error) {
	link, err := token.ParseLinkToken(text)
	if err != nil {
		return nil, err
	}
	secret, err := token.NewSessionToken(rand.Reader, link.WorkspaceCode())
	if err != nil {
		return nil, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return nil, err
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	out := &session{Token: secret.Reveal(), ExpiresAt: now.Add(parts.SessionTTL)}
	linkHash, hash := link.Hash(), secret.Hash()
	tx, err := h.pool.Begin(ctx)
	if err != nil {
		return nil, err
	}
	var workspace, customer, linkID uuid.UUID
	var linkExpires time.Time
	err = tx.QueryRow(ctx, countRedemption, now, link.WorkspaceCode(), linkHash[:], h.secret).
		Scan(&workspace, &customer, &linkID, &linkExpires)
	if err == nil {
		_, err = tx.Exec(ctx, insertSession, workspace, id, customer, linkID, hash[:], now, out.ExpiresAt)
	}
	if err != nil {
		return nil, errors.Join(err, tx.Rollback(ctx))
	}
	if linkExpires.Before(out.ExpiresAt) {
		out.ExpiresAt = linkExpires.UTC()
	}
	return out, tx.Commit(ctx)
}
