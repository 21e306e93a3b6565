package graph

import (
	"math"
	"sync"
	"unicode/utf8"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

const (
	// keptDocuments is the memory in bytes that parsed documents are kept in.
	keptDocuments = 4 << 20
	// largestKept is the largest of them, lest a few drive out all others.
	largestKept = keptDocuments / 8
	// tokenSize is what a parsed document takes for each of its tokens at most, in
	// bytes. Measured were 216 for a list of numbers and 78 for the main mutation.
	tokenSize = 220
)

// documentCache keeps the valid documents that were used last, by their texts.
type documentCache struct {
	mu   sync.Mutex
	kept *simplelru.LRU[string, document]
	size int
}

func newDocumentCache() *documentCache {
	c := &documentCache{}
	c.kept, _ = simplelru.NewLRU(math.MaxInt, func(_ string, dropped document) { c.size -= dropped.size }) // it refuses a size below 1 alone
	return c
}

func (c *documentCache) get(text string) (document, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.kept.Get(text)
}

func (c *documentCache) add(text string, doc document) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if doc.size > largestKept || c.kept.Contains(text) {
		return
	}
	c.kept.Add(text, doc)
	for c.size += doc.size; c.size > keptDocuments; {
		c.kept.RemoveOldest()
	}
}

// tokensAtMost counts the tokens of a document, or more: what stands in its
// strings and comments counts too, and a number with an exponent counts twice.
// The byte order mark is white space wherever it stands, and outside strings and
// comments no token has a byte that isn't ASCII.
func tokensAtMost(text string) (n int) {
	const none, digits, letters = 0, 1, 2
	before := none
	for i := range len(text) {
		now := none
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			now = max(before, digits) // a name may have digits
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_':
			now = letters
		case c > ' ' && c != ',' && c < utf8.RuneSelf:
			n++
		}
		if now > before {
			n++
		}
		before = now
	}
	return n
}
