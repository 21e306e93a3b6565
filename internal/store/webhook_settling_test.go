package store

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
)

// newEndpoint makes an endpoint that hears of nothing by itself.
func newEndpoint(t *testing.T, s *Store, workspace uuid.UUID, at time.Time) uuid.UUID {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	if err := s.CreateWebhookEndpoint(t.Context(), &models.WebhookEndpoint{
		WorkspaceID: workspace, ID: id, URL: "https://example.com", EventTypes: models.EventTypes{models.EventWebhookTest}, SealedSecret: []byte{1}, CreatedAt: at, UpdatedAt: at,
	}); err != nil {
		t.Fatal(err)
	}
	return id
}

// lease orders as many deliveries of an endpoint, and leases them.
func lease(t *testing.T, s *Store, workspace, endpoint uuid.UUID, many int, at time.Time) []*DueDelivery {
	t.Helper()
	for range many {
		e := &models.Event{ID: uuid.Must(uuid.NewV7()), Type: models.EventWebhookTest, SubjectID: endpoint, Count: 1, CreatedAt: at}
		if _, err := s.DeliverTo(t.Context(), workspace, endpoint, e, at); err != nil {
			t.Fatal(err)
		}
	}
	return leaseDue(t, s, many, at)
}

// leaseDue leases what is due, which is to be so many.
func leaseDue(t *testing.T, s *Store, many int, at time.Time) []*DueDelivery {
	t.Helper()
	leased, err := s.LeaseDeliveries(t.Context(), Lease{Now: at, Until: at.Add(time.Minute), Endpoints: 5, Failing: 5})
	if err != nil || len(leased) != many {
		t.Fatalf("leased %d, not %d: %v", len(leased), many, err)
	}
	return leased
}

// stored tells of each delivery what is stored of its outcome.
func stored(t *testing.T, s *Store, leased []*DueDelivery) string {
	t.Helper()
	var all strings.Builder
	for _, d := range leased {
		var row models.WebhookDelivery
		if err := s.read.Raw("SELECT * FROM webhook_deliveries WHERE workspace_id = ? AND endpoint_id = ? AND event_id = ?", d.WorkspaceID, d.EndpointID, d.EventID).Take(&row).Error; err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s", row.Status)
		if row.Status == models.WebhookDeliveryPending {
			fmt.Fprintf(&all, " in %s", row.DueAt.Sub(*row.LastAttemptAt))
		}
		if row.ResponseStatus != nil {
			fmt.Fprintf(&all, " %d", *row.ResponseStatus)
		}
		if row.Error != nil {
			fmt.Fprintf(&all, " %s", *row.Error)
		}
		all.WriteString("\n")
	}
	return all.String()
}

func TestTriesOfAnEndpointAreSettledByTwoTransactions(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s, at := opened(t, url), time.Now().UTC().Truncate(time.Microsecond)
		workspace := newWorkspaceOf(t, s, "aaaaaa")
		leased := lease(t, s, workspace, newEndpoint(t, s, workspace, at), 5, at)
		anew := leased[4]
		if _, err := s.DeliverTo(t.Context(), workspace, anew.EndpointID, &models.Event{ID: anew.EventID}, at.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		ok, broken, gone, refused := 204, 500, 410, "connection refused"
		outcomes := []*DeliveryOutcome{
			{Status: models.WebhookDeliveryPending, NextAttemptAt: at.Add(5 * time.Second), ResponseStatus: &broken},
			{Status: models.WebhookDeliveryDelivered, ResponseStatus: &ok, Answered: true},
			{Status: models.WebhookDeliveryPending, NextAttemptAt: at.Add(6 * time.Second), Error: &refused},
			{Status: models.WebhookDeliveryFailed, ResponseStatus: &gone},
			{Status: models.WebhookDeliveryFailed, ResponseStatus: &gone}, // of before it was ordered anew
		}
		for i, o := range outcomes {
			o.Of, o.At = &leased[i].WebhookDelivery, at
		}
		var updates atomic.Int64
		if err := s.write.Callback().Raw().After("*").Register("test:settling", func(db *gorm.DB) {
			if strings.HasPrefix(db.Statement.SQL.String(), "UPDATE webhook_deliveries") {
				updates.Add(1)
			}
		}); err != nil {
			t.Fatal(err)
		}
		if err := s.SettleDeliveries(t.Context(), outcomes); err != nil {
			t.Fatal(err)
		}
		if n := updates.Load(); n != 2 {
			t.Errorf("%d statements settled them, not 2", n)
		}
		const want = "PENDING in 5s 500\nDELIVERED 204\nPENDING in 6s connection refused\nFAILED 410\n"
		if got := stored(t, s, leased[:4]); got != want {
			t.Errorf("%s, not %s", got, want)
		}
		due, err := s.LeaseDeliveries(t.Context(), Lease{Now: at.Add(2 * time.Second), Until: at.Add(time.Minute), Endpoints: 5, Failing: 5})
		if err != nil || len(due) != 1 || due[0].EventID != anew.EventID {
			t.Errorf("what was ordered anew isn't due alone: %d are, %v", len(due), err)
		}
	})
}

