package probe

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/portico-portal/portico/internal/token"
)

// Site is a server that is probed, with what an attacker knows and what belongs
// to others. The attacker is a business with a workspace of its own.
type Site struct {
	// Addr is where it listens.
	Addr string
	// ours and theirs are what the attacker's workspace and another have stored.
	ours, theirs tenant
	// names stand between angle brackets in the texts of probes.
	names *strings.Replacer
	// secrets are what no answer to the attacker may hold.
	secrets map[string]string
	client  *http.Client
}

// tenant is a workspace with a customer, a link to its portal and a session in it.
type tenant struct {
	key, mark                              string
	workspace, customer, link, place, user string
	token, session, origin                 string
	customerCursor, linkCursor             string
}

// The texts that the two workspaces have in all that they store.
const (
	ourMark   = "own-lodge"
	theirMark = "hidden-castle"
	// idempotencyKey is used by both, and sharedKey is a customer's of both.
	idempotencyKey = "night-audit"
	sharedKey      = "shared-inn"
)

// patienceOfPreparing is how long a call that prepares may take.
const patienceOfPreparing = 30 * time.Second

// Prepare stores something in two workspaces, by an API key of each, so that the
// probes have something to aim at.
func Prepare(ctx context.Context, addr, ourKey, theirKey string) (*Site, error) {
	s := &Site{
		Addr:   addr,
		client: &http.Client{Timeout: patienceOfPreparing, Transport: &http.Transport{DisableKeepAlives: true}},
		ours:   tenant{key: ourKey, mark: ourMark}, theirs: tenant{key: theirKey, mark: theirMark},
	}
	for _, t := range []*tenant{&s.ours, &s.theirs} {
		if err := s.furnish(ctx, t); err != nil {
			return nil, fmt.Errorf("prepare %s: %w", t.mark, err)
		}
	}
	const share = `mutation ($input: CreateCustomerPortalInput!) { createCustomerPortal(input: $input) { magicLink { id } } }`
	shared := map[string]any{"customerKey": sharedKey, "guests": []any{map[string]any{"guestKey": "g", "name": theirMark + " guest"}}}
	if err := s.call(ctx, theirKey, share, map[string]any{"input": map[string]any{"customerData": shared}}, new(any)); err != nil {
		return nil, err
	}
	names := map[string]string{"host": addr, "shared": sharedKey, "origin": s.ours.origin, "idempotency key": idempotencyKey}
	maps.Copy(names, s.ours.names(""))
	maps.Copy(names, s.theirs.names("their "))
	form, err := s.formToken(ctx)
	if err == nil {
		names["form"] = form
		err = s.forge(names)
	}
	s.names = replacer(names)
	s.secrets = s.theirs.secrets()
	return s, err
}

// names are those of what the tenant has.
func (t *tenant) names(prefix string) map[string]string {
	named := map[string]string{}
	for name, value := range map[string]string{
		"key": t.key, "mark": t.mark, "workspace": t.workspace, "customer": t.customer, "link": t.link, "place": t.place,
		"user": t.user, "token": t.token, "session": t.session, "customer cursor": t.customerCursor, "link cursor": t.linkCursor,
	} {
		named[prefix+name] = value
	}
	return named
}

// secrets are what nobody but the tenant may be told.
func (t *tenant) secrets() map[string]string {
	secret := t.names("the other workspace's ")
	delete(secret, "the other workspace's workspace") // its id is no secret: links and headers name it
	return secret
}

func replacer(names map[string]string) *strings.Replacer {
	var pairs []string
	for name, value := range names {
		pairs = append(pairs, "<"+name+">", value)
	}
	return strings.NewReplacer(pairs...)
}

// filled is how far into a text names may stand; what follows is ballast.
const filled = 64 << 10

// fill puts what the site knows in the places of names.
func (s *Site) fill(text string) string {
	if len(text) > filled {
		return s.names.Replace(text[:filled]) + text[filled:]
	}
	return s.names.Replace(text)
}

// leaks tells what an answer holds of the other workspace.
func (s *Site) leaks(r *Response) error {
	var faults []error
	whole := r.Head + string(r.Body)
	for name, secret := range s.secrets {
		if strings.Contains(whole, secret) {
			faults = append(faults, fmt.Errorf("tells %s: %s", name, r.text(600)))
		}
	}
	return errors.Join(faults...)
}

const furnishing = `mutation ($input: CreateCustomerPortalInput!) { createCustomerPortal(input: $input) {
	magicLink { id url workspaceId }
	customer { id spaces(first: 1) { nodes { id } } userIdentities(first: 1) { nodes { id } } } } }`

