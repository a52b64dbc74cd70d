package ingest

import (
	"context"
)

// Trial is what reading a source would begin with.
type Trial struct {
	Preview
	Found   int    // addresses that were found so far, of those that the source wants
	Shy     int    // addresses that robots.txt keeps us from
	Robots  string // ok, none, disallow or unreachable
	Asked   int    // pages that were read
	Longest bool   // there is more to read than the trial did
}

// trialPages is how many pages a trial reads.
const trialPages = 5

// Try reads the first pages of a source, and stores nothing.
func (q *Queue) Try(ctx context.Context, s Source) (Trial, error) {
	s, err := s.Checked()
	if err != nil {
		return Trial{}, err
	}
	s.Bounds.DelayMS = leastDelay // five pages are few
	v := newVisit(q.in, s)
	problems, err := v.open(ctx)
	if err != nil {
		return Trial{}, err
	}
	var out Trial
	for _, p := range problems {
		out.Refused = append(out.Refused, pageAt(p.at).refused(p.Problem))
	}
	for !v.closed && out.Asked < trialPages {
		l, ok := v.next()
		if !ok {
			break
		}
		if err := q.try(ctx, v, l, &out); err != nil {
			return out, err
		}
	}
	out.Found, out.Shy, out.Longest, out.Robots = len(v.queued), v.shy, len(v.waiting) > 0, v.mood()
	return out, nil
}

func (q *Queue) try(ctx context.Context, v *visit, l lead, out *Trial) error {
	f, err := v.fetch(ctx, l.address, validators{})
	if err != nil {
		return err
	}
	out.Asked++
	var p *Problem
	if p = f.err; p == nil {
		leads := v.leads(f)
		if v.s.Kind == Crawl && l.depth < v.s.Bounds.MaxDepth {
			for _, address := range leads.Links {
				v.follow(address, l.depth+1)
			}
		}
		if p = v.unwanted(f, leads, l); p != nil && p.Message == "" {
			return nil
		}
	}
	if p != nil {
		out.Refused = append(out.Refused, pageAt(l.address).refused(*p))
		return nil
	}
	f.key, f.name = l.address, l.address
	return q.in.preview(ctx, f.file, Options{Source: v.s.Name, Locale: v.s.Locale, Markets: v.s.Markets}, &out.Preview)
}

// mood says what a site's rules say to us.
func (v *visit) mood() string {
	switch {
	case v.robots.Down():
		return "unreachable"
	case !v.robots.Found:
		return "none"
	case v.closed:
		return "disallow"
	}
	return "ok"
}
