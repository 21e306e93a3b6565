package main

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/CycloneDX/cyclonedx-go"
	"github.com/package-url/packageurl-go"
)

// writeSBOM completes the SBOM of the Go modules by the npm packages and the licences.
func writeSBOM(in io.Reader, out io.Writer, parts []part) error {
	bom := new(cyclonedx.BOM)
	if err := cyclonedx.NewBOMDecoder(in, cyclonedx.BOMFileFormatJSON).Decode(bom); err != nil {
		return fmt.Errorf("what stands on the input is no SBOM: %w", err)
	}
	if bom.Components == nil || bom.Dependencies == nil || bom.Metadata == nil || bom.Metadata.Component == nil {
		return fmt.Errorf("the SBOM on the input tells of no modules")
	}
	licences := map[string]*cyclonedx.Licenses{}
	var bundled []string
	for _, p := range parts {
		if p.integrity == "" {
			licences[p.name] = licenceOf(p)
			continue
		}
		component, err := npmComponent(p)
		if err != nil {
			return err
		}
		*bom.Components = append(*bom.Components, component)
		bundled = append(bundled, component.BOMRef)
	}
	for i := range *bom.Components {
		component := &(*bom.Components)[i]
		if component.Licenses != nil {
			continue
		}
		if component.Licenses = licences[component.Name]; component.Licenses == nil {
			return fmt.Errorf("the licence of %s is not known", component.Name)
		}
	}
	for i := range *bom.Dependencies {
		dependency := &(*bom.Dependencies)[i]
		if dependency.Ref == bom.Metadata.Component.BOMRef {
			*dependency.Dependencies = append(*dependency.Dependencies, bundled...)
		}
	}
	return cyclonedx.NewBOMEncoder(out, cyclonedx.BOMFileFormatJSON).SetPretty(true).Encode(bom)
}

func licenceOf(p part) *cyclonedx.Licenses {
	return &cyclonedx.Licenses{{License: &cyclonedx.License{ID: p.licence}}}
}

func npmComponent(p part) (cyclonedx.Component, error) {
	kind, encoded, _ := strings.Cut(p.integrity, "-")
	hash, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || kind != "sha512" {
		return cyclonedx.Component{}, fmt.Errorf("%s: %q is no SHA-512", p.title(), p.integrity)
	}
	namespace, name := path.Split(p.name)
	purl := packageurl.NewPackageURL(packageurl.TypeNPM, strings.TrimSuffix(namespace, "/"), name, p.version, nil, "").ToString()
	return cyclonedx.Component{
		BOMRef: purl, Type: cyclonedx.ComponentTypeLibrary, Name: p.name, Version: p.version, PackageURL: purl,
		Scope:    cyclonedx.ScopeRequired,
		Hashes:   &[]cyclonedx.Hash{{Algorithm: cyclonedx.HashAlgoSHA512, Value: hex.EncodeToString(hash)}},
		Licenses: licenceOf(p),
	}, nil
}
