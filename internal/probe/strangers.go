package probe

import (
	"fmt"
	"strings"
)

// strangers are a business's attempts at what belongs to another.
func strangers() []Probe {
	nothing := func(field string) Safe { return fine.and(`"` + field + `":null`) }
	mutation := func(field, input, selection string) builder {
		return query(fmt.Sprintf("mutation { %s(input: { %s }) { %s } }", field, input, selection))
	}
	asSession := func(document string) builder {
		return post(envelope(document, nil), "Authorization: Bearer <session>")
	}
	const cursorOfAnotherList = "{ customers(first: 1, after: \"<link cursor>\") { nodes { id } } }"
	return about("strangers",
		Probe{Name: "a link by its id", Bytes: query(`{ magicLink(id: "<their link>") { id url } }`), Safe: nothing("magicLink")},
		Probe{Name: "a link as a node", Bytes: query(`{ node(id: "<their link>") { id ... on MagicLink { url } } }`), Safe: nothing("node")},
		Probe{Name: "a customer as a node", Bytes: query(`{ node(id: "<their customer>") { id ... on Customer { key } } }`), Safe: nothing("node")},
		Probe{Name: "a place as a node", Bytes: query(`{ node(id: "<their place>") { id ... on Space { name } } }`), Safe: nothing("node")},
		Probe{Name: "a person as a node", Bytes: query(`{ node(id: "<their user>") { id ... on UserIdentity { name emailAddress } } }`), Safe: nothing("node")},
		Probe{Name: "a workspace as a node", Bytes: query(`{ node(id: "<their workspace>") { id } }`), Safe: nothing("node")},
		Probe{Name: "a customer by its key", Bytes: query(`{ customer(key: "<their mark>") { id spaces { nodes { name } } } }`), Safe: nothing("customer")},
		Probe{Name: "a list narrowed to a customer", Bytes: query(`{ magicLinks(filter: { customerKey: "<their mark>" }) { totalCount nodes { id url } } }`), Safe: fine.and(`"totalCount":0`)},
		Probe{Name: "a list of customers of a prefix", Bytes: query(`{ customers(filter: { keyPrefix: "hidden" }) { totalCount nodes { id } } }`), Safe: fine.and(`"totalCount":0`)},
		Probe{Name: "a list of customers from another's cursor on", Bytes: query(`{ customers(first: 100, after: "<their customer cursor>") { nodes { id key } } }`), Safe: fine},
		Probe{Name: "a list of customers up to another's cursor", Bytes: query(`{ customers(last: 100, before: "<their customer cursor>") { nodes { id key } } }`), Safe: fine},
		Probe{Name: "a list of links around another's cursor", Bytes: query(`{ a: magicLinks(first: 100, after: "<their link cursor>") { nodes { id url } } b: magicLinks(last: 100, before: "<their link cursor>") { nodes { id url } } }`), Safe: fine},
		Probe{Name: "a cursor of another list", Bytes: query(cursorOfAnotherList), Safe: badInput.and(`"field":"after"`)},
		Probe{Name: "a cursor with a bit that is turned", Bytes: query(strings.Replace(cursorOfAnotherList, "<link", "A<customer", 1)), Safe: badInput},
		Probe{Name: "a cursor that is made up", Bytes: query(`{ magicLinks(after: "WyJsIiwiMCcgT1IgMT0xIC0tIl0") { nodes { id } } }`), Safe: badInput},
		Probe{Name: "a link revoked", Bytes: mutation("revokeMagicLink", `id: "<their link>"`, "magicLink { id }"), Safe: notFound},
		Probe{Name: "a link rotated", Bytes: mutation("rotateMagicLink", `id: "<their link>"`, "magicLink { id url }"), Safe: notFound},
		Probe{Name: "a link prolonged", Bytes: mutation("updateMagicLink", `id: "<their link>", expiresInSeconds: 600`, "magicLink { id }"), Safe: notFound},
		Probe{Name: "a customer deleted", Bytes: mutation("deleteCustomerData", `customerKeys: ["<their mark>"]`, "deletedCount"), Safe: fine.and(`"deletedCount":0`)},
		Probe{Name: "a customer's rooms deleted", Bytes: mutation("deleteCustomerData", `customerKey: "<their mark>", roomKeys: ["<their mark>-room"]`, "deletedCount"), Safe: fine.and(`"deletedCount":0`)},
		Probe{Name: "a customer's sessions ended", Bytes: mutation("endPortalSessions", `customerKey: "<their mark>"`, "endedCount"), Safe: is(200, "NOT_FOUND").orFine()},
		Probe{Name: "an idempotency key", Bytes: query(`mutation { createCustomerPortal(input: { customerData: { customerKey: "other" }, idempotencyKey: "<idempotency key>" }) { magicLink { url customerKey } } }`), Safe: is(200, "IDEMPOTENCY_KEY_REUSED")},
		Probe{Name: "a customer of the same key", Bytes: query(`mutation { createCustomerPortal(input: { customerData: { customerKey: "<shared>" }, replaceExisting: true, idempotencyKey: "again-and-again" }) { magicLink { isEmbedded } customer { userIdentities { nodes { id } } accessGrants { totalCount } } } }`), Safe: fine.and(`"totalCount":0`)},
		Probe{Name: "a grant to another's places", Bytes: literally(push, `{"input":{"customerData":{"customerKey":"<mark>","accessGrants":[{"accessGrantKey":"g","spaceKeys":["<their place>"],"userIdentityKey":"<their user>"}]}}}`), Safe: fine},
		Probe{Name: "our key with another's workspace", Bytes: post(good, withKey, "seam-workspace: <their workspace>"), Safe: nobody},
		Probe{Name: "a session with another's workspace", Bytes: post(envelope(readsOwn, nil), "Authorization: Bearer <session>", "seam-workspace: <their workspace>"), Safe: fine.and(`"<mark>"`)},
		Probe{Name: "a session that asks for the workspace", Bytes: asSession(braced(workspaceID)), Safe: forbidden},
		Probe{Name: "a session that asks for links", Bytes: asSession("{ magicLinks { nodes { url } } }"), Safe: forbidden},
		Probe{Name: "a session that asks for customers", Bytes: asSession("{ customers { nodes { key } } }"), Safe: forbidden},
		Probe{Name: "a session that asks for a node", Bytes: asSession(`{ node(id: "<their customer>") { id } }`), Safe: forbidden},
		Probe{Name: "a session that asks for its customer's links", Bytes: asSession("{ portal { customer { magicLinks { nodes { url } } } } }"), Safe: forbidden},
		Probe{Name: "a session that asks for sessions", Bytes: asSession("{ portal { customer { portalSessions { nodes { id } } } } }"), Safe: forbidden},
		Probe{Name: "a session that makes links", Bytes: asSession(`mutation { createCustomerPortal(input: { customerData: { customerKey: "k" } }) { magicLink { url } } }`), Safe: forbidden},
		Probe{Name: "a session that changes the workspace", Bytes: asSession(`mutation { updateWorkspace(input: { name: "mine" }) { workspace { id } } }`), Safe: forbidden},
		Probe{Name: "a session that makes links, with a fault", Bytes: asSession(`mutation { createCustomerPortal(input: { customerData: { customerKey: "" } }) { magicLink { url } } }`), Safe: is(400, "FORBIDDEN").or(200)},
		Probe{Name: "nobody asks for the workspace", Bytes: post(good), Safe: unknownField},
		Probe{Name: "nobody asks for a portal", Bytes: post(envelope(readsOwn, nil)), Safe: unknownField},
		Probe{Name: "nobody pushes", Bytes: post(envelope(`mutation { pushCustomerData(input: { customerData: { customerKey: "k" } }) { customer { id } } }`, nil)), Safe: unknownField},
		Probe{Name: "a key that asks for a portal", Bytes: query(readsOwn), Safe: forbidden},
	)
}

