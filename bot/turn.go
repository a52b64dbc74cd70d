package bot

import (
	"maps"
	"slices"
	"strings"

	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/internal/wording"
	"frontdesk/knowledge"
	"frontdesk/shop"
)

// turn is what one decision is made of: what was said, what it was read as,
// and the state that it leads to.
type turn struct {
	b       *Bot
	snap    Snapshot
	state   State // before
	next    State // after
	said    []chat.Message
	text    string // all of said, joined
	payload string // of the last pressed button
	lang    string // to answer in
	read    Reading
	anger   float64 // P(anger) of this turn
	facts   []Fact
	missing []string
	vars    map[string]string // what lookups found, for texts
	order   *shop.Order       // the proved order of this turn
	found   *knowledge.Result // what was retrieved, once
	steps   []Step
}

// newTurn reads what the shopper wrote since the last turn.
func (b *Bot) newTurn(s Snapshot) *turn {
	t := &turn{b: b, snap: s, state: s.State, next: copyState(s.State), vars: map[string]string{}}
	for _, m := range s.History {
		if m.Author == chat.Shopper && m.Seq > s.State.SeenSeq {
			t.said = append(t.said, m)
		}
	}
	var texts []string
	for _, m := range t.said {
		texts = append(texts, m.Text)
		t.payload = m.Payload
		t.next.SeenSeq = m.Seq
	}
	t.text = strings.Join(texts, "\n")
	t.read = b.Understander.Read(t.text, priors(s, t.said), s.Now)
	t.read.Text = t.text
	if t.payload != "" { // a button's title is ours, not the shopper's language
		t.read.Lang, t.read.WantsHuman, t.read.Affirm, t.read.Deny = s.Conversation.Lang, false, t.payload == "yes", t.payload == "no"
	}
	t.lang = t.read.Lang
	if t.lang == "" || t.lang == "und" || t.read.Gibberish || t.read.LangP < sureOfLang {
		t.lang = priors(s, t.said)[0]
	}
	t.mood()
	t.understood()
	return t
}

// sureOfLang is how sure the language of a message must be to change that of
// the conversation.
const sureOfLang = 0.5

// textLang is the language in which the machine's sentences come out.
func (t *turn) textLang() string {
	if t.b.Wording.Has(t.lang) {
		return t.lang
	}
	return wording.Fallback
}

