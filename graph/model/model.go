// Package model holds the types of the GraphQL answer that are no nouns of
// their own: Relay's connections and pages.
package model

import (
	"context"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

// Node is an object with an id that is unique across all types.
type Node interface {
	IsNode()
	GetID() uuid.UUID
}

// Edge is an item of a list with its cursor.
type Edge[T any] struct {
	Cursor string
	Node   *T
}

// PageInfo tells where a page stands in its list.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// Connection is a page of a list as Relay's cursor connections specify it.
type Connection[T any] struct {
	Edges    []Edge[T]
	PageInfo PageInfo
	// Count counts the whole list; it is called only when the count is asked for.
	Count func(ctx context.Context) (int, error)
}

// Nodes gives the items alone.
func (c *Connection[T]) Nodes() []*T {
	nodes := make([]*T, len(c.Edges))
	for i := range c.Edges {
		nodes[i] = c.Edges[i].Node
	}
	return nodes
}

// TotalCount counts the whole list.
func (c *Connection[T]) TotalCount(ctx context.Context) (int, error) { return c.Count(ctx) }

// MagicLinkConnection and the others are the connections of the schema, and
// their edges.
type (
	MagicLinkConnection    = Connection[models.MagicLink]
	MagicLinkEdge          = Edge[models.MagicLink]
	CustomerConnection     = Connection[models.Customer]
	CustomerEdge           = Edge[models.Customer]
	SpaceConnection        = Connection[models.Space]
	SpaceEdge              = Edge[models.Space]
	UserIdentityConnection = Connection[models.UserIdentity]
	UserIdentityEdge       = Edge[models.UserIdentity]
	AccessGrantConnection  = Connection[models.AccessGrant]
	AccessGrantEdge        = Edge[models.AccessGrant]

	PortalSessionConnection = Connection[models.PortalSession]
	PortalSessionEdge       = Edge[models.PortalSession]
)
