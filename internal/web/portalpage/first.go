package portalpage

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/portal"
)

// errSessionEnded says that the session has ended since it was looked up.
var errSessionEnded = errors.New("portalpage: the session has ended")

// firstView is the answer to the operation Page.
type firstView struct {
	Portal firstPortal `json:"portal"`
}

type firstPortal struct {
	IsEmbedded     bool          `json:"isEmbedded"`
	ExpiresAt      string        `json:"expiresAt"`
	ReturnURL      *string       `json:"returnUrl"`
	RefreshURL     *string       `json:"refreshUrl"`
	OpenedFor      *string       `json:"openedFor"`
	NavigationMode string        `json:"navigationMode"`
	ReadOnly       bool          `json:"readOnly"`
	DeepLink       *deepLink     `json:"deepLink"`
	LandingPage    *landingPage  `json:"landingPage"`
	Features       firstFeatures `json:"features"`
	Brand          firstBrand    `json:"brand"`
	Customer       firstCustomer `json:"customer"`
}

type firstFeatures struct {
	Connect       feature `json:"connect"`
	ManageDevices feature `json:"manageDevices"`
	Organize      feature `json:"organize"`
	Manage        struct {
		ExcludeReservationManagement       bool `json:"excludeReservationManagement"`
		ExcludeReservationTechnicalDetails bool `json:"excludeReservationTechnicalDetails"`
		// What only the script reads.
		Events       json.RawMessage `json:"events"`
		Confirmation json.RawMessage `json:"deviceManagementConfirmation"`
	} `json:"manage"`
}

type feature struct {
	Exclude bool `json:"exclude"`
}

type firstBrand struct {
	Name    *string `json:"name"`
	LogoURL *string `json:"logoUrl"`
	// What is for the server alone, which writes it into the page.
	looks
}

type looks struct {
	AccentColor              *string        `json:"accentColor,omitzero"`
	SecondaryColor           *string        `json:"secondaryColor,omitzero"`
	PrimaryForegroundColor   *string        `json:"primaryForegroundColor,omitzero"`
	SecondaryForegroundColor *string        `json:"secondaryForegroundColor,omitzero"`
	FontFamily               *string        `json:"fontFamily,omitzero"`
	MonoFontFamily           *string        `json:"monoFontFamily,omitzero"`
	MessageOverrides         map[string]any `json:"messageOverrides,omitzero"`
}

func (b firstBrand) portals() portal.Brand {
	return portal.Brand{
		Name: b.Name, LogoURL: b.LogoURL, AccentColor: b.AccentColor, SecondaryColor: b.SecondaryColor,
		PrimaryForegroundColor: b.PrimaryForegroundColor, SecondaryForegroundColor: b.SecondaryForegroundColor,
		FontFamily: b.FontFamily, MonoFontFamily: b.MonoFontFamily, MessageOverrides: b.MessageOverrides,
	}
}

type firstCustomer struct {
	Key    string `json:"key"`
	Agenda struct {
		Nodes    []grant  `json:"nodes"`
		PageInfo pageInfo `json:"pageInfo"`
	} `json:"agenda"`
	Reservations total `json:"reservations"`
	Bookings     total `json:"bookings"`
	Grants       total `json:"grants"`
}

type pageInfo struct {
	HasNextPage     bool    `json:"hasNextPage"`
	HasPreviousPage bool    `json:"hasPreviousPage"`
	StartCursor     *string `json:"startCursor"`
	EndCursor       *string `json:"endCursor"`
}

type total struct {
	TotalCount int `json:"totalCount"`
}

// grant is a grant of access as the first view shows it.
type grant struct {
	ID           string     `json:"id"`
	Kind         string     `json:"kind"`
	Key          string     `json:"key"`
	Name         *string    `json:"name"`
	StartsAt     *time.Time `json:"startsAt"`
	EndsAt       *time.Time `json:"endsAt"`
	UserIdentity *named     `json:"userIdentity"`
	Spaces       []named    `json:"spaces"`
}

type named struct {
	Name string `json:"name"`
}

// accessName is the key of what the list of grants is called: by its one kind where
// there is but one. web/portal/src/words.ts says the same.
func (c *firstCustomer) accessName() string {
	switch {
	case c.Reservations.TotalCount > 0:
		return "grantKinds.RESERVATION"
	case c.Bookings.TotalCount > 0 && c.Grants.TotalCount == 0:
		return "grantKinds.BOOKING"
	case c.Grants.TotalCount > 0 && c.Bookings.TotalCount == 0:
		return "grantKinds.ACCESS_GRANT"
	default:
		return "grantKinds.RESERVATION"
	}
}

// readFirst reads the first view through the API, as the session's own browser
// would.
func (h *handler) readFirst(ctx context.Context, caller auth.Caller, w window) (firstView, error) {
	body, err := json.Marshal(map[string]any{
		"query": h.assets.page,
		"variables": map[string]string{
			"endsAfter": w.from.UTC().Format(time.RFC3339), "startsBefore": w.until.UTC().Format(time.RFC3339),
		},
	})
	if err != nil {
		return firstView{}, err
	}
	request, err := http.NewRequestWithContext(auth.WithCaller(ctx, caller), http.MethodPost, "/graphql", bytes.NewReader(body))
	if err != nil {
		return firstView{}, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	answer := recorder{header: http.Header{}}
	h.GraphQL.ServeHTTP(&answer, request)
	return readAnswer(answer.body.Bytes())
}

func readAnswer(body []byte) (firstView, error) {
	var answer struct {
		Data   *firstView `json:"data"`
		Errors []struct {
			Message    string `json:"message"`
			Extensions struct {
				Code fault.Code `json:"code"`
			} `json:"extensions"`
		} `json:"errors"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return firstView{}, fmt.Errorf("portalpage: the API's answer can't be read: %w", err)
	}
	switch {
	case len(answer.Errors) > 0 && answer.Errors[0].Extensions.Code == fault.Unauthenticated:
		return firstView{}, errSessionEnded
	case len(answer.Errors) > 0:
		return firstView{}, fmt.Errorf("portalpage: the API answers: %s", answer.Errors[0].Message)
	case answer.Data == nil:
		return firstView{}, errors.New("portalpage: the API answers nothing")
	default:
		return *answer.Data, nil
	}
}

// recorder keeps an answer in memory.
type recorder struct {
	header http.Header
	body   bytes.Buffer
}

// Header gives the headers, which nobody reads.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader ignores the status: the body says what went wrong.
func (r *recorder) WriteHeader(int) {}

// Write keeps what is written.
func (r *recorder) Write(data []byte) (int, error) { return r.body.Write(data) }
