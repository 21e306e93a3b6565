package server_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/testdb"
)

const (
	dashboardFile = "../../deploy/grafana/portico.json"
	alertsFolder  = "../../deploy/prometheus"
)

// promtool runs Prometheus's tool, which says what is wrong with what it is given.
func promtool(t *testing.T, folder, input string, args ...string) {
	t.Helper()
	command := exec.Command("promtool", args...)
	command.Dir, command.Stdin = folder, strings.NewReader(input)
	if said, err := command.CombinedOutput(); err != nil {
		t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, said)
	}
}

// dashboardQueries are what the dashboard asks Prometheus, by their panels, as they are
// once Grafana has filled them in.
func dashboardQueries(t *testing.T) map[string]string {
	t.Helper()
	var dashboard struct {
		Panels []struct {
			Title   string
			Targets []struct{ RefID, Expr string }
		}
	}
	text, err := os.ReadFile(dashboardFile)
	if err == nil {
		err = json.Unmarshal(text, &dashboard)
	}
	if err != nil {
		t.Fatal(err)
	}
	filled := strings.NewReplacer("$__rate_interval", "5m", "$instance", ".*")
	queries := map[string]string{}
	for _, panel := range dashboard.Panels {
		for _, target := range panel.Targets {
			queries[panel.Title+" "+target.RefID] = filled.Replace(target.Expr)
		}
	}
	return queries
}

func TestTheAlertsFireOnWhatTheirTestsSay(t *testing.T) {
	t.Parallel()
	promtool(t, alertsFolder, "", "check", "rules", "alerts.yml")
	promtool(t, alertsFolder, "", "test", "rules", "alerts_test.yml")
}

func TestThePanelsOfTheDashboardAskInPrometheussLanguage(t *testing.T) {
	t.Parallel()
	var rules strings.Builder
	rules.WriteString("groups:\n- name: panels\n  rules:\n")
	for i, title := range slices.Sorted(maps.Keys(dashboardQueries(t))) {
		fmt.Fprintf(&rules, "  - {record: panel_%d, expr: %q}\n", i, dashboardQueries(t)[title])
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "panels.yml"), []byte(rules.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	promtool(t, folder, "", "check", "rules", "panels.yml")
}

var (
	metricName = regexp.MustCompile(`\b(?:portico|go|process)_[a-z0-9_]+`)
	labelList  = regexp.MustCompile(`\bby \([^)]*\)`)
)

func TestEveryMetricOfTheDashboardAndTheAlertsIsThereAfterTheMainJob(t *testing.T) {
	t.Parallel()
	alerts, err := os.ReadFile(filepath.Join(alertsFolder, "alerts.yml"))
	if err != nil {
		t.Fatal(err)
	}
	asked := metricName.FindAllString(labelList.ReplaceAllString(string(alerts), ""), -1)
	for _, query := range dashboardQueries(t) {
		asked = append(asked, metricName.FindAllString(labelList.ReplaceAllString(query, ""), -1)...)
	}
	if len(asked) < 20 {
		t.Fatalf("only %q are asked for", asked)
	}
	testdb.Each(t, migrate, func(t *testing.T, url string) {
		s := start(t, load(t, url), true)
		link := s.mint(t, "Authorization: Bearer "+s.firstKey(t))
		s.query(t, `mutation { redeemMagicLink(input: {token: "`+link+`"}) { portal { expiresAt } } }`)
		_, told := s.get(t, "/metrics")
		for _, name := range asked {
			if !strings.Contains(told, "\n"+name+"{") && !strings.Contains(told, "\n"+name+" ") {
				t.Errorf("/metrics lacks %s", name)
			}
		}
		promtool(t, "", told, "check", "metrics")
	})
}

// TestTheDocumentationHasEveryMetric holds docs/telemetry.md against what is told.
func TestTheDocumentationHasEveryMetric(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/telemetry.md")
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate)), true)
	_, told := s.get(t, "/metrics")
	for _, found := range regexp.MustCompile(`(?m)^# TYPE (portico_\w+)`).FindAllStringSubmatch(told, -1) {
		if !strings.Contains(string(page), "`"+found[1]+"`") {
			t.Errorf("%s is not documented", found[1])
		}
	}
}
