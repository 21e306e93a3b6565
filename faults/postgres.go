package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"syscall"
)

// postgres runs servers on a PostgreSQL behind a proxy.
type postgres struct {
	*instance

	disk      *disk
	proxy     proxy
	databases int
}

// postgresRoom is the size of its disk.
const postgresRoom = 160 << 20

// newPostgres makes a cluster and starts it. Programs is the folder of initdb and postgres.
func newPostgres(ctx context.Context, programs, folder string) (p *postgres, err error) {
	p = &postgres{}
	if p.disk, err = newDisk(ctx, filepath.Join(folder, "disk"), postgresRoom); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	if p.instance, err = newInstance(ctx, programs, p.disk.folder, filepath.Join(folder, "postgres.log")); err != nil {
		return nil, err
	}
	if err := p.initialize(ctx); err != nil {
		return nil, err
	}
	p.proxy, err = newProxy("postgres", p.address)
	return p, err
}

func (*postgres) servers() int { return 1 }

func (p *postgres) fresh(ctx context.Context, _ string) (url string, cleanup func() error, err error) {
	name, cleanup, err := p.database(ctx)
	return fmt.Sprintf("postgres://portico@%s/%s?sslmode=disable", p.proxy.Listen, name), cleanup, err
}

// database makes an empty one.
func (p *postgres) database(ctx context.Context) (name string, drop func() error, err error) {
	p.databases++
	name, err = p.createDatabase(ctx, p.databases)
	return name, func() error { return p.dropDatabase(ctx, name) }, err
}

func (p *postgres) faults(servers []*program) []fault {
	spoiled := func(toxic string) func(context.Context) error {
		return func(context.Context) error { return p.proxy.spoil(toxic) }
	}
	heal := func(ctx context.Context) error { p.proxy.heal(ctx); return nil }
	faults := []fault{
		{name: "PostgreSQL killed", away: true, begin: func(context.Context) error { p.kill(); return nil }, end: p.start},
		{name: "PostgreSQL stopped", begin: func(context.Context) error { return p.signal(syscall.SIGSTOP) },
			end: func(context.Context) error { return p.signal(syscall.SIGCONT) }},
		{name: "database cut off", away: true, begin: func(context.Context) error { p.proxy.Stop(); return nil },
			end: func(context.Context) error { return p.proxy.resume() }},
		{name: "connections to the database cut", begin: func(context.Context) error { p.proxy.Stop(); return p.proxy.resume() }, end: nothing},
		{name: "database slow", begin: spoiled(slow), end: heal},
		{name: "database silent", begin: spoiled(silent), end: heal},
	}
	faults = append(faults, p.disk.faults(p.mended, p.processes)...)
	return append(faults, serverFaults(servers[0])...)
}

// Close ends it and gives its disk back.
func (p *postgres) Close() error {
	if p.proxy.Proxy != nil {
		p.proxy.Stop()
	}
	if p.instance != nil && p.running != nil {
		p.kill()
	}
	return p.disk.Close()
}
