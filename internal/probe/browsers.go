package probe

// The cookie of the attacker's own session stands for that of a victim whose
// browser another site makes send it.
const (
	cookie   = "Cookie: portico_session=<session>"
	evil     = "Origin: https://evil.example"
	readsOwn = "{ portal { customer { key } } }"
	ends     = "mutation { endPortalSession { ended } }"
)

func batching() []Probe {
	one := envelope(braced(workspaceID), nil)
	return about("batching",
		Probe{Name: "an array of one", Bytes: post("["+one+"]", withKey), Safe: noRequest},
		Probe{Name: "an array of 1,000", Bytes: post("["+times(999, one+",")+one+"]", withKey), Safe: noRequest},
		Probe{Name: "an empty array", Bytes: post("[]", withKey), Safe: noRequest},
		Probe{Name: "an array in an array", Bytes: post("[["+one+"]]", withKey), Safe: noRequest},
		Probe{Name: "an array behind white space", Bytes: post("\n\t ["+one+"]", withKey), Safe: noRequest},
		Probe{Name: "lines of JSON", Bytes: post(one+"\n"+one+"\n", withKey), Safe: noRequest},
		Probe{Name: "an object with numbers as names", Bytes: post(`{"0":`+one+`,"1":`+one+"}", withKey), Safe: noRequest},
		Probe{Name: "a query given twice in the URL", Bytes: get("/graphql?query=%7Bworkspace%7Bid%7D%7D&query=%7Bworkspace%7Bid%7D%7D", withKey), Safe: noRequest},
		Probe{Name: "99 requests behind one that closes the connection", Bytes: func(s *Site) []byte {

			return exactly(string(get("/healthz")(s)) + times(99, "GET /healthz HTTP/1.1\r\nHost: <host>\r\n\r\n"))(s)
		}, Safe: plain(200)},
	)
}

