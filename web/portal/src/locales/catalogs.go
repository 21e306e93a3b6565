// Package locales holds what the pages say, a file for each locale: `name` is the
// language's own name, `portal` what the portal's script and the server both say,
// `pages` what the server alone says.
package locales

import "embed"

// Files are the catalogs.
//
//go:embed *.json
var Files embed.FS
