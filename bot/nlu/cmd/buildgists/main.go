// Command buildgists counts what English words are about, on a public data set
// of many intents, and writes the file that the package embeds. Run it from the
// repository's root with a CSV file of the columns text,intent; the shipped file
// is made from
//
//	go run ./bot/nlu/cmd/buildgists D/clinc150/train.csv
package main

import (
	"context"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"os"

	"frontdesk/bot/nlu"
)

func main() {
	out := flag.String("out", "bot/nlu/pack/gists.bin", "file to write")
	flag.Parse()
	if err := run(*out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "buildgists:", err)
		os.Exit(1)
	}
}

func run(out string, files []string) error {
	if len(files) != 1 {
		return errors.New("name one CSV file to count in")
	}
	examples, err := read(files[0])
	if err != nil {
		return err
	}
	data, err := nlu.BuildGists(context.Background(), examples)
	if err != nil {
		return err
	}
	return os.WriteFile(out, data, 0o644)
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
		out = append(out, nlu.Example{Text: row[0], Intent: row[1], Lang: "en"})
	}
	return out, nil
}
