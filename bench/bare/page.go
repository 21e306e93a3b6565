package bare

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/portico-portal/portico/bench/parts"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"
)

// newestLinks reads the newest 100 links with what the page shows of their
// customers, whose lists PostgreSQL writes as JSON.
const newestLinks = `SELECT l.id, l.secret_id, l.generation, l.created_at, l.expires_at, l.revoked_at, l.max_redemptions,
	l.redemption_count, c.key, spaces.nodes, grants.nodes
FROM (SELECT * FROM magic_links WHERE workspace_id = $1 ORDER BY id DESC LIMIT 100) AS l
JOIN customers AS c ON c.workspace_id = l.workspace_id AND c.id = l.customer_id
CROSS JOIN LATERAL (
	SELECT coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'key', key, 'name', name)), '[]') AS nodes
	FROM (
		SELECT id, kind, key, name FROM spaces
		WHERE workspace_id = l.workspace_id AND customer_id = l.customer_id ORDER BY kind, sort_name, id LIMIT 10
	) AS first
) AS spaces
CROSS JOIN LATERAL (
	SELECT coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'key', key, 'name', name,
		'startsAt', starts_at, 'endsAt', ends_at)), '[]') AS nodes
	FROM (
		SELECT id, kind, key, name, starts_at, ends_at FROM access_grants
		WHERE workspace_id = l.workspace_id AND customer_id = l.customer_id ORDER BY sort_ends_at, id LIMIT 10
	) AS first
) AS grants
ORDER BY l.id DESC`

type pager struct {
	pool    *pgxpool.Pool
	keyring *token.Keyring
}

type shownLink struct {
	ID        uuid.UUID              `json:"id"`
	URL       string                 `json:"url"`
	Status    models.MagicLinkStatus `json:"status"`
	CreatedAt time.Time              `json:"createdAt"`
	ExpiresAt time.Time              `json:"expiresAt"`
	Customer  shownCustomer          `json:"customer"`
}

type shownCustomer struct {
	Key          string `json:"key"`
	Spaces       nodes  `json:"spaces"`
	AccessGrants nodes  `json:"accessGrants"`
}

type nodes struct {
	Nodes json.RawMessage `json:"nodes"`
}

type page struct {
	Data struct {
		MagicLinks struct {
			Nodes []shownLink `json:"nodes"`
		} `json:"magicLinks"`
	} `json:"data"`
}

func (h *pager) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	out, err := h.page(r.Context(), auth.FromContext(r.Context()).Tenant)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(out) // the client sees what is missing
}

func (h *pager) page(ctx context.Context, tenant models.Tenant) (*page, error) {
	rows, err := h.pool.Query(ctx, newestLinks, tenant.WorkspaceID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out page
	now := time.Now()
	for rows.Next() {
		var l models.MagicLink
		var shown shownLink
		if err := rows.Scan(&l.ID, &l.SecretID, &l.Generation, &l.CreatedAt, &l.ExpiresAt, &l.RevokedAt, &l.MaxRedemptions,
			&l.RedemptionCount, &shown.Customer.Key, &shown.Customer.Spaces.Nodes, &shown.Customer.AccessGrants.Nodes); err != nil {
			return nil, err
		}
		text, ok := h.keyring.LinkToken(token.SecretID(l.SecretID), tenant.Code, l.ID, l.Generation)
		if !ok {
			return nil, errors.New("the secret makes no token")
		}
		shown.ID, shown.URL, shown.Status = l.ID, parts.PublicURL+"/p/"+text.Reveal(), l.Status(now, true)
		shown.CreatedAt, shown.ExpiresAt = l.CreatedAt.UTC(), l.ExpiresAt.UTC()
		out.Data.MagicLinks.Nodes = append(out.Data.MagicLinks.Nodes, shown)
	}
	return &out, rows.Err()
}
