package knowledge

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"frontdesk/knowledge/lexical"
	"frontdesk/knowledge/text"
)

// Exampler is what an IntentReader may be too: it knows how people ask for intents.
// Articles state what people ask, so that a reader of messages sees few of their
// intents; what the messages of an intent find among all articles tells more.
type Exampler interface {
	// Asked gives messages of a language by their intent; none where it has none.
	Asked(lang string) map[string][]string
}

// How far the messages of an intent tell that an article is about it.
const (
	leastCompared = 4         // articles of a language, so that one can be found rather than others
	exampleTerms  = 40        // of an intent, the most telling ones
	exampleHits   = 50        // passages that these find
	votedHits     = 8         // passages that one message finds
	enoughTerms   = 0.25      // share of the most that they could score, from which they tell all they can
	enoughLead    = 0.05      // the same of the mean lead of an article over the next one
	exampleTrust  = 0.9       // strength of an article that is found first by all that
	leastExample  = 0.2       // strength below which it is chance
	voteEffort    = 8_000_000 // messages times passages
	leastVotes    = 4         // messages of an intent, also where there are many passages
	smallLanguage = 2000      // passages up to which every change is worth a comparison
)

// byExamples adds what the messages of intents find to the gists of a language's
// articles whose editors named no intents. Only Refresh changes partitions, so that
// this reads without the lock.
func (b *Base) byExamples(p *partition) {
	reader, ok := b.cfg.Intents.(Exampler)
	if !ok {
		return
	}
	change := make(map[*held]*gist)
	for h, g := range p.gists {
		if g.read != nil {
			change[h] = g.read // what was added before
		}
	}
	all, unnamed := 0, false
	for _, h := range b.articles {
		if h.lang == p.lang {
			all++
			unnamed = unnamed || len(h.article.Intents) == 0
		}
	}
	if all >= leastCompared && unnamed {
		maps.Copy(change, b.added(p, reader.Asked(p.lang)))
	}
	if len(change) > 0 {
		b.mu.Lock()
		defer b.mu.Unlock()
		p.setGists(change)
		b.abroad.forget()
	}
}

// added are the gists of a language with what messages add to them.
func (b *Base) added(p *partition, asked map[string][]string) map[*held]*gist {
	intents := slices.Sorted(maps.Keys(asked))
	said := b.saidOf(p.lang, asked)
	out := make(map[*held]*gist)
	found := slices.Concat(inParts(intents, func(part []string) (out []map[*held]float64) {
		for _, name := range part {
			out = append(out, b.exampled(p, said, name))
		}
		return out
	})...)
	for i, strength := range found {
		for h, s := range strength {
			if len(h.article.Intents) > 0 || s < leastExample {
				continue
			}
			if out[h] == nil {
				out[h] = p.gist(h).asRead().copied()
			}
			out[h].about.add([]Lean{{intents[i], s}}, 1)
		}
	}
	for _, g := range out {
		g.about.round()
		g.done()
	}
	return out
}

// said are the messages of a language as the search sees them.
type said struct {
	messages map[string][][]lexical.Term   // by intent
	with     map[string]map[string]float64 // by intent: in how many messages a content word stands
	any      map[string]float64            // the same of all intents
	also     map[string][]string           // what else the things of the messages are called, by word
	all      float64                       // messages
}

func (b *Base) saidOf(lang string, asked map[string][]string) said {
	s := said{messages: make(map[string][][]lexical.Term), with: make(map[string]map[string]float64), any: make(map[string]float64), also: make(map[string][]string)}
	for _, name := range slices.Sorted(maps.Keys(asked)) { // what is the first to say a word widens it
		s.with[name] = make(map[string]float64)
		for _, t := range asked[name] {
			tokens := b.analyzer.Analyze(t, lang)
			s.messages[name] = append(s.messages[name], s.widely(terms(tokens, nil, false), t, lang, tokens))
			s.all++
			seen := make(map[string]bool, len(tokens))
			for _, token := range tokens {
				if token.Weight == 1 && !seen[token.Text] {
					seen[token.Text] = true
					s.with[name][token.Text]++
					s.any[token.Text]++
				}
			}
		}
	}
	return s
}

