package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// secret is the servers' root secret. It tells the checker which token is which.
const secret = "the root secret of servers whose tokens are checked"

// readyPatience bounds how long a server may take to be ready, once nothing is in its way.
const readyPatience = 20 * time.Second

// program is Portico, as a process that is killed and started again.
type program struct {
	path, folder, database string
	// address is where it listens, each time.
	address string
	// front is the way by which clients reach it.
	front   proxy
	running *process
	log     *os.File
}

func newProgram(ctx context.Context, path, folder, database string) (*program, error) {
	address, err := freeAddress(ctx, serverHost)
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(folder, "server.log"))
	if err != nil {
		return nil, err
	}
	front, err := newProxy("clients", address)
	return &program{path: path, folder: folder, database: database, address: address, front: front, log: log}, err
}

// Whoever listens has an address of its own: connections begin at 127.0.0.1, and one of
// them could have the port of somebody who is just being started again.
const serverHost, postgresHost, proxyHost, poolerHost = "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"

func freeAddress(ctx context.Context, host string) (string, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// start starts it and waits until it is ready.
func (p *program) start(ctx context.Context) error {
	_, port, err := net.SplitHostPort(p.address)
	if err != nil {
		return err
	}
	command := exec.CommandContext(context.WithoutCancel(ctx), p.path) //nolint:gosec // the program that is tested
	command.Dir, command.Stderr = p.folder, p.log
	command.Env = []string{"HOST=" + serverHost, "PORT=" + port, "DATABASE_URL=" + p.database, "PORTICO_SECRET=" + secret,
		"PORTICO_RATE_UNKNOWN_TOKENS=off", "PORTICO_LOG_LEVEL=warn"}
	if p.running, err = begin(command); err != nil {
		return err
	}
	return p.awaitReady(ctx)
}

// Close ends it, and the way to it.
func (p *program) Close() error {
	p.kill()
	p.front.Stop()
	return p.log.Close()
}

// kill ends it as nothing can prepare for, and waits until it is gone.
func (p *program) kill() {
	if p.running != nil {
		p.running.kill()
	}
}

func (p *program) awaitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyPatience)
	defer cancel()
	for {
		status := p.readiness(ctx)
		if status == http.StatusOK {
			return nil
		}
		select {
		case <-p.running.ended:
			return fmt.Errorf("the server ended by itself: %s", p.said())
		case <-ctx.Done():
			return fmt.Errorf("the server isn't ready after %s (/readyz: %d): %s", readyPatience, status, p.said())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (p *program) readiness(ctx context.Context) int {
	return readiness(ctx, http.DefaultClient, p.address)
}

// said is the end of its log.
func (p *program) said() string {
	const most = 2000
	text, err := os.ReadFile(p.log.Name())
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-most):])
}

// panics finds a panic in the log.
func (p *program) panics() string {
	text, err := os.ReadFile(p.log.Name())
	if err != nil {
		return err.Error()
	}
	for line := range bytes.Lines(text) {
		if bytes.Contains(line, []byte("panic")) {
			return string(line)
		}
	}
	return ""
}

// firstKey is the API key that the first start of all servers made somewhere in the folder of a seed.
func firstKey(folder string) (key string, err error) {
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() != "first-key" {
			return err
		}
		text, err := os.ReadFile(path) //nolint:gosec // our own folder
		key = strings.TrimSpace(string(text))
		return err
	})
	if err == nil && key == "" {
		err = errors.New("the first start has left no key")
	}
	return key, err
}
