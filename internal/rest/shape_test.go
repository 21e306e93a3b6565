package rest

import (
	"runtime"
	"testing"

	"github.com/portico-portal/portico/internal/portal"
)

// TestNullsInListsTakeLittleMemory reads what is 1.4 MB as JSON; each null of a list took as
// much as an item would.
func TestNullsInListsTakeLittleMemory(t *testing.T) {
	const items, most = 25_000, 20 << 20
	input, lists := map[string]any{"customer_key": "hotel"}, 0
	for _, m := range dataShape.members {
		if m.schema["type"] == "array" && lists < 11 {
			input[m.name], lists = make([]any, items), lists+1
		}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r := &reader{}
	pushShape.read(r, input, new(portal.PushCustomerDataInput))
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > most {
		t.Errorf("it took %d MiB", took>>20)
	}
	if r.count != lists*items || len(r.at) != 0 {
		t.Errorf("%d faults of %d", r.count, lists*items)
	}
}
