package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"frontdesk/bot/nlu/entity"
	"frontdesk/eval"
)

type evalEntitiesCmd struct {
	Test         string   `required:"" help:"JSON lines: text, entities (type, start, end, value), and, if wanted, language, country, now; or CSV: text,entities (type=value; …)." placeholder:"FILE"`
	Products     string   `help:"JSON lines with id, titles, skus: the catalogue that messages name products of." placeholder:"FILE"`
	Types        []string `help:"Measure these types alone." placeholder:"TYPE"`
	OrderPattern string   `help:"The shop's form of order numbers, a regular expression." placeholder:"REGEXP"`
	OrderCheck   string   `help:"The rule of their check digits: luhn or mod97." placeholder:"RULE"`
	Seed         uint64   `help:"Accepted for symmetry; recognition has no random part." default:"1"`
	JSON         bool     `name:"json" help:"Print one JSON object."`
	Predictions  string   `help:"Write what was found, a line a message." placeholder:"FILE"`
}

// Run measures and prints.
func (c evalEntitiesCmd) Run(ctx context.Context, w world) error {
	out, err := predictionsFile(c.Predictions)
	if err != nil {
		return usageError{err}
	}
	o := eval.EntitiesOptions{Test: c.Test, Products: c.Products, Types: c.Types, Order: entity.Config{OrderPattern: c.OrderPattern, OrderCheck: c.OrderCheck}}
	if out != nil {
		defer out.Close()
		o.Predictions = out
	}
	res, err := eval.RunEntities(ctx, o)
	if err != nil {
		return asInput(err)
	}
	if err := report(w.Out, c.JSON, res); err != nil || c.JSON {
		return err
	}
	table := tabwriter.NewWriter(w.Out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\t\texpected\tfound\tspan F1\tprecision\trecall\tF1 of values\t")
	for _, list := range [][]eval.EntityBreakdown{res.PerType, res.PerLanguage} {
		for _, f := range list {
			spans := "-"
			if f.Spans != nil {
				spans = fmt.Sprintf("%.3f", f.Spans.F1)
			}
			fmt.Fprintf(table, "\t%s\t%d\t%d\t%s\t%.3f\t%.3f\t%.3f\t\n", f.Name, f.Values.Expected, f.Values.Found, spans, f.Values.Precision, f.Values.Recall, f.Values.F1)
		}
	}
	return table.Flush()
}
