package cli

import (
	"io"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

func (p *Process) providers() *cobra.Command {
	return group(&cobra.Command{
		Use:   "provider",
		Short: "Make, list, change and delete providers",
		Long:  "A provider is a service at which a workspace's customers connect their accounts, by OpenID Connect or OAuth 2.0.",
		Example: "  portico provider create --workspace ID --key locks --name 'Smart Locks' --issuer https://login.example.com \\\n" +
			"    --client-id portico --client-secret-file secret.txt --scopes offline_access\n" +
			"  portico provider list --workspace ID",
	}, p.createProvider(), p.listProviders(), p.updateProvider(), p.deleteProvider())
}

// ofWorkspace adds the flag that says of which workspace it is.
func ofWorkspace(cmd *cobra.Command) (tenant func() (models.Tenant, error)) {
	text := cmd.Flags().String("workspace", "", "the `ID` of its workspace (required)")
	require(cmd, "workspace")
	return func() (models.Tenant, error) {
		id, err := parseID(*text)
		return models.Tenant{WorkspaceID: id}, err
	}
}

// providerFlags are what making and changing a provider share.
type providerFlags struct {
	cmd        *cobra.Command
	texts      map[string]**string
	in         portal.UpdateProviderInput
	secretFile string
	scopes     []string
	asJSON     bool
}

func addProviderFlags(cmd *cobra.Command) *providerFlags {
	f := &providerFlags{cmd: cmd, texts: map[string]**string{}}
	text := func(name, usage string, field **string) {
		cmd.Flags().String(name, "", usage)
		f.texts[name] = field
	}
	text("name", "the `NAME` that customers know it by", &f.in.Name)
	text("logo-url", "the `URL` of its logo", &f.in.LogoURL)
	text("issuer", "its OpenID Connect issuer's `URL`, to the letter", &f.in.Issuer)
	text("authorization-url", "the `URL` where consent is asked for, without an issuer", &f.in.AuthorizationURL)
	text("token-url", "the `URL` where tokens are had, without an issuer", &f.in.TokenURL)
	text("revocation-url", "the `URL` where tokens are revoked, without an issuer", &f.in.RevocationURL)
	text("client-id", "the `TEXT` that it knows this server by", &f.in.ClientID)
	text("client-secret", "the `SECRET` that goes with it; other users of this machine may see it here", &f.in.ClientSecret)
	cmd.Flags().StringVar(&f.secretFile, "client-secret-file", "", "the `FILE` that holds the secret; - is the standard input")
	cmd.Flags().StringSliceVar(&f.scopes, "scopes", nil, "the `SCOPE`s to ask for; separated by commas, or the flag again")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print all of it as JSON")
	return f
}

// input reads the flags; changed tells whether there was any.
func (f *providerFlags) input() (in portal.UpdateProviderInput, changed bool, err error) {
	for name, field := range f.texts {
		if flag := f.cmd.Flags().Lookup(name); flag.Changed {
			value := flag.Value.String()
			*field, changed = &value, true
		}
	}
	if f.cmd.Flags().Changed("scopes") {
		f.in.Scopes, changed = trimmed(f.scopes), true
	}
	if !f.cmd.Flags().Changed("client-secret-file") {
		return f.in, changed, nil
	}
	if f.in.ClientSecret != nil {
		return f.in, changed, usagef("--client-secret and --client-secret-file say the same: give one of them")
	}
	secret, err := readSecret(f.secretFile, f.cmd.InOrStdin())
	if err == nil && secret == "" {
		err = usagef("--client-secret-file: there is no secret in it; an empty --client-secret clears the one that is stored")
	}
	f.in.ClientSecret = &secret
	return f.in, true, err
}

// secretFileLimit is more than the longest secret.
const secretFileLimit = 64 << 10

// readSecret reads a secret without the line's end that editors put behind it.
func readSecret(name string, stdin io.Reader) (string, error) {
	from := stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return "", usagef("--client-secret-file: %w", err)
		}
		defer func() { _ = file.Close() }() // it was only read
		from = file
	}
	text, err := io.ReadAll(io.LimitReader(from, secretFileLimit))
	return strings.TrimRight(string(text), "\r\n"), err
}

func (p *Process) createProvider() *cobra.Command {
	var key string
	cmd := &cobra.Command{
		Use:   "create --workspace ID --key KEY --name NAME --client-id TEXT",
		Short: "Make a provider and print its id",
		Long: "Makes a provider and prints its id alone. It takes an issuer, which is asked for its endpoints at once, or the URLs of its endpoints.\n" +
			"Its redirect URI is PORTICO_PUBLIC_URL/oauth/callback. Without a secret this server is a public client.",
		Example: "  portico provider create --workspace ID --key locks --name 'Smart Locks' --issuer https://login.example.com --client-id portico\n" +
			"  portico provider create --workspace ID --key pms --name 'PMS' --authorization-url https://pms.example.com/authorize \\\n" +
			"    --token-url https://pms.example.com/token --client-id portico --client-secret-file - --scopes read",
		Args: noArguments,
	}
	tenant, flags := ofWorkspace(cmd), addProviderFlags(cmd)
	cmd.Flags().StringVar(&key, "key", "", "the business's own `KEY` of it, 1 to 255 characters (required)")
	require(cmd, "key")
	require(cmd, "name")
	require(cmd, "client-id")
	cmd.RunE = runs(func(cmd *cobra.Command, _ []string) error {
		of, err := tenant()
		if err != nil {
			return err
		}
		in, _, err := flags.input()
		if err != nil {
			return err
		}
		return p.withSecrets(cmd.Context(), func(d data) error {
			made, err := d.verbs.CreateProvider(cmd.Context(), of, portal.CreateProviderInput{
				Key: key, Name: *in.Name, LogoURL: in.LogoURL, Issuer: in.Issuer, AuthorizationURL: in.AuthorizationURL, TokenURL: in.TokenURL,
				RevocationURL: in.RevocationURL, ClientID: *in.ClientID, ClientSecret: in.ClientSecret, Scopes: in.Scopes,
			})
			if err != nil {
				return err
			}
			return p.writeProvider(made, flags.asJSON)
		})
	})
	return cmd
}

