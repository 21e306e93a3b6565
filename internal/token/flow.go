package token

import "io"

const (
	flowTag = "po_"
	// flowLength base62 characters hold 190 random bits.
	flowLength = 32
)

// FlowToken is good for one step on the way to a provider and back: the URL that
// begins it, the state that the provider hands back, or the cookie beside it. It is
// po_, 6 characters of the workspace's code, 32 random ones and 4 of a checksum. Only
// its hash is stored. [NewFlowToken] and [ParseFlowToken] make one; the zero value is
// no token.
type FlowToken struct{ workspaceToken }

// NewFlowToken draws a token for the workspace with this code. The error is
// [ErrMalformed] for a code that is none, else random's.
func NewFlowToken(random io.Reader, workspaceCode string) (FlowToken, error) {
	if !ValidWorkspaceCode(workspaceCode) {
		return FlowToken{}, ErrMalformed
	}
	body, err := base62.random(random, flowLength)
	if err != nil {
		return FlowToken{}, err
	}
	return FlowToken{seal(flowTag, workspaceCode, body)}, nil
}

// ParseFlowToken checks the tag, the length, the alphabet and the checksum. The error
// is [ErrMalformed]. A token that passes may still be unknown, used or ended.
func ParseFlowToken(text string) (FlowToken, error) {
	parsed, err := unseal(text, flowTag, flowLength)
	return FlowToken{parsed}, err
}
