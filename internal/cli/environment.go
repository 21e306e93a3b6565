package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/portico-portal/portico/internal/config"
)

const (
	nameWidth = 36 // the longest name has 34
	lineWidth = 100
)

// describeEnvironment adds the table of variables to the program's own help.
func describeEnvironment(root *cobra.Command) {
	help := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		help(cmd, args)
		if cmd == root {
			writeEnvironment(cmd.OutOrStdout())
		}
	})
}

func writeEnvironment(w io.Writer) {
	var out strings.Builder
	out.WriteString("\nEnvironment:\n")
	for _, v := range config.Variables() {
		text := fmt.Sprintf("%s: %s (default: %s)", v.Meaning, v.Takes, v.Default)
		for i, line := range wrap(text, lineWidth-nameWidth-2) {
			name := ""
			if i == 0 {
				name = v.Name
			}
			fmt.Fprintf(&out, "  %-*s%s\n", nameWidth, name, line)
		}
	}
	_, _ = io.WriteString(w, out.String()) // as the rest of the help, which nobody checks either
}

// wrap breaks a text between words into lines of at most so many characters.
func wrap(text string, width int) []string {
	var all []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(line)+1+len(word) > width {
			all = append(all, line)
			line = ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return append(all, line)
}
