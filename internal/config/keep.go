package config

import (
	"errors"
	"strconv"
	"time"
)

// Keep says how long what is over is kept; 0 is for ever. All are whole seconds, from a day
// to ten years.
type Keep struct {
	// MagicLinks and PortalSessions count from their expiry.
	MagicLinks     time.Duration
	PortalSessions time.Duration
	// IdempotencyKeys is how long a key stands for its call. It is never 0.
	IdempotencyKeys time.Duration
	// Events, WebhookDeliveries and DeviceActions count from when they were made.
	Events            time.Duration
	WebhookDeliveries time.Duration
	DeviceActions     time.Duration
	// Credentials count from their expiry or revocation.
	Credentials time.Duration
}

// Bounds of what is kept. A day is what idempotency keys promise, and for how long a
// delivery is tried.
const (
	MinKept = day
	MaxKept = 3650 * day
)

const (
	takesKept   = "forever, or a duration in whole seconds from 24h to 3650d, such as 90d"
	takesWindow = "a duration in whole seconds from 24h to 30d, such as 24h or 7d"
)

var (
	errKeptLinks = errors.New("is less than a link's sessions and idempotency key are kept: PORTICO_SESSION_TTL with PORTICO_KEEP_SESSIONS," +
		" and PORTICO_KEEP_IDEMPOTENCY_KEYS")
	errKeptDeliveries = errors.New("is longer than their events are kept: PORTICO_KEEP_EVENTS")
)

func keepVariables() []variable {
	return []variable{
		kept("PORTICO_KEEP_LINKS", "90d", "how long a link is kept after its expiry, revoked or not", func(c *Config) *time.Duration { return &c.Keep.MagicLinks }),
		kept("PORTICO_KEEP_SESSIONS", "24h", "how long a portal session is kept after its expiry", func(c *Config) *time.Duration { return &c.Keep.PortalSessions }),
		described("PORTICO_KEEP_IDEMPOTENCY_KEYS", "24h", takesWindow, "how long an idempotency key stands for its call").
			reads(func(c *Config, value string) error {
				return readLasting(&c.Keep.IdempotencyKeys, value, MinKept, MaxLifetime)
			}),
		kept("PORTICO_KEEP_EVENTS", "90d", "how long an event is kept", func(c *Config) *time.Duration { return &c.Keep.Events }),
		kept("PORTICO_KEEP_DELIVERIES", "30d", "how long a webhook's delivery is kept; one that waits always is", func(c *Config) *time.Duration { return &c.Keep.WebhookDeliveries }),
		kept("PORTICO_KEEP_ACTIONS", "90d", "how long is kept what a device was asked to do", func(c *Config) *time.Duration { return &c.Keep.DeviceActions }),
		kept("PORTICO_KEEP_CREDENTIALS", "90d", "how long a key or token is kept after its expiry or revocation", func(c *Config) *time.Duration { return &c.Keep.Credentials }),
	}
}

func kept(name, fallback, meaning string, field func(*Config) *time.Duration) variable {
	return described(name, fallback, takesKept, meaning).reads(func(c *Config, value string) error {
		if value == "forever" {
			*field(c) = 0
			return nil
		}
		return readLasting(field(c), value, MinKept, MaxKept)
	})
}

// faults are of what refers to something that would go first.
func (k *Keep) faults(session time.Duration) (faults []error) {
	if k.MagicLinks != 0 && (k.PortalSessions == 0 || k.MagicLinks < max(session+k.PortalSessions, k.IdempotencyKeys)) {
		faults = append(faults, named("PORTICO_KEEP_LINKS").fault(given(k.MagicLinks), errKeptLinks))
	}
	if k.Events != 0 && (k.WebhookDeliveries == 0 || k.WebhookDeliveries > k.Events) {
		faults = append(faults, named("PORTICO_KEEP_DELIVERIES").fault(given(k.WebhookDeliveries), errKeptDeliveries))
	}
	return faults
}

// given writes a duration of days as the variables take it.
func given(long time.Duration) string {
	switch {
	case long == 0:
		return "forever"
	case long%day == 0:
		return strconv.Itoa(int(long/day)) + "d"
	default:
		return long.String()
	}
}
