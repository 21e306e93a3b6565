package main

import (
	"encoding/json"
	"reflect"
	"testing"
)

func TestTwoWritingsOfAMomentAreTheSame(t *testing.T) {
	t.Parallel()
	read := func(text string) (value any) {
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		return sameMoments(value)
	}
	one := read(`{"nodes": [{"at": "2026-12-01T15:00:00.000000Z", "name": "x"}]}`)
	if !reflect.DeepEqual(one, read(`{"nodes": [{"at": "2026-12-01T16:00:00+01:00", "name": "x"}]}`)) {
		t.Error("the same moment is taken for another")
	}
	if reflect.DeepEqual(one, read(`{"nodes": [{"at": "2026-12-01T15:00:01Z", "name": "x"}]}`)) {
		t.Error("another moment is taken for the same")
	}
}
