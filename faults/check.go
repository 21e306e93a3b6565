package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/token"
)

const (
	// checkPatience bounds the search for an order of one subject's calls.
	checkPatience = 10 * time.Second
	// enough violations are found: to rule out an order can take long, and more of them
	// tell nothing new.
	enough = 3
)

// violation is something that a server must not do, and the calls that show it.
type violation struct {
	about string
	what  string
	calls []*call
	// undecided is what may be none: the checker had too little time.
	undecided bool
}

// check holds a history to what was promised, and keeps what it finds in the folder.
func (h *history) check(keyring *token.Keyring, folder string) (found []violation) {
	all := h.bySubject()
	for _, s := range slices.SortedFunc(maps.Keys(all), compareSubjects) {
		if len(found) >= enough {
			break
		}
		calls := all[s]
		model := contentsModel
		if s.link {
			model = linkModel
			found = append(found, recognize(s, calls, keyring)...)
			found = append(found, counted(s, calls)...)
		}
		result, information := inOrder(model, calls)
		if result == porcupine.Ok {
			continue
		}
		v := violation{about: s.String(), what: "its calls can't have happened one after the other", calls: calls}
		if result == porcupine.Unknown {
			v.what, v.undecided = fmt.Sprintf("no order of its calls was found or ruled out within %s", checkPatience), true
		}
		found = append(found, v)
		if err := porcupine.VisualizePath(model, information, filepath.Join(folder, s.String()+".html")); err != nil {
			found = append(found, violation{about: s.String(), what: err.Error()})
		}
	}
	for _, c := range h.calls {
		if what := c.unheardOf(); what != "" {
			found = append(found, violation{about: c.step.of().String(), what: what, calls: []*call{c}})
		}
	}
	return found
}

// inOrder looks for an order in which the calls can have happened. First it takes for not
// done whatever is in doubt and left no trace: mostly that is so, and it is soon found.
func inOrder(model porcupine.Model, calls []*call) (porcupine.CheckResult, porcupine.LinearizationInfo) {
	result, information := porcupine.CheckOperationsVerbose(model, operations(traced(calls)), checkPatience)
	if result == porcupine.Ok {
		return result, information
	}
	return porcupine.CheckOperationsVerbose(model, operations(calls), checkPatience)
}

// traced leaves out the pushes in doubt of which nobody has seen a name.
func traced(calls []*call) []*call {
	seen := map[string]bool{}
	for _, c := range calls {
		for _, names := range c.answer.contents.names {
			for _, name := range names {
				seen[name] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(calls), func(c *call) bool {
		if c.step.kind != push || c.outcome != inDoubt {
			return false
		}
		for _, names := range c.step.contents.names {
			for _, name := range names {
				if name != "" && seen[name] {
					return false
				}
			}
		}
		return true
	})
}

func compareSubjects(a, b subject) int { return strings.Compare(a.String(), b.String()) }

// unheardOf is what no call may be told, whatever happens.
func (c *call) unheardOf() string {
	for _, code := range []string{"UNAUTHENTICATED", "FORBIDDEN", "BAD_USER_INPUT", "NOT_FOUND", "IDEMPOTENCY_KEY_REUSED", "LIMIT_EXCEEDED", "BAD_REQUEST", "503 without", errSlow.Error()} {
		if strings.HasPrefix(c.failure, code) {
			return "a call was told " + c.failure
		}
	}
	return ""
}

// recognize finds out which generation of the link each token is, and numbers its sessions.
func recognize(s subject, calls []*call, keyring *token.Keyring) (found []violation) {
	generations, sessions, id := map[string]int{}, map[string]int{}, ""
	for _, c := range calls {
		if c.answer.id != "" && id == "" {
			id = c.answer.id
		}
		if c.answer.id != "" && c.answer.id != id && len(found) == 0 {
			found = append(found, violation{about: s.String(), what: "one idempotency key has made two links", calls: calls})
		}
		if c.step.kind == redeem && c.answer.session != "" {
			sessions[c.answer.session] = len(sessions)
		}
	}
	generationOf := func(text string) int {
		if text == "" {
			return 0
		}
		if _, known := generations[text]; !known {
			generations[text] = generation(keyring, id, text, len(calls))
		}
		return generations[text]
	}
	for _, c := range calls {
		c.answer.generation = generationOf(c.answer.token)
		if c.step.kind == visit {
			c.session = sessions[c.token]
			continue
		}
		c.generation, c.session = generationOf(c.token), sessions[c.answer.session]
	}
	return found
}

// generation is which rotation of the link a token comes from; -1 where it is none of its
// tokens.
func generation(keyring *token.Keyring, id, text string, most int) int {
	parsed, err := token.ParseLinkToken(text)
	if err != nil {
		return -1
	}
	link, err := uuid.Parse(id)
	if err != nil {
		return -1
	}
	for n := 1; n <= most+1; n++ {
		if made, ok := keyring.LinkToken(keyring.Current(), parsed.WorkspaceCode(), link, n); ok && made.Reveal() == text {
			return n
		}
	}
	return -1
}

// counted holds the counters against what was acknowledged and what is in doubt.
func counted(s subject, calls []*call) (found []violation) {
	sure, doubtful := 0, 0
	for _, c := range calls {
		if c.step.kind == redeem && c.outcome == acknowledged && c.answer.done {
			sure++
		}
		if c.step.kind == redeem && c.outcome == inDoubt {
			doubtful++
		}
	}
	for _, c := range calls {
		if c.step.kind == auditLink && (c.answer.events < sure || c.answer.events > sure+doubtful) {
			found = append(found, violation{about: s.String(), calls: calls, what: fmt.Sprintf(
				"its events tell of %d redemptions, where %d were acknowledged and %d are in doubt", c.answer.events, sure, doubtful)})
		}
		if most := mostRedemptions(s.number); most > 0 && c.answer.count > most {
			found = append(found, violation{about: s.String(), calls: calls, what: fmt.Sprintf("it was redeemed %d times of %d", c.answer.count, most)})
		}
	}
	return found
}

// line is the call with its times, in milliseconds.
func (c *call) line() string {
	return fmt.Sprintf("%9.2f %9.2f  client %d  %s", c.called.Seconds()*1000, c.returned.Seconds()*1000, c.client, c)
}
