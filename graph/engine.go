package graph

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.opentelemetry.io/otel/trace"

	"github.com/portico-portal/portico/graph/generated"
	"github.com/portico-portal/portico/graph/input"
	"github.com/portico-portal/portico/graph/price"
	"github.com/portico-portal/portico/graph/scalar"
	"github.com/portico-portal/portico/graph/transport"
	"github.com/portico-portal/portico/internal/admission"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/intake"
	"github.com/portico-portal/portico/internal/metrics"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/rate"
)

// Options are what the GraphQL face is made with.
type Options struct {
	Resolver *Resolver
	Log      *slog.Logger
	// Introspection lets anyone read the schema.
	Introspection bool
	// Intake takes the requests in, beside those of other faces; nil for one of this
	// face's own, with BodyLimit.
	Intake *intake.Intake
	// BodyLimit is the most bytes of a request's body.
	BodyLimit int64
	// TokenLimit is the most lexical tokens of a document.
	TokenLimit int
	// Limits bound what a request may cost.
	Limits price.Limits
	// Trusted are the documents that the server knows; nil if it knows none.
	Trusted *TrustedDocuments
	// Metrics count the operations; nil where nobody reads them.
	Metrics *metrics.Metrics
}

const (
	// fieldSize is what an answered field takes until the answer is sent, in bytes.
	// Measured were 190.
	fieldSize = 200
	// unheldCost is what a request may cost beside all others.
	unheldCost = 1000
	// answerRoom holds one answer of the default limit on cost. The only large one
	// that a stranger gets is a portal: those are answered one by one.
	answerRoom         = 24 << 20
	strangerAnswerRoom = 2 << 20
)

// Handler serves GraphQL over HTTP. The caller stands in the request's context.
func Handler(o Options) http.Handler {
	e := newEngine(o)
	return e.turningAway(transport.Handler(e, e.intake))
}

// engine runs requests: it parses and validates the document, holds all input
// against the schema, and has gqlgen execute the rest.
type engine struct {
	log           *slog.Logger
	portal        *portal.Service
	executor      *executor.Executor
	documents     *documents
	coercer       *input.Coercer
	limits        price.Limits
	introspection bool
	// answers bounds the large answers that are being made.
	answers *admission.Gates
	intake  *intake.Intake
	// lane is the intake's: for large requests and documents until they are run, and
	// the schema that is asked for.
	lane     *admission.Lane
	metrics  *metrics.Metrics
	counters counters
}

func newEngine(o Options) *engine {
	schema := generated.NewExecutableSchema(generated.Config{
		Resolvers:  o.Resolver,
		Directives: generated.DirectiveRoot{Access: access, Feature: feature},
	})
	e := &engine{
		log:           o.Log,
		portal:        o.Resolver.Portal,
		executor:      executor.New(schema),
		documents:     newDocuments(schema.Schema(), o.TokenLimit, o.Introspection, o.Trusted),
		limits:        o.Limits,
		introspection: o.Introspection,
		answers:       admission.NewGates(intake.Room(answerRoom, 0), intake.Room(strangerAnswerRoom, 0)),
		intake:        o.Intake,
		metrics:       cmp.Or(o.Metrics, metrics.New()),
	}
	if e.intake == nil {
		e.intake = intake.New(intake.Limits{Body: o.BodyLimit, Values: intake.MaxValues, Client: intake.BusinessOf})
	}
	e.lane = e.intake.Lane()
	e.counters = newCounters(e.metrics, o.Trusted)
	dateTime := func(value any) (any, error) { return scalar.UnmarshalDateTime(value) }
	jsonObject := func(value any) (any, error) {
		object, err := scalar.UnmarshalJSONObject(value)
		return map[string]any(object), err
	}
	e.coercer = input.NewCoercer(schema.Schema(), map[string]input.Scalar{"DateTime": dateTime, "JSONObject": jsonObject, "StringOrBoolean": scalar.UnmarshalStringOrBoolean}, checkArguments)
	e.coercer.Veiled = !o.Introspection
	e.executor.SetErrorPresenter(e.present)
	e.executor.SetRecoverFunc(e.recovered)
	return e
}

// Run answers one request.
func (e *engine) Run(ctx context.Context, req *transport.Request) (result *transport.Result) {
	ctx, watched := e.watch(ctx)
	defer func() {
		if cause := recover(); cause != nil {
			err := e.present(ctx, e.recovered(ctx, cause))
			result = &transport.Result{Status: http.StatusInternalServerError, RequestError: true,
				Response: &graphql.Response{Errors: gqlerror.List{err}}}
		}
		watched.done(result)
	}()
	return e.run(ctx, req, watched)
}

