package groupcommit_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/portico-portal/portico/internal/groupcommit"
)

// recorder runs batches of texts, each text to its upper case, and keeps them.
// "stuck" takes an hour; a text with a "!" can't be in a batch; one of "x…" is exclusive to what
// follows the "x".
type recorder struct {
	groupcommit.Group[string, string]

	mu      sync.Mutex
	batches []string
}

var errPoison = errors.New("poison")

func newRecorder(takes time.Duration, ahead bool) *recorder {
	r := &recorder{}
	r.Most, r.Ahead = 4, ahead
	r.Subject = func(text string) (string, bool) { return strings.TrimPrefix(text, "x"), strings.HasPrefix(text, "x") }
	r.Run = func(ctx context.Context, texts []string) ([]string, error) {
		length := takes
		if texts[0] == "stuck" {
			length = time.Hour
		}
		select {
		case <-time.After(length):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.batches = append(r.batches, strings.Join(texts, " "))
		var results []string
		for _, text := range texts {
			switch {
			case text == "panic":
				panic(text)
			case strings.HasSuffix(text, "!") && len(texts) > 1:
				return nil, fmt.Errorf("%w: %w", groupcommit.ErrApart, errPoison)
			case strings.HasSuffix(text, "!"):
				return nil, errPoison
			}
			results = append(results, strings.ToUpper(text))
		}
		return results, nil
	}
	return r
}

// bothWays runs a test with batches that begin after the calls of the last are told, and
// before.
func bothWays(t *testing.T, test func(t *testing.T, ahead bool)) {
	t.Helper()
	for name, ahead := range map[string]bool{"after": false, "ahead": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { test(t, ahead) })
		})
	}
}

