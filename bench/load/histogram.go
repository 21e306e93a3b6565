package load

import (
	"math/bits"
	"time"
)

// halfBits sets the histogram's exactness: a power of two is cut into 32 steps,
// so that a value is told within 3 %.
const halfBits = 5

// Histogram counts durations in steps that grow with them, as HDR histograms
// do: the memory is fixed whatever is counted. Its zero value is empty.
type Histogram struct {
	counts [(64 - halfBits + 1) << halfBits]uint64
	total  uint64
}

// Add counts one duration.
func (h *Histogram) Add(d time.Duration) {
	h.counts[step(uint64(max(d, 0)))]++
	h.total++
}

// Merge counts all that other has counted.
func (h *Histogram) Merge(other *Histogram) {
	for i, n := range other.counts {
		h.counts[i] += n
	}
	h.total += other.total
}

// Count tells how many durations were counted.
func (h *Histogram) Count() uint64 { return h.total }

// Quantile gives the duration that a share q of all stays at or below; zero
// where nothing was counted.
func (h *Histogram) Quantile(q float64) time.Duration {
	left := max(uint64(q*float64(h.total)+0.5), 1)
	for i, n := range h.counts {
		if n >= left {
			return time.Duration(highest(i))
		}
		left -= n
	}
	return 0
}

// step gives the place of a value: small ones have a step each.
func step(v uint64) int {
	shift := bits.Len64(v >> (halfBits + 1))
	if shift == 0 {
		return int(v)
	}
	return shift<<halfBits + int(v>>shift)
}

// highest gives the greatest value of a step.
func highest(i int) uint64 {
	shift := max(i>>halfBits-1, 0)
	return (uint64(i-shift<<halfBits)+1)<<shift - 1
}
