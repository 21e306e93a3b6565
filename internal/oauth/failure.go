package oauth

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/portico-portal/portico/internal/outbound"
	"github.com/portico-portal/portico/models"
)

// Error says what a failure means. Its text holds nothing that a provider sent.
type Error struct {
	Failure models.ConnectionFailure
	// reason is nil where the failure says all.
	reason error
}

// Error tells what went wrong, to be read behind the provider's name.
func (e *Error) Error() string {
	if e.reason == nil {
		return string(e.Failure)
	}
	return e.reason.Error()
}

// FailureOf is what an error of this package means.
func FailureOf(err error) models.ConnectionFailure {
	if failed, ok := errors.AsType[*Error](err); ok {
		return failed.Failure
	}
	return models.ConnectionUnavailable
}

func invalid(reason error) *Error       { return &Error{models.ConnectionInvalid, reason} }
func misconfigured(reason error) *Error { return &Error{models.ConnectionMisconfigured, reason} }
func unavailable(reason error) *Error   { return &Error{models.ConnectionUnavailable, reason} }

var (
	errAnswer   = errors.New("answers with something that is no token")
	errType     = errors.New("answers with a token that is no bearer token")
	errVerify   = errors.New("answers with an id_token that doesn't verify")
	errRefusal  = errors.New("refuses the client")
	errGrant    = errors.New("refuses the grant")
	errTrouble  = errors.New("answers that it is in trouble")
	errRedirect = errors.New("leads elsewhere")
)

// callFailureOf is what it means that a call had no answer; nil where it had one.
func callFailureOf(err error) *Error {
	for _, refused := range []error{outbound.ErrURL, outbound.ErrPort, outbound.ErrAddress, outbound.ErrTruncated} {
		if errors.Is(err, refused) {
			return misconfigured(refused)
		}
	}
	if _, ok := errors.AsType[*url.Error](err); ok {
		return unavailable(errNoAnswer)
	}
	return nil
}

// failureOf is what it means that a code gave no tokens.
func failureOf(err error) *Error {
	if errors.Is(err, outbound.ErrTruncated) {
		return invalid(outbound.ErrTruncated)
	}
	if failed := callFailureOf(err); failed != nil {
		return failed
	}
	refused, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok {
		return invalid(errAnswer) // what isn't JSON, or lacks the token
	}
	status := 0
	if refused.Response != nil {
		status = refused.Response.StatusCode
	}
	switch {
	case refused.ErrorCode == "invalid_grant":
		return invalid(errGrant)
	case refused.ErrorCode == "server_error" || refused.ErrorCode == "temporarily_unavailable",
		status >= http.StatusInternalServerError, status == http.StatusTooManyRequests, status == http.StatusRequestTimeout:
		return unavailable(errTrouble)
	case status >= http.StatusMultipleChoices && status < http.StatusBadRequest:
		return misconfigured(errRedirect)
	default:
		return misconfigured(errRefusal)
	}
}

// refreshFailureOf is the same of a refresh token.
func refreshFailureOf(err error) *Error {
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok && refused.ErrorCode == "invalid_grant" {
		return &Error{models.ConnectionEnded, errGrant}
	}
	return failureOf(err)
}

func isInvalidClient(err error) bool {
	refused, ok := errors.AsType[*oauth2.RetrieveError](err)
	return ok && (refused.ErrorCode == "invalid_client" || refused.ErrorCode == "" && refused.Response != nil && refused.Response.StatusCode == http.StatusUnauthorized)
}

// discoveryFailureOf is what it means that an issuer doesn't say where its endpoints are.
func discoveryFailureOf(err error) *Error {
	if failed := callFailureOf(err); failed != nil {
		return failed
	}
	if _, ok := errors.AsType[*oidc.IssuerMismatchError](err); ok {
		return misconfigured(errDiscoversOne)
	}
	// go-oidc puts the status in front.
	if text := err.Error(); strings.HasPrefix(text, "5") || strings.HasPrefix(text, "429") {
		return unavailable(errTrouble)
	}
	if strings.HasPrefix(err.Error(), "oidc:") {
		return misconfigured(errDocument)
	}
	return misconfigured(errNoDiscovery)
}

// verifyFailureOf is what it means that an id_token doesn't verify. go-oidc joins the
// failure to fetch the keys as text.
func verifyFailureOf(err error) *Error {
	if failed := callFailureOf(err); failed != nil {
		return failed
	}
	if strings.Contains(err.Error(), "fetching keys") {
		return unavailable(errNoAnswer)
	}
	return invalid(errVerify)
}

// AnswerFailure is what it means that a provider answers with an error in place of a
// code (RFC 6749, section 4.1.2.1, and OpenID Connect Core, section 3.1.2.6).
func AnswerFailure(code string) models.ConnectionFailure {
	switch code {
	case "access_denied", "consent_required", "interaction_required", "login_required", "account_selection_required":
		return models.ConnectionDenied
	case "server_error", "temporarily_unavailable":
		return models.ConnectionUnavailable
	case "invalid_request", "unauthorized_client", "unsupported_response_type", "invalid_scope",
		"invalid_request_uri", "invalid_request_object", "request_not_supported", "request_uri_not_supported", "registration_not_supported":
		return models.ConnectionMisconfigured
	default:
		return models.ConnectionInvalid
	}
}
