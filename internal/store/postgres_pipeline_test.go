package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/portico-portal/portico/internal/groupcommit"
	"github.com/portico-portal/portico/internal/testdb"
)

// inPipeline are statements on one pipeline.
type inPipeline struct {
	*pipeline

	store *Store
	pool  *sql.DB
}

func newPipeline(t *testing.T) *inPipeline {
	t.Helper()
	s := opened(t, testdb.New(t, testdb.Postgres, migrated))
	pool, err := s.write.DB()
	if err != nil {
		t.Fatal(err)
	}
	p := &inPipeline{store: s, pool: pool}
	p.pipeline = p.next(t, nil)
	return p
}

// next gives the pipeline of a statement behind another's.
func (p *inPipeline) next(t *testing.T, behind any) *pipeline {
	t.Helper()
	next, err := pipelineOf(t.Context(), p.pool, &groupcommit.Sending{Behind: behind})
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// sent sends a statement that answers a text, which answered reads.
func (p *inPipeline) sent(ctx context.Context, t *testing.T, text string, values ...any) (answered func() (string, error)) {
	t.Helper()
	if !p.join() {
		t.Fatal("the pipeline is over")
	}
	s, err := p.send(ctx, text, values)
	if err != nil {
		t.Fatal(err)
	}
	return func() (string, error) {
		defer p.leave()
		rows, err := p.answer(ctx, s)
		if err != nil {
			return "", err
		}
		p.typing.Lock()
		defer p.typing.Unlock()
		found := &pipelinedRows{types: p.conn.TypeMap(), columns: s.columns, rows: rows}
		var value string
		for found.Next() {
			if err := found.Scan(&value); err != nil {
				t.Error(err)
			}
		}
		return value, nil
	}
}

// prepare has the connection prepare what is sent later, so that it needn't wait for that.
func (p *inPipeline) prepare(t *testing.T, texts ...string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, text := range texts {
		if _, err := p.prepared(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
}

const (
	echo     = "SELECT CAST($1 AS text)"
	fails    = "SELECT CAST(1 / CAST($1 AS integer) AS text)"
	sleeps   = "SELECT CAST(pg_sleep(CAST($1 AS float8)) AS text)"
	backend  = "SELECT CAST(pg_backend_pid() AS text)"
	inserts  = "INSERT INTO kept VALUES ($1) RETURNING v"
	maxSleep = 20.0
)

func TestStatementsOfAPipelineAreAnsweredInTheirOrderEachForItself(t *testing.T) {
	t.Parallel()
	p := newPipeline(t)
	if err := p.store.write.Exec("CREATE TABLE kept (v text)").Error; err != nil {
		t.Fatal(err)
	}
	p.prepare(t, inserts, fails, echo)
	one := p.sent(t.Context(), t, inserts, "one")
	two := p.sent(t.Context(), t, fails, 0)
	three := p.sent(t.Context(), t, inserts, "three")
	four := p.sent(t.Context(), t, echo, "four")
	var all sync.WaitGroup
	for want, answered := range map[string]func() (string, error){"one": one, "three": three, "four": four} {
		all.Go(func() {
			if got, err := answered(); got != want || err != nil {
				t.Errorf("%q, %v; want %q", got, err, want)
			}
		})
	}
	_, err := two()
	if refused, ok := errors.AsType[*pgconn.PgError](err); !ok || refused.Code != "22012" {
		t.Errorf("a division by zero: %v", err)
	}
	all.Wait()
	var kept []string
	if err := p.store.write.Raw("SELECT v FROM kept ORDER BY v").Scan(&kept).Error; err != nil || strings.Join(kept, " ") != "one three" {
		t.Errorf("kept: %q, %v", kept, err)
	}
	if p.next(t, p.pipeline) != p.pipeline {
		t.Error("a refused statement ended the pipeline")
	}
}

func TestAStatementThatIsNotPreparedIsWhenThoseAheadAreAnswered(t *testing.T) {
	t.Parallel()
	p := newPipeline(t)
	ahead := p.sent(t.Context(), t, sleeps, 0.1)
	go func() { _, _ = ahead() }()
	if got, err := p.sent(t.Context(), t, echo, "prepared")(); got != "prepared" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAPipelineGivesItsConnectionBackAfterTheLastStatement(t *testing.T) {
	t.Parallel()
	p := newPipeline(t)
	p.pool.SetMaxOpenConns(1)
	first, err := p.sent(t.Context(), t, backend)()
	if err != nil {
		t.Fatal(err)
	}
	p.leave()
	if p.join() {
		t.Error("a statement may join a pipeline that is over")
	}
	next := p.next(t, p.pipeline)
	if next == p.pipeline {
		t.Error("a pipeline that is over is used again")
	}
	p.pipeline = next
	if again, err := p.sent(t.Context(), t, backend)(); again != first || err != nil {
		t.Errorf("backend %q, then %q, %v", first, again, err)
	}
}

func TestWhereAStatementIsCancelledThoseBehindAreAnswered(t *testing.T) {
	t.Parallel()
	p := newPipeline(t)
	p.prepare(t, sleeps, echo)
	ctx, cancel := context.WithCancel(t.Context())
	ahead, behind := p.sent(ctx, t, sleeps, maxSleep), p.sent(t.Context(), t, echo, "behind")
	told := make(chan error)
	go func() {
		_, err := ahead()
		told <- err
	}()
	time.Sleep(50 * time.Millisecond)
	cancel()
	if err := <-told; !isCancelled(err) {
		t.Errorf("the cancelled one: %v", err)
	}
	if got, err := behind(); got != "behind" || err != nil {
		t.Errorf("the one behind: %q, %v", got, err)
	}
	if p.join() {
		t.Error("a request to cancel may come late, and the pipeline is used on")
	}
	p.leave()
	if !p.conn.IsClosed() {
		t.Error("the connection is kept")
	}
}

// A request to cancel may reach the statement behind the one that it was meant for.
func TestWhatTheCancellingOfAStatementAheadDidToOneBehind(t *testing.T) {
	t.Parallel()
	const warns = "SELECT pg_temp.warns(CAST($1 AS text))"
	p := newPipeline(t)
	if _, err := p.conn.Exec(t.Context(), `CREATE FUNCTION pg_temp.warns(v text) RETURNS text LANGUAGE plpgsql AS
'BEGIN RAISE WARNING ''told to go on''; RETURN v; END'`); err != nil {
		t.Fatal(err)
	}
	p.prepare(t, warns, sleeps, backend)
	if got, err := p.sent(t.Context(), t, warns, "before")(); got != "before" || err != nil {
		t.Errorf("a warning of its own: %q, %v", got, err)
	}
	pid, err := p.sent(t.Context(), t, backend)()
	if err != nil {
		t.Fatal(err)
	}
	p.conn.PgConn().CustomData()[cancelled] = true // as if for one ahead
	warned, slept := p.sent(t.Context(), t, warns, "after"), p.sent(t.Context(), t, sleeps, maxSleep)
	if _, err := warned(); !errors.Is(err, ErrInDoubt) {
		t.Errorf("what went on as it was told: %v", err)
	}
	told := make(chan error)
	go func() {
		_, err := slept()
		told <- err
	}()
	time.Sleep(50 * time.Millisecond)
	if err := p.store.write.Exec("SELECT pg_cancel_backend(CAST(? AS integer))", pid).Error; err != nil {
		t.Fatal(err)
	}
	if err := <-told; !errors.Is(err, driver.ErrBadConn) {
		t.Errorf("what was ended, and is to be run again: %v", err)
	}
}

func TestAllStatementsOfAPipelineAreInDoubtWhereItsConnectionBreaks(t *testing.T) {
	t.Parallel()
	p := newPipeline(t)
	p.prepare(t, sleeps, echo, backend)
	pid, err := p.sent(t.Context(), t, backend)()
	if err != nil {
		t.Fatal(err)
	}
	ahead, behind := p.sent(t.Context(), t, sleeps, maxSleep), p.sent(t.Context(), t, echo, "behind")
	var ended sync.WaitGroup
	defer ended.Wait()
	ended.Go(func() {
		time.Sleep(50 * time.Millisecond)
		if err := p.store.write.Exec("SELECT pg_terminate_backend(CAST(? AS integer))", pid).Error; err != nil {
			t.Error(err)
		}
	})
	for _, answered := range []func() (string, error){ahead, behind} {
		if _, err := answered(); !cut(err) || !errors.Is(translate(err), ErrInDoubt) {
			t.Errorf("%v", err)
		}
	}
	if _, err := p.send(t.Context(), echo, []any{"later"}); !errors.Is(err, driver.ErrBadConn) {
		t.Errorf("a later one isn't left to another connection: %v", err)
	}
}

// An answer that comes too late to be read is nobody else's.
func TestAStatementBehindOneWhoseAnswerWasGivenUpIsInDoubt(t *testing.T) {
	t.Parallel()
	p := newPipeline(t)
	p.prepare(t, sleeps, echo)
	ahead, behind := p.sent(t.Context(), t, sleeps, 0.3), p.sent(t.Context(), t, echo, "behind")
	socket := p.conn.PgConn().Conn()
	if err := socket.SetReadDeadline(time.Now().Add(50 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := ahead(); !cut(err) {
		t.Errorf("the one that was given up: %v", err)
	}
	if err := socket.SetReadDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	if got, err := behind(); !errors.Is(translate(err), ErrInDoubt) {
		t.Errorf("the one behind: %q, %v", got, err)
	}
}

func TestWhatIsGivenUpBeforeItIsSentIsNotSentAndSpoilsNothing(t *testing.T) {
	t.Parallel()
	p := newPipeline(t)
	ahead := p.sent(t.Context(), t, sleeps, 0.2)
	ended, end := context.WithCancel(t.Context())
	end()
	for _, text := range []string{sleeps, echo} { // one is prepared
		if _, err := p.send(ended, text, []any{0}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := ahead(); err != nil {
		t.Error(err)
	}
	if got, err := p.sent(t.Context(), t, echo, "after")(); got != "after" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAConnectionWhoseStatementsTheDatabaseForgotIsNotUsedAgain(t *testing.T) {
	t.Parallel()
	p := newPipeline(t)
	if _, err := p.sent(t.Context(), t, echo, "before")(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.conn.Exec(t.Context(), "DEALLOCATE ALL"); err != nil {
		t.Fatal(err)
	}
	if _, err := p.sent(t.Context(), t, echo, "forgotten")(); !isUnprepared(err) {
		t.Errorf("%v", err)
	}
	if p.join() {
		t.Error("the connection is used on")
	}
}
