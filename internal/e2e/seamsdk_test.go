package e2e_test

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// It tells a story by Seam's own package for JavaScript, at its newest and at the first
// that had these calls, as they come from npm.
func TestProgramsOfSeamsSDKWorkUnchanged(t *testing.T) {
	t.Parallel()
	for _, release := range []string{"2.32", "1.45"} {
		t.Run(release, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, database string) {
				s := start(t, setup{database: database})
				key := s.firstKey()
				var workspace struct{ Workspace struct{ ID string } }
				s.must(key, `{ workspace { id } }`, nil, &workspace)
				seams := s.prints("key", "create", "--workspace", workspace.Workspace.ID, "--prefix", "seam")
				told := runStory(t, release, s.base, seams, func(url string) { s.wantStory(key, url) })
				want := []string{
					"created", "created again", "pushed", "deleted by DELETE", "deleted by POST", "refused as invalid", "refused as unauthorized",
					"ready to be deleted", "deleted twice",
				}
				if !slices.Equal(told, want) {
					t.Errorf("the steps are %q", told)
				}
				var left struct{ Customers struct{ TotalCount int } }
				s.must(key, `{ customers { totalCount } }`, nil, &left)
				if left.Customers.TotalCount != 0 {
					t.Errorf("%d customers are left", left.Customers.TotalCount)
				}
			})
		})
	}
}

// wantStory holds what is stored against what the story sent, before it deletes the
// customer.
func (s *server) wantStory(key, url string) {
	s.t.Helper()
	var read struct {
		Customer struct {
			Spaces, UserIdentities, AccessGrants struct {
				TotalCount int
				Nodes      []struct{ Key string }
			}
			MagicLinks struct{ TotalCount int }
		}
	}
	s.must(key, `{ customer(key: "grand hotel & sons") { spaces { totalCount nodes { key } } userIdentities { totalCount } accessGrants { totalCount nodes { key } } magicLinks { totalCount } } }`, nil, &read)
	c := read.Customer
	if c.Spaces.TotalCount != 9 || c.UserIdentities.TotalCount != 4 || c.AccessGrants.TotalCount != 1 || c.MagicLinks.TotalCount != 2 {
		s.t.Errorf("stored is %+v", c)
	}
	var redeemed struct {
		RedeemMagicLink struct {
			Portal struct{ Customer struct{ Key string } }
		}
	}
	s.must(key, `mutation($token: String!) { redeemMagicLink(input: {token: $token}) { portal { customer { key } } } }`, obj{"token": url}, &redeemed)
	if redeemed.RedeemMagicLink.Portal.Customer.Key != "grand hotel & sons" {
		s.t.Errorf("the link opens %+v", redeemed)
	}
}

// runStory runs the story and gives its steps. look is called with the link's URL when
// all of it but the last is done.
func runStory(t *testing.T, release, endpoint, key string, look func(url string)) (steps []string) {
	t.Helper()
	folder := filepath.Join(root, "internal", "e2e", "testdata", "seamapi-"+release)
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "@seamapi", "http")); err != nil {
		t.Fatal("Seam's package is missing, which scripts/setup-test installs: ", err)
	}
	command := exec.Command("node", "story.mjs")
	command.Dir = folder
	command.Env = append(os.Environ(), "ENDPOINT="+endpoint, "API_KEY="+key)
	var wrong buffer
	command.Stderr = &wrong
	goOn, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	lines, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal("this test needs Node, which scripts/setup-test installs: ", err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() }) // it has ended, unless the test failed
	url := ""
	for scanner := bufio.NewScanner(lines); scanner.Scan(); {
		var one struct{ Step, URL string }
		if err := json.Unmarshal(scanner.Bytes(), &one); err != nil {
			t.Fatalf("%s: %v", scanner.Text(), err)
		}
		steps = append(steps, one.Step)
		if one.URL != "" {
			url = one.URL
		}
		if one.Step == "ready to be deleted" {
			look(url)
			if _, err := io.WriteString(goOn, "go on\n"); err != nil {
				t.Fatal(err)
			}
			_ = goOn.Close() // it has read its line
		}
	}
	if err := command.Wait(); err != nil {
		t.Fatalf("the story ended before its end: %v\n%s", err, wrong.String())
	}
	return steps
}
