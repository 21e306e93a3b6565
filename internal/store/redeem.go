package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// Redemption is a try at redeeming a link.
type Redemption struct {
	// Code is the workspace's code in the token, LinkHash the token's hash.
	Code     string
	LinkHash [32]byte
	// Secrets are the ids of the server's secrets that are honoured.
	Secrets []string
	// RedeemedEvent and StartedEvent are the ids of the events that tell of it,
	// AddressHash is whose they are.
	RedeemedEvent, StartedEvent uuid.UUID
	AddressHash                 *string
	// Session is what to start; its workspace, customer and link come from the link.
	Session models.PortalSession
	Now     time.Time
}

// subject names the link. A batch redeems it once: the next must see the count.
func (r *Redemption) subject() (name string, exclusive bool) { return string(r.LinkHash[:]), true }

// Redeemed is a link that was just redeemed, with what its portal shows.
type Redeemed struct {
	models.MagicLink
	Customer  models.Customer  `gorm:"embedded;embeddedPrefix:c_"`
	Workspace models.Workspace `gorm:"embedded;embeddedPrefix:w_"`
}

// openAt is the condition under which the link l still opens. That the one row
// was touched decides who gets in, however many try at once.
func openAt(now string) string {
	return `l.revoked_at IS NULL AND l.secret_id IN @secrets
	AND l.expires_at > ` + now + ` AND (l.max_redemptions IS NULL OR l.redemption_count < l.max_redemptions)`
}

// showRedeemed reads the links in the FROM item redeemed with what their portals show.
const showRedeemed = `SELECT redeemed.*, c.key AS customer_key,
	c.workspace_id AS c_workspace_id, c.id AS c_id, c.key AS c_key, c.created_at AS c_created_at, c.updated_at AS c_updated_at,
	w.id AS w_id, w.name AS w_name, w.return_url AS w_return_url, w.refresh_url AS w_refresh_url,
	w.brand_name AS w_brand_name, w.logo_url AS w_logo_url, w.accent_color AS w_accent_color
FROM redeemed
JOIN customers AS c ON c.workspace_id = redeemed.workspace_id AND c.id = redeemed.customer_id
JOIN workspaces AS w ON w.id = redeemed.workspace_id`

// Redeem counts a redemption and starts its session in one transaction, which it
// may share with others, and gives the link as it then is. ErrNotFound where no
// link opens.
func (s *Store) Redeem(ctx context.Context, r *Redemption) (Redeemed, error) {
	redeemed, err := s.redemptions.Do(ctx, s.dialect.redeemLane(r.Code), r)
	if err != nil {
		return Redeemed{}, err
	}
	if redeemed == nil {
		return Redeemed{}, ErrNotFound
	}
	return *redeemed, nil
}

// redeemTogether redeems links of one lane in one transaction. Of a link that
// doesn't open it gives nil.
func (s *Store) redeemTogether(ctx context.Context, all []*Redemption) (redeemed []*Redeemed, err error) {
	err = s.writing(ctx, s.dialect.redeemLane(all[0].Code), func() (err error) {
		redeemed, err = s.dialect.redeem(s.write.WithContext(ctx), all)
		return err
	})
	return redeemed, err
}

// redeemInTurn redeems a link by several statements.
func redeemInTurn(tx *gorm.DB, d dialect, r *Redemption) (*Redeemed, error) {
	args := map[string]any{
		"code": r.Code, "link_hash": r.LinkHash[:], "secrets": r.Secrets, "now": r.Now,
		"session": r.Session.ID, "session_hash": r.Session.TokenHash, "session_expires_at": r.Session.ExpiresAt,
	}
	var links []models.MagicLink
	workspace, err := d.ofCode(tx, args)
	if err != nil {
		return nil, err
	}
	if err := tx.Raw(`UPDATE magic_links AS l SET redemption_count = redemption_count + 1,
	first_redeemed_at = COALESCE(first_redeemed_at, @now), last_redeemed_at = @now
WHERE l.workspace_id = `+workspace+` AND l.token_hash = @link_hash AND `+openAt("@now")+` RETURNING *`, args).Find(&links).Error; err != nil {
		return nil, err
	}
	if len(links) == 0 {
		return nil, nil
	}
	args["workspace"], args["link"], args["customer"], args["opened_for"] = links[0].WorkspaceID, links[0].ID, links[0].CustomerID, links[0].OpenedFor
	if err := tx.Exec(`INSERT INTO portal_sessions (workspace_id, id, customer_id, magic_link_id, token_hash, opened_for, created_at, expires_at)
VALUES (@workspace, @session, @customer, @link, @session_hash, @opened_for, @now, @session_expires_at)`, args).Error; err != nil {
		return nil, err
	}
	if err := tell(tx, d, links[0].WorkspaceID, r.events(&links[0])...); err != nil {
		return nil, err
	}
	const byID = "WITH redeemed AS (SELECT * FROM magic_links WHERE workspace_id = @workspace AND id = @link) "
	var redeemed Redeemed
	err = tx.Raw(byID+showRedeemed+d.ofWorkspace("c"), args).Take(&redeemed).Error
	return &redeemed, err
}

// events tell that the link was redeemed, and that its session has started.
func (r *Redemption) events(l *models.MagicLink) []models.Event {
	session := models.ActorPortalSession
	actor := models.Actor{Type: &session, ID: &r.Session.ID, OpenedFor: l.OpenedFor, AddressHash: r.AddressHash}
	return []models.Event{
		{ID: r.RedeemedEvent, Type: models.EventMagicLinkRedeemed, CustomerID: &l.CustomerID, SubjectID: l.ID, Actor: actor, Count: 1, CreatedAt: r.Now},
		{ID: r.StartedEvent, Type: models.EventPortalSessionStarted, CustomerID: &l.CustomerID, SubjectID: r.Session.ID, Actor: actor, Count: 1, CreatedAt: r.Now},
	}
}
