package main

import (
	"fmt"
	"strings"

	"github.com/anishathalye/porcupine"
)

const (
	// lists are a customer's rooms, guests and reservations: a table each.
	lists = 3
	items = 3
)

// contents are what a customer has: the names of the items of each list; an item that
// isn't there has none.
type contents struct {
	there bool
	names [lists][items]string
}

func (c contents) String() string {
	if !c.there {
		return "no customer"
	}
	var all []string
	for list, names := range c.names {
		for item, name := range names {
			if name != "" {
				all = append(all, fmt.Sprintf("%s %d: %q", singular[list], item, name))
			}
		}
	}
	return "{" + strings.Join(all, ", ") + "}"
}

var singular = [lists]string{"room", "guest", "reservation"}

// contentsModel tells whether the calls of one customer can have happened one after the
// other, each as a whole. What is in doubt returns at the end of time: it may have
// happened at any moment after its call, the end included.
var contentsModel = porcupine.Model{
	Init: func() any { return contents{} },
	Step: func(state, input, _ any) (bool, any) {
		return input.(*call).onContents(state.(contents))
	},
	DescribeOperation: func(input, _ any) string { return input.(*call).String() },
	DescribeState:     func(state any) string { return state.(contents).String() },
}

func (c *call) onContents(now contents) (bool, contents) {
	switch c.step.kind {
	case push:
		now.there = true
		for list, names := range c.step.contents.names {
			for item, name := range names {
				if name != "" {
					now.names[list][item] = name
				}
			}
		}
		return true, now
	case deleteItems:
		deleted := 0
		for list, names := range c.step.contents.names {
			for item, name := range names {
				if name != "" && now.names[list][item] != "" {
					now.names[list][item] = ""
					deleted++
				}
			}
		}
		return c.outcome == inDoubt || c.answer.deleted == deleted, now
	case deleteCustomer:
		return c.outcome == inDoubt || (c.answer.deleted > 0) == now.there, contents{}
	case read:
		// The customer is one statement and its list another: between them it may have gone.
		seen := c.answer.contents
		return (seen.there || !now.there) && seen.names[c.step.list] == now.names[c.step.list], now
	case auditCustomer:
		return c.answer.contents == now, now
	default:
		return false, now
	}
}
