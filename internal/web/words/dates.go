package words

import (
	_ "embed"
	"encoding/json"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// dates are how days and times are written in a locale: as browsers do, since the portal's
// script goes on with Intl where the server's first view ends.
type dates struct {
	Weekdays      []string `json:"weekdays"`
	WeekdaysShort []string `json:"weekdaysShort"`
	// Months are as they stand beside a day.
	Months      []string `json:"months"`
	MonthsShort []string `json:"monthsShort"`
	// Date has day and month, Day the weekday as well, WithYear the year in its stead.
	Date     string `json:"date"`
	Day      string `json:"day"`
	WithYear string `json:"withYear"`
	Clock    string `json:"clock"`
	// Halves are those of the day; none where the day has 24 hours.
	Halves []string `json:"halves"`
}

//go:embed dates.json
var datesFile []byte

var allDates = sync.OnceValue(func() map[string]*dates {
	var all map[string]*dates
	if err := json.Unmarshal(datesFile, &all); err != nil {
		panic(err)
	}
	return all
})

// Weekday names a day as a heading does, which begins with a capital letter in every language.
func (w Words) Weekday(t time.Time) string {
	name := w.dates.Weekdays[t.Weekday()]
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}

// Date has day and month.
func (w Words) Date(t time.Time) string {
	return w.dates.fill(w.dates.Date, t, w.dates.Months)
}

// Day has the weekday, day and month; with the year, and no weekday, where that isn't now's.
func (w Words) Day(t, now time.Time) string {
	if t.Year() == now.Year() {
		return w.dates.fill(w.dates.Day, t, w.dates.MonthsShort)
	}
	return w.dates.fill(w.dates.WithYear, t, w.dates.MonthsShort)
}

// Clock has hour and minute.
func (w Words) Clock(t time.Time) string {
	hour, half := t.Format("15"), ""
	if len(w.dates.Halves) == 2 {
		hour, half = t.Format("3"), w.dates.Halves[t.Hour()/12]
	}
	return strings.NewReplacer("{hour}", hour, "{minute}", t.Format("04"), "{dayPeriod}", half).Replace(w.dates.Clock)
}

func (d *dates) fill(pattern string, t time.Time, months []string) string {
	return strings.NewReplacer(
		"{weekday}", d.WeekdaysShort[t.Weekday()], "{day}", strconv.Itoa(t.Day()),
		"{month}", months[t.Month()-1], "{year}", strconv.Itoa(t.Year()),
	).Replace(pattern)
}
