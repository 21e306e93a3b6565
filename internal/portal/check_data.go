package portal

import (
	"github.com/portico-portal/portico/internal/fault"
	"github.com/portico-portal/portico/models"
)

// customerData checks a customer's data, every item of every list.
func (c *checker) customerData(at *fault.Path, d *CustomerData) {
	c.key(at.Field("customerKey"), d.CustomerKey)
	for _, l := range d.spaceLists() {
		checkList(c, at, l, func(s *models.Space) string { return s.Key }, func(at *fault.Path, s *models.Space) {
			c.text(at.Field("name"), s.Name, 1, MaxNameLength)
			if s.ParentSiteKey != nil {
				c.key(at.Field("parentSiteKey"), *s.ParentSiteKey)
			}
			if s.Details != nil {
				c.spaceDetails(at, s.Details)
			}
			c.customMetadata(at.Field("customMetadata"), s.CustomMetadata)
		})
	}
	for _, l := range d.userIdentityLists() {
		checkList(c, at, l, func(u *models.UserIdentity) string { return u.Key }, c.userIdentity)
	}
	checkList(c, at, d.staffMemberList(), func(m *models.SentStaffMember) string { return m.Key }, func(at *fault.Path, m *models.SentStaffMember) {
		c.userIdentity(at, &m.UserIdentity)
		c.places(at, "the member of staff", m.Places())
	})
	for _, l := range d.accessGrantLists() {
		checkList(c, at, l, func(g *models.SentAccessGrant) string { return g.Key }, c.accessGrant)
	}
}

// checkList checks the keys of one list, names a duplicate at its second
// place, and has item check the rest.
func checkList[T any, K ~string](c *checker, at *fault.Path, l itemList[T, K], keyOf func(*T) string, item func(at *fault.Path, row *T)) {
	if len(l.items) == 0 {
		return
	}
	here := at.Field(l.field).Index(0)
	keyAt := here.Field(l.keyField)
	seen := make(map[string]int, len(l.items))
	for i := range l.items {
		here.ToIndex(i)
		key := keyOf(&l.items[i])
		c.key(keyAt, key)
		if first, ok := seen[key]; ok && key != "" {
			c.add(keyAt, "is the same key as that of %s", at.Field(l.field).Index(first))
		} else {
			seen[key] = i
		}
		item(here, &l.items[i])
	}
}

func (c *checker) accessGrant(at *fault.Path, g *models.SentAccessGrant) {
	c.optionalText(at.Field("name"), g.Name, 1, MaxNameLength)
	if g.StartsAt != nil && g.EndsAt != nil && !g.EndsAt.After(*g.StartsAt) {
		c.add(at.Field("endsAt"), "must be after startsAt")
	}
	c.customMetadata(at.Field("customMetadata"), g.CustomMetadata)
	for _, person := range g.People() {
		c.key(at.Field(person.Field), person.Key)
	}
	c.places(at, "the grant", g.Places())
	c.optionalText(at.Field("preferredCode"), g.PreferredCode, 1, MaxPreferredCodeLength)
}

func (c *checker) userIdentity(at *fault.Path, u *models.UserIdentity) {
	c.text(at.Field("name"), u.Name, 1, MaxNameLength)
	c.optionalText(at.Field("emailAddress"), u.EmailAddress, 0, MaxEmailAddressLength)
	c.optionalText(at.Field("phoneNumber"), u.PhoneNumber, 0, MaxPhoneNumberLength)
}

// places checks the keys by which something names places, and their number.
func (c *checker) places(at *fault.Path, of string, lists []models.PlaceReferences) {
	places := 0
	for _, list := range lists {
		c.keys(at.Field(list.Field), list.Keys)
		before := places
		if places += len(list.Keys); before <= MaxPlaces && places > MaxPlaces {
			c.add(at.Field(list.Field), "must not bring %s to more than %d places", of, MaxPlaces)
		}
	}
}
