package models

import (
	"time"

	"github.com/google/uuid"
)

// Customer is the business's customer: a hotel, a property manager, a gym. Its
// guests and tenants are data in it.
type Customer struct {
	WorkspaceID uuid.UUID
	ID          uuid.UUID
	// Key is the business's own, unique in the workspace.
	Key       string
	CreatedAt time.Time
	// UpdatedAt is when data was last sent for it.
	UpdatedAt time.Time
}

// IsNode marks a Customer as an implementation of GraphQL's Node.
func (Customer) IsNode() {}

// GetID gives the id that node(id:) finds it by.
func (c Customer) GetID() uuid.UUID { return c.ID }
