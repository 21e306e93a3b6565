package store

import (
	"context"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

var eventList = list{table: "events", order: []string{"id"}, newestFirst: true}

// EventPosition is where an event stands in its list.
func EventPosition(e *models.Event) []any { return []any{e.ID.String()} }

// Events reads a page of the workspace's events, newest first.
func (s *Store) Events(ctx context.Context, workspace uuid.UUID, p Page) (Items[models.Event], error) {
	c := newConditions(workspace)
	rows, err := find[models.Event](s.read.WithContext(ctx), eventList.selection(c, p), c.args)
	return pageOf(rows, p), err
}

// CountEvents counts the workspace's events.
func (s *Store) CountEvents(ctx context.Context, workspace uuid.UUID) (int, error) {
	return s.count(ctx, eventList, newConditions(workspace))
}
