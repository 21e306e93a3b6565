package store

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"maps"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// postgresConnections bounds the pool: a core of the database serves a few
// connections best, and several servers share its max_connections.
const postgresConnections = 24

// connectPatience bounds an attempt to connect, and how long the database's machine may leave
// unacknowledged what it was sent, unless the URL's connect_timeout does: a database that is
// silent must not cost a request all of its time.
const connectPatience = 5 * time.Second

// openPostgres opens a pool whose connections have a setting off.
func openPostgres(ctx context.Context, databaseURL string, log *slog.Logger, off string) (*Store, error) {
	config, err := pgx.ParseConfig(databaseURL)
	if err != nil {
		// pgx's message would show the URL, with the password's place in it.
		return nil, errors.New("DATABASE_URL takes postgres://user:password@host/name, with parameters of PostgreSQL's such as sslmode=require, or sqlite:FILE; this one can't be read")
	}
	boundCaches(config)
	config.BuildContextWatcherHandler = cancelling
	config.ConnectTimeout = cmp.Or(config.ConnectTimeout, connectPatience)
	config.DialFunc = boundingSilence(config.DialFunc, config.ConnectTimeout)
	pool := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(prepared(off)), stdlib.OptionResetSession(refuseCancelled))
	pool.SetMaxOpenConns(postgresConnections)
	pool.SetMaxIdleConns(postgresConnections)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	db, err := openGORM(ctx, postgres.New(postgres.Config{Conn: rereading{pool, config.DefaultQueryExecMode == pgx.QueryExecModeCacheStatement}}), pool, false, log)
	if err != nil {
		return nil, err
	}
	told := db.Logger
	db.Logger = logger.Discard // GORM would tell of each
	if err := errors.Join(
		db.Callback().Row().Replace("gorm:row", queryRows),
		db.Callback().Query().After("*").Register("store:why", tellWhy),
		db.Callback().Raw().After("*").Register("store:why", tellWhy),
		db.Callback().Row().After("*").Register("store:why", tellWhy),
	); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	db.Logger = told
	d, err := dialectOf(db.WithContext(ctx))
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	s := newStore(d, db, db)
	s.pushes.Ahead, s.redemptions.Ahead = true, true
	return s, nil
}

const (
	// compiling is what PostgreSQL may do with a statement for longer than it runs.
	compiling = "jit"
	// citusLocalKeys has Citus take over a new table that refers to a reference table: then
	// it refuses those which refer to both that and a distributed table.
	citusLocalKeys = "citus.enable_local_reference_table_foreign_keys"
)

// prepared prepares a connection for what the store sends, and switches a setting off. That
// is no parameter of the connection, since PgBouncer refuses those; an engine that has no
// such setting goes on without it.
func prepared(setting string) func(context.Context, *pgx.Conn) error {
	return func(ctx context.Context, conn *pgx.Conn) error {
		takeEncodedArrays(conn)
		_, err := conn.Exec(ctx, "SET "+setting+" = off")
		if _, ok := errors.AsType[*pgconn.PgError](err); ok {
			return nil
		}
		return err
	}
}

type postgresDialect struct{}

func (postgresDialect) rows(param string, columns []column) string {
	var typed []string
	for _, c := range columns {
		typed = append(typed, c.name+" "+c.kind)
	}
	return "json_to_recordset(CAST(" + param + " AS json)) AS r(" + strings.Join(typed, ", ") + ")"
}

func (postgresDialect) newRows(columns []column) pushedRows { return newRowsArrays(columns) }

func (postgresDialect) pushed(name string, columns []column, pushes int) string {
	if pushes > 1 {
		return unnestedTogether(name, columns)
	}
	return unnested(name, columns)
}

func (postgresDialect) bytes(column string) string { return "decode(" + column + ", 'hex')" }

// ofEach keeps the planner, which takes any set of rows for a hundred, from joining
// them to all of a workspace's.
func (postgresDialect) ofEach(parents, table, condition string) string {
	return parents + " CROSS JOIN LATERAL (SELECT * FROM " + table + " AS t WHERE " + condition + " OFFSET 0) AS t"
}

// among runs the subquery first: IN would let the planner join what it selects to
// all of a workspace's rows.
func (postgresDialect) among(column, subquery string) string {
	return column + " = ANY (ARRAY(" + subquery + "))"
}

// dueDeliveries finds rows by where they are, as does deliveriesOf: by anything else the
// planner may read all deliveries of an endpoint for each of them. Of a table that is young or
// has many endpoints it expects one of each.
func (d postgresDialect) dueDeliveries() string {
	return d.among("ctid", "SELECT ctid FROM webhook_deliveries WHERE "+longestDue+d.skipLocked())
}

func (d postgresDialect) deliveriesOf(r string) string {
	return d.among("ctid", "SELECT (SELECT t.ctid FROM webhook_deliveries AS t WHERE t.workspace_id = @workspace AND t.endpoint_id = @endpoint AND t.event_id = r.event) FROM "+r)
}