func (e *engine) run(ctx context.Context, req *transport.Request, watched *watch) (result *transport.Result) {
	if refusal := e.documents.trusted.resolve(req); refusal != nil {
		return refusal
	}
	doc, kept := e.documents.find(req.Query)
	if !kept {
		if err := price.CheckLength(req.Query); err != nil {
			return refuse(err)
		}
		doc = e.documents.measure(req.Query)
		leave, err := e.documents.hold(ctx, req, doc)
		if err != nil {
			return transport.RefuseBusy()
		}
		defer leave()
	}
	done, err := e.reading(ctx, req, doc)
	if err != nil {
		return transport.RefuseBusy()
	}
	defer done()
	if !kept { // it may have been parsed for somebody else meanwhile
		if found, ok := e.documents.find(req.Query); ok {
			doc, kept = found, true
		}
	}
	if !kept {
		var wrong *fault.Error
		if doc.QueryDocument, wrong = e.documents.parse(req.Query); wrong != nil {
			return refuse(wrong)
		}
	}
	operation := doc.Operations.ForName(req.OperationName)
	if operation == nil {
		return refuse(noOperation(doc.QueryDocument, req.OperationName))
	}
	watched.found(operation, e.counters.of(operation))
	if req.ReadOnly && operation.Operation != ast.Query {
		return transport.RefuseMutation()
	}
	cost := price.Measure(e.documents.schema, doc.QueryDocument, operation, req.Variables)
	if result = e.refused(ctx, req, doc, operation, cost); result == nil {
		done()
		result = e.answer(ctx, req, doc.QueryDocument, operation, cost)
	}
	if strings.EqualFold(req.Header.Get(debugHeader), "cost") {
		result.Response.Extensions = map[string]any{"cost": cost}
	}
	return result
}

// reading waits for the lane where a request is heavy to read, unless it is in the
// lane already. It may be read until done is called, once or more often.
func (e *engine) reading(ctx context.Context, req *transport.Request, doc document) (done func(), err error) {
	if req.WasRead != nil {
		return req.WasRead, nil
	}
	if doc.QueryDocument != nil || doc.tokens <= lightTokens {
		return func() {}, nil
	}
	done, err = e.lane.Enter(ctx, intake.BusinessOf(ctx), false)
	if err != nil {
		return nil, err
	}
	return sync.OnceFunc(done), nil
}

// debugHeader asks for more than the answer; its value "cost" for the price.
const debugHeader = "Portico-Debug"

// refused holds a request against the limits and its document against the
// schema; nil where both are fine. The limits come first, since validation
// itself has a price.
func (e *engine) refused(ctx context.Context, req *transport.Request, doc document, operation *ast.OperationDefinition, cost price.Price) *transport.Result {
	if err := e.limits.Check(cost); err != nil {
		return refuse(err)
	}
	if !doc.valid {
		if err := price.CheckDocument(doc.QueryDocument); err != nil {
			return refuse(err)
		}
	}
	if faults := e.documents.validate(req.Query, doc); len(faults) > 0 {
		return refuse(faults...)
	}
	read := e.coercer.Coerce(doc.QueryDocument, operation, req.Variables)
	if read.Refused != nil {
		return refuse(read.Refused)
	}
	if len(read.Faults) > 0 {
		return refuse(e.refusal(ctx, doc.QueryDocument, operation, read)...)
	}
	if operation.Operation == ast.Mutation {
		if faults := e.mutationFaults(ctx, doc.QueryDocument, operation, read); len(faults) > 0 {
			return refuse(faults...)
		}
	}
	req.Variables = read.Variables
	return nil
}

// answer runs an operation of which the variables were read.
func (e *engine) answer(ctx context.Context, req *transport.Request, doc *ast.QueryDocument, operation *ast.OperationDefinition, cost price.Price) *transport.Result {
	e.metrics.ObserveCost(cost.Cost)
	client := intake.ClientOf(ctx)
	if cost.IntrospectionFields > 0 { // an answer takes some 10 MiB, and keeps a core busy
		if cost.Cost > unheldCost {
			return refuse(fault.New(fault.LimitExceeded, "Beside questions about the schema a request may cost %d, and costs %d: "+
				"ask about the schema in a request of its own.", unheldCost, cost.Cost))
		}
		done, err := e.lane.Enter(ctx, intake.BusinessOf(ctx), req.WasRead != nil)
		if err != nil {
			return transport.RefuseBusy()
		}
		defer done()
	}
	if cost.Cost > unheldCost && !answersNothing(ctx, doc, operation) {
		leave, err := e.answers.Enter(ctx, client, int64(cost.Cost)*fieldSize)
		if err != nil {
			return transport.RefuseBusy()
		}
		defer leave()
	}
	leave, err := e.intake.Turn(ctx)
	if err != nil {
		return transport.RefuseOverload()
	}
	defer leave()
	guesses := guesses{misses: rate.MissesFrom(ctx), links: e.portal}
	run := e.operation(req, doc, operation, req.Variables)
	if operation.Operation == ast.Mutation { // whoever only reads guesses nothing
		run.ResolverMiddleware = guesses.resolve
	}
	if trace.SpanFromContext(ctx).IsRecording() {
		run.RootResolverMiddleware = traceRoot
	}
	response := e.execute(ctx, run)
	response.Errors = spread(response.Errors)
	return guesses.result(response)
}

