package main

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"
)

// known is what the clients know of the links, together.
type known struct {
	mu    sync.Mutex
	links map[int]*knownLink
}

type knownLink struct {
	id               string
	tokens, sessions []string
}

// learn notes what an answer tells of a link.
func (k *known) learn(number int, a *answer) {
	k.mu.Lock()
	defer k.mu.Unlock()
	l := k.links[number]
	if l == nil {
		l = &knownLink{}
		k.links[number] = l
	}
	if a.id != "" && l.id == "" {
		l.id = a.id
	}
	if a.token != "" && (len(l.tokens) == 0 || l.tokens[len(l.tokens)-1] != a.token) {
		l.tokens = append(l.tokens, a.token)
	}
	if a.session != "" {
		l.sessions = append(l.sessions, a.session)
	}
}

// of gives a link's id, and one of its tokens and sessions: mostly the newest.
func (k *known) of(number int, choice uint64) (id, token, session string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	l := k.links[number]
	if l == nil {
		return "", "", ""
	}
	return l.id, pick(l.tokens, choice), pick(l.sessions, choice)
}

func pick(from []string, choice uint64) string {
	switch {
	case len(from) == 0:
		return ""
	case choice%4 == 0:
		return from[choice/4%uint64(len(from))]
	default:
		return from[len(from)-1]
	}
}

// client makes calls and notes what became of them.
type client struct {
	number  int
	key     string
	to      *sender
	known   *known
	history *history
}

// createTries bound how often a client repeats a call with its idempotency key.
const (
	createTries = 8
	createPause = 50 * time.Millisecond
)

// run carries out the steps of the plan until ctx ends. A call that is under way then is
// waited for.
func (c *client) run(ctx context.Context, steps *planned) {
	for {
		s := steps.next()
		select {
		case <-ctx.Done():
			return
		case <-time.After(s.think):
		}
		c.carryOut(context.WithoutCancel(ctx), s)
	}
}

func (c *client) carryOut(ctx context.Context, s step) {
	made := &call{client: c.number, step: s}
	tries := 1
	if s.kind == create {
		tries = createTries
	}
	made.called = c.history.now()
	doubt := false
	for try := 1; ; try++ {
		sent, err := c.try(ctx, made)
		if !sent {
			return
		}
		made.outcome, made.failure = outcomeOf(err)
		doubt = doubt || made.outcome == inDoubt
		if made.outcome == acknowledged || try == tries || errors.Is(err, errSlow) {
			break
		}
		time.Sleep(createPause)
	}
	if made.outcome == refused && doubt {
		made.outcome = inDoubt // an earlier try may have been carried out
	}
	made.returned = c.history.now()
	if made.outcome == acknowledged && s.of().link {
		c.known.learn(s.subject, &made.answer)
	}
	c.history.add(made)
	if made.outcome != acknowledged {
		c.awaitReady(ctx)
	}
}

// A client that was told nothing leaves the server alone for a while, and for longer while
// it isn't ready: each call in doubt doubles what the checker may have to try.
const doubtPause, unreadyPause = 100 * time.Millisecond, 300 * time.Millisecond

func (c *client) awaitReady(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, unreadyPause)
	defer cancel()
	for time.Sleep(doubtPause); ctx.Err() == nil && !c.to.ready(ctx); time.Sleep(20 * time.Millisecond) {
	}
}

func outcomeOf(err error) (outcome, string) {
	switch {
	case err == nil:
		return acknowledged, ""
	case errors.Is(err, errNotSent):
		return refused, err.Error()
	default:
		return inDoubt, err.Error()
	}
}

// try sends the call once. It isn't sent where its link isn't known yet.
func (c *client) try(ctx context.Context, made *call) (sent bool, err error) {
	s, a := &made.step, &made.answer
	switch s.kind {
	case push, deleteItems, deleteCustomer, read, auditCustomer:
		return true, c.tryOnCustomer(ctx, s, a)
	case create:
		data := contents{}
		data.names[0][0], data.names[1][0], data.names[2][0] = linkKey(s.subject), linkKey(s.subject), linkKey(s.subject)
		input := object{"customerData": data.pushed(linkKey(s.subject)), "idempotencyKey": linkKey(s.subject)}
		if most := mostRedemptions(s.subject); most > 0 {
			input["maxRedemptions"] = most
		}
		var found struct{ CreateCustomerPortal struct{ MagicLink magicLink } }
		err = c.to.send(ctx, c.key, createDocument, object{"input": input}, &found)
		a.show(&found.CreateCustomerPortal.MagicLink)
		a.done = err == nil
		return true, err
	case auditLink:
		return true, c.auditLink(ctx, s, a)
	default:
		return c.tryOnLink(ctx, made)
	}
}

