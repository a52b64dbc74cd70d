package demo

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"frontdesk/internal/fault"
	"frontdesk/shop"
)

// Product finds a product by its id or the SKU of a variant.
func (s *Shop) Product(ctx context.Context, sku string) (shop.Product, error) {
	if err := ctx.Err(); err != nil {
		return shop.Product{}, err
	}
	i, ok := s.codes.Find(sku)
	if !ok {
		return shop.Product{}, fault.New(fault.NotFound, shop.CodeProductNotFound,
			"There is no product %q.", shorten(sku, 40)).With("sku", shorten(sku, 40))
	}
	return s.products[i].Clone(), nil
}

// Products lists what the shop sells.
func (s *Shop) Products(ctx context.Context) ([]shop.Product, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := make([]shop.Product, 0, len(s.products))
	for _, p := range s.products {
		out = append(out, p.Clone())
	}
	return out, nil
}

// Search finds products by their titles, descriptions, colours and materials
// in the language of the locale, and in English.
func (s *Shop) Search(ctx context.Context, text, locale string, n int) ([]shop.Product, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if i, ok := s.codes.Find(text); ok && n > 0 {
		return []shop.Product{s.products[i].Clone()}, nil
	}
	found := []shop.Product{}
	for _, i := range s.index().best(text, locale, n) {
		found = append(found, s.products[i].Clone())
	}
	return found, nil
}

func (s *Shop) stock(products []shop.Product) {
	s.products = products
	for i, p := range products {
		s.codes.Add(p.ID, i)
		for _, v := range p.Variants {
			s.codes.Add(v.SKU, i)
		}
	}
	s.index = sync.OnceValue(func() searchIndex { return newSearchIndex(products) }) // few conversations search
}

// searchIndex holds, for a language and a term, the weight of the term in each
// product that has it.
type searchIndex struct {
	terms map[string]map[string]map[int]float64
	size  int
}

// Where a term stands says how much it tells about the product.
const (
	weightTitle = 4.0
	weightFact  = 1.5
	weightProse = 1.0
	maxTerms    = 64 // of a query; a longer text is no search
)

func newSearchIndex(products []shop.Product) searchIndex {
	x := searchIndex{terms: map[string]map[string]map[int]float64{}, size: len(products)}
	for i, p := range products {
		for _, lang := range languages {
			x.add(lang, i, p.Titles[lang]+" "+p.Brand+" "+categories[p.Category].name[lang], weightTitle)
			x.add(lang, i, p.Descriptions[lang], weightProse)
			for _, a := range p.Attributes {
				x.add(lang, i, a.Values[lang], weightFact)
			}
			for _, v := range p.Variants {
				x.add(lang, i, colorNames[v.Color][lang], weightFact)
			}
		}
	}
	return x
}

// add keeps the highest weight that a term has in a product.
func (x searchIndex) add(lang string, product int, text string, weight float64) {
	if x.terms[lang] == nil {
		x.terms[lang] = map[string]map[int]float64{}
	}
	for _, t := range terms(text) {
		if x.terms[lang][t] == nil {
			x.terms[lang][t] = map[int]float64{}
		}
		x.terms[lang][t][product] = max(weight, x.terms[lang][t][product])
	}
}

// best ranks products by the summed weight of the terms they share with the
// text, rare terms counting more (inverse document frequency).
func (x searchIndex) best(text, locale string, n int) []int {
	lang, _, _ := strings.Cut(strings.ReplaceAll(locale, "_", "-"), "-")
	scores := map[int]float64{}
	query := terms(text)
	for _, t := range query[:min(len(query), maxTerms)] {
		hits := x.terms[strings.ToLower(lang)][t]
		if hits == nil {
			hits = x.terms["en"][t]
		}
		for product, weight := range hits {
			scores[product] += weight * math.Log(1+float64(x.size)/float64(len(hits)))
		}
	}
	ranked := slices.SortedFunc(maps.Keys(scores), func(a, b int) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b))
	})
	return ranked[:min(len(ranked), max(n, 0))]
}

// terms cuts a text into what is looked up: words without a plural ending, and
// pairs of neighbouring Han characters, each once.
func terms(text string) []string {
	var out []string
	seen := map[string]bool{}
	keep := func(t string) {
		if t != "" && !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	for _, word := range strings.FieldsFunc(strings.ToLower(text), notInWord) {
		runes := []rune(word)
		for len(runes) > 0 {
			han := unicode.Is(unicode.Han, runes[0])
			end := 1
			for end < len(runes) && unicode.Is(unicode.Han, runes[end]) == han {
				end++
			}
			if han {
				pairs(runes[:end], keep)
			} else {
				keep(singular(string(runes[:end])))
			}
			runes = runes[end:]
		}
	}
	return out
}

func pairs(runes []rune, keep func(string)) {
	if len(runes) == 1 {
		keep(string(runes))
	}
	for i := 0; i+1 < len(runes); i++ {
		keep(string(runes[i : i+2]))
	}
}

// singular drops the plural endings of English, German and Spanish from longer
// words; that it also cuts some singulars does no harm, as both sides are cut.
func singular(word string) string {
	for _, ending := range []string{"en", "es", "s", "n", "e"} {
		if stem, ok := strings.CutSuffix(word, ending); ok && len(stem) >= 3 {
			return stem
		}
	}
	return word
}

func notInWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