// priors lists the languages that a message is probably in: the conversation's,
// what the message claims, the customer's, English.
func priors(s Snapshot, said []chat.Message) []string {
	var out []string
	add := func(tag string) {
		if l := wording.Base(tag); l != "" && l != "und" && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	add(s.Conversation.Lang)
	for _, m := range said {
		add(m.Lang)
	}
	add(s.Customer.Lang)
	add(wording.Fallback)
	return out
}

func copyState(s State) State {
	s.Slots, s.SlotSeq = maps.Clone(s.Slots), maps.Clone(s.SlotSeq)
	if s.Slots == nil {
		s.Slots, s.SlotSeq = map[string]string{}, map[string]int64{}
	}
	s.Tried, s.Orders = slices.Clone(s.Tried), slices.Clone(s.Orders)
	s.Anger, s.AngerSeq = slices.Clone(s.Anger), slices.Clone(s.AngerSeq)
	s.Done = slices.Clone(s.Done)
	return s
}

// mood remembers this turn's anger for the trend, of the last ten turns.
func (t *turn) mood() {
	if len(t.said) == 0 {
		return
	}
	if t.read.Emotion.Label == "anger" || t.read.Emotion.Label == "disgust" {
		t.anger = t.read.Emotion.P
	}
	if t.top().Intent == "complaint" && t.read.Accept >= t.b.cfg.IntentThreshold {
		t.anger = max(t.anger, t.read.Accept)
	}
	t.next.Anger = append(t.next.Anger, t.anger)
	t.next.AngerSeq = append(t.next.AngerSeq, t.lastSeq())
	if n := len(t.next.Anger); n > 10 {
		t.next.Anger, t.next.AngerSeq = t.next.Anger[n-10:], t.next.AngerSeq[n-10:]
	}
	t.state.Anger = t.next.Anger
}

// understood is the first line of the "why".
func (t *turn) understood() {
	t.step("read", "done", "", map[string]any{
		"lang": t.read.Lang, "accept": t.read.Accept, "emotion": t.read.Emotion.Label, "gibberish": t.read.Gibberish,
	})
	for _, e := range t.read.Entities {
		t.facts = append(t.facts, Fact{Key: e.Kind, Value: e.Text, Seq: t.seqOf(e.Text)})
	}
}

func (t *turn) step(rung, result, note string, data map[string]any) {
	t.steps = append(t.steps, Step{Rung: rung, Result: result, Note: note, Data: data})
}

func (t *turn) top() nlu.Score {
	if len(t.read.Intents) == 0 {
		return nlu.Score{Intent: nlu.OutOfScope}
	}
	return t.read.Intents[0]
}

func (t *turn) lastSeq() int64 {
	if len(t.said) == 0 {
		return t.state.SeenSeq
	}
	return t.said[len(t.said)-1].Seq
}

// seqOf is the message of this turn in which a text stands.
func (t *turn) seqOf(text string) int64 {
	for _, m := range t.said {
		if strings.Contains(m.Text, text) {
			return m.Seq
		}
	}
	return t.lastSeq()
}

// declinedLately tells whether a person was offered and declined within the
// last three turns.
func (t *turn) declinedLately() bool {
	return t.state.Declined > 0 && t.state.Turns-t.state.Declined < 3
}

// say decides to say something.
func (t *turn) say(a Action, r Reason, text string) *Decision {
	return &Decision{Action: a, Reason: r, Text: text, Confidence: 1}
}

// handoff decides to fetch a person, with what they need to know.
func (t *turn) handoff(r Reason, detail string, confidence float64) *Decision {
	d := &Decision{Action: Handoff, Reason: r, Detail: detail, Confidence: confidence, Intent: t.topic()}
	if f := t.b.Flows.Flow(t.state.Flow); f != nil {
		d.Skills = []string{f.Topic}
	}
	return d
}

// topic is the intent that the conversation is about: this turn's where it is
// clear and no courtesy or control, else the last clear one.
func (t *turn) topic() string {
	top := t.top().Intent
	if t.read.Accept >= t.b.cfg.IntentThreshold && top != nlu.OutOfScope && top != "talk_to_human" && !slices.Contains(courtesies, top) {
		return top
	}
	return t.state.Intent
}

// propose asks whether to fetch a person.
func (t *turn) propose(r Reason, key string) *Decision {
	d := t.say(Propose, r, t.b.Wording.Say(t.lang, key))
	d.QuickReplies = []chat.QuickReply{
		{Title: t.b.Wording.Say(t.lang, "button.human"), Payload: "human"},
		{Title: t.b.Wording.Say(t.lang, "button.go_on"), Payload: "go_on"},
	}
	t.next.Proposed = true
	return d
}

func (t *turn) endFlow() {
	t.next.Flow, t.next.Node, t.next.Version, t.next.Retries, t.next.Refused = "", "", 0, 0, 0
	t.next.Slots, t.next.SlotSeq = map[string]string{}, map[string]int64{}
}

// finish completes a decision with everything that every decision carries.
func (t *turn) finish(d *Decision) Decision {
	if d == nil {
		return Decision{}
	}
	if d.Action != Silent {
		t.next.Turns++
	}
	t.next.Proposed = d.Action == Propose
	if d.Reason != ReasonClarify {
		t.next.Offered, t.next.Asked = nil, ""
	}
	if d.Action == Answer && d.Reason != ReasonCourtesy {
		t.next.Misses = 0
	}
	t.repeats(d)
	if topic := t.topic(); topic != "" {
		t.next.Intent = topic
	}
	if d.Intent == "" {
		d.Intent = t.top().Intent
	}
	if t.order != nil {
		d.Orders = []chat.OrderCard{OrderCard(*t.order, t.lang, t.b.Wording.Say)}
	}
	if d.TextLang == "" {
		d.TextLang = t.textLang()
	}
	d.Lang, d.Facts, d.Missing, d.Next, d.Trace = t.lang, t.facts, t.missing, t.next, t.steps
	return *d
}

// repeats turns the third time of the same sentence into the offer of a person.
func (t *turn) repeats(d *Decision) {
	if d.Text == "" || d.Text != t.state.LastText {
		t.next.LastText, t.next.Repeats = d.Text, 0
		return
	}
	t.next.Repeats++
	if t.next.Repeats >= 2 && (d.Action == Ask || d.Action == Answer) && !t.declinedLately() {
		*d = *t.propose(ReasonLoop, "loop.propose")
		t.next.LastText, t.next.Repeats = d.Text, 0
		t.next.Proposed = true
	}
}

// tried remembers what the shopper was given.
func (t *turn) tried(kind, ref, title string) {
	t.next.Tried = append(t.next.Tried, Tried{Kind: kind, Ref: ref, Title: title, Seq: t.lastSeq()})
	if n := len(t.next.Tried); n > 12 {
		t.next.Tried = t.next.Tried[n-12:]
	}
}
