package entity

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Named is a product as people may name it.
type Named struct {
	ID     string
	Titles []string // in every language of the shop
	SKUs   []string
}

// Gazetteer finds products by their titles and numbers. It never changes and is
// safe for concurrent use.
type Gazetteer struct {
	Partial bool // it has not all that the shop sells

	ids    []string
	titles []title
	tokens []string         // each once, in alphabetical order
	place  map[string]int32 // of a token
	posts  [][]int32        // of a token's place, the titles that hold it, rising
	near   spellings
	codes  codes
}

// title is a title of a product, with how much its tokens tell.
type title struct {
	product     int32
	first, last int32 // places of its first and its last token
	tokens      int32
	weight      float32
}

// The limits of a match.
const (
	coverage    = 0.6 // of a title's weight that a message must hold
	mostTitles  = 400 // a token of more titles tells nothing
	headLetters = 2   // of a word, that no typing error touches
)

// NewGazetteer makes a gazetteer of a shop's products, which are all that it sells.
func NewGazetteer(products []Named) *Gazetteer {
	g := &Gazetteer{place: map[string]int32{}, codes: newCodes()}
	var lists [][]string
	count := map[string]int32{}
	for _, p := range products {
		g.ids = append(g.ids, p.ID)
		product := int32(len(g.ids) - 1)
		for _, code := range append(p.SKUs[:len(p.SKUs):len(p.SKUs)], p.ID) {
			g.codes.add(code)
		}
		seen := map[string]bool{}
		for _, t := range p.Titles {
			list := titleTokens(t)
			if key := strings.Join(list, " "); len(list) == 0 || seen[key] {
				continue
			} else {
				seen[key] = true
			}
			for _, w := range list {
				count[w]++
			}
			lists = append(lists, list)
			g.titles = append(g.titles, title{product: product, tokens: int32(len(list))})
		}
	}
	g.tokens = sorted(count)
	for i, w := range g.tokens {
		g.place[w] = int32(i)
	}
	g.post(lists)
	g.near = newSpellings(g.tokens)
	return g
}

// post notes which titles hold a token, and weighs the titles.
func (g *Gazetteer) post(lists [][]string) {
	g.posts = make([][]int32, len(g.tokens))
	for i, list := range lists {
		t := &g.titles[i]
		t.first, t.last = g.place[list[0]], g.place[list[len(list)-1]]
		for _, w := range list {
			at := g.place[w]
			if n := len(g.posts[at]); n == 0 || g.posts[at][n-1] != int32(i) {
				g.posts[at] = append(g.posts[at], int32(i))
			}
		}
	}
	for i, list := range lists {
		for _, w := range list {
			g.titles[i].weight += float32(g.tells(g.place[w]))
		}
	}
}

// tells is how much a token tells: the fewer titles hold it, the more.
func (g *Gazetteer) tells(token int32) float64 {
	return math.Log(1 + float64(len(g.titles)+1)/float64(1+len(g.posts[token])))
}

// titleTokens are the words of a title; of a script without spaces, its pairs of
// runes.
func titleTokens(t string) (list []string) {
	text, _ := folded(clip(t))
	words := split(text)
	for i, it := range words {
		switch {
		case !it.solid:
			list = append(list, it.fold)
		case i+1 < len(words) && words[i+1].solid && words[i+1].start == it.end:
			list = append(list, it.fold+words[i+1].fold)
		}
	}
	return list
}

// hit is a token of a title in a message.
type hit struct {
	first, last int // words of the message
	n           int
	weight      float64
	token       int32
}

// find adds the products that a message names, and its SKUs.
func (g *Gazetteer) find(m *message) {
	g.codes.find(m)
	best := map[int32]*hit{}
	for i, it := range m.words {
		token, last := it.fold, i
		if it.solid {
			if i+1 == len(m.words) || !m.words[i+1].solid || m.words[i+1].start != it.end {
				continue
			}
			token, last = token+m.words[i+1].fold, i+1
		}
		for _, w := range g.like(token) {
			g.note(best, w, i, last)
		}
	}
	ids := slices.SortedFunc(maps.Keys(best), func(a, b int32) int { // of spans of the same length the one that holds most
		return cmp.Or(cmp.Compare(best[b].weight, best[a].weight), cmp.Compare(a, b))
	})
	for _, id := range ids {
		h := best[id]
		t := g.titles[id]
		letters := utf8.RuneCountInString(g.tokens[h.token])
		telling := h.n >= 2 || t.tokens == 1 && letters >= 4 || t.tokens == 2 && letters >= 6
		if h.weight < coverage*float64(t.weight) || !telling {
			continue
		}
		m.add(span{start: m.words[h.first].start, end: m.words[h.last].end, kind: Product, value: g.ids[t.product], rank: formed})
	}
}

// note counts a token that a message holds for the titles that hold it, as long
// as it stands near the ones before.
func (g *Gazetteer) note(best map[int32]*hit, token int32, first, last int) {
	posts := g.posts[token]
	if len(posts) > mostTitles {
		return
	}
	weight := g.tells(token)
	for _, id := range posts {
		h := best[id]
		t := g.titles[id]
		switch {
		case h == nil || first-h.last > 3 && h.weight < coverage*float64(t.weight):
			best[id] = &hit{first: first, last: last, n: 1, weight: weight, token: token}
		case first-h.last > 3 || first-h.first >= int(t.tokens)+4 || h.token == token:
		default:
			h.last, h.n, h.weight, h.token = max(h.last, last), h.n+1, h.weight+weight, token
		}
	}
}

// like are the tokens that a word may stand for: itself; or else those with
// another ending, one typing error, or the word in another script.
func (g *Gazetteer) like(word string) []int32 {
	if at, ok := g.place[word]; ok {
		return []int32{at}
	}
	n := utf8.RuneCountInString(word)
	for _, ending := range []string{"s", "es", "n"} {
		if short, ok := strings.CutSuffix(word, ending); ok && n >= 4 {
			if at, ok := g.place[short]; ok {
				return []int32{at}
			}
		}
	}
	if r, _ := utf8.DecodeRuneInString(word); n < 4 || isSolid(r) {
		return nil
	}
	if n >= 5 {
		if out := g.near.like(g.tokens, word); len(out) > 0 {
			return out
		}
	}
	if latin, ok := latinised(word); ok {
		return g.near.sounding(g.tokens, latin)
	}
	return nil
}

// Having gives the products with a title that has all the words by which one was
// named: "the Ember lamp" may be the table lamp or the floor lamp. Where a title is
// just these words it is that product alone.
func (g *Gazetteer) Having(name string) (ids []string) {
	var titles []int32
	list := titleTokens(name)
	for i, w := range list {
		var have []int32
		for _, token := range g.like(w) {
			have = append(have, g.posts[token]...)
		}
		slices.Sort(have)
		if i == 0 {
			titles = slices.Compact(have)
			continue
		}
		titles = slices.DeleteFunc(titles, func(id int32) bool { _, ok := slices.BinarySearch(have, id); return !ok })
	}
	for _, id := range titles {
		if int(g.titles[id].tokens) == len(list) {
			return []string{g.ids[g.titles[id].product]}
		}
	}
	for _, id := range titles {
		if p := g.ids[g.titles[id].product]; !slices.Contains(ids, p) && len(ids) < mostCalled {
			ids = append(ids, p)
		}
	}
	return ids
}
