package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"

	"frontdesk/ingest/site"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// goneAfter is in how many runs one after another a page has to be gone before
// its articles are archived: a server that is being mended is not the end of a
// help centre.
const goneAfter = 2

// run is one reading of a source.
type run struct {
	*visit
	j     *job
	p     *pass
	known map[string]Page // from runs before, and what this one has read
	told  map[string]bool // what the report says already, of an attempt that was cut off
}

// readSource reads a source: its pages, then what is to become of those that are
// gone.
func (j *job) readSource(ctx context.Context) error {
	s, err := j.q.store.Source(ctx, j.i.SourceID)
	if err != nil {
		return fmt.Errorf("load source %s: %w", j.i.SourceID, err)
	}
	r, err := j.newRun(ctx, s)
	if err != nil {
		return err
	}
	if err := r.begin(ctx); err != nil {
		return err
	}
	if err := r.pages(ctx); err != nil {
		return err
	}
	if err := r.p.flush(ctx); err != nil {
		return err
	}
	gone, err := r.gone(ctx)
	if err != nil {
		return err
	}
	return j.prune(ctx, r.p, gone)
}

func (j *job) newRun(ctx context.Context, s Source) (*run, error) {
	r := &run{visit: newVisit(j.q.in, s), j: j, known: map[string]Page{}, told: map[string]bool{}}
	r.p = j.q.in.pass(Options{Source: s.Name, Locale: s.Locale, Markets: s.Markets, Draft: s.Draft, Shrunk: j.i.Options.Shrunk, By: j.i.By}, j.keep)
	r.p.importID = j.i.ID
	r.p.rows = j.i.Counts.Rows
	pages, err := j.q.store.SourcePages(ctx, PageFilter{SourceID: s.ID})
	if err != nil {
		return nil, fmt.Errorf("load the pages of source %s: %w", s.ID, err)
	}
	for _, page := range pages {
		r.known[page.URL] = page
		if page.ImportID == j.i.ID { // read before this attempt was cut off
			r.read++
			r.see(page)
		}
	}
	rows, err := j.q.store.ImportRows(ctx, RowFilter{ImportID: j.i.ID})
	if err != nil {
		return nil, fmt.Errorf("load the report of import %s: %w", j.i.ID, err)
	}
	for _, row := range rows {
		r.told[row.Key+" "+row.Code] = true
	}
	return r, nil
}

// see notes that the articles of a page are there.
func (r *run) see(page Page) {
	if page.Status == PageGone {
		return
	}
	for _, key := range page.Keys {
		r.p.seen[key] = true
	}
}

// refuse tells once that something was not read.
func (r *run) refuse(address string, p Problem) {
	if key := address + " " + p.Code; !r.told[key] {
		r.told[key] = true
		r.p.refuse(pageAt(address), p)
	}
}

// begin finds out where to begin.
func (r *run) begin(ctx context.Context) error {
	problems, err := r.open(ctx)
	if err != nil {
		return err
	}
	for _, p := range problems {
		r.refuse(p.at, p.Problem)
	}
	return nil
}

// pages reads what the source points to, then looks at what it had before and
// does not point to any more: whether it is gone its server knows best.
func (r *run) pages(ctx context.Context) error {
	if err := r.drain(ctx); err != nil {
		return err
	}
	if r.closed {
		return nil
	}
	for _, address := range slices.Sorted(maps.Keys(r.known)) {
		if page := r.known[address]; page.ImportID != r.j.i.ID && len(page.Keys) > 0 && page.GoneRuns < goneAfter {
			if err := r.old(ctx, page); err != nil {
				return err
			}
		}
	}
	if err := r.drain(ctx); err != nil {
		return err
	}
	if r.shy > 0 {
		r.refuse(r.shyAt, Problem{Code: "robots_disallow", Message: fmt.Sprintf("The site's robots.txt keeps %d addresses from being read; this is the first.", r.shy), Hint: "Allow the robot " + site.Agent + " there, or export the pages."})
	}
	if r.left > 0 {
		r.refuse(r.s.URL, Problem{Code: "crawl_budget", Message: fmt.Sprintf("%d more addresses were found after %d pages.", r.left, r.s.Bounds.MaxPages),
			Hint: "Raise max_pages, or leave parts of the site out by patterns."})
	}
	return nil
}

// old has a page looked at that nothing points to any more. One that the source
// shall not read any more is gone.
func (r *run) old(ctx context.Context, page Page) error {
	u, err := url.Parse(page.URL)
	if err != nil || !r.wanted(u) {
		return r.lose(ctx, page, "excluded")
	}
	r.follow(page.URL, 0)
	return nil
}

