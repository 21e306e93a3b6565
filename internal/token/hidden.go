package token

import (
	"fmt"
	"io"
	"log/slog"
)

// mark stands where a secret was taken out.
const mark = "…redacted"

// hidden is a value's public form: what fmt, slog and encoders see in its place.
type hidden string

// format serves every verb, since verbs such as %d would otherwise walk the
// fields and print the secret.
func (h hidden) format(f fmt.State) { _, _ = io.WriteString(f, string(h)) }

func (h hidden) logValue() slog.Value { return slog.StringValue(string(h)) }
