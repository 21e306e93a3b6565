package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/portico-portal/portico/bench/parts"
	"github.com/portico-portal/portico/internal/probe"
)

const (
	startPatience = 30 * time.Second
	stopPatience  = 30 * time.Second
)

// server is the built product in a process of its own.
type server struct {
	command *exec.Cmd
	folder  string
	env     []string
	addr    string
	ended   chan struct{}
	log     log
}

// start runs the program on a database, in a folder of its own, and waits until it
// is ready. More variables may be set than those that it needs.
func start(ctx context.Context, program, folder, databaseURL string, env ...string) (*server, error) {
	s := &server{
		command: exec.CommandContext(ctx, program, "serve"),
		folder:  folder, ended: make(chan struct{}),
		env: append([]string{"DATABASE_URL=" + databaseURL, "PORTICO_SECRET=" + parts.Secret}, env...),
	}
	s.command.Cancel = func() error { return s.command.Process.Signal(syscall.SIGTERM) }
	s.command.WaitDelay = stopPatience
	s.command.Dir, s.command.Env = folder, append(slices.Clip(s.env), "HOST=127.0.0.1", "PORT=0")
	s.command.Stdout, s.command.Stderr = &s.log, &s.log
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = s.command.Wait() // it is ended by a signal
		close(s.ended)
	}()
	if err := s.ready(ctx); err != nil {
		s.stop()
		return nil, fmt.Errorf("%w\n%s", err, s.log.String())
	}
	return s, nil
}

// log is what a server had to say at first, and its complaints. It is kept in
// memory: written to the disk of the database, it would make each of its commits
// slower.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
	// begun is a line whose end has not come yet.
	begun []byte
}

// wholeLog is up to where all lines are kept.
const wholeLog = 1 << 20

func (l *log) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range bytes.Lines(text) {
		l.begun = append(l.begun, line...)
		if !bytes.HasSuffix(line, []byte("\n")) {
			continue
		}
		if l.text.Len() < wholeLog || complains(string(l.begun)) {
			l.text.Write(l.begun)
		}
		l.begun = l.begun[:0]
	}
	return len(text), nil
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

var readyLine = regexp.MustCompile(`Portico is ready.*?http://[^\s",]+:(\d+)`)

func (s *server) ready(ctx context.Context) error {
	for end := time.Now().Add(startPatience); time.Now().Before(end); {
		if found := readyLine.FindStringSubmatch(s.log.String()); found != nil {
			s.addr = "127.0.0.1:" + found[1]
			return nil
		}
		select {
		case <-s.ended:
			return errors.New("the server ended at once")
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	return errors.New("the server is not ready")
}

// stop ends the server gently, and by force after a while.
func (s *server) stop() {
	_ = s.command.Process.Signal(syscall.SIGTERM) // it may have ended
	select {
	case <-s.ended:
	case <-time.After(stopPatience):
		_ = s.command.Process.Kill() // it may have ended
		<-s.ended
	}
}

func (s *server) pid() int { return s.command.Process.Pid }

// key makes a workspace beside the running server and gives an API key of it.
func (s *server) key(ctx context.Context, name string) (string, error) {
	workspace, err := s.run(ctx, "workspace", "create", "--name", name)
	if err != nil {
		return "", err
	}
	return s.run(ctx, "key", "create", "--workspace", workspace)
}

func (s *server) run(ctx context.Context, args ...string) (string, error) {
	command := exec.CommandContext(ctx, s.command.Path, args...) //nolint:gosec // our own program
	command.Dir, command.Env = s.folder, s.env
	printed, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("portico %s: %w", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(printed)), nil
}

// site prepares what the probes aim at.
func (s *server) site(ctx context.Context) (*probe.Site, error) {
	ours, err := s.key(ctx, "attacker")
	if err != nil {
		return nil, err
	}
	theirs, err := s.key(ctx, "another")
	if err != nil {
		return nil, err
	}
	return probe.Prepare(ctx, s.addr, ours, theirs)
}

// complaints are lines of the log that tell of a panic or an error of the server's own.
func (s *server) complaints() (lines []string) {
	for line := range strings.Lines(s.log.String()) {
		if complains(line) {
			lines = append(lines, line)
		}
	}
	return lines
}

func complains(line string) bool {
	return strings.Contains(line, `"level":"ERROR"`) || strings.Contains(line, "panic") || strings.Contains(line, "goroutine ")
}