func forged() []Probe {
	redeem := func(token string) builder {
		return literally("mutation ($t: String!) { redeemMagicLink(input: { token: $t }) { session { token } } }", `{"t":"`+token+`"}`)
	}
	dead := is(200, "MAGIC_LINK_INVALID")
	bearer := func(text string, head ...string) builder {
		return post(good, append(head, "Authorization: Bearer "+text)...)
	}
	return about("forged",
		Probe{Name: "a link by another secret", Bytes: redeem("<forged token>"), Safe: dead},
		Probe{Name: "a link by another secret, as a URL", Bytes: redeem("<origin>/p/<forged token>"), Safe: dead},
		Probe{Name: "a link with a wrong checksum", Bytes: redeem("<token>x"), Safe: dead},
		Probe{Name: "a link of another's id", Bytes: redeem("<their link>"), Safe: dead},
		Probe{Name: "a link that is empty", Bytes: redeem(""), Safe: dead.with("BAD_USER_INPUT").or(400)},
		Probe{Name: "a link that is a session", Bytes: redeem("<their session>"), Safe: dead},
		Probe{Name: "a link that is a key", Bytes: redeem("<their key>"), Safe: dead},
		Probe{Name: "a link of percent signs", Bytes: redeem("%"), Safe: dead},
		Probe{Name: "a session that isn't there", Bytes: bearer("<forged session>"), Safe: nobody},
		Probe{Name: "a session with a wrong checksum", Bytes: bearer("<session>x"), Safe: nobody},
		Probe{Name: "a key with a wrong short part", Bytes: bearer("<wrong short part>"), Safe: nobody},
		Probe{Name: "a key with a wrong long part", Bytes: bearer("<wrong long part>"), Safe: nobody},
		Probe{Name: "a key in capitals", Bytes: bearer("PORTICO_AAAAAAAA_AAAAAAAAAAAAAAAAAAAAAAAA"), Safe: nobody},
		Probe{Name: "a key with something behind it", Bytes: bearer("<key> <their key>"), Safe: nobody},
		Probe{Name: "a key with a wildcard", Bytes: bearer("portico_%_%"), Safe: nobody},
		Probe{Name: "an access token that isn't there", Bytes: bearer("<forged access token>", "seam-workspace: <their workspace>"), Safe: nobody},
		Probe{Name: "an access token without a workspace", Bytes: bearer("<forged access token>"), Safe: nobody},
		Probe{Name: "a link as a bearer", Bytes: bearer("<token>"), Safe: nobody},
		Probe{Name: "a JSON web token without a signature", Bytes: bearer("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9."), Safe: nobody},
		Probe{Name: "a key in the URL", Bytes: request("POST /graphql?access_token=<key>&key=<key>", good), Safe: unknownField},
		Probe{Name: "a key in other headers", Bytes: post(good, "X-Api-Key: <key>", "Proxy-Authorization: Bearer <key>", "client-session-token: <session>"), Safe: unknownField},
		Probe{Name: "a leak that is reported of nothing", Bytes: post(envelope(`mutation { reportLeakedToken(input: { token: "<forged token>" }) { received } }`, nil)), Safe: fine.and(`"received":true`)},
		Probe{Name: "a leak that is reported of a forged key", Bytes: post(envelope(`mutation { reportLeakedToken(input: { token: "<wrong long part>" }) { received } }`, nil)), Safe: fine.and(`"received":true`)},
	)
}

