package probe

import (
	"strconv"
	"strings"
	"time"
)

const ready = "/healthz"

func hosts() []Probe {
	creates := envelope(`mutation { createCustomerPortal(input: { customerData: { customerKey: "<mark>" } }) { magicLink { url } } }`, nil)
	ours := fine.and(`"url":"<origin>/p/pl_`).without("evil")
	return about("hosts",
		Probe{Name: "none", Bytes: get(ready, "-Host"), Safe: malformed},
		Probe{Name: "two", Bytes: get(ready, "Host: <host>", "Host: evil.example"), Safe: malformed},
		Probe{Name: "an empty one", Bytes: get(ready, "Host: "), Safe: plain(200, 400).orCut()},
		Probe{Name: "one with a space", Bytes: get(ready, "Host: a b"), Safe: malformed},
		Probe{Name: "one with a path", Bytes: get(ready, "Host: evil.example/x?y#z"), Safe: plain(200, 400).without("evil")},
		Probe{Name: "one with markup", Bytes: get("/p/<forged token>", `Host: "><script>alert(1)</script>`), Safe: plain(400, 404).without("alert")},
		Probe{Name: "another one for a link", Bytes: post(creates, withKey, "Host: evil.example"), Safe: ours},
		Probe{Name: "a forwarded one for a link", Bytes: post(creates, withKey, "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https", "X-Forwarded-Port: 1", "Forwarded: host=evil.example;proto=https"), Safe: ours},
		Probe{Name: "another one in the target", Bytes: request("POST http://evil.example/graphql", creates, withKey), Safe: ours},
		Probe{Name: "another one at the page of a link", Bytes: get("/p/<token>", "Host: evil.example"), Safe: plain(200).without("evil.example").large()},
		Probe{Name: "another one where one is led on", Bytes: get("/", "Host: evil.example", "X-Forwarded-Host: evil.example"), Safe: plain(302).and("Location: /playground").without("evil.example")},
		Probe{Name: "a path that is given by a header", Bytes: get(ready, "X-Original-URL: /metrics", "X-Rewrite-URL: /metrics"), Safe: plain(200).without("go_goroutines")},
	)
}

