package probe

// sized asks for a page of a size in the variables.
func sized(number string) builder {
	return literally("query ($n: Int) { customers(first: $n) { nodes { id } } }", `{"n":`+number+"}")
}

func numbers() []Probe {
	expiry := func(number string) builder {
		return literally("mutation ($n: Int!) { updateMagicLink(input: { id: \"<link>\", expiresInSeconds: $n }) { magicLink { id } } }", `{"n":`+number+"}")
	}
	return about("numbers",
		Probe{Name: "2^31", Bytes: sized("2147483648"), Safe: badInput},
		Probe{Name: "-2^31 - 1", Bytes: sized("-2147483649"), Safe: badInput},
		Probe{Name: "2^63", Bytes: sized("9223372036854775808"), Safe: badInput},
		Probe{Name: "2^64 + 5", Bytes: sized("18446744073709551621"), Safe: badInput},
		Probe{Name: "1e400", Bytes: sized("1e400"), Safe: badInput},
		Probe{Name: "1e-400", Bytes: sized("1e-400"), Safe: badInput},
		Probe{Name: "a fraction", Bytes: sized("1.5"), Safe: badInput},
		Probe{Name: "a fraction that a float rounds away", Bytes: sized("1.00000000000000000000001"), Safe: badInput},
		Probe{Name: "a fraction by its exponent", Bytes: sized("100000000000000000000001e-23"), Safe: badInput},
		Probe{Name: "a whole number by its exponent", Bytes: sized("0.20e1"), Safe: fine},
		Probe{Name: "minus zero", Bytes: sized("-0"), Safe: badInput},
		Probe{Name: "text", Bytes: sized(`"5"`), Safe: badInput},
		Probe{Name: "true", Bytes: sized("true"), Safe: badInput},
		Probe{Name: "a list", Bytes: sized("[5]"), Safe: badInput},
		Probe{Name: "NaN", Bytes: sized("NaN"), Safe: noRequest},
		Probe{Name: "infinity", Bytes: sized("-Infinity"), Safe: noRequest},
		Probe{Name: "hexadecimal", Bytes: sized("0x10"), Safe: noRequest},
		Probe{Name: "octal", Bytes: sized("010"), Safe: noRequest},
		Probe{Name: "a plus", Bytes: sized("+1"), Safe: noRequest},
		Probe{Name: "2^31 in a literal", Bytes: query("{ customers(first: 2147483648) { nodes { id } } }"), Safe: badInput},
		Probe{Name: "a fraction in a literal", Bytes: query("{ customers(first: 1.0) { nodes { id } } }"), Safe: badInput},
		Probe{Name: "text in a literal", Bytes: query(`{ customers(first: "1") { nodes { id } } }`), Safe: badInput},
		Probe{Name: "2^31 as a default", Bytes: query("query ($n: Int = 2147483648) { customers(first: $n) { nodes { id } } }"), Safe: badInput},
		Probe{Name: "a lifetime of 2^31", Bytes: expiry("2147483648"), Safe: badInput},
		Probe{Name: "a lifetime without an end", Bytes: expiry("2147483647"), Safe: againstRules},
		Probe{Name: "a lifetime before now", Bytes: expiry("-1"), Safe: againstRules},
		Probe{Name: "a number for a key", Bytes: literally("query ($k: String!) { customer(key: $k) { id } }", `{"k":5}`), Safe: badInput},
		Probe{Name: "a fraction for an id", Bytes: literally("query ($i: ID!) { node(id: $i) { id } }", `{"i":1.5}`), Safe: badInput},
		Probe{Name: "a list for an id", Bytes: literally("query ($i: ID!) { node(id: $i) { id } }", `{"i":["<their customer>"]}`), Safe: badInput},
		Probe{Name: "an object for a text", Bytes: literally("query ($k: String!) { customer(key: $k) { id } }", `{"k":{"$gt":""}}`), Safe: badInput},
		Probe{Name: "text for an enum", Bytes: query(`{ magicLinks(filter: { status: "ACTIVE" }) { nodes { id } } }`), Safe: badInput},
		Probe{Name: "an enum's value that isn't there", Bytes: query(`{ magicLinks(filter: { status: ANY }) { nodes { id } } }`), Safe: badInput},
		Probe{Name: "an enum's number", Bytes: literally("query ($s: MagicLinkStatus) { magicLinks(filter: { status: $s }) { nodes { id } } }", `{"s":0}`), Safe: badInput},
		Probe{Name: "text for a Boolean", Bytes: literally(`mutation ($b: Boolean) { createCustomerPortal(input: { customerData: { customerKey: "k" }, replaceExisting: $b }) { magicLink { id } } }`, `{"b":"false"}`), Safe: badInput},
		Probe{Name: "null for what is required", Bytes: literally("query ($k: String!) { customer(key: $k) { id } }", `{"k":null}`), Safe: badInput},
	)
}