func crossSite() []Probe {
	body := envelope(ends, nil)
	as := func(contentType string) builder { return post(body, "Content-Type: "+contentType, cookie, evil) }
	form := "query=mutation%20%7B%20endPortalSession%20%7B%20ended%20%7D%20%7D"
	multipart := "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n" + body +
		"\r\n--x\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n{}\r\n--x--\r\n"
	return about("cross-site",
		Probe{Name: "text/plain", Bytes: as("text/plain"), Safe: wrongType},
		Probe{Name: "text/plain that names JSON", Bytes: as("text/plain; application/json"), Safe: wrongType},
		Probe{Name: "a form", Bytes: post(form, "Content-Type: application/x-www-form-urlencoded", cookie, evil), Safe: wrongType},
		Probe{Name: "a form that holds JSON", Bytes: as("application/x-www-form-urlencoded"), Safe: wrongType},
		Probe{Name: "multipart", Bytes: post(multipart, "Content-Type: multipart/form-data; boundary=x", cookie, evil), Safe: wrongType},
		Probe{Name: "no content type", Bytes: post(body, "-Content-Type", cookie, evil), Safe: wrongType},
		Probe{Name: "an empty content type", Bytes: as(""), Safe: wrongType},
		Probe{Name: "two content types", Bytes: post(body, "Content-Type: text/plain", "Content-Type: application/json", cookie, evil), Safe: wrongType},
		Probe{Name: "two content types in one", Bytes: as("text/plain, application/json"), Safe: wrongType},
		Probe{Name: "JSON by a broken parameter", Bytes: as("application/json; charset"), Safe: wrongType},
		Probe{Name: "application/graphql", Bytes: post(ends, "Content-Type: application/graphql", cookie, evil), Safe: wrongType},
		Probe{Name: "application/graphql+json", Bytes: as("application/graphql+json"), Safe: wrongType},
		Probe{Name: "text/json", Bytes: as("text/json"), Safe: wrongType},
		Probe{Name: "application/csp-report", Bytes: as("application/csp-report"), Safe: wrongType},
		Probe{Name: "application/octet-stream", Bytes: as("application/octet-stream"), Safe: wrongType},

		Probe{Name: "JSON with a cookie from another origin", Bytes: post(body, cookie, evil), Safe: unknownField.without("Set-Cookie", "Access-Control-Allow")},
		Probe{Name: "JSON with a cookie from no origin", Bytes: post(body, cookie), Safe: unknownField},
		Probe{Name: "JSON with a cookie from the origin null", Bytes: post(body, cookie, "Origin: null"), Safe: unknownField},
		Probe{Name: "JSON with a cookie from an origin that begins like ours", Bytes: post(body, cookie, "Origin: <origin>.evil.example"), Safe: unknownField},
		Probe{Name: "JSON with a cookie from our host by https", Bytes: post(body, cookie, "Origin: https://localhost"), Safe: unknownField},
		Probe{Name: "JSON with a cookie from two origins", Bytes: post(body, cookie, "Origin: <origin>", evil), Safe: unknownField},
		Probe{Name: "JSON with a cookie from our origin in capitals", Bytes: post(body, cookie, "Origin: HTTP://LOCALHOST"), Safe: unknownField},
		Probe{Name: "JSON with a cookie, cross-site", Bytes: post(body, cookie, "Sec-Fetch-Site: cross-site", "Origin: <origin>"), Safe: unknownField},
		Probe{Name: "JSON with a cookie, same-site", Bytes: post(body, cookie, "Sec-Fetch-Site: same-site", "Origin: <origin>"), Safe: unknownField},
		Probe{Name: "JSON with a cookie, typed in", Bytes: post(body, cookie, "Sec-Fetch-Site: none", "Origin: <origin>"), Safe: unknownField},
		Probe{Name: "JSON with a cookie, both sites", Bytes: post(body, cookie, "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site"), Safe: unknownField},
		Probe{Name: "a GET with a cookie from another site", Bytes: get("/graphql?query=%7Bportal%7Bcustomer%7Bkey%7D%7D%7D", cookie, "Sec-Fetch-Site: cross-site"), Safe: unknownField.without("<mark>")},
		Probe{Name: "the cookie under the name for https", Bytes: post(body, "Cookie: __Host-portico_session=<session>", "Sec-Fetch-Site: same-origin"), Safe: unknownField},
		Probe{Name: "a key as a cookie", Bytes: post(envelope(braced(workspaceID), nil), "Cookie: portico_session=<key>", "Sec-Fetch-Site: same-origin"), Safe: unknownField},

		Probe{Name: "a mutation by GET", Bytes: get("/graphql?"+form, cookie, evil), Safe: is(405, "BAD_REQUEST").and("Allow: POST")},
		Probe{Name: "a mutation by GET with a key", Bytes: get("/graphql?"+form, withKey), Safe: is(405, "BAD_REQUEST").and("Allow: POST")},
		Probe{Name: "a mutation by GET behind a query", Bytes: get("/graphql?query=query%20a%7B__typename%7D%20mutation%20b%7BendPortalSession%7Bended%7D%7D&operationName=b", withKey), Safe: is(405, "BAD_REQUEST").and("Allow: POST")},
		Probe{Name: "a mutation in the body of a GET", Bytes: request("GET /graphql", body, withKey), Safe: noRequest},
		Probe{Name: "a mutation by HEAD", Bytes: request("HEAD /graphql?"+form, "", withKey), Safe: plain(405)},
		Probe{Name: "a mutation by PUT", Bytes: request("PUT /graphql", body, withKey), Safe: wrongMethod},
		Probe{Name: "a mutation by DELETE", Bytes: request("DELETE /graphql", body, withKey), Safe: wrongMethod},
		Probe{Name: "a GET that wants to be a POST", Bytes: get("/graphql?"+form, withKey, "X-HTTP-Method-Override: POST", "X-HTTP-Method: POST", "X-Method-Override: POST"), Safe: is(405, "BAD_REQUEST")},
		Probe{Name: "a query in the URL of a POST", Bytes: request("POST /graphql?"+form, "{}", withKey), Safe: noRequest},
	)
}

