package probe

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// MaxAnswer is the most bytes of an answer that isn't the schema's.
const MaxAnswer = 64 << 10

// Safe is what a server may answer to a probe. Beside it, no answer may hold what
// belongs to another workspace or tells of the server's inside, and none may be
// a server error.
type Safe struct {
	// Statuses are those of which the answer must have one.
	Statuses []int
	// Codes are those of which every error must have one, and there must be an
	// error; where it is nil, there must be none.
	Codes []string
	// Fine says that an answer without an error will do, too.
	Fine bool
	// Cut says that the connection may end without an answer.
	Cut bool
	// Holds and Lacks are texts that must, and must not, stand in the answer, its
	// head included. Names between angle brackets stand for what the site knows.
	Holds, Lacks []string
	// Schema says that the answer is the schema or a page, which may be large.
	Schema bool
}

// is makes what a GraphQL response with errors of these codes has to be.
func is(status int, codes ...string) Safe { return Safe{Statuses: []int{status}, Codes: codes} }

// and adds texts that must stand in the answer.
func (s Safe) and(holds ...string) Safe {
	s.Holds = append(slices.Clip(s.Holds), holds...)
	return s
}

// without adds texts that must not stand in the answer.
func (s Safe) without(lacks ...string) Safe {
	s.Lacks = append(slices.Clip(s.Lacks), lacks...)
	return s
}

// or adds a status that is as good.
func (s Safe) or(statuses ...int) Safe {
	s.Statuses = append(slices.Clip(s.Statuses), statuses...)
	return s
}

// with adds codes that an error may have as well.
func (s Safe) with(codes ...string) Safe {
	s.Codes = append(slices.Clip(s.Codes), codes...)
	return s
}

// orFine lets there be no error, too.
func (s Safe) orFine() Safe {
	s.Fine = true
	return s.or(http.StatusOK)
}

// orCut lets the connection end without an answer, too.
func (s Safe) orCut() Safe {
	s.Cut = true
	return s
}

// large lets the answer be as long as the schema is.
func (s Safe) large() Safe {
	s.Schema = true
	return s
}

// The answers that most probes get. A request error is 400, since the probes
// accept application/graphql-response+json.
var (
	tooMuch      = is(http.StatusBadRequest, "LIMIT_EXCEEDED")
	tooLarge     = is(http.StatusRequestEntityTooLarge, "LIMIT_EXCEEDED")
	badInput     = is(http.StatusBadRequest, "BAD_USER_INPUT")
	againstRules = is(http.StatusOK, "BAD_USER_INPUT") // what the schema doesn't state is checked when the field runs
	invalid      = is(http.StatusBadRequest, "GRAPHQL_VALIDATION_FAILED")
	unparsable   = is(http.StatusBadRequest, "GRAPHQL_PARSE_FAILED")
	noRequest    = is(http.StatusBadRequest, "BAD_REQUEST")
	wrongType    = is(http.StatusUnsupportedMediaType, "BAD_REQUEST")
	wrongMethod  = is(http.StatusMethodNotAllowed, "BAD_REQUEST").and("Allow: ")
	nobody       = is(http.StatusUnauthorized, "UNAUTHENTICATED").and("Www-Authenticate: Bearer")
	unknownField = is(http.StatusOK, "UNAUTHENTICATED") // of a caller that isn't known
	forbidden    = is(http.StatusOK, "FORBIDDEN")
	notFound     = is(http.StatusOK, "NOT_FOUND")
	fine         = is(http.StatusOK)
)

// plain is an answer that no GraphQL face gave.
func plain(statuses ...int) Safe { return Safe{Statuses: statuses} }

// malformed is what isn't HTTP: the library's own answer, which holds nothing
// of what was sent.
var malformed = plain(http.StatusBadRequest).orCut()

// insides are signs of what no answer may tell.
var insides = regexp.MustCompile(`goroutine \d|\.go:\d|runtime error|panic|SQLSTATE|sqlite|gorm|pgx` +
	`|(?:SELECT|DELETE) .{0,200}FROM |INSERT INTO|UPDATE .{0,200} SET |no such (?:table|column)|relation "` +
	`|/(?:root|home|tmp|work|usr|var)/|root:x:|PORTICO_SECRET`)

// Check tells what is wrong with an answer; nil where it is safe.
func (p *Probe) Check(s *Site, a *Answer) error {
	if len(a.Responses) == 0 {
		if p.Safe.Cut {
			return nil
		}
		return fmt.Errorf("no answer: %w", a.End)
	}
	if len(a.Responses) > 1 {
		return fmt.Errorf("%d answers to one request: a second one was smuggled in: %s", len(a.Responses), a.Responses[1].text(200))
	}
	response := &a.Responses[0]
	return errors.Join(p.Safe.status(response), p.Safe.codes(response), p.Safe.text(s, response), s.leaks(response))
}

func (s *Safe) status(r *Response) error {
	if !slices.Contains(s.Statuses, r.Status) {
		return fmt.Errorf("status %d, not one of %v: %s", r.Status, s.Statuses, r.text(600))
	}
	return nil
}

// codes holds the errors of a GraphQL response against those that may be.
func (s *Safe) codes(r *Response) error {
	var body struct {
		Errors []struct{ Extensions struct{ Code string } }
	}
	if !strings.Contains(r.Head, "json") || len(r.Body) == 0 {
		if s.Codes != nil {
			return fmt.Errorf("no GraphQL response: %s", r.text(600))
		}
		return nil
	}
	if err := json.Unmarshal(r.Body, &body); err != nil {
		return fmt.Errorf("%w: %s", err, r.text(600))
	}
	if len(body.Errors) == 0 && s.Codes != nil && !s.Fine {
		return fmt.Errorf("no error: %s", r.text(600))
	}
	for _, e := range body.Errors {
		if !slices.Contains(s.Codes, e.Extensions.Code) {
			return fmt.Errorf("code %q, not one of %q: %s", e.Extensions.Code, s.Codes, r.text(600))
		}
	}
	return nil
}

func (s *Safe) text(site *Site, r *Response) error {
	var faults []error
	whole := r.Head + string(r.Body)
	for _, text := range s.Holds {
		if !strings.Contains(whole, site.fill(text)) {
			faults = append(faults, fmt.Errorf("lacks %q: %s", text, r.text(600)))
		}
	}
	for _, text := range s.Lacks {
		if strings.Contains(whole, site.fill(text)) {
			faults = append(faults, fmt.Errorf("holds %q: %s", text, r.text(600)))
		}
	}
	if len(r.Body) > MaxAnswer && !s.Schema {
		faults = append(faults, fmt.Errorf("%d bytes: %s", len(r.Body), r.text(200)))
	}
	if sign := insides.FindString(whole); sign != "" && !s.Schema {
		faults = append(faults, fmt.Errorf("tells of the inside: %q in %s", sign, r.text(2000)))
	}
	return errors.Join(faults...)
}
