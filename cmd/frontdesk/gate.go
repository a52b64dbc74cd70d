package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"frontdesk/ingest"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/knowledge/gate"
)

// gateCmd looks after what publishes are measured with.
type gateCmd struct {
	Check  gateCheckCmd  `cmd:"" help:"Tell what publishing drafts and working copies would change of the answers. Nothing is published."`
	Import gateImportCmd `cmd:"" help:"Load golden questions from CSV: language,text,expected and, if wanted, kind, market, channel and never."`
	Export gateExportCmd `cmd:"" help:"Write the golden questions as CSV."`
}

type gateCheckCmd struct {
	settings
	Articles []string `arg:"" optional:"" help:"Keys or ids of articles (default: everything that is not published yet)."`
	JSON     bool     `name:"json" help:"Print one JSON object."`
}

// errWorse is the failure of a check that would stop a publish.
var errWorse = errors.New("publishing this would make answers worse")

// Run asks and prints what changes.
func (c gateCheckCmd) Run(ctx context.Context, w world) error {
	return c.withApp(ctx, w, slog.New(slog.DiscardHandler), func(a *app) error {
		if w.inside == nil {
			if err := a.prepare(ctx); err != nil {
				return err
			}
		}
		return c.check(ctx, w, a)
	})
}

func (c gateCheckCmd) check(ctx context.Context, w world, a *app) error {
	savings, err := a.unpublished(ctx, c.Articles)
	if err != nil {
		return err
	}
	if len(savings) == 0 {
		fmt.Fprintln(w.Out, "Nothing waits to be published.")
		return nil
	}
	r, err := a.gate.Check(ctx, savings, gateProgress(w.Err))
	if err != nil {
		return err
	}
	if c.JSON {
		if err := report(w.Out, true, r); err != nil {
			return err
		}
	} else {
		printGate(w.Out, r)
	}
	if len(r.Worse) > 0 && r.Mode == gate.Block {
		return errWorse
	}
	return nil
}

// unpublished are the articles with a text that readers do not see yet, as they
// would be published: those that are named, else all that can be.
func (a *app) unpublished(ctx context.Context, names []string) ([]knowledge.Saving, error) {
	all := len(names) == 0
	if all {
		var err error
		if names, err = a.waiting(ctx); err != nil {
			return nil, err
		}
	}
	var out []knowledge.Saving
	for _, name := range names {
		art, err := a.named(ctx, name)
		if err != nil {
			return nil, err
		}
		next, err := art.Publish(knowledge.Step{By: "command line", At: time.Now()})
		switch {
		case err == nil:
			out = append(out, knowledge.Saving{Article: next, Passages: ingest.Split(next)})
		case !all: // of all, those that are held wait for somebody
			return nil, usageError{fmt.Errorf("%s: %w", name, err)}
		}
	}
	return out, nil
}

// named loads an article by its id or its key.
func (a *app) named(ctx context.Context, name string) (knowledge.Article, error) {
	art, err := a.db.Article(ctx, name)
	if errors.Is(err, fault.ErrNotFound) {
		art, err = a.db.ArticleByKey(ctx, name)
	}
	if errors.Is(err, fault.ErrNotFound) {
		return art, usageError{fmt.Errorf("there is no article %q", name)}
	}
	return art, err
}

// waiting are the ids of drafts, of texts in review and of working copies.
func (a *app) waiting(ctx context.Context) ([]string, error) {
	var ids []string
	for _, f := range []knowledge.ArticleFilter{{Status: knowledge.Draft}, {Status: knowledge.InReview}, {Edited: true}} {
		for f.Limit = 200; ; {
			page, _, err := a.db.Articles(ctx, f)
			if err != nil {
				return nil, err
			}
			for _, art := range page {
				ids = append(ids, art.ID)
			}
			if len(page) < f.Limit {
				break
			}
			f.After = page[len(page)-1].ID
		}
	}
	return ids, nil
}

// gateProgress shows how far a run is, on a terminal's last line.
func gateProgress(out io.Writer) gate.Progress {
	shown := -1
	return func(done, total int) {
		if percent := 100 * done / max(total, 1); percent != shown {
			shown = percent
			fmt.Fprintf(out, "\r%d of %d questions", done, total)
			if done == total {
				fmt.Fprint(out, "\r\033[K")
			}
		}
	}
}

