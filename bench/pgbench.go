package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"github.com/portico-portal/portico/bench/load"
)

// pgbenchScript is the small call's statement alone: PostgreSQL's own client
// shows what is left when nothing but the database works. A space follows each
// colon in JSON, since pgbench takes ":false" for a variable.
const pgbenchScript = `\set key random(1, %d)
WITH customer AS (
	INSERT INTO customers AS c (workspace_id, id, key, created_at, updated_at)
	VALUES ('%[2]s', gen_random_uuid(), 'small-' || :key, clock_timestamp(), clock_timestamp())
	ON CONFLICT (workspace_id, key) DO UPDATE SET updated_at = excluded.updated_at
	RETURNING workspace_id, id, updated_at
), link AS (
	INSERT INTO magic_links (workspace_id, id, customer_id, token_hash, secret_id, generation, building_block_type, features,
		is_embedded, redemption_count, created_at, expires_at)
	SELECT workspace_id, gen_random_uuid(), id, decode(md5(random()::text) || md5(random()::text), 'hex'), 'secret-id', 1,
		'CONNECT_ACCOUNTS', '{"connect": {"exclude": false}, "manage_devices": {"exclude": false}, "organize": {"exclude": true}}',
		false, 0, updated_at, updated_at + interval '1 day'
	FROM customer
) SELECT id FROM customer;
`

// pgbench runs PostgreSQL's own load, of the small call alone.
type pgbench struct {
	program, script, databaseURL string
}

func newPgbench(program, folder, databaseURL string, t tenant, customers int) (*pgbench, error) {
	p := &pgbench{program: program, script: filepath.Join(folder, "small.sql"), databaseURL: databaseURL}
	return p, os.WriteFile(p.script, fmt.Appendf(nil, pgbenchScript, customers, t.id), 0o600)
}

var (
	processedPattern = regexp.MustCompile(`transactions actually processed: (\d+)`)
	failedPattern    = regexp.MustCompile(`failed transactions: [1-9]`)
	ratePattern      = regexp.MustCompile(`tps = ([\d.]+)`)
)

func (p *pgbench) run(ctx context.Context, connections int, length time.Duration) (*load.Result, error) {
	seconds := max(1, int(length.Round(time.Second)/time.Second))
	out, err := exec.CommandContext(ctx, p.program, "-n", "-M", "prepared", //nolint:gosec // a program that the caller named
		"-c", strconv.Itoa(connections), "-j", strconv.Itoa(min(connections, 2)), "-T", strconv.Itoa(seconds),
		"-f", p.script, p.databaseURL).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("pgbench: %w\n%s", err, out)
	}
	processed, rate := processedPattern.FindSubmatch(out), ratePattern.FindSubmatch(out)
	if processed == nil || rate == nil || failedPattern.Match(out) {
		return nil, fmt.Errorf("pgbench: %w\n%s", errors.New("no figures, or failures"), out)
	}
	calls, _ := strconv.Atoi(string(processed[1]))    // digits
	tps, _ := strconv.ParseFloat(string(rate[1]), 64) // digits
	// It tells no quantiles.
	return &load.Result{Calls: calls, Elapsed: time.Duration(float64(calls) / tps * float64(time.Second))}, nil
}
