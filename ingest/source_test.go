package ingest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/ingest"
	"frontdesk/knowledge"
)

// A crawl reads what it may, and then only what has changed; a page that is gone
// is archived after its second run.
func TestCrawl(t *testing.T) {
	b, w := newBase(t), newWeb(t)
	q := b.queue("one", b.Store, reach(w))
	w.text("/robots.txt", "text/plain", "User-agent: *\nDisallow: /private/\n")
	w.page("/help", "Help", "All about orders.", "/help/returns?utm_source=x#top", "/help/shipping", "/private/x", "/blog/one", "/help/old/a", "/logo.png", "mailto:a@b.c", "https://elsewhere.example/")
	w.page("/help/returns", "Returns", "Thirty days.", "/help", "/help/deep")
	w.page("/help/shipping", "Shipping", "Two days.")
	w.page("/help/deep", "Deep", "Far away.", "/help/deeper")
	w.page("/help/deeper", "Deeper", "Too far.")
	s := b.source(q, w, ingest.Source{Kind: ingest.Crawl, URL: "/help", Bounds: ingest.Bounds{Include: []string{"/help/**", "/private/*"}, Exclude: []string{"/help/old/*"}, MaxDepth: 2}})
	i := b.run(q, s)
	same(t, "first run", b.found(q, w, i), "/help added", "/help/deep added", "/help/returns added", "/help/shipping added", "/private/x robots_disallow:0:0")
	same(t, "asked for", w.asked(), "/help", "/help/deep", "/help/returns", "/help/shipping", "/robots.txt")
	if i.Counts.Files != 4 || i.Total != 4 {
		t.Errorf("counted %+v of %d", i.Counts, i.Total)
	}

	w.page("/help/returns", "Returns", "Sixty days and more.", "/help/deep")
	i = b.run(q, s)
	if i.Counts.Changed != 1 || i.Counts.Unchanged != 3 || i.Counts.Added != 0 {
		t.Errorf("second run: %+v", i.Counts)
	}
	w.asked()

	w.gone("/help/shipping")
	w.page("/help", "Help", "All about orders.", "/help/returns") // a link less
	i = b.run(q, s)
	if got := b.found(q, w, i); i.Counts.Missing != 1 || !slices.Contains(got, "/help/shipping missing") {
		t.Errorf("a page is gone: %q", got)
	}
	a, err := b.ArticleByKey(t.Context(), w.srv.URL+"/help/shipping")
	b.ok(err)
	if a.Status != knowledge.Published {
		t.Errorf("after one run it is %s", a.Status)
	}
	i = b.run(q, s)
	if got := b.found(q, w, i); i.Counts.Removed != 1 || !slices.Contains(got, "/help/shipping removed") {
		t.Errorf("it stays away: %q", got)
	}
	if i = b.run(q, s); i.Counts.Removed != 0 {
		t.Errorf("it is removed twice: %+v", i.Counts)
	}
	w.page("/help/shipping", "Shipping", "Two days.")
	w.page("/help", "Help", "All about orders.", "/help/returns", "/help/shipping")
	if i = b.run(q, s); i.Counts.Changed < 1 {
		t.Errorf("it came back: %+v %q", i.Counts, b.found(q, w, i))
	}
	if a, err = b.ArticleByKey(t.Context(), w.srv.URL+"/help/shipping"); err != nil || a.Status != knowledge.Published {
		t.Errorf("it came back as %s, %v", a.Status, err)
	}
}

// A server that fails for a while, or has lost half of its pages, costs no
// article.
func TestSiteInTrouble(t *testing.T) {
	b, w := newBase(t), newWeb(t)
	q := b.queue("one", b.Store, reach(w))
	var links []string
	for n := range 12 {
		links = append(links, fmt.Sprintf("/p%d", n))
		w.page(links[n], fmt.Sprint("Page ", n), fmt.Sprint("Text ", n))
	}
	w.page("/", "Start", "All.", links...)
	s := b.source(q, w, ingest.Source{Kind: ingest.Crawl})
	if i := b.run(q, s); i.Counts.Added != 13 {
		t.Fatalf("first run: %+v", i.Counts)
	}
	down := func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusServiceUnavailable) }
	for _, l := range append(links, "/", "/robots.txt") {
		w.handle(l, down)
	}
	for range 3 {
		if i := b.run(q, s); i.Counts.Removed+i.Counts.Missing != 0 || i.Counts.Refused == 0 {
			t.Errorf("while it is down: %+v", i.Counts)
		}
	}
	w.gone("/robots.txt")
	for range 3 { // its pages fail, its rules are there
		if i := b.run(q, s); i.Counts.Removed+i.Counts.Missing != 0 {
			t.Errorf("while it fails: %+v", i.Counts)
		}
	}
	w.page("/", "Start", "All.", links...)
	for n, l := range links {
		w.gone(l)
		if n == 9 {
			break
		}
	}
	b.run(q, s)
	i := b.run(q, s)
	if i.Removal != (ingest.Removal{Count: 10, Of: 13, State: ingest.RemovalWaiting}) || i.Counts.Removed != 0 {
		t.Fatalf("most is gone: %+v", i)
	}
	_, err := q.Remove(t.Context(), i.ID, true)
	b.ok(err)
	if i = b.ended(q, i.ID); i.Counts.Removed != 10 {
		t.Errorf("confirmed: %+v", i)
	}
}

