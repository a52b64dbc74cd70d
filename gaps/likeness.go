package gaps

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"frontdesk/knowledge/text"
)

// likeness is how two questions are compared: the probability that they ask the
// same is the logistic function of the weighted signals: what their words are made
// of, their intents, the concepts of shopping, and what they name alike or
// differently. One set of weights serves within a language, one between two.
type likeness struct {
	Bias, Forms, Intent, Concepts, Names, Clash float64
}

// The weights that serve are fitted by logistic regression, see [Fit] and
// docs/evaluation.md; those of names are chosen by hand, as the questions that they
// are fitted on name nothing: the same question about two products is two.
var (
	sameLang  = likeness{Bias: -2.58, Forms: 12.5, Intent: 2.98, Concepts: 11.8, Names: 1, Clash: -20}
	otherLang = likeness{Bias: -2.54, Forms: 16.2, Intent: 2.94, Concepts: 19.3, Names: 1, Clash: -20}
)

// signals are what two questions have in common, each in [0,1].
type signals struct {
	forms, intent, concepts, names, clash float64
}

func (l likeness) p(s signals) float64 {
	z := l.Bias + l.Forms*s.forms + l.Intent*s.intent + l.Concepts*s.concepts + l.Names*s.names + l.Clash*s.clash
	return 1 / (1 + math.Exp(-z))
}

// feature is something that a text has, with its weight before rarity.
type feature struct {
	id     uint64
	weight float32
}

// bag is features in the order of their ids, and as a unit vector with their rarity.
type bag struct {
	features []feature
	unit     []float32
	length   float32 // of the vector before it was a unit
}

// dot is the cosine of two weighed bags.
func (a *bag) dot(b *bag) float64 {
	cosine, _ := a.both(b)
	return cosine
}

// both is the cosine of two weighed bags, and the rarity of all that both have.
func (a *bag) both(b *bag) (cosine, rare float64) {
	sum, weight := float32(0), float32(0)
	for i, j := 0, 0; i < len(a.features) && j < len(b.features); {
		switch x, y := a.features[i].id, b.features[j].id; {
		case x < y:
			i++
		case x > y:
			j++
		default:
			sum += a.unit[i] * b.unit[j]
			weight += a.unit[i] * a.length
			i, j = i+1, j+1
		}
	}
	return float64(sum), float64(weight)
}

// prepared is what is derived from a question.
type prepared struct {
	words, forms, concepts bag // words serve to find candidates only
}

// prepare reads a question's text once.
func (a *Asked) prepare(analyzer *text.Analyzer) {
	if a.derived != nil {
		return
	}
	d := &prepared{}
	a.derived = d
	for _, t := range analyzer.Analyze(a.Text, a.Lang) {
		d.words.add(a.Lang+"|"+t.Text, t.Weight)
		if t.Weight == 1 && len(t.Text) >= 3 {
			d.forms.addForms(t.Text)
		}
	}
	for _, c := range a.Concepts {
		d.concepts.add("concept|"+c, 1)
	}
	for _, b := range []*bag{&d.words, &d.forms, &d.concepts} {
		b.sort()
	}
}

func (b *bag) add(name string, weight float32) {
	b.features = append(b.features, feature{hashed(name), weight})
}

// addForms adds the runs of three and four letters of a word: inflections and
// compounds share them, and so do words of two languages with one origin ("engrave",
// "gravieren"). Accents do not count.
func (b *bag) addForms(word string) {
	plain := []rune("<" + strings.Map(unmarked, norm.NFD.String(word)) + ">")
	for n := 3; n <= 4; n++ {
		for i := 0; i+n <= len(plain); i++ {
			b.add("form|"+string(plain[i:i+n]), 1)
		}
	}
}

func unmarked(r rune) rune {
	if unicode.Is(unicode.Mn, r) {
		return -1
	}
	return r
}

// sort puts features in order, each once.
func (b *bag) sort() {
	slices.SortFunc(b.features, func(x, y feature) int { return cmp.Or(cmp.Compare(x.id, y.id), cmp.Compare(y.weight, x.weight)) })
	b.features = slices.CompactFunc(b.features, func(x, y feature) bool { return x.id == y.id })
}

