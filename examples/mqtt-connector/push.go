package main

import (
	"context"
	"errors"
	"log/slog"
	"reflect"
	"slices"
	"time"

	"github.com/portico-portal/portico/examples/mqtt-connector/portico"
)

// gather is how long changes are gathered.
const gather = 200 * time.Millisecond

// keepPushing sends what changes until the end.
func (c *connector) keepPushing(ctx context.Context) {
	for ctx.Err() == nil {
		c.mu.Lock()
		changed := c.changed
		c.mu.Unlock()
		sleep(ctx, gather)
		persist(ctx, func() error { return c.push(ctx) })
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
}

// push sends the devices that differ from what Portico has, and deletes those that are gone.
func (c *connector) push(ctx context.Context) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	c.mu.Lock()
	devices := c.devices()
	c.mu.Unlock()
	var differ []*portico.DeviceInput
	for key, d := range devices {
		if !reflect.DeepEqual(d.DeviceInput, c.sent[key]) {
			differ = append(differ, &d.DeviceInput)
		}
	}
	for batch := range slices.Chunk(differ, 1000) {
		if err := c.send(ctx, batch); err != nil {
			return err
		}
	}
	for key := range c.sent {
		if devices[key] == nil {
			_, err := portico.DeleteDevices(ctx, c.portico, &portico.DeleteDevicesInput{CustomerKey: c.customer, DeviceKeys: []string{key}})
			if err != nil && portico.Code(err) != "BAD_USER_INPUT" {
				return err
			}
			delete(c.sent, key)
		}
	}
	return nil
}

// send halves what Portico refuses, until it has found the device that is to blame: the others need not wait for it.
func (c *connector) send(ctx context.Context, devices []*portico.DeviceInput) error {
	_, err := portico.PushDevices(ctx, c.portico, &portico.PushDevicesInput{CustomerKey: c.customer, Devices: devices})
	half := len(devices) / 2
	switch {
	case err != nil && portico.Code(err) != "BAD_USER_INPUT":
		return err
	case err != nil && half > 0:
		return errors.Join(c.send(ctx, devices[:half]), c.send(ctx, devices[half:]))
	case err != nil:
		slog.ErrorContext(ctx, "Portico refuses a device.", "device", devices[0].DeviceKey, "error", err)
	}
	for _, d := range devices {
		c.sent[d.DeviceKey] = *d
	}
	return nil
}
