// Command buildpack trains the shipped intent pack and writes the model that
// the binary carries. Run it from the repository's root after a change to
// bot/nlu/pack or to the features:
//
//	go run ./bot/nlu/cmd/buildpack
//	go run ./bot/nlu/cmd/buildpack -languages 20 -list de
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"frontdesk/bot/nlu"
)

func main() {
	out := flag.String("out", "bot/nlu/pack/model.bin", "file to write")
	verbose := flag.Bool("v", false, "print each intent and every warning")
	folds := flag.Int("languages", 0, "instead: print the accuracy by language, by cross-validation in so many folds")
	list := flag.String("list", "", "with -languages: print what is not recognised, in this language or \"all\"")
	flag.Parse()
	err := error(nil)
	if *folds > 1 {
		err = measure(*folds, *list)
	} else {
		err = run(*out, *verbose)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "buildpack:", err)
		os.Exit(1)
	}
}

func measure(folds int, list string) error {
	examples, err := nlu.Pack()
	if err != nil {
		return err
	}
	return languages(context.Background(), os.Stdout, examples, folds, list)
}

func run(out string, verbose bool) error {
	examples, err := nlu.Pack()
	if err != nil {
		return err
	}
	m, report, err := nlu.Train(context.Background(), examples, nlu.Options{})
	if err != nil {
		return err
	}
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	if err := errors.Join(m.Save(f), f.Close()); err != nil {
		return err
	}
	fmt.Printf("%d examples, %d intents: accuracy %.3f, AUROC %.3f, ECE %.3f, threshold %.2f\n",
		report.Examples, len(report.Intents), report.Accuracy, report.AUROC, report.ECE, report.Threshold)
	for _, c := range report.Budgets {
		fmt.Printf("budget %.2f: cut-off %.3f, %.3f of the messages, %.3f of these wrong, guaranteed %v\n", c.Budget, c.Threshold, c.Coverage, c.Error, c.Guaranteed)
	}
	if !verbose {
		return nil
	}
	for _, i := range report.Intents {
		fmt.Printf("%-24s %4d  %.2f  %s\n", i.Intent, i.Examples, i.Recall, i.Confused)
	}
	for _, w := range report.Warnings {
		fmt.Printf("%s: %s %q / %s %q: %s\n", w.Kind, w.Intent, w.Text, w.Other, w.Twin, w.Detail)
	}
	return nil
}
