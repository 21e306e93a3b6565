package probe

import (
	"strconv"
	"strings"
	"time"
)

// The paths of Seam's calls.
const (
	createPortal = "/customers/create_portal"
	pushData     = "/customers/push_data"
	deleteData   = "/customers/delete_data"
	deepLink     = "/customers/reservations/create_deep_link"
	openPortal   = "/seam/customer/v1/customers/open_portal"
	blocks       = "/unstable_partner/building_blocks/"
)

// The answers that most calls of Seam's get, in its envelope.
var (
	seamFine     = fine.and(`"ok":true`)
	seamInput    = seamRefusal(400, "invalid_input")
	seamQuery    = seamRefusal(400, "invalid_query_params")
	seamType     = seamRefusal(400, "invalid_content_type")
	seamTooLarge = seamRefusal(413, "limit_exceeded")
	seamNobody   = seamRefusal(401, "unauthorized").and("Www-Authenticate: Bearer")
	seamMethod   = seamRefusal(405, "method_not_allowed").and("Allow: ")
)

func seamRefusal(status int, kind string) Safe {
	return plain(status).and(`"type":"`+kind+`"`, `"ok":false`)
}

// seamPost sends a body to one of Seam's calls with the attacker's key.
func seamPost(path, body string, head ...string) builder {
	return request("POST "+path, body, append([]string{withKey}, head...)...)
}

// seamPush pushes the attacker's own customer with these members.
func seamPush(members string) builder {
	return seamPost(pushData, `{"customer_key":"<mark>"`+members+"}")
}

// seamCreate makes a portal with these members beside the attacker's own customer.
func seamCreate(members string) builder {
	return seamPost(createPortal, `{"customer_data":{"customer_key":"<mark>"}`+members+"}")
}

func seamBodies() []Probe {
	padded := func(size int) string { return `{"customer_key":"<mark>","pad":"` + times(size, "x") + `"}` }
	body := padded(10)
	chunks := func(size int) builder {
		return lazily(func() builder {
			return seamPost(pushData, chunked(strings.ReplaceAll(padded(size), "<mark>", ourMark), 64*kib), "-Content-Length", "Transfer-Encoding: chunked")
		})
	}
	typed := func(lines ...string) builder { return seamPost(pushData, body, lines...) }
	return about("Seam's bodies",
		Probe{Name: "30 MiB", Bytes: lazily(func() builder { return seamPost(pushData, padded(30*mib)) }), Safe: seamTooLarge},
		Probe{Name: "30 MiB without a credential", Bytes: lazily(func() builder { return request("POST "+pushData, padded(30*mib)) }), Safe: seamNobody},
		Probe{Name: "30 MiB in chunks", Bytes: chunks(30 * mib), Safe: seamTooLarge},
		Probe{Name: "30 MiB of a DELETE", Bytes: lazily(func() builder { return request("DELETE "+deleteData, padded(30*mib), withKey) }), Safe: seamTooLarge},
		Probe{Name: "a byte more than may be", Bytes: lazily(func() builder { return seamPost(createPortal, times(8*mib+1, " ")) }), Safe: seamTooLarge},
		Probe{Name: "as much as may be of white space", Bytes: lazily(func() builder { return seamPost(createPortal, times(8*mib, " ")) }), Safe: seamInput},
		Probe{Name: "as much as may be in a field that is ignored", Bytes: lazily(func() builder { return seamPost(pushData, padded(8*mib-100)) }), Safe: seamFine.and(`"unknown_field"`)},
		Probe{Name: "as much as may be in chunks", Bytes: chunks(8*mib - 100), Safe: seamFine.and(`"unknown_field"`)},
		Probe{Name: "as much as may be of brackets", Bytes: lazily(func() builder { return seamPost(pushData, `{"a":`+times(8*mib-100, "[")) }), Safe: seamInput},
		Probe{Name: "as much as may be of objects in objects", Bytes: lazily(func() builder { return seamPost(pushData, times(mib, `{"a":`)) }), Safe: seamInput},
		Probe{Name: "a terabyte that is only promised", Bytes: seamPost(pushData, "{", "Content-Length: 1099511627776"), Safe: seamTooLarge},
		Probe{Name: "30 MiB that wait to be asked for", Bytes: seamPost(pushData, "", "Content-Length: 31457280", "Expect: 100-continue"), Safe: seamTooLarge},
		Probe{Name: "gzip", Bytes: seamPost(pushData, squeezed(newGzip, body), "Content-Encoding: gzip"), Safe: seamRefusal(415, "invalid_content_encoding").and("Accept-Encoding: identity")},
		Probe{Name: "gzip that isn't named", Bytes: seamPost(pushData, squeezed(newGzip, body)), Safe: seamInput},
		Probe{Name: "text", Bytes: typed("Content-Type: text/plain"), Safe: seamType},
		Probe{Name: "a form", Bytes: seamPost(pushData, "customer_key=<mark>", "Content-Type: application/x-www-form-urlencoded"), Safe: seamType},
		Probe{Name: "parts", Bytes: seamPost(pushData, "--x\r\nContent-Disposition: form-data; name=\"customer_key\"\r\n\r\n<mark>\r\n--x--\r\n", "Content-Type: multipart/form-data; boundary=x"), Safe: seamType},
		Probe{Name: "XML", Bytes: seamPost(pushData, `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`, "Content-Type: application/xml"), Safe: seamType.without("ENTITY")},
		Probe{Name: "no type", Bytes: typed("-Content-Type"), Safe: seamType},
		Probe{Name: "two types", Bytes: typed("Content-Type: application/json", "Content-Type: text/plain"), Safe: seamType.or(200)},
		Probe{Name: "a type with 3,000 parameters", Bytes: typed("Content-Type: application/json" + numbered(3000, ";a#=b")), Safe: plain(200, 400)},
		Probe{Name: "UTF-16 that is named", Bytes: typed("Content-Type: application/json; charset=utf-16"), Safe: seamType},
		Probe{Name: "a byte order mark", Bytes: seamPost(pushData, "\xef\xbb\xbf"+body), Safe: seamInput},
	)
}

