// Command buildlang makes bot/nlu/pack/languages.bin, the character models of
// language detection, from the n-gram statistics of the lingua project
// (github.com/pemistahl/lingua-go, Apache-2.0, counted on the Leipzig Corpora,
// CC BY): it turns their conditional probabilities back into counts, derives
// those of word borders and of text without accents, smooths them, and keeps the
// n-grams that tell languages apart. Lingua's test data is other text, and no
// part of it is read here.
//
// Get the module with `go mod download github.com/pemistahl/lingua-go@v1.4.0`
// in a module of its own, then run from the repository's root, for two minutes
// and with 4 GB of memory:
//
//	go run ./bot/nlu/cmd/buildlang -models DIR/language-models
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

	"frontdesk/bot/nlu"
)

// files are the model files by n-gram length, from 1.
var files = []string{"unigrams", "bigrams", "trigrams", "quadrigrams", "fivegrams"}

// Languages that share a script are told apart; those that frontdesk does not
// speak are there so that their text is not taken for a neighbour's.
var scripts = []string{
	"cs da de en es fi fr hu id it ms nl pl pt ro sv tr vi nb sk ca hr tl af",
	"ru uk bg be sr",
}

func main() {
	models := flag.String("models", "", "lingua's language-models folder")
	out := flag.String("out", "bot/nlu/pack/languages.bin", "file to write")
	keep := flag.Float64("keep", 1.5e-5, "least weight of an n-gram that is kept")
	plain := flag.Float64("plain", 0.125, "share of text without accents; a power of two keeps sums exact, and so the file the same")
	flag.Parse()
	if err := run(*models, *out, *keep, *plain); err != nil {
		fmt.Fprintln(os.Stderr, "buildlang:", err)
		os.Exit(1)
	}
}

func run(models, out string, keep, plain float64) error {
	if models == "" {
		return errors.New("-models is required")
	}
	var tables []*nlu.LanguageTable
	for _, list := range scripts {
		langs := strings.Fields(list)
		all := map[string]counts{}
		for _, lang := range langs {
			c, err := readCounts(models, source(lang))
			if err != nil {
				return fmt.Errorf("%s: %w", lang, err)
			}
			all[lang] = c
		}
		var of []*model
		for _, lang := range langs {
			c := all[lang]
			c.add(c.plain(lang), plain)
			of = append(of, newModel(c))
		}
		t, err := table(langs, of, keep)
		if err != nil {
			return err
		}
		tables = append(tables, t)
	}
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	if err := nlu.WriteLanguageTables(f, tables...); err != nil {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}

// source is the language whose text a model is made of. lingua's Malay text is
// Indonesian for the greater part, so a model made of it calls Indonesian Malay;
// the two differ in words more than in letters, and nlu's lists have those.
func source(lang string) string {
	if lang == "ms" {
		return "id"
	}
	return lang
}

func readCounts(models, lang string) (counts, error) {
	var probs [nlu.TableOrder + 1]map[string]float64
	for n := 1; n <= nlu.TableOrder; n++ {
		var err error
		if probs[n], err = readModel(filepath.Join(models, lang, files[n-1]+".pb.bin.zip")); err != nil {
			return counts{}, err
		}
	}
	c := unfold(probs)
	c.borders()
	return c, nil
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
