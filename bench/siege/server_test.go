package main

import (
	"strings"
	"testing"
)

func TestOfALongLogTheComplaintsAreKept(t *testing.T) {
	t.Parallel()
	var l log
	fill := strings.Repeat(strings.Repeat("x", 99)+"\n", wholeLog/100+2)
	for _, piece := range []string{"Portico is ready\n", fill, "an ordinary line\n", `{"level":"ERR`, `OR"}` + "\n"} {
		if _, err := l.Write([]byte(piece)); err != nil {
			t.Fatal(err)
		}
	}
	text := l.String()
	if !strings.HasPrefix(text, "Portico is ready\n") || strings.Contains(text, "ordinary") || len(text) > 2*wholeLog {
		t.Errorf("%d bytes, which begin with %.40s", len(text), text)
	}
	s := &server{}
	_, _ = s.log.Write([]byte(text))
	if got := s.complaints(); len(got) != 1 || got[0] != `{"level":"ERROR"}`+"\n" {
		t.Errorf("%q", got)
	}
}
