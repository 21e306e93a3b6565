package apitest_test

import (
	"strings"
	"testing"
)

func TestAnObjectCountsAsSixteenOfTheValuesThatARequestMayHold(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		body := func(objects int) []byte {
			return []byte(`{"query":"{workspace{id}}","variables":{"list":[{}` + strings.Repeat(`,{}`, objects-1) + `]}}`)
		}
		a, err := s.post(body(28_124)) // with the list 449,985 values
		if err != nil || a.Status != 200 || len(a.Errors) > 0 {
			t.Errorf("%d %s %v", a.Status, short(a.Body), err)
		}
		a, err = s.post(body(28_125))
		if err != nil || a.Status != 413 {
			t.Errorf("%d %s %v", a.Status, short(a.Body), err)
		}
		same(t, "too many", a.problems(), []string{"LIMIT_EXCEEDED"})
	})
}
