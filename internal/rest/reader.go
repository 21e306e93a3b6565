package rest

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/portico-portal/portico/internal/fault"
)

// errInput says that the reader has faults.
var errInput = errors.New("rest: the input is at fault")

// step is a name or an index on the way to a value.
type step struct {
	name  string
	index int
}

// String clips a name that is longer than any of ours.
func (s step) String() string {
	if s.name != "" {
		return clipped(s.name)
	}
	return strconv.Itoa(s.index)
}

func clipped(name string) string {
	if len(name) > longestName {
		return strings.ToValidUTF8(name[:longestName], "") + "…"
	}
	return name
}

// issue is something that is wrong with the input, at a path such as
// "customer_data.rooms.0.name", by its steps: a name that the caller chose may have a point.
// There are none where it is the whole.
type issue struct {
	steps   []string
	message string
}

func (i issue) path() string { return strings.Join(i.steps, ".") }

// reader reads a call's JSON. It notes every fault, and what is not used.
type reader struct {
	// at is the way to the value that is being read.
	at     []step
	issues []issue
	// count counts the issues, also those that are not kept.
	count int
	// unused are the fields that nothing is done with, by their paths without indexes, in
	// the order of order.
	unused map[string]*unusedField
	order  []string
	// unlisted counts those of which there is no room.
	unlisted int
}

type unusedField struct {
	code, first string
	times       int
}

// path is the way to the value that is being read.
func (r *reader) path() []string {
	steps := make([]string, len(r.at))
	for i, s := range r.at {
		steps[i] = s.String()
	}
	return steps
}

// in reads what a name leads to.
func (r *reader) in(name string, read func()) {
	r.at = append(r.at, step{name: name})
	read()
	r.at = r.at[:len(r.at)-1]
}

// fault notes an issue with the value that is being read.
func (r *reader) fault(message string) {
	r.count++
	if len(r.issues) < fault.MaxKept {
		r.issues = append(r.issues, issue{r.path(), message})
	}
}

func (r *reader) full() bool { return r.count >= fault.MaxKept }

// maxUnused is how many kinds of fields an answer names that are not used.
const maxUnused = 100

// longestName is how long a name that is told may be, in bytes.
const longestName = 64

// ignored notes that nothing is done with a member of the value that is being read.
func (r *reader) ignored(name string) {
	name = clipped(name)
	r.unusedAt(warningUnknown, name, name)
}

// leftOut notes that nothing is done with an item of the list that is being read.
func (r *reader) leftOut(index int) { r.unusedAt(warningUnknownEvent, "", strconv.Itoa(index)) }

// unusedAt notes it by the kind of what is not used and by the last step to it.
func (r *reader) unusedAt(code, name, last string) {
	var kind strings.Builder
	for _, s := range r.at {
		if s.name != "" {
			kind.WriteString(clipped(s.name))
		}
		kind.WriteByte('.')
	}
	kind.WriteString(name)
	if known := r.unused[kind.String()]; known != nil {
		known.times++
		return
	}
	if len(r.order) == maxUnused {
		r.unlisted++
		return
	}
	if r.unused == nil {
		r.unused = map[string]*unusedField{}
	}
	first := append(r.path(), last)
	r.unused[kind.String()] = &unusedField{code: code, first: strings.Join(first, "."), times: 1}
	r.order = append(r.order, kind.String())
}

// addRules adds what a verb has against the input, but for what it only has since a value
// could not be read. under is what the verb's fields begin with and the call's do not.
func (r *reader) addRules(faults fault.List, under string) {
	read := map[string]bool{}
	for _, i := range r.issues {
		read[i.path()] = true
	}
	for _, f := range faults {
		path := pathOf(f.Field, under)
		if slices.ContainsFunc(ancestors(path), func(p string) bool { return read[p] }) {
			continue
		}
		r.count += 1 + f.More
		if len(r.issues) < fault.MaxKept {
			r.issues = append(r.issues, issue{stepsOf(path), inWords(f.Message, under)})
		}
	}
}

// ancestors lists the paths that lead to the path, and itself.
func ancestors(path string) []string {
	all := []string{path}
	for i := strings.LastIndexByte(path, '.'); i >= 0; i = strings.LastIndexByte(path, '.') {
		path = path[:i]
		all = append(all, path)
	}
	return append(all, "")
}
