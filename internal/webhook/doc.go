// Package webhook tells businesses of their events, by calls to the endpoints that
// they have named. The calls have the form of Standard Webhooks, so that a receiver
// checks them with a library that it already has.
package webhook