func seamShapes() []Probe {
	var all []Probe
	for _, text := range []string{
		`null`, `17`, `"<mark>"`, `[]`, `[{"customer_key":"<mark>"}]`, `{"customer_key":"<mark>"}{}`, `{"customer_key":"<mark>",}`, `{'customer_key':'<mark>'}`,
		`{"customer_key":"<mark>"}` + "\x00", `/**/{}`, `{"customer_key":`, `{"customer_key":5}`, `{"customer_key":{"$gt":""}}`, `{"customer_key":["<mark>"]}`,
		`{"customer_key":"<mark>","customer_key":"other"}`, `{"customer_key":"<mark>","\u0063ustomer_key":"other"}`,
		`{"customer_key":"<mark>","reservations":[{"reservation_key":"r","reservation_key":"s"}]}`, `{"customer_key":"<mark>","x":{"a":1,"a":2}}`,
		`{"CUSTOMER_KEY":"<mark>"}`, `{"__proto__":{"customer_key":"<mark>"}}`, `{"customer_key":"<mark>","rooms":{"0":{"room_key":"1","name":"x"},"length":1}}`,
	} {
		all = append(all, Probe{Name: strings.ReplaceAll(text, "/", "∕"), Bytes: seamPost(pushData, text), Safe: seamInput})
	}
	// Every call gets what it can't read.
	for _, path := range []string{
		createPortal, deleteData, deepLink, openPortal, blocks + "connect_accounts", blocks + "manage_devices", blocks + "organize_spaces", blocks + "generate_magic_link",
	} {
		all = append(all, Probe{Name: "lists for all fields at " + strings.ReplaceAll(path[1:], "/", "∕"), Bytes: seamPost(path, `{"customer_key":[[]],"customer_data":[],"room_keys":{},"reservation_key":[],"building_block_type":[],"spaces":5}`), Safe: seamInput})
	}
	return about("Seam's shapes", append(all,
		Probe{Name: "GET", Bytes: request("GET "+createPortal, "", withKey), Safe: seamMethod},
		Probe{Name: "HEAD", Bytes: request("HEAD "+pushData, "", withKey), Safe: plain(405)},
		Probe{Name: "PUT", Bytes: request("PUT "+pushData, "{}", withKey), Safe: seamMethod},
		Probe{Name: "DELETE of a portal", Bytes: request("DELETE "+createPortal, "{}", withKey), Safe: seamMethod},
		Probe{Name: "a method by a header", Bytes: seamPost(pushData, `{"customer_key":"<mark>"}`, "X-HTTP-Method-Override: DELETE"), Safe: seamFine},
		Probe{Name: "a method that nobody knows", Bytes: request("BREW "+pushData, "{}", withKey), Safe: seamMethod},
		Probe{Name: "a call that isn't there", Bytes: seamPost("/customers/drop_tables", "{}"), Safe: plain(404)},
		Probe{Name: "a call with a slash behind it", Bytes: seamPost(pushData+"/", "{}"), Safe: plain(404)},
		Probe{Name: "a call by a way around", Bytes: seamPost("/customers/../customers//push_data", "{}"), Safe: plain(301, 307, 308, 404)},
	)...)
}

