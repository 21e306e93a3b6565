package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/internal/groupcommit"
	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
)

// newWorkspaceOf makes a workspace to push to.
func newWorkspaceOf(t *testing.T, s *Store, code string) uuid.UUID {
	t.Helper()
	now := time.Now().UTC().Truncate(time.Microsecond)
	w := &models.Workspace{ID: uuid.Must(uuid.NewV7()), Code: code, Name: code, CreatedAt: now, UpdatedAt: now}
	if err := s.CreateWorkspace(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	return w.ID
}

// byCredential is who pushes, in tests that make links with events.
var byCredential = models.ActorCredential

// linkTo makes a push of a link alone.
func linkTo(workspace uuid.UUID, customerKey string) *Push {
	now := time.Now().UTC().Truncate(time.Microsecond)
	id := uuid.Must(uuid.NewV7())
	return &Push{
		WorkspaceID: workspace, CustomerID: uuid.Must(uuid.NewV7()), CustomerKey: customerKey, Now: now,
		Link: &models.MagicLink{
			ID: id, TokenHash: id[:], SecretID: "s", Generation: 1, BuildingBlockType: models.BuildingBlockConnectAccounts,
			CreatedAt: now, ExpiresAt: now.Add(time.Hour),
		},
	}
}

func (s *Store) linksOf(t *testing.T, workspace uuid.UUID) int {
	t.Helper()
	n, err := s.CountMagicLinks(t.Context(), workspace, MagicLinkFilter{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAPoisonedPushAmong63GoodOnesFailsAlone(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s := opened(t, url)
		workspace := newWorkspaceOf(t, s, "aaaaaa")
		taken := linkTo(workspace, "first")
		if _, err := s.Push(t.Context(), taken); err != nil {
			t.Fatal(err)
		}
		pushes := make([]*Push, 64)
		for i := range pushes {
			pushes[i] = linkTo(workspace, fmt.Sprintf("customer %d", i%40))
		}
		const poisoned = 17
		pushes[poisoned].Link.TokenHash = taken.Link.TokenHash

		if _, err := s.pushTogether(t.Context(), pushes); !errors.Is(err, groupcommit.ErrApart) || !errors.Is(err, ErrDuplicate) {
			t.Errorf("as one batch: %v", err)
		}
		if n := s.linksOf(t, workspace); n != 1 {
			t.Errorf("%d links are stored after the batch failed", n)
		}
		var all sync.WaitGroup
		for i, p := range pushes {
			all.Go(func() {
				customer, err := s.Push(t.Context(), p)
				if (i == poisoned) != errors.Is(err, ErrDuplicate) || i != poisoned && err != nil {
					t.Errorf("push %d: %v", i, err)
				}
				if err == nil && customer.Key != p.CustomerKey {
					t.Errorf("push %d has the customer %q", i, customer.Key)
				}
			})
		}
		all.Wait()
		if n := s.linksOf(t, workspace); n != len(pushes) {
			t.Errorf("%d links are stored", n)
		}
	})
}

func TestPushesOfOneCustomerInOneBatchShareTheCustomer(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s := opened(t, url)
		workspace := newWorkspaceOf(t, s, "aaaaaa")
		pushes := []*Push{linkTo(workspace, "hotel"), linkTo(workspace, "gym"), linkTo(workspace, "hotel")}
		pushes[1].Link = nil
		pushes[2].Now = pushes[2].Now.Add(time.Second)
		pushes[2].Spaces = []models.Space{{ID: uuid.Must(uuid.NewV7()), Kind: models.SpaceKindRoom, Key: "1", Name: "One", SortName: "one"}}
		rows, err := s.pushTogether(t.Context(), pushes)
		if err != nil {
			t.Fatal(err)
		}
		if rows[0].ID != rows[2].ID || rows[0].ID == rows[1].ID || rows[1].ID != pushes[1].CustomerID {
			t.Errorf("customers %v", rows)
		}
		if !rows[2].UpdatedAt.Equal(pushes[2].Now) {
			t.Errorf("updated at %v, the last push was at %v", rows[2].UpdatedAt, pushes[2].Now)
		}
		spaces, err := s.Spaces(t.Context(), Scope{WorkspaceID: workspace}, []uuid.UUID{rows[0].ID, rows[1].ID}, SpaceFilter{}, Page{Limit: 5})
		if err != nil || len(spaces[rows[0].ID].Items) != 1 || len(spaces[rows[1].ID].Items) != 0 {
			t.Errorf("%v, %v", spaces, err)
		}
		if n := s.linksOf(t, workspace); n != 2 {
			t.Errorf("%d links are stored", n)
		}
	})
}