// tryOnLink sends a call about a link that somebody has made.
func (c *client) tryOnLink(ctx context.Context, made *call) (sent bool, err error) {
	s, a := &made.step, &made.answer
	id, token, session := c.known.of(s.subject, s.choice)
	switch {
	case s.kind == redeem && token != "":
		made.token = token
		var found struct {
			RedeemMagicLink struct{ Session struct{ Token string } }
		}
		err = c.to.send(ctx, "", redeemDocument, object{"input": object{"token": token}}, &found)
		a.session = found.RedeemMagicLink.Session.Token
	case s.kind == visit && session != "":
		made.token = session
		err = c.to.send(ctx, session, visitDocument, nil, &struct{}{})
	case s.kind == revoke && id != "":
		err = c.to.send(ctx, c.key, revokeDocument, object{"input": object{"id": id}}, &struct{}{})
	case s.kind == rotate && id != "":
		var found struct{ RotateMagicLink struct{ MagicLink magicLink } }
		err = c.to.send(ctx, c.key, rotateDocument, object{"input": object{"id": id}}, &found)
		a.show(&found.RotateMagicLink.MagicLink)
	case s.kind == look && id != "":
		var found struct{ MagicLink magicLink }
		err = c.to.send(ctx, c.key, lookDocument, object{"id": id}, &found)
		a.show(&found.MagicLink)
	default:
		return false, nil
	}
	a.done = err == nil
	if err != nil && refusedBy[s.kind] != "" && codeOf(err) == refusedBy[s.kind] {
		err = nil
	}
	return true, err
}

// refusedBy are the codes by which the state of things may refuse a call.
var refusedBy = map[kind]string{redeem: "MAGIC_LINK_INVALID", rotate: "CONFLICT", visit: "UNAUTHENTICATED"}

func codeOf(err error) string {
	if r, ok := errors.AsType[*refusal](err); ok {
		return r.code
	}
	return ""
}

func (c *client) tryOnCustomer(ctx context.Context, s *step, a *answer) (err error) {
	key := customerKey(s.subject)
	switch s.kind {
	case push:
		return c.to.send(ctx, c.key, pushDocument, object{"input": object{"customerData": s.contents.pushed(key)}}, &struct{}{})
	case deleteItems, deleteCustomer:
		input := s.contents.deleted(key)
		if s.kind == deleteCustomer {
			input = object{"customerKeys": []string{key}}
		}
		var found struct{ DeleteCustomerData struct{ DeletedCount int } }
		err = c.to.send(ctx, c.key, deleteDocument, object{"input": input}, &found)
		a.deleted = found.DeleteCustomerData.DeletedCount
		return err
	default:
		document := auditCustomerDocument
		if s.kind == read {
			document = readDocuments[s.list]
		}
		var found struct{ Customer *customer }
		if err := c.to.send(ctx, c.key, document, object{"key": key}, &found); err != nil {
			return err
		}
		a.contents, err = found.Customer.contents()
		return err
	}
}

// auditLink reads all that a link's creation stored, and the events of its redemptions.
func (c *client) auditLink(ctx context.Context, s *step, a *answer) error {
	var found struct{ Customer *customer }
	if err := c.to.send(ctx, c.key, auditLinkDocument, object{"key": linkKey(s.subject)}, &found); err != nil {
		return err
	}
	var err error
	if a.contents, err = found.Customer.contents(); err != nil || found.Customer == nil {
		return err
	}
	a.stored = true
	for _, names := range a.contents.names {
		a.stored = a.stored && names[0] == linkKey(s.subject)
	}
	a.links = len(found.Customer.MagicLinks.Nodes)
	if a.links == 0 {
		return nil
	}
	a.show(&found.Customer.MagicLinks.Nodes[0])
	var told struct{ Events struct{ TotalCount int } }
	err = c.to.send(ctx, c.key, eventsDocument, object{"id": a.id}, &told)
	a.events = told.Events.TotalCount
	return err
}

// show takes what was read of a link. Only an active one shows its token.
func (a *answer) show(l *magicLink) {
	a.id, a.status, a.count, a.token = l.ID, l.Status, l.RedemptionCount, ""
	if at := strings.LastIndex(l.URL, "/p/"); at >= 0 && l.Status == "ACTIVE" {
		a.token = l.URL[at+len("/p/"):]
	}
}
