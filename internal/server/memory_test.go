package server

import "testing"

func TestTheCollectorsLimitGrowsWithTheConnections(t *testing.T) {
	t.Parallel()
	const mib = 1 << 20
	for connections, want := range map[int]int64{0: 62 * mib, 128: 74 * mib, 512: 182 * mib, 1024: 326 * mib, 5000: 326 * mib} {
		if got := collectorLimitFor(connections); got != want {
			t.Errorf("%d connections: %d bytes, want %d", connections, got, want)
		}
	}
}
