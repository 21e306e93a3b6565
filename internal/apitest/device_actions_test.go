package apitest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	actionFields     = `id capability targetTemperature status error createdAt expiresAt completedAt device{key state{isLocked temperature}}`
	requestDocument  = `mutation($input: RequestDeviceActionInput!){requestDeviceAction(input:$input){deviceAction{` + actionFields + `}}}`
	completeDocument = `mutation($input: CompleteDeviceActionInput!){completeDeviceAction(input:$input){deviceAction{` + actionFields + `}}}`
	actionDocument   = `query($id: ID!){deviceAction(id:$id){` + actionFields + `}}`
	actionsDocument  = `query($filter: DeviceActionFilter){deviceActions(filter:$filter){nodes{id} totalCount}}`
)

func parsed(t *testing.T, text string) (value obj) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// request asks a device to do something and gives the action's id.
func (c client) request(device, capability string) string {
	c.t.Helper()
	return str(c.data(requestDocument, obj{"input": obj{"deviceId": device, "capability": capability}}), "requestDeviceAction.deviceAction.id")
}

// actions lists the ids of the actions that a filter keeps.
func (c client) actions(filter obj) []string {
	c.t.Helper()
	data := c.data(actionsDocument, obj{"filter": filter})
	ids := strs(data, "deviceActions.nodes", "id")
	same(c.t, "the count of actions", num(data, "deviceActions.totalCount"), len(ids))
	return ids
}

func withLock(t *testing.T, s *server) (guest client, lock string) {
	t.Helper()
	s.pushDevices("hotel", device("l", "Lock", obj{"state": obj{"isLocked": true, "temperature": 20}}))
	_, url := s.mint("hotel", nil)
	guest, _ = s.redeem(url)
	return guest, s.deviceID("hotel", "l")
}

func TestAnActionIsPendingUntilTheConnectorAnswers(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		guest, lock := withLock(t, s)
		id := guest.request(lock, "UNLOCK")
		waiting := at(guest.data(actionDocument, obj{"id": id}), "deviceAction")
		same(t, "it waits", str(waiting, "status")+" "+str(waiting, "capability"), "PENDING UNLOCK")
		same(t, "the device's action", str(s.devices("hotel", nil), "0.pendingAction.id"), id)
		same(t, "the connector finds it", s.actions(obj{"status": "PENDING"}), []string{id})
		done := at(s.data(completeDocument, obj{"input": obj{"id": id, "succeeded": true, "state": obj{"isLocked": false}}}), "completeDeviceAction.deviceAction")
		same(t, "it is done", str(done, "status"), "SUCCEEDED")
		same(t, "its state", fmt.Sprint(at(done, "device.state.isLocked"), at(done, "device.state.temperature")), "false 20")
		if at(done, "completedAt") == nil {
			t.Errorf("done: %v", done)
		}
		same(t, "nothing waits", s.actions(obj{"status": "PENDING"}), []string{})
		s.refused(completeDocument, obj{"input": obj{"id": id, "succeeded": true}}, "CONFLICT id")
		same(t, "the events", s.told(obj{"deviceId": lock}), []string{"DEVICE_ADDED", "DEVICE_ACTION_REQUESTED", "DEVICE_ACTION_COMPLETED", "DEVICE_CHANGED"})
		same(t, "who asked", str(s.event("DEVICE_ACTION_REQUESTED"), "actor.type"), "PORTAL_SESSION")

		failed := guest.request(lock, "LOCK")
		s.data(completeDocument, obj{"input": obj{"id": failed, "succeeded": false, "error": "The bolt is jammed."}})
		answer := at(guest.data(actionDocument, obj{"id": failed}), "deviceAction")
		same(t, "it failed", str(answer, "status")+" "+str(answer, "error"), "FAILED The bolt is jammed.")
		history := guest.data(`{portal{customer{devices{nodes{events(first: 2){nodes{type deviceAction{capability status}}}}}}}}`, nil)
		same(t, "the history", str(history, "portal.customer.devices.nodes.0.events.nodes.0.deviceAction.status"), "FAILED")
		same(t, "of another customer", s.actions(obj{"customerKey": "inn"}), []string{})
		same(t, "of its customer", s.actions(obj{"customerKey": "hotel"}), []string{failed, id})
		same(t, "all of the device", s.actions(obj{"deviceId": lock}), []string{failed, id})
		same(t, "as a node", str(s.data(nodeDocument, obj{"id": id}), "node.__typename"), "DeviceAction")
	})
}

