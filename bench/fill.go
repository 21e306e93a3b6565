package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// A filled workspace is this large; its links came in so many bursts, one of
// each customer.
const (
	customersEach = 100
	linksEach     = 10
)

// filling is what a database is filled with: workspaces that are alike, and one
// with so many customers, of a link each; none where it is zero.
type filling struct{ workspaces, giantsCustomers int }

func (f filling) links() int { return f.workspaces*customersEach*linksEach + f.giantsCustomers }

func (f filling) customers() int { return f.workspaces*customersEach + f.giantsCustomers }

// fillPrelude names the ids: a workspace's by its number, and others as the
// product's, in the order of time.
const fillPrelude = `
CREATE FUNCTION bench_workspace(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN CAST('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') AS uuid);
CREATE FUNCTION bench_id(moment timestamptz) RETURNS uuid LANGUAGE sql VOLATILE
RETURN CAST(encode(set_byte(substring(int8send(CAST(extract(epoch FROM moment) * 1000 AS bigint)) FROM 3)
	|| substring(uuid_send(gen_random_uuid()) FROM 7), 6, 112), 'hex') AS uuid);`

// The statements of the filling. $1 and $2 bound the numbers of what they make,
// or of the workspaces they make it for; $3 is the moment.
const (
	fillWorkspaces = `WITH made AS (
	INSERT INTO workspaces (id, code, name, created_at, updated_at)
	SELECT bench_workspace(n), 'b' || lpad(CAST(n AS text), 5, '0'), 'workspace ' || n, $3, $3 FROM generate_series($1::bigint, $2 - 1) AS n
	RETURNING id, code
) INSERT INTO workspace_codes (code, workspace_id) SELECT code, id FROM made`
	fillCustomers = `INSERT INTO customers (workspace_id, id, key, created_at, updated_at)
SELECT bench_workspace(n), bench_id($3), 'customer-' || c, $3, $3
FROM generate_series($1::bigint, $2 - 1) AS n, generate_series(0, 99) AS c`
	fillSpaces = `INSERT INTO spaces (workspace_id, id, customer_id, kind, key, name, sort_name, created_at, updated_at)
SELECT workspace_id, bench_id($3), id, 'ROOM', 'room-' || i, 'Room ' || i, 'room ' || i, $3, $3
FROM customers, generate_series(0, 1) AS i WHERE ` + fillRange
	fillIdentities = `INSERT INTO user_identities (workspace_id, id, customer_id, kind, key, name, sort_name, created_at, updated_at)
SELECT workspace_id, bench_id($3), id, 'GUEST', 'guest-0', 'Guest', 'guest', $3, $3 FROM customers WHERE ` + fillRange
	fillGrants = `INSERT INTO access_grants (workspace_id, id, customer_id, kind, key, name, sort_name, starts_at, ends_at, sort_ends_at,
	reference_keys, created_at, updated_at)
SELECT workspace_id, bench_id($3), id, 'RESERVATION', 'stay-' || i, 'Stay', 'stay', $3, $3::timestamptz + interval '3 days',
	$3::timestamptz + interval '3 days', jsonb_build_object('guest', 'guest-0', 'rooms', jsonb_build_array('room-' || i)), $3, $3
FROM customers, generate_series(0, 1) AS i WHERE ` + fillRange
	fillLinks = `INSERT INTO magic_links (workspace_id, id, customer_id, token_hash, secret_id, generation, building_block_type, features,
	is_embedded, redemption_count, created_at, expires_at)
SELECT workspace_id, bench_id($3), id, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), $4, 1, 'CONNECT_ACCOUNTS',
	'{"connect": {"exclude": false}, "manage_devices": {"exclude": false}, "organize": {"exclude": true}}',
	false, 0, $3, $3::timestamptz + interval '30 days'
FROM customers WHERE ` + fillRange
	fillRange      = `workspace_id >= bench_workspace($1) AND workspace_id < bench_workspace($2)`
	giantCustomers = `INSERT INTO customers (workspace_id, id, key, created_at, updated_at)
SELECT bench_workspace(0), bench_id($3), 'customer-' || c, $3, $3 FROM generate_series($1::bigint, $2 - 1) AS c`
)

