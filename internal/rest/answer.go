package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/portico-portal/portico/internal/moment"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

// link is a magic link, which Seam calls a customer portal since 2026.
type link struct {
	CustomerPortalID  string `json:"customer_portal_id" schema:"uuid"`
	URL               string `json:"url" schema:"uri"`
	BuildingBlockType string `json:"building_block_type" schema:"connect_accounts manage_devices organize_spaces console"`
	CustomerKey       string `json:"customer_key"`
	ExpiresAt         string `json:"expires_at" schema:"date-time"`
	CreatedAt         string `json:"created_at" schema:"date-time"`
	WorkspaceID       string `json:"workspace_id" schema:"uuid"`
}

// deepLink is a link to something in a portal.
type deepLink struct {
	CustomerPortalID string `json:"customer_portal_id" schema:"uuid"`
	URL              string `json:"url" schema:"uri"`
	ExpiresAt        string `json:"expires_at" schema:"date-time"`
}

// warning is something that was accepted and yet won't do what one may expect.
type warning struct {
	WarningCode string `json:"warning_code"`
	Message     string `json:"message"`
	Field       string `json:"field,omitempty"`
}

// The answers. OK is their last member, as it is of Seam's.
type (
	portalAnswer struct {
		CustomerPortal link      `json:"customer_portal"`
		MagicLink      link      `json:"magic_link"`
		Warnings       []warning `json:"warnings,omitempty"`
		OK             bool      `json:"ok" schema:"true"`
	}
	linkAnswer struct {
		MagicLink link      `json:"magic_link"`
		Warnings  []warning `json:"warnings,omitempty"`
		OK        bool      `json:"ok" schema:"true"`
	}
	deepLinkAnswer struct {
		DeepLink deepLink  `json:"deep_link"`
		Warnings []warning `json:"warnings,omitempty"`
		OK       bool      `json:"ok" schema:"true"`
	}
	doneAnswer struct {
		Warnings []warning `json:"warnings,omitempty"`
		OK       bool      `json:"ok" schema:"true"`
	}
)

// link is a link as it is answered.
func (c *call) link(l *models.MagicLink) link {
	return link{
		CustomerPortalID:  l.ID.String(),
		URL:               c.Portal.URL(c.tenant, l),
		BuildingBlockType: strings.ToLower(string(l.BuildingBlockType)),
		CustomerKey:       l.CustomerKey,
		ExpiresAt:         string(moment.Append(nil, l.ExpiresAt)),
		CreatedAt:         string(moment.Append(nil, l.CreatedAt)),
		WorkspaceID:       l.WorkspaceID.String(),
	}
}

// The codes of warnings that the verbs don't have.
const (
	warningUnknown      = "unknown_field"
	warningUnknownEvent = "unknown_event_type"
	warningUnresolved   = "unresolved_reference"
)

// maxUnresolved is how many unresolved references an answer names.
const maxUnresolved = 100

// warnings lists what a program should know of a call that did its work; nil where there
// is nothing.
func (c *call) warnings(verbs []portal.Warning, unresolved []portal.UnresolvedReference) (all []warning) {
	for _, w := range verbs {
		told := warning{WarningCode: strings.ToLower(string(w.Code)), Message: inWords(w.Message, c.under)}
		if w.Field != nil {
			told.Field = pathOf(*w.Field, c.under)
		}
		all = append(all, told)
	}
	for _, kind := range c.reader.order {
		all = append(all, c.reader.unused[kind].warning())
	}
	if more := c.reader.unlisted; more > 0 {
		all = append(all, warning{WarningCode: warningUnknown, Message: fmt.Sprintf("%d more fields were ignored and are not listed", more)})
	}
	for _, u := range unresolved[:min(len(unresolved), maxUnresolved)] {
		all = append(all, warning{
			WarningCode: warningUnresolved, Field: pathOf(u.Path, c.under),
			Message: "names nothing yet: the reference is kept, and resolves once that is there",
		})
	}
	if more := len(unresolved) - maxUnresolved; more > 0 {
		all = append(all, warning{WarningCode: warningUnresolved, Message: fmt.Sprintf("%d more references name nothing yet and are not listed", more)})
	}
	return all
}

func (u *unusedField) warning() warning {
	message := "is not known here and was ignored"
	if u.code == warningUnknownEvent {
		message = "is no type of event that devices have here, and was left out"
	}
	if u.times > 1 {
		message += fmt.Sprintf("; so were %d more of its kind", u.times-1)
	}
	return warning{WarningCode: u.code, Message: message, Field: u.first}
}

// write sends an answer.
func (f *face) write(w http.ResponseWriter, r *http.Request, answer any) {
	body, err := encoded(answer)
	if err != nil {
		f.Log.ErrorContext(r.Context(), "an answer could not be written", "error", err)
		writeProblem(w, r, internalProblem(r.Context()))
		return
	}
	send(w, r, http.StatusOK, body)
}

// encoded is an answer's JSON. HTML is not escaped: the media type and nosniff keep the
// body from being read as a page.
func encoded(answer any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(answer)
	return text.Bytes(), err
}

func send(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	requestID(w, r)
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) //nolint:gosec // JSON by its type, which no browser takes for a page; it fails when the client has gone
}
