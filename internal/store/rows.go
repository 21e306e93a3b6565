package store

import "time"

// timeLayout is read alike by PostgreSQL and by SQLite's driver, which writes
// its own times so; of UTC times the order as text is the order in time.
const timeLayout = "2006-01-02 15:04:05.999999999-07:00"

// endOfTime sorts grants without an end behind all others.
var endOfTime = time.Date(9999, 12, 31, 23, 59, 59, 999999000, time.UTC)