func proxies() []Probe {
	return about("proxies",
		Probe{Name: "metrics for another's address", Bytes: get("/metrics", "X-Forwarded-For: 127.0.0.1"), Safe: plain(403)},
		Probe{Name: "metrics by Forwarded", Bytes: get("/metrics", "Forwarded: for=127.0.0.1"), Safe: plain(403)},
		Probe{Name: "an address that is none", Bytes: post(good, withKey, "X-Forwarded-For: ' OR 1=1 --"), Safe: fine},
		Probe{Name: "3,000 addresses", Bytes: post(good, withKey, "X-Forwarded-For: "+times(3000, "10.0.0.1,")+"::1"), Safe: fine},
		Probe{Name: "addresses by every name", Bytes: post(good, "Authorization: Bearer <forged session>", "X-Forwarded-For: 127.0.0.1", "X-Real-IP: 127.0.0.1", "X-Client-IP: 127.0.0.1", "True-Client-IP: 127.0.0.1", "CF-Connecting-IP: 127.0.0.1"), Safe: nobody},
	)
}

// statements are texts that would change a statement which holds them.
var statements = []string{
	`' OR '1'='1`, `'; DROP TABLE customers; --`, `" OR ""="`, `' UNION SELECT secret_hash FROM credentials --`, `%`, `_`, `\`, `\' OR 1=1 --`,
	`1); SELECT pg_sleep(10); --`, `$1`, `?`, `@workspace`, `:workspace`, `{{.}}`, `%' ESCAPE '`, `*`, `x' AND randomblob(1000000000) --`,
	`admin'/*`, `||(SELECT 1)||`, "`", `<mark>' --`,
}

