package e2e_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// portalHost is the name in the configurations of deploy/proxy.
const portalHost = "portal.example.com"

// proxy is a reverse proxy with the configuration of deploy/proxy: of that, only
// addresses and paths are another.
type proxy struct {
	t       *testing.T
	folder  string
	address string
	roots   *x509.CertPool
	log     *buffer
}

// proxies are those that the documentation has a configuration for. Each gives its
// command.
var proxies = map[string]func(p *proxy, upstreams []string) *exec.Cmd{
	"nginx": (*proxy).nginx,
	"caddy": (*proxy).caddy,
}

// startProxy runs one before some servers until the test ends.
func startProxy(t *testing.T, name string, upstreams []string) *proxy {
	t.Helper()
	p := &proxy{t: t, folder: t.TempDir(), address: freeAddress(t, "127.0.0.1"), roots: x509.NewCertPool(), log: &buffer{}}
	p.certify()
	command := proxies[name](p, upstreams)
	command.Stdout, command.Stderr = p.log, p.log
	if err := command.Start(); err != nil {
		t.Fatalf("this test needs %s, which scripts/setup-test installs: %v", name, err)
	}
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM) // it may have ended
		_ = command.Wait()                          // its state is no matter
		if t.Failed() {
			t.Logf("what %s wrote:\n%s", name, short(p.log.String()))
		}
	})
	for end := time.Now().Add(readyPatience); ; time.Sleep(10 * time.Millisecond) {
		if socket, err := net.Dial("tcp", p.address); err == nil {
			_ = socket.Close()
			return p
		}
		if time.Now().After(end) {
			t.Fatalf("%s does not listen: %s", name, p.log)
		}
	}
}

// freeAddress gives one on which nothing listens.
func freeAddress(t *testing.T, host string) string {
	t.Helper()
	listener, err := net.Listen("tcp", host+":0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// certify writes the certificate of net/http/httptest, which is good for the
// portal's name, and its key.
func (p *proxy) certify() {
	p.t.Helper()
	site := httptest.NewTLSServer(http.NotFoundHandler())
	defer site.Close()
	p.roots.AddCert(site.Certificate())
	key, err := x509.MarshalPKCS8PrivateKey(site.TLS.Certificates[0].PrivateKey)
	if err != nil {
		p.t.Fatal(err)
	}
	p.write("fullchain.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: site.Certificate().Raw})))
	p.write("privkey.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})))
}

func (p *proxy) path(name string) string { return filepath.Join(p.folder, name) }

// write makes a file in the proxy's folder and gives its path.
func (p *proxy) write(name, text string) string {
	p.t.Helper()
	if err := os.WriteFile(p.path(name), []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
	return p.path(name)
}

// configuration is that of deploy/proxy with some texts replaced, each of which
// must be there.
func (p *proxy) configuration(name string, replace ...string) string {
	p.t.Helper()
	content, err := os.ReadFile(filepath.Join(root, "deploy", "proxy", name))
	if err != nil {
		p.t.Fatal(err)
	}
	text := string(content)
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(text, replace[i]) {
			p.t.Fatalf("%s lacks %q", name, replace[i])
		}
		text = strings.ReplaceAll(text, replace[i], replace[i+1])
	}
	return text
}

func (p *proxy) nginx(upstreams []string) *exec.Cmd {
	const one = "\tserver 127.0.0.1:8080 max_fails=0;\n"
	var all strings.Builder
	for _, upstream := range upstreams {
		all.WriteString(strings.Replace(one, "127.0.0.1:8080", upstream, 1))
	}
	site := p.write("site.conf", p.configuration("nginx.conf",
		one, all.String(),
		"listen 443 ", "listen "+p.address+" ",
		"listen 80;", "listen "+freeAddress(p.t, "127.0.0.1")+";",
		"/etc/ssl/portico/", p.folder+"/",
		"/var/log/nginx/error.log", p.path("error.log")))
	var temporary strings.Builder
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&temporary, "%s_temp_path %s;\n", kind, p.path(kind))
	}
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;\n"
	}
	main := p.write("nginx.conf", user+"worker_processes 1;\ndaemon off;\npid "+p.path("pid")+";\nevents {}\nhttp {\naccess_log off;\n"+
		temporary.String()+"include "+site+";\n}\n")
	program, err := exec.LookPath("nginx")
	if err != nil {
		program = "/usr/sbin/nginx" // Debian keeps it off PATH
	}
	return exec.Command(program, "-e", "stderr", "-c", main)
}

func (p *proxy) caddy(upstreams []string) *exec.Cmd {
	_, port, _ := net.SplitHostPort(p.address)
	_, plain, _ := net.SplitHostPort(freeAddress(p.t, "127.0.0.1"))
	site := p.write("Caddyfile", "{\n\tadmin off\n\tdefault_bind 127.0.0.1\n\thttp_port "+plain+"\n\thttps_port "+port+"\n"+
		strings.TrimPrefix(p.configuration("Caddyfile",
			"127.0.0.1:8080", strings.Join(upstreams, " "),
			portalHost+" {", portalHost+" {\n\ttls "+p.path("fullchain.pem")+" "+p.path("privkey.pem")), "{\n"))
	command := exec.Command("caddy", "run", "--adapter", "caddyfile", "--config", site)
	command.Env = []string{"HOME=" + p.folder, "PATH=" + os.Getenv("PATH")}
	return command
}

// client keeps its connection to the proxy, and follows no redirect.
func (p *proxy) client() *http.Client {
	transport := &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, p.address)
	}}
	transport.TLSClientConfig = &tls.Config{RootCAs: p.roots, MinVersion: tls.VersionTLS12}
	p.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{
		Transport: transport, Timeout: answerPatience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
