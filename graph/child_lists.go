package graph

import (
	"context"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/graph/model"
	"github.com/portico-portal/portico/internal/store"
)

// parent is what has lists of its own.
type parent interface{ GetID() uuid.UUID }

// childList is one of the lists of a parent, such as a customer: how to read a page of it
// and how to count it, each for several parents at once.
type childList[P parent, T any] struct {
	kind     cursorKind
	position func(*T) []any
	page     func(ctx context.Context, parents []uuid.UUID, p store.Page) (map[uuid.UUID]store.Items[T], error)
	count    func(ctx context.Context, parents []uuid.UUID) (map[uuid.UUID]int, error)
	// arrived is told each page, before it is given out.
	arrived func(parent *P, items []*T)
}

// connection gives one parent's page of the list that listOf makes, loaded together with
// those of the parents that it was loaded with.
func connection[P parent, T, F any](ctx context.Context, of *P, args pageArgs, filter F, listOf func(F) childList[P, T]) (*model.Connection[T], error) {
	name := fieldName(ctx, args, filter)
	pages, err := loadTogether(ctx, of, name, func(ctx context.Context, parents []*P) (map[uuid.UUID]*model.Connection[T], error) {
		return listOf(filter).connections(ctx, parents, args, name)
	})
	if err != nil {
		return nil, err
	}
	return pages[(*of).GetID()], nil
}

func (l childList[P, T]) connections(ctx context.Context, parents []*P, args pageArgs, name string) (map[uuid.UUID]*model.Connection[T], error) {
	ids := idsOf(parents)
	p := args.page(l.kind)
	pages, err := l.page(ctx, ids, p)
	if err != nil {
		return nil, err
	}
	cursorOf := cursors(l.kind, l.position)
	connections := make(map[uuid.UUID]*model.Connection[T], len(ids))
	var siblings []*T
	for _, of := range parents {
		id := (*of).GetID()
		if connections[id] != nil {
			continue
		}
		if l.arrived != nil {
			l.arrived(of, pages[id].Items)
		}
		connections[id] = connectWith(p, pages[id], cursorOf, func(ctx context.Context) (int, error) {
			counts, err := loadTogether(ctx, of, "count of "+name, func(ctx context.Context, _ []*P) (map[uuid.UUID]int, error) {
				return l.count(ctx, ids)
			})
			return counts[id], err
		})
		siblings = append(siblings, connections[id].Nodes...)
	}
	remember(ctx, siblings)
	return connections, nil
}

// idsOf lists the parents' ids, each once.
func idsOf[P parent](parents []*P) []uuid.UUID {
	seen := make(map[uuid.UUID]bool, len(parents))
	var ids []uuid.UUID
	for _, of := range parents {
		if id := (*of).GetID(); !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}