func sharing() []Probe {
	preflight := func(origin, method, headers string) builder {
		return request("OPTIONS /graphql", "", "Origin: "+origin, "Access-Control-Request-Method: "+method, "Access-Control-Request-Headers: "+headers)
	}
	closed := plain(200, 204).without("Access-Control-Allow-")
	return about("sharing",
		Probe{Name: "a preflight from another origin", Bytes: preflight("https://evil.example", "POST", "authorization,content-type"), Safe: closed},
		Probe{Name: "a preflight from the origin null", Bytes: preflight("null", "POST", "content-type"), Safe: closed},
		Probe{Name: "a preflight from a host that begins with localhost", Bytes: preflight("http://localhost.evil.example:8080", "POST", "content-type"), Safe: closed},
		Probe{Name: "a preflight from a host that ends with localhost", Bytes: preflight("http://evil-localhost:8080", "POST", "content-type"), Safe: closed},
		Probe{Name: "a preflight from localhost with a user", Bytes: preflight("http://localhost:8080@evil.example", "POST", "content-type"), Safe: closed},
		Probe{Name: "a preflight from localhost by https", Bytes: preflight("https://localhost:8080", "POST", "content-type"), Safe: closed},
		Probe{Name: "a preflight for DELETE", Bytes: preflight("http://localhost:3000", "DELETE", "content-type"), Safe: closed},
		Probe{Name: "a preflight for a header that isn't known", Bytes: preflight("http://localhost:3000", "POST", "x-evil"), Safe: closed},
		Probe{Name: "a preflight for 2,000 headers", Bytes: preflight("http://localhost:3000", "POST", times(1999, "a,")+"a"), Safe: closed},
		Probe{Name: "a preflight from a developer's app", Bytes: preflight("http://localhost:3000", "POST", "authorization,content-type"), Safe: plain(200, 204).and("Access-Control-Allow-Origin: http://localhost:3000").without("Allow-Credentials")},
		Probe{Name: "a preflight for the metrics", Bytes: request("OPTIONS /metrics", "", evil, "Access-Control-Request-Method: GET"), Safe: plain(405).without("Access-Control-Allow-")},
		Probe{Name: "a preflight for a link", Bytes: request("OPTIONS /p/<token>", "", evil, "Access-Control-Request-Method: POST"), Safe: plain(405).without("Access-Control-Allow-")},
		Probe{Name: "an answer read from another origin", Bytes: post(envelope(braced(workspaceID), nil), withKey, evil), Safe: fine.without("Access-Control-Allow-")},
		Probe{Name: "an answer read from two origins", Bytes: post(envelope(braced(workspaceID), nil), withKey, "Origin: http://localhost:3000, https://evil.example"), Safe: fine.without("Access-Control-Allow-")},
		Probe{Name: "an answer read from a private network", Bytes: request("OPTIONS /graphql", "", evil, "Access-Control-Request-Method: POST", "Access-Control-Request-Private-Network: true"), Safe: closed},
	)
}

