package bot

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/internal/wording"
	"frontdesk/knowledge"
	"frontdesk/shop"
)

// turn is what one decision is made of: what was said, what it was read as,
// and the state that it leads to.
type turn struct {
	b         *Bot
	snap      Snapshot
	state     State // before
	next      State // after
	said      []chat.Message
	text      string // all of said, joined
	payload   string // of the last pressed button
	lang      string // to answer in
	read      Reading
	anger     float64 // P(anger) of this turn
	needs     float64 // P(a person is needed now), from the course of the conversation
	facts     []Fact
	missing   []string
	vars      map[string]string   // what lookups found, for texts
	order     *shop.Order         // the proved order of this turn
	found     *knowledge.Result   // what was retrieved, once
	follow    *knowledge.FollowUp // what the message may be together with the question before it
	mails     bool                // it asks for no more mailings
	signsUp   bool                // it asks for them
	ofStore   bool                // it asks for a store of bricks
	completed string              // the question that it is together with the one before it; empty: it is whole
	steps     []Step

	means       *meaning // which products it speaks of
	asking      *ask     // of a product, see asked
	products    []string // ids of those that the question is about, see subject
	categories  []string
	linked      []chat.Source // articles about the product, for who takes over
	asksNothing bool          // asked has found nothing
	chosen      string        // the product that was picked from several

	about      string       // the intent that the turn goes on with, whatever its words alone would be; empty: its own
	paired     bool         // pairs has tried
	wrong      [][2]string  // what counts as a wrong proof, see guessed
	mended     bool         // the order's number was corrected where its proof was asked for
	asksTongue string       // the language that the message asks for, and nothing else
	unmatched  bool         // and found that another proof is as wrong as the one before
	soothes    bool         // an angry message gets its answer, and the way to a person
	mine       []shop.Order // of the verified customer
	recent     []shop.Order // of those, what they are to choose from

	looked    map[asking]string // what the shop was asked, and the event that it gave
	shopHangs bool

	half       map[string]half // the two questions of the message, see halves
	whole      Reading         // a request of the message together with the one before it
	twoThings  bool            // they are a return and an exchange, see areOfTwoThings
	remedy     bool            // it goes on about a mishap that was told
	asksRemedy bool            // as a question

	elsewhere string // the order's country, where an address in another one was given; empty: none was
}

// mostSteps is how many lines the "why" of most turns has at most.
const mostSteps = 32

// newTurn reads what the shopper wrote since the last turn.
func (b *Bot) newTurn(s Snapshot) *turn {
	s.State = rested(s)
	t := &turn{b: b, snap: s, state: s.State, next: copyState(s.State), vars: map[string]string{}, looked: map[asking]string{}, steps: make([]Step, 0, mostSteps)}
	t.hear()
	t.placed()
	t.picked()
	t.lang = t.read.Lang
	if t.lang == "" || t.lang == "und" || t.read.Gibberish || t.read.LangP < sureEnough(s, t.said) || t.namesPlaces() {
		t.lang = priors(s, t.said)[0]
	}
	if t.asksTongue = t.tongue(); t.asksTongue != "" {
		t.lang = t.asksTongue
	}
	t.trade()
	t.leadIn()
	t.completes()
	t.requests()
	t.payer()
	t.ourAddress()
	t.ofTopic()
	t.allBack()
	t.tracks()
	t.asksForSuch()
	t.tellsDamage()
	t.ofMishap()
	t.mailings()
	t.mood()
	t.needs = t.needsPerson()
	t.understood()
	return t
}

// hear takes what the shopper wrote since the last turn. What was written to a
// human, and answered by them, is not meant for the bot. Where something was
// typed beside a button, the words are read and the button counts too, but a yes
// or no only as the last word.
func (t *turn) hear() {
	for _, m := range t.snap.History {
		switch {
		case m.Author == chat.Agent:
			t.said = nil
		case m.Author == chat.Shopper && m.Seq > t.state.SeenSeq:
			t.said = append(t.said, m)
			t.next.SeenSeq = m.Seq
		}
	}
	var typed, titles []string
	for _, m := range t.said {
		payload := m.Payload
		if payload == "" {
			payload = t.titled(m)
		}
		switch {
		case t.b.ours(payload, t.state):
			t.payload = t.state.current(payload)
			titles = append(titles, m.Text)
		default:
			typed = append(typed, m.Text)
			if t.payload == flows.EventYes || t.payload == flows.EventNo {
				t.payload = ""
			}
		}
	}
	t.text = strings.Join(typed, "\n")
	if len(typed) == 0 {
		t.text = strings.Join(titles, "\n")
	}
	t.read = t.b.Understander.Read(t.text, priors(t.snap, t.said))
	t.agrees()
	t.read.Text = t.text
	if t.read.Spelled != "" {
		t.text = t.read.Spelled
	}
	t.read.Entities = t.named(t.text, t.snap.Now, t.asked())
	for i, e := range t.read.Entities {
		t.read.Entities[i].Kind = t.proved(e)
	}
	t.takesBack()
	if t.read.WantsHuman && !t.read.wishesHuman && t.top().Intent == "bot_question" && t.sure() && t.wordsBeside(t.text) <= mostWordsOfAside {
		t.read.WantsHuman = false // "are you a real person?" asks what we are
	}
	if t.state.Flow == "" && t.payload == "" && t.announces() { // who only says that shall hear what there is help for
		t.read.Intents, t.read.Means, t.read.Accept = []nlu.Score{{Intent: "bot_question", P: 1}}, nil, 1
	}
	if len(typed) == 0 && len(titles) > 0 { // a button's title is ours, not the shopper's language
		t.read.Lang, t.read.WantsHuman = t.snap.Conversation.Lang, false
		t.read.Affirm, t.read.Deny = t.payload == flows.EventYes, t.payload == flows.EventNo
	}
}

