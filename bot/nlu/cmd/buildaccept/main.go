// Command buildaccept fits the accept model that training starts from, on public
// data sets, and writes the file that the package embeds. Run it from the
// repository's root after a change to the features, the learners or the evidence,
// with CSV files of the columns text,intent; the shipped file is made from
//
//	go run ./bot/nlu/cmd/buildaccept D/clinc150/train_10shot.csv D/clinc150/train_5shot.csv D/banking77/train_10shot.csv
package main

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"os"

	"frontdesk/bot/nlu"
)

func main() {
	out := flag.String("out", "bot/nlu/pack/accept.json", "file to write")
	flag.Parse()
	if err := run(*out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "buildaccept:", err)
		os.Exit(1)
	}
}

func run(out string, files []string) error {
	if len(files) == 0 {
		return fmt.Errorf("name the CSV files to fit on")
	}
	var sets [][]nlu.Example
	for _, name := range files {
		set, err := read(name)
		if err != nil {
			return err
		}
		sets = append(sets, set)
	}
	prior, err := nlu.BuildAcceptPrior(context.Background(), sets, nlu.Options{Seed: 1})
	if err != nil {
		return err
	}
	return os.WriteFile(out, append(prior, '\n'), 0o644)
}

// read reads a file of text,intent.
func read(name string) ([]nlu.Example, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(rows) < 2 || len(rows[0]) < 2 || rows[0][0] != "text" || rows[0][1] != "intent" {
		return nil, fmt.Errorf("%s: its first line is not text,intent", name)
	}
	var out []nlu.Example
	for _, row := range rows[1:] {
		out = append(out, nlu.Example{Text: row[0], Intent: row[1]})
	}
	return out, nil
}
