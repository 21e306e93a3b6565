package e2e_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// model finds the text of one of the playground's editors.
func model(name string) string {
	return `globalThis.__MONACO.editor.getModels().find((model) => model.uri.path.endsWith("` + name + `"))`
}

func TestThePlaygroundRunsItsStartingQueryWithoutANetwork(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	key := s.firstKey()
	p := open(t, s.public()+"/", desktop) // which leads to the playground
	p.await(`location.pathname === "/playground" && document.querySelector(".graphiql-query-editor .view-lines")`)
	p.await(`globalThis.__MONACO && ` + model("headers.json") + ` && ` + model("response.json"))
	if query := eval[string](p, model("operation.graphql")+".getValue()"); !strings.Contains(query, "createCustomerPortal") {
		t.Errorf("the starting query: %s", query)
	}
	eval[bool](p, model("headers.json")+`.setValue(JSON.stringify({ Authorization: "Bearer `+key+`" })), true`)
	p.click(`button[aria-label^="Execute query"]`)
	p.await(model("response.json") + `.getValue().includes("}")`)
	var answer struct {
		Data   made
		Errors []any
	}
	text := eval[string](p, model("response.json")+".getValue()")
	if err := json.Unmarshal([]byte(text), &answer); err != nil || len(answer.Errors) > 0 {
		t.Fatalf("%v: %s", err, text)
	}
	link := answer.Data.CreateCustomerPortal.MagicLink.URL
	if !strings.HasPrefix(link, s.public()+"/p/pl_") || !strings.Contains(p.text(".result-window"), `"magicLink"`) {
		t.Errorf("the answer shows no link: %s", text)
	}
	if kept := eval[string](p, "JSON.stringify([localStorage, sessionStorage])"); strings.Contains(kept, key) {
		t.Error("the key outlives the page")
	}
	p.screenshot("playground")
	t.Logf("the page asked for %d addresses", len(p.asked()))

	if status, page := s.get(pathOf(link)); status != 200 {
		t.Errorf("the link's page: %d %s", status, short(page))
	}
}
