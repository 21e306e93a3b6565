package probe

import (
	"fmt"
	"strings"
)

const workspaceID = "workspace { id }"

// lazily makes a large probe only when it is sent.
func lazily(build func() builder) builder { return func(s *Site) []byte { return build()(s) } }

// braced is a query of these fields.
func braced(fields string) string { return "{ " + fields + " }" }

func aliases() []Probe {
	creates := numbered(1000, `a#: createCustomerPortal(input: { customerData: { customerKey: "bomb-#" } }) { magicLink { id } } `)
	return about("aliases",
		Probe{Name: "101 of one field", Bytes: query(braced(numbered(101, "a#: "+workspaceID+" "))), Safe: tooMuch},
		Probe{Name: "5,000 of __typename", Bytes: query(braced(numbered(5000, "a#: __typename "))), Safe: tooMuch},
		Probe{Name: "1,000 mutations", Bytes: query("mutation { " + creates + "}"), Safe: tooMuch},
		Probe{Name: "100 guesses at a link", Bytes: post(envelope("mutation { "+numbered(100,
			`a#: redeemMagicLink(input: { token: "<forged token>" }) { session { token } } `)+"}", nil)), Safe: tooMuch},
		Probe{Name: "10 guesses at a link", Bytes: post(envelope("mutation { "+numbered(10,
			`a#: redeemMagicLink(input: { token: "<forged token>" }) { session { token } } `)+"}", nil)), Safe: badInput},
		Probe{Name: "100 guesses at a key", Bytes: query(braced(numbered(100, `a#: customer(key: "guess-#") { id } `))), Safe: fine},
		Probe{Name: "hidden in a fragment that is spread", Bytes: query("{ " + times(60, "...f ") + "} fragment f on Query { a: " + workspaceID + " b: " + workspaceID + " }"), Safe: tooMuch},
		Probe{Name: "hidden in inline fragments", Bytes: query(braced(numbered(101, "... { a#: "+workspaceID+" } "))), Safe: tooMuch},
		Probe{Name: "one of a mebibyte", Bytes: lazily(func() builder { return query(braced(times(mib, "a") + ": " + workspaceID)) }), Safe: tooMuch},
		Probe{Name: "one of 30 KiB in a list", Bytes: query("{ customers(first: 100) { nodes { spaces(first: 100) { nodes { " + times(30*kib, "a") + ": id } } } } }"), Safe: tooMuch},
		Probe{Name: "one for two fields", Bytes: query(braced("a: workspace { id } a: workspace { name } ")), Safe: fine},
		Probe{Name: "one for two fields that clash", Bytes: query(braced(`a: workspace { b: id } a: workspace { b: name }`)), Safe: invalid},
	)
}

func fields() []Probe {
	return about("fields",
		Probe{Name: "1,501 repeats", Bytes: query(braced(times(1501, "__typename "))), Safe: tooMuch},
		Probe{Name: "10,000 repeats", Bytes: query(braced(times(10_000, "workspace { id } "))), Safe: tooMuch},
		Probe{Name: "750 repeats of an object", Bytes: query(braced(times(750, "workspace { id } "))), Safe: fine},
		Probe{Name: "1,500 repeats deep inside", Bytes: query(braced("workspace { " + times(1499, "id ") + "}")), Safe: fine},
		Probe{Name: "100,000 of them", Bytes: query(braced(times(100_000, "id "))), Safe: tooMuch},
		Probe{Name: "1,500 that don't exist", Bytes: query(braced(numbered(1500, "nope# "))), Safe: invalid},
		Probe{Name: "one that doesn't exist, of a mebibyte", Bytes: lazily(func() builder { return query(braced(times(mib, "n"))) }), Safe: tooMuch},
		Probe{Name: "700 that clash", Bytes: query(braced(numbered(700, `customer(key: "#") { id } `))), Safe: invalid},
		Probe{Name: "300 that overlap three deep", Bytes: query(braced(times(300, `customer(key: "a") { spaces { nodes { id } } } `))), Safe: fine},
		Probe{Name: "31 times 31 that overlap", Bytes: query(braced("magicLinks { " + times(31, "nodes { "+times(31, "id ")+"} ") + "}")), Safe: fine},
		Probe{Name: "10 times 9 that clash deep inside", Bytes: query(braced("magicLinks { " + times(10, "nodes { "+numbered(9, `customer { spaces(first: 1#) { nodes { id } } } `)+"} ") + "}")), Safe: invalid},
		Probe{Name: "a tree of 8 levels that overlaps itself", Bytes: query(braced(tree(8))), Safe: fine.or(400).with("LIMIT_EXCEEDED").orFine()},
		Probe{Name: "1,000 unknown arguments", Bytes: query(`{ workspace(` + numbered(1000, "a#: 1 ") + `) { id } }`), Safe: invalid},
		Probe{Name: "1,000 arguments of one name", Bytes: query(`{ customer(` + times(1000, `key: "a" `) + `) { id } }`), Safe: invalid},
		Probe{Name: "a leaf with a selection", Bytes: query("{ workspace { id { id } } }"), Safe: invalid},
		Probe{Name: "an object without a selection", Bytes: query("{ workspace }"), Safe: invalid},
	)
}

