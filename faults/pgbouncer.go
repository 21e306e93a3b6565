package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// pooled runs servers on a PostgreSQL behind a PgBouncer, which hands its connections from
// transaction to transaction.
type pooled struct {
	*postgres

	// path is PgBouncer's own, and at is where it listens.
	path, configuration, at string
	pooler                  *process
}

// serversOfPool share one PgBouncer.
const serversOfPool = 2

// loginRetry is how long PgBouncer lets PostgreSQL alone once it couldn't log in, which it may
// have tried just before that was back.
const loginRetry = time.Second

func newPooled(ctx context.Context, programs, folder string) (p *pooled, err error) {
	p = &pooled{configuration: filepath.Join(folder, "pgbouncer.ini")}
	if p.path, err = lookPgBouncer(); err != nil {
		return nil, err
	}
	if p.at, err = freeAddress(ctx, poolerHost); err != nil {
		return nil, err
	}
	if p.postgres, err = newPostgres(ctx, programs, folder); err != nil {
		return nil, err
	}
	if err := errors.Join(p.configure(folder), p.startPooler(ctx)); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// lookPgBouncer finds it where Debian keeps it, off PATH, too.
func lookPgBouncer() (string, error) {
	for _, name := range []string{"pgbouncer", "/usr/sbin/pgbouncer"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("there is no PgBouncer: install the Debian package pgbouncer (make test does it)")
}

// configure writes its settings. It has fewer connections than its clients, so that those
// get each other's all the time, and looks for a PostgreSQL that was away after a second, where
// it takes 15 otherwise.
func (p *pooled) configure(folder string) error {
	host, port, err := net.SplitHostPort(p.at)
	if err != nil {
		return err
	}
	serverHost, serverPort, err := net.SplitHostPort(p.address)
	if err != nil {
		return err
	}
	users := filepath.Join(folder, "users.txt")
	settings := fmt.Sprintf(`[databases]
* = host=%s port=%s
[pgbouncer]
listen_addr = %s
listen_port = %s
unix_socket_dir =
auth_type = trust
auth_file = %s
pool_mode = transaction
default_pool_size = 4
server_login_retry = %.0f
`, serverHost, serverPort, host, port, users, loginRetry.Seconds())
	return errors.Join(
		os.WriteFile(users, []byte(`"portico" ""`), 0o644),     //nolint:gosec // PgBouncer's user reads it
		os.WriteFile(p.configuration, []byte(settings), 0o644)) //nolint:gosec // likewise
}

func (p *pooled) startPooler(ctx context.Context) error {
	log, err := os.OpenFile(filepath.Join(filepath.Dir(p.configuration), "pgbouncer.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()                                                  // the child has its own
	command := exec.CommandContext(context.WithoutCancel(ctx), p.path, p.configuration) //nolint:gosec // it was looked up
	command.SysProcAttr = &syscall.SysProcAttr{Credential: p.owner}
	command.Stdout, command.Stderr = log, log
	if p.pooler, err = begin(command); err != nil {
		return err
	}
	for end := time.Now().Add(postgresPatience); ; time.Sleep(10 * time.Millisecond) {
		connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", p.at)
		if err == nil {
			return connection.Close()
		}
		if p.pooler.hasEnded() || time.Now().After(end) {
			return fmt.Errorf("PgBouncer takes no connections, see %s: %w", log.Name(), err)
		}
	}
}

func (*pooled) servers() int { return serversOfPool }

func (p *pooled) fresh(ctx context.Context, _ string) (url string, cleanup func() error, err error) {
	name, cleanup, err := p.database(ctx)
	return p.url(name) + "&default_query_exec_mode=cache_describe", cleanup, err
}

func (p *pooled) url(name string) string {
	return fmt.Sprintf("postgres://portico@%s/%s?sslmode=disable", p.at, name)
}

func (p *pooled) faults([]*program) []fault {
	return []fault{
		{name: "PgBouncer killed", away: true, begin: func(context.Context) error { p.pooler.kill(); return nil }, end: p.startPooler, writes: writesAgain},
		{name: "PostgreSQL killed", begin: func(context.Context) error { p.kill(); return nil }, end: p.start, writes: writesAgain + loginRetry},
	}
}

// Close ends it and the PostgreSQL behind it.
func (p *pooled) Close() error {
	if p.pooler != nil {
		p.pooler.kill()
	}
	return p.postgres.Close()
}
