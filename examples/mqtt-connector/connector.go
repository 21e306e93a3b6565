package main

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/Khan/genqlient/graphql"
	"github.com/eclipse/paho.golang/autopaho"
	"github.com/eclipse/paho.golang/paho"

	"github.com/portico-portal/portico/examples/mqtt-connector/portico"
)

// connector joins a broker to one of Portico's customers.
type connector struct {
	customer string
	portico  graphql.Client
	broker   *autopaho.ConnectionManager
	sent     map[string]portico.DeviceInput // what Portico has, by key
	tasks    map[string]task                // what devices are doing, by the action's id
	mu       sync.Mutex                     // guards what the broker tells
	parts    map[string]device              // the components of devices, by the topics of their announcements
	heard    map[string]*string             // the last message of each topic: another pointer where a device has told the same again
}

// task is a command on its way; it fails when its time is over.
type task struct {
	command
	before  *string // what was heard of its proof
	until   time.Time
	failure string
}

// take takes a message, and gives the topics to listen to from then on.
func (c *connector) take(topic, payload string, kept bool) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !strings.HasPrefix(topic, "homeassistant/") || !strings.HasSuffix(topic, "/config") {
		if last := c.heard[topic]; last == nil || *last != payload || !kept { // what the broker had kept proves nothing
			c.heard[topic] = &payload
		}
		return nil
	}
	d := parse(topic, payload)
	if payload == "" {
		delete(c.parts, topic)
	} else if len(d.topics) > 0 {
		c.parts[topic] = d
	}
	return d.topics
}

// devices are what their components tell together, by key, and what was heard until then.
func (c *connector) devices() (devices map[string]device, heard map[string]*string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	devices = map[string]device{}
	for _, topic := range slices.Sorted(maps.Keys(c.parts)) {
		part := c.parts[topic]
		d, known := devices[part.DeviceKey]
		if !known {
			d = device{DeviceInput: part.DeviceInput, commands: map[portico.DeviceCapability]command{}}
			d.IsOnline, d.State = true, map[string]any{}
		}
		if part.Type != portico.DeviceTypeSensor { // a lock with a battery sensor is a lock
			d.Name, d.Type, d.Manufacturer, d.Model = part.Name, part.Type, part.Manufacturer, part.Model
		}
		maps.Copy(d.commands, part.commands)
		d.Capabilities = slices.Sorted(maps.Keys(d.commands))
		for _, r := range part.readings {
			value := r.value(c.heard[r.topic])
			yes, _ := value.(bool)
			switch number, _ := value.(float64); {
			case r.field == "isOnline":
				d.IsOnline = d.IsOnline && yes
			case value != nil && r.field == "batteryLevel":
				d.BatteryLevel = new(int(math.Round(number)))
			case value != nil:
				d.State[r.field] = value
			}
		}
		devices[part.DeviceKey] = d
	}
	return devices, maps.Clone(c.heard)
}

// push sends the devices that differ from what Portico has, and deletes those that are gone.
func (c *connector) push(ctx context.Context, devices map[string]device) error {
	var changed []*portico.DeviceInput
	for key, d := range devices {
		if !reflect.DeepEqual(d.DeviceInput, c.sent[key]) {
			changed = append(changed, &d.DeviceInput)
		}
	}
	for batch := range slices.Chunk(changed, 1000) {
		if _, err := portico.PushDevices(ctx, c.portico, &portico.PushDevicesInput{CustomerKey: c.customer, Devices: batch}); err != nil {
			return err
		}
		for _, d := range batch {
			c.sent[d.DeviceKey] = *d
		}
	}
	for key := range c.sent {
		if _, here := devices[key]; !here {
			if _, err := portico.DeleteDevices(ctx, c.portico, &portico.DeleteDevicesInput{CustomerKey: c.customer, DeviceKeys: []string{key}}); err != nil {
				return err
			}
			delete(c.sent, key)
		}
	}
	return nil
}

// answer tells of the actions whose devices have reported what was wanted, and of those whose time is over.
func (c *connector) answer(ctx context.Context, heard map[string]*string) error {
	for id, t := range c.tasks {
		done := heard[t.proof.topic] != t.before && t.proof.value(heard[t.proof.topic]) == t.want
		if done {
			t.failure = ""
		} else if time.Now().Before(t.until) {
			continue
		}
		delete(c.tasks, id) // where this fails, the action is pending still, and begins anew
		if _, err := portico.CompleteDeviceAction(ctx, c.portico, &portico.CompleteDeviceActionInput{Id: id, Succeeded: done, Error: t.failure}); err != nil {
			return err
		}
	}
	return nil
}

// begin tells devices that were heard of what they are asked to do.
func (c *connector) begin(ctx context.Context, devices map[string]device, heard map[string]*string) error {
	pending, err := portico.PendingActions(ctx, c.portico, c.customer)
	if err != nil {
		return err
	}
	for _, a := range pending.DeviceActions.Nodes {
		how, known := devices[a.Device.Key].commands[a.Capability]
		if _, begun := c.tasks[a.Id]; begun || !known {
			continue
		}
		if a.TargetTemperature != nil {
			how.want = math.Round(*a.TargetTemperature*2) / 2 // the steps of most thermostats
			how.payload = fmt.Sprint(how.want)
		}
		t := task{how, heard[how.proof.topic], time.Now().Add(20 * time.Second), "The device did not report within 20 seconds that it has done this."}
		soon := &paho.PublishProperties{MessageExpiry: new(uint32(20))} // a door must not open long after it was asked for
		if _, err := c.broker.Publish(ctx, &paho.Publish{QoS: 1, Topic: how.topic, Payload: []byte(how.payload), Properties: soon}); err != nil {
			slog.WarnContext(ctx, "A command can't be published.", "topic", how.topic, "error", err)
			t.until, t.failure = time.Now(), "The device can't be reached now."
		}
		c.tasks[a.Id] = t
	}
	return nil
}
