package intake

import "testing"

func TestOneAllocationAString(t *testing.T) {
	for _, raw := range []string{`"a string without escapes that is long enough not to be tiny"`, `"a string with\nescapes, \u00e9 and \ud83d\ude00 among them"`} {
		text := []byte(raw)
		if got := testing.AllocsPerRun(100, func() { sink = unquote(text) }); got > 1 {
			t.Errorf("%v allocations for %s", got, raw)
		}
	}
}

var sink string
