package probe

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
)

// good is a request that would be answered.
var good = envelope(braced(workspaceID), nil)

// chunked makes a body in chunks of a size.
func chunked(body string, size int) string {
	var text strings.Builder
	for body != "" {
		n := min(size, len(body))
		fmt.Fprintf(&text, "%x\r\n%s\r\n", n, body[:n])
		body = body[n:]
	}
	text.WriteString("0\r\n\r\n")
	return text.String()
}

func bodies() []Probe {
	padded := func(size int) string { return good[:len(good)-1] + `,"pad":"` + times(size, "x") + `"}` }
	deep := func(size int) string { return `{"query":` + times(size, "[") }
	return about("bodies",
		Probe{Name: "30 MiB", Bytes: lazily(func() builder { return post(padded(30*mib), withKey) }), Safe: tooLarge},
		Probe{Name: "30 MiB without a credential", Bytes: lazily(func() builder { return post(padded(30 * mib)) }), Safe: tooLarge},
		Probe{Name: "30 MiB in chunks", Bytes: lazily(func() builder {
			return post(chunked(padded(30*mib), 64*kib), withKey, "-Content-Length", "Transfer-Encoding: chunked")
		}), Safe: tooLarge},
		Probe{Name: "30 MiB of white space", Bytes: lazily(func() builder { return post(times(30*mib, " "), withKey) }), Safe: tooLarge},
		Probe{Name: "a byte more than may be", Bytes: lazily(func() builder { return post(times(8*mib+1, " "), withKey) }), Safe: tooLarge},
		Probe{Name: "as much as may be of white space", Bytes: lazily(func() builder { return post(times(8*mib, " "), withKey) }), Safe: noRequest},
		Probe{Name: "as much as may be in a member that is ignored", Bytes: lazily(func() builder { return post(padded(8*mib-200), withKey) }), Safe: fine},
		Probe{Name: "as much as may be in chunks", Bytes: lazily(func() builder {
			return post(chunked(padded(8*mib-200), 64*kib), withKey, "-Content-Length", "Transfer-Encoding: chunked")
		}), Safe: fine},
		Probe{Name: "as much as may be of brackets", Bytes: lazily(func() builder { return post(deep(8*mib-100), withKey) }), Safe: noRequest.with("LIMIT_EXCEEDED")},
		Probe{Name: "a terabyte that is only promised", Bytes: post("{", withKey, "Content-Length: 1099511627776"), Safe: tooLarge},
		Probe{Name: "the largest length", Bytes: post("{", withKey, "Content-Length: 9223372036854775807"), Safe: tooLarge},
		Probe{Name: "a length beyond numbers", Bytes: post("{", withKey, "Content-Length: 99999999999999999999"), Safe: malformed},
		Probe{Name: "30 MiB that wait to be asked for", Bytes: post("", withKey, "Content-Length: 31457280", "Expect: 100-continue"), Safe: tooLarge},
		Probe{Name: "an expectation that nobody knows", Bytes: post(good, withKey, "Expect: 200-ok"), Safe: plain(417)},
		Probe{Name: "nothing", Bytes: post("", withKey), Safe: noRequest},
		Probe{Name: "nothing, with a length", Bytes: post(" ", withKey), Safe: noRequest},
		Probe{Name: "a million values", Bytes: lazily(func() builder {
			return literally(braced(workspaceID), `{"a":[`+times(mib, "0,")+"0]}")
		}), Safe: tooLarge},
		Probe{Name: "a million values that are ignored", Bytes: lazily(func() builder {
			return post(good[:len(good)-1]+`,"more":[`+times(mib, "0,")+"0]}", withKey)
		}), Safe: tooLarge},
		Probe{Name: "a million empty objects", Bytes: lazily(func() builder {
			return literally(braced(workspaceID), `{"a":[`+times(mib, "{},")+"{}]}")
		}), Safe: tooLarge},
		Probe{Name: "as many values as may be", Bytes: lazily(func() builder {
			return literally(braced(workspaceID), `{"a":[`+times(9, "["+times(24_000, "0,")+"0],")+"0]}")
		}), Safe: is(400, "BAD_USER_INPUT").orFine()},
		Probe{Name: "as many objects as may be", Bytes: lazily(func() builder {
			return literally(braced(workspaceID), `{"a":[`+times(24_000, "{},")+"{}]}")
		}), Safe: is(400, "BAD_USER_INPUT").orFine()},
		Probe{Name: "as many names as may be", Bytes: lazily(func() builder {
			return literally(braced(workspaceID), `{"a":[`+numbered(8, `{`+numbered(9_999, `"n#":0,`)+`"n":0},`)+`0]}`)
		}), Safe: is(400, "BAD_USER_INPUT").orFine()},
		Probe{Name: "10,001 names", Bytes: lazily(func() builder {
			return literally(braced(workspaceID), `{"a":{`+numbered(10_000, `"n#":0,`)+`"n":0}}`)
		}), Safe: tooLarge},
		Probe{Name: "a name of 7 MiB", Bytes: lazily(func() builder { return post(`{"`+times(7*mib, "n")+`":1,`+good[1:], withKey) }), Safe: fine},
		Probe{Name: "chunks of 100 bytes", Bytes: lazily(func() builder {
			return post(chunked(padded(mib), 100), withKey, "-Content-Length", "Transfer-Encoding: chunked")
		}), Safe: fine},
		Probe{Name: "a mebibyte of one-byte chunks", Bytes: lazily(func() builder {
			return post(chunked(padded(mib), 1), withKey, "-Content-Length", "Transfer-Encoding: chunked")
		}), Safe: noRequest},
	)
}

