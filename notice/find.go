package notice

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/gaps"
	"frontdesk/ingest"
	"frontdesk/internal/mask"
	"frontdesk/knowledge"
)

// happened tells what has happened since somebody last looked: imports that hold
// texts, sources that failed, reviews that were asked for.
func (r *round) happened(ctx context.Context) error {
	from, there, err := r.begun(ctx, eventPlace, r.now)
	to := r.now.Add(-settled)
	if err != nil || !there || !to.After(from) {
		return err
	}
	ended, err := r.ended(ctx, from)
	if err != nil {
		return fmt.Errorf("list imports that ended: %w", err)
	}
	var list []Notice
	for _, i := range ended {
		if i.EndedAt.After(from) && !i.EndedAt.After(to) {
			list = append(list, r.imported(i)...)
		}
	}
	asked, err := r.reviews(ctx, from, to)
	if err != nil {
		return err
	}
	if list = append(list, asked...); len(list) == 0 && to.Sub(from) < stepOn {
		return nil // looked at again with what follows; nothing is written while nothing happens
	}
	return r.move(ctx, Move{Name: eventPlace, From: from, To: to}, list)
}

// ended lists the imports that ended after a time.
func (r *round) ended(ctx context.Context, from time.Time) (out []ingest.Import, err error) {
	f := ingest.ImportFilter{EndedAfter: from, Limit: 200}
	for {
		page, err := r.w.events.Imports(ctx, f)
		if err != nil {
			return nil, err
		}
		if out = append(out, page...); len(page) < f.Limit {
			return out, nil
		}
		f.After = page[len(page)-1].ID
	}
}

// imported tells of an import that has ended.
func (r *round) imported(i ingest.Import) (out []Notice) {
	if i.Counts.Held > 0 {
		out = r.all(Held, fmt.Sprintf("%s/%d", i.ID, i.Counts.Held), Facts{Import: &Import{ID: i.ID, Name: i.Name, Held: i.Counts.Held}})
	}
	if f := failure(i); f != nil { // at most one a day of a source
		day := i.EndedAt.Format(time.DateOnly)
		out = append(out, r.all(Source, i.SourceID+"/"+f.Code+"/"+day, Facts{Source: f})...)
	}
	return out
}

// failure says what a run of a source wants somebody for; nil: nothing.
func failure(i ingest.Import) *Failure {
	if i.Kind != ingest.OfSource {
		return nil
	}
	f := &Failure{ID: i.SourceID, Name: i.Name, ImportID: i.ID}
	c := i.Counts
	switch {
	case i.State == ingest.Failed:
		f.Code = i.Code
	case i.State == ingest.Done && i.Removal.State == ingest.RemovalWaiting:
		f.Code, f.Gone = "removal_waiting", i.Removal.Count
	case i.State == ingest.Done && c.Refused > 0 && c.Added+c.Changed+c.Unchanged+c.Held == 0:
		f.Code = "nothing_read"
	default:
		return nil
	}
	return f
}

// reviews tells of the articles whose authors asked for a review, all of a look
// together. The author is not told.
func (r *round) reviews(ctx context.Context, from, to time.Time) (out []Notice, err error) {
	asking, err := r.every(ctx, knowledge.ArticleFilter{Reviewing: true})
	if err != nil {
		return nil, fmt.Errorf("list articles to be reviewed: %w", err)
	}
	var found []Article
	for _, a := range asking {
		if m, ok := asked(a); ok && m.At.After(from) && !m.At.After(to) {
			found = append(found, Article{ID: a.ID, Title: a.Latest().Title, Locale: a.Locale, Author: m.By})
		}
	}
	for _, p := range r.people {
		of := slices.DeleteFunc(slices.Clone(found), func(a Article) bool { return a.Author == p.Name })
		if p.Wants(Review) && len(of) > 0 {
			out = append(out, r.to(p, Review, stamp(to), some(of)))
		}
	}
	return out, nil
}

// asked gives the remark that asked for the review which an article waits for.
func asked(a knowledge.Article) (knowledge.Remark, bool) {
	for _, m := range slices.Backward(a.Remarks) {
		if m.Verdict != "" {
			return m, m.Verdict == knowledge.Asked
		}
	}
	return knowledge.Remark{}, false
}

// every lists all articles of a filter.
func (r *round) every(ctx context.Context, f knowledge.ArticleFilter) (out []knowledge.Article, err error) {
	f.Limit = 200
	for {
		page, _, err := r.w.events.Articles(ctx, f)
		if err != nil {
			return nil, err
		}
		if out = append(out, page...); len(page) < f.Limit {
			return out, nil
		}
		f.After = page[len(page)-1].ID
	}
}

