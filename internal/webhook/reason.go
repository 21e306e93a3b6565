package webhook

import (
	"crypto/tls"
	"errors"
	"net"

	"github.com/portico-portal/portico/internal/outbound"
	"github.com/portico-portal/portico/internal/seal"
)

// reason says why a call had no answer, in one of a few fixed texts: an error's own
// may hold the endpoint's URL or tell of the operator's network.
func reason(err error) string {
	var (
		certificate *tls.CertificateVerificationError
		lookup      *net.DNSError
		network     net.Error
	)
	switch {
	case errors.Is(err, seal.ErrSealed):
		return "its secret could not be opened"
	case errors.Is(err, outbound.ErrAddress):
		return "leads to an address that is not public"
	case errors.As(err, &certificate):
		return "its TLS certificate is not valid"
	case errors.As(err, &lookup) && !lookup.IsTimeout:
		return "its name could not be looked up"
	case errors.As(err, &network) && network.Timeout():
		return "timed out"
	default:
		return "could not be reached"
	}
}
