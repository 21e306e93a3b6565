package server_test

import (
	"crypto/rand"
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

func TestEveryBadCredentialGetsTheSameAnswerAndNoneIsLogged(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrate, func(t *testing.T, url string) {
		s := start(t, load(t, url), true)
		key := s.firstKey(t)
		verbs, workspace := commands(t, url)
		revoked, expired := newCredential(t, verbs, models.CredentialAPIKey, workspace, 0), newCredential(t, verbs, models.CredentialAPIKey, workspace, time.Nanosecond)
		if err := verbs.RevokeCredential(t.Context(), models.CredentialAPIKey, revoked.id); err != nil {
			t.Fatal(err)
		}
		pat := newCredential(t, verbs, models.CredentialPersonalAccessToken, workspace, 0)

		const question = "{ workspace { id } }"
		if status, answer := s.query(t, question, "Authorization: Bearer "+pat.text, "seam-workspace: "+workspace.String()); status != 200 || !strings.Contains(answer, workspace.String()) {
			t.Errorf("a good token: %d %s", status, answer)
		}
		want := ""
		for name, headers := range map[string][]string{
			"a wrong long part":                {"Authorization: Bearer " + key[:len(key)-4] + "xxxx"},
			"a wrong short part":               {"Authorization: Bearer portico_22222222_" + key[len(key)-24:]},
			"a wrong prefix":                   {"Authorization: Bearer other" + strings.TrimPrefix(key, "portico")},
			"a key of another workspace":       {"Authorization: Bearer " + key, "seam-workspace: " + uuid.NewString()},
			"nothing of ours":                  {"Authorization: Bearer nothing"},
			"another scheme":                   {"Authorization: Basic " + key},
			"a revoked key":                    {"Authorization: Bearer " + revoked.text},
			"an expired key":                   {"Authorization: Bearer " + expired.text},
			"a token without its workspace":    {"Authorization: Bearer " + pat.text},
			"a token for another's workspace":  {"Authorization: Bearer " + pat.text, "seam-workspace: " + uuid.NewString()},
			"a session token that is unknown":  {"Authorization: Bearer ps_" + strings.Repeat("a", 42)},
			"a token for an empty workspace":   {"Authorization: Bearer " + pat.text, "seam-workspace: "},
			"a token for what is no workspace": {"Authorization: Bearer " + pat.text, "seam-workspace: x"},
		} {
			status, answer := s.query(t, question, headers...)
			if want == "" {
				want = answer
			}
			if status != 401 || answer != want || !strings.Contains(answer, `"code":"UNAUTHENTICATED"`) {
				t.Errorf("%s: %d %s", name, status, answer)
			}
		}

		_, link := s.post(t, strings.NewReader(printedBody(t, s.stderr.String())), "Authorization: Bearer "+key, "X-Request-Id: "+key)
		_, token, _ := strings.Cut(link, "/p/pl_")
		token, _, _ = strings.Cut(token, `"`)
		s.get(t, "/p/pl_"+token)
		s.get(t, "/P/pl_"+token+"?key="+key)
		s.stop(t)
		for name, secret := range map[string]string{"key": key, "token": pat.text, "revoked": revoked.text, "expired": expired.text, "link": token} {
			if secret == "" || strings.Contains(s.log.String(), secret[len(secret)-20:]) {
				t.Errorf("the log holds the %s, or there is none: %q", name, secret)
			}
		}
	})
}

// commands gives the verbs on a server's database, as a command beside it has
// them, and the id of its first workspace.
func commands(t *testing.T, url string) (*portal.Service, uuid.UUID) {
	t.Helper()
	opened, err := store.Open(t.Context(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	all, err := opened.Workspaces(t.Context())
	if err != nil || len(all) == 0 {
		t.Fatalf("%d workspaces, %v", len(all), err)
	}
	return portal.New(portal.Settings{Store: opened, Clock: time.Now, Random: rand.Reader}), all[0].ID
}

type credential struct {
	id   uuid.UUID
	text string
}

func newCredential(t *testing.T, verbs *portal.Service, kind models.CredentialKind, workspace uuid.UUID, lifetime time.Duration) credential {
	t.Helper()
	made, secret, err := verbs.CreateCredential(t.Context(), kind, portal.NewCredentialInput{
		Name: "test", Lifetime: lifetime, WorkspaceIDs: []uuid.UUID{workspace},
	})
	if err != nil {
		t.Fatal(err)
	}
	return credential{made.ID, secret.Reveal()}
}
