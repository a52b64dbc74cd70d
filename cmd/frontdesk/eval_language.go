package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"frontdesk/eval"
)

type evalLanguageCmd struct {
	Test        string `required:"" help:"CSV: text,language (ISO 639-1, or a tag such as zh-Hant); an intent column is not read." placeholder:"FILE"`
	Seed        uint64 `help:"Accepted for symmetry; detection has no random part." default:"1"`
	JSON        bool   `name:"json" help:"Print one JSON object."`
	Predictions string `help:"Write a row an example." placeholder:"FILE"`
}

// Run measures and prints.
func (c evalLanguageCmd) Run(ctx context.Context, w world) error {
	out, err := predictionsFile(c.Predictions)
	if err != nil {
		return usageError{err}
	}
	o := eval.LanguageOptions{Test: c.Test}
	if out != nil {
		defer out.Close()
		o.Predictions = out
	}
	res, err := eval.RunLanguage(ctx, o)
	if err != nil {
		return asInput(err)
	}
	if err := report(w.Out, c.JSON, res); err != nil || c.JSON {
		return err
	}
	table := tabwriter.NewWriter(w.Out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\t\texamples\taccuracy\tprecision\t")
	for _, f := range res.PerLanguage {
		fmt.Fprintf(table, "\t%s\t%d\t%.3f\t%.3f\t\n", f.Language, f.Examples, f.Accuracy, f.Precision)
	}
	return table.Flush()
}
