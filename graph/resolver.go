// Package graph is the GraphQL face: it holds a request against the schema,
// has the verbs of package portal or the lists of package store do the work,
// and presents what came of it.
package graph

import (
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
)

// Resolver is what every resolver works with.
type Resolver struct {
	Portal *portal.Service
	Store  *store.Store
}
