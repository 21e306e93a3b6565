package main

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/libtnb/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// newSharedCommits commits by prepared statements: the least that the driver
// allows.
func newSharedCommits(ctx context.Context, path string, t tenant, customers int) (*sharedCommits, error) {
	s := &sharedCommits{workspace: t.id, customers: customers}
	db, err := openSQLite(path)
	if err != nil {
		return nil, err
	}
	customer, err := db.PrepareContext(ctx, sharedCustomer)
	if err != nil {
		return nil, err
	}
	link, err := db.PrepareContext(ctx, sharedLink)
	s.commit = func(ctx context.Context, batch []*sharedCall) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		if err := s.store(ctx, batch, tx.StmtContext(ctx, customer), tx.StmtContext(ctx, link)); err != nil {
			return errors.Join(err, tx.Rollback())
		}
		return tx.Commit()
	}
	return s, err
}

func (s *sharedCommits) store(ctx context.Context, batch []*sharedCall, customer, link *sql.Stmt) error {
	for _, call := range batch {
		var id string
		now := time.Now().UTC()
		if err := customer.QueryRowContext(ctx, s.customerArgs(call.key, now)...).Scan(&id); err != nil {
			return err
		}
		if _, err := link.ExecContext(ctx, s.linkArgs(id, now)...); err != nil {
			return err
		}
	}
	return nil
}

// newSharedByGORM commits by GORM, the product's way to the database.
func newSharedByGORM(path string, t tenant, customers int) (*sharedCommits, error) {
	s := &sharedCommits{workspace: t.id, customers: customers}
	pool, err := openSQLite(path)
	if err != nil {
		return nil, err
	}
	db, err := gorm.Open(sqlite.New(sqlite.Config{Conn: pool}), &gorm.Config{Logger: logger.Discard, SkipDefaultTransaction: true})
	s.commit = func(ctx context.Context, batch []*sharedCall) error {
		return db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
			for _, call := range batch {
				var id string
				now := time.Now().UTC()
				if err := tx.Raw(sharedCustomer, s.customerArgs(call.key, now)...).Scan(&id).Error; err != nil {
					return err
				}
				if err := tx.Exec(sharedLink, s.linkArgs(id, now)...).Error; err != nil {
					return err
				}
			}
			return nil
		})
	}
	return s, err
}
