package e2e_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// releaseBefore builds the program of the newest release below this commit. A
// clone without tags has none: with PORTICO_EXPECT_TAGS=true, for a CI that clones
// them, that is a failure.
func releaseBefore(t *testing.T) string {
	t.Helper()
	list := exec.Command("git", "-c", "versionsort.suffix=-", "tag", "--merged", "HEAD", "--no-contains", "HEAD", "--sort=-version:refname", "v[0-9]*")
	list.Dir = root
	output, err := list.Output()
	tag, _, _ := strings.Cut(string(output), "\n")
	if tag == "" {
		if os.Getenv("PORTICO_EXPECT_TAGS") == "true" {
			t.Fatalf("this clone has no tag of a release before it: %v", err)
		}
		t.Skip("NOT CHECKED: this clone has no tag of a release before it, so its program may fail on this version's tables")
	}
	sources, err := extract(tag, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "portico-"+tag)
	command := exec.Command("go", "build", "-trimpath", "-o", path, ".")
	command.Dir = sources
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("go build of %s: %v\n%s", tag, err, output)
	}
	t.Logf("the release before is %s", tag)
	return path
}

// extract puts a tag's files into a folder.
func extract(tag, folder string) (string, error) {
	archive := filepath.Join(folder, "sources.tar")
	git := exec.Command("git", "archive", "--output="+archive, tag)
	git.Dir = root
	if output, err := git.CombinedOutput(); err != nil {
		return "", fmt.Errorf("git archive %s: %w\n%s", tag, err, output)
	}
	if output, err := exec.Command("tar", "-x", "-f", archive, "-C", folder).CombinedOutput(); err != nil {
		return "", fmt.Errorf("tar: %w\n%s", err, output)
	}
	return folder, nil
}

func TestTheReleaseBeforeServesOnWhileThisVersionMigratesAndBesideIt(t *testing.T) {
	t.Parallel()
	before := releaseBefore(t)
	each(t, func(t *testing.T, database string) {
		older := start(t, setup{database: database, program: before})
		key := older.firstKey()
		load := older.underLoad(key)
		time.Sleep(loadTime / 4)
		// It migrates at its start.
		newer := start(t, setup{database: database, folder: older.setup.folder})
		time.Sleep(loadTime / 4)
		load.signalled.Store(true)
		older.stop()
		calls := load.wait()
		for i := range calls {
			if c := &calls[i]; c.outcome == broken || c.before && c.outcome != answered {
				t.Errorf("%s: %s: %v", c.customer, c.outcome, c.err)
			}
		}
		compare(t, calls, newer.customers(key))

		older = start(t, older.setup)
		for name, pair := range map[string][2]*server{"older": {older, newer}, "newer": {newer, older}} {
			_, url := pair[0].link(key, "made by the "+name)
			if status, _ := pair[1].get(pathOf(url)); status != http.StatusOK {
				t.Errorf("a link made by the %s answers %d at the other", name, status)
			}
			var redeemed struct {
				RedeemMagicLink struct {
					Portal struct{ Customer struct{ Key string } }
				}
			}
			pair[1].must(key, "mutation ($token: String!) { redeemMagicLink(input: { token: $token }) { portal { customer { key } } } }",
				obj{"token": strings.TrimPrefix(pathOf(url), "/p/")}, &redeemed)
			if got := redeemed.RedeemMagicLink.Portal.Customer.Key; got != "made by the "+name {
				t.Errorf("a link made by the %s opened %q at the other", name, got)
			}
		}
		if now, then := len(older.customers(key)), len(newer.customers(key)); now != then {
			t.Errorf("the older reads %d customers, the newer %d", now, then)
		}
		t.Logf("calls: %+v", count(calls))
	})
}