// withRareColumns has the push bring a place, a member of staff and a grant with a value
// in each of the columns that few rows have.
func withRareColumns(p *Push) *Push {
	text, minutes := "1", 5
	p.Spaces = []models.Space{{
		ID: uuid.Must(uuid.NewV7()), Kind: models.SpaceKindSpace, Key: "1", Name: "One", SortName: "one",
		ParentSiteKey: &text, Details: &models.SpaceDetails{DurationMinutes: &minutes, Geolocation: &models.Geolocation{Latitude: 0.1, Longitude: -1e-7}},
		CustomMetadata: models.JSONObject{"f": true},
	}}
	places := `{"rooms":["1"]}`
	p.UserIdentities = []models.UserIdentity{{ID: uuid.Must(uuid.NewV7()), Kind: models.UserIdentityKindStaffMember, Key: "1", Name: "Sam", SortName: "sam", StoredPlaceKeys: &places}}
	p.AccessGrants = []models.SentAccessGrant{{AccessGrant: models.AccessGrant{ID: uuid.Must(uuid.NewV7()), Kind: models.AccessGrantKindBooking, Key: "1", PreferredCode: &text, CustomMetadata: models.JSONObject{"f": true}}}}
	return p
}

func TestOfABatchEachRowHasItsOwnRareColumns(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s := opened(t, url)
		workspace := newWorkspaceOf(t, s, "aaaaaa")
		bare := func(key string) *Push {
			p := withRareColumns(linkTo(workspace, key))
			p.Spaces[0].ParentSiteKey, p.Spaces[0].Details, p.UserIdentities[0].StoredPlaceKeys, p.AccessGrants[0].PreferredCode = nil, nil, nil, nil
			p.Spaces[0].CustomMetadata, p.AccessGrants[0].CustomMetadata = nil, nil
			return p
		}
		full := withRareColumns(linkTo(workspace, "full"))
		read := func(rows []customerRow) (all []string) {
			for _, row := range rows {
				customer := []uuid.UUID{row.ID}
				spaces, err := s.Spaces(t.Context(), Scope{WorkspaceID: workspace}, customer, SpaceFilter{}, Page{Limit: 5})
				people, err2 := s.UserIdentities(t.Context(), Scope{WorkspaceID: workspace}, customer, UserIdentityFilter{}, Page{Limit: 5})
				grants, err3 := s.AccessGrants(t.Context(), Scope{WorkspaceID: workspace}, customer, AccessGrantFilter{}, Page{Limit: 5})
				if err := errors.Join(err, err2, err3); err != nil {
					t.Fatal(err)
				}
				found, err := json.Marshal([]any{
					spaces[row.ID].Items[0].ParentSiteKey, spaces[row.ID].Items[0].Details,
					people[row.ID].Items[0].StoredPlaceKeys, grants[row.ID].Items[0].PreferredCode,
					spaces[row.ID].Items[0].CustomMetadata, grants[row.ID].Items[0].CustomMetadata,
				})
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, string(found))
			}
			return all
		}
		const (
			none  = `[null,null,null,null,null,null]`
			every = `["1",{"duration_minutes":5,"geolocation":{"latitude":0.1,"longitude":-1e-7}},"{\"rooms\":[\"1\"]}","1",{"f":true},{"f":true}]`
			kept  = `[null,null,null,null,{"f":true},{"f":true}]` // metadata is merged, all else replaced
		)
		for i, c := range []struct {
			pushes []*Push
			want   []string
		}{
			{[]*Push{bare("first"), full, bare("last")}, []string{none, every, none}},
			{[]*Push{withRareColumns(linkTo(workspace, "first")), bare("full"), bare("last")}, []string{every, kept, none}},
			{[]*Push{bare("first"), bare("full"), bare("last")}, []string{kept, kept, none}},
		} {
			rows, err := s.pushTogether(t.Context(), c.pushes)
			if err != nil {
				t.Fatal(err)
			}
			if got := read(rows); !slices.Equal(got, c.want) {
				t.Errorf("batch %d:\n got %v\nwant %v", i, got, c.want)
			}
		}
	})
}