// Sitemaps, also an index of packed ones.
func TestSitemap(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	b, w := newBase(t), newWeb(t)
	q := b.queue("one", b.Store, reach(w))
	w.page("/a", "A", "Text A.", "/not-listed")
	w.page("/b", "B", "Text B.")
	entry := func(p string) string { return "<url><loc>" + w.srv.URL + p + "</loc></url>" }
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = io.WriteString(z, "<urlset xmlns='x'>"+entry("/b")+entry("/a")+"<url><loc>https://elsewhere.example/x</loc></url></urlset>")
	b.ok(z.Close())
	w.handle("/more.xml.gz", func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write(packed.Bytes()) })
	w.text("/one.xml", "application/xml", "<urlset>"+entry("/a")+"</urlset>")
	w.text("/index.xml", "application/xml", `<?xml version="1.0"?><sitemapindex><sitemap><loc>`+w.srv.URL+"/one.xml</loc></sitemap><sitemap><loc>"+w.srv.URL+"/more.xml.gz</loc></sitemap><sitemap><loc>"+w.srv.URL+"/index.xml</loc></sitemap></sitemapindex>")
	s := b.source(q, w, ingest.Source{Kind: ingest.Sitemap, URL: "/index.xml"})
	same(t, "pages", b.found(q, w, b.run(q, s)), "/a added", "/b added")
	bad := b.source(q, w, ingest.Source{Name: "bad", Kind: ingest.Sitemap, URL: "/a"})
	same(t, "no sitemap", b.found(q, w, b.run(q, bad)), "/a malformed_sitemap:0:0")
}

