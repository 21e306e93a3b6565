package rest

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// addQuery adds the URL's parameters to what the body held: a list is a parameter that is
// repeated, an empty one "name=". It is for calls whose members are lists of texts, but for
// those named here.
func addQuery(object map[string]any, rawQuery string) *problem {
	values, err := url.ParseQuery(rawQuery)
	if err != nil {
		return queryProblem("the URL's parameters are not properly encoded")
	}
	for name, given := range values {
		if !utf8.ValidString(name) {
			return queryProblem("the name of a parameter of the URL is not valid UTF-8")
		}
		if _, twice := object[name]; twice {
			return queryProblem("a parameter of the URL stands in the body as well: send it once")
		}
		if single := strings.HasSuffix(name, "_key"); single && len(given) == 1 {
			object[name] = given[0]
			continue
		}
		list := make([]any, 0, len(given))
		for _, one := range given {
			if one != "" || len(given) > 1 {
				list = append(list, one)
			}
		}
		object[name] = list
	}
	return nil
}

func queryProblem(message string) *problem {
	return &problem{status: http.StatusBadRequest, kind: "invalid_query_params", message: message}
}
