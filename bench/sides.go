package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/portico-portal/portico/bench/load"
)

// The sides of the comparison.
const (
	sidePortico = "portico"
	sideRows    = "rows"
	sideBare    = "bare"
	sidePgbench = "pgbench"
	sideOther   = "other"
)

// sideNames lists them; the product is compared with those after it.
var sideNames = []string{sidePortico, sideRows, sideBare, sidePgbench, sideOther}

var aboutSides = map[string]string{
	sidePortico: "the product",
	sideRows:    "gqlgen as it comes and GORM a row at a time, on the same schema and tables",
	sideBare:    "net/http, encoding/json and pgx: one set-based statement a call (redeem: BEGIN, UPDATE, INSERT, COMMIT), no GraphQL, no checks",
	sidePgbench: "PostgreSQL's client with the small call's statement, prepared: one upsert and one insert",
	sideOther:   "another build of the product",
}

// side is one way to do the job, with a workspace of its own.
type side struct {
	name    string
	tenant  tenant
	process *process
	pgbench *pgbench
	turns   map[string]*atomic.Int64
	// tokens are those of the links that are to be redeemed.
	tokens []string
	// links and redemptions are what must be stored in the end.
	links, redemptions int
}

// prepare makes the links that a workload redeems.
func (s *side) prepare(ctx context.Context, d *database, w *workload) (err error) {
	if !w.redeems() {
		return nil
	}
	s.tokens, err = d.newLinks(ctx, s.tenant, w.links)
	s.links += len(s.tokens)
	return err
}

// send loads the side and counts its calls.
func (s *side) send(ctx context.Context, w *workload, connections, customers int, length time.Duration) (*load.Result, error) {
	var result *load.Result
	var err error
	if s.pgbench != nil {
		result, err = s.pgbench.run(ctx, connections, length)
	} else {
		if s.turns[w.name] == nil {
			s.turns[w.name] = new(atomic.Int64)
		}
		r := w.requests[s.name]
		target := load.Target{Addr: s.process.addr, Path: r.path}
		if !w.redeems() {
			target.Key = s.tenant.key
		}
		result, err = load.Run(ctx, load.Load{
			Target: target, Workers: connections, For: length, Next: r.bodies(w.text(s, customers)), Good: w.good,
		})
	}
	if err != nil {
		err = fmt.Errorf("%s, %s call at %d connections: %w", s.name, w.name, connections, err)
		if s.process != nil && !errors.Is(err, context.Canceled) {
			err = fmt.Errorf("%w\n%s", err, s.process.logged())
		}
		return nil, err
	}
	if w.redeems() {
		s.redemptions += result.Calls
	} else {
		s.links += result.Calls
	}
	return result, nil
}

func (s *side) cpu() time.Duration {
	if s.process == nil {
		return 0
	}
	return s.process.cpu()
}

// startSides starts the servers. All that were started are given, also with an error.
func startSides(ctx context.Context, o *options, d *database, folder string) ([]*side, error) {
	var sides []*side
	for _, name := range sideNames {
		if name == sidePgbench && o.pgbench == "" || name == sideOther && o.other == "" {
			continue
		}
		s, err := startSide(ctx, o, d, folder, name)
		if err != nil {
			return sides, err
		}
		sides = append(sides, s)
	}
	return sides, nil
}

func startSide(ctx context.Context, o *options, d *database, folder, name string) (*side, error) {
	t, err := d.newTenant(ctx, name)
	if err != nil {
		return nil, err
	}
	s := &side{name: name, tenant: t, turns: map[string]*atomic.Int64{}}
	if name == sidePgbench {
		s.pgbench, err = newPgbench(o.pgbench, folder, d.url, t, o.customers)
		return s, err
	}
	if program := o.program(name); program != "" {
		s.process, err = start(ctx, folder, name, d.url, program, "serve")
		return s, err
	}
	args := []string{"serve", "-side", name}
	if o.profile != "" {
		args = append(args, "-profile", filepath.Join(o.profile, "cpu"))
	}
	s.process, err = start(ctx, folder, name, d.url, itself(), args...)
	return s, err
}

// program is the product's own program for a side that has one.
func (o *options) program(side string) string {
	return map[string]string{sidePortico: o.portico, sideOther: o.other}[side]
}

// itself is this program, which is its own server.
func itself() string {
	path, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return path
}

// verify holds what was answered against what is stored.
func (s *side) verify(ctx context.Context, d *database) error {
	r, err := d.stored(ctx, s.tenant.id)
	if err == nil && r.links != s.links {
		err = fmt.Errorf("%s answered %d calls with a link, but %d links are stored", s.name, s.links, r.links)
	}
	if err == nil && (r.redemptions != s.redemptions || r.sessions != s.redemptions) {
		err = fmt.Errorf("%s answered %d calls with a session, but %d are stored and %d redemptions counted",
			s.name, s.redemptions, r.sessions, r.redemptions)
	}
	if err == nil {
		fmt.Printf("  %-8s %d links answered and stored, for %d customers; %d sessions answered and stored\n",
			s.name, r.links, r.customers, r.sessions)
	}
	return err
}
