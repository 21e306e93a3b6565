// Package metrics counts what Prometheus reads. Every label has a bounded set of values:
// none of them is a client's to choose.
package metrics

import (
	"database/sql"
	"net/http"
	"runtime"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// durations are the buckets of every histogram of durations, in seconds.
var durations = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

// Metrics are a server's. Each server has its own, so that several can run in one process.
type Metrics struct {
	registry   *prometheus.Registry
	requests   *prometheus.HistogramVec
	cost       prometheus.Histogram
	operations operations
	links      links
	webhooks   webhooks
}

// New makes a server's metrics.
func New() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "portico_http_request_duration_seconds",
			Help:    "How long requests took, by route and status.",
			Buckets: durations,
		}, []string{"route", "status"}),
		cost: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "portico_graphql_cost",
			Help:    "What the GraphQL operations that were run cost: the number of fields that could be answered.",
			Buckets: prometheus.ExponentialBuckets(1, 10, 6),
		}),
		operations: newOperations(),
		links:      newLinks(),
		webhooks:   newWebhooks(),
	}
	m.registry.MustRegister(m.requests, m.cost, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.operations.register(m.registry)
	m.links.register(m.registry)
	m.webhooks.register(m.registry)
	return m
}

// Handler serves the metrics as Prometheus reads them.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// ObserveRequest counts an HTTP request by its route, which is the router's pattern.
func (m *Metrics) ObserveRequest(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Observe(took.Seconds())
}

// ObserveCost counts an operation of GraphQL by its cost.
func (m *Metrics) ObserveCost(cost int) { m.cost.Observe(float64(cost)) }

// SetVersion tells which build this is. It is to be called once.
func (m *Metrics) SetVersion(version string) {
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name:        "portico_build_info",
		Help:        "Always 1; its labels tell which build runs.",
		ConstLabels: prometheus.Labels{"version": version, "go_version": runtime.Version()},
	})
	build.Set(1)
	m.registry.MustRegister(build)
}

// WatchPool tells of a pool of connections to the database, by the pool's name.
func (m *Metrics) WatchPool(name string, pool *sql.DB) {
	m.registry.MustRegister(collectors.NewDBStatsCollector(pool, name))
}
