package transport

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
)

// pushBody is a request of about 8 MiB that pushes 17,000 objects.
func pushBody() []byte {
	var body bytes.Buffer
	body.WriteString(`{"query":"mutation Push($input: PushCustomerDataInput!) { pushCustomerData(input: $input) { customer { id } } }",` +
		`"variables":{"input":{"customerData":{"customerKey":"hotel-1","reservations":[`)
	for i := range 17000 {
		if i > 0 {
			body.WriteByte(',')
		}
		fmt.Fprintf(&body, `{"reservationKey":"reservation-%06d","name":"Stay of the guest number %d, with breakfast and a late check-out",`+
			`"guestKey":"guest-%06d","startsAt":"2026-11-01T15:00:00Z","endsAt":"2026-11-08T11:00:00Z",`+
			`"spaceKeys":["building-1","floor-%02d","room-%05d"],"guests":2,"paid":true,`+
			`"note":"%s"}`, i, i, i, i%40, i, bytes.Repeat([]byte("lorem "), 40))
	}
	body.WriteString(`]}}}}`)
	return body.Bytes()
}

func smallBody() []byte {
	return []byte(`{"query":"mutation M($input: CreateCustomerPortalInput!) { createCustomerPortal(input: $input) { magicLink { id url expiresAt } } }",` +
		`"operationName":"M","variables":{"input":{"customerData":{"customerKey":"hotel-1","guests":[{"guestKey":"g1","name":"Zo\u00eb"}]},"isEmbedded":true,"expiresInSeconds":3600}}}`)
}

func BenchmarkBody(b *testing.B) {
	for _, size := range []struct {
		name string
		body []byte
	}{{"17000 objects", pushBody()}, {"one link", smallBody()}} {
		b.Run(size.name+"/transport", func(b *testing.B) {
			b.SetBytes(int64(len(size.body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, fault := decodeBody(size.body, 0); fault != nil {
					b.Fatal(fault.Message)
				}
			}
		})
		b.Run(size.name+"/encoding-json", func(b *testing.B) {
			b.SetBytes(int64(len(size.body)))
			b.ReportAllocs()
			for b.Loop() {
				decoder := json.NewDecoder(bytes.NewReader(size.body))
				decoder.UseNumber()
				var body map[string]any
				if err := decoder.Decode(&body); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
