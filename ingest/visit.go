package ingest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"frontdesk/ingest/site"
)

// Bounds of a visit, whatever the source asks for.
const (
	mostLeads    = 100_000 // addresses that are remembered
	mostSitemaps = 100     // read for one visit
	mostDates    = 24      // pages of one calendar
)

// visit is a way through a site: where to go next, at what pace, what to leave
// out.
type visit struct {
	in     *Ingester
	s      Source
	host   *url.URL // where the source is, after its redirects
	robots site.Robots

	include, exclude site.Patterns
	delay            time.Duration
	last             time.Time // of the newest request

	waiting []lead // in the order in which they are read
	queued  map[string]bool
	dates   map[string]int  // pages by their calendar
	shy     int             // addresses that robots.txt keeps us from
	shyAt   string          // the first of them
	left    int             // addresses that the budget left out
	read    int             // pages asked for
	closed  bool            // the site cannot be read now: nothing follows from what was not seen
	nothing map[uint64]bool // shingles of what the site says where there is no page; nil: it says so
}

// lead is an address to read.
type lead struct {
	address string
	depth   int // links from the first page
}

// leadProblem is what could not be read of a site, and where.
type leadProblem struct {
	at string
	Problem
}

// newVisit makes one of a source that was checked.
func newVisit(in *Ingester, s Source) *visit {
	v := &visit{in: in, s: s, queued: map[string]bool{}, dates: map[string]int{}, delay: time.Duration(s.Bounds.DelayMS) * time.Millisecond}
	v.include, _ = site.NewPatterns(s.Bounds.Include) // what was checked is a pattern
	v.exclude, _ = site.NewPatterns(s.Bounds.Exclude)
	v.host, _ = url.Parse(s.URL)
	return v
}

// fetch asks for an address, when the site has had its pause.
func (v *visit) fetch(ctx context.Context, address string, val validators) (fetched, error) {
	if !v.last.IsZero() {
		if wait := v.delay - v.in.cfg.Now().Sub(v.last); wait > 0 {
			if err := v.in.cfg.Pause(ctx, wait); err != nil {
				return fetched{}, err
			}
		}
	}
	f := v.in.get(ctx, address, val)
	v.last = v.in.cfg.Now()
	return f, ctx.Err()
}

// open reads the site's rules, and gives the first addresses to read.
func (v *visit) open(ctx context.Context) ([]leadProblem, error) {
	rules := v.host.ResolveReference(&url.URL{Path: "/robots.txt"})
	f, err := v.fetch(ctx, rules.String(), validators{})
	if err != nil {
		return nil, err
	}
	v.robots = site.ReadRobots(f.status, f.data)
	v.delay = max(v.delay, v.robots.Delay())
	if v.robots.Down() {
		v.closed = true
		p := Problem{Code: "robots_unreachable", Message: "The site does not tell what may be read.", Hint: "Its robots.txt has to answer, if only that there is none; it is tried again in the next run."}
		if f.err != nil && f.err.Code != "http_status" {
			p = *f.err
		}
		return []leadProblem{{rules.String(), p}}, nil
	}
	if u, err := url.Parse(v.s.URL); err == nil && !v.robots.Allows(u) {
		v.closed = true
		return []leadProblem{{v.s.URL, Problem{Code: "robots_disallow", Message: "The site's robots.txt does not let it be read.", Hint: "Allow the robot " + site.Agent + " there, or export the pages."}}}, nil
	}
	var problems []leadProblem
	if v.s.Kind == Sitemap {
		if problems, err = v.sitemaps(ctx); err != nil {
			return problems, err
		}
	} else {
		u, _ := url.Parse(v.s.URL) // it was checked
		v.push(site.Clean(u), 0)
	}
	return problems, v.probe(ctx)
}

// sitemaps reads a sitemap and those that it points to.
func (v *visit) sitemaps(ctx context.Context) ([]leadProblem, error) {
	var problems []leadProblem
	waiting, seen := []string{v.s.URL}, map[string]bool{v.s.URL: true}
	for n := 0; len(waiting) > 0; n++ {
		address := waiting[0]
		waiting = waiting[1:]
		if n == mostSitemaps {
			return append(problems, leadProblem{address, Problem{Code: "crawl_budget", Message: fmt.Sprintf("The site has more than %d sitemaps.", mostSitemaps), Hint: "Make a source of each of them that you need."}}), nil
		}
		f, err := v.fetch(ctx, address, validators{})
		if err != nil {
			return problems, err
		}
		list, p := sitemapOf(f)
		if p != nil {
			problems = append(problems, leadProblem{address, *p})
			v.closed = v.closed || n == 0
			continue
		}
		if f.at != nil && n == 0 {
			v.host = f.at
		}
		for _, page := range list.Pages {
			v.follow(page, 0)
		}
		for _, more := range list.Sitemaps {
			if u, err := url.Parse(more); err == nil && !seen[more] && site.SameHost(u, v.host) {
				seen[more] = true
				waiting = append(waiting, more)
			}
		}
	}
	return problems, nil
}

func sitemapOf(f fetched) (site.Listing, *Problem) {
	if f.err != nil {
		return site.Listing{}, f.err
	}
	list, err := site.ReadSitemap(f.data)
	if err != nil {
		return list, &Problem{Code: "malformed_sitemap", Message: "This is no sitemap.", Hint: "Give the address of an XML sitemap, often /sitemap.xml; robots.txt names it. A page is read as a source of the kind page or crawl."}
	}
	return list, nil
}