func TestADeliveryThatWasNotTriedIsDueAgainAndCountsNoTry(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s, at := opened(t, url), time.Now().UTC().Truncate(time.Microsecond)
		workspace := newWorkspaceOf(t, s, "aaaaaa")
		leased := lease(t, s, workspace, newEndpoint(t, s, workspace, at), 2, at)
		untried, broken := at.Add(time.Second), 500
		if err := s.SettleDeliveries(t.Context(), []*DeliveryOutcome{
			{Of: &leased[0].WebhookDelivery, At: untried, Untried: true},
			{Of: &leased[1].WebhookDelivery, At: at, Status: models.WebhookDeliveryPending, NextAttemptAt: untried, ResponseStatus: &broken},
		}); err != nil {
			t.Fatal(err)
		}
		again := leaseDue(t, s, 2, untried)
		tries := map[uuid.UUID]int{again[0].EventID: again[0].Attempts, again[1].EventID: again[1].Attempts}
		if tries[leased[0].EventID] != 1 || tries[leased[1].EventID] != 2 {
			t.Errorf("the next tries are %v", tries)
		}
	})
}

func TestWhatComesOfALeaseThatEndedLeavesTheNextOneAlone(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s, at := opened(t, url), time.Now().UTC().Truncate(time.Microsecond)
		workspace := newWorkspaceOf(t, s, "aaaaaa")
		ended := lease(t, s, workspace, newEndpoint(t, s, workspace, at), 3, at)
		at = at.Add(time.Minute)
		next := leaseDue(t, s, 3, at)
		ok, gone := 200, 410
		late := []*DeliveryOutcome{
			{Untried: true}, {Status: models.WebhookDeliveryFailed, ResponseStatus: &gone}, {Status: models.WebhookDeliveryPending, NextAttemptAt: at},
		}
		for i, o := range late {
			o.Of, o.At = &ended[i].WebhookDelivery, at
		}
		if err := s.SettleDeliveries(t.Context(), late); err != nil {
			t.Fatal(err)
		}
		leaseDue(t, s, 0, at) // or two would have them
		var outcomes []*DeliveryOutcome
		for _, d := range next {
			outcomes = append(outcomes, &DeliveryOutcome{Of: &d.WebhookDelivery, At: at, Status: models.WebhookDeliveryDelivered, ResponseStatus: &ok, Answered: true})
		}
		if err := s.SettleDeliveries(t.Context(), outcomes); err != nil {
			t.Fatal(err)
		}
		if got := stored(t, s, next); got != strings.Repeat("DELIVERED 200\n", 3) {
			t.Errorf("what was answered in time is %s", got)
		}
	})
}

