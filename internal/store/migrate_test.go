package store

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/portico-portal/portico/internal/testdb"
)

var silent = slog.New(slog.DiscardHandler)

func migrated(ctx context.Context, databaseURL string) error {
	if testdb.Distributed() && !strings.HasPrefix(databaseURL, "sqlite:") {
		_, err := Distribute(ctx, databaseURL, silent)
		return err
	}
	return Migrate(ctx, databaseURL, silent)
}

func TestServersThatMigrateAtOnceAllSucceedAndMigrateOnce(t *testing.T) {
	t.Parallel()
	for _, engine := range testdb.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			url := testdb.Empty(t, engine)
			var begin, done sync.WaitGroup
			begin.Add(1)
			for range 8 {
				done.Go(func() {
					begin.Wait()
					if err := Migrate(t.Context(), url, silent); err != nil {
						t.Error(err)
					}
				})
			}
			begin.Done()
			done.Wait()
			first := applied(t, url)
			if len(first) == 0 || strings.Contains(fmt.Sprint(first), "never") {
				t.Errorf("the migrations are %v", first)
			}
			if err := Migrate(t.Context(), url, silent); err != nil {
				t.Error(err)
			}
			if again := applied(t, url); fmt.Sprint(again) != fmt.Sprint(first) {
				t.Errorf("migrating again changed %v to %v", first, again)
			}
			s := opened(t, url)
			var rows int
			if err := s.read.Raw("SELECT count(*) FROM schema_migrations WHERE version_id > 0").Find(&rows).Error; err != nil || rows != len(first) {
				t.Errorf("%d rows for %d migrations, %v", rows, len(first), err)
			}
		})
	}
}

func TestOfAnEmptyDatabaseAllMigrationsAreListedAsMissing(t *testing.T) {
	t.Parallel()
	for _, engine := range testdb.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			for _, migration := range applied(t, testdb.Empty(t, engine)) {
				if !strings.HasSuffix(migration, "never") {
					t.Error(migration)
				}
			}
		})
	}
}

func TestMigratingADatabaseThatDoesNotAnswerFails(t *testing.T) {
	t.Parallel()
	err := Migrate(t.Context(), "postgres://nobody:s3cret@127.0.0.1:1/none?connect_timeout=2", silent)
	if err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("the error is %v", err)
	}
}

// applied lists the migrations with the moment that they were applied at.
func applied(t *testing.T, url string) []string {
	t.Helper()
	all, err := Migrations(t.Context(), url, silent)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, m := range all {
		at := "never"
		if m.AppliedAt != nil {
			at = m.AppliedAt.String()
		}
		lines = append(lines, fmt.Sprintf("%d %s", m.Version, at))
	}
	return lines
}

func opened(t *testing.T, url string) *Store {
	t.Helper()
	s, err := Open(t.Context(), url, silent)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}
