package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/portico-portal/portico/internal/token"
)

// clients are as many as call at once.
const clients = 8

// database is an engine on which seeds run, one after the other.
type database interface {
	// fresh makes an empty database for a seed in its folder. Cleanup ends what it began.
	fresh(ctx context.Context, folder string) (url string, cleanup func() error, err error)
	// servers are as many as run on it beside each other.
	servers() int
	// faults are what can happen to it, to what lies before it and to the servers.
	faults(servers []*program) []fault
	Close() error
}

// runSeed has the clients call a server on a fresh database while all goes wrong, and
// checks what they saw. The error says that the run itself failed.
func runSeed(ctx context.Context, seed uint64, path, folder string, length time.Duration, engine database) (r *result, err error) {
	r = newResult(seed, folder)
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // PostgreSQL's own user looks in
		return r, err
	}
	kept := func() error { return nil }
	defer func() { err = errors.Join(err, kept()) }() // when the seed's disk is gone
	url, cleanup, err := engine.fresh(ctx, folder)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, cleanup()) }()
	servers, err := startServers(ctx, path, folder, url, engine.servers())
	defer func() {
		for _, server := range servers {
			err = errors.Join(err, server.Close())
		}
	}()
	if err != nil {
		return r, err
	}
	key, err := firstKey(folder)
	if err != nil {
		return r, err
	}
	h := &history{begin: time.Now()}
	n := newNemesis(seed, engine.faults(servers), servers, h)
	broken := callAll(ctx, seed, length, key, h, n)
	if broken != nil {
		r.violations = append(r.violations, violation{about: "server", what: broken.Error()})
	} else {
		audit(ctx, key, servers[0].address, h)
	}
	r.count(h, n)
	keyring, err := token.NewKeyring([]string{secret})
	if err != nil {
		return r, err
	}
	r.violations = append(r.violations, h.check(keyring, folder)...)
	r.violations = append(r.violations, r.measure(h, n, length)...)
	for _, server := range servers {
		if line := server.panics(); line != "" {
			r.violations = append(r.violations, violation{about: "server", what: line})
		}
	}
	kept = func() error { return r.keep(h, n) }
	return r, nil
}

// startServers starts as many on one database, all at once, in folders of their own. Those
// that run are given with an error, too.
func startServers(ctx context.Context, path, folder, url string, count int) (servers []*program, err error) {
	for i := range count {
		own := filepath.Join(folder, fmt.Sprint("server-", i))
		if err := os.Mkdir(own, 0o700); err != nil {
			return servers, err
		}
		server, err := newProgram(ctx, path, own, url)
		if err != nil {
			return servers, err
		}
		servers = append(servers, server)
	}
	failures := make([]error, count)
	var starting sync.WaitGroup
	for i, server := range servers {
		starting.Go(func() { failures[i] = server.start(ctx) })
	}
	starting.Wait()
	return servers, errors.Join(failures...)
}

// callAll lets the clients and the nemesis run for the time. The error is the nemesis's:
// what it broke didn't recover.
func callAll(ctx context.Context, seed uint64, length time.Duration, key string, h *history, n *nemesis) (err error) {
	ctx, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	all := &known{links: map[int]*knownLink{}}
	var running sync.WaitGroup
	for number := range clients {
		front := n.servers[number%len(n.servers)].front
		c := &client{number: number, key: key, to: newSender(front.Listen), known: all, history: h}
		running.Go(func() { c.run(ctx, plan(seed, number)) })
	}
	err = n.run(ctx)
	cancel()
	running.Wait()
	return err
}

// audit reads all that the clients wrote to, when nothing goes wrong any more.
func audit(ctx context.Context, key, address string, h *history) {
	seen := map[subject]bool{}
	for _, c := range h.calls {
		seen[c.step.of()] = true
	}
	c := &client{number: clients, key: key, to: newSender(address), history: h, known: &known{links: map[int]*knownLink{}}}
	for s := range seen {
		kind := auditCustomer
		if s.link {
			kind = auditLink
		}
		c.carryOut(ctx, step{kind: kind, subject: s.number})
	}
}

// serverFaults are those of a server itself and of the way to it.
func serverFaults(server *program) []fault {
	front := server.front
	return []fault{
		{name: "server killed", begin: func(context.Context) error { server.kill(); return nil }, end: server.start},
		{name: "clients cut off", begin: func(context.Context) error { front.Stop(); return nil }, end: func(context.Context) error { return front.resume() }},
		{name: "answers cut off", begin: func(context.Context) error { front.Stop(); return front.resume() }, end: nothing},
	}
}

func nothing(context.Context) error { return nil }