// telling are the words that tell an intent from the others: by their part of the
// Kullback-Leibler divergence of its messages from all others.
func (s said) telling(name string) []lexical.Term {
	own := float64(len(s.messages[name]))
	var out []lexical.Term
	for _, w := range slices.Sorted(maps.Keys(s.with[name])) {
		n := s.with[name][w]
		if n < 2 {
			continue // as likely of this message as of the intent
		}
		here, elsewhere := (n+0.1)/(own+1), (s.any[w]-n+0.5)/(s.all-own+5)
		if weight := here * math.Log(here/elsewhere); weight > 0 {
			out = append(out, lexical.Term{Forms: []string{w}, Weight: weight})
		}
	}
	slices.SortStableFunc(out, func(x, y lexical.Term) int { return cmp.Compare(y.Weight, x.Weight) })
	out = out[:min(exampleTerms, len(out))]
	for i := range out {
		if also := s.also[out[i].Forms[0]]; len(also) > 0 {
			out[i].Also, out[i].Trust = also, looseTrust
		}
	}
	return out
}

// exampled says how strongly articles are about an intent: by what its telling words
// find, and by which article its messages find before all others.
func (b *Base) exampled(p *partition, s said, name string) map[*held]float64 {
	out := make(map[*held]float64)
	scores, bound := b.bestOf(p, s.telling(name), exampleHits)
	most := 0.0
	for _, f := range scores {
		most = max(most, f.score)
	}
	for _, f := range scores {
		share := f.score / most
		out[f.held] = exampleTrust / 2 * share * share * min(1, f.score/bound/enoughTerms)
	}
	lead, votes := make(map[*held]float64), 0.0
	limit := max(leastVotes, voteEffort/max(p.body.Len(), 1)/max(len(s.messages), 1))
	for _, m := range sample(s.messages[name], limit) {
		votes++
		switch scores, bound := b.bestOf(p, m, votedHits); {
		case len(scores) > 1:
			lead[scores[0].held] += (scores[0].score - scores[1].score) / bound
		case len(scores) == 1:
			lead[scores[0].held] += scores[0].score / bound
		}
	}
	most = 0
	for _, l := range lead {
		most = max(most, l)
	}
	for h, l := range lead {
		if l > 0 {
			out[h] += exampleTrust / 2 * l / most * min(1, l/votes/enoughLead)
		}
	}
	return out
}

// widely are the terms of a message with what else its things are called.
func (s said) widely(ts []lexical.Term, message, lang string, tokens []text.Token) []lexical.Term {
	var w widened
	thesaurus().widen(&w, message, lang, lang, tokens)
	for i := range ts {
		if also := w.also[ts[i].Forms[0]]; len(also) > 0 {
			ts[i].Also, ts[i].Trust = also, looseTrust
			if _, known := s.also[ts[i].Forms[0]]; !known {
				s.also[ts[i].Forms[0]] = also
			}
		}
	}
	return ts
}

// scored is an article with the score of its best passage.
type scored struct {
	held  *held
	score float64
}

// bestOf are the articles that words find, best first, and the most that any could
// score.
func (b *Base) bestOf(p *partition, words []lexical.Term, hits int) (out []scored, bound float64) {
	ans := p.body.Search(lexical.Query{Terms: words, K: hits})
	for _, hit := range ans.Hits {
		e := b.passages[hit.ID]
		if e == nil || hit.Score <= 0 || slices.ContainsFunc(out, func(f scored) bool { return f.held == e.held }) {
			continue
		}
		out = append(out, scored{e.held, hit.Score})
	}
	return out, max(ans.Bound, 1e-9)
}
