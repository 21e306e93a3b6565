package store

import "strings"

// differs is the condition that a row which is there isn't what is sent, in one of the
// columns that are never NULL or in one of the others.
func differs(there, sent string, never, others []string) string {
	var all []string
	for _, column := range never {
		all = append(all, there+"."+column+" <> "+sent+"."+column)
	}
	for _, column := range others {
		all = append(all, there+"."+column+" IS DISTINCT FROM "+sent+"."+column)
	}
	return strings.Join(all, " OR ")
}

func spaceDiffers(there, sent string) string {
	return differs(there, sent, []string{"name"}, []string{"parent_site_key", "details"})
}

func userIdentityDiffers(there, sent string) string {
	return differs(there, sent, []string{"name"}, []string{"email_address", "phone_number", "place_keys"})
}

func accessGrantDiffers(there, sent string) string {
	return differs(there, sent, []string{"reference_keys"}, []string{"name", "starts_at", "ends_at", "preferred_code"})
}

// metadataDiffers is the condition that custom metadata which is sent changes what is read of
// what is there: not the nulls that were stored with it, nor that there is an object at all.
func metadataDiffers(d dialect, there, sent string) string {
	there += ".custom_metadata"
	return "(" + sent + " IS NOT NULL AND " + d.merged(there, sent) + " IS DISTINCT FROM " + d.merged(there, d.json("'{}'")) + ")"
}
