// Command buildhandoff trains the handoff signal that ships,
// bot/nlu/pack/handoff.json, on the labelled conversations of eval/handoff.jsonl,
// which were written for this project: where is a person needed, and where not
// yet? Words are left out, so that the signal reads every language alike. Run it
// from the repository's root:
//
//	go run ./eval/cmd/buildhandoff
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"frontdesk/eval"
)

func main() {
	train := flag.String("train", "eval/handoff.jsonl", "labelled conversations")
	out := flag.String("out", "bot/nlu/pack/handoff.json", "file to write")
	flag.Parse()
	if err := run(*train, *out); err != nil {
		fmt.Fprintln(os.Stderr, "buildhandoff:", err)
		os.Exit(1)
	}
}

func run(train, out string) error {
	m, err := eval.TrainHandoff(context.Background(), train, 1)
	if err != nil {
		return err
	}
	raw, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, append(raw, '\n'), 0o644); err != nil {
		return err
	}
	fmt.Println(string(raw))
	return nil
}
