// Package token gives every secret of Portico's its shape: API keys, personal
// access tokens, magic-link tokens, portal-session tokens, those of the way to a
// provider and back, and the root secrets that keys are derived from.
//
// Its functions are pure: randomness comes in as an [io.Reader] and nothing
// touches a database, a clock or the network. A value that holds a secret hides
// it from fmt, slog and encoders, and gives it up only through Reveal. Text
// that was put together elsewhere is cleaned by [Redact] and
// [RedactingHandler].
package token
