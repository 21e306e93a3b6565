package apitest_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// asGraphQL puts an input of REST into GraphQL's words.
func asGraphQL(name string, value any) any {
	switch v := value.(type) {
	case obj:
		if name == "custom_metadata" {
			return v
		}
		words := obj{}
		for inner, value := range v {
			words[camel(inner)] = asGraphQL(inner, value)
		}
		return words
	case arr:
		words := arr{}
		for _, item := range v {
			words = append(words, asGraphQL(name, item))
		}
		return words
	case string:
		switch name {
		case "locale", "navigation_mode", "resource_type", "allowed_events", "default_events":
			return strings.ToUpper(strings.NewReplacer("-", "_", ".", "_").Replace(v))
		}
	case json.Number:
		number, err := v.Float64()
		if err != nil {
			panic(err) // made here
		}
		return number
	}
	return value
}

// holding is what a customer is to hold after all that was pushed: by kind and key, the items
// as GraphQL takes them.
type holding map[string]any

// push replaces what it names, but for custom metadata, which it merges.
func (h holding) push(data any) {
	for _, l := range slices.Concat(spaceLists, personLists, grantLists) {
		for _, item := range items(data, l.list) {
			name := l.kind + " " + str(item, l.key)
			merged, metadata := maps.Clone(item.(obj)), obj{}
			for _, part := range []any{at(h[name], "customMetadata"), at(item, "customMetadata")} {
				sent, _ := part.(obj)
				maps.Copy(metadata, sent)
			}
			maps.DeleteFunc(metadata, func(_ string, value any) bool { return value == nil || value == "" })
			merged["customMetadata"] = nil
			if len(metadata) > 0 {
				merged["customMetadata"] = metadata
			}
			h[name] = merged
		}
	}
}

// readBack is what is to be read of it, in the form of the function of that name.
func (h holding) readBack() map[string]obj {
	all := map[string]obj{}
	for name, item := range h {
		kind, _, _ := strings.Cut(name, " ")
		ofKind := func(l kindOf) bool { return l.kind == kind }
		switch {
		case slices.ContainsFunc(spaceLists, ofKind):
			all[name] = storedPlace(item)
			if h["SITE "+str(item, "parentSiteKey")] == nil {
				all[name]["parentSite"] = nil
			}
		case slices.ContainsFunc(personLists, ofKind):
			all[name] = storedPerson(item)
			all[name]["spaces"] = h.places(item)
		default:
			all[name] = storedGrant(item)
			all[name]["spaces"], all[name]["userIdentity"] = h.places(item), nil
			for _, l := range slices.Backward(grantPeople) {
				if key := str(item, l.key); h[l.kind+" "+key] != nil {
					all[name]["userIdentity"] = obj{"kind": l.kind, "key": key}
				}
			}
		}
	}
	return all
}

// places are those that an item names and that are there, each once.
func (h holding) places(item any) arr {
	found, seen := arr{}, map[string]bool{}
	for _, l := range spaceLists {
		for _, key := range items(item, placeReference(l)) {
			if kind := h.place(l.kind, key.(string)); kind != "" && !seen[kind+" "+key.(string)] {
				seen[kind+" "+key.(string)] = true
				found = append(found, obj{"kind": kind, "key": key})
			}
		}
	}
	return found
}

// place gives the kind of the place that is named; empty where there is none.
func (h holding) place(kind, key string) string {
	for _, l := range spaceLists {
		if (kind == "SPACE" || kind == l.kind) && h[l.kind+" "+key] != nil {
			return l.kind
		}
	}
	return ""
}

