package cli

import (
	"github.com/spf13/cobra"

	"github.com/portico-portal/portico/models"
)

func (p *Process) keys() *cobra.Command {
	return group(&cobra.Command{
		Use:   "key",
		Short: "Make, list and revoke API keys",
		Long:  "An API key is what a business's backend calls the API with. It is bound to one workspace.",
		Example: "  portico key create --workspace ID --name backend\n" +
			"  portico key list",
	}, p.createKey(),
		p.listCredentials(models.CredentialAPIKey, "API keys"),
		p.revokeCredential(models.CredentialAPIKey, "an API key"))
}

func (p *Process) createKey() *cobra.Command {
	var flags credentialFlags
	var workspace string
	cmd := &cobra.Command{
		Use:   "create --workspace ID",
		Short: "Make an API key and print it",
		Long:  "Makes an API key for a workspace and prints it alone. It is shown this once: only its hash is kept.",
		Example: "  portico key create --workspace ID --name backend --expires 90d\n" +
			"  portico key create --workspace ID --prefix seam --json",
		Args: noArguments,
		RunE: runs(func(cmd *cobra.Command, _ []string) error {
			in, err := flags.input([]string{workspace})
			if err != nil {
				return err
			}
			return p.createCredential(cmd.Context(), models.CredentialAPIKey, in, flags.asJSON)
		}),
	}
	cmd.Flags().StringVar(&workspace, "workspace", "", "the `ID` of its workspace (required)")
	cmd.Flags().StringVar(&flags.name, "name", "", "the `NAME` that operators know it by")
	flags.add(cmd)
	require(cmd, "workspace")
	return cmd
}
