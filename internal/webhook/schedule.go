package webhook

import (
	"math/rand/v2"
	"time"
)

// patience is how long after its creation a delivery is still tried.
const patience = 24 * time.Hour

// fewestTries is how often a delivery is tried at the least.
const fewestTries = 5

// pauses follow the attempts that fail; the last one stays.
var pauses = []time.Duration{
	time.Second, 5 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour,
}

// next tells when a delivery is tried again whose attempts, counted from 1, have all
// failed. It is false where the delivery is given up. Up to a tenth of the pause is
// left out at random, so that what failed together doesn't come back together.
func next(createdAt, now time.Time, attempts int) (at time.Time, ok bool) {
	pause := pauses[min(max(attempts, 1), len(pauses))-1]
	at = now.Add(pause - rand.N(pause/10+1)) //nolint:gosec // nothing depends on its being hard to guess
	// After an outage that was longer than that there are a few tries as well.
	return at, attempts < fewestTries || !at.After(createdAt.Add(patience))
}
