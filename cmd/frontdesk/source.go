package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"frontdesk/ingest"
	"frontdesk/internal/fault"
)

// sourceCmd looks after the places in the web that are read again and again.
type sourceCmd struct {
	Add    sourceAddCmd    `cmd:"" help:"Add a page, a sitemap or a site to crawl."`
	List   sourceListCmd   `cmd:"" help:"List sources with their last and next runs."`
	Run    sourceRunCmd    `cmd:"" help:"Read a source now."`
	Remove sourceRemoveCmd `cmd:"" help:"Forget a source."`
}

// withQueue opens the database and the queue of imports.
func (s settings) withQueue(ctx context.Context, w world, allowPrivate bool, do func(q *ingest.Queue) error) error {
	err := s.withDatabase(ctx, w, func(a *app) error {
		in, err := a.ingester(allowPrivate, w.Dir)
		if err != nil {
			return err
		}
		q, err := a.imports(in)
		if err != nil {
			return err
		}
		return do(q)
	})
	if k := fault.KindOf(err); err != nil && (k == fault.Invalid || k == fault.NotFound) {
		return usageError{advised(err)}
	}
	return err
}

// advised adds to a failure what to do about it.
func advised(err error) error {
	var f *fault.Error
	if errors.As(err, &f) && f.Hint != "" {
		end := ""
		if !strings.HasSuffix(err.Error(), ".") {
			end = "."
		}
		return fmt.Errorf("%w%s %s", err, end, f.Hint)
	}
	return err
}

// sourceNamed finds a source by name or id.
func sourceNamed(ctx context.Context, q *ingest.Queue, name string) (ingest.Source, error) {
	list, err := q.Sources(ctx)
	if err != nil {
		return ingest.Source{}, err
	}
	var names []string
	for _, s := range list {
		if s.Name == name || s.ID == name {
			return s, nil
		}
		names = append(names, s.Name)
	}
	f := fault.New(fault.NotFound, "", "There is no source %q.", name)
	if len(names) > 0 {
		f.Advise("There are: " + strings.Join(names, ", ") + ".")
	}
	return ingest.Source{}, f
}

// sourceAddCmd adds one.
type sourceAddCmd struct {
	settings
	Name       string        `arg:"" help:"Name of the source; its articles carry it."`
	URL        string        `arg:"" help:"Address of the page, of the sitemap, or where to begin a crawl."`
	Kind       string        `help:"What the address is." enum:"page,sitemap,crawl" default:"crawl"`
	Include    []string      `help:"Paths to read: * stands for a part of a name, ** for any part of a path (default: all)." placeholder:"PATTERN"`
	Exclude    []string      `help:"Paths to leave out." placeholder:"PATTERN"`
	MaxPages   int           `help:"Pages of one run (default: 500)."`
	MaxDepth   int           `help:"Links from the first page (default: 5)."`
	Delay      time.Duration `help:"Between two requests (default: 1s; a longer crawl-delay of robots.txt wins)."`
	Locale     string        `help:"Language of pages that do not say."`
	Market     []string      `help:"Countries that the articles are for (default: everywhere)."`
	Draft      bool          `help:"Keep new articles as drafts for review."`
	EveryHours int           `help:"Read it every so many hours." placeholder:"N"`
	DailyAt    string        `help:"Read it each day at this time." placeholder:"03:30"`
	Zone       string        `help:"Time zone of --daily-at (default: UTC)." placeholder:"Europe/Berlin"`
}

// Run stores it.
func (c sourceAddCmd) Run(ctx context.Context, w world) error {
	s := ingest.Source{
		Name: c.Name, Kind: ingest.SourceKind(c.Kind), URL: c.URL, Locale: c.Locale, Markets: c.Market, Draft: c.Draft, CreatedBy: byCommandLine,
		Bounds: ingest.Bounds{Include: c.Include, Exclude: c.Exclude, MaxPages: c.MaxPages, MaxDepth: c.MaxDepth, DelayMS: int(c.Delay.Milliseconds())},
	}
	if c.EveryHours != 0 || c.DailyAt != "" {
		s.Schedule = &ingest.Schedule{EveryHours: c.EveryHours, DailyAt: c.DailyAt, Zone: c.Zone}
	}
	return c.withQueue(ctx, w, false, func(q *ingest.Queue) error {
		s, err := q.AddSource(ctx, s)
		if err != nil {
			return err
		}
		fmt.Fprintf(w.Out, "source %s is there.\n", s.Name)
		if s.Schedule == nil {
			fmt.Fprintf(w.Out, "It has no schedule: frontdesk source run %s\n", s.Name)
		} else {
			fmt.Fprintln(w.Out, "The server reads it at once, and then by its schedule.")
		}
		return nil
	})
}

// sourceListCmd lists them.
type sourceListCmd struct{ settings }

// Run prints a line a source.
func (c sourceListCmd) Run(ctx context.Context, w world) error {
	return c.withQueue(ctx, w, false, func(q *ingest.Queue) error {
		list, err := q.Sources(ctx)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			fmt.Fprintln(w.Out, "There are no sources: frontdesk source add NAME ADDRESS")
			return nil
		}
		t := tabwriter.NewWriter(w.Out, 0, 4, 2, ' ', 0)
		fmt.Fprintln(t, "NAME\tKIND\tADDRESS\tPAGES\tLAST RUN\tNEXT RUN")
		for _, s := range list {
			last, there, err := q.LastRun(ctx, s.ID)
			if err != nil {
				return err
			}
			was := "never"
			if there {
				was = string(last.State) + " " + minute(last.CreatedAt)
			}
			fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%s\t%s\n", s.Name, s.Kind, s.URL, s.Pages, was, nextRun(s))
		}
		return t.Flush()
	})
}

func nextRun(s ingest.Source) string {
	switch {
	case s.Schedule == nil:
		return "when asked"
	case s.Paused:
		return "paused"
	}
	return minute(s.NextRunAt)
}

func minute(t time.Time) string { return t.Format("2006-01-02 15:04Z07:00") }

// sourceRunCmd reads one.
type sourceRunCmd struct {
	settings
	Name         string `arg:"" help:"Name of the source."`
	Confirm      bool   `help:"Archive the articles of pages that are gone, also where they are more than a fifth."`
	AllowPrivate bool   `help:"Read from private addresses too."`
}

// Run reads it to its end, showing how far it is.
func (c sourceRunCmd) Run(ctx context.Context, w world) error {
	return c.withQueue(ctx, w, c.AllowPrivate, func(q *ingest.Queue) error {
		s, err := sourceNamed(ctx, q, c.Name)
		if err != nil {
			return err
		}
		shown := newProgress(w.Err)
		i, err := q.RunSourceHere(ctx, s.ID, ingest.Options{By: byCommandLine, Confirm: c.Confirm}, shown.show)
		shown.clear()
		if err != nil {
			return err
		}
		return finished(ctx, w, q, i)
	})
}

// sourceRemoveCmd forgets one.
type sourceRemoveCmd struct {
	settings
	Name    string `arg:"" help:"Name of the source."`
	Archive bool   `help:"Archive its articles too (default: they stay)."`
}

// Run deletes it.
func (c sourceRemoveCmd) Run(ctx context.Context, w world) error {
	return c.withQueue(ctx, w, false, func(q *ingest.Queue) error {
		s, err := sourceNamed(ctx, q, c.Name)
		if err != nil {
			return err
		}
		if err := q.DeleteSource(ctx, s.ID, c.Archive, byCommandLine); err != nil {
			return err
		}
		fmt.Fprintf(w.Out, "source %s is gone.\n", s.Name)
		return nil
	})
}