// furnish stores a customer and opens its portal.
func (s *Site) furnish(ctx context.Context, t *tenant) error {
	var made struct {
		CreateCustomerPortal struct {
			MagicLink struct{ ID, URL, WorkspaceID string }
			Customer  struct {
				ID                     string
				Spaces, UserIdentities struct{ Nodes []struct{ ID string } }
			}
		}
	}
	if err := s.call(ctx, t.key, furnishing, map[string]any{"input": portalOf(t.mark)}, &made); err != nil {
		return err
	}
	link, customer := made.CreateCustomerPortal.MagicLink, made.CreateCustomerPortal.Customer
	if len(customer.Spaces.Nodes) != 1 || len(customer.UserIdentities.Nodes) != 1 {
		return errors.New("the customer lacks its room or its guest")
	}
	t.link, t.workspace, t.customer = link.ID, link.WorkspaceID, customer.ID
	t.place, t.user = customer.Spaces.Nodes[0].ID, customer.UserIdentities.Nodes[0].ID
	t.origin, t.token, _ = strings.Cut(link.URL, "/p/")

	var opened struct {
		RedeemMagicLink struct{ Session struct{ Token string } }
	}
	const redeem = `mutation ($token: String!) { redeemMagicLink(input: { token: $token }) { session { token } } }`
	if err := s.call(ctx, "", redeem, map[string]any{"token": t.token}, &opened); err != nil {
		return err
	}
	t.session = opened.RedeemMagicLink.Session.Token

	var lists struct {
		Customers, MagicLinks struct{ Edges []struct{ Cursor string } }
	}
	const cursors = `{ customers(first: 1) { edges { cursor } } magicLinks(first: 1) { edges { cursor } } }`
	if err := s.call(ctx, t.key, cursors, nil, &lists); err != nil {
		return err
	}
	if len(lists.Customers.Edges) != 1 || len(lists.MagicLinks.Edges) != 1 {
		return errors.New("the lists are empty")
	}
	t.customerCursor, t.linkCursor = lists.Customers.Edges[0].Cursor, lists.MagicLinks.Edges[0].Cursor
	return nil
}

// portalOf is the input of a portal whose every text holds mark.
func portalOf(mark string) map[string]any {
	type object = map[string]any
	return object{
		"customerData": object{
			"customerKey": mark,
			"guests":      []any{object{"guestKey": mark + "-guest", "name": mark + " guest", "emailAddress": mark + "@example.com"}},
			"rooms":       []any{object{"roomKey": mark + "-room", "name": mark + " room"}},
			"reservations": []any{object{
				"reservationKey": mark + "-stay", "name": mark + " stay", "guestKey": mark + "-guest", "roomKeys": []any{mark + "-room"},
				"startsAt": "2030-05-01T15:00:00Z", "endsAt": "2030-05-04T10:00:00Z",
			}},
		},
		"returnUrl": "https://" + mark + ".example/back", "idempotencyKey": idempotencyKey,
	}
}

var formInput = regexp.MustCompile(`name="form" value="([^"]+)"`)

// formToken reads what the button on the page of the attacker's own link sends.
func (s *Site) formToken(ctx context.Context) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.Addr+"/p/"+s.ours.token, http.NoBody)
	if err != nil {
		return "", err
	}
	_, page, err := s.do(request)
	if err != nil {
		return "", err
	}
	found := formInput.FindSubmatch(page)
	if found == nil {
		return "", errors.New("the page of a link has no form token")
	}
	return string(found[1]), nil
}

// forge adds what has the right shape and opens nothing.
func (s *Site) forge(names map[string]string) error {
	keyring, err := token.NewKeyring([]string{strings.Repeat("forged", 8)})
	if err != nil {
		return err
	}
	code := s.theirs.token[len("pl_"):][:6]
	link, ok := keyring.LinkToken(keyring.Current(), code, [16]byte{1}, 0)
	if !ok {
		return fmt.Errorf("%q is no workspace's code", code)
	}
	session, err := token.NewSessionToken(rand.Reader, code)
	if err != nil {
		return err
	}
	key, err := token.NewAPIKey(rand.Reader, "portico")
	if err != nil {
		return err
	}
	access, err := token.NewPersonalAccessToken(rand.Reader, "portico")
	if err != nil {
		return err
	}
	// Of a key, the short part finds the row and the long part opens it.
	long := len(s.theirs.key) - 24
	drawn := key.Reveal()
	names["forged token"], names["forged session"] = link.Reveal(), session.Reveal()
	names["wrong short part"], names["wrong long part"] = drawn, s.theirs.key[:long]+drawn[len(drawn)-24:]
	names["forged access token"] = access.Reveal()
	return nil
}

const witness = `{ customers(first: 100) { nodes { id key updatedAt
	spaces { nodes { id name updatedAt } } userIdentities { nodes { id name updatedAt } } accessGrants { nodes { id name updatedAt } }
	magicLinks { nodes { id url status expiresAt redemptionCount revokedAt } } portalSessions { nodes { id expiresAt } } } } }`

// Witness tells all that the other workspace has: if it is the same after a probe
// as before, the probe has changed nothing, and the server still answers.
func (s *Site) Witness(ctx context.Context) (string, error) {
	var all json.RawMessage
	err := s.call(ctx, s.theirs.key, witness, nil, &all)
	return string(all), err
}

// Secrets are the bearer texts of both workspaces, which no log may hold.
func (s *Site) Secrets() []string {
	return []string{s.ours.key, s.theirs.key, s.ours.token, s.theirs.token, s.ours.session, s.theirs.session}
}

// call sends a document that may not fail, and reads its data.
func (s *Site) call(ctx context.Context, key, query string, variables map[string]any, data any) error {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.Addr+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	status, text, err := s.do(request)
	if err != nil {
		return err
	}
	var answer struct{ Data, Errors json.RawMessage }
	if err := json.Unmarshal(text, &answer); err != nil || status != http.StatusOK || answer.Errors != nil {
		return fmt.Errorf("status %d, %w: %.500s", status, err, text)
	}
	return json.Unmarshal(answer.Data, data)
}

func (s *Site) do(request *http.Request) (status int, body []byte, err error) {
	response, err := s.client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = response.Body.Close() }() // it is read to its end
	body, err = io.ReadAll(response.Body)
	return response.StatusCode, body, err
}