func encodings() []Probe {
	utf16Bytes := func(order binary.ByteOrder, text string) string {
		var out bytes.Buffer
		_ = binary.Write(&out, order, utf16.Encode([]rune(text))) // a buffer takes all
		return out.String()
	}
	bomb := func() string { return squeezed(newGzip, times(30*mib, " ")) }
	return about("encodings",
		Probe{Name: "gzip", Bytes: post(squeezed(newGzip, good), withKey, "Content-Encoding: gzip"), Safe: wrongType.and("Accept-Encoding: identity")},
		Probe{Name: "gzip that isn't named", Bytes: post(squeezed(newGzip, good), withKey), Safe: noRequest},
		Probe{Name: "gzip of 30 MiB", Bytes: lazily(func() builder { return post(bomb(), withKey, "Content-Encoding: gzip") }), Safe: wrongType},
		Probe{Name: "gzip as a transfer coding", Bytes: post(squeezed(newGzip, good), withKey, "-Content-Length", "Transfer-Encoding: gzip, chunked"), Safe: plain(400, 501).orCut()},
		Probe{Name: "deflate", Bytes: post(squeezed(newDeflate, good), withKey, "Content-Encoding: deflate"), Safe: wrongType},
		Probe{Name: "brotli", Bytes: post(good, withKey, "Content-Encoding: br"), Safe: wrongType},
		Probe{Name: "identity and gzip", Bytes: post(good, withKey, "Content-Encoding: identity, gzip"), Safe: wrongType},
		Probe{Name: "identity, and gzip on another line", Bytes: post(good, withKey, "Content-Encoding: identity", "Content-Encoding: gzip"), Safe: wrongType},
		Probe{Name: "UTF-16 that is named", Bytes: post(utf16Bytes(binary.LittleEndian, good), withKey, "Content-Type: application/json; charset=utf-16"), Safe: wrongType},
		Probe{Name: "UTF-16 little-endian", Bytes: post(utf16Bytes(binary.LittleEndian, good), withKey), Safe: noRequest},
		Probe{Name: "UTF-16 big-endian with its mark", Bytes: post("\xfe\xff"+utf16Bytes(binary.BigEndian, good), withKey), Safe: noRequest},
		Probe{Name: "UTF-32", Bytes: post(good, withKey, "Content-Type: application/json; charset=utf-32"), Safe: wrongType},
		Probe{Name: "UTF-7", Bytes: post(good, withKey, "Content-Type: application/json; charset=utf-7"), Safe: wrongType},
		Probe{Name: "Latin-1", Bytes: post(good, withKey, "Content-Type: application/json; charset=iso-8859-1"), Safe: wrongType},
		Probe{Name: "two charsets", Bytes: post(good, withKey, "Content-Type: application/json; charset=utf-8; charset=utf-16"), Safe: wrongType},
		Probe{Name: "UTF-8 with a byte order mark", Bytes: post("\xef\xbb\xbf"+good, withKey), Safe: noRequest},
	)
}

