package graph

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
)

// FuzzTokensAtMost holds the cheap count against the lexer's own, which decides
// how much memory a document takes.
func FuzzTokensAtMost(f *testing.F) {
	for _, text := range []string{
		mainMutation, "{" + strings.Repeat("1a ", 20) + "}", strings.Repeat("1\ufeff", 20), strings.Repeat("a\ufeffb", 20),
		"...a...{-1.5e3 1e5 0x1 1.5.5}", `{a(b:"x \" y",c:"""z "" w""")}`, "#a b\n{a,,b}", "$a:b!|&=@()[]{}",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tokens := 0
		for l := lexer.New(&ast.Source{Input: text}); ; tokens++ {
			if token, err := l.ReadToken(); err != nil || token.Kind == lexer.EOF {
				break
			}
		}
		if counted := tokensAtMost(text); counted < tokens {
			t.Errorf("%d tokens are counted as %d", tokens, counted)
		}
	})
}
