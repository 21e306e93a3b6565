package main

// allowed are the licences that ask for no more than to come along.
var allowed = []string{"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"}

// exceptions are parts under another licence, by name.
var exceptions = map[string]string{
	// Copyleft file by file: it asks for the source of that library alone, which is public and unchanged.
	"github.com/hashicorp/golang-lru/v2": "MPL-2.0",
}
