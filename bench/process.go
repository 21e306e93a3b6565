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

	"github.com/portico-portal/portico/bench/parts"
)

const (
	startPatience = 20 * time.Second
	stopPatience  = 15 * time.Second
)

// process is a server of the comparison, in a process of its own so that its
// CPU time can be told from the load's.
type process struct {
	command *exec.Cmd
	addr    string
	log     string
	started time.Time
	ended   chan struct{}
	failure error
}

// start runs a server that takes its address and database from the
// environment, as the product does, and waits until it listens.
func start(ctx context.Context, folder, name, databaseURL, program string, args ...string) (*process, error) {
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	p := &process{
		command: exec.CommandContext(ctx, program, args...), //nolint:gosec // our own programs
		addr:    net.JoinHostPort("127.0.0.1", port),
		log:     filepath.Join(folder, name+".log"),
		ended:   make(chan struct{}),
	}
	log, err := os.Create(p.log)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }() // the child has its own
	p.command.Cancel = func() error { return p.command.Process.Signal(syscall.SIGTERM) }
	p.command.WaitDelay = stopPatience
	p.command.Stdout, p.command.Stderr = log, log
	p.command.Env = append(os.Environ(), "DATABASE_URL="+databaseURL, "HOST=127.0.0.1", "PORT="+port,
		"PORTICO_SECRET="+parts.Secret, "PORTICO_PUBLIC_URL="+parts.PublicURL, "PORTICO_ALLOW_PRIVATE_OUTBOUND=true", "NODE_ENV=production", "GRAPHILE_ENV=production")
	p.started = time.Now()
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	go func() {
		p.failure = p.command.Wait()
		close(p.ended)
	}()
	if err := p.listening(ctx); err != nil {
		p.stop()
		return nil, fmt.Errorf("%s: %w\n%s", name, err, p.logged())
	}
	return p, nil
}

func freePort(ctx context.Context) (string, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, errors.Join(err, l.Close())
}

func (p *process) listening(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	var dialer net.Dialer
	for {
		if c, err := dialer.DialContext(ctx, "tcp", p.addr); err == nil {
			return c.Close()
		}
		select {
		case <-p.ended:
			return errors.Join(errors.New("ended at once"), p.failure)
		case <-ctx.Done():
			return errors.New("does not listen")
		case <-time.After(time.Millisecond):
		}
	}
}

// stop ends the server gently, and by force after a while.
func (p *process) stop() {
	if p == nil {
		return
	}
	_ = p.command.Process.Signal(syscall.SIGTERM) // it may have ended
	select {
	case <-p.ended:
	case <-time.After(stopPatience):
		_ = p.command.Process.Kill() // it may have ended
		<-p.ended
	}
}

// logged gives the end of what the server had to say.
func (p *process) logged() string {
	text, _ := os.ReadFile(p.log) // no log, nothing to tell
	return string(text[max(0, len(text)-4000):])
}

// cpu is that of the server's children, too, where it has some.
func (p *process) cpu() time.Duration { return familyCPU(p.command.Process.Pid) }
