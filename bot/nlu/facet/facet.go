// Package facet reads what a question asks of a product (its weight, what it is
// made of, what it fits) in 28 languages, and which attribute of a catalogue says
// it, whatever language the attribute's name is in.
package facet

import (
	_ "embed" // the forms
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Facet is what may be asked of any product.
type Facet string

// The facets that no attribute answers. Fit is asked with something that the
// product is to fit; it is answered by what the catalogue says that it fits.
const (
	Fit   Facet = "fit"
	Stock Facet = "stock" // answered by the variants, as is Price
	Price Facet = "price"
)

//go:embed facets.yaml
var shipped []byte

// names are further names of attributes that say a facet, in no language.
var names = map[Facet][]string{
	"weight": {"grams", "net weight", "item weight", "product weight"}, "temperature": {"comfort", "comfort temperature"},
	"capacity": {"litres", "liters"}, "waterproof": {"waterproof rating", "waterproofness"}, "battery": {"battery", "battery life"},
	"care": {"care", "care instructions"}, "material": {"materials"}, "warranty": {"warranty", "guarantee"},
}

// units are the endings of attributes' names that are units, with how they are
// written behind a value.
var units = map[string]string{
	"g": "g", "kg": "kg", "mg": "mg", "lb": "lb", "oz": "oz", "mm": "mm", "cm": "cm", "m": "m", "in": "in", "ml": "ml", "l": "l", "w": "W", "kw": "kW",
	"v": "V", "mah": "mAh", "c": "°C", "f": "°F", "h": "h", "min": "min", "years": "", "year": "",
}

// form is one way of asking: words in a row, or a piece of a script without
// spaces.
type form struct {
	words []word
	piece string
}

type word struct {
	text string
	open bool // any ending
}

// Reader knows the forms. It never changes and is safe for concurrent use.
type Reader struct {
	facets []Facet
	labels map[Facet]map[string]string
	forms  map[string]map[Facet][]form // by language
	named  map[string]Facet            // names of attributes, see attributeKey
}

// Shipped is the reader of the forms that come with the program.
func Shipped() (*Reader, error) {
	var file map[Facet]map[string]string
	if err := yaml.Unmarshal(shipped, &file); err != nil {
		return nil, fmt.Errorf("facets.yaml: %w", err)
	}
	r := &Reader{facets: slices.Sorted(maps.Keys(file)), labels: map[Facet]map[string]string{}, forms: map[string]map[Facet][]form{}, named: map[string]Facet{}}
	for _, f := range r.facets {
		r.labels[f] = map[string]string{}
		for _, name := range names[f] {
			r.named[attributeKey(name)] = f
		}
		for lang, line := range file[f] {
			parts := strings.Split(line, "|")
			if len(parts) < 2 {
				return nil, fmt.Errorf("facets.yaml: %s in %s has a label and no form", f, lang)
			}
			r.labels[f][lang] = strings.TrimSpace(parts[0])
			for i, s := range parts {
				s = strings.TrimSpace(s)
				if key := attributeKey(strings.ReplaceAll(s, "*", "")); f != Fit && f != Stock && f != Price && (len([]rune(key)) > 2 || key != "" && !spaced(key)) {
					if _, taken := r.named[key]; !taken {
						r.named[key] = f
					}
				}
				if i == 0 {
					continue
				}
				if r.forms[lang] == nil {
					r.forms[lang] = map[Facet][]form{}
				}
				r.forms[lang][f] = append(r.forms[lang][f], formOf(s))
			}
		}
	}
	return r, nil
}

func formOf(s string) form {
	s = strings.ToLower(s)
	if !spaced(s) {
		return form{piece: strings.TrimSuffix(s, "*")}
	}
	var f form
	for _, w := range strings.Fields(s) {
		text, open := strings.CutSuffix(w, "*")
		f.words = append(f.words, word{text, open})
	}
	return f
}

// spaced tells whether a text is of a script in which whole words can be told:
// Latin, Cyrillic and Greek. Others glue articles on, or have no spaces.
func spaced(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsLetter(r) && !unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek)
	})
}

// Asked gives the facets that a question asks for, in the order of their names.
// English is understood beside every language, as people mix it in.
func (r *Reader) Asked(text, lang string) []Facet {
	low := strings.ToLower(text)
	said := Words(low)
	var out []Facet
	for _, f := range r.facets {
		for _, l := range []string{lang, "en"} {
			if slices.ContainsFunc(r.forms[l][f], func(x form) bool { return x.in(low, said) }) {
				out = append(out, f)
				break
			}
		}
	}
	return out
}

