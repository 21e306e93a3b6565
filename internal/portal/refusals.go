package portal

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"
)

const (
	// refusalsEvery is how often a link's refusals are told at most.
	refusalsEvery = time.Minute
	// refusalTimeout bounds the storing of an event that no request waits for.
	refusalTimeout = 10 * time.Second
	// maxRefusedLinks bounds the links whose refusals are counted at once; those of more
	// aren't told.
	maxRefusedLinks = 4096
)

// refusals counts how often each link was refused for each reason, so that whoever follows a
// dead link time and again makes an event a minute and no more.
type refusals struct {
	// tell stores an event.
	tell func(ctx context.Context, e *models.Event)

	mu    sync.Mutex
	links map[refusedLink]*refusal
}

// refusedLink is a link that was refused for a reason: what was counted for one reason is not
// told with another.
type refusedLink struct {
	id     uuid.UUID
	reason models.MagicLinkStatus
}

// refusal is what is counted of a refused link until its minute is over.
type refusal struct {
	// last is the event of the last refusal since the last event that was told; its Count is 0
	// where there was none.
	last models.Event
	over *time.Timer
}

// add counts a refusal. The first is told at once, and those of the next minute at its
// end by one event.
func (r *refusals) add(ctx context.Context, e models.Event) {
	link := refusedLink{e.SubjectID, *e.Reason}
	r.mu.Lock()
	if known := r.links[link]; known != nil {
		e.Count = known.last.Count + 1
		known.last = e
		r.mu.Unlock()
		return
	}
	if len(r.links) >= maxRefusedLinks {
		r.mu.Unlock()
		return
	}
	if r.links == nil {
		r.links = map[refusedLink]*refusal{}
	}
	r.links[link] = &refusal{over: time.AfterFunc(refusalsEvery, func() { r.endMinute(context.WithoutCancel(ctx), link) })}
	r.mu.Unlock()
	e.Count = 1
	r.tell(ctx, &e)
}

// endMinute tells of what was counted in a link's minute. Where there was something the
// next minute begins.
func (r *refusals) endMinute(ctx context.Context, link refusedLink) {
	r.mu.Lock()
	counted := r.links[link]
	if counted == nil {
		r.mu.Unlock()
		return
	}
	e := counted.last
	counted.last = models.Event{}
	if e.Count == 0 {
		delete(r.links, link)
	} else {
		counted.over.Reset(refusalsEvery)
	}
	r.mu.Unlock()
	if e.Count > 0 {
		ctx, cancel := context.WithTimeout(ctx, refusalTimeout)
		defer cancel()
		r.tell(ctx, &e)
	}
}

// flush tells of all that was counted.
func (r *refusals) flush(ctx context.Context) {
	r.mu.Lock()
	all := r.links
	r.links = nil
	r.mu.Unlock()
	for _, counted := range all {
		counted.over.Stop()
		if counted.last.Count > 0 {
			r.tell(ctx, &counted.last)
		}
	}
}

// refused does the same for a token; one that belongs to no link tells nobody.
func (s *Service) refused(ctx context.Context, secret token.LinkToken) {
	link, err := s.store.LinkByToken(ctx, secret.WorkspaceCode(), secret.Hash())
	if err == nil {
		s.LinkRefused(ctx, &link)
	}
}

// LinkRefused tells the business that somebody followed a link that opens nothing.
func (s *Service) LinkRefused(ctx context.Context, link *models.MagicLink) {
	status := s.Status(link)
	if status == models.MagicLinkActive { // it opens again by now
		return
	}
	a := s.actor(ctx)
	a.OpenedFor = link.OpenedFor
	s.refusals.add(ctx, models.Event{
		WorkspaceID: link.WorkspaceID, Type: models.EventMagicLinkRefused, CustomerID: &link.CustomerID, SubjectID: link.ID,
		Actor: a, Reason: &status,
	})
}

// tellOfRefusal stores an event; that it can't be stored keeps nobody from an answer.
func (s *Service) tellOfRefusal(ctx context.Context, e *models.Event) {
	var err error
	if e.ID, err = newID(); err == nil {
		e.CreatedAt = s.now()
		err = s.store.Tell(ctx, e)
	}
	if err != nil {
		s.log.ErrorContext(ctx, "an event could not be stored", "type", e.Type, "link", e.SubjectID, "error", err)
	}
}

// Close stores the events that still wait. Nothing may be called after it.
func (s *Service) Close(ctx context.Context) { s.refusals.flush(ctx) }
