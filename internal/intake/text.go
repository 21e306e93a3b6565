package intake

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// strayByte stands in a decoded string for an unpaired surrogate escape. It
// occurs in no UTF-8, so the string is invalid and stays recognisable, where
// U+FFFD would be taken for what the client wrote.
const strayByte = 0xFF

// unquote gives the text of a JSON string that the decoder has found to be
// well-formed. Bytes that aren't UTF-8 are kept as they are.
func unquote(raw []byte) string {
	text := raw[1 : len(raw)-1]
	escape := bytes.IndexByte(text, '\\')
	if escape < 0 {
		return string(text)
	}
	var out strings.Builder
	out.Grow(len(text))
	for escape >= 0 {
		out.Write(text[:escape])
		text = appendEscape(&out, text[escape+1:])
		escape = bytes.IndexByte(text, '\\')
	}
	out.Write(text)
	return out.String()
}

// appendEscape writes what the escape sequence means whose backslash stands
// just before text, and gives what follows it.
func appendEscape(out *strings.Builder, text []byte) []byte {
	switch text[0] {
	case 'u':
		return appendCodeUnit(out, text)
	case 'b':
		out.WriteByte('\b')
	case 'f':
		out.WriteByte('\f')
	case 'n':
		out.WriteByte('\n')
	case 'r':
		out.WriteByte('\r')
	case 't':
		out.WriteByte('\t')
	default: // a quote, a slash or a backslash stands for itself
		out.WriteByte(text[0])
	}
	return text[1:]
}

// appendCodeUnit writes the character of `u` and four hex digits, or of two such
// escapes that are a surrogate pair (RFC 8259, section 7).
func appendCodeUnit(out *strings.Builder, text []byte) []byte {
	unit, rest := hexUnit(text[1:5]), text[5:]
	if !utf16.IsSurrogate(unit) {
		out.WriteRune(unit)
		return rest
	}
	if len(rest) >= 6 && rest[0] == '\\' && rest[1] == 'u' {
		if pair := utf16.DecodeRune(unit, hexUnit(rest[2:6])); pair != utf8.RuneError {
			out.WriteRune(pair)
			return rest[6:]
		}
	}
	out.WriteByte(strayByte)
	return rest
}

// hexUnit reads hexadecimal digits that are known to be some.
func hexUnit(digits []byte) rune {
	var unit rune
	for _, digit := range digits {
		switch {
		case digit <= '9':
			unit = unit<<4 | rune(digit-'0')
		default: // 'A' and 'a' have the same low bits
			unit = unit<<4 | rune(digit&0x0F+9)
		}
	}
	return unit
}