func seamInputs() []Probe {
	room := func(members string) builder { return seamPush(`,"rooms":[{"room_key":"1","name":"x"` + members + "}]") }
	booking := func(members string) builder { return seamPush(`,"bookings":[{"booking_key":"b",` + members + "}]") }
	metadata := func(members string) builder {
		return seamPush(`,"reservations":[{"reservation_key":"r","custom_metadata":{` + members + "}}]")
	}
	faults := seamInput.and("not listed")
	probes := []Probe{
		{Name: "64 levels that are ignored", Bytes: room(`,"x":` + nested(61, "[", "", "]")), Safe: seamFine},
		{Name: "66 levels", Bytes: seamPush(`,"x":` + nested(66, "[", "", "]")), Safe: seamInput},
		{Name: "10,001 fields", Bytes: lazily(func() builder { return seamPush(numbered(10_001, `,"f#":0`)) }), Safe: seamTooLarge},
		{Name: "9,000 unknown fields", Bytes: lazily(func() builder { return seamPush(numbered(9_000, `,"f#":0`)) }), Safe: seamFine.and("more fields were ignored")},
		{Name: "63,000 unknown fields in seven rooms", Bytes: lazily(func() builder {
			return seamPush(`,"rooms":[` + numbered(7, `{"room_key":"#","name":"x"`+numbered(9_000, `,"f#":0`)+"},") + `{"room_key":"8","name":"x"}]`)
		}), Safe: seamFine},
		{Name: "an unknown field in each of 15,000 rooms", Bytes: lazily(func() builder {
			return seamPush(`,"rooms":[` + numbered(15_000, `{"room_key":"","name":"x","x":0},`) + "{}]")
		}), Safe: faults},
		{Name: "an unknown field of 7 MiB", Bytes: lazily(func() builder { return seamPush(`,"` + times(7*mib, "f") + `":0`) }), Safe: seamFine.and("…")},
		{Name: "an unknown field of markup", Bytes: seamPush(`,"<script>alert(1)</script>":0`), Safe: seamFine.and("X-Content-Type-Options: nosniff", "application/json")},
		{Name: "an unknown field of points", Bytes: seamPush(`,"..` + times(40, ".a") + `":0`), Safe: seamFine},
		{Name: "a million values", Bytes: lazily(func() builder { return seamPush(`,"x":[` + times(mib, "0,") + "0]") }), Safe: seamTooLarge},
		{Name: "a million empty objects", Bytes: lazily(func() builder { return seamPush(`,"rooms":[` + times(mib, "{},") + "{}]") }), Safe: seamTooLarge},
		{Name: "25,000 rooms that are null", Bytes: lazily(func() builder { return seamPush(`,"rooms":[` + times(24_999, "null,") + "null]") }), Safe: faults},
		{Name: "eleven lists of 25,000 nulls", Bytes: lazily(func() builder {
			var lists strings.Builder
			for list := range strings.FieldsSeq("spaces properties rooms common_areas units facilities buildings staff_members reservations bookings access_grants") {
				lists.WriteString(`,"` + list + `":[` + times(24_999, "null,") + "null]")
			}
			return seamPush(lists.String())
		}), Safe: faults},
		{Name: "17,000 rooms without all", Bytes: lazily(func() builder { return seamPush(`,"rooms":[` + times(16_999, "{},") + "{}]") }), Safe: faults},
		{Name: "25,000 keys that are numbers", Bytes: lazily(func() builder { return booking(`"room_keys":[` + times(24_999, "5,") + "5]") }), Safe: faults},
		{Name: "a booking of 25,000 places", Bytes: lazily(func() builder { return booking(`"room_keys":[` + times(24_999, `"1",`) + `"1"]`) }), Safe: seamInput},
		{Name: "10,000 of one key", Bytes: lazily(func() builder {
			return seamPush(`,"users":[` + times(9_999, `{"user_key":"u","name":"U"},`) + `{"user_key":"u","name":"U"}]`)
		}), Safe: faults},
		{Name: "25,000 types of events that nobody has", Bytes: lazily(func() builder {
			return seamCreate(`,"features":{"manage":{"events":{"allowed_events":[` + times(24_999, `"no.such",`) + `"no.such"]}}}`)
		}), Safe: seamFine.and("unknown_event_type")},
		{Name: "25,000 origins", Bytes: lazily(func() builder {
			return seamCreate(`,"embed_origins":[` + times(24_999, `"https://a.example",`) + `"x"]`)
		}), Safe: seamInput},
		{Name: "9,000 keys of metadata", Bytes: lazily(func() builder { return metadata(numbered(8_999, `"k#":"v",`) + `"k":5`) }), Safe: seamInput},
		{Name: "metadata with the names of faults", Bytes: metadata(`"_errors":5,"":[],"0":{},"a.b":[]`), Safe: seamInput},
		{Name: "metadata with the names of prototypes", Bytes: metadata(`"__proto__":"a","constructor":"b","toString":true`), Safe: seamFine},
		{Name: "references of which 5,000 name nothing", Bytes: lazily(func() builder {
			return seamPush(`,"bookings":[` + numbered(50, `{"booking_key":"#","room_keys":[`+times(99, `"none",`)+`"none"]},`) + `{"booking_key":"b"}]`)
		}), Safe: seamFine.and("more references")},
		{Name: "a key of 7 MiB", Bytes: lazily(func() builder { return seamPush(`,"rooms":[{"room_key":"` + times(7*mib, "k") + `","name":"x"}]`) }), Safe: seamInput},
		{Name: "an idempotency key of 30 KiB", Bytes: seamPost(createPortal, `{"customer_data":{"customer_key":"<mark>"}}`, "Idempotency-Key: "+times(30*kib, "i")), Safe: seamInput},
		{Name: "a number of a mebibyte", Bytes: lazily(func() builder { return seamCreate(`,"max_redemptions":` + times(mib, "9")) }), Safe: seamInput},
		{Name: "an exponent of " + strconv.Itoa(mib), Bytes: seamCreate(`,"max_redemptions":1e` + strconv.Itoa(mib)), Safe: seamInput},
		{Name: "an exponent of minus " + strconv.Itoa(mib), Bytes: seamCreate(`,"max_redemptions":1e-` + strconv.Itoa(mib)), Safe: seamInput},
		{Name: "a moment of a mebibyte", Bytes: lazily(func() builder { return booking(`"starts_at":"2030-01-01T00:00:00.` + times(mib, "1") + `Z"`) }), Safe: plain(200, 400)},
		{Name: "NUL in a key", Bytes: seamPush(`,"rooms":[{"room_key":"a\u0000b","name":"x"}]`), Safe: seamInput},
		{Name: "an unpaired surrogate in a name", Bytes: seamPush(`,"rooms":[{"room_key":"1","name":"\ud800"}]`), Safe: seamInput},
		{Name: "an overlong slash in a key", Bytes: seamPush(",\"rooms\":[{\"room_key\":\"\xe0\x80\xaf\",\"name\":\"x\"}]"), Safe: seamInput},
		{Name: "an unpaired surrogate in an unknown name", Bytes: seamPush(`,"\udc00":1`), Safe: plain(200, 400)},
		{Name: "a logo's script for where to lead back", Bytes: seamCreate(`,"return_url":"javascript:alert(1)","refresh_url":"data:text/html,x","embed_origins":["*"]`), Safe: seamInput},
	}
	return about("Seam's inputs", probes...)
}

