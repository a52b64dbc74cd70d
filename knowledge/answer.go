package knowledge

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"frontdesk/knowledge/form"
	"frontdesk/knowledge/text"
)

// How much of a passage is quoted.
const (
	wholeWidth    = 420 // passages up to this width are quoted whole; a Han character is two wide
	mostSentences = 3
	mostListWidth = 1600
	tellsApart    = 0.34 // share of the question that a part must meet to be quoted alone
	lengthCost    = 0.06 // what a further sentence must add to the share of the question that is met
	leastPart     = 5    // letters of a word that is looked for in compounds
	compoundTrust = 0.75 // what a compound counts, against the word itself
	kindMet       = 0.4  // share of a question that asks for an amount or a time, which any such meets
)

// Answer quotes, word for word, the part of a passage that answers a question:
// the whole of a short one; of a longer one the list or the table that fits
// best, with the line that introduces it, or one to three sentences in a row.
// A sentence that limits the one before ("However", "Except") stays with it.
//
// lang is that of the passage; the question is read with its rules.
func Answer(p Passage, question, lang string) string {
	body := strings.TrimSpace(p.Text)
	if width(text.Spoken(body)) <= wholeWidth {
		return body
	}
	parts := blocks(body)
	need := needs(question, lang)
	best, most := 0, -1.0
	for i, part := range parts {
		got := need.met(part.text)
		amounts := need.wants != 0 && part.list && !parts[best].list // a list of amounts is asked for, not the sentence that leads to it
		if got > most+1e-9 || amounts && got > most-1e-9 {
			best, most = i, got
		}
	}
	if most < tellsApart && width(text.Spoken(body)) <= mostListWidth {
		return body // nothing tells the parts apart
	}
	chosen := parts[best]
	if chosen.list && width(text.Spoken(chosen.text)) <= mostListWidth {
		return strings.TrimSpace(chosen.text)
	}
	return need.window(Sentences(chosen.text))
}

// need is what a question asks for: its content words with their weights.
type need struct {
	analyzer *text.Analyzer
	wants    form.Kind // the kinds of answer that it asks for
	lang     string
	terms    map[string]float64
	total    float64
}

func needs(question, lang string) need {
	wants, about := form.Wants(question, lang)
	n := need{analyzer: thesaurus().analyzer, wants: wants, lang: lang, terms: make(map[string]float64)}
	for _, t := range n.analyzer.Analyze(about, lang) {
		if _, seen := n.terms[t.Text]; !seen && t.Weight == 1 {
			n.terms[t.Text] = float64(t.Weight)
			n.total += float64(t.Weight)
		}
	}
	return n
}

// met is the share of the question's weight that a text has. The kind of answer
// that is asked for counts as much as kindMet of it.
func (n need) met(s string) float64 {
	s = text.Spoken(s)
	words := n.words(s)
	switch {
	case n.wants == 0:
		return words
	case n.wants.Gives(s):
		return kindMet + (1-kindMet)*words
	}
	return (1 - kindMet) * words
}

// words is the share of the question's content words that a text has.
func (n need) words(s string) float64 {
	if n.total == 0 {
		return 0
	}
	has := make(map[string]bool)
	for _, t := range text.Terms(n.analyzer.Analyze(s, n.lang)) {
		has[t] = true
	}
	sum := 0.0
	for t, w := range n.terms {
		switch {
		case has[t]:
			sum += w
		case compound(t, has):
			sum += compoundTrust * w
		}
	}
	return sum / n.total
}

// compound says whether a word begins or ends with t, as Standardversand does
// with Versand.
func compound(t string, words map[string]bool) bool {
	if utf8.RuneCountInString(t) < leastPart {
		return false
	}
	for w := range words {
		if strings.HasSuffix(w, t) || strings.HasPrefix(w, t) {
			return true
		}
	}
	return false
}

// window is the run of up to mostSentences sentences that meets the question
// best for its length.
func (n need) window(all []string) string {
	from, to, best := 0, min(mostSentences, len(all)), -1.0
	for i := range all {
		for j := i + 1; j <= min(i+mostSentences, len(all)); j++ {
			if score := n.met(strings.Join(all[i:j], "")) - lengthCost*float64(j-i-1); score > best+1e-9 {
				from, to, best = i, j, score
			}
		}
	}
	if best <= 0 {
		from, to = 0, min(mostSentences, len(all))
	}
	if from > 0 && leans.MatchString(all[from]) {
		from--
	}
	for to < len(all) && limits.MatchString(all[to]) {
		to++
	}
	return strings.TrimSpace(strings.Join(all[from:to], ""))
}

var (
	// leans matches sentences that need the one before to be understood.
	leans = regexp.MustCompile(`(?i)^\s*((this|that|these|those|it|they|then|so|therefore|dies|diese|dieser|dieses|sie|es|dann|daher|esto|estos|esta|ello|entonces|cela|ceci|ils|elles)\b|这|那|它|他们|此)`)
	// limits matches sentences that take back a part of the one before.
	limits = regexp.MustCompile(`(?i)^\s*((however|but|except|unless|only|otherwise|please note|note|jedoch|aber|außer|ausgenommen|nur|sonst|andernfalls|bitte beachten|hinweis|sin embargo|pero|excepto|salvo|solo|ten en cuenta|nota|cependant|mais|sauf|sinon)\b|但|不过|除|否则|仅|注意|请注意)`)
)

// block is a paragraph, or a list or table with the line that introduces it.
type block struct {
	text string
	list bool
}

// listItem matches the lines of lists and tables in Markdown.
var listItem = regexp.MustCompile(`^\s*([-*+•]|\d{1,3}[.)]|[a-z]\)|\||[①-⑳]|[（(]?[一二三四五六七八九十]{1,2}[、)）])\s*`)

// blocks splits a passage at blank lines and where lists begin and end.
func blocks(s string) []block {
	var out []block
	var lines []string
	list := false
	flush := func() {
		if t := strings.TrimSpace(strings.Join(lines, "\n")); t != "" {
			out = append(out, block{t, list})
		}
		lines, list = nil, false
	}
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, "\r\n")
		item := listItem.MatchString(line)
		switch {
		case strings.TrimSpace(line) == "":
			flush()
			continue
		case item && !list && len(lines) > 0 && !introduces(lines):
			flush()
		case !item && list && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t"):
			flush()
		}
		list = list || item
		lines = append(lines, line)
	}
	flush()
	return joined(out)
}

func introduces(lines []string) bool {
	last := strings.TrimRight(lines[len(lines)-1], "* ")
	return strings.HasSuffix(last, ":") || strings.HasSuffix(last, "：")
}

// heading says whether a block is nothing but a heading.
func (b block) heading() bool {
	return strings.HasPrefix(b.text, "#") && !strings.Contains(b.text, "\n")
}

// joined puts a list together with the line that introduces it and with the
// items after a blank line, and a heading with what stands under it.
func joined(in []block) []block {
	var out []block
	for _, b := range in {
		n := len(out)
		if n > 0 && out[n-1].heading() {
			out[n-1] = block{out[n-1].text + "\n\n" + b.text, b.list}
			continue
		}
		if n > 0 && b.list && (out[n-1].list || introduces([]string{out[n-1].text})) {
			sep := "\n\n"
			if out[n-1].list {
				sep = "\n"
			}
			out[n-1] = block{out[n-1].text + sep + b.text, true}
			continue
		}
		out = append(out, b)
	}
	return out
}

// width counts how wide a text stands: characters of scripts without spaces
// say about as much as two letters.
func width(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x2E80 && r < 0xFB00 {
			n++
		}
	}
	return n
}
