package e2e_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/testdb"
)

var shownKey = regexp.MustCompile(`portico_[1-9A-HJ-NP-Za-km-z]{8}_[1-9A-HJ-NP-Za-km-z]{24}`)

func TestAFirstStartOnATerminalShowsAllThatTheFirstCallNeeds(t *testing.T) {
	t.Parallel()
	t.Run("sqlite by default", func(t *testing.T) {
		t.Parallel()
		s := start(t, setup{terminal: true})
		showsAllOnce(t, s)
		if _, err := os.Stat(filepath.Join(s.setup.folder, "data", "portico.db")); err != nil {
			t.Error(err)
		}
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		showsAllOnce(t, start(t, setup{terminal: true, database: testdb.Empty(t, testdb.Postgres)}))
	})
}

func showsAllOnce(t *testing.T, s *server) {
	t.Helper()
	// What a terminal shows has its own line ends.
	command := strings.ReplaceAll(s.await(regexp.MustCompile(`(?s)\r\n(curl .*?\r\n  }')\r\n`))[1], "\r", "")
	screen := s.screen.String()
	key := shownKey.FindString(screen)
	if key == "" || !strings.Contains(screen, s.public()+"/playground\r\n") {
		t.Errorf("the screen lacks the key or the playground: %s", screen)
	}
	link := linkOf(t, paste(t, command))
	if !strings.HasPrefix(link, s.public()+"/p/pl_") {
		t.Errorf("the printed command made the link %q", link)
	}
	if status, page := s.get(pathOf(link)); status != 200 || !strings.Contains(page, "<html") {
		t.Errorf("the link's page: %d %s", status, short(page))
	}
	s.stop()

	again := s.restart()
	if status, answer := again.ask(key, "{ customer(key: \"hotel_sunrise\") { key } }", nil); !strings.Contains(answer, "hotel_sunrise") {
		t.Errorf("the key after a new start: %d %s", status, answer)
	}
	again.stop() // then all that it writes is written
	if screen := again.screen.String(); shownKey.MatchString(screen) || strings.Contains(screen, "curl") {
		t.Errorf("the second start shows the key: %s", screen)
	}
	if !strings.Contains(again.screen.String(), again.public()+"/playground") {
		t.Errorf("the second start's log lacks the playground: %s", again.screen)
	}
}

// paste runs a command as a person would, in bash, and gives what it printed.
func paste(t *testing.T, command string) string {
	t.Helper()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Fatal("this test needs curl, which scripts/setup-test installs: ", err)
	}
	shell := exec.Command("bash", "-c", command)
	// Without a proxy's variables, which are no part of what is tested.
	shell.Env = []string{"PATH=" + os.Getenv("PATH")}
	var stderr strings.Builder
	shell.Stderr = &stderr
	out, err := shell.Output()
	if err != nil {
		t.Fatalf("%v: %s%s\nfor %s", err, out, &stderr, command)
	}
	return string(out)
}

func linkOf(t *testing.T, answer string) string {
	t.Helper()
	var parts struct {
		Data   made
		Errors []any
	}
	if err := json.Unmarshal([]byte(answer), &parts); err != nil || len(parts.Errors) > 0 {
		t.Fatalf("%v: %s", err, answer)
	}
	return parts.Data.CreateCustomerPortal.MagicLink.URL
}

func TestTwoServersThatStartAtOnceMakeOneWorkspaceAndShowOneKey(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, database string) {
		program(t) // so that both start at one moment
		o := setup{terminal: true, database: database}
		one, other := launch(t, o), launch(t, o)
		both := []*server{one, other}
		for _, s := range both {
			s.awaitReady()
			if status, text := s.get("/readyz"); status != 200 {
				t.Errorf("not ready: %d %s", status, text)
			}
		}
		keys := shownKey.FindAllString(one.screen.String()+other.screen.String(), -1)
		// Once for reading, once in the command that is to be pasted.
		if len(keys) != 2 || keys[0] != keys[1] {
			t.Fatalf("%d keys are shown:\n%s\n%s", len(keys), one.screen, other.screen)
		}
		var workspaces []obj
		if err := json.Unmarshal([]byte(one.prints("workspace", "list", "--json")), &workspaces); err != nil || len(workspaces) != 1 {
			t.Errorf("%d workspaces, %v", len(workspaces), err)
		}
		// Both have the one secret: what one makes, the other shows.
		id, url := one.link(keys[0], "hotel")
		var answer struct{ MagicLink struct{ URL string } }
		other.must(keys[0], "query ($id: ID!) { magicLink(id: $id) { url } }", obj{"id": id}, &answer)
		if pathOf(answer.MagicLink.URL) != pathOf(url) {
			t.Errorf("one server says %s, the other %s", url, answer.MagicLink.URL)
		}
	})
}
