package apitest_test

import (
	"testing"
	"time"
)

func TestDeliveriesThatWaitAreCountedWithThoseThatAreDue(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.newHook("http://127.0.0.1:9/", "MAGIC_LINK_CREATED")
		s.mint("hotel", nil)
		s.mint("inn", nil)
		for ahead, due := range map[time.Duration]int{-time.Hour: 0, time.Hour: 2} {
			counted, err := s.store.CountWaitingDeliveries(t.Context(), time.Now().UTC().Add(ahead))
			same(t, "the error", err, nil)
			same(t, "what is due", counted.Due, due)
			same(t, "what waits for later", counted.Later, 2-due)
		}
	})
}