func noOperation(doc *ast.QueryDocument, name string) *fault.Error {
	if name == "" && len(doc.Operations) > 1 {
		return fault.New(fault.GraphQLValidationFailed, "The document holds %d operations: say which by operationName.", len(doc.Operations))
	}
	if len(doc.Operations) == 0 {
		return fault.New(fault.GraphQLValidationFailed, "The document holds no operation.")
	}
	return fault.New(fault.GraphQLValidationFailed, "The document holds no operation with the name given as operationName.")
}

func (e *engine) operation(req *transport.Request, doc *ast.QueryDocument, operation *ast.OperationDefinition, variables map[string]any) *graphql.OperationContext {
	return &graphql.OperationContext{
		RawQuery: req.Query, OperationName: req.OperationName, Variables: variables, Headers: req.Header,
		Doc: doc, Operation: operation,
		DisableIntrospection:   !e.introspection,
		RecoverFunc:            e.recovered,
		ResolverMiddleware:     func(ctx context.Context, next graphql.Resolver) (any, error) { return next(ctx) },
		RootResolverMiddleware: func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler { return next(ctx) },
	}
}

func (e *engine) execute(ctx context.Context, operation *graphql.OperationContext) *graphql.Response {
	handler, ctx := e.executor.DispatchOperation(withActing(withTogether(ctx)), operation)
	if response := handler(ctx); response != nil {
		return response
	}
	// The client has gone away: nobody reads the answer.
	return &graphql.Response{Errors: gqlerror.List{e.present(ctx, ctx.Err())}}
}

// refusal lists every fault of the input. What the schema can't state is
// checked as well, on input of which the known faults were mended. A caller
// who may not call the fields at all is told that alone.
func (e *engine) refusal(ctx context.Context, doc *ast.QueryDocument, operation *ast.OperationDefinition, read *input.Result) fault.List {
	caller := auth.FromContext(ctx)
	for _, root := range read.Roots {
		if err := allowField(caller, root.Field); err != nil {
			return fault.All(err)
		}
	}
	faults := read.Faults
	if faults.Full() {
		return faults
	}
	for _, f := range e.ruleFaults(ctx, doc, operation, read) {
		if !read.Repeats(f.Field) {
			faults = append(faults, f)
		}
	}
	return faults
}

// checkingKey marks an operation that only checks input: its errors are nobody's.
type checkingKey struct{}

// ruleFaults asks each root field's input for the faults that the schema can't
// state. gqlgen builds the inputs, in an operation that has a variable for
// each argument and resolves nothing.
func (e *engine) ruleFaults(ctx context.Context, doc *ast.QueryDocument, operation *ast.OperationDefinition, read *input.Result) fault.List {
	mended, variables := mendedOperation(operation, read.Roots)
	var faults fault.List
	check := e.operation(&transport.Request{}, doc, mended, variables)
	check.ResolverMiddleware = func(ctx context.Context, _ graphql.Resolver) (any, error) {
		for _, argument := range graphql.GetFieldContext(ctx).Args {
			if in, ok := argument.(interface{ Faults() fault.List }); ok {
				faults = append(faults, in.Faults()...)
			}
		}
		return nil, nil
	}
	e.execute(context.WithValue(ctx, checkingKey{}, true), check)
	return faults
}

func (e *engine) recovered(ctx context.Context, cause any) error {
	e.log.ErrorContext(ctx, "panic", "cause", cause, "stack", string(debug.Stack()))
	return errPanic
}

// turningAway answers who would only be refused in the end, before anything is
// done for them.
func (e *engine) turningAway(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if e.intake.TurnsAway(r.Context()) {
			transport.Answer(w, r, transport.RefuseOverload())
			return
		}
		next.ServeHTTP(w, r)
	})
}
