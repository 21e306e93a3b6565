package main

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/portico-portal/portico/bench/load"
)

// alike holds the answers of the sides that read the same thing against the
// first one's.
func alike(ctx context.Context, w *workload, sides []*side) error {
	if !w.alike {
		return nil
	}
	var first any
	for _, s := range sides {
		var call load.Call
		w.calls(s, 1)(&call)
		answer, err := load.Once(ctx, s.load(w, 1, 1, 0).Target, &call)
		if err != nil {
			return s.explain(err, w, 1)
		}
		var told any
		if err := json.Unmarshal(answer, &told); err != nil {
			return s.explain(err, w, 1)
		}
		told = sameMoments(told)
		if first == nil {
			first = told
		}
		if !reflect.DeepEqual(told, first) {
			return fmt.Errorf("%s answers the %s call otherwise than %s:\n%.2000s", s.name, w.name, sides[0].name, answer)
		}
	}
	return nil
}

// sameMoments writes each time in one way: RFC 3339 has many for one moment.
func sameMoments(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name := range v {
			v[name] = sameMoments(v[name])
		}
	case []any:
		for i := range v {
			v[i] = sameMoments(v[i])
		}
	case string:
		if t, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return t.UTC().Format(time.RFC3339Nano)
		}
	}
	return value
}
