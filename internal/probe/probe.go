// Package probe is a table of attacks on the server, each with its safe answer.
// It is one table for whoever holds the server against it: the tests, which send
// every probe once; the benchmarks, which measure what each costs; and the soak,
// which sends them all the time.
package probe

import (
	"slices"
	"time"
)

// Probe is one attack: what is sent, byte by byte, and what may come back.
type Probe struct {
	// Name says what is tried: the subject, a slash, and the attempt.
	Name string
	// Bytes makes what is sent on a connection of its own. It may be large, and
	// must not be changed.
	Bytes func(s *Site) []byte
	// Pace is how fast the bytes are sent; zero is all at once.
	Pace Pace
	// Safe is what the server may answer.
	Safe Safe
}

// Pace is that of a client which takes its time.
type Pace struct {
	// After is how many of the first bytes are sent at once; what follows is sent
	// one byte at a time, and then nothing, with the connection left open.
	After int
	Every time.Duration
}

// Slow says that the probe takes seconds by its nature.
func (p *Probe) Slow() bool { return p.Pace.Every > 0 }

// All gives the whole table, for a server with the default settings.
func All() []Probe {
	return slices.Concat(
		aliases(), fields(), directives(), fragments(), depth(), cost(), texts(), unasked(), introspection(),
		batching(), crossSite(), sharing(), pages(),
		bodies(), encodings(), shapes(), largeValues(),
		numbers(), moments(), characters(),
		hosts(), heads(), framing(), protocols(), paths(), slow(),
		strangers(), forged(), proxies(), injection(), documentIDs(),
		seamBodies(), seamShapes(), seamInputs(), seamStrangers(), seamSlow(),
	)
}

// Closed gives the probes for a server that has introspection and the playground
// switched off.
func Closed() []Probe { return hints() }

// about puts the subject before the names of probes.
func about(subject string, probes ...Probe) []Probe {
	for i := range probes {
		probes[i].Name = subject + "/" + probes[i].Name
	}
	return probes
}
