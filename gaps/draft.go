package gaps

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/knowledge"
	"frontdesk/knowledge/text"
)

// Proposal is a draft of an article for a gap, put together from what agents
// replied. Nothing of it is made up, and nothing is published by itself.
type Proposal struct {
	Title     string     `json:"title"`
	Lang      string     `json:"lang"`
	Body      string     `json:"body"` // empty where no agent has replied with something of use
	Questions []string   `json:"questions"`
	Intents   []string   `json:"intents"`
	Used      []Sentence `json:"used"`    // in the order of Body
	Left      []Sentence `json:"left"`    // with the reason, so that an editor can judge it
	Replies   int        `json:"replies"` // conversations that were read
}

// Sentence is what an agent wrote, with where it stands.
type Sentence struct {
	Text           string `json:"text"`
	Lang           string `json:"lang"`
	ConversationID string `json:"conversation"`
	Seq            int64  `json:"seq"`
	Support        int    `json:"support"`          // conversations in which an agent said it, in these or nearly these words
	Reason         string `json:"reason,omitempty"` // why it was left out: one of Left's
}

// Why a sentence is left out of a draft.
const (
	LeftCourtesy = "courtesy"  // a greeting, thanks and the like
	LeftQuestion = "question"  // asks the shopper something
	LeftPersonal = "personal"  // names a person, an address, an order
	LeftCase     = "case"      // about what the agent did or will do, or a day: of one case only
	LeftDouble   = "double"    // said before in nearly the same words
	LeftLanguage = "language"  // in another language than the draft
	LeftElse     = "elsewhere" // of a message that has nothing in common with the question
)

// Bounds of a proposal.
const (
	repliesRead   = 40
	mostSentences = 12
	mostQuestions = 10
	alikeWords    = 0.6 // cosine of the runs of letters from which two sentences say the same
	related       = 0.08
)

// private are kinds of entities that belong to one shopper.
var private = []string{"email", "phone", "order_number", "tracking_number", "street", "postcode", "house_number"}

// oneself are the words by which an agent speaks of what they do themselves, by
// language: such a sentence is about one case.
var oneself = map[string]string{
	"en": "i i'm i've i'll i'd me my", "de": "ich mir mich mein meine meinen", "fr": "je j'ai moi mon ma", "es": "he voy estoy tengo yo mi me",
	"it": "ho sono io mi mio vado", "pt": "eu vou estou tenho meu", "nl": "ik mij mijn", "sv": "jag mig", "da": "jeg mig", "ru": "я мне", "uk": "я мені",
	"pl": "ja mi", "tr": "ben bana", "ja": "私", "zh": "我", "ko": "제가 저는",
}

// Propose puts a draft together. Given the same logs it gives the same draft.
func (b *Board) Propose(ctx context.Context, id string) (Proposal, error) {
	gap, err := b.shelf.Gap(ctx, id)
	if err != nil {
		return Proposal{}, err
	}
	misses, err := b.shelf.Misses(ctx, MissFilter{GapID: id, With: true, Limit: repliesRead})
	if err != nil {
		return Proposal{}, fmt.Errorf("replies of gap %s: %w", id, err)
	}
	d := drafting{board: b, analyzer: text.New(), rare: newRarity(), gap: gap}
	for _, m := range misses {
		if m.Outcome == "spam" || m.Outcome == "no_answer" {
			continue
		}
		if err := d.read(ctx, m); err != nil {
			return Proposal{}, err
		}
	}
	p := d.propose()
	p.Title = titleIn(gap, p.Lang)
	asked, err := b.shelf.Misses(ctx, MissFilter{GapID: id, Limit: 200})
	if err != nil {
		return Proposal{}, fmt.Errorf("questions of gap %s: %w", id, err)
	}
	p.Questions, p.Intents = questionsOf(gap, p.Title, asked), intentsOf(asked)
	if p.Lang == "" {
		p.Lang = cmp.Or(b.cfg.Lang, gap.Lang)
	}
	return p, nil
}

// drafting is a proposal on its way.
type drafting struct {
	board     *Board
	analyzer  *text.Analyzer
	rare      *rarity
	gap       Gap
	replies   int
	sentences []sentence
	questions []Asked
}

type sentence struct {
	Sentence
	asked   Asked
	message string // conversation and seq
}

