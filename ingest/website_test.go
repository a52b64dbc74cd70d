package ingest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/ingest"
)

// web is a site of the test's own.
type web struct {
	t   *testing.T
	srv *httptest.Server
	mu  sync.Mutex
	at  map[string]http.HandlerFunc
	got []string // paths that were asked for
}

func newWeb(t *testing.T) *web {
	t.Helper()
	w := &web{t: t, at: map[string]http.HandlerFunc{}}
	w.srv = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		h := w.at[r.URL.Path]
		w.got = append(w.got, r.URL.RequestURI())
		w.mu.Unlock()
		if h == nil {
			http.NotFound(rw, r)
			return
		}
		h(rw, r)
	}))
	t.Cleanup(w.srv.Close)
	return w
}

func (w *web) handle(path string, h http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at[path] = h
}

// page serves a page with an ETag; links are paths.
func (w *web) page(path, title, text string, links ...string) {
	var b strings.Builder
	fmt.Fprintf(&b, "<html lang=en><head><title>%s</title></head><body><main><h1>%s</h1><p>%s</p></main><nav>", title, title, text)
	for _, l := range links {
		fmt.Fprintf(&b, "<a href=%q>more</a>", l)
	}
	b.WriteString("</nav></body></html>")
	etag := fmt.Sprintf(`"%x"`, len(b.String()))
	w.handle(path, func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("ETag", etag)
		rw.Header().Set("Content-Type", "text/html")
		if r.Header.Get("If-None-Match") == etag {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = io.WriteString(rw, b.String())
	})
}

func (w *web) text(path, media, body string) {
	w.handle(path, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", media)
		_, _ = io.WriteString(rw, body)
	})
}

func (w *web) gone(path string) { w.handle(path, http.NotFound) }

// asked gives the paths since the last call, sorted, without the probe.
func (w *web) asked() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []string
	for _, p := range w.got {
		if !strings.HasPrefix(p, "/frontdesk-") {
			out = append(out, p)
		}
	}
	w.got = nil
	slices.Sort(out)
	return out
}

// reach lets an ingester read the test's own sites, and no other private place.
func reach(sites ...*web) func(*ingest.Config) {
	return func(c *ingest.Config) {
		for _, w := range sites {
			c.Allowed = append(c.Allowed, netip.MustParseAddrPort(w.srv.Listener.Addr().String()))
		}
		c.Pause = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	}
}

func (b *base) source(q *ingest.Queue, w *web, s ingest.Source) ingest.Source {
	b.t.Helper()
	if s.URL == "" {
		s.URL = "/"
	}
	if s.Name == "" {
		s.Name = "help"
	}
	s.URL = w.srv.URL + s.URL
	out, err := q.AddSource(b.t.Context(), s)
	b.ok(err)
	return out
}

func (b *base) run(q *ingest.Queue, s ingest.Source) ingest.Import {
	b.t.Helper()
	i, err := q.RunSourceHere(b.t.Context(), s.ID, ingest.Options{By: "Mara"}, nil)
	b.ok(err)
	if i.State != ingest.Done {
		b.t.Fatalf("the run ended as %+v", i)
	}
	return i
}

// found lists a run's report without the site's address.
func (b *base) found(q *ingest.Queue, w *web, i ingest.Import) []string {
	b.t.Helper()
	var out []string
	for _, line := range b.report(q, i.ID) {
		out = append(out, strings.ReplaceAll(line, w.srv.URL, ""))
	}
	return out
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}
