package store

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

var portalSessionList = list{table: "portal_sessions", order: []string{"id"}, newestFirst: true}

// PortalSessionPosition is where a session stands in its list.
func PortalSessionPosition(s *models.PortalSession) []any { return []any{s.ID.String()} }

// ownWorkspace is the workspace whose code stands in a token.
const ownWorkspace = "(SELECT workspace_id FROM workspace_codes WHERE code = @code)"

// LinkByToken reads the link that a token's hash belongs to, or ErrNotFound.
// The workspace is the one whose code stands in the token.
func (s *Store) LinkByToken(ctx context.Context, code string, hash [32]byte) (models.MagicLink, error) {
	var l models.MagicLink
	db, args := s.read.WithContext(ctx), map[string]any{"code": code, "hash": hash[:]}
	workspace, err := s.dialect.ofCode(db, args)
	if err != nil {
		return l, err
	}
	err = db.Raw(joinKey("magic_links AS l")+" WHERE l.workspace_id = "+workspace+" AND l.token_hash = @hash", args).Take(&l).Error
	return l, translate(err)
}

// earlierEnd reads a session with the earlier of its own end and its link's.
const earlierEnd = `SELECT s.workspace_id, s.id, s.customer_id, s.magic_link_id, s.opened_for, s.created_at,
	s.expires_at, l.features, l.settings, l.expires_at AS link_expires_at
FROM portal_sessions AS s
JOIN magic_links AS l ON l.workspace_id = s.workspace_id AND l.id = s.magic_link_id`

// endingSession is a session with its link's end.
type endingSession struct {
	models.PortalSession
	LinkExpiresAt time.Time
}

func (e *endingSession) session() models.PortalSession {
	if e.LinkExpiresAt.Before(e.ExpiresAt) {
		e.ExpiresAt = e.LinkExpiresAt
	}
	return e.PortalSession
}

// SessionByToken reads the session that is going on under a token's hash, or
// ErrNotFound. Its link must not be revoked, nor its link's secret be out of use.
func (s *Store) SessionByToken(ctx context.Context, code string, hash [32]byte, secrets []string, now time.Time) (models.PortalSession, error) {
	var found endingSession
	db, args := s.read.WithContext(ctx), map[string]any{"code": code, "hash": hash[:], "now": now, "secrets": secrets}
	workspace, err := s.dialect.ofCode(db, args)
	if err != nil {
		return found.PortalSession, err
	}
	err = db.Raw(earlierEnd+` WHERE s.workspace_id = `+workspace+` AND s.token_hash = @hash AND `+sessionAndLinkGoOn, args).Take(&found).Error
	return found.session(), translate(err)
}

// GoingOn says which sessions are going on: those that haven't ended at Now,
// of links that haven't either and whose secret is one of Secrets.
type GoingOn struct {
	Now     time.Time
	Secrets []string
}

func (g GoingOn) conditions(workspace uuid.UUID) *conditions {
	c := newConditions(workspace)
	c.add("expires_at > @now AND EXISTS (SELECT 1 FROM magic_links AS l WHERE l.workspace_id = @workspace"+
		" AND l.id = magic_link_id AND l.expires_at > @now AND l.revoked_at IS NULL AND l.secret_id IN @secrets)",
		"now", g.Now, "secrets", g.Secrets)
	return c
}

// PortalSessions reads a page of each customer's sessions that are going on,
// newest first.
func (s *Store) PortalSessions(ctx context.Context, workspace uuid.UUID, customers []uuid.UUID, g GoingOn, p Page) (map[uuid.UUID]Items[models.PortalSession], error) {
	found, err := pages(ctx, s, portalSessionList, customers, g.conditions(workspace), p,
		func(session *models.PortalSession) uuid.UUID { return session.CustomerID })
	if err != nil {
		return nil, err
	}
	return found, s.boundByLinks(ctx, workspace, found)
}

// boundByLinks sets the end of sessions to that of their links where it is sooner.
func (s *Store) boundByLinks(ctx context.Context, workspace uuid.UUID, pages map[uuid.UUID]Items[models.PortalSession]) error {
	var ids []uuid.UUID
	for _, page := range pages {
		for i := range page.Items {
			ids = append(ids, page.Items[i].MagicLinkID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var links []models.MagicLink
	if err := s.read.WithContext(ctx).
		Raw("SELECT id, expires_at FROM magic_links WHERE workspace_id = @workspace AND "+s.amongIDs("id"),
			map[string]any{"workspace": workspace, "ids": idsParam(ids)}).Find(&links).Error; err != nil {
		return err
	}
	ends := make(map[uuid.UUID]time.Time, len(links))
	for i := range links {
		ends[links[i].ID] = links[i].ExpiresAt
	}
	for _, page := range pages {
		for i := range page.Items {
			session := page.Items[i]
			if end, ok := ends[session.MagicLinkID]; ok && end.Before(session.ExpiresAt) {
				session.ExpiresAt = end
			}
		}
	}
	return nil
}

// CountPortalSessions counts each customer's sessions that are going on.
func (s *Store) CountPortalSessions(ctx context.Context, workspace uuid.UUID, customers []uuid.UUID, g GoingOn) (map[uuid.UUID]int, error) {
	return s.counts(ctx, portalSessionList, customers, g.conditions(workspace))
}

// EndSession ends a session and tells whether there was one.
func (s *Store) EndSession(ctx context.Context, workspace, id uuid.UUID, t *Told) (was bool, err error) {
	err = s.writing(ctx, s.dialect.lane(workspace), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			ended, err := endSessions(tx, s.dialect, workspace, t, "id = ?", id)
			if was = len(ended) > 0; err == nil && !was {
				err = s.dialect.asWrite(tx, "workspaces", workspace)
			}
			return err
		})
	})
	return was, err
}

// EndCustomersSessions ends all of a customer's sessions and tells how many
// were going on.
func (s *Store) EndCustomersSessions(ctx context.Context, workspace, customer uuid.UUID, g GoingOn, t *Told) (int, error) {
	var goingOn int
	err := s.writing(ctx, s.dialect.lane(workspace), func() error {
		return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			c := g.conditions(workspace)
			c.add("customer_id = @customer", "customer", customer)
			if err := tx.Raw("SELECT count(*) FROM portal_sessions WHERE "+strings.Join(c.where, " AND "), c.args).Find(&goingOn).Error; err != nil {
				return err
			}
			ended, err := endSessions(tx, s.dialect, workspace, t, "customer_id = ?", customer)
			if err == nil && len(ended) == 0 {
				err = s.dialect.asWrite(tx, "workspaces", workspace)
			}
			return err
		})
	})
	return goingOn, err
}
