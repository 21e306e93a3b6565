package main

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/portico-portal/portico/bench/load"
)

// constantSteps is how many multiplications a call of the constant side takes: about as
// long as a small call takes the product and PostgreSQL together.
const constantSteps = 300_000

var errConstant = errors.New("the constant side didn't answer with a number")

// constantHandler reads a call and computes for as many steps each time. It has no
// database and makes little garbage: what its latencies differ by is of the machine,
// of net/http and of the load.
func constantHandler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // a call that is given up is answered to nobody
		n := uint64(1)
		for range constantSteps {
			n = n*6364136223846793005 + 1 // each step waits for the one before
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, strconv.FormatUint(n, 10)) // likewise
	})
}

func constantLoad(p *process) func(workers int, length time.Duration) load.Load {
	return func(workers int, length time.Duration) load.Load {
		return load.Load{
			Target: load.Target{Addr: p.addr, Path: "/"}, Workers: workers, For: length,
			Next: func(c *load.Call) { c.Body = append(c.Body, "{}"...) },
			Good: func(answer []byte) error {
				if _, err := strconv.ParseUint(string(answer), 10, 64); err != nil {
					return errConstant
				}
				return nil
			},
		}
	}
}
