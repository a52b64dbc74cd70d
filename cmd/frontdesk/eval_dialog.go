package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"

	"frontdesk/eval"
)

type evalDialogCmd struct {
	Scripts     string `required:"" help:"Folder of conversation scripts." placeholder:"DIR"`
	Seed        uint64 `help:"Of the demo shop." default:"1"`
	Only        string `help:"Play only scripts whose file or name holds this."`
	JSON        bool   `name:"json" help:"Print one JSON object."`
	Predictions string `help:"Write a row a failure." placeholder:"FILE"`
}

// Run plays every script and prints what failed.
func (c evalDialogCmd) Run(ctx context.Context, w world) error {
	if st, err := os.Stat(c.Scripts); err != nil || !st.IsDir() {
		return usageError{fmt.Errorf("%s is not a folder", filepath.Clean(c.Scripts))}
	}
	res, err := eval.RunDialog(ctx, eval.DialogOptions{Scripts: os.DirFS(c.Scripts), Seed: c.Seed, Only: c.Only})
	if err != nil {
		return asInput(err)
	}
	if err := c.write(res); err != nil {
		return err
	}
	if err := report(w.Out, c.JSON, res); err != nil {
		return err
	}
	if c.JSON {
		return nil
	}
	for _, f := range res.Failures {
		fmt.Fprintln(w.Out, "\n"+f.String())
	}
	return nil
}

func (c evalDialogCmd) write(res eval.DialogResult) error {
	out, err := predictionsFile(c.Predictions)
	if err != nil || out == nil {
		return err
	}
	defer out.Close()
	rows := csv.NewWriter(out)
	if err := rows.Write([]string{"script", "turn", "expected", "seen"}); err != nil {
		return err
	}
	for _, f := range res.Failures {
		if err := rows.Write([]string{f.Script, fmt.Sprint(f.Turn), f.Expected, f.Seen}); err != nil {
			return err
		}
	}
	rows.Flush()
	return rows.Error()
}
