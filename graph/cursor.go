package graph

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/portico-portal/portico/internal/portal"
)

// cursorKind tells the lists' cursors apart, so that one list's cursor isn't
// taken for a position in another.
type cursorKind string

const (
	magicLinkCursor    cursorKind = "l"
	customerCursor     cursorKind = "c"
	spaceCursor        cursorKind = "s"
	userIdentityCursor cursorKind = "u"
	accessGrantCursor  cursorKind = "g"

	portalSessionCursor   cursorKind = "p"
	eventCursor           cursorKind = "e"
	webhookEndpointCursor cursorKind = "w"
	webhookDeliveryCursor cursorKind = "d"

	providerCursor         cursorKind = "o"
	connectedAccountCursor cursorKind = "n"
	deviceCursor           cursorKind = "v"
	deviceActionCursor     cursorKind = "a"

	customizationProfileCursor cursorKind = "z"
)

// encodeCursor writes an item's position as opaque text.
func encodeCursor(kind cursorKind, position []any) string {
	parts := []string{string(kind)}
	for _, value := range position {
		if t, ok := value.(time.Time); ok {
			value = t.UTC().Format(time.RFC3339Nano)
		}
		parts = append(parts, value.(string))
	}
	text, _ := json.Marshal(parts) // texts can't fail
	return base64.RawURLEncoding.EncodeToString(text)
}

// decodeCursor reads a position back; false where the text is no cursor of
// this kind.
func decodeCursor(kind cursorKind, cursor string) ([]any, bool) {
	text, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil {
		return nil, false
	}
	var parts []string
	if json.Unmarshal(text, &parts) != nil || len(parts) == 0 || parts[0] != string(kind) {
		return nil, false
	}
	if slices.ContainsFunc(parts, func(part string) bool { return strings.ContainsRune(part, 0) }) {
		return nil, false // PostgreSQL takes no NUL
	}
	position, ok := readPosition(kind, parts[1:])
	return position, ok && encodeCursor(kind, position) == cursor
}

func readPosition(kind cursorKind, parts []string) ([]any, bool) {
	switch {
	case kind == customerCursor && len(parts) == 1:
		return []any{parts[0]}, true
	case (kind == magicLinkCursor || kind == portalSessionCursor || kind == eventCursor || kind == webhookEndpointCursor || kind == webhookDeliveryCursor ||
		kind == deviceActionCursor || kind == providerCursor || kind == connectedAccountCursor || kind == customizationProfileCursor) && len(parts) == 1:
		return []any{parts[0]}, isID(parts[0])
	case (kind == spaceCursor || kind == userIdentityCursor) && len(parts) == 3:
		return []any{parts[0], parts[1], parts[2]}, isID(parts[2])
	case kind == deviceCursor && len(parts) == 2:
		return []any{parts[0], parts[1]}, isID(parts[1])
	case kind == accessGrantCursor && len(parts) == 2:
		end, err := time.Parse(time.RFC3339Nano, parts[0])
		return []any{end.UTC(), parts[1]}, err == nil && isID(parts[1])
	default:
		return nil, false
	}
}

func isID(text string) bool {
	_, ok := portal.ParseID(text)
	return ok
}
