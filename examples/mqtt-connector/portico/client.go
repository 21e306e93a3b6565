// Package portico is a client of Portico's GraphQL API.
package portico

import (
	"errors"
	"net/http"
	"time"

	"github.com/Khan/genqlient/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

//go:generate go tool genqlient genqlient.yaml

type keyed struct {
	http.Client
	key string
}

// Do sends the API key along, which Go leaves out where it is redirected to another host.
func (k *keyed) Do(r *http.Request) (*http.Response, error) {
	r.Header.Set("Authorization", "Bearer "+k.key)
	return k.Client.Do(r) //nolint:gosec // whoever runs the connector names the server
}

// New gives a client of a GraphQL endpoint.
func New(endpoint, key string) graphql.Client {
	return graphql.NewClient(endpoint, &keyed{http.Client{Timeout: 10 * time.Second}, key})
}

// Code is the code of an error that Portico answered with; empty for any other.
func Code(err error) string {
	var faults gqlerror.List
	if !errors.As(err, &faults) {
		return ""
	}
	code, _ := faults[0].Extensions["code"].(string)
	return code
}
