package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/portico-portal/portico/bench/load"
)

// The sides of the comparison.
const (
	sidePortico      = "portico"
	sideRows         = "rows"
	sideBare         = "bare"
	sidePgbench      = "pgbench"
	sidePostGraphile = "postgraphile"
	sideCopy         = "copy"
	sideShared       = "shared"
	sideSharedGORM   = "shared-gorm"
	sideOther        = "other"
	sideConstant     = "constant"
)

// sideNames lists those over PostgreSQL.
var sideNames = []string{sidePortico, sideRows, sideBare, sidePgbench, sidePostGraphile, sideCopy, sideOther}

// sqliteSides lists those over SQLite.
var sqliteSides = []string{sidePortico, sideShared, sideSharedGORM, sideOther}

var aboutSides = map[string]string{
	sidePortico:      "the product",
	sideRows:         "gqlgen as it comes and GORM a row at a time, on the same schema and tables",
	sideBare:         "net/http, encoding/json and pgx: one set-based statement a call (redeem: BEGIN, UPDATE, INSERT, COMMIT), no GraphQL, no checks",
	sidePgbench:      "PostgreSQL's client with the small call's statement, prepared: one upsert and one insert",
	sidePostGraphile: "PostGraphile 5 over a set-based PL/pgSQL function, on the same tables, no checks",
	sideCopy:         "COPY of the same rows by pgx in one transaction, the rows made beforehand",
	sideShared:       "in process, no HTTP: the small call's two statements, those that wait sharing a transaction; prepared, by the product's SQLite driver",
	sideSharedGORM:   "the same by GORM's Raw and Exec, unprepared",
	sideOther:        "another build of the product",
	sideConstant:     "net/http and as many multiplications for each call, no database",
}

// side is one way to do the job, with workspaces of its own.
type side struct {
	name    string
	db      storage
	tenants []tenant
	// process is the side's server; nil where it brings its own load.
	process *process
	own     ownLoader
	turns   map[string]*atomic.Int64
	entries map[string][]entry
	// customers is how many are stored in its workspace beforehand, if they are
	// more than the usual number.
	customers int
	// before is what was stored when it began.
	before rows
	// links, redemptions and items are what must have come to be stored in the end.
	links, redemptions int
	items              map[string]func() int
	// after waits for what a round leaves to be done, which the next side would bear; nil
	// where it leaves nothing.
	after func()
}

// ownLoader is a side that does without a server: it runs calls itself.
type ownLoader interface {
	run(ctx context.Context, connections int, length time.Duration) (*load.Result, error)
}

func newSide(ctx context.Context, name string, db storage, tenants ...tenant) (*side, error) {
	before, err := db.stored(ctx, idsOf(tenants))
	return &side{
		name: name, db: db, tenants: tenants, before: before,
		turns: map[string]*atomic.Int64{}, entries: map[string][]entry{}, items: map[string]func() int{},
	}, err
}

// turn counts the calls of a workload.
func (s *side) turn(workload string) *atomic.Int64 {
	if s.turns[workload] == nil {
		s.turns[workload] = new(atomic.Int64)
	}
	return s.turns[workload]
}

// prepare makes what a workload's calls need beforehand.
func (s *side) prepare(ctx context.Context, w *workload) (err error) {
	if w.entries != nil && s.entries[w.name] == nil {
		s.entries[w.name], err = w.entries(ctx, s)
	}
	return err
}

// send loads the side and counts its calls.
func (s *side) send(ctx context.Context, w *workload, connections, customers int, length time.Duration) (result *load.Result, err error) {
	if s.own != nil {
		result, err = s.own.run(ctx, connections, length)
	} else {
		result, err = load.Run(ctx, s.load(w, connections, customers, length))
	}
	if err != nil {
		return nil, s.explain(err, w, connections)
	}
	s.count(w, result.Calls, customers)
	return result, nil
}

func (s *side) load(w *workload, connections, customers int, length time.Duration) load.Load {
	return load.Load{
		Target:  load.Target{Addr: s.process.addr, Path: w.requests[s.name].path},
		Workers: connections, For: length, Next: w.calls(s, customers), Good: w.good,
	}
}

// count notes what calls that were answered must have left.
func (s *side) count(w *workload, calls, customers int) {
	switch w.effect {
	case makesLink:
		s.links += calls
	case redeems:
		s.redemptions += calls
	case reads:
	}
	s.items[w.name] = func() int { return w.itemsOf(s.turn(w.name), customers) }
}

func (s *side) explain(err error, w *workload, connections int) error {
	err = fmt.Errorf("%s, %s call at %d connections: %w", s.name, w.name, connections, err)
	if s.process != nil && !errors.Is(err, context.Canceled) {
		err = fmt.Errorf("%w\n%s", err, s.process.logged())
	}
	return err
}

func (s *side) cpu() time.Duration {
	if s.process == nil {
		return 0
	}
	return s.process.cpu()
}

// verify holds what was answered against what is stored.
func (s *side) verify(ctx context.Context) error {
	r, err := s.db.stored(ctx, idsOf(s.tenants))
	if err != nil {
		return err
	}
	if links := r.links - s.before.links; links != s.links {
		return fmt.Errorf("%s answered %d calls with a link, but %d links are stored", s.name, s.links, links)
	}
	redemptions, sessions := r.redemptions-s.before.redemptions, r.sessions-s.before.sessions
	if redemptions != s.redemptions || sessions != s.redemptions {
		return fmt.Errorf("%s answered %d calls with a session, but %d are stored and %d redemptions counted",
			s.name, s.redemptions, sessions, redemptions)
	}
	sent := 0
	for _, items := range s.items {
		sent += items()
	}
	if items := r.items - s.before.items; items != sent {
		return fmt.Errorf("%s was sent %d rooms, guests and reservations, but %d are stored", s.name, sent, items)
	}
	fmt.Printf("  %-12s %d links, %d sessions and %d rows of lists answered and stored, for %d customers\n",
		s.name, s.links, s.redemptions, sent, r.customers-s.before.customers)
	return nil
}
