package main

import (
	"context"
	"maps"
)

const (
	// restName is the small call to the REST face and to the GraphQL face of one server.
	restName = "rest"
	sideREST = "rest"
	// sideGraphQL is the same server's GraphQL face.
	sideGraphQL = "graphql"
	restPath    = "/customers/create_portal"
)

func newFaces() workload {
	w := newCreating(restName, "small call, as Seam's create_portal by REST and as createCustomerPortal", []int{32}, hotel{}, sideGraphQL)
	w.requests[sideREST] = newRequest(restPath, map[string]any{
		"customer_data": map[string]any{"customer_key": mark}, "features": maps.Clone(features), "is_embedded": false,
	})
	return w
}

// withFaces compares the two, each by a server of its own over the same database.
func withFaces(ctx context.Context, o *options, folder string, d *database, found *results) error {
	if !o.wants(restName) {
		return nil
	}
	all := *o
	all.only = ""
	var sides []*side
	defer func() { stopAll(sides) }()
	for _, name := range []string{sideGraphQL, sideREST} {
		t, err := newTenant(ctx, d.url(), name)
		if err != nil {
			return err
		}
		s, err := newSide(ctx, name, d, t)
		if err != nil {
			return err
		}
		if s.process, err = startServer(ctx, o, folder, sidePortico, d.url()); err != nil {
			return err
		}
		sides = append(sides, s)
	}
	tables, err := compare(ctx, &all, d.postmaster(ctx), []workload{newFaces()}, sides)
	if err != nil {
		return err
	}
	found.tables = append(found.tables, tables...)
	return verify(ctx, sides)
}
