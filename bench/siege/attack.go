package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/portico-portal/portico/internal/probe"
)

// slowEvery is which of the connections sends slow probes alone: else those
// would keep all of them busy with waiting.
const slowEvery = 8

// orders are what the attackers are told.
type orders struct {
	Addr, Ours, Theirs string
	Connections        int
	For                time.Duration
}

// deeds are what the attackers have done.
type deeds struct {
	// Sent counts probes, and Statuses their answers; 0 is a connection that was cut.
	Sent     int
	Statuses map[int]int
	// Unsafe counts answers that weren't safe, by the probe, with the last of them.
	Unsafe map[string]int
	Last   string
	CPU    time.Duration
	mu     sync.Mutex
}

// attack is a process that sends probes over many connections at once.
func attack(ctx context.Context) error {
	var o orders
	if err := json.NewDecoder(os.Stdin).Decode(&o); err != nil {
		return err
	}
	site, err := probe.Prepare(ctx, o.Addr, o.Ours, o.Theirs)
	if err != nil {
		return err
	}
	before, err := site.Witness(ctx)
	if err != nil {
		return err
	}
	done := &deeds{Statuses: map[int]int{}, Unsafe: map[string]int{}}
	quick, slow := arsenal(site)
	var group sync.WaitGroup
	fight, cancel := context.WithTimeout(ctx, o.For)
	defer cancel()
	for i := range o.Connections {
		probes := quick
		if i%slowEvery == slowEvery-1 {
			probes = slow
		}
		// Each client has an address of its own, since guesses are counted by it.
		from := netip.AddrFrom4([4]byte{127, 0, 1, byte(i + 1)})
		group.Go(func() { done.harass(fight, site, probes, from) })
	}
	group.Wait()
	if after, err := site.Witness(ctx); err != nil || after != before {
		done.Unsafe["all of them: the other workspace has changed"]++
		done.Last = fmt.Sprintf("%v: there was %s, and now is %s", err, before, after)
	}
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return err
	}
	done.CPU = time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	return json.NewEncoder(os.Stdout).Encode(done)
}

// loaded is a probe with its bytes, which are made once.
type loaded struct {
	probe.Probe
	bytes []byte
}

func arsenal(site *probe.Site) (quick, slow []loaded) {
	for _, p := range probe.All() {
		if l := (loaded{p, p.Bytes(site)}); p.Slow() {
			slow = append(slow, l)
		} else {
			quick = append(quick, l)
		}
	}
	return quick, slow
}

// harass sends one probe after the other, in an order of its own, until ctx ends.
func (d *deeds) harass(ctx context.Context, site *probe.Site, probes []loaded, from netip.Addr) {
	end, _ := ctx.Deadline()
	for ctx.Err() == nil {
		for _, i := range rand.Perm(len(probes)) { //nolint:gosec // an order is no secret
			p := &probes[i]
			answer, err := p.SendBytes(ctx, site, from, p.bytes)
			if !time.Now().Before(end) { // a connection may end before the context does
				return
			}
			d.note(site, &p.Probe, answer, err)
		}
	}
}

func (d *deeds) note(site *probe.Site, p *probe.Probe, answer *probe.Answer, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.Sent++
	status := 0
	if err == nil && len(answer.Responses) > 0 {
		status = answer.Responses[0].Status
	}
	d.Statuses[status]++
	// A refusal for too much of it is safe, whatever it was.
	if err == nil && status != http.StatusTooManyRequests && status != http.StatusServiceUnavailable {
		err = p.Check(site, answer)
	}
	if err != nil {
		d.Unsafe[p.Name]++
		d.Last = fmt.Sprintf("%s: %.1000s", p.Name, err)
	}
}

func (d *deeds) print() {
	fmt.Printf("%d probes were answered:", d.Sent)
	for _, status := range slices.Sorted(maps.Keys(d.Statuses)) {
		name := fmt.Sprint(status)
		if status == 0 {
			name = "cut"
		}
		fmt.Printf(" %s %d,", name, d.Statuses[status])
	}
	fmt.Printf(" of them not safe %d\n", d.unsafe())
}

func (d *deeds) unsafe() (n int) {
	for _, times := range d.Unsafe {
		n += times
	}
	return n
}

// fault tells of answers that weren't safe.
func (d *deeds) fault() error {
	if len(d.Unsafe) == 0 {
		return nil
	}
	names := slices.SortedFunc(maps.Keys(d.Unsafe), func(a, b string) int { return cmp.Compare(d.Unsafe[b], d.Unsafe[a]) })
	return errors.Join(fmt.Errorf("%d answers to %d probes were not safe: %.10q", d.unsafe(), len(names), names[:min(len(names), 10)]), errors.New(d.Last))
}
