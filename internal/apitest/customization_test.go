package apitest_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

const (
	profileFields = `id name logoUrl primaryColor secondaryColor primaryForegroundColor secondaryForegroundColor fontFamily monoFontFamily messageOverrides`
	createProfile = `mutation($input: CreateCustomizationProfileInput!){createCustomizationProfile(input: $input){customizationProfile{` + profileFields + `}}}`
	updateProfile = `mutation($input: UpdateCustomizationProfileInput!){updateCustomizationProfile(input: $input){customizationProfile{` + profileFields + `}}}`
	deleteProfile = `mutation($id: ID!){deleteCustomizationProfile(input: {id: $id}){deleted}}`
	profileByID   = `query($id: ID!){customizationProfile(id: $id){` + profileFields + `} node(id: $id){__typename ... on CustomizationProfile{` + profileFields + `}}}`
	brandOfPortal = `{portal{brand{name logoUrl accentColor secondaryColor primaryForegroundColor secondaryForegroundColor fontFamily monoFontFamily messageOverrides}}}`
)

func wholeProfile() obj {
	return obj{
		"name": "Night", "logoUrl": "https://example.com/night.svg", "primaryColor": "#0a7cff", "secondaryColor": "#112233",
		"primaryForegroundColor": "#FFFFFF", "secondaryForegroundColor": "#000000", "fontFamily": `Inter, "Segoe UI", sans-serif`, "monoFontFamily": "monospace",
		"messageOverrides": obj{"en-US": obj{"portal.today": "Now <&> \"é\""}, "el-GR": obj{"portal.today": "Σήμερα"}},
	}
}

func (c client) newProfile(input obj) any {
	c.t.Helper()
	return at(c.data(createProfile, obj{"input": input}), "createCustomizationProfile.customizationProfile")
}

func TestACustomizationProfileIsReadBackAsItWasSentAndChanges(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		want := wholeProfile()
		made := s.newProfile(wholeProfile())
		id := str(made, "id")
		want["id"] = id
		same(t, "as it is made", made, want)
		read := s.data(profileByID, obj{"id": id})
		same(t, "by its id", at(read, "customizationProfile"), want)
		node := maps.Clone(want)
		node["__typename"] = "CustomizationProfile"
		same(t, "as a node", at(read, "node"), node)
		second := str(s.newProfile(obj{"name": "Plain"}), "id")
		listed := s.data(`{customizationProfiles(first: 1){totalCount nodes{id} pageInfo{endCursor}}}`, nil)
		same(t, "the first of two", fmt.Sprint(num(listed, "customizationProfiles.totalCount"), str(listed, "customizationProfiles.nodes.0.id")), fmt.Sprint(2, id))
		rest := s.data(`query($after: String){customizationProfiles(after: $after){nodes{id}}}`, obj{"after": str(listed, "customizationProfiles.pageInfo.endCursor")})
		same(t, "the second", strs(rest, "customizationProfiles.nodes", "id"), []string{second})

		changed := at(s.data(updateProfile, obj{"input": obj{"id": id, "name": "Day", "logoUrl": "", "messageOverrides": obj{"en-US": obj{"a": "b"}}}}), "updateCustomizationProfile.customizationProfile")
		want["name"], want["logoUrl"], want["messageOverrides"] = "Day", nil, obj{"en-US": obj{"a": "b"}}
		same(t, "what isn't named stays", changed, want)
		cleared := obj{"id": id, "messageOverrides": obj{}}
		for _, field := range []string{"primaryColor", "secondaryColor", "primaryForegroundColor", "secondaryForegroundColor", "fontFamily", "monoFontFamily"} {
			cleared[field] = ""
		}
		s.data(updateProfile, obj{"input": cleared})
		for field, value := range at(s.data(profileByID, obj{"id": id}), "customizationProfile").(obj) {
			if field != "id" && field != "name" {
				same(t, field+" is cleared", value, nil)
			}
		}
		same(t, "deleted", yes(s.data(deleteProfile, obj{"id": id}), "deleteCustomizationProfile.deleted"), true)
		same(t, "deleted again", yes(s.data(deleteProfile, obj{"id": id}), "deleteCustomizationProfile.deleted"), false)
		same(t, "afterwards", s.data(profileByID, obj{"id": id}), obj{"customizationProfile": nil, "node": nil})
		s.refused(updateProfile, obj{"input": obj{"id": id}}, "NOT_FOUND id")
	})
}

