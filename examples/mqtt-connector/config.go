package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/tidwall/gjson"
)

// words are what Home Assistant's abbreviations are made of, as far as they are read here.
var words = map[string]string{
	"avail": "available", "avty": "availability", "cla": "class", "cmd": "command", "curr": "current", "dev": "device",
	"hum": "humidity", "ids": "identifiers", "mdl": "model", "meas": "measurement", "mf": "manufacturer", "pl": "payload",
	"stat": "state", "t": "topic", "temp": "temperature", "tpl": "template", "uniq": "unique", "unlk": "unlock", "val": "value",
}

var defaults = gjson.Parse(`{
	"payload_available": "online", "payload_not_available": "offline", "payload_on": "ON", "payload_off": "OFF",
	"payload_lock": "LOCK", "payload_unlock": "UNLOCK", "state_locked": "LOCKED", "state_unlocked": "UNLOCKED"
}`).Map()

// config is what a device announces of one of its components, with its keys in full.
type config map[string]gjson.Result

// complete writes keys in full and adds what is left out; base is what ~ stands for.
func complete(announced, base gjson.Result) config {
	full := config{"~": base}
	maps.Copy(full, defaults)
	object := announced.Map()
	for _, key := range slices.Sorted(maps.Keys(object)) {
		parts := strings.Split(key, "_")
		for i, part := range parts {
			parts[i] = cmp.Or(words[part], part)
		}
		full[strings.Join(parts, "_")] = object[key]
	}
	return full
}

// text gives state_on what payload_on is where it is left out; the same with off.
func (c config) text(key string) string {
	return cmp.Or(c[key].String(), c[strings.Replace(key, "state_", "payload_", 1)].String())
}

// topic is empty for what a broker would end the connection for.
func (c config) topic(key string) string {
	topic := strings.Replace(c.text(key), "~", cmp.Or(c.text("~"), "~"), 1)
	if strings.ContainsAny(topic, "+#$\x00") {
		return ""
	}
	return topic
}
