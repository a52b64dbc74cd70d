// Command buildlang makes bot/nlu/pack/languages.bin, the character model of
// language detection, from the n-gram statistics of the lingua project
// (github.com/pemistahl/lingua-go, Apache-2.0, counted on the Leipzig Corpora,
// CC BY): the conditional probabilities of character n-grams in each language,
// pruned to the frequent ones and rounded to bytes.
//
// Get the module with `go mod download github.com/pemistahl/lingua-go@v1.4.0`
// in a module of its own, then run from the repository's root:
//
//	go run ./bot/nlu/cmd/buildlang -models DIR/language-models -out bot/nlu/pack/languages.bin
package main

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"frontdesk/bot/nlu"
)

// files are the model files by n-gram length, from 1.
var files = []string{"unigrams", "bigrams", "trigrams", "quadrigrams", "fivegrams"}

func main() {
	models := flag.String("models", "", "lingua's language-models folder")
	out := flag.String("out", "bot/nlu/pack/languages.bin", "file to write")
	order := flag.Int("order", 5, "longest n-gram")
	cut := flag.Float64("cut", 4e-6, "least share of a language's text that an n-gram must have")
	flag.Parse()
	if err := run(*models, *out, *order, *cut); err != nil {
		fmt.Fprintln(os.Stderr, "buildlang:", err)
		os.Exit(1)
	}
}

func run(models, out string, order int, cut float64) error {
	if models == "" {
		return errors.New("-models is required")
	}
	t := nlu.NewLanguageTable(order)
	for _, lang := range t.Languages() {
		folder := lang
		if lang == "no" {
			folder = "nb"
		}
		joint := map[string]float64{"": 1}
		for n := 1; n <= order; n++ {
			probs, err := readModel(filepath.Join(models, folder, files[n-1]+".pb.bin.zip"))
			if err != nil {
				return fmt.Errorf("%s: %w", lang, err)
			}
			joint = prune(t, lang, joint, probs, cut)
		}
	}
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	if err := t.Write(f); err != nil {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}

// prune adds the frequent n-grams to the table and returns their joint
// probabilities, which the next length needs.
func prune(t *nlu.LanguageTable, lang string, prefixes, probs map[string]float64, cut float64) map[string]float64 {
	next := map[string]float64{}
	for gram, p := range probs {
		_, size := utf8.DecodeLastRuneInString(gram)
		share, ok := prefixes[gram[:len(gram)-size]]
		if !ok || share*p < cut {
			continue
		}
		next[gram] = share * p
		t.Add(lang, gram, math.Log(p))
	}
	return next
}

// readModel reads lingua's protocol buffer: field 4 holds sets of n-grams that
// share a probability (field 1, double) under field 2 (strings).
func readModel(path string) (map[string]float64, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	f, err := z.File[0].Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	out := map[string]float64{}
	err = fields(data, func(number int, body []byte) error {
		if number != 4 {
			return nil
		}
		p := 0.0
		var grams []string
		err := fields(body, func(number int, body []byte) error {
			switch number {
			case 1:
				p = math.Float64frombits(binary.LittleEndian.Uint64(body))
			case 2:
				grams = append(grams, strings.Clone(string(body)))
			}
			return nil
		})
		for _, g := range grams {
			out[g] = p
		}
		return err
	})
	return out, err
}

// fields walks the fields of a protocol buffer message.
func fields(data []byte, visit func(number int, body []byte) error) error {
	for len(data) > 0 {
		tag, n := binary.Uvarint(data)
		if n <= 0 {
			return io.ErrUnexpectedEOF
		}
		data = data[n:]
		size := 0
		switch tag & 7 {
		case 0:
			_, size = binary.Uvarint(data)
		case 1:
			size = 8
		case 2:
			length, n := binary.Uvarint(data)
			if n <= 0 {
				return io.ErrUnexpectedEOF
			}
			data, size = data[n:], int(length)
		default:
			return fmt.Errorf("wire type %d", tag&7)
		}
		if size < 0 || size > len(data) {
			return io.ErrUnexpectedEOF
		}
		if err := visit(int(tag>>3), data[:size]); err != nil {
			return err
		}
		data = data[size:]
	}
	return nil
}