// giantNumber is the number of the workspace with very many customers.
const giantNumber = 0

// fillers is how many connections fill at once.
const fillers = 2

// filler fills a database.
type filler struct {
	conns  []*pgx.Conn
	moment time.Time
}

// fill stores a filling, by a statement for some hundred workspaces each, with
// all indices on. Foreign keys are not checked: what is stored has been made to
// hold them.
func fill(ctx context.Context, d *database, f filling, secret string) (err error) {
	if _, err := d.conn.Exec(ctx, fillPrelude); err != nil {
		return err
	}
	r := &filler{moment: time.Now().UTC().Add(-time.Hour)}
	defer r.close()
	for range fillers {
		conn, err := pgx.Connect(ctx, d.url())
		if err != nil {
			return err
		}
		r.conns = append(r.conns, conn)
		if _, err := conn.Exec(ctx, "SET session_replication_role = replica; SET synchronous_commit = off"); err != nil {
			return fmt.Errorf("filling takes a superuser: %w", err)
		}
	}
	return errors.Join(r.workspaces(ctx, f.workspaces, secret), r.giant(ctx, f.giantsCustomers, secret), tidy(ctx, d))
}

func (r *filler) close() {
	for _, conn := range r.conns {
		_ = conn.Close(context.Background()) // all is committed
	}
}

func (r *filler) workspaces(ctx context.Context, n int, secret string) error {
	begin, end := giantNumber+1, giantNumber+1+n
	for _, statement := range []string{fillWorkspaces, fillCustomers, fillSpaces, fillIdentities, fillGrants} {
		if err := r.all(ctx, statement, begin, end, 500); err != nil {
			return err
		}
	}
	for range linksEach {
		r.moment = r.moment.Add(time.Minute)
		if err := r.all(ctx, fillLinks, begin, end, 500, secret); err != nil {
			return err
		}
	}
	return nil
}

// giant stores the workspace with very many customers.
func (r *filler) giant(ctx context.Context, customers int, secret string) error {
	if customers == 0 {
		return nil
	}
	return errors.Join(
		r.all(ctx, fillWorkspaces, giantNumber, giantNumber+1, 1),
		r.all(ctx, giantCustomers, 0, customers, 50_000),
		r.all(ctx, fillLinks, giantNumber, giantNumber+1, 1, secret))
}

// all runs a statement for all numbers from begin to before end, so many at a time.
func (r *filler) all(ctx context.Context, statement string, begin, end, step int, args ...any) error {
	chunks := make(chan int)
	failures := make([]error, len(r.conns))
	var group sync.WaitGroup
	for i, conn := range r.conns {
		group.Go(func() {
			for from := range chunks {
				if failures[i] == nil {
					_, failures[i] = conn.Exec(ctx, statement, append([]any{from, min(from+step, end), r.moment}, args...)...)
				}
			}
		})
	}
	for from := begin; from < end; from += step {
		chunks <- from
	}
	close(chunks)
	group.Wait()
	if err := errors.Join(failures...); err != nil {
		line, _, _ := strings.Cut(statement, "(")
		return fmt.Errorf("%s: %w", line, err)
	}
	return nil
}

// tidy leaves the database as one that has grown in peace, with nothing left to
// do in the background.
func tidy(ctx context.Context, d *database) error {
	for _, statement := range []string{"VACUUM (ANALYZE)", "CHECKPOINT"} {
		if _, err := d.conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// workspaceOf gives the id and code of a filled workspace.
func workspaceOf(ctx context.Context, d *database, number int) (id uuid.UUID, code string, err error) {
	err = d.conn.QueryRow(ctx, "SELECT id, code FROM workspaces WHERE id = bench_workspace($1)", number).Scan(&id, &code)
	return id, code, err
}
