package nlu

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Part is one request of a message that makes several.
type Part struct {
	Text   string `json:"text"`  // the clause, with what follows it that is no request of its own
	Start  int    `json:"start"` // bytes in the message
	End    int    `json:"end"`
	Result Result `json:"result"`
}

const (
	// mostClauses bounds the work that one message can cause.
	mostClauses = 8
	// partsBudget is how many of the requests found may be wrong.
	partsBudget = 0.1
	// longestParts is the longest message, in bytes, that is taken apart.
	longestParts = 4096
	// leastWords is how many words a clause needs to be cut off before a word like
	// "and"; runes of scripts without spaces count half.
	leastWords = 3
)

// Parts finds the requests of a message that makes two or more, in their order:
// "where is my order 10482, and do you ship to Poland?" A message with one
// request, or with a request and what only explains it ("it arrived broken, I
// want to return it"), gives nil.
//
// Sentences are clauses; a sentence is cut at words like "and" only where both
// sides are requests that the model is sure of and that differ. What is sure is
// wrong one time in ten at most, so nothing is gained by guessing.
func (m *Model) Parts(text, lang string) []Part {
	if len(text) > longestParts {
		return nil
	}
	sentences := sentencesOf(text)
	if len(sentences) == 0 || len(sentences) > mostClauses {
		return nil
	}
	lang = m.analyzer.languageOf(text, lang, m.lang)
	var found []Part
	for _, s := range sentences {
		if listed := m.listed(text, lang, s); len(listed) > 1 {
			found = append(found, listed...)
			continue
		}
		pieces := cutSentence(text, lang, s, false)
		if len(sentences) == 1 && len(pieces) == 1 { // most messages
			return nil
		}
		if len(pieces) > 1 {
			if parts := m.requests(text, pieces, lang); len(parts) > 1 {
				found = append(found, parts...)
				continue
			}
		}
		found = append(found, m.requests(text, []clause{s}, lang)...)
	}
	return apart(text, found)
}

// longStory is how many words a message has in which a wish may stand among much that
// only leads to it.
const longStory = 12

// Wish finds the one request of a long message: "… the party is over and I don't even
// need it any more, so I just want my money back". Clauses that only explain count
// where nothing else is asked.
func (m *Model) Wish(text, lang string) (Part, bool) {
	if len(text) > longestParts || length(text) < longStory {
		return Part{}, false
	}
	lang = m.analyzer.languageOf(text, lang, m.lang)
	sentences := sentencesOf(text)
	var found []Part
	for _, s := range sentences[:min(len(sentences), mostClauses)] {
		found = append(found, m.requests(text, cutSentence(text, lang, s, true), lang)...)
	}
	asked := slices.DeleteFunc(slices.Clone(found), func(p Part) bool { return slices.Contains(explanations, p.Result.Top().Intent) })
	if len(asked) > 0 {
		found = asked
	}
	best := -1
	for i, p := range found {
		if matter(p.Result.Top().Intent) != matter(found[0].Result.Top().Intent) {
			return Part{}, false
		}
		if best < 0 || p.Result.Accept > found[best].Result.Accept {
			best = i
		}
	}
	if best < 0 {
		return Part{}, false
	}
	return found[best], true
}

// listed are the requests of a sentence that puts them in a row with commas: "where is
// 10640, can I send back 10655, what is shipping to Canada". A comma mostly stands
// before an explanation ("too small, I want to return it"), so that there must be
// three requests, or two that are very sure and no explanations of anything.
func (m *Model) listed(text, lang string, s clause) []Part {
	pieces := cutSentence(text, lang, s, true)
	if len(pieces) < 2 {
		return nil
	}
	parts := apart(text, m.requests(text, pieces, lang))
	if len(parts) == 2 && slices.ContainsFunc(parts, func(p Part) bool {
		return p.Result.Accept < surelyListed || slices.Contains(explanations, p.Result.Top().Intent)
	}) {
		return nil
	}
	return parts
}

// surelyListed is what each of two requests must reach that only a comma parts.
const surelyListed = 0.95

// explanations are intents that often only say why something else is asked.
var explanations = []string{
	"size_fit", "item_wrong", "item_damaged", "item_missing", "delivery_delayed", "delivery_not_received", "product_help", "product_question",
	"product_recommendation", "product_availability", "order_place_help", "price_discount", "customs_duties", "site_problem", "payment_failed", "charged_wrongly", "coupon_problem",
}

