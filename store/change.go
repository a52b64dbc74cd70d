package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

const previewRunes = 160

// Clock gives what a write needs from outside: the time and new ids.
type Clock struct {
	Now   func() time.Time
	NewID func() string
}

// Fill completes a change's messages but for Seq: ids, the conversation, the
// epoch after the change, kind, time. It copies them; fault.Invalid for a text
// that cannot be stored.
func (k Clock) Fill(c handoff.Change) ([]chat.Message, error) {
	now := At(Micros(k.Now()))
	out := make([]chat.Message, len(c.Messages))
	for i, m := range c.Messages {
		if err := CheckText("text", m.Text, m.Payload, m.ExternalID, m.AuthorName); err != nil {
			return nil, err
		}
		m.ID = cmp.Or(m.ID, k.NewID())
		m.ConversationID, m.Epoch = c.Conversation.ID, c.Conversation.Epoch
		m.Kind = cmp.Or(m.Kind, chat.KindText)
		m.At = At(Micros(m.At))
		if m.At.IsZero() {
			m.At = now
		}
		out[i] = m
	}
	return out, nil
}

// Number gives the messages their places: the last of them has Seq last.
func Number(messages []chat.Message, last int64) {
	first := last - int64(len(messages)) + 1
	for i := range messages {
		messages[i].Seq = first + int64(i)
	}
}

// Next is the conversation as a change leaves it, from the stored one: what the
// store itself keeps (ids, version, numbers, preview, times) is not taken from
// the change.
func Next(stored, wanted chat.Conversation, messages []chat.Message, now time.Time) chat.Conversation {
	c := wanted
	c.ID, c.CustomerID, c.ChannelID, c.CreatedAt = stored.ID, stored.CustomerID, stored.ChannelID, stored.CreatedAt
	c.Version, c.LastSeq, c.UpdatedAt = stored.Version+1, stored.LastSeq+int64(len(messages)), At(Micros(now))
	c.WaitingSince = At(Micros(c.WaitingSince))
	c.Preview, c.PreviewBy = stored.Preview, stored.PreviewBy
	if text, by, ok := Preview(messages); ok {
		c.Preview, c.PreviewBy = text, by
	}
	return c
}

// NextCase is the case as a change leaves it, nil for none.
func NextCase(c *handoff.Case, now time.Time) *handoff.Case {
	if c == nil {
		return nil
	}
	next := *c
	next.Version++
	next.UpdatedAt = At(Micros(now))
	if next.CreatedAt.IsZero() {
		next.CreatedAt = next.UpdatedAt
	}
	for _, t := range []*time.Time{&next.QueuedAt, &next.AcceptedAt, &next.Deadline, &next.CreatedAt} {
		*t = At(Micros(*t))
	}
	return &next
}

// Preview is the start of what a person said last: an answer of the bot, or its
// word that all agents are away, tells one conversation of a list from another
// less than the question does.
func Preview(messages []chat.Message) (text string, by chat.Author, ok bool) {
	for i := len(messages) - 1; i >= 0; i-- {
		if m := messages[i]; !m.Kind.Private() && m.Kind != chat.KindEvent && (m.Author == chat.Shopper || m.Author == chat.Agent) {
			return Shorten(m.Text), m.Author, true
		}
	}
	return "", "", false
}

// Shorten cuts a text to what a list shows of it, in one line.
func Shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	n := 0
	for i := range s {
		if n == previewRunes {
			return s[:i]
		}
		n++
	}
	return s
}

// Pushed tells whether a message of a pushed change goes to the channel.
func Pushed(m chat.Message) bool { return !m.Kind.Private() && m.Author != chat.Shopper }

// Attended tells whether the bot works on conversations of this owner: it
// answers, and collects what is missing while they wait in the queue.
func Attended(o chat.Owner) bool { return o == chat.OwnerBot || o == chat.OwnerQueue }

// InboundMessage is the message of an inbound as it is stored, but for its
// conversation, seq and epoch; fault.Invalid for texts that cannot be stored
// and for an inbound without a customer's ref.
func (k Clock) InboundMessage(in chat.Inbound) (chat.Message, error) {
	m, c := in.Message, in.Customer
	if in.ChannelID == "" || c.Ref == "" {
		return m, fault.New(fault.Invalid, "no_sender", "The message does not say who sent it.").At("customer")
	}
	err := CheckText("text", m.Text, m.Payload, m.ExternalID, m.Lang)
	if err == nil {
		err = CheckText("customer", in.ChannelID, c.Ref, c.Name, c.Email, c.Phone, c.Lang, c.Market, c.ShopID, c.Tier)
	}
	if m.At.IsZero() {
		m.At = k.Now()
	}
	return chat.Message{
		ID: k.NewID(), Author: chat.Shopper, Kind: chat.KindText, Text: m.Text, Lang: m.Lang, Payload: m.Payload,
		ExternalID: m.ExternalID, At: At(Micros(m.At)),
	}, err
}

