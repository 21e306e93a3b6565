package cli

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/portico-portal/portico/internal/config"
)

const (
	healthPatience  = 5 * time.Second
	maxHealthAnswer = 200
)

func (p *Process) healthcheck() *cobra.Command {
	return &cobra.Command{
		Use:   "healthcheck",
		Short: "Tell by the exit code whether the server is ready",
		Long: "Asks the server on PORT of this machine for /readyz, and exits with 0 if it is ready, else with 1.\n" +
			"It is what a container's health check calls.",
		Example: "  portico healthcheck && echo ready\n" +
			"  HEALTHCHECK CMD [\"portico\", \"healthcheck\"]",
		Args: noArguments,
		RunE: runs(func(cmd *cobra.Command, _ []string) error {
			settings, _, err := p.environment(cmd.Context())
			if err != nil {
				return err
			}
			return checkHealth(cmd.Context(), settings.Listen)
		}),
	}
}

func checkHealth(ctx context.Context, at config.Listen) error {
	ctx, cancel := context.WithTimeout(ctx, healthPatience)
	defer cancel()
	address := net.JoinHostPort(localHost(at.Host), strconv.Itoa(at.Port))
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", http.NoBody)
	if err != nil {
		return err
	}
	response, err := (&http.Client{Transport: &http.Transport{}}).Do(request)
	if err != nil {
		return fmt.Errorf("no server answers on %s", address)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode == http.StatusOK {
		return nil
	}
	reason, _ := io.ReadAll(io.LimitReader(response.Body, maxHealthAnswer)) // the status says it already
	return fmt.Errorf("the server on %s is not ready: %s", address, strings.TrimSpace(string(reason)))
}

// localHost is where a server that listens on host is reached from here.
func localHost(host string) string {
	if address, err := netip.ParseAddr(host); host == "" || err == nil && address.IsUnspecified() {
		return "localhost"
	}
	return host
}
