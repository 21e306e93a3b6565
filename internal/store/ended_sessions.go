package store

import (
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// endedSession is what a session's event tells of it.
type endedSession struct {
	ID         uuid.UUID
	CustomerID uuid.UUID
	OpenedFor  *string
	ExpiresAt  time.Time
}

// endSessions ends the sessions of a workspace that the condition selects, and tells of
// those that hadn't ended by themselves.
func endSessions(tx *gorm.DB, d dialect, workspace uuid.UUID, t *Told, condition string, args ...any) (ended []endedSession, err error) {
	err = tx.Raw("DELETE FROM portal_sessions WHERE workspace_id = ? AND "+condition+" RETURNING id, customer_id, opened_for, expires_at",
		append([]any{workspace}, args...)...).Find(&ended).Error
	if err != nil {
		return nil, err
	}
	var events []models.Event
	for i := range ended {
		if !ended[i].ExpiresAt.After(t.Now) {
			continue
		}
		e, err := t.openedFor(ended[i].OpenedFor, models.EventPortalSessionEnded, ended[i].CustomerID, ended[i].ID)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return ended, tell(tx, d, workspace, events...)
}