func (postgresDialect) json(column string) string { return "CAST(" + column + " AS jsonb)" }

func (postgresDialect) merged(object, with string) string {
	return "jsonb_strip_nulls(COALESCE(" + object + ", '{}') || " + with + ")"
}

func (postgresDialect) member(column, param, name string, value any, args map[string]any) string {
	args[param+"_name"], args[param+"_value"] = name, jsonOf(value)
	return column + " -> CAST(@" + param + "_name AS text) = CAST(@" + param + "_value AS jsonb)"
}

func (postgresDialect) perParent(parents, _, inner string) string {
	return parents + " CROSS JOIN LATERAL (" + inner + ") AS t"
}

func (postgresDialect) forUpdate() string { return " FOR UPDATE" }

func (postgresDialect) skipLocked() string { return " FOR UPDATE SKIP LOCKED" }

// asWrite locks the row, without keeping out who refers to it.
func (postgresDialect) asWrite(db *gorm.DB, table string, id uuid.UUID) error {
	return db.Exec("SELECT id FROM "+table+" WHERE id = ? FOR NO KEY UPDATE", id).Error
}

// forget leaves it to autovacuum.
func (postgresDialect) forget(*gorm.DB) error { return nil }

func (postgresDialect) onlyCustomer() string { return onlyCustomer }

func (postgresDialect) ofCode(*gorm.DB, map[string]any) (string, error) { return ownWorkspace, nil }

func (postgresDialect) ofWorkspace(string) string { return "" }

func (postgresDialect) createdEventID(column string) string {
	text := "CAST(" + column + " AS text)"
	return "CAST(overlay(" + text + " PLACING translate(right(" + text + ", 1), '" + hexDigits + "', '" + hexDigitsTurned + "') FROM 36) AS uuid)"
}

func (postgresDialect) idType() string { return "uuid" }

// lane keeps workspaces apart: on a distributed PostgreSQL each may be on
// another machine, and one that waits for a row holds up no other.
func (postgresDialect) lane(workspace uuid.UUID) string { return string(workspace[:]) }

// mostAtOnce is the most rows of a push that is one statement: with more, a round trip
// for each statement costs less than what it saves where the customer is new.
const mostAtOnce = 1000

// push runs all writes of pushes of one workspace as one statement: one round
// trip, and a transaction by itself. Replacing takes turns, since a statement
// doesn't see what is committed while it waits for a row: links and sessions
// that other calls make just now must end, too. So do many rows, which another
// statement stores if the customer is new.
func (d postgresDialect) push(db *gorm.DB, pushes []*Push) ([]customerRow, error) {
	if pushes[0].ReplaceExisting || pushes[0].rows() > mostAtOnce {
		var row customerRow
		err := db.Transaction(func(tx *gorm.DB) (err error) {
			row, err = inTurn(tx, d, pushes[0], upsertAndAsk, false)
			return err
		})
		return []customerRow{row}, err
	}
	all, customers := number(pushes)
	var found []*customerRow
	var err error
	if onlyLinks(pushes) {
		found, err = pushLinks(db, all, customers)
	} else {
		found, err = d.pushData(db, all, customers)
	}
	if err != nil {
		return nil, err
	}
	rows := make([]customerRow, len(all))
	for i := range all {
		var err error
		if rows[i], err = customerWith(all[i].n, found); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// pushData carries out pushes of any kind.
func (d postgresDialect) pushData(db *gorm.DB, all []numbered, customers []*Push) ([]*customerRow, error) {
	upsert, args, links := upsertOneCustomer, argsOf(oneCustomerNames, oneCustomer(all[0].Push)), ofOne(all[0].Push, true)
	if len(all) > 1 {
		upsert, args, links = upsertCustomers, argsOf(customerNames, customerArrays(customers)), addUpdated(insertLinks(d, all), d, all)
	}
	var parts []write
	for w := range writes(d, all, links...) {
		maps.Copy(args, w.args)
		if w.ofNew != "" && len(all) == 1 && all[0].rows() > mostShared {
			parts = append(parts, write{name: "new_" + w.name, sql: onlyIfNew + w.ofNew})
			w.sql = unlessItIsNew + w.sql
		}
		parts = append(parts, w)
	}
	return find[customerRow](db, together(upsert, parts), args)
}

// onlyIfNew and unlessItIsNew begin the two writes of a large push of which one finds no
// customer: what both cost before they find out is less than what looking for the rows of a
// new customer costs. One that was there keeps its own id.
const (
	onlyIfNew     = "WITH customer AS (SELECT * FROM customer WHERE id = @customer) "
	unlessItIsNew = "WITH customer AS (SELECT * FROM customer WHERE id <> @customer) "
)

// together makes one statement of the writes of pushes.
func together(upsert string, parts []write) string {
	var statement strings.Builder
	statement.WriteString(upsert)
	for _, w := range parts {
		statement.WriteString(", " + w.name + " AS (" + w.sql + ")")
	}
	statement.WriteString(" SELECT n, id, created_at, updated_at FROM customer")
	return statement.String()
}
