package token

import (
	"strings"
	"testing"
)

func BenchmarkLinkToken(b *testing.B) {
	k, err := NewKeyring([]string{strings.Repeat("s", 32)})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := k.LinkToken(k.Current(), "Ab3xY9", [16]byte{1}, 1); !ok {
			b.Fatal("no token")
		}
	}
}
