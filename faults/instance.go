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
	"strings"
	"syscall"
	"time"
)

// instance is a PostgreSQL server, as processes that are killed and started again.
type instance struct {
	// programs is the folder of initdb and postgres, data the server's own.
	programs, data, log string
	address             string
	// settings are its own, beside those that all have.
	settings []string
	owner    *syscall.Credential
	running  *process
}

// postgresPatience bounds its start, the recovery from a crash included.
const postgresPatience = 20 * time.Second

// newInstance readies a server whose data will be in a folder below parent, and starts none.
func newInstance(ctx context.Context, programs, parent, log string, settings ...string) (*instance, error) {
	p := &instance{programs: programs, data: filepath.Join(parent, "data"), log: log, settings: settings}
	var err error
	if p.owner, err = unprivileged(); err != nil {
		return nil, err
	}
	if p.owner != nil {
		if err := os.Chown(parent, int(p.owner.Uid), int(p.owner.Gid)); err != nil {
			return nil, err
		}
	}
	p.address, err = freeAddress(ctx, postgresHost)
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

// initialize makes its data and starts it. The segments are small, so that a full disk is met
// by the log too.
func (p *instance) initialize(ctx context.Context) error {
	if err := p.do(ctx, "initdb", "--pgdata="+p.data, "--username=portico", "--auth=trust", "--encoding=UTF8",
		"--locale=C.UTF-8", "--no-sync", "--wal-segsize=1"); err != nil {
		return err
	}
	return p.start(ctx)
}

func (p *instance) command(ctx context.Context, name string, arguments ...string) *exec.Cmd {
	command := exec.CommandContext(context.WithoutCancel(ctx), filepath.Join(p.programs, name), arguments...) //nolint:gosec // PostgreSQL's programs
	command.Dir = filepath.Dir(p.data)
	command.SysProcAttr = &syscall.SysProcAttr{Credential: p.owner, Setpgid: true}
	return command
}

// do runs one of PostgreSQL's programs to its end.
func (p *instance) do(ctx context.Context, name string, arguments ...string) error {
	_, err := output(p.command(ctx, name, arguments...))
	return err
}

// output is what a command has said when it ends.
func output(command *exec.Cmd) (string, error) {
	said, err := command.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s: %w: %s", filepath.Base(command.Path), err, said)
	}
	return strings.TrimSpace(string(said)), nil
}

// start starts it and waits until it takes connections.
func (p *instance) start(ctx context.Context) error {
	_, port, err := net.SplitHostPort(p.address)
	if err != nil {
		return err
	}
	log, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the child has its own
	// What a transaction doesn't wait for comes to the disk late, so that it is lost if anybody says that it is there.
	settings := append([]string{
		"wal_writer_delay=10s", "wal_writer_flush_after=0", "listen_addresses=" + postgresHost,
		"unix_socket_directories=", "shared_buffers=32MB", "max_wal_size=24MB", "min_wal_size=5MB",
	}, p.settings...)
	arguments := []string{"-D", p.data, "-p", port}
	for _, setting := range settings {
		arguments = append(arguments, "-c", setting)
	}
	command := p.command(ctx, "postgres", arguments...)
	command.Stdout, command.Stderr = log, log
	if p.running, err = begin(command); err != nil {
		return err
	}
	return p.awaitReady(ctx)
}

var errEnded = errors.New("PostgreSQL has ended by itself")

// awaitReady waits until it takes connections.
func (p *instance) awaitReady(ctx context.Context) error {
	for end := time.Now().Add(postgresPatience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, err := p.psql(ctx, "SELECT 1"); err == nil {
			return nil
		}
		if p.running.hasEnded() {
			return errEnded
		}
	}
	return fmt.Errorf("PostgreSQL takes no connections %s after its start, see %s", postgresPatience, p.log)
}

// mended waits until it takes connections again, and starts it if it has given up, as it
// does when it finds no room to recover.
func (p *instance) mended(ctx context.Context) error {
	err := p.awaitReady(ctx)
	if errors.Is(err, errEnded) {
		return p.start(ctx)
	}
	return err
}

// query is a statement as a command.
func (p *instance) query(ctx context.Context, statement string) *exec.Cmd {
	host, port, _ := net.SplitHostPort(p.address) // it was put together so
	return p.command(ctx, "psql", "-X", "-q", "-A", "-t", "-h", host, "-p", port, "-U", "portico", "-d", "postgres", "-c", statement)
}

// psql runs a statement and gives what it answers.
func (p *instance) psql(ctx context.Context, statement string) (string, error) {
	return output(p.query(ctx, statement))
}

// createDatabase makes an empty database for a seed.
func (p *instance) createDatabase(ctx context.Context, number int) (name string, err error) {
	name = fmt.Sprintf("seed_%d", number)
	_, err = p.psql(ctx, "CREATE DATABASE "+name)
	return name, err
}

// dropDatabase ends whoever uses it.
func (p *instance) dropDatabase(ctx context.Context, name string) error {
	_, err := p.psql(context.WithoutCancel(ctx), "DROP DATABASE "+name+" WITH (FORCE)")
	return err
}

// kill ends all of its processes at once, as a machine that dies does.
func (p *instance) kill() {
	for _, process := range p.processes() {
		_ = syscall.Kill(process, syscall.SIGKILL) // it may have ended
	}
	<-p.running.ended
}

// signal reaches the first process and then those that it has begun; it can't begin another.
func (p *instance) signal(signal syscall.Signal) error {
	if err := p.running.Process.Signal(signal); err != nil {
		return err
	}
	for _, process := range p.processes() {
		_ = syscall.Kill(process, signal) // it may have ended
	}
	return nil
}

// processes are the first and its children.
func (p *instance) processes() []int {
	first := p.running.Process.Pid
	return append([]int{first}, childrenOf(first)...)
}
