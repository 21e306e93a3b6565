package apitest_test

import (
	"fmt"
	"time"
)

// kindOf is one of the 17 lists: its name, its items' key field, and the kind
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
	}
	personLists = []kindOf{
		{"guests", "guestKey", "GUEST"},
		{"tenants", "tenantKey", "TENANT"},
		{"residents", "residentKey", "RESIDENT"},
		{"users", "userKey", "USER"},
		{"userIdentities", "userIdentityKey", "USER_IDENTITY"},
	}
	grantLists = []kindOf{
		{"reservations", "reservationKey", "RESERVATION"},
		{"bookings", "bookingKey", "BOOKING"},
		{"accessGrants", "accessGrantKey", "ACCESS_GRANT"},
	}
)

// placeReference is the field in which a grant names places of a kind.
func placeReference(l kindOf) string { return l.key + "s" }

// fullData fills every nested field of all 17 lists of a hotel. In each list there are a
// full item for each kind of person, and a bare one.
func fullData() obj {
	data := obj{"customerKey": "hotel"}
	for i, l := range spaceLists {
		list := arr{}
		for n := range len(personLists) + 1 {
			list = append(list, obj{l.key: fmt.Sprintf("%s %d/é", l.key, n), "name": fmt.Sprintf("Пlace “%d” of %s", len(spaceLists)*n-i, l.list)})
		}
		data[l.list] = list
	}
	for i, l := range personLists {
		list := arr{}
		for n := range personLists {
			list = append(list, obj{
				l.key: fmt.Sprintf("%s-%d", l.key, n), "name": fmt.Sprintf("Zoë %d %s", n-i, l.kind),
				"emailAddress": fmt.Sprintf("%s+%d@example.com", l.list, n), "phoneNumber": fmt.Sprintf("+49 30 %d%d", i, n),
			})
		}
		data[l.list] = append(list, obj{l.key: "bare", "name": "Bare " + l.kind})
	}
	for i, l := range grantLists {
		list := arr{}
		for n, person := range personLists {
			list = append(list, fullGrant(l, person, i*len(personLists)+n))
		}
		data[l.list] = append(list, obj{l.key: "bare"})
	}
	return data
}

// fullGrant names one person and every kind of place. A key of a property's
// listing has no field of its own: it stands among the spaceKeys.
func fullGrant(l, person kindOf, n int) obj {
	zone := time.FixedZone("", (n-7)*1800)
	start := time.Date(2026, 11, 24, 15, n, 5, 123456000, zone)
	grant := obj{
		l.key: fmt.Sprintf("%s-%d", l.key, n), "name": fmt.Sprintf("Stay %d", n),
		"startsAt": start.Format(time.RFC3339Nano), "endsAt": start.Add(36 * time.Hour).Format(time.RFC3339),
		person.key: fmt.Sprintf("%s-%d", person.key, n%len(personLists)),
	}
	for _, place := range spaceLists[:8] {
		grant[placeReference(place)] = arr{fmt.Sprintf("%s %d/é", place.key, 1+n%5), fmt.Sprintf("%s 0/é", place.key)}
	}
	grant["spaceKeys"] = append(grant["spaceKeys"].(arr), "propertyListingKey 2/é")
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
			all[l.kind+" "+str(item, l.key)] = obj{"name": at(item, "name")}
		}
	}
	for _, l := range personLists {
		for _, item := range items(data, l.list) {
			all[l.kind+" "+str(item, l.key)] = obj{
				"name": at(item, "name"), "emailAddress": at(item, "emailAddress"), "phoneNumber": at(item, "phoneNumber"),
			}
		}
	}
	for _, l := range grantLists {
		for _, item := range items(data, l.list) {
			all[l.kind+" "+str(item, l.key)] = storedGrant(item)
		}
	}
	return all
}

// storedGrant has the first person named and all places, in order.
func storedGrant(item any) obj {
	grant := obj{
		"name": at(item, "name"), "startsAt": inUTC(at(item, "startsAt")), "endsAt": inUTC(at(item, "endsAt")),
		"userIdentity": nil, "spaces": arr{},
	}
	for _, person := range personLists {
		if key := at(item, person.key); key != nil && grant["userIdentity"] == nil {
			grant["userIdentity"] = obj{"kind": person.kind, "key": key}
		}
	}
	for _, place := range spaceLists[:8] {
		for _, key := range items(item, placeReference(place)) {
			kind := place.kind
			if key == "propertyListingKey 2/é" {
				kind = "PROPERTY_LISTING"
			}
			grant["spaces"] = append(grant["spaces"].(arr), obj{"kind": kind, "key": key})
		}
	}
	return grant
}

const customerFields = `id key createdAt updatedAt
	spaces(first: 100){totalCount nodes{id kind key name createdAt updatedAt}}
	userIdentities(first: 100){totalCount nodes{id kind key name emailAddress phoneNumber createdAt updatedAt}}
	accessGrants(first: 100){totalCount nodes{
		id kind key name startsAt endsAt userIdentity{kind key} spaces{kind key} createdAt updatedAt}}`

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
