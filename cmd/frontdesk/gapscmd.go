package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"text/tabwriter"
	"time"

	"frontdesk/gaps"
)

// gapsCmd shows what shoppers ask and nobody has written.
type gapsCmd struct {
	List    gapsListCmd    `cmd:"" default:"withargs" help:"List gaps, dearest first."`
	Show    gapsShowCmd    `cmd:"" help:"One gap with its questions and the draft that agents' replies make."`
	Digest  gapsDigestCmd  `cmd:"" help:"What a week was like for the content team."`
	Collect gapsCollectCmd `cmd:"" help:"Read all conversations that changed now, as the server does by itself."`
}

// withBoard opens the data and gives the board over it.
func (s settings) withBoard(ctx context.Context, w world, do func(*app, *gaps.Board) error) error {
	return s.withApp(ctx, w, slog.New(slog.DiscardHandler), func(a *app) error { return do(a, a.board()) })
}

type gapsListCmd struct {
	settings
	Days      int    `help:"How far back questions count." default:"28"`
	Lang      string `help:"Only gaps with questions in this language." placeholder:"TAG"`
	Dismissed bool   `help:"Those that nobody wants an article for."`
	Limit     int    `help:"How many." default:"20"`
}

// Run prints a line a gap.
func (c gapsListCmd) Run(ctx context.Context, w world) error {
	if c.Days < 1 || c.Limit < 1 {
		return usageError{errors.New("--days and --limit must be at least 1")}
	}
	return c.withBoard(ctx, w, func(_ *app, b *gaps.Board) error {
		now := time.Now()
		f := gaps.Filter{State: gaps.Open, Lang: c.Lang, Since: now.AddDate(0, 0, -c.Days), Before: now, Limit: c.Limit}
		if c.Dismissed {
			f.State = gaps.Dismissed
		}
		list, err := b.List(ctx, f)
		if err != nil {
			return err
		}
		printGaps(w.Out, list.Items)
		printTotals(w.Out, fmt.Sprintf("last %d days", c.Days), list.Total)
		return nil
	})
}

func printGaps(out io.Writer, rows []gaps.Line) {
	t := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(t, "ASKED\tBEFORE\tHANDOFFS\tMINUTES\tLANGUAGES\tGAP\tQUESTION")
	for _, r := range rows {
		fmt.Fprintf(t, "%d\t%d\t%d\t%.0f\t%s\t%s\t%s\n", r.Count, r.Before, r.Cost.Handoffs, r.Cost.Handled.Minutes(), strings.Join(r.Langs, " "), r.Gap.ID, r.Gap.Title)
	}
	_ = t.Flush() // to memory and to w.Out, whose errors the process ends with
}

func printTotals(out io.Writer, when string, t gaps.Totals) {
	fmt.Fprintf(out, "%s: %d missed questions in %d gaps, %d handoffs, %.0f minutes of agents\n", when, t.Misses, t.Gaps, t.Cost.Handoffs, t.Cost.Handled.Minutes())
}

type gapsShowCmd struct {
	settings
	ID string `arg:"" help:"The gap's id."`
}

// Run prints the gap.
func (c gapsShowCmd) Run(ctx context.Context, w world) error {
	return c.withBoard(ctx, w, func(_ *app, b *gaps.Board) error {
		d, err := b.Show(ctx, c.ID, time.Now().AddDate(0, 0, -84))
		if err != nil {
			return usageError{err}
		}
		fmt.Fprintf(w.Out, "%s\n%d times in 12 weeks, %d handoffs, %.0f minutes\n", d.Gap.Title, d.Count, d.Cost.Handoffs, d.Cost.Handled.Minutes())
		switch {
		case d.Nearly:
			fmt.Fprintf(w.Out, "nearly answered by: %s (P %.2f)\n", d.Near[0].Title, d.Near[0].P)
		default:
			fmt.Fprintln(w.Out, "nothing is written about it")
		}
		for _, m := range d.Samples {
			fmt.Fprintf(w.Out, "  %s  %s  %s\n", m.At.Format(time.DateOnly), m.Asked.Lang, m.Asked.Text)
		}
		if e := d.Effect; e != nil {
			fmt.Fprintln(w.Out, effectLine(*e))
		}
		p, err := b.Propose(ctx, c.ID)
		if err != nil {
			return err
		}
		if p.Body == "" {
			fmt.Fprintln(w.Out, "\nno reply of an agent can be used for a draft")
			return nil
		}
		fmt.Fprintf(w.Out, "\ndraft (%s), from %d conversations:\n%s\n", p.Lang, p.Replies, p.Body)
		for _, s := range p.Left {
			fmt.Fprintf(w.Out, "  left out (%s): %s\n", s.Reason, s.Text)
		}
		return nil
	})
}

func effectLine(e gaps.Effect) string {
	line := fmt.Sprintf("published %s: missed %d in %.0f days before, %d in %.0f days after; answered %d", e.PublishedAt.Format(time.DateOnly),
		e.Before.Count, e.Before.Days, e.After.Count, e.After.Days, e.Answered)
	switch e.Verdict {
	case gaps.TooFew:
		return line + "; too few to tell"
	case gaps.More:
		return line + "; more than before"
	}
	return line + fmt.Sprintf("; %.0f %% of before (%.0f to %.0f %%)", 100*e.Ratio, 100*e.RatioLow, 100*e.RatioHigh)
}

type gapsDigestCmd struct {
	settings
	Week string `help:"A day of the week (default: the present one)." placeholder:"YYYY-MM-DD"`
}

// Run prints the digest.
func (c gapsDigestCmd) Run(ctx context.Context, w world) error {
	week := time.Now()
	if c.Week != "" {
		var err error
		if week, err = time.Parse(time.DateOnly, c.Week); err != nil {
			return usageError{fmt.Errorf("--week %q is no day, as in 2026-03-02", c.Week)}
		}
	}
	return c.withBoard(ctx, w, func(_ *app, b *gaps.Board) error {
		d, err := b.Digest(ctx, week)
		if err != nil {
			return err
		}
		printTotals(w.Out, "week of "+d.Week.Format(time.DateOnly), d.Body.Total)
		printTotals(w.Out, "the week before", d.Body.Before)
		printGaps(w.Out, d.Body.Top)
		for _, t := range d.Body.Due {
			fmt.Fprintf(w.Out, "to be verified by %s: %s (%s) %s\n", t.By.Format(time.DateOnly), t.Title, t.Locale, t.Owner)
		}
		for _, t := range d.Body.Stale {
			fmt.Fprintf(w.Out, "stale translation: %s (%s) %s\n", t.Title, t.Locale, t.Owner)
		}
		for _, e := range d.Body.Effects {
			fmt.Fprintf(w.Out, "%s: %s\n", e.Title, effectLine(e))
		}
		return nil
	})
}

type gapsCollectCmd struct{ settings }

// Run reads until nothing is new.
func (c gapsCollectCmd) Run(ctx context.Context, w world) error {
	return c.withBoard(ctx, w, func(a *app, _ *gaps.Board) error {
		collector := a.collector()
		all := 0
		for {
			n, err := collector.Tick(ctx)
			if err != nil {
				return err
			}
			if all += n; n == 0 {
				break
			}
		}
		fmt.Fprintf(w.Out, "%d conversations read\n", all)
		return nil
	})
}
