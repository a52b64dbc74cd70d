package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"frontdesk/bot/flows"
	"frontdesk/chat"
)

// choose finds the value of a choice that a text means, in the ways in which people
// say items, numbers and reasons.
func (t *turn) choose(slot flows.Slot, text string) (string, bool) {
	opts := t.options(slot.Choices)
	switch slot.Choices {
	case "items":
		if v, ok := matchPlain(opts, text); ok {
			return v, true
		}
		text = withoutDenied(text, t.lang)
		if v, ok := t.itemsSaid(opts, text); ok {
			return v, true
		}
		return t.itemMeant(opts, text)
	case "quantities":
		return t.quantitySaid(opts, text, true)
	case "reasons":
		if v, ok := matchPlain(opts, text); ok {
			return v, true
		}
		if r := reasonSaid(text, t.lang); r != "" {
			return string(r), true
		}
		return meantBy(opts, text)
	}
	return match(opts, text)
}

// withoutDenied leaves out the clauses of a text that say what is not meant: ", not the
// hat". What says nothing else stays as it is.
func withoutDenied(text, lang string) string {
	left := ""
	for _, clause := range clauses.FindAllString(text, -1) {
		first := strings.Fields(foldSaid(clause))
		first = first[:min(len(first), mostBeforeNot)]
		if !says(strings.Join(first, " "), lang, saysDenies) {
			left += clause
		}
	}
	if strings.TrimSpace(left) == "" {
		return text
	}
	return left
}

// mostBeforeNot is how many words of a clause may say that it denies: "but not the hat".
const mostBeforeNot = 2

// clauses are parted by any sign.
var clauses = regexp.MustCompile(`[^,;.!?，、；。！？،؟]+[,;.!?，、；。！？،؟]*`)

// itemMeant is the item that a text calls by words of its title, or by what such a
// thing is called in the shopper's language.
func (t *turn) itemMeant(opts []option, text string) (string, bool) {
	if v, ok := meantBy(single(opts), text); ok {
		return v, true
	}
	return goodsMeant(single(opts), text, t.lang)
}

// single are the options without the one that stands for all of them.
func single(opts []option) []option {
	return slices.DeleteFunc(slices.Clone(opts), func(o option) bool { return strings.Contains(o.value, itemJoint) })
}

// match finds the option that a text names: by its title, its SKU, its place in the list, or by
// the words that it shares with one title and with no other as many.
func match(opts []option, text string) (string, bool) {
	if v, ok := matchPlain(opts, text); ok {
		return v, true
	}
	return meantBy(opts, text)
}

// matchPlain is match without the words that are shared.
func matchPlain(opts []option, text string) (string, bool) {
	for _, o := range opts {
		if strings.EqualFold(strings.TrimRight(strings.TrimSpace(text), ".!"), o.title) {
			return o.value, true
		}
	}
	for _, o := range opts {
		if strings.ContainsAny(o.value, "0123456789") && strings.ContainsFunc(o.value, unicode.IsLetter) && contains(text, o.value) { // a SKU, in whatever form
			return o.value, true
		}
	}
	if n := place(text); n >= 1 && n <= len(opts) {
		return opts[n-1].value, true
	}
	return "", false
}

// meantBy finds the option with which a text shares most words.
func meantBy(opts []option, text string) (string, bool) {
	said := words(text)
	best, second, at := 0.0, 0.0, -1
	for i, o := range opts {
		s := overlap(said, words(o.title+" "+o.value+" "+o.also))
		switch {
		case s > best:
			best, second, at = s, best, i
		case s > second:
			second = s
		}
	}
	if at < 0 || best <= second {
		return "", false
	}
	return opts[at].value, true
}

// saidBefore fills a choice from what was said since the dialog began, before it
// was asked for: "I want to return the boots, they are too small". An item is meant
// by words that are in no other title, a reason by all words of its title; what is
// asked says nothing.
func (t *turn) saidBefore(f *flows.Flow, n flows.Node) bool {
	slot := f.Slots[n.Slot]
	opts := t.options(slot.Choices)
	if slot.Type != "choice" || len(opts) < 2 || t.next.Begun == 0 {
		return false
	}
	for _, m := range slices.Backward(t.snap.History) {
		if m.Author != chat.Shopper || m.Seq < t.next.Begun || m.Seq > t.lastSeq() || m.Payload != "" {
			continue
		}
		text := t.ownText(m)
		if slot.Choices == "reasons" { // which often stands apart: "they are too small"
			text = m.Text
		}
		for _, told := range t.toldOf(text, slot) {
			if v, ok := t.saidOf(slot, opts, told); ok {
				t.fill(n.Slot, v)
				t.next.SlotSeq[n.Slot] = m.Seq
				return true
			}
		}
	}
	return false
}

