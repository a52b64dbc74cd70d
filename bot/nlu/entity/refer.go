package entity

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Reference is how a message speaks of products that it does not name in full.
type Reference struct {
	// Products are the ids of those that it calls by the first or the last word of
	// their titles, which is what a model ("the Bothy 2") and a kind of product ("the
	// jacket") are called by; of these the ones of which it says most.
	Products []string
	// Words are the words by which it calls them, as written.
	Words []string
	// Strangers are names that no title has.
	Strangers []Stranger
	// Plain are words that no title has and that are written as any word is: only their
	// place, beside a word that products are called by, says that they may be names.
	Plain []Stranger
}

// Stranger is a word of a message that is written like a name and that no product
// has: with a capital inside of a sentence, or in Latin letters among others.
type Stranger struct {
	Text   string
	Beside bool     // it stands beside a word that products are called by
	Near   []string // ids of products with a name like it, the likest first
}

const (
	mostStrangers = 4
	mostCalled    = 60 // products that a message may call at once
	mostNear      = 5
	callLetters   = 4 // of a word that a product may be called by
)

// Refer finds what a message calls without naming it.
func (g *Gazetteer) Refer(text string) Reference {
	m := newMessage(Query{Text: text})
	said := g.said(m)
	var out Reference
	out.Products, out.Words = g.called(m, said)
	out.Strangers = g.strangers(m, said)
	for i, s := range said {
		if len(out.Plain) < mostStrangers && g.plain(m, said, i) {
			out.Plain = append(out.Plain, Stranger{Text: m.written(s.first, s.last), Beside: true})
		}
	}
	return out
}

// saying is a word of a message, or a run in katakana or Hangul, with the token
// that it is; -1: none.
type saying struct {
	first, last int // words of the message
	token       int32
}

// said reads the words of a message as tokens of titles: as they are written, with
// another ending, or in another script. Typing errors are for names of more words.
func (g *Gazetteer) said(m *message) (out []saying) {
	for i := 0; i < len(m.words); i++ {
		s := saying{i, i, -1}
		word := m.words[i].fold
		if m.words[i].solid {
			for s.last+1 < len(m.words) && m.words[s.last+1].solid && m.words[s.last+1].start == m.words[s.last].end && soundScript(m, s.last) == soundScript(m, s.last+1) {
				s.last++
			}
			word, i = m.text[m.words[s.first].start:m.words[s.last].end], s.last
		}
		if at, ok := g.place[word]; ok {
			s.token = at
		} else if r, _ := utf8.DecodeRuneInString(word); isSolid(r) || r >= 0x370 {
			if ways, ok := latinised(word); ok && utf8.RuneCountInString(word) >= 3 {
				if near := g.near.sounding(g.tokens, ways); len(near) > 0 {
					s.token = near[0]
				}
			}
		} else if utf8.RuneCountInString(word) > callLetters {
			for _, ending := range []string{"s", "es", "n"} {
				if at, ok := g.place[strings.TrimSuffix(word, ending)]; ok && s.token < 0 {
					s.token = at
				}
			}
		}
		out = append(out, s)
	}
	return out
}

// soundScript tells the scripts without spaces in which names are written by sound.
func soundScript(m *message, i int) int {
	switch r, _ := utf8.DecodeRuneInString(m.text[m.words[i].start:]); {
	case r >= 0x30a1 && r <= 0x30fc:
		return 1
	case r >= 0xac00 && r <= 0xd7a3:
		return 2
	}
	return -i - 1 // each alone
}

// called are the products that are called, and by what.
func (g *Gazetteer) called(m *message, said []saying) (ids, words []string) {
	shared := map[int32]int{}
	var common []int32
	for i, s := range said {
		if s.token < 0 || slices.ContainsFunc(said[:i], func(o saying) bool { return o.token == s.token }) {
			continue
		}
		if len(g.posts[s.token]) > mostTitles {
			common = append(common, s.token)
			continue
		}
		for _, id := range g.posts[s.token] {
			shared[id]++
		}
	}
	of := map[int32]int{} // products
	most := 0
	for id, n := range shared {
		if t := g.titles[id]; !calls(said, g.tokens, t.first) && !calls(said, g.tokens, t.last) {
			continue
		}
		for _, token := range common {
			if _, ok := slices.BinarySearch(g.posts[token], id); ok {
				n++
			}
		}
		p := g.titles[id].product
		of[p] = max(of[p], n)
		most = max(most, n)
	}
	var best []int32
	for p, n := range of {
		if n == most {
			best = append(best, p)
		}
	}
	slices.Sort(best)
	for _, p := range best[:min(len(best), mostCalled)] {
		ids = append(ids, g.ids[p])
	}
	for _, s := range said {
		if len(ids) > 0 && s.token >= 0 && (len(g.posts[s.token]) > mostTitles || slices.ContainsFunc(g.posts[s.token], func(id int32) bool { return of[g.titles[id].product] == most })) {
			words = append(words, m.written(s.first, s.last))
		}
	}
	return ids, words
}

// calls tells whether a token was said that a product may be called by.
func calls(said []saying, tokens []string, token int32) bool {
	return utf8.RuneCountInString(tokens[token]) >= callLetters && slices.ContainsFunc(said, func(s saying) bool { return s.token == token })
}

// written is a part of the message as the shopper wrote it.
func (m *message) written(first, last int) string {
	return m.q.Text[m.offset[m.words[first].start]:m.offset[m.words[last].end]]
}

