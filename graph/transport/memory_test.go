package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/portico-portal/portico/internal/admission"
	"github.com/portico-portal/portico/internal/intake"
)

// large is a body that has to wait for room: one of the largest.
func large(t *testing.T) *bytes.Reader {
	t.Helper()
	text := `{"query":"{large}"` + strings.Repeat(" ", intake.DefaultBodyLimit-19) + `}`
	if len(text) != intake.DefaultBodyLimit {
		t.Fatalf("%d bytes", len(text))
	}
	return bytes.NewReader([]byte(text))
}

// heavy is a body that is small, and takes all of the room for large requests
// once it is decoded.
func heavy(query string) io.Reader {
	return strings.NewReader(`{"query":"` + query + `","other":[` + strings.Repeat("{},", 24_000) + `0]}`)
}

// site answers requests by a runner that can be told to wait.
type site struct {
	http.Handler

	// held, unless nil, lets those go on that ask for {held} when it is closed.
	held chan struct{}
}

type strangerKey struct{}

func newSite() *site {
	s := &site{}
	run := runnerFunc(func(ctx context.Context, req *Request) *Result {
		if s.held != nil && req.Query == "{held}" {
			<-s.held
		}
		return new(recorder).Run(ctx, req)
	})
	client := func(ctx context.Context) admission.Client {
		return admission.Client{Known: ctx.Value(strangerKey{}) == nil}
	}
	s.Handler = Handler(run, intake.New(intake.Limits{Client: client}))
	return s
}

// send gives the status of the answer, once there is one.
func (s *site) send(body io.Reader, length int64, stranger bool) <-chan *httptest.ResponseRecorder {
	r := post("")
	r.Body, r.ContentLength = io.NopCloser(body), length
	if stranger {
		r = r.WithContext(context.WithValue(r.Context(), strangerKey{}, true))
	}
	answered := make(chan *httptest.ResponseRecorder, 1)
	go func() {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		answered <- w
	}()
	return answered
}

// wantSoon wants an answer without any wait.
func wantSoon(t *testing.T, what string, answered <-chan *httptest.ResponseRecorder, status int) {
	t.Helper()
	synctest.Wait()
	select {
	case w := <-answered:
		if w.Code != status {
			t.Errorf("%s: status %d, want %d: %.200s", what, w.Code, status, w.Body)
		}
	default:
		t.Errorf("%s waits", what)
	}
}

func wantWaiting(t *testing.T, what string, answered <-chan *httptest.ResponseRecorder) {
	t.Helper()
	synctest.Wait()
	select {
	case w := <-answered:
		t.Errorf("%s was answered: %d %.200s", what, w.Code, w.Body)
	default:
	}
}

func TestALargeBodyIsReadOnceThereIsRoomForAllOfIt(t *testing.T) {
	for name, length := range map[string]int64{"with its length": intake.DefaultBodyLimit, "in chunks": -1} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite()
				slow, sender := io.Pipe()
				first := s.send(slow, length, false)
				text, _ := io.ReadAll(large(t))
				_, _ = sender.Write(text[:100<<10])
				wantWaiting(t, "what is half read", first)

				body := large(t)
				second := s.send(body, length, false)
				wantWaiting(t, "the second", second)
				if read := intake.DefaultBodyLimit - body.Len(); read > intake.PooledBytes+bytes.MinRead {
					t.Errorf("%d bytes of it were read", read)
				}
				wantSoon(t, "a small one", s.send(strings.NewReader(`{"query":"{a}"}`), 15, false), 200)

				_, _ = sender.Write(text[100<<10:])
				_ = sender.Close()
				wantSoon(t, "the first", first, 200)
				wantSoon(t, "the second", second, 200)
			})
		})
	}
}

func TestAStrangersLargeBodyIsRefusedUnread(t *testing.T) {
	for name, length := range map[string]int64{"with its length": intake.DefaultBodyLimit, "in chunks": -1} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, body := newSite(), large(t)
				wantSoon(t, "a stranger", s.send(body, length, true), 413)
				if read := intake.DefaultBodyLimit - body.Len(); read > intake.PooledBytes+bytes.MinRead {
					t.Errorf("%d bytes of it were read", read)
				}
			})
		})
	}
}

func TestHalfReadBodiesOfOneTenantLeaveRoomForOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tenant := ""
		h := Handler(new(recorder), intake.New(intake.Limits{Client: func(context.Context) admission.Client {
			return admission.Client{Known: true, Tenant: tenant}
		}}))
		s := &site{Handler: h}
		for range 20 {
			slow, sender := io.Pipe()
			t.Cleanup(func() { _ = sender.Close() })
			wantWaiting(t, "what is half read", s.send(slow, intake.DefaultBodyLimit, false))
		}
		tenant = "another"
		body := `{"query":"{a}"` + strings.Repeat(" ", 3<<20) + `}`
		wantSoon(t, "another tenant", s.send(strings.NewReader(body), int64(len(body)), false), 200)
	})
}

func TestALargeRequestIsInTheLaneUntilItWasRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reading, running := make(chan struct{}), make(chan struct{})
		s := &site{Handler: Handler(runnerFunc(func(ctx context.Context, req *Request) *Result {
			if req.Query == "{first}" {
				<-reading
				req.WasRead()
				<-running
			}
			return new(recorder).Run(ctx, req)
		}), intake.New(intake.Limits{}))}
		send := func(query string) <-chan *httptest.ResponseRecorder {
			return s.send(strings.NewReader(`{"query":"`+query+`"`+strings.Repeat(" ", 70<<10)+`}`), -1, false)
		}
		first := send("{first}")
		wantWaiting(t, "the first", first)
		second := send("{second}")
		wantWaiting(t, "the second", second)
		close(reading)
		wantSoon(t, "the second", second, 200)
		wantWaiting(t, "the first", first)
		close(running)
		wantSoon(t, "the first", first, 200)
	})
}

