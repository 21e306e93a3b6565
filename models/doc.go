// Package models holds Portico's nouns as they are stored and as they are
// spoken of in GraphQL: one struct serves as a table's row, an input and an
// answer, so nothing has to be converted in between. It knows no database and
// no transport.
package models