// TestDeliveriesAreFoundOneByOneWhereNothingIsKnownOfTheirTable has a table of which no
// statistics are: PostgreSQL expects one delivery of the endpoint there, and to read all of
// them would seem as cheap as to find one.
func TestDeliveriesAreFoundOneByOneWhereNothingIsKnownOfTheirTable(t *testing.T) {
	t.Parallel()
	s, at := opened(t, testdb.New(t, testdb.Postgres, migrated)), time.Now().UTC().Truncate(time.Microsecond)
	if _, distributed := s.dialect.(citusDialect); distributed {
		t.Skip("NOT TESTED on Citus: where a row is says nothing of its node")
	}
	workspace := newWorkspaceOf(t, s, "aaaaaa")
	endpoint := newEndpoint(t, s, workspace, at)
	if err := s.write.Exec(insertDeliveries+"SELECT ?, ?, gen_random_uuid(), 'PENDING', 0, ?, ? FROM generate_series(1, 3000)", workspace, endpoint, at, at).Error; err != nil {
		t.Fatal(err)
	}
	sent := recording(t, s)
	leased := lease(t, s, workspace, endpoint, 1, at.Add(-time.Second))
	ok, broken := 204, 500
	for _, o := range []*DeliveryOutcome{{Untried: true}, {Status: models.WebhookDeliveryPending, ResponseStatus: &broken}, {Answered: true, ResponseStatus: &ok}} {
		o.Of, o.At = &leased[0].WebhookDelivery, at
		if err := s.SettleDeliveries(t.Context(), []*DeliveryOutcome{o}); err != nil {
			t.Fatal(err)
		}
	}
	updates := 0
	for _, statement := range *sent {
		if !strings.HasPrefix(statement.sql, "UPDATE webhook_deliveries") {
			continue
		}
		updates++
		var lines []string
		if err := s.write.Raw("EXPLAIN "+statement.sql, statement.vars...).Find(&lines).Error; err != nil {
			t.Fatal(err)
		}
		if plan := strings.Join(lines, "\n"); !strings.Contains(plan, "TID Cond") {
			t.Errorf("%s\n%s", statement.sql, plan)
		}
	}
	if updates != 4 {
		t.Errorf("%d statements were looked at", updates)
	}
}

func TestAnEndpointThatHasFailedForADayIsSwitchedOffOnce(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s, at := opened(t, url), time.Now().UTC().Truncate(time.Microsecond).Add(-48*time.Hour)
		workspace := newWorkspaceOf(t, s, "aaaaaa")
		leased := lease(t, s, workspace, newEndpoint(t, s, workspace, at), 3, at)
		for try := range 4 {
			var outcomes []*DeliveryOutcome
			for _, d := range leased {
				outcomes = append(outcomes, &DeliveryOutcome{Of: &d.WebhookDelivery, Status: models.WebhookDeliveryPending, At: at, NextAttemptAt: at})
			}
			if err := s.SettleDeliveries(t.Context(), outcomes); err != nil {
				t.Fatal(err)
			}
			if try == 3 {
				break
			}
			at = at.Add(8 * time.Hour)
			var err error
			if leased, err = s.LeaseDeliveries(t.Context(), Lease{Now: at, Until: at, Endpoints: 5, Failing: 5}); err != nil || len(leased) != 3 {
				t.Fatalf("leased %d: %v", len(leased), err)
			}
		}
		if got := stored(t, s, leased); got != strings.Repeat("FAILED\n", 3) {
			t.Errorf("what waits of an endpoint that is switched off: %s", got)
		}
		var told int
		if err := s.read.Raw("SELECT count(*) FROM events WHERE workspace_id = ? AND type = ?", workspace, models.EventWebhookDisabled).Find(&told).Error; err != nil || told != 1 {
			t.Errorf("%d events tell of it: %v", told, err)
		}
	})
}

func TestAnEndpointThatIsLockedKeepsNoOtherFromBeingSettled(t *testing.T) {
	t.Parallel()
	s, at := opened(t, testdb.New(t, testdb.Postgres, migrated)), time.Now().UTC().Truncate(time.Microsecond)
	var all []*DueDelivery
	for _, code := range []string{"aaaaaa", "bbbbbb"} {
		workspace := newWorkspaceOf(t, s, code)
		all = append(all, lease(t, s, workspace, newEndpoint(t, s, workspace, at), 1, at)...)
	}
	ok, broken := 204, 500
	outcomes := []*DeliveryOutcome{
		{Of: &all[0].WebhookDelivery, Status: models.WebhookDeliveryFailed, At: at, ResponseStatus: &broken},
		{Of: &all[1].WebhookDelivery, Status: models.WebhookDeliveryDelivered, At: at, ResponseStatus: &ok, Answered: true},
	}
	holder := s.write.Begin()
	defer holder.Rollback()
	if err := holder.Exec("SELECT id FROM webhook_endpoints WHERE workspace_id = ? AND id = ? FOR UPDATE", all[0].WorkspaceID, all[0].EndpointID).Error; err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if err := s.SettleDeliveries(ctx, outcomes); err == nil || !strings.HasPrefix(err.Error(), "1 of the endpoint "+all[0].EndpointID.String()+": ") {
		t.Errorf("what waits for a lock is told by %v", err)
	}
	if got := stored(t, s, all[1:]); got != "DELIVERED 204\n" {
		t.Errorf("what another endpoint answered: %s", got)
	}
}
