package api_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"frontdesk/api"
)

func TestPages(t *testing.T) {
	w := newWorld(t)
	for path, want := range map[string]struct{ status, cache, body string }{
		"/console/":                {"200", "no-cache", "<h1>console</h1>"},
		"/console/conversations/1": {"200", "no-cache", "<h1>console</h1>"},
		"/console/none.js":         {"404", "", ""},
		"/widget/loader.js":        {"200", "public, max-age=300", "loader()"},
		"/widget/app-AbCdEf123.js": {"200", "public, max-age=31536000, immutable", "app()"},
		"/widget/none.js":          {"404", "", ""},
		"/widget/":                 {"404", "", ""},
		"/demo":                    {"200", "no-cache", "<h1>demo</h1>"},
		"/docs":                    {"200", "no-cache", "openapi.json"},
		"/licenses.txt":            {"200", "no-cache", "github.com/gin-gonic/gin"},
		"/docs.js":                 {"200", "no-cache", "openapi.json"},
	} {
		a := w.do(req{"GET", path, nil, map[string]string{"Accept-Encoding": "identity"}})
		if str(a.status) != want.status || a.header.Get("Cache-Control") != want.cache && want.cache != "" || !strings.Contains(string(a.raw), want.body) {
			t.Errorf("%s: %d %q %.60s", path, a.status, a.header.Get("Cache-Control"), a.raw)
		}
		if h := w.do(req{"HEAD", path, nil, nil}); str(h.status) != want.status || len(h.raw) != 0 {
			t.Errorf("HEAD %s: %d with %d bytes, want %s with none", path, h.status, len(h.raw), want.status)
		}
	}
	for path, to := range map[string]string{"/": "/demo", "/console": "/console/", "/try": "/try?site=pk_demo", "/try?lang=nl": "/try?lang=nl&site=pk_demo"} {
		if a := w.do(req{"GET", path, nil, nil}); a.status != http.StatusFound || a.header.Get("Location") != to {
			t.Errorf("%s leads to %d %s", path, a.status, a.header.Get("Location"))
		}
	}
	zipped := w.do(req{"GET", "/widget/loader.js", nil, map[string]string{"Accept-Encoding": "deflate, gzip;q=0.8"}})
	if zipped.header.Get("Content-Encoding") != "gzip" || string(zipped.raw) != "zipped" || zipped.header.Get("Vary") == "" || zipped.header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("compressed: %v %q", zipped.header, zipped.raw)
	}
	plain := w.do(req{"GET", "/widget/loader.js", nil, map[string]string{"Accept-Encoding": "gzip;q=0"}})
	if plain.header.Get("Content-Encoding") != "" {
		t.Error("gzip was refused and sent")
	}
	for _, page := range []string{"/docs", "/docs.js"} {
		if a := w.do(req{"GET", page, nil, nil}); strings.Contains(string(a.raw), "https://") || strings.Contains(string(a.raw), "//cdn") {
			t.Errorf("%s loads something from elsewhere", page)
		}
	}
}

func TestNoDemo(t *testing.T) {
	w := newWorld(t, func(c *api.Config) { c.Demo = false })
	w.do(req{"GET", "/demo", nil, nil}).want(t, 404, "not_found")
	if a := w.do(req{"GET", "/", nil, nil}); a.header.Get("Location") != "/console/" {
		t.Errorf("/ leads to %s", a.header.Get("Location"))
	}
}

func TestHealth(t *testing.T) {
	w := newWorld(t)
	w.do(req{"GET", "/healthz", nil, nil}).want(t, 200, "")
	for _, probe := range []string{"/healthz", "/readyz", "/openapi.json"} { // monitors ask with HEAD
		w.do(req{"HEAD", probe, nil, nil}).want(t, 200, "")
	}
	if a := w.do(req{"GET", "/readyz", nil, nil}).want(t, 200, ""); a.at("checks", "storage") != "ok" || a.at("checks", "model") != "degraded" {
		t.Errorf("ready, but without its model: %s", a.raw)
	}
	w.post("c-1", "m-1", "hello").want(t, 200, "")
	if n := w.gauge("frontdesk_messages_accepted_total", "rest"); n != 1 {
		t.Errorf("%v messages counted", n)
	}
	rec := newRecorder()
	r, err := http.NewRequest("GET", "/metrics", nil)
	must(t, err)
	w.api.MetricsHandler().ServeHTTP(rec, r)
	if !strings.Contains(rec.String(), "frontdesk_http_request_seconds_count") {
		t.Errorf("metrics: %.200s", rec.String())
	}
	w.do(req{"GET", "/metrics", nil, nil}).want(t, 404, "not_found") // not on the public port
}

type recorder struct {
	strings.Builder
	h http.Header
}

func newRecorder() *recorder { return &recorder{h: http.Header{}} }

func (r *recorder) Header() http.Header { return r.h }

func (r *recorder) WriteHeader(int) {}

var _ io.Writer = (*recorder)(nil)

func TestSecurityHeaders(t *testing.T) {
	w := newWorld(t)
	for path, part := range map[string]string{"/console/": "frame-ancestors 'none'", "/demo": "script-src 'self'", "/docs": "default-src 'self'", "/docs.css": "default-src 'self'", "/v1/session": "default-src 'none'"} {
		a := w.do(req{"GET", path, nil, nil})
		if csp := a.header.Get("Content-Security-Policy"); !strings.Contains(csp, part) || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if a.header.Get("X-Content-Type-Options") != "nosniff" || a.header.Get("X-Request-Id") == "" {
			t.Errorf("%s: %v", path, a.header)
		}
	}
}

// A proxy may send another host on than browsers see: the server's own pages show the
// widget all the same, and no page of others does.
func TestOwnPagesBehindAProxy(t *testing.T) {
	w := newWorld(t)
	proof := bearer(w.visit(map[string]any{}).want(t, 200, "").json["token"].(string))
	ping := `{"type":"ping"}`
	if got := w.do(req{"POST", "/v1/widget/frames", ping, with(proof, "Origin", "http://desk.example")}); got.status >= 400 || got.header.Get("Access-Control-Allow-Origin") == "" {
		t.Errorf("its own page: %d %s", got.status, got.raw)
	}
	w.do(req{"POST", "/v1/widget/frames", ping, with(proof, "Origin", "http://desk.example.evil.example")}).want(t, 403, "origin_not_allowed")
}
