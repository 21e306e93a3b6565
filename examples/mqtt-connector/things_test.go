package main

import (
	"context"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/eclipse/paho.golang/autopaho"
	"github.com/eclipse/paho.golang/paho"
)

// things are devices at the broker: they announce themselves, and a test says what they do on a command.
type things struct {
	t       *testing.T
	manager *autopaho.ConnectionManager

	// listening is whether commands reach them.
	listening atomic.Bool

	mu     sync.Mutex
	heard  []string
	answer func(topic, payload string)
}

func connectThings(t *testing.T, b *broker, topics ...string) *things {
	t.Helper()
	address, err := url.Parse(b.url)
	if err != nil {
		t.Fatal(err)
	}
	d := &things{t: t, answer: func(string, string) {}}
	d.manager, err = autopaho.NewConnection(t.Context(), autopaho.ClientConfig{
		ServerUrls: []*url.URL{address}, KeepAlive: 20, CleanStartOnInitialConnection: true, ReconnectBackoff: autopaho.NewConstantBackoff(250 * time.Millisecond),
		OnConnectionUp: func(manager *autopaho.ConnectionManager, _ *paho.Connack) {
			go func() {
				subscribe(t.Context(), manager, topics...)
				d.listening.Store(true)
			}()
		},
		OnConnectionDown: func() bool { d.listening.Store(false); return true },
		ClientConfig: paho.ClientConfig{OnPublishReceived: []func(paho.PublishReceived) (bool, error){
			func(p paho.PublishReceived) (bool, error) {
				d.mu.Lock()
				defer d.mu.Unlock()
				d.heard = append(d.heard, p.Packet.Topic+" "+string(p.Packet.Payload))
				go d.answer(p.Packet.Topic, string(p.Packet.Payload))
				return true, nil
			},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// keep publishes what the broker keeps.
func (d *things) keep(topic, payload string) {
	eventually(d.t, "the broker takes "+topic, func() bool {
		_, err := d.manager.Publish(context.Background(), &paho.Publish{QoS: 1, Retain: true, Topic: topic, Payload: []byte(payload)})
		return err == nil
	})
}

// onCommand says what happens from now on.
func (d *things) onCommand(answer func(topic, payload string)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.answer = answer
}

func (d *things) commands() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.heard...)
}
