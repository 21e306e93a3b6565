package portal

import (
	"testing"
	"time"
	_ "time/tzdata" // a machine may have none of its own
)

func TestEachTimeZoneIsOneThatGoKnows(t *testing.T) {
	t.Parallel()
	if len(timeZones()) < 500 {
		t.Fatalf("only %d time zones", len(timeZones()))
	}
	for name := range timeZones() {
		if _, err := time.LoadLocation(name); err != nil || name == "Local" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Kolkata"} {
		if !timeZones()[name] {
			t.Errorf("%s is not among them", name)
		}
	}
}
