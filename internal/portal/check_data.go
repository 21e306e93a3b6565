package portal

import (
	"fmt"

	"github.com/portico-portal/portico/models"
)

// customerData checks a customer's data, every item of every list.
func (c *checker) customerData(field string, d *CustomerData) {
	c.key(field+".customerKey", d.CustomerKey)
	for _, l := range d.spaceLists() {
		checkList(c, field, l, func(s *models.Space) string { return s.Key }, func(at string, s *models.Space) {
			c.text(at+".name", s.Name, 1, MaxNameLength)
		})
	}
	for _, l := range d.userIdentityLists() {
		checkList(c, field, l, func(u *models.UserIdentity) string { return u.Key }, func(at string, u *models.UserIdentity) {
			c.text(at+".name", u.Name, 1, MaxNameLength)
			c.optionalText(at+".emailAddress", u.EmailAddress, 0, MaxEmailAddressLength)
			c.optionalText(at+".phoneNumber", u.PhoneNumber, 0, MaxPhoneNumberLength)
		})
	}
	for _, l := range d.accessGrantLists() {
		checkList(c, field, l, func(g *models.AccessGrant) string { return g.Key }, c.accessGrant)
	}
}

// checkList checks the keys of one list, names a duplicate at its second
// place, and has item check the rest.
func checkList[T any, K ~string](c *checker, field string, l itemList[T, K], keyOf func(*T) string, item func(at string, row *T)) {
	seen := make(map[string]int, len(l.items))
	for i := range l.items {
		at := fmt.Sprintf("%s.%s[%d]", field, l.field, i)
		key := keyOf(&l.items[i])
		c.key(at+"."+l.keyField, key)
		if first, ok := seen[key]; ok && key != "" {
			c.add(at+"."+l.keyField, "is the same key as that of %s[%d]", l.field, first)
		} else {
			seen[key] = i
		}
		item(at, &l.items[i])
	}
}

func (c *checker) accessGrant(at string, g *models.AccessGrant) {
	c.optionalText(at+".name", g.Name, 1, MaxNameLength)
	if g.StartsAt != nil && g.EndsAt != nil && !g.EndsAt.After(*g.StartsAt) {
		c.add(at+".endsAt", "must be after startsAt")
	}
	for _, person := range g.People() {
		c.key(at+"."+person.Field, person.Key)
	}
	places := 0
	for _, list := range g.Places() {
		c.keys(at+"."+list.Field, list.Keys)
		before := places
		if places += len(list.Keys); before <= MaxPlaces && places > MaxPlaces {
			c.add(at+"."+list.Field, "must not bring the grant to more than %d places", MaxPlaces)
		}
	}
}
