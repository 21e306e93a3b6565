package webhook

import (
	"encoding/base64"
	"fmt"
	"io"
)

const (
	// secretBytes is the length of an endpoint's secret, that of the HMAC's hash.
	secretBytes = 32
	// secretTag stands in front of a secret's text in Standard Webhooks.
	secretTag = "whsec_"
)

// NewSecret draws the secret that signs an endpoint's deliveries.
func NewSecret(random io.Reader) ([]byte, error) {
	secret := make([]byte, secretBytes)
	if _, err := io.ReadFull(random, secret); err != nil {
		return nil, fmt.Errorf("webhook: random bytes: %w", err)
	}
	return secret, nil
}

// SecretText writes a secret as Standard Webhooks does, for the receiver's library.
func SecretText(secret []byte) string {
	return secretTag + base64.StdEncoding.EncodeToString(secret)
}
