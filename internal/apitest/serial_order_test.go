package apitest_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

const (
	racedRooms   = 4
	racers       = 8
	callsOfRacer = 40
)

// rooms are the names of a customer's rooms "0" to "3"; a room that isn't there has none.
type rooms [racedRooms]string

// call is one of a customer's racing calls; of the rooms those that it names.
type racedCall struct {
	kind  string // push, delete or read
	rooms rooms
}

// asOneAfterTheOther tells whether calls can have happened one after the other.
var asOneAfterTheOther = porcupine.Model{
	Init: func() any { return rooms{} },
	Step: func(state, input, output any) (bool, any) {
		now, call := state.(rooms), input.(racedCall)
		if call.kind == "read" {
			return output.(rooms) == now, now
		}
		deleted := 0
		for i, name := range call.rooms {
			switch {
			case name == "":
			case call.kind == "push":
				now[i] = name
			case now[i] != "":
				now[i] = ""
				deleted++
			}
		}
		return call.kind == "push" || output.(int) == deleted, now
	},
	DescribeOperation: func(input, output any) string { return fmt.Sprint(input, " ", output) },
}

// run sends a call and gives what it answered.
func (call *racedCall) run(c client, large bool) any {
	send := func(document string, variables obj) any {
		answered, err := c.try(document, variables)
		if err != nil || len(answered.Errors) > 0 {
			c.t.Errorf("%s: %v %s", call.kind, err, answered.Body)
		}
		return answered.Data
	}
	keys, data := arr{}, arr{}
	for i, name := range call.rooms {
		if name != "" {
			keys = append(keys, strconv.Itoa(i))
			data = append(data, obj{"roomKey": strconv.Itoa(i), "name": name})
		}
	}
	switch call.kind {
	case "push":
		pushed := obj{"customerKey": "hotel", "rooms": data}
		if large { // it has a transaction of its own
			pushed["guests"] = manyGuests(20)
		}
		send(pushDocument, obj{"input": obj{"customerData": pushed}})
		return nil
	case "delete":
		answered := send(deleteDocument, obj{"input": obj{"customerKey": "hotel", "roomKeys": keys}})
		return num(answered, "deleteCustomerData.deletedCount")
	default:
		var now rooms
		for _, room := range items(send(`{customer(key:"hotel"){spaces{nodes{key name}}}}`, nil), "customer.spaces.nodes") {
			i, err := strconv.Atoi(str(room, "key"))
			if err != nil {
				c.t.Error(err)
				continue
			}
			now[i] = str(room, "name")
		}
		return now
	}
}

func manyGuests(n int) arr {
	guests := arr{}
	for i := range n {
		guests = append(guests, obj{"guestKey": strconv.Itoa(i), "name": "Ann"})
	}
	return guests
}

// race has racers make calls at once, and gives all that they saw.
func race(s *server, seed uint64) (history []porcupine.Operation) {
	var mu sync.Mutex
	var all sync.WaitGroup
	begin := time.Now()
	for racer := range racers {
		random := rand.New(rand.NewPCG(seed, uint64(racer)))
		all.Go(func() {
			for n := range callsOfRacer {
				call := racedCall{kind: []string{"push", "push", "push", "delete", "read", "read"}[random.IntN(6)]}
				if call.kind != "read" {
					for range 1 + random.IntN(3) {
						call.rooms[random.IntN(racedRooms)] = fmt.Sprintf("%d of %d", n, racer)
					}
				}
				called := time.Since(begin)
				output := call.run(s.client, random.IntN(4) == 0)
				operation := porcupine.Operation{
					ClientId: racer, Input: call, Output: output, Call: called.Nanoseconds(), Return: time.Since(begin).Nanoseconds(),
				}
				mu.Lock()
				history = append(history, operation)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return history
}

func TestRacingCallsOfOneCustomerEndAsSomeSerialOrderWould(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(obj{"customerKey": "hotel"})
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		history := race(s, seed)
		if result := porcupine.CheckOperationsTimeout(asOneAfterTheOther, history, time.Minute); result != porcupine.Ok {
			t.Errorf("%s: the calls can't have happened one after the other", result)
		}
	})
}

// The check above can fail.
func TestAnOrderThatCannotBeIsTold(t *testing.T) {
	t.Parallel()
	push := racedCall{kind: "push", rooms: rooms{"a"}}
	for name, then := range map[string][2]any{
		"a read of what was before":            {racedCall{kind: "read"}, rooms{}},
		"a read of what nobody pushed":         {racedCall{kind: "read"}, rooms{"b"}},
		"a delete that finds nothing":          {racedCall{kind: "delete", rooms: rooms{"x"}}, 0},
		"a delete that finds what isn't there": {racedCall{kind: "delete", rooms: rooms{"x", "x"}}, 2},
	} {
		history := []porcupine.Operation{{Input: push, Call: 1, Return: 2}, {ClientId: 1, Input: then[0], Output: then[1], Call: 3, Return: 4}}
		if porcupine.CheckOperations(asOneAfterTheOther, history) {
			t.Errorf("%s passes", name)
		}
		history[1].Call = 1 // now it may have come first
		if name == "a read of what was before" && !porcupine.CheckOperations(asOneAfterTheOther, history) {
			t.Errorf("%s fails where it may have come first", name)
		}
	}
}
