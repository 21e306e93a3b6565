// Command mqtt-connector joins the devices of an MQTT broker to a customer of Portico.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/eclipse/paho.golang/autopaho"

	"github.com/portico-portal/portico/examples/mqtt-connector/portico"
)

const help = `Usage: PORTICO_KEY=… [MQTT_PASSWORD=…] mqtt-connector -customer KEY [flags]

PORTICO_KEY is an API key of Portico, MQTT_PASSWORD the password of the user in the broker's URL.

`

func main() { os.Exit(run()) }

func run() int {
	broker := flag.String("broker", "mqtt://localhost:1883", "the broker's `URL`, with its port: mqtt, mqtts, ws or wss, MQTT 5")
	server := flag.String("portico", "http://localhost:8080", "Portico's `URL`")
	customer := flag.String("customer", "", "the `key` of the customer whose devices these are")
	flag.Usage = func() {
		_, _ = fmt.Fprint(flag.CommandLine.Output(), help)
		flag.PrintDefaults()
	}
	flag.Parse()
	address, err := url.Parse(*broker)
	if err != nil || address.Port() == "" || *customer == "" || os.Getenv("PORTICO_KEY") == "" || flag.NArg() > 0 {
		flag.Usage()
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := &connector{
		customer: *customer, portico: portico.New(strings.TrimRight(*server, "/")+"/graphql", os.Getenv("PORTICO_KEY")),
		sent: map[string]portico.DeviceInput{}, taken: map[string]bool{},
		entities: map[string]*entity{}, payloads: map[string]string{}, changed: make(chan struct{}),
	}
	if err := c.connect(ctx, address); err != nil {
		slog.ErrorContext(ctx, "The broker's URL can't be used.", "error", err)
		return 1
	}
	var running sync.WaitGroup
	running.Go(func() { c.keepPushing(ctx) })
	running.Go(func() { c.keepAsking(ctx) })
	running.Wait()
	<-c.broker.Done()
	return 0
}

var backoff = autopaho.NewExponentialBackoff(250*time.Millisecond, 30*time.Second, 500*time.Millisecond, 2)

// persist does some work until it succeeds, with growing pauses.
func persist(ctx context.Context, work func() error) {
	for attempt := 1; ctx.Err() == nil; attempt++ {
		err := work()
		if err == nil || ctx.Err() != nil {
			return
		}
		slog.WarnContext(ctx, "Tries again.", "error", err)
		sleep(ctx, backoff(attempt))
	}
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
