package store

import (
	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// endedSession is what a session's event tells of it.
type endedSession struct {
	ID         uuid.UUID
	CustomerID uuid.UUID
	OpenedFor  *string
	// GoingOn is 1 where neither it nor its link had come to their end.
	GoingOn int
}

// endSessions ends the sessions of a workspace that the condition selects, and tells of
// those that hadn't ended by themselves.
func endSessions(tx *gorm.DB, d dialect, workspace uuid.UUID, t *Told, condition string, args ...any) (ended []endedSession, err error) {
	err = tx.Raw("DELETE FROM portal_sessions WHERE workspace_id = ? AND "+condition+` RETURNING id, customer_id, opened_for,
	CASE WHEN expires_at > ? AND EXISTS (SELECT 1 FROM magic_links AS l WHERE l.workspace_id = ? AND l.id = magic_link_id AND l.expires_at > ?)
	THEN 1 ELSE 0 END AS going_on`,
		append(append([]any{workspace}, args...), t.Now, workspace, t.Now)...).Find(&ended).Error
	if err != nil {
		return nil, err
	}
	var events []models.Event
	for i := range ended {
		if ended[i].GoingOn == 0 {
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
