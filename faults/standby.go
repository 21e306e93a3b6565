package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// pair runs servers on a primary with a synchronous standby, which is promoted when the
// primary is lost.
type pair struct {
	primary, standby *instance
	disk             *disk
	databases        int
	// hosts are the addresses of both, in an order that stays.
	hosts string
}

// serversOfPair call one pair together.
const serversOfPair = 3

// writesAgain bounds how long after a promotion each server acknowledges a write again.
const writesAgain = 2 * time.Second

// newPair makes both and has the standby follow.
func newPair(ctx context.Context, programs, folder string) (p *pair, err error) {
	p = &pair{}
	if p.disk, err = newDisk(ctx, filepath.Join(folder, "disk"), 2*postgresRoom); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	for i, made := range []**instance{&p.primary, &p.standby} {
		parent := filepath.Join(p.disk.folder, fmt.Sprint(i))
		if err := os.Mkdir(parent, 0o755); err != nil { //nolint:gosec // PostgreSQL's own user looks in
			return p, err
		}
		// A standby that has just lost its primary, and looks for it again only after the interval, heeds a promotion as late.
		if *made, err = newInstance(ctx, programs, parent, filepath.Join(folder, fmt.Sprintf("postgres-%d.log", i)),
			"synchronous_commit=remote_apply", "wal_retrieve_retry_interval=100ms"); err != nil {
			return p, err
		}
	}
	p.hosts = p.primary.address + "," + p.standby.address
	if err := p.primary.initialize(ctx); err != nil {
		return p, err
	}
	err = p.join(ctx)
	return p, err
}

func (*pair) servers() int { return serversOfPair }

func (p *pair) fresh(ctx context.Context, _ string) (url string, cleanup func() error, err error) {
	p.databases++
	name, err := p.primary.createDatabase(ctx, p.databases)
	url = fmt.Sprintf("postgres://portico@%s/%s?sslmode=disable&target_session_attrs=read-write&connect_timeout=2", p.hosts, name)
	return url, func() error { return p.primary.dropDatabase(ctx, name) }, err
}

func (p *pair) faults([]*program) []fault {
	return []fault{
		{name: "primary killed", away: true, begin: func(context.Context) error { p.primary.kill(); return nil },
			end: p.promote, writes: writesAgain, after: p.join},
		{name: "primary hung", begin: func(context.Context) error { return p.primary.signal(syscall.SIGSTOP) },
			// Fenced: it would take writes when it resumes.
			end: func(ctx context.Context) error { p.primary.kill(); return p.promote(ctx) }, writes: writesAgain, after: p.join},
		{name: "standby killed", begin: func(context.Context) error { p.standby.kill(); return nil },
			end: p.standbyStarts, writes: writesAgain},
	}
}

func (p *pair) standbyStarts(ctx context.Context) error { return p.standby.start(ctx) }

// promote makes the standby the primary, which waits for no standby until one has joined.
func (p *pair) promote(ctx context.Context) error {
	_, err := p.standby.psql(ctx, "SELECT pg_promote()")
	p.primary, p.standby = p.standby, p.primary
	return err
}

// joinPatience bounds how long a standby may take to catch up.
const joinPatience = 20 * time.Second

// join has the one that isn't the primary follow it anew, and the primary wait for it.
func (p *pair) join(ctx context.Context) error {
	host, port, err := net.SplitHostPort(p.primary.address)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(p.standby.data); err != nil {
		return err
	}
	// The copy has no synchronous_standby_names, which is set when it has been made: once
	// promoted it must not wait for a standby that isn't there.
	if err := p.standby.do(ctx, "pg_basebackup", "-D", p.standby.data, "--checkpoint=fast", "--no-sync", "--write-recovery-conf",
		"-d", fmt.Sprintf("host=%s port=%s user=portico application_name=standby", host, port)); err != nil {
		return err
	}
	if err := p.standby.start(ctx); err != nil {
		return err
	}
	if err := p.awaitFollowing(ctx); err != nil {
		return err
	}
	for _, statement := range []string{"ALTER SYSTEM SET synchronous_standby_names = 'standby'", "SELECT pg_reload_conf()"} {
		if _, err := p.primary.psql(ctx, statement); err != nil {
			return err
		}
	}
	return p.awaitInStep(ctx)
}

// write is a transaction on its own, of which nothing is left.
const write = "SELECT pg_logical_emit_message(true, '', '')"

// awaitInStep waits until the primary waits for its standby, which is so some time after it
// was told: a standby that applies nothing for a moment shows it.
func (p *pair) awaitInStep(ctx context.Context) error {
	if _, err := p.standby.psql(ctx, "SELECT pg_wal_replay_pause()"); err != nil {
		return err
	}
	for waits := ""; waits != "t"; {
		written, err := begin(p.primary.query(ctx, write))
		if err != nil {
			return err
		}
		for waits != "t" && !written.hasEnded() {
			if waits, err = p.primary.psql(ctx, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep')"); err != nil {
				return err
			}
		}
	}
	if _, err := p.standby.psql(ctx, "SELECT pg_wal_replay_resume()"); err != nil {
		return err
	}
	_, err := p.primary.psql(ctx, write) // with it all that came before is applied
	return err
}

// awaitFollowing waits until the primary has sent the standby all that it had missed.
func (p *pair) awaitFollowing(ctx context.Context) error {
	for end := time.Now().Add(joinPatience); ; time.Sleep(10 * time.Millisecond) {
		follows, err := p.primary.psql(ctx, "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE application_name = 'standby' AND state = 'streaming')")
		if err != nil || follows == "t" {
			return err
		}
		if time.Now().After(end) {
			return fmt.Errorf("the standby doesn't follow %s after its start, see %s", joinPatience, p.standby.log)
		}
	}
}

// Close ends both and gives their disk back.
func (p *pair) Close() error {
	for _, one := range []*instance{p.primary, p.standby} {
		if one != nil && one.running != nil {
			one.kill()
		}
	}
	return p.disk.Close()
}