// read takes the replies to one missed question apart.
func (d *drafting) read(ctx context.Context, m Miss) error {
	log, err := d.board.logs.Messages(ctx, m.ConversationID, m.RepliesFrom-1, int(m.RepliesTo-m.RepliesFrom)+1)
	if err != nil {
		return fmt.Errorf("messages of conversation %s: %w", m.ConversationID, err)
	}
	names, err := d.board.names(ctx, m.ConversationID, log)
	if err != nil {
		return err
	}
	d.replies++
	for _, msg := range log {
		if msg.Author != chat.Agent || msg.Kind != chat.KindText || msg.Seq > m.RepliesTo {
			continue
		}
		for _, line := range strings.Split(msg.Text, "\n") {
			for _, s := range knowledge.Sentences(line) {
				if s = strings.TrimSpace(s); s != "" {
					d.add(s, msg, cmp.Or(text.Base(msg.Lang), m.Asked.Lang), names)
				}
			}
		}
	}
	return nil
}

func (d *drafting) add(s string, m chat.Message, lang string, names []string) {
	priors := []string{d.gap.Lang}
	if lang != "" && lang != "und" {
		priors = []string{lang}
	}
	reading := d.board.cfg.Read.Read(s, priors, d.board.cfg.Read.Now())
	asked := d.board.cfg.Read.Asked(s, "", &reading, priors...)
	asked.Text = s
	asked.prepare(d.analyzer)
	d.rare.add(&asked)
	out := sentence{asked: asked, message: fmt.Sprintf("%s/%d", m.ConversationID, m.Seq), Sentence: Sentence{
		Text: s, Lang: asked.Lang, ConversationID: m.ConversationID, Seq: m.Seq, Support: 1,
	}}
	last, _ := lastRune(s)
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' })
	switch {
	case asked.Courtesy || asked.words() < 3:
		out.Reason = LeftCourtesy
	case strings.ContainsRune("?？؟", last):
		out.Reason = LeftQuestion
	case has(reading.Entities, private) || slices.ContainsFunc(names, func(n string) bool { return strings.Contains(strings.ToLower(s), n) }):
		out.Reason = LeftPersonal
	case has(reading.Entities, []string{"date", "period"}) || speaksOfOneself(asked.Lang, s, words):
		out.Reason = LeftCase
	}
	d.sentences = append(d.sentences, out)
}

func lastRune(s string) (last rune, ok bool) {
	for _, r := range s {
		if !unicode.IsSpace(r) && !strings.ContainsRune(`"'”’)»`, r) {
			last, ok = r, true
		}
	}
	return last, ok
}

func has(entities []nlu.Entity, kinds []string) bool {
	return slices.ContainsFunc(entities, func(e nlu.Entity) bool { return slices.Contains(kinds, e.Kind) })
}

func speaksOfOneself(lang, s string, words []string) bool {
	own := strings.Fields(oneself[lang])
	if lang == "zh" || lang == "ja" {
		return strings.Contains(strings.NewReplacer("我们", "", "我司", "", "私たち", "").Replace(s), own[0])
	}
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(own, strings.ReplaceAll(w, "’", "'")) })
}

// propose chooses and orders the sentences.
func (d *drafting) propose() Proposal {
	p := Proposal{Replies: d.replies, Questions: []string{}, Intents: []string{}, Used: []Sentence{}, Left: []Sentence{}}
	for _, e := range d.gap.Profile.Exemplars {
		e.derived = nil
		e.prepare(d.analyzer)
		d.rare.add(&e)
		d.questions = append(d.questions, e)
	}
	for i := range d.sentences {
		d.rare.weigh(&d.sentences[i].asked)
	}
	for i := range d.questions {
		d.rare.weigh(&d.questions[i])
	}
	d.support()
	d.dropUnrelated()
	p.Lang = d.language()
	for _, message := range d.byWorth(p.Lang) {
		var said []string
		for i := range d.sentences {
			s := &d.sentences[i]
			if s.message == message && s.Reason == "" && s.Lang == p.Lang && len(p.Used) < mostSentences {
				if d.saidBefore(s, p.Used) {
					s.Reason = LeftDouble
					continue
				}
				p.Used, said = append(p.Used, s.Sentence), append(said, s.Text)
			}
		}
		if len(said) > 0 {
			p.Body += "\n\n" + strings.Join(said, " ")
		}
	}
	p.Body = strings.TrimSpace(p.Body)
	for _, s := range d.sentences {
		if s.Reason == "" && s.Lang != p.Lang {
			s.Reason = LeftLanguage
		}
		if s.Reason != "" {
			p.Left = append(p.Left, s.Sentence)
		}
	}
	return p
}

