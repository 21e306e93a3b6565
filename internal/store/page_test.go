package store

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzAfterPrefix holds the range that stands for a prefix against the prefix
// itself.
func FuzzAfterPrefix(f *testing.F) {
	for _, seed := range [][2]string{
		{"a", "a"}, {"a", "ab"}, {"a", "b"}, {"", "x"}, {"ann", "anm\U0010FFFF"}, {"ann", "ano"}, {"\uD7FF", "\uD7FFx"}, {"\uD7FF", "\uE000"},
		{"\U0010FFFF", "\U0010FFFF\U0010FFFF"}, {"a\U0010FFFF", "b"}, {"a\U0010FFFF", "a\U0010FFFFz"}, {"\x7f", "\u0080"}, {"\u07ff", "\u0800"},
		{"\uffff", "\U00010000"}, {"é", "e\u0301"}, {"x\U0010FFFF\U0010FFFF", "y"}, {"%", "%_"}, {"\x00", "\x01"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, prefix, text string) {
		if !utf8.ValidString(prefix) || !utf8.ValidString(text) || prefix == "" {
			return
		}
		end, bounded := afterPrefix(prefix)
		if bounded && (!utf8.ValidString(end) || end <= prefix) {
			t.Fatalf("the end of %q is %q", prefix, end)
		}
		in := text >= prefix && (!bounded || text < end)
		if in != strings.HasPrefix(text, prefix) {
			t.Errorf("%q, begins with %q: %t; in the range up to %q: %t", text, prefix, !in, end, in)
		}
		if last := prefix + strings.Repeat("\U0010FFFF", 3); bounded && last >= end {
			t.Errorf("%q isn't below %q, the end of %q", last, end, prefix)
		}
	})
}
