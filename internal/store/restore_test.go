package store

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/portico-portal/portico/internal/testdb"
)

func TestABackupOfAnOlderVersionIsMigratedWhenItIsRestored(t *testing.T) {
	t.Parallel()
	const older = 5
	path := func(url string) string { return strings.TrimPrefix(url, "sqlite:") }
	from, to := testdb.Empty(t, testdb.SQLite), testdb.Empty(t, testdb.SQLite)
	if err := withProvider(t.Context(), from, silent, func(p *goose.Provider, _ *Store) error {
		_, err := p.UpTo(t.Context(), older)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "backup.db")
	about := Backup{MadeAt: time.Now(), SecretIDs: []string{"0123456789abcdef"}}
	if err := BackUp(t.Context(), path(from), backup, about, false); err != nil {
		t.Fatal(err)
	}
	if err := Restore(t.Context(), path(to), backup, false, func(b Backup) error {
		if !b.MadeAt.Equal(about.MadeAt) || strings.Join(b.SecretIDs, " ") != "0123456789abcdef" {
			t.Errorf("it tells of itself %+v", b)
		}
		return nil
	}, silent); err != nil {
		t.Fatal(err)
	}
	if err := opened(t, to).Ready(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAnInterruptedBackupLeavesNoFile(t *testing.T) {
	t.Parallel()
	url := testdb.New(t, testdb.SQLite, migrated)
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := BackUp(ctx, strings.TrimPrefix(url, "sqlite:"), filepath.Join(folder, "backup.db"), Backup{}, false); err == nil {
		t.Error("it succeeded")
	}
	if left, err := filepath.Glob(filepath.Join(folder, "*")); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}