// TestD12 meets hostile sites: each gets a code, and the run comes to its end.
func TestD12(t *testing.T) {
	inner := newWeb(t) // in the private network
	inner.page("/secret", "Secret", "Of the house.")
	for _, c := range []struct {
		name, kind string
		build      func(w *web)
		want       []string
	}{
		{"private address behind a redirect", "page", func(w *web) {
			w.handle("/", http.RedirectHandler(inner.srv.URL+"/secret", http.StatusFound).ServeHTTP)
		}, []string{"/ ssrf_blocked:0:0"}},
		{"private address behind a link", "sitemap", func(w *web) {
			w.text("/", "application/xml", "<urlset><url><loc>"+w.srv.URL+"/a</loc></url></urlset>")
			w.handle("/a", http.RedirectHandler("http://169.254.169.254/latest/meta-data", http.StatusFound).ServeHTTP)
		}, []string{"/a ssrf_blocked:0:0"}},
		{"redirect loop", "page", func(w *web) {
			w.handle("/", http.RedirectHandler("/again", http.StatusFound).ServeHTTP)
			w.handle("/again", http.RedirectHandler("/", http.StatusFound).ServeHTTP)
		}, []string{"/ too_many_redirects:0:0"}},
		{"robots deny", "crawl", func(w *web) {
			w.text("/robots.txt", "text/plain", "User-agent: *\nAllow: /\n\nUser-agent: frontdesk\nDisallow: /\n")
			w.page("/", "Start", "Text.")
		}, []string{"/ robots_disallow:0:0"}},
		{"robots fail", "crawl", func(w *web) {
			w.handle("/robots.txt", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(500) })
		}, []string{"/robots.txt robots_unreachable:0:0"}},
		{"very many links", "crawl", func(w *web) {
			w.handle("/", func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Content-Type", "text/html")
				for n := range 3000 { // more than are followed
					fmt.Fprintf(rw, "<a href=/p/%d>x</a>\n", n)
				}
				_, _ = io.WriteString(rw, "<p>Text of the start page.</p>")
			})
		}, []string{"/ crawl_budget:0:0"}},
		{"login page", "page", func(w *web) {
			w.text("/", "text/html", "<title>Sign in</title><form><input name=user><input type=password></form><p>Please sign in.</p>")
		}, []string{"/ looks_like_login:0:0"}},
		{"soft 404", "crawl", func(w *web) {
			sorry := "<title>Shop</title><main><h1>Sorry</h1><p>We could not find what you were looking for in our shop, please try the search.</p></main>"
			w.page("/", "Start", "Text.", "/lost")
			next := w.srv.Config.Handler
			w.srv.Config.Handler = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/" || r.URL.Path == "/robots.txt" {
					next.ServeHTTP(rw, r)
					return
				}
				rw.Header().Set("Content-Type", "text/html")
				_, _ = io.WriteString(rw, sorry)
			})
		}, []string{"/ added", "/lost soft_404:0:0"}},
		{"infinite calendar", "crawl", func(w *web) {
			w.page("/", "Start", "Text.", "/cal?month=2026-01")
			w.handle("/cal", func(rw http.ResponseWriter, r *http.Request) {
				at, _ := time.Parse("2006-01", r.URL.Query().Get("month"))
				rw.Header().Set("Content-Type", "text/html")
				fmt.Fprintf(rw, "<title>%[1]s</title><p>Nothing in the month %[1]s.</p>", at.Format("2006-01"))
				for n := range 12 {
					fmt.Fprintf(rw, "<a href='/cal?month=%s'>later</a>", at.AddDate(0, n, 0).Format("2006-01"))
				}
			})
		}, []string{"/ added", "/ crawl_budget:0:0", "24 added"}},
		{"endless depth", "crawl", func(w *web) {
			w.page("/", "Start", "Text.", "/a/a")
			w.page("/a/a", "A", "Deep.", "/a/a/a", "/1/2/3/4/5/6/7/8/9/10/11/12/13", "/a/a?b=1&c=2&d=3&e=4&f=5")
		}, []string{"/ added", "/a/a added"}},
		{"gzip bomb", "page", func(w *web) {
			w.handle("/", func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Content-Type", "text/html")
				rw.Header().Set("Content-Encoding", "gzip")
				z := gzip.NewWriter(rw)
				zero := make([]byte, 1<<16)
				for range 200 { // 13 MB, of which 10 are read
					if _, err := z.Write(zero); err != nil {
						return
					}
				}
				_ = z.Close()
			})
		}, []string{"/ too_large:0:0"}},
		{"events without end", "page", func(w *web) {
			w.handle("/", func(rw http.ResponseWriter, r *http.Request) {
				rw.Header().Set("Content-Type", "text/event-stream")
				rw.WriteHeader(200)
				rw.(http.Flusher).Flush()
				<-r.Context().Done()
			})
		}, []string{"/ unsupported_type:0:0"}},
		{"not to be found", "crawl", func(w *web) {
			w.page("/", "Start", "Text.", "/hidden", "/copy", "/moved")
			w.text("/hidden", "text/html", "<meta name=robots content='noindex, nofollow'><p>Hidden text.</p><a href=/never>x</a>")
			w.text("/copy", "text/html", "<link rel=canonical href=/real><p>A copy.</p>")
			w.page("/real", "Real", "The real page.")
			w.handle("/moved", http.RedirectHandler("/real", http.StatusMovedPermanently).ServeHTTP)
		}, []string{"/ added", "/hidden noindex:0:0", "/real added"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, w := newBase(t), newWeb(t)
			c.build(w)
			q := b.queue("one", b.Store, reach(w))
			s := b.source(q, w, ingest.Source{Kind: ingest.SourceKind(c.kind), Bounds: ingest.Bounds{MaxPages: 30}})
			i := b.run(q, s)
			got := b.found(q, w, i)
			if c.name == "infinite calendar" { // its months are many
				got = append(slices.DeleteFunc(got, func(l string) bool { return strings.HasPrefix(l, "/cal") }), fmt.Sprint(i.Counts.Added-1, " added"))
			}
			if c.name == "very many links" {
				if n := len(w.asked()); n > 32 {
					t.Errorf("%d pages were asked for", n)
				}
				got = slices.DeleteFunc(got, func(l string) bool { return !strings.Contains(l, "crawl_budget") })
			}
			same(t, "report", got, c.want...)
			if secrets := inner.asked(); len(secrets) > 0 {
				t.Errorf("the private site was asked for %q", secrets)
			}
		})
	}
}

