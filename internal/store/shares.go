package store

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"
)

// share is how many connections the writes of one workspace hold at once, and its
// redemptions as many more: those that wait for a locked row must leave some to
// others. A third is plenty, since small calls share a connection.
const share = postgresConnections / 3

// shares keeps the lanes' shares of the connections, or the turns of customers.
type shares struct {
	// most is how many hold a part of a lane's share at once.
	most  int64
	mu    sync.Mutex
	lanes map[string]*laneShare
}

func newShares(most int64) *shares { return &shares{most: most, lanes: map[string]*laneShare{}} }

// laneShare is there as long as anybody holds a part of it or waits for one.
type laneShare struct {
	parts *semaphore.Weighted
	users int
}

// enter waits for a part of the lane's share, first come, first served. It is
// held until leave is called.
func (s *shares) enter(ctx context.Context, lane string) (leave func(), err error) {
	l := s.find(lane)
	if err := l.parts.Acquire(ctx, 1); err != nil {
		s.forget(lane, l)
		return nil, err
	}
	return func() {
		l.parts.Release(1)
		s.forget(lane, l)
	}, nil
}

func (s *shares) find(lane string) *laneShare {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lanes[lane]
	if l == nil {
		l = &laneShare{parts: semaphore.NewWeighted(s.most)}
		s.lanes[lane] = l
	}
	l.users++
	return l
}

func (s *shares) forget(lane string, l *laneShare) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l.users--; l.users == 0 {
		delete(s.lanes, lane)
	}
}

// writing runs a transaction of a lane as retrying does, by the lane's share of
// the connections.
func (s *Store) writing(ctx context.Context, lane string, transaction func() error) error {
	leave, err := s.shares.enter(ctx, lane)
	if err != nil {
		return err
	}
	defer leave()
	return retrying(ctx, transaction)
}
