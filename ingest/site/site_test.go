package site_test

import (
	"bytes"
	"compress/gzip"
	"net/url"
	"slices"
	"strings"
	"testing"

	"frontdesk/ingest/site"
)

func at(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"HTTPS://Shop.Example:443":                    "https://shop.example/",
		"http://shop.example:8080/a/../b/#top":        "http://shop.example:8080/b/",
		"https://shop.example/a?utm_source=x&b=2&a=1": "https://shop.example/a?a=1&b=2",
		"https://shop.example/a?gclid=1":              "https://shop.example/a",
		"https://shop.example/h%C3%A4ufig":            "https://shop.example/h%C3%A4ufig",
	} {
		if got := site.Clean(at(t, in)); got != want {
			t.Errorf("%s becomes %s, want %s", in, got, want)
		}
	}
}

func TestLeads(t *testing.T) {
	page := `<html><head><base href="/help/"><link rel="canonical" href="returns"><meta name="ROBOTS" content="noarchive, NoIndex">
		<script>var s = "<a href='/never'>"</script></head><body><a href="a">A</a><a href="a#x">again</a><a href="/b" rel="nofollow ugc">B</a>
		<a href="javascript:alert(1)">J</a><a href="https://user:pw@shop.example/c">C</a><area href="//other.example/d"><a href="  /e ">E</a><a>none</a><a href="http://[::1">bad</a>`
	got := site.LeadsOf([]byte(page), "text/html", at(t, "https://shop.example/x/y"))
	want := []string{"https://shop.example/help/a", "https://other.example/d", "https://shop.example/e"}
	if !slices.Equal(got.Links, want) || got.Canonical != "https://shop.example/help/returns" || !got.NoIndex || got.NoFollow {
		t.Errorf("got %+v, want links %q", got, want)
	}
	var l site.Leads
	l.Heed("otherbot: noindex, nofollow")
	if l.NoIndex {
		t.Error("what another robot is told was heeded")
	}
	l.Heed("frontdesk: none")
	if !l.NoIndex || !l.NoFollow {
		t.Error("none was not heeded")
	}
}

func TestPatterns(t *testing.T) {
	p, err := site.NewPatterns([]string{"/help/**", "/*/faq.html", "/a+b"})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{
		"/help/": true, "/help/a/b": true, "/helps": false, "/de/faq.html": true, "/de/x/faq.html": false, "/a+b": true, "/aab": false,
	} {
		if p.Match(path) != want {
			t.Errorf("%s matches: %v", path, !want)
		}
	}
}

func TestRobots(t *testing.T) {
	rules := "User-agent: *\nDisallow: /cart\nCrawl-delay: 99\n\nUser-agent: Frontdesk\nAllow: /private/faq$\nDisallow: /private/\nDisallow: /*?session=\n\nSitemap: https://shop.example/s.xml\n"
	r := site.ReadRobots(200, []byte(rules))
	for path, want := range map[string]bool{"/cart": true, "/private/x": false, "/private/faq": true, "/a?session=1": false, "/": true} {
		if got := r.Allows(at(t, "https://shop.example"+path)); got != want {
			t.Errorf("%s is allowed: %v", path, got)
		}
	}
	if r.Delay() != 0 || !slices.Equal(r.Sitemaps(), []string{"https://shop.example/s.xml"}) {
		t.Errorf("delay %s, sitemaps %q", r.Delay(), r.Sitemaps())
	}
	if site.ReadRobots(200, []byte("User-agent: *\nCrawl-delay: 99\nDisallow:\n")).Delay().Seconds() != 30 {
		t.Error("a pause has no end")
	}
	for status, want := range map[int]bool{404: true, 403: true, 500: false, 0: false} {
		if got := site.ReadRobots(status, nil).Allows(at(t, "https://shop.example/a")); got != want {
			t.Errorf("with status %d it may be read: %v", status, got)
		}
	}
	if !site.ReadRobots(200, []byte("<html>not rules</html>")).Allows(at(t, "https://shop.example/a")) {
		t.Error("a page in the place of rules forbids")
	}
}

func TestSitemap(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	for name, c := range map[string]struct {
		data  string
		pages int
		maps  int
		cut   bool
		bad   bool
	}{
		"urlset":   {`<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> https://a.example/x?a=1&amp;b=2 </loc><lastmod>2026-01-01</lastmod></url><url><loc>/relative</loc></url></urlset>`, 1, 0, false, false},
		"index":    {"<sitemapindex><sitemap><loc>https://a.example/1.xml</loc></sitemap></sitemapindex>", 0, 1, false, false},
		"lines":    {"\ufeffhttps://a.example/1\nhttps://a.example/2\n", 2, 0, false, false},
		"cut off":  {"<urlset><url><loc>https://a.example/1</loc></url><url><lo", 1, 0, true, false},
		"page":     {"<!doctype html><html><body>hello</body></html>", 0, 0, false, true},
		"empty":    {"", 0, 0, false, true},
		"many":     {"<urlset>" + strings.Repeat("<url><loc>https://a.example/1</loc></url>", 50_001) + "</urlset>", 50_000, 0, true, false},
		"no gzip":  {"\x1f\x8bnothing", 0, 0, false, true},
		"entities": {`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset><url><loc>https://a.example/&a;</loc></url></urlset>`, 1, 0, false, false},
	} {
		got, err := site.ReadSitemap([]byte(c.data))
		if (err != nil) != c.bad || len(got.Pages) != c.pages || len(got.Sitemaps) != c.maps || got.Cut != c.cut {
			t.Errorf("%s: %d pages, %d sitemaps, cut %v, %v", name, len(got.Pages), len(got.Sitemaps), got.Cut, err)
		}
	}
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	if _, err := z.Write([]byte("<urlset><url><loc>https://a.example/1</loc></url>")); err != nil {
		t.Fatal(err)
	}
	blank := bytes.Repeat([]byte(" "), 1<<20)
	for range 60 {
		if _, err := z.Write(blank); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := site.ReadSitemap(bomb.Bytes()); err != nil || len(got.Pages) != 1 || !got.Cut {
		t.Errorf("a packed one of 60 MB: %d pages, cut %v, %v", len(got.Pages), got.Cut, err)
	}
}

func TestTraps(t *testing.T) {
	for address, want := range map[string]bool{
		"https://a.example/help/returns": false, "https://a.example/a/b/a/b/a": true, "https://a.example/?a=1&b=2&c=3&d=4&e=5": true,
		"https://a.example/1/2/3/4/5/6/7/8/9/10/11/12/13": true,
	} {
		if site.Trap(at(t, address)) != want {
			t.Errorf("%s is a trap: %v", address, !want)
		}
	}
	if a, b := site.Calendar(at(t, "https://a.example/cal?month=2026-01")), site.Calendar(at(t, "https://a.example/cal?month=2031-12")); a == "" || a != b {
		t.Errorf("two months of one calendar: %q, %q", a, b)
	}
	if c := site.Calendar(at(t, "https://a.example/faq/123")); c != "" {
		t.Errorf("no calendar: %q", c)
	}
}