func TestACustomizationProfileHasItsLimits(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.refused(createProfile, obj{"input": obj{
			"name": "", "logoUrl": "ftp://example.com", "primaryColor": "red", "secondaryColor": "#12345", "primaryForegroundColor": "#gggggg",
			"secondaryForegroundColor": "x", "fontFamily": `"a`, "monoFontFamily": strings.Repeat("a", 256),
			"messageOverrides": obj{"en": obj{}, "en-US": "text", "de-DE": obj{"": "a", "b": 5}, "el-GR": obj{"c": strings.Repeat("x", 1001)}, "fr-FR": obj{"d": "a\nb"}},
		}}, "BAD_USER_INPUT name", "BAD_USER_INPUT logoUrl", "BAD_USER_INPUT primaryColor", "BAD_USER_INPUT secondaryColor",
			"BAD_USER_INPUT primaryForegroundColor", "BAD_USER_INPUT secondaryForegroundColor", "BAD_USER_INPUT fontFamily", "BAD_USER_INPUT monoFontFamily",
			"BAD_USER_INPUT messageOverrides.de-DE", "BAD_USER_INPUT messageOverrides.de-DE", "BAD_USER_INPUT messageOverrides.el-GR",
			"BAD_USER_INPUT messageOverrides", "BAD_USER_INPUT messageOverrides.en-US", "BAD_USER_INPUT messageOverrides.fr-FR")
		many := obj{}
		for i := range 70 {
			many[fmt.Sprint("m", i)] = strings.Repeat("x", 1000)
		}
		s.refused(createProfile, obj{"input": obj{"name": "x", "messageOverrides": obj{"en-US": many}}}, "BAD_USER_INPUT messageOverrides")
		same(t, "stored", s.scalar("SELECT count(*) FROM customization_profiles"), 0)
		for i := range 100 {
			s.newProfile(obj{"name": fmt.Sprint(i)})
		}
		s.refused(createProfile, obj{"input": obj{"name": "x"}}, "LIMIT_EXCEEDED")
		s.second().newProfile(obj{"name": "another workspace's"})
	})
}

func TestAPortalLooksByItsProfileAndElseByTheWorkspace(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.data(`mutation{updateWorkspace(input: {brandName: "Acme", logoUrl: "https://example.com/acme.svg", accentColor: "#000001"}){workspace{id}}}`, nil)
		profile := str(s.newProfile(wholeProfile()), "id")
		plain := str(s.newProfile(obj{"name": "Plain", "secondaryColor": "#222222"}), "id")
		foreign := str(s.second().newProfile(obj{"name": "x"}), "id")
		open := func(id string) (client, string) {
			link, url := s.mint("hotel", obj{"customizationProfileId": id})
			same(t, "on the link", str(s.data(`query($id: ID!){magicLink(id: $id){customizationProfileId}}`, obj{"id": link}), "magicLink.customizationProfileId"), id)
			guest, redeemed := s.redeem(url)
			same(t, "the name is the workspace's", str(redeemed, "portal.brand.name"), "Acme")
			return guest, url
		}
		guest, _ := open(profile)
		want := wholeProfile()
		want["name"], want["accentColor"] = "Acme", want["primaryColor"]
		delete(want, "primaryColor")
		same(t, "all of it", at(guest.data(brandOfPortal, nil), "portal.brand"), want)
		bare, _ := open(plain)
		brand := at(bare.data(brandOfPortal, nil), "portal.brand")
		same(t, "where it says nothing", []any{at(brand, "logoUrl"), at(brand, "accentColor"), at(brand, "secondaryColor"), at(brand, "fontFamily")},
			[]any{"https://example.com/acme.svg", "#000001", "#222222", nil})
		s.data(deleteProfile, obj{"id": profile})
		brand = at(guest.data(brandOfPortal, nil), "portal.brand")
		same(t, "once it is deleted", []any{at(brand, "accentColor"), at(brand, "messageOverrides")}, []any{"#000001", nil})
		for _, id := range []string{profile, foreign, "none"} {
			input := obj{"customerData": obj{"customerKey": "new"}, "customizationProfileId": id}
			s.refused(createDocument, obj{"input": input}, "BAD_USER_INPUT customizationProfileId")
			same(t, "the dry run", strs(s.check(input), "faults", "field"), []string{"customizationProfileId"})
		}
		same(t, "nothing is stored", at(s.data(`{customer(key: "new"){id}}`, nil), "customer"), nil)
	})
}
