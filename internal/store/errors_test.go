package store

import (
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
)

// Only what is sure to be stored nowhere is run again, each call by itself.
func TestWhatTheDatabaseRefusedIsStoredNowhere(t *testing.T) {
	t.Parallel()
	refused := func(code string) error { return fmt.Errorf("push: %w", &pgconn.PgError{Code: code}) }
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"a duplicate":                          {ErrDuplicate, true},
		"a foreign key":                        {gorm.ErrForeignKeyViolated, true},
		"a value":                              {refused("22P02"), true},
		"too large a row":                      {refused("54000"), true},
		"a deadlock":                           {refused("40P01"), true},
		"statement_timeout":                    {refused("57014"), true},
		"lock_timeout":                         {refused("55P03"), true},
		"a distributed database's lost worker": {refused("08006"), false},
		"a pooler's lost server":               {refused("08P01"), false},
		"a distributed database's lost answer": {refused("40003"), false},
		"the end of the connection":            {refused("57P01"), false},
		"too many connections":                 {refused("53300"), false},
		"a fault of the database":              {refused("XX000"), false},
		"a connection that broke":              {errors.New("unexpected EOF"), false},
	} {
		if got := nothingStored(c.err); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