// Rest is a text without the words that ask for a facet.
func (r *Reader) Rest(text, lang string) string {
	low := strings.ToLower(text)
	said, words := Words(low), spaced(low)
	gone := make([]bool, len(said))
	for _, l := range []string{lang, "en"} {
		for _, f := range r.facets {
			for _, x := range r.forms[l][f] {
				if x.piece != "" {
					low = withoutPiece(low, x.piece)
					continue
				}
				for i := range said {
					if n := x.at(said[i:]); n > 0 {
						for j := range n {
							gone[i+j] = true
						}
					}
				}
			}
		}
	}
	if !words {
		return low
	}
	var out []string
	for i, w := range said {
		if !gone[i] {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// mostAffixed is how many letters Arabic and Hebrew write onto either side of a word.
const mostAffixed = 3

// withoutPiece is a text without a piece and, in Arabic and Hebrew, without the article, the
// "and" or the "its" that is written together with it.
func withoutPiece(low, piece string) string {
	parts := strings.Split(low, piece)
	for i := range parts {
		if bare := strings.TrimRightFunc(parts[i], isAffixed); i < len(parts)-1 && utf8.RuneCountInString(parts[i][len(bare):]) <= mostAffixed {
			parts[i] = bare
		}
		if bare := strings.TrimLeftFunc(parts[i], isAffixed); i > 0 && utf8.RuneCountInString(parts[i])-utf8.RuneCountInString(bare) <= mostAffixed {
			parts[i] = bare
		}
	}
	return strings.Join(parts, " ")
}

// isAffixed tells whether a letter may be of what is written onto a word.
func isAffixed(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Hebrew) && (unicode.IsLetter(r) || unicode.IsMark(r))
}

func (f form) in(low string, said []string) bool {
	if f.piece != "" {
		return strings.Contains(low, f.piece)
	}
	for i := range said {
		if f.at(said[i:]) > 0 {
			return true
		}
	}
	return false
}

// at is how many words the form takes of the beginning of some; 0 where it does
// not stand there.
func (f form) at(said []string) int {
	if len(said) < len(f.words) {
		return 0
	}
	for i, w := range f.words {
		if said[i] != w.text && (!w.open || !strings.HasPrefix(said[i], w.text)) {
			return 0
		}
	}
	return len(f.words)
}

// Label is a facet's name for people; in English where the language has none.
func (r *Reader) Label(f Facet, lang string) string {
	if s := r.labels[f][lang]; s != "" {
		return s
	}
	return r.labels[f]["en"]
}

// Of tells which facet an attribute says, by its name in any language; empty for
// none.
func (r *Reader) Of(attribute string) Facet { return r.named[attributeKey(attribute)] }

// attributeKey is a name without its unit and signs: waterproof_mm, "Weight (kg)".
func attributeKey(name string) string {
	list := Words(strings.ToLower(name))
	if n := len(list); n > 1 {
		if _, unit := units[list[n-1]]; unit {
			list = list[:n-1]
		}
	}
	return strings.Join(list, " ")
}

// Unit is the unit that an attribute's name ends in, as it is written behind a
// value; empty where it has none.
func Unit(attribute string) string {
	list := Words(strings.ToLower(attribute))
	if len(list) < 2 {
		return ""
	}
	return units[list[len(list)-1]]
}

// Plain is an attribute's name for people: without its unit, with a capital.
func Plain(attribute string) string {
	if strings.ContainsAny(attribute, " ") && !strings.Contains(attribute, "_") {
		return attribute
	}
	key := attributeKey(attribute)
	for i, r := range key {
		if i == 0 {
			return string(unicode.ToUpper(r)) + key[len(string(r)):]
		}
	}
	return attribute
}

// Names tells whether a text names an attribute by its own name: it has all its
// words, and they are long enough to tell something.
func Names(text, attribute string) bool {
	low := strings.ToLower(text)
	key := attributeKey(attribute)
	if !spaced(key) {
		return len([]rune(key)) >= 2 && strings.Contains(low, key)
	}
	said := Words(low)
	letters := 0
	for _, w := range strings.Fields(key) {
		letters += len([]rune(w))
		if !slices.ContainsFunc(said, func(s string) bool { return s == w || strings.TrimSuffix(s, "s") == w }) {
			return false
		}
	}
	return letters >= 5
}

// Words are the words of a text; letters and digits stay together, and so do
// parts joined by an apostrophe.
func Words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\'' && r != 'ʼ' && r != '-' && r != '’'
	})
}
