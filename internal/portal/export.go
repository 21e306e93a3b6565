package portal

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"maps"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

// exportPage is how many rows of an export are in memory at once.
const exportPage = 500

// ExportCustomer writes everything that is held about a customer as one JSON document, page
// by page. What opens a door, such as the hash of a token, is left out, as is what only
// serves to find a row. An error leaves the document unfinished.
func (s *Service) ExportCustomer(ctx context.Context, customer *models.Customer, w io.Writer) error {
	e := &exporter{Service: s, ctx: ctx, of: store.Scope{WorkspaceID: customer.WorkspaceID}, id: customer.ID, key: customer.Key, out: bufio.NewWriter(w)}
	e.begin(customer)
	for _, list := range []func(*exporter){
		exportSpaces, exportUserIdentities, exportAccessGrants, exportDevices, exportActions,
		exportAccounts, exportAuthorizations, exportLinks, exportSessions, exportEvents,
	} {
		list(e)
	}
	e.write("\n}\n")
	if e.err == nil {
		e.err = e.out.Flush()
	}
	return e.err
}

// exporter writes one export; after an error it writes nothing more.
type exporter struct {
	*Service

	ctx context.Context
	of  store.Scope
	id  uuid.UUID
	key string
	out *bufio.Writer
	err error
}

func (e *exporter) begin(customer *models.Customer) {
	e.write("{\n  \"exportedAt\": ")
	e.writeJSON(e.now().Format(time.RFC3339Nano))
	e.write(",\n  \"workspaceId\": ")
	e.writeJSON(customer.WorkspaceID)
	e.write(",\n  \"customer\": ")
	e.writeRow(customer, nil)
}

func (e *exporter) write(text string) {
	if e.err == nil {
		_, e.err = e.out.WriteString(text)
	}
}

func (e *exporter) writeJSON(value any) {
	if e.err != nil {
		return
	}
	text, err := marshal(value)
	e.write(text)
	if err != nil {
		e.err = err
	}
}

// writeRow writes a row with what belongs to it.
func (e *exporter) writeRow(row any, with map[string]any) {
	members, err := exported(row)
	if err != nil {
		e.err = err
		return
	}
	maps.Copy(members, with)
	e.writeJSON(members)
}

// exportList writes a list. Unless it is nil, with gives for each page what belongs to its
// rows.
func exportList[T any](e *exporter, name string, read func(store.Page) (store.Items[T], error), position func(*T) []any,
	with func([]*T) ([]map[string]any, error),
) {
	e.write(",\n  ")
	e.writeJSON(name)
	e.write(": [")
	next := "\n    "
	for page := (store.Page{Limit: exportPage}); e.err == nil; {
		found, err := read(page)
		belonging := make([]map[string]any, len(found.Items))
		if err == nil && with != nil && len(found.Items) > 0 {
			belonging, err = with(found.Items)
		}
		if err != nil {
			e.err = err
			return
		}
		for i, row := range found.Items {
			e.write(next)
			e.writeRow(row, belonging[i])
			next = ",\n    "
		}
		if !found.More {
			break
		}
		page.After = position(found.Items[len(found.Items)-1])
	}
	if next != "\n    " {
		e.write("\n  ")
	}
	e.write("]")
}

// own takes the customer's page.
func own[T any](e *exporter, pages map[uuid.UUID]store.Items[T], err error) (store.Items[T], error) {
	return pages[e.id], err
}

func ids[T any](rows []*T, id func(*T) uuid.UUID) []uuid.UUID {
	all := make([]uuid.UUID, len(rows))
	for i, row := range rows {
		all[i] = id(row)
	}
	return all
}

// allExported makes of rows what an export shows.
func allExported[T any](rows []*T) ([]any, error) {
	all := make([]any, len(rows))
	for i, row := range rows {
		members, err := exported(row)
		if err != nil {
			return nil, err
		}
		all[i] = members
	}
	return all, nil
}

// marshal leaves the characters of HTML as they are, as the other commands' JSON does.
func marshal(value any) (string, error) {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return strings.TrimSuffix(text.String(), "\n"), err
}
