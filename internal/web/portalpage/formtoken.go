package portalpage

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/portico-portal/portico/internal/token"
)

const (
	// formField is the form's field that holds the token.
	formField = "form"
	// formTTL is how long a page may lie open before its button is pressed.
	formTTL = time.Hour
	// formBytes bounds the body of a form: the token is all that it holds.
	formBytes = 4 << 10
)

// formToken signs a form for what it is about: a link's or a session's hash.
// It is for browsers that don't send Sec-Fetch-Site: another site has to hold a
// link of its own to get one, and it is good for that link alone.
func (h *handler) formToken(about [32]byte) string {
	expiry := h.Clock().Add(formTTL).Unix()
	mac, _ := h.Keyring.MAC(h.Keyring.Current(), token.PurposeFormToken, formMessage(about, expiry))
	return strconv.FormatInt(expiry, 10) + "." + base64.RawURLEncoding.EncodeToString(mac[:])
}

// formTokenHolds says whether a secret that is honoured has signed the token
// for what it is about, less than formTTL ago.
func (h *handler) formTokenHolds(text string, about [32]byte) bool {
	until, signature, _ := strings.Cut(text, ".")
	expiry, err := strconv.ParseInt(until, 10, 64)
	if err != nil || h.Clock().Unix() >= expiry {
		return false
	}
	given, err := base64.RawURLEncoding.Strict().DecodeString(signature)
	if err != nil {
		return false
	}
	for _, id := range h.Keyring.IDs() {
		if mac, ok := h.Keyring.MAC(id, token.PurposeFormToken, formMessage(about, expiry)); ok && hmac.Equal(given, mac[:]) {
			return true
		}
	}
	return false
}

func formMessage(about [32]byte, expiry int64) []byte {
	return binary.BigEndian.AppendUint64(about[:], uint64(expiry)) //nolint:gosec // any expiry has its own 64 bits
}

// fromOurPage says whether a form was sent by a page of ours. Browsers tell it
// in Sec-Fetch-Site; one that doesn't is asked for the form's token. Origin
// says nothing: a page that sends no referrer has the origin null.
func (h *handler) fromOurPage(w http.ResponseWriter, r *http.Request, about [32]byte) bool {
	if site, present := r.Header["Sec-Fetch-Site"]; present {
		return len(site) == 1 && site[0] == "same-origin"
	}
	r.Body = http.MaxBytesReader(w, r.Body, formBytes)
	return h.formTokenHolds(r.PostFormValue(formField), about)
}
