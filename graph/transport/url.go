package transport

import (
	"net/url"
	"unicode/utf8"

	"github.com/portico-portal/portico/internal/intake"
)

// fromURL reads the request out of a GET's URL parameters. An optional
// parameter that is empty counts as absent; parameters of other names are
// ignored, as other members of a body are.
func fromURL(rawQuery string, maxValues int) (*Request, *fault) {
	values, err := url.ParseQuery(rawQuery)
	if err != nil {
		return nil, badRequest("the URL's parameters are not properly encoded")
	}
	params := parameters{values: values, maxValues: maxValues}
	req := &Request{
		Query:         params.text("query"),
		OperationName: params.text("operationName"),
		DocumentID:    params.text("documentId"),
		Variables:     params.object("variables", true),
		Extensions:    params.object("extensions", false),
		ReadOnly:      true,
	}
	if params.fault != nil {
		return nil, params.fault
	}
	req.adoptPersistedQuery()
	return req, nil
}

// parameters reads URL parameters and keeps the first fault.
type parameters struct {
	values    url.Values
	maxValues int
	fault     *fault
}

func (p *parameters) fail(fault *fault) {
	if p.fault == nil {
		p.fault = fault
	}
}

func (p *parameters) text(name string) string {
	given := p.values[name]
	if len(given) > 1 {
		p.fail(badRequest("the URL parameter `%s` is given more than once", name))
	}
	if len(given) != 1 {
		return ""
	}
	if !utf8.ValidString(given[0]) {
		p.fail(badRequest("the URL parameter `%s` is not valid UTF-8", name))
	}
	return given[0]
}

func (p *parameters) object(name string, lenient bool) map[string]any {
	text := p.text(name)
	if text == "" || p.fault != nil {
		return nil
	}
	d := newDecoder([]byte(text), p.maxValues)
	defer d.Release()
	d.Lenient = lenient
	value := d.objectOrNull(name)
	d.End()
	if f := d.Fault(); f != nil {
		p.fail(intake.NewFault(f.Status, f.Code, "the URL parameter `%s`: %s", name, f.Message))
	}
	return value
}

// urlText is the JSON of a URL's parameters, or near enough to be weighed.
func urlText(rawQuery string) []byte {
	text, err := url.QueryUnescape(rawQuery)
	if err != nil {
		text = rawQuery
	}
	return []byte(text)
}
