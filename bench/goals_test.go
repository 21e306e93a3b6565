package main

import (
	"slices"
	"testing"
	"time"
)

func TestAGoalHoldsFromItsMustOnward(t *testing.T) {
	t.Parallel()
	faster, smaller := goal{must: 0.9, aim: 1}, goal{must: 96, aim: 48, atMost: true}
	for _, c := range []struct {
		goal goal
		is   float64
		want string
	}{
		{faster, 0.89, "NO"}, {faster, 0.9, "yes"}, {faster, 1, "yes, also the aim"},
		{smaller, 97, "NO"}, {smaller, 96, "yes"}, {smaller, 48, "yes, also the aim"},
	} {
		if got := c.goal.verdict(c.is); got != c.want {
			t.Errorf("%v: %q, want %q", c.is, got, c.want)
		}
	}
}

func TestRatiosAreThoseOfEachRound(t *testing.T) {
	t.Parallel()
	w := workload{name: bulkName}
	r := &results{tables: []*table{{workload: &w, connections: 1, cells: map[string]*cell{
		sidePortico: {rates: []float64{1, 4}, server: []time.Duration{3, 1}, database: []time.Duration{1, 1}},
		sideCopy:    {rates: []float64{2, 5}, server: []time.Duration{1, 1}, database: []time.Duration{1, 1}},
	}}}}
	for name, c := range map[string]struct {
		values func(*results) []float64
		want   []float64
	}{
		"rate":           {rate(bulkName, 1, sideCopy), []float64{0.5, 0.8}},
		"time":           {duration(bulkName, 1, sideCopy), []float64{2, 1.25}},
		"CPU":            {cpu(bulkName, 1, sideCopy), []float64{2, 1}},
		"server's CPU":   {serverCPU(bulkName, 1, sidePortico, sideCopy), []float64{3, 1}},
		"no such side":   {rate(bulkName, 1, sideBare), nil},
		"no such number": {rate(bulkName, 8, sideCopy), nil},
	} {
		if got := c.values(r); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestOnlyNamesWhatIsMeasured(t *testing.T) {
	t.Parallel()
	o := options{only: "small/32, hotel/portico"}
	for _, c := range []struct {
		names []string
		want  bool
	}{
		{[]string{"small", "32", "bare"}, true}, {[]string{"small", "8", "bare"}, false},
		{[]string{"hotel", "8", "portico"}, true}, {[]string{"hotel", "8", "bare"}, false}, {[]string{"memory"}, false},
	} {
		if got := o.wants(c.names...); got != c.want {
			t.Errorf("%v: %v", c.names, got)
		}
	}
}
