package apitest_test

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/testdb"
)

const (
	linkFields = `id url buildingBlockType customerKey workspaceId status isEmbedded createdAt expiresAt revokedAt
		maxRedemptions redemptionCount firstRedeemedAt lastRedeemedAt returnUrl refreshUrl embedOrigins
		features{connect{exclude} manageDevices{exclude} organize{exclude}}`
	unresolvedFields = `unresolvedReferences{path key}`
	payloadFields    = `magicLink{` + linkFields + `} customer{id key createdAt updatedAt} ` + unresolvedFields +
		` warnings{code message field}`

	createDocument = `mutation($input: CreateCustomerPortalInput!){createCustomerPortal(input:$input){` + payloadFields + `}}`
	pushDocument   = `mutation($input: PushCustomerDataInput!){pushCustomerData(input:$input){
		customer{id key createdAt updatedAt} ` + unresolvedFields + `}}`
	deleteDocument = `mutation($input: DeleteCustomerDataInput!){deleteCustomerData(input:$input){deletedCount}}`
	linkDocument   = `query($id: ID!){magicLink(id:$id){` + linkFields + `}}`
	nodeDocument   = `query($id: ID!){node(id:$id){__typename id}}`

	updateLinkDocument = `mutation($input: UpdateMagicLinkInput!){updateMagicLink(input:$input){magicLink{` + linkFields + `}}}`
	revokeLinkDocument = `mutation($input: RevokeMagicLinkInput!){revokeMagicLink(input:$input){magicLink{` + linkFields + `}}}`
	rotateLinkDocument = `mutation($input: RotateMagicLinkInput!){rotateMagicLink(input:$input){magicLink{` + linkFields + `}}}`
)

// create runs the main call and gives its payload.
func (c client) create(input obj) any {
	c.t.Helper()
	return at(c.data(createDocument, obj{"input": input}), "createCustomerPortal")
}

// newLink makes a link of a customer without data.
func (c client) newLink(customerKey string, settings obj) any {
	c.t.Helper()
	input := obj{"customerData": obj{"customerKey": customerKey}}
	maps.Copy(input, settings)
	return at(c.create(input), "magicLink")
}

// push stores a customer's data and gives the payload.
func (c client) push(customerData obj) any {
	c.t.Helper()
	return at(c.data(pushDocument, obj{"input": obj{"customerData": customerData}}), "pushCustomerData")
}

// delete gives the count of what was deleted.
func (c client) delete(input obj) int {
	c.t.Helper()
	return num(c.data(deleteDocument, obj{"input": input}), "deleteCustomerData.deletedCount")
}

// link reads a link; nil where there is none.
func (c client) link(id string) any {
	c.t.Helper()
	return at(c.data(linkDocument, obj{"id": id}), "magicLink")
}

func (c client) updateLink(id string, expiresInSeconds int) any {
	c.t.Helper()
	input := obj{"id": id, "expiresInSeconds": expiresInSeconds}
	return at(c.data(updateLinkDocument, obj{"input": input}), "updateMagicLink.magicLink")
}

func (c client) revokeLink(id string) any {
	c.t.Helper()
	return at(c.data(revokeLinkDocument, obj{"input": obj{"id": id}}), "revokeMagicLink.magicLink")
}

func (c client) rotateLink(input obj) any {
	c.t.Helper()
	return at(c.data(rotateLinkDocument, obj{"input": input}), "rotateMagicLink.magicLink")
}

// tables are those whose rows belong to a workspace's customers.
var tables = []string{"customers", "spaces", "user_identities", "access_grants", "magic_links", "idempotency_keys"}

// rows counts the rows of each of the tables, as "customers=1 spaces=0 …".
func (s *server) rows() string {
	s.t.Helper()
	var counts []string
	for _, table := range tables {
		counts = append(counts, fmt.Sprintf("%s=%d", table, s.scalar("SELECT count(*) FROM "+table)))
	}
	return strings.Join(counts, " ")
}

// scalar asks the database itself for one number.
func (s *server) scalar(query string) (number int) {
	s.t.Helper()
	db := s.sql()
	defer db.Close()
	if err := db.QueryRowContext(s.t.Context(), query).Scan(&number); err != nil {
		s.t.Fatal(err)
	}
	return number
}

// sql opens the database beside the server.
func (s *server) sql() *sql.DB {
	s.t.Helper()
	driver, name := "pgx", s.database
	if s.on() == testdb.SQLite {
		driver, name = "sqlite", "file:"+strings.TrimPrefix(s.database, "sqlite:")+"?_pragma=busy_timeout(10000)"
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		s.t.Fatal(err)
	}
	return db
}

// same compares two values by what they print.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
		t.Errorf("%s:\n got %s\nwant %s", what, short(g), short(w))
	}
}

// sorted gives a sorted copy.
func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }
