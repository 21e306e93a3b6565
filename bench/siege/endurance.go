package main

import (
	"errors"
	"fmt"
	"time"
)

// What a server under a steady load must keep to.
const (
	// mostGrowth is what the resident memory of the last fifth of the time may have
	// above that of the second, and mostLater the p99 of the last minute above that
	// of the second.
	mostGrowth = 1.05
	mostLater  = 1.5
	fifths     = 5
)

// held is what a server has open.
type held struct{ goroutines, descriptors int }

// endurance is what came of a steady load.
type endurance struct {
	// resident are samples of the memory, evenly over the time.
	resident []int64
	// p99 are the minutes' in their order.
	p99 []time.Duration
	// before and after are what the server held at rest.
	before, after held
}

// fifth is the average memory of one of the fifths of the time, from 0 on.
func (e *endurance) fifth(n int) float64 {
	part := e.resident[n*len(e.resident)/fifths : (n+1)*len(e.resident)/fifths]
	sum := 0.0
	for _, sample := range part {
		sum += float64(sample)
	}
	return sum / float64(len(part))
}

// judge tells every rule that is broken.
func (e *endurance) judge() error {
	if len(e.resident) < fifths || len(e.p99) < 2 {
		return errors.New("it was too short to tell anything")
	}
	var broken []error
	if growth := e.fifth(fifths-1) / e.fifth(1); growth > mostGrowth {
		broken = append(broken, fmt.Errorf("the resident memory of the last fifth is %.3f times that of the second, and may be %.2f times", growth, mostGrowth))
	}
	if later := e.p99[len(e.p99)-1].Seconds() / e.p99[1].Seconds(); later > mostLater {
		broken = append(broken, fmt.Errorf("the last p99 is %.2f times the second, and may be %.1f times", later, mostLater))
	}
	if e.after.goroutines > e.before.goroutines {
		broken = append(broken, fmt.Errorf("%d goroutines are left, of %d at rest before", e.after.goroutines, e.before.goroutines))
	}
	if e.after.descriptors > e.before.descriptors {
		broken = append(broken, fmt.Errorf("%d file descriptors are left open, of %d at rest before", e.after.descriptors, e.before.descriptors))
	}
	return errors.Join(broken...)
}

// summary is the memory of each fifth, in MiB.
func (e *endurance) summary() []string {
	var parts []string
	for n := range fifths {
		parts = append(parts, fmt.Sprintf("%.1f", e.fifth(n)/(1<<20)))
	}
	return parts
}
