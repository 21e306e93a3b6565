package main

import (
	"context"
	"log/slog"
	"math"
	"strconv"
	"sync"
	"time"

	"github.com/eclipse/paho.golang/paho"

	"github.com/portico-portal/portico/examples/mqtt-connector/portico"
)

const (
	often    = 500 * time.Millisecond
	patience = 20 * time.Second
	lifetime = time.Minute // of an action in Portico
)

// keepAsking asks for actions until the end.
func (c *connector) keepAsking(ctx context.Context) {
	var running sync.WaitGroup
	defer running.Wait()
	for ; ctx.Err() == nil; sleep(ctx, often) {
		persist(ctx, func() error { return c.ask(ctx, &running) })
	}
}

// ask begins what devices of the customer are asked to do.
func (c *connector) ask(ctx context.Context, running *sync.WaitGroup) error {
	pending := map[string]bool{}
	for after, more := (*string)(nil), true; more; {
		answer, err := portico.PendingActions(ctx, c.portico, after)
		if err != nil {
			return err
		}
		for _, a := range answer.DeviceActions.Nodes {
			if _, known := c.command(a); known && !c.taken[a.Id] {
				found, err := portico.DeviceByKey(ctx, c.portico, c.customer, a.Device.Key)
				if err != nil {
					return err
				}
				c.taken[a.Id] = true
				// Another customer may have a device of the same key.
				if found.Customer != nil && len(found.Customer.Devices.Nodes) > 0 && found.Customer.Devices.Nodes[0].Id == a.Device.Id {
					running.Go(func() { c.carryOut(ctx, a) })
				}
			}
			pending[a.Id] = c.taken[a.Id]
		}
		after, more = answer.DeviceActions.PageInfo.EndCursor, answer.DeviceActions.PageInfo.HasNextPage
	}
	c.taken = pending
	return nil
}

// command is what an action asks a known device for.
func (c *connector) command(a *portico.Action) (how command, known bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d := c.devices()[a.Device.Key]; d != nil {
		how, known = d.commands[a.Capability]
	}
	if known && a.TargetTemperature != nil {
		degrees := *a.TargetTemperature
		how.want = degrees
		if how.reading.fahrenheit {
			degrees = degrees*1.8 + 32
		}
		how.payload = strconv.FormatFloat(math.Round(degrees*10)/10, 'f', -1, 64)
	}
	return how, known
}

// carryOut has a device do something, and answers.
func (c *connector) carryOut(ctx context.Context, a *portico.Action) {
	ctx, cancel := context.WithTimeout(ctx, lifetime)
	defer cancel()
	answer := &portico.CompleteDeviceActionInput{Id: a.Id}
	if how, known := c.command(a); !known {
		answer.Error = new("The device no longer offers this.")
	} else if told, problem := c.tell(ctx, how); problem != "" {
		answer.Error = &problem
	} else {
		answer.Succeeded, answer.State = true, &map[string]any{how.reading.field: told}
	}
	persist(ctx, func() error {
		c.writing.Lock()
		defer c.writing.Unlock()
		_, err := portico.CompleteDeviceAction(ctx, c.portico, answer)
		c.sent[a.Device.Key] = portico.DeviceInput{} // the answer's state may be older than what the device tells by now
		c.wake()
		if code := portico.Code(err); code == "CONFLICT" || code == "NOT_FOUND" {
			slog.WarnContext(ctx, "Nobody waits for this answer.", "action", a.Id, "error", err)
			return nil
		}
		return err
	})
}

// tell publishes a command and waits until the device reports what it asks for.
func (c *connector) tell(ctx context.Context, how command) (told any, problem string) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c.mu.Lock()
	before := how.reading.reports
	c.mu.Unlock()
	// A door must not open long after it was asked for.
	expiry := uint32(patience / time.Second)
	_, err := c.broker.Publish(ctx, &paho.Publish{
		QoS: 1, Topic: how.topic, Payload: []byte(how.payload), Properties: &paho.PublishProperties{MessageExpiry: &expiry},
	})
	if err != nil {
		slog.WarnContext(ctx, "A command can't be published.", "topic", how.topic, "error", err)
		return nil, "The device can't be reached now."
	}
	for {
		c.mu.Lock()
		changed, reports, value := c.changed, how.reading.reports, how.reading.value
		c.mu.Unlock()
		if reports > before && alike(value, how.want) {
			return value, ""
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, "The device did not report within 20 seconds that it has done this."
		}
	}
}

// alike lets a thermostat round to its own steps, in Celsius or Fahrenheit.
func alike(value, want any) bool {
	degrees, ok := value.(float64)
	wanted, _ := want.(float64)
	return value == want || ok && math.Abs(degrees-wanted) < 0.3
}
