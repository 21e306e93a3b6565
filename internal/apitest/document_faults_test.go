package apitest_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestAFaultOfTheDocumentIsToldOnceHoweverOftenItStandsThere(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		a := s.call(`{ __typename @aa @aa @aa @aa @aa @aa @aa @aa @aa @aa }`, nil)
		var told []string
		for _, p := range a.Errors {
			told = append(told, p.Message)
		}
		same(t, "the faults", told, []string{
			`Unknown directive "@aa". (line 1, column 15) (the first of 10)`,
			`The directive "@aa" can only be used once at this location. (line 1, column 19) (the first of 9)`,
		})
	})
}

func TestTenFaultsOfTheDocumentAreToldAndTheRestIsCounted(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		var fields []string
		for _, letter := range "abcdefghijklmnop" {
			fields = append(fields, "none"+string(letter))
		}
		a := s.call(`{ `+strings.Join(fields, " ")+` }`, nil)
		same(t, "the faults", len(a.Errors), 10)
		if last := a.Errors[9].Message; !strings.HasSuffix(last, "(and 6 more faults that are not listed)") {
			t.Errorf("the last: %s", last)
		}
	})
}

func TestAThousandFaultsOfAKindAreCounted(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		var fields strings.Builder
		for i := range 1400 {
			fmt.Fprintf(&fields, "none%d ", i)
		}
		a := s.call(`{ `+fields.String()+` }`, nil)
		if last := a.Errors[len(a.Errors)-1].Message; !strings.HasSuffix(last, "(and 990 more faults that are not listed)") {
			t.Errorf("the last: %s", last)
		}
	})
}
