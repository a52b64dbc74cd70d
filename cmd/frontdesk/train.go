package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"frontdesk/bot/training"
	"frontdesk/chat"
	"frontdesk/internal/fault"
)

// trainer makes the trainer of the app's engine.
func (a *app) trainer() *training.Trainer {
	return training.New(a.db, a.core.Engine, a.live, training.Config{
		Languages: a.cfg.Bot.Languages, Now: time.Now, NewID: newID, Log: a.log,
		Notify: func() { a.core.Hub.Publish(chat.Hint{Kind: chat.HintModel}) },
	})
}

// runTraining trains what the console asks for, and follows the live model.
func (a *app) runTraining(ctx context.Context) error {
	hints, stop := a.core.Hub.Subscribe(16)
	defer stop()
	look := make(chan struct{}, 1)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case h := <-hints:
				if h.Kind == chat.HintModel || h.Kind == chat.HintResync {
					select {
					case look <- struct{}{}:
					default:
					}
				}
			}
		}
	}()
	return a.train.Run(ctx, look)
}

// trainCmd teaches the language engine.
type trainCmd struct {
	settings
	File   string `help:"CSV with text,intent[,language] to add to the shop's examples." placeholder:"FILE"`
	Use    bool   `help:"Put the model to use, unless it is worse than the live one."`
	Force  bool   `help:"Use it although it is worse; takes --reason."`
	Reason string `help:"Why a worse model shall be used; it is recorded." placeholder:"TEXT"`
	Note   string `help:"What the model is for, for colleagues." placeholder:"TEXT"`
	Seed   uint64 `help:"Makes the random orders; equal seeds give equal models." default:"1"`
	JSON   bool   `name:"json" help:"Print one JSON object."`
}

// trained is what the command has to say.
type trained struct {
	Import     *training.FileReport `json:"import,omitempty"`
	Model      training.Model       `json:"model"`
	Report     training.Report      `json:"report"`
	Before     training.Model       `json:"before"` // the live model
	Comparison *training.Comparison `json:"comparison,omitempty"`
	Used       bool                 `json:"used"` // it is live now

	name string // of the imported file
}

// by is who trains at the terminal.
const byCommandLine = "command line"

// Run imports, trains, reports and uses.
func (c trainCmd) Run(ctx context.Context, w world) error {
	if c.Force && (!c.Use || strings.TrimSpace(c.Reason) == "") {
		return usageError{errors.New("--force goes with --use and --reason: why shall a worse model serve?")}
	}
	return c.withApp(ctx, w, newLog(LogConfig{Level: "warn"}, w.Err), func(a *app) error { return c.teach(ctx, w, a) })
}

func (c trainCmd) teach(ctx context.Context, w world, a *app) error {
	out := trained{}
	if c.File != "" {
		var err error
		if out.Import, err = a.importExamples(ctx, w.path(c.File), c.File); err != nil {
			return err
		}
		out.name = c.File
	}
	if err := c.train(ctx, a, w, &out); err != nil {
		return err
	}
	useErr := c.use(ctx, a, &out)
	if c.JSON {
		raw, err := json.Marshal(out)
		if err != nil {
			return err
		}
		fmt.Fprintln(w.Out, string(raw))
	} else {
		out.print(w.Out)
	}
	return useErr
}

// importExamples takes a file; what is wrong with it is bad input, told with the name
// that it was given.
func (a *app) importExamples(ctx context.Context, path, name string) (*training.FileReport, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, usageError{err}
	}
	defer f.Close()
	report, err := a.train.Import(ctx, f, name, byCommandLine)
	if k := fault.KindOf(err); err != nil && (k == fault.Invalid || k == fault.TooLarge) {
		return nil, usageError{err}
	}
	return &report, err
}

func (c trainCmd) train(ctx context.Context, a *app, w world, out *trained) error {
	shown := ""
	version, err := a.train.Train(ctx, training.Request{By: byCommandLine, Note: c.Note, Seed: c.Seed}, func(j training.Job) {
		if line := fmt.Sprintf("%s %d/%d", j.Stage, j.Done, j.Total); line != shown && !c.JSON && j.Total > 0 {
			shown = line
			fmt.Fprintln(w.Err, line)
		}
	})
	if err != nil {
		return err
	}
	if out.Model, out.Report, err = a.train.Report(ctx, version); err != nil {
		return err
	}
	live := a.train.Serving().Version
	if out.Before, _, err = a.train.Report(ctx, live); err != nil && !errors.Is(err, fault.ErrNotFound) {
		return err
	}
	if out.Used = version == live; out.Used {
		return nil
	}
	comparison, err := a.train.Compare(ctx, version)
	if err != nil {
		return err
	}
	out.Comparison = &comparison
	return nil
}

