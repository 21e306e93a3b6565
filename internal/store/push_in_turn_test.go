package store

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
)

// eachMany runs a test on each engine with so many rows of each of the three kinds: more than
// share a transaction, and more than one statement takes.
func eachMany(t *testing.T, test func(t *testing.T, s *Store, workspace uuid.UUID, rows int)) {
	t.Helper()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		for _, rows := range []int{mostShared/3 + 1, mostAtOnce/3 + 1} {
			t.Run(fmt.Sprint(rows, " rows of each"), func(t *testing.T) {
				s := opened(t, url)
				test(t, s, newWorkspaceOf(t, s, fmt.Sprintf("a%05d", rows)), rows)
			})
		}
	})
}

// withRows has the push bring so many rows of each of the three kinds, named after the round.
func withRows(p *Push, rows int, round string) *Push {
	for i := range rows {
		key, name := fmt.Sprint(i), fmt.Sprintf("%s %d", round, i)
		p.Spaces = append(p.Spaces, models.Space{ID: uuid.Must(uuid.NewV7()), Kind: models.SpaceKindRoom, Key: key, Name: name, SortName: name})
		p.UserIdentities = append(p.UserIdentities, models.UserIdentity{ID: uuid.Must(uuid.NewV7()), Kind: models.UserIdentityKindGuest, Key: key, Name: name, SortName: name})
		p.AccessGrants = append(p.AccessGrants, models.SentAccessGrant{AccessGrant: models.AccessGrant{
			ID: uuid.Must(uuid.NewV7()), Kind: models.AccessGrantKindBooking, Key: key, Name: &name, SortName: name,
		}})
	}
	return p
}

// stored counts the rows of each kind that the hotel has, by the round that named them.
func (s *Store) stored(t *testing.T, workspace uuid.UUID) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, table := range []string{"spaces", "user_identities", "access_grants"} {
		var rounds []struct {
			Round string
			Count int
		}
		err := s.read.Raw(`SELECT substr(t.name, 1, 5) AS round, count(*) AS count FROM `+table+` AS t
JOIN customers AS c ON c.workspace_id = t.workspace_id AND c.id = t.customer_id
WHERE c.workspace_id = ? AND c.key = 'hotel' GROUP BY 1`, workspace).Find(&rounds).Error
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rounds {
			counts[table+" "+r.Round] = r.Count
		}
	}
	return counts
}

func TestAheadGivesEachWriteInItsTurnAndEndsWithWhoStops(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(*testing.T) { // which fails where a goroutine stays
		for stop := range 4 {
			var given []string
			for w := range ahead(slices.Values([]write{{name: "a"}, {name: "b"}, {name: "c"}})) {
				given = append(given, w.name)
				if len(given) == stop {
					break
				}
			}
			if want := []string{"a", "b", "c"}; stop > 0 && !slices.Equal(given, want[:stop]) || stop == 0 && !slices.Equal(given, want) {
				t.Errorf("of a, b and c, until %d: %q", stop, given)
			}
		}
	})
}

func TestManyRowsOfACustomerThatIsNewAreReplacedByThoseThatCome(t *testing.T) {
	t.Parallel()
	eachMany(t, func(t *testing.T, s *Store, workspace uuid.UUID, rows int) {
		var first models.Customer
		for _, round := range []string{"early", "later"} {
			p := withRows(linkTo(workspace, "hotel"), rows, round)
			customer, err := s.Push(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			if first.ID == uuid.Nil {
				first = customer
			}
			if customer.ID != first.ID {
				t.Errorf("the push %q is of the customer %v, not of %v", round, customer.ID, first.ID)
			}
			got := s.stored(t, workspace)
			for _, table := range []string{"spaces", "user_identities", "access_grants"} {
				if got[table+" "+round] != len(p.Spaces) || len(got) != 3 {
					t.Errorf("after %q: %v, not %d of each", round, got, len(p.Spaces))
				}
			}
		}
	})
}

func TestOfManyRowsAllAreStoredOrNone(t *testing.T) {
	t.Parallel()
	eachMany(t, func(t *testing.T, s *Store, workspace uuid.UUID, rows int) {
		taken := linkTo(workspace, "first")
		if _, err := s.Push(t.Context(), taken); err != nil {
			t.Fatal(err)
		}
		p := withRows(linkTo(workspace, "hotel"), rows, "early")
		p.Link.TokenHash = taken.Link.TokenHash // links come after the lists
		if _, err := s.Push(t.Context(), p); !errors.Is(err, ErrDuplicate) {
			t.Errorf("with a link that is there: %v", err)
		}
		if got := s.stored(t, workspace); len(got) > 0 {
			t.Errorf("%v are stored", got)
		}
		p.Link = linkTo(workspace, "hotel").Link
		if _, err := s.Push(t.Context(), p); err != nil {
			t.Errorf("the same with a link of its own: %v", err)
		}
		if got := s.stored(t, workspace); len(got) != 3 {
			t.Errorf("%v are stored", got)
		}
	})
}

// The customer is new to one of them alone: the other waits for its row.
func TestManyRowsMayComeTwiceAtOnceForACustomerThatIsNew(t *testing.T) {
	t.Parallel()
	eachMany(t, func(t *testing.T, s *Store, workspace uuid.UUID, rows int) {
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				if _, err := s.Push(t.Context(), withRows(linkTo(workspace, "hotel"), rows, "early")); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		if got := s.stored(t, workspace); len(got) != 3 || got["spaces early"] != rows {
			t.Errorf("%v are stored", got)
		}
	})
}
