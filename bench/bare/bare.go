// Package bare is the least that could do the job: net/http, encoding/json and
// pgx, without GraphQL and without a check. Its main call is one set-based
// statement; it takes the same requests as the product, of which it reads the
// variables, for the lists that the benchmark sends. Its redeeming takes a token
// and is a transaction of two statements. Its page of links is one statement.
package bare

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/portico-portal/portico/bench/parts"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"
)

// The paths of the handlers.
const (
	CreatePath = "/graphql"
	RedeemPath = "/redeem"
	PagePath   = "/page"
)

// Handler serves the main call, redeeming, and the page of links.
func Handler(ctx context.Context, p *parts.Parts) (http.Handler, error) {
	config, err := pgxpool.ParseConfig(p.DatabaseURL)
	if err != nil {
		return nil, err
	}
	config.MaxConns = parts.Connections
	config.AfterConnect = func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, "SET jit = off")
		return err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("POST "+CreatePath, p.Authenticated(&handler{pool: pool, keyring: p.Keyring}))
	mux.Handle("POST "+RedeemPath, &redeemer{pool: pool, secret: string(p.Keyring.Current())})
	mux.Handle("POST "+PagePath, p.Authenticated(&pager{pool: pool, keyring: p.Keyring}))
	return mux, nil
}

type handler struct {
	pool    *pgxpool.Pool
	keyring *token.Keyring
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in request
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	out, err := h.create(r.Context(), auth.FromContext(r.Context()).Tenant, &in.Variables.Input)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(out) // the client sees what is missing
}

func (h *handler) create(ctx context.Context, tenant models.Tenant, in *input) (*answer, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, err
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	expires := now.Add(parts.LinkTTL)
	secret := h.keyring.Current()
	text, ok := h.keyring.LinkToken(secret, tenant.Code, id, 1)
	if !ok {
		return nil, errors.New("the secret makes no token")
	}
	hash := text.Hash()
	customer, err := uuid.NewV7()
	if err != nil {
		return nil, err
	}
	args := []any{tenant.WorkspaceID, customer, in.CustomerData.CustomerKey, now, id, hash[:], string(secret), in.Features, expires}
	statement := small
	if in.CustomerData.hasLists() {
		statement = withLists
		args = append(args, in.CustomerData.arrays()...)
	}
	if err := h.pool.QueryRow(ctx, statement, args...).Scan(&customer); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	var out answer
	out.Data.CreateCustomerPortal.MagicLink = link{
		ID: id, URL: strings.Join([]string{parts.PublicURL, "p", text.Reveal()}, "/"), BuildingBlockType: "CONNECT_ACCOUNTS",
		CustomerKey: in.CustomerData.CustomerKey, WorkspaceID: tenant.WorkspaceID, IsEmbedded: in.IsEmbedded,
		CreatedAt: now, ExpiresAt: expires,
	}
	return &out, nil
}