// tree is a list twice, with its customers twice inside, and so on.
func tree(levels int) string {
	if levels == 0 {
		return "__typename "
	}
	inner := tree(levels - 1)
	if levels%2 == 0 {
		return times(2, "magicLinks(first: 1) { nodes { "+inner+"} } ")
	}
	return times(2, "customer { "+inner+"} ")
}

func directives() []Probe {
	return about("directives",
		Probe{Name: "101 on a field", Bytes: query("{ workspace { id " + times(101, "@include(if: true) ") + "} }"), Safe: tooMuch},
		Probe{Name: "7,000 unknown ones", Bytes: query("{ workspace { id " + times(7000, "@a ") + "} }"), Safe: tooMuch},
		Probe{Name: "20,000 unknown ones", Bytes: query("{ workspace { id " + times(20_000, "@a ") + "} }"), Safe: tooMuch},
		Probe{Name: "100 unknown ones", Bytes: query("{ workspace { id " + times(100, "@a ") + "} }"), Safe: invalid},
		Probe{Name: "100 of one that may stand once", Bytes: query("{ workspace { id " + times(100, "@skip(if: false) ") + "} }"), Safe: invalid},
		Probe{Name: "101 on an operation", Bytes: query("query " + times(101, "@a ") + "{ workspace { id } }"), Safe: tooMuch},
		Probe{Name: "multiplied by a fragment", Bytes: query("{ " + times(60, "...f ") + "} fragment f on Query { workspace @a @a { id } }"), Safe: tooMuch},
		Probe{Name: "4,000 on a variable's definition", Bytes: query("query ($a: Int " + times(4000, "@a ") + ") { magicLinks(first: $a) { nodes { id } } }"), Safe: invalid.with("LIMIT_EXCEEDED")},
		Probe{Name: "4,000 on a fragment that nobody spreads", Bytes: query("{ workspace { id } } fragment f on Query " + times(4000, "@a ") + "{ workspace { id } }"), Safe: invalid.with("LIMIT_EXCEEDED")},
		Probe{Name: "the schema's own one", Bytes: query("{ workspace @access(by: [PORTAL]) { id } }"), Safe: invalid},
		Probe{Name: "skip without its argument", Bytes: query("{ workspace { id @skip } }"), Safe: invalid},
		Probe{Name: "defer", Bytes: query("{ ... @defer { workspace { id } } }"), Safe: invalid.orFine()},
	)
}

// doubling are fragments of which each spreads the next one twice.
func doubling(n int, last string) string {
	var text strings.Builder
	text.WriteString("{ ...f0 } ")
	for i := range n {
		fmt.Fprintf(&text, "fragment f%d on Query { ...f%d ...f%d } ", i, i+1, i+1)
	}
	fmt.Fprintf(&text, "fragment f%d on Query { %s }", n, last)
	return text.String()
}

