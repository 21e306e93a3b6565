package transport

import (
	"net/http"
	"testing"

	"github.com/portico-portal/portico/internal/intake"
)

func TestAccept(t *testing.T) {
	const both = mediaGraphQL + ", " + mediaJSON
	for _, c := range []struct{ name, accept, want string }{
		{"no header is JSON", "", mediaJSON},
		{"commas alone are no header", " , ,", mediaJSON},
		{"anything is JSON", "*/*", mediaJSON},
		{"any application type is JSON", "application/*", mediaJSON},
		{"JSON", mediaJSON, mediaJSON},
		{"GraphQL", mediaGraphQL, mediaGraphQL},
		{"letters of any case", "Application/GraphQL-Response+JSON", mediaGraphQL},
		{"both named: GraphQL", both, mediaGraphQL},
		{"both named the other way round: GraphQL", mediaJSON + "," + mediaGraphQL, mediaGraphQL},
		{"JSON as the fallback", mediaGraphQL + ", " + mediaJSON + ";q=0.9", mediaGraphQL},
		{"JSON preferred", mediaGraphQL + ";q=0.5, " + mediaJSON + ";q=0.9", mediaJSON},
		{"a named type before a wildcard", "*/*, " + mediaGraphQL, mediaGraphQL},
		{"a wildcard that ranks higher", mediaGraphQL + ";q=0.1, */*", mediaJSON},
		{"a wildcard without JSON", "*/*, " + mediaJSON + ";q=0", mediaGraphQL},
		{"a wildcard without GraphQL", "*/*, " + mediaGraphQL + ";q=0", mediaJSON},
		{"a family without JSON", "application/*;q=0.2, " + mediaJSON + "; Q=0.000", mediaGraphQL},
		{"urql's list", "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed", mediaGraphQL},
		{"a browser's list", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", mediaJSON},
		{"a charset of UTF-8", mediaGraphQL + "; charset=UTF-8", mediaGraphQL},
		{"other parameters are ignored", mediaGraphQL + ";v=1;q=0.3, text/html", mediaGraphQL},
		{"a malformed element is ignored", mediaGraphQL + ";q=2, " + mediaJSON, mediaJSON},
		{"a quality that is no number is ignored", mediaGraphQL + ";q=NaN, " + mediaJSON, mediaJSON},
		{"nothing that is served", "text/html", ""},
		{"a stream alone", "text/event-stream", ""},
		{"the old type alone", "application/graphql+json", ""},
		{"everything excluded", "*/*;q=0", ""},
		{"JSON excluded and nothing else", mediaJSON + ";q=0", ""},
		{"another charset", mediaJSON + ";charset=utf-16", ""},
		{"not a media type", "json", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			run := new(recorder)
			got := send(t, run, intake.Limits{}, post(`{"query":"{a}"}`, "Accept", c.accept))
			if c.want == "" {
				wantFault(t, got, http.StatusNotAcceptable, "BAD_REQUEST", mediaGraphQL)
				if run.last != nil {
					t.Error("it ran")
				}
				c.want = mediaJSON
			}
			if contentType := got.header.Get("Content-Type"); contentType != c.want+"; charset=utf-8" {
				t.Errorf("Content-Type: %s", contentType)
			}
		})
	}
	t.Run("several headers are one list", func(t *testing.T) {
		r := post(`{"query":"{a}"}`, "Accept", "text/html")
		r.Header.Add("Accept", mediaGraphQL)
		if got := send(t, new(recorder), intake.Limits{}, r); got.header.Get("Content-Type") != mediaGraphQL+"; charset=utf-8" {
			t.Errorf("Content-Type: %s", got.header.Get("Content-Type"))
		}
	})
}
