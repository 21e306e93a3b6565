package store

import "github.com/jackc/pgx/v5"

const (
	// pgxStatements is how many statements a cache of pgx holds unless the URL says another number.
	pgxStatements = 512
	// postgresStatements is how many a connection keeps. All tests of the API together send 551
	// that differ, and no program makes every call with every filter; one that was dropped costs
	// a round trip. pgx makes the room when it connects: 224 is what Go puts into 256 places.
	postgresStatements = 224
)

// boundCaches gives a connection room for the statements that it will use: the mode in which
// queries are sent uses one of pgx's two caches, or none.
func boundCaches(config *pgx.ConnConfig) {
	config.StatementCacheCapacity = cached(config, pgx.QueryExecModeCacheStatement, config.StatementCacheCapacity)
	config.DescriptionCacheCapacity = cached(config, pgx.QueryExecModeCacheDescribe, config.DescriptionCacheCapacity)
}

func cached(config *pgx.ConnConfig, mode pgx.QueryExecMode, capacity int) int {
	switch {
	case config.DefaultQueryExecMode != mode:
		return 0
	case capacity == pgxStatements:
		return postgresStatements
	default:
		return capacity
	}
}
