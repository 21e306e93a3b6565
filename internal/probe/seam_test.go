package probe

import (
	"slices"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/rest"
)

func TestEveryCallOfSeamsIsProbed(t *testing.T) {
	t.Parallel()
	s := &Site{names: replacer(nil)}
	var sent []string
	for _, p := range seamShapes() {
		sent = append(sent, string(p.Bytes(s)))
	}
	for _, path := range rest.Paths() {
		if !slices.ContainsFunc(sent, func(text string) bool { return strings.Contains(text, " "+path+" ") }) {
			t.Errorf("nothing is sent to %s", path)
		}
	}
}
