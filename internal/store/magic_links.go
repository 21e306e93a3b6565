package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/models"
)

var magicLinkList = list{table: "magic_links", order: []string{"id"}, newestFirst: true}

// MagicLinkFilter narrows a list of links.
type MagicLinkFilter struct {
	CustomerKey *string
	Status      *models.MagicLinkStatus
	// ForCustomer leaves out the links that were made for an operator, and those that show
	// one resource alone.
	ForCustomer bool
	// Now and Secrets decide the status: the moment, and the ids of the
	// server's secrets that are honoured.
	Now     time.Time
	Secrets []string
}

func (f MagicLinkFilter) conditions(workspace uuid.UUID) *conditions {
	c := newConditions(workspace)
	if f.CustomerKey != nil {
		c.add("customer_id = (SELECT c.id FROM customers AS c WHERE c.workspace_id = @workspace AND c.key = @customer_key)",
			"customer_key", *f.CustomerKey)
	}
	if f.ForCustomer {
		c.add("opened_for IS NULL")
		c.add("(settings ->> 'navigation_mode' IS NULL OR settings ->> 'deep_link' IS NULL)")
	}
	if f.Status == nil {
		return c
	}
	c.args["secrets"], c.args["status_at"] = f.Secrets, f.Now
	const exhausted = "max_redemptions IS NOT NULL AND redemption_count >= max_redemptions"
	if *f.Status == models.MagicLinkRevoked {
		c.add("(revoked_at IS NOT NULL OR secret_id NOT IN @secrets)")
		return c
	}
	c.add("revoked_at IS NULL AND secret_id IN @secrets")
	switch *f.Status {
	case models.MagicLinkExpired:
		c.add("expires_at <= @status_at")
	case models.MagicLinkExhausted:
		c.add("expires_at > @status_at AND " + exhausted)
	default:
		c.add("expires_at > @status_at AND NOT (" + exhausted + ")")
	}
	return c
}

// MagicLinkPosition is where a link stands in its list.
func MagicLinkPosition(l *models.MagicLink) []any { return []any{l.ID.String()} }

// withCustomerKey joins the customer's key to links in the FROM item l.
const withCustomerKey = "SELECT l.*, c.key AS customer_key FROM %s " +
	"JOIN customers AS c ON c.workspace_id = l.workspace_id AND c.id = l.customer_id"

// MagicLinks reads a page of the workspace's links, newest first.
func (s *Store) MagicLinks(ctx context.Context, workspace uuid.UUID, f MagicLinkFilter, p Page) (Items[models.MagicLink], error) {
	c := f.conditions(workspace)
	statement := joinKey("("+magicLinkList.selection(c, p)+") AS l") + s.dialect.ofWorkspace("c")
	statement += " ORDER BY " + magicLinkList.orderBy("l.", magicLinkList.newestFirst != p.Backward)
	rows, err := find[models.MagicLink](s.read.WithContext(ctx), statement, c.args)
	return pageOf(rows, p), err
}

// CountMagicLinks counts the workspace's links.
func (s *Store) CountMagicLinks(ctx context.Context, workspace uuid.UUID, f MagicLinkFilter) (int, error) {
	return s.count(ctx, magicLinkList, f.conditions(workspace))
}

// CustomersMagicLinks reads a page of each customer's links, newest first. The
// links come without their customer's key.
func (s *Store) CustomersMagicLinks(ctx context.Context, workspace uuid.UUID, customers []uuid.UUID, f MagicLinkFilter, p Page) (map[uuid.UUID]Items[models.MagicLink], error) {
	return pages(ctx, s, magicLinkList, customers, f.conditions(workspace), p,
		func(l *models.MagicLink) uuid.UUID { return l.CustomerID })
}

// CountCustomersMagicLinks counts each customer's links.
func (s *Store) CountCustomersMagicLinks(ctx context.Context, workspace uuid.UUID, customers []uuid.UUID, f MagicLinkFilter) (map[uuid.UUID]int, error) {
	return s.counts(ctx, magicLinkList, customers, f.conditions(workspace))
}

// MagicLink reads a link, or ErrNotFound.
func (s *Store) MagicLink(ctx context.Context, workspace, id uuid.UUID) (models.MagicLink, error) {
	return magicLink(s.read.WithContext(ctx), workspace, id)
}

func magicLink(db *gorm.DB, workspace, id uuid.UUID) (models.MagicLink, error) {
	var l models.MagicLink
	err := db.Raw(joinKey("magic_links AS l")+" WHERE l.workspace_id = ? AND l.id = ?", workspace, id).Take(&l).Error
	return l, translate(err)
}
