package api

import (
	"bytes"
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
func canonical(next http.Handler, within time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 {
			bodyWithin(w, within)
		}
		if len(r.TransferEncoding) > 0 {
			w.Header().Set("Connection", "close")
		}
		if odd(r.URL.EscapedPath()) || odd(r.URL.Path) {
			refuse(w, "bad_path", "The path is not in its plain form.")
			return
		}
		if _, err := url.ParseQuery(r.URL.RawQuery); err != nil {
			refuse(w, "bad_query", "The query cannot be read.")
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

// refuse answers before anything is known of a request.
func refuse(w http.ResponseWriter, code, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(http.StatusBadRequest)
	fmt.Fprintf(w, `{"type":"about:blank","title":"Bad Request","status":400,"code":%q,"detail":%q}`+"\n", code, detail)
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
// widget's routes, and tells those that may.
func (a *API) crossOrigin(c *gin.Context) {
	if !strings.HasPrefix(c.Request.URL.Path, "/v1/widget/") {
		return
	}
	c.Header("Vary", "Origin")
	origin := c.GetHeader("Origin")
	if origin == "" || !a.anySiteAllows(origin, c.Request) {
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
	switch r.Body {
	case formBody:
		if ct, _, _ := mime.ParseMediaType(c.ContentType()); ct != "multipart/form-data" {
			return wrongMediaType("multipart/form-data")
		}
		bodyWithin(c.Writer, formWithin)
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, r.maxBody())
		return nil
	case noBody:
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxJSONBody)
		return nil
	}
	if !isJSON(c.GetHeader("Content-Type")) {
		return wrongMediaType("application/json")
	}
	data, err := a.readBody(c, r.maxBody())
	if err != nil {
		return bodyFault(err)
	}
	if err := checkJSON(data); err != nil {
		return jsonFault(err)
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(data))
	return nil
}

// readBody reads a whole body. The bound on its time is taken back then: while a
// handler waits, the server watches the connection under it.
func (a *API) readBody(c *gin.Context, most int64) ([]byte, error) {
	data, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, most))
	if err == nil {
		bodyWithin(c.Writer, 0)
	}
	return data, err
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
		return fault.New(fault.TooLarge, "body_too_large", "The body is larger than %d bytes.", large.Limit).With("limit", large.Limit)
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
		With("allowed", c.Writer.Header().Get("Allow")))
}
