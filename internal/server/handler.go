package server

import (
	"fmt"
	"net/http"
	"os"

	"go.opentelemetry.io/otel/trace"

	"github.com/portico-portal/portico/graph"
	"github.com/portico-portal/portico/graph/generated"
	"github.com/portico-portal/portico/graph/price"
	"github.com/portico-portal/portico/graph/transport"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/intake"
	"github.com/portico-portal/portico/internal/metrics"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/rest"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/internal/web"
	"github.com/portico-portal/portico/internal/web/portalpage"
)

// handler joins the faces behind the router: GraphQL and REST.
func (o *Options) handler(database *store.Store, verbs *portal.Service, keyring *token.Keyring, trusted *graph.TrustedDocuments, counts *metrics.Metrics, tracer trace.Tracer, running *running) http.Handler {
	limits, address := o.Config.Limits, o.Config.PublicURL
	in := intake.New(intake.Limits{Body: limits.Body, Values: intake.MaxValues, Client: intake.BusinessOf})
	api := graph.Handler(graph.Options{
		Resolver: &graph.Resolver{Portal: verbs, Store: database}, Log: o.Log, Introspection: o.Config.Introspection,
		Intake: in, TokenLimit: limits.Tokens,
		Limits:  price.Limits{Depth: limits.Depth, Aliases: limits.Aliases, RootMutations: limits.RootMutations, Cost: limits.Cost},
		Trusted: trusted, Metrics: counts,
	})
	cookies := auth.Cookies{Secure: address.Secure(), Origin: address.Origin}
	authenticator := auth.NewAuthenticator(database, verbs, o.Clock, o.Log)
	return web.Handler(web.Options{
		Config:       o.Config,
		GraphQL:      api,
		Refuse:       refuse,
		REST:         rest.Handler(rest.Options{Portal: verbs, Intake: in, Log: o.Log}),
		RESTPaths:    rest.Paths(),
		RefuseREST:   rest.Refuse,
		OpenAPI:      rest.OpenAPI,
		Authenticate: func(r *http.Request) (auth.Caller, error) { return authenticator.AuthenticateRequest(r, cookies) },
		Portal: portalpage.Handler(portalpage.Options{
			Portal: verbs, Keyring: keyring, GraphQL: api, PublicURL: address.Origin, Secure: address.Secure(), Log: o.Log, Clock: o.Clock,
		}),
		Schema:   schemaText(),
		Ping:     database.Ready,
		Draining: running.draining.Load,
		Log:      o.Log,
		Metrics:  counts,
		Tracer:   tracer,
		Clock:    o.Clock,
		Deadline: o.Timeouts.Request,
	})
}

// trustedDocuments reads the manifest and adds what the portal's own pages
// send; nil where no manifest is named.
func (o *Options) trustedDocuments() (*graph.TrustedDocuments, error) {
	settings := o.Config.TrustedDocuments
	if settings.Manifest == "" {
		return nil, nil
	}
	manifest, err := os.ReadFile(settings.Manifest)
	if err != nil {
		return nil, manifestFault(settings.Manifest, fmt.Errorf("can't be read: %w", err))
	}
	trusted, err := graph.NewTrustedDocuments(manifest, portalpage.Documents(), settings.Only)
	if err != nil {
		return nil, manifestFault(settings.Manifest, err)
	}
	return trusted, nil
}

// manifestFault reads like the faults of package config.
func manifestFault(path string, reason error) error {
	return fmt.Errorf("PORTICO_TRUSTED_DOCUMENTS takes the path of a manifest file; %q %w", path, reason)
}

// refuse answers in the form of a GraphQL response.
func refuse(w http.ResponseWriter, r *http.Request, status int, code fault.Code, message string) {
	transport.Answer(w, r, transport.Refuse(status, string(code), message))
}

// schemaText is schema.graphqls, comments and all, as the generated code keeps
// it: what is published can't differ from what is served.
func schemaText() string {
	return generated.NewExecutableSchema(generated.Config{}).Schema().Query.Position.Src.Input
}