// A large push keeps its customer's row for long: those that come meanwhile must
// not keep a batch with others waiting.
func TestAPushBesideALargeOneOfItsCustomerJoinsNoBatch(t *testing.T) {
	t.Parallel()
	s := opened(t, testdb.New(t, testdb.SQLite, migrated))
	large, other := linkTo(newWorkspaceOf(t, s, "aaaaaa"), "hotel"), linkTo(newWorkspaceOf(t, s, "bbbbbb"), "hotel")
	same := *large
	if s.held(&same) {
		t.Error("held before a large push began")
	}
	first, second := s.hold(large), s.hold(large)
	first()
	if !s.held(&same) || s.held(other) {
		t.Errorf("held: %t; another workspace's of the same key: %t", s.held(&same), s.held(other))
	}
	if second(); s.held(&same) || len(s.holders) > 0 {
		t.Errorf("still held: %v", s.holders)
	}
}

// withLockedCustomer gives a store with one customer, whose row a transaction has locked.
func withLockedCustomer(t *testing.T) (s *Store, workspace uuid.UUID, holder *gorm.DB) {
	t.Helper()
	s = opened(t, testdb.New(t, testdb.Postgres, migrated))
	workspace = newWorkspaceOf(t, s, "aaaaaa")
	if _, err := s.Push(t.Context(), linkTo(workspace, "locked")); err != nil {
		t.Fatal(err)
	}
	holder = s.write.Begin()
	if err := holder.Exec("SELECT 1 FROM customers WHERE workspace_id = ? AND key = 'locked' FOR UPDATE", workspace).Error; err != nil {
		t.Fatal(err)
	}
	return s, workspace, holder
}

// A customer that another transaction holds keeps only its own pushes waiting.
func TestALockedCustomerHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	s, workspace, holder := withLockedCustomer(t)
	ctx, giveUp := context.WithCancel(t.Context())
	waiting := make(chan error)
	go func() {
		_, err := s.Push(ctx, linkTo(workspace, "locked"))
		waiting <- err
	}()
	awaitLockWaits(t, s, 1)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if _, err := s.Push(t.Context(), linkTo(workspace, fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	giveUp()
	if err := <-waiting; !errors.Is(err, context.Canceled) {
		t.Errorf("the one that waited: %v", err)
	}
	if err := holder.Rollback().Error; err != nil {
		t.Fatal(err)
	}
	if n := s.linksOf(t, workspace); n != 21 {
		t.Errorf("%d links are stored", n)
	}
}

// Those of the same batch and of the one that was sent behind it are among the others, and so
// are those that come later, however many wait for the customer.
func TestALockedCustomerHoldsUpNoneThatItsPushIsTogetherWith(t *testing.T) {
	t.Parallel()
	s, workspace, holder := withLockedCustomer(t)
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	push := func(group *sync.WaitGroup, key string, replace bool) {
		p := linkTo(workspace, key)
		p.ReplaceExisting = replace
		group.Go(func() {
			if _, err := s.Push(ctx, p); err != nil {
				t.Errorf("customer %s: %v", key, err)
			}
		})
	}
	var locked, others sync.WaitGroup
	for round := range 3 {
		for i := range 20 {
			push(&others, fmt.Sprint(i), false)
			if i%2 == 0 { // in all, more than the workspace's share of the connections
				push(&locked, "locked", round > 0 && i%4 == 0)
			}
		}
		others.Wait()
		if n := s.linksOf(t, workspace); n != 1+20*(round+1) {
			t.Errorf("round %d: %d links are stored", round, n)
		}
	}
	if err := holder.Rollback().Error; err != nil {
		t.Fatal(err)
	}
	locked.Wait()
	if len(s.customers.lanes)+len(s.holders) > 0 {
		t.Errorf("still waiting: %d customers, %d held", len(s.customers.lanes), len(s.holders))
	}
}
