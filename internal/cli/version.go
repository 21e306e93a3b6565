package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (p *Process) version() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version and what it was built from",
		Long:    "Prints the version, the commit that it was built from, and the version of Go that built it.",
		Example: "  portico version",
		Args:    noArguments,
		RunE: runs(func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(p.Stdout, "portico %s\ncommit  %s\ngo      %s %s/%s\n",
				p.buildVersion(), commit(buildSettings()), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		}),
	}
}

// buildVersion is what the linker was told, else what Go knows: a binary of `go
// install module@version` has no linker flags.
func (p *Process) buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	known := ok && info.Main.Version != "" && info.Main.Version != "(devel)"
	if known && (p.Version == "" || p.Version == "dev") {
		return info.Main.Version
	}
	return p.Version
}

func buildSettings() map[string]string {
	settings := map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			settings[s.Key] = s.Value
		}
	}
	return settings
}

// commit names the commit, when it was made, and whether files had changed since.
func commit(settings map[string]string) string {
	if settings["vcs.revision"] == "" {
		return "unknown"
	}
	text := settings["vcs.revision"] + " of " + settings["vcs.time"]
	if settings["vcs.modified"] == "true" {
		text += ", with changes"
	}
	return text
}