// The pace is the source's, or the slower one that the site asks for.
func TestPoliteness(t *testing.T) {
	b, w := newBase(t), newWeb(t)
	w.text("/robots.txt", "text/plain", "User-agent: *\nCrawl-delay: 7\n")
	w.page("/", "Start", "Text.", "/a")
	w.page("/a", "A", "Text.")
	var waits []time.Duration
	q := b.queue("one", b.Store, reach(w), func(c *ingest.Config) {
		c.Pause = func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }
	})
	b.run(q, b.source(q, w, ingest.Source{Kind: ingest.Crawl, Bounds: ingest.Bounds{DelayMS: 200}}))
	if len(waits) != 3 || waits[0] != 7*time.Second { // before the probe and both pages
		t.Errorf("paused %v", waits)
	}
}

// A run that was cut off goes on with the pages that it has not read.
func TestD15CrawlResumes(t *testing.T) {
	b, w := newBase(t), newWeb(t)
	var links []string
	for n := range 5 {
		links = append(links, fmt.Sprintf("/p%d", n))
		w.page(links[n], fmt.Sprint("Page ", n), fmt.Sprint("Text ", n))
	}
	w.page("/", "Start", "All.", links...)
	q := b.queue("one", b.Store, reach(w))
	s := b.source(q, w, ingest.Source{Kind: ingest.Crawl})
	i, err := q.RunSource(t.Context(), s.ID, "Mara")
	b.ok(err)
	_, err = q.RunSource(t.Context(), s.ID, "Mara")
	b.refused(err, "import_running")
	b.refused(q.DeleteSource(t.Context(), s.ID, true, "Mara"), "import_running")
	ctx, die := context.WithCancel(t.Context())
	slowly := func(c *ingest.Config) { // a second a page: each is a batch
		c.Pause = func(ctx context.Context, d time.Duration) error { b.pass(time.Second); return ctx.Err() }
	}
	b.ok(b.queue("dies", &dying{b.Store, 3, true, die}, reach(w), slowly).Run(ctx))
	before := w.asked()
	b.pass(time.Minute)
	done := b.ended(q, i.ID)
	after := w.asked()
	if done.State != ingest.Done || done.Counts.Added != 6 || done.Counts.Files != 6 || done.Attempt != 2 {
		t.Errorf("ended: %+v", done)
	}
	for _, p := range before {
		if p != "/robots.txt" && slices.Contains(after, p) && len(before)+len(after) > 9 {
			t.Errorf("read twice: %q, then %q", before, after)
		}
	}
}

// A schedule is kept by one of many replicas, also over a restart.
func TestSchedule(t *testing.T) {
	b, w := newBase(t), newWeb(t)
	w.page("/", "Start", "Text.")
	one, two := b.queue("one", b.Store, reach(w)), b.queue("two", b.Store, reach(w))
	s := b.source(one, w, ingest.Source{Kind: ingest.OnePage, Schedule: &ingest.Schedule{EveryHours: 6}})
	runs := func() int {
		b.t.Helper()
		for _, q := range []*ingest.Queue{one, two, two, one} {
			b.ok(q.StartDue(t.Context()))
		}
		list, err := one.Imports(t.Context(), ingest.ImportFilter{SourceID: s.ID})
		b.ok(err)
		for _, i := range list {
			if !i.Ended() {
				b.ended(two, i.ID)
			}
		}
		return len(list)
	}
	if n := runs(); n != 1 {
		t.Fatalf("a new source has %d runs", n)
	}
	b.pass(5 * time.Hour)
	if n := runs(); n != 1 {
		t.Errorf("%d runs before its time", n)
	}
	b.pass(20 * time.Hour) // three times were missed; one run is enough
	if n := runs(); n != 2 {
		t.Errorf("%d runs at its time", n)
	}
	s, err := one.Source(t.Context(), s.ID)
	b.ok(err)
	if want := b.time().Add(6 * time.Hour); !s.NextRunAt.Equal(want) {
		t.Errorf("next at %s, want %s", s.NextRunAt, want)
	}
	s.Paused = true
	_, err = one.ChangeSource(t.Context(), s)
	b.ok(err)
	b.pass(24 * time.Hour)
	if n := runs(); n != 2 {
		t.Errorf("%d runs while it is paused", n)
	}
}

