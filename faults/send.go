package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// answerPatience is longer than a server may take: 30 seconds for the work and as much
// again until it cuts the connection off.
const answerPatience = 35 * time.Second

// errSlow says that a call was given no answer in time, of which a server may not be the
// cause: the fault between it and the client ended long before.
var errSlow = errors.New("no answer within " + answerPatience.String())

// errNotSent says that nothing of a call reached the server, or that it took nothing in.
var errNotSent = errors.New("not sent")

// refusal is an answer that says why nothing was done.
type refusal struct{ code, message string }

func (r *refusal) Error() string { return r.code + ": " + r.message }

// sender sends GraphQL requests.
type sender struct {
	http    *http.Client
	address string
}

func newSender(address string) *sender {
	return &sender{address: address, http: &http.Client{Timeout: answerPatience, Transport: &http.Transport{MaxIdleConnsPerHost: 1}}}
}

type object = map[string]any

// send runs a document and reads its data. The error is a refusal, errNotSent or errSlow;
// after any other nobody knows what was done.
func (s *sender) send(ctx context.Context, credential, document string, variables object, data any) error {
	body, err := json.Marshal(object{"query": document, "variables": variables})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.address+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if credential != "" {
		request.Header.Set("Authorization", "Bearer "+credential)
	}
	began := time.Now()
	response, err := s.http.Do(request)
	if err != nil {
		return unanswered(err, began)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return unanswered(err, began)
	}
	return readAnswer(response, text, data)
}

func unanswered(err error, began time.Time) error {
	if time.Since(began) >= answerPatience {
		return fmt.Errorf("%w: %w", errSlow, err)
	}
	if operation, ok := errors.AsType[*net.OpError](err); ok && operation.Op == "dial" {
		return fmt.Errorf("%w: %w", errNotSent, err)
	}
	return err
}

func readAnswer(response *http.Response, text []byte, data any) error {
	var answered struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(text, &answered); err != nil {
		return fmt.Errorf("status %d: %w", response.StatusCode, err)
	}
	if response.StatusCode == http.StatusServiceUnavailable {
		if response.Header.Get("Retry-After") == "" {
			return errors.New("503 without Retry-After")
		}
		return fmt.Errorf("%w: 503", errNotSent)
	}
	if len(answered.Errors) > 0 {
		first := answered.Errors[0]
		if first.Extensions.Code == "INTERNAL" {
			return errors.New("INTERNAL")
		}
		return &refusal{first.Extensions.Code, first.Message}
	}
	return json.Unmarshal(answered.Data, data)
}

// ready tells whether the server says that it is.
func (s *sender) ready(ctx context.Context) bool {
	return readiness(ctx, s.http, s.address) == http.StatusOK
}

// readiness is the status of /readyz; 0 where there is no answer.
func readiness(ctx context.Context, by *http.Client, address string) int {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", http.NoBody)
	if err != nil {
		return 0
	}
	response, err := by.Do(request)
	if err != nil {
		return 0
	}
	_ = response.Body.Close()
	return response.StatusCode
}
