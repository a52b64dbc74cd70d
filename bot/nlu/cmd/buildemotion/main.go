// Command buildemotion trains bot/nlu/pack/emotion.bin, the English mood model
// that ships, on GoEmotions (Demszky et al., ACL 2020; CC BY 4.0) with its 27
// emotions mapped to Ekman's six and neutral: a CSV with the columns text and
// emotion, where several are joined by |. The shop's own intent examples are
// learned as neutral, so that "broken" or "where is" alone carries no mood. Run
// it from the repository's root:
//
//	go run ./bot/nlu/cmd/buildemotion --train FILE
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"frontdesk/bot/nlu"
)

func main() {
	train := flag.String("train", "", "CSV with text,emotion")
	out := flag.String("out", "bot/nlu/pack/emotion.bin", "file to write")
	flag.Parse()
	if err := run(*train, *out); err != nil {
		fmt.Fprintln(os.Stderr, "buildemotion:", err)
		os.Exit(1)
	}
}

func run(train, out string) error {
	if train == "" {
		return errors.New("--train is required")
	}
	start := time.Now()
	in, err := os.Open(train)
	if err != nil {
		return err
	}
	defer in.Close()
	examples, err := nlu.ReadMoodExamples(in)
	if err != nil {
		return fmt.Errorf("%s: %w", train, err)
	}
	shop, err := nlu.ShopMoodExamples()
	if err != nil {
		return err
	}
	m, report, err := nlu.TrainMoods(context.Background(), append(examples, shop...), nlu.MoodOptions{Lang: "en", Seed: 1})
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
	fmt.Printf("%d examples, %d features, %d kept, %.0f s; cross-validated: macro-F1 %.3f, accuracy %.3f\n",
		report.Examples, report.Features, report.Kept, time.Since(start).Seconds(), report.MacroF1, report.Accuracy)
	for _, label := range slices.Sorted(maps.Keys(report.F1)) {
		fmt.Printf("%-10s %.3f\n", label, report.F1[label])
	}
	return nil
}
