package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/models"
)

func (p *Process) customers() *cobra.Command {
	return group(&cobra.Command{
		Use:   "customer",
		Short: "Export and delete a customer's data",
		Long:  "A customer is whose portal it is. Its data can be handed out as one document, and deleted for good.",
		Example: "  portico customer export --workspace ID --key grand-hotel > grand-hotel.json\n" +
			"  portico customer delete --workspace ID --key grand-hotel",
	}, p.exportCustomer(), p.deleteCustomer())
}

func (p *Process) exportCustomer() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export --workspace ID --key KEY",
		Short: "Print everything that is held about a customer",
		Long: "Prints everything that is held about a customer as one JSON document: its data, devices and accounts, its\n" +
			"links, sessions and events. Tokens and what is made of them are left out. Where it fails, the document\n" +
			"is unfinished and the exit code 1.",
		Example: "  portico customer export --workspace ID --key grand-hotel > grand-hotel.json",
		Args:    noArguments,
	}
	tenant, key := ofWorkspace(cmd), keyFlag(cmd)
	cmd.RunE = runs(func(cmd *cobra.Command, _ []string) error {
		of, err := tenant()
		if err != nil {
			return err
		}
		return p.withData(cmd.Context(), func(d data) error {
			customer, err := d.customer(cmd.Context(), of, *key)
			if err != nil {
				return err
			}
			return d.verbs.ExportCustomer(cmd.Context(), &customer, p.Stdout)
		})
	})
	return cmd
}

func (p *Process) deleteCustomer() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "delete --workspace ID --key KEY",
		Short: "Delete a customer with everything that is held about it",
		Long: "Deletes a customer with its data, devices and accounts, its links and sessions. On a terminal it asks for the\n" +
			"customer's key first; elsewhere it needs --yes.",
		Example: "  portico customer delete --workspace ID --key grand-hotel\n" +
			"  portico customer delete --workspace ID --key grand-hotel --yes",
		Args: noArguments,
	}
	tenant, key := ofWorkspace(cmd), keyFlag(cmd)
	cmd.Flags().BoolVar(&yes, "yes", false, "delete it without asking")
	cmd.RunE = runs(func(cmd *cobra.Command, _ []string) error {
		of, err := tenant()
		if err != nil {
			return err
		}
		if !yes && !p.StdinIsTerminal {
			return usagef("--yes is missing, and there is no terminal to ask whether to delete it")
		}
		return p.withData(cmd.Context(), func(d data) error {
			customer, err := d.customer(cmd.Context(), of, *key)
			if err != nil {
				return err
			}
			if !yes {
				if err := p.confirm(cmd, &customer); err != nil {
					return err
				}
			}
			_, err = d.verbs.DeleteCustomerData(cmd.Context(), of, portal.DeleteCustomerDataInput{CustomerKeys: []string{customer.Key}})
			return err
		})
	})
	return cmd
}

// keyFlag adds the flag that names a customer.
func keyFlag(cmd *cobra.Command) *string {
	key := cmd.Flags().String("key", "", "the business's own `KEY` of the customer (required)")
	require(cmd, "key")
	return key
}

// customer finds a customer; a key that nobody has is likely a slip of the pen, and nothing
// to pass over.
func (d data) customer(ctx context.Context, of models.Tenant, key string) (models.Customer, error) {
	customer, err := d.store.CustomerByKey(ctx, of.WorkspaceID, key)
	if errors.Is(err, store.ErrNotFound) {
		err = fault.New(fault.NotFound, "there is no customer %q in the workspace %s", key, of.WorkspaceID)
	}
	return customer, err
}

var errNotConfirmed = errors.New("nothing was deleted: that is not the customer's key")

// confirm has the person type the customer's key.
func (p *Process) confirm(cmd *cobra.Command, customer *models.Customer) error {
	_, err := fmt.Fprintf(p.Stderr, "This deletes the customer %s of the workspace %s with everything that is held about it.\nType its key to go on: ",
		oneLine(customer.Key), customer.WorkspaceID)
	if err != nil {
		return err
	}
	typed := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(cmd.InOrStdin())
		lines.Scan()
		typed <- lines.Text()
	}()
	select {
	case <-cmd.Context().Done(): // Ctrl-C; the reading ends with the process
		return cmd.Context().Err()
	case key := <-typed:
		if key != customer.Key {
			return errNotConfirmed
		}
		return nil
	}
}
