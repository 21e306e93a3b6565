package models

import (
	"database/sql/driver"
	"time"

	"github.com/google/uuid"
)

// EventType says what happened.
type EventType string

// What can happen.
const (
	EventMagicLinkCreated     EventType = "MAGIC_LINK_CREATED"
	EventMagicLinkUpdated     EventType = "MAGIC_LINK_UPDATED"
	EventMagicLinkRedeemed    EventType = "MAGIC_LINK_REDEEMED"
	EventMagicLinkRefused     EventType = "MAGIC_LINK_REFUSED"
	EventMagicLinkRevoked     EventType = "MAGIC_LINK_REVOKED"
	EventMagicLinkRotated     EventType = "MAGIC_LINK_ROTATED"
	EventPortalSessionStarted EventType = "PORTAL_SESSION_STARTED"
	EventPortalSessionEnded   EventType = "PORTAL_SESSION_ENDED"
	EventCustomerUpdated      EventType = "CUSTOMER_UPDATED"
	EventCustomerDeleted      EventType = "CUSTOMER_DELETED"
	EventCredentialRevoked    EventType = "CREDENTIAL_REVOKED" //nolint:gosec // the name of what happened
	EventCredentialLeaked     EventType = "CREDENTIAL_LEAKED"  //nolint:gosec // likewise
	EventAccountConnected     EventType = "CONNECTED_ACCOUNT_CONNECTED"
	EventAccountFailed        EventType = "CONNECTED_ACCOUNT_FAILED"
	EventAccountDisconnected  EventType = "CONNECTED_ACCOUNT_DISCONNECTED"
	EventDeviceAdded          EventType = "DEVICE_ADDED"
	EventDeviceChanged        EventType = "DEVICE_CHANGED"
	EventDeviceDeleted        EventType = "DEVICE_DELETED"
	EventDeviceAssigned       EventType = "DEVICE_ASSIGNED"
	EventDeviceUnassigned     EventType = "DEVICE_UNASSIGNED"
	EventActionRequested      EventType = "DEVICE_ACTION_REQUESTED"
	EventActionCompleted      EventType = "DEVICE_ACTION_COMPLETED"
	EventActionTimedOut       EventType = "DEVICE_ACTION_TIMED_OUT"
	EventWebhookTest          EventType = "WEBHOOK_TEST"
	EventWebhookDisabled      EventType = "WEBHOOK_ENDPOINT_DISABLED"
)

// DeviceEventTypes lists the types of events that a device can have.
func DeviceEventTypes() []EventType {
	return []EventType{
		EventDeviceAdded, EventDeviceChanged, EventDeviceDeleted, EventDeviceAssigned, EventDeviceUnassigned,
		EventActionRequested, EventActionCompleted, EventActionTimedOut,
	}
}

// ActorType says who can do something.
type ActorType string

// Who can do something.
const (
	// ActorCredential is a business's backend, by an API key or a personal access token.
	ActorCredential ActorType = "CREDENTIAL"
	// ActorPortalSession is a customer in its portal.
	ActorPortalSession ActorType = "PORTAL_SESSION"
	// ActorAnonymous brought no credential.
	ActorAnonymous ActorType = "ANONYMOUS"
	// ActorServer is the server by itself.
	ActorServer ActorType = "SERVER"
	// ActorOperator is whoever runs the server, at its command line.
	ActorOperator ActorType = "OPERATOR"
)

// EventTypes is a list of types, stored as a JSON array; nil is NULL.
type EventTypes []EventType

// Value writes the list for the database.
func (t EventTypes) Value() (driver.Value, error) {
	if t == nil {
		return nil, nil
	}
	return jsonText(t)
}

// Scan reads the list from the database.
func (t *EventTypes) Scan(stored any) error { return scanJSON(stored, t) }

// GormDataType names the kind of column to the mapper.
func (EventTypes) GormDataType() string { return "json" }

// Actor is who did something.
type Actor struct {
	// Type is nil in events of a release that noted none.
	Type *ActorType `gorm:"column:actor_type"`
	// ID is the credential's or the portal session's; nil where there is neither.
	ID *uuid.UUID `gorm:"column:actor_id"`
	// OpenedFor names the operator whom the portal's link was made for; nil where it was
	// made for the customer.
	OpenedFor *string
	// AddressHash is a keyed hash of the client's address, 32 hexadecimal digits: the
	// same address gives the same text as long as the server's secret stays. Nil where no
	// address is known.
	AddressHash *string
}

// Event is something that happened in a workspace. Events never change. They
// hold ids and no data of a customer, so that deleting one leaves nothing to scrub. That a
// link was made is told by the link's row for as long as there is one.
type Event struct {
	WorkspaceID uuid.UUID
	ID          uuid.UUID
	Type        EventType
	// CustomerID is the customer that it happened to or with; nil for a credential.
	CustomerID *uuid.UUID
	// SubjectID is the id of what it happened to.
	SubjectID uuid.UUID
	Actor     Actor `gorm:"embedded"`
	// Reason says why a link was refused; nil for other types.
	Reason *MagicLinkStatus
	// DeviceID is the device that it happened to, or that an action is of; nil for other types.
	DeviceID *uuid.UUID
	// Failure says why an account could not be connected or kept; nil for other types.
	Failure *ConnectionFailure
	// Count is how often it happened, where one event tells of several times.
	Count     int
	CreatedAt time.Time
}

// IsNode marks an Event as an implementation of GraphQL's Node.
func (Event) IsNode() {}

// GetID gives the id that node(id:) finds it by.
func (e Event) GetID() uuid.UUID { return e.ID }
