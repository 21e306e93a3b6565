package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"
)

// postGraphileMutation asks PostGraphile for what mutation asks the product for.
const postGraphileMutation = `mutation CreatePortal($input: CreateCustomerPortalInput!) {
  createCustomerPortal(input: $input) {
    result { rowId url buildingBlockType customerKey workspaceId isEmbedded createdAt expiresAt }
  }
}`

// postGraphileRequest sends the same input, and the workspace that the product
// knows by the API key.
func postGraphileRequest(input map[string]any) *request {
	return &request{path: graphQLPath, of: func(t tenant) *request {
		named := maps.Clone(input)
		named["workspace"] = t.id
		return graphQL(postGraphileMutation, map[string]any{"input": named})
	}}
}

// startPostGraphile adds the function that does the work, and starts the server
// that offers it.
func startPostGraphile(ctx context.Context, o *options, folder, databaseURL string) (*process, error) {
	function, err := os.ReadFile(filepath.Join(o.postgraphile, "function.sql"))
	if err != nil {
		return nil, err
	}
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return nil, err
	}
	_, err = conn.Exec(ctx, string(function))
	if err = errors.Join(err, conn.Close(ctx)); err != nil {
		return nil, fmt.Errorf("function.sql: %w", err)
	}
	return start(ctx, folder, sidePostGraphile, databaseURL, "node", filepath.Join(o.postgraphile, "server.mjs"))
}
