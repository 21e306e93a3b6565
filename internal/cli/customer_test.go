package cli_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
)

// withHotel is a shell with a workspace that has a customer of 1,200 rooms, which are more
// than an export reads at once.
func withHotel(t *testing.T, engine testdb.Engine) (s *shell, workspace string) {
	t.Helper()
	s = &shell{environment: map[string]string{"DATABASE_URL": testdb.New(t, engine, migrate), "PORTICO_SECRET": strings.Repeat("s", 32)}}
	workspace = s.output(t, "workspace", "create", "--name", "Sunrise")
	database, err := store.Open(t.Context(), s.environment["DATABASE_URL"], slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = database.Close() }()
	verbs := portal.New(portal.Settings{Store: database, Clock: time.Now, Log: slog.New(slog.DiscardHandler)})
	data := portal.CustomerData{CustomerKey: "hotel"}
	for i := range 1200 {
		data.Rooms = append(data.Rooms, models.Space{Key: fmt.Sprint(i), Name: "Room <" + fmt.Sprint(i) + ">"})
	}
	if _, err := verbs.PushCustomerData(t.Context(), models.Tenant{WorkspaceID: uuid.MustParse(workspace)}, portal.PushCustomerDataInput{CustomerData: data}); err != nil {
		t.Fatal(err)
	}
	return s, workspace
}

func TestACustomerIsExportedAsOneDocument(t *testing.T) {
	t.Parallel()
	for _, engine := range testdb.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			s, workspace := withHotel(t, engine)
			r := s.run(t, "customer", "export", "--workspace", workspace, "--key", "hotel")
			var document struct {
				WorkspaceID string
				Customer    struct{ Key string }
				Spaces      []struct{ Kind, Key, Name string }
				Devices     []any
			}
			if err := json.Unmarshal([]byte(r.stdout), &document); err != nil || r.code != 0 || r.stderr != "" {
				t.Fatalf("%v: %d %s %.200s", err, r.code, r.stderr, r.stdout)
			}
			seen := map[string]bool{}
			for _, space := range document.Spaces {
				seen[space.Kind+" "+space.Key+" "+space.Name] = true
			}
			if document.WorkspaceID != workspace || document.Customer.Key != "hotel" || len(seen) != 1200 || !seen["ROOM 1199 Room <1199>"] || document.Devices == nil {
				t.Errorf("%d spaces: %.300s", len(seen), r.stdout)
			}
		})
	}
}

func TestACustomerIsDeletedByWhoSaysSo(t *testing.T) {
	t.Parallel()
	s, workspace := withHotel(t, testdb.SQLite)
	remove := func(rest ...string) result {
		t.Helper()
		return s.run(t, append([]string{"customer", "delete", "--workspace", workspace, "--key", "hotel"}, rest...)...)
	}
	isThere := func() bool {
		t.Helper()
		return s.run(t, "customer", "export", "--workspace", workspace, "--key", "hotel").code == 0
	}
	if r := remove(); r.code != 2 || !strings.HasPrefix(r.stderr, "portico: --yes is missing") || !isThere() {
		t.Errorf("without anybody to ask: %+v", r)
	}
	s.asked = true
	for _, typed := range []string{"", "\n", "motel\n", "y\n"} {
		s.typed = typed
		if r := remove(); r.code != 1 || r.stdout != "" || !strings.Contains(r.stderr, "Type its key to go on: portico: nothing was deleted") || !isThere() {
			t.Errorf("%q was typed: %+v", typed, r)
		}
	}
	s.typed = "hotel\n"
	if r := remove(); r.code != 0 || r.stdout != "" || !strings.Contains(r.stderr, "the customer hotel of the workspace "+workspace) || isThere() {
		t.Errorf("its key was typed: %+v", r)
	}
	if r := remove("--yes"); r.code != 1 || r.stderr != fmt.Sprintf("portico: there is no customer \"hotel\" in the workspace %s\n", workspace) {
		t.Errorf("again: %+v", r)
	}
	s, workspace = withHotel(t, testdb.Postgres)
	if r := remove("--yes"); r.code != 0 || r.stderr != "" || isThere() {
		t.Errorf("without being asked: %+v", r)
	}
}