func fragments() []Probe {
	dense := "{ ...f0 } " + numbered(75, "fragment f# on Query { "+numbered(75, "...f# ")+"} ")
	var everyLater strings.Builder
	everyLater.WriteString("{ ...f0 } ")
	for i := range 100 {
		fmt.Fprintf(&everyLater, "fragment f%d on Query { __typename ", i)
		for j := i + 1; j < 100; j++ {
			fmt.Fprintf(&everyLater, "...f%d ", j)
		}
		everyLater.WriteString("} ")
	}
	var ring strings.Builder
	ring.WriteString("{ ...f0 } ")
	for i := range 1000 {
		fmt.Fprintf(&ring, "fragment f%d on Query { ...f%d } ", i, (i+1)%1000)
	}
	return about("fragments",
		Probe{Name: "2^28 by 28 of two spreads", Bytes: query(doubling(28, workspaceID)), Safe: tooMuch},
		Probe{Name: "2^500 by 500 of two spreads", Bytes: query(doubling(500, workspaceID)), Safe: tooMuch},
		Probe{Name: "2^16 of a field that costs nothing much", Bytes: query(doubling(16, "__typename")), Safe: is(400, "LIMIT_EXCEEDED").orFine()},
		Probe{Name: "2^500 that end in a cycle", Bytes: query(doubling(500, "...f0")), Safe: tooMuch},
		Probe{Name: "a chain of 100", Bytes: query(chain(99)), Safe: fine},
		Probe{Name: "a ring of 100", Bytes: query(strings.Replace(chain(99), "__typename", "...f0", 1)), Safe: invalid},
		Probe{Name: "30 that each spread all 30", Bytes: query("{ ...f0 } " + numbered(30, "fragment f# on Query { "+numbered(30, "...f# ")+"} ")), Safe: invalid},
		Probe{Name: "2^49 that end in a cycle", Bytes: query(doubling(49, "...f0")), Safe: invalid},
		Probe{Name: "a cycle of one", Bytes: query("{ ...f } fragment f on Query { ...f }"), Safe: invalid},
		Probe{Name: "a cycle of two beside a field", Bytes: query("{ ...a } fragment a on Query { workspace { id } ...b } fragment b on Query { ...a }"), Safe: invalid},
		Probe{Name: "a cycle through a field", Bytes: query(`{ node(id: 1) { ...c } } fragment c on Customer { magicLinks { nodes { customer { ...c } } } }`), Safe: invalid},
		Probe{Name: "a ring of 1,000", Bytes: query(ring.String()), Safe: tooMuch},
		Probe{Name: "75 that each spread all 75", Bytes: query(dense), Safe: tooMuch},
		Probe{Name: "100 that each spread all later ones", Bytes: query(everyLater.String()), Safe: tooMuch},
		Probe{Name: "2,000 that nobody spreads", Bytes: query("{ workspace { id } } " + numbered(2000, "fragment f# on Query { __typename } ")), Safe: tooMuch},
		Probe{Name: "1,000 of one name", Bytes: query("{ ...f } " + times(1000, "fragment f on Query { __typename } ")), Safe: tooMuch},
		Probe{Name: "4,000 spreads of one that is missing", Bytes: query("{ " + times(4000, "...f ") + "}"), Safe: tooMuch},
		Probe{Name: "1,000 on unknown types", Bytes: query("{ " + numbered(1000, "... on T# { id } ") + "}"), Safe: invalid},
		Probe{Name: "2,000 inline ones in each other", Bytes: query(braced(nested(2000, "... { ", workspaceID, "} "))), Safe: tooMuch},
		Probe{Name: "300 that nest in each other's fields", Bytes: query("{ ...f0 } " + chained(300)), Safe: tooMuch},
	)
}

