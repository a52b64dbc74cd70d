package knowledge

import (
	"maps"
	"slices"
	"sync"

	"frontdesk/knowledge/lexical"
	"frontdesk/knowledge/text"
	"frontdesk/knowledge/vector"
)

// partition is the index of one language. Scores, document frequencies and the
// answerability model never mix languages.
type partition struct {
	lang      string
	body      *lexical.Index // passages
	asked     *lexical.Index // questions and titles
	questions map[string]*question
	indexing  *sync.WaitGroup    // of body and asked, see apply
	byIntent  map[string][]*held // articles by what they may be about
	gists     map[*held]*gist    // what articles are about; see gist
	leaning   strengths          // of all gists together
	editions  map[string][]*held // articles by edition, see editionKeys
	surfaces  map[string]string  // how a stem was first written, to show repaired questions

	hashed *vector.Hashed
	near   *vector.Index       // the built-in vectors of the passages
	fitted int                 // how many passages there were when hashed was fitted
	spelt  map[*entry]spelling // of passages that are read and not embedded yet, where hashed is nil

	models  models
	taught  int // how many questions there were when models were fitted
	dirty   int // changed questions since then
	pending int // changed questions not yet counted
}

func newPartition(lang string) *partition {
	words := lexical.Config{Function: func(term string) bool { return text.IsStopWord(term, lang) }}
	return &partition{
		lang: lang, body: lexical.New(words), asked: lexical.New(words),
		questions: make(map[string]*question), byIntent: make(map[string][]*held), gists: make(map[*held]*gist), leaning: make(strengths), editions: make(map[string][]*held), surfaces: make(map[string]string),
		near: vector.New(vector.HashedDim), models: shipped, indexing: &sync.WaitGroup{},
	}
}

// apply makes a change. With filling, which nobody searches meanwhile, words may still be
// on their way into the indexes afterwards: see Base.indexed.
func (p *partition) apply(c *change, filling bool) {
	for _, h := range c.gone {
		for _, key := range h.editions {
			p.editions[key] = slices.DeleteFunc(p.editions[key], func(o *held) bool { return o == h })
		}
		c.gists[h] = nil
	}
	for _, h := range c.fresh {
		for _, key := range h.editions {
			p.editions[key] = append(p.editions[key], h)
		}
	}
	p.setGists(c.gists)
	for _, id := range c.unasked {
		delete(p.questions, id)
	}
	for _, q := range c.questions {
		p.questions[q.id] = q
	}
	maps.Copy(p.surfaces, c.surfaces)
	p.indexing.Wait()
	p.indexing.Go(func() { p.asked.Apply(c.asked, c.unasked) })
	p.indexing.Go(func() { p.body.Apply(c.add, c.remove) })
	if !filling {
		p.indexing.Wait()
	}
	_ = p.near.Apply(nil, c.remove) // a removal cannot fail
	embedded(p.near, c.vectors)
	if p.hashed == nil {
		if p.spelt == nil {
			p.spelt = make(map[*entry]spelling)
		}
		maps.Copy(p.spelt, c.spelt)
	}
	p.pending += len(c.questions) + len(c.unasked)
}

// fewWords is how many content words a question has, up to which its function
// words keep their weight. In a long message they would add up and bury what
// it is about.
const fewWords = 8

// terms turns the tokens of a question into what the lexical index searches.
// mend lets its words be repaired and compared by parts; a word of another
// language would only be bent into one that means something else. Words that are
// not in about ask for a kind of answer; they weigh no more than function words.
func terms(tokens []text.Token, about map[string]bool, mend bool) []lexical.Term {
	content := 0
	for _, t := range tokens {
		if t.Weight == 1 {
			content++
		}
	}
	quiet := min(1, fewWords/float64(max(content, 1)))
	out := make([]lexical.Term, len(tokens))
	for i, t := range tokens {
		out[i] = lexical.Term{Forms: []string{t.Text}, Weight: float64(t.Weight), Fuzzy: mend && t.Kind == text.Word && t.Weight == 1}
		if !about[t.Text] {
			out[i].Weight = min(out[i].Weight, askingWeight)
		}
		if t.Stop() {
			out[i].Weight *= quiet
		}
		if t.Alt != "" {
			out[i].Forms = append(out[i].Forms, t.Alt)
		}
	}
	return out
}
