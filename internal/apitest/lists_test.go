package apitest_test

import (
	"fmt"
	"slices"
	"time"
)

// kindOf is one of the 19 lists: its name, its items' key field, and the kind
// that they are read back as.
type kindOf struct{ list, key, kind string }

// The lists stand in the order of their enums.
var (
	spaceLists = []kindOf{
		{"spaces", "spaceKey", "SPACE"},
		{"properties", "propertyKey", "PROPERTY"},
		{"rooms", "roomKey", "ROOM"},
		{"commonAreas", "commonAreaKey", "COMMON_AREA"},
		{"units", "unitKey", "UNIT"},
		{"facilities", "facilityKey", "FACILITY"},
		{"buildings", "buildingKey", "BUILDING"},
		{"listings", "listingKey", "LISTING"},
		{"propertyListings", "propertyListingKey", "PROPERTY_LISTING"},
		{"sites", "siteKey", "SITE"},
	}
	personLists = []kindOf{
		{"guests", "guestKey", "GUEST"},
		{"tenants", "tenantKey", "TENANT"},
		{"residents", "residentKey", "RESIDENT"},
		{"users", "userKey", "USER"},
		{"userIdentities", "userIdentityKey", "USER_IDENTITY"},
		{"staffMembers", "staffMemberKey", "STAFF_MEMBER"},
	}
	grantLists = []kindOf{
		{"reservations", "reservationKey", "RESERVATION"},
		{"bookings", "bookingKey", "BOOKING"},
		{"accessGrants", "accessGrantKey", "ACCESS_GRANT"},
	}
)

// A grant names places of eight kinds by a field of their own, and people who aren't staff.
var grantPlaces, grantPeople = spaceLists[:8], personLists[:5]

// parented are the lists of places that name the site which they belong to.
var parented = []kindOf{spaceLists[0], spaceLists[2], spaceLists[3], spaceLists[4]}

// placeReference is the field in which places of a kind are named.
func placeReference(l kindOf) string { return l.key + "s" }

// fullData fills every nested field of all 19 lists of a hotel. In each list there are a
// full item for each kind of person that a grant names, and a bare one.
func fullData() obj {
	data := obj{"customerKey": "hotel"}
	for i, l := range spaceLists {
		list := arr{}
		for n := range len(grantPeople) + 1 {
			list = append(list, fullPlace(l, i, n))
		}
		data[l.list] = list
	}
	for i, l := range personLists {
		list := arr{}
		for n := range grantPeople {
			person := obj{
				l.key: fmt.Sprintf("%s-%d", l.key, n), "name": fmt.Sprintf("Zoë %d %s", n-i, l.kind),
				"emailAddress": fmt.Sprintf("%s+%d@example.com", l.list, n), "phoneNumber": fmt.Sprintf("+49 30 %d%d", i, n),
			}
			if l.list == "staffMembers" {
				for _, place := range spaceLists {
					person[placeReference(place)] = arr{fmt.Sprintf("%s %d/é", place.key, n), fmt.Sprintf("%s 5/é", place.key)}
				}
			}
			list = append(list, person)
		}
		data[l.list] = append(list, obj{l.key: "bare", "name": "Bare " + l.kind})
	}
	for i, l := range grantLists {
		list := arr{}
		for n, person := range grantPeople {
			list = append(list, fullGrant(l, person, i*len(grantPeople)+n))
		}
		data[l.list] = append(list, obj{l.key: "bare"})
	}
	return data
}

// fullPlace is bare where n is 0; of the others each has some or all that a place may have.
func fullPlace(l kindOf, i, n int) obj {
	place := obj{l.key: fmt.Sprintf("%s %d/é", l.key, n), "name": fmt.Sprintf("Пlace “%d” of %s", len(spaceLists)*n-i, l.list)}
	if slices.Contains(parented, l) && n > 0 {
		place["parentSiteKey"] = fmt.Sprintf("siteKey %d/é", n%3)
	}
	if l.list != "spaces" {
		return place
	}
	customerData := obj{"timeZone": "America/Argentina/Buenos_Aires", "defaultCheckinTime": "15:00", "defaultCheckoutTime": "23:59:59", "address": "Straße 1\n10115 “Berlin”\\"}
	switch n {
	case 1:
		place["durationMinutes"], place["geolocation"], place["customerData"] = 90.0, obj{"latitude": 52.520008, "longitude": -13.404954}, customerData
	case 2:
		place["geolocation"] = obj{"latitude": -90.0, "longitude": 180.0}
	case 3:
		place["durationMinutes"] = 1.0
	case 4:
		place["customerData"] = obj{"defaultCheckinTime": "00:00"}
	case 5:
		place["customerData"] = obj{}
	}
	return place
}

