package handoff

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"frontdesk/chat"
	"frontdesk/internal/wording"
)

// Known is everything that a summary may draw on. Nothing else gets into a
// packet.
type Known struct {
	Conversation chat.Conversation
	Customer     chat.Customer
	Messages     []chat.Message // of the episode, oldest first
	Reason       Reason
	Intent       string
	Goal         int64  // the message that began what it is about; 0: not known
	Topic        string // the intent's category
	Facts        []Fact
	Orders       []OrderFact
	Product      *ProductFact
	Tried        []Tried
	Promises     []Fact
	Missing      []string
	Anger        []float64 // P(anger) of the shopper's turns, oldest first
	AngerSeq     []int64   // their messages
	Mood         string    // of the last turn
	Articles     []string  // ids that may help
	Previous     []PreviousCase
	AgentLang    string // in which the desk reads
	Now          time.Time
}

// Summarise makes the packet. It is pure and deterministic; every fact cites a
// message, an action or an article, and a fact whose value does not stand in
// the message that it cites is left out.
func Summarise(k Known, w *wording.Catalogue) Packet {
	p := Packet{
		V: PacketVersion, ConversationID: k.Conversation.ID, Epoch: k.Conversation.Epoch, CreatedAt: k.Now,
		Lang:   PacketLang{Customer: wording.Base(k.Conversation.Lang), Agent: k.AgentLang},
		Reason: k.Reason, CustomerGoal: goal(k.Messages, k.Goal),
		Issue:    Issue{Intent: k.Intent, Topic: k.Topic, Market: k.Conversation.Market, Product: factValue(k.Facts, "product")},
		Identity: identity(k), Orders: orEmpty(k.Orders), Facts: evidenced(k.Facts, k.Messages), Missing: orEmpty(k.Missing),
		Tried: reactions(k.Tried, k.Messages), BotPromises: orEmpty(k.Promises), Emotion: emotion(k),
		Constraints: Constraints{Language: wording.Base(k.Conversation.Lang)}, Risk: risks(k),
		OpenQuestions: openQuestions(k.Messages), PreviousCases: orEmpty(k.Previous), Product: product(k.Product),
	}
	if p.Product != nil {
		p.Issue.Product = p.Product.Title
	}
	if n := len(k.Messages); n > 0 {
		p.UptoSeq = k.Messages[n-1].Seq
	}
	p.Headline = headline(p, w)
	p.Suggested = Suggested{NextStep: nextStep(p, w), Articles: head(orEmpty(k.Articles), 3)}
	return p
}

// Words says the desk's own sentences in a language.
type Words interface {
	Say(lang, key string, pairs ...string) string
}

// Retell is the packet with its own sentences in another language of the desk;
// what people and the shop said stays as it is.
func Retell(p Packet, lang string, w Words) Packet {
	p.Lang.Agent = lang
	p.Headline = headline(p, w)
	p.Suggested.NextStep = nextStep(p, w)
	return p
}

func product(p *ProductFact) *ProductFact {
	if p == nil || p.Source == (Evidence{}) {
		return nil
	}
	out := *p
	out.Articles, out.Cases = orEmpty(out.Articles), orEmpty(out.Cases)
	return &out
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func head[T any](s []T, n int) []T { return s[:min(len(s), n)] }

// goal is the shopper's own request, in the original: the message that began what
// it is about, else the first one, that is more than a greeting or a yes, else the
// longest one.
func goal(msgs []chat.Message, began int64) string {
	best, first := "", ""
	for _, m := range msgs {
		if m.Author != chat.Shopper {
			continue
		}
		if m.Seq == began && strings.IndexFunc(m.Text, unicode.IsLetter) >= 0 && utf8.RuneCountInString(m.Text) >= 4 { // "أين طلبي": two words say it
			return Shorten(m.Text, 240)
		}
		if len(strings.Fields(m.Text)) >= 3 || utf8.RuneCountInString(m.Text) >= 8 && !strings.Contains(m.Text, " ") {
			if first == "" {
				first = m.Text
			}
		}
		if len(m.Text) > len(best) {
			best = m.Text
		}
	}
	if first != "" {
		best = first
	}
	return Shorten(best, 240)
}

// Shorten cuts a text at a word near limit runes and marks the cut.
func Shorten(s string, limit int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	cut := string([]rune(s)[:limit])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return cut + "…"
}

func identity(k Known) Identity {
	id := Identity{Verified: k.Customer.Verified, Name: k.Customer.Name, Tier: k.Customer.Tier, ValueBand: factValue(k.Facts, "value_band")}
	id.Contact = k.Customer.Email
	if id.Contact == "" {
		id.Contact = k.Customer.Phone
	}
	switch {
	case k.Customer.Verified:
		id.Method = "token"
	case len(k.Orders) > 0:
		id.Method = "order_proof"
	}
	return id
}

func factValue(facts []Fact, key string) string {
	for _, f := range facts {
		if f.Key == key {
			return f.Value
		}
	}
	return ""
}

// evidenced keeps the facts whose evidence holds: said ones must stand in the
// message that they cite.
func evidenced(facts []Fact, msgs []chat.Message) []Fact {
	out := []Fact{}
	for _, f := range facts {
		if f.Provenance == Said && !stands(f, msgs) {
			continue
		}
		if f.Value != "" && f.Evidence != (Evidence{}) {
			out = append(out, f)
		}
	}
	return out
}

func stands(f Fact, msgs []chat.Message) bool {
	i := slices.IndexFunc(msgs, func(m chat.Message) bool { return m.Seq == f.Evidence.Message })
	return i >= 0 && (strings.Contains(squash(msgs[i].Text), squash(f.Value)) || msgs[i].Payload != "")
}

// squash makes two spellings of a value comparable: case, spaces and the signs
// people put into numbers.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\n\u00a0-–#/.,", r) {
			return -1
		}
		return r
	}, strings.ToLower(s))
}

