package token

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"
)

// written logs one record through the wrapper into both of slog's handlers.
func written(t *testing.T, log func(*slog.Logger)) string {
	t.Helper()
	var out bytes.Buffer
	for _, next := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		log(slog.New(RedactingHandler(next)))
	}
	return out.String()
}

type lazy struct{}

func (lazy) LogValue() slog.Value { return slog.GroupValue(slog.String("url", "/p/"+linkText)) }

type onlyJSON struct{}

func (onlyJSON) MarshalJSON() ([]byte, error) { return json.Marshal(linkText) }

type panics struct{}

func (panics) MarshalJSON() ([]byte, error) { panic("broken") }

type plainBytes []byte

func TestHandlerRedactsWhereverATokenStands(t *testing.T) {
	t.Parallel()
	pasted, err := url.Parse("https://a.example/p/" + linkText)
	if err != nil {
		t.Fatal(err)
	}
	for name, log := range map[string]func(*slog.Logger){
		"message":           func(l *slog.Logger) { l.Info("got " + linkText) },
		"string":            func(l *slog.Logger) { l.Info("m", "path", "/p/"+linkText) },
		"key":               func(l *slog.Logger) { l.Info("m", linkText, 1) },
		"error":             func(l *slog.Logger) { l.Info("m", "error", fmt.Errorf("no %s", linkText)) },
		"wrapped error":     func(l *slog.Logger) { l.Info("m", "error", errors.Join(errors.New(linkText), nil)) },
		"Stringer":          func(l *slog.Logger) { l.Info("m", "url", pasted) },
		"LogValuer":         func(l *slog.Logger) { l.Info("m", "lazy", lazy{}) },
		"group":             func(l *slog.Logger) { l.Info("m", slog.Group("a", slog.Group("b", "c", linkText))) },
		"group's name":      func(l *slog.Logger) { l.WithGroup(linkText).Info("m", "a", 1) },
		"within a group":    func(l *slog.Logger) { l.WithGroup("a").WithGroup("b").Info("m", "c", linkText) },
		"logger's own":      func(l *slog.Logger) { l.With("a", linkText, "b", 1).Info("m") },
		"lazy within group": func(l *slog.Logger) { l.Info("m", slog.Group("a", "b", lazy{})) },
		"bytes":             func(l *slog.Logger) { l.Info("m", "body", []byte(linkText)) },
		"bytes of a type":   func(l *slog.Logger) { l.Info("m", "body", plainBytes(linkText)) },
		"struct":            func(l *slog.Logger) { l.Info("m", "body", struct{ Path string }{linkText}) },
		"map":               func(l *slog.Logger) { l.Info("m", "body", map[string][]string{"a": {linkText}}) },
		"behind pointers":   func(l *slog.Logger) { text := linkText; l.Info("m", "body", []*string{&text}) },
		"JSON only":         func(l *slog.Logger) { l.Info("m", "body", onlyJSON{}) },
	} {
		got := written(t, log)
		if strings.Contains(got, linkText[3:]) || !strings.Contains(got, "pl_…redacted") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestHandlerLeavesCleanValuesAsTheyAre(t *testing.T) {
	t.Parallel()
	var plain, wrapped bytes.Buffer
	at := time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	for out, wrap := range map[*bytes.Buffer]func(slog.Handler) slog.Handler{
		&plain: func(h slog.Handler) slog.Handler { return h }, &wrapped: RedactingHandler,
	} {
		h := wrap(slog.NewJSONHandler(out, &slog.HandlerOptions{AddSource: true}))
		record := slog.NewRecord(at, slog.LevelWarn, "clean", 0)
		record.Add("n", 1, "f", 1.5, "b", true, "t", at, "d", time.Second, "nil", nil, "error", errors.New("plain"),
			"list", []int{1}, "broken", panics{}, "group", slog.GroupValue(slog.String("a", "b")))
		if err := h.WithGroup("g").Handle(context.Background(), record); err != nil {
			t.Fatal(err)
		}
	}
	if plain.String() != wrapped.String() {
		t.Errorf("plain   %swrapped %s", &plain, &wrapped)
	}
}

func TestHandlerKeepsTheLevelOfTheNext(t *testing.T) {
	t.Parallel()
	h := RedactingHandler(slog.NewTextHandler(&bytes.Buffer{}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if h.Enabled(context.Background(), slog.LevelInfo) || !h.Enabled(context.Background(), slog.LevelWarn) {
		t.Error("the next handler's level isn't asked")
	}
}
