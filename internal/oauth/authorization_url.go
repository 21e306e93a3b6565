package oauth

import (
	"fmt"
	"net/url"
)

// ownParameters are those that this server asks for a consent by.
var ownParameters = []string{"client_id", "state", "redirect_uri", "response_type", "code_challenge", "code_challenge_method"}

// AuthorizationURLFaults lists what is wrong with the address at which consent is asked
// for, beyond what each URL that is called must be. Each reads on behind the URL's name.
func AuthorizationURLFaults(text string) []string {
	u, err := url.Parse(text)
	if err != nil {
		return nil // what isn't a URL is told by what is called
	}
	var faults []string
	if u.Fragment != "" {
		faults = append(faults, "must have no fragment")
	}
	for _, name := range ownParameters {
		if u.Query().Has(name) {
			faults = append(faults, fmt.Sprintf("must not have %s in its query, which this server adds by itself", name))
		}
	}
	return faults
}
