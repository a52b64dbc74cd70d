package bot

import (
	"slices"
	"strings"
)

// The payloads of buttons. Those that end in a sign are followed by what the
// button stands for.
const (
	payloadHuman    = "human"
	payloadGoOn     = "go_on"
	payloadStop     = "stop"
	payloadWithdraw = "withdraw"
	payloadKeep     = "keep"
	payloadIntent   = "intent:"
	payloadArticle  = "article:"
	payloadSlot     = "slot:"
)

// ours tells whether a payload can be one of our buttons' where the dialog
// stands. Payloads come from clients: whatever else is in one means nothing, and
// the message is read as words. What a slot or an article may be is checked
// where it is used.
func (b *Bot) ours(payload string, s State) bool {
	if slices.Contains([]string{payloadHuman, payloadGoOn, payloadStop, payloadWithdraw, payloadKeep, "yes", "no"}, payload) {
		return true
	}
	if intent, ok := strings.CutPrefix(payload, payloadIntent); ok {
		return b.Flows.ForIntent(intent) != nil
	}
	if slot, ok := strings.CutPrefix(payload, payloadSlot); ok {
		name, _, _ := strings.Cut(slot, "=")
		f := b.Flows.Flow(s.Flow)
		return f != nil && f.Slots[name].Type == "choice"
	}
	return strings.HasPrefix(payload, payloadArticle)
}