// reactions adds to everything that was tried what the shopper wrote next.
func reactions(tried []Tried, msgs []chat.Message) []Tried {
	out := make([]Tried, 0, len(tried))
	for _, t := range tried {
		for _, m := range msgs {
			if m.Author == chat.Shopper && m.Seq > t.Seq {
				t.Reaction = Shorten(m.Text, 80)
				break
			}
		}
		out = append(out, t)
	}
	return out
}

// emotion gives the mood and its trend: the last turn's anger against the mean
// of those before it.
func emotion(k Known) EmotionFact {
	e := EmotionFact{Label: k.Mood, Trend: "steady", Evidence: []int64{}}
	if e.Label == "" {
		e.Label = "neutral"
	}
	for i, p := range k.Anger {
		if p >= 0.5 && i < len(k.AngerSeq) {
			e.Evidence = append(e.Evidence, k.AngerSeq[i])
		}
	}
	if n := len(k.Anger); n >= 2 {
		var before float64
		for _, p := range k.Anger[:n-1] {
			before += p
		}
		switch diff := k.Anger[n-1] - before/float64(n-1); {
		case diff > 0.2:
			e.Trend = "rising"
		case diff < -0.2:
			e.Trend = "falling"
		}
	}
	return e
}

func risks(k Known) []string {
	out := []string{}
	if n := len(k.Anger); n > 0 && k.Anger[n-1] >= 0.5 {
		out = append(out, "angry")
	}
	if k.Intent == "complaint" || k.Reason.Code == SensitiveTopic {
		out = append(out, "complaint")
	}
	if !k.Customer.Verified && len(k.Orders) == 0 {
		out = append(out, "identity_not_verified")
	}
	return out
}

// openQuestions are the shopper's questions after the last thing the bot said,
// but for the bot's own questions back.
func openQuestions(msgs []chat.Message) []Fact {
	out := []Fact{}
	for i := len(msgs) - 1; i >= 0 && len(out) < 3; i-- {
		m := msgs[i]
		if m.Author == chat.Bot || m.Author == chat.Agent {
			break
		}
		if m.Author == chat.Shopper && strings.ContainsAny(m.Text, "?？؟") {
			out = append(out, Fact{Key: "question", Value: Shorten(m.Text, 160), Evidence: Evidence{Message: m.Seq}, Provenance: Said})
		}
	}
	slices.Reverse(out)
	return out
}

// headline says in one line who wants what and why it comes to a person, in the
// desk's language.
func headline(p Packet, w Words) string {
	what := w.Say(p.Lang.Agent, "intent."+p.Issue.Intent)
	if strings.HasPrefix(what, "intent.") {
		what = w.Say(p.Lang.Agent, "intent.other")
	}
	if len(p.Orders) > 0 {
		what += " · " + w.Say(p.Lang.Agent, "order", "number", p.Orders[0].ID)
	}
	return what + " · " + w.Say(p.Lang.Agent, "reason."+string(p.Reason.Code))
}

// nextStep is what an experienced agent would do first.
func nextStep(p Packet, w Words) string {
	switch {
	case slices.Contains(p.Missing, "order_number"):
		return w.Say(p.Lang.Agent, "next.ask_order")
	case p.Reason.Code == IdentityFailed:
		return w.Say(p.Lang.Agent, "next.identity")
	}
	if s := w.Say(p.Lang.Agent, "next."+p.Issue.Intent); !strings.HasPrefix(s, "next.") {
		return s
	}
	if len(p.OpenQuestions) > 0 {
		return w.Say(p.Lang.Agent, "next.answer", "question", Shorten(p.OpenQuestions[0].Value, 80))
	}
	return w.Say(p.Lang.Agent, "next.other")
}
