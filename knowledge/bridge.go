package knowledge

import (
	"math"
	"slices"
	"sync"

	"frontdesk/knowledge/dictionary"
	"frontdesk/knowledge/form"
)

// How firmly articles of another language, all about the question's intent, are told
// apart: by how surely they are about it, and by the concepts that they share with the
// question. An article that has all of them is e^3 times as likely as one that has
// none; between 2 and 4 the development shops answer the same.
const (
	mostStrength  = 0.95 // what an intent named by an editor counts, and at most what words tell
	conceptWeight = 3.0
	commonTrust   = 0.1 // that an article answers which has most of the question's concepts, beyond passageTrust
)

// ConceptReader is what an IntentReader may be too. It names what a text speaks of, the
// same in every language, so that a question in another language finds the right one of
// several articles about its intent.
type ConceptReader interface {
	Concepts(text, lang string) []string
}

// mostConceptTexts of an article are read for concepts.
const mostConceptTexts = 24

// readConcepts gives the concepts that an article speaks of, in the texts that tell what
// it is about.
func (b *Base) readConcepts(h *held) map[string]bool {
	reader, ok := b.cfg.Intents.(ConceptReader)
	if !ok {
		return nil
	}
	texts := append([]string{h.article.Title}, h.article.Questions...)
	for _, e := range h.entries {
		texts = append(append(texts, lastOf(e.passage.Heading)), firstSentences(e.says(), 2)...)
	}
	all := make(map[string]bool)
	for _, s := range texts[:min(mostConceptTexts, len(texts))] {
		for _, name := range reader.Concepts(s, h.lang) {
			all[name] = true
		}
	}
	return all
}

// speaks notes what the question says.
func (s *search) speaks(q heard) {
	s.form, s.subjects, s.words = q.form, q.subjects, q.words
	if s.foreign {
		s.concepts = q.concepts()
	}
}

// heard is what a question says whatever language is searched.
type heard struct {
	form     form.Question
	subjects uint64
	words    []dictionary.Word // the names of things in it, and the words between them
	concepts func() []string
}

// hear reads a question in lang, its own.
func (b *Base) hear(question, lang string) heard {
	return heard{b.forms.Ask(question, lang), shopSubjects().of(question, lang), dictionary.Builtin().Read(question, lang), sync.OnceValue(func() []string {
		if reader, ok := b.cfg.Intents.(ConceptReader); ok {
			return reader.Concepts(question, lang)
		}
		return nil
	})}
}

// shares are P(an article is the one that is meant), of those in another language that
// may be about the question's intents, with the intent right. Where none is surely about
// them, none may be.
func (s *search) shares() map[*held]float64 {
	if len(s.meant) == 0 {
		return nil
	}
	odds, all, none := make(map[*held]float64, len(s.meant)), 0.0, 1.0
	for h := range s.meant {
		strength := 0.0
		for _, name := range s.query.Intents {
			strength = max(strength, min(s.part.gist(h).about[name], mostStrength))
		}
		odds[h] = strength / (1 - strength) * math.Exp(conceptWeight*s.common(h))
		all += odds[h]
		none *= 1 - strength
	}
	some := min(1, (1-none)/mostStrength)
	for h, o := range odds {
		odds[h] = some * o / max(all, 1e-9)
	}
	return odds
}

// common is the share of the question's concepts that an article has, those of few of
// the articles that may be meant counting more. What none of them has tells nothing.
func (s *search) common(h *held) float64 {
	met, all := 0.0, 0.0
	for _, name := range s.concepts {
		n := 0
		for o := range s.meant {
			if o.concepts()[name] {
				n++
			}
		}
		if n == 0 {
			continue
		}
		weight := math.Log(1 + float64(len(s.meant))/float64(n))
		all += weight
		if h.concepts()[name] {
			met += weight
		}
	}
	return met / max(all, 1e-9)
}

// named tells whether an editor has said that an article is about the question's intent.
func (s *search) named(h *held) bool {
	return slices.ContainsFunc(s.query.Intents, func(name string) bool { return slices.Contains(h.article.Intents, name) })
}