func TestAnActionThatNobodyAnswersTimesOut(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		guest, lock := withLock(t, s)
		first := guest.request(lock, "LOCK")
		s.clock.advance(59 * time.Second)
		guest.refused(requestDocument, obj{"input": obj{"deviceId": lock, "capability": "LOCK"}}, "CONFLICT deviceId")
		s.clock.advance(2 * time.Second)
		same(t, "it has had its time", str(guest.data(actionDocument, obj{"id": first}), "deviceAction.status"), "TIMED_OUT")
		same(t, "the device is free", at(s.devices("hotel", nil), "0.pendingAction"), nil)
		same(t, "nothing waits", s.actions(obj{"status": "PENDING"}), []string{})
		same(t, "it is among those", s.actions(obj{"status": "TIMED_OUT"}), []string{first})
		s.refused(completeDocument, obj{"input": obj{"id": first, "succeeded": true}}, "CONFLICT id")
		second := guest.request(lock, "LOCK")
		s.clock.advance(61 * time.Second)
		for range 2 {
			if err := s.portal.TimeOutActions(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		same(t, "both", s.actions(obj{"status": "TIMED_OUT"}), []string{second, first})
		same(t, "the events", s.told(obj{"type": "DEVICE_ACTION_TIMED_OUT"}), []string{"DEVICE_ACTION_TIMED_OUT", "DEVICE_ACTION_TIMED_OUT"})
		same(t, "by nobody", str(s.event("DEVICE_ACTION_TIMED_OUT"), "actor.type"), "SERVER")
	})
}

func TestOfManyRequestsAtOnceOneIsTakenAndTheOthersAreTold(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		guest, lock := withLock(t, s)
		var wait sync.WaitGroup
		answers := make([]answer, 16)
		errs := make([]error, len(answers))
		for i := range answers {
			wait.Go(func() {
				answers[i], errs[i] = guest.try(requestDocument, obj{"input": obj{"deviceId": lock, "capability": "LOCK"}})
			})
		}
		wait.Wait()
		taken := 0
		for i, a := range answers {
			switch told := strings.Join(a.problems(), " "); {
			case errs[i] != nil:
				t.Error(errs[i])
			case told == "":
				taken++
			case told != "CONFLICT deviceId":
				t.Errorf("told %s", told)
			}
		}
		same(t, "taken", taken, 1)
		same(t, "stored", s.scalar("SELECT count(*) FROM device_actions"), 1)
	})
}

func TestWhatADeviceCantDoIsRefused(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		guest, lock := withLock(t, s)
		s.pushDevices("hotel", device("t", "T", obj{"type": "THERMOSTAT", "capabilities": arr{"SET_TEMPERATURE"}}))
		thermostat := s.deviceID("hotel", "t")
		for _, wrong := range []struct {
			input obj
			told  string
		}{
			{obj{"deviceId": lock, "capability": "TURN_ON"}, "BAD_USER_INPUT capability"},
			{obj{"deviceId": lock, "capability": "SING"}, "BAD_USER_INPUT capability"},
			{obj{"deviceId": lock, "capability": "LOCK", "targetTemperature": 20}, "BAD_USER_INPUT targetTemperature"},
			{obj{"deviceId": thermostat, "capability": "SET_TEMPERATURE"}, "BAD_USER_INPUT targetTemperature"},
			{obj{"deviceId": thermostat, "capability": "SET_TEMPERATURE", "targetTemperature": 201}, "BAD_USER_INPUT targetTemperature"},
			{obj{"deviceId": "none", "capability": "LOCK"}, "NOT_FOUND deviceId"},
		} {
			guest.refused(requestDocument, obj{"input": wrong.input}, wrong.told)
		}
		id := guest.request(lock, "LOCK")
		guest.refused(completeDocument, obj{"input": obj{"id": id, "succeeded": true}}, "FORBIDDEN")
		s.second().refused(completeDocument, obj{"input": obj{"id": id, "succeeded": true}}, "NOT_FOUND id")
		s.refused(completeDocument, obj{"input": obj{"id": id, "succeeded": true, "error": "no"}}, "BAD_USER_INPUT error")
		s.refused(completeDocument, obj{"input": obj{"id": id, "succeeded": false, "error": strings.Repeat("x", 256), "state": obj{"humidity": 101}}},
			"BAD_USER_INPUT error", "BAD_USER_INPUT state.humidity")
		same(t, "it still waits", s.actions(obj{"status": "PENDING"}), []string{id})
		guest.data(requestDocument, obj{"input": obj{"deviceId": thermostat, "capability": "SET_TEMPERATURE", "targetTemperature": 20.5}})
	})
}

func TestADeletedDeviceTakesItsPendingActionAlong(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		guest, lock := withLock(t, s)
		id := guest.request(lock, "UNLOCK")
		s.data(deleteDevicesDocument, obj{"input": obj{"customerKey": "hotel", "deviceKeys": arr{"l"}}})
		s.refused(completeDocument, obj{"input": obj{"id": id, "succeeded": true}}, "NOT_FOUND id")
		same(t, "the action", at(s.data(actionDocument, obj{"id": id}), "deviceAction"), nil)
		s.clock.advance(time.Hour)
		if err := s.portal.TimeOutActions(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, "the trail", s.told(obj{"deviceId": lock}), []string{"DEVICE_ADDED", "DEVICE_ACTION_REQUESTED", "DEVICE_DELETED"})
	})
}
