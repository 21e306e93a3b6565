package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/portico-portal/portico/bench/load"
)

const (
	// mostMemory is what the server may hold, and mostSlowdown how much longer
	// the valid traffic's p99 may be under attack.
	mostMemory   = 128 << 20
	mostSlowdown = 3
	// customers take turns in the valid traffic.
	customers = 1000
	// workers are how many valid calls may be under way.
	workers = 64
)

// options are what a soak is asked for.
type options struct {
	program     string
	database    string
	seconds     float64
	rate        float64
	connections int
	minutes     float64
}

// soak sends valid traffic to a server, first alone and then beside attackers, or
// for minutes much of what it can bear, and fails where it suffers.
func soak(ctx context.Context, args []string) (err error) {
	var o options
	flags := flag.NewFlagSet("siege soak", flag.ContinueOnError)
	flags.StringVar(&o.program, "portico", "", "the product's program")
	flags.StringVar(&o.database, "database", "", "the URL of an empty PostgreSQL database; without it the server has its own SQLite")
	flags.Float64Var(&o.seconds, "seconds", 120, "how long the attack lasts")
	flags.Float64Var(&o.rate, "rate", 50, "valid calls a second")
	flags.IntVar(&o.connections, "connections", 64, "connections of probes")
	flags.Float64Var(&o.minutes, "minutes", 0, "without attackers, send 80 % of what the server can do for so many minutes, and see that nothing grows")
	if err := flags.Parse(args); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "portico-siege-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if o.database == "" {
		o.database = "sqlite:" + filepath.Join(folder, "portico.db")
	}
	s, err := start(ctx, o.program, folder, o.database)
	if err != nil {
		return err
	}
	defer s.stop()
	if o.minutes > 0 {
		return o.steady(ctx, s)
	}
	return o.besiege(ctx, s)
}

func (o *options) length() time.Duration { return time.Duration(o.seconds * float64(time.Second)) }

func (o *options) besiege(ctx context.Context, s *server) error {
	keys := make([]string, 3)
	for i, name := range []string{"attacker", "another", "valid"} {
		key, err := s.key(ctx, name)
		if err != nil {
			return err
		}
		keys[i] = key
	}
	engine, _, _ := strings.Cut(o.database, ":")
	fmt.Printf("%s, %d connections of probes for %s beside %.0f valid calls a second\n", engine, o.connections, o.length(), o.rate)
	valid := newTraffic(s.addr, keys[2], o.rate)
	if _, err := valid.run(ctx, 5*time.Second); err != nil { // it warms up
		return err
	}
	quiet, err := valid.run(ctx, max(o.length()/3, 10*time.Second))
	if err != nil {
		return fmt.Errorf("without an attack: %w", err)
	}
	resident := &memory{pid: s.pid()}
	watching, stop := context.WithCancel(ctx)
	defer stop()
	go resident.watch(watching)
	before, err := cpu(s.pid())
	if err != nil {
		return err
	}
	attackers, err := o.attackers(ctx, s.addr, keys[0], keys[1])
	if err != nil {
		return err
	}
	under, validErr := valid.run(ctx, o.length())
	done, err := attackers.wait()
	after, cpuErr := cpu(s.pid())
	stop()
	if err := errors.Join(err, cpuErr); err != nil {
		return err
	}
	fmt.Printf("the server took %.2f cores; the attackers, who get what nobody else wants, as if on other machines, %.2f\n",
		(after-before).Seconds()/o.seconds, done.CPU.Seconds()/o.seconds)
	return errors.Join(s.judge(quiet, under, validErr, done), resident.judge())
}

// traffic is what a business sends.
type traffic struct {
	load load.Load
	rate float64
}

const validCall = `{"query":"mutation ($input: CreateCustomerPortalInput!) { createCustomerPortal(input: $input) { magicLink { id url expiresAt } } }",` +
	`"variables":{"input":{"customerData":{"customerKey":"hotel-%d"}}}}`

