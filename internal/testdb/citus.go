package testdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
)

// inUse is the SQLSTATE of a database that somebody is connected to.
const inUse = "55006"

// addCitus gives a database the extension. The one node has all shards, and adds itself when it makes the first.
func (s *server) addCitus(ctx context.Context, name string) (err error) {
	db, err := sql.Open("pgx", s.database(name))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, "CREATE EXTENSION citus"); err != nil {
		return fmt.Errorf("adding Citus to a database, as %s says: %w", distributeVariable, err)
	}
	return nil
}

// withoutCitus runs a statement for which nobody may be connected to a database. On Citus it ends what that runs in each
// by itself, and tries until it comes before that is back.
func (s *server) withoutCitus(ctx context.Context, database, statement string) error {
	for {
		_, err := s.admin.ExecContext(ctx, statement)
		if refused, ok := errors.AsType[*pgconn.PgError](err); !ok || refused.Code != inUse || !Distributed() {
			return err
		}
		if _, err := s.admin.ExecContext(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", database); err != nil {
			return err
		}
	}
}
