package load

import "time"

// halfBits sets the histogram's exactness: a power of two is cut into 32 steps,
// so that a value is told within 3 %.
const halfBits = 5

// Histogram counts durations in steps that grow with them, as HDR histograms
// do: the memory is fixed whatever is counted. Its zero value is empty.
type Histogram struct {
	counts [(63 - halfBits + 1) << halfBits]int
	total  int
}

// Add counts one duration.
func (h *Histogram) Add(d time.Duration) {
	h.counts[step(max(d, 0))]++
	h.total++
}

// Merge counts all that other has counted.
func (h *Histogram) Merge(other *Histogram) {
	for i := range other.counts {
		h.counts[i] += other.counts[i]
	}
	h.total += other.total
}

// Count tells how many durations were counted.
func (h *Histogram) Count() int { return h.total }

// Quantile gives the duration that a share q of all stays at or below; zero
// where nothing was counted.
func (h *Histogram) Quantile(q float64) time.Duration {
	left := max(int(q*float64(h.total)+0.5), 1)
	for i := range h.counts {
		if left -= h.counts[i]; left <= 0 {
			return highest(i)
		}
	}
	return 0
}

// step gives the place of a duration, which isn't negative: small ones have a
// step each.
func step(d time.Duration) int {
	shift := 0
	for d>>shift >= 2<<halfBits {
		shift++
	}
	return shift<<halfBits + int(d>>shift)
}

// highest gives the greatest duration of a step.
func highest(i int) time.Duration {
	shift := max(i>>halfBits-1, 0)
	return (time.Duration(i-shift<<halfBits)+1)<<shift - 1
}
