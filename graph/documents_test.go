package graph

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/portico-portal/portico/graph/generated"
	"github.com/portico-portal/portico/internal/fault"
)

const mainMutation = `mutation M($input: CreateCustomerPortalInput!) { createCustomerPortal(input: $input) { magicLink { id url expiresAt } } }`

func documentsOf(t testing.TB) *documents {
	t.Helper()
	return newDocuments(generated.NewExecutableSchema(generated.Config{}).Schema(), 15000, true, nil)
}

// use does with a text what a request does: it looks for it, parses and validates.
func (d *documents) use(t testing.TB, text string) document {
	t.Helper()
	if doc, ok := d.find(text); ok {
		return doc
	}
	doc := d.measure(text)
	var err *fault.Error
	if doc.QueryDocument, err = d.parse(text); err != nil {
		t.Fatal(err)
	}
	if faults := d.validate(text, doc); len(faults) > 0 {
		t.Fatal(faults)
	}
	return doc
}

// heap gives the bytes of memory in use.
func heap() int {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int(stats.HeapAlloc)
}

// distinct is a valid document of some 100 KiB once it is parsed.
func distinct(n int) string {
	var text strings.Builder
	fmt.Fprintf(&text, "query Q%d {", n)
	for i := range 90 {
		fmt.Fprintf(&text, "a%d: node(id: \"%d\") { id } ", i, n)
	}
	return text.String() + "}"
}

func TestThousandsOfDocumentsStayWithinABoundAndAPopularOneStays(t *testing.T) {
	d := documentsOf(t)
	popular := d.use(t, mainMutation)
	before := heap()
	for n := range 2000 {
		d.use(t, distinct(n))
		if n%10 == 0 && d.use(t, mainMutation).QueryDocument != popular.QueryDocument {
			t.Fatalf("after %d others the popular document is parsed again", n)
		}
	}
	held := heap() - before
	if held > keptDocuments+2<<20 {
		t.Errorf("they hold %d MiB", held>>20)
	}
	if held < keptDocuments/8 {
		t.Errorf("they hold %d KiB: is any kept?", held>>10)
	}
	runtime.KeepAlive(d)
}

func TestADocumentTakesNoMoreThanItsEstimate(t *testing.T) {
	d := documentsOf(t)
	for name, text := range map[string]string{
		"the main mutation": mainMutation,
		"a page":            `query($after: String) { magicLinks(first: 100, after: $after) { nodes { id url customer { key spaces { nodes { name } } } } } }`,
		"fields":            "{" + strings.Repeat("a ", 1500) + "}",
		"arguments":         "{" + strings.Repeat("a(b:1)", 1500) + "}",
		"inline fragments":  "{" + strings.Repeat("...{a}", 1500) + "}",
		"numbers":           "{a(b:[" + strings.Repeat("1 ", 14000) + "])}",
		"lists":             "{a(b:[" + strings.Repeat("[]", 7000) + "])}",
		"objects":           "{a(b:[" + strings.Repeat("{a:1}", 2900) + "])}",
		"directives":        "{a " + strings.Repeat("@a", 7000) + "}",
		"variables":         "query(" + strings.Repeat("$a:a", 3700) + "){a}",
		"operations":        strings.Repeat("{a}", 4900),
		"fragments":         "{a}" + strings.Repeat("fragment a on a{a}", 1400),
		"spreads":           "{" + strings.Repeat("...a ", 4900) + "}",
		"comments":          "{" + strings.Repeat("#\n", 14000) + "a}",
		"a long text":       `{a(b:"` + strings.Repeat(`\n`, 1<<19) + `")}`,
	} {
		const copies = 10
		var held [copies]document
		before := heap()
		for i := range held {
			own := strings.Clone(text)
			doc := d.measure(own)
			var err *fault.Error
			if doc.QueryDocument, err = d.parse(own); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			held[i] = doc
		}
		if took := (heap() - before) / copies; took > held[0].size+10<<10 {
			t.Errorf("%s takes %d bytes, not %d", name, took, held[0].size)
		}
		runtime.KeepAlive(held)
	}
}

func TestAVeryLargeDocumentIsNotKept(t *testing.T) {
	t.Parallel()
	d := documentsOf(t)
	small := d.use(t, mainMutation)
	comment := "#" + strings.Repeat("x", largestKept/2) + "\n"
	if first := d.use(t, comment+mainMutation); d.use(t, comment+mainMutation).QueryDocument == first.QueryDocument {
		t.Error("it is kept")
	}
	if d.use(t, mainMutation).QueryDocument != small.QueryDocument {
		t.Error("it drove out another")
	}
}

func TestDocumentsAreKeptFromManyRequestsAtOnce(t *testing.T) {
	t.Parallel()
	d := documentsOf(t)
	var together sync.WaitGroup
	for worker := range 8 {
		together.Go(func() {
			for n := range 50 {
				d.use(t, distinct(n*(worker%2+1)))
			}
		})
	}
	together.Wait()
	counted := 0
	for _, doc := range d.kept.kept.Values() {
		counted += doc.size
	}
	if counted != d.kept.size {
		t.Errorf("%d bytes are counted, %d kept", d.kept.size, counted)
	}
}

func BenchmarkDocument(b *testing.B) {
	b.Run("kept", func(b *testing.B) {
		d := documentsOf(b)
		for b.Loop() {
			d.use(b, mainMutation)
		}
	})
	b.Run("kept, on all processors", func(b *testing.B) {
		d := documentsOf(b)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				d.use(b, mainMutation)
			}
		})
	})
	b.Run("new", func(b *testing.B) {
		d := documentsOf(b)
		for n := 0; b.Loop(); n++ {
			d.use(b, fmt.Sprintf("#%d\n%s", n, mainMutation))
		}
	})
}
