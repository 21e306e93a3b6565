package match

import (
	"fmt"
	"slices"
	"testing"
)

var places = []string{"Room 101", "Room 102", "Room 12", "Room 1", "Lobby", "Front Door", "Pool", "Suite 7", "Étage 2", "Attic of the West Wing"}

func never(int, int) bool { return false }

func TestAThingIsMatchedToThePlaceThatItsNameNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Lock 101": "Room 101", "room101 lock": "Room 101", "Room 0102 – Lock": "Room 102", "Thermostat Room 12": "Room 12",
		"Loby sensor": "Lobby", "LOBBY DOOR": "Lobby", "Front door lock": "Front Door", "Capteur étage 2": "Étage 2",
		"Attic West Wing sensor": "Attic of the West Wing", "Suite 7": "Suite 7",
		"Room lock": "", "Lock": "", "Room 103": "", "": "", "---": "", "Kitchen": "",
	} {
		got := ""
		if pairs := Best([]string{name}, places, never); len(pairs) > 0 {
			got = places[pairs[0].Place]
		}
		if got != want {
			t.Errorf("%q goes to %q, want %q", name, got, want)
		}
	}
}

func TestARefusedPlaceGivesWayToTheNext(t *testing.T) {
	t.Parallel()
	floors := []string{"Room 1, ground floor", "Room 1, first floor"}
	first := Best([]string{"Room 1 lock, ground floor"}, floors, never)
	if len(first) != 1 || first[0].Place != 0 || first[0].Score != 1 {
		t.Fatalf("got %v", first)
	}
	next := Best([]string{"Room 1 lock, ground floor"}, floors, func(_, place int) bool { return place == 0 })
	if len(next) != 1 || next[0].Place != 1 || next[0].Score >= first[0].Score {
		t.Errorf("got %v", next)
	}
}

func TestTheBestPairsComeFirstAndAlwaysAlike(t *testing.T) {
	t.Parallel()
	things := []string{"Attic West Wing sensor", "Lock 101", "Loby"}
	want := Best(things, places, never)
	if !slices.IsSortedFunc(want, func(a, b Pair) int { return int(100*b.Score) - int(100*a.Score) }) || len(want) != 3 {
		t.Errorf("got %v", want)
	}
	for range 20 {
		if got := Best(things, places, never); !slices.Equal(got, want) {
			t.Fatalf("got %v, and before %v", got, want)
		}
	}
}

func TestTheNumberOfTheOnlyRoomIsEnough(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]int{"Lock 101": 1, "Room lock": 0, "Lock 102": 0} {
		if pairs := Best([]string{name}, []string{"Room 101"}, never); len(pairs) != want {
			t.Errorf("%q: %v", name, pairs)
		}
	}
}

func TestNoPlacesMatchNothing(t *testing.T) {
	t.Parallel()
	if pairs := Best([]string{"Lock 1"}, nil, never); len(pairs) != 0 {
		t.Errorf("got %v", pairs)
	}
}

func TestNamesOfAnyLengthCostLittle(t *testing.T) {
	t.Parallel()
	var things, many []string
	for i := range 500 {
		thing, place := "", ""
		for j := range 60 {
			thing += fmt.Sprintf("a%c%c%c ", 'a'+i%26, 'a'+i/26, 'a'+j%26)
			place += fmt.Sprintf("a%c%c%cx ", 'a'+j%26, 'a'+i%26, 'a'+i/26)
		}
		things, many = append(things, thing), append(many, place)
	}
	v := newVocabulary(many)
	for _, thing := range things {
		if w := words(thing); len(w) > mostWords {
			t.Fatalf("%d words", len(w))
		}
		v.best(0, words(thing), never)
	}
	if v.comparisons > 0 {
		t.Error("the bound was never reached")
	}
	if pairs := Best([]string{things[0]}, []string{things[0]}, never); len(pairs) != 1 {
		t.Errorf("the same name: %v", pairs)
	}
}

func FuzzAnyNamesAreMatched(f *testing.F) {
	f.Add("Lock 101", "Room 101")
	f.Add("\u0301", "٣ 3")
	f.Add("ſ", "S")
	f.Fuzz(func(t *testing.T, thing, place string) {
		for _, pair := range Best([]string{thing}, []string{place, "Room 1"}, never) {
			if pair.Score < enough || pair.Score > 1 {
				t.Errorf("%q and %q: %v", thing, place, pair.Score)
			}
		}
	})
}

func BenchmarkAHundredThingsAndFiveThousandPlaces(b *testing.B) {
	var things, rooms []string
	for i := range 100 {
		things = append(things, fmt.Sprintf("Front door lock of house %d", i))
	}
	for i := range 5000 {
		rooms = append(rooms, fmt.Sprintf("House %d by the sea, name%c%c", i, 'a'+i%26, 'a'+i/26%26))
	}
	for b.Loop() {
		Best(things, rooms, never)
	}
}
