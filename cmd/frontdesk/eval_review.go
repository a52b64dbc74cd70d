package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"frontdesk/eval"
)

type evalReviewCmd struct {
	Texts       []string `arg:"" help:"JSON lines with text or context, and label (1: something has to be found) or spans." placeholder:"FILE"`
	Types       []string `help:"Kinds of spans that have to be found." placeholder:"TYPE"`
	JSON        bool     `name:"json" help:"Print one JSON object."`
	Predictions string   `help:"Write a row a text." placeholder:"FILE"`
}

// Run measures and prints.
func (c evalReviewCmd) Run(ctx context.Context, w world) error {
	out, err := predictionsFile(c.Predictions)
	if err != nil {
		return usageError{err}
	}
	o := eval.ReviewOptions{Texts: c.Texts, Types: c.Types}
	if out != nil {
		defer out.Close()
		o.Predictions = out
	}
	res, err := eval.RunReview(ctx, o)
	if err != nil {
		return asInput(err)
	}
	if err := report(w.Out, c.JSON, res); err != nil || c.JSON {
		return err
	}
	table := tabwriter.NewWriter(w.Out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\ttexts\twith a finding\t")
	for _, f := range res.PerCategory {
		fmt.Fprintf(table, "%s\t%d\t%d\t\n", f.Category, f.Texts, f.Found)
	}
	return table.Flush()
}