func moments() []Probe {
	var all []Probe
	active := func(moment string) builder {
		return literally(`query ($t: DateTime) { customer(key: "<mark>") { accessGrants(filter: { activeAt: $t }) { nodes { id } } } }`, `{"t":`+moment+"}")
	}
	for _, bad := range []string{
		`0000-01-01T00:00:00Z`, `-0001-01-01T00:00:00Z`, `10000-01-01T00:00:00Z`, `2030-02-30T00:00:00Z`, `2030-13-01T00:00:00Z`,
		`2030-01-01T24:00:00Z`, `2030-01-01T23:59:60Z`, `2030-01-01T00:00:00`, `2030-01-01`, `2030-01-01 00:00:00Z`,
		`2030-01-01T00:00:00+24:00`, `2030-01-01T00:00:00+00:60`, `2030-01-01T0:00:00Z`, `2030-01-01T00:00:00,5Z`,
		`0001-01-01T00:00:00+23:59`, `9999-12-31T23:59:59-23:59`, `now`, ``, `'; SELECT 1 --`, `２０３０-01-01T00:00:00Z`,
	} {
		all = append(all, Probe{Name: quoted(bad), Bytes: active(quoted(bad)), Safe: badInput})
	}
	return about("moments", append(all,
		Probe{Name: "a number", Bytes: active("1893456000"), Safe: badInput},
		Probe{Name: "a list", Bytes: active(`["2030-01-01T00:00:00Z"]`), Safe: badInput},
		Probe{Name: "a fraction of a mebibyte", Bytes: lazily(func() builder { return active(`"2030-01-01T00:00:00.` + times(mib, "1") + `Z"`) }), Safe: is(400, "BAD_USER_INPUT").orFine()},
		Probe{Name: "the first there is", Bytes: active(`"0001-01-01T00:00:00Z"`), Safe: fine},
		Probe{Name: "the last there is", Bytes: active(`"9999-12-31T23:59:59.999999Z"`), Safe: fine},
		Probe{Name: "an end before its beginning", Bytes: literally(push, `{"input":{"customerData":{"customerKey":"<mark>","accessGrants":[{"accessGrantKey":"a","startsAt":"2030-01-02T00:00:00Z","endsAt":"2030-01-01T00:00:00Z"}]}}}`), Safe: againstRules},
	)...)
}

