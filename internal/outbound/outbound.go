// Package outbound makes every call that leaves this server. Whose address it is
// given by a caller, such as a webhook's, must not lead into the operator's own
// network, so the address is judged when the connection is made, after the name
// has been looked up: a name that means one address when it is checked and
// another when it is used gains nothing.
package outbound

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/portico-portal/portico/internal/tracing"
)

const (
	// Timeout bounds a call, from the look-up of the name to the body's last byte.
	Timeout = 5 * time.Second
	// MaxBody is how much of an answer's body is read, in bytes.
	MaxBody = 64 << 10
	// MaxHeader bounds an answer's headers, in bytes.
	MaxHeader = 32 << 10
	// idleTimeout is how long a connection waits for the next call.
	idleTimeout = 30 * time.Second
	// idleConnections bounds those that wait: receivers are many, and each is
	// called now and then.
	idleConnections = 32
)

// Client makes outgoing calls. It is safe for use by many goroutines.
type Client struct {
	guard guard
	http  *http.Client
}

// New makes a Client. allowPrivate lets it reach private addresses, and by plain
// http: it is for development, and for receivers in the operator's own network.
func New(allowPrivate bool) *Client {
	g := newGuard(allowPrivate)
	dialer := &net.Dialer{Control: g.control}
	return &Client{guard: g, http: &http.Client{
		Timeout: Timeout,
		// An answer that leads elsewhere is the answer: following it would send
		// what is meant for one receiver to another.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		// Without Proxy, so that the environment's can't be made to call for us.
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			MaxResponseHeaderBytes: MaxHeader,
			MaxIdleConns:           idleConnections,
			MaxIdleConnsPerHost:    idleConnections,
			IdleConnTimeout:        idleTimeout,
			// A small body may unpack to a large one.
			DisableCompression: true,
		},
	}}
}

// Answer is what a call gave.
type Answer struct {
	Status int
	Header http.Header
	// Body holds the first MaxBody bytes.
	Body []byte
	// Truncated says that there were more.
	Truncated bool
}

// Do makes a call. A redirect is an answer like any other. The error is ErrURL
// or ErrAddress where the call isn't allowed, else what went wrong on the way;
// none of them holds the URL, which may be a secret. A trace tells of the call without its
// URL as well, and the call says nothing of the trace: it is not the receiver's.
func (c *Client) Do(request *http.Request) (*Answer, error) {
	_, span := tracing.Start(request.Context(), request.Method, trace.SpanKindClient)
	if !span.IsRecording() {
		return c.do(request)
	}
	defer span.End()
	span.SetAttributes(semconv.HTTPRequestMethodKey.String(request.Method))
	answer, err := c.do(request)
	if err != nil {
		tracing.Fail(span, tracing.KindOf(err))
		return nil, err
	}
	span.SetAttributes(semconv.HTTPResponseStatusCode(answer.Status))
	if answer.Status >= http.StatusBadRequest {
		tracing.Fail(span, strconv.Itoa(answer.Status))
	}
	return answer, nil
}

func (c *Client) do(request *http.Request) (*Answer, error) {
	if err := c.guard.checkURL(request.URL); err != nil {
		return nil, err
	}
	response, err := c.http.Do(request) //nolint:gosec // the guard judges where it leads
	if err != nil {
		return nil, withoutURL(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, MaxBody+1))
	if err != nil {
		return nil, err
	}
	answer := &Answer{Status: response.StatusCode, Header: response.Header, Body: body}
	if len(body) > MaxBody {
		answer.Body, answer.Truncated = body[:MaxBody], true
	}
	return answer, nil
}

// ErrTruncated says that an answer's body has more than MaxBody bytes.
var ErrTruncated = errors.New("answers with too large a body")

// HTTP gives the client to libraries that take net/http's. What it is asked for is
// called as by Do; a body that is too large is an error.
func (c *Client) HTTP() *http.Client {
	return &http.Client{Transport: transport{c}, CheckRedirect: c.http.CheckRedirect}
}

// transport makes single calls by a Client.
type transport struct{ client *Client }

// RoundTrip makes a call and reads its answer whole.
func (t transport) RoundTrip(request *http.Request) (*http.Response, error) {
	answer, err := t.client.Do(request)
	if err != nil {
		return nil, err
	}
	if answer.Truncated {
		return nil, ErrTruncated
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", answer.Status, http.StatusText(answer.Status)), StatusCode: answer.Status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: answer.Header, Body: io.NopCloser(bytes.NewReader(answer.Body)), ContentLength: int64(len(answer.Body)), Request: request,
	}, nil
}

// CheckURL parses a URL that is to be called later, so that a mistake is told
// when it is made. The error is ErrURL or ErrAddress. A name isn't looked up:
// what it means is judged at each call.
func (c *Client) CheckURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, ErrURL
	}
	return u, c.guard.checkURL(u)
}

// withoutURL drops the URL that net/http puts in front of an error.
func withoutURL(err error) error {
	var wrapped *url.Error
	if !errors.As(err, &wrapped) {
		return err
	}
	if wrapped.Timeout() {
		return context.DeadlineExceeded
	}
	return wrapped.Err
}
