package bot

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/internal/wording"
	"frontdesk/knowledge"
)

// elsewhere is the market of a shopper who says that none of those offered is
// theirs: CLDR's code for an unknown country. No article is bound to it.
const elsewhere = "ZZ"

const (
	mostCountries = 6 // buttons of countries below one question
	mostWordsOfIn = 5 // words of a message, beside the country, that is nothing but the answer to where to ship
)

// market is the country that this shopper's goods go to, as far as it is known.
func (t *turn) market() string {
	return cmp.Or(t.next.Market, t.snap.Conversation.Market)
}

// placed takes the answer to "where shall it be shipped", which is remembered for
// the conversation, and puts the question that it was asked for in its place.
func (t *turn) placed() {
	asked := t.state.Depends
	if asked == "" {
		return
	}
	code, pressed := strings.CutPrefix(t.payload, payloadMarket)
	if !pressed {
		if code = t.countryOf(t.text); code == "" {
			return
		}
	}
	t.next.Market = code
	t.facts = append(t.facts, Fact{Key: nlu.Country, Value: code, Seq: t.lastSeq()})
	if !pressed && (strings.ContainsAny(t.text, "?？") || len(wordsOf(t.text)) > mostWordsOfIn) {
		return // it says more than where
	}
	lang := t.read.Lang
	if pressed || t.read.LangP < sureOfLang {
		lang = priors(t.snap, nil)[0]
	}
	t.goBackTo(asked, lang)
}

// countryOf is the one country that a message names; empty where it names none or
// several. Short names are understood in small letters too, as an answer has them.
func (t *turn) countryOf(text string) string {
	var codes []string
	for _, s := range []string{text, strings.ToUpper(text), titled(text)} {
		for _, e := range t.named(s, t.snap.Now, nil) {
			if e.Kind == nlu.Country && !slices.Contains(codes, e.Value) {
				codes = append(codes, e.Value)
			}
		}
		if len(codes) > 0 {
			break
		}
	}
	if len(codes) != 1 {
		return ""
	}
	return codes[0]
}

// titled gives every word a capital, as names of countries have.
func titled(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		r := []rune(w)
		words[i] = string(unicode.ToUpper(r[0])) + string(r[1:])
	}
	return strings.Join(words, " ")
}

func wordsOf(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) })
}

// namesMarket is the one country that the question names.
func (t *turn) namesMarket() string {
	code := ""
	for _, e := range t.read.Entities {
		switch {
		case e.Kind != nlu.Country || e.Value == code:
		case code != "":
			return ""
		default:
			code = e.Value
		}
	}
	return code
}

// retrieve searches for the shopper's market. A question that names another
// country is asked for that one too: what stands there for it answers, unless
// what is for the shopper's own market answers as well.
func (b *Bot) retrieve(ctx context.Context, t *turn, q knowledge.Query) (knowledge.Result, error) {
	named := t.namesMarket()
	if named == "" || named == q.Scope.Market || q.Article != "" {
		return b.Retriever.Retrieve(ctx, q)
	}
	there := q
	there.Scope.Market = named
	res, err := b.Retriever.Retrieve(ctx, there)
	if err != nil || q.Scope.Market == "" || len(res.Hits) > 0 && len(res.Hits[0].Article.Markets) > 0 && res.Hits[0].P >= b.cfg.AnswerThreshold {
		return res, err
	}
	return b.Retriever.Retrieve(ctx, q)
}

// dependsOn are the answers between which the shopper's market decides; nil where
// what was found is for everybody.
func (b *Bot) dependsOn(res knowledge.Result) []knowledge.ForMarket {
	first := 0.0
	if len(res.Hits) > 0 {
		first = res.Hits[0].P
	}
	var out []knowledge.ForMarket
	for _, m := range res.ByMarket {
		if m.Hit.P >= b.cfg.AnswerThreshold && (first < b.cfg.AnswerThreshold || m.Alike && m.Hit.P >= first) {
			out = append(out, m)
		}
	}
	return out
}

// asksWhere asks where to ship, where the answer depends on it. Countries are
// offered in the order of what was found for them, in turns.
func (b *Bot) asksWhere(t *turn, res knowledge.Result) *Decision {
	markets := b.dependsOn(res)
	if len(markets) == 0 || t.payload != "" {
		return nil
	}
	t.next.Depends = t.question()
	d := t.say(Ask, ReasonWhere, b.Wording.Say(t.lang, "where.ask"))
	d.Confidence = markets[0].Hit.P
	for _, code := range offered(markets) {
		d.QuickReplies = append(d.QuickReplies, chat.QuickReply{Title: countryName(t.textLang(), code), Payload: payloadMarket + code})
	}
	d.QuickReplies = append(d.QuickReplies, chat.QuickReply{Title: b.Wording.Say(t.lang, "where.other"), Payload: payloadMarket + elsewhere})
	return d
}

// offered takes countries from the markets in turns.
func offered(markets []knowledge.ForMarket) []string {
	var out []string
	for i, more := 0, true; more && len(out) < mostCountries; i++ {
		more = false
		for _, m := range markets {
			if i >= len(m.Countries) {
				continue
			}
			more = true
			if !slices.Contains(out, m.Countries[i]) && len(out) < mostCountries {
				out = append(out, m.Countries[i])
			}
		}
	}
	return out
}

// countryName is a country as shoppers of a language call it.
func countryName(lang, code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	names := display.Regions(language.Make(lang))
	if names == nil {
		names = display.Regions(language.Make(wording.Fallback))
	}
	return cmp.Or(names.Name(region), code)
}

// languageName is a language as shoppers of another call it.
func languageName(lang, of string) string {
	names := display.Languages(language.Make(lang))
	if names == nil {
		names = display.Languages(language.Make(wording.Fallback))
	}
	return cmp.Or(names.Name(language.Make(of)), of)
}

// marketPayload matches the button of a country.
var marketPayload = regexp.MustCompile(`^` + payloadMarket + `[A-Z]{2}$`)
