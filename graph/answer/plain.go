package answer

import (
	"io"

	"github.com/99designs/gqlgen/graphql"
)

// Plain is how a plain field of a T is written: one that can't fail. It is read when the
// answer is written, and takes no place in it before. The zero Plain is that of a field
// which isn't plain.
type Plain[T any] struct {
	write func(w *Writer, of *T)
	// whole tells whether nothing within is null that may not be; nil where nothing can be.
	whole func(of *T) bool
}

// Leaf is a scalar or an enum.
func Leaf[T any](write func(w *Writer, of *T)) Plain[T] { return Plain[T]{write: write} }

// Nested is an object of which only plain fields are asked.
func Nested[T, E any](s *Selection[E], nullable bool, read func(of *T) *E) Plain[T] {
	if !s.plain {
		return Plain[T]{}
	}
	return Plain[T]{
		write: func(w *Writer, of *T) {
			if object := read(of); object != nil {
				s.writePlain(w, object)
			} else {
				w.Null()
			}
		},
		whole: func(of *T) bool {
			object := read(of)
			return object == nil && nullable || object != nil && s.fits(object)
		},
	}
}

// NestedList is a list of such objects.
func NestedList[T, E any](s *Selection[E], read func(of *T) []*E) Plain[T] {
	if !s.plain {
		return Plain[T]{}
	}
	return Plain[T]{
		write: func(w *Writer, of *T) { s.writeList(w, read(of)) },
		whole: func(of *T) bool { return s.fit(read(of)) },
	}
}

// NestedValues is a list of them that holds the objects themselves.
func NestedValues[T, E any](s *Selection[E], read func(of *T) []E) Plain[T] {
	return NestedList(s, func(of *T) []*E { return pointers(read(of)) })
}

func pointers[T any](values []T) []*T {
	all := make([]*T, len(values))
	for i := range values {
		all[i] = &values[i]
	}
	return all
}

func (p *Plain[T]) fits(of *T) bool { return p.whole == nil || p.whole(of) }

// Object is the object if only plain fields are asked of it, and nothing within is null
// that may not be; nil for another.
func (s *Selection[T]) Object(of *T) graphql.Marshaler {
	if !s.plain || !s.fits(of) {
		return nil
	}
	return graphql.WriterFunc(func(w io.Writer) { s.writePlain(w.(*Writer), of) })
}

// List is the list of such objects; nil for another.
func (s *Selection[T]) List(objects []*T) graphql.Marshaler {
	if !s.plain || !s.fit(objects) {
		return nil
	}
	return graphql.WriterFunc(func(w io.Writer) { s.writeList(w.(*Writer), objects) })
}

// Values is a list of them that holds the objects themselves.
func (s *Selection[T]) Values(objects []T) graphql.Marshaler {
	if !s.plain {
		return nil
	}
	return s.List(pointers(objects))
}

func (s *Selection[T]) fits(of *T) bool {
	for i := range s.written {
		if !s.written[i].fits(of) {
			return false
		}
	}
	return true
}

func (s *Selection[T]) fit(objects []*T) bool {
	for _, object := range objects {
		if object == nil || !s.fits(object) {
			return false
		}
	}
	return true
}

func (s *Selection[T]) writePlain(w *Writer, of *T) {
	s.write(w, func(i int) { s.written[i].write(w, of) })
}

func (s *Selection[T]) writeList(w *Writer, objects []*T) {
	w.text("[")
	for i, object := range objects {
		if i > 0 {
			w.text(",")
		}
		s.writePlain(w, object)
	}
	w.text("]")
}