// strangers are the names in a message that no title has.
func (g *Gazetteer) strangers(m *message, said []saying) (out []Stranger) {
	for i := 0; i < len(said) && len(out) < mostStrangers; i++ {
		if !g.strange(m, said, i) {
			continue
		}
		from := i
		for i+1 < len(said) && g.strange(m, said, i+1) && strings.TrimSpace(m.text[m.words[said[i].last].end:m.words[said[i+1].first].start]) == "" {
			i++
		}
		s := Stranger{Text: m.written(said[from].first, said[i].last)}
		s.Beside = g.callsAt(m, said, from-1, -1) || g.callsAt(m, said, i+1, 1)
		s.Near = g.likest(foldWord(m.words[said[from].first].low))
		out = append(out, s)
	}
	return out
}

// callsAt tells whether at a place of the message, or behind a particle of Japanese,
// stands a word that products are called by.
func (g *Gazetteer) callsAt(m *message, said []saying, i, step int) bool {
	if i >= 0 && i < len(said) && said[i].token < 0 && m.words[said[i].first].solid {
		if r, _ := utf8.DecodeRuneInString(m.words[said[i].first].low); unicode.Is(unicode.Hiragana, r) {
			i += step
		}
	}
	return i >= 0 && i < len(said) && g.isCall(m, said[i])
}

// isCall tells whether a word is one that products are called by.
func (g *Gazetteer) isCall(m *message, s saying) bool {
	if s.token < 0 {
		near := g.like(m.words[s.first].fold)
		if len(near) == 0 {
			return false
		}
		s.token = near[0]
	}
	return slices.ContainsFunc(g.posts[s.token][:min(len(g.posts[s.token]), mostTitles)], func(id int32) bool {
		return g.titles[id].first == s.token || g.titles[id].last == s.token
	})
}

// strange tells whether a word is written like a name and no title has it.
func (g *Gazetteer) strange(m *message, said []saying, i int) bool {
	s := said[i]
	it := m.words[s.first]
	if s.token >= 0 || it.solid || s.first != s.last || it.number >= 0 || utf8.RuneCountInString(it.low) < 3 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(m.text[it.start:])
	written := m.text[it.start:it.end]
	switch {
	case unicode.Is(unicode.Latin, r) && m.letters(func(r rune) bool { return !unicode.Is(unicode.Latin, r) }) > 1:
	case !unicode.IsUpper(r) || m.begins(it.start) || written == strings.ToUpper(written):
		return false
	}
	return !slices.ContainsFunc(g.like(it.fold), func(token int32) bool { // by more than how it begins
		w := g.tokens[token]
		return oneEdit(it.fold, w) || shared(it.fold, w) >= max(utf8.RuneCountInString(it.fold), utf8.RuneCountInString(w))-2 || r >= 0x370
	})
}

// plain tells whether a word in small Latin letters stands beside the word for a kind of
// product, and is nothing like a word of any title: "the kestrel jacket".
func (g *Gazetteer) plain(m *message, said []saying, i int) bool {
	it := m.words[said[i].first]
	r, _ := utf8.DecodeRuneInString(m.text[it.start:])
	if said[i].token >= 0 || it.solid || it.number >= 0 || !unicode.Is(unicode.Latin, r) || !unicode.IsLower(r) || utf8.RuneCountInString(it.low) < leastPlain {
		return false
	}
	return (g.callsAt(m, said, i-1, -1) || g.callsAt(m, said, i+1, 1)) && len(g.like(it.fold)) == 0 && len(g.likest(foldWord(it.low))) == 0
}

// leastPlain is how many letters a name has that is written small: shorter words are
// mostly none.
const leastPlain = 5

// begins tells whether a sentence begins at a place.
func (m *message) begins(at int) bool {
	before := strings.TrimRight(m.text[:at], " \t\"'«»„“”(-")
	if before == "" {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(before)
	return strings.ContainsRune(".!?:;\n。！？¿¡", r)
}

// letters counts the letters of a kind.
func (m *message) letters(is func(rune) bool) (n int) {
	for _, r := range m.text {
		if unicode.IsLetter(r) && is(r) {
			n++
		}
	}
	return n
}

// likest are the products with a title that has a word like one, at most two typing
// errors or a like sound away.
func (g *Gazetteer) likest(word string) (ids []string) {
	if n := utf8.RuneCountInString(word); n < callLetters || n > 24 {
		return nil
	}
	type found struct {
		token int32
		far   int
	}
	var list []found
	head := firstRunes(word, 1)
	from, _ := slices.BinarySearch(g.tokens, head)
	for i := from; i < len(g.tokens) && strings.HasPrefix(g.tokens[i], head); i++ {
		if w := g.tokens[i]; len(w) >= callLetters && max(len(w), len(word))-min(len(w), len(word)) <= 2 {
			if far := edits(word, w); 3*far <= len(word) {
				list = append(list, found{int32(i), far})
			}
		}
	}
	for _, i := range g.near.sounding(g.tokens, []string{word}) {
		list = append(list, found{i, 3})
	}
	slices.SortStableFunc(list, func(a, b found) int { return cmp.Compare(a.far, b.far) })
	for _, f := range list {
		for _, t := range g.posts[f.token] {
			if id := g.ids[g.titles[t].product]; !slices.Contains(ids, id) && len(ids) < mostNear {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
