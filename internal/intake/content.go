package intake

import (
	"mime"
	"net/http"
	"strings"
)

const mediaJSON = "application/json"

// CheckContent refuses what isn't plain JSON in UTF-8. Other media types are
// refused also because a browser sends them across sites without asking first.
func CheckContent(header http.Header) *Fault {
	for _, coding := range header.Values("Content-Encoding") {
		if coding = strings.TrimSpace(coding); coding != "" && !strings.EqualFold(coding, "identity") {
			return encodingFault()
		}
	}
	types := header.Values("Content-Type")
	if len(types) != 1 {
		return contentTypeFault()
	}
	media, params, err := mime.ParseMediaType(types[0])
	if err != nil || media != mediaJSON {
		return contentTypeFault()
	}
	if charset, given := params["charset"]; given && !strings.EqualFold(charset, "utf-8") {
		return charsetFault()
	}
	return nil
}
