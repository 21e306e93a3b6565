package intake

// nameCache lends out strings for member names, so that the objects of a list, and
// requests that come one after the other, share theirs instead of having a copy each.
type nameCache map[string]string

// A schema has few names, and short ones; a client may send any number of any
// length, and those are not worth keeping.
const (
	maxCachedNames = 256
	maxCachedName  = 64 // bytes
	// maxKeptNames is the most that are kept for the next request, so that what one
	// client sends leaves the next one's names their room.
	maxKeptNames = maxCachedNames / 2
)

// get gives text as a string, and tells whether it is one that others share.
func (c *nameCache) get(text []byte) (name string, lent bool) {
	if name, ok := (*c)[string(text)]; ok { // this look-up doesn't allocate
		return name, true
	}
	name = string(text)
	if len(name) > maxCachedName || len(*c) >= maxCachedNames {
		return name, false
	}
	if *c == nil {
		*c = make(nameCache)
	}
	(*c)[name] = name
	return name, true
}
