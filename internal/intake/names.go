package intake

// nameCache lends out strings for member names, so that the objects of a list
// share theirs instead of having a copy each.
type nameCache map[string]string

// A schema has few names, and short ones; a client may send any number of any
// length, and those are not worth keeping.
const (
	maxCachedNames = 256
	maxCachedName  = 64 // bytes
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