func (p *Process) updateProvider() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "update ID --workspace ID",
		Short: "Change a provider",
		Long: "Changes what the flags name and prints the provider's id; the rest stays.\n" +
			"An empty text clears the logo, the place to revoke at, and the secret (--client-secret '').",
		Example: "  portico provider update ID --workspace ID --client-secret-file secret.txt",
		Args:    oneID,
	}
	tenant, flags := ofWorkspace(cmd), addProviderFlags(cmd)
	cmd.RunE = runs(func(cmd *cobra.Command, args []string) error {
		of, err := tenant()
		if err != nil {
			return err
		}
		in, changed, err := flags.input()
		if err != nil {
			return err
		}
		if !changed {
			return usagef("say what to change, by a flag for each setting")
		}
		in.ID = strings.ToLower(args[0])
		return p.withSecrets(cmd.Context(), func(d data) error {
			updated, err := d.verbs.UpdateProvider(cmd.Context(), of, in)
			if err != nil {
				return err
			}
			return p.writeProvider(updated, flags.asJSON)
		})
	})
	return cmd
}

func (p *Process) deleteProvider() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "delete ID --workspace ID",
		Short:   "Delete a provider with its accounts",
		Long:    "Deletes a provider with the accounts at it. One that isn't there is passed over.",
		Example: "  portico provider delete ID --workspace ID",
		Args:    oneID,
	}
	tenant := ofWorkspace(cmd)
	cmd.RunE = runs(func(cmd *cobra.Command, args []string) error {
		of, err := tenant()
		if err != nil {
			return err
		}
		return p.withData(cmd.Context(), func(d data) error {
			_, err := d.verbs.DeleteProvider(cmd.Context(), of, strings.ToLower(args[0]))
			return err
		})
	})
	return cmd
}

func (p *Process) listProviders() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "list --workspace ID",
		Short:   "List the providers of a workspace",
		Long:    "Lists the providers of a workspace, oldest first. Their secrets are never shown.",
		Example: "  portico provider list --workspace ID --json",
		Args:    noArguments,
	}
	tenant := ofWorkspace(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print all of them as JSON")
	cmd.RunE = runs(func(cmd *cobra.Command, _ []string) error {
		of, err := tenant()
		if err != nil {
			return err
		}
		return p.withData(cmd.Context(), func(d data) error {
			all, err := d.store.Providers(cmd.Context(), of.WorkspaceID, store.Page{Limit: store.MaxProviders})
			if err != nil {
				return err
			}
			return p.writeProviders(all.Items, asJSON)
		})
	})
	return cmd
}

// providerView is a provider as --json shows it.
type providerView struct {
	ID               uuid.UUID `json:"id"`
	Key              string    `json:"key"`
	Name             string    `json:"name"`
	LogoURL          *string   `json:"logoUrl"`
	Issuer           *string   `json:"issuer"`
	AuthorizationURL *string   `json:"authorizationUrl"`
	TokenURL         *string   `json:"tokenUrl"`
	RevocationURL    *string   `json:"revocationUrl"`
	ClientID         string    `json:"clientId"`
	HasClientSecret  bool      `json:"hasClientSecret"`
	Scopes           []string  `json:"scopes"`
	CreatedAt        time.Time `json:"createdAt"`
	UpdatedAt        time.Time `json:"updatedAt"`
}

func viewProvider(p *models.Provider) providerView {
	return providerView{
		ID: p.ID, Key: p.Key, Name: p.Name, LogoURL: p.LogoURL, Issuer: p.Issuer, AuthorizationURL: p.AuthorizationURL, TokenURL: p.TokenURL,
		RevocationURL: p.RevocationURL, ClientID: p.ClientID, HasClientSecret: p.HasClientSecret(), Scopes: append([]string{}, p.Scopes...),
		CreatedAt: p.CreatedAt.UTC(), UpdatedAt: p.UpdatedAt.UTC(),
	}
}

func (p *Process) writeProvider(provider *models.Provider, asJSON bool) error {
	if asJSON {
		return writeJSON(p.Stdout, viewProvider(provider))
	}
	return writeLine(p.Stdout, provider.ID.String())
}

func (p *Process) writeProviders(all []*models.Provider, asJSON bool) error {
	views, rows := []providerView{}, [][]string{}
	for _, provider := range all {
		view := viewProvider(provider)
		views = append(views, view)
		at := view.Issuer
		if at == nil {
			at = view.TokenURL
		}
		rows = append(rows, []string{view.ID.String(), view.Key, view.Name, *at, view.ClientID, strings.Join(view.Scopes, " ")})
	}
	if asJSON {
		return writeJSON(p.Stdout, views)
	}
	return writeTable(p.Stdout, []string{"ID", "KEY", "NAME", "AT", "CLIENT", "SCOPES"}, rows)
}
