package handoff

import (
	"slices"
	"time"

	"frontdesk/chat"
)

// Ask is what the bot's side knows when a conversation needs a person.
type Ask struct {
	Reason   Reason
	Skills   []string // needed beside the language
	Packet   Packet
	Customer chat.Customer
	Angry    bool
	Now      time.Time
	CaseID   string
}

// Open makes the case of a handoff and moves the conversation into the queue:
// proposed, requested and queued in one step, since all of it is one
// transaction. It is pure. The conversation comes back with its new owner,
// status and epoch; fault.Conflict, code illegal_transition, where it is not the
// bot's.
func (p Policy) Open(conv chat.Conversation, a Ask) (chat.Conversation, Case, error) {
	status, err := stepConversation(conv, evRequest)
	if err != nil {
		return conv, Case{}, err
	}
	conv.Status, conv.Owner, conv.Epoch = status, chat.OwnerQueue, conv.Epoch+1
	if conv.WaitingSince.IsZero() {
		conv.WaitingSince = a.Now
	}
	c := Case{
		ID: a.CaseID, ConversationID: conv.ID, Epoch: conv.Epoch, State: Proposed,
		Reason: a.Reason, Skills: withLanguage(a.Skills, conv.Lang), Packet: a.Packet, Product: a.Packet.productID(),
		QueuedAt: a.Now, CreatedAt: a.Now, UpdatedAt: a.Now,
	}
	for _, ev := range []string{evRequest, evEnqueue} {
		if c.State, err = stepCase(c, ev); err != nil {
			return conv, Case{}, err
		}
	}
	c.Priority = p.priority(a)
	c.Packet.ID, c.Packet.ConversationID, c.Packet.Epoch = c.ID, conv.ID, conv.Epoch
	c.Packet.V, c.Packet.CreatedAt, c.Packet.Reason = PacketVersion, a.Now, a.Reason
	c.Packet.Suggested.Priority = c.Priority
	c.Deadline, c.DeadlineAction = a.Now.Add(p.WidenAfter), ActOfferAgain
	return conv, c, nil
}

// priority is 0 to 100: the tier, the mood and the reason lift it. Waiting time
// is not in it; the queue orders equal priorities by it.
func (p Policy) priority(a Ask) int {
	n := 40
	switch a.Customer.Tier {
	case "gold", "vip":
		n += 30
	case "silver":
		n += 10
	}
	if a.Angry {
		n += 15
	}
	switch a.Reason.Code {
	case SensitiveTopic, VIPRule:
		n += 15
	case ErrorReason, ToolFailure, Undelivered:
		n += 5
	}
	return min(n, 100)
}

// withLanguage adds the language as a skill, once, without its region.
func withLanguage(skills []string, lang string) []string {
	out := slices.Clone(skills)
	if lang == "" || lang == "und" {
		return out
	}
	return append(out, "lang:"+baseLang(lang))
}

func baseLang(tag string) string {
	for i, r := range tag {
		if r == '-' || r == '_' {
			return tag[:i]
		}
	}
	return tag
}

// Withdraw ends a waiting case because the shopper no longer wants a person; the
// bot goes on. It is pure.
func Withdraw(conv chat.Conversation, c Case, now time.Time) (chat.Conversation, *Case, error) {
	status, err := stepConversation(conv, evWithdraw)
	if err != nil {
		return conv, nil, err
	}
	if c.State, err = stepCase(c, evWithdraw); err != nil {
		return conv, nil, err
	}
	conv.Status, conv.Owner, conv.Epoch = status, chat.OwnerBot, conv.Epoch+1
	c.OfferedTo, c.Deadline, c.DeadlineAction, c.UpdatedAt = "", time.Time{}, "", now
	c.Outcome = &chat.Outcome{Code: "solved", Note: "withdrawn by the shopper", At: now}
	return conv, &c, nil
}
