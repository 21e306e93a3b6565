package portico_test

import (
	"testing"

	portico "github.com/portico-portal/portico/clients/go"
)

func TestAWebhookEndpointKeepsWhatAChangeDoesNotName(t *testing.T) {
	t.Parallel()
	c := client(t)
	made := must(portico.CreateWebhookEndpoint(t.Context(), c, &portico.CreateWebhookEndpointInput{
		Url: "https://hooks.example.com/portico", EventTypes: []portico.EventType{portico.EventTypeCredentialLeaked}}))(t).CreateWebhookEndpoint
	id := made.WebhookEndpoint.Id
	changed := must(portico.UpdateWebhookEndpoint(t.Context(), c,
		&portico.UpdateWebhookEndpointInput{Id: id, Enabled: new(false)}))(t).UpdateWebhookEndpoint.WebhookEndpoint
	if changed.DisabledAt == nil || changed.Url != made.WebhookEndpoint.Url || len(changed.EventTypes) != 1 {
		t.Errorf("changed: %+v", changed)
	}
	rotated := must(portico.RotateWebhookSecret(t.Context(), c, &portico.RotateWebhookSecretInput{Id: id}))(t)
	if rotated.RotateWebhookSecret.Secret == made.Secret {
		t.Error("the secret is the former one")
	}
	if sent := must(portico.ListWebhookDeliveries(t.Context(), c, id, nil, nil, nil))(t); len(sent.WebhookDeliveries.Nodes) > 0 {
		t.Errorf("sent: %+v", sent.WebhookDeliveries.Nodes)
	}
	must(portico.DeleteWebhookEndpoint(t.Context(), c, &portico.DeleteWebhookEndpointInput{Id: id}))(t)
	if gone := must(portico.GetWebhookEndpoint(t.Context(), c, id))(t); gone.WebhookEndpoint != nil {
		t.Errorf("after its end: %+v", gone.WebhookEndpoint)
	}
}
