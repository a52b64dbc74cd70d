package ingest

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/language"

	"frontdesk/ingest/site"
	"frontdesk/internal/fault"
)

// The bounds of a source where none are given, and how far they may go.
const (
	defaultPages = 500
	mostPages    = 20_000
	defaultDepth = 5
	mostDepth    = 20
	defaultDelay = 1000 // milliseconds
	leastDelay   = 100
	mostDelay    = 60_000
	mostPatterns = 100
)

// Checked is a source with what was left out filled in, or what is wrong with it.
func (s Source) Checked() (Source, error) {
	s.Name = strings.TrimSpace(s.Name)
	if s.Name == "" || len(s.Name) > 300 {
		return s, wrong("name", "A source has a name of at most 300 bytes.")
	}
	if s.Kind != OnePage && s.Kind != Sitemap && s.Kind != Crawl {
		return s, wrong("kind", "%q is no kind of source.", s.Kind).Advise("Use page, sitemap or crawl.")
	}
	u, err := checkAddress(s.URL)
	if err != nil {
		return s, err
	}
	s.URL = u.String()
	if s.Locale != "" {
		if _, err := language.Parse(s.Locale); err != nil {
			return s, wrong("locale", "%q is no language.", s.Locale).Advise("Use a code like en, de-AT or zh-Hans.")
		}
	}
	if s.Bounds, err = s.Bounds.checked(); err != nil {
		return s, err
	}
	return s, s.Schedule.check()
}

func wrong(field, format string, args ...any) *fault.Error {
	return fault.New(fault.Invalid, "invalid_field", format, args...).At(field)
}

func (b Bounds) checked() (Bounds, error) {
	for _, f := range []struct {
		name               string
		n                  *int
		least, most, usual int
	}{
		{"max_pages", &b.MaxPages, 1, mostPages, defaultPages}, {"max_depth", &b.MaxDepth, 1, mostDepth, defaultDepth},
		{"delay_ms", &b.DelayMS, leastDelay, mostDelay, defaultDelay},
	} {
		if *f.n == 0 {
			*f.n = f.usual
		}
		if *f.n < f.least || *f.n > f.most {
			return b, wrong(f.name, "It is from %d to %d.", f.least, f.most)
		}
	}
	for _, f := range []struct {
		name     string
		patterns []string
	}{{"include", b.Include}, {"exclude", b.Exclude}} {
		if len(f.patterns) > mostPatterns {
			return b, wrong(f.name, "There are at most %d patterns.", mostPatterns)
		}
		if _, err := site.NewPatterns(f.patterns); err != nil {
			return b, wrong(f.name, "%s.", err).Advise("* stands for a part of a name, ** for any part of a path, as in /help/**.")
		}
	}
	return b, nil
}

func (s *Schedule) check() error {
	if s == nil {
		return nil
	}
	if (s.EveryHours == 0) == (s.DailyAt == "") {
		return wrong("schedule", "A schedule has either every_hours or daily_at.")
	}
	if s.EveryHours < 0 || s.EveryHours > 24*31 {
		return wrong("schedule.every_hours", "It is from 1 to %d.", 24*31)
	}
	if s.DailyAt != "" {
		if _, err := time.Parse("15:04", s.DailyAt); err != nil {
			return wrong("schedule.daily_at", "%q is no time of the day.", s.DailyAt).Advise("Write it like 03:30.")
		}
	}
	if _, err := time.LoadLocation(s.Zone); err != nil || s.Zone == "Local" {
		return wrong("schedule.zone", "%q is no time zone.", s.Zone).Advise("Use a name like Europe/Berlin.")
	}
	return nil
}

// Next is the first time after now at which the schedule has the source read; the
// zero time without a schedule. A time that a clock skips in spring is the one
// that it shows instead.
func (s *Schedule) Next(now time.Time) time.Time {
	switch {
	case s == nil:
		return time.Time{}
	case s.EveryHours > 0:
		return now.Add(time.Duration(s.EveryHours) * time.Hour).UTC()
	}
	at, err := time.Parse("15:04", s.DailyAt)
	zone, zerr := time.LoadLocation(s.Zone)
	if err != nil || zerr != nil {
		panic(fmt.Sprintf("ingest: the schedule %+v was not checked", *s))
	}
	here := now.In(zone)
	for day := 0; ; day++ {
		next := time.Date(here.Year(), here.Month(), here.Day()+day, at.Hour(), at.Minute(), 0, 0, zone)
		if next.After(now) {
			return next.UTC()
		}
	}
}
