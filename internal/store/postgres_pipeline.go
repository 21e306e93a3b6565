package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/internal/groupcommit"
)

// pipeline is a connection on which a statement is sent before the one ahead of it is
// answered: PostgreSQL goes on with the next at once, where it would wait until the server
// was woken and had written it. Each is a transaction of its own, as a Sync ends it. pgx's own
// pipelines are for one goroutine; here each statement's sends it and reads its answer, when
// those ahead have read theirs.
// https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
type pipeline struct {
	pooled  *sql.Conn
	conn    *pgx.Conn
	watcher *ctxwatch.ContextWatcher

	// typing guards the connection's types; who takes both locks takes mu first.
	typing sync.Mutex
	// broken is why no further answer can be read; nil while they can. Who reads has it from
	// who read before.
	broken error
	// mu guards what follows, and what is written to the connection.
	mu sync.Mutex
	// users counts the statements under way; without one the pipeline is over.
	users int
	// last is closed when the statement that was sent last has its answer.
	last chan struct{}
	// spoilt is why no further statement may be sent; nil while they may.
	spoilt error
	// statements are those that the connection has prepared, by their texts.
	statements map[string]*pipelinedStatement
	builder    pgx.ExtendedQueryBuilder
}

// errCancelled spoils a pipeline: the request to cancel a statement may reach the next one.
var errCancelled = errors.New("store: a statement of the pipeline was cancelled")

// pipelineOf gives the pipeline that the batch before goes through, or begins one.
func pipelineOf(ctx context.Context, pool *sql.DB, sending *groupcommit.Sending) (*pipeline, error) {
	if p, ok := sending.Behind.(*pipeline); ok && p.join() {
		return p, nil
	}
	pooled, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	p := &pipeline{pooled: pooled, users: 1}
	if err := pooled.Raw(func(driverConn any) error {
		p.conn = driverConn.(*stdlib.Conn).Conn() // nobody else's until it is given back
		return nil
	}); err != nil {
		return nil, errors.Join(err, pooled.Close())
	}
	own := p.conn.PgConn().CustomData()
	if own[pipelined] == nil {
		own[pipelined] = map[string]*pipelinedStatement{}
	}
	p.statements = own[pipelined].(map[string]*pipelinedStatement)
	p.watcher = ctxwatch.NewContextWatcher(cancelling(p.conn.PgConn()))
	return p, nil
}

func (p *pipeline) join() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.users == 0 || p.spoilt != nil {
		return false
	}
	p.users++
	return true
}

// leave gives the connection back after the last statement. The pool throws away one that is
// closed.
func (p *pipeline) leave() {
	p.mu.Lock()
	p.users--
	over, spoilt := p.users == 0, p.spoilt != nil
	p.mu.Unlock()
	if !over {
		return
	}
	if spoilt || p.broken != nil {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = p.conn.Close(ctx) // it is of no use
	}
	_ = p.pooled.Close()
}

// queryInPipeline runs a statement behind those that are under way, if there are any. Once it
// is sent the next batch may be.
func queryInPipeline(s *gorm.Statement, pool *readingPool, sending *groupcommit.Sending) error {
	p, err := pipelineOf(s.Context, pool.DB, sending)
	if err != nil {
		return err
	}
	defer p.leave()
	sent, err := p.send(s.Context, s.SQL.String(), s.Vars)
	if err != nil {
		return orAgain(s, err)
	}
	sending.Sent(p)
	rows, err := p.answer(s.Context, sent)
	if err != nil {
		return orAgain(s, err)
	}
	p.typing.Lock()
	defer p.typing.Unlock()
	return pool.read(&pipelinedRows{types: p.conn.TypeMap(), columns: sent.columns, rows: rows})
}

// pipelined are the statements that a connection has prepared, among its CustomData.
const pipelined = "pipelined"

// pipelinedStatement is a prepared statement and the columns that it answers.
type pipelinedStatement struct {
	*pgconn.StatementDescription

	columns []pgconn.FieldDescription
}

// statementUnderWay was sent. Its answer comes once that of the one ahead was read; once its
// own was, answered is closed.
type statementUnderWay struct {
	*pipelinedStatement

	ahead, answered chan struct{}
}

func (p *pipeline) send(ctx context.Context, text string, values []any) (*statementUnderWay, error) {
	if err := p.lockFor(ctx, text); err != nil {
		return nil, err
	}
	defer p.mu.Unlock()
	if p.spoilt != nil {
		return nil, driver.ErrBadConn // another connection takes it
	}
	statement, err := p.prepared(ctx, text)
	if err != nil {
		return nil, err
	}
	if err := p.build(statement, values); err != nil {
		return nil, err
	}
	out := p.conn.PgConn().Frontend()
	out.SendBind(&pgproto3.Bind{
		PreparedStatement: statement.Name, ParameterFormatCodes: p.builder.ParamFormats,
		Parameters: p.builder.ParamValues, ResultFormatCodes: p.builder.ResultFormats,
	})
	out.SendExecute(&pgproto3.Execute{})
	out.SendSync(&pgproto3.Sync{})
	if err := out.Flush(); err != nil {
		p.spoilt = err
		return nil, err
	}
	sent := &statementUnderWay{statement, p.last, make(chan struct{})}
	p.last = sent.answered
	return sent, nil
}

// lockFor locks the pipeline when a statement can be sent: at once if it is prepared, else when
// all others are answered.
func (p *pipeline) lockFor(ctx context.Context, text string) error {
	for {
		p.mu.Lock()
		if err := ctx.Err(); err != nil {
			p.mu.Unlock()
			return err
		}
		last := p.last
		if last == nil || p.statements[text] != nil {
			return nil
		}
		select {
		case <-last:
			return nil
		default:
		}
		p.mu.Unlock()
		select {
		case <-last:
		case <-ctx.Done():
		}
	}
}

