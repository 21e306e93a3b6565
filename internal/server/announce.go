package server

import (
	"context"
	"fmt"
	"net"
	"path/filepath"
	"strings"

	"github.com/portico-portal/portico/internal/portal"
)

// announce tells that the server is there. first is what a new database began
// with; nil on every later start.
func (o *Options) announce(ctx context.Context, listener net.Listener, first *portal.First) {
	base := o.Config.PublicURL.Origin
	if o.Config.PublicURL.Defaulted && !isLocal(listener) {
		base = baseURL(listener) // localhost would lead nowhere
	}
	if first != nil && o.Terminal {
		_, _ = fmt.Fprint(o.Stderr, o.welcome(base, first)) // there is nobody else to tell
		return
	}
	args := []any{"url", base, "listen", o.Config.Listen.Address(), "database", o.Config.Database.String(), "version", o.Version}
	if o.Config.Playground {
		args = append(args, "playground", base+"/playground")
	}
	o.Log.InfoContext(ctx, "Portico is ready", args...)
	if first != nil {
		o.keepFirstKey(ctx, base, first)
	}
}

// welcome is what a person reads at the first start.
func (o *Options) welcome(base string, first *portal.First) string {
	key := first.Key.Reveal()
	var out strings.Builder
	fmt.Fprintf(&out, "\nPortico is ready: %s\n\n", base)
	fmt.Fprintf(&out, "  API key     %s\n", key)
	fmt.Fprintf(&out, "              shown this once; `portico key create` makes more\n")
	if o.Config.Playground {
		fmt.Fprintf(&out, "  Playground  %s/playground\n", base)
	}
	fmt.Fprintf(&out, "\nMake a portal for a customer: paste this into another terminal.\n\n%s\n\n",
		exampleCall(base, "'Authorization: Bearer "+key+"'", o.Clock()))
	return out.String()
}

// keepFirstKey puts the key where the operator finds it and no log does.
func (o *Options) keepFirstKey(ctx context.Context, base string, first *portal.First) {
	path, err := filepath.Abs(filepath.Join(o.Config.Database.Dir(), firstKeyFile))
	aside := ""
	if err == nil {
		aside, err = setAside(path)
	}
	if aside != "" {
		o.Log.WarnContext(ctx, "there was a file with the key of another database: it has another name now", "file", aside)
	}
	if err == nil {
		err = writeFirstKey(path, first.Key.Reveal())
	}
	if err != nil {
		o.Log.WarnContext(ctx, "the first API key could not be written to a file and is lost: make another by the command",
			"error", err, "command", "portico key create --workspace "+first.Workspace.ID.String())
		return
	}
	header := `"Authorization: Bearer $(cat ` + quoted(path) + `)"`
	o.Log.InfoContext(ctx, "first start: made a workspace and an API key, which is in the file", "file", path,
		"workspace", first.Workspace.ID, "try", exampleCall(base, header, o.Clock()))
}
