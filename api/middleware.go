package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"frontdesk/internal/fault"
)

var typeOfProblem = reflect.TypeFor[Problem]()

// canonical refuses addresses that two programs could read differently, before
// any route is looked for. After a chunked body the connection ends: a length
// that was sent beside it cannot smuggle a second request past a proxy. The body
// must have come within that time, whatever becomes of the request: the server
// reads what a refused one has left, and would wait for it for ever.
func (a *API) canonical(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 {
			bodyWithin(w, a.cfg.Limits.BodyWithin)
		}
		if len(r.TransferEncoding) > 0 {
			w.Header().Set("Connection", "close")
		}
		if odd(r.URL.EscapedPath()) || odd(r.URL.Path) {
			a.refuse(w, fault.New(fault.Invalid, "bad_path", "The path is not in its plain form."))
			return
		}
		if err := plainQuery(r.URL); err != nil {
			a.refuse(w, err)
			return
		}
		next.ServeHTTP(w, headAsGet(r))
	})
}

// probes are the addresses that monitors ask with HEAD.
var probes = []string{"/healthz", "/readyz", "/openapi.json"}

// headAsGet serves a monitor's HEAD as the GET it stands for (RFC 9110, 9.3.2);
// net/http keeps the body back.
func headAsGet(r *http.Request) *http.Request {
	if r.Method != http.MethodHead || !slices.Contains(probes, r.URL.Path) {
		return r
	}
	get := r.Clone(r.Context())
	get.Method = http.MethodGet
	return get
}

// plainQuery refuses a query that two programs could read differently.
func plainQuery(u *url.URL) error {
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return fault.New(fault.Invalid, "bad_query", "The query cannot be read.")
	}
	for name, all := range values {
		if len(all) > 1 && strings.HasPrefix(u.Path, "/v1/") {
			return fault.New(fault.Invalid, "bad_query", "The query has %q more than once.", printable(name)).At(printable(name))
		}
	}
	return nil
}

// refuse answers before any route is looked for.
func (a *API) refuse(w http.ResponseWriter, err error) {
	id := a.NewID()
	p := problemOf(err, id)
	body, merr := json.Marshal(p)
	if merr != nil {
		body = []byte(`{"status":500,"code":"internal"}`)
	}
	w.Header().Set("X-Request-Id", id)
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(body, '\n')) // whoever went away hears nothing
}

func odd(path string) bool {
	if !strings.HasPrefix(path, "/") || strings.ContainsAny(path, "\\;\x00") || strings.Contains(path, "//") {
		return true
	}
	lower := strings.ToLower(path)
	for _, bad := range []string{"%00", "%2f", "%5c", "%2e", "%25"} {
		if strings.Contains(lower, bad) {
			return true
		}
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == "." || part == ".." {
			return true
		}
	}
	return false
}

const requestIDKey = "request_id"

func requestID(c *gin.Context) string { return c.GetString(requestIDKey) }

// observe names the request and measures it.
func (a *API) observe(c *gin.Context) {
	id := a.NewID()
	c.Set(requestIDKey, id)
	c.Header("X-Request-Id", id)
	start := a.Now()
	c.Next()
	path := c.FullPath()
	if path == "" {
		path = "none"
	}
	a.metrics.request(c.Request.Method, path, c.Writer.Status(), a.Now().Sub(start))
}

// recoverPanic answers a panic like any other mistake of ours.
func (a *API) recoverPanic(c *gin.Context) {
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler {
				panic(p)
			}
			a.log.Error("panic", "request_id", requestID(c), "panic", p, "stack", string(debug.Stack()))
			if !c.Writer.Written() {
				a.fail(c, fmt.Errorf("panic: %v", p))
			}
			c.Abort()
		}
	}()
	c.Next()
}

// headers sets what every answer carries. Pages set their own content policy.
func (a *API) headers(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("X-Frame-Options", "DENY")
	if strings.HasPrefix(c.Request.URL.Path, "/v1/") {
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	}
}

// crossOrigin answers browsers that ask whether a shop's page may call the
// widget's routes, and tells those that may. A visit may be asked for from
// anywhere, so that it is refused with its reason: to a page that may not even ask,
// a browser says only that nothing came, and neither the log nor whoever sets the
// site up would learn of it.
func (a *API) crossOrigin(c *gin.Context) {
	if !strings.HasPrefix(c.Request.URL.Path, "/v1/widget/") {
		return
	}
	c.Header("Vary", "Origin")
	origin := c.GetHeader("Origin")
	if origin == "" || c.Request.URL.Path != visitsPath && !a.anySiteAllows(origin, c.Request) {
		return
	}
	c.Header("Access-Control-Allow-Origin", origin)
	c.Header("Access-Control-Expose-Headers", "Retry-After, X-Request-Id")
	if c.Request.Method == http.MethodOptions && c.GetHeader("Access-Control-Request-Method") != "" {
		c.Header("Access-Control-Allow-Methods", "GET, POST")
		c.Header("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID")
		c.Header("Access-Control-Max-Age", "600")
		c.AbortWithStatus(http.StatusNoContent)
	}
}