// probe asks for a page that is not there, to know what the site says then: some
// answer that all is well.
func (v *visit) probe(ctx context.Context) error {
	if v.s.Kind == OnePage || v.closed {
		return nil
	}
	f, err := v.fetch(ctx, v.host.ResolveReference(&url.URL{Path: "/frontdesk-" + strings.ToLower(rand.Text()[:12])}).String(), validators{})
	if err != nil || f.status != 200 || f.err != nil {
		return err
	}
	v.nothing = shingles(v.text(f))
	return nil
}

// text is what a page says.
func (v *visit) text(f fetched) string {
	if namedKind(f.file) != "html" {
		return string(f.data)
	}
	d, _ := parseHTML(f.data, f.kind, f.url) // a page that asks for a password has its text too
	return d.Body
}

// follow queues an address that the source wants.
func (v *visit) follow(address string, depth int) {
	u, err := url.Parse(address)
	if err != nil || !v.wanted(u) {
		return
	}
	if v.queued[address] {
		return
	}
	if !v.robots.Allows(u) {
		if v.shy++; v.shy == 1 {
			v.shyAt = address
		}
		return
	}
	if c := site.Calendar(u); c != "" {
		if v.dates[c]++; v.dates[c] > mostDates {
			v.left++
			return
		}
	}
	v.push(address, depth)
}

func (v *visit) push(address string, depth int) {
	switch {
	case v.queued[address]:
	case len(v.queued) >= mostLeads:
		v.left++
	default:
		v.queued[address] = true
		v.waiting = append(v.waiting, lead{address, depth})
	}
}

// wanted tells whether the source is about an address.
func (v *visit) wanted(u *url.URL) bool {
	at := u.Path
	if at == "" {
		at = "/"
	}
	return site.SameHost(u, v.host) && !site.Trap(u) && !unread(at) && !v.exclude.Match(at) && (len(v.include) == 0 || v.include.Match(at) || u.String() == v.s.URL)
}

// unread tells of addresses whose end says that there is no text.
func unread(path string) bool {
	dot := strings.LastIndexByte(path, '.')
	return dot > strings.LastIndexByte(path, '/') && slices.Contains(withoutText, strings.ToLower(path[dot:]))
}

// withoutText are the ends of files that hold no text of the shop.
var withoutText = []string{".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".ico", ".css", ".js", ".mjs", ".map", ".woff", ".woff2", ".ttf", ".eot",
	".mp3", ".mp4", ".webm", ".mov", ".avi", ".gz", ".tgz", ".rar", ".7z", ".exe", ".dmg", ".apk", ".iso", ".xml", ".rss", ".atom", ".ics"}

// next takes the address that has waited longest.
func (v *visit) next() (lead, bool) {
	if len(v.waiting) == 0 {
		return lead{}, false
	}
	l := v.waiting[0]
	v.waiting = v.waiting[1:]
	return l, true
}

// leads are what a page says to robots.
func (v *visit) leads(f fetched) site.Leads {
	var out site.Leads
	if namedKind(f.file) == "html" {
		out = site.LeadsOf(f.data, f.kind, f.at)
	}
	for _, h := range f.robots {
		out.Heed(h)
	}
	if out.NoFollow {
		out.Links = nil
	}
	out.Links = slices.DeleteFunc(out.Links, func(address string) bool {
		u, err := url.Parse(address)
		return err != nil || !v.wanted(u)
	})
	return out
}

// unwanted is why nothing is taken from a page that was read, without a message
// where another page is read in its place; nil if it may be.
func (v *visit) unwanted(f fetched, leads site.Leads, l lead) *Problem {
	ended := site.Clean(f.at)
	if !site.SameHost(f.at, v.host) {
		return &Problem{Code: "left_site", Message: "The page leads to another site.", Hint: "Make a source of that site, if its pages are yours."}
	}
	if ended != l.address {
		if u, err := url.Parse(ended); err == nil && v.s.Kind != OnePage && l.depth+1 <= v.s.Bounds.MaxDepth {
			v.follow(u.String(), l.depth)
		}
		if v.s.Kind != OnePage && v.queued[ended] {
			return &Problem{Code: "redirects"} // no news for anybody: the other page is read
		}
		if !v.robots.Allows(f.at) {
			return &Problem{Code: "robots_disallow", Message: "The page leads to one that the site's robots.txt does not let be read.", Hint: "Allow the robot " + site.Agent + " there, or export the page."}
		}
	}
	switch {
	case leads.NoIndex:
		return &Problem{Code: "noindex", Message: "The page asks not to be found.", Hint: "Take noindex out of it, if shoppers shall be answered from it."}
	case leads.Canonical != "" && leads.Canonical != l.address && leads.Canonical != ended && v.s.Kind != OnePage:
		if u, err := url.Parse(leads.Canonical); err == nil && v.wanted(u) {
			v.follow(leads.Canonical, l.depth)
			return &Problem{Code: "not_canonical"} // the page that it names is read
		}
	}
	if v.nothing != nil && similar(v.nothing, shingles(v.text(f))) {
		return &Problem{Code: "soft_404", Message: "The page says what the site says where there is no page.", Hint: "Take the link out, or have the server answer 404."}
	}
	return nil
}

// Pause waits, or ends with its context.
type Pause func(ctx context.Context, d time.Duration) error

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
