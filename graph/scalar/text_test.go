package scalar

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"
)

func FuzzTextIsWrittenAsJSON(f *testing.F) {
	for _, seed := range []string{"", "plain", `"\`, "\x00\x1f\n\t\x7f", "é 😀 \u2028", "<&>", `ends with "`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "�") // no text that is stored is anything else
		var out strings.Builder
		MarshalString(text).MarshalGQL(&out)
		var read string
		if err := json.Unmarshal([]byte(out.String()), &read); err != nil || read != text {
			t.Errorf("%q was written as %s and read as %q: %v", text, out.String(), read, err)
		}
	})
}

func TestAnIDIsWrittenInItsUsualFormAndNoneIsNull(t *testing.T) {
	t.Parallel()
	for id, want := range map[uuid.UUID]string{
		uuid.MustParse("01980c5e-7a3b-7c4d-8e5f-0123456789ab"): `"01980c5e-7a3b-7c4d-8e5f-0123456789ab"`,
		uuid.Nil: "null",
	} {
		var out strings.Builder
		MarshalUUID(id).MarshalGQL(&out)
		if out.String() != want {
			t.Errorf("got %s, want %s", out.String(), want)
		}
	}
}
