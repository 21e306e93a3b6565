package portico_test

import (
	"testing"

	portico "github.com/portico-portal/portico/clients/go"
)

func TestADeviceIsPushedAskedAndAnswersAsAConnectorDoes(t *testing.T) {
	t.Parallel()
	c := client(t)
	must(portico.PushCustomerData(t.Context(), c, &portico.PushCustomerDataInput{
		CustomerData: &portico.CustomerDataInput{CustomerKey: "devices", Rooms: []*portico.RoomInput{{RoomKey: "101", Name: "Room 101"}}}}))(t)
	pushed := must(portico.PushDevices(t.Context(), c, &portico.PushDevicesInput{
		CustomerKey: "devices",
		Devices: []*portico.DeviceInput{{
			DeviceKey: "door", Name: "Door of room 101", Type: portico.DeviceTypeLock,
			Capabilities: []portico.DeviceCapability{portico.DeviceCapabilityUnlock},
			State:        &portico.DeviceStateInput{IsLocked: new(true)},
		}},
	}))(t)
	if pushed.PushDevices.CreatedCount != 1 {
		t.Errorf("%+v", pushed.PushDevices)
	}
	customer := must(portico.GetCustomer(t.Context(), c, "devices", nil))(t).Customer
	device := customer.Devices.Nodes[0]
	if !device.IsOnline || device.BatteryLevel != nil || !*device.State.IsLocked || device.State.Temperature != nil {
		t.Errorf("what was left out has not its default: %+v", device)
	}
	space := customer.Spaces.Nodes[0]
	proposals := must(portico.ListDeviceProposals(t.Context(), c, new("devices")))(t).DeviceProposals
	if len(proposals) != 1 || proposals[0].Device.Id != device.Id || proposals[0].Space.Id != space.Id || proposals[0].Score <= 0 {
		t.Errorf("proposals: %+v", proposals)
	}
	must(portico.AssignDevices(t.Context(), c, &portico.AssignDevicesInput{SpaceId: space.Id, DeviceIds: []string{device.Id}}))(t)
	found := must(portico.ListDevices(t.Context(), c, "devices", nil, nil, &portico.DeviceFilter{SpaceId: &space.Id}))(t).Customer.Devices.Nodes
	if len(found) != 1 || found[0].Space.Key != "101" {
		t.Errorf("in the place: %+v", found)
	}

	places := must(portico.ListSpacesWithDevices(t.Context(), c, "devices", nil, nil, nil, new(1), &portico.SpacesDeviceFilter{Type: new(portico.DeviceTypeLock)}))(t)
	if placed := places.Customer.Spaces.Nodes[0].Devices.Nodes; len(placed) != 1 || placed[0].Key != "door" {
		t.Errorf("of the place: %+v", placed)
	}

	must(portico.RequestDeviceAction(t.Context(), c,
		&portico.RequestDeviceActionInput{DeviceId: device.Id, Capability: portico.DeviceCapabilityUnlock}))(t)
	filter := &portico.DeviceActionFilter{Status: new(portico.DeviceActionStatusPending), DeviceId: &device.Id}
	waiting := must(portico.ListDeviceActions(t.Context(), c, nil, nil, filter))(t).DeviceActions.Nodes
	if len(waiting) != 1 || waiting[0].Device.Key != "door" {
		t.Fatalf("waiting: %+v", waiting)
	}
	done := must(portico.CompleteDeviceAction(t.Context(), c, &portico.CompleteDeviceActionInput{
		Id: waiting[0].Id, Succeeded: true, State: &portico.DeviceStateInput{IsLocked: new(false)}}))(t).CompleteDeviceAction.DeviceAction
	if done.Status != portico.DeviceActionStatusSucceeded || done.CompletedAt == nil {
		t.Errorf("done: %+v", done)
	}
}
