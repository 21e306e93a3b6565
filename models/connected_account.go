package models

// ConnectionFailure says why an account could not be connected, or kept.
type ConnectionFailure string

// Why an account could not be connected, or kept.
const (
	// ConnectionDenied tells that the consent was refused.
	ConnectionDenied ConnectionFailure = "CONSENT_DENIED"
	// ConnectionEnded tells that the consent has ended, or was taken back.
	ConnectionEnded ConnectionFailure = "CONSENT_ENDED"
	// ConnectionUnavailable tells that the provider did not answer, or not as it must.
	ConnectionUnavailable ConnectionFailure = "PROVIDER_UNAVAILABLE"
	// ConnectionMisconfigured tells that the provider refused this server: its client, its
	// secret, its scopes or its issuer are not what it expects.
	ConnectionMisconfigured ConnectionFailure = "PROVIDER_MISCONFIGURED"
	// ConnectionInvalid tells that the provider's answer could not be trusted, or lacked
	// what it needs.
	ConnectionInvalid ConnectionFailure = "RESPONSE_INVALID"
)
