package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/portico-portal/portico/models"
)

func (p *Process) tokens() *cobra.Command {
	return group(&cobra.Command{
		Use:   "token",
		Short: "Make, list and revoke personal access tokens",
		Long: "A personal access token is good for the workspaces that it was made for; each request says which by\n" +
			"the header seam-workspace.",
		Example: "  portico token create --name ada --workspace ID --workspace ID\n" +
			"  portico token list",
	}, p.createToken(),
		p.listCredentials(models.CredentialPersonalAccessToken, "personal access tokens"),
		p.revokeCredential(models.CredentialPersonalAccessToken, "a personal access token"))
}

func (p *Process) createToken() *cobra.Command {
	var flags credentialFlags
	var workspaces []string
	cmd := &cobra.Command{
		Use:   "create --name NAME --workspace ID...",
		Short: "Make a personal access token and print it",
		Long: "Makes a personal access token for one or more workspaces and prints it alone. It is shown this once:\n" +
			"only its hash is kept.",
		Example: "  portico token create --name ada --workspace ID1 ID2\n" +
			"  portico token create --name ada --workspace ID1,ID2 --expires 30d",
		RunE: runs(func(cmd *cobra.Command, args []string) error {
			if strings.TrimSpace(flags.name) == "" {
				return usagef("--name: must not be empty")
			}
			in, err := flags.input(append(workspaces, args...))
			if err != nil {
				return err
			}
			return p.createCredential(cmd.Context(), models.CredentialPersonalAccessToken, in, flags.asJSON)
		}),
	}
	cmd.Flags().StringSliceVar(&workspaces, "workspace", nil, "the `ID`s of its workspaces: one after the other, separated by commas, or the flag again (required)")
	cmd.Flags().StringVar(&flags.name, "name", "", "the `NAME` that operators know it by (required)")
	flags.add(cmd)
	require(cmd, "workspace")
	require(cmd, "name")
	return cmd
}
