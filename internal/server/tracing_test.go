package server_test

import (
	"bytes"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"

	"github.com/portico-portal/portico/internal/testdb"
)

// traces takes in what a server sends by OTLP over HTTP.
type traces struct {
	*httptest.Server

	mu    sync.Mutex
	all   []*tracepb.Span
	texts []string
}

func receiveTraces(t *testing.T) *traces {
	t.Helper()
	got := &traces{}
	got.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var sent collector.ExportTraceServiceRequest
		if err == nil {
			err = proto.Unmarshal(body, &sent)
		}
		if err != nil || r.URL.Path != "/v1/traces" {
			t.Errorf("%s: %v", r.URL, err)
		}
		got.mu.Lock()
		defer got.mu.Unlock()
		got.texts = append(got.texts, prototext.Format(&sent))
		for _, of := range sent.ResourceSpans {
			for _, in := range of.ScopeSpans {
				got.all = append(got.all, in.Spans...)
			}
		}
		w.Header().Set("Content-Type", "application/x-protobuf")
	}))
	t.Cleanup(got.Close)
	return got
}

// tracing starts a server that sends its traces to got.
func (got *traces) tracing(t *testing.T, url string, environment ...string) *instance {
	t.Helper()
	return start(t, load(t, url, append(environment, "OTEL_EXPORTER_OTLP_ENDPOINT="+got.URL)...), true)
}

// named gives the spans of a name, once the server has ended.
func (got *traces) named(name string) []*tracepb.Span {
	got.mu.Lock()
	defer got.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(got.all), func(s *tracepb.Span) bool { return s.Name != name })
}

// attribute gives a span's attribute as text; empty where it has none.
func attribute(s *tracepb.Span, key string) string {
	for _, a := range s.Attributes {
		if a.Key == key {
			return a.Value.GetStringValue()
		}
	}
	return ""
}

// above names a span and those that it is within, from the inside out.
func (got *traces) above(s *tracepb.Span) []string {
	names := []string{s.Name}
	for parent := s.ParentSpanId; len(parent) > 0; {
		i := slices.IndexFunc(got.all, func(o *tracepb.Span) bool {
			return bytes.Equal(o.SpanId, parent) && bytes.Equal(o.TraceId, s.TraceId)
		})
		if i < 0 {
			return append(names, "elsewhere")
		}
		names, parent = append(names, got.all[i].Name), got.all[i].ParentSpanId
	}
	return names
}

const tracedCall = `mutation Make { createCustomerPortal(input: {customerData: {
	customerKey: "grand-hotel", guests: [{guestKey: "ann-key", name: "Ann Archer", emailAddress: "ann@example.com"}]
}}) { magicLink { url } } }`

func TestATraceHoldsRequestOperationAndStatementAndNothingSecret(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrate, func(t *testing.T, url string) {
		got := receiveTraces(t)
		s := got.tracing(t, url)
		key := s.firstKey(t)
		_, answer := s.query(t, tracedCall, "Authorization: Bearer "+key)
		_, token, _ := strings.Cut(answer, "/p/")
		token, _, _ = strings.Cut(token, `"`)
		s.get(t, "/p/"+token)
		s.query(t, `mutation { redeemMagicLink(input: {token: "`+token+`"}) { session { token } } }`)
		s.stop(t)

		i := slices.IndexFunc(got.all, func(s *tracepb.Span) bool {
			return strings.Contains(attribute(s, "db.query.text"), "INSERT INTO magic_links")
		})
		if i < 0 {
			t.Fatalf("no statement makes the link: %v", got.texts)
		}
		statement := got.all[i]
		want := []string{statement.Name, "shared transaction", "Mutation.createCustomerPortal", "mutation Make", "POST /graphql"}
		if above := got.above(statement); !slices.Equal(above, want) {
			t.Errorf("it is within %q, not %q", above, want)
		}
		if text := attribute(statement, "db.query.text"); !strings.Contains(text, "$1") && !strings.Contains(text, "?") || strings.Contains(text, "$1$") {
			t.Errorf("no placeholders in %s", text)
		}
		request := got.named("POST /graphql")[0]
		if attribute(request, "portico.workspace_id") == "" || attribute(request, "http.route") != "/graphql" || request.Kind != tracepb.Span_SPAN_KIND_SERVER {
			t.Errorf("the request's span is %v", request)
		}
		if id := hex.EncodeToString(statement.TraceId); !strings.Contains(s.log.String(), `"trace_id":"`+id+`"`) {
			t.Errorf("the log doesn't name the trace %s", id)
		}
		sent := strings.Join(got.texts, "\n")
		for what, secret := range map[string]string{
			"the key": key[len(key)-24:], "the link's token": token[:30], "a session's token": "ps_", "a customer's key": "grand-hotel",
			"a guest's key": "ann-key", "a guest's name": "Archer", "a guest's address": "ann@",
		} {
			if strings.Contains(sent, secret) {
				t.Errorf("%s is in the traces", what)
			}
		}
	})
}