// unasked are documents of which another operation is asked for than the one that
// costs, and little that means much.
func unasked() []Probe {
	asked := func(rest string) builder {
		return post(`{"operationName":"a","query":` + quoted("query a { __typename } "+rest) + "}")
	}
	each := numbered(900, "query q# { ...f } ")
	var tree strings.Builder
	for i := range 16 {
		fmt.Fprintf(&tree, "fragment f%d on Customer { ", i)
		for _, alias := range []string{"a", "b"} {
			fmt.Fprintf(&tree, "%s: magicLinks { nodes { customer { key ...f%d } } } ", alias, i+1)
		}
		tree.WriteString("} ")
	}
	tree.WriteString("fragment f16 on Customer { key }")
	const create = `mutation ($r: ReservationInput!) { createCustomerPortal(input: { customerData: { customerKey: "k", reservations: [`
	var below strings.Builder
	for i := range 98 {
		fmt.Fprintf(&below, "%s%02d: description ", times(250, "a"), i)
	}
	return about("unasked",
		Probe{Name: "a tree of 2^16 fields that overlap", Bytes: asked(`query b { customer(key: "k") { ...f0 } } ` + tree.String()), Safe: tooMuch},
		Probe{Name: "900 operations with a fragment of 4,500 variables", Bytes: asked(each + "fragment f on Query { customer(key: [" + times(4500, "$a ") + "]) { id } }"), Safe: tooMuch},
		Probe{Name: "900 operations with a fragment of 1,000 unknown fields", Bytes: asked(each + "fragment f on Query { " + numbered(1000, "x# ") + "}"), Safe: tooMuch},
		Probe{Name: "900 operations with a fragment of 4,000 directives", Bytes: asked(each + "fragment f on Query { __typename " + times(4000, "@a ") + "}"), Safe: tooMuch},
		Probe{Name: "99 fragments that come to 4,000 values", Bytes: asked("query b { ...f0 } " + strings.Replace(chain(98)[len("{ ...f0 } "):], "__typename", "customer(key: ["+times(4000, "$a ")+"]) { id }", 1)), Safe: tooMuch},
		Probe{Name: "a variable of 10,000 values, 1,000 times", Bytes: lazily(func() builder {
			return post(`{"query":` + quoted(create+times(1000, "$r ")+"] } }) { magicLink { id } } }") + `,"variables":{"r":{"reservationKey":"r","spaceKeys":[` + times(9_999, `"s",`) + `"s"]}}}`)
		}), Safe: tooMuch},
		Probe{Name: "a text of 6 MiB for each of a list", Bytes: lazily(func() builder {
			return literally("query ($k: String) { customers(first: 100) { nodes { "+numbered(20, "a#: spaces(filter: { key: $k }) { nodes { id } } ")+"} } }", `{"k":"`+times(6*mib, "k")+`"}`)
		}), Safe: badInput},
		Probe{Name: "98 long aliases under the schema's fields of fields", Bytes: post(envelope("{ __schema { types { fields { type { ofType { fields { "+below.String()+"} } } } } } }", nil)), Safe: tooMuch},
	)
}

// chain are fragments of which each spreads the next one.
func chain(n int) string {
	var text strings.Builder
	text.WriteString("{ ...f0 } ")
	for i := range n {
		fmt.Fprintf(&text, "fragment f%d on Query { ...f%d } ", i, i+1)
	}
	fmt.Fprintf(&text, "fragment f%d on Query { __typename }", n)
	return text.String()
}

// chained are fragments of which each nests the next one a level deeper.
func chained(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "fragment f%d on Query { node(id: 1) { ... on MagicLink { customer { magicLinks { nodes { ...g%d } } } } } } fragment g%d on MagicLink { id } ", i, i, i)
	}
	return strings.ReplaceAll(text.String(), "{ id }", "{ customer { magicLinks { nodes { customer { magicLinks { nodes { customer { magicLinks { nodes { customer { id } } } } } } } } } } }")
}