// requests classifies clauses and keeps those that surely ask for something;
// what follows one and asks for nothing belongs to it.
func (m *Model) requests(text string, clauses []clause, lang string) []Part {
	var out []Part
	for _, c := range clauses {
		p := Part{Start: c.start, End: c.end, Text: text[c.start:c.end]}
		p.Result = m.Classify(p.Text, lang)
		switch top := p.Result.Top(); {
		case p.Result.Accept >= m.sure && isRequest(top.Intent):
			out = append(out, p)
		case len(out) > 0:
			last := &out[len(out)-1]
			last.End = c.end
			last.Text = text[last.Start:last.End]
		}
	}
	return out
}

// apart joins neighbours that are about one matter; fewer than two are no parts.
func apart(text string, found []Part) []Part {
	var out []Part
	for _, p := range found {
		same := slices.IndexFunc(out, func(q Part) bool {
			return matter(q.Result.Top().Intent) == matter(p.Result.Top().Intent)
		})
		switch {
		case same < 0:
			out = append(out, p)
		case same == len(out)-1:
			out[same].End = p.End
			out[same].Text = text[out[same].Start:p.End]
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// isRequest tells intents that want something of the shop from courtesies and
// from what steers the conversation.
func isRequest(intent string) bool {
	c := Category(intent)
	return intent != OutOfScope && c != "chat" && c != "control"
}

// matters are intents of which one explains the other when they stand in one
// message: they are one request.
var matters = [][]string{
	{"order_status", "delivery_delayed", "delivery_not_received"},
	{"return_start", "return_policy", "exchange_start", "refund_status", "item_damaged", "item_wrong", "item_missing", "warranty_claim", "product_help"},
	{"payment_failed", "order_place_help", "site_problem", "charged_wrongly"},
	{"coupon_problem", "price_discount"},
	{"account_access", "account_change"},
	{"order_change", "order_cancel"},
}

// matter is the first of the intents that are one request with this one.
func matter(intent string) string {
	for _, m := range matters {
		if slices.Contains(m, intent) {
			return m[0]
		}
	}
	return intent
}

// SameMatter tells whether of two intents one may only explain the other: "it arrived
// broken, I want my money back".
func SameMatter(a, b string) bool { return matter(a) == matter(b) }

// clause is a piece of a message, in bytes.
type clause struct{ start, end int }

// sentencesOf cuts a text at the marks that end sentences. A dot within a number
// or an address ends none.
func sentencesOf(text string) []clause {
	var out []clause
	start := 0
	for i, r := range text {
		next := i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			next = i + 1
		}
		if !endsSentence(r, text[next:]) {
			continue
		}
		out = appendClause(out, text, clause{start, next})
		start = next
	}
	return appendClause(out, text, clause{start, len(text)})
}

func endsSentence(r rune, rest string) bool {
	switch r {
	case '?', '!', '\n', ';', '。', '？', '！', '；', '؟', '۔', '।':
		return true
	case '.':
		return rest == "" || rest[0] == ' ' || rest[0] == '\n'
	}
	return false
}

// appendClause adds a clause without the space around it, unless nothing is left.
func appendClause(out []clause, text string, c clause) []clause {
	for c.start < c.end {
		r, n := utf8.DecodeRuneInString(text[c.start:c.end])
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			break
		}
		c.start += n
	}
	c.end = c.start + len(strings.TrimRightFunc(text[c.start:c.end], unicode.IsSpace))
	if c.start < c.end {
		out = append(out, c)
	}
	return out
}

// cutSentence cuts a sentence before words like "and", where what stands on both
// sides is long enough to be a request; at commas too, where that is asked for.
func cutSentence(text, lang string, s clause, commas bool) []clause {
	var out []clause
	rest := s
	for at := s.start; at < s.end && len(out) < mostClauses; {
		from, to := nextJoint(text[:s.end], lang, at)
		if c := nextComma(text[:s.end], at); commas && c >= 0 && (from < 0 || c < from) {
			from, to = c, c+commaAt(text, c)
		}
		if from < 0 {
			break
		}
		at = to
		if rest.start > s.start && length(text[rest.start:from]) == 0 { // ", and"
			rest.start = to
			continue
		}
		least := leastWords
		if commas { // "where is 10640, return 10655"
			least--
		}
		if length(text[rest.start:from]) < least || length(text[to:s.end]) < least {
			continue
		}
		out = appendClause(out, text, clause{rest.start, from})
		rest.start = to
	}
	return appendClause(out, text, rest)
}

// length counts words; a rune of a script without spaces is half a word.
func length(text string) int {
	words, runes, inside := 0, 0, false
	for _, r := range text {
		switch letter := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r); {
		case noSpace(r):
			runes, inside = runes+1, false
		case letter && !inside:
			words, inside = words+1, true
		case !letter && r != '\'' && r != '’':
			inside = false
		}
	}
	return words + runes/2
}

