package main

import (
	"log/slog"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/tidwall/gjson"
)

// reading is a value that a topic tells of a device.
type reading struct {
	field, topic string
	path         string // to the value in a JSON payload; empty where the payload is the value
	yes, no      string // the texts of a boolean
	fahrenheit   bool
	value        any // nil until it is known
	reports      int // what the device itself told, beside what the broker had kept
}

var (
	template = regexp.MustCompile(`^\s*\{\{\s*value(?:_json\.(\w+(?:\.\w+)*))?\s*\}\}\s*$|^$`)
	said     sync.Map // the templates that were logged
)

func path(source string) string {
	if found := template.FindStringSubmatch(source); found != nil {
		return found[1]
	}
	if _, twice := said.LoadOrStore(source, true); !twice {
		slog.Warn("A template is more than a path: payloads are read as they are.", "template", source)
	}
	return ""
}

// take reads a payload; one that makes no sense changes nothing.
func (r *reading) take(payload string, retained bool) {
	if r.path != "" {
		payload = gjson.Get(payload, r.path).String()
	}
	if value := r.parse(strings.TrimSpace(payload)); value != nil {
		if !retained || r.value != nil && value != r.value {
			r.reports++
		}
		r.value = value
	}
}

func (r *reading) parse(text string) any {
	if yes := strings.EqualFold(text, r.yes); r.yes != "" && (yes || strings.EqualFold(text, r.no)) {
		return yes
	}
	number, err := strconv.ParseFloat(text, 64)
	least, most := 0.0, 100.0
	if r.field == "temperature" || r.field == "targetTemperature" {
		least, most = -100, 200
	}
	if r.fahrenheit {
		number = math.Round((number-32)/1.8*100) / 100
	}
	if err == nil && r.yes == "" && number >= least && number <= most {
		return number
	}
	return nil
}