// hashed is FNV-1a: the same on every machine.
func hashed(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// rarity is how many questions have each feature and intent. What many have says
// little.
type rarity struct {
	docs    map[uint64]float64
	intents map[string]float64
	all     float64
}

func newRarity() *rarity {
	return &rarity{docs: map[uint64]float64{}, intents: map[string]float64{}}
}

func (r *rarity) add(a *Asked) {
	for _, b := range []*bag{&a.derived.forms, &a.derived.concepts} {
		for _, f := range b.features {
			r.docs[f.id]++
		}
	}
	for _, i := range a.Intents {
		r.intents[i.Intent] += i.P
	}
	r.all++
}

// telltale is the rarity of shared concepts at which they count half of what their
// cosine says: two questions of one concept each, the same that many have, have a
// cosine of 1 and next to nothing in common. Chosen on the questions that the weights
// are fitted on.
const telltale = 8

// unsure is how many questions stand for those that are not known yet: the first
// ones are not all rare.
const unsure = 20

// weigh gives a question's features their rarity, as it is now.
func (r *rarity) weigh(a *Asked) {
	d := a.derived
	r.unit(&d.forms, r.all)
	r.unit(&d.concepts, r.all)
}

func (r *rarity) unit(b *bag, docs float64) {
	if cap(b.unit) < len(b.features) {
		b.unit = make([]float32, len(b.features))
	}
	b.unit = b.unit[:len(b.features)]
	sum := 0.0
	for i, f := range b.features {
		w := float64(f.weight) * math.Log((docs+unsure)/(r.docs[f.id]+1))
		b.unit[i] = float32(w)
		sum += w * w
	}
	b.length = float32(math.Sqrt(sum))
	if sum > 0 {
		scale := float32(1 / math.Sqrt(sum))
		for i := range b.unit {
			b.unit[i] *= scale
		}
	}
}

// compare finds what two weighed questions have in common.
func (r *rarity) compare(a, b *Asked) signals {
	var s signals
	var rare float64
	s.forms = a.derived.forms.dot(&b.derived.forms)
	s.concepts, rare = a.derived.concepts.both(&b.derived.concepts)
	s.concepts *= rare / (rare + telltale)
	for _, x := range a.Intents {
		for _, y := range b.Intents {
			if x.Intent == y.Intent {
				s.intent += math.Sqrt(x.P*y.P) * r.telling(x.Intent) // Bhattacharyya: 1 for equal sure distributions
			}
		}
	}
	s.names, s.clash = shared(a.Names, b.Names)
	return s
}

// telling is what it says that two questions have an intent: 1 for a rare one,
// little for one that most have.
func (r *rarity) telling(intent string) float64 {
	return math.Log((r.all+unsure)/(r.intents[intent]+1)) / math.Log(r.all+unsure)
}

// shared tells which share of the kinds that both questions name they name alike,
// and which differently.
func shared(a, b []string) (same, other float64) {
	kinds, equal := 0.0, 0.0
	seen := map[string]bool{}
	for _, x := range a {
		kind, _, _ := strings.Cut(x, "=")
		if seen[kind] || !slices.ContainsFunc(b, func(y string) bool { return strings.HasPrefix(y, kind+"=") }) {
			continue
		}
		seen[kind] = true
		kinds++
		if slices.ContainsFunc(a, func(x string) bool { return strings.HasPrefix(x, kind+"=") && slices.Contains(b, x) }) {
			equal++
		}
	}
	if kinds == 0 {
		return 0, 0
	}
	return equal / kinds, (kinds - equal) / kinds
}

// alike is the probability that two questions ask the same.
func (g *Grouper) alike(a, b *Asked) float64 {
	if a.Lang == b.Lang {
		return g.weights.SameLang.p(g.rare.compare(a, b))
	}
	return g.weights.OtherLang.p(g.rare.compare(a, b))
}
