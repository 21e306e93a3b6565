package graph

import (
	"context"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/graph/model"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// customerList is one of a customer's lists: how to read a page of it and how
// to count it, each for several customers at once.
type customerList[T any] struct {
	field    string
	kind     cursorKind
	position func(*T) []any
	page     func(ctx context.Context, customers []uuid.UUID, p store.Page) (map[uuid.UUID]store.Items[T], error)
	count    func(ctx context.Context, customers []uuid.UUID) (map[uuid.UUID]int, error)
	// arrived is told each page, before it is given out.
	arrived func(customer *models.Customer, items []*T)
}

// connection gives one customer's page, loaded together with those of the
// customers that it was loaded with.
func (l customerList[T]) connection(ctx context.Context, customer *models.Customer, args pageArgs, filter any) (*model.Connection[T], error) {
	name := nameOf(l.field, args, filter)
	pages, err := loadTogether(ctx, customer, name, func(parents []*models.Customer) (map[uuid.UUID]*model.Connection[T], error) {
		return l.connections(ctx, parents, args, name)
	})
	if err != nil {
		return nil, err
	}
	return pages[customer.ID], nil
}

func (l customerList[T]) connections(ctx context.Context, parents []*models.Customer, args pageArgs, name string) (map[uuid.UUID]*model.Connection[T], error) {
	ids := idsOf(parents)
	p := args.page(l.kind)
	pages, err := l.page(ctx, ids, p)
	if err != nil {
		return nil, err
	}
	connections := make(map[uuid.UUID]*model.Connection[T], len(ids))
	var siblings []*T
	for _, customer := range parents {
		if connections[customer.ID] != nil {
			continue
		}
		if l.arrived != nil {
			l.arrived(customer, pages[customer.ID].Items)
		}
		connections[customer.ID] = connect(l.kind, p, pages[customer.ID], l.position, func(ctx context.Context) (int, error) {
			counts, err := loadTogether(ctx, customer, "count of "+name, func([]*models.Customer) (map[uuid.UUID]int, error) {
				return l.count(ctx, ids)
			})
			return counts[customer.ID], err
		})
		siblings = append(siblings, connections[customer.ID].Nodes...)
	}
	remember(ctx, siblings)
	return connections, nil
}

// idsOf lists the customers' ids, each once.
func idsOf(customers []*models.Customer) []uuid.UUID {
	seen := make(map[uuid.UUID]bool, len(customers))
	var ids []uuid.UUID
	for _, c := range customers {
		if !seen[c.ID] {
			seen[c.ID] = true
			ids = append(ids, c.ID)
		}
	}
	return ids
}
