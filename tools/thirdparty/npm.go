package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// bundles are the apps in the binary: the list of licences that Vite writes of
// what it bundled, and the lock that its packages come from.
var bundles = []struct{ licences, lock string }{
	{"internal/web/playground/dist/licenses.md", "web/playground/package-lock.json"},
	{"internal/web/portalpage/dist/licenses.md.gz", "web/portal/package-lock.json"},
}

// npmPackages lists the npm packages that are bundled in the assets.
func npmPackages() ([]part, error) {
	found := map[string]part{}
	for _, bundle := range bundles {
		text, err := readText(filepath.Join(root, bundle.licences))
		if err != nil {
			return nil, err
		}
		integrities, err := readLock(filepath.Join(root, bundle.lock))
		if err != nil {
			return nil, err
		}
		parts, err := bundled(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", bundle.licences, err)
		}
		for _, p := range parts {
			if p.integrity = integrities[p.name+"@"+p.version]; p.integrity == "" {
				return nil, fmt.Errorf("%s is not in %s", p.title(), bundle.lock)
			}
			found[p.title()] = p
		}
	}
	titles := make([]string, 0, len(found))
	for title := range found {
		titles = append(titles, title)
	}
	slices.Sort(titles)
	parts := make([]part, 0, len(found))
	for _, title := range titles {
		parts = append(parts, found[title])
	}
	return parts, nil
}

var packageTitle = regexp.MustCompile(`^(\S+) - (\S+) \(([^()]+)\)$`)

// bundled takes Vite's list apart.
func bundled(text string) ([]part, error) {
	sections := strings.Split("\n"+text, "\n## ")[1:]
	if len(sections) == 0 {
		return nil, fmt.Errorf("it lists no package")
	}
	var parts []part
	for _, section := range sections {
		title, licence, _ := strings.Cut(section, "\n")
		match := packageTitle.FindStringSubmatch(title)
		if match == nil {
			return nil, fmt.Errorf("%q doesn't tell a package, its version and its licence", title)
		}
		parts = append(parts, part{name: match[1], version: match[2], licence: match[3], text: tidy([]byte(licence))})
	}
	return parts, nil
}

// readText reads a file, compressed or not.
func readText(path string) (string, error) {
	content, err := os.ReadFile(path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return string(content), err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(unpacked)
	return string(text), err
}

// readLock gives the hash of each package, by its name and version.
func readLock(path string) (map[string]string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct{ Name, Version, Integrity string }
	}
	if err := json.Unmarshal(content, &lock); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	integrities := map[string]string{}
	for place, p := range lock.Packages {
		name := p.Name // it stands where the package has another name than its folder
		if name == "" {
			name = place[strings.LastIndex(place, "node_modules/")+len("node_modules/"):]
		}
		integrities[name+"@"+p.Version] = p.Integrity
	}
	return integrities, nil
}
