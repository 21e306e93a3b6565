package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/portico-portal/portico/internal/actor"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/rate"
	"github.com/portico-portal/portico/internal/token"
)

// authenticating puts the caller into the context. A credential that is wrong
// ends the request at once, with one answer whatever is wrong with it; with
// another once its sender tried too many. One that is right always gets in.
func (o *Options) authenticating(next http.Handler, refuse Refuser) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, err := o.Authenticate(r)
		switch {
		case err == nil:
			ctx := auth.WithCaller(r.Context(), caller)
			next.ServeHTTP(w, r.WithContext(actor.With(ctx, caller.Actor(rate.MissesFrom(ctx).Client()))))
		case errors.Is(err, auth.ErrUnauthenticated):
			if wait, ok := rate.MissesFrom(r.Context()).Allow(); !ok && !sessionShaped(r) {
				refuseTooMany(w, r, refuse, wait, "Too many credentials from this address are not valid")
				return
			}
			w.Header().Set("WWW-Authenticate", "Bearer")
			refuse(w, r, http.StatusUnauthorized, fault.Unauthenticated, auth.ErrUnauthenticated.Message)
		default:
			o.refuseForNow(w, r, refuse, err)
		}
	})
}

// sessionShaped says that the credential is shaped like a portal session's. The
// portal's script redeems its link anew when an ended one is refused: it must be
// told so, whoever else at its address is guessing.
func sessionShaped(r *http.Request) bool {
	_, bearer, _ := strings.Cut(strings.TrimSpace(r.Header.Get("Authorization")), " ")
	_, err := token.ParseSessionToken(strings.TrimSpace(bearer))
	return err == nil
}

// refuseForNow answers a caller who may well be known, were the database there
// to ask: 503, since trying again is right.
func (o *Options) refuseForNow(w http.ResponseWriter, r *http.Request, refuse Refuser, err error) {
	if !errors.Is(err, context.Canceled) {
		o.Log.ErrorContext(r.Context(), "a credential could not be looked up", "error", err)
	}
	w.Header().Set("Retry-After", "5")
	refuse(w, r, http.StatusServiceUnavailable, fault.Internal, internalMessage(r))
}