func newGzip(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }

func newDeflate(w io.Writer) io.WriteCloser {
	compressor, err := flate.NewWriter(w, flate.BestSpeed)
	if err != nil {
		panic(err) // the level is one of its own
	}
	return compressor
}

func squeezed(by func(io.Writer) io.WriteCloser, text string) string {
	var out bytes.Buffer
	w := by(&out)
	_, _ = io.WriteString(w, text) // a buffer takes all
	_ = w.Close()
	return out.String()
}

func shapes() []Probe {
	member := func(name, value string) builder { return post(good[:len(good)-1]+`,"`+name+`":`+value+"}", withKey) }
	return about("shapes",
		Probe{Name: "null", Bytes: post("null", withKey), Safe: noRequest},
		Probe{Name: "a number", Bytes: post("17", withKey), Safe: noRequest},
		Probe{Name: "a string", Bytes: post(`"{ workspace { id } }"`, withKey), Safe: noRequest},
		Probe{Name: "true", Bytes: post("true", withKey), Safe: noRequest},
		Probe{Name: "an empty object", Bytes: post("{}", withKey), Safe: noRequest},
		Probe{Name: "a second value", Bytes: post(good+good, withKey), Safe: noRequest},
		Probe{Name: "a second value behind a NUL", Bytes: post(good+"\x00"+good, withKey), Safe: noRequest},
		Probe{Name: "a bracket too many", Bytes: post(good+"}", withKey), Safe: noRequest},
		Probe{Name: "a comma too many", Bytes: post(good[:len(good)-1]+",}", withKey), Safe: noRequest},
		Probe{Name: "a comment", Bytes: post("/* hello */"+good, withKey), Safe: noRequest},
		Probe{Name: "single quotes", Bytes: post(`{'query':'{ workspace { id } }'}`, withKey), Safe: noRequest},
		Probe{Name: "JSON cut short", Bytes: post(good[:len(good)-5], withKey), Safe: noRequest},
		Probe{Name: "JSON in parentheses", Bytes: post("("+good+")", withKey), Safe: noRequest},
		Probe{Name: "markup, which may not be echoed", Bytes: post(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`, withKey), Safe: noRequest.without("ENTITY")},
		Probe{Name: "two queries", Bytes: post(`{"query":"{ __typename }","query":"{ workspace { id } }"}`, withKey), Safe: noRequest},
		Probe{Name: "two queries, one by escapes", Bytes: post(`{"query":"{ __typename }","\u0071uery":"{ workspace { id } }"}`, withKey), Safe: noRequest},
		Probe{Name: "two variables", Bytes: post(good[:len(good)-1]+`,"variables":{"a":1},"variables":{"b":2}}`, withKey), Safe: noRequest},
		Probe{Name: "two of a name in the variables", Bytes: member("variables", `{"a":1,"a":2}`), Safe: noRequest},
		Probe{Name: "two of a name deep inside", Bytes: member("variables", `{"a":{"b":[{"c":1,"c":2}]}}`), Safe: noRequest},
		Probe{Name: "QUERY in capitals", Bytes: post(`{"QUERY":"{ workspace { id } }"}`, withKey), Safe: noRequest},
		Probe{Name: "a query that is null", Bytes: post(`{"query":null}`, withKey), Safe: noRequest},
		Probe{Name: "a query that is a number", Bytes: post(`{"query":7}`, withKey), Safe: noRequest},
		Probe{Name: "a query that is a list", Bytes: post(`{"query":["{ workspace { id } }"]}`, withKey), Safe: noRequest},
		Probe{Name: "a query that is empty", Bytes: post(`{"query":""}`, withKey), Safe: noRequest},
		Probe{Name: "variables that are a string", Bytes: member("variables", `"{}"`), Safe: noRequest},
		Probe{Name: "variables that are a list", Bytes: member("variables", `[]`), Safe: noRequest},
		Probe{Name: "variables that are a number", Bytes: member("variables", `0`), Safe: noRequest},
		Probe{Name: "an operation's name that is a number", Bytes: member("operationName", `1`), Safe: noRequest},
		Probe{Name: "an operation that isn't there", Bytes: member("operationName", `"nope"`), Safe: invalid},
		Probe{Name: "extensions that are a list", Bytes: member("extensions", `[1]`), Safe: noRequest},
		Probe{Name: "prototypes", Bytes: member("__proto__", `{"admin":true}`), Safe: fine},
		Probe{Name: "JSON in a URL that is none", Bytes: get("/graphql?query=%7Bworkspace%7Bid%7D%7D&variables=%7B%22a%22", withKey), Safe: noRequest},
		Probe{Name: "a URL with broken escapes", Bytes: get("/graphql?query=%7Bworkspace%ZZ", withKey), Safe: noRequest},
		Probe{Name: "a URL with semicolons", Bytes: get("/graphql?query=%7Bworkspace%7Bid%7D%7D;variables=%7B%7D", withKey), Safe: noRequest},
	)
}

const push = `mutation ($input: PushCustomerDataInput!) { pushCustomerData(input: $input) { customer { id } } }`

// pushing pushes a guest with these members.
func pushing(guest string) builder {
	return literally(push, `{"input":{"customerData":{"customerKey":"<mark>","guests":[{`+guest+`}]}}}`)
}

func largeValues() []Probe {
	guest := `"guestKey":"g","name":"Ann"`
	return about("large values",
		Probe{Name: "a key of 7 MiB", Bytes: lazily(func() builder {
			return literally(push, `{"input":{"customerData":{"customerKey":"`+times(7*mib, "k")+`"}}}`)
		}), Safe: againstRules},
		Probe{Name: "a name of 256 characters", Bytes: pushing(`"guestKey":"g","name":"` + times(256, "n") + `"`), Safe: againstRules},
		Probe{Name: "a name of 7 MiB", Bytes: lazily(func() builder { return pushing(`"guestKey":"g","name":"` + times(7*mib, "n") + `"`) }), Safe: againstRules},
		Probe{Name: "an unknown field of 7 MiB", Bytes: lazily(func() builder { return pushing(guest + `,"` + times(7*mib, "f") + `":1`) }), Safe: badInput},
		Probe{Name: "an e-mail address of 321 characters", Bytes: pushing(guest + `,"emailAddress":"` + times(321, "e") + `"`), Safe: againstRules},
		Probe{Name: "a filter of 7 MiB", Bytes: lazily(func() builder {
			return literally("query ($p: String) { customers(filter: { keyPrefix: $p }) { nodes { id } } }", `{"p":"`+times(7*mib, "p")+`"}`)
		}), Safe: is(400, "BAD_USER_INPUT").orFine()},
		Probe{Name: "a cursor of 7 MiB", Bytes: lazily(func() builder {
			return literally("query ($c: String) { customers(after: $c) { nodes { id } } }", `{"c":"`+times(7*mib, "A")+`"}`)
		}), Safe: badInput},
		Probe{Name: "an id of 7 MiB", Bytes: lazily(func() builder {
			return literally("query ($i: ID!) { node(id: $i) { id } }", `{"i":"`+times(7*mib, "0")+`"}`)
		}), Safe: is(400, "BAD_USER_INPUT").orFine()},
		Probe{Name: "a token of 7 MiB", Bytes: lazily(func() builder {
			return literally("mutation ($t: String!) { redeemMagicLink(input: { token: $t }) { session { token } } }", `{"t":"`+times(7*mib, "/p/")[:7*mib]+`"}`)
		}), Safe: is(200, "MAGIC_LINK_INVALID").with("BAD_USER_INPUT").or(400)},
		Probe{Name: "an idempotency key of a mebibyte", Bytes: lazily(func() builder {
			return literally(`mutation ($k: String) { createCustomerPortal(input: { customerData: { customerKey: "k" }, idempotencyKey: $k }) { magicLink { id } } }`, `{"k":"`+times(mib, "i")+`"}`)
		}), Safe: againstRules},
		Probe{Name: "a URL of a mebibyte", Bytes: lazily(func() builder {
			return literally(`mutation ($u: String) { updateWorkspace(input: { returnUrl: $u }) { workspace { id } } }`, `{"u":"https://example.com/`+times(mib, "u")+`"}`)
		}), Safe: againstRules},
		Probe{Name: "25,000 origins", Bytes: lazily(func() builder {
			return literally(`mutation ($o: [String!]) { updateWorkspace(input: { embedOrigins: $o }) { workspace { id } } }`, `{"o":[`+times(24_999, `"https://a.example",`)+`"x"]}`)
		}), Safe: againstRules},
		Probe{Name: "a grant of 25,000 places", Bytes: lazily(func() builder {
			return literally(push, `{"input":{"customerData":{"customerKey":"<mark>","accessGrants":[{"accessGrantKey":"a","spaceKeys":[`+times(24_999, `"s",`)+`"s"]}]}}}`)
		}), Safe: againstRules},
		Probe{Name: "10,000 of one key", Bytes: lazily(func() builder {
			return literally(push, `{"input":{"customerData":{"customerKey":"k","users":[`+times(9_999, `{"userKey":"u","name":"U"},`)+`{"userKey":"u","name":"U"}]}}}`)
		}), Safe: againstRules},
		Probe{Name: "130,000 guests without a key", Bytes: lazily(func() builder {
			return literally(push, `{"input":{"customerData":{"customerKey":"k","guests":[`+times(129_999, `{"name":""},`)+`{}]}}}`)
		}), Safe: tooLarge},
		Probe{Name: "100,000 unknown fields", Bytes: lazily(func() builder { return pushing(guest + numbered(100_000, `,"f#":1`)) }), Safe: tooLarge},
		Probe{Name: "100,000 variables that nobody declared", Bytes: lazily(func() builder { return literally(braced(workspaceID), "{"+numbered(100_000, `"v#":1,`)+`"v":1}`) }), Safe: tooLarge},
		Probe{Name: "a number of a mebibyte", Bytes: lazily(func() builder {
			return literally("query ($n: Int) { customers(first: $n) { nodes { id } } }", `{"n":`+times(mib, "9")+"}")
		}), Safe: badInput},
		Probe{Name: "a fraction of a mebibyte", Bytes: lazily(func() builder {
			return literally("query ($n: Int) { customers(first: $n) { nodes { id } } }", `{"n":1.`+times(mib, "0")+"1}")
		}), Safe: badInput},
		Probe{Name: "an exponent of " + strconv.Itoa(mib), Bytes: lazily(func() builder {
			return literally("query ($n: Int) { customers(first: $n) { nodes { id } } }", `{"n":1e`+strconv.Itoa(mib)+"}")
		}), Safe: badInput},
	)
}
