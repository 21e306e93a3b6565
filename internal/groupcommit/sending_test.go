package groupcommit_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/portico-portal/portico/internal/groupcommit"
)

// wire carries out what is sent through it in order, each batch for ten milliseconds.
type wire struct {
	groupcommit.Group[string, string]

	turn chan struct{}

	mu sync.Mutex
	// seen tells of each batch, in the order in which they were sent, and what it was sent behind.
	seen []string
}

// newWire sends; one that is "silent" doesn't tell so.
func newWire() *wire {
	w := &wire{turn: make(chan struct{}, 1)}
	w.Most, w.Ahead = 4, true
	w.Subject = func(text string) (string, bool) { return text, false }
	w.Run = func(ctx context.Context, texts []string) ([]string, error) {
		sending := groupcommit.SendingOf(ctx)
		batch := strings.Join(texts, " ")
		w.mu.Lock()
		if behind, ok := sending.Behind.(string); ok {
			w.seen = append(w.seen, batch+" behind "+behind)
		} else {
			w.seen = append(w.seen, batch)
		}
		w.mu.Unlock()
		if texts[0] != "silent" {
			sending.Sent(batch)
		}
		w.turn <- struct{}{}
		defer func() { <-w.turn }()
		time.Sleep(10 * time.Millisecond)
		return texts, nil
	}
	return w
}

// send begins calls at their times, in milliseconds, and waits for all.
func (w *wire) send(t *testing.T, calls map[string]int) {
	t.Helper()
	var all sync.WaitGroup
	for text, at := range calls {
		all.Go(func() {
			time.Sleep(time.Duration(at) * time.Millisecond)
			if got, err := w.Do(t.Context(), "lane", text); got != text || err != nil {
				t.Errorf("%s: %q, %v", text, got, err)
			}
		})
	}
	all.Wait()
}

func TestABatchIsSentBehindTheLastOnceItIsAsLarge(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		calls map[string]int
		seen  []string
	}{

		"one behind one, and two when the first is answered": {
			map[string]int{"a": 0, "b": 1, "c": 2, "d": 3}, []string{"a", "b behind a", "c d behind b"},
		},
		"none behind a batch that isn't sent yet": {map[string]int{"silent": 0, "b": 1, "c": 2}, []string{"silent", "b c"}},
		"none that is smaller": {
			map[string]int{"a": 0, "b": 1, "c": 2, "d": 3, "e": 22},
			[]string{"a", "b behind a", "c d behind b", "e"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWire()
				w.send(t, c.calls)
				same(t, "batches", w.seen, c.seen...)
			})
		})
	}
}

func TestABatchIsBehindNoneThatHasItsResult(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		w.send(t, map[string]int{"a": 0, "b": 9})
		w.send(t, map[string]int{"c": 0})
		same(t, "batches", w.seen, "a", "b behind a", "c")
	})
}
