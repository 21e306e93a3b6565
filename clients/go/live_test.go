package portico_test

import (
	"os"
	"testing"

	portico "github.com/portico-portal/portico/clients/go"
)

// These tests call a real server: `make test` starts one on each engine, and says where it is.

// server gives where it is, and a key of it.
func server(t *testing.T) (url, key string) {
	t.Helper()
	url, key = os.Getenv("PORTICO_URL"), os.Getenv("PORTICO_API_KEY")
	if url == "" || key == "" {
		t.Fatal("PORTICO_URL and PORTICO_API_KEY must name a running server and a key of it")
	}
	return url, key
}

func client(t *testing.T) *portico.Client {
	t.Helper()
	return portico.New(server(t))
}

// must takes what a call answers, which may not fail, and gives it to a test.
func must[T any](answer T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
}
