package main

import (
	"context"

	"frontdesk/eval"
)

type evalHandoffCmd struct {
	Conversations string `required:"" help:"JSON lines: a labelled conversation each." placeholder:"FILE"`
	Folds         int    `help:"Cross-validate a model trained on this file, instead of the shipped signal."`
	Course        bool   `help:"With --folds: learn from the course of the conversations alone, not from words."`
	Seed          uint64 `help:"Makes the random orders." default:"1"`
	JSON          bool   `name:"json" help:"Print one JSON object."`
	Predictions   string `help:"Write a row a turn." placeholder:"FILE"`
}

// Run measures and prints.
func (c evalHandoffCmd) Run(ctx context.Context, w world) error {
	out, err := predictionsFile(c.Predictions)
	if err != nil {
		return usageError{err}
	}
	o := eval.HandoffOptions{Conversations: c.Conversations, Folds: c.Folds, Course: c.Course, Seed: c.Seed}
	if out != nil {
		defer out.Close()
		o.Predictions = out
	}
	res, err := eval.RunHandoff(ctx, o)
	if err != nil {
		return asInput(err)
	}
	return report(w.Out, c.JSON, res)
}
