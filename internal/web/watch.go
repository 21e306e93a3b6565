package web

import (
	"bufio"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"time"
	"unsafe"
)

// watchAfter is how long after the end of its body a request's client is watched. Few
// requests take as long.
const watchAfter = 100 * time.Millisecond

// watch has net/http watch for the end of a request's client from watchAfter on. By itself it
// does so from the end of the body on, by a read of one byte in a goroutine that it starts for
// each request and interrupts in the end: a tenth of the CPU of a small call.
type watch struct {
	mu sync.Mutex
	// begin is what net/http would have done at the end of the body; nil once the request has ended.
	begin func()
	timer *time.Timer
}

// hold takes the watch of a request with a body from net/http, which has no setting for it. It
// gives nil where net/http watches by itself: where there is no body, where the client waits
// to be told to send it, or where the release keeps elsewhere what it calls. No handler may take
// the connection over once it has read the body: the watch would read from it.
func hold(body io.ReadCloser) *watch {
	if atBodyEnd.of == nil || reflect.TypeOf(body) != atBodyEnd.of {
		return nil
	}
	hook := (*func())(unsafe.Add(reflect.ValueOf(body).UnsafePointer(), atBodyEnd.offset))
	if *hook == nil {
		return nil
	}
	w := &watch{begin: *hook}
	*hook = w.wait
	return w
}

// wait begins the watch in a while.
func (w *watch) wait() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.begin != nil {
		w.timer = time.AfterFunc(watchAfter, w.watch)
	}
}

func (w *watch) watch() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.begin != nil {
		w.begin()
	}
}

// end is called before the handler of the request returns: what began is net/http's to end, and
// nothing may begin after that.
func (w *watch) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.begin = nil
	if w.timer != nil {
		w.timer.Stop()
	}
}

// atBodyEnd is where net/http's type of a request's body keeps what it calls at its end.
var atBodyEnd = findBodyEnd("onHitEOF")

type fieldOf struct {
	of     reflect.Type
	offset uintptr
}

// findBodyEnd finds the field, or nothing if this release of net/http has no such field.
func findBodyEnd(name string) fieldOf {
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader("POST / HTTP/1.1\r\nHost: portico\r\nContent-Length: 1\r\n\r\n.")))
	if err != nil {
		return fieldOf{}
	}
	of := reflect.TypeOf(r.Body)
	if of.Kind() != reflect.Pointer || of.Elem().Kind() != reflect.Struct {
		return fieldOf{}
	}
	field, found := of.Elem().FieldByName(name)
	if !found || field.Type != reflect.TypeFor[func()]() {
		return fieldOf{}
	}
	return fieldOf{of, field.Offset}
}
