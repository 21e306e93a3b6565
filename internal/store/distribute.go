package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
)

// ErrNotDistributable says that a database has no nodes to distribute its tables over.
var ErrNotDistributable = errors.New("the tables can't be distributed")

// referenceTables are those that each node has all of: they belong to no workspace, or lead to
// one.
var referenceTables = []string{"workspaces", "workspace_codes", "credentials", "credential_workspaces"}

// distributedTables are the tenants': all rows of a workspace are on one node.
var distributedTables = []string{
	"customers", "spaces", "user_identities", "access_grants", "magic_links", "idempotency_keys", "portal_sessions",
	"events", "webhook_endpoints", "webhook_deliveries",
	"devices", "device_assignments", "refused_proposals", "device_actions",
	"providers", "connected_accounts", "account_authorizations",
	"customization_profiles",
}

// DistributedTable is a table that Citus keeps.
type DistributedTable struct {
	Name string
	// Reference says that each node has all of it; else its rows are spread by workspace_id.
	Reference bool
	// Now says that it has just been distributed, and wasn't before.
	Now bool
}

// Distribute applies the migrations that are missing to a PostgreSQL with Citus, and has Citus
// distribute the tables. Rows that are there are moved, by one transaction that keeps all
// others from the tables. What is distributed already stays as it is. ErrNotDistributable
// where there is no Citus; then nothing is changed.
func Distribute(ctx context.Context, databaseURL string, log *slog.Logger) (all []DistributedTable, err error) {
	if _, isSQLite := sqlitePath(databaseURL); isSQLite {
		return nil, fmt.Errorf("%w: DATABASE_URL names an SQLite file, and Citus is an extension of PostgreSQL", ErrNotDistributable)
	}
	err = withProvider(ctx, databaseURL, log, func(p *goose.Provider, s *Store) error {
		db := s.write.WithContext(ctx)
		if err := checkCitus(db); err != nil {
			return err
		}
		if err := up(ctx, p, log); err != nil {
			return err
		}
		all, err = distribute(db, ours())
		return err
	})
	return all, err
}

func ours() []string { return slices.Concat(referenceTables, distributedTables) }

func checkCitus(db *gorm.DB) error {
	var has struct{ Created, Available bool }
	err := db.Raw(`SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') AS created,
	EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'citus') AS available`).Take(&has).Error
	switch {
	case err != nil || has.Created:
		return err
	case has.Available:
		return fmt.Errorf("%w: the database lacks the extension citus, run CREATE EXTENSION citus in it on each node", ErrNotDistributable)
	default:
		return fmt.Errorf("%w: the PostgreSQL server lacks the extension citus, install Citus on each node", ErrNotDistributable)
	}
}

// distributeNew distributes what migrations have added to a database whose other tables are
// distributed.
func distributeNew(ctx context.Context, s *Store, log *slog.Logger) error {
	if _, ok := s.dialect.(citusDialect); !ok {
		return nil
	}
	db := s.write.WithContext(ctx)
	there, err := alreadyDistributed(db)
	if err != nil || !slices.Contains(there, distributedTables[0]) {
		return err
	}
	all, err := distribute(db, ours())
	for _, table := range all {
		if table.Now {
			log.InfoContext(ctx, "table distributed", "table", table.Name)
		}
	}
	return err
}

// alreadyDistributed lists the tables that are. Others that Citus knows are on one node.
func alreadyDistributed(db *gorm.DB) (names []string, err error) {
	err = db.Raw("SELECT CAST(logicalrelid AS text) FROM pg_dist_partition WHERE partmethod = 'h' OR repmodel = 't'").Find(&names).Error
	return names, err
}

func distribute(db *gorm.DB, names []string) (all []DistributedTable, err error) {
	err = db.Transaction(func(tx *gorm.DB) error {
		// Of several that run at once, one does and the others wait.
		if err := tx.Exec("SELECT pg_advisory_xact_lock(hashtext('portico: distribute'))").Error; err != nil {
			return err
		}
		there, err := alreadyDistributed(tx)
		if err != nil {
			return err
		}
		var local []string
		for _, name := range names {
			table := DistributedTable{Name: name, Reference: slices.Contains(referenceTables, name), Now: !slices.Contains(there, name)}
			if table.Now {
				local = append(local, name)
			}
			all = append(all, table)
		}
		if len(local) == 0 {
			return nil
		}
		return moveTables(tx, local)
	})
	return all, err
}

// moveTables distributes tables that aren't yet. Their foreign keys are taken off and made
// anew: Citus has none from a table that isn't distributed to one that is.
func moveTables(tx *gorm.DB, names []string) error {
	// What is written while some are moved and some aren't would not be found.
	if err := tx.Exec("LOCK TABLE " + strings.Join(names, ", ") + " IN ACCESS EXCLUSIVE MODE").Error; err != nil {
		return err
	}
	var keys []struct{ OfTable, Name, Definition string }
	if err := tx.Raw(`SELECT CAST(CAST(conrelid AS regclass) AS text) AS of_table, conname AS name, pg_get_constraintdef(oid) AS definition
FROM pg_constraint WHERE contype = 'f' AND CAST(CAST(conrelid AS regclass) AS text) IN ?`, names).Find(&keys).Error; err != nil {
		return err
	}
	// A transaction that makes tables which refer to each other has one connection to a node.
	statements := []string{"SET LOCAL citus.multi_shard_modify_mode TO 'sequential'"}
	for _, key := range keys {
		statements = append(statements, "ALTER TABLE "+key.OfTable+" DROP CONSTRAINT "+key.Name)
	}
	for _, name := range names {
		statements = append(statements, moveTable(name))
	}
	for _, name := range names { // what the moved rows leave behind
		statements = append(statements, "SELECT truncate_local_data_after_distributing_table('"+name+"')")
	}
	for _, key := range keys {
		statements = append(statements, "ALTER TABLE "+key.OfTable+" ADD CONSTRAINT "+key.Name+" "+key.Definition)
	}
	for _, statement := range statements {
		if err := tx.Exec(statement).Error; err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

func moveTable(name string) string {
	if slices.Contains(referenceTables, name) {
		return "SELECT create_reference_table('" + name + "')"
	}
	with := distributedTables[0]
	if name == with {
		with = "none" // not with tables of others
	}
	return "SELECT create_distributed_table('" + name + "', 'workspace_id', colocate_with => '" + with + "')"
}
