package portalpage

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/internal/web/words"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Templates are made when a page is first asked for, since a start has no use for them.
var (
	// unspoken is what the templates of all words are copies of: one that was written once can't be copied.
	unspoken = sync.OnceValue(func() *template.Template {
		return template.Must(template.New("").Funcs(functionsOf(nil)).ParseFS(templateFiles, "templates/*.html"))
	})
	// templates are those of each locale: what a page says, its functions know.
	templates sync.Map
)

// templatesOf gives the templates of some words, which are kept unless the words are a business's own.
func templatesOf(c *words.Catalog) *template.Template {
	if c.Overridden() {
		return speaking(c)
	}
	if kept, ok := templates.Load(c.Locale); ok {
		return kept.(*template.Template)
	}
	kept, _ := templates.LoadOrStore(c.Locale, speaking(c))
	return kept.(*template.Template)
}

// speaking copies the templates for other words.
func speaking(c *words.Catalog) *template.Template {
	return template.Must(unspoken().Clone()).Funcs(functionsOf(c))
}

// functionsOf gives the functions by their names, for which alone no words are needed.
func functionsOf(c *words.Catalog) template.FuncMap {
	return template.FuncMap{
		"lang": func() string { return c.Locale },
		"text": c.Text,
		"rich": func(key string, blanks ...any) template.HTML { return rich(c, key, blanks) },
		"bdi":  func(name string) template.HTML { return marked("<bdi>", name, "</bdi>") },
		"strong": func(name string) template.HTML {
			return marked(`<strong class="key"><bdi>`, name, "</bdi></strong>")
		},
		"customer": func(name string) template.HTML {
			return marked(`<strong class="key" data-test="customer"><bdi>`, name, "</bdi></strong>")
		},
	}
}

// rich gives a text whose blanks are filled with markup, or with text.
func rich(c *words.Catalog, key string, blanks []any) template.HTML {
	filled := make([]string, len(blanks))
	for i, blank := range blanks {
		if markup, ok := blank.(template.HTML); ok {
			filled[i] = string(markup)
			continue
		}
		filled[i] = template.HTMLEscaper(blank)
	}
	return template.HTML(words.Fill(template.HTMLEscapeString(c.Text(key)), filled...)) //nolint:gosec // the text and what is filled in are escaped
}

// marked puts a name into markup.
func marked(before, name, after string) template.HTML {
	return template.HTML(before + template.HTMLEscapeString(name) + after) //nolint:gosec // the name is escaped
}

// page is what every template is given.
type page struct {
	Nonce  string
	Assets *assets
	Data   any
}

type (
	linkData struct {
		Brand       brand
		CustomerKey string
		// OtherCustomerKey is whose session ends by opening; empty where none does.
		OtherCustomerKey string
		// Continues says that the browser has a session of this link.
		Continues bool
		Form      string
	}
	deadData struct {
		Brand   brand
		Refresh destination
	}
	endedData struct {
		Brand brand
		// SignedOut says that the person has ended the session just now.
		SignedOut bool
		Refresh   destination
		Return    destination
	}
	messageData struct {
		Brand       brand
		Title, Text string
	}
	embeddedData struct {
		Brand   brand
		Refresh destination
		Boot    embeddedBoot
	}
)

// embeddedBoot is what an embedded portal's script begins with.
type embeddedBoot struct {
	bootWords
	Mode string `json:"mode"`
	// Origins are the sites that the script talks to.
	Origins []string `json:"origins"`
	// Store names the link in the frame's storage.
	Store      string `json:"store"`
	RefreshURL string `json:"refreshUrl,omitempty"`
	// Dead says that the link opens nothing and no session of it goes on.
	Dead bool `json:"dead,omitempty"`
	// Now lets the script reckon with a browser's clock that is wrong.
	Now time.Time `json:"now"`
}

// destination is a place that a person may be led to.
type destination struct{ URL, Host string }

// wayOn is a destination with the host to name beside it; its zero value where
// there is none.
func wayOn(text *string) destination {
	link := safeLink(text)
	if link == "" {
		return destination{}
	}
	u, err := url.Parse(link)
	if err != nil {
		return destination{}
	}
	return destination{URL: link, Host: u.Hostname()}
}

// render writes a page whole or not at all.
func (h *handler) render(w http.ResponseWriter, r *http.Request, say words.Words, status int, name string, p policy, data any) {
	var body bytes.Buffer
	if err := templatesOf(say.Catalog).ExecuteTemplate(&body, name, page{Nonce: p.nonce, Assets: &h.assets, Data: data}); err != nil {
		h.Log.ErrorContext(r.Context(), "a page could not be written", "page", name, "error", err)
		http.Error(w, "Internal Server Error", http.StatusInternalServerError)
		return
	}
	p.set(w.Header())
	w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // it fails when the client has gone, and then nobody is left to tell
}

// refuse answers a form that no page of ours has sent.
func (h *handler) refuse(w http.ResponseWriter, r *http.Request) {
	say := linkLocale{}.words(r)
	h.render(w, r, say, http.StatusForbidden, "message", newPolicy(), messageData{
		Brand: brandOf(portal.Brand{}), Title: say.Text("notOurPage"), Text: say.Text("notOurPageWhy"),
	})
}

// failed answers when the server is to blame.
func (h *handler) failed(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() == nil {
		h.Log.ErrorContext(r.Context(), "a page could not be served", "error", err)
	}
	w.Header().Set("Retry-After", "5")
	say := linkLocale{}.words(r)
	h.render(w, r, say, http.StatusServiceUnavailable, "message", newPolicy(), messageData{
		Brand: brandOf(portal.Brand{}), Title: say.Text("wentWrong"), Text: say.Text("wentWrongWhy"),
	})
}
