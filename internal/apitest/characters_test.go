package apitest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

// unfit are the characters that no key and no shown text may hold.
func unfit() []rune {
	var all []rune
	for _, span := range [][2]rune{
		{0x01, 0x1f}, {0x7f, 0x9f}, // controls, tabs and line ends among them
		{0x2028, 0x2029},                   // line and paragraph separators
		{0x202a, 0x202e}, {0x2066, 0x2069}, // embeddings and overrides, isolates
	} {
		for r := span[0]; r <= span[1]; r++ {
			all = append(all, r)
		}
	}
	return all
}

// fitting are texts of all kinds that only look like the others.
var fitting = []string{
	"\u200eשלום\u200f (3)\u061c", "می\u200cخواهم", "👩‍👩‍👧‍👦 🏳️‍🌈 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "Zo\u0308e", "a\u200bb\u2060c\ufeffd\u00ade",
	"a\u00a0b\u2007c\u3000d", "\u2027\u202f\u2065\u206a\u2030", "～\u00a1", "<b>&amp;\"'`\\",
}

func TestCharactersThatMakeATextReadOtherThanItIsAreRefused(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(obj{"customerKey": "there before"})
		before := s.rows()
		for _, r := range unfit() {
			text := "a" + string(r) + "b"
			// All fields of one call: each is named.
			s.refused(pushDocument, obj{"input": obj{"customerData": obj{
				"customerKey": text,
				"rooms":       arr{obj{"roomKey": text, "name": text}},
				"guests":      arr{obj{"guestKey": "g", "name": text, "emailAddress": text, "phoneNumber": text}},
				"bookings":    arr{obj{"bookingKey": "b", "name": text, "guestKey": text, "spaceKeys": arr{"1", text}}},
			}}},
				"BAD_USER_INPUT customerData.customerKey", "BAD_USER_INPUT customerData.rooms[0].roomKey", "BAD_USER_INPUT customerData.rooms[0].name",
				"BAD_USER_INPUT customerData.guests[0].name", "BAD_USER_INPUT customerData.guests[0].emailAddress", "BAD_USER_INPUT customerData.guests[0].phoneNumber",
				"BAD_USER_INPUT customerData.bookings[0].name", "BAD_USER_INPUT customerData.bookings[0].guestKey", "BAD_USER_INPUT customerData.bookings[0].spaceKeys[1]")
			s.refused(`mutation($input: UpdateWorkspaceInput!){updateWorkspace(input:$input){workspace{id}}}`,
				obj{"input": obj{"name": text, "brandName": text}}, "BAD_USER_INPUT name", "BAD_USER_INPUT brandName")
		}
		same(t, "rows", s.rows(), before)
	})
}

func TestNamesThatCommandsPrintHoldNothingThatATerminalObeys(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for _, name := range []string{"\x1b[2J", "a\nb", "\u202etxet"} {
			if _, err := s.portal.CreateWorkspace(t.Context(), name); err == nil {
				t.Errorf("a workspace is named %q", name)
			}
			in := portal.NewCredentialInput{Name: name, Lifetime: time.Hour, WorkspaceIDs: []uuid.UUID{s.workspace}}
			if _, _, err := s.portal.CreateCredential(t.Context(), models.CredentialAPIKey, in); err == nil {
				t.Errorf("a key is named %q", name)
			}
		}
	})
}

func TestTextOfEveryScriptIsStoredAsItIs(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		rooms := arr{}
		for i, text := range fitting {
			rooms = append(rooms, obj{"roomKey": fmt.Sprint(i, text), "name": text})
		}
		s.push(obj{"customerKey": "hotel" + fitting[0], "rooms": rooms})
		read := s.data(`query($key:String!){customer(key:$key){spaces(first:100){nodes{key name}}}}`, obj{"key": "hotel" + fitting[0]})
		names := map[string]string{}
		for _, node := range items(read, "customer.spaces.nodes") {
			names[str(node, "key")] = str(node, "name")
		}
		same(t, "items", len(names), len(fitting))
		for i, text := range fitting {
			same(t, text, names[fmt.Sprint(i, text)], text)
		}
		brand := s.data(`mutation($n:String!){updateWorkspace(input:{brandName:$n}){workspace{brandName}}}`, obj{"n": fitting[0]})
		same(t, "the brand", str(brand, "updateWorkspace.workspace.brandName"), fitting[0])
	})
}