// send begins calls in this order, a millisecond apart, and waits for all. It
// gives what came of each: its result or its error.
func (r *recorder) send(t *testing.T, lane string, texts ...string) []string {
	t.Helper()
	outcomes := make([]string, len(texts))
	var all sync.WaitGroup
	for i, text := range texts {
		all.Go(func() {
			outcomes[i] = "panicked"
			defer func() { _ = recover() }()
			result, err := r.Do(t.Context(), lane, text)
			if outcomes[i] = result; err != nil {
				outcomes[i] = err.Error()
			}
		})
		time.Sleep(time.Millisecond)
	}
	all.Wait()
	return outcomes
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

func TestTheNextBatchGathersWhileOneIsUnderWay(t *testing.T) {
	bothWays(t, func(t *testing.T, ahead bool) {
		r := newRecorder(10*time.Millisecond, ahead)
		same(t, "results", r.send(t, "lane", "a", "b", "c", "d", "e", "f"), "A", "B", "C", "D", "E", "F")
		same(t, "batches", r.batches, "a", "b c d e", "f")
		same(t, "alone", r.send(t, "lane", "g"), "G")
	})
}

func TestLanesDoNotWaitForEachOther(t *testing.T) {
	bothWays(t, func(t *testing.T, ahead bool) {
		r := newRecorder(10*time.Millisecond, ahead)
		begun := time.Now()
		var all sync.WaitGroup
		for _, lane := range []string{"one", "two", "three"} {
			all.Go(func() { r.send(t, lane, "a") })
		}
		all.Wait()
		if took := time.Since(begun); took > 12*time.Millisecond {
			t.Errorf("three lanes took %v", took)
		}
	})
}

func TestABatchThatIsStuckHoldsUpTheNextForAMomentOnly(t *testing.T) {
	bothWays(t, func(t *testing.T, ahead bool) {
		r := newRecorder(time.Millisecond, ahead)
		var all sync.WaitGroup
		all.Go(func() { r.send(t, "lane", "stuck") })
		time.Sleep(time.Millisecond)
		begun := time.Now()
		same(t, "result", r.send(t, "lane", "a"), "A")
		if took := time.Since(begun); took > 30*time.Millisecond {
			t.Errorf("took %v", took)
		}
		same(t, "later", r.send(t, "lane", "b"), "B")
		all.Wait()
	})
}

func TestExclusiveCallsOfOneSubjectTakeTurnsInTheirOrder(t *testing.T) {
	bothWays(t, func(t *testing.T, ahead bool) {
		r := newRecorder(10*time.Millisecond, ahead)
		r.send(t, "lane", "first", "xa", "b", "xa", "a", "b")
		same(t, "batches", r.batches, "first", "xa b b", "xa", "a")
	})
}

func TestAPoisonedCallFailsAlone(t *testing.T) {
	bothWays(t, func(t *testing.T, ahead bool) {
		r := newRecorder(10*time.Millisecond, ahead)
		same(t, "results", r.send(t, "lane", "first", "a", "b!", "c"), "FIRST", "A", "poison", "C")
	})
}

func TestAFailureThatMayHaveBeenStoredIsToldToAllAndNotTriedAgain(t *testing.T) {
	bothWays(t, func(t *testing.T, ahead bool) {
		r := newRecorder(0, ahead)
		broken, runs := errors.New("broken"), 0
		r.Run = func(_ context.Context, texts []string) ([]string, error) {
			runs++
			time.Sleep(10 * time.Millisecond)
			if texts[0] == "first" {
				return texts, nil
			}
			return nil, broken
		}
		same(t, "results", r.send(t, "lane", "first", "a", "b"), "first", "broken", "broken")
		if runs != 2 {
			t.Errorf("%d runs", runs)
		}
	})
}

func TestAPanicIsToldToTheOthersAndTheLaneGoesOn(t *testing.T) {
	bothWays(t, func(t *testing.T, ahead bool) {
		r := newRecorder(10*time.Millisecond, ahead)
		same(t, "results", r.send(t, "lane", "first", "panic", "b"), "FIRST", "panicked", "groupcommit: the batch panicked")
		same(t, "later", r.send(t, "lane", "c"), "C")
	})
}

func TestACallWithoutAResultIsToldSo(t *testing.T) {
	bothWays(t, func(t *testing.T, ahead bool) {
		r := newRecorder(0, ahead)
		r.Run = func(_ context.Context, texts []string) ([]string, error) {
			time.Sleep(10 * time.Millisecond)
			return texts[:1], nil
		}
		const none = "groupcommit: not as many results as calls"
		same(t, "results", r.send(t, "lane", "first", "a", "b", "c"), "first", none, none, none)
	})
}

func TestACallThatIsGivenUpBeforeItsBatchIsNotCarriedOut(t *testing.T) {
	bothWays(t, func(t *testing.T, ahead bool) {
		r := newRecorder(10*time.Millisecond, ahead)
		var all sync.WaitGroup
		all.Go(func() { r.send(t, "lane", "first", "b") })
		time.Sleep(3 * time.Millisecond)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := r.Do(ctx, "lane", "given up"); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		all.Wait()
		same(t, "batches", r.batches, "first", "b")
	})
}

func TestABatchGoesOnWhileOneOfItsCallsIsWaitedFor(t *testing.T) {
	for _, c := range []struct {
		name     string
		lifetime time.Duration
		want     string
	}{{"one stays", time.Hour, "first|a b"}, {"all go", 15 * time.Millisecond, "first"}} {
		t.Run(c.name, func(t *testing.T) {
			bothWays(t, func(t *testing.T, ahead bool) {
				r := newRecorder(10*time.Millisecond, ahead)
				var all sync.WaitGroup
				all.Go(func() { r.send(t, "lane", "first") })
				time.Sleep(time.Millisecond)
				for text, lifetime := range map[string]time.Duration{"a": 14 * time.Millisecond, "b": c.lifetime} {
					all.Go(func() {
						if text == "b" {
							time.Sleep(time.Millisecond)
						}
						ctx, cancel := context.WithTimeout(t.Context(), lifetime)
						defer cancel()
						_, _ = r.Do(ctx, "lane", text)
					})
				}
				all.Wait()
				same(t, "batches", r.batches, strings.Split(c.want, "|")...)
			})
		})
	}
}

// Whatever the timing, each call has its own result and is carried out once.
func TestManyCallsAtOnce(t *testing.T) {
	t.Parallel()
	for name, ahead := range map[string]bool{"after": false, "ahead": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			manyCallsAtOnce(t, ahead)
		})
	}
}

func manyCallsAtOnce(t *testing.T, ahead bool) {
	t.Helper()
	var carriedOut, givenUp atomic.Int64
	g := groupcommit.Group[int, int]{
		Most:    16,
		Ahead:   ahead,
		Subject: func(call int) (string, bool) { return fmt.Sprint(call % 50), call%7 == 0 },
		Run: func(_ context.Context, calls []int) ([]int, error) {
			carriedOut.Add(int64(len(calls)))
			results := make([]int, len(calls))
			for i, call := range calls {
				results[i] = 2 * call
			}
			return results, nil
		},
	}
	var all sync.WaitGroup
	for worker := range 32 {
		all.Go(func() {
			for i := range 500 {
				call := worker*500 + i
				ctx, cancel := context.WithCancel(t.Context())
				if i%9 == 0 {
					go cancel()
				}
				result, err := g.Do(ctx, fmt.Sprint(i%3), call)
				switch {
				case errors.Is(err, context.Canceled):
					givenUp.Add(1)
				case err != nil || result != 2*call:
					t.Errorf("%d: %d, %v", call, result, err)
				}
				cancel()
			}
		})
	}
	all.Wait()
	if got := carriedOut.Load(); got > 32*500 || got < 32*500-givenUp.Load() {
		t.Errorf("%d carried out, %d given up", got, givenUp.Load())
	}
}