func (c trainCmd) use(ctx context.Context, a *app, out *trained) error {
	if !c.Use || out.Used {
		return nil
	}
	_, err := a.train.Use(ctx, training.UseRequest{Version: out.Model.Version, By: byCommandLine, Force: c.Force, Reason: c.Reason})
	out.Used = err == nil
	out.Model.Live = out.Used
	var f *fault.Error
	if errors.As(err, &f) && f.Code == "worse_model" {
		return fmt.Errorf("%w\n%s", err, "The live model is untouched. To use it all the same: --force --reason TEXT")
	}
	return err
}

// print writes the report for people.
func (t *trained) print(w io.Writer) {
	if r := t.Import; r != nil {
		fmt.Fprintf(w, "%s: %d rows, %d added, %d were there already\n", t.name, r.Rows, r.Added, r.Known)
		if len(r.Intents) > 0 {
			fmt.Fprintf(w, "new intents: %s\n", strings.Join(r.Intents, ", "))
		}
		for _, warning := range r.Warnings {
			fmt.Fprintln(w, "warning:", warning)
		}
		fmt.Fprintln(w)
	}
	m, f := t.Model, t.Model.Figures
	fmt.Fprintf(w, "model %d: %d intents, %d examples, %d of them the shop's; %.1f MB, sha256 %.12s…, data %.12s…, seed %d\n",
		m.Version, f.Intents, f.Examples, f.Own, float64(m.Size)/1e6, m.Checksum, m.DataHash, m.Seed)
	fmt.Fprintf(w, "by cross-validation: accuracy %.1f %%, AUROC %.1f %%, calibration error %.1f %%, threshold %.2f\n\n",
		100*f.Accuracy, 100*f.AUROC, 100*f.ECE, f.Threshold)
	t.printComparison(w)
	t.printIntents(w)
	t.printWarnings(w)
	switch {
	case t.Used && t.Comparison == nil:
		fmt.Fprintf(w, "Nothing has changed since model %d, which is live.\n", m.Version)
	case t.Used:
		fmt.Fprintf(w, "Model %d is in use.\n", m.Version)
	default:
		fmt.Fprintf(w, "Model %d is not in use: frontdesk train --use, or the console's page Training.\n", m.Version)
	}
}

func (t *trained) printComparison(w io.Writer) {
	c := t.Comparison
	if c == nil {
		return
	}
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintf(table, "on %d messages\tbefore (%s)\tafter (%d)\tdifference\tinterval\n", c.InScope+c.Outside, versionName(c.Live), c.Version)
	for _, row := range []struct {
		name string
		d    training.Difference
	}{{"accuracy", c.Accuracy}, {"AUROC", c.AUROC}, {"calibration error", c.ECE}} {
		d := row.d
		fmt.Fprintf(table, "%s\t%.1f %%\t%.1f %%\t%+.1f\t%+.1f to %+.1f\n", row.name, 100*d.Live, 100*d.Candidate, 100*(d.Candidate-d.Live), 100*d.Low, 100*d.High)
	}
	_ = table.Flush() // the terminal is gone: there is nobody to tell
	fmt.Fprintf(w, "%d messages are read rightly now and were not, %d the other way round (p %.2g)\n\n", c.Gained, c.Lost, c.P)
}

func versionName(v int64) string {
	if v == training.Shipped {
		return "shipped"
	}
	return fmt.Sprint(v)
}

func (t *trained) printIntents(w io.Writer) {
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(table, "intent\texamples\trecall\ttaken most often for")
	for _, i := range t.Report.Intents {
		fmt.Fprintf(table, "%s\t%d\t%.0f %%\t%s\n", i.Intent, i.Examples, 100*i.Recall, i.Confused)
	}
	_ = table.Flush() // as above
	fmt.Fprintln(w)
}

// How many confusions and warnings are printed; the console has them all.
const (
	printedConfusions = 10
	printedWarnings   = 20
)

func (t *trained) printWarnings(w io.Writer) {
	for _, c := range t.Report.Confusions[:min(printedConfusions, len(t.Report.Confusions))] {
		fmt.Fprintf(w, "%s is taken for %s: %d examples, such as %q\n", c.Intent, c.Taken, c.N, c.Texts[0].Text)
	}
	for _, warning := range t.Report.Warnings[:min(printedWarnings, len(t.Report.Warnings))] {
		fmt.Fprintf(w, "warning: %s", warning.Intent)
		if warning.Other != "" {
			fmt.Fprintf(w, " and %s: %q is almost %q", warning.Other, warning.Text, warning.Twin)
		}
		fmt.Fprintf(w, " (%s)\n", warning.Detail)
	}
	if n := len(t.Report.Warnings) - printedWarnings; n > 0 {
		fmt.Fprintf(w, "and %d more warnings\n", n)
	}
	if t.Report.Overruled > 0 {
		fmt.Fprintf(w, "%d texts of the pack count for the intent that the shop has put them under\n", t.Report.Overruled)
	}
	fmt.Fprintln(w)
}