func depth() []Probe {
	step := "customer { magicLinks { nodes { "
	return about("depth",
		Probe{Name: "18 levels", Bytes: query("{ magicLinks { nodes { " + nested(5, step, "id", " } } }") + " } } }"), Safe: tooMuch},
		Probe{Name: "1,000 levels", Bytes: query("{ magicLinks { nodes { " + nested(333, step, "id", " } } }") + " } } }"), Safe: tooMuch},
		Probe{Name: "14,000 braces that nobody closes", Bytes: query(times(14_000, "{a")), Safe: unparsable.with("LIMIT_EXCEEDED")},
		Probe{Name: "5,000 levels of unknown fields", Bytes: query(nested(3700, "{a", "{a}", "}")), Safe: tooMuch},
		Probe{Name: "7,000 levels of lists in a literal", Bytes: query(`{ customer(key: ` + nested(7000, "[", "", "]") + `) { id } }`), Safe: tooMuch},
		Probe{Name: "3,000 levels of objects in a literal", Bytes: query(`{ customers(filter: ` + nested(3000, "{a:", "1", "}") + `) { nodes { id } } }`), Safe: tooMuch},
		Probe{Name: "7,000 levels of lists in a type", Bytes: query(`query ($a: ` + nested(7000, "[", "Int", "]") + `) { workspace { id } }`), Safe: tooMuch},
		Probe{Name: "100,000 levels of JSON in the variables", Bytes: literally(braced(workspaceID), `{"a":`+nested(100_000, "[", "", "]")+"}"), Safe: tooMuch},
		Probe{Name: "65 levels of JSON in the variables", Bytes: literally(braced(workspaceID), nested(65, `{"a":`, "1", "}")), Safe: tooMuch},
		Probe{Name: "100,000 levels of JSON in a member that is ignored", Bytes: post(`{"query":"{ workspace { id } }","more":`+nested(100_000, "[", "", "]")+"}", withKey), Safe: tooMuch},
		Probe{Name: "100,000 levels of JSON in the extensions", Bytes: post(`{"query":"{ workspace { id } }","extensions":`+nested(100_000, `{"a":`, "1", "}")+"}", withKey), Safe: tooMuch},
		Probe{Name: "8 MiB of brackets that nobody closes", Bytes: lazily(func() builder { return post(`{"query":"{ a }","variables":{"a":`+times(8*mib-100, "["), withKey) }), Safe: tooMuch},
	)
}

func cost() []Probe {
	return about("cost",
		Probe{Name: "pages in pages in pages", Bytes: query("{ customers(first: 100) { nodes { accessGrants(first: 100) { nodes { spaces { id } } } } } }"), Safe: tooMuch},
		Probe{Name: "page sizes in variables", Bytes: call("query ($n: Int) { customers(first: $n) { nodes { accessGrants(first: $n) { nodes { spaces { id } } } } } }",
			map[string]any{"n": 100}), Safe: tooMuch},
		Probe{Name: "page sizes in defaults of variables", Bytes: query("query ($n: Int = 100) { customers(first: $n) { nodes { accessGrants(last: $n) { nodes { spaces { id } } } } } }"), Safe: tooMuch},
		Probe{Name: "100 pages beside each other", Bytes: query(braced(numbered(100, "a#: customers(first: 100) { nodes { id key spaces { nodes { id name key } } } } "))), Safe: tooMuch},
		Probe{Name: "all that is allowed at once", Bytes: query("{ customers(first: 100) { nodes { id spaces(first: 100) { totalCount nodes { id key name kind } } userIdentities(first: 40) { totalCount nodes { id } } } } }"), Safe: fine},
		Probe{Name: "11 mutations", Bytes: query("mutation { " + numbered(11, `a#: endPortalSessions(input: { customerKey: "nobody" }) { endedCount } `) + "}"), Safe: tooMuch},
		Probe{Name: "mutations hidden in fragments", Bytes: query("mutation { ...a ...a ...a } fragment a on Mutation { ...b ...b } fragment b on Mutation { a: endPortalSession { ended } b: endPortalSession { ended } }"), Safe: tooMuch},
		Probe{Name: "the largest page", Bytes: query("{ magicLinks(first: 2147483647) { nodes { id } } }"), Safe: badInput},
		Probe{Name: "a page of none", Bytes: query("{ magicLinks(first: 0) { nodes { id } } }"), Safe: badInput},
		Probe{Name: "a negative page", Bytes: query("{ magicLinks(first: -1) { nodes { id } } }"), Safe: badInput},
		Probe{Name: "a page from both ends", Bytes: query("{ magicLinks(first: 1, last: 1) { nodes { id } } }"), Safe: badInput},
		Probe{Name: "101 faults of input in 20,000", Bytes: lazily(func() builder {
			return call(`mutation ($input: PushCustomerDataInput!) { pushCustomerData(input: $input) { customer { id } } }`,
				map[string]any{"input": map[string]any{"customerData": map[string]any{"customerKey": "", "guests": make([]struct{}, 20_000)}}})
		}), Safe: badInput},
	)
}

