package main

import (
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/Khan/genqlient/graphql"
	"github.com/eclipse/paho.golang/autopaho"

	"github.com/portico-portal/portico/examples/mqtt-connector/portico"
)

// connector joins a broker to one of Portico's customers.
type connector struct {
	customer string
	portico  graphql.Client
	broker   *autopaho.ConnectionManager
	taken    map[string]bool // the pending actions that were looked at, by id

	writing sync.Mutex                     // one call at a time changes devices: the order counts
	sent    map[string]portico.DeviceInput // what Portico has, by key

	mu       sync.Mutex
	entities map[string]*entity // by the topics of their announcements
	payloads map[string]string  // the last of each topic
	changed  chan struct{}      // closed when something has changed, and made anew
}

// longest is what a message may have.
const longest = 60_000

// take takes a message from the broker, and gives the topics to listen to from then on.
func (c *connector) take(topic, payload string, retained bool) (topics []string) {
	defer c.wake()
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case len(payload) > longest:
	case strings.HasPrefix(topic, "homeassistant/") && strings.HasSuffix(topic, "/config"):
		return c.announce(topic, payload)
	default:
		c.payloads[topic] = payload
		for _, e := range c.entities {
			for _, r := range e.readings {
				if r.topic == topic {
					r.take(payload, retained)
				}
			}
		}
	}
	return nil
}

func (c *connector) wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.changed)
	c.changed = make(chan struct{})
}

// announce takes what a device says of one of its components; an empty text removes it.
func (c *connector) announce(topic, payload string) []string {
	e, err := parse(topic, payload)
	switch old := c.entities[topic]; {
	case payload == "" || err == nil && len(e.readings) == 0:
		delete(c.entities, topic)
		return nil
	case err != nil:
		slog.Warn("Passes an announcement over.", "topic", topic, "reason", err)
		return nil
	case old == nil || old.payload != payload:
		c.entities[topic] = e
		for _, r := range e.readings {
			r.take(c.payloads[r.topic], true)
		}
	}
	return e.topics()
}

// devices are what Portico should have, by key.
func (c *connector) devices() map[string]*device {
	devices := map[string]*device{}
	// Where two components tell the same, the first by topic counts: it tells last.
	for _, topic := range slices.Backward(slices.Sorted(maps.Keys(c.entities))) {
		e := c.entities[topic]
		if devices[e.key] == nil {
			devices[e.key] = &device{
				DeviceInput: portico.DeviceInput{DeviceKey: e.key, IsOnline: new(true), State: &map[string]any{}},
				commands:    map[portico.DeviceCapability]command{},
			}
		}
		devices[e.key].add(e)
	}
	return devices
}