// injection puts the statements into every text that a list is narrowed by.
func injection() []Probe {
	all := make([]Probe, 0, 16)
	of := func(name, field string) {
		var document strings.Builder
		document.WriteString("{ ")
		for i, text := range statements {
			fmt.Fprintf(&document, "a%d: %s ", i, strings.ReplaceAll(field, "#", quoted(text)))
		}
		// One that took the text for a statement would list what is stored.
		all = append(all, Probe{Name: name, Bytes: query(document.String() + "}"), Safe: fine.without(`"id":"`)})
	}
	inCustomer := func(list, filter string) string {
		return `customer(key: "<mark>") { ` + list + `(first: 1, filter: { ` + filter + `: # }) { totalCount nodes { id } } }`
	}
	of("customers by prefix", "customers(first: 1, filter: { keyPrefix: # }) { totalCount nodes { id } }")
	of("a customer by key", "customer(key: #) { id }")
	of("links by customer", "magicLinks(first: 1, filter: { customerKey: # }) { totalCount nodes { id } }")
	of("a link by id", "magicLink(id: #) { id }")
	of("a node by id", "node(id: #) { id }")
	for _, list := range []string{"spaces", "userIdentities", "accessGrants"} {
		of(list+" by key", inCustomer(list, "key"))
		of(list+" by name", inCustomer(list, "namePrefix"))
	}
	of("grants by search", inCustomer("accessGrants", "search"))
	return about("injection", append(all,
		Probe{Name: "keys to delete", Bytes: query(`mutation { deleteCustomerData(input: { customerKeys: ` + written(statements[:20]) + ` }) { deletedCount } }`), Safe: fine.and(`"deletedCount":0`)},
		Probe{Name: "rooms to delete", Bytes: query(`mutation { deleteCustomerData(input: { customerKey: "<mark>", roomKeys: ` + written(statements[:20]) + ` }) { deletedCount } }`), Safe: fine.and(`"deletedCount":0`)},
		Probe{Name: "a customer whose sessions end", Bytes: query(`mutation { endPortalSessions(input: { customerKey: "' OR '1'='1" }) { endedCount } }`), Safe: is(200, "NOT_FOUND").orFine()},
		Probe{Name: "what is stored comes back as it was", Bytes: literally(`mutation ($input: PushCustomerDataInput!) { pushCustomerData(input: $input) { customer { userIdentities(filter: { kind: RESIDENT }) { nodes { name } } } } }`,
			`{"input":{"customerData":{"customerKey":"<mark>","residents":[{"residentKey":"r","name":"Robert'); DROP TABLE customers; --"}]}}}`), Safe: fine.and(`Robert'); DROP TABLE customers; --`)},
	)...)
}

