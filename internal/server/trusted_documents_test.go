package server_test

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/server"
	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/internal/web/portalpage"
)

const (
	trustedText = "query Name { workspace { name } }"
	pageText    = "query Page($first: Int!) { customers(first: $first) { nodes { key } } }"
	changeText  = "mutation End { endPortalSession { ended } }"
	strangeText = "query Strange { workspace { id } }"
)

// manifest writes a manifest of documents by their ids.
func manifest(t *testing.T, documents map[string]string) string {
	t.Helper()
	text, err := json.Marshal(documents)
	if err != nil {
		t.Fatal(err)
	}
	return manifestFile(t, string(text))
}

func manifestFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "persisted-documents.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func standard() map[string]string {
	return map[string]string{"a1": trustedText, "b2": pageText, "sha256:c3": changeText}
}

// trusting starts a server with the standard manifest.
func trusting(t *testing.T, environment ...string) (s *instance, key string) {
	t.Helper()
	environment = append(environment, "PORTICO_TRUSTED_DOCUMENTS="+manifest(t, standard()))
	s = start(t, load(t, testdb.New(t, testdb.SQLite, migrate), environment...), true)
	key = s.firstKey(t)
	return s, key
}

const (
	asJSON    = "Accept: application/json"
	asGraphQL = "Accept: application/graphql-response+json"
)

func TestADocumentOfTheManifestIsRunByItsID(t *testing.T) {
	t.Parallel()
	for _, only := range []string{"false", "true"} {
		s, key := trusting(t, "PORTICO_TRUSTED_DOCUMENTS_ONLY="+only)
		bearer := "Authorization: Bearer " + key
		for name, body := range map[string]string{
			"by documentId":              `{"documentId":"a1"}`,
			"with the prefix":            `{"documentId":"sha256:a1"}`,
			"as Apollo's clients":        `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"a1"}}}`,
			"with an operation's name":   `{"documentId":"a1","operationName":"Name"}`,
			"by its text":                `{"query":"` + trustedText + `"}`,
			"by its id and its text":     `{"documentId":"a1","query":"` + trustedText + `"}`,
			"by its text, an unknown id": `{"documentId":"none","query":"` + trustedText + `"}`,
		} {
			response, text := s.do(t, "POST", "/graphql", body, bearer, "Content-Type: application/json")
			if response.StatusCode != 200 || text != `{"data":{"workspace":{"name":"default"}}}` {
				t.Errorf("only: %s, %s: %d %s", only, name, response.StatusCode, text)
			}
		}
		response, text := s.do(t, "POST", "/graphql", `{"documentId":"b2","variables":{"first":2}}`, bearer, "Content-Type: application/json")
		if response.StatusCode != 200 || text != `{"data":{"customers":{"nodes":[]}}}` {
			t.Errorf("with variables: %d %s", response.StatusCode, text)
		}
		if response, text := s.do(t, "GET", "/graphql?documentId=a1", "", bearer); response.StatusCode != 200 || !strings.Contains(text, `"default"`) {
			t.Errorf("by GET: %d %s", response.StatusCode, text)
		}
		if response, text := s.do(t, "GET", "/graphql?documentId=c3", "", bearer); response.StatusCode != 405 {
			t.Errorf("a mutation by GET: %d %s", response.StatusCode, text)
		}
	}
}

func TestATrustedDocumentIsHeldToAllOtherRules(t *testing.T) {
	t.Parallel()
	s, key := trusting(t, "PORTICO_LIMIT_COST=50", "PORTICO_TRUSTED_DOCUMENTS_ONLY=true")
	for name, c := range map[string]struct{ body, code string }{
		"who may call it":     {`{"documentId":"c3"}`, "FORBIDDEN"},
		"its variables":       {`{"documentId":"b2","variables":{"first":"x"}}`, "BAD_USER_INPUT"},
		"its price":           {`{"documentId":"b2","variables":{"first":100}}`, "LIMIT_EXCEEDED"},
		"its operation names": {`{"documentId":"a1","operationName":"Other"}`, "GRAPHQL_VALIDATION_FAILED"},
	} {
		if _, text := s.do(t, "POST", "/graphql", c.body, "Authorization: Bearer "+key, "Content-Type: application/json"); !strings.Contains(text, `"code":"`+c.code+`"`) {
			t.Errorf("%s: %s", name, text)
		}
	}
}

