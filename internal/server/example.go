package server

import (
	"strings"
	"time"
)

// exampleCall is a curl command that works as it stands. header is its
// Authorization header, quoted for a shell.
func exampleCall(base, header string, now time.Time) string {
	day := now.UTC().Truncate(24 * time.Hour)
	return strings.NewReplacer(
		"BASE", base, "HEADER", header,
		"STARTS", day.Add(39*time.Hour).Format(time.RFC3339), // tomorrow at 15:00
		"ENDS", day.Add(131*time.Hour).Format(time.RFC3339), // four nights later at 11:00
	).Replace(exampleTemplate)
}

const exampleTemplate = `curl BASE/graphql \
  -H HEADER \
  -H 'Content-Type: application/json' \
  -d '{
    "query": "mutation ($input: CreateCustomerPortalInput!) { createCustomerPortal(input: $input) { magicLink { url expiresAt } } }",
    "variables": { "input": { "customerData": {
      "customerKey": "hotel_sunrise",
      "guests": [{ "guestKey": "guest_ada", "name": "Ada Lovelace" }],
      "rooms": [{ "roomKey": "room_101", "name": "Room 101" }],
      "reservations": [{ "reservationKey": "reservation_1", "guestKey": "guest_ada", "roomKeys": ["room_101"],
        "startsAt": "STARTS", "endsAt": "ENDS" }]
    } } }
  }'`

// quoted quotes a text for a shell.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
