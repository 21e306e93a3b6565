package main

import (
	"context"
	"log/slog"
	"net/url"
	"os"
	"strings"

	"github.com/eclipse/paho.golang/autopaho"
	"github.com/eclipse/paho.golang/paho"
)

// connect joins the broker, and joins it again whenever it was away.
func (c *connector) connect(ctx context.Context, broker *url.URL) (err error) {
	c.mu.Lock() // the first message may come before this returns
	defer c.mu.Unlock()
	c.broker, err = autopaho.NewConnection(ctx, autopaho.ClientConfig{
		ServerUrls: []*url.URL{broker}, KeepAlive: 20, CleanStartOnInitialConnection: true, ReconnectBackoff: backoff,
		ConnectUsername: broker.User.Username(), ConnectPassword: []byte(os.Getenv("MQTT_PASSWORD")),
		OnConnectionUp: func(broker *autopaho.ConnectionManager, _ *paho.Connack) {
			slog.InfoContext(ctx, "The broker is here.")
			c.mu.Lock()
			defer c.mu.Unlock()
			for name := range components {
				name, _, _ = strings.Cut(name, " ")
				go subscribe(ctx, broker, "homeassistant/"+name+"/+/config", "homeassistant/"+name+"/+/+/config")
			}
			for _, e := range c.entities {
				go subscribe(ctx, broker, e.topics()...)
			}
		},
		OnConnectionDown: func() bool { slog.WarnContext(ctx, "The broker is away."); return true },
		OnConnectError:   func(err error) { slog.WarnContext(ctx, "The broker can't be reached.", "error", err) },
		ClientConfig: paho.ClientConfig{OnPublishReceived: []func(paho.PublishReceived) (bool, error){
			func(p paho.PublishReceived) (bool, error) {
				if topics := c.take(p.Packet.Topic, string(p.Packet.Payload), p.Packet.Retain); topics != nil {
					go subscribe(ctx, c.broker, topics...)
				}
				return true, nil
			},
		}},
	})
	return err
}

// onlyWhenNew asks for what the broker has kept by the first subscription alone: later it may be older than what was heard.
const onlyWhenNew = 1

// subscribe needs no second try but the one of the next connection: the broker refuses, or is away.
func subscribe(ctx context.Context, broker *autopaho.ConnectionManager, topics ...string) {
	request := &paho.Subscribe{}
	for _, topic := range topics {
		request.Subscriptions = append(request.Subscriptions, paho.SubscribeOptions{Topic: topic, QoS: 1, RetainHandling: onlyWhenNew})
	}
	if _, err := broker.Subscribe(ctx, request); err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "Can't subscribe.", "topics", topics, "error", err)
	}
}
