package apitest_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
)

// otherForms writes an id in the forms that RFC 9562's parsers know and that no id is given out in.
func otherForms(id string) map[string]string {
	return map[string]string{
		"in braces": "{" + id + "}", "as a URN": "urn:uuid:" + id, "without hyphens": strings.ReplaceAll(id, "-", ""), "in capitals": strings.ToUpper(id),
	}
}

func TestAnIdIsTakenInTheFormInWhichItIsGivenOutAlone(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		profile := str(s.newProfile(wholeProfile()), "id")
		provider := s.newProvider("one", newService(t))
		link := str(s.newLink("hotel", nil), "id")
		const read = `query($link: ID!, $profile: ID!){magicLink(id: $link){id} node(id: $link){id} customizationProfile(id: $profile){id}}`
		for name, form := range otherForms(profile) {
			s := s.in(t)
			s.refused(createDocument, obj{"input": obj{"customerData": obj{"customerKey": "new"}, "customizationProfileId": form}}, "BAD_USER_INPUT customizationProfileId")
			s.restRefused(restCreate, obj{"customer_data": obj{"customer_key": "new"}, "customization_profile_id": form}, 400, "invalid_input", "customization_profile_id")
			s.refused(updateProfile, obj{"input": obj{"id": form}}, "NOT_FOUND id")
			same(t, "deleted, "+name, yes(s.data(deleteProfile, obj{"id": form}), "deleteCustomizationProfile.deleted"), false)
		}
		for _, form := range otherForms(provider) {
			s.refused(`mutation($id: ID!){updateProvider(input: {id: $id, name: "x"}){provider{id}}}`, obj{"id": form}, "NOT_FOUND id")
		}
		for name, form := range otherForms(link) {
			found := s.data(read, obj{"link": form, "profile": otherForms(profile)[name]})
			same(t, name, found, any(obj{"magicLink": nil, "node": nil, "customizationProfile": nil}))
		}
		same(t, "nothing is stored", at(s.data(`{customer(key: "new"){id}}`, nil), "customer"), nil)
	})
}

func TestAnIdThatCanBeNoneIsToldBesideTheOtherFaults(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		input := obj{
			"customerData": obj{"customerKey": ""}, "customizationProfileId": "none",
			"deepLink": obj{"resourceType": "DEVICE", "resourceId": "{" + uuid.NewString() + "}"},
		}
		want := []string{"customerData.customerKey", "deepLink.resourceId", "customizationProfileId"}
		same(t, "the dry run", strs(s.check(input), "faults", "field"), want)
		for i := range want {
			want[i] = "BAD_USER_INPUT " + want[i]
		}
		s.refused(createDocument, obj{"input": input}, want...)
	})
}
