package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/tidwall/gjson"
)

// asConnector has the test's binary be the connector, so that -race looks at the process as well.
const asConnector = "PORTICO_TEST_AS_CONNECTOR"

func TestMain(m *testing.M) {
	if os.Getenv(asConnector) != "" {
		main()
		return
	}
	m.Run()
}

// patient is for a busy machine.
const patient = 30 * time.Second

// process is a running program, with what it wrote to stderr.
type process struct {
	t       *testing.T
	command *exec.Cmd
	ended   chan struct{}
	mu      sync.Mutex
	text    bytes.Buffer
}

func (p *process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

func (p *process) screen() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

func launch(t *testing.T, folder string, environment []string, program string, arguments ...string) *process {
	t.Helper()
	p := &process{t: t, command: exec.Command(program, arguments...), ended: make(chan struct{})}
	p.command.Dir, p.command.Stderr = folder, p
	p.command.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}, environment...)
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.command.Wait() // its state tells
		close(p.ended)
	}()
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			text := p.screen()
			t.Logf("%s wrote:\n%s", filepath.Base(program), text[max(0, len(text)-4000):])
		}
	})
	return p
}

func (p *process) kill() {
	_ = p.command.Process.Kill() // it may have gone
	<-p.ended
}

// terminate ends it as an operator does, and expects success.
func (p *process) terminate() {
	p.t.Helper()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	select {
	case <-p.ended:
	case <-time.After(patient):
		p.t.Fatal("it has not ended after SIGTERM")
	}
	if code := p.command.ProcessState.ExitCode(); code != 0 {
		p.t.Errorf("exit code %d after SIGTERM", code)
	}
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patient); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("not so after %s: %s", patient, what)
}

// server is Portico, and a key of its workspace.
type server struct {
	*process
	t                     *testing.T
	program, address, key string
}

func startPortico(t *testing.T) *server {
	t.Helper()
	s := &server{t: t, program: filepath.Join(t.TempDir(), "portico"), address: freeAddress(t)}
	build := exec.Command("go", "build", "-trimpath", "-o", s.program, ".")
	build.Dir, build.Env = "../..", append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, output)
	}
	s.start()
	var file []string
	eventually(t, "Portico says where its first key is", func() bool {
		file = regexp.MustCompile(`"file":"([^"]+)"`).FindStringSubmatch(s.screen())
		return file != nil
	})
	key, err := os.ReadFile(file[1])
	if err != nil {
		t.Fatal(err)
	}
	s.key = strings.TrimSpace(string(key))
	return s
}

func (s *server) start() {
	s.t.Helper()
	_, port, _ := strings.Cut(s.address, ":")
	s.process = launch(s.t, filepath.Dir(s.program), []string{"HOST=127.0.0.1", "PORT=" + port}, s.program)
	eventually(s.t, "Portico is ready", func() bool { return strings.Contains(s.screen(), "Portico is ready") })
}

// freeAddress is one that a program can be started at again.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// ask runs a document and gives its data.
func (s *server) ask(format string, arguments ...any) gjson.Result {
	s.t.Helper()
	body := fmt.Sprintf(`{"query":%q}`, fmt.Sprintf(format, arguments...))
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://"+s.address+"/graphql", strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+s.key)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	var text bytes.Buffer
	if _, err := text.ReadFrom(answer.Body); err != nil {
		s.t.Fatal(err)
	}
	all := gjson.Parse(text.String())
	if faults := all.Get("errors"); faults.Exists() {
		s.t.Fatalf("%s: %s", body, faults)
	}
	return all.Get("data")
}

// broker is a Mosquitto that keeps its messages over a kill.
type broker struct {
	*process
	t                 *testing.T
	program, settings string
	url               string
}

func startBroker(t *testing.T) *broker {
	t.Helper()
	program, err := exec.LookPath("mosquitto")
	if err != nil {
		program = "/usr/sbin/mosquitto" // Debian keeps it off PATH
	}
	address := freeAddress(t)
	_, port, _ := strings.Cut(address, ":")
	folder := t.TempDir()
	settings := filepath.Join(folder, "mosquitto.conf")
	text := fmt.Sprintf("listener %s 127.0.0.1\nallow_anonymous true\nuser root\npersistence true\npersistence_location %s/\n"+
		"autosave_on_changes true\nautosave_interval 1\nlog_dest stderr\n", port, folder)
	if err := os.WriteFile(settings, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	b := &broker{t: t, program: program, settings: settings, url: "mqtt://" + address}
	b.start()
	return b
}

func (b *broker) start() {
	b.t.Helper()
	b.process = launch(b.t, filepath.Dir(b.settings), nil, b.program, "-c", b.settings)
	eventually(b.t, "the broker listens", func() bool {
		connection, err := net.Dial("tcp", strings.TrimPrefix(b.url, "mqtt://"))
		if err != nil {
			return false
		}
		return connection.Close() == nil
	})
}

// startConnector runs the connector for the customer "hotel".
func startConnector(t *testing.T, s *server, b *broker) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return launch(t, t.TempDir(), []string{asConnector + "=yes", "PORTICO_KEY=" + s.key}, self,
		"-broker", b.url, "-portico", "http://"+s.address, "-customer", "hotel")
}
