package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/portico-portal/portico/bench/load"
)

// copier stores the rows of the largest call by COPY, the fastest way that
// PostgreSQL has, with a customer and a link around them.
type copier struct {
	conn *pgx.Conn
	t    tenant
	turn *atomic.Int64
}

func newCopier(ctx context.Context, databaseURL string, t tenant, turn *atomic.Int64) (*copier, error) {
	conn, err := pgx.Connect(ctx, databaseURL)
	return &copier{conn: conn, t: t, turn: turn}, err
}

// run takes one connection whatever is asked for. The time of a call is that of
// its transaction: its rows are made before.
func (c *copier) run(ctx context.Context, _ int, length time.Duration) (*load.Result, error) {
	result := &load.Result{}
	for end := time.Now().Add(length); time.Now().Before(end) || result.Calls == 0; {
		rows := newCopied(c.t.id, customerKey(bulkName, c.turn.Add(1)))
		begin := time.Now()
		if err := pgx.BeginFunc(ctx, c.conn, func(tx pgx.Tx) error { return rows.store(ctx, tx) }); err != nil {
			return nil, err
		}
		took := time.Since(begin)
		result.Calls++
		result.Elapsed += took
		result.Latency.Add(took)
	}
	return result, nil
}

// copied are the rows of a call as COPY takes them.
type copied struct {
	workspace, customer          uuid.UUID
	key                          string
	now                          time.Time
	spaces, identities, accesses [][]any
}

func newCopied(workspace uuid.UUID, key string) *copied {
	r := &copied{workspace: workspace, customer: newID(), key: key, now: time.Now().UTC().Truncate(time.Microsecond)}
	h := seventeenThousand
	for i := range h.rooms {
		name := fmt.Sprintf("Room %d", 100+i)
		r.spaces = append(r.spaces, r.row("ROOM", roomKey(i), name, name))
	}
	for i := range h.guests {
		name := fmt.Sprintf("Guest Number %d", i)
		r.identities = append(r.identities, append(r.row("GUEST", guestKey(i), name, name),
			fmt.Sprintf("guest%d@example.com", i), fmt.Sprintf("+1555%07d", i)))
	}
	for i := range h.reservations {
		name := fmt.Sprintf("Reservation %d", i)
		start, end := stay(i)
		references := fmt.Sprintf(`{"guest": %q, "rooms": [%q]}`, guestKey(i%h.guests), roomKey(i%h.rooms))
		r.accesses = append(r.accesses, append(r.row("RESERVATION", fmt.Sprintf("reservation-%d", i), name, name),
			start, end, end, references))
	}
	return r
}

func (r *copied) row(kind, key, name, sortName string) []any {
	return []any{r.workspace, newID(), r.customer, kind, key, name, strings.ToLower(sortName), r.now, r.now}
}

var listColumns = []string{"workspace_id", "id", "customer_id", "kind", "key", "name", "sort_name", "created_at", "updated_at"}

func (r *copied) store(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, "INSERT INTO customers (workspace_id, id, key, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)",
		r.workspace, r.customer, r.key, r.now); err != nil {
		return err
	}
	for _, list := range []struct {
		table   string
		columns []string
		rows    [][]any
	}{
		{"spaces", nil, r.spaces},
		{"user_identities", []string{"email_address", "phone_number"}, r.identities},
		{"access_grants", []string{"starts_at", "ends_at", "sort_ends_at", "reference_keys"}, r.accesses},
	} {
		columns := slices.Concat(listColumns, list.columns)
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{list.table}, columns, pgx.CopyFromRows(list.rows)); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `INSERT INTO magic_links (workspace_id, id, customer_id, token_hash, secret_id, generation,
		building_block_type, features, is_embedded, redemption_count, created_at, expires_at)
	VALUES ($1, $2, $3, $4, 'secret-id', 1, 'CONNECT_ACCOUNTS', '{}', false, 0, $5, $6)`,
		r.workspace, newID(), r.customer, []byte(rand.Text()), r.now, r.now.Add(24*time.Hour))
	return err
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
