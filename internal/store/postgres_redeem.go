package store

import (
	"bytes"
	"slices"
	"time"

	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

// redeemLinks redeems links of one workspace. The secrets are the server's own,
// so that those of any of the calls will do.
var redeemLinks = `WITH input AS (
	SELECT * FROM unnest(CAST(@link_hashes AS bytea[]), CAST(@sessions AS uuid[]), CAST(@session_hashes AS bytea[]), CAST(@sessions_expire_at AS timestamptz[]), CAST(@nows AS timestamptz[]),
		CAST(@redeemed_events AS uuid[]), CAST(@started_events AS uuid[]), CAST(@address_hashes AS text[]))
		WITH ORDINALITY AS r(link_hash, session, session_hash, session_expires_at, now, redeemed_event, started_event, address_hash, n)
), redeemed AS (
	UPDATE magic_links AS l SET redemption_count = l.redemption_count + 1,
		first_redeemed_at = COALESCE(l.first_redeemed_at, input.now), last_redeemed_at = input.now
	FROM input
	WHERE l.workspace_id = ` + ownWorkspace + ` AND l.token_hash = input.link_hash AND ` + openAt("input.now") + `
	RETURNING l.*, input.*
), session AS (
	INSERT INTO portal_sessions (workspace_id, id, customer_id, magic_link_id, token_hash, opened_for, created_at, expires_at)
	SELECT workspace_id, session, customer_id, id, session_hash, opened_for, now, session_expires_at FROM redeemed
), told AS (
	INSERT INTO events (workspace_id, id, type, customer_id, subject_id, actor_type, actor_id, opened_for, address_hash, created_at)
	SELECT workspace_id, e.id, e.type, customer_id, e.subject_id, ` + "'" + string(models.ActorPortalSession) + "'" + `, session, opened_for, address_hash, now
	FROM redeemed CROSS JOIN LATERAL (VALUES
		(redeemed_event, ` + "'" + string(models.EventMagicLinkRedeemed) + "'" + `, redeemed.id),
		(started_event, ` + "'" + string(models.EventPortalSessionStarted) + "'" + `, session)) AS e(id, type, subject_id)
	RETURNING workspace_id, id, type, created_at
), deliveries AS (` + deliver("told") + `) ` + showRedeemed

func (postgresDialect) redeemLane(code string) string { return code }

// redeem is one statement: one round trip, and a transaction by itself. The
// links go in the order of their hashes, so that concurrent statements which find
// them by the index lock them in one order. PostgreSQL scans a small table as it
// lies instead, where a deadlock may have one of the statements run again.
func (postgresDialect) redeem(db *gorm.DB, all []*Redemption) ([]*Redeemed, error) {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return bytes.Compare(all[a].LinkHash[:], all[b].LinkHash[:]) })
	var linkHashes, sessionHashes [][]byte
	var sessions, redeemedEvents, startedEvents [][16]byte
	var addressHashes []*string
	var expire, nows []time.Time
	for _, i := range order {
		r := all[i]
		linkHashes, sessions = append(linkHashes, r.LinkHash[:]), append(sessions, r.Session.ID)
		sessionHashes, expire = append(sessionHashes, r.Session.TokenHash), append(expire, r.Session.ExpiresAt)
		nows, addressHashes = append(nows, r.Now), append(addressHashes, r.AddressHash)
		redeemedEvents, startedEvents = append(redeemedEvents, r.RedeemedEvent), append(startedEvents, r.StartedEvent)
	}
	var found []struct {
		Redeemed

		N int
	}
	if err := db.Raw(redeemLinks, map[string]any{
		"code": all[0].Code, "secrets": all[0].Secrets, "nows": &nows, "link_hashes": &linkHashes,
		"sessions": &sessions, "session_hashes": &sessionHashes, "sessions_expire_at": &expire,
		"redeemed_events": &redeemedEvents, "started_events": &startedEvents, "address_hashes": &addressHashes,
	}).Find(&found).Error; err != nil {
		return nil, err
	}
	redeemed := make([]*Redeemed, len(all))
	for i := range found {
		redeemed[order[found[i].N-1]] = &found[i].Redeemed
	}
	return redeemed, nil
}