// What a source must not be.
func TestBadSources(t *testing.T) {
	for name, c := range map[string]struct {
		s     ingest.Source
		field string
	}{
		"no name":         {ingest.Source{Kind: ingest.Crawl, URL: "https://x.example"}, "name"},
		"kind":            {ingest.Source{Name: "x", Kind: "ftp", URL: "https://x.example"}, "kind"},
		"file":            {ingest.Source{Name: "x", Kind: ingest.Crawl, URL: "file:///etc/passwd"}, "url"},
		"password":        {ingest.Source{Name: "x", Kind: ingest.Crawl, URL: "https://a:b@x.example"}, "url"},
		"locale":          {ingest.Source{Name: "x", Kind: ingest.Crawl, URL: "https://x.example", Locale: "klingon!"}, "locale"},
		"pages":           {ingest.Source{Name: "x", Kind: ingest.Crawl, URL: "https://x.example", Bounds: ingest.Bounds{MaxPages: 1e9}}, "max_pages"},
		"hurry":           {ingest.Source{Name: "x", Kind: ingest.Crawl, URL: "https://x.example", Bounds: ingest.Bounds{DelayMS: 1}}, "delay_ms"},
		"pattern":         {ingest.Source{Name: "x", Kind: ingest.Crawl, URL: "https://x.example", Bounds: ingest.Bounds{Exclude: []string{"help"}}}, "exclude"},
		"two schedules":   {ingest.Source{Name: "x", Kind: ingest.Crawl, URL: "https://x.example", Schedule: &ingest.Schedule{EveryHours: 1, DailyAt: "03:00"}}, "schedule"},
		"time of the day": {ingest.Source{Name: "x", Kind: ingest.Crawl, URL: "https://x.example", Schedule: &ingest.Schedule{DailyAt: "25:00"}}, "schedule.daily_at"},
		"zone":            {ingest.Source{Name: "x", Kind: ingest.Crawl, URL: "https://x.example", Schedule: &ingest.Schedule{DailyAt: "03:00", Zone: "Mars/Phobos"}}, "schedule.zone"},
	} {
		_, err := c.s.Checked()
		if err == nil || !strings.HasPrefix(err.Error(), c.field+":") {
			t.Errorf("%s: %v, want a fault at %s", name, err, c.field)
		}
	}
	berlin := &ingest.Schedule{DailyAt: "02:30", Zone: "Europe/Berlin"}
	for _, c := range []struct{ now, want string }{
		{"2026-03-02T00:00:00Z", "2026-03-02T01:30:00Z"}, {"2026-03-02T01:30:00Z", "2026-03-03T01:30:00Z"},
		{"2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z"}, // 02:30 does not exist that night
		{"2026-03-29T12:00:00Z", "2026-03-30T00:30:00Z"},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := berlin.Next(now).Format(time.RFC3339); got != c.want {
			t.Errorf("after %s: %s, want %s", c.now, got, c.want)
		}
	}
}

// A trial shows the first pages of a source, and stores nothing.
func TestTrial(t *testing.T) {
	b, w := newBase(t), newWeb(t)
	q := b.queue("one", b.Store, reach(w))
	w.page("/", "Start", "Text.", "/a", "/b", "/c", "/d", "/e", "/f")
	w.page("/a", "A", "Text of A.")
	got, err := q.Try(t.Context(), ingest.Source{Name: "x", Kind: ingest.Crawl, URL: w.srv.URL})
	b.ok(err)
	if len(got.Documents) != 2 || len(got.Refused) != 3 || got.Found != 7 || got.Robots != "none" || !got.Longest {
		t.Errorf("a trial: %+v", got)
	}
	if _, n, err := b.Articles(t.Context(), knowledge.ArticleFilter{}); err != nil || n != 0 {
		t.Errorf("it has stored %d articles, %v", n, err)
	}
}

// A page that says what another one says gives no article of its own: when it is gone there
// is nothing to archive, and the run goes on.
func TestACopyOfAPageIsGone(t *testing.T) {
	b, w := newBase(t), newWeb(t)
	q := b.queue("one", b.Store, reach(w))
	w.page("/help", "Help", "All about orders.", "/help/a", "/help/b")
	w.text("/help/a", "text/plain", "Returns\n\nThirty days.")
	w.text("/help/b", "text/plain", "Returns\n\nThirty days.")
	s := b.source(q, w, ingest.Source{Kind: ingest.Crawl, URL: "/help"})
	b.run(q, s)
	w.gone("/help/b")
	for n := range 3 {
		if i := b.run(q, s); i.State != ingest.Done || i.Counts.Removed != 0 {
			t.Errorf("run %d: %s %s, %+v", n, i.State, i.Error, i.Counts)
		}
	}
}
