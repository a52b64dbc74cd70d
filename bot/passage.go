package bot

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/internal/wording"
	"frontdesk/knowledge"
)

const (
	nearlyAsGood = 0.1  // of P, between passages of one article: questions belong to articles, not to passages
	tellsBetter  = 0.25 // by how much a heading must fit better
	leastStem    = 4    // letters that two forms of a word share
	mostPassages = 12   // of one article that are compared
)

// headed puts first, of the best article's passages that answer about as well, the one
// whose heading says what is asked for: "Cancel" for a wish to cancel an order, not
// "Change the delivery address". A heading that fits another of the article's intents
// speaks against its passage.
func (b *Bot) headed(ctx context.Context, t *turn, q knowledge.Query, res knowledge.Result) knowledge.Result {
	if len(res.Hits) == 0 || res.Clash != nil || !t.sure() || q.Article != "" {
		return res
	}
	top := res.Hits[0]
	if len(top.Article.Intents) < 2 { // its headings are parts of one thing, which the question's words tell apart
		return res
	}
	best, at := b.fitsHeading(t, top), -1
	least := best + tellsBetter
	others := b.passages(ctx, t, q, res)
	for i, h := range others {
		if fits := b.fitsHeading(t, h); fits >= least && fits > best {
			best, at = fits, i
		}
	}
	if at < 0 {
		return res
	}
	better := top
	better.Passage = others[at].Passage
	hits := []knowledge.Hit{better}
	for _, h := range res.Hits {
		if h.Passage.ID != better.Passage.ID {
			hits = append(hits, h)
		}
	}
	res.Hits = hits
	t.step("passage", "done", better.Passage.Heading, nil)
	return res
}

// passages are those of the best article that answer about as well. An article in
// another language that shares no word with the question was found by what it is about,
// which says nothing of its passages: they are searched for by what is asked, in its language.
// So they are where its heading is that of something else: "Missing items" for a broken mug.
func (b *Bot) passages(ctx context.Context, t *turn, q knowledge.Query, res knowledge.Result) []knowledge.Hit {
	top := res.Hits[0]
	lang := wording.Base(top.Article.Locale)
	if title := b.wishTitle(t, lang); (top.Lexical == 0 || t.mails || b.fitsHeading(t, top) < 0) && lang != t.lang && title != "" {
		q.Article, q.Text, q.Lang, q.K = top.Article.ID, title, lang, mostPassages
		again, err := b.Retriever.Retrieve(ctx, q)
		if err != nil {
			t.step("passage", "failed", err.Error(), nil) // the one that was found still answers
			return nil
		}
		return again.Hits
	}
	return slices.DeleteFunc(slices.Clone(res.Hits[1:]), func(h knowledge.Hit) bool {
		return h.Article.ID != top.Article.ID || h.P < top.P-nearlyAsGood || h.P < b.cfg.AnswerThreshold && top.P >= b.cfg.AnswerThreshold
	})
}

// fitsHeading tells how much a passage's heading fits what is asked for, from -1 (it
// names another intent of its article) to 1.
func (b *Bot) fitsHeading(t *turn, h knowledge.Hit) float64 {
	lang := wording.Base(h.Article.Locale)
	if !b.Wording.Has(lang) {
		lang = wording.Fallback
	}
	own, other := b.shares(h.Passage.Heading, t.question()+" "+b.wishTitle(t, lang), lang), 0.0
	for _, intent := range h.Article.Intents {
		if intent != t.top().Intent {
			other = max(other, b.shares(h.Passage.Heading, b.intentTitle(lang, intent), lang))
		}
	}
	return own - other
}

// wishTitle is what is asked for, in a language; empty where it has no name there.
func (b *Bot) wishTitle(t *turn, lang string) string {
	if t.mails {
		return calledIn(lang, saysMails)
	}
	return b.intentTitle(lang, t.top().Intent)
}

// intentTitle is what an intent is called in a language; empty where it has no name
// there.
func (b *Bot) intentTitle(lang, intent string) string {
	key := "intent." + intent
	if title := b.Wording.Say(lang, key); title != key {
		return title
	}
	return ""
}

// shares is the share of a heading's words that a text has, in whatever form.
func (b *Bot) shares(heading, text, lang string) float64 {
	n, had := 0, 0
	said := pieces(text)
	for _, w := range pieces(heading) {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.Is(unicode.Han, r) {
			if content, _ := b.completer.Subject(w, lang); content == 0 {
				continue
			}
		}
		n++
		for _, s := range said {
			if alikeForms(w, s) {
				had++
				break
			}
		}
	}
	if n == 0 {
		return 0
	}
	return float64(had) / float64(n)
}

// pieces are the words of a text, folded; of Han characters every two neighbours.
func pieces(text string) []string {
	var out []string
	for _, w := range wordsOf(foldSaid(text)) {
		runes := []rune(w)
		if !unicode.Is(unicode.Han, runes[0]) {
			out = append(out, w)
			continue
		}
		for i := range len(runes) - 1 {
			out = append(out, string(runes[i:i+2]))
		}
	}
	return out
}

// alikeForms tells whether two words are the same, or forms of one: they begin alike
// and differ by an ending.
func alikeForms(a, b string) bool {
	if a == b {
		return true
	}
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= leastStem && max(len(a), len(b))-n <= 3 && strings.IndexFunc(a[:n], unicode.IsDigit) < 0
}
