package words

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestABusinesssTextsTakeThePlaceOfTheCatalogs(t *testing.T) {
	polish := Choose(Wishes{Picked: "pl-PL"})
	own := polish.With(map[string]any{
		"sections.today": "Dziś <b>", "openPortal": "Wejdź", "counts.people.few": "{count} dusze", "skip": "", "signOut": " \u00a0\u200b\u00ad", "tryAgain": "24/7", "back": 5,
		"counts.people": "x", "counts.people.two": "x", "sections": "x", "sections.none": "x", "none": "x", "": "x", ".": "x", "sections.today.x": "x",
	})
	if !own.Overridden() || polish.Overridden() || own.Formats != polish.Formats {
		t.Error("it isn't known which words are a business's")
	}
	if own.Text("sections.today") != "Dziś <b>" || own.Text("openPortal") != "Wejdź" || own.Text("signOut") != polish.Text("signOut") || own.Text("tryAgain") != "24/7" {
		t.Errorf("the server says %q, %q, %q", own.Text("sections.today"), own.Text("openPortal"), own.Text("signOut"))
	}
	var portal struct {
		Sections struct{ Today, Places string }
		Counts   struct{ People map[string]string }
		Skip     string
		Back     string
	}
	if err := json.Unmarshal(own.Portal, &portal); err != nil {
		t.Fatal(err)
	}
	if portal.Sections.Today != "Dziś <b>" || portal.Counts.People["few"] != "{count} dusze" || portal.Counts.People["one"] != polish.plurals["counts.people"]["one"] ||
		portal.Skip != polish.Text("skip") || portal.Back != polish.Text("back") || portal.Sections.Places != polish.Text("sections.places") {
		t.Errorf("the script says %+v", portal)
	}
	if strings.Contains(string(own.Portal), "openPortal") || len(keys(own.texts)) != len(keys(polish.texts)) {
		t.Error("there are other texts than before")
	}
	if again := Choose(Wishes{Picked: "pl-PL"}); again.Text("sections.today") == "Dziś <b>" || again.plurals["counts.people"]["few"] == "{count} dusze" {
		t.Error("all others read them, too")
	}
	if same := polish.With(map[string]any{"none": "x"}); same.Overridden() {
		t.Error("nothing was replaced")
	}
}
