package bot

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/internal/wording"
	"frontdesk/knowledge"
)

// knows answers from the knowledge base when a passage is probable enough to
// answer, with its source.
func (b *Bot) knows(ctx context.Context, t *turn) (*Decision, error) {
	chosen := strings.HasPrefix(t.payload, payloadArticle) // the shopper's own choice needs no threshold
	if t.read.Gibberish || strings.IndexFunc(t.text, unicode.IsLetter) < 0 && !chosen || strings.HasPrefix(t.payload, payloadSlot) {
		return nil, nil
	}
	res, err := b.search(ctx, t)
	if err != nil {
		return nil, err
	}
	if d := b.asksWhere(t, res); d != nil {
		return d, nil
	}
	if len(res.Hits) == 0 || res.Hits[0].P < b.cfg.AnswerThreshold && !chosen {
		return nil, nil
	}
	hit := res.Hits[0]
	if t.signsUp && !chosen && !says(hit.Passage.Heading+"\n"+hit.Passage.Spoken(), wording.Base(hit.Article.Locale), saysSignUp) {
		return nil, nil // how to get rid of a newsletter is no answer to how to get it
	}
	if !chosen && contradicted(t, res) {
		if t.declinedLately() {
			return nil, nil // nor is it quoted then: the shopper may choose
		}
		return contradiction(t, res), nil
	}
	text, generated := b.write(ctx, t, res)
	d := t.say(Answer, ReasonKnowledge, text)
	d.Confidence = hit.P
	d.Sources = sources(res.Hits[:1])
	switch locale := wording.Base(hit.Article.Locale); {
	case generated:
		d.TextLang, d.Sources = t.lang, sources(evidenceOf(res.Hits))
	case locale != "und":
		d.TextLang = locale
		if locale != t.lang {
			d.Text = b.Wording.Say(t.lang, "answer.in", "language", languageName(t.textLang(), locale)) + "\n\n" + d.Text
		}
	}
	if b.needsPeople(t) {
		d.QuickReplies = []chat.QuickReply{{Title: b.Wording.Say(t.lang, "button.human"), Payload: payloadHuman}}
	}
	t.tried("article", hit.Article.ID, hit.Article.Title)
	t.facts = append(t.facts, Fact{Key: "answered_with", Value: hit.Article.Title, Article: hit.Article.ID})
	return d, nil
}

// knowsAndAsks answers from the knowledge base, and asks for the order's number where
// the answer is only how it is done, and a person must do it.
func (b *Bot) knowsAndAsks(ctx context.Context, t *turn) (*Decision, error) {
	d, err := b.knows(ctx, t)
	if d == nil || err != nil || d.Action != Answer {
		return d, err
	}
	if f := b.Flows.ForOrder(t.top().Intent); t.remedy && f != nil && b.Orders != nil && t.quotedBefore(d) { // to say it again puts nothing right
		t.enter(f)
		return b.walk(ctx, t, f, "")
	}
	if b.Orders != nil && b.needsPeople(t) && b.Flows.ForOrder(t.top().Intent) != nil && len(t.state.Orders) == 0 && !t.has(nlu.OrderNumber) {
		d.Text = paragraphs(d.Text, b.Wording.Say(t.lang, "ask.number"))
	}
	return d, nil
}

// needsPeople tells whether what is asked for is in the end done by a person: the
// answer then has the way to one beside it.
func (b *Bot) needsPeople(t *turn) bool {
	intent := t.top().Intent
	return t.sure() && (b.Flows.ForOrder(intent) != nil || slices.Contains(personsDo, intent))
}

// personsDo are the other intents that articles explain and people carry out.
var personsDo = []string{"privacy_request", "account_access", "account_change", "payment_failed", "coupon_problem", "gift_card", "wholesale", "site_problem"}

// contradicted tells whether the sentence that would be quoted is contradicted by
// another article that answers as well.
func contradicted(t *turn, res knowledge.Result) bool {
	return res.Clash != nil && strings.Contains(knowledge.Answer(res.Hits[0].Passage, t.question(), t.lang), res.Clash.A.Text)
}

// contradiction fetches a person and gives them both articles: one of them is
// wrong, so that the answer is right with half of its probability at most.
func contradiction(t *turn, res knowledge.Result) *Decision {
	c := res.Clash
	d := t.handoff(ReasonLowConf, "two articles contradict each other: "+strconv.Quote(c.A.Title)+" and "+strconv.Quote(c.B.Title), res.Hits[0].P/2)
	for _, h := range res.Hits {
		if h.Passage.ID == c.A.Passage || h.Passage.ID == c.B.Passage {
			d.Sources = append(d.Sources, sources([]knowledge.Hit{h})...)
		}
	}
	for _, s := range []knowledge.Statement{c.A, c.B} {
		t.tried("article", s.Article, s.Title)
		t.facts = append(t.facts, Fact{Key: "contradiction", Value: s.Title + ": " + s.Text, Article: s.Article})
	}
	t.missing = append(t.missing, "answer")
	return d
}

// search retrieves once a turn.
func (b *Bot) search(ctx context.Context, t *turn) (knowledge.Result, error) {
	if t.found != nil {
		return *t.found, nil
	}
	b.subject(ctx, t)
	q := b.query(t)
	res, err := b.retrieve(ctx, t, q)
	if err == nil {
		res, err = b.mended(ctx, t, q, res)
	}
	if err == nil {
		res, err = b.asOne(ctx, t, res)
	}
	if err != nil {
		return res, err
	}
	res = b.headed(ctx, t, q, res)
	t.found = &res
	t.step("retrieve", "done", strings.Join(res.Notes, " · "), map[string]any{"query": res.Query, "glossary": res.Glossary, "hits": hitsForPeople(res.Hits)})
	return res, nil
}

// query is what a turn asks the knowledge base.
func (b *Bot) query(t *turn) knowledge.Query {
	q := knowledge.Query{Text: t.question(), Lang: t.lang, Scope: t.scope(), K: 5}
	if article, ok := strings.CutPrefix(t.payload, payloadArticle); ok {
		q.Article, q.Text = article, cmp.Or(t.state.Asked, t.text)
	}
	mean(&q, t.read)
	q.Products, q.Categories = t.products, t.categories
	if t.means != nil && len(t.means.products) > 0 {
		q.Named = t.means.names(t)
	}
	return q
}

// scope is what this shopper may be told at present.
func (t *turn) scope() knowledge.Scope {
	return knowledge.Scope{Market: t.market(), Channel: t.snap.Conversation.ChannelID, At: t.snap.Now}
}

func hitsForPeople(hits []knowledge.Hit) []map[string]any {
	out := []map[string]any{}
	for i, h := range hits {
		told := map[string]any{
			"article": h.Article.ID, "title": h.Article.Title, "heading": h.Passage.Heading, "text": h.Passage.Text,
			"lexical": h.Lexical, "vector": h.Vector, "fused": h.Fused, "p": h.P, "why": h.Why,
		}
		if i == 0 && h.Signals != nil { // from which eval answers teaches the model
			signals := make([]float64, len(h.Signals))
			for k, v := range h.Signals {
				signals[k] = math.Round(v*1e4) / 1e4
			}
			told["signals"] = signals
		}
		out = append(out, told)
	}
	return out
}

func sources(hits []knowledge.Hit) []chat.Source {
	var out []chat.Source
	for _, h := range hits {
		out = append(out, chat.Source{ArticleID: h.Article.ID, PassageID: h.Passage.ID, Title: h.Article.Title, URL: h.Article.URL})
	}
	return out
}