// namesPlaces tells whether a message answers the question for an address: names of
// streets and towns are in the language of their country.
func (t *turn) namesPlaces() bool {
	return slices.Contains(t.asked(), nlu.Street) && hasDigit(t.text) && t.wordsBeside(t.text) <= mostWordsOfPart && !hasQuestionMark(t.text)
}

// titled is the payload of the button that the bot showed last and whose title
// somebody typed; empty where it is none. Channels without buttons show titles in
// a list, to be typed.
func (t *turn) titled(m chat.Message) string {
	for _, before := range slices.Backward(t.snap.History) {
		if before.Author != chat.Bot || before.Seq > m.Seq {
			continue
		}
		typed := strings.Trim(strings.TrimSpace(m.Text), ".!。！")
		for _, q := range before.QuickReplies {
			if strings.EqualFold(typed, strings.Trim(q.Title, ".!。！")) {
				return q.Payload
			}
		}
		return ""
	}
	return ""
}

// named finds what a message names, as it was meant when it was written; expect
// are the kinds that had just been asked for.
func (t *turn) named(text string, at time.Time, expect []string) []nlu.Entity {
	lang := t.read.Lang
	if lang == "" || t.read.LangP < sureOfLang {
		lang = priors(t.snap, t.said)[0]
	}
	return t.b.Understander.Name(nlu.EntityQuery{Text: text, Lang: lang, Country: t.market(), Now: at, Expect: expect})
}

// goBackTo puts a question that was asked before, in lang, in the place of what was
// said now.
func (t *turn) goBackTo(question, lang string) {
	t.text, t.payload = question, ""
	t.read = t.b.Understander.Read(question, []string{lang})
	t.read.Text, t.read.WantsHuman = question, false
	t.read.Entities = t.named(question, t.snap.Now, nil)
}

// asked are the kinds of entities that the waiting node of a flow asks for.
func (t *turn) asked() []string {
	f := t.b.Flows.Flow(t.state.Flow)
	if f == nil {
		return nil
	}
	slot := f.Slots[f.Nodes[t.state.Node].Slot]
	if slot.Type == "address" {
		return []string{nlu.Postcode, nlu.Street, nlu.HouseNumber, nlu.City}
	}
	return slot.Entity
}

// sureOfLang is how sure the language of a message must be to change that of
// the conversation.
const sureOfLang = 0.6

// textLang is the language in which the machine's sentences come out.
func (t *turn) textLang() string {
	if t.b.Wording.Has(t.lang) {
		return t.lang
	}
	return wording.Fallback
}

// sureUnclaimed is how sure the language of the first message must be where nobody has
// said which it is: English is only a guess then, and "hola" is not English.
const sureUnclaimed = 0.35

// sureOfReply is how sure the language of an answer of mostWordsOfReply words to a
// dialog's question must be: "ok vas-y" has a word of Spanish, too.
const (
	sureOfReply      = 0.8
	mostWordsOfReply = 2
)

