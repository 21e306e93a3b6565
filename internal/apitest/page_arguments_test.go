package apitest_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

func TestABadPageIsRefusedAtItsArgument(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.pagedWorkspace()
		bad := map[string][]string{
			`first:0`: {"first"}, `first:101`: {"first"}, `first:-1`: {"first"}, `last:0`: {"last"}, `last:101`: {"last"},
			`first:1, last:1`: {"last"}, `first:0, last:101`: {"first", "last", "last"},
			`first:2147483648`: {"first"}, `first:1.5`: {"first"}, `first:"5"`: {"first"},
			`after:""`: {"after"}, `after:"x"`: {"after"}, `before:"bnVsbA"`: {"before"}, `after:"WyJsIl0="`: {"after"},
			`first:101, after:"x", before:"y"`:          {"first", "after", "before"},
			`after:"` + strings.Repeat("A", 5000) + `"`: {"after"},
		}
		for name, l := range connectionsOf() {
			t.Run(name, func(t *testing.T) {
				for args, fields := range bad {
					want := []string{}
					for _, field := range fields {
						want = append(want, "BAD_USER_INPUT "+field)
					}
					a := s.in(t).refused(`{`+fmt.Sprintf(l.document, `(`+args+`){nodes{id}}`)+`}`, nil, want...)
					if a.HasData {
						t.Errorf("%s: there is data: %s", args, short(a.Body))
					}
				}
				document := `query($first:Int, $after:String){` + fmt.Sprintf(l.document, `(first:$first, after:$after){nodes{id}}`) + `}`
				s.in(t).refused(document, obj{"first": 0, "after": "x"}, "BAD_USER_INPUT first", "BAD_USER_INPUT after")
				s.in(t).refused(document, obj{"first": "5"}, "BAD_USER_INPUT first")
				s.in(t).data(document, obj{"first": nil, "after": nil})
			})
		}
	})
}

func TestACursorOfAnotherListIsRefused(t *testing.T) {
	each(t, func(_ *testing.T, s *server) {
		s.pagedWorkspace()
		lists := connectionsOf()
		for from, source := range lists {
			cursor := str(s.page(source, "first:1"), "edges.0.cursor")
			for to, target := range lists {
				document := `{` + fmt.Sprintf(target.document, fmt.Sprintf(`(first:1, after:%q){nodes{id}}`, cursor)) + `}`
				// Links have one order, whether they are a workspace's or a customer's.
				if from == to || strings.HasSuffix(from, "magicLinks") && strings.HasSuffix(to, "magicLinks") {
					s.data(document, nil)
					continue
				}
				s.refused(document, nil, "BAD_USER_INPUT after")
			}
		}
	})
}

func TestACursorThatWasTamperedWithIsRefused(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.pagedWorkspace()
		for name, l := range connectionsOf() {
			cursor := str(s.page(l, "first:1"), "edges.0.cursor")
			for _, changed := range []string{cursor[1:], cursor + "A", cursor + "=", cursor + " ", strings.ToLower(cursor), "!" + cursor} {
				a := s.call(`query($c:String){`+fmt.Sprintf(l.document, `(after:$c){nodes{id}}`)+`}`, obj{"c": changed})
				if got := a.problems(); changed != cursor && (len(got) != 1 || got[0] != "BAD_USER_INPUT after") {
					t.Errorf("%s: %q instead of %q: %s", name, changed, cursor, short(a.Body))
				}
			}
		}
	})
}

func TestACursorThatSomebodyMadeUpNeverReachesTheDatabaseAsItIs(t *testing.T) {
	id := "01a20f41-3f03-7829-bd14-e0ffa1220865"
	made := []string{
		`["c","a\u0000"]`, `["s","ROOM","\u0000","` + id + `"]`, `["u","\u0000","x","` + id + `"]`, `["s","NOPE","x","` + id + `"]`, `["c",""]`,
		`["g","0000-01-01T00:00:00Z","` + id + `"]`, `["g","9999-12-31T23:59:59.999999999Z","` + id + `"]`, `["g","2026-11-24T15:04:05+01:00","` + id + `"]`,
		`["l","00000000-0000-0000-0000-000000000000"]`, `["p","` + id + `"]`, `["l","x"]`, `["c","\ud800"]`, `["s","` + strings.Repeat("x", 2000) + `","x","` + id + `"]`,
	}
	each(t, func(t *testing.T, s *server) {
		s.pagedWorkspace()
		for name, l := range connectionsOf() {
			for _, text := range made {
				cursor := base64.RawURLEncoding.EncodeToString([]byte(text))
				for _, end := range []string{"after", "before"} {
					a := s.call(`query($c:String){`+fmt.Sprintf(l.document, `(`+end+`:$c){nodes{id}}`)+`}`, obj{"c": cursor})
					if got := strings.Join(a.problems(), " "); got != "" && got != "BAD_USER_INPUT "+end {
						t.Errorf("%s(%s: %s): %s", name, end, text, short(a.Body))
					}
				}
			}
		}
	})
}