func TestAnUnknownIDIsNotFoundAndNothingIsEverKeptUnderIt(t *testing.T) {
	t.Parallel()
	s, key := trusting(t)
	without := start(t, load(t, testdb.New(t, testdb.SQLite, migrate)), true)
	for server, bearer := range map[*instance]string{s: key, without: without.firstKey(t)} {
		bearer = "Authorization: Bearer " + bearer
		for media, status := range map[string]int{asJSON: 200, asGraphQL: 400} {
			response, text := server.do(t, "POST", "/graphql", `{"documentId":"sha256:none"}`, bearer, media, "Content-Type: application/json")
			if response.StatusCode != status || !strings.Contains(text, `"code":"PERSISTED_QUERY_NOT_FOUND"`) || strings.Contains(text, `"data"`) {
				t.Errorf("%s: %d %s", media, response.StatusCode, text)
			}
		}
		const registering = `{"query":"` + strangeText + `","extensions":{"persistedQuery":{"version":1,"sha256Hash":"none"}}}`
		if response, text := server.do(t, "POST", "/graphql", registering, bearer, "Content-Type: application/json"); response.StatusCode != 200 || strings.Contains(text, "errors") {
			t.Errorf("a text with an unknown id: %d %s", response.StatusCode, text)
		}
		if _, text := server.do(t, "POST", "/graphql", `{"documentId":"none"}`, bearer, "Content-Type: application/json"); !strings.Contains(text, "PERSISTED_QUERY_NOT_FOUND") {
			t.Errorf("it was kept: %s", text)
		}
	}
}

func TestATextThatIsNotTheIDsIsABadRequest(t *testing.T) {
	t.Parallel()
	for _, only := range []string{"false", "true"} {
		s, key := trusting(t, "PORTICO_TRUSTED_DOCUMENTS_ONLY="+only)
		for _, text := range []string{strangeText, pageText, trustedText + " "} {
			for _, media := range []string{asJSON, asGraphQL} {
				response, answer := s.do(t, "POST", "/graphql", `{"documentId":"a1","query":"`+text+`"}`, media,
					"Authorization: Bearer "+key, "Content-Type: application/json")
				if response.StatusCode != 400 || !strings.Contains(answer, `"code":"BAD_REQUEST"`) {
					t.Errorf("only: %s, %q: %d %s", only, text, response.StatusCode, answer)
				}
			}
		}
	}
}

func TestWithTrustedDocumentsOnlyEveryOtherTextIsRefused(t *testing.T) {
	t.Parallel()
	s, key := trusting(t, "PORTICO_TRUSTED_DOCUMENTS_ONLY=true")
	bearer := "Authorization: Bearer " + key
	for name, text := range map[string]string{
		"another document": strangeText, "the same in other words": strings.ReplaceAll(trustedText, " ", "  "),
		"introspection": "{ __schema { queryType { name } } }", "no document": "{", "the least": "{ __typename }",
	} {
		for media, status := range map[string]int{asJSON: 200, asGraphQL: 400} {
			response, answer := s.ask(t, text, bearer, media)
			if response.StatusCode != status || !strings.Contains(answer, `"code":"PERSISTED_QUERY_NOT_FOUND"`) ||
				!strings.Contains(answer, "trusted documents only") {
				t.Errorf("%s, %s: %d %s", name, media, response.StatusCode, answer)
			}
		}
		if _, answer := s.do(t, "GET", "/graphql?query="+url.QueryEscape(text), "", bearer); !strings.Contains(answer, "PERSISTED_QUERY_NOT_FOUND") {
			t.Errorf("%s by GET: %s", name, answer)
		}
	}
	_, answer := s.do(t, "POST", "/graphql", `{"documentId":"none"}`, bearer, "Content-Type: application/json")
	if !strings.Contains(answer, "PERSISTED_QUERY_NOT_FOUND") || strings.Contains(answer, "send its text") {
		t.Errorf("an unknown id: %s", answer)
	}
}

