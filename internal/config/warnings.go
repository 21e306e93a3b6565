package config

import (
	"regexp"
	"slices"
	"strings"
)

const (
	ourPrefix = "PORTICO_"
	// testPrefix begins the variables of our own tests.
	testPrefix = "PORTICO_TEST_"
)

// warnings tells of every variable that begins as ours do and isn't known, since
// nothing else would show a slip of the pen. It never shows a value.
func warnings(environ []string) []string {
	known := Variables()
	var lines []string
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, ourPrefix) || strings.HasPrefix(name, testPrefix) || isServiceLink(name, value) {
			continue
		}
		if !slices.ContainsFunc(known, func(v Variable) bool { return v.Name == name }) {
			lines = append(lines, warning(name, known))
		}
	}
	slices.Sort(lines)
	return lines
}

func warning(name string, known []Variable) string {
	line := name + " is not a variable of Portico's and is ignored"
	if near := nearest(name, known); near != "" {
		line += "; did you mean " + near + "?"
	}
	return line
}

// isServiceLink tells the variables that Kubernetes puts into every container for
// a service: for one named portico they begin as ours do (Kubernetes manual,
// "Accessing the Service": {SVCNAME}_SERVICE_HOST, and Docker's old link names).
func isServiceLink(name, value string) bool {
	link := regexp.MustCompile(`_PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?$`)
	service := regexp.MustCompile(`_SERVICE_(HOST|PORT(_.+)?)$`)
	bare := strings.HasSuffix(name, "_PORT") && link.FindString(name) == "_PORT"
	return service.MatchString(name) || link.MatchString(name) && (!bare || strings.Contains(value, "://"))
}

// nearest is the known name that the fewest slips lead to, or none that is near.
func nearest(name string, known []Variable) string {
	bare := strings.TrimPrefix(name, ourPrefix)
	best, fewest := "", len(bare)/3+1
	for _, v := range known {
		if v.Name == bare { // PORTICO_DATABASE_URL, which has no prefix
			return bare
		}
		if slips := distance(bare, strings.TrimPrefix(v.Name, ourPrefix)); slips < fewest {
			best, fewest = v.Name, slips
		}
	}
	return best
}

// distance is Levenshtein's: the fewest letters put in, left out or changed.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
