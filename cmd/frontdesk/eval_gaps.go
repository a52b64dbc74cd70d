package main

import (
	"context"

	"frontdesk/eval"
)

type evalGapsCmd struct {
	Test   string `required:"" help:"CSV with text,label and, if wanted, lang and part." placeholder:"FILE"`
	Part   string `help:"Measure on the rows of this part only."`
	Fit    string `help:"Fit the weights on the rows of this part, and show them." placeholder:"PART"`
	Orders int    `help:"In how many orders the questions come." default:"5"`
	JSON   bool   `name:"json" help:"Print one JSON object."`
}

// Run measures how questions that ask the same come together.
func (c evalGapsCmd) Run(ctx context.Context, w world) error {
	res, err := eval.RunGaps(ctx, eval.GapsOptions{Test: c.Test, Part: c.Part, Fit: c.Fit, Orders: c.Orders})
	if err != nil {
		return asInput(err)
	}
	return report(w.Out, c.JSON, res)
}
