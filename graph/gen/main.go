// Command gen writes the GraphQL execution as `gqlgen generate` does, and makes it
// lean.
//
// The fields of objects and the items of lists are made one after the other. gqlgen
// would start a goroutine for each, which pays where each of them waits for something
// of its own; here what belongs to a list is loaded for all of it at once. A scalar
// that an object holds is written as it is, without a place in the answer for errors
// that it can't have, and so is an object or a list of which nothing else is asked.
// What is asked of a type in one place, and a field's arguments, are looked at once.
// Inputs are read from where they are, since the package input
// held them against the schema before. See lean.
package main

import (
	"fmt"
	"io"
	"log"
	"os"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
)

func main() {
	if err := generate(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func generate() error {
	log.SetOutput(io.Discard) // as gqlgen's own command does: it tells of every method that it makes
	cfg, err := config.LoadConfigFromDefaultLocations()
	if err != nil {
		return err
	}
	if err := api.Generate(cfg, api.AddPlugin(inTurn{})); err != nil {
		return err
	}
	return lean(cfg.Exec.Filename)
}

// inTurn is a plugin of gqlgen.
type inTurn struct{}

// Name is that of the plugin.
func (inTurn) Name() string { return "inturn" }

// GenerateCode marks all objects but the root, whose fields do wait for something
// of their own. It runs before gqlgen writes them.
func (inTurn) GenerateCode(data *codegen.Data) error { //nolint:unparam // it is gqlgen's interface
	for _, object := range data.Objects {
		object.DisableConcurrency = object.DisableConcurrency || !object.Root
	}
	return nil
}