func newTraffic(addr, key string, rate float64) *traffic {
	var turn atomic.Int64
	return &traffic{rate: rate, load: load.Load{
		Target: load.Target{Addr: addr, Path: "/graphql"}, Workers: workers,
		Next: func(c *load.Call) {
			c.Key, c.Body = key, fmt.Appendf(c.Body, validCall, turn.Add(1)%customers)
		},
		Good: func(answer []byte) error {
			if !bytes.Contains(answer, []byte("/p/pl_")) || bytes.Contains(answer, []byte(`"errors"`)) {
				return errors.New("the answer is not a link")
			}
			return nil
		},
	}}
}

// run sends the traffic for a time. A call that isn't answered as it should be
// is an error.
func (t *traffic) run(ctx context.Context, length time.Duration) (*load.Arrivals, error) {
	l := t.load
	l.For = length
	return load.Open(ctx, l, t.rate, false)
}

// attackers are a process of their own.
type attackers struct {
	command *exec.Cmd
	out     bytes.Buffer
}

func (o *options) attackers(ctx context.Context, addr, ours, theirs string) (*attackers, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	// They take what nobody else wants of the CPU, since real attackers don't take
	// theirs from the server's machine. That is for each of the process's threads,
	// which it can't do by itself.
	a := &attackers{command: exec.CommandContext(ctx, "chrt", "--idle", "0", program, "attack")} //nolint:gosec // this program
	orders, err := json.Marshal(orders{Addr: addr, Ours: ours, Theirs: theirs, Connections: o.connections, For: o.length()})
	if err != nil {
		return nil, err
	}
	a.command.Stdin, a.command.Stdout, a.command.Stderr = bytes.NewReader(orders), &a.out, os.Stderr
	return a, a.command.Start()
}

func (a *attackers) wait() (*deeds, error) {
	if err := a.command.Wait(); err != nil {
		return nil, fmt.Errorf("the attackers: %w", err)
	}
	var d deeds
	return &d, json.Unmarshal(a.out.Bytes(), &d)
}

// judge tells what became of the valid traffic.
func (s *server) judge(quiet, under *load.Arrivals, validErr error, done *deeds) error {
	done.print()
	fmt.Printf("valid calls   p50 ms   p99 ms\n")
	row := func(name string, a *load.Arrivals) time.Duration {
		p99 := a.Latency.Quantile(0.99)
		fmt.Printf("  %-8s %9.2f %8.2f   %d answered\n", name, milliseconds(a.Latency.Quantile(0.5)), milliseconds(p99), a.Calls)
		return p99
	}
	calm, harassed := row("quiet", quiet), row("attacked", under)
	var faults []error
	if validErr != nil {
		faults = append(faults, fmt.Errorf("a valid call under attack: %w", validErr))
	}
	if harassed > mostSlowdown*calm {
		faults = append(faults, fmt.Errorf("p99 is %.1f times the quiet one, and may be %d times", harassed.Seconds()/calm.Seconds(), mostSlowdown))
	}
	faults = append(faults, done.fault())
	if complaints := s.complaints(); len(complaints) > 0 {
		faults = append(faults, fmt.Errorf("the log holds %d errors, such as %s", len(complaints), complaints[0]))
	}
	return errors.Join(faults...)
}

// judge tells how much memory the server held.
func (m *memory) judge() error {
	peak, err := m.peak()
	if err != nil {
		return err
	}
	fmt.Printf("resident memory, the most of each tenth of the time:")
	for _, resident := range m.series(10) {
		fmt.Printf(" %d", resident>>20)
	}
	fmt.Printf(" MiB; the peak is %d MiB\n", peak>>20)
	if peak >= mostMemory {
		return fmt.Errorf("the server held %d MiB, and may hold less than %d", peak>>20, mostMemory>>20)
	}
	return nil
}
