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
	Node     *T
	cursorOf func(*T) string
}

// Cursor tells where in its list the item stands.
func (e Edge[T]) Cursor() string { return e.cursorOf(e.Node) }

// PageInfo tells where a page stands in its list.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	// Ends is the page itself: its cursors are written only when they are asked for.
	Ends interface {
		StartCursor() *string
		EndCursor() *string
	}
}

// StartCursor is that of the page's first item; nil of an empty page.
func (p *PageInfo) StartCursor() *string { return p.Ends.StartCursor() }

// EndCursor is that of the page's last item; nil of an empty page.
func (p *PageInfo) EndCursor() *string { return p.Ends.EndCursor() }

// Connection is a page of a list as Relay's cursor connections specify it.
type Connection[T any] struct {
	// Nodes are the items alone.
	Nodes    []*T
	PageInfo PageInfo
	// CursorOf writes an item's cursor, which few of those who read a list ask for.
	CursorOf func(*T) string
	// Count counts the whole list; it is called only when the count is asked for.
	Count func(ctx context.Context) (int, error)
}

// Edges gives the items with their cursors.
func (c *Connection[T]) Edges() []Edge[T] {
	edges := make([]Edge[T], len(c.Nodes))
	for i, node := range c.Nodes {
		edges[i] = Edge[T]{Node: node, cursorOf: c.CursorOf}
	}
	return edges
}

// StartCursor is that of the page's first item; nil of an empty page.
func (c *Connection[T]) StartCursor() *string { return c.cursorAt(0) }

// EndCursor is that of the page's last item; nil of an empty page.
func (c *Connection[T]) EndCursor() *string { return c.cursorAt(len(c.Nodes) - 1) }

func (c *Connection[T]) cursorAt(i int) *string {
	if len(c.Nodes) == 0 {
		return nil
	}
	text := c.CursorOf(c.Nodes[i])
	return &text
}

// TotalCount counts the whole list.
func (c *Connection[T]) TotalCount(ctx context.Context) (int, error) { return c.Count(ctx) }

// The connections of the schema and their edges, under the names that gqlgen binds.
type (
	// MagicLinkConnection is a page of links.
	MagicLinkConnection = Connection[models.MagicLink]
	// MagicLinkEdge is one of them with its cursor.
	MagicLinkEdge = Edge[models.MagicLink]
	// CustomerConnection is a page of customers.
	CustomerConnection = Connection[models.Customer]
	// CustomerEdge is one of them with its cursor.
	CustomerEdge = Edge[models.Customer]
	// SpaceConnection is a page of places.
	SpaceConnection = Connection[models.Space]
	// SpaceEdge is one of them with its cursor.
	SpaceEdge = Edge[models.Space]
	// UserIdentityConnection is a page of people.
	UserIdentityConnection = Connection[models.UserIdentity]
	// UserIdentityEdge is one of them with its cursor.
	UserIdentityEdge = Edge[models.UserIdentity]
	// AccessGrantConnection is a page of grants.
	AccessGrantConnection = Connection[models.AccessGrant]
	// AccessGrantEdge is one of them with its cursor.
	AccessGrantEdge = Edge[models.AccessGrant]
	// PortalSessionConnection is a page of portal sessions.
	PortalSessionConnection = Connection[models.PortalSession]
	// PortalSessionEdge is one of them with its cursor.
	PortalSessionEdge = Edge[models.PortalSession]
	// EventConnection is a page of events.
	EventConnection = Connection[models.Event]
	// EventEdge is one of them with its cursor.
	EventEdge = Edge[models.Event]
	// WebhookEndpointConnection is a page of webhook endpoints.
	WebhookEndpointConnection = Connection[models.WebhookEndpoint]
	// WebhookEndpointEdge is one of them with its cursor.
	WebhookEndpointEdge = Edge[models.WebhookEndpoint]
	// WebhookDeliveryConnection is a page of deliveries.
	WebhookDeliveryConnection = Connection[models.WebhookDelivery]
	// WebhookDeliveryEdge is one of them with its cursor.
	WebhookDeliveryEdge = Edge[models.WebhookDelivery]
	// CustomizationProfileConnection is a page of customization profiles.
	CustomizationProfileConnection = Connection[models.CustomizationProfile]
	// CustomizationProfileEdge is one of them with its cursor.
	CustomizationProfileEdge = Edge[models.CustomizationProfile]
	// ProviderConnection is a page of providers.
	ProviderConnection = Connection[models.Provider]
	// ProviderEdge is one of them with its cursor.
	ProviderEdge = Edge[models.Provider]
	// ConnectedAccountConnection is a page of connected accounts.
	ConnectedAccountConnection = Connection[models.ConnectedAccount]
	// ConnectedAccountEdge is one of them with its cursor.
	ConnectedAccountEdge = Edge[models.ConnectedAccount]
	// DeviceConnection is a page of devices.
	DeviceConnection = Connection[models.Device]
	// DeviceEdge is one of them with its cursor.
	DeviceEdge = Edge[models.Device]
	// DeviceActionConnection is a page of actions.
	DeviceActionConnection = Connection[models.DeviceAction]
	// DeviceActionEdge is one of them with its cursor.
	DeviceActionEdge = Edge[models.DeviceAction]
)
