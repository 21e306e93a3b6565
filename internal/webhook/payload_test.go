package webhook

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

func TestEveryTypeHasItsText(t *testing.T) {
	t.Parallel()
	for eventType, want := range map[models.EventType]string{
		models.EventMagicLinkCreated:     "magic_link.created",
		models.EventMagicLinkUpdated:     "magic_link.updated",
		models.EventMagicLinkRedeemed:    "magic_link.redeemed",
		models.EventMagicLinkRefused:     "magic_link.refused",
		models.EventMagicLinkRevoked:     "magic_link.revoked",
		models.EventMagicLinkRotated:     "magic_link.rotated",
		models.EventPortalSessionStarted: "portal_session.started",
		models.EventPortalSessionEnded:   "portal_session.ended",
		models.EventCustomerUpdated:      "customer.updated",
		models.EventCustomerDeleted:      "customer.deleted",
		models.EventCredentialRevoked:    "credential.revoked",
		models.EventCredentialLeaked:     "credential.leaked",
		models.EventWebhookTest:          "webhook.test",
		models.EventWebhookDisabled:      "webhook_endpoint.disabled",
		"SOMETHING_ELSE":                 "something_else",
	} {
		if text := TypeText(eventType); text != want {
			t.Errorf("%s: %s", eventType, text)
		}
	}
}

func TestPayloadHasAllFields(t *testing.T) {
	t.Parallel()
	id := uuid.MustParse("0198c5a0-0000-7000-8000-000000000001")
	d := &store.DueDelivery{Event: models.Event{
		WorkspaceID: id, ID: id, Type: models.EventMagicLinkRefused, SubjectID: id, Count: 2,
		CreatedAt: time.Date(2026, 1, 2, 4, 4, 5, 60_000, time.FixedZone("", 3600)),
	}}
	const text = `"0198c5a0-0000-7000-8000-000000000001"`
	check := func(want string) {
		t.Helper()
		want = strings.ReplaceAll(want, "ID", text)
		if body, err := Payload(d); err != nil || string(body) != want {
			t.Errorf("%s, %v\nwant %s", body, err, want)
		}
	}
	const head = `{"type":"magic_link.refused","timestamp":"2026-01-02T03:04:05.000060Z","data":{"eventId":ID,"workspaceId":ID,`
	check(head + `"customerId":null,"customerKey":null,"subjectId":ID,` +
		`"actor":{"type":null,"id":null,"openedFor":null,"addressHash":null},"deviceId":null,"reason":null,"failure":null,"count":2}}`)
	d.CustomerKey, d.Event.CustomerID = new("acme"), &id
	d.Event.Actor = models.Actor{Type: new(models.ActorServer), ID: &id, OpenedFor: new("op"), AddressHash: new("ab")}
	d.Event.Reason = new(models.MagicLinkStatus("EXPIRED"))
	check(head + `"customerId":ID,"customerKey":"acme","subjectId":ID,` +
		`"actor":{"type":"SERVER","id":ID,"openedFor":"op","addressHash":"ab"},"deviceId":null,"reason":"EXPIRED","failure":null,"count":2}}`)
}

func TestSecretsHaveTheStandardsForm(t *testing.T) {
	t.Parallel()
	secret, err := NewSecret(rand.Reader)
	if err != nil || len(secret) != 32 {
		t.Fatal(secret, err)
	}
	if _, err := NewSecret(strings.NewReader("short")); err == nil {
		t.Error("a short source is taken")
	}
	if text := SecretText(bytes.Repeat([]byte{0xff}, 4)); text != "whsec_/////w==" {
		t.Error(text)
	}
}