// sureEnough is how sure the language of a message must be for it to be answered in.
func sureEnough(s Snapshot, said []chat.Message) float64 {
	if n := len(said); (s.State.Flow != "" || s.State.Turns > 0 && s.Conversation.Lang != "") && n > 0 && len(strings.Fields(said[n-1].Text)) <= mostWordsOfReply {
		return sureOfReply
	}
	if s.Conversation.Lang == "" && s.Customer.Lang == "" && !slices.ContainsFunc(said, func(m chat.Message) bool { return m.Lang != "" }) {
		return sureUnclaimed
	}
	return sureOfLang
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

// mood remembers this turn's anger for the trend, of the last ten turns.
func (t *turn) mood() {
	if len(t.said) == 0 {
		return
	}
	if t.read.Emotion.Label == "anger" || t.read.Emotion.Label == "disgust" {
		t.anger = max(t.read.Emotion.P, t.read.Emotion.Anger)
	}
	if t.top().Intent == "complaint" && t.sure() {
		t.anger = max(t.anger, t.read.Accept, t.b.cfg.AngerThreshold) // taken as a complaint, it is one
	}
	t.next.Anger = append(t.next.Anger, t.anger)
	t.next.AngerSeq = append(t.next.AngerSeq, t.lastSeq())
	if n := len(t.next.Anger); n > 10 {
		t.next.Anger, t.next.AngerSeq = t.next.Anger[n-10:], t.next.AngerSeq[n-10:]
	}
	t.state.Anger, t.state.AngerSeq = t.next.Anger, t.next.AngerSeq
}

// understood is the first line of the "why".
func (t *turn) understood() {
	t.step("read", "done", "", map[string]any{
		"intent": t.top().Intent, "lang": t.read.Lang, "accept": t.read.Accept, "emotion": t.read.Emotion.Label, "gibberish": t.read.Gibberish, "needs_person": t.needs,
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

func (t *turn) firstSeq() int64 {
	if len(t.said) == 0 {
		return t.lastSeq()
	}
	return t.said[0].Seq
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
	d := &Decision{Action: Handoff, Reason: r, Detail: detail, Confidence: confidence, Intent: t.topic(), Goal: t.next.Begun}
	if f := t.b.Flows.Flow(t.state.Flow); f != nil {
		if f.Topic != "" {
			d.Skills = []string{f.Topic}
		}
		if n := f.Nodes[t.next.Node]; n.Kind == flows.Collect && t.next.Slots[n.Slot] == "" && !slices.Contains(t.missing, n.Slot) { // it was asked for in vain
			t.missing = append(t.missing, n.Slot)
		}
	}
	return d
}

// sure tells whether the first intent may be acted on: it reaches the cut-off of
// the error budget, or the threshold where none is set.
func (t *turn) sure() bool {
	return t.read.Accept >= cmp.Or(t.read.Cutoff, t.b.cfg.IntentThreshold)
}

// topic is the intent that the conversation is about: this turn's where it is
// clear and no courtesy or control, else the last clear one.
func (t *turn) topic() string {
	if t.about != "" {
		return t.about
	}
	top := t.top().Intent
	if t.sure() && top != nlu.OutOfScope && top != "talk_to_human" && !slices.Contains(courtesies, top) {
		return top
	}
	return t.state.Intent
}

// propose asks whether to fetch a person.
func (t *turn) propose(r Reason, key string) *Decision {
	d := t.say(Propose, r, t.b.Wording.Say(t.lang, key))
	d.QuickReplies = []chat.QuickReply{
		{Title: t.b.Wording.Say(t.lang, "button.human"), Payload: payloadHuman},
		{Title: t.b.Wording.Say(t.lang, "button.go_on"), Payload: payloadGoOn},
	}
	t.next.Proposed = true
	return d
}

func (t *turn) endFlow() {
	t.next.Flow, t.next.Node, t.next.Version, t.next.Retries, t.next.Refused = "", "", 0, 0, 0
	t.next.Slots, t.next.SlotSeq = map[string]string{}, map[string]int64{}
	t.next.Wish, t.next.Begun, t.next.Also, t.next.Failed, t.next.NotOwn = "", 0, nil, OrderSeen{}, ""
	t.next.Lacked, t.next.Part, t.next.Own, t.next.OwnTo = nil, "", "", 0
}

// finish completes a decision with everything that every decision carries.
func (t *turn) finish(d *Decision) Decision {
	if d == nil {
		return Decision{}
	}
	if t.soothes && (d.Action == Answer || d.Action == Ask) {
		d.QuickReplies = append(d.QuickReplies, chat.QuickReply{Title: t.b.Wording.Say(t.lang, "button.human"), Payload: payloadHuman})
	}
	t.remember(d)
	t.remind(d)
	if topic := t.topic(); topic != "" {
		if topic != t.state.Intent {
			t.next.Told = t.firstSeq()
		}
		t.next.Intent = topic
	}
	if d.Intent == "" {
		d.Intent = cmp.Or(t.about, t.top().Intent)
	}
	if t.order != nil {
		d.Orders = []chat.OrderCard{OrderCard(*t.order, t.lang, t.b.Wording.Say)}
	}
	if d.TextLang == "" {
		d.TextLang = t.textLang()
	}
	d.Lang, d.Facts, d.Missing, d.About, d.Next, d.Trace = t.lang, t.facts, t.missing, t.linked, t.next, t.steps
	return *d
}