func characters() []Probe {
	// key sends a text for a customer's key, as JSON has it.
	key := func(text string) builder {
		return literally(push, `{"input":{"customerData":{"customerKey":"`+text+`"}}}`)
	}
	document := func(text string) builder {
		return post(`{"query":"{ customer(key: \"`+text+`\") { id } }"}`, withKey)
	}
	return about("characters",
		Probe{Name: "NUL in a key", Bytes: key(`a\u0000b`), Safe: badInput},
		Probe{Name: "NUL in a name", Bytes: pushing(`"guestKey":"g","name":"a\u0000b"`), Safe: badInput},
		Probe{Name: "NUL in a filter", Bytes: literally("query ($p: String) { customers(filter: { keyPrefix: $p }) { nodes { id } } }", `{"p":"\u0000"}`), Safe: badInput},
		Probe{Name: "NUL in the key that is asked for", Bytes: literally("query ($k: String!) { customer(key: $k) { id } }", `{"k":"\u0000"}`), Safe: badInput},
		Probe{Name: "NUL in an id", Bytes: literally("query ($i: ID!) { node(id: $i) { id } }", `{"i":"\u0000"}`), Safe: is(400, "BAD_USER_INPUT").orFine()},
		Probe{Name: "NUL in an idempotency key", Bytes: literally(`mutation ($k: String) { createCustomerPortal(input: { customerData: { customerKey: "k" }, idempotencyKey: $k }) { magicLink { id } } }`, `{"k":"\u0000"}`), Safe: badInput},
		Probe{Name: "NUL in a cursor", Bytes: query(`{ customers(after: "WyJjIiwiXHUwMDAwIl0") { nodes { id } } }`), Safe: badInput},
		Probe{Name: "NUL in a literal", Bytes: document(`\\u0000`), Safe: badInput},
		Probe{Name: "NUL in a document", Bytes: post(`{"query":"{ workspace\u0000 { id } }"}`, withKey), Safe: unparsable},
		Probe{Name: "a NUL byte in the body", Bytes: post("{\"query\":\"{ workspace { id } }\x00\"}", withKey), Safe: noRequest},
		Probe{Name: "an unpaired surrogate in a key", Bytes: key(`a\ud800b`), Safe: badInput},
		Probe{Name: "a low surrogate in a name", Bytes: pushing(`"guestKey":"g","name":"\udc00"`), Safe: badInput},
		Probe{Name: "surrogates the wrong way round", Bytes: key(`\udc00\ud800`), Safe: badInput},
		Probe{Name: "an unpaired surrogate in a literal", Bytes: document(`\\ud800`), Safe: badInput},
		Probe{Name: "an unpaired surrogate in the document", Bytes: post(`{"query":"{ workspace { id } } #\ud800"}`, withKey), Safe: noRequest},
		Probe{Name: "an unpaired surrogate in a member's name", Bytes: post(good[:len(good)-1]+`,"\ud800":1}`, withKey), Safe: noRequest},
		Probe{Name: "an unpaired surrogate in the operation's name", Bytes: post(good[:len(good)-1]+`,"operationName":"\ud800"}`, withKey), Safe: noRequest},
		Probe{Name: "half an escape", Bytes: post(`{"query":"\u12"}`, withKey), Safe: noRequest},
		Probe{Name: "an invalid byte in a key", Bytes: key("a\xffb"), Safe: badInput},
		Probe{Name: "an invalid byte in the document", Bytes: post("{\"query\":\"{ workspace { id } } #\xff\"}", withKey), Safe: noRequest},
		Probe{Name: "an invalid byte in the URL", Bytes: get("/graphql?query=%7Bworkspace%7Bid%7D%7D%23%FF", withKey), Safe: noRequest},
		Probe{Name: "an overlong NUL", Bytes: key("\xc0\x80"), Safe: badInput},
		Probe{Name: "an overlong quote", Bytes: key("a\xc0\xa2b"), Safe: badInput},
		Probe{Name: "an overlong slash of three bytes", Bytes: key("\xe0\x80\xaf"), Safe: badInput},
		Probe{Name: "an overlong slash of four bytes", Bytes: key("\xf0\x80\x80\xaf"), Safe: badInput},
		Probe{Name: "a surrogate in UTF-8", Bytes: key("\xed\xa0\x80"), Safe: badInput},
		Probe{Name: "a character beyond the last", Bytes: key("\xf4\x90\x80\x80"), Safe: badInput},
		Probe{Name: "a character cut short", Bytes: key("\xe2\x82"), Safe: badInput},
		Probe{Name: "a line feed in a key", Bytes: key(`a\nb`), Safe: againstRules},
		Probe{Name: "an escape sequence in a key", Bytes: key(`\u001b[31m`), Safe: againstRules},
		Probe{Name: "DEL in a key", Bytes: key(`a\u007f`), Safe: againstRules},
		Probe{Name: "a C1 control in a key", Bytes: key(`a\u0085b`), Safe: againstRules},
		Probe{Name: "white space around a key", Bytes: key(`\u3000a\u00a0`), Safe: againstRules},
		Probe{Name: "an empty key", Bytes: key(``), Safe: againstRules},
		Probe{Name: "a control character that isn't escaped", Bytes: key("a\x01b"), Safe: noRequest},
		Probe{Name: "a Greek question mark for a brace", Bytes: query("{ workspace { id ; } }"), Safe: unparsable},
		Probe{Name: "a field's name in Cyrillic", Bytes: query("{ wоrkspace { id } }"), Safe: unparsable},
	)
}
