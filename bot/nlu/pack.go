package nlu

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed pack/*.yaml
var packFiles embed.FS

//go:embed pack/model.bin
var packModel []byte

// controlFile holds further languages of the courtesies and controls, by
// language.
const controlFile = "pack/control.yaml"

// Pack is the intent pack that ships: examples of every shop intent, and of
// messages that belong to none, in English, German, Spanish and Chinese, and of
// the courtesies and controls in ten further languages.
func Pack() ([]Example, error) {
	names, err := fs.Glob(packFiles, "pack/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("intent pack: %w", err)
	}
	var out []Example
	for _, name := range names {
		byLang := map[string]map[string]string{}
		if name == controlFile {
			err = readPackFile(name, &byLang)
		} else {
			one := map[string]string{}
			err = readPackFile(name, &one)
			byLang[strings.TrimSuffix(path.Base(name), ".yaml")] = one
		}
		if err != nil {
			return nil, err
		}
		for _, lang := range slices.Sorted(maps.Keys(byLang)) {
			more, err := packExamples(lang, byLang[lang])
			if err != nil {
				return nil, fmt.Errorf("intent pack: %s: %w", name, err)
			}
			out = append(out, more...)
		}
	}
	return out, nil
}

// packOf is the part of the pack in a language that has a file of its own; empty
// for others.
func packOf(lang string) ([]Example, error) {
	intents := map[string]string{}
	if "pack/"+lang+".yaml" == controlFile {
		return nil, nil
	}
	err := readPackFile("pack/"+lang+".yaml", &intents)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return packExamples(lang, intents)
}

func readPackFile(name string, into any) error {
	data, err := packFiles.ReadFile(name)
	if err != nil {
		return fmt.Errorf("intent pack: %w", err)
	}
	if err := yaml.Unmarshal(data, into); err != nil {
		return fmt.Errorf("intent pack: %s: %w", name, err)
	}
	return nil
}

// packExamples reads one language: a text block an intent, a line an example.
func packExamples(lang string, intents map[string]string) ([]Example, error) {
	var out []Example
	for _, intent := range slices.Sorted(maps.Keys(intents)) {
		if Category(intent) == "" && intent != OutOfScope {
			return nil, fmt.Errorf("unknown intent %q", intent)
		}
		for line := range strings.Lines(intents[intent]) {
			if line = strings.TrimSpace(line); line != "" {
				out = append(out, Example{Text: line, Intent: intent, Lang: lang})
			}
		}
	}
	return out, nil
}

// Shipped is the model trained on the shipped pack. It travels in the binary,
// so that a start need not train; `go run ./bot/nlu/cmd/buildpack` makes it
// anew after a change to the pack. a may be nil.
func Shipped(a *Analyzer) (*Model, error) {
	m, err := Load(bytes.NewReader(packModel), a)
	if err != nil {
		return nil, fmt.Errorf("shipped model: %w", err)
	}
	return m, nil
}

// Categories maps every shop intent to its category: presales, order,
// shipping, returns, payment, technical, chat or control.
func Categories() map[string]string { return maps.Clone(categoryOf) }
