package config

import (
	"net/netip"
	"testing"
)

func TestTracesGoWhereOpenTelemetrysVariablesSay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		base, traces, exporter, disabled, want string
	}{
		{want: ""},
		{base: "http://localhost:4318", want: "http://localhost:4318/v1/traces"},
		{base: "https://collector.example/otlp/", want: "https://collector.example/otlp/v1/traces"},
		{base: "http://localhost:4318", traces: "http://localhost:4319/own", want: "http://localhost:4319/own"},
		{base: "http://localhost:4318", exporter: "none", want: ""},
		{base: "http://localhost:4318", disabled: "true", want: ""},
	} {
		given := map[string]string{
			"OTEL_EXPORTER_OTLP_ENDPOINT": c.base, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": c.traces,
			"OTEL_TRACES_EXPORTER": c.exporter, "OTEL_SDK_DISABLED": c.disabled, "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
		}
		loaded, err := Load(func(name string) string { return given[name] }, nil, false)
		if got := loaded.Tracing.Endpoint(); err != nil || got != c.want {
			t.Errorf("%+v: %q, %v", c, got, err)
		}
	}
	for _, text := range []string{"localhost:4318", "grpc://a", "http://", "http://user:password@a", "http://a?x=y", "http://a#x", "http://a b"} {
		if err := readEndpoint(new(string), text); err != errEndpoint {
			t.Errorf("%q: %v", text, err)
		}
	}
	if err := readProtocol("grpc"); err != errProtocol {
		t.Errorf("grpc: %v", err)
	}
	if err := readExporter(new(bool), "jaeger"); err != errChoice {
		t.Errorf("jaeger: %v", err)
	}
}

func TestProfilesTakeAnAddressOfLoopback(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		"127.0.0.1:6060": nil, "127.9.9.9:0": nil, "[::1]:6060": nil,
		"0.0.0.0:6060": errLoopback, "[::]:6060": errLoopback, "10.0.0.1:6060": errLoopback,
		"localhost:6060": errAddress, ":6060": errAddress, "127.0.0.1": errAddress, "127.0.0.1:x": errAddress,
	} {
		var got netip.AddrPort
		if err := readLoopback(&got, text); err != want || got.IsValid() != (want == nil) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}
