package intake

import (
	"fmt"
	"strings"
	"testing"
)

// object is the text of an object with so many members.
func object(members int, name string) string {
	var text strings.Builder
	for i := range members {
		fmt.Fprintf(&text, `,"%s%d":1`, name, i)
	}
	return "{" + text.String()[1:] + "}"
}

// What a decoder keeps for the next request must not make that one dearer.
func TestTheNamesOfOneRequestLeaveThoseOfTheNextTheirRoom(t *testing.T) {
	t.Parallel()
	const members = maxCachedNames - 1
	for range 50 { // a pool gives what it has been given, or not
		if _, wrong := DecodeObject([]byte(object(maxKeptNames, "theirs")), 0); wrong != nil {
			t.Fatal(wrong)
		}
		if _, wrong := DecodeObject([]byte(`{"a":`+object(members, "ours")+`}`), objectValues+members); wrong != nil {
			t.Fatalf("with the names of another request before: %v", wrong)
		}
	}
}