// pages are attempts at what people open.
func pages() []Probe {
	const urlencoded = "Content-Type: application/x-www-form-urlencoded"
	open := func(token, body string, head ...string) builder {
		return request("POST /p/"+token, body, append(head, urlencoded)...)
	}
	refused := plain(403).without("Set-Cookie", "Location")
	unknown := plain(404).and("no-store", "no-referrer", "frame-ancestors 'none'").without("Set-Cookie", "Location")
	return about("pages",
		Probe{Name: "a link opened from another site", Bytes: open("<token>", "form=<form>", "Sec-Fetch-Site: cross-site"), Safe: refused},
		Probe{Name: "a link opened from a site beside", Bytes: open("<token>", "form=<form>", "Sec-Fetch-Site: same-site"), Safe: refused},
		Probe{Name: "a link opened without a form token", Bytes: open("<token>", ""), Safe: refused},
		Probe{Name: "a link opened by a made-up form token", Bytes: open("<token>", "form=9999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), Safe: refused},
		Probe{Name: "another link opened by the token of our form", Bytes: open("<their token>", "form=<form>"), Safe: refused},
		Probe{Name: "a link opened by a form token in the URL", Bytes: request("POST /p/<token>?form=<form>", "", urlencoded), Safe: refused},
		Probe{Name: "a link opened by our origin alone", Bytes: open("<token>", "", "Origin: <origin>"), Safe: refused},
		Probe{Name: "a form of a mebibyte", Bytes: open("<token>", "form="+times(mib, "a")), Safe: refused},
		Probe{Name: "a form of 500 fields", Bytes: open("<token>", numbered(500, "f#=1&")), Safe: refused},
		Probe{Name: "a form in parts, by a made-up form token", Bytes: request("POST /p/<token>", "--x\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n9999999999.AAAA\r\n--x--\r\n", "Content-Type: multipart/form-data; boundary=x"), Safe: refused},
		Probe{Name: "signing out from another site", Bytes: request("POST /portal/end", "", cookie, urlencoded, "Sec-Fetch-Site: cross-site"), Safe: refused},
		Probe{Name: "signing out without a form token", Bytes: request("POST /portal/end", "", cookie, urlencoded), Safe: refused},
		Probe{Name: "a forged link", Bytes: get("/p/<forged token>"), Safe: unknown},
		Probe{Name: "a link cut short", Bytes: get("/p/pl_"), Safe: unknown},
		Probe{Name: "a link of another's id", Bytes: get("/p/<their link>"), Safe: unknown},
		Probe{Name: "a link of markup", Bytes: get("/p/%3Cscript%3Ealert(1)%3C%2Fscript%3E"), Safe: unknown.without("<script>alert")},
		Probe{Name: "a link of 30 KiB", Bytes: get("/p/" + times(30*kib, "a")), Safe: unknown},
		Probe{Name: "a link deleted", Bytes: request("DELETE /p/<token>", ""), Safe: plain(405)},
		Probe{Name: "the portal without a session", Bytes: get("/portal"), Safe: plain(401).and("no-store")},
		Probe{Name: "the portal by a forged session", Bytes: get("/portal", "Cookie: portico_session=<forged session>"), Safe: plain(401)},
		Probe{Name: "the portal by a session as a parameter", Bytes: get("/portal?token=<session>&portico_session=<session>"), Safe: plain(401)},
		Probe{Name: "the portal by a bearer", Bytes: get("/portal", "Authorization: Bearer <session>"), Safe: plain(401)},
		Probe{Name: "the portal in a zone that is a path", Bytes: get("/portal", cookie, "Cookie: portico_zone=../../../../etc/passwd"), Safe: plain(200).and("frame-ancestors 'none'").large()},
		Probe{Name: "a frame that no site may hold", Bytes: get("/p/<token>", "Sec-Fetch-Dest: iframe"), Safe: plain(200).and("frame-ancestors 'none'").large()},
		Probe{Name: "a way on that is planted by a cookie", Bytes: get("/portal", "Cookie: portico_refresh=https://evil.example/"), Safe: plain(401).without("evil.example")},
		Probe{Name: "a workspace's logo that is script", Bytes: call(`mutation ($input: UpdateWorkspaceInput!) { updateWorkspace(input: $input) { workspace { id } } }`,
			map[string]any{"input": map[string]any{"logoUrl": "javascript:alert(1)", "returnUrl": "data:text/html,x", "accentColor": "red;}", "embedOrigins": []string{"*", "https://*.example.com", "null"}}}), Safe: againstRules},
	)
}
