package store

import (
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// dialect is what the two engines write differently.
type dialect interface {
	// rows gives a FROM item named r whose columns come from the JSON array in
	// the named parameter.
	rows(param string, columns []column) string
	// newRows takes rows of pushes with these columns; pushed is the FROM item named r
	// that they are given by their args of the name.
	newRows(columns []column) pushedRows
	pushed(name string, columns []column, pushes int) string
	// bytes turns a column of hexadecimal text into bytes.
	bytes(column string) string
	// ofEach gives a FROM item named t and what may follow it: for each row of the
	// FROM item parents, the few rows of table that the condition on t selects.
	ofEach(parents, table, condition string) string
	// among is the condition that a column has one of the few values that a
	// subquery selects.
	among(column, subquery string) string
	// dueDeliveries is the condition that a delivery is one of the @limit of @endpoint in
	// @workspace that have been due longest at @now, and that nobody else has locked.
	dueDeliveries() string
	// deliveriesOf is the condition that a delivery is of @endpoint in @workspace, and of an
	// event in the FROM item r.
	deliveriesOf(r string) string
	// json makes JSON of a column of texts.
	json(column string) string
	// merged is an object with the members of another, without those that are null.
	merged(object, with string) string
	// member is the condition that a member of a column of JSON objects is a string or a
	// bool; its parameters begin with param, and go into args.
	member(column, param, name string, value any, args map[string]any) string
	// perParent gives a FROM item named t: for each row of the FROM item
	// parents, the rows of table that inner selects.
	perParent(parents, table, inner string) string
	// forUpdate ends a SELECT that locks its rows in its order.
	forUpdate() string
	// skipLocked ends a SELECT that locks its rows and passes over those that are locked.
	skipLocked() string
	// asWrite makes a write of what found all done already, by the row of a table that has
	// the id. PostgreSQL may be waiting for a standby to have what was done, or have been
	// told to wait no longer: who hears that it is done waits for that, too.
	asWrite(db *gorm.DB, table string, id uuid.UUID) error
	// forget has what was deleted leave the files that the engine would keep it in.
	forget(db *gorm.DB) error
	// createdEventID is the SQL of the function of this name, for a column.
	createdEventID(column string) string
	// idType is the type of an id.
	idType() string
	// lane names the workspaces whose pushes may share a transaction with those
	// of this one.
	lane(workspace uuid.UUID) string
	// push carries out pushes of one lane in one transaction. A push that replaces
	// the customer's links comes alone.
	push(db *gorm.DB, pushes []*Push) ([]customerRow, error)
	// onlyCustomer begins a statement with the FROM item customer, of a push by itself: the
	// customer @customer in @workspace, which was written at @written_at.
	onlyCustomer() string
	// ofCode is the workspace whose code stands in a token: an item of a condition. The code
	// is the parameter @code, and what else the item takes goes into args.
	ofCode(db *gorm.DB, args map[string]any) (string, error)
	// ofWorkspace is what to say of a table that is joined by its workspace, with a leading
	// AND: that this is @workspace. It is empty where that goes without saying.
	ofWorkspace(table string) string
	// redeemLane is the lane of redemptions in the workspace with the code.
	redeemLane(code string) string
	// redeem redeems links of one lane, each once, and starts their sessions in one
	// transaction. Of a link that doesn't open it gives nil.
	redeem(db *gorm.DB, all []*Redemption) ([]*Redeemed, error)
}

// column is a column of a set of rows that arrives as JSON, and its type in
// PostgreSQL.
type column struct{ name, kind string }

func columns(list string) []column {
	var all []column
	for item := range strings.SplitSeq(list, ",") {
		name, kind, _ := strings.Cut(strings.TrimSpace(item), " ")
		all = append(all, column{name, kind})
	}
	return all
}
