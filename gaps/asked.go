package gaps

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"frontdesk/bot"
	"frontdesk/bot/nlu"
	"frontdesk/knowledge/text"
)

// Asked is a question as it is compared with others.
type Asked struct {
	Text     string      `json:"text"`
	Lang     string      `json:"lang"`
	Intent   string      `json:"intent,omitempty"` // the likeliest
	Intents  []nlu.Score `json:"intents,omitempty"`
	Concepts []string    `json:"concepts,omitempty"` // of shopping, the same in every language
	Names    []string    `json:"names,omitempty"`    // products, article numbers, countries and sizes, by kind
	Courtesy bool        `json:"-"`                  // a greeting, thanks or the like: no question at all
	accept   float64
	derived  *prepared
}

// Reader reads questions for comparison. The bot's own reading of a message is
// used where there is one; the rest is read anew.
type Reader struct {
	Read     func(text string, prior []string, now time.Time) bot.Reading
	Concepts func(text, lang string) []string
	Now      func() time.Time
}

// named are the kinds of entities by which questions of two languages can be told
// to be about the same thing.
var named = []string{nlu.Product, nlu.SKU, "country", "size", "coupon"}

// courtesies are intents that ask nothing.
var courtesies = []string{"greeting", "goodbye", "thanks", "chitchat", "affirm", "deny", "stop", "talk_to_human", "complaint"}

// Asked reads a question; known is the bot's reading, nil where it has none. What
// belongs to one shopper, such as an order number or an address, is replaced by its
// kind.
func (r Reader) Asked(question, intent string, known *bot.Reading, prior ...string) Asked {
	if known == nil || len(known.Intents) == 0 {
		read := r.Read(question, prior, r.Now())
		known = &read
	}
	lang := text.Base(known.Lang)
	if lang == "und" && len(prior) > 0 {
		lang = text.Base(prior[0])
	}
	a := Asked{Text: question, Lang: lang, Intents: slices.Clone(known.Intents), Concepts: r.Concepts(question, lang), accept: known.Accept}
	if len(known.Intents) > 0 {
		a.Intent = known.Intents[0].Intent
		a.Courtesy = known.Accept >= 0.5 && slices.Contains(courtesies, a.Intent)
	}
	for _, e := range known.Entities {
		if slices.Contains(private, e.Kind) && e.Text != "" {
			a.Text = strings.ReplaceAll(a.Text, e.Text, "["+e.Kind+"]")
		}
		if slices.Contains(named, e.Kind) {
			if name := e.Kind + "=" + e.Value; !slices.Contains(a.Names, name) {
				a.Names = append(a.Names, name)
			}
		}
	}
	return a
}

// better tells whether a question says more than the same one in other words: the
// one whose intent is surer does.
func (a Asked) better(b Asked) bool { return a.accept > b.accept }

// words counts what a question is made of: words, or characters of scripts
// without spaces.
func (a Asked) words() int {
	n := 0
	for _, w := range strings.Fields(a.Text) {
		wide := 0
		for _, r := range w {
			if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
				wide++
			}
		}
		n += max(1, wide)
	}
	return n
}
