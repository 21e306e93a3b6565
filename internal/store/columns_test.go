package store

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"gorm.io/gorm/schema"

	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
)

// TestEveryStructFitsItsTable holds the structs against the migrated tables,
// since nothing else would notice a column that a struct doesn't have.
func TestEveryStructFitsItsTable(t *testing.T) {
	t.Parallel()
	structs := map[string]struct {
		row any
		// joined are the struct's fields that are no column of the table, and
		// hidden the table's columns that the struct has no use for.
		joined, hidden []string
	}{
		"workspaces":             {row: models.Workspace{}},
		"credentials":            {row: models.Credential{}},
		"customers":              {row: models.Customer{}},
		"spaces":                 {row: models.Space{}},
		"user_identities":        {row: models.UserIdentity{}},
		"access_grants":          {row: models.AccessGrant{}, hidden: []string{"sort_ends_at"}},
		"magic_links":            {row: models.MagicLink{}, joined: []string{"customer_key"}, hidden: []string{"creator_type", "creator_id", "creator_address_hash"}},
		"portal_sessions":        {row: models.PortalSession{}, joined: []string{"features", "settings"}},
		"events":                 {row: models.Event{}},
		"webhook_endpoints":      {row: models.WebhookEndpoint{}},
		"webhook_deliveries":     {row: models.WebhookDelivery{}},
		"devices":                {row: models.Device{}},
		"device_actions":         {row: models.DeviceAction{}},
		"device_assignments":     {row: models.DeviceAssignment{}},
		"refused_proposals":      {row: models.RefusedProposal{}},
		"providers":              {row: models.Provider{}},
		"customization_profiles": {row: models.CustomizationProfile{}},
		"connected_accounts":     {row: models.ConnectedAccount{}},

		"account_authorizations": {row: models.AccountAuthorization{}},
		"idempotency_keys":       {row: IdempotencyKey{}, hidden: []string{"workspace_id", "key"}},
	}
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		c := catalog{opened(t, url)}
		tables := c.tables(t)
		for _, name := range tables {
			if _, ok := structs[name]; !ok && !slices.Contains([]string{"workspace_codes", "credential_workspaces"}, name) {
				t.Errorf("no struct is held against table %s", name)
			}
		}
		for name, of := range structs {
			columns := c.columns(t, name)
			parsed, err := schema.Parse(of.row, &sync.Map{}, schema.NamingStrategy{})
			if err != nil {
				t.Fatal(err)
			}
			for _, field := range parsed.Fields {
				nullable, there := columns[field.DBName]
				switch {
				case field.DBName == "" || slices.Contains(of.joined, field.DBName):
				case !there:
					t.Errorf("%s has no column %s", name, field.DBName)
				case nullable != takesNull(field.FieldType) && (!nullable || field.FieldType != reflect.TypeFor[[]byte]()):
					t.Errorf("%s.%s may be NULL: %t, and its field is %s", name, field.DBName, nullable, field.FieldType)
				}
				delete(columns, field.DBName)
			}
			for column := range columns {
				if !slices.Contains(of.hidden, column) {
					t.Errorf("the struct has no field for %s.%s", name, column)
				}
			}
		}
	})
}

func takesNull(t reflect.Type) bool {
	return t.Kind() == reflect.Pointer || t == reflect.TypeFor[models.StringList]() || t == reflect.TypeFor[models.EventTypes]() ||
		t == reflect.TypeFor[models.PortalSettings]() || t == reflect.TypeFor[models.JSONObject]()
}

func TestBothEnginesHaveTheSameTablesColumnsAndIndexes(t *testing.T) {
	t.Parallel()
	described := map[testdb.Engine][]string{}
	for _, engine := range testdb.Engines() {
		c := catalog{opened(t, testdb.New(t, engine, migrated))}
		for _, table := range c.tables(t) {
			for column, nullable := range c.columns(t, table) {
				line := table + "." + column
				if nullable {
					line += " NULL"
				}
				described[engine] = append(described[engine], line)
			}
			for _, i := range c.indexes(t, table) {
				described[engine] = append(described[engine], table+" "+i.kind()+" ("+strings.Join(i.columns, ", ")+")")
			}
			for _, f := range c.foreignKeys(t, table) {
				described[engine] = append(described[engine], table+" ("+strings.Join(f.columns, ", ")+") -> "+f.target+" "+f.onDelete)
			}
		}
		slices.Sort(described[engine])
	}
	for _, line := range described[testdb.SQLite] {
		if !slices.Contains(described[testdb.Postgres], line) {
			t.Errorf("SQLite alone has %s", line)
		}
	}
	for _, line := range described[testdb.Postgres] {
		if !slices.Contains(described[testdb.SQLite], line) {
			t.Errorf("PostgreSQL alone has %s", line)
		}
	}
}
