package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"text/tabwriter"

	"frontdesk/eval"
)

type evalAnswersCmd struct {
	Articles    string  `required:"" help:"Folder of articles, one folder a language or flat." placeholder:"DIR"`
	Questions   string  `required:"" help:"CSV: id,language,text,expected, and kind, market, before and says if wanted." placeholder:"FILE"`
	Products    string  `help:"Feed of products (CSV, TSV or JSON) that the shop sells; expected is then product:ID where a product answers." placeholder:"FILE"`
	Currency    string  `help:"Currency of prices of the feed that do not say (ISO 4217)." placeholder:"EUR"`
	Answers     string  `help:"CSV: id,must_contain." placeholder:"FILE"`
	Threshold   float64 `help:"The least chance that a passage answers at which it is said; 0: the default of bot.answer_threshold." placeholder:"P"`
	LeaveOut    float64 `help:"Share of the articles, from 0 to 1, to leave out by chance: a question about them has no answer then." placeholder:"SHARE"`
	Seed        uint64  `help:"Of the choice for --leave-out; answering has no random part." default:"1"`
	WrittenIn   string  `help:"The one language that the shop has written in, a folder of --articles: questions in others are asked." placeholder:"LANG"`
	JSON        bool    `name:"json" help:"Print one JSON object."`
	Predictions string  `help:"Write a row a question." placeholder:"FILE"`
}

// Run asks every question and prints what became of them.
func (c evalAnswersCmd) Run(ctx context.Context, w world) error {
	out, err := predictionsFile(c.Predictions)
	if err != nil {
		return usageError{err}
	}
	if c.Threshold < 0 || c.Threshold > 1 {
		return usageError{fmt.Errorf("--threshold %g is not from 0 to 1", c.Threshold)}
	}
	if c.LeaveOut < 0 || c.LeaveOut > 1 {
		return usageError{fmt.Errorf("--leave-out %g is not from 0 to 1", c.LeaveOut)}
	}
	o := eval.AnswersOptions{Threshold: c.Threshold, LeaveOut: c.LeaveOut, Seed: c.Seed, WrittenIn: c.WrittenIn, Articles: c.Articles, Questions: c.Questions, Answers: c.Answers, Products: c.Products, Currency: c.Currency}
	if out != nil {
		defer out.Close()
		o.Predictions = out
	}
	res, err := eval.RunAnswers(ctx, o)
	if err != nil {
		return asInput(err)
	}
	if err := report(w.Out, c.JSON, res); err != nil || c.JSON {
		return err
	}
	table := tabwriter.NewWriter(w.Out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\t\tquestions\tprecision\tcoverage\thit@1\thit@3\t")
	for _, by := range []map[string]eval.AnswersFigures{res.ByLanguage, res.ByKind} {
		for _, k := range slices.Sorted(maps.Keys(by)) {
			f := by[k]
			fmt.Fprintf(table, "\t%s\t%d\t%.3f\t%.3f\t%.3f\t%.3f\t\n", k, f.Questions, f.Precision, f.Coverage, f.Hit1, f.Hit3)
		}
	}
	return table.Flush()
}
