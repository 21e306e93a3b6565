package migrations

import (
	"io/fs"
	"strconv"
	"strings"
	"testing"
)

func TestBothEnginesHaveTheSameMigrationsUpToTheNewest(t *testing.T) {
	t.Parallel()
	names := map[string][]string{}
	for _, engine := range []string{"postgres", "sqlite"} {
		files, err := fs.ReadDir(FS, engine)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			names[engine] = append(names[engine], file.Name())
		}
	}
	if got, want := strings.Join(names["sqlite"], " "), strings.Join(names["postgres"], " "); got != want {
		t.Errorf("SQLite has %s, PostgreSQL %s", got, want)
	}
	last := names["sqlite"][len(names["sqlite"])-1]
	number, _, _ := strings.Cut(last, "_")
	if newest, err := strconv.Atoi(number); err != nil || newest != Newest || newest != len(names["sqlite"]) {
		t.Errorf("the newest of %d is %s, Newest is %d", len(names["sqlite"]), last, Newest)
	}
}
