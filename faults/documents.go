package main

import "fmt"

const (
	linkFields = `{id url status redemptionCount}`
	allLists   = `spaces(first:100){nodes{key name}} userIdentities(first:100){nodes{key name}} accessGrants(first:100){nodes{key name}}`

	pushDocument   = `mutation($input:PushCustomerDataInput!){pushCustomerData(input:$input){customer{key}}}`
	deleteDocument = `mutation($input:DeleteCustomerDataInput!){deleteCustomerData(input:$input){deletedCount}}`
	createDocument = `mutation($input:CreateCustomerPortalInput!){createCustomerPortal(input:$input){magicLink` + linkFields + `}}`
	redeemDocument = `mutation($input:RedeemMagicLinkInput!){redeemMagicLink(input:$input){session{token}}}`
	revokeDocument = `mutation($input:RevokeMagicLinkInput!){revokeMagicLink(input:$input){magicLink` + linkFields + `}}`
	rotateDocument = `mutation($input:RotateMagicLinkInput!){rotateMagicLink(input:$input){magicLink` + linkFields + `}}`
	lookDocument   = `query($id:ID!){magicLink(id:$id)` + linkFields + `}`
	visitDocument  = `{portal{customer{key}}}`

	auditCustomerDocument = `query($key:String!){customer(key:$key){` + allLists + `}}`
	auditLinkDocument     = `query($key:String!){customer(key:$key){` + allLists + ` magicLinks{nodes` + linkFields + `}}}`
	eventsDocument        = `query($id:ID!){events(first:1,filter:{subjectId:$id,type:MAGIC_LINK_REDEEMED}){totalCount}}`
)

// readDocuments read one list of a customer each, by one statement beside the customer's.
var readDocuments = [lists]string{
	`query($key:String!){customer(key:$key){spaces(first:100){nodes{key name}}}}`,
	`query($key:String!){customer(key:$key){userIdentities(first:100){nodes{key name}}}}`,
	`query($key:String!){customer(key:$key){accessGrants(first:100){nodes{key name}}}}`,
}

// fields name the lists in an input and the keys in them.
var fields = [lists]struct{ list, key, keys string }{
	{"rooms", "roomKey", "roomKeys"}, {"guests", "guestKey", "guestKeys"}, {"reservations", "reservationKey", "reservationKeys"},
}

func itemKey(item int) string { return fmt.Sprint(item) }

// pushed are contents as customerData.
func (c contents) pushed(customerKey string) object {
	data := object{"customerKey": customerKey}
	for list, names := range c.names {
		var rows []object
		for item, name := range names {
			if name != "" {
				rows = append(rows, object{fields[list].key: itemKey(item), "name": name})
			}
		}
		data[fields[list].list] = rows
	}
	return data
}

// deleted are the keys of contents as an input of deleteCustomerData.
func (c contents) deleted(customerKey string) object {
	input := object{"customerKey": customerKey}
	for list, names := range c.names {
		var keys []string
		for item, name := range names {
			if name != "" {
				keys = append(keys, itemKey(item))
			}
		}
		input[fields[list].keys] = keys
	}
	return input
}

// nodes are a page of a list.
type nodes struct{ Nodes []struct{ Key, Name string } }

// customer is a customer as it is read.
type customer struct {
	Spaces, UserIdentities, AccessGrants nodes
	MagicLinks                           struct{ Nodes []magicLink }
}

// magicLink is a link as it is read.
type magicLink struct {
	ID, URL, Status string
	RedemptionCount int
}

// contents are those of a customer that was read; nil is one that isn't there.
func (c *customer) contents() (contents, error) {
	if c == nil {
		return contents{}, nil
	}
	found := contents{there: true}
	for list, page := range []nodes{c.Spaces, c.UserIdentities, c.AccessGrants} {
		for _, node := range page.Nodes {
			var item int
			if _, err := fmt.Sscan(node.Key, &item); err != nil || item < 0 || item >= items {
				return found, fmt.Errorf("a %s with the key %q, which nobody pushed", singular[list], node.Key)
			}
			found.names[list][item] = node.Name
		}
	}
	return found, nil
}
