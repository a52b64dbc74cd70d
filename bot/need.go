package bot

import (
	"slices"

	"frontdesk/bot/nlu"
	"frontdesk/chat"
)

// needReach is how many of the last messages the signal reads.
const needReach = 24

// needsPerson is the learned signal: the probability that a person is needed now,
// from the course of the conversation. It is one input of the ladder, which asks
// no second time where it is high; the other rungs do not wait for it.
func (t *turn) needsPerson() float64 {
	if len(t.said) == 0 {
		return 0
	}
	turns := make([]nlu.Turn, 0, needReach)
	for _, m := range t.snap.History[max(0, len(t.snap.History)-needReach):] {
		if m.Author != chat.Shopper {
			turns = append(turns, nlu.Turn{Text: m.Text})
			continue
		}
		turn := nlu.Turn{Shopper: true, Text: m.Text}
		if at := slices.Index(t.state.AngerSeq, m.Seq); at >= 0 && at < len(t.state.Anger) {
			turn.Anger = t.state.Anger[at]
		}
		turns = append(turns, turn)
	}
	for len(turns) > 0 && !turns[len(turns)-1].Shopper { // what was said after the turn does not belong to it
		turns = turns[:len(turns)-1]
	}
	if len(turns) == 0 {
		return 0
	}
	last := &turns[len(turns)-1]
	last.Asks, last.Misses = t.asksForPerson(), t.state.Misses
	signal := t.b.need.Signal(turns)
	return signal[len(signal)-1]
}

// beyondAsking tells whether the conversation has come to where one more question
// back does not help.
func (b *Bot) beyondAsking(t *turn) bool {
	return t.needs >= b.cfg.NeedThreshold && !t.declinedLately()
}