// build makes a statement's parameters of values.
func (p *pipeline) build(statement *pipelinedStatement, values []any) error {
	p.typing.Lock()
	defer p.typing.Unlock()
	return p.builder.Build(p.conn.TypeMap(), statement.StatementDescription, values)
}

func (p *pipeline) prepared(ctx context.Context, text string) (*pipelinedStatement, error) {
	if s := p.statements[text]; s != nil {
		return s, nil
	}
	made, err := p.conn.Prepare(ctx, text, text)
	if err != nil {
		if p.conn.IsClosed() || isUnprepared(err) {
			p.spoilt = err
		}
		return nil, err
	}
	p.typing.Lock()
	defer p.typing.Unlock()
	s := &pipelinedStatement{StatementDescription: made, columns: slices.Clone(made.Fields)}
	for i := range s.columns {
		s.columns[i].Format = p.conn.TypeMap().FormatCodeForOID(s.columns[i].DataTypeOID)
	}
	p.statements[text] = s
	return s, nil
}

// answer reads a statement's rows.
func (p *pipeline) answer(ctx context.Context, sent *statementUnderWay) (rows [][][]byte, err error) {
	defer close(sent.answered)
	if sent.ahead != nil {
		<-sent.ahead
	}
	if p.broken != nil { // what comes next may be the answer of the one ahead
		return nil, p.broken
	}
	cancelledAhead := p.wasCancelled()
	rows, refused, warned, err := p.receiveWhile(ctx)
	switch {
	case err != nil:
		return nil, err
	case p.wasCancelled():
		p.spoil(errCancelled)
	case outdated(refused), isUnprepared(refused):
		p.spoil(refused) // another connection prepares the next
	}
	switch {
	case cancelledAhead && ctx.Err() == nil && isCancelled(refused):
		return nil, driver.ErrBadConn // nothing was stored: another connection takes it
	case cancelledAhead && refused == nil && warned:
		// PostgreSQL commits and warns where what it cancels waits for a standby.
		return nil, fmt.Errorf("%w: the database was told to end the statement ahead", ErrInDoubt)
	}
	return rows, refused
}

// errUnread breaks a pipeline of which an answer wasn't read to its end.
var errUnread = fmt.Errorf("%w: the answer before wasn't read", ErrInDoubt)

// receiveWhile receives an answer, and has the statement cancelled when the context ends.
func (p *pipeline) receiveWhile(ctx context.Context) (rows [][][]byte, refused error, warned bool, err error) {
	p.broken = errUnread
	p.watcher.Watch(ctx)
	if rows, refused, warned, err = p.receive(); err != nil {
		if _, told := errors.AsType[*pgconn.PgError](err); !told && !cut(err) {
			err = fmt.Errorf("%w: %w", ErrInDoubt, err)
		}
		p.spoil(err) // before a write may take as long as it likes
	}
	p.watcher.Unwatch()
	p.broken = err
	return rows, refused, warned, err
}

// receive reads an answer to its end: its rows, or why PostgreSQL refused the statement, and
// whether it warned. After any other error the connection is of no use.
func (p *pipeline) receive() (rows [][][]byte, refused error, warned bool, err error) {
	in := p.conn.PgConn().Frontend()
	for {
		message, err := in.Receive()
		if err != nil {
			return nil, nil, false, err
		}
		switch m := message.(type) {
		case *pgproto3.DataRow:
			rows = append(rows, copied(m.Values))
		case *pgproto3.ErrorResponse:
			refused = pgconn.ErrorResponseToPgError(m)
			if m.Severity == "FATAL" || m.SeverityUnlocalized == "FATAL" {
				return nil, nil, false, refused // the connection's end comes next
			}
		case *pgproto3.NoticeResponse:
			warned = warned || m.SeverityUnlocalized == "WARNING"
		case *pgproto3.ReadyForQuery:
			return rows, refused, warned, nil
		case *pgproto3.BindComplete, *pgproto3.CommandComplete, *pgproto3.ParameterStatus, *pgproto3.NotificationResponse:
		default:
			return nil, nil, false, fmt.Errorf("store: PostgreSQL answered a statement with %T", m)
		}
	}
}

// copied keeps a row's values, which are good until the next message.
func copied(values [][]byte) [][]byte {
	length := 0
	for _, value := range values {
		length += len(value)
	}
	row, room := make([][]byte, len(values)), make([]byte, 0, length)
	for i, value := range values {
		if value != nil {
			room = append(room, value...)
			row[i] = room[len(room)-len(value):]
		}
	}
	return row
}

// wasCancelled tells whether a request to cancel was sent for one of the statements that have
// their answers.
func (p *pipeline) wasCancelled() bool { return p.conn.PgConn().CustomData()[cancelled] != nil }

// spoil keeps the pipeline from taking further statements.
func (p *pipeline) spoil(why error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spoilt = why
}

// pipelinedRows are the rows of an answer.
type pipelinedRows struct {
	types   *pgtype.Map
	columns []pgconn.FieldDescription
	rows    [][][]byte
	row     [][]byte
}

// Columns names the columns.
func (r *pipelinedRows) Columns() ([]string, error) { return namesOfFields(r.columns), nil }

// Next goes to the next row.
func (r *pipelinedRows) Next() bool {
	if len(r.rows) == 0 {
		return false
	}
	r.row, r.rows = r.rows[0], r.rows[1:]
	return true
}

// Scan reads the row.
func (r *pipelinedRows) Scan(into ...any) error {
	return pgx.ScanRow(r.types, r.columns, r.row, asPgx(into)...)
}

// Err is nil: all rows are there.
func (r *pipelinedRows) Err() error { return nil }
