package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/portico-portal/portico/internal/probe"
)

const (
	// mostCPU is what a probe may cost the server.
	mostCPU = 100 * time.Millisecond
	// listed is how many of the most expensive are told.
	listed = 10
	// settling is how long the server may work on after an answer.
	settling = 5 * time.Millisecond
)

// cost is what a probe costs the server: the median and the most.
type cost struct {
	name         string
	median, most time.Duration
}

// costs measures the server's CPU time of each probe, and fails where one takes
// too much.
func costs(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("siege costs", flag.ContinueOnError)
	program := flags.String("portico", "", "the product's program")
	rounds := flags.Int("rounds", 5, "how often each probe is sent; the median counts")
	if err := flags.Parse(args); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "portico-siege-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	// Without a limit on guesses, which would make them cheap.
	s, err := start(ctx, *program, folder, "sqlite:"+filepath.Join(folder, "portico.db"), "PORTICO_RATE_UNKNOWN_TOKENS=off")
	if err != nil {
		return err
	}
	defer s.stop()
	site, err := s.site(ctx)
	if err != nil {
		return err
	}
	all := probe.All()
	slow, err := s.slowCost(ctx, site, all)
	if err != nil {
		return err
	}
	var measured []cost
	var faults []error
	for i := range all {
		p := &all[i]
		if p.Slow() {
			continue
		}
		c, err := s.cost(ctx, site, p, *rounds)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", p.Name, err))
		}
		measured = append(measured, c)
	}
	return errors.Join(append(faults, report(measured, slow, *rounds))...)
}

func (s *server) cost(ctx context.Context, site *probe.Site, p *probe.Probe, rounds int) (cost, error) {
	sent := p.Bytes(site)
	var took []time.Duration
	var unsafe error
	for range rounds {
		before, err := cpu(s.pid())
		if err != nil {
			return cost{}, err
		}
		answer, err := p.SendBytes(ctx, site, netip.Addr{}, sent)
		if err != nil {
			return cost{}, err
		}
		time.Sleep(settling)
		after, err := cpu(s.pid())
		if err != nil {
			return cost{}, err
		}
		unsafe = cmp.Or(unsafe, p.Check(site, answer))
		took = append(took, after-before)
	}
	slices.Sort(took)
	return cost{name: p.Name, median: took[(len(took)-1)/2], most: took[len(took)-1]}, unsafe
}

// slowCost is that of all slow probes together, which are sent at once.
func (s *server) slowCost(ctx context.Context, site *probe.Site, all []probe.Probe) (cost, error) {
	before, err := cpu(s.pid())
	if err != nil {
		return cost{}, err
	}
	var group sync.WaitGroup
	failures := make([]error, len(all))
	n := 0
	for i := range all {
		p := &all[i]
		if !p.Slow() {
			continue
		}
		n++
		group.Go(func() {
			answer, err := p.Send(ctx, site, netip.Addr{})
			if err == nil {
				err = p.Check(site, answer)
			}
			if err != nil {
				failures[i] = fmt.Errorf("%s: %w", p.Name, err)
			}
		})
	}
	group.Wait()
	after, err := cpu(s.pid())
	return cost{name: fmt.Sprintf("all %d slow ones together", n), median: after - before}, errors.Join(errors.Join(failures...), err)
}

func report(measured []cost, slow cost, rounds int) error {
	slices.SortFunc(measured, func(a, b cost) int { return cmp.Compare(b.median, a.median) })
	var total time.Duration
	for _, c := range measured {
		total += c.median
	}
	fmt.Printf("the server's CPU time of a probe, the median of %d (the most); %d probes, %.1f ms on average\n",
		rounds, len(measured), milliseconds(total)/float64(len(measured)))
	for _, c := range measured[:min(listed, len(measured))] {
		fmt.Printf("  %7.1f ms (%.1f)  %s\n", milliseconds(c.median), milliseconds(c.most), c.name)
	}
	fmt.Printf("  %7.1f ms  %s\n", milliseconds(slow.median), slow.name)
	var over []error
	for _, c := range append(measured, slow) {
		if c.median > mostCPU {
			over = append(over, fmt.Errorf("%s takes %.1f ms, and may take %d", c.name, milliseconds(c.median), mostCPU.Milliseconds()))
		}
	}
	return errors.Join(over...)
}

func milliseconds(d time.Duration) float64 { return d.Seconds() * 1000 }
