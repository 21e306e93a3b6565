package store

import (
	"encoding/json"
	"time"

	"github.com/portico-portal/portico/models"
)

// timeLayout is read alike by PostgreSQL and by SQLite's driver, which writes
// its own times so; of UTC times the order as text is the order in time.
const timeLayout = "2006-01-02 15:04:05.999999999-07:00"

// endOfTime sorts grants without an end behind all others.
var endOfTime = time.Date(9999, 12, 31, 23, 59, 59, 999999000, time.UTC)

// featuresJSON holds the eight values that Features has, as JSON.
var featuresJSON = func() map[models.Features]string {
	all := map[models.Features]string{}
	for i := range 8 {
		f := models.Features{
			Connect: models.Feature{Exclude: i&1 > 0}, ManageDevices: models.Feature{Exclude: i&2 > 0}, Organize: models.Feature{Exclude: i&4 > 0},
		}
		text, err := json.Marshal(f)
		if err != nil {
			panic(err)
		}
		all[f] = string(text)
	}
	return all
}() // a test holds that there are eight

// originsOf are a link's own origins as JSON; nil where it has none of its own.
func originsOf(l *models.MagicLink) *string {
	if l.EmbedOrigins == nil {
		return nil
	}
	text, _ := json.Marshal(l.EmbedOrigins) // a list of texts can't fail
	origins := string(text)
	return &origins
}
