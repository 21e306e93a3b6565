package models

import "github.com/google/uuid"

// Tenant is a workspace as far as a call has to know it: whose rows it may
// touch, and the code that goes into the tokens it mints.
type Tenant struct {
	WorkspaceID uuid.UUID
	Code        string
}
