package store

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/groupcommit"
	"github.com/portico-portal/portico/models"
)

// Push is everything that one call stores for one customer. Ids are made by
// the caller; a row whose key is there already keeps its own.
type Push struct {
	WorkspaceID uuid.UUID
	// CustomerID is made for this push: a customer that has it afterwards is new.
	CustomerID     uuid.UUID
	CustomerKey    string
	Spaces         []models.Space
	UserIdentities []models.UserIdentity
	AccessGrants   []models.SentAccessGrant
	// Link is minted for the customer; nil for none.
	Link *models.MagicLink
	// ReplaceExisting revokes the customer's other links that still open.
	ReplaceExisting bool
	// IdempotencyKey is kept with InputHash for the Link; empty for none.
	IdempotencyKey string
	InputHash      []byte
	// Actor is who pushes.
	Actor models.Actor
	// UpdatedEvent is the id of the event that tells of the customer's data; the zero id for
	// none. Of the Link its row tells.
	UpdatedEvent uuid.UUID
	Now          time.Time
}

// openedFor is the operator whom the link is for, if there is one.
func (p *Push) openedFor() *string {
	if p.Link == nil {
		return nil
	}
	return p.Link.OpenedFor
}

// mostShared is the most rows of a push that shares its transaction: larger ones
// take so long that others would only wait for them.
const mostShared = 16

// rows counts what the push brings beside the customer and the link.
func (p *Push) rows() int { return len(p.Spaces) + len(p.UserIdentities) + len(p.AccessGrants) }

// HasLists tells whether the push brings anything beside the customer and the link.
func (p *Push) HasLists() bool { return p.rows() > 0 }

// onlyLinks tells whether each of the pushes makes a link and does nothing else, as nearly
// every push does.
func onlyLinks(pushes []*Push) bool {
	return !slices.ContainsFunc(pushes, func(p *Push) bool {
		return p.Link == nil || p.ReplaceExisting || p.HasLists() || p.IdempotencyKey != "" || p.UpdatedEvent != uuid.Nil
	})
}

// subject names what a push changes, for the batches that it may be part of.
func (p *Push) subject() (name string, exclusive bool) {
	return string(p.WorkspaceID[:]) + p.CustomerKey, p.rows() > 0
}

// write is one statement of a push. It reads customers from the FROM item
// customer (n, workspace_id, id, updated_at); its own rows carry their
// customer's n.
type write struct {
	name string
	sql  string
	// ofNew does the same for a customer that is new; empty where that makes no difference.
	ofNew string
	args  map[string]any
}

// customerRow is what the upsert of a customer gives back.
type customerRow struct {
	N         int
	ID        uuid.UUID
	CreatedAt time.Time
	UpdatedAt time.Time
	// Heard says that the workspace has an endpoint, where that was asked.
	Heard bool
}

// Push stores all of p in one transaction, which it may share with other pushes.
// ErrDuplicate says that the idempotency key is taken; then nothing is stored.
func (s *Store) Push(ctx context.Context, p *Push) (models.Customer, error) {
	row, err := s.push(ctx, p)
	return models.Customer{
		WorkspaceID: p.WorkspaceID, ID: row.ID, Key: p.CustomerKey,
		CreatedAt: row.CreatedAt.UTC(), UpdatedAt: row.UpdatedAt.UTC(),
	}, err
}

func (s *Store) push(ctx context.Context, p *Push) (customerRow, error) {
	large := p.ReplaceExisting || p.rows() > mostShared
	if large {
		defer s.hold(p)()
	}
	if !large && !s.held(p) {
		return s.pushes.Do(ctx, s.dialect.lane(p.WorkspaceID), p)
	}
	rows, err := s.pushAlone(ctx, p)
	if err != nil {
		return customerRow{}, err
	}
	return rows[0], nil
}

// hold notes that a push has the customer's row or waits for it, until release is called:
// others of that customer would keep a whole batch waiting.
func (s *Store) hold(p *Push) (release func()) {
	name, _ := p.subject()
	s.holding.Lock()
	defer s.holding.Unlock()
	s.holders[name]++
	return func() {
		s.holding.Lock()
		defer s.holding.Unlock()
		if s.holders[name]--; s.holders[name] == 0 {
			delete(s.holders, name)
		}
	}
}

func (s *Store) held(p *Push) bool {
	name, _ := p.subject()
	s.holding.Lock()
	defer s.holding.Unlock()
	return s.holders[name] > 0
}