func texts() []Probe {
	return about("texts",
		Probe{Name: "15,001 tokens", Bytes: query("{ workspace { " + times(15_001, "id ") + "} }"), Safe: tooMuch},
		Probe{Name: "7 MiB of white space", Bytes: lazily(func() builder { return query(times(7*mib, " ") + braced(workspaceID)) }), Safe: tooMuch},
		Probe{Name: "7 MiB of commas", Bytes: lazily(func() builder { return query("{" + times(7*mib, ",") + workspaceID + "}") }), Safe: tooMuch},
		Probe{Name: "7 MiB of one comment", Bytes: lazily(func() builder { return query("#" + times(7*mib, "c") + "\n" + braced(workspaceID)) }), Safe: tooMuch},
		Probe{Name: "a million comments", Bytes: lazily(func() builder { return query(times(mib, "#\n") + braced(workspaceID)) }), Safe: tooMuch},
		Probe{Name: "a string of 7 MiB", Bytes: lazily(func() builder { return query(`{ customer(key: "` + times(7*mib, "k") + `") { id } }`) }), Safe: tooMuch},
		Probe{Name: "a block string of 3 MiB in lines", Bytes: lazily(func() builder { return query(`{ customer(key: """` + times(mib, " k\n") + `""") { id } }`) }), Safe: tooMuch},
		Probe{Name: "a string of a million escapes", Bytes: lazily(func() builder { return query(`{ customer(key: "` + times(mib, `A`) + `") { id } }`) }), Safe: tooMuch},
		Probe{Name: "half a mebibyte of comments", Bytes: lazily(func() builder { return query("#" + times(500*kib, "c") + "\n" + braced(workspaceID)) }), Safe: fine},
		Probe{Name: "half a mebibyte of one string", Bytes: lazily(func() builder { return query(`{ customer(key: "` + times(500*kib, "k") + `") { id } }`) }), Safe: is(400, "BAD_USER_INPUT").orFine()},
		Probe{Name: "half a mebibyte of lines in a block string", Bytes: lazily(func() builder { return query(`{ customer(key: """` + times(160*kib, " k\n") + `""") { id } }`) }), Safe: is(400, "BAD_USER_INPUT").orFine()},
		Probe{Name: "half a mebibyte of a name", Bytes: lazily(func() builder { return query("query " + times(500*kib, "q") + " { workspace { id } }") }), Safe: fine},
		Probe{Name: "half a mebibyte of a field that doesn't exist", Bytes: lazily(func() builder { return query(braced(times(500*kib, "n"))) }), Safe: invalid},
		Probe{Name: "a string that nobody closes", Bytes: lazily(func() builder { return query(`{ customer(key: "` + times(mib, "k")) }), Safe: tooMuch},
		Probe{Name: "a number of a mebibyte", Bytes: lazily(func() builder { return query("{ magicLinks(first: " + times(mib, "9") + ") { nodes { id } } }") }), Safe: tooMuch},
		Probe{Name: "a name of a mebibyte", Bytes: lazily(func() builder { return query("query " + times(mib, "q") + " { workspace { id } }") }), Safe: tooMuch},
		Probe{Name: "2,000 operations", Bytes: query(numbered(2000, "query q# { __typename } ")), Safe: invalid.with("LIMIT_EXCEEDED")},
		Probe{Name: "1,000 operations of one name", Bytes: query(times(1000, "query q { __typename } ")), Safe: invalid},
		Probe{Name: "3,000 variables", Bytes: query("query (" + numbered(3000, "$a#: Int ") + ") { workspace { id } }"), Safe: invalid},
		Probe{Name: "3,000 variables of one name", Bytes: query("query (" + times(3000, "$a: Int ") + ") { workspace { id } }"), Safe: invalid},
		Probe{Name: "7,000 items of a list", Bytes: query("mutation { deleteCustomerData(input: { customerKeys: [" + times(7000, `"" `) + "] }) { deletedCount } }"), Safe: againstRules},
		Probe{Name: "a type's definition", Bytes: query("type Query { workspace: String }"), Safe: unparsable.with("GRAPHQL_VALIDATION_FAILED")},
		Probe{Name: "an extension of the schema", Bytes: query("extend type Query { hacked: String } { hacked }"), Safe: unparsable.with("GRAPHQL_VALIDATION_FAILED")},
		Probe{Name: "a subscription", Bytes: query("subscription { workspace { id } }"), Safe: invalid},
		Probe{Name: "an empty selection", Bytes: query("{ }"), Safe: unparsable},
		Probe{Name: "a fragment alone", Bytes: query("fragment f on Query { workspace { id } }"), Safe: invalid},
		Probe{Name: "white space alone", Bytes: query(" \n\t "), Safe: noRequest.with("GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED")},
		Probe{Name: "markup in a name", Bytes: query(`{ workspace { <script>alert(1)</script> } }`), Safe: unparsable.and("nosniff")},
		Probe{Name: "markup in a string", Bytes: query(`{ workspace(a: "<img src=x onerror=alert(1)>") { id } }`), Safe: invalid.and("nosniff")},
	)
}