func TestWithTrustedDocumentsOnlyThePortalStillWorks(t *testing.T) {
	t.Parallel()
	documents := standard()
	documents["create"] = createLink
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate),
		"PORTICO_TRUSTED_DOCUMENTS="+manifest(t, documents), "PORTICO_TRUSTED_DOCUMENTS_ONLY=true"), true)
	_, token := s.link(t, s.firstKey(t))
	opened, text := s.do(t, "POST", "/p/"+token, "", "Sec-Fetch-Site: same-origin")
	if opened.StatusCode != 303 {
		t.Fatalf("%d %s", opened.StatusCode, text)
	}
	cookie := "Cookie: " + opened.Cookies()[0].Name + "=" + opened.Cookies()[0].Value
	if page, text := s.do(t, "GET", "/portal", "", cookie); page.StatusCode != 200 || !strings.Contains(text, "hotel") {
		t.Errorf("the portal: %d %s", page.StatusCode, text)
	}
	if len(portalpage.Documents()) == 0 {
		t.Error("the portal sends nothing")
	}
	for _, document := range portalpage.Documents() {
		if _, text := s.ask(t, document, cookie, "Sec-Fetch-Site: same-origin"); strings.Contains(text, "PERSISTED_QUERY_NOT_FOUND") {
			t.Errorf("the portal can't send %s", document)
		}
	}
}

func TestAManifestThatCannotBeUsedStopsTheStartInOneLine(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "missing.json")
	for name, c := range map[string]struct{ path, says string }{
		"no such file":         {missing, "can't be read"},
		"a folder":             {t.TempDir(), "can't be read"},
		"an empty file":        {manifestFile(t, ""), "is not one JSON object"},
		"no JSON":              {manifestFile(t, "{\n\n"), "is not one JSON object"},
		"a list":               {manifestFile(t, `["{ a }"]`), "is not one JSON object"},
		"null":                 {manifestFile(t, `null`), "is not one JSON object"},
		"two objects":          {manifestFile(t, `{}{}`), "is not one JSON object"},
		"objects in it":        {manifestFile(t, `{"a":{"body":"{ workspace { id } }"}}`), "is not one JSON object"},
		"an id twice":          {manifestFile(t, `{"a":"{ workspace { id } }","a":"{ workspace { name } }"}`), "is not one JSON object"},
		"no id":                {manifestFile(t, `{"":"{ workspace { id } }"}`), "id is empty"},
		"no text":              {manifestFile(t, `{"a\nb":""}`), `"a\nb"`},
		"a text without sense": {manifest(t, map[string]string{"a": "query \n\n {"}), "can't be used: "},
		"a fragment alone":     {manifest(t, map[string]string{"a": "fragment F on Workspace { id }"}), "no operation"},
		"an unknown field":     {manifest(t, map[string]string{"a": trustedText, "zz": "{ workspace { title } }"}), `"zz"`},
		"an unknown argument":  {manifest(t, map[string]string{"a": "{ customers(frist: 1) { nodes { id } } }"}), "frist"},
	} {
		url := testdb.Empty(t, testdb.SQLite)
		err := server.Run(t.Context(), server.Options{Config: load(t, url, "PORTICO_TRUSTED_DOCUMENTS="+c.path)})
		if err == nil || !strings.HasPrefix(err.Error(), "PORTICO_TRUSTED_DOCUMENTS takes ") || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
		if len(fault.All(err)) > 0 {
			t.Errorf("%s: the command would tell the fault alone", name)
		}
		if _, err := os.Stat(strings.TrimPrefix(url, "sqlite:")); err == nil {
			t.Errorf("%s: the database was made", name)
		}
	}
}

func TestAManifestMayHoldNothing(t *testing.T) {
	t.Parallel()
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate), "PORTICO_TRUSTED_DOCUMENTS="+manifestFile(t, "{}")), true)
	if status, text := s.query(t, trustedText, "Authorization: Bearer "+s.firstKey(t)); status != 200 || strings.Contains(text, "errors") {
		t.Errorf("%d %s", status, text)
	}
}
