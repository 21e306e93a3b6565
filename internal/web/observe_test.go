package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/web"
)

// slowLog takes a line only when it is told to.
type slowLog struct {
	slog.Handler

	take chan struct{}
}

func (l slowLog) Handle(ctx context.Context, line slog.Record) error {
	<-l.take
	return l.Handler.Handle(ctx, line)
}

func TestAnAnswerIsThereBeforeItsLineIsInTheLog(t *testing.T) {
	t.Parallel()
	const answer = `{"data":null}`
	s := newSite(t)
	take := make(chan struct{})
	s.options.Log = slog.New(slowLog{s.options.Log.Handler(), take})
	s.options.GraphQL = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
		_, _ = io.WriteString(w, answer)
	})
	server := httptest.NewServer(web.Handler(s.options))
	defer server.Close()
	defer close(take) // the server ends when its requests have
	client := http.Client{Timeout: 10 * time.Second}
	response, err := client.Post(server.URL+"/graphql", "application/json", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if got := body(t, response); got != answer || response.ContentLength != int64(len(answer)) {
		t.Errorf("got %q of %d bytes", got, response.ContentLength)
	}
	if s.log.Len() > 0 {
		t.Error("the line is there already")
	}
}