func introspection() []Probe {
	ofType := func(n int) string { return nested(n, "ofType { kind name ", "", "}") }
	return about("introspection",
		Probe{Name: "what the tools ask", Bytes: post(envelope(toolsIntrospection, nil)), Safe: fine.large()},
		Probe{Name: "30 levels of ofType", Bytes: post(envelope("{ __schema { types { fields { type { "+ofType(30)+"} } } } }", nil)), Safe: tooMuch},
		Probe{Name: "fields of types of fields", Bytes: post(envelope("{ __schema { types { "+nested(4, "fields { type { ofType { ", "name", "} } } ")+"} } }", nil)), Safe: tooMuch.with("GRAPHQL_VALIDATION_FAILED")},
		Probe{Name: "interfaces of possible types", Bytes: post(envelope(`{ __type(name: "Node") { `+nested(9, "possibleTypes { interfaces { ", "name", "} } ")+"} }", nil)), Safe: tooMuch.with("GRAPHQL_VALIDATION_FAILED")},
		Probe{Name: "input fields of arguments", Bytes: post(envelope("{ __schema { types { fields { args { type { ofType { inputFields { type { ofType { ofType { inputFields { type { name } } } } } } } } } } } } }", nil)), Safe: tooMuch.with("GRAPHQL_VALIDATION_FAILED")},
		Probe{Name: "100 times the types", Bytes: post(envelope(braced(numbered(100, "a#: __schema { types { name fields { name } } } ")), nil)), Safe: tooMuch},
		Probe{Name: "20 times all there is", Bytes: post(envelope(braced(numbered(20, "a#: __schema { types { name description fields { name description args { name description } } } } ")), nil)), Safe: tooMuch},
		Probe{Name: "3 times all there is", Bytes: post(envelope(braced(numbered(3, "a#: __schema { types { name description fields { name description args { name description } } } } ")), nil)), Safe: fine.large()},
		Probe{Name: "501 fields", Bytes: post(envelope("{ __schema { types { "+numbered(501, "a: name ")+"} } }", nil)), Safe: tooMuch},
		Probe{Name: "doubled by fragments", Bytes: post(envelope(strings.ReplaceAll(doubling(20, "__schema { types { name } }"), "\n", " "), nil)), Safe: tooMuch},
		Probe{Name: "an unknown type", Bytes: post(envelope(`{ __type(name: "Secret") { name } }`, nil)), Safe: fine.and(`"__type":null`)},
		Probe{Name: "in a mutation", Bytes: post(envelope("mutation { __schema { types { name } } }", nil)), Safe: invalid},
	)
}

const toolsIntrospection = `{ __schema { queryType { name } mutationType { name } types { ...T } directives { name locations args { ...V } } } }
fragment T on __Type { kind name description fields(includeDeprecated: true) { name args { ...V } type { ...R } isDeprecated }
	inputFields { ...V } interfaces { ...R } enumValues { name } possibleTypes { ...R } }
fragment V on __InputValue { name description type { ...R } defaultValue }
fragment R on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }`
