package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/fault"
)

const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
)

// usageError says that the command was called the wrong way.
type usageError struct{ error }

func usage(err error) error { return usageError{err} }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// Unwrap gives what was wrong.
func (e usageError) Unwrap() error { return e.error }

// failure says that a command that was called the right way failed. What cobra
// itself finds wrong is none, and so counts as usage.
type failure struct{ error }

// Unwrap gives the cause.
func (e failure) Unwrap() error { return e.error }

// action is what a command does.
type action func(cmd *cobra.Command, args []string) error

// runs tells an action's errors from cobra's.
func runs(do action) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		err := do(cmd, args)
		if _, wrong := errors.AsType[usageError](err); err == nil || wrong {
			return err
		}
		return failure{err}
	}
}

// report writes what went wrong, a line each, and gives the exit code.
func (p *Process) report(cmd *cobra.Command, err error) int {
	for _, line := range lines(err) {
		_, _ = fmt.Fprintln(p.Stderr, "portico: "+line) // there is nowhere else to tell it
	}
	if !isUsage(err) {
		return exitFailure
	}
	_, _ = fmt.Fprintf(p.Stderr, "Run '%s --help' to see how it is used.\n", cmd.CommandPath())
	return exitUsage
}

func isUsage(err error) bool {
	if _, failed := errors.AsType[failure](err); !failed {
		return true
	}
	faults := fault.All(err)
	return len(faults) > 0 && !slices.ContainsFunc(faults, func(f *fault.Error) bool { return f.Code != fault.BadUserInput })
}

// lines tells each fault by the flag that it is about, and each variable that
// can't be used; anything else is one line.
func lines(err error) []string {
	if errors.Is(err, context.Canceled) {
		return []string{"interrupted"}
	}
	var all []string
	for _, f := range fault.All(err) {
		line := f.Message
		if f.Field != "" {
			line = "--" + kebab(f.Field) + ": " + f.Message
		}
		all = append(all, line)
	}
	if len(all) > 0 {
		return all
	}
	if _, variables := errors.AsType[*config.VariableError](err); variables {
		return strings.Split(err.Error(), "\n")
	}
	// A driver may tell of several addresses, a line each.
	return []string{strings.Join(strings.Fields(err.Error()), " ")}
}

// kebab makes a flag's name of a field's: embedOrigins[1] is embed-origins[1].
func kebab(field string) string {
	var name strings.Builder
	for _, r := range field {
		if unicode.IsUpper(r) {
			name.WriteByte('-')
		}
		name.WriteRune(unicode.ToLower(r))
	}
	return name.String()
}
