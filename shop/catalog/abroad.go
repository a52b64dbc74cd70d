package catalog

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"frontdesk/knowledge/dictionary"
	"frontdesk/knowledge/lexical"
	"frontdesk/shop"
)

// abroadTrust is what a name in another language scores against the shopper's own word
// in a title.
const abroadTrust = 0.8

// leastRanked is how many products each of the two searches ranks at least before they
// are put together.
const leastRanked = 12

// abroad finds products that have no title in the shopper's language by what the
// dictionary knows their titles to be about.
type abroad struct {
	products []shop.Product
	titled   map[string]int        // products with a title, by language
	things   func() *lexical.Index // of what titles name; made when a question first needs it
}

func newAbroad(products []shop.Product) *abroad {
	x := &abroad{products: products, titled: make(map[string]int)}
	for _, p := range products {
		for _, lang := range titleLanguages(p) {
			x.titled[lang]++
		}
	}
	x.things = sync.OnceValue(x.index)
	return x
}

// titleLanguages are those in which a product has a title.
func titleLanguages(p shop.Product) (out []string) {
	for tag, title := range p.Titles {
		if lang := dictionary.Spoken(tag); title != "" && !slices.Contains(out, lang) {
			out = append(out, lang)
		}
	}
	return out
}

func (x *abroad) index() *lexical.Index {
	docs := make([]lexical.Document, 0, len(x.products))
	for i, p := range x.products {
		var terms []string
		for tag, title := range p.Titles {
			for _, c := range dictionary.Builtin().Titled(title, dictionary.Spoken(tag)) {
				if t := term(c); !slices.Contains(terms, t) { // in four languages it is no likelier than in one
					terms = append(terms, t)
				}
			}
		}
		if len(terms) > 0 {
			docs = append(docs, lexical.Document{ID: strconv.Itoa(i), Fields: []lexical.Field{{Terms: terms, Weight: titleWeight}}})
		}
	}
	out := lexical.New(lexical.Config{})
	out.Apply(docs, nil)
	return out
}

// term stands for a concept in the index.
func term(c dictionary.Concept) string { return strconv.Itoa(int(c)) }

// best finds the products without a title in lang that are what a question names.
func (x *abroad) best(question, lang string, n int) []lexical.Hit {
	if x.titled[lang] == len(x.products) {
		return nil
	}
	q := lexical.Query{K: n, Keep: func(id string) bool {
		i, err := strconv.Atoi(id)
		return err == nil && !slices.Contains(titleLanguages(x.products[i]), lang)
	}}
	for _, w := range dictionary.Builtin().Goods(question, lang) {
		var forms []string
		for _, c := range w.Concepts {
			forms = append(forms, term(c))
		}
		q.Terms = append(q.Terms, lexical.Term{Forms: forms, Weight: 1})
	}
	if len(q.Terms) == 0 {
		return nil
	}
	return x.things().Search(q).Hits
}

// together adds what the second search found to the first, best first.
func together(own, other []lexical.Hit) []lexical.Hit {
	out := slices.Clone(own)
	for _, h := range other {
		h.Score *= abroadTrust
		if i := slices.IndexFunc(out, func(o lexical.Hit) bool { return o.ID == h.ID }); i >= 0 {
			out[i].Score += h.Score
		} else {
			out = append(out, h)
		}
	}
	slices.SortStableFunc(out, func(a, b lexical.Hit) int { return cmp.Compare(b.Score, a.Score) })
	return out
}
