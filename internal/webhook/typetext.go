package webhook

import (
	"strings"

	"github.com/portico-portal/portico/models"
)

// nouns are what events happen to. One that begins another comes after it.
var nouns = []string{"WEBHOOK_ENDPOINT", "PORTAL_SESSION", "MAGIC_LINK", "CONNECTED_ACCOUNT", "DEVICE_ACTION", "DEVICE", "CREDENTIAL", "CUSTOMER", "WEBHOOK"}

// TypeText writes an event's type as receivers read it: the noun, a dot, and what
// happened, such as magic_link.created. A type of no known noun has no dot.
func TypeText(t models.EventType) string {
	for _, noun := range nouns {
		if rest, found := strings.CutPrefix(string(t), noun+"_"); found {
			return strings.ToLower(noun + "." + rest)
		}
	}
	return strings.ToLower(string(t))
}
