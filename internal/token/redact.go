package token

import (
	"encoding/hex"
	"strings"
)

const (
	// A token that a log has cut short is nearly as good as a whole one, since its
	// checksum can be computed and a few characters guessed. So fewer characters
	// than a whole token has are enough to be taken out. Below these, words of
	// ordinary names would go too, and what is left can't be guessed.
	minTokenRun = 20
	minLongRun  = 16
)

// span is the half-open range of bytes in a text that hold a secret.
type span struct{ start, end int }

// Redact takes the secret part out of everything in text that has the shape of
// one of our tokens: link, session and flow tokens, and credentials of any prefix,
// whose short part stays since it is public. It sees them anywhere in a text, in
// URLs, headers and JSON, also percent-encoded, cut short, or run together with
// what follows. Text without any is returned as it is, without an allocation
// unless it has percent signs.
func Redact(text string) string {
	text = cut(text, findSecrets(text))
	if strings.IndexByte(text, '%') < 0 {
		return text
	}
	view, origin := unescape(text)
	found := findSecrets(view)
	for i, s := range found {
		found[i] = span{origin[s.start], origin[s.end]}
	}
	return cut(text, found)
}

// cut puts the mark in place of every span; they are in order and apart.
func cut(text string, spans []span) string {
	if len(spans) == 0 {
		return text
	}
	var out strings.Builder
	from := 0
	for _, s := range spans {
		out.WriteString(text[from:s.start])
		out.WriteString(mark)
		from = s.end
	}
	out.WriteString(text[from:])
	return out.String()
}

// findSecrets goes from underscore to underscore: every token has one.
func findSecrets(text string) []span {
	var found []span
	for at := 0; ; {
		step := strings.IndexByte(text[at:], '_')
		if step < 0 {
			return found
		}
		at += step
		secret := secretAt(text, at)
		if secret.end == 0 {
			at++
			continue
		}
		found = append(found, secret)
		at = secret.end
	}
}

// secretAt looks for a token whose first underscore is at this place. An end of 0
// says that there is none.
func secretAt(text string, at int) span {
	if secret := workspaceTokenAt(text, at); secret.end > 0 {
		return secret
	}
	return credentialAt(text, at)
}

// workspaceTokenAt doesn't ask for a boundary before the tag: in %2Fpl_… and
// \nps_… a letter stands there.
func workspaceTokenAt(text string, at int) span {
	head := text[:at+1]
	if !strings.HasSuffix(head, linkTag) && !strings.HasSuffix(head, sessionTag) && !strings.HasSuffix(head, flowTag) {
		return span{}
	}
	run := base62.run(text[at+1:])
	if run < minTokenRun {
		return span{}
	}
	return span{at + 1, at + 1 + run}
}

func credentialAt(text string, at int) span {
	if at == 0 || notPrefixRune(rune(text[at-1])) {
		return span{}
	}
	rest := text[at+1:]
	short := rest[:base58.run(rest)]
	long, more := strings.CutPrefix(rest[len(short):], "_")
	if !more || kindOfShort(short) == 0 || base58.run(long) < minLongRun {
		return span{}
	}
	start := at + 1 + len(short) + 1
	// The whole word goes: a part of a key that runs into other text is still one.
	return span{start, start + base62.run(long)}
}

// unescape decodes percent-encoding and leaves what isn't valid as it is. origin
// holds for every byte of view, and for its end, the place in text it came from.
func unescape(text string) (view string, origin []int) {
	decoded := make([]byte, 0, len(text))
	origin = make([]int, 0, len(text)+1)
	for i := 0; i < len(text); {
		b, size := unescapeByte(text[i:])
		decoded = append(decoded, b)
		origin = append(origin, i)
		i += size
	}
	return string(decoded), append(origin, len(text))
}

// unescapeByte gives the first byte of text, which isn't empty, and how many
// characters spell it.
func unescapeByte(text string) (b byte, size int) {
	if text[0] == '%' && len(text) >= 3 {
		if decoded, err := hex.DecodeString(text[1:3]); err == nil {
			return decoded[0], 3
		}
	}
	return text[0], 1
}