func documentIDs() []Probe {
	const hash = "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38"
	missing := is(400, "PERSISTED_QUERY_NOT_FOUND")
	return about("document ids",
		Probe{Name: "a hash that isn't known", Bytes: post(`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"`+hash+`"}}}`, withKey), Safe: missing},
		Probe{Name: "a hash that is to be kept", Bytes: post(`{"query":"{ __typename }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"`+hash+`"}}}`, withKey), Safe: fine},
		Probe{Name: "a path", Bytes: post(`{"documentId":"../../../../etc/passwd"}`, withKey), Safe: missing},
		Probe{Name: "a statement", Bytes: post(`{"documentId":"' OR '1'='1"}`, withKey), Safe: missing},
		Probe{Name: "a hash of a mebibyte", Bytes: lazily(func() builder { return post(`{"documentId":"`+times(mib, "a")+`"}`, withKey) }), Safe: missing},
		Probe{Name: "a number", Bytes: post(`{"documentId":1}`, withKey), Safe: noRequest},
		Probe{Name: "a hash that is an object", Bytes: post(`{"extensions":{"persistedQuery":{"sha256Hash":{"a":1}}}}`, withKey), Safe: noRequest},
	)
}

// hints are questions about the schema to a server that keeps it to itself.
func hints() []Probe {
	closed := invalid.without("Did you mean", "did you mean")
	ask := func(document string) builder { return post(envelope(document, nil)) }
	return about("hints",
		Probe{Name: "the schema", Bytes: ask(toolsIntrospection), Safe: is(200, "GRAPHQL_VALIDATION_FAILED").or(400)},
		Probe{Name: "one type", Bytes: ask(`{ __type(name: "Query") { fields { name } } }`), Safe: is(200, "GRAPHQL_VALIDATION_FAILED").or(400)},
		Probe{Name: "the schema by GET", Bytes: get("/graphql?query=%7B__schema%7Btypes%7Bname%7D%7D%7D"), Safe: is(200, "GRAPHQL_VALIDATION_FAILED").or(400)},
		Probe{Name: "the schema by an alias", Bytes: ask("{ a: __schema { types { name } } }"), Safe: is(200, "GRAPHQL_VALIDATION_FAILED").or(400)},
		Probe{Name: "the schema by a fragment", Bytes: ask("{ ...f } fragment f on Query { __schema { types { name } } }"), Safe: is(200, "GRAPHQL_VALIDATION_FAILED").or(400)},
		Probe{Name: "the name of the root", Bytes: ask("{ __typename }"), Safe: fine},
		Probe{Name: "a field that is almost there", Bytes: ask("{ workspac { id } }"), Safe: closed.without("workspace")},
		Probe{Name: "a mutation that is almost there", Bytes: ask("mutation { createCustomerPorta { id } }"), Safe: closed.without("createCustomerPortal")},
		Probe{Name: "an argument that is almost there", Bytes: ask(`{ customer(kee: "a") { id } }`), Safe: closed},
		Probe{Name: "an input's field that is almost there", Bytes: ask(`mutation { redeemMagicLink(input: { toke: "a" }) { session { token } } }`), Safe: closed.without("token\"")},
		Probe{Name: "a type that is almost there", Bytes: ask("{ node(id: 1) { ... on Custome { id } } }"), Safe: closed.without("Customer\"")},
		Probe{Name: "an enum's value that is almost there", Bytes: ask("{ magicLinks(filter: { status: ACTIV }) { nodes { id } } }"), Safe: is(400, "UNAUTHENTICATED", "BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED").or(200).without("ACTIVE", "EXHAUSTED")},
		Probe{Name: "a variable's field that is almost there", Bytes: post(`{"query":` + quoted("mutation ($i: RedeemMagicLinkInput!) { redeemMagicLink(input: $i) { session { token } } }") + `,"variables":{"i":{"toke":"a"}}}`), Safe: is(400, "BAD_USER_INPUT").without("Did you mean")},
		Probe{Name: "the playground", Bytes: get("/playground"), Safe: plain(404)},
	)
}