func seamStrangers() []Probe {
	del := func(query string) builder { return request("DELETE "+deleteData+"?"+query, "", withKey) }
	sql := `'); DROP TABLE customers; --`
	return about("Seam's strangers",
		Probe{Name: "nobody", Bytes: request("POST "+pushData, `{"customer_key":"<mark>"}`), Safe: seamNobody},
		Probe{Name: "a portal's session", Bytes: request("POST "+pushData, `{"customer_key":"<mark>"}`, "Authorization: Bearer <session>"), Safe: seamNobody},
		Probe{Name: "a session's cookie", Bytes: request("POST "+pushData, `{"customer_key":"<mark>"}`, "Cookie: portico_session=<session>", "Sec-Fetch-Site: same-origin"), Safe: seamNobody},
		Probe{Name: "a key as a parameter", Bytes: request("POST "+pushData+"?api_key=<key>", `{"customer_key":"<mark>","api_key":"<key>"}`, "client-session-token: <session>"), Safe: seamNobody},
		Probe{Name: "a wrong long part", Bytes: request("POST "+pushData, `{}`, "Authorization: Bearer <wrong long part>"), Safe: seamNobody},
		Probe{Name: "our key with another's workspace", Bytes: seamPost(pushData, `{"customer_key":"<mark>"}`, "seam-workspace: <their workspace>"), Safe: seamNobody},
		Probe{Name: "another's portal", Bytes: seamPost(openPortal, `{"customer_key":"<their mark>"}`), Safe: seamRefusal(404, "customer_not_found")},
		Probe{Name: "another's reservation", Bytes: seamPost(deepLink, `{"customer_key":"<their mark>","reservation_key":"<their mark>-stay"}`), Safe: seamRefusal(404, "customer_not_found")},
		Probe{Name: "another's customer deleted", Bytes: del("customer_keys=<their mark>"), Safe: seamFine},
		Probe{Name: "another's room deleted", Bytes: del("room_keys=<their mark>-room"), Safe: seamFine},
		Probe{Name: "another's room deleted within its customer", Bytes: del("room_keys=<their mark>-room&customer_key=<their mark>"), Safe: seamFine},
		Probe{Name: "another's idempotency key", Bytes: seamPost(createPortal, `{"customer_data":{"customer_key":"<mark>"}}`, "Idempotency-Key: "+idempotencyKey), Safe: seamRefusal(409, "idempotency_key_reused")},
		Probe{Name: "SQL in a key", Bytes: seamPush(`,"rooms":[{"room_key":"` + sql + `","name":"` + sql + `"}]`), Safe: seamFine},
		Probe{Name: "SQL in a query", Bytes: del("room_keys=%27%29%3B+DROP+TABLE+customers%3B+--"), Safe: seamFine},
		Probe{Name: "no query", Bytes: request("DELETE "+deleteData, "", withKey), Safe: seamInput},
		Probe{Name: "a query with broken escapes", Bytes: del("room_keys=%zz"), Safe: seamQuery},
		Probe{Name: "a query with semicolons", Bytes: del("room_keys=1;room_keys=2"), Safe: seamQuery},
		Probe{Name: "a name in a query that isn't UTF-8", Bytes: del("%FF=1"), Safe: seamQuery},
		Probe{Name: "a key in a query that isn't UTF-8", Bytes: del("room_keys=%FF"), Safe: seamInput},
		Probe{Name: "NUL in a query", Bytes: del("room_keys=%00"), Safe: seamInput},
		Probe{Name: "a parameter that stands in the body", Bytes: request("DELETE "+deleteData+"?room_keys=1", `{"room_keys":["2"]}`, withKey), Safe: seamQuery},
		Probe{Name: "a customer named twice in a query", Bytes: del("customer_key=a&customer_key=b&room_keys=1"), Safe: seamInput},
		Probe{Name: "2,500 keys in a query", Bytes: del(times(2_499, "room_keys=1&") + "room_keys=1"), Safe: seamFine},
		Probe{Name: "2,500 keys in a query, none of them there", Bytes: del(numbered(2_000, "room_keys=n#&") + "room_keys=1"), Safe: seamFine},
		Probe{Name: "3,000 unknown parameters", Bytes: del(numbered(3_000, "p#=&") + "room_keys=1"), Safe: seamFine.and("more fields were ignored")},
		Probe{Name: "a query of 30 KiB", Bytes: del("room_keys=" + times(30*kib, "k")), Safe: seamInput},
		Probe{Name: "a query of 64 KiB", Bytes: del("room_keys=" + times(64*kib, "k")), Safe: plain(414, 431).orCut()},
		Probe{Name: "a query for a call that takes none", Bytes: seamPost(pushData+"?"+numbered(3_000, "p#=&")+"%zz", `{"customer_key":"<mark>"}`), Safe: seamFine},
	)
}

// seamSlow are clients of Seam's calls that take their time.
func seamSlow() []Probe {
	head := func(method, path string) string {
		return method + " " + path + " HTTP/1.1\r\nHost: <host>\r\nConnection: close\r\nContent-Type: application/json\r\n" + withKey + "\r\n"
	}
	late := plain(400, 408).orCut()
	body := func(text string, every time.Duration, name string) Probe {
		return Probe{Name: name, Bytes: exactly(text), Pace: Pace{After: 300, Every: every}, Safe: late}
	}
	return about("Seam's slow",
		body(head("POST", createPortal)+"Content-Length: 1000\r\n\r\n"+times(100, " "), time.Second, "a body, a byte a second"),
		body(head("DELETE", deleteData)+"Content-Length: 1000\r\n\r\n{", time.Second, "a body that never comes"),
		body(head("POST", pushData)+"Transfer-Encoding: chunked\r\n\r\n"+times(40, "1\r\n \r\n"), time.Second/4, "chunks, a byte at a time"),
	)
}
