package cli

import (
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
)

// group is a noun with its verbs. By itself it does nothing, so naming it alone
// is wrong usage and no success that a script could mistake.
func group(noun *cobra.Command, verbs ...*cobra.Command) *cobra.Command {
	var names []string
	for _, verb := range verbs {
		names = append(names, verb.Name())
	}
	noun.AddCommand(verbs...)
	noun.Args = knownCommand
	noun.RunE = func(cmd *cobra.Command, _ []string) error {
		return usagef("say what to do: %s %s", cmd.CommandPath(), strings.Join(names, ", "))
	}
	return noun
}

// knownCommand refuses what is left where a command's name was expected.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return usagef("unknown command %q; did you mean %q?", args[0], near[0])
	}
	return usagef("unknown command %q", args[0])
}

// oneID takes one argument, an id.
func oneID(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usagef("takes one id, and got %d", len(args))
	}
	_, err := parseID(args[0])
	return err
}

// oneFile takes one argument, a file.
func oneFile(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usagef("takes one file, and got %d", len(args))
	}
	if args[0] == "" {
		return usagef("the file's name is empty")
	}
	return nil
}

// parseID takes the one form that the commands print.
func parseID(text string) (uuid.UUID, error) {
	id, err := uuid.Parse(text)
	if err != nil || id.String() != strings.ToLower(text) {
		return uuid.UUID{}, usagef("%q is no id; ids look like 019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071", text)
	}
	return id, nil
}

func parseIDs(texts []string) ([]uuid.UUID, error) {
	seen := map[uuid.UUID]bool{}
	var ids []uuid.UUID
	for _, text := range texts {
		id, err := parseID(strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func noArguments(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("takes no arguments, and got %q", args[0])
	}
	return nil
}

// require makes a flag one that must be given.
func require(cmd *cobra.Command, flag string) {
	if err := cmd.MarkFlagRequired(flag); err != nil {
		panic(err) // a name that was misspelt here
	}
}
