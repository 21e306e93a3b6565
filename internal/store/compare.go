package store

import (
	"context"
	"errors"

	"github.com/google/uuid"
)

// Changes counts what a push would make of rows of one kind of thing.
type Changes struct {
	Created, Changed, Unchanged int
}

// Comparison is what a push would do.
type Comparison struct {
	// CustomerIsNew says that the customer isn't there yet.
	CustomerIsNew                        bool
	Spaces, UserIdentities, AccessGrants Changes
}

// Compare tells what a push would do, and does nothing of it.
func (s *Store) Compare(ctx context.Context, p *Push) (c Comparison, err error) {
	customer, err := s.CustomerByKey(ctx, p.WorkspaceID, p.CustomerKey)
	c.CustomerIsNew = errors.Is(err, ErrNotFound)
	if err != nil && !c.CustomerIsNew {
		return c, err
	}
	metadata := " OR " + metadataDiffers(s.dialect, "t", s.dialect.json("r.custom_metadata"))
	for _, part := range []struct {
		into                 *Changes
		sent                 int
		list, table, differs string
		add                  func(pushedRows, *numbered)
	}{
		{&c.Spaces, len(p.Spaces), spaceColumns + rareSpaceColumns + metadataColumn, "spaces", spaceDiffers("t", "r") + metadata, addSpaces},
		{&c.UserIdentities, len(p.UserIdentities), userIdentityColumns + rareUserIdentityColumns, "user_identities", userIdentityDiffers("t", "r"), addUserIdentities},
		{&c.AccessGrants, len(p.AccessGrants), accessGrantColumns + rareAccessGrantColumns + metadataColumn, "access_grants", accessGrantDiffers("t", "r") + metadata, addAccessGrants},
	} {
		part.into.Created = part.sent
		if c.CustomerIsNew || part.sent == 0 {
			continue
		}
		form := columns(part.list)
		rows := s.dialect.newRows(form)
		part.add(rows, &numbered{p, 1})
		there, changed, err := s.compareRows(ctx, p.WorkspaceID, customer.ID, part.table, part.differs, s.dialect.pushed("sent", form, 1), rows.args("sent"))
		if err != nil {
			return c, err
		}
		*part.into = Changes{Created: part.sent - there, Changed: changed, Unchanged: there - changed}
	}
	return c, nil
}

// compareRows counts the rows in the FROM item r that are there, as t, and of those the ones
// that differ.
func (s *Store) compareRows(ctx context.Context, workspace, customer uuid.UUID, table, differs, from string, args map[string]any) (there, changed int, err error) {
	args["workspace"], args["customer"] = workspace, customer
	type counted struct{ There, Changed int }
	rows, err := find[counted](s.read.WithContext(ctx), "SELECT count(*) AS there, count(CASE WHEN "+differs+" THEN 1 END) AS changed FROM "+
		s.dialect.ofEach(from, table, "t.workspace_id = @workspace AND t.customer_id = @customer AND t.key = r.key AND t.kind = r.kind"), args)
	if err != nil || len(rows) == 0 {
		return 0, 0, err
	}
	return rows[0].There, rows[0].Changed, nil
}
