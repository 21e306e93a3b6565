package graph

import (
	"context"
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/graph/model"
	"github.com/portico-portal/portico/internal/store"
)

const (
	// maxPageSize and defaultPageSize count the items of a page.
	maxPageSize     = 100
	defaultPageSize = 20
	// maxTextLength bounds a text that something is asked for by, in bytes: a list
	// holds it for each of its items. The longest is the cursor of a customer's key
	// of 255 characters, escaped and encoded.
	maxTextLength = 4096
	// maxListLength bounds a list that something is asked for by: it is read anew
	// for each object that has the field.
	maxListLength = 100
)

// pageArgs are the arguments of a connection. They were checked before the
// operation ran.
type pageArgs struct {
	First  *int
	After  *string
	Last   *int
	Before *string
}

// checkArguments holds the arguments of a field that reads against the rules that
// the schema can't state. Inputs have theirs by themselves.
func checkArguments(field *ast.Field, arguments map[string]any, add func(name, message string)) {
	if field.ObjectDefinition.Name == "Mutation" {
		return
	}
	for _, argument := range field.Definition.Arguments {
		if longestText(arguments[argument.Name]) > maxTextLength {
			add(argument.Name, fmt.Sprintf("must not hold a text of more than %d bytes", maxTextLength))
		}
		if list, ok := arguments[argument.Name].([]any); ok && len(list) > maxListLength {
			add(argument.Name, fmt.Sprintf("must not have more than %d items", maxListLength))
		}
	}
	checkPage(field, arguments, add)
}

func longestText(value any) int {
	longest := 0
	switch v := value.(type) {
	case string:
		longest = len(v)
	case []any:
		for _, item := range v {
			longest = max(longest, longestText(item))
		}
	case map[string]any:
		for _, member := range v {
			longest = max(longest, longestText(member))
		}
	}
	return longest
}

// checkPage holds the arguments of every connection against the rules that the
// schema can't state.
func checkPage(field *ast.Field, arguments map[string]any, add func(name, message string)) {
	if field.Definition.Arguments.ForName("first") == nil {
		return
	}
	for _, name := range []string{"first", "last"} {
		if size, ok := arguments[name].(int64); ok && (size < 1 || size > maxPageSize) {
			add(name, fmt.Sprintf("must be 1 to %d", maxPageSize))
		}
	}
	if arguments["first"] != nil && arguments["last"] != nil {
		add("last", "must not stand beside first: a page is taken from one end")
	}
	kind := cursorKindOf(field.Definition.Type.Name())
	for _, name := range []string{"after", "before"} {
		if cursor, ok := arguments[name].(string); ok && len(cursor) <= maxTextLength {
			if _, ok := decodeCursor(kind, cursor); !ok {
				add(name, "is no cursor of this list: use the cursor of an edge, or pageInfo's endCursor or startCursor, as it is")
			}
		}
	}
}

func cursorKindOf(connection string) cursorKind {
	return map[string]cursorKind{
		"MagicLinkConnection": magicLinkCursor, "CustomerConnection": customerCursor, "SpaceConnection": spaceCursor,
		"UserIdentityConnection": userIdentityCursor, "AccessGrantConnection": accessGrantCursor,
		"PortalSessionConnection":   portalSessionCursor,
		"EventConnection":           eventCursor,
		"WebhookEndpointConnection": webhookEndpointCursor, "WebhookDeliveryConnection": webhookDeliveryCursor,
		"ProviderConnection": providerCursor, "ConnectedAccountConnection": connectedAccountCursor,
		"CustomizationProfileConnection": customizationProfileCursor,
		"DeviceConnection":               deviceCursor, "DeviceActionConnection": deviceActionCursor,
	}[connection]
}

// page turns checked arguments into what the store takes.
func (a pageArgs) page(kind cursorKind) store.Page {
	p := store.Page{Limit: defaultPageSize}
	switch {
	case a.First != nil:
		p.Limit = *a.First
	case a.Last != nil:
		p.Limit, p.Backward = *a.Last, true
	}
	if a.After != nil {
		p.After, _ = decodeCursor(kind, *a.After)
	}
	if a.Before != nil {
		p.Before, _ = decodeCursor(kind, *a.Before)
	}
	return p
}

// connect makes a connection of a page. That there is something beyond a
// cursor that was given is taken from the cursor, as Relay allows.
func connect[T any](kind cursorKind, p store.Page, items store.Items[T], position func(*T) []any, count func(context.Context) (int, error)) *model.Connection[T] {
	return connectWith(p, items, cursors(kind, position), count)
}

// cursors writes the cursors of a list's items.
func cursors[T any](kind cursorKind, position func(*T) []any) func(*T) string {
	return func(item *T) string { return encodeCursor(kind, position(item)) }
}

// connectWith makes a connection, likewise, whose cursors are written by cursorOf.
func connectWith[T any](p store.Page, items store.Items[T], cursorOf func(*T) string, count func(context.Context) (int, error)) *model.Connection[T] {
	c := &model.Connection[T]{Nodes: items.Items, CursorOf: cursorOf, Count: count}
	c.PageInfo.Ends = c
	c.PageInfo.HasNextPage, c.PageInfo.HasPreviousPage = items.More, p.After != nil
	if p.Backward {
		c.PageInfo.HasNextPage, c.PageInfo.HasPreviousPage = p.Before != nil, items.More
	}
	return c
}
