package knowledge

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"
)

// gist is what an article and its passages are about. It never changes.
type gist struct {
	reader   string // that read the words (see readerName); empty: an editor named the intents, or nobody has read them
	print    string // of what was read
	about    strengths
	width    float64     // the sum of the strengths
	likely   []string    // intents that it may be about
	passages []strengths // by place; nil: an editor named the intents

	read *gist // what this one was before examples added to it; nil: nothing was added
	own  *gist // what this one was before the other editions of its article were counted in; nil: it has none
}

// asRead is what the words alone tell, without what examples add.
func (g *gist) asRead() *gist {
	if g.read != nil {
		return g.read
	}
	return g
}

// copied is a gist to which examples can add.
func (g *gist) copied() *gist {
	out := &gist{reader: g.reader, print: g.print, about: maps.Clone(g.about), passages: g.passages, read: g}
	if out.about == nil {
		out.about = make(strengths)
	}
	return out
}

// strengths say how far something is about intents, 0 to 1 each.
type strengths map[string]float64

// How far what the words of an article lean to an intent tells that it is about it.
// Titles, questions and headings are worded like what people ask; sentences are
// not, and are often of another intent than the classifier reads.
const (
	headingLean  = 1.0
	sentenceLean = 0.6
	leastLean    = 0.15 // below it a reading says nothing
	mostLeanings = 12   // texts of an article that are read: 50 to 150 µs each
	mostOfOne    = 4    // sentences of one passage
	aboutFrom    = 0.5  // strength from which an article is about an intent
	maybeFrom    = 0.25 // strength from which it may be, beside others
)

// gistRules goes with all of the above: with another one, articles are read again.
const gistRules = "2"

const headingBorder = " › " // of Passage.Heading

// add counts a reading in, as independent evidence.
func (s strengths) add(readings []Lean, weight float64) {
	for _, l := range readings {
		if l.P >= leastLean {
			s[l.Intent] = 1 - (1-s[l.Intent])*(1-weight*l.P)
		}
	}
}

// round keeps four places, which is more than a reading is worth.
func (s strengths) round() {
	for name, v := range s {
		s[name] = math.Round(v*1e4) / 1e4
	}
}

// done derives what follows from the strengths.
func (g *gist) done() *gist {
	for _, name := range slices.Sorted(maps.Keys(g.about)) {
		g.width += g.about[name]
		if g.about[name] >= maybeFrom {
			g.likely = append(g.likely, name)
		}
	}
	return g
}

func (g *gist) passage(place int) strengths {
	if place < len(g.passages) {
		return g.passages[place]
	}
	return nil
}

// named is the gist of an article with the intents that its editor named.
func named(intents []string) *gist {
	g := &gist{about: make(strengths, len(intents))}
	for _, name := range intents {
		g.about[name] = 1
	}
	return g.done()
}

// plain is an article whose intents nobody named: its texts, in the order in which
// they are read.
type plain struct {
	lang     string
	headings []string   // its title and questions
	passages []gistText // by place
}

type gistText struct {
	heading   string // behind the title: "Costs" alone is of anything; empty: none of its own
	sentences []string
}

func plainOf(h *held) plain {
	p := plain{lang: h.lang, headings: append([]string{h.article.Title}, h.article.Questions...)}
	left := mostLeanings
	p.headings = p.headings[:min(left, len(p.headings))]
	left -= len(p.headings)
	for _, e := range h.entries {
		var t gistText
		if heading := lastOf(e.passage.Heading); heading != "" && heading != h.article.Title && left > 0 {
			t.heading = h.article.Title + ": " + heading
			left--
		}
		if left > 0 {
			t.sentences = firstSentences(e.says(), min(mostOfOne, left))
			left -= len(t.sentences)
		}
		p.passages = append(p.passages, t)
	}
	return p
}

// print tells texts apart.
func (p plain) print() string {
	sum := sha256.New()
	_ = json.NewEncoder(sum).Encode([]any{p.lang, p.headings}) // strings, into a hash: cannot fail
	for _, t := range p.passages {
		_ = json.NewEncoder(sum).Encode([]any{t.heading, t.sentences})
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// read has the texts read.
func (p plain) read(r IntentReader) *gist {
	g := &gist{reader: readerName(r), print: p.print(), about: make(strengths)}
	for _, s := range p.headings {
		g.about.add(r.Lean(s, p.lang), headingLean)
	}
	for _, t := range p.passages {
		own := make(strengths)
		if t.heading != "" {
			own.add(r.Lean(t.heading, p.lang), headingLean)
		}
		for _, s := range t.sentences {
			own.add(r.Lean(s, p.lang), sentenceLean)
		}
		for name, v := range own {
			g.about[name] = 1 - (1-g.about[name])*(1-v)
		}
		own.round()
		g.passages = append(g.passages, own)
	}
	g.about.round()
	return g.done()
}

// readerName names what a gist depends on beside the texts.
func readerName(r IntentReader) string { return gistRules + "/" + r.ReaderName() }

// keptGist is a gist as a store keeps it.
type keptGist struct {
	About    strengths   `json:"about"`
	Passages []strengths `json:"passages"`
}

func (g *gist) keep(articleID string) Gist {
	data, _ := json.Marshal(keptGist{g.about, g.passages}) // finite numbers: cannot fail
	return Gist{ArticleID: articleID, Reader: g.reader, Print: g.print, Data: data}
}

// open is nil where the store has something else than was put there.
func (k Gist) open() *gist {
	var kept keptGist
	if json.Unmarshal(k.Data, &kept) != nil || kept.About == nil {
		return nil
	}
	return (&gist{reader: k.Reader, print: k.Print, about: kept.About, passages: kept.Passages}).done()
}

// lastOf is the innermost heading of a path.
func lastOf(path string) string {
	if i := strings.LastIndex(path, headingBorder); i >= 0 {
		return path[i+len(headingBorder):]
	}
	return path
}

// firstSentences are the first n sentences of a text, without the marks of Markdown.
func firstSentences(s string, n int) []string {
	all := Sentences(s)
	out := make([]string, 0, n)
	for _, x := range all[:min(n, len(all))] {
		if x = strings.Trim(x, "#*-| \n"); x != "" {
			out = append(out, x)
		}
	}
	return out
}
