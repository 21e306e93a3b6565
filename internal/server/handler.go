package server

import (
	"net/http"
	"sync/atomic"

	"github.com/portico-portal/portico/graph"
	"github.com/portico-portal/portico/graph/generated"
	"github.com/portico-portal/portico/graph/transport"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/web"
)

// handler joins the faces: GraphQL behind the router.
func (o *Options) handler(database *store.Store, verbs *portal.Service, draining *atomic.Bool) http.Handler {
	return web.Handler(web.Options{
		Config: o.Config,
		GraphQL: graph.Handler(graph.Options{
			Resolver: &graph.Resolver{Portal: verbs, Store: database}, Log: o.Log,
			Introspection: o.Config.Introspection, BodyLimit: o.Config.Limits.Body, TokenLimit: o.Config.Limits.Tokens,
		}),
		Refuse:       refuse,
		Authenticate: auth.NewAuthenticator(database, verbs, o.Clock, o.Log).Authenticate,
		Schema:       schemaText(),
		Ping:         database.Ping,
		Draining:     draining.Load,
		Log:          o.Log,
	})
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
