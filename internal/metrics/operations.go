package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// MaxOperations is how many operations have a name of their own in the metrics.
const MaxOperations = 200

// otherOperation stands for every operation that has no name of its own there.
const otherOperation = "other"

// internalCode is the code of errors that are the server's fault. Its counters begin at 0,
// so that the first of them is an increase.
const internalCode = "INTERNAL"

// operations counts GraphQL operations by the names that the server knows beforehand.
type operations struct {
	durations *prometheus.HistogramVec
	errors    *prometheus.CounterVec
	named     map[string]*Operation
	other     *Operation
}

func newOperations() operations {
	o := operations{
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "portico_graphql_operation_duration_seconds",
			Help:    "How long GraphQL operations took, by the name that they have in a trusted document.",
			Buckets: durations,
		}, []string{"operation"}),
		errors: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "portico_graphql_operation_errors_total",
			Help: "GraphQL operations that were answered with an error, by name and by the code of the first error.",
		}, []string{"operation", "code"}),
		named: map[string]*Operation{},
	}
	o.other = o.add(otherOperation)
	return o
}

func (o *operations) register(registry *prometheus.Registry) {
	registry.MustRegister(o.durations, o.errors)
}

func (o *operations) add(name string) *Operation {
	made := &Operation{duration: o.durations.WithLabelValues(name), errors: o.errors.MustCurryWith(prometheus.Labels{"operation": name})}
	made.errors.WithLabelValues(internalCode)
	return made
}

// Operation counts the operations of one name.
type Operation struct {
	duration prometheus.Observer
	errors   *prometheus.CounterVec
}

// Operation gives what counts the operations of a name; of a name beyond MaxOperations, of
// an empty one, and of "other", what counts all others. It is to be called before the
// server serves, and of names alone that no client chooses.
func (m *Metrics) Operation(name string) *Operation {
	o := &m.operations
	if known := o.named[name]; known != nil {
		return known
	}
	if name == "" || name == otherOperation || len(o.named) == MaxOperations {
		return o.other
	}
	made := o.add(name)
	o.named[name] = made
	return made
}

// Done counts an operation that was answered, and code, if there was an error.
func (o *Operation) Done(took time.Duration, code string) {
	o.duration.Observe(took.Seconds())
	if code != "" {
		o.errors.WithLabelValues(code).Inc()
	}
}
