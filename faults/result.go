package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// result is what a seed has shown.
type result struct {
	seed     uint64
	outcomes map[outcome]int
	kinds    map[kind]int
	faults   map[string]int
	// writes are how long after each end of a fault all servers acknowledged writes again.
	writes     map[string][]time.Duration
	violations []violation
	folder     string
}

func newResult(seed uint64, folder string) *result {
	return &result{seed: seed, folder: folder, outcomes: map[outcome]int{}, kinds: map[kind]int{}, faults: map[string]int{}, writes: map[string][]time.Duration{}}
}

func (r *result) count(h *history, n *nemesis) {
	for _, c := range h.calls {
		r.outcomes[c.outcome]++
		r.kinds[c.step.kind]++
	}
	r.faults = n.made
}

// add adds another seed's counts.
func (r *result) add(other *result) {
	sum(r.outcomes, other.outcomes)
	sum(r.kinds, other.kinds)
	sum(r.faults, other.faults)
	for name, took := range other.writes {
		r.writes[name] = append(r.writes[name], took...)
	}
	r.violations = append(r.violations, other.violations...)
}

func sum[K comparable](all, more map[K]int) {
	for key, n := range more {
		all[key] += n
	}
}

// String tells of it in a few lines.
func (r *result) String() string {
	var text strings.Builder
	calls := 0
	for _, n := range r.outcomes {
		calls += n
	}
	fmt.Fprintf(&text, "%d calls, of which %d acknowledged, %d in doubt, %d refused; %d violations\n",
		calls, r.outcomes[acknowledged], r.outcomes[inDoubt], r.outcomes[refused], len(r.violations))
	fmt.Fprintf(&text, "  calls: %s\n  faults: %s\n", listed(r.kinds), listed(r.faults))
	for _, name := range slices.Sorted(maps.Keys(r.writes)) {
		took := slices.Sorted(slices.Values(r.writes[name]))
		fmt.Fprintf(&text, "  writes on every server again after %s: median %.0f ms, at most %.0f ms, of %d\n",
			name, milliseconds(took[len(took)/2]), milliseconds(took[len(took)-1]), len(took))
	}
	for i := range r.violations {
		v := &r.violations[i]
		fmt.Fprintf(&text, "  VIOLATION: %s: %s\n", v.about, v.what)
		if r.folder == "" {
			continue
		}
		for _, c := range v.calls[max(0, len(v.calls)-shownCalls):] {
			fmt.Fprintln(&text, "   ", c.line())
		}
		fmt.Fprintf(&text, "    kept in %s\n", r.folder)
	}
	return text.String()
}

// shownCalls are the calls of a violation that are shown; all of them are kept.
const shownCalls = 30

func listed[K ~string](counts map[K]int) string {
	var all []string
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		all = append(all, fmt.Sprintf("%s %d", key, counts[key]))
	}
	return strings.Join(all, ", ")
}

// keep writes down what a run that failed has seen. Of one that passed nothing stays.
func (r *result) keep(h *history, n *nemesis) error {
	if len(r.violations) == 0 {
		return os.RemoveAll(r.folder)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "seed %d\n\nfaults, in milliseconds since the begin\n%s\n\ncalls\n", r.seed, strings.Join(n.log, "\n"))
	for _, c := range h.calls {
		fmt.Fprintln(&text, c.line())
	}
	err := os.WriteFile(filepath.Join(r.folder, "history.txt"), []byte(text.String()), 0o600)
	for i := range r.violations {
		err = errors.Join(err, r.violations[i].keep(r.folder))
	}
	return err
}

// keep adds a violation's calls to the file of its subject.
func (v *violation) keep(folder string) (err error) {
	file, err := os.OpenFile(filepath.Join(folder, v.about+".txt"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s\n", v.about, v.what)
	for _, c := range v.calls {
		fmt.Fprintln(&text, c.line())
	}
	_, err = file.WriteString(text.String())
	return err
}