// unresolved counts the references in an input that name nothing.
func (h holding) unresolved(input any) int {
	missing := 0
	note := func(there bool) {
		if !there {
			missing++
		}
	}
	switch key := str(input, "deepLink.resourceKey"); str(input, "deepLink.resourceType") {
	case "RESERVATION":
		note(h["RESERVATION "+key] != nil)
	case "SPACE":
		note(h.place("SPACE", key) != "")
	case "DEVICE": // there are none
		note(false)
	}
	if page, ok := h.landingPage(at(input, "landingPage.manage")).(obj); ok {
		note(page["space"] != nil || page["accessGrant"] != nil)
	}
	for _, l := range slices.Concat(spaceLists, personLists, grantLists) {
		for _, item := range items(input, "customerData."+l.list) {
			if site := at(item, "parentSiteKey"); site != nil {
				note(h["SITE "+site.(string)] != nil)
			}
			for _, place := range spaceLists {
				for _, key := range items(item, placeReference(place)) {
					note(h.place(place.kind, key.(string)) != "")
				}
			}
			for _, person := range grantPeople {
				if key := at(item, person.key); key != nil && person.key != l.key {
					note(h[person.kind+" "+key.(string)] != nil)
				}
			}
		}
	}
	return missing
}

// link is what is to be read of a link that the input makes.
func (h holding) link(input any) obj {
	given := func(path string, otherwise any) any {
		if value := at(input, path); value != nil {
			return value
		}
		return otherwise
	}
	switches := func(path string, names ...string) obj {
		all := obj{}
		for _, name := range names {
			all[name] = given(path+"."+name, false)
		}
		return all
	}
	texts := func(path string, names ...string) any {
		if at(input, path) == nil {
			return nil
		}
		all := obj{}
		for _, name := range names {
			all[name] = at(input, path+"."+name)
		}
		return all
	}
	features := obj{
		"connect": switches("features.connect", "exclude"), "organize": switches("features.organize", "exclude"),
		"manageDevices":    obj{"exclude": yes(input, "features.manage.exclude") || yes(input, "features.manageDevices.exclude")},
		"connectProviders": obj{"accepted": at(input, "features.connect.acceptedProviders"), "excluded": at(input, "features.connect.excludedProviders")},
		"configure": switches("features.configure", "exclude", "allowAccessAutomationRuleCustomization", "allowInstantKeyCustomization",
			"allowClimateAutomationRuleCustomization"),
		"manage": switches("features.manage", "excludeReservationManagement", "excludeStaffManagement", "excludeReservationTechnicalDetails"),
	}
	maps.Copy(features["manage"].(obj), obj{
		"exclude": at(features, "manageDevices.exclude"), "events": texts("features.manage.events", "allowedEvents", "defaultEvents"),
		"deviceManagementConfirmation": texts("features.manage.deviceManagementConfirmation", "title", "body", "confirmButtonLabel", "cancelButtonLabel"),
	})
	link := obj{
		"isEmbedded": given("isEmbedded", false), "readOnly": given("readOnly", false), "navigationMode": given("navigationMode", "FULL"),
		"locale": at(input, "locale"), "excludeLocalePicker": given("excludeLocalePicker", false), "customizationProfileId": at(input, "customizationProfileId"),
		"customerResourcesFilters": given("customerResourcesFilters", arr{}), "deepLink": texts("deepLink", "resourceType", "resourceKey", "resourceId"),
		"landingPage": h.landingPage(at(input, "landingPage.manage")), "features": features,
	}
	for _, block := range []struct{ feature, block string }{{"organize", "ORGANIZE_SPACES"}, {"manageDevices", "MANAGE_DEVICES"}, {"connect", "CONNECT_ACCOUNTS"}} {
		if !yes(features, block.feature+".exclude") {
			link["buildingBlockType"] = block.block
		}
	}
	return link
}

func (h holding) landingPage(manage any) any {
	for _, l := range slices.Concat(spaceLists, grantLists) {
		key := at(manage, l.key)
		if key == nil {
			continue
		}
		page := obj{"kind": l.kind, "key": key, "space": nil, "accessGrant": nil}
		if there := h[l.kind+" "+key.(string)]; there != nil {
			of := "space"
			if slices.Contains(grantLists, l) {
				of = "accessGrant"
			}
			page[of] = obj{"name": at(there, "name")}
		}
		return page
	}
	return nil
}
