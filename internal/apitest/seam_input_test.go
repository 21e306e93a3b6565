package apitest_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portico-portal/portico/models"
)

// seamInputs makes random inputs of create_portal that are valid, by Seam's table.
type seamInputs struct {
	t      *testing.T
	random *rand.Rand
	root   *seamNode
	// sent counts how often each row was sent, by its path.
	sent map[string]int
	// keys name items of all kinds, and metadataKeys stand in custom metadata: few, so that
	// items are replaced and references find something.
	keys, metadataKeys []string
}

func newSeamInputs(t *testing.T, root *seamNode, seed uint64) *seamInputs {
	t.Helper()
	g := &seamInputs{t: t, random: rand.New(rand.NewPCG(seed, 0)), root: root, sent: map[string]int{}}
	// Twins that differ by their case or by how they are composed alone, and the longest.
	g.keys = []string{"k", "K", "é", "e\u0301", strings.Repeat("𝄞", 255), "1 " + g.text(1, 20) + "."}
	g.metadataKeys = []string{"a", "A", "é", "e\u0301", "$", `"`, `\`, "'", "[0]", "__proto__", " ", strings.Repeat("𝄞", 40)}
	for i := len(g.metadataKeys); i < 50; i++ {
		g.metadataKeys = append(g.metadataKeys, fmt.Sprint("key ", i))
	}
	return g
}

// next is another input.
func (g *seamInputs) next() obj {
	input := g.object(g.root)
	g.root.count(input, g.sent)
	return input
}

// missing lists the rows that no input had yet.
func (g *seamInputs) missing() (rows []string) {
	g.root.each(func(n *seamNode) {
		if g.sent[n.path] == 0 {
			rows = append(rows, n.path)
		}
	})
	return rows
}

func (g *seamInputs) isMissing(n *seamNode) bool {
	missing := g.sent[n.path] == 0
	n.each(func(inner *seamNode) { missing = missing || g.sent[inner.path] == 0 })
	return missing
}

// oneIn is true once in n times.
func (g *seamInputs) oneIn(n int) bool { return g.random.IntN(n) == 0 }

func oneOf[T any](g *seamInputs, all ...T) T { return all[g.random.IntN(len(all))] }

// some are a few of all, each once.
func some[T any](g *seamInputs, all []T, most int) arr {
	picked := arr{}
	for _, i := range g.random.Perm(len(all))[:g.random.IntN(min(most, len(all))+1)] {
		picked = append(picked, all[i])
	}
	return picked
}

// object has what is required and what was never sent; the rest is there, absent or null.
func (g *seamInputs) object(n *seamNode) obj {
	switch n.name {
	case "deep_link":
		return g.deepLink(n)
	case "custom_metadata":
		return g.metadata(n)
	}
	made := obj{}
	for _, f := range n.inner {
		if f.required || g.isMissing(f) || g.oneIn(2) {
			made[f.name] = g.value(f)
		} else if g.oneIn(4) {
			made[f.name] = nil
		}
	}
	switch {
	case n.name == "features":
		agree(made)
	case n.path == "landing_page.manage":
		// Exactly one key may be there.
		one := slices.MinFunc(n.inner, func(a, b *seamNode) int { return g.sent[a.path] - g.sent[b.path] })
		for name := range made {
			made[name] = nil
		}
		made[one.name] = oneOf(g, g.keys...)
	case n.field("ends_at") != nil:
		inOrder(made)
		g.fillPlaces(made)
	case n.name == "staff_members":
		g.fillPlaces(made)
	}
	return made
}

// value is one of what a row takes.
func (g *seamInputs) value(n *seamNode) any {
	switch n.kind {
	case "object", "oneOf":
		return g.object(n)
	case "object[]":
		return g.list(n)
	case "string[]":
		return g.texts(n)
	case "boolean":
		return g.oneIn(2)
	case "integer":
		whole := oneOf(g, 1, 1<<31-1, 1+g.random.IntN(10_000))
		return json.Number(fmt.Sprintf(oneOf(g, "%d", "%d", "%d.0", "%de0"), whole))
	case "number":
		most := map[string]float64{"latitude": 90, "longitude": 180}[n.name]
		written, err := json.Marshal(oneOf(g, -most, most, 0, 5e-324, -1e-9, most*(2*g.random.Float64()-1)))
		if err != nil {
			g.t.Fatal(err)
		}
		return json.Number(written)
	case "string|boolean": // a filter's: custom metadata has its own
		return oneOf[any](g, true, false, g.text(1, 500))
	default:
		return g.string(n)
	}
}

// list has items with keys that differ; those that have none are as many.
func (g *seamInputs) list(n *seamNode) arr {
	own := slices.IndexFunc(n.inner, func(f *seamNode) bool { return f.required && strings.HasSuffix(f.name, "_key") })
	keys := some(g, g.keys, len(g.keys))
	if len(keys) == 0 && g.isMissing(n) {
		keys = arr{g.keys[0]}
	}
	items := arr{}
	for _, key := range keys {
		item := g.object(n)
		if own >= 0 {
			item[n.inner[own].name] = key
		}
		items = append(items, item)
	}
	return items
}

func (g *seamInputs) texts(n *seamNode) arr {
	switch n.name {
	case "accepted_providers", "excluded_providers":
		return some(g, g.keys, 6)
	case "allowed_events", "default_events":
		return some(g, deviceEvents(), 8)
	}
	keys := arr{}
	for range g.random.IntN(4) {
		keys = append(keys, oneOf(g, g.keys...))
	}
	return keys
}

// deviceEvents are the types of devices' events in REST's words, such as "device.added".
func deviceEvents() (words []string) {
	for _, of := range models.DeviceEventTypes() {
		word := strings.ToLower(string(of))
		last := strings.Index(word, "_")
		if rest, ok := strings.CutPrefix(word, "device_action_"); ok {
			last = len(word) - len(rest) - 1
		}
		words = append(words, word[:last]+"."+word[last+1:])
	}
	return words
}

// lengths are those of texts of which any will do.
var lengths = map[string][2]int{
	"name": {1, 255}, "email_address": {0, 320}, "phone_number": {0, 64}, "preferred_code": {1, 64}, "address": {0, 1000},
	"title": {1, 255}, "body": {1, 1000}, "confirm_button_label": {1, 255}, "cancel_button_label": {1, 255},
}

func (g *seamInputs) string(n *seamNode) string {
	if words, is := strings.CutPrefix(n.constraints, "enum:"); is {
		words, _, _ = strings.Cut(words, " ")
		return oneOf(g, strings.Split(words, "|")...)
	}
	length, free := lengths[n.name]
	switch {
	case strings.HasSuffix(n.name, "_key"):
		return oneOf(g, g.keys...)
	case n.constraints == "date-time":
		return g.moment()
	case n.name == "time_zone":
		return oneOf(g, "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+12")
	case strings.HasPrefix(n.name, "default_check"):
		return oneOf(g, "00:00", "23:59:59", fmt.Sprintf("%02d:%02d", g.random.IntN(24), g.random.IntN(60)))
	case n.name == "customization_profile_id":
		return profileStandIn
	case n.name == "field":
		return oneOf(g, "a", "_", "Region_2", strings.Repeat("z", 40))
	case n.name == "address" && g.oneIn(2):
		return g.text(0, 400) + oneOf(g, "\n", "\r\n") + g.text(0, 400)
	case free:
		return g.text(length[0], length[1])
	}
	g.t.Fatalf("nothing makes a value of %s", n.path)
	return ""
}

// profileStandIn stands for a profile's id, which differs by the workspace.
const profileStandIn = "profile"

// alphabet has what is easily lost: quotes of every language between client and table,
// characters of two and four bytes, marks, joiners, and code points that are no characters.
var alphabet = []rune("aZ09 \"'`\\/%_;:.,$<>&{}[]éßİıǅ中\u0301\u200d\u200e\u05d0\u00a0\ufeff\ufffd\uffff👩𝄞\U0010ffff")

// text is mostly short, and else as short or as long as may be.
func (g *seamInputs) text(least, most int) string {
	length := least + g.random.IntN(min(most-least, 12)+1)
	switch g.random.IntN(10) {
	case 0:
		length = least
	case 1:
		length = most
	}
	var text strings.Builder
	for range length {
		text.WriteRune(oneOf(g, alphabet...))
	}
	return text.String()
}

// moment is RFC 3339 with any offset and fraction.
func (g *seamInputs) moment() string {
	at := oneOf(g,
		time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC),
		time.Unix(g.random.Int64N(1<<32), 0).UTC(), time.Unix(g.random.Int64N(1<<32), 0).UTC())
	local := at.In(time.FixedZone("", oneOf(g, 0, 19_800, 86_340, -86_340, 3600)))
	if local.Year() > 9999 {
		local = at
	}
	fraction := oneOf(g, "", ".", "")
	if fraction != "" {
		fraction += fmt.Sprintf("%012d", g.random.Int64N(1e12))[:1+g.random.IntN(12)]
	}
	return local.Format("2006-01-02T15:04:05") + fraction + local.Format("Z07:00")
}

// inOrder sees to it that a grant ends after it starts.
func inOrder(grant obj) {
	starts, ends := inUTC(grant["starts_at"]), inUTC(grant["ends_at"])
	switch {
	case starts == nil || ends == nil:
	case starts == ends:
		grant["ends_at"] = nil
	case starts.(string) > ends.(string):
		grant["starts_at"], grant["ends_at"] = grant["ends_at"], grant["starts_at"]
	}
}

// fillPlaces has one in ten name as many places as may be.
func (g *seamInputs) fillPlaces(item obj) {
	if !g.oneIn(10) {
		return
	}
	places := 0
	for name, value := range item {
		if strings.HasSuffix(name, "_keys") && name != "space_keys" && value != nil {
			places += len(value.(arr))
		}
	}
	keys := arr{}
	for range 100 - places {
		keys = append(keys, oneOf(g, g.keys...))
	}
	item["space_keys"] = keys
}

// agree sees to it that the two words for managing devices say the same, and that something is on.
func agree(features obj) {
	manage, devices := at(features, "manage"), at(features, "manage_devices")
	if manage != nil && devices != nil {
		manage.(obj)["exclude"] = yes(devices, "exclude")
	}
	if yes(features, "connect.exclude") && yes(features, "organize.exclude") && (yes(manage, "exclude") || yes(devices, "exclude")) {
		features["organize"].(obj)["exclude"] = false
	}
}

// deepLink goes by its kinds in turn.
func (g *seamInputs) deepLink(n *seamNode) obj {
	if g.sent[n.field("resource_id").path] > 0 && !g.oneIn(3) {
		return obj{"resource_type": oneOf(g, "reservation", "space"), "resource_key": oneOf(g, g.keys...)}
	}
	return obj{"resource_type": "device", "resource_id": "01a20f0d-2257-784d-98a8-00bf6c88459b", "resource_key": nil}
}

// metadata sets some keys and takes some away, one in eight times all that may be.
func (g *seamInputs) metadata(n *seamNode) obj {
	made := obj{}
	if g.isMissing(n) {
		made["a"] = true
	}
	all := g.oneIn(8)
	for _, key := range g.metadataKeys {
		if all || g.oneIn(12) {
			made[key] = oneOf[any](g, true, false, nil, "", g.text(1, 500), g.text(1, 40))
		}
	}
	return made
}
