// Package portico calls a Portico server: it stores a customer's data and makes magic links to the customer's portal.
//
// [New] gives a client. Every operation is a function that takes it, named by its verb, such as
// [CreateCustomerPortal]; what it takes and answers is typed by the server's schema. What may be absent is a pointer.
// A call that the server refuses fails with [Errors].
package portico

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/Khan/genqlient/graphql"
)

// Timeout ends a call that the server doesn't answer, where [WithHTTPClient] names no other client.
const Timeout = 30 * time.Second

// Client calls one server with one credential. Any number of goroutines may use it at once.
type Client struct {
	http      *http.Client
	apiKey    string
	workspace string
	graphql   graphql.Client
}

// Option changes how a client calls.
type Option func(*Client)

// WithWorkspace names the workspace that a personal access token is used for. An API key has one of its own.
func WithWorkspace(id string) Option {
	return func(c *Client) { c.workspace = id }
}

// WithHTTPClient makes the calls by a client of the caller's, with its timeout and transport. Redirects aren't followed
// whatever it says.
func WithHTTPClient(client *http.Client) Option {
	return func(c *Client) {
		own := *client
		c.http = &own
	}
}

// New gives a client of the server at a URL, such as https://portals.example.com, that calls with an API key or a
// personal access token.
func New(url, apiKey string, options ...Option) *Client {
	c := &Client{http: &http.Client{Timeout: Timeout}, apiKey: apiKey}
	for _, option := range options {
		option(c)
	}
	// A redirect would send the key to wherever it leads.
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.graphql = graphql.NewClient(strings.TrimRight(url, "/")+"/graphql", (*doer)(c))
	return c
}

// MakeRequest sends one operation; the generated functions call it. It fails with [Errors] where the server refuses.
func (c *Client) MakeRequest(ctx context.Context, request *graphql.Request, response *graphql.Response) error {
	return typed(c.graphql.MakeRequest(ctx, request, response))
}

// doer is a client as genqlient sends by it.
type doer Client

// Do adds what every call carries.
func (d *doer) Do(request *http.Request) (*http.Response, error) {
	request.Header.Set("Authorization", "Bearer "+d.apiKey)
	if d.workspace != "" {
		request.Header.Set("seam-workspace", d.workspace)
	}
	request.Header.Set("Accept", "application/graphql-response+json, application/json;q=0.9")
	return d.http.Do(request)
}
