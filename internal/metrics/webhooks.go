package metrics

import "github.com/prometheus/client_golang/prometheus"

// webhooks counts the tries to deliver, and what waits.
type webhooks struct {
	delivered, retrying, failed prometheus.Counter
	tries                       *prometheus.CounterVec
	waiting, due                prometheus.Gauge
}

func newWebhooks() webhooks {
	tries := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "portico_webhook_tries_total",
		Help: "Tries to deliver to webhooks, by what came of them: delivered, retrying (it failed and will be tried again) or failed (for good).",
	}, []string{"outcome"})
	return webhooks{
		tries:     tries,
		delivered: tries.WithLabelValues("delivered"), retrying: tries.WithLabelValues("retrying"), failed: tries.WithLabelValues("failed"),
		waiting: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "portico_webhook_deliveries_waiting",
			Help: "Deliveries in the database that were neither delivered nor given up: up to 10000 that are due, and as many others.",
		}),
		due: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "portico_webhook_deliveries_due",
			Help: "Those of the waiting deliveries whose next try should have begun already.",
		}),
	}
}

func (w *webhooks) register(registry *prometheus.Registry) {
	registry.MustRegister(w.tries, w.waiting, w.due)
}

// WebhookDelivered counts a try that delivered.
func (m *Metrics) WebhookDelivered() { m.webhooks.delivered.Inc() }

// WebhookRetrying counts a try that failed and is to be followed by another.
func (m *Metrics) WebhookRetrying() { m.webhooks.retrying.Inc() }

// WebhookFailed counts a delivery that was given up.
func (m *Metrics) WebhookFailed() { m.webhooks.failed.Inc() }

// SetWebhooks tells how many deliveries wait, and how many of them are due.
func (m *Metrics) SetWebhooks(waiting, due int) {
	m.webhooks.waiting.Set(float64(waiting))
	m.webhooks.due.Set(float64(due))
}