func heads() []Probe {
	return about("heads",
		Probe{Name: "a request id with a line feed", Bytes: get(ready, "X-Request-Id: a\nSet-Cookie: evil=1"), Safe: plain(200, 400).without("Set-Cookie", "evil")},
		Probe{Name: "a request id with a carriage return", Bytes: get(ready, "X-Request-Id: a\rSet-Cookie: evil=1"), Safe: plain(200, 400).without("Set-Cookie", "evil")},
		Probe{Name: "a request id of markup", Bytes: get(ready, "X-Request-Id: <script>alert(1)</script>"), Safe: plain(200).without("script")},
		Probe{Name: "a request id of an entry in the log", Bytes: get(ready, `X-Request-Id: x" level=ERROR msg="panic`), Safe: plain(200).without("panic")},
		Probe{Name: "a request id of 4 KiB", Bytes: get(ready, "X-Request-Id: "+times(4*kib, "i")), Safe: plain(200).without("iiiii")},
		Probe{Name: "a bare line feed for a line's end", Bytes: exactly("GET " + ready + " HTTP/1.1\nHost: <host>\nConnection: close\n\n"), Safe: plain(200, 400)},
		Probe{Name: "a bare carriage return for a line's end", Bytes: exactly("GET " + ready + " HTTP/1.1\rHost: <host>\r\rConnection: close\r\r\r\n\r\n"), Safe: malformed},
		Probe{Name: "a NUL in a value", Bytes: get(ready, "X-A: a\x00b"), Safe: malformed},
		Probe{Name: "DEL in a value", Bytes: get(ready, "X-A: a\x7fb"), Safe: malformed},
		Probe{Name: "bytes beyond ASCII in a value", Bytes: get(ready, "X-A: \xff\xfe\xe2\x80\xae"), Safe: plain(200, 400)},
		Probe{Name: "a space in a name", Bytes: get(ready, "X A: b"), Safe: malformed},
		Probe{Name: "a space behind a name", Bytes: get(ready, "X-A : b"), Safe: malformed},
		Probe{Name: "no name", Bytes: get(ready, ": b"), Safe: malformed},
		Probe{Name: "no colon", Bytes: get(ready, "X-A"), Safe: malformed},
		Probe{Name: "a folded line", Bytes: get(ready, "X-A: a\r\n b"), Safe: plain(200, 400).orCut()},
		Probe{Name: "a folded length", Bytes: post(good, withKey, "Content-Length:\r\n "+strconv.Itoa(len(good))), Safe: noRequest.orFine()},
		Probe{Name: "a first line that is folded", Bytes: exactly("GET " + ready + " HTTP/1.1\r\n Host: <host>\r\n\r\n"), Safe: malformed},
		Probe{Name: "64 KiB in one line", Bytes: get(ready, "X-A: "+times(64*kib, "a")), Safe: plain(431).orCut()},
		Probe{Name: "10,000 lines", Bytes: get(ready, times(9_999, "X-A: a\r\n")+"X-A: a"), Safe: plain(431).orCut()},
		Probe{Name: "3,000 names", Bytes: get(ready, strings.TrimSuffix(numbered(3000, "A#: a\r\n"), "\r\n")), Safe: plain(200, 431).orCut()},
		Probe{Name: "a mebibyte of lines", Bytes: lazily(func() builder { return get(ready, times(mib/8, "X-A: a\r\n")+"X-A: a") }), Safe: plain(431).orCut()},
		Probe{Name: "a name of 30 KiB", Bytes: get(ready, times(30*kib, "a")+": b"), Safe: plain(200, 431).orCut()},
		Probe{Name: "3,000 cookies", Bytes: post(envelope(readsOwn, nil), "Cookie: "+times(3000, "a=b; ")+"c=d", "Sec-Fetch-Site: same-origin"), Safe: unknownField},
		Probe{Name: "1,000 cookies of our name", Bytes: post(envelope(readsOwn, nil), "Cookie: "+times(1000, "portico_session=x; ")+"c=d", "Sec-Fetch-Site: same-origin"), Safe: unknownField},
		Probe{Name: "two credentials", Bytes: post(good, withKey, "Authorization: Bearer <their key>"), Safe: nobody},
		Probe{Name: "another scheme", Bytes: post(good, "Authorization: Basic cm9vdDpyb290"), Safe: nobody},
		Probe{Name: "a scheme alone", Bytes: post(good, "Authorization: Bearer"), Safe: nobody},
		Probe{Name: "a credential of 30 KiB", Bytes: post(good, "Authorization: Bearer "+times(30*kib, "a")), Safe: nobody},
		Probe{Name: "5,000 ranges of media types", Bytes: post(good, withKey, "Accept: "+times(5000, "a/b,")+"application/json"), Safe: fine},
		Probe{Name: "ranges that take nothing", Bytes: post(good, withKey, "Accept: */*;q=0"), Safe: is(406, "BAD_REQUEST")},
		Probe{Name: "a media type with 3,000 parameters", Bytes: post(good, withKey, "Content-Type: application/json"+numbered(3000, ";a#=b")), Safe: wrongType.orFine()},
		Probe{Name: "a change to WebSocket", Bytes: get("/graphql", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="), Safe: noRequest},
		Probe{Name: "a change to HTTP/2", Bytes: get(ready, "Connection: Upgrade, HTTP2-Settings, close", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"), Safe: plain(200)},
		Probe{Name: "a range of bytes", Bytes: get("/playground", "Range: bytes="+times(2000, "0-,")+"0-"), Safe: plain(200, 206, 416).large()},
		Probe{Name: "the answer's media type in markup", Bytes: post(good, withKey, "Accept: text/html"), Safe: is(406, "BAD_REQUEST").and("json")},
	)
}

func framing() []Probe {
	// The smuggled request would be answered 404, which nothing else here is.
	const smuggled = "GET /smuggled HTTP/1.1\r\nHost: <host>\r\nConnection: close\r\n\r\n"
	framed := func(head, body string) builder {
		return exactly("POST /graphql HTTP/1.1\r\nHost: <host>\r\nAccept: application/graphql-response+json\r\nContent-Type: application/json\r\n" + withKey + "\r\n" + head + "\r\n\r\n" + body)
	}
	length := func(n int) string { return "Content-Length: " + strconv.Itoa(n) }
	const te = "Transfer-Encoding: chunked"
	one := chunked(good, kib)
	refused := malformed.or(501)
	either := noRequest.orFine().orCut() // the first alone is answered
	return about("framing",
		Probe{Name: "a length and chunks, where chunks are shorter", Bytes: framed(length(len(one)+len(smuggled))+"\r\n"+te, one+smuggled), Safe: either},
		Probe{Name: "a length and chunks, where the length is shorter", Bytes: framed(te+"\r\n"+length(4), one+smuggled), Safe: either},
		Probe{Name: "a length and empty chunks", Bytes: framed(length(5+len(smuggled))+"\r\n"+te, "0\r\n\r\n"+smuggled), Safe: either},
		Probe{Name: "two lengths", Bytes: framed(length(len(good))+"\r\n"+length(len(good)+len(smuggled)), good+smuggled), Safe: refused},
		Probe{Name: "two lengths in one line", Bytes: framed("Content-Length: "+strconv.Itoa(len(good))+", 5", good+smuggled), Safe: refused},
		Probe{Name: "a length with a sign", Bytes: framed("Content-Length: +"+strconv.Itoa(len(good)), good), Safe: refused},
		Probe{Name: "a negative length", Bytes: framed("Content-Length: -1", good), Safe: refused},
		Probe{Name: "a hexadecimal length", Bytes: framed("Content-Length: 0x10", good), Safe: refused},
		Probe{Name: "a length with a space", Bytes: framed("Content-Length: 1 0", good), Safe: refused},
		Probe{Name: "an empty length", Bytes: framed("Content-Length: ", good), Safe: refused},
		Probe{Name: "a length behind a space", Bytes: framed("Content-Length : 5\r\n"+te, one+smuggled), Safe: refused},
		Probe{Name: "a coding behind a space", Bytes: framed("Transfer-Encoding : chunked\r\n"+length(len(one)), one+smuggled), Safe: refused},
		Probe{Name: "a coding that isn't known", Bytes: framed("Transfer-Encoding: xchunked", one+smuggled), Safe: refused},
		Probe{Name: "a coding with a vertical tab", Bytes: framed("Transfer-Encoding: \x0bchunked", one+smuggled), Safe: refused},
		Probe{Name: "a coding that is folded", Bytes: framed("Transfer-Encoding:\r\n chunked", one+smuggled), Safe: either.or(501)},
		Probe{Name: "two codings", Bytes: framed(te+"\r\nTransfer-Encoding: identity", one+smuggled), Safe: refused},
		Probe{Name: "two codings in one line", Bytes: framed("Transfer-Encoding: chunked, identity", one+smuggled), Safe: refused},
		Probe{Name: "identity", Bytes: framed("Transfer-Encoding: identity\r\n"+length(len(good)), good+smuggled), Safe: refused},
		Probe{Name: "chunks in HTTP/1.0", Bytes: exactly("POST /graphql HTTP/1.0\r\nHost: <host>\r\nContent-Type: application/json\r\n" + withKey + "\r\n" + te + "\r\n\r\n" + one), Safe: either.or(415)},
		Probe{Name: "a chunk's size beyond numbers", Bytes: framed(te, "fffffffffffffffff\r\n"+good), Safe: noRequest.orCut()},
		Probe{Name: "a negative chunk", Bytes: framed(te, "-1\r\n"+good), Safe: noRequest.orCut()},
		Probe{Name: "a chunk whose size is markup", Bytes: framed(te, "<script>\r\n"+good), Safe: noRequest.orCut()},
		Probe{Name: "a chunk without its end", Bytes: framed(te, "5\r\n"+good), Safe: noRequest.orCut()},
		Probe{Name: "an extension of a mebibyte", Bytes: lazily(func() builder { return framed(te, "1;"+times(mib, "e")+"\r\n{\r\n0\r\n\r\n") }), Safe: noRequest.orCut()},
		Probe{Name: "trailers that are headers", Bytes: framed(te, strings.TrimSuffix(one, "\r\n")+"Authorization: Bearer <their key>\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"+smuggled), Safe: either},
		Probe{Name: "trailers of a mebibyte", Bytes: lazily(func() builder {
			return framed(te, strings.TrimSuffix(one, "\r\n")+times(mib/8, "X-A: a\r\n")+"\r\n")
		}), Safe: either.with("LIMIT_EXCEEDED")},
		Probe{Name: "a request in the body of a GET", Bytes: exactly("GET " + ready + " HTTP/1.1\r\nHost: <host>\r\n" + length(len(smuggled)-len("<host>")+len("127.0.0.1:00000")) + "\r\n\r\n" + smuggled), Safe: plain(200, 400).orCut()},
		Probe{Name: "a request in the body of a HEAD", Bytes: exactly("HEAD " + ready + " HTTP/1.1\r\nHost: <host>\r\nContent-Length: 1\r\nConnection: close\r\n\r\nX" + smuggled), Safe: plain(200, 400).orCut()},
		Probe{Name: "a line of its own before the request", Bytes: exactly("\r\n\r\nGET " + ready + " HTTP/1.1\r\nHost: <host>\r\nConnection: close\r\n\r\n"), Safe: plain(200, 400).orCut()},
		Probe{Name: "a body longer than its length", Bytes: framed("Connection: close\r\n"+length(len(good)), good+smuggled), Safe: fine},
	)
}

func protocols() []Probe {
	line := func(text string) builder { return exactly(text + "\r\nHost: <host>\r\nConnection: close\r\n\r\n") }
	return about("protocols",
		Probe{Name: "HTTP/0.9", Bytes: exactly("GET " + ready + "\r\n\r\n"), Safe: malformed},
		Probe{Name: "HTTP/1.0", Bytes: exactly("GET " + ready + " HTTP/1.0\r\n\r\n"), Safe: plain(200)},
		Probe{Name: "HTTP/1.2", Bytes: line("GET " + ready + " HTTP/1.2"), Safe: plain(200, 400, 505).orCut()},
		Probe{Name: "HTTP/2.0", Bytes: line("GET " + ready + " HTTP/2.0"), Safe: plain(400, 505).orCut()},
		Probe{Name: "HTTP/9.9", Bytes: line("GET " + ready + " HTTP/9.9"), Safe: plain(400, 505).orCut()},
		Probe{Name: "HTTP/1.01", Bytes: line("GET " + ready + " HTTP/1.01"), Safe: malformed},
		Probe{Name: "http in small letters", Bytes: line("GET " + ready + " http/1.1"), Safe: malformed},
		Probe{Name: "another protocol", Bytes: line("GET " + ready + " RTSP/1.0"), Safe: malformed},
		Probe{Name: "HTTP/2 at once", Bytes: exactly("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"), Safe: plain(400, 505).orCut()},
		Probe{Name: "TLS", Bytes: exactly("\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03\r\n\r\n"), Safe: malformed},
		Probe{Name: "SSH", Bytes: exactly("SSH-2.0-OpenSSH_9.9\r\n\r\n"), Safe: malformed},
		Probe{Name: "bytes", Bytes: exactly("\x00\x01\x02\xff\xfe\r\n\r\n"), Safe: malformed},
		Probe{Name: "no method", Bytes: line(" " + ready + " HTTP/1.1"), Safe: malformed},
		Probe{Name: "a method in small letters", Bytes: line("get " + ready + " HTTP/1.1"), Safe: plain(405, 400)},
		Probe{Name: "a method with a slash", Bytes: line("GE/T " + ready + " HTTP/1.1"), Safe: malformed},
		Probe{Name: "a method of 30 KiB", Bytes: line(times(30*kib, "M") + " " + ready + " HTTP/1.1"), Safe: plain(405, 400, 431)},
		Probe{Name: "a method that nobody knows", Bytes: line("BREW /graphql HTTP/1.1"), Safe: is(405, "BAD_REQUEST").or(405)},
		Probe{Name: "TRACE", Bytes: request("TRACE /", "", "X-Evil: evil", withKey), Safe: plain(404, 405).without("X-Evil", "<key>")},
		Probe{Name: "TRACE of the API", Bytes: request("TRACE /graphql", "", "X-Evil: evil", withKey), Safe: wrongMethod.without("X-Evil", "<key>")},
		Probe{Name: "CONNECT", Bytes: exactly("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\nConnection: close\r\n\r\n"), Safe: plain(400, 404, 405)},
		Probe{Name: "CONNECT to the API", Bytes: request("CONNECT /graphql", ""), Safe: is(405, "BAD_REQUEST").or(400, 404)},
		Probe{Name: "a proxy's request", Bytes: request("GET http://169.254.169.254/latest/meta-data/", ""), Safe: plain(404)},
		Probe{Name: "OPTIONS of all", Bytes: request("OPTIONS *", ""), Safe: plain(200, 400, 405)},
		Probe{Name: "a target without its slash", Bytes: line("GET healthz HTTP/1.1"), Safe: malformed.or(404)},
		Probe{Name: "no target", Bytes: line("GET HTTP/1.1"), Safe: malformed},
		Probe{Name: "three spaces", Bytes: line("GET   " + ready + "   HTTP/1.1"), Safe: malformed},
		Probe{Name: "a tab for a space", Bytes: line("GET\t" + ready + "\tHTTP/1.1"), Safe: malformed},
		Probe{Name: "a target of 64 KiB", Bytes: line("GET /" + times(64*kib, "a") + " HTTP/1.1"), Safe: plain(414, 431).orCut()},
		Probe{Name: "a query of 30 KiB", Bytes: get("/graphql?query=" + times(30*kib, "a")), Safe: unparsable},
		Probe{Name: "5,000 parameters", Bytes: get("/graphql?" + numbered(3000, "a#=b&") + "query=%7Bworkspace%7Bid%7D%7D"), Safe: unknownField.with("BAD_REQUEST").or(400)},
	)
}

func paths() []Probe {
	var all []Probe
	for _, path := range []string{
		"/../../../../etc/passwd", "/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2f..%2fetc%2fpasswd", "/..%5c..%5c..%5cetc%5cpasswd",
		"/%252e%252e%252fetc%252fpasswd", "/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd", "/....//....//etc/passwd", "/.;/.;/etc/passwd",
		"/playground/../../../etc/passwd", "/playground/%2e%2e/%2e%2e/etc/passwd", "/playground/assets/..%2f..%2f..%2fplayground.go",
		"/portal/assets/../../../etc/passwd", "/portal/assets/..%2f..%2flicenses.md", "/portal/assets/%2e%2e%2f%2e%2e%2fmanifest.json",
		"/portal/assets/", "/playground/assets/", "/embed.js/../data/portico.db",
		"/p/../graphql", "/p/%2e%2e%2fgraphql", "/p/<token>/../../metrics", "/p/<token>%2f..%2f..", "/p/<token>%00", "/p/<token>.json", "/p/",
		"/data/portico.db", "/data/secret", "/first-key", "/.env", "/.git/config", "/debug/pprof/", "/debug/vars", "/server.go",
		"/GraphQL", "/graphql/", "/graphql;x=y", "/graphql%00", "/graphql%2f", "/graphql%20", "/console", "/graphiql", "/api/graphql", "/v1/graphql",
		"/%00", "/%0d%0aSet-Cookie:%20evil=1", "/playground%0d%0aSet-Cookie:%20evil=1",
	} {
		all = append(all, Probe{
			Name: strings.ReplaceAll(strings.TrimPrefix(path, "/"), "/", "∕"), Bytes: get(path),
			Safe: plain(301, 307, 308, 400, 401, 404).without("Set-Cookie", "evil=1\r\n", "SQLite format", "package "),
		})
	}
	return about("paths", append(all,
		Probe{Name: "a way to another host", Bytes: get("//evil.example/.."), Safe: plain(301, 302, 307, 400, 404).without("Location: //", "Location: http")},
		Probe{Name: "a way to another host by backslashes", Bytes: get(`/\evil.example/..`), Safe: plain(301, 302, 307, 400, 404).without(`Location: /\`, "Location: //", "Location: http")},
		Probe{Name: "a way to another host behind the playground", Bytes: get("/playground//evil.example/%2e%2e"), Safe: plain(301, 302, 307, 400, 404).without("Location: //", "Location: http")},
		Probe{Name: "broken escapes", Bytes: get("/%zz"), Safe: malformed},
		Probe{Name: "a fragment", Bytes: get("/graphql#/../metrics"), Safe: plain(301, 307, 400, 404).without("go_goroutines")},
		Probe{Name: "30 KiB of parents", Bytes: get(times(10*kib, "/..")), Safe: plain(301, 307, 404)},
		Probe{Name: "30 KiB of slashes", Bytes: get(times(30*kib, "/")), Safe: plain(301, 307, 404)},
		Probe{Name: "writing to a page", Bytes: request("PUT /playground/assets/evil.js", "alert(1)", "Content-Type: text/javascript"), Safe: plain(404, 405)},
		Probe{Name: "writing to the health", Bytes: request("POST "+ready, "{}"), Safe: plain(405)},
	)...)
}

// slow are clients that keep a connection as long as they can. The server's own
// timeouts cut each of them.
func slow() []Probe {
	const second = time.Second
	body := "POST /graphql HTTP/1.1\r\nHost: <host>\r\nConnection: close\r\nContent-Type: application/json\r\n" + withKey + "\r\n"
	head := exactly("GET " + ready + " HTTP/1.1\r\nHost: <host>\r\nX-A: " + times(100, "a") + "\r\n\r\n")
	dripping := func(text string, after int, every time.Duration, safe Safe, name string) Probe {
		return Probe{Name: name, Bytes: exactly(text), Pace: Pace{After: after, Every: every}, Safe: safe}
	}
	cut := plain(400, 408).orCut()
	late := is(408, "BAD_REQUEST").with("BAD_REQUEST").or(400).orCut()
	return about("slow",
		dripping("", 0, second, cut, "a connection that says nothing"),
		dripping("GET "+ready+" HTTP/1.1\r\n", 0, second, cut, "a first line, a byte a second"),
		Probe{Name: "a head, a byte a second", Bytes: head, Pace: Pace{After: 40, Every: second}, Safe: cut},
		dripping("GET "+ready+" HTTP/1.1\r\nHost: <host>\r\n", 60, second, cut, "a head that never ends"),
		dripping(body+"Content-Length: 1000\r\n\r\n"+times(100, " "), 300, second, late, "a body, a byte a second"),
		dripping(body+"Content-Length: 1000\r\n\r\n{", 300, second, late, "a body that never comes"),
		dripping(body+"Transfer-Encoding: chunked\r\n\r\n"+times(40, "1\r\n \r\n"), 300, second/4, late, "chunks, a byte at a time"),
		dripping(body+"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{", 300, second, late, "the largest chunk there is"),
		dripping(body+"Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n", 300, second, late, "a body that is asked for and never comes"),
		dripping(strings.Replace(body, "/graphql", "/p/<token>", 1)+"Content-Length: 100\r\n\r\n", 300, second, plain(403, 408).orCut(), "a form that never comes"),
	)
}
