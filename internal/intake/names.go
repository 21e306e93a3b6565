package intake

// nameCache lends out strings for member names, so that the objects of a list, and
// requests that come one after the other, share theirs instead of having a copy each.
type nameCache struct {
	names map[string]string
	// room is how many more names are kept, whatever requests before have left.
	room int
}

// A schema has few names, and short ones; a client may send any number of any
// length, and those are not worth keeping.
const (
	maxCachedNames = 256
	maxCachedName  = 64 // bytes
	// maxKeptNames is the most that are kept for the next request.
	maxKeptNames = maxCachedNames / 2
)

// get gives text as a string, and tells whether it is one that others share.
func (c *nameCache) get(text []byte) (name string, lent bool) {
	if name, ok := c.names[string(text)]; ok { // this look-up doesn't allocate
		return name, true
	}
	name = string(text)
	if len(name) > maxCachedName || c.room == 0 {
		return name, false
	}
	if c.names == nil {
		c.names = map[string]string{}
	}
	c.room--
	c.names[name] = name
	return name, true
}
