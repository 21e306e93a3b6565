package store

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
)

func TestAColumnOfALaterReleaseIsReadOver(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s := opened(t, url)
		workspace := newWorkspaceOf(t, s, "code")
		now := time.Now().UTC().Truncate(time.Microsecond)
		if _, err := s.Push(t.Context(), &Push{WorkspaceID: workspace, CustomerID: uuid.Must(uuid.NewV7()), CustomerKey: "k", Now: now}); err != nil {
			t.Fatal(err)
		}
		found, err := find[models.Customer](s.read.WithContext(t.Context()),
			"SELECT 'x' AS later, customers.*, NULL AS latest FROM customers WHERE workspace_id = @workspace", map[string]any{"workspace": workspace})
		if err != nil || len(found) != 1 || found[0].Key != "k" || !found[0].CreatedAt.Equal(now) {
			t.Errorf("got %v, %v", found, err)
		}
	})
}

func TestEachValueOfFeaturesHasItsJSON(t *testing.T) {
	t.Parallel()
	if fields := reflect.TypeFor[models.Features]().NumField(); 1<<fields != len(featuresJSON) || reflect.TypeFor[models.Feature]().NumField() != 1 {
		t.Errorf("%d features, and %d values as JSON", fields, len(featuresJSON))
	}
}
