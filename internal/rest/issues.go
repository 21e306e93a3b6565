package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// requiredMessage is zod's message about what is missing.
const requiredMessage = "Required"

// maxIssues is how many issues an answer lists; of the rest it tells the count.
const maxIssues = 100

// problem tells all that is wrong with the input.
func (r *reader) problem() *problem {
	listed := r.issues[:min(len(r.issues), maxIssues)]
	root, texts := &tree{}, make([]string, len(listed))
	for i, issue := range listed {
		root.add(issue)
		texts[i] = wordsOf(issue)
	}
	message := texts[0]
	if r.count > 1 {
		message = fmt.Sprintf("%d Input Errors: %s", r.count, strings.Join(texts, ", "))
		if more := r.count - len(listed); more > 0 {
			message += fmt.Sprintf(" (and %d more that are not listed)", more)
		}
	}
	return &problem{status: http.StatusBadRequest, kind: typeInvalidInput, message: message + r.notKnown(), tree: root}
}

// maxHinted is how many fields that aren't known a message of an error names.
const maxHinted = 5

// notKnown names the fields that nobody asked for, since one of them may be what is missing by
// another name; it is empty where there is none.
func (r *reader) notKnown() string {
	var names []string
	more := r.unlisted
	for _, kind := range r.order {
		switch u := r.unused[kind]; {
		case u.code != warningUnknown:
		case len(names) < maxHinted:
			names = append(names, strconv.Quote(u.first))
		default:
			more++
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case more > 0:
		return fmt.Sprintf(" (not known here: %s and %d more)", strings.Join(names, ", "), more)
	default:
		return fmt.Sprintf(" (not known here: %s)", strings.Join(names, ", "))
	}
}

// wordsOf tells of an issue in one sentence, as Seam does.
func wordsOf(i issue) string {
	switch {
	case len(i.steps) == 0:
		return i.message
	case i.message == requiredMessage:
		return i.path() + " is required"
	default:
		return fmt.Sprintf("%s for %q", i.message, i.path())
	}
}

// errorsName is where a node of a tree has what is wrong with it.
const errorsName = "_errors"

// tree is zod's error.format(): every node has what is wrong with it under _errors, and
// what is wrong with its members under their names.
type tree struct {
	errors  []string
	names   []string
	members map[string]*tree
}

// add enters an issue at its path.
func (t *tree) add(i issue) {
	at := t
	for _, name := range i.steps {
		at = at.member(name)
	}
	at.errors = append(at.errors, i.message)
}

func (t *tree) member(name string) *tree {
	if t.members == nil {
		t.members = map[string]*tree{}
	}
	if t.members[name] == nil {
		t.members[name] = &tree{}
		t.names = append(t.names, name)
	}
	return t.members[name]
}

// MarshalJSON writes the node, _errors first.
func (t *tree) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	errors := t.errors
	if errors == nil {
		errors = []string{}
	}
	write := func(name string, value any) error {
		key, err := json.Marshal(name)
		if err != nil {
			return err
		}
		text, err := json.Marshal(value)
		if err != nil {
			return err
		}
		out.Write(key)
		out.WriteByte(':')
		out.Write(text)
		return nil
	}
	out.WriteByte('{')
	if err := write(errorsName, errors); err != nil {
		return nil, err
	}
	for _, name := range t.names {
		out.WriteByte(',')
		if err := write(name, t.members[name]); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}
