package main

import (
	"context"
	"errors"
	"strings"
	"syscall"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
)

// proxy stands between two that talk to each other, and breaks what they say.
type proxy struct{ *toxiproxy.Proxy }

func newProxy(name, upstream string) (proxy, error) {
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop())
	p := proxy{toxiproxy.NewProxy(server, name, proxyHost+":0", upstream)}
	err := p.resume()
	return p, err
}

// resumePatience bounds how long the port may be taken.
const resumePatience = 2 * time.Second

// resume takes connections, at first and after a Stop. A process that is just being begun
// holds the old listener until it has its own program.
func (p proxy) resume() error {
	for end := time.Now().Add(resumePatience); ; time.Sleep(time.Millisecond) {
		err := p.Start()
		if !errors.Is(err, syscall.EADDRINUSE) || time.Now().After(end) {
			return err
		}
	}
}

// The toxics, by what Toxiproxy calls them.
const (
	slow   = `{"name":"fault","type":"latency","stream":"downstream","attributes":{"latency":60,"jitter":60}}`
	silent = `{"name":"fault","type":"timeout","stream":"downstream","attributes":{"timeout":0}}`
)

// spoil applies a toxic until heal is called.
func (p proxy) spoil(toxic string) error {
	_, err := p.Toxics.AddToxicJson(strings.NewReader(toxic))
	return err
}

func (p proxy) heal(ctx context.Context) { p.Toxics.ResetToxics(ctx) }
