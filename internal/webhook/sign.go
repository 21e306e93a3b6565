package webhook

import (
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/portico-portal/portico/models"
)

// secrets opens those that sign for an endpoint now, the current one first. A former
// one that doesn't open is left out: the current one is enough.
func (s *Sender) secrets(e *models.WebhookEndpoint, now time.Time) ([][]byte, error) {
	about := e.ID.String()
	current, err := s.sealer.Open(e.SealedSecret, about)
	if err != nil {
		return nil, err
	}
	secrets := [][]byte{current}
	if e.FormerUntil != nil && e.FormerUntil.After(now) && len(e.SealedFormer) > 0 {
		if former, err := s.sealer.Open(e.SealedFormer, about); err == nil {
			secrets = append(secrets, former)
		}
	}
	return secrets, nil
}

// signatures writes the signature of each secret, separated by spaces.
func signatures(secrets [][]byte, id string, at time.Time, body []byte) (string, error) {
	texts := make([]string, len(secrets))
	for i, secret := range secrets {
		signer, err := standardwebhooks.NewWebhookRaw(secret)
		if err != nil {
			return "", err
		}
		if texts[i], err = signer.Sign(id, at, body); err != nil {
			return "", err
		}
	}
	return strings.Join(texts, " "), nil
}
