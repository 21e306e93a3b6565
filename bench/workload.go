package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/portico-portal/portico/bench/load"
)

// graphQLPath is where GraphQL is served.
const graphQLPath = "/graphql"

// effect is what an answered call leaves in the database.
type effect int

const (
	reads effect = iota
	makesLink
	redeems
)

// workload is a kind of call.
type workload struct {
	name, about string
	connections []int
	effect      effect
	// requests are what each side that takes part is sent; one that brings its
	// own load is sent nothing.
	requests map[string]*request
	// good asks for what was called for and no error.
	good func(answer []byte) error
	// entries are made beforehand for a side, and its calls take them in turn;
	// nil where the calls name customers that take turns.
	entries func(ctx context.Context, s *side) ([]entry, error)
	// alike asks that all sides give the same answer.
	alike bool
	// fresh calls name a customer of their own each.
	fresh bool
	// items is how many rows of the lists a call stores for its customer.
	items int
}

// entry is what differs in a call that was made beforehand.
type entry struct{ key, text string }

func (w *workload) has(side string) bool { return w.requests[side] != nil }

// request is a call's body around the text that differs, and where it goes.
type request struct {
	path          string
	before, after []byte
	// of gives the request of a workspace, where it has to name it.
	of func(t tenant) *request
}

// ownLoad stands where a side brings its own load.
var ownLoad = &request{}

// mark stands in a body where the text that differs comes in.
const mark = "hotel-KEY"

func newRequest(path string, in any) *request {
	body, err := json.Marshal(in)
	if err != nil {
		panic(err) // texts alone
	}
	before, after, _ := bytes.Cut(body, []byte(mark))
	return &request{path: path, before: before, after: after}
}

func graphQL(document string, variables any) *request {
	return newRequest(graphQLPath, map[string]any{"query": document, "variables": variables})
}

func (r *request) with(c *load.Call, text string) {
	c.Body = append(append(append(c.Body, r.before...), text...), r.after...)
}

// calls gives the calls to a side, one after the other.
func (w *workload) calls(s *side, customers int) func(c *load.Call) {
	r, turn := w.requests[s.name], s.turn(w.name)
	if r.of != nil {
		r = r.of(s.tenants[0])
	}
	if w.entries != nil {
		entries := s.entries[w.name]
		return func(c *load.Call) {
			e := entries[turn.Add(1)%int64(len(entries))]
			c.Key = e.key
			r.with(c, e.text)
		}
	}
	return func(c *load.Call) {
		n := turn.Add(1)
		if !w.fresh {
			n %= int64(customers)
		}
		c.Key = s.tenants[n%int64(len(s.tenants))].key
		r.with(c, customerKey(w.name, n))
	}
}

func customerKey(workload string, n int64) string { return fmt.Sprintf("%s-%d", workload, n) }

// itemsOf tells how many rows of the lists a side must have stored.
func (w *workload) itemsOf(turn *atomic.Int64, customers int) int {
	n := int(turn.Load())
	if !w.fresh {
		n = min(n, customers)
	}
	return n * w.items
}

var (
	errNoLink    = errors.New("the answer is not a link")
	errNoSession = errors.New("the answer is not a session")
	errNoPage    = errors.New("the answer is not a full page")
)

// goodLink asks for a live link and no error.
func goodLink(answer []byte) error {
	if !bytes.Contains(answer, []byte("/p/pl_")) || bytes.Contains(answer, []byte(`"errors"`)) {
		return errNoLink
	}
	return nil
}

// goodSession asks for a session's token with its end and no error.
func goodSession(answer []byte) error {
	if !bytes.Contains(answer, []byte(`"ps_`)) || !bytes.Contains(answer, []byte(`"expiresAt"`)) || bytes.Contains(answer, []byte(`"errors"`)) {
		return errNoSession
	}
	return nil
}

// goodPage asks for so many of something, and no error.
func goodPage(n int, of string) func(answer []byte) error {
	return func(answer []byte) error {
		if bytes.Count(answer, []byte(of)) != n || bytes.Contains(answer, []byte(`"errors"`)) {
			return errNoPage
		}
		return nil
	}
}
