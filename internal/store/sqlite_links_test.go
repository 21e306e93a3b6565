package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/internal/groupcommit"
	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
)

// linksOfTwo makes the pushes of a batch that takes several statements: links of two
// workspaces, with customers of the same keys that come again, and rare links among the others.
func linksOfTwo(workspaces [2]uuid.UUID) []*Push {
	pushes := make([]*Push, 2*linksTogether+3)
	for i := range pushes {
		p := linkTo(workspaces[i%2], fmt.Sprint("customer ", i%5))
		p.Now = p.Now.Add(time.Duration(i) * time.Second)
		p.Link.Generation = i
		if i > linksTogether && i%3 == 0 {
			to := fmt.Sprint("https://example.com/", i)
			p.Link.ReturnURL = &to
		}
		pushes[i] = p
	}
	return pushes
}

func TestLinksOfABatchOfTwoWorkspacesEachHaveTheirOwn(t *testing.T) {
	t.Parallel()
	s := opened(t, testdb.New(t, testdb.SQLite, migrated))
	pushes := linksOfTwo([2]uuid.UUID{newWorkspaceOf(t, s, "aaaaaa"), newWorkspaceOf(t, s, "bbbbbb")})
	known, err := s.Push(t.Context(), linkTo(pushes[0].WorkspaceID, pushes[0].CustomerKey))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := s.pushTogether(t.Context(), pushes)
	if err != nil {
		t.Fatal(err)
	}
	if rows[0].ID != known.ID || !rows[0].CreatedAt.Equal(known.CreatedAt) {
		t.Errorf("the customer that was there is %v of %v now", rows[0].ID, rows[0].CreatedAt)
	}
	type subject struct {
		workspace uuid.UUID
		key       string
	}
	last := map[subject]time.Time{}
	for i, p := range pushes {
		link, err := s.MagicLink(t.Context(), p.WorkspaceID, p.Link.ID)
		if err != nil {
			t.Fatal(err)
		}
		want := *p.Link
		want.WorkspaceID, want.CustomerID, want.CustomerKey = p.WorkspaceID, rows[i].ID, p.CustomerKey
		link.CreatedAt, link.ExpiresAt = link.CreatedAt.UTC(), link.ExpiresAt.UTC()
		if !reflect.DeepEqual(link, want) {
			t.Errorf("link %d:\n got %+v\nwant %+v", i, link, want)
		}
		last[subject{p.WorkspaceID, p.CustomerKey}] = p.Now
	}
	for of, at := range last {
		customer, err := s.CustomerByKey(t.Context(), of.workspace, of.key)
		if err != nil || !customer.UpdatedAt.Equal(at) {
			t.Errorf("%s was updated at %v, the last push was at %v: %v", of.key, customer.UpdatedAt, at, err)
		}
	}
	if len(last) != 10 {
		t.Errorf("%d customers", len(last))
	}
}

func TestOfABatchOfLinksOneOfWhichIsTakenNothingIsStored(t *testing.T) {
	t.Parallel()
	s := opened(t, testdb.New(t, testdb.SQLite, migrated))
	workspaces := [2]uuid.UUID{newWorkspaceOf(t, s, "aaaaaa"), newWorkspaceOf(t, s, "bbbbbb")}
	pushes := linksOfTwo(workspaces)
	pushes[len(pushes)-1].Link.TokenHash = pushes[0].Link.TokenHash // of the same workspace, in another statement
	if _, err := s.pushTogether(t.Context(), pushes); !errors.Is(err, groupcommit.ErrApart) || !errors.Is(err, ErrDuplicate) {
		t.Errorf("as one batch: %v", err)
	}
	for _, workspace := range workspaces {
		customers, err := s.CountCustomers(t.Context(), workspace, CustomerFilter{})
		if links := s.linksOf(t, workspace); err != nil || customers > 0 || links > 0 {
			t.Errorf("%d customers and %d links are stored: %v", customers, links, err)
		}
	}
	if _, err := s.pushTogether(t.Context(), pushes[:len(pushes)-1]); err != nil {
		t.Errorf("without the one that is taken: %v", err)
	}
}

// A statement of several links changes so many pages that their journal would be a file.
func TestOnlyPushesOfFewRowsJournalTheirStatementsInMemory(t *testing.T) {
	t.Parallel()
	s := opened(t, testdb.New(t, testdb.SQLite, migrated))
	workspace := newWorkspaceOf(t, s, "aaaaaa")
	few, many, replacing := linkTo(workspace, "customer"), linkTo(workspace, "customer"), linkTo(workspace, "customer")
	replacing.ReplaceExisting = true // however many there are
	many.Spaces = make([]models.Space, mostAtOnce+1)
	for i := range many.Spaces {
		many.Spaces[i] = models.Space{ID: uuid.Must(uuid.NewV7()), Kind: models.SpaceKindRoom, Key: fmt.Sprint("room ", i), Name: "Room", SortName: "room"}
	}
	pushing := func(p *Push) func() error {
		return func() error {
			_, err := s.Push(t.Context(), p)
			return err
		}
	}
	for _, c := range []struct {
		name     string
		write    func() error
		inMemory bool
	}{
		{"few rows", pushing(few), true},
		{"many rows", pushing(many), false},
		{"few rows in between", pushing(linkTo(workspace, "customer")), true},
		{"in the place of others", pushing(replacing), false},
		{"few rows again", pushing(linkTo(workspace, "customer")), true},
		{"a deletion", func() error {
			_, err := s.DeleteCustomers(t.Context(), workspace, []string{"customer"}, &Told{Now: time.Now()})
			return err
		}, false},
	} {
		if err := c.write(); err != nil {
			t.Fatal(c.name, err)
		}
		var place int
		if err := s.write.Raw("PRAGMA temp_store").Find(&place).Error; err != nil || (place == 2) != c.inMemory { // 2 is MEMORY
			t.Errorf("%s: temp_store is %d, %v", c.name, place, err)
		}
	}
}

// database/sql ends a transaction when its context does, also between two statements.
func TestAShortTransactionThatIsGivenUpSaysSo(t *testing.T) {
	t.Parallel()
	s := opened(t, testdb.New(t, testdb.SQLite, migrated))
	ctx, cancel := context.WithCancel(t.Context())
	err := short(s.write.WithContext(ctx))(func(tx *gorm.DB) error {
		cancel()
		for {
			if err := tx.Exec("DELETE FROM customers WHERE id = ?", "none").Error; err != nil {
				return err
			}
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
