// Command thirdparty says whose work the binary holds, Go modules and npm
// packages alike: with every licence's text, or as an SBOM. It fails on a licence
// that isn't allowed, so that none enters unseen.
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"strings"
)

const usage = "usage: go -C tools run ./thirdparty licences | sbom <FROM-CYCLONEDX-GOMOD"

// root is Portico's folder, seen from the module's.
const root = ".."

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal(usage)
	}
	var text bytes.Buffer
	if err := run(context.Background(), os.Args[1], os.Stdin, &text); err != nil {
		log.Fatalf("thirdparty: %v", err)
	}
	if _, err := os.Stdout.Write(text.Bytes()); err != nil {
		log.Fatalf("thirdparty: %v", err)
	}
}

func run(ctx context.Context, command string, in io.Reader, out io.Writer) error {
	parts, err := everything(ctx)
	if err != nil {
		return err
	}
	switch command {
	case "licences":
		return writeLicences(out, parts)
	case "sbom":
		return writeSBOM(in, out, parts)
	default:
		return fmt.Errorf("no command %q", command)
	}
}

// part is one piece of work by others that is in the binary.
type part struct {
	name, version, licence string
	// text is the licence's, with the notices that stand beside it.
	text string
	// integrity is npm's hash of the package's archive; empty for a Go module.
	integrity string
}

// title is how Vite's list of licences names a part.
func (p part) title() string {
	return fmt.Sprintf("%s - %s (%s)", p.name, p.version, p.licence)
}

// everything lists the parts of the binary and holds their licences against
// what is allowed.
func everything(ctx context.Context) ([]part, error) {
	modules, err := goModules(ctx)
	if err != nil {
		return nil, err
	}
	packages, err := npmPackages()
	if err != nil {
		return nil, err
	}
	parts := slices.Concat(modules, packages)
	for _, p := range parts {
		if !slices.Contains(allowed, p.licence) && exceptions[p.name] != p.licence {
			return nil, fmt.Errorf("%s: this licence is not on the list of those allowed (tools/thirdparty/allowed.go)", p.title())
		}
	}
	return parts, nil
}

// writeLicences writes the list of all parts and the text of each licence.
func writeLicences(w io.Writer, parts []part) error {
	var text strings.Builder
	text.WriteString("# Licences of others\n\nPortico is under the [Apache License 2.0](LICENSE). Its binary holds the work of others under the licences below. " +
		"This file is written by `make licences` and belongs beside a binary that is handed on.\n\n| | version | licence |\n|---|---|---|\n")
	for _, p := range parts {
		fmt.Fprintf(&text, "| %s | %s | %s |\n", p.name, p.version, p.licence)
	}
	for _, p := range parts {
		fmt.Fprintf(&text, "\n## %s\n\n%s\n", p.title(), p.text)
	}
	_, err := io.WriteString(w, text.String())
	return err
}