func printGate(out io.Writer, r gate.Report) {
	if r.Mode == gate.Off {
		fmt.Fprintln(out, "The gate is off (knowledge.gate).")
		return
	}
	fmt.Fprintf(out, "%d golden questions: precision %.3f → %.3f, coverage %.3f → %.3f\n", r.Golden.Questions,
		r.Golden.Before.Precision, r.Golden.After.Precision, r.Golden.Before.Coverage, r.Golden.After.Coverage)
	fmt.Fprintf(out, "%d questions of shoppers: %d → %d answered\n", r.Real.Questions, r.Real.Before, r.Real.After)
	fmt.Fprintf(out, "%d answers change, in %s\n", r.Changed, r.Took.Round(time.Millisecond))
	for _, c := range r.Changes {
		mark := c.Effect
		if c.Worse {
			mark = "WORSE"
		}
		fmt.Fprintf(out, "  %-6s %s  %q\n         %s → %s\n", mark, c.Lang, c.Text, answered(c.Before), answered(c.After))
	}
	if len(r.Worse) > 0 {
		fmt.Fprintln(out, "Worse:", r.Summary())
	}
}

func answered(a gate.Answer) string {
	if len(a.Articles) == 0 {
		return "no article (" + a.Reason + ")"
	}
	titles := make([]string, len(a.Articles))
	for i, c := range a.Articles {
		titles[i] = c.Title
	}
	return fmt.Sprintf("%s (P %.3f)", strings.Join(titles, ", "), a.P)
}

type gateImportCmd struct {
	settings
	File string `arg:"" help:"CSV file." placeholder:"FILE"`
}

// Run stores the questions of a file, all or none.
func (c gateImportCmd) Run(ctx context.Context, w world) error {
	return c.withDatabase(ctx, w, func(a *app) error {
		f, err := os.Open(w.path(c.File))
		if err != nil {
			return usageError{err}
		}
		defer f.Close()
		list, err := gate.ReadGolden(f, c.File)
		if err != nil {
			return asInput(err)
		}
		for i := range list {
			list[i].ID, list[i].By, list[i].At = newID(), "command line", time.Now().UTC()
		}
		if err := a.db.SaveGolden(ctx, list); err != nil {
			return err
		}
		fmt.Fprintf(w.Out, "%d golden questions\n", len(list))
		return nil
	})
}

type gateExportCmd struct {
	settings
}

// Run writes all golden questions.
func (c gateExportCmd) Run(ctx context.Context, w world) error {
	return c.withDatabase(ctx, w, func(a *app) error {
		list, err := a.db.GoldenQuestions(ctx)
		if err != nil {
			return err
		}
		return gate.WriteGolden(w.Out, list)
	})
}

// glossaryCmd looks after the shop's own words.
type glossaryCmd struct {
	Import glossaryImportCmd `cmd:"" help:"Load terms from CSV: a column a language, names with | between them, and if wanted id, keep and note."`
	Export glossaryExportCmd `cmd:"" help:"Write the glossary as CSV."`
}

type glossaryImportCmd struct {
	settings
	File string `arg:"" help:"CSV file." placeholder:"FILE"`
}

// Run stores the terms of a file, all or none.
func (c glossaryImportCmd) Run(ctx context.Context, w world) error {
	return c.withDatabase(ctx, w, func(a *app) error {
		f, err := os.Open(w.path(c.File))
		if err != nil {
			return usageError{err}
		}
		defer f.Close()
		list, err := knowledge.ReadGlossary(f, c.File, newID)
		if err != nil {
			return asInput(err)
		}
		for i := range list {
			list[i].By, list[i].At = "command line", time.Now().UTC()
		}
		if err := a.db.SaveTerms(ctx, list); err != nil {
			return err
		}
		a.tellArticles()
		fmt.Fprintf(w.Out, "%d terms\n", len(list))
		return nil
	})
}

type glossaryExportCmd struct {
	settings
}

// Run writes the whole glossary.
func (c glossaryExportCmd) Run(ctx context.Context, w world) error {
	return c.withDatabase(ctx, w, func(a *app) error {
		terms, _, err := a.db.Glossary(ctx, -1)
		if err != nil {
			return err
		}
		return knowledge.WriteGlossary(w.Out, terms)
	})
}
