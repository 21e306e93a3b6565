package graph

import (
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/graph/transport"
	"github.com/portico-portal/portico/internal/metrics"
)

// watch follows a request of one operation from its document to its answer.
type watch struct {
	begin   time.Time
	counted *metrics.Operation
}

// counters are what count operations: those of trusted documents by their names, all
// others together, since a client chooses their names.
type counters struct {
	named map[*ast.OperationDefinition]*metrics.Operation
	other *metrics.Operation
}

func newCounters(of *metrics.Metrics, trusted *TrustedDocuments) counters {
	c := counters{other: of.Operation("")}
	for _, operation := range trusted.operations() {
		if c.named == nil {
			c.named = map[*ast.OperationDefinition]*metrics.Operation{}
		}
		c.named[operation] = of.Operation(operation.Name)
	}
	return c
}

func (c *counters) of(operation *ast.OperationDefinition) *metrics.Operation {
	if named := c.named[operation]; named != nil {
		return named
	}
	return c.other
}

// done counts what was answered.
func (w *watch) done(result *transport.Result) {
	w.counted.Done(time.Since(w.begin), codeOf(result))
}

// codeOf is the code of the first error; empty where there is none.
func codeOf(result *transport.Result) string {
	if len(result.Response.Errors) == 0 {
		return ""
	}
	code, _ := result.Response.Errors[0].Extensions["code"].(string)
	return code
}
