package web

import (
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/requestid"
)

// answer tells the client of an internal error.
type answer func(w http.ResponseWriter, r *http.Request, status int, message string)

// recovering turns a panic into a fixed sentence; the cause goes to the log
// alone. An answer that has begun is cut off instead, so that the client can't
// take it for whole.
func (o *Options) recovering(next http.Handler, tell answer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := &recorder{ResponseWriter: w}
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler { //nolint:errorlint // the panic's value, which net/http compares the same way
				panic(cause)
			}
			o.Log.ErrorContext(r.Context(), "panic", "cause", cause, "stack", string(debug.Stack()))
			if began.status != 0 {
				panic(http.ErrAbortHandler)
			}
			tell(w, r, http.StatusInternalServerError, internalMessage(r))
		}()
		next.ServeHTTP(began, r)
	})
}

func internalMessage(r *http.Request) string {
	return fmt.Sprintf("Internal error. The server's log tells more under the request id %s.", requestid.From(r.Context()))
}

func answerInText(w http.ResponseWriter, _ *http.Request, status int, message string) {
	writeText(w, status, message+"\n")
}

func answerBy(refuse Refuser) answer {
	return func(w http.ResponseWriter, r *http.Request, status int, message string) {
		refuse(w, r, status, fault.Internal, message)
	}
}