// bodyWithin gives the body that long from now on; 0 takes the bound back.
func bodyWithin(w http.ResponseWriter, limit time.Duration) {
	var until time.Time
	if limit > 0 {
		until = time.Now().Add(limit)
	}
	// A connection that knows no deadline is a test's or already gone.
	_ = http.NewResponseController(w).SetReadDeadline(until)
}

// checkBody reads a JSON body within its bounds and holds it against checkJSON,
// so that what is bound afterwards means the same to every decoder. Bodies of
// routes without one are not read.
func (a *API) checkBody(c *gin.Context, r *route) error {
	if e := c.GetHeader("Content-Encoding"); e != "" && e != "identity" && r.Body != noBody {
		return fault.New(fault.Invalid, "unsupported_media_type", "The body must not be compressed.").Advise("Send it without Content-Encoding.")
	}
	switch r.Body {
	case formBody:
		if ct, _, _ := mime.ParseMediaType(c.ContentType()); ct != "multipart/form-data" {
			return wrongMediaType("multipart/form-data")
		}
		bodyWithin(c.Writer, formWithin)
		return bounded(c, r.maxBody())
	case noBody:
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxJSONBody)
		return nil
	}
	if !isJSON(c.GetHeader("Content-Type")) {
		return wrongMediaType("application/json")
	}
	whole := c.Request.Body
	if err := bounded(c, r.maxBody()); err != nil {
		return err
	}
	data, err := io.ReadAll(c.Request.Body)
	if err != nil {
		drain(whole)
		return bodyFault(err)
	}
	bodyWithin(c.Writer, 0) // while a handler waits, the server watches the connection under it
	if err := checkJSON(data); err != nil {
		return jsonFault(err)
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(data))
	return nil
}

// drained is how much of a body that is too large is read all the same, in bytes:
// many clients look for an answer only when they have sent everything, and would
// find a broken connection instead of it.
const drained = 64 << 20

// bounded lets at most that many bytes of the body be read.
func bounded(c *gin.Context, most int64) error {
	body := c.Request.Body
	if c.Request.ContentLength <= most {
		c.Request.Body = http.MaxBytesReader(c.Writer, body, most)
		return nil
	}
	if c.GetHeader("Expect") == "" { // who expects the word to go on has sent nothing yet
		drain(body)
	}
	return tooLarge(most)
}

// drain reads what is left of a body that is refused, whatever becomes of it.
func drain(body io.Reader) { _, _ = io.CopyN(io.Discard, body, drained) }

func tooLarge(most int64) error {
	return fault.New(fault.TooLarge, "body_too_large", "The body is larger than %d bytes.", most).With("limit", most)
}

func isJSON(header string) bool {
	ct, params, err := mime.ParseMediaType(header)
	charset := params["charset"]
	return err == nil && ct == "application/json" && (charset == "" || strings.EqualFold(charset, "utf-8"))
}

func wrongMediaType(want string) error {
	return fault.New(fault.Invalid, "unsupported_media_type", "The body must be %s.", want).With("expected", want)
}

// bodyFault says why a body could not be read.
func bodyFault(err error) error {
	var large *http.MaxBytesError
	var slow net.Error
	switch {
	case errors.As(err, &large):
		return tooLarge(large.Limit)
	case errors.As(err, &slow) && slow.Timeout():
		return fault.New(fault.Invalid, "body_timeout", "The body did not arrive in time.")
	}
	return fault.New(fault.Invalid, "body_incomplete", "The body ended too early.").Cause(err)
}

// jsonFault says what checkJSON found.
func jsonFault(err error) error {
	var j *jsonError
	if !errors.As(err, &j) {
		return err
	}
	if j.Code == "invalid_text" {
		return fault.New(fault.Invalid, j.Code, "%s.", j.Error()).With("offset", j.Offset)
	}
	return fault.New(fault.Invalid, j.Code, "This is not JSON as it must be: %s.", j.Error()).With("offset", j.Offset)
}

func (a *API) notFound(c *gin.Context) {
	a.fail(c, fault.New(fault.NotFound, "", ""))
}

func (a *API) methodNotAllowed(c *gin.Context) {
	a.fail(c, fault.New(fault.Invalid, "method_not_allowed", "This address does not take %s.", c.Request.Method).
		With("allowed", strings.Split(c.Writer.Header().Get("Allow"), ", ")))
}
