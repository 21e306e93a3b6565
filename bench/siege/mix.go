package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/portico-portal/portico/bench/load"
)

const (
	// rememberedLinks are those that are opened and redeemed, the newest first.
	rememberedLinks = 1024
	// hotels take turns in the calls of a mix.
	hotels = 2000
)

// The calls of a mix; each asks for what a client needs.
const (
	createDocument = `mutation ($input: CreateCustomerPortalInput!) { createCustomerPortal(input: $input) { magicLink { id url expiresAt } } }`
	pushDocument   = `mutation ($input: PushCustomerDataInput!) { pushCustomerData(input: $input) { customer { key } unresolvedReferences { key } } }`
	readDocument   = `query ($key: String!) { customer(key: $key) { key spaces { nodes { key name } } userIdentities { nodes { key name } } ` +
		`accessGrants { nodes { key startsAt endsAt spaces { key } } } magicLinks(first: 5) { nodes { id status } } } }`
	redeemDocument = `mutation ($token: String!) { redeemMagicLink(input: { token: $token }) { session { token expiresAt } } }`
	hotelData      = `{"customerKey":"hotel-%d","rooms":[{"roomKey":"101","name":"Room 101"},{"roomKey":"102","name":"Room 102"}],` +
		`"guests":[{"guestKey":"ann","name":"Ann Archer","emailAddress":"ann@example.com"}],` +
		`"reservations":[{"reservationKey":"r-%d","guestKey":"ann","roomKeys":["101"],"startsAt":"2030-05-01T15:00:00Z","endsAt":"2030-05-04T10:00:00Z"}]}`
)

// mix is what a business and its customers send: of ten calls two make a link, two
// open one, two redeem one, three read a customer and one pushes data.
type mix struct {
	key   string
	turn  atomic.Int64
	mu    sync.Mutex
	links []string
	next  int
}

// call fills in the next call.
func (m *mix) call(c *load.Call) {
	turn := m.turn.Add(1)
	kind := turn % 10
	link := m.link(turn)
	if link == "" { // none is made yet
		kind = 0
	}
	hotel := turn / 10 % hotels
	c.Key = m.key
	switch kind {
	case 0, 5:
		input := fmt.Sprintf(`{"input":{"customerData":`+hotelData+`}}`, hotel, turn%3)
		if kind == 5 {
			input = fmt.Sprintf(`{"input":{"idempotencyKey":"call-%d","customerData":`+hotelData+`}}`, turn, hotel, turn%3)
		}
		c.Body, c.Good = document(c.Body, createDocument, input), m.remember
	case 1, 6:
		c.Page, c.Good = link, holds("<html")
	case 2, 7:
		token := strings.TrimPrefix(link, "/p/")
		c.Key, c.Body, c.Good = "", document(c.Body, redeemDocument, fmt.Sprintf(`{"token":%q}`, token)), holds(`"token":"ps_`)
	case 3:
		c.Body, c.Good = document(c.Body, pushDocument, fmt.Sprintf(`{"input":{"customerData":`+hotelData+`}}`, hotel, turn%3)), holds(`"key":"hotel-`)
	default:
		c.Body, c.Good = document(c.Body, readDocument, fmt.Sprintf(`{"key":"hotel-%d"}`, hotel)), holds(`"customer":`)
	}
}

func document(body []byte, text, variables string) []byte {
	return fmt.Appendf(body, `{"query":%q,"variables":%s}`, text, variables)
}

// holds is an answer that has a text and no errors.
func holds(text string) func([]byte) error {
	return func(answer []byte) error {
		if !bytes.Contains(answer, []byte(text)) || bytes.Contains(answer, []byte(`"errors"`)) {
			return errors.New("the answer has errors or lacks " + text)
		}
		return nil
	}
}

// remember keeps the link of an answer.
func (m *mix) remember(answer []byte) error {
	if err := holds("/p/pl_")(answer); err != nil {
		return err
	}
	_, rest, _ := bytes.Cut(answer, []byte("/p/"))
	token, _, _ := bytes.Cut(rest, []byte(`"`))
	m.mu.Lock()
	defer m.mu.Unlock()
	link := "/p/" + string(token)
	if len(m.links) < rememberedLinks {
		m.links = append(m.links, link)
		return nil
	}
	m.links[m.next%rememberedLinks] = link
	m.next++
	return nil
}

func (m *mix) link(turn int64) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.links) == 0 {
		return ""
	}
	return m.links[turn%int64(len(m.links))]
}