// jointList holds the words that begin a further request, a language a line.
// Scripts without spaces need none around theirs.
const jointList = `en: and, also, plus, n, nd, &
de: und, außerdem, sowie, u, &
es: y, además, también, tambien
fr: et, aussi, puis
it: e, anche, inoltre
pt: e, também, tambem, além disso
nl: en, ook, verder
pl: i, oraz, a także
cs: a, také, taky
ro: și, si, de asemenea
sv: och, också, samt
da: og, også, samt
fi: ja, sekä
el: και, επίσης
tr: ve, ayrıca, bir de
ru: и, а также, ещё, еще
uk: і, та, також, ще
ar: وأيضا, أيضا, وكمان
he: וגם, ובנוסף
hi: और, साथ ही, aur
vi: và, còn, với lại
id: dan, juga, serta
ms: dan, juga, serta
hu: és, valamint, illetve`

var bareJoints = []string{
	"另外", "还有", "以及", "同时", "顺便", "再问一下", "然后", "另一個", "還有", "順便",
	"それと", "あと、", "それから", "また、", "そして", "그리고", "แล้วก็", "แล้ว", "และ", "อีกอย่าง",
}

// clitics are the languages whose word for "and" is written together with the next one, and
// the words of questions that it may join.
var clitics = map[string]struct {
	and   string
	words []string
}{
	"ar": {"و", []string{"كم", "هل", "متى", "متي", "أين", "اين", "وين", "كيف", "ماذا", "بكم", "ما"}},
	"he": {"ו", []string{"כמה", "מתי", "איפה", "האם", "איך", "מה", "אפשר"}},
}

// joinedTo is the length of an "and" that is written together with the question's word
// with which a text begins, 0 without one.
func joinedTo(text, lang string) int {
	j := clitics[lang]
	rest, found := strings.CutPrefix(text, j.and)
	if !found || j.and == "" {
		return 0
	}
	word, _, _ := strings.Cut(rest, " ")
	if slices.Contains(j.words, word) {
		return len(j.and)
	}
	return 0
}

// joints are the lists by language.
var joints = sync.OnceValue(func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for line := range strings.Lines(jointList) {
		lang, words, _ := strings.Cut(strings.TrimSpace(line), ": ")
		out[lang] = map[string]bool{}
		for w := range strings.SplitSeq(words, ", ") {
			out[lang][w] = true
		}
	}
	return out
})

// jointWords is how many words a joint has at most.
const jointWords = 2

// nextJoint finds the first joint at or after a place: where it begins, and
// where what it joins begins; -1 where there is none.
func nextJoint(text, lang string, at int) (from, to int) {
	words := joints()[lang]
	for i := at; i < len(text); {
		for _, b := range bareJoints {
			if strings.HasPrefix(text[i:], b) {
				return i, i + len(b)
			}
		}
		if i == 0 || text[i-1] == ' ' {
			if n := jointAt(text[i:], words); n > 0 {
				return i, i + n
			}
			if n := joinedTo(text[i:], lang); n > 0 {
				return i, i + n
			}
		}
		_, n := utf8.DecodeRuneInString(text[i:])
		i += n
	}
	return -1, -1
}

// Joins tells whether a text joins things by a word like "and" or a sign.
func Joins(text, lang string) bool {
	from, _ := nextJoint(strings.ToLower(text)+" ", lang, 0)
	return from >= 0 || strings.ContainsAny(text, "+&,，、和与跟과와랑と")
}

// nextComma is the place of the first comma at or after a place; -1 where there is
// none. One within a number is none.
func nextComma(text string, at int) int {
	for i := at; i < len(text); i++ {
		if commaAt(text, i) > 0 {
			return i
		}
	}
	return -1
}

// commaAt is the length of the comma at a place, with the space behind it where the
// script has one; 0 without one.
func commaAt(text string, at int) int {
	for _, c := range []string{", ", "，", "、", "، "} {
		if strings.HasPrefix(text[at:], c) {
			return len(c)
		}
	}
	return 0
}

// jointAt is the length of the joint that text begins with, 0 without one.
func jointAt(text string, words map[string]bool) int {
	end := 0
	for range jointWords {
		n := strings.IndexByte(text[end:], ' ')
		if n < 0 {
			return 0
		}
		end += n
		if words[strings.ToLower(strings.TrimRight(text[:end], ","))] {
			return end
		}
		end++
	}
	return 0
}

// Clauses cuts a text into what may be questions of their own: its sentences, and those
// at words like "and" and at commas. Whether each asks something is not told.
func Clauses(text, lang string) []Part {
	if len(text) > longestParts {
		return nil
	}
	var out []Part
	for _, s := range sentencesOf(text) {
		for _, c := range cutSentence(text, lang, s, true) {
			out = append(out, Part{Text: text[c.start:c.end], Start: c.start, End: c.end})
		}
	}
	return out
}
