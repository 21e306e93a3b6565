package config

import (
	"errors"
	"net/url"
	"strings"
)

// Tracing says where traces go. What else OpenTelemetry's variables decide, its own library
// reads.
type Tracing struct {
	// base is a collector's URL, traces the URL for traces alone.
	base, traces string
	off, none    bool
}

// Endpoint is the URL that traces are sent to; empty where nothing is traced.
func (t *Tracing) Endpoint() string {
	switch {
	case t.off || t.none:
		return ""
	case t.traces != "":
		return t.traces
	case t.base != "":
		return strings.TrimSuffix(t.base, "/") + "/v1/traces"
	default:
		return ""
	}
}

var (
	errEndpoint = errors.New("is not an absolute http or https URL, or has a user name, a query or a fragment")
	errProtocol = errors.New("is not spoken here")
)

func readEndpoint(field *string, value string) error {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return errEndpoint
	}
	*field = value
	return nil
}

func readProtocol(value string) error {
	if value != "http/protobuf" {
		return errProtocol
	}
	return nil
}

func readExporter(none *bool, value string) error {
	if value != "otlp" && value != "none" {
		return errChoice
	}
	*none = value == "none"
	return nil
}

const (
	takesEndpoint = "an http or https URL without a user name, such as http://localhost:4318"
	takesProtocol = "http/protobuf"
)

func tracingVariables() []variable {
	return []variable{
		described("OTEL_EXPORTER_OTLP_ENDPOINT", "", takesEndpoint,
			"the OpenTelemetry collector that traces are sent to, below its /v1/traces; without it nothing is traced").
			shows("none").
			reads(func(c *Config, value string) error { return readEndpoint(&c.Tracing.base, value) }),
		described("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "", takesEndpoint+"/v1/traces", "the whole URL that traces are sent to, in place of the one before").
			shows("none").
			reads(func(c *Config, value string) error { return readEndpoint(&c.Tracing.traces, value) }),
		described("OTEL_EXPORTER_OTLP_PROTOCOL", takesProtocol, takesProtocol, "how a collector is spoken to").
			reads(func(_ *Config, value string) error { return readProtocol(value) }),
		described("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", takesProtocol, takesProtocol, "the same, for traces").
			reads(func(_ *Config, value string) error { return readProtocol(value) }),
		described("OTEL_TRACES_EXPORTER", "otlp", "otlp or none", "whether traces are sent").
			reads(func(c *Config, value string) error { return readExporter(&c.Tracing.none, value) }),
		described("OTEL_SDK_DISABLED", "false", takesBool, "whether nothing is traced, whatever the variables before say").
			reads(func(c *Config, value string) error { return readBool(&c.Tracing.off, value) }),
	}
}
