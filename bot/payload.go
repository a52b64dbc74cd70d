package bot

import (
	"fmt"
	"hash/fnv"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"frontdesk/bot/flows"
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
	payloadMarket   = "market:"
	payloadProduct  = "product:"
)

// confirmation takes apart the payload of a button below a question that is
// answered with yes or no: "yes:" and the mark of what was asked.
func confirmation(payload string) (answer, mark string, ok bool) {
	answer, mark, ok = strings.Cut(payload, ":")
	return answer, mark, ok && (answer == flows.EventYes || answer == flows.EventNo)
}

// mark identifies what a flow asks to be confirmed: where it stands and what it
// has collected. A button that was shown before something was corrected, or in
// another dialog, carries another mark.
func (s State) mark() string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s %s", s.Flow, s.Node)
	for _, slot := range slices.Sorted(maps.Keys(s.Slots)) {
		if slot != "confirmed" {
			fmt.Fprintf(h, "\n%s=%s", slot, s.Slots[slot])
		}
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

// current is what a pressed button stands for where the dialog stands now: a yes
// to something else than what is asked is no answer.
func (s State) current(payload string) string {
	answer, mark, ok := confirmation(payload)
	switch {
	case !ok:
		return payload
	case s.Flow == "" || mark == s.mark():
		return answer
	}
	return ""
}

// laterNumber is the form of an order number in a payload.
var laterNumber = regexp.MustCompile(`^[\pL\pN#-]{0,24}$`)

// ours tells whether a payload can be one of our buttons' where the dialog
// stands. Payloads come from clients: whatever else is in one means nothing, and
// the message is read as words. What a slot or an article may be is checked
// where it is used.
func (b *Bot) ours(payload string, s State) bool {
	if slices.Contains([]string{payloadHuman, payloadGoOn, payloadStop, payloadWithdraw, payloadKeep}, payload) {
		return true
	}
	if _, _, ok := confirmation(payload); ok {
		return true
	}
	if wish, ok := strings.CutPrefix(payload, payloadIntent); ok {
		intent, number := intentOf(wish)
		return b.Flows.ForIntent(intent) != nil && laterNumber.MatchString(number)
	}
	if slot, ok := strings.CutPrefix(payload, payloadSlot); ok {
		name, _, _ := strings.Cut(slot, "=")
		f := b.Flows.Flow(s.Flow)
		return f != nil && f.Slots[name].Choices != ""
	}
	if strings.HasPrefix(payload, payloadMarket) {
		return s.Depends != "" && marketPayload.MatchString(payload)
	}
	if strings.HasPrefix(payload, payloadProduct) {
		return s.Which != ""
	}
	return strings.HasPrefix(payload, payloadArticle)
}

// ArticleOf is the id of the article that a button offers; empty: it offers something
// else.
func ArticleOf(payload string) string {
	id, ok := strings.CutPrefix(payload, payloadArticle)
	if !ok {
		return ""
	}
	return id
}
