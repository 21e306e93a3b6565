package portalpage

import (
	"slices"
	"time"

	"github.com/portico-portal/portico/internal/web/words"
)

const (
	// agendaDays are the days that the first view tells of: today and the next.
	agendaDays = 3
	// offsetRange is how far a time zone may lie from UTC. Where the browser's
	// isn't known, the view is read wide enough for all of them.
	offsetRange = 14 * time.Hour
)

// window is the time that the first view is about.
type window struct{ from, until time.Time }

// windowAt is the window around now; zone is nil where it isn't known.
func windowAt(now time.Time, zone *time.Location) window {
	if zone == nil {
		from := startOfDay(now.UTC())
		return window{from.Add(-offsetRange), from.AddDate(0, 0, agendaDays).Add(offsetRange)}
	}
	from := startOfDay(now.In(zone))
	return window{from, from.AddDate(0, 0, agendaDays)}
}

func startOfDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// agenda is who comes and goes, day by day.
type agenda struct {
	Days []day
	// Zone names the time zone where it isn't known to be the reader's.
	Zone string
	// Whole says that all grants of the days are here, and may be counted.
	Whole bool
	// Empty says that nobody comes, goes or stays.
	Empty bool
}

// day is one day of the agenda.
type day struct {
	// Name is the weekday or "tomorrow"; Date has day and month.
	Name, Date string
	// Machine is the date as YYYY-MM-DD.
	Machine string
	// Whole is the agenda's.
	Whole   bool
	Leaving []entry
	// Left were to leave earlier on the day.
	Left   []entry
	Coming []entry
	// Staying are there all of the day; told of today only.
	Staying []entry
}

// Quiet says that nobody comes or goes on the day.
func (d day) Quiet() bool { return len(d.Leaving)+len(d.Left)+len(d.Coming) == 0 }

// group is a part of a day under its own name.
type group struct {
	// Name is the key of its text.
	Name    string
	Entries []entry
	// Whole says that they are all, and may be counted.
	Whole bool
}

// Group gives one part of the day by its name, for the template.
func (d day) Group(name string) group {
	entries := map[string][]entry{
		"leaving": d.Leaving, "leftEarlier": d.Left, "arriving": d.Coming, "staying": d.Staying,
	}[name]
	return group{Name: name, Entries: entries, Whole: d.Whole}
}

// entry is one grant as a line of a day.
type entry struct {
	// Time is the hour that matters, and Until what else is to say about time.
	Time, Until string
	// Machine is the moment in RFC 3339; empty where there is none.
	Machine string
	Title   string
	Places  []string
	at      time.Time
}

// newAgenda sorts grants into days. whole says that there are no more of them;
// zone is nil where the reader's isn't known.
func newAgenda(grants []grant, whole bool, now time.Time, zone *time.Location, say words.Words) agenda {
	a := agenda{Empty: true, Whole: whole}
	if zone == nil {
		zone, a.Zone = time.UTC, "UTC"
	}
	now = now.In(zone)
	today := startOfDay(now)
	for i := range agendaDays {
		from := today.AddDate(0, 0, i)
		d := newDay(grants, from, now, i, say)
		d.Whole = whole
		a.Empty = a.Empty && d.Quiet() && len(d.Staying) == 0
		a.Days = append(a.Days, d)
	}
	return a
}

// newDay is the day that begins at from, so many days from now; both are in the reader's zone.
func newDay(grants []grant, from, now time.Time, number int, say words.Words) day {
	until := from.AddDate(0, 0, 1)
	d := day{Name: say.Weekday(from), Date: say.Date(from), Machine: from.Format(time.DateOnly)}
	if number == 1 {
		d.Name = say.Text("tomorrow")
	}
	for i := range grants {
		g := &grants[i]
		comes, goes := within(g.StartsAt, from, until), within(g.EndsAt, from, until)
		switch {
		case comes:
			d.Coming = append(d.Coming, g.entry(g.StartsAt, endInWords(g.EndsAt, goes, now, say), now, say))
		case goes && !g.EndsAt.After(now):
			d.Left = append(d.Left, g.entry(g.EndsAt, "", now, say))
		case goes:
			d.Leaving = append(d.Leaving, g.entry(g.EndsAt, "", now, say))
		case number == 0 && g.covers(from, until):
			d.Staying = append(d.Staying, g.entry(nil, endInWords(g.EndsAt, false, now, say), now, say))
		}
	}
	byTime := func(a, b entry) int { return a.at.Compare(b.at) }
	slices.SortStableFunc(d.Leaving, byTime)
	slices.SortStableFunc(d.Left, byTime)
	slices.SortStableFunc(d.Coming, byTime)
	return d
}

func within(t *time.Time, from, until time.Time) bool {
	return t != nil && !t.Before(from) && t.Before(until)
}

// covers says that the grant holds for all of the day.
func (g *grant) covers(from, until time.Time) bool {
	return (g.StartsAt == nil || g.StartsAt.Before(from)) && (g.EndsAt == nil || !g.EndsAt.Before(until))
}

func (g *grant) entry(at *time.Time, until string, now time.Time, say words.Words) entry {
	e := entry{Until: until, Title: g.title(), Places: g.places()}
	if at != nil {
		local := at.In(now.Location())
		e.at, e.Time, e.Machine = *at, say.Clock(local), local.Format(time.RFC3339)
	}
	return e
}

// endInWords tells the end in words; by the hour where it is the same day.
func endInWords(end *time.Time, sameDay bool, now time.Time, say words.Words) string {
	switch {
	case end == nil:
		return say.Text("noEnd")
	case sameDay:
		return say.Text("until", "when", say.Clock(end.In(now.Location())))
	default:
		return say.Text("until", "when", say.Day(end.In(now.Location()), now))
	}
}

// title is the person's name, or else the grant's, or its key.
func (g *grant) title() string {
	switch {
	case g.UserIdentity != nil:
		return g.UserIdentity.Name
	case g.Name != nil && *g.Name != "":
		return *g.Name
	default:
		return g.Key
	}
}

func (g *grant) places() []string {
	names := make([]string, len(g.Spaces))
	for i, space := range g.Spaces {
		names[i] = space.Name
	}
	return names
}
