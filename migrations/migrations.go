// Package migrations holds the numbered SQL migrations, one folder a dialect.
// They are append-only: a migration that was released never changes.
package migrations

import "embed"

// Newest is the number of the newest migration.
const Newest = 12

// FS holds the folders postgres and sqlite.
//
//go:embed postgres/*.sql sqlite/*.sql
var FS embed.FS
