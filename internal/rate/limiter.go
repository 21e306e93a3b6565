// Package rate limits how often something happens, and says when it may happen
// again.
package rate

import (
	"math"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"
)

// Keys is how many keys a Limiter remembers, in some 20 MiB. The key that was
// seen the longest ago is forgotten first, and then begins anew: whoever can
// use more keys than this in a minute can do as much with each of them.
const Keys = 65_536

// Limiter limits events a minute, for each key by itself. A key may have a
// minute's events at once; then they come back evenly. What is refused doesn't
// count. It is safe for use by many goroutines. A nil Limiter refuses nothing.
type Limiter[K comparable] struct {
	perMinute int
	clock     func() time.Time

	mu      sync.Mutex
	buckets *simplelru.LRU[K, *rate.Limiter]
}

// New makes a Limiter; nil, which refuses nothing, where perMinute is 0.
func New[K comparable](perMinute int, clock func() time.Time) *Limiter[K] {
	if perMinute <= 0 {
		return nil
	}
	buckets, err := simplelru.NewLRU[K, *rate.Limiter](Keys, nil)
	if err != nil {
		panic(err) // the size is positive
	}
	return &Limiter[K]{perMinute: perMinute, clock: clock, buckets: buckets}
}

// Allow counts an event of the key, or refuses it and tells how long until the
// next would pass.
func (l *Limiter[K]) Allow(key K) (retryAfter time.Duration, ok bool) {
	if l == nil {
		return 0, true
	}
	now := l.clock()
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket, known := l.buckets.Get(key)
	if !known {
		bucket = rate.NewLimiter(rate.Limit(l.perMinute)/60, l.perMinute)
		l.buckets.Add(key, bucket)
	}
	event := bucket.ReserveN(now, 1)
	if wait := event.DelayFrom(now); wait > 0 {
		event.CancelAt(now)
		return wait, false
	}
	return 0, true
}

// Seconds is a wait in whole seconds, at least one, as the header Retry-After
// has it.
func Seconds(wait time.Duration) int {
	return max(int(math.Ceil(wait.Seconds())), 1)
}
