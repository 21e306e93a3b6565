package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.elastic.co/go-licence-detector/dependency"
	"go.elastic.co/go-licence-detector/detector"
)

// targets are the systems that the binary is built for; some modules are linked on one alone.
var targets = []string{"linux", "darwin", "windows"}

// module is what `go list` tells of a module.
type module struct {
	Path, Version, Dir string
	Main               bool
}

// goModules lists the modules that the binary is linked from, Go's own first.
func goModules(ctx context.Context) ([]part, error) {
	linked := map[module]map[string]bool{}
	for _, system := range targets {
		if err := link(ctx, system, linked); err != nil {
			return nil, err
		}
	}
	licences, err := detect(linked)
	if err != nil {
		return nil, err
	}
	golang, err := standardLibrary(ctx)
	if err != nil {
		return nil, err
	}
	parts := []part{golang}
	for _, m := range slices.SortedFunc(maps.Keys(linked), func(a, b module) int { return strings.Compare(a.Path, b.Path) }) {
		text, err := licenceTexts(m.Dir, linked[m])
		if err != nil {
			return nil, err
		}
		parts = append(parts, part{name: m.Path, version: m.Version, licence: licences[m.Path], text: text})
	}
	return parts, nil
}

// link adds the modules that are linked for a system, each with the folders of its packages.
func link(ctx context.Context, system string, linked map[module]map[string]bool) error {
	list := exec.CommandContext(ctx, "go", "list", "-deps", "-json=Dir,Module", ".")
	list.Dir, list.Stderr = root, os.Stderr
	list.Env = append(os.Environ(), "CGO_ENABLED=0", "GOARCH=amd64", "GOOS="+system)
	output, err := list.Output()
	if err != nil {
		return fmt.Errorf("go list for %s: %w", system, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(output))
	for {
		var pkg struct {
			Dir    string
			Module *module
		}
		if err := decoder.Decode(&pkg); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if pkg.Module == nil || pkg.Module.Main {
			continue
		}
		if linked[*pkg.Module] == nil {
			linked[*pkg.Module] = map[string]bool{}
		}
		linked[*pkg.Module][pkg.Dir] = true
	}
}

// detect tells the modules' licences by their texts.
func detect(linked map[module]map[string]bool) (map[string]string, error) {
	classifier, err := detector.NewClassifier("")
	if err != nil {
		return nil, err
	}
	rules := &detector.Rules{AllowList: map[string]struct{}{}}
	for _, licence := range slices.Concat(allowed, slices.Collect(maps.Values(exceptions))) {
		rules.AllowList[licence] = struct{}{}
	}
	var input bytes.Buffer
	for m := range linked {
		if err := json.NewEncoder(&input).Encode(m); err != nil {
			return nil, err
		}
	}
	found, err := detector.Detect(&input, classifier, rules, dependency.Overrides{}, true)
	if err != nil {
		return nil, err
	}
	licences := map[string]string{}
	for _, info := range found.Direct {
		licences[info.Name] = info.LicenceType
	}
	return licences, nil
}

// standardLibrary is what every Go program is linked with. Its version is the
// machine's, which an SBOM tells and a file that is checked in can't.
func standardLibrary(ctx context.Context) (part, error) {
	goroot, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return part{}, fmt.Errorf("go env GOROOT: %w", err)
	}
	dir := strings.TrimSpace(string(goroot))
	text, err := licenceTexts(dir, map[string]bool{dir: true})
	return part{name: "std", version: "Go", licence: "BSD-3-Clause", text: text}, err
}

var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|copyright|notice|patents)([-._][^.]*)?(\.(txt|md))?$`)

// licenceTexts joins the licences and notices of a module: those at its root and
// those that stand beside a package that is linked.
func licenceTexts(folder string, packages map[string]bool) (string, error) {
	folders := map[string]bool{folder: true}
	for dir := range packages {
		for ; strings.HasPrefix(dir, folder+string(filepath.Separator)); dir = filepath.Dir(dir) {
			folders[dir] = true
		}
	}
	var texts []string
	for _, place := range slices.Sorted(maps.Keys(folders)) {
		entries, err := os.ReadDir(place)
		if err != nil {
			return "", err
		}
		for _, entry := range entries {
			if !licenceFile.MatchString(entry.Name()) || !entry.Type().IsRegular() {
				continue
			}
			content, err := os.ReadFile(filepath.Join(place, entry.Name()))
			if err != nil {
				return "", err
			}
			name, err := filepath.Rel(folder, filepath.Join(place, entry.Name()))
			if err != nil {
				return "", err
			}
			texts = append(texts, fmt.Sprintf("### %s\n\n%s", filepath.ToSlash(name), tidy(content)))
		}
	}
	if len(texts) == 0 {
		return "", fmt.Errorf("no licence in %s", folder)
	}
	return strings.Join(texts, "\n\n"), nil
}

// tidy ends lines by a newline alone, and keeps no space at their ends.
func tidy(text []byte) string {
	lines := strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t\f")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}
