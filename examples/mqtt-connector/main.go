// Command mqtt-connector joins the devices of an MQTT broker to a customer of Portico.
package main

import (
	"context"
	"errors"
	"flag"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/Khan/genqlient/graphql"
	"github.com/eclipse/paho.golang/autopaho"
	"github.com/eclipse/paho.golang/paho"

	"github.com/portico-portal/portico/examples/mqtt-connector/portico"
)

//go:generate go tool genqlient portico/genqlient.yaml

func main() {
	broker := flag.String("broker", "mqtt://localhost:1883", "the broker's `URL`, with its port: mqtt, mqtts, ws or wss, MQTT 5; its user's password is in MQTT_PASSWORD")
	server := flag.String("portico", "http://localhost:8080", "Portico's `URL`; its API key is in PORTICO_KEY")
	customer := flag.String("customer", "", "the `key` of the customer whose devices these are")
	flag.Parse()
	address, err := url.Parse(*broker)
	if err != nil || address.Port() == "" || *customer == "" || os.Getenv("PORTICO_KEY") == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	http.DefaultClient.Timeout = 10 * time.Second
	c := &connector{
		customer: *customer, portico: graphql.NewClient(strings.TrimRight(*server, "/")+"/graphql", key(os.Getenv("PORTICO_KEY"))),
		sent: map[string]portico.DeviceInput{}, tasks: map[string]task{}, parts: map[string]device{}, heard: map[string]*string{},
	}
	c.connect(ctx, address)
	for ; ctx.Err() == nil; time.Sleep(250 * time.Millisecond) { // changes are gathered for so long
		devices, heard := c.devices()
		// In this order a device whose action has succeeded shows it already.
		if err := errors.Join(c.push(ctx, devices), c.answer(ctx, heard), c.begin(ctx, devices, heard)); err != nil && ctx.Err() == nil {
			slog.WarnContext(ctx, "Tries again.", "error", err)
			time.Sleep(2 * time.Second)
		}
	}
	<-c.broker.Done()
}

// key is an API key of Portico.
type key string

// Do sends the key along, which Go leaves out where it is redirected to another host.
func (k key) Do(r *http.Request) (*http.Response, error) {
	r.Header.Set("Authorization", "Bearer "+string(k))
	return http.DefaultClient.Do(r) //nolint:gosec // whoever runs the connector names the server
}

// connect joins the broker, and joins it again whenever it was away. What the broker keeps comes anew each time.
func (c *connector) connect(ctx context.Context, broker *url.URL) {
	c.broker, _ = autopaho.NewConnection(ctx, autopaho.ClientConfig{
		ServerUrls: []*url.URL{broker}, KeepAlive: 20, CleanStartOnInitialConnection: true,
		ReconnectBackoff: autopaho.NewExponentialBackoff(250*time.Millisecond, 30*time.Second, 500*time.Millisecond, 2),
		ConnectUsername:  broker.User.Username(), ConnectPassword: []byte(os.Getenv("MQTT_PASSWORD")),
		OnConnectError: func(err error) { slog.WarnContext(ctx, "The broker can't be reached.", "error", err) },
		OnConnectionUp: func(broker *autopaho.ConnectionManager, _ *paho.Connack) {
			go subscribe(ctx, broker, "homeassistant/+/+/config", "homeassistant/+/+/+/config")
		},
		ClientConfig: paho.ClientConfig{OnPublishReceived: []func(paho.PublishReceived) (bool, error){func(p paho.PublishReceived) (bool, error) {
			go subscribe(ctx, p.Client, c.take(p.Packet.Topic, string(p.Packet.Payload), p.Packet.Retain)...)
			return true, nil
		}}},
	}) // without a URL this would fail, with a wrong one it tries on
}

// subscribe needs no second try but the one of the next connection: the broker refuses, or is away.
func subscribe(ctx context.Context, broker interface {
	Subscribe(context.Context, *paho.Subscribe) (*paho.Suback, error)
}, topics ...string) {
	for _, topic := range topics {
		// What the broker has kept comes by the first subscription alone (1): later it may be older than what was heard.
		options := []paho.SubscribeOptions{{Topic: topic, QoS: 1, RetainHandling: 1}}
		if _, err := broker.Subscribe(ctx, &paho.Subscribe{Subscriptions: options}); err != nil && ctx.Err() == nil {
			slog.WarnContext(ctx, "Can't subscribe.", "topic", topic, "error", err)
		}
	}
}
