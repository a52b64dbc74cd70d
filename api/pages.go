package api

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"frontdesk/web"
)

// pagePolicy is what the server's own pages may load: nothing from elsewhere but
// pictures, which articles and products have, and nothing that stands in a page
// itself.
const pagePolicy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; " +
	"connect-src 'self'; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// hashed recognises names that change with their content.
var hashed = regexp.MustCompile(`[-.][A-Za-z0-9_-]{8,}\.(js|css|woff2?|svg|png|webp|json)$`)

//go:embed docs.html
var docsPage []byte

//go:embed docs.js
var docsScript []byte

//go:embed docs.css
var docsStyle []byte

// mountPages serves what browsers see: the widget's files for shops' pages, the
// console, the demo shop, the page to try a widget on, and the description of the API.
func (a *API) mountPages() {
	a.get("/widget/*file", a.widgetFile)
	a.get("/console", func(c *gin.Context) { c.Redirect(http.StatusFound, "/console/") })
	a.get("/console/*file", a.consoleFile)
	a.get("/docs", a.embedded("text/html; charset=utf-8", docsPage))
	a.get("/docs.js", a.embedded("text/javascript; charset=utf-8", docsScript))
	a.get("/docs.css", a.embedded("text/css; charset=utf-8", docsStyle))
	a.get("/licenses.txt", a.embedded("text/plain; charset=utf-8", []byte(web.Licenses)))
	a.get("/try", a.tryPage)
	home := "/console/"
	if a.cfg.Demo {
		home = "/demo"
		a.get("/demo", func(c *gin.Context) { a.file(c, a.Widget, "demo.html") })
	}
	a.get("/", func(c *gin.Context) { c.Redirect(http.StatusFound, home) })
}

// tryPage shows the widget of the site that the address names, else of the first.
func (a *API) tryPage(c *gin.Context) {
	first := slices.IndexFunc(a.cfg.Sites, func(s Site) bool { return !s.Disabled })
	if q := c.Request.URL.Query(); !q.Has("site") && first >= 0 {
		q.Set("site", a.cfg.Sites[first].Key)
		c.Redirect(http.StatusFound, "/try?"+q.Encode())
		return
	}
	a.file(c, a.Widget, "try.html")
}

// get mounts a page for GET and for HEAD, which link checkers and monitors use.
func (a *API) get(path string, handler gin.HandlerFunc) {
	a.engine.GET(path, handler)
	a.engine.HEAD(path, handler)
}

// widgetFile serves the loader and its chunks to any page: they hold no secret,
// and modules are fetched with CORS.
func (a *API) widgetFile(c *gin.Context) {
	c.Header("Access-Control-Allow-Origin", "*")
	c.Header("Cross-Origin-Resource-Policy", "cross-origin")
	a.file(c, a.Widget, strings.TrimPrefix(c.Param("file"), "/"))
}

// consoleFile serves the console's files, and its page for every address
// within it: the console finds its own way.
func (a *API) consoleFile(c *gin.Context) {
	name := strings.TrimPrefix(c.Param("file"), "/")
	if name == "" || path.Ext(name) == "" {
		a.file(c, a.Console, "index.html")
		return
	}
	a.file(c, a.Console, name)
}

// file serves one file, in its compressed form where there is one that the
// client takes.
func (a *API) file(c *gin.Context, tree fs.FS, name string) {
	if !fs.ValidPath(name) {
		a.notFound(c)
		return
	}
	data, err := fs.ReadFile(tree, name)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) {
			a.log.Error("read page", "name", name, "err", err)
		}
		a.notFound(c)
		return
	}
	if path.Ext(name) == ".html" {
		c.Header("Content-Security-Policy", pagePolicy)
	}
	c.Header("Cache-Control", cacheFor(name))
	c.Header("Content-Type", contentType(name))
	c.Writer.Header().Add("Vary", "Accept-Encoding")
	for _, form := range []struct{ ext, coding string }{{".br", "br"}, {".gz", "gzip"}} {
		if packed, err := fs.ReadFile(tree, name+form.ext); err == nil && accepts(c.GetHeader("Accept-Encoding"), form.coding) {
			c.Header("Content-Encoding", form.coding)
			data = packed
			break
		}
	}
	c.Header("Content-Length", strconv.Itoa(len(data)))
	c.Status(http.StatusOK)
	if c.Request.Method != http.MethodHead {
		// A client that has gone away is nobody's failure.
		_, _ = io.Copy(c.Writer, bytes.NewReader(data))
	}
}

func cacheFor(name string) string {
	switch {
	case hashed.MatchString(name):
		return "public, max-age=31536000, immutable"
	case path.Ext(name) == ".html":
		return "no-cache"
	}
	return "public, max-age=300"
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

// accepts tells whether an Accept-Encoding header names a coding without
// refusing it.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if strings.TrimSpace(name) == coding {
			return strings.ReplaceAll(strings.TrimSpace(params), " ", "") != "q=0"
		}
	}
	return false
}

func (a *API) embedded(contentType string, data []byte) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Header("Content-Security-Policy", pagePolicy)
		c.Header("Cache-Control", "no-cache")
		c.Data(http.StatusOK, contentType, data)
	}
}

// openAPI gives the description of every route.
func (a *API) openAPI(c *gin.Context) {
	data, err := a.docs.OpenAPI().MarshalJSON()
	if err != nil {
		a.fail(c, fmt.Errorf("encode the description: %w", err))
		return
	}
	c.Data(http.StatusOK, "application/vnd.oai.openapi+json", data)
}
