package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/portico-portal/portico/internal/config"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/token"
	"github.com/portico-portal/portico/models"
)

// credentialFlags are what the commands that make a credential share.
type credentialFlags struct {
	name, prefix, expires string
	asJSON                bool
}

func (f *credentialFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.prefix, "prefix", token.DefaultPrefix, "the `WORD` that its text begins with; seam makes one that Seam's own SDKs accept")
	cmd.Flags().StringVar(&f.expires, "expires", "", "the `DURATION` after which it ends, such as 90d or 12h (default: never)")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print it as JSON, with its id")
}

// input reads the flags.
func (f *credentialFlags) input(workspaces []string) (portal.NewCredentialInput, error) {
	in := portal.NewCredentialInput{Name: f.name, Prefix: f.prefix}
	var err error
	if f.expires != "" {
		if in.Lifetime, err = config.ParseDuration(f.expires); err != nil {
			return in, usagef("--expires: %q %w; it takes a duration such as 90d or 12h", f.expires, err)
		}
	}
	in.WorkspaceIDs, err = parseIDs(workspaces)
	return in, err
}

// createCredential makes one and prints its text, which nothing shows again.
func (p *Process) createCredential(ctx context.Context, kind models.CredentialKind, in portal.NewCredentialInput, asJSON bool) error {
	return p.withData(ctx, func(d data) error {
		made, secret, err := d.verbs.CreateCredential(ctx, kind, in)
		if err != nil {
			return err
		}
		p.hint("Keep it now: it can't be shown again. Its id is " + made.ID.String() + ".")
		if !asJSON {
			return writeLine(p.Stdout, secret.Reveal())
		}
		view := viewCredential(made, in.WorkspaceIDs)
		if kind == models.CredentialAPIKey {
			view.Key = secret.Reveal()
		} else {
			view.Token = secret.Reveal()
		}
		return writeJSON(p.Stdout, view)
	})
}

// revokeCredential is the command that ends one.
func (p *Process) revokeCredential(kind models.CredentialKind, noun string) *cobra.Command {
	return &cobra.Command{
		Use:   "revoke ID",
		Short: "End " + noun,
		Long: "Ends " + noun + " at once: servers refuse it within a second. Its id is what `list` shows.\n" +
			"One that is revoked already stays as it is.",
		Example: "  portico " + commandOf(kind) + " revoke 019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071",
		Args:    oneID,
		RunE: runs(func(cmd *cobra.Command, args []string) error {
			id, err := parseID(args[0])
			if err != nil {
				return err
			}
			return p.withData(cmd.Context(), func(d data) error {
				return d.verbs.RevokeCredential(cmd.Context(), kind, id)
			})
		}),
	}
}

func commandOf(kind models.CredentialKind) string {
	if kind == models.CredentialAPIKey {
		return "key"
	}
	return "token"
}

// listCredentials is the command that shows all of a kind.
func (p *Process) listCredentials(kind models.CredentialKind, nouns string) *cobra.Command {
	var asJSON bool
	command := "portico " + commandOf(kind) + " list"
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the " + nouns,
		Long: "Lists the " + nouns + ", oldest first, with when each was last used (to the minute). Their secret part isn't kept.\n" +
			"LEAKED is one that somebody reported by reportLeakedToken: make another, then revoke it.",
		Example: "  " + command + "\n" +
			"  " + command + " --json",
		Args: noArguments,
		RunE: runs(func(cmd *cobra.Command, _ []string) error {
			return p.withData(cmd.Context(), func(d data) error {
				grants, err := d.store.Credentials(cmd.Context(), kind)
				if err != nil {
					return err
				}
				return p.writeCredentials(viewGrants(grants), asJSON)
			})
		}),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print all of them as JSON")
	return cmd
}

// credentialView is a credential as --json shows it.
type credentialView struct {
	ID uuid.UUID `json:"id"`
	// Key or Token is its whole text, when it is made and never again.
	Key   string `json:"key,omitempty"`
	Token string `json:"token,omitempty"`
	Name  string `json:"name"`
	// Begins is the part of its text that is no secret.
	Begins       string      `json:"begins"`
	WorkspaceIDs []uuid.UUID `json:"workspaceIds"`
	CreatedAt    time.Time   `json:"createdAt"`
	LastUsedAt   *time.Time  `json:"lastUsedAt"`
	ExpiresAt    *time.Time  `json:"expiresAt"`
	RevokedAt    *time.Time  `json:"revokedAt"`
	// LeakedAt is when somebody first reported it as leaked.
	LeakedAt *time.Time `json:"leakedAt"`
}

func viewCredential(c *models.Credential, workspaces []uuid.UUID) credentialView {
	return credentialView{
		ID: c.ID, Name: c.Name, Begins: c.Prefix + "_" + c.ShortToken, WorkspaceIDs: workspaces,
		CreatedAt: c.CreatedAt.UTC(), LastUsedAt: utc(c.LastUsedAt), ExpiresAt: utc(c.ExpiresAt), RevokedAt: utc(c.RevokedAt),
		LeakedAt: utc(c.LeakedAt),
	}
}

// viewGrants joins the rows of one credential, which stand together.
func viewGrants(grants []store.Grant) []credentialView {
	views := []credentialView{}
	for i := range grants {
		g := &grants[i]
		if last := len(views) - 1; last >= 0 && views[last].ID == g.ID {
			views[last].WorkspaceIDs = append(views[last].WorkspaceIDs, g.WorkspaceID)
			continue
		}
		views = append(views, viewCredential(&g.Credential, []uuid.UUID{g.WorkspaceID}))
	}
	return views
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	in := t.UTC()
	return &in
}

func (p *Process) writeCredentials(views []credentialView, asJSON bool) error {
	if asJSON {
		return writeJSON(p.Stdout, views)
	}
	var rows [][]string
	for i := range views {
		v := &views[i]
		rows = append(rows, []string{
			v.ID.String(), v.Name, v.Begins + "_…", v.state(time.Now()), moment(v.LastUsedAt), moment(v.ExpiresAt),
			strings.Join(idTexts(v.WorkspaceIDs), " "),
		})
	}
	return writeTable(p.Stdout, []string{"ID", "NAME", "BEGINS WITH", "STATE", "LAST USED", "EXPIRES", "WORKSPACE"}, rows)
}

func (v *credentialView) state(now time.Time) string {
	switch {
	case v.RevokedAt != nil:
		return "revoked"
	case v.ExpiresAt != nil && !now.Before(*v.ExpiresAt):
		return "expired"
	case v.LeakedAt != nil:
		return "active, LEAKED"
	default:
		return "active"
	}
}

func idTexts(ids []uuid.UUID) []string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	slices.Sort(texts)
	return texts
}