func TestAListIsLoadedWithinASpanAndANameIsShortAndHoldsNoToken(t *testing.T) {
	t.Parallel()
	got := receiveTraces(t)
	s := got.tracing(t, testdb.New(t, testdb.SQLite, migrate))
	key := "Authorization: Bearer " + s.firstKey(t)
	_, token, _ := strings.Cut(s.mint(t, key), "/p/")
	s.query(t, strings.Replace(tracedCall, "Make", token, 1), key)
	_, answer := s.query(t, `query `+strings.Repeat("x", 300)+` { customers { nodes { key spaces(filter: {namePrefix: "Suite"}) { nodes { name } } } } }`, key)
	s.stop(t)
	loads := got.named("load spaces")
	if len(loads) != 1 {
		t.Fatalf("%d loads of two customers' places for %s: %s", len(loads), answer, got.texts)
	}
	want := []string{"load spaces", "Query.customers", "query " + strings.Repeat("x", 100), "POST /graphql"}
	if above := got.above(loads[0]); !slices.Equal(above, want) {
		t.Errorf("the load is within %q, not %q", above, want)
	}
	for what, secret := range map[string]string{"the token": token[9:], "a filter": "Suite"} {
		if strings.Contains(strings.Join(got.texts, ""), secret) {
			t.Errorf("%s is in the traces", what)
		}
	}
}

func TestATraceIsContinuedForATrustedProxyAloneAndProbesAreNotTraced(t *testing.T) {
	t.Parallel()
	const sent = "0af7651916cd43dd8448eb211c80319c"
	for proxies, continued := range map[string]bool{"": false, "127.0.0.1": true} {
		got := receiveTraces(t)
		s := got.tracing(t, testdb.New(t, testdb.SQLite, migrate), "PORTICO_TRUSTED_PROXIES="+proxies)
		s.query(t, `{ __typename }`, "Traceparent: 00-"+sent+"-b7ad6b7169203331-01", "Tracestate: vendor=secret")
		s.get(t, "/healthz")
		s.get(t, "/readyz")
		s.stop(t)
		requests := got.named("POST /graphql")
		if len(requests) != 1 || len(got.named("GET /healthz"))+len(got.named("GET /readyz")) > 0 || len(got.all) != len(got.named("query"))+1 {
			t.Fatalf("traced are %v", got.all)
		}
		of := requests[0]
		if is := hex.EncodeToString(of.TraceId) == sent; is != continued {
			t.Errorf("with the proxies %q it is in the trace %x", proxies, of.TraceId)
		}
		if !continued && (len(of.Links) != 1 || hex.EncodeToString(of.Links[0].TraceId) != sent || of.Links[0].TraceState != "") {
			t.Errorf("its links are %v", of.Links)
		}
	}
}

func TestAWebhooksCallIsTracedWithoutItsURLAndDoesNotTellOfTheTrace(t *testing.T) {
	t.Parallel()
	got, headers := receiveTraces(t), make(chan http.Header, 10)
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { headers <- r.Header }))
	t.Cleanup(hook.Close)
	s := got.tracing(t, testdb.New(t, testdb.SQLite, migrate), "PORTICO_ALLOW_PRIVATE_OUTBOUND=true")
	key := "Authorization: Bearer " + s.firstKey(t)
	s.query(t, `mutation { createWebhookEndpoint(input: {url: "`+hook.URL+`/hidden-path", eventTypes: [MAGIC_LINK_CREATED]}) { secret } }`, key)
	s.mint(t, key)
	if h := <-headers; h.Get("Traceparent") != "" {
		t.Errorf("the receiver is told of the trace: %v", h)
	}
	s.stop(t)
	deliveries := got.named("webhook delivery")
	if len(deliveries) != 1 || attribute(deliveries[0], "portico.workspace_id") == "" || len(deliveries[0].ParentSpanId) > 0 {
		t.Fatalf("the deliveries are %v", deliveries)
	}
	calls := slices.DeleteFunc(got.named("POST"), func(s *tracepb.Span) bool { return s.Kind != tracepb.Span_SPAN_KIND_CLIENT })
	if len(calls) != 1 || !slices.Equal(got.above(calls[0]), []string{"POST", "webhook delivery"}) {
		t.Errorf("the calls are %v", calls)
	}
	if sent := strings.Join(got.texts, ""); strings.Contains(sent, "hidden-path") || strings.Contains(sent, "whsec_") || strings.Contains(sent, hook.Listener.Addr().String()) {
		t.Error("the endpoint's URL or secret is in the traces")
	}
}

func TestNothingIsTracedUnlessACollectorIsNamedAndLinesNameTheirRequestAndWorkspace(t *testing.T) {
	t.Parallel()
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate)), true)
	s.query(t, `{ workspace { id } }`, "Authorization: Bearer "+s.firstKey(t), "X-Request-Id: the-one", "Traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	s.stop(t)
	lines := strings.Split(s.log.String(), "\n")
	i := slices.IndexFunc(lines, func(line string) bool {
		return strings.Contains(line, `"msg":"request"`) && strings.Contains(line, `"request_id":"the-one"`)
	})
	if i < 0 || !strings.Contains(lines[i], `"workspace_id":"`) || strings.Contains(s.log.String(), "trace_id") {
		t.Errorf("the log is %s", &s.log)
	}
}
