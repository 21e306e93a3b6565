package main

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/bench/load"
)

// The small call's statements, as the product runs them on SQLite.
const (
	sharedCustomer = `INSERT INTO customers (workspace_id, id, key, created_at, updated_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (workspace_id, key) DO UPDATE SET updated_at = excluded.updated_at RETURNING id`
	sharedLink = `INSERT INTO magic_links (workspace_id, id, customer_id, token_hash, secret_id, generation, building_block_type,
	features, is_embedded, redemption_count, created_at, expires_at)
VALUES (?, ?, ?, ?, 'secret-id', 1, 'CONNECT_ACCOUNTS', '{"connect":{"exclude":false}}', false, 0, ?, ?)`
)

// sharedCommits stores small calls in process. One writer takes all that wait
// into its transaction; while it commits, the next gather.
type sharedCommits struct {
	// commit stores a batch in a transaction.
	commit    func(ctx context.Context, batch []*sharedCall) error
	workspace uuid.UUID
	customers int
	turn      atomic.Int64
	waiting   chan *sharedCall
}

// sharedCall is a call that waits for its commit.
type sharedCall struct {
	key  string
	done chan error
}

func (s *sharedCommits) run(ctx context.Context, connections int, length time.Duration) (*load.Result, error) {
	s.waiting = make(chan *sharedCall, connections)
	var writer sync.WaitGroup
	writer.Go(func() { s.write(ctx) })
	histograms, failures := make([]load.Histogram, connections), make([]error, connections)
	begin := time.Now()
	end := begin.Add(length)
	var callers sync.WaitGroup
	for i := range connections {
		callers.Go(func() { failures[i] = s.call(end, &histograms[i]) })
	}
	callers.Wait()
	result := &load.Result{Elapsed: time.Since(begin)}
	close(s.waiting)
	writer.Wait()
	for i := range histograms {
		result.Latency.Merge(&histograms[i])
	}
	result.Calls = result.Latency.Count()
	return result, errors.Join(failures...)
}

func (s *sharedCommits) call(end time.Time, latency *load.Histogram) error {
	call := &sharedCall{done: make(chan error)}
	for begin := time.Now(); begin.Before(end); {
		call.key = customerKey(sqliteName, s.turn.Add(1)%int64(s.customers))
		s.waiting <- call
		if err := <-call.done; err != nil {
			return err
		}
		now := time.Now()
		latency.Add(now.Sub(begin))
		begin = now
	}
	return nil
}

// write commits what waits, until nobody will any more.
func (s *sharedCommits) write(ctx context.Context) {
	var batch []*sharedCall
	for first := range s.waiting {
		batch = append(batch[:0], first)
		for len(s.waiting) > 0 {
			batch = append(batch, <-s.waiting)
		}
		err := s.commit(ctx, batch)
		for _, call := range batch {
			call.done <- err
		}
	}
}

// customerArgs and linkArgs are what the statements take.
func (s *sharedCommits) customerArgs(key string, now time.Time) []any {
	return []any{s.workspace, newID(), key, now, now}
}

func (s *sharedCommits) linkArgs(customer string, now time.Time) []any {
	hash := make([]byte, 32)
	_, _ = rand.Read(hash) // it never fails
	return []any{s.workspace, newID(), customer, hash, now, now.Add(24 * time.Hour)}
}