// support counts in how many conversations each sentence was said.
func (d *drafting) support() {
	for i := range d.sentences {
		said := map[string]bool{d.sentences[i].ConversationID: true}
		for j := range d.sentences {
			if d.sentences[j].Lang == d.sentences[i].Lang && alikeForms(&d.sentences[i].asked, &d.sentences[j].asked) {
				said[d.sentences[j].ConversationID] = true
			}
		}
		d.sentences[i].Support = len(said)
	}
}

func alikeForms(a, b *Asked) bool { return a.derived.forms.dot(&b.derived.forms) >= alikeWords }

// dropUnrelated leaves messages out that have nothing in common with the question,
// nor with what was said to others.
func (d *drafting) dropUnrelated() {
	keep := map[string]bool{}
	for i := range d.sentences {
		s := &d.sentences[i]
		near := slices.ContainsFunc(d.questions, func(q Asked) bool {
			return q.derived.forms.dot(&s.asked.derived.forms) >= related || q.derived.concepts.dot(&s.asked.derived.concepts) > related
		})
		if s.Reason == "" && (near || s.Support > 1) {
			keep[s.message] = true
		}
	}
	for i := range d.sentences {
		if s := &d.sentences[i]; s.Reason == "" && !keep[s.message] {
			s.Reason = LeftElse
		}
	}
}

// language is the one in which agents said most that is of use; among equals the
// desk's.
func (d *drafting) language() string {
	count := map[string]int{}
	for _, s := range d.sentences {
		if s.Reason == "" {
			count[s.Lang]++
		}
	}
	best := ""
	for lang, n := range count {
		if best == "" || n > count[best] || n == count[best] && (lang == d.board.cfg.Lang || best != d.board.cfg.Lang && lang < best) {
			best = lang
		}
	}
	return best
}

// byWorth orders messages by what they say that others said too, the longer first,
// then the newer.
func (d *drafting) byWorth(lang string) []string {
	worth := map[string]int{}
	var order []string
	for _, s := range d.sentences {
		if s.Reason == "" && s.Lang == lang {
			if worth[s.message] == 0 {
				order = append(order, s.message)
			}
			worth[s.message] += s.Support
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return worth[b] - worth[a] })
	return order
}

func (d *drafting) saidBefore(s *sentence, used []Sentence) bool {
	for i := range d.sentences {
		t := &d.sentences[i]
		if t != s && alikeForms(&t.asked, &s.asked) && slices.ContainsFunc(used, func(u Sentence) bool {
			return u.ConversationID == t.ConversationID && u.Seq == t.Seq && u.Text == t.Text
		}) {
			return true
		}
	}
	return false
}

// titleIn is the gap's title, or where that is in another language than the draft a
// question in its language, if there is one.
func titleIn(g Gap, lang string) string {
	if g.Lang == lang {
		return g.Title
	}
	for _, e := range g.Profile.Exemplars {
		if e.Lang == lang {
			return strings.Join(strings.Fields(e.Text), " ")
		}
	}
	return g.Title
}

// questionsOf are ways in which the gap was asked for, of every language some, the
// title left out, and none that names somebody.
func questionsOf(g Gap, title string, misses []Miss) []string {
	out := []string{}
	ofLang := map[string]int{}
	take := func(a Asked) {
		q := strings.Join(strings.Fields(a.Text), " ")
		if len(out) < mostQuestions && ofLang[a.Lang] < 4 && len([]rune(q)) <= 150 && !strings.ContainsRune(q, '[') && q != title && !slices.Contains(out, q) {
			ofLang[a.Lang]++
			out = append(out, q)
		}
	}
	for _, e := range g.Profile.Exemplars {
		take(e)
	}
	for _, m := range misses {
		take(m.Asked)
	}
	return out
}

// intentsOf is the intent that most of the questions have, where they surely have it.
func intentsOf(misses []Miss) []string {
	sum := map[string]float64{}
	for _, m := range misses {
		for _, i := range m.Asked.Intents {
			sum[i.Intent] += i.P
		}
	}
	for _, intent := range slices.Sorted(maps.Keys(sum)) {
		if sum[intent] >= float64(len(misses))/2 && !slices.Contains(courtesies, intent) {
			return []string{intent}
		}
	}
	return []string{}
}