// drain reads until nothing is left to follow.
func (r *run) drain(ctx context.Context) error {
	for {
		l, ok := r.next()
		if !ok {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if page := r.known[l.address]; page.ImportID == r.j.i.ID {
			r.links(page, l.depth)
			continue
		}
		if r.read >= r.s.Bounds.MaxPages {
			r.left++
			continue
		}
		if err := r.page(ctx, l); err != nil {
			return err
		}
	}
}

// links follows those of a page.
func (r *run) links(page Page, depth int) {
	if r.s.Kind != Crawl || depth >= r.s.Bounds.MaxDepth {
		return
	}
	for _, address := range page.Links {
		r.follow(address, depth+1)
	}
}

// page reads one page, or finds that it is as it was.
func (r *run) page(ctx context.Context, l lead) error {
	was := r.known[l.address]
	v := validators{was.ETag, was.LastModified}
	if was.Status != PageOK || len(was.Keys) == 0 {
		v = validators{}
	}
	f, err := r.fetch(ctx, l.address, v)
	if err != nil {
		return err
	}
	r.read++
	page := Page{SourceID: r.s.ID, URL: l.address, Status: PageOK, Title: was.Title, Links: was.Links, Keys: was.Keys, Hash: was.Hash,
		ETag: f.etag, LastModified: f.lastModified, ImportID: r.j.i.ID, FetchedAt: r.in.cfg.Now().UTC()}
	switch {
	case f.status == 404 || f.status == 410:
		return r.lose(ctx, was.at(page), "http_status")
	case f.status == 304:
		page.ETag, page.LastModified = was.ETag, was.LastModified
		return r.same(ctx, page, l)
	case f.err != nil:
		page.Status, page.Code, page.ETag, page.LastModified = PageRefused, f.err.Code, "", ""
		r.refuse(l.address, *f.err)
		return r.keep(ctx, page, l, 0)
	}
	hash := hashOf(f.data)
	if hash == was.Hash && was.Status == PageOK && len(was.Keys) > 0 {
		return r.same(ctx, page, l)
	}
	page.Hash = hash
	return r.fresh(ctx, page, l, f)
}

// at is the page that is known, as it was found now.
func (was Page) at(now Page) Page {
	was.SourceID, was.URL, was.ImportID, was.FetchedAt = now.SourceID, now.URL, now.ImportID, now.FetchedAt
	return was
}

// same keeps a page that is as it was.
func (r *run) same(ctx context.Context, page Page, l lead) error {
	for _, key := range page.Keys {
		r.p.batch.Rows = append(r.p.batch.Rows, Row{Key: key, File: page.URL, Title: page.Title, Outcome: Unchanged})
	}
	return r.keep(ctx, page, l, 0)
}

// fresh reads a page that is new or has changed.
func (r *run) fresh(ctx context.Context, page Page, l lead, f fetched) error {
	leads := r.leads(f)
	page.Links = leads.Links
	if p := r.unwanted(f, leads, l); p != nil {
		if len(page.Keys) > 0 {
			return r.lose(ctx, page, p.Code)
		}
		page.Status, page.Code = PageRefused, p.Code
		if p.Message != "" {
			r.refuse(l.address, *p)
		}
		return r.keep(ctx, page, l, len(f.data))
	}
	f.key, f.name = l.address, l.address
	r.p.gave = gave{}
	inside, err := r.in.expand(ctx, []file{f.file})
	if err != nil {
		return err
	}
	for _, one := range inside {
		if err := r.p.take(ctx, one); err != nil {
			return err
		}
	}
	gave := r.p.gave
	if len(gave.keys) == 0 { // what was there before stays until it can be read again
		page.Status, page.Code = PageRefused, gave.code
	} else {
		page.Keys, page.Title = gave.keys, gave.title
	}
	return r.keep(ctx, page, l, len(f.data))
}

// keep notes what was found at a page, and goes on with its links.
func (r *run) keep(ctx context.Context, page Page, l lead, bytes int) error {
	r.see(page)
	r.known[page.URL] = page
	r.links(page, l.depth)
	r.p.batch.Pages = append(r.p.batch.Pages, page)
	r.p.batch.Bytes += int64(bytes)
	return r.counted(ctx)
}

// counted stores what has come together, with how many pages are known by now.
func (r *run) counted(ctx context.Context) error {
	r.j.i.Total = max(r.j.i.Total, min(len(r.queued), r.s.Bounds.MaxPages))
	return r.p.counted(ctx, file{})
}

// lose notes that a page is gone. Its articles are archived when it has been gone
// often enough.
func (r *run) lose(ctx context.Context, page Page, code string) error {
	page.Status, page.Code, page.ImportID = PageGone, code, r.j.i.ID
	page.GoneRuns++
	page.ETag, page.LastModified, page.Hash = "", "", ""
	problem := Problem{Code: "page_gone", Message: "The page is not there any more (" + code + ").", Hint: "Nothing was taken from it; look who links to it."}
	outcome := Refused
	if len(page.Keys) > 0 {
		outcome = Missing
		problem.Hint = "Its article still serves; it is archived if the page is gone in the next run too."
	}
	if key := page.URL + " " + problem.Code; !r.told[key] {
		r.told[key] = true
		r.p.batch.Rows = append(r.p.batch.Rows, Row{Key: page.URL, File: page.URL, Title: page.Title, Outcome: outcome, Problem: problem})
	}
	r.known[page.URL] = page
	r.p.batch.Pages = append(r.p.batch.Pages, page)
	return r.counted(ctx)
}

// gone lists the articles whose pages have been gone often enough and that no
// other page gives.
func (r *run) gone(ctx context.Context) ([]string, error) {
	var out []string
	looked := map[string]bool{}
	for _, address := range slices.Sorted(maps.Keys(r.known)) {
		page := r.known[address]
		if page.Status != PageGone || page.GoneRuns < goneAfter {
			continue
		}
		for _, key := range page.Keys {
			if r.p.seen[key] || looked[key] {
				continue
			}
			looked[key] = true
			a, err := r.in.store.ArticleByKey(ctx, key)
			if errors.Is(err, fault.ErrNotFound) { // its text was taken from another page
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("load article %s: %w", key, err)
			}
			if a.Status != knowledge.Archived && a.Source == r.s.Name {
				out = append(out, key)
			}
		}
	}
	return out, nil
}

// hashOf is the SHA-256 of what a page is, in hexadecimal digits.
func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
