package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// postgres is a PostgreSQL of our own, behind a proxy.
type postgres struct {
	programs, folder string
	disk             *disk
	address          string
	owner            *syscall.Credential
	running          *exec.Cmd
	ended            chan struct{}
	proxy            proxy
	databases        int
}

const (
	// postgresRoom is the size of its disk.
	postgresRoom = 160 << 20
	// postgresPatience bounds its start, the recovery from a crash included.
	postgresPatience = 20 * time.Second
)

// newPostgres makes a cluster and starts it. Programs is the folder of initdb and postgres.
func newPostgres(ctx context.Context, programs, folder string) (p *postgres, err error) {
	p = &postgres{programs: programs, folder: folder}
	if p.owner, err = unprivileged(); err != nil {
		return nil, err
	}
	if p.disk, err = newDisk(ctx, filepath.Join(folder, "disk"), postgresRoom); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	if p.owner != nil {
		if err := os.Chown(p.disk.folder, int(p.owner.Uid), int(p.owner.Gid)); err != nil {
			return nil, err
		}
	}
	// Small segments, so that a full disk is met by the log too.
	initialize := p.command(ctx, "initdb", "--pgdata="+p.data(), "--username=portico", "--auth=trust", "--encoding=UTF8",
		"--locale=C.UTF-8", "--no-sync", "--wal-segsize=1")
	if said, err := initialize.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, said)
	}
	if p.address, err = freeAddress(ctx, postgresHost); err != nil {
		return nil, err
	}
	if err := p.start(ctx); err != nil {
		return nil, err
	}
	p.proxy, err = newProxy("postgres", p.address)
	return p, err
}

// unprivileged is whom PostgreSQL runs as, since it refuses to be root; nil for ourselves.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	found, err := user.Lookup("postgres")
	if err != nil {
		if found, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.ParseUint(found.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(found.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, err
}

func (p *postgres) data() string { return filepath.Join(p.disk.folder, "data") }

func (p *postgres) command(ctx context.Context, name string, arguments ...string) *exec.Cmd {
	command := exec.CommandContext(context.WithoutCancel(ctx), filepath.Join(p.programs, name), arguments...) //nolint:gosec // PostgreSQL's programs
	command.Dir = p.disk.folder
	command.SysProcAttr = &syscall.SysProcAttr{Credential: p.owner, Setpgid: true}
	return command
}

// start starts it and waits until it takes connections.
func (p *postgres) start(ctx context.Context) error {
	_, port, err := net.SplitHostPort(p.address)
	if err != nil {
		return err
	}
	log, err := os.OpenFile(filepath.Join(p.folder, "postgres.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the child has its own
	// What a transaction doesn't wait for comes to the disk late, so that it is lost if anybody says that it is there.
	command := p.command(ctx, "postgres", "-D", p.data(), "-p", port, "-c", "wal_writer_delay=10s", "-c", "wal_writer_flush_after=0",
		"-c", "listen_addresses="+postgresHost, "-c", "unix_socket_directories=", "-c", "shared_buffers=32MB", "-c", "max_wal_size=24MB", "-c", "min_wal_size=5MB")
	command.Stdout, command.Stderr = log, log
	if err := command.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	p.running, p.ended = command, ended
	go func() {
		_ = command.Wait() // a killed process ends in an error
		close(ended)
	}()
	return p.awaitReady(ctx)
}

// awaitReady waits until it takes connections, and starts it again where it has given up:
// it does when it finds no room to recover.
func (p *postgres) awaitReady(ctx context.Context) error {
	for end := time.Now().Add(postgresPatience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if p.psql(ctx, "SELECT 1") == nil {
			return nil
		}
		select {
		case <-p.ended:
			return errEnded
		default:
		}
	}
	return fmt.Errorf("PostgreSQL takes no connections %s after its start, see %s", postgresPatience, filepath.Join(p.folder, "postgres.log"))
}

var errEnded = errors.New("PostgreSQL has ended by itself")

// mended waits until it takes connections again, and starts it if it has given up, as it
// does when it finds no room to recover.
func (p *postgres) mended(ctx context.Context) error {
	err := p.awaitReady(ctx)
	if errors.Is(err, errEnded) {
		return p.start(ctx)
	}
	return err
}

func (p *postgres) psql(ctx context.Context, statement string) error {
	_, port, err := net.SplitHostPort(p.address)
	if err != nil {
		return err
	}
	said, err := p.command(ctx, "psql", "-X", "-q", "-h", postgresHost, "-p", port, "-U", "portico", "-d", "postgres", "-c", statement).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, said)
	}
	return nil
}

// kill ends all of its processes at once, as a machine that dies does.
func (p *postgres) kill() {
	for _, process := range p.processes() {
		_ = syscall.Kill(process, syscall.SIGKILL) // it may have ended
	}
	<-p.ended
}

// signal reaches the first process and then those that it has begun; it can't begin another.
func (p *postgres) signal(signal syscall.Signal) error {
	if err := p.running.Process.Signal(signal); err != nil {
		return err
	}
	for _, process := range p.processes() {
		_ = syscall.Kill(process, signal) // it may have ended
	}
	return nil
}

// processes are the first and its children.
func (p *postgres) processes() []int {
	first := p.running.Process.Pid
	return append([]int{first}, childrenOf(first)...)
}

func (p *postgres) fresh(ctx context.Context, _ string) (url string, cleanup func() error, err error) {
	p.databases++
	name := fmt.Sprintf("seed_%d", p.databases)
	if err := p.psql(ctx, "CREATE DATABASE "+name); err != nil {
		return "", nil, err
	}
	url = fmt.Sprintf("postgres://portico@%s/%s?sslmode=disable", p.proxy.Listen, name)
	return url, func() error { return p.psql(context.WithoutCancel(ctx), "DROP DATABASE "+name+" WITH (FORCE)") }, nil
}

func (p *postgres) faults(*program) []fault {
	nothing := func(context.Context) error { return nil }
	spoiled := func(toxic string) func(context.Context) error {
		return func(context.Context) error { return p.proxy.spoil(toxic) }
	}
	heal := func(ctx context.Context) error { p.proxy.heal(ctx); return nil }
	return append([]fault{
		{name: "PostgreSQL killed", away: true, begin: func(context.Context) error { p.kill(); return nil }, end: p.start},
		{name: "PostgreSQL stopped", begin: func(context.Context) error { return p.signal(syscall.SIGSTOP) },
			end: func(context.Context) error { return p.signal(syscall.SIGCONT) }},
		{name: "database cut off", away: true, begin: func(context.Context) error { p.proxy.Stop(); return nil },
			end: func(context.Context) error { return p.proxy.resume() }},
		{name: "connections to the database cut", begin: func(context.Context) error { p.proxy.Stop(); return p.proxy.resume() }, end: nothing},
		{name: "database slow", begin: spoiled(slow), end: heal},
		{name: "database silent", begin: spoiled(silent), end: heal},
	}, p.disk.faults(p.mended, p.processes)...)
}

// Close ends it and gives its disk back.
func (p *postgres) Close() error {
	if p.proxy.Proxy != nil {
		p.proxy.Stop()
	}
	if p.running != nil {
		p.kill()
	}
	return p.disk.Close()
}
