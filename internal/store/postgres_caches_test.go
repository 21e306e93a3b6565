package store

import (
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestAConnectionHasRoomForTheStatementsThatItUses(t *testing.T) {
	t.Parallel()
	for options, want := range map[string][2]int{
		"":                                       {postgresStatements, 0},
		"statement_cache_capacity=900":           {900, 0},
		"default_query_exec_mode=cache_describe": {0, postgresStatements},
		"default_query_exec_mode=cache_describe&description_cache_capacity=9": {0, 9},
		"default_query_exec_mode=exec":                                        {0, 0},
	} {
		config, err := pgx.ParseConfig("postgres://portico@localhost/portico?" + options)
		if err != nil {
			t.Fatal(err)
		}
		boundCaches(config)
		if got := [2]int{config.StatementCacheCapacity, config.DescriptionCacheCapacity}; got != want {
			t.Errorf("%q: %d, want %d", options, got, want)
		}
	}
}
