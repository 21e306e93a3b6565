package cli

import (
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

func (p *Process) workspaces() *cobra.Command {
	return group(&cobra.Command{
		Use:   "workspace",
		Short: "Make, list and change workspaces",
		Long:  "A workspace is a business's account: its customers, links and keys, which no other workspace sees.",
		Example: "  portico workspace create --name 'Sunrise Hotels'\n" +
			"  portico workspace list",
	}, p.createWorkspace(), p.listWorkspaces(), p.updateWorkspace())
}

func (p *Process) createWorkspace() *cobra.Command {
	var name string
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "create --name NAME",
		Short:   "Make a workspace and print its id",
		Long:    "Makes a workspace and prints its id alone.",
		Example: "  portico key create --workspace $(portico workspace create --name 'Sunrise Hotels')",
		Args:    noArguments,
		RunE: runs(func(cmd *cobra.Command, _ []string) error {
			return p.withData(cmd.Context(), func(d data) error {
				workspace, err := d.verbs.CreateWorkspace(cmd.Context(), name)
				if err != nil {
					return err
				}
				return p.writeWorkspace(workspace, asJSON)
			})
		}),
	}
	cmd.Flags().StringVar(&name, "name", "", "the `NAME` that operators know it by, 1 to 255 characters (required)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print all of it as JSON")
	require(cmd, "name")
	return cmd
}

func (p *Process) listWorkspaces() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the workspaces",
		Long:  "Lists all workspaces, oldest first; --json shows every setting.",
		Example: "  portico workspace list\n" +
			"  portico workspace list --json",
		Args: noArguments,
		RunE: runs(func(cmd *cobra.Command, _ []string) error {
			return p.withData(cmd.Context(), func(d data) error {
				all, err := d.store.Workspaces(cmd.Context())
				if err != nil {
					return err
				}
				return p.writeWorkspaces(all, asJSON)
			})
		}),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print all of them as JSON")
	return cmd
}

func (p *Process) updateWorkspace() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "update ID",
		Short: "Change a workspace's settings",
		Long: "Changes the settings whose flags are given and prints the workspace's id; the others stay.\n" +
			"An empty text clears a setting.",
		Example: "  portico workspace update ID --brand-name 'Sunrise Hotels' --accent-color '#0a7cff'\n" +
			"  portico workspace update ID --embed-origins https://app.example.com,https://www.example.com\n" +
			"  portico workspace update ID --return-url ''",
		Args: oneID,
	}
	change := changeFlags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print all of it as JSON")
	cmd.RunE = runs(func(cmd *cobra.Command, args []string) error {
		id, err := parseID(args[0])
		if err != nil {
			return err
		}
		in, err := change()
		if err != nil {
			return err
		}
		return p.withData(cmd.Context(), func(d data) error {
			workspace, err := d.verbs.UpdateWorkspace(cmd.Context(), id, in)
			if err != nil {
				return err
			}
			return p.writeWorkspace(workspace, asJSON)
		})
	})
	return cmd
}

// changeFlags adds a flag for each setting, and gives what reads those that
// were given.
func changeFlags(cmd *cobra.Command) func() (portal.UpdateWorkspaceInput, error) {
	flags := cmd.Flags()
	var in portal.UpdateWorkspaceInput
	texts := map[string]**string{}
	text := func(name, usage string, field **string) {
		flags.String(name, "", usage)
		texts[name] = field
	}
	text("name", "the `NAME` that operators know it by, 1 to 255 characters", &in.Name)
	text("return-url", "the `URL` that a portal's \"back\" leads to", &in.ReturnURL)
	text("refresh-url", "the `URL` that a dead link leads to, to fetch a new one", &in.RefreshURL)
	text("brand-name", "the `NAME` that customers see", &in.BrandName)
	text("logo-url", "the `URL` of the picture that customers see", &in.LogoURL)
	text("accent-color", "the portal's `COLOUR`, such as #0a7cff", &in.AccentColor)
	origins := flags.StringSlice("embed-origins", nil, "the `ORIGIN`s that may frame portals; separated by commas, or the flag again")
	return func() (portal.UpdateWorkspaceInput, error) {
		changed := flags.Changed("embed-origins")
		if changed {
			in.EmbedOrigins = trimmed(*origins)
		}
		for name, field := range texts {
			if flag := flags.Lookup(name); flag.Changed {
				value := flag.Value.String()
				*field, changed = &value, true
			}
		}
		if !changed {
			return in, usagef("say what to change, by a flag for each setting")
		}
		return in, nil
	}
}

// trimmed leaves the white space out that people put behind commas. It is never
// nil, which would mean that nothing changes.
func trimmed(texts []string) []string {
	all := []string{}
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			all = append(all, text)
		}
	}
	return all
}

// workspaceView is a workspace as --json shows it.
type workspaceView struct {
	ID           uuid.UUID `json:"id"`
	Name         string    `json:"name"`
	EmbedOrigins []string  `json:"embedOrigins"`
	ReturnURL    *string   `json:"returnUrl"`
	RefreshURL   *string   `json:"refreshUrl"`
	BrandName    *string   `json:"brandName"`
	LogoURL      *string   `json:"logoUrl"`
	AccentColor  *string   `json:"accentColor"`
	CreatedAt    time.Time `json:"createdAt"`
	UpdatedAt    time.Time `json:"updatedAt"`
}

func viewWorkspace(w *models.Workspace) workspaceView {
	return workspaceView{
		ID: w.ID, Name: w.Name, EmbedOrigins: append([]string{}, w.EmbedOrigins...),
		ReturnURL: w.ReturnURL, RefreshURL: w.RefreshURL,
		BrandName: w.BrandName, LogoURL: w.LogoURL, AccentColor: w.AccentColor,
		CreatedAt: w.CreatedAt.UTC(), UpdatedAt: w.UpdatedAt.UTC(),
	}
}

func (p *Process) writeWorkspace(w *models.Workspace, asJSON bool) error {
	if asJSON {
		return writeJSON(p.Stdout, viewWorkspace(w))
	}
	return writeLine(p.Stdout, w.ID.String())
}

func (p *Process) writeWorkspaces(all []models.Workspace, asJSON bool) error {
	views, rows := []workspaceView{}, [][]string{}
	for i := range all {
		w := &all[i]
		views = append(views, viewWorkspace(w))
		rows = append(rows, []string{w.ID.String(), w.Name, moment(&w.CreatedAt), strings.Join(w.EmbedOrigins, " ")})
	}
	if asJSON {
		return writeJSON(p.Stdout, views)
	}
	return writeTable(p.Stdout, []string{"ID", "NAME", "CREATED", "EMBED ORIGINS"}, rows)
}
