package apitest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/graph/generated"
)

// TestASessionIsRefusedEachMutationOfAFeatureThatItsLinkExcludes walks the mutations that a
// portal session may call: each must belong to a feature, and be refused without it.
func TestASessionIsRefusedEachMutationOfAFeatureThatItsLinkExcludes(t *testing.T) {
	ownStay := map[string]bool{"endPortalSession": true} // it belongs to no feature
	each(t, func(t *testing.T, s *server) {
		w := &fieldWalk{schema: generated.NewExecutableSchema(generated.Config{}).Schema()}
		features := map[string]string{"CONNECT": "connect", "MANAGE_DEVICES": "manageDevices", "ORGANIZE": "organize"}
		walked := map[string]int{}
		for _, field := range w.schema.Mutation.Fields {
			access := field.Directives.ForName("access")
			if access == nil || !strings.Contains(fmt.Sprint(access.Arguments.ForName("by").Value), "PORTAL") || ownStay[field.Name] {
				continue
			}
			gate := field.Directives.ForName("feature")
			if gate == nil {
				t.Errorf("%s may be called by a session, and belongs to no feature", field.Name)
				continue
			}
			feature := gate.Arguments.ForName("is").Value.Raw
			walked[feature]++
			document := w.document("mutation", nil, ast.FieldList{field})
			_, without := s.mint("hotel", obj{"features": obj{features[feature]: obj{"exclude": true}}})
			guest, _ := s.redeem(without)
			guest.refused(document, nil, "FORBIDDEN")
			others := obj{}
			for name, field := range features {
				others[field] = obj{"exclude": name != feature}
			}
			_, with := s.mint("hotel", obj{"features": others})
			if guest, _ = s.redeem(with); guest.call(document, nil).verdict(t, []string{field.Name}) == "FORBIDDEN" {
				t.Errorf("%s is refused to a session whose link has %s", field.Name, feature)
			}
		}
		for _, feature := range []string{"MANAGE_DEVICES", "ORGANIZE"} {
			if walked[feature] == 0 {
				t.Errorf("no mutation belongs to %s", feature)
			}
		}
	})
}
