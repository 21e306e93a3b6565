// Package rowwise is the way most GraphQL servers in Go are written: gqlgen as
// it comes, and GORM a row at a time. It serves the product's schema from the
// product's tables, and lives in the benchmark alone, to be compared with.
package rowwise

import (
	"context"
	"errors"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/portico-portal/portico/bench/parts"
	"github.com/portico-portal/portico/graph"
	"github.com/portico-portal/portico/graph/generated"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/portal"
)

// keptDocuments is how many parsed documents gqlgen keeps.
const keptDocuments = 100

// Handler serves GraphQL.
func Handler(p *parts.Parts) (http.Handler, error) {
	db, err := gorm.Open(postgres.Open(p.DatabaseURL), &gorm.Config{
		Logger: logger.Discard, TranslateError: true, SkipDefaultTransaction: true,
	})
	if err != nil {
		return nil, err
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(parts.Connections)
	pool.SetMaxIdleConns(parts.Connections)
	server := handler.New(generated.NewExecutableSchema(generated.Config{
		Resolvers: &resolvers{
			Resolver: &graph.Resolver{Portal: p.Portal, Store: p.Store},
			writer:   writer{db: db, keyring: p.Keyring},
		},
		Directives: generated.DirectiveRoot{Access: access},
	}))
	server.AddTransport(transport.POST{})
	server.SetQueryCache(lru.New[*ast.QueryDocument](keptDocuments))
	return p.Authenticated(server), nil
}

// resolvers are the product's, but for the one mutation.
type resolvers struct {
	*graph.Resolver
	writer writer
}

type mutations struct {
	generated.MutationResolver
	writer writer
}

func (m *mutations) CreateCustomerPortal(ctx context.Context, in portal.CreateCustomerPortalInput) (*portal.Created, error) {
	return m.writer.create(ctx, in)
}

func (r *resolvers) Mutation() generated.MutationResolver {
	return &mutations{MutationResolver: r.Resolver.Mutation(), writer: r.writer}
}

// access lets workspaces use every field.
func access(ctx context.Context, _ any, next graphql.Resolver, _ []generated.Caller, _ *bool) (any, error) {
	if auth.FromContext(ctx).Kind != auth.Workspace {
		return nil, errors.New("no API key")
	}
	return next(ctx)
}
