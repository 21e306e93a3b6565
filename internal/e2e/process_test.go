package e2e_test

import (
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/portico-portal/portico/internal/testdb"
)

const (
	// readyPatience is for a busy machine: a start takes a tenth of a second.
	readyPatience = 30 * time.Second
	// endPatience is what an orchestrator grants before it kills.
	endPatience = 25 * time.Second
)

// setup is how a server is started. Nothing else of this process's environment
// reaches it.
type setup struct {
	// database is its URL; empty is the default, a file below the folder.
	database string
	// folder is where it starts; empty is a new one.
	folder string
	// program is the path of another version's; empty is this one's.
	program string
	// terminal gives it a terminal to write to.
	terminal bool
	// environment adds variables, NAME=value.
	environment []string
}

func (o setup) variables() []string {
	all := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "HOST=127.0.0.1"}
	if o.database != "" {
		all = append(all, "DATABASE_URL="+o.database)
	}
	if strings.HasPrefix(o.database, "postgres") {
		all = append(all, "PORTICO_SECRET="+strings.Repeat("s", 32))
	}
	return append(all, o.environment...)
}

// server is a running process.
type server struct {
	t     *testing.T
	setup setup
	// base is where it answers: 127.0.0.1, so that no lookup decides what is asked.
	base string
	// screen is what it wrote to stderr.
	screen  *buffer
	command *exec.Cmd
	// ended is closed when the process has gone.
	ended chan struct{}
}

// each runs test once an engine, each with the URL of an empty database.
func each(t *testing.T, test func(t *testing.T, database string)) {
	t.Helper()
	for _, engine := range testdb.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			test(t, testdb.Empty(t, engine))
		})
	}
}

// start runs a server on a free port until the test ends.
func start(t *testing.T, o setup) *server {
	t.Helper()
	s := launch(t, o)
	s.awaitReady()
	return s
}

// launch starts the process and does not wait for it to be ready.
func launch(t *testing.T, o setup) *server {
	t.Helper()
	if o.folder == "" {
		o.folder = t.TempDir()
	}
	if o.program == "" {
		o.program = program(t)
	}
	command := exec.Command(o.program)
	command.Dir = o.folder
	command.Env = append([]string{"PORT=0"}, o.variables()...)
	s := &server{t: t, setup: o, screen: &buffer{}, command: command, ended: make(chan struct{})}
	drained := make(chan struct{})
	if o.terminal {
		ours, theirs, err := pty.Open()
		if err != nil {
			t.Fatal(err)
		}
		defer theirs.Close()
		command.Stderr = theirs
		go func() {
			defer close(drained)
			_, _ = io.Copy(s.screen, ours) // a terminal ends in an error, when its last writer has gone
			_ = ours.Close()
		}()
	} else {
		command.Stderr = s.screen
		close(drained)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = command.Wait() // its state tells
		<-drained
		close(s.ended)
	}()
	t.Cleanup(s.finish)
	return s
}

// finish ends what a test left running, and shows what it wrote if that helps.
func (s *server) finish() {
	s.kill()
	text := s.screen.String()
	if s.t.Failed() {
		const most = 4000
		s.t.Logf("what the server wrote:\n%s", text[max(0, len(text)-most):])
	}
	for _, sign := range []string{`"level":"ERROR"`, "level=ERROR", "panic", "goroutine "} {
		if _, after, found := strings.Cut(text, sign); found {
			s.t.Errorf("the server wrote %s%s", sign, short(after))
		}
	}
}

var readyLine = regexp.MustCompile(`Portico is ready.*?(http://[^\s",]+:(\d+))[\s",]`)

func (s *server) awaitReady() {
	s.t.Helper()
	found := s.await(readyLine)
	s.base = "http://127.0.0.1:" + found[2]
}

// public is the server's own idea of its address.
func (s *server) public() string { return strings.Replace(s.base, "127.0.0.1", "localhost", 1) }

func (s *server) port() string { return s.base[strings.LastIndex(s.base, ":")+1:] }

// await waits until the server has written something, and gives its groups.
func (s *server) await(pattern *regexp.Regexp) []string {
	s.t.Helper()
	for end := time.Now().Add(readyPatience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if found := pattern.FindStringSubmatch(s.screen.String()); found != nil {
			return found
		}
		select {
		case <-s.ended:
			if found := pattern.FindStringSubmatch(s.screen.String()); found != nil {
				return found
			}
			s.t.Fatalf("the server ended (%s) before it wrote %s", s.command.ProcessState, pattern)
		default:
		}
	}
	s.t.Fatalf("the server has not written %s", pattern)
	return nil
}

var keyFile = regexp.MustCompile(`"file":"([^"]+)"`)

// firstKey is the key of a first start that nobody watched.
func (s *server) firstKey() string {
	s.t.Helper()
	text, err := os.ReadFile(s.await(keyFile)[1])
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// terminate sends SIGTERM and gives the exit code and how long it took.
func (s *server) terminate() (code int, took time.Duration) {
	s.t.Helper()
	begin := time.Now()
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	select {
	case <-s.ended:
		return s.command.ProcessState.ExitCode(), time.Since(begin)
	case <-time.After(endPatience):
		s.t.Fatalf("the server has not ended %s after SIGTERM", endPatience)
		return 0, 0
	}
}

// stop ends the server as an operator does.
func (s *server) stop() {
	s.t.Helper()
	if code, _ := s.terminate(); code != 0 {
		s.t.Errorf("exit code %d after SIGTERM", code)
	}
}

// kill is what no process can prepare for.
func (s *server) kill() {
	_ = s.command.Process.Kill() // it may have gone
	<-s.ended
}

// restart serves the same database anew, from the same folder.
func (s *server) restart() *server {
	s.t.Helper()
	return start(s.t, s.setup)
}

// run runs one of the program's commands beside the server, on its database and
// port, and gives its exit code and what it printed.
func (s *server) run(arguments ...string) (code int, stdout, stderr string) {
	s.t.Helper()
	command := exec.Command(s.setup.program, arguments...)
	command.Dir = s.setup.folder
	command.Env = append([]string{"PORT=" + s.port()}, s.setup.variables()...)
	var out, errs strings.Builder
	command.Stdout, command.Stderr = &out, &errs
	err := command.Run()
	if command.ProcessState == nil {
		s.t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), out.String(), errs.String()
}

// prints runs a command that must succeed and gives what it printed.
func (s *server) prints(arguments ...string) string {
	s.t.Helper()
	code, stdout, stderr := s.run(arguments...)
	if code != 0 {
		s.t.Fatalf("portico %s: exit code %d: %s%s", strings.Join(arguments, " "), code, stdout, stderr)
	}
	return strings.TrimSpace(stdout)
}
