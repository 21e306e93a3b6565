package models

import "testing"

func TestFeaturesAreReadAnewFromTheSameText(t *testing.T) {
	t.Parallel()
	const text = `{"connect": {"exclude": true}, "organize": {}, "manage_devices": {}}`
	want := Features{Connect: Feature{Exclude: true}}
	for _, stored := range []any{text, text, []byte(text)} {
		read := Features{}
		if err := read.Scan(stored); err != nil || read != want {
			t.Errorf("got %+v, %v", read, err)
		}
		read.Organize.Exclude = true
	}
	for range 2 {
		if err := new(Features).Scan("{"); err == nil {
			t.Error("what is no JSON was read")
		}
	}
}