func TestAStrangersRequestsKeepOutStrangersOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite()
		s.held = make(chan struct{})
		objects := func(query string) io.Reader {
			return strings.NewReader(`{"query":"` + query + `","other":[` + strings.Repeat("{},", 20_000) + `0]}`)
		}
		first := s.send(objects("{held}"), -1, true)
		wantWaiting(t, "a stranger", first)
		second := s.send(objects("{a}"), -1, true)
		wantWaiting(t, "another stranger", second)
		wantSoon(t, "who is known", s.send(heavy("{a}"), -1, false), 200)
		wantSoon(t, "a hotel", s.send(strings.NewReader(hotel()), -1, false), 200)
		close(s.held)
		wantSoon(t, "a stranger", first, 200)
		wantSoon(t, "another stranger", second, 200)
	})
}

func TestARequestHoldsItsMemoryUntilItWasRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite()
		s.held = make(chan struct{})
		first := s.send(heavy("{held}"), -1, false)
		wantWaiting(t, "the first", first)
		second := s.send(heavy("{a}"), -1, false)
		wantWaiting(t, "the second", second)
		wantSoon(t, "a hotel", s.send(strings.NewReader(hotel()), -1, false), 200)
		close(s.held)
		wantSoon(t, "the first", first, 200)
		wantSoon(t, "the second", second, 200)
	})
}

// hotel is a push of 20 rooms, 40 guests and 60 reservations.
func hotel() string {
	rows := func(n int, row string) string { return "[" + strings.TrimSuffix(strings.Repeat(row+",", n), ",") + "]" }
	return `{"query":"mutation($input: I!) { push(input: $input) { customer { id } } }","variables":{"input":{"customerData":{` +
		`"rooms":` + rows(20, `{"roomKey":"101","name":"Room 101"}`) +
		`,"guests":` + rows(40, `{"guestKey":"ann","name":"Ann Archer","emailAddress":"ann@example.com","phoneNumber":"+4930123"}`) +
		`,"reservations":` + rows(60, `{"reservationKey":"r-1","name":"Stay","startsAt":"2026-12-01T15:00:00Z","endsAt":"2026-12-03T11:00:00Z","guestKey":"ann","roomKeys":["101"]}`) + `}}}}`
}

func TestWhatFindsNoRoomIsToldToTryAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite()
		s.held = make(chan struct{})
		first := s.send(heavy("{held}"), -1, false)
		synctest.Wait()
		begin := time.Now()
		w := <-s.send(heavy("{a}"), -1, false)
		wantFault(t, answer{w.Code, w.Header(), w.Body.String()}, 503, "RATE_LIMITED", "try again in 5 s")
		if after := w.Header().Get("Retry-After"); after != "5" || time.Since(begin) != 10*time.Second {
			t.Errorf("Retry-After %q after %s", after, time.Since(begin))
		}
		close(s.held)
		<-first
	})
}

func TestNoRefusalKeepsItsMemory(t *testing.T) {
	objects := strings.Repeat("{},", 24_000)
	for name, c := range map[string]struct {
		body   io.Reader
		length int64
		status int
	}{
		"broken JSON":          {strings.NewReader(`{"query":"{a}","other":[` + objects + `}`), -1, 400},
		"no query":             {strings.NewReader(`{"other":[` + objects + `0]}`), -1, 400},
		"a body that ends":     {strings.NewReader("{"), intake.DefaultBodyLimit, 400},
		"a body that is long":  {bytes.NewReader(make([]byte, intake.DefaultBodyLimit+1)), -1, 413},
		"a body that breaks":   {io.MultiReader(bytes.NewReader(make([]byte, 100<<10)), unreadable{errors.New("gone")}), intake.DefaultBodyLimit, 400},
		"what can be answered": {heavy("{a}"), -1, 200},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSite()
				wantSoon(t, "it", s.send(c.body, c.length, false), c.status)
				wantSoon(t, "a large one", s.send(large(t), intake.DefaultBodyLimit, false), 200)
				wantSoon(t, "a heavy one", s.send(heavy("{a}"), -1, false), 200)
			})
		})
	}
}

func TestAURLIsWeighedToo(t *testing.T) {
	if got, want := intake.Weigh(urlText("variables=%7B%22a%22%3A%5B%7B%7D%2C%7B%7D%5D%7D")), intake.Weigh([]byte(`variables={"a":[{},{}]}`)); got != want {
		t.Errorf("%d, want %d", got, want)
	}
}

func TestALargeBodyThatArrivesSlowlyIsCutOff(t *testing.T) {
	server := httptest.NewServer(Handler(new(recorder), intake.New(intake.Limits{
		BodyTime: func(int64) time.Duration { return 20 * time.Millisecond },
	})))
	defer server.Close()
	slow, sender := io.Pipe()
	defer sender.Close()
	go func() { _, _ = fmt.Fprint(sender, `{"query":"{a}","other":"`+strings.Repeat("x", 100<<10)) }()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, slow)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.ContentLength = 200 << 10
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	wantFault(t, answer{response.StatusCode, response.Header, string(text)}, 408, "BAD_REQUEST", "took too long")
}