// ownText is what a message says of the dialog that is going on: of several requests the
// one that began it.
func (t *turn) ownText(m chat.Message) string {
	if t.next.Own != "" && m.Seq >= t.next.Begun && m.Seq <= t.next.OwnTo {
		return t.next.Own
	}
	return m.Text
}

// toldOf is where a text may say what a choice is to be, likeliest first: of a letter the
// sentences that speak of the return, for an item, then all that asks nothing. How many
// were bought stands in many a letter that asks whether one can go back.
func (t *turn) toldOf(text string, slot flows.Slot) []string {
	if slot.Choices == "quantities" && hasQuestionMark(text) {
		return nil
	}
	sentences := slices.DeleteFunc(sentence.FindAllString(text, -1), hasQuestionMark)
	if len(sentences) == 0 {
		return nil
	}
	told := []string{strings.Join(sentences, " ")}
	if !hasQuestionMark(text) {
		told[0] = text
	}
	if slot.Choices == "items" && len(sentences) > 1 {
		of := slices.DeleteFunc(sentences, func(s string) bool { return !t.speaksIn(s, "return") && reasonSaid(s, t.lang) == "" })
		told = slices.Insert(told, 0, strings.Join(of, " "))
	}
	return told
}

// sentence is what ends with a sign, or with the line.
var sentence = regexp.MustCompile(`[^.!?。！？؟।\n]+[.!?。！？؟।\n]*`)

// saidOf finds the option that a text means which was written before it was asked for.
func (t *turn) saidOf(slot flows.Slot, opts []option, text string) (string, bool) {
	switch slot.Choices {
	case "items":
		text = withoutDenied(text, t.lang)
		if v, ok := t.itemsSaid(opts, text); ok {
			return v, true
		}
		return t.itemMeant(opts, text)
	case "quantities":
		if _, err := strconv.Atoi(strings.TrimSpace(text)); err == nil { // it chose the item, by its place
			return "", false
		}
		return t.quantitySaid(opts, text, false)
	case "reasons":
		if r := reasonSaid(text, t.lang); r != "" {
			return string(r), true
		}
	}
	return wholly(opts, text)
}

// wholly finds the one option all of whose title's words a text has.
func wholly(opts []option, text string) (string, bool) {
	said, found := words(text), ""
	for _, o := range opts {
		for _, title := range []string{o.title, o.also} {
			whole := words(title)
			if o.value == found || overlap(whole, whole) == 0 || overlap(said, whole) < overlap(whole, whole) {
				continue
			}
			if found != "" {
				return "", false
			}
			found = o.value
		}
	}
	return found, found != ""
}

// words splits into lower-case words; a Han character is one.
func words(s string) map[string]bool {
	out := map[string]bool{}
	var w []rune
	flush := func() {
		if len(w) >= 3 || len(w) > 0 && len(w) <= 2 && strings.IndexFunc(string(w), unicode.IsLetter) >= 0 {
			out[string(w)] = true
		}
		w = w[:0]
	}
	for _, r := range strings.ToLower(s) {
		switch {
		case unicode.Is(unicode.Han, r):
			flush()
			out[string(r)] = true
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r): // Hindi and Thai write vowels as marks
			w = append(w, r)
		default:
			flush()
		}
	}
	flush()
	return out
}

var sizes = map[string]bool{"xs": true, "s": true, "m": true, "l": true, "xl": true}

// overlap is how much of a title's words was said, weighing long words more;
// words match from five equal letters on, so that endings do not matter, and by
// the end of a compound (Mütze, Merinomütze). Words of one or two letters ("my", "to") tell nothing unless they are sizes.
func overlap(said, title map[string]bool) float64 {
	n := 0.0
	for w := range title {
		if letters(w) <= 2 && !sizes[w] {
			continue
		}
		for s := range said {
			if s == w || letters(w) >= 5 && letters(s) >= 5 && (letters(shared(w, s)) >= 5 || strings.HasSuffix(w, s)) {
				n += float64(min(letters(w), 8))
				break
			}
		}
	}
	return n
}

// letters is how much a word tells: a letter is one, a syllable or character of
// Han, Hangul or kana three.
func letters(w string) int {
	n := 0
	for _, r := range w {
		if unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) {
			n += 2
		}
		n++
	}
	return n
}

// shared is what two words begin with.
func shared(a, b string) string {
	next := []rune(b)
	for i, r := range a {
		if len(next) == 0 || next[0] != r {
			return a[:i]
		}
		next = next[1:]
	}
	return a
}

// options are the values of a choice slot.
func (t *turn) options(list string) []option {
	switch list {
	case "reasons":
		return t.reasons()
	case "items":
		return t.items()
	case "orders":
		return t.orders()
	case "quantities":
		return t.quantities()
	}
	return nil
}
