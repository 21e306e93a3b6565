package rate_test

import (
	"encoding/binary"
	"net/netip"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/rate"
)

// clock is a clock that a test sets.
type clock struct{ now time.Time }

func newClock() *clock { return &clock{time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)} }

func (c *clock) read() time.Time { return c.now }

// about leaves out what the bucket's fractions are inexact by.
func about(wait time.Duration) time.Duration { return wait.Round(time.Millisecond) }

func TestAMinutesEventsPassAtOnceAndTheNextWaits(t *testing.T) {
	t.Parallel()
	c := newClock()
	l := rate.New[string](6, c.read)
	for i := range 6 {
		if wait, ok := l.Allow("a"); !ok || wait != 0 {
			t.Fatalf("event %d: %v, %v", i, wait, ok)
		}
	}
	for range 3 {
		if wait, ok := l.Allow("a"); ok || about(wait) != 10*time.Second {
			t.Fatalf("one too many: %v, %v", wait, ok)
		}
	}
	c.now = c.now.Add(4 * time.Second)
	if wait, ok := l.Allow("a"); ok || about(wait) != 6*time.Second {
		t.Errorf("4 s later: %v, %v", wait, ok)
	}
	c.now = c.now.Add(6*time.Second + time.Millisecond)
	if wait, ok := l.Allow("a"); !ok {
		t.Errorf("when the wait is over: %v", wait)
	}
	if _, ok := l.Allow("a"); ok {
		t.Error("the wait gave two events")
	}
}

func TestKeysDoNotShare(t *testing.T) {
	t.Parallel()
	l := rate.New[string](1, newClock().read)
	for _, key := range []string{"a", "b", ""} {
		if _, ok := l.Allow(key); !ok {
			t.Errorf("%q is refused for what others did", key)
		}
		if _, ok := l.Allow(key); ok {
			t.Errorf("%q passes twice", key)
		}
	}
}

func TestALongRestGivesAMinutesEventsAndNoMore(t *testing.T) {
	t.Parallel()
	c := newClock()
	l := rate.New[string](3, c.read)
	l.Allow("a")
	c.now = c.now.Add(time.Hour)
	passed := 0
	for range 10 {
		if _, ok := l.Allow("a"); ok {
			passed++
		}
	}
	if passed != 3 {
		t.Errorf("%d passed", passed)
	}
}

func TestAClockThatGoesBackRefusesNobodyForLong(t *testing.T) {
	t.Parallel()
	c := newClock()
	l := rate.New[string](2, c.read)
	l.Allow("a")
	l.Allow("a")
	c.now = c.now.Add(-24 * time.Hour)
	if wait, ok := l.Allow("a"); ok || wait > time.Minute {
		t.Errorf("%v, %v", wait, ok)
	}
}

func TestWithoutALimitNothingIsRefused(t *testing.T) {
	t.Parallel()
	off := rate.New[netip.Addr](0, time.Now)
	for range 10_000 {
		if _, ok := off.Allow(netip.Addr{}); !ok {
			t.Fatal("refused by a limiter that is off")
		}
		if _, ok := rate.NewMisses(off, netip.Addr{}).Allow(); !ok {
			t.Fatal("a miss refused by a limiter that is off")
		}
		if _, ok := rate.MissesFrom(t.Context()).Allow(); !ok {
			t.Fatal("refused in a context without a count")
		}
	}
	if rate.NewMisses(off, netip.Addr{}).On() || rate.MissesFrom(t.Context()).On() {
		t.Error("what is off says that it counts")
	}
}

func TestAWaitIsAtLeastOneWholeSecond(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]int{0: 1, time.Nanosecond: 1, time.Second: 1, time.Second + 1: 2, 10 * time.Second: 10} {
		if got := rate.Seconds(wait); got != want {
			t.Errorf("%v: %d", wait, got)
		}
	}
}

func TestAnIPv6ClientCountsByItsNetworkAndAnIPv4OneByItself(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		first, second string
		same          bool
	}{
		{"192.0.2.1", "192.0.2.1", true},
		{"192.0.2.1", "192.0.2.2", false},
		{"192.0.2.1", "::ffff:192.0.2.1", true},
		{"192.0.2.1", "::ffff:192.0.2.2", false},
		{"2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true},
		{"2001:db8:1:2::1", "2001:db8:1:3::1", false},
		{"fe80::1%eth0", "fe80::2%eth1", true},
	} {
		l := rate.New[netip.Addr](1, newClock().read)
		rate.NewMisses(l, netip.MustParseAddr(c.first)).Allow()
		if _, ok := rate.NewMisses(l, netip.MustParseAddr(c.second)).Allow(); ok == c.same {
			t.Errorf("%s and %s", c.first, c.second)
		}
	}
}

func TestTheCountTravelsInTheContext(t *testing.T) {
	t.Parallel()
	m := rate.NewMisses(rate.New[netip.Addr](1, newClock().read), netip.MustParseAddr("192.0.2.1"))
	ctx := rate.WithMisses(t.Context(), m)
	if _, ok := rate.MissesFrom(ctx).Allow(); !ok || !rate.MissesFrom(ctx).On() {
		t.Error("the first miss is refused")
	}
	if _, ok := rate.MissesFrom(ctx).Allow(); ok {
		t.Error("the second miss passes")
	}
}

func TestEventsAtOnceAreCountedExactly(t *testing.T) {
	t.Parallel()
	l := rate.New[int](100, newClock().read)
	var passed [4]atomic.Int64
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for i := range 400 {
				if _, ok := l.Allow(i % len(passed)); ok {
					passed[i%len(passed)].Add(1)
				}
			}
		})
	}
	all.Wait()
	for key := range passed {
		if got := passed[key].Load(); got != 100 {
			t.Errorf("key %d: %d passed", key, got)
		}
	}
}

// address gives one of 2^32 networks.
func address(i int) netip.Addr {
	bytes := [16]byte{0x20, 0x01}
	binary.BigEndian.PutUint32(bytes[4:], uint32(i))
	return netip.AddrFrom16(bytes)
}

// Not parallel: it looks at the whole process's memory.
func TestAMillionAddressesTakeBoundedMemory(t *testing.T) {
	l := rate.New[netip.Addr](300, time.Now)
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	for i := range 1_000_000 {
		if _, ok := rate.NewMisses(l, address(i)).Allow(); !ok {
			t.Fatalf("address %d is refused", i)
		}
	}
	grown := heap() - before
	t.Logf("%d KiB for a million addresses", grown>>10)
	if grown > 32<<20 {
		t.Errorf("grown by %d bytes", grown)
	}
	runtime.KeepAlive(l)
}

func TestAnAddressThatGoesOnIsNotForgottenForOthers(t *testing.T) {
	t.Parallel()
	c := newClock()
	l := rate.New[netip.Addr](1, c.read)
	abuser := rate.NewMisses(l, netip.MustParseAddr("192.0.2.1"))
	abuser.Allow()
	for i := range 2 * rate.Keys {
		l.Allow(address(i))
		if i%1000 == 0 {
			if _, ok := abuser.Allow(); ok {
				t.Fatalf("passes after %d other addresses", i)
			}
		}
	}
}

func BenchmarkAllow(b *testing.B) {
	for name, keys := range map[string]int{"one address": 1, "a million addresses": 1_000_000} {
		b.Run(name, func(b *testing.B) {
			l := rate.New[netip.Addr](300, time.Now)
			var next atomic.Int64
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					l.Allow(address(int(next.Add(1)) % keys))
				}
			})
		})
	}
}