// reminders tells owners of their articles that have become due, all together, once
// a day at their hour. Articles whose owner is nobody here are the leads' matter.
func (r *round) reminders(ctx context.Context) error {
	type step struct {
		p        Person
		from, to time.Time
	}
	var due []step
	for _, p := range r.people {
		if !p.Wants(Verify) {
			continue
		}
		to := p.day(r.now.Add(-settled))
		from, there, err := r.begun(ctx, p.place(Verify), to)
		if err != nil {
			return err
		}
		if there && to.After(from) && p.date(from) != p.date(to) && to.After(r.w.looked[p.place(Verify)]) {
			due = append(due, step{p, from, to})
		}
	}
	if len(due) == 0 {
		return nil
	}
	articles, err := r.every(ctx, knowledge.ArticleFilter{Due: r.now})
	if err != nil {
		return fmt.Errorf("list articles to be verified: %w", err)
	}
	slices.SortFunc(articles, func(a, b knowledge.Article) int { return a.VerifyBy.Compare(b.VerifyBy) })
	for _, s := range due {
		f := reminder(r.owned(articles, s.p), s.from, s.to)
		if len(f.Articles) == 0 {
			r.w.looked[s.p.place(Verify)] = s.to
			continue
		}
		n := r.to(s.p, Verify, s.p.date(s.to), f)
		if err := r.move(ctx, Move{Name: s.p.place(Verify), From: s.from, To: s.to}, []Notice{n}); err != nil {
			return err
		}
	}
	return nil
}

// owned gives the articles that a person answers for.
func (r *round) owned(articles []knowledge.Article, p Person) []knowledge.Article {
	mine := func(a knowledge.Article, p Person) bool {
		return p.ID != Webhook && (strings.EqualFold(a.Owner, p.Email) || strings.EqualFold(a.Owner, p.Name))
	}
	return slices.DeleteFunc(slices.Clone(articles), func(a knowledge.Article) bool {
		if p.ID == Webhook || mine(a, p) {
			return false
		}
		return !p.lead() || slices.ContainsFunc(r.people, func(o Person) bool { return mine(a, o) })
	})
}

// reminder names what has become due in a time, and counts what was due before. An
// article became due when its keeper noticed: a day that was long past when it was
// set counts from then.
func reminder(articles []knowledge.Article, from, to time.Time) Facts {
	var fresh []Article
	before := 0
	for _, a := range articles {
		switch {
		case a.RemindedAt.IsZero() || a.RemindedAt.After(to):
		case a.RemindedAt.After(from):
			fresh = append(fresh, Article{ID: a.ID, Title: a.Title, Locale: a.Locale, By: a.VerifyBy})
		default:
			before++
		}
	}
	f := some(fresh)
	f.Overdue = before
	return f
}

func some(list []Article) Facts {
	n := min(named, len(list))
	return Facts{Articles: list[:n], More: len(list) - n}
}

// digests tells what the week was like, on Monday at everybody's hour.
func (r *round) digests(ctx context.Context) error {
	var stored []gaps.Digest
	for _, p := range r.people {
		if !p.Wants(Digest) {
			continue
		}
		from, there, err := r.begun(ctx, p.place(Digest), r.now)
		if err != nil {
			return err
		}
		to := p.monday(r.now)
		if !there || !to.After(from) {
			continue
		}
		if stored == nil {
			if stored, err = r.w.events.Digests(ctx, 4); err != nil {
				return fmt.Errorf("list digests: %w", err)
			}
		}
		// Weeks are those of UTC: a day and a half before Monday morning it is still
		// the week that is told of, everywhere on earth.
		week := gaps.Monday(to.Add(-36 * time.Hour))
		i := slices.IndexFunc(stored, func(d gaps.Digest) bool { return d.Week.Equal(week) })
		var list []Notice
		switch {
		case i >= 0:
			list = []Notice{r.to(p, Digest, week.Format(time.DateOnly), Facts{Digest: weekOf(stored[i])})}
		case r.now.Sub(to) < late:
			continue // it is made within the hour, unless there is nothing to tell
		}
		if err := r.move(ctx, Move{Name: p.place(Digest), From: from, To: to}, list); err != nil {
			return err
		}
	}
	return nil
}

func weekOf(d gaps.Digest) *Week {
	b := d.Body
	w := &Week{
		Week: d.Week, Misses: b.Total.Misses, Gaps: b.Total.Gaps, Handoffs: b.Total.Cost.Handoffs, Minutes: int(b.Total.Cost.Handled.Minutes()),
		Before: b.Before.Misses, Due: len(b.Due), Stale: len(b.Stale), Top: []Gap{},
	}
	for _, l := range b.Top {
		w.Top = append(w.Top, Gap{ID: l.Gap.ID, Title: mask.Detail(l.Gap.Title), Count: l.Count})
	}
	for _, e := range b.Effects {
		w.Effects = append(w.Effects, Effect{ArticleID: e.ArticleID, Title: mask.Detail(e.Title), Before: e.Before.Count, After: e.After.Count, Answered: e.Answered})
	}
	return w
}

// stamp names a moment in a key.
func stamp(t time.Time) string { return t.UTC().Format("20060102T150405.000000") }
