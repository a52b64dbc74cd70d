package main

import (
	"context"

	"frontdesk/eval"
)

type evalEmotionCmd struct {
	Test        string `required:"" help:"CSV with text,emotion to test on." placeholder:"FILE"`
	Train       string `help:"CSV to train a fresh model on, instead of the shipped one." placeholder:"FILE"`
	Seed        uint64 `help:"Makes the random orders." default:"1"`
	JSON        bool   `name:"json" help:"Print one JSON object."`
	Predictions string `help:"Write a row an example." placeholder:"FILE"`
}

// Run measures and prints.
func (c evalEmotionCmd) Run(ctx context.Context, w world) error {
	out, err := predictionsFile(c.Predictions)
	if err != nil {
		return usageError{err}
	}
	o := eval.EmotionOptions{Test: c.Test, Train: c.Train, Seed: c.Seed}
	if out != nil {
		defer out.Close()
		o.Predictions = out
	}
	res, err := eval.RunEmotion(ctx, o)
	if err != nil {
		return asInput(err)
	}
	return report(w.Out, c.JSON, res)
}