// pushBatch stores the pushes of a batch, or one of them that runs apart: while that waits for
// its customer's row, later ones of the customer join no batch.
func (s *Store) pushBatch(ctx context.Context, pushes []*Push) ([]customerRow, error) {
	if len(pushes) > 1 {
		return s.pushTogether(ctx, pushes)
	}
	if groupcommit.SendingOf(ctx) == nil {
		defer s.hold(pushes[0])()
	}
	return s.pushAlone(ctx, pushes[0])
}

// pushAlone stores a push by itself, when its customer's turn comes.
func (s *Store) pushAlone(ctx context.Context, p *Push) ([]customerRow, error) {
	customer, _ := p.subject()
	leave, err := s.customers.enter(ctx, customer)
	if err != nil {
		return nil, err
	}
	defer leave()
	return s.pushTogether(ctx, []*Push{p})
}

// pushTogether stores pushes in one transaction: all of them or none.
func (s *Store) pushTogether(ctx context.Context, pushes []*Push) (rows []customerRow, err error) {
	err = s.writing(ctx, s.dialect.lane(pushes[0].WorkspaceID), func() (err error) {
		rows, err = s.dialect.push(s.write.WithContext(ctx), pushes)
		return err
	})
	if err != nil && len(pushes) > 1 && nothingStored(err) {
		err = fmt.Errorf("%w: %w", groupcommit.ErrApart, err)
	}
	return rows, err
}

// numbered is a push with the number of its customer among those of a
// statement, from 1.
type numbered struct {
	*Push
	n int
}

// number gives each push the number of its customer; pushes of one customer
// share one. Of each customer it gives the push that came last.
func number(pushes []*Push) (all []numbered, customers []*Push) {
	seen := make(map[string]int, len(pushes))
	for _, p := range pushes {
		name, _ := p.subject()
		n, known := seen[name]
		if known {
			customers[n-1] = p
		} else {
			customers = append(customers, p)
			n = len(customers)
			seen[name] = n
		}
		all = append(all, numbered{p, n})
	}
	return all, customers
}

// writes are the statements of pushes, in an order in which each finds what it
// refers to; ofLinks are those that change links. Each is made when it is asked for.
func writes(d dialect, pushes []numbered, ofLinks ...write) iter.Seq[write] {
	parts := []func() []write{
		func() []write {
			rareOfSpaces, metadata := rare(pushes, rareSpaceColumns, hasRareSpace), rare(pushes, metadataColumn, hasSpaceMetadata)
			return addWrite(nil, d, pushes, "space_rows", spaceColumns+rareOfSpaces+metadata, upsertSpaces(rareOfSpaces, metadata), addSpaces)
		},
		func() []write {
			rareOfPeople := rare(pushes, rareUserIdentityColumns, hasRareUserIdentity)
			return addWrite(nil, d, pushes, "user_identity_rows", userIdentityColumns+rareOfPeople, upsertUserIdentities(rareOfPeople), addUserIdentities)
		},
		func() []write {
			rareOfGrants, metadata := rare(pushes, rareAccessGrantColumns, hasRareAccessGrant), rare(pushes, metadataColumn, hasGrantMetadata)
			return addWrite(nil, d, pushes, "access_grant_rows", accessGrantColumns+rareOfGrants+metadata, upsertAccessGrants(rareOfGrants, metadata), addAccessGrants)
		},
		func() []write { return ofLinks },
		func() []write {
			return addWrite(nil, d, pushes, "idempotency_rows", idempotencyColumns, insertIdempotencyKeys, addIdempotencyKey)
		},
	}
	return func(yield func(write) bool) {
		for _, part := range parts {
			for _, w := range part() {
				if !yield(w) {
					return
				}
			}
		}
	}
}

// addWrite adds a statement if the pushes have rows for it.
func addWrite(all []write, d dialect, pushes []numbered, name, list string, sql func(d dialect, rows string) write, add func(pushedRows, *numbered)) []write {
	form := columns(list)
	rows := d.newRows(form)
	for i := range pushes {
		add(rows, &pushes[i])
	}
	if rows.empty() {
		return all
	}
	w := sql(d, d.pushed(name, form, len(pushes))+" ON "+ofCustomer(len(pushes)))
	w.name, w.args = name, rows.args(name)
	return append(all, w)
}

// ofCustomer joins the rows r of so many pushes to the FROM item customer. Those of one push
// are all its customer's: with a condition PostgreSQL would unnest them before it sees that no
// customer is there.
func ofCustomer(pushes int) string {
	if pushes > 1 {
		return "r.n = customer.n"
	}
	return "true"
}