// MergeCustomer adds what a channel knows to what is stored: known members fill
// empty ones, and those of a verified inbound replace. A claim never fills the
// contact data of a verified customer, since it would pass for verified.
func MergeCustomer(stored, in chat.Customer) (merged chat.Customer, changed bool) {
	merged = stored
	for _, m := range []struct {
		to      *string
		from    string
		contact bool
	}{
		{&merged.Name, in.Name, false}, {&merged.Lang, in.Lang, false}, {&merged.Market, in.Market, false},
		{&merged.Email, in.Email, true}, {&merged.Phone, in.Phone, true}, {&merged.Tier, in.Tier, true},
		{&merged.ShopID, in.ShopID, true},
	} {
		free := *m.to == "" && !(m.contact && stored.Verified)
		if m.from != "" && m.from != *m.to && (free || in.Verified) {
			*m.to, changed = m.from, true
		}
	}
	if in.Verified && !stored.Verified {
		merged.Verified, changed = true, true
	}
	return merged, changed
}

// Foreign is the answer to an external id that another customer used before:
// the stored message is not theirs to see.
func Foreign() error {
	return fault.New(fault.Conflict, "idempotency_conflict", "This message id was used before.").
		At("client_id").Advise("Make a new id for every message.")
}

// Missing is the fault for a thing that is not there.
func Missing(what string) error {
	return fault.New(fault.NotFound, "", "There is no such %s.", what)
}

// BotState reads the dialog state of a conversation into a snapshot. One that cannot be
// read, damaged or of another version of the program, is a finding and no failure: it is
// the same however often it is read, and whoever decides must know.
func BotState(s *bot.Snapshot) {
	if len(s.Conversation.State) == 0 {
		return
	}
	if err := json.Unmarshal(s.Conversation.State, &s.State); err != nil {
		s.State, s.StateErr = bot.State{}, fmt.Errorf("read the bot's state: %w", err)
	}
}

// CheckCustomer refuses a customer that cannot be stored.
func CheckCustomer(c chat.Customer) error {
	if c.ID == "" || c.ChannelID == "" || c.Ref == "" {
		return fault.New(fault.Invalid, "", "A customer needs an id, a channel and a ref.").At("customer")
	}
	return CheckText("customer", c.ID, c.ChannelID, c.Ref, c.Name, c.Email, c.Phone, c.Lang, c.Market, c.ShopID, c.Tier)
}

// CustomerExists is the fault for a second customer under a channel's ref.
func CustomerExists() error {
	return fault.New(fault.Conflict, "customer_exists", "The channel has this customer already.")
}

// OtherOpen is the fault for opening a closed conversation beside an open one.
func OtherOpen() error {
	return fault.New(fault.Conflict, "other_open", "The customer has another open conversation on this channel.").
		Advise("Go on in the open one.")
}

// CaseChanged is the fault for a case that somebody else changed, or that would
// be the second one.
func CaseChanged() error {
	return fault.New(fault.Conflict, "case_changed", "Somebody else changed this case.").Advise("Load it again.")
}

// DuplicateMessage is the fault for a desk message whose external id is taken.
func DuplicateMessage() error {
	return fault.New(fault.Conflict, "duplicate_message", "This message was stored before.").At("client_id")
}

// ChangedUser is a person as change leaves them: id, password and birth stay.
func ChangedUser(u auth.User, change func(*auth.User) error) (auth.User, error) {
	next := u
	err := change(&next)
	next.ID, next.PasswordHash, next.CreatedAt = u.ID, u.PasswordHash, u.CreatedAt
	return next, err
}

// EmailTaken is the fault for a second user with an address.
func EmailTaken() error {
	return fault.New(fault.Conflict, "email_taken", "Another user has this e-mail address.").At("email")
}

// Untold gives the acts whose result no turn has told, by the ids of those that
// were.
func Untold(acts []bot.ActRecord, told []string) []bot.ActRecord {
	return slices.DeleteFunc(acts, func(a bot.ActRecord) bool { return slices.Contains(told, a.Act.ID) })
}
