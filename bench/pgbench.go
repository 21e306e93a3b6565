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

// pgbench is PostgreSQL's own load, of the small call alone.
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
	// Its time begins before it has connected, though its rate doesn't: on a busy
	// machine little is left of a short one.
	for seconds := max(3, int(length.Round(time.Second)/time.Second)); ; seconds *= 2 {
		result, err := p.once(ctx, connections, seconds)
		if err == nil && result.Calls == 0 && seconds < 60 {
			continue
		}
		if err == nil && result.Calls == 0 {
			err = errors.New("nothing was done")
		}
		return result, err
	}
}

func (p *pgbench) once(ctx context.Context, connections, seconds int) (*load.Result, error) {
	out, err := exec.CommandContext(ctx, p.program, "-n", "-M", "prepared", //nolint:gosec // a program that the caller named
		"-c", strconv.Itoa(connections), "-j", strconv.Itoa(min(connections, 2)), "-T", strconv.Itoa(seconds),
		"-f", p.script, p.databaseURL).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	processed := processedPattern.FindSubmatch(out)
	if processed == nil || failedPattern.Match(out) {
		return nil, fmt.Errorf("no figures, or failures\n%s", out)
	}
	calls, _ := strconv.Atoi(string(processed[1])) // digits
	if calls == 0 {
		return &load.Result{}, nil
	}
	rate := ratePattern.FindSubmatch(out)
	if rate == nil {
		return nil, fmt.Errorf("no rate\n%s", out)
	}
	tps, _ := strconv.ParseFloat(string(rate[1]), 64) // digits
	// It tells no quantiles.
	return &load.Result{Calls: calls, Elapsed: time.Duration(float64(calls) / tps * float64(time.Second))}, nil
}
