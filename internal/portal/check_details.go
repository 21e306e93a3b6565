package portal

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/models"
)

// spaceDetails checks what few places have.
func (c *checker) spaceDetails(at *fault.Path, d *models.SpaceDetails) {
	if d.DurationMinutes != nil && *d.DurationMinutes < 1 {
		c.add(at.Field("durationMinutes"), "must be at least 1")
	}
	if d.CustomerData != nil {
		c.spaceCustomerData(at.Field("customerData"), d.CustomerData)
	}
	if g := d.Geolocation; g != nil {
		c.degrees(at.Field("geolocation").Field("latitude"), g.Latitude, MaxLatitude)
		c.degrees(at.Field("geolocation").Field("longitude"), g.Longitude, MaxLongitude)
	}
}

func (c *checker) spaceCustomerData(at *fault.Path, d *models.SpaceCustomerData) {
	if d.TimeZone != nil && !timeZones()[*d.TimeZone] {
		c.add(at.Field("timeZone"), "must be the name of an IANA time zone such as Europe/Berlin")
	}
	c.timeOfDay(at.Field("defaultCheckinTime"), d.DefaultCheckinTime)
	c.timeOfDay(at.Field("defaultCheckoutTime"), d.DefaultCheckoutTime)
	if d.Address != nil && c.length(at.Field("address"), *d.Address, 0, MaxAddressLength) {
		c.characters(at.Field("address"), lineEnds.Replace(*d.Address))
	}
}

func (c *checker) timeOfDay(at *fault.Path, text *string) {
	if text != nil && !timeOfDayPattern.MatchString(*text) {
		c.add(at, "must be a time of day such as 15:00 or 15:00:00")
	}
}

func (c *checker) degrees(at *fault.Path, degrees float64, most int) {
	if degrees < float64(-most) || degrees > float64(most) {
		c.add(at, "must be %d to %d degrees", -most, most)
	}
}

// lineEnds takes out the line ends, which an address alone may have.
var lineEnds = strings.NewReplacer("\r\n", "", "\n", "")

// TimeOfDay is the pattern of a time of day.
const TimeOfDay = `^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$`

var timeOfDayPattern = regexp.MustCompile(TimeOfDay)

// timeZoneNames are those of Go's own copy of the IANA's database, lib/time/zoneinfo.zip,
// a line each: so every machine takes the same, and to look one up reads no file.
//
//go:embed time_zones.txt
var timeZoneNames string

var timeZones = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	for name := range strings.FieldsSeq(timeZoneNames) {
		names[name] = true
	}
	return names
})
