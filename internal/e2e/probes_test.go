package e2e_test

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/portico-portal/portico/internal/probe"
	"github.com/portico-portal/portico/internal/testdb"
)

func TestNoProbeGetsMoreThanItsSafeAnswer(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	s.withstand(probe.All())
}

// reachTheDatabase are the subjects of the probes that get as far as that: the
// others end before, whichever it is.
var reachTheDatabase = []string{"strangers", "injection", "characters", "numbers", "moments", "forged", "pages", "cost", "Seam's strangers"}

func TestNoProbeGetsMoreThanItsSafeAnswerFromPostgreSQL(t *testing.T) {
	t.Parallel()
	s := start(t, setup{database: testdb.Empty(t, testdb.Postgres)})
	s.withstand(slices.DeleteFunc(probe.All(), func(p probe.Probe) bool {
		subject, _, _ := strings.Cut(p.Name, "/")
		return !slices.Contains(reachTheDatabase, subject)
	}))
}

func TestWithoutIntrospectionNothingHintsAtTheSchema(t *testing.T) {
	t.Parallel()
	s := start(t, setup{environment: []string{"PORTICO_INTROSPECTION=false", "PORTICO_PLAYGROUND=false"}})
	s.withstand(probe.Closed())
}

// site makes a second workspace beside the first, and stores in both what the
// probes aim at.
func (s *server) site() *probe.Site {
	s.t.Helper()
	ours := s.firstKey()
	theirs := s.prints("key", "create", "--workspace", s.prints("workspace", "create", "--name", "another"))
	site, err := probe.Prepare(s.t.Context(), strings.TrimPrefix(s.base, "http://"), ours, theirs)
	if err != nil {
		s.t.Fatal(err)
	}
	return site
}

// withstand sends every probe, each in a test of its own: first the slow ones,
// which go on beside the others. That there is no panic and no error in the log
// is checked when the server ends.
func (s *server) withstand(probes []probe.Probe) {
	site := s.site()
	before, err := site.Witness(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	unchanged := func(t *testing.T) {
		t.Helper()
		if after, err := site.Witness(t.Context()); err != nil || after != before {
			t.Errorf("of the other workspace there was %s\nand now is %s, %v", before, after, err)
		}
	}
	slow := s.beside(site, probes)
	for i := range probes {
		p := &probes[i]
		if p.Slow() {
			continue
		}
		s.t.Run(p.Name, func(t *testing.T) {
			if err := send(t, p, site); err != nil {
				t.Error(err)
			}
			unchanged(t)
		})
	}
	for name, outcome := range slow {
		s.t.Run(name, func(t *testing.T) {
			if err := <-outcome; err != nil {
				t.Error(err)
			}
			unchanged(t)
		})
	}
	log := s.screen.String()
	for _, secret := range site.Secrets() {
		if strings.Contains(log, secret) {
			s.t.Errorf("the log holds %s…", secret[:8])
		}
	}
}

func send(t *testing.T, p *probe.Probe, site *probe.Site) error {
	t.Helper()
	answer, err := p.Send(t.Context(), site, netip.Addr{})
	if err != nil {
		return err
	}
	return p.Check(site, answer)
}

// beside sends the slow probes at once, and gives how each ends.
func (s *server) beside(site *probe.Site, probes []probe.Probe) map[string]chan error {
	outcomes := map[string]chan error{}
	var running sync.WaitGroup
	s.t.Cleanup(running.Wait)
	for i := range probes {
		p := &probes[i]
		if !p.Slow() {
			continue
		}
		outcome := make(chan error, 1)
		outcomes[p.Name] = outcome
		running.Go(func() { outcome <- send(s.t, p, site) })
	}
	return outcomes
}

// A key's short part finds the row, and its long part opens it.
func TestAWrongShortPartAndAWrongLongPartGetOneAnswer(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	site := s.site()
	answers := map[string]string{}
	all := probe.All()
	for i := range all {
		if p := &all[i]; strings.HasPrefix(p.Name, "forged/a key with a wrong ") {
			answer, err := p.Send(t.Context(), site, netip.Addr{})
			if err != nil || len(answer.Responses) != 1 {
				t.Fatalf("%s: %v, %v", p.Name, answer, err)
			}
			answers[p.Name] = ownWords.ReplaceAllString(answer.Responses[0].Head, "") + string(answer.Responses[0].Body)
		}
	}
	short, long := answers["forged/a key with a wrong short part"], answers["forged/a key with a wrong long part"]
	if short == "" || short != long {
		t.Errorf("a wrong short part is answered\n%s\nand a wrong long part\n%s", short, long)
	}
}

// ownWords are what differs in any two answers.
var ownWords = regexp.MustCompile(`(Date|X-Request-Id): .*\r\n`)
