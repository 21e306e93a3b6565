package main

import (
	"strings"
	"testing"
	"time"
)

// flat is a server that keeps to every rule, just.
func flat() *endurance {
	e := &endurance{before: held{40, 30}, after: held{40, 30}}
	for i := range 100 {
		e.resident = append(e.resident, 100<<20)
		if i >= 80 {
			e.resident[i] = 104 << 20
		}
	}
	e.p99 = []time.Duration{9 * time.Second, 10 * time.Millisecond, 40 * time.Millisecond, 15 * time.Millisecond}
	return e
}

func TestEveryRuleIsHeld(t *testing.T) {
	t.Parallel()
	if err := flat().judge(); err != nil {
		t.Errorf("a server that keeps to them: %v", err)
	}
	for want, spoil := range map[string]func(*endurance){
		"resident memory": func(e *endurance) {
			for i := range 20 {
				e.resident[80+i] = 106 << 20
			}
		},
		"the last p99":     func(e *endurance) { e.p99[3] = 16 * time.Millisecond },
		"41 goroutines":    func(e *endurance) { e.after.goroutines++ },
		"31 file descript": func(e *endurance) { e.after.descriptors++ },
		"too short":        func(e *endurance) { e.p99 = e.p99[:1] },
	} {
		e := flat()
		spoil(e)
		if err := e.judge(); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func TestMemoryThatFallsIsNoFault(t *testing.T) {
	t.Parallel()
	e := flat()
	for i := range 20 {
		e.resident[80+i] = 50 << 20
	}
	if err := e.judge(); err != nil {
		t.Error(err)
	}
}