// fullGrant names one person and every kind of place. The keys of a property's
// listing and of a site have no field of their own: they stand among the spaceKeys.
func fullGrant(l, person kindOf, n int) obj {
	zone := time.FixedZone("", (n-7)*1800)
	start := time.Date(2026, 11, 24, 15, n, 5, 123456000, zone)
	grant := obj{
		l.key: fmt.Sprintf("%s-%d", l.key, n), "name": fmt.Sprintf("Stay %d", n), "preferredCode": fmt.Sprintf("0%d#é", n),
		"startsAt": start.Format(time.RFC3339Nano), "endsAt": start.Add(36 * time.Hour).Format(time.RFC3339),
		person.key: fmt.Sprintf("%s-%d", person.key, n%len(grantPeople)),
	}
	for _, place := range grantPlaces {
		grant[placeReference(place)] = arr{fmt.Sprintf("%s %d/é", place.key, 1+n%5), fmt.Sprintf("%s 0/é", place.key)}
	}
	grant["spaceKeys"] = append(grant["spaceKeys"].(arr), "propertyListingKey 2/é", "siteKey 2/é")
	return grant
}

// inUTC gives a time as the API answers it.
func inUTC(text any) any {
	if text == nil {
		return nil
	}
	t, err := time.Parse(time.RFC3339Nano, text.(string))
	if err != nil {
		panic(err)
	}
	return t.UTC().Format("2006-01-02T15:04:05.000000Z")
}

// stored is what of an item is to be read back: by kind and key, all other
// fields.
func stored(data obj) map[string]obj {
	all := map[string]obj{}
	for _, l := range spaceLists {
		for _, item := range items(data, l.list) {
			all[l.kind+" "+str(item, l.key)] = storedPlace(item)
		}
	}
	for _, l := range personLists {
		for _, item := range items(data, l.list) {
			all[l.kind+" "+str(item, l.key)] = storedPerson(item)
		}
	}
	for _, l := range grantLists {
		for _, item := range items(data, l.list) {
			all[l.kind+" "+str(item, l.key)] = storedGrant(item)
		}
	}
	return all
}

// storedPlace has its site, which must be there.
func storedPlace(item any) obj {
	place := obj{
		"name": at(item, "name"), "parentSiteKey": at(item, "parentSiteKey"), "parentSite": nil,
		"durationMinutes": at(item, "durationMinutes"), "customerData": nil, "geolocation": at(item, "geolocation"),
		"customMetadata": at(item, "customMetadata"),
	}
	if key := place["parentSiteKey"]; key != nil {
		place["parentSite"] = obj{"kind": "SITE", "key": key}
	}
	if given := at(item, "customerData"); given != nil {
		customerData := obj{}
		for _, field := range []string{"timeZone", "defaultCheckinTime", "defaultCheckoutTime", "address"} {
			customerData[field] = at(given, field)
		}
		place["customerData"] = customerData
	}
	return place
}

// storedPerson has all places, in order.
func storedPerson(item any) obj {
	person := obj{"name": at(item, "name"), "emailAddress": at(item, "emailAddress"), "phoneNumber": at(item, "phoneNumber")}
	places := arr{}
	for _, place := range spaceLists {
		for _, key := range items(item, placeReference(place)) {
			places = append(places, obj{"kind": place.kind, "key": key})
		}
	}
	person["spaces"] = places
	return person
}

// storedGrant has the first person named and all places, in order.
func storedGrant(item any) obj {
	grant := obj{
		"name": at(item, "name"), "startsAt": inUTC(at(item, "startsAt")), "endsAt": inUTC(at(item, "endsAt")), "preferredCode": at(item, "preferredCode"),
		"userIdentity": nil, "spaces": arr{}, "customMetadata": at(item, "customMetadata"),
	}
	for _, person := range grantPeople {
		if key := at(item, person.key); key != nil && grant["userIdentity"] == nil {
			grant["userIdentity"] = obj{"kind": person.kind, "key": key}
		}
	}
	for _, place := range grantPlaces {
		for _, key := range items(item, placeReference(place)) {
			kind := place.kind
			switch key {
			case "propertyListingKey 2/é":
				kind = "PROPERTY_LISTING"
			case "siteKey 2/é":
				kind = "SITE"
			}
			grant["spaces"] = append(grant["spaces"].(arr), obj{"kind": kind, "key": key})
		}
	}
	return grant
}

const customerFields = `id key createdAt updatedAt
	spaces(first: 100){totalCount nodes{id kind key name createdAt updatedAt
		parentSiteKey parentSite{kind key} durationMinutes customerData{timeZone defaultCheckinTime defaultCheckoutTime address} geolocation{latitude longitude} customMetadata}}
	userIdentities(first: 100){totalCount nodes{id kind key name emailAddress phoneNumber spaces{kind key} createdAt updatedAt}}
	accessGrants(first: 100){totalCount nodes{
		id kind key name startsAt endsAt preferredCode userIdentity{kind key} spaces{kind key} customMetadata createdAt updatedAt}}`

// readBack gives what a customer holds in the form of stored.
func readBack(customer any) map[string]obj {
	all := map[string]obj{}
	for _, connection := range []string{"spaces", "userIdentities", "accessGrants"} {
		for _, node := range items(customer, connection+".nodes") {
			fields := obj{}
			for name, value := range node.(obj) {
				switch name {
				case "id", "kind", "key", "createdAt", "updatedAt":
				default:
					fields[name] = value
				}
			}
			all[str(node, "kind")+" "+str(node, "key")] = fields
		}
	}
	return all
}
