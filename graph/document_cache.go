package graph

import (
	"math"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

const (
	// keptDocuments is the memory in bytes that parsed documents are kept in.
	keptDocuments = 8 << 20
	// largestKept is the largest of them, lest a few drive out all others.
	largestKept = keptDocuments / 16
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

// sizeOf tells how much memory a parsed document takes, its text and the texts
// of its values included. It reads no more than so many tokens; 0 is any number.
func sizeOf(text string, tokenLimit int) int {
	tokens := 0
	for l := lexer.New(&ast.Source{Input: text}); tokenLimit == 0 || tokens <= tokenLimit; tokens++ {
		if token, err := l.ReadToken(); err != nil || token.Kind == lexer.EOF {
			break
		}
	}
	return 2*len(text) + tokenSize*tokens
}
