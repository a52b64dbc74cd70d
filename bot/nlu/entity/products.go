package entity

import (
	"math"
	"strings"
	"unicode/utf8"
)

// Named is a product as people may name it.
type Named struct {
	ID     string
	Titles []string // in every language of the shop
	SKUs   []string
}

// Gazetteer finds products by their titles. It never changes and is safe for
// concurrent use.
type Gazetteer struct {
	ids    []string
	titles []title
	posts  map[string][]int32 // of a token, the titles that hold it
	near   map[string][]string
	skus   map[string]int
}

// title is a title of a product, with how much its tokens tell.
type title struct {
	product int
	weight  float64
	tokens  int
	solid   bool
}

// The limits of a match.
const (
	coverage    = 0.6 // of a title's weight that a message must hold
	mostTitles  = 400 // a token of more titles tells nothing
	mostFuzzy   = 200 // tokens that a word is compared with
	headLetters = 2   // of a word, that no typing error touches
)

// NewGazetteer makes a gazetteer of a shop's products.
func NewGazetteer(products []Named) *Gazetteer {
	g := &Gazetteer{posts: map[string][]int32{}, near: map[string][]string{}, skus: map[string]int{}}
	var tokens [][]string
	for _, p := range products {
		g.ids = append(g.ids, p.ID)
		product := len(g.ids) - 1
		for _, sku := range append(p.SKUs, p.ID) {
			g.skus[strings.ToUpper(sku)] = product
		}
		seen := map[string]bool{}
		for _, t := range p.Titles {
			list, solid := titleTokens(t)
			if key := strings.Join(list, " "); len(list) == 0 || seen[key] {
				continue
			} else {
				seen[key] = true
			}
			tokens = append(tokens, list)
			g.titles = append(g.titles, title{product: product, tokens: len(list), solid: solid})
			for _, w := range list {
				if at := g.posts[w]; len(at) == 0 || at[len(at)-1] != int32(len(g.titles)-1) {
					g.posts[w] = append(at, int32(len(g.titles)-1))
				}
			}
		}
	}
	for w := range g.posts {
		if r, _ := utf8.DecodeRuneInString(w); !isSolid(r) && utf8.RuneCountInString(w) > headLetters {
			g.near[head(w)] = append(g.near[head(w)], w)
		}
	}
	for i := range g.titles {
		for _, w := range tokens[i] {
			g.titles[i].weight += g.tells(w)
		}
	}
	return g
}

// tells is how much a token tells: the fewer titles hold it, the more.
func (g *Gazetteer) tells(token string) float64 {
	return math.Log(1 + float64(len(g.titles)+1)/float64(1+len(g.posts[token])))
}

func head(w string) string {
	n := 0
	for i := range w {
		if n == headLetters {
			return w[:i]
		}
		n++
	}
	return w
}

// titleTokens are the words of a title; of a script without spaces, its pairs of
// runes.
func titleTokens(t string) (list []string, solid bool) {
	text, _ := folded(clip(t))
	words := split(text)
	for i, it := range words {
		switch {
		case !it.solid:
			list = append(list, it.fold)
		case i+1 < len(words) && words[i+1].solid && words[i+1].start == it.end:
			list, solid = append(list, it.fold+words[i+1].fold), true
		}
	}
	return list, solid
}

// hit is a token of a title in a message.
type hit struct {
	first, last int // words of the message
	n           int
	weight      float64
	token       string
}

// find adds the products that a message names, and its SKUs.
func (g *Gazetteer) find(m *message) {
	for start, end := range m.chunks() {
		if _, ok := g.skus[strings.ToUpper(m.text[start:end])]; ok {
			m.add(span{start: start, end: end, kind: SKU, value: strings.ToUpper(m.text[start:end]), rank: certain})
		}
	}
	best := map[int32]*hit{}
	for i, it := range m.words {
		token := it.fold
		if it.solid {
			if i+1 == len(m.words) || !m.words[i+1].solid || m.words[i+1].start != it.end {
				continue
			}
			token += m.words[i+1].fold
		}
		last := i
		if it.solid {
			last++
		}
		for _, w := range g.like(token) {
			g.note(best, w, i, last)
		}
	}
	for id, h := range best {
		t := g.titles[id]
		telling := h.n >= 2 || t.tokens == 1 && utf8.RuneCountInString(h.token) >= 4 || t.tokens == 2 && utf8.RuneCountInString(h.token) >= 6
		if h.weight < coverage*t.weight || !telling {
			continue
		}
		value := g.ids[t.product]
		m.add(span{start: m.words[h.first].start, end: m.words[h.last].end, kind: Product, value: value, rank: formed})
	}
}

// note counts a token that a message holds for the titles that hold it, as long
// as it stands near the ones before.
func (g *Gazetteer) note(best map[int32]*hit, token string, first, last int) {
	posts := g.posts[token]
	if len(posts) > mostTitles {
		return
	}
	weight := g.tells(token)
	for _, id := range posts {
		h := best[id]
		t := g.titles[id]
		switch {
		case h == nil || first-h.last > 3 && h.weight < coverage*t.weight:
			best[id] = &hit{first: first, last: last, n: 1, weight: weight, token: token}
		case first-h.last > 3 || first-h.first >= t.tokens+4 || h.token == token:
		default:
			h.last, h.n, h.weight, h.token = max(h.last, last), h.n+1, h.weight+weight, token
		}
	}
}

// like are the tokens that a word may stand for: itself; or else those with
// another ending, or one typing error.
func (g *Gazetteer) like(word string) []string {
	if _, ok := g.posts[word]; ok {
		return []string{word}
	}
	n := utf8.RuneCountInString(word)
	for _, short := range []string{strings.TrimSuffix(word, "s"), strings.TrimSuffix(word, "es"), strings.TrimSuffix(word, "n")} {
		if _, ok := g.posts[short]; ok && n >= 4 {
			return []string{short}
		}
	}
	if n < 5 {
		return nil
	}
	if r, _ := utf8.DecodeRuneInString(word); isSolid(r) {
		return nil
	}
	var out []string
	for i, w := range g.near[head(word)] {
		if i == mostFuzzy || len(out) == 4 {
			break
		}
		if k := utf8.RuneCountInString(w); k >= 4 && (shared(word, w) >= max(4, max(n, k)-3) || n-k < 2 && k-n < 2 && oneEdit(word, w)) {
			out = append(out, w)
		}
	}
	return out
}

// shared is how many runes two words begin with alike.
func shared(a, b string) int {
	n := 0
	for a != "" && b != "" {
		x, i := utf8.DecodeRuneInString(a)
		y, j := utf8.DecodeRuneInString(b)
		if x != y {
			break
		}
		a, b = a[i:], b[j:]
		n++
	}
	return n
}

// oneEdit says that two words differ by one letter more, less, other, or by two
// that changed places.
func oneEdit(a, b string) bool {
	x, y := []rune(a), []rune(b)
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return len(x) <= 1 && len(y) <= 1 || len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0]
}
