package config

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret is text that neither fmt nor a log nor an encoder shows.
type Secret struct{ text string }

// NewSecret wraps text.
func NewSecret(text string) Secret { return Secret{text} }

// Reveal gives the text, for the code that needs it.
func (s Secret) Reveal() string { return s.text }

// Empty reports whether there is no text.
func (s Secret) Empty() bool { return s.text == "" }

// String gives a stand-in: [secret], or [none] when it is empty.
func (s Secret) String() string {
	if s.Empty() {
		return "[none]"
	}
	return "[secret]"
}

// Format writes the stand-in for every verb of fmt, since verbs such as %d would
// otherwise show the field.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// LogValue gives slog the stand-in.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText gives encoders the stand-in.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
