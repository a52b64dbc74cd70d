package nlu

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"unsafe"
	"weak"

	"go.yaml.in/yaml/v3"
)

//go:embed pack/*.yaml
var packFiles embed.FS

//go:embed pack/model.bin
var packModel string

// Pack is the intent pack that ships: examples of every shop intent, and of
// messages that belong to none, in 28 languages.
func Pack() ([]Example, error) {
	names, err := fs.Glob(packFiles, "pack/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("intent pack: %w", err)
	}
	var out []Example
	for _, name := range names {
		more, err := packOf(strings.TrimSuffix(path.Base(name), ".yaml"))
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// PackIn is the part of the pack in one language; empty for a language that it does
// not have.
func PackIn(lang string) ([]Example, error) { return packOf(lang) }

// packOf is the part of the pack in one language; empty for a language that it
// does not have.
func packOf(lang string) ([]Example, error) {
	name := "pack/" + lang + ".yaml"
	data, err := packFiles.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("intent pack: %w", err)
	}
	intents := map[string]string{}
	if err := yaml.Unmarshal(data, &intents); err != nil {
		return nil, fmt.Errorf("intent pack: %s: %w", name, err)
	}
	out, err := packExamples(lang, intents)
	if err != nil {
		return nil, fmt.Errorf("intent pack: %s: %w", name, err)
	}
	return out, nil
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
// anew after a change to the pack. a may be nil. Models that are held at the
// same time share all but their analyzer.
func Shipped(a *Analyzer) (*Model, error) {
	if a == nil {
		var err error
		if a, err = NewAnalyzer(AnalyzerConfig{}); err != nil {
			return nil, err
		}
	}
	loaded.Lock()
	defer loaded.Unlock()
	whole := loaded.model.Value()
	if whole == nil {
		var err error
		if whole, err = openShipped(a); err != nil {
			return nil, fmt.Errorf("shipped model: %w", err)
		}
		loaded.model = weak.Make(whole)
	}
	m := *whole
	m.analyzer, m.whole = a, whole
	return &m, nil
}

// openShipped reads the shipped model where it stands. Its checksum is not held
// against it: damage to the program itself is a fault of the build, which a test
// finds.
func openShipped(a *Analyzer) (*Model, error) {
	defer pageOut(packModel)
	file := inPlace(packModel)
	size, err := readHead(file[:headLength])
	if err != nil {
		return nil, err
	}
	if uint64(len(file)-headLength) != size {
		return nil, ErrDamaged
	}
	return decodeWhole(file[headLength:], a)
}

// inPlace is an embedded file as bytes, which nobody may write to.
func inPlace(embedded string) []byte {
	return unsafe.Slice(unsafe.StringData(embedded), len(embedded))
}

// loaded is the shipped model as long as somebody holds one.
var loaded struct {
	sync.Mutex
	model weak.Pointer[Model]
}

// ShippedSize is the size of the shipped model's artefact, in bytes.
func ShippedSize() int { return len(packModel) }

// Categories maps every shop intent to its category: presales, order,
// shipping, returns, payment, technical, chat or control.
func Categories() map[string]string { return maps.Clone(categoryOf) }
