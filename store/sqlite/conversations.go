package sqlite

import (
	"context"
	"errors"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/pipeline"
	"frontdesk/store"
)

var (
	insertCustomer = "INSERT INTO customers (" + store.CustomerColumns + ") VALUES (" + store.Placeholders("?", 1, 12) + ")"

	insertConversation = "INSERT INTO conversations (" + store.ConversationColumns +
		", closed_at, due_at, lease_token, lease_until, untold) VALUES (" + store.Placeholders("?", 1, 21) + ", 0, ?22, '', 0, '')"

	insertMessage = "INSERT INTO messages (" + store.MessageColumns + ", channel_id) VALUES (" + store.Placeholders("?", 1, 18) + ")"
)

const (
	selectCustomer     = "SELECT " + store.CustomerColumns + " FROM customers"
	selectConversation = "SELECT " + store.ConversationColumns + " FROM conversations"
	selectMessage      = "SELECT " + store.ReadMessageColumns + " FROM messages"
)

// Receive stores an inbound message once. See pipeline.Store.
func (s *Store) Receive(ctx context.Context, in chat.Inbound, dueAt time.Time) (pipeline.Receipt, error) {
	m, err := s.clock.InboundMessage(in)
	if err != nil {
		return pipeline.Receipt{}, err
	}
	var out pipeline.Receipt
	err = s.write(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = s.receive(ctx, q, arrival{in, m, dueAt})
		return err
	})
	return out, err
}

// arrival is an inbound message with the message that it becomes.
type arrival struct {
	in    chat.Inbound
	m     chat.Message
	dueAt time.Time
}

// sender is what is stored of whoever sends a message, found in one look.
type sender struct {
	customer chat.Customer
	open     string // their open conversation, empty for none
	version  int64  // of it
	sent     bool   // a message with the external id of this one is stored
}

var selectSender = "SELECT " + store.Qualify("k", store.CustomerColumns) + `, coalesce(c.id, ''), coalesce(c.version, 0),
	EXISTS (SELECT 1 FROM messages WHERE channel_id = ?1 AND external_id = ?3 AND external_id <> '')
	FROM customers k LEFT JOIN conversations c ON c.customer_id = k.id AND c.status <> 'closed'
	WHERE k.channel_id = ?1 AND k.ref = ?2`

func senderFields(s *sender) []any {
	return append(store.CustomerFields(&s.customer), &s.open, &s.version, &s.sent)
}

// received gives the receipt of a message that was stored before;
// fault.NotFound for a new one.
func received(ctx context.Context, q *session, in chat.Inbound) (pipeline.Receipt, error) {
	m, err := messageByExternalID(ctx, q, in.ChannelID, in.Message.ExternalID)
	if err != nil {
		return pipeline.Receipt{}, err
	}
	c, err := conversation(ctx, q, m.ConversationID)
	if err != nil {
		return pipeline.Receipt{}, err
	}
	who, err := customer(ctx, q, c.CustomerID)
	if err != nil {
		return pipeline.Receipt{}, err
	}
	if who.Ref != in.Customer.Ref {
		return pipeline.Receipt{}, store.Foreign()
	}
	return pipeline.Receipt{Conversation: c, Message: m}, nil
}

func (s *Store) receive(ctx context.Context, q *session, a arrival) (out pipeline.Receipt, err error) {
	from, err := one(q.row(ctx, selectSender, a.in.ChannelID, a.in.Customer.Ref, a.m.ExternalID), senderFields, fault.ErrNotFound)
	known := !errors.Is(err, fault.ErrNotFound)
	if known && err != nil {
		return out, err
	}
	if from.sent || !known && a.m.ExternalID != "" {
		if out, err = received(ctx, q, a.in); !errors.Is(err, fault.ErrNotFound) {
			return out, err
		}
	}
	now := store.At(store.Micros(s.clock.Now()))
	var c chat.Conversation
	opened := !known
	if known {
		if from.customer, err = updated(ctx, q, from.customer, a.in.Customer); err == nil {
			c, opened, err = s.thread(ctx, q, from, now)
		}
	} else {
		from.customer, err = s.welcome(ctx, q, a.in, now)
	}
	if err != nil {
		return out, err
	}
	who := from.customer
	if opened {
		c = s.begun(who, now)
	}
	c.Version++
	c.LastSeq++
	c.UpdatedAt = now
	if c.WaitingSince.IsZero() {
		c.WaitingSince = now
	}
	c.Preview, c.PreviewBy = store.Shorten(a.m.Text), chat.Shopper
	if c.Lang == "" {
		c.Lang = a.m.Lang
	}
	if opened || store.Attended(c.Owner) {
		q.after(func() { s.due.set(c.ID, store.Micros(a.dueAt)) })
	}
	m := a.m
	m.ConversationID, m.Seq, m.Epoch = c.ID, c.LastSeq, c.Epoch
	q.after(func() { s.recent.Received(c, who, m) })
	if opened {
		err = q.exec(ctx, insertConversation, append(store.ConversationFields(&c), store.Micros(a.dueAt))...)
	} else {
		err = s.arrive(ctx, q, c, a.dueAt)
	}
	if err != nil {
		return pipeline.Receipt{}, err
	}
	if err := q.exec(ctx, insertMessage, append(store.MessageFields(&m), c.ChannelID)...); err != nil {
		return pipeline.Receipt{}, err
	}
	return pipeline.Receipt{Conversation: c, Message: m, Fresh: true, Opened: opened}, nil
}

// arrive writes what a shopper's message changes of its conversation.
func (s *Store) arrive(ctx context.Context, q *session, c chat.Conversation, dueAt time.Time) error {
	return q.exec(ctx, `UPDATE conversations SET owner = ?2, status = ?3, epoch = ?4, version = ?5, last_seq = ?6, lang = ?7,
		preview = ?8, preview_by = ?9, waiting_since = ?10, updated_at = ?11, closed_at = 0,
		due_at = CASE WHEN ?2 IN ('bot', 'queue') THEN ?12 ELSE due_at END WHERE id = ?1`,
		c.ID, c.Owner, c.Status, c.Epoch, c.Version, c.LastSeq, c.Lang, c.Preview, c.PreviewBy,
		store.Micros(c.WaitingSince), store.Micros(c.UpdatedAt), store.Micros(dueAt))
}

// welcome stores a customer who writes for the first time.
func (s *Store) welcome(ctx context.Context, q *session, in chat.Inbound, now time.Time) (chat.Customer, error) {
	c := in.Customer
	c.ID, c.ChannelID, c.CreatedAt = s.clock.NewID(), in.ChannelID, now
	return c, q.exec(ctx, insertCustomer, store.CustomerFields(&c)...)
}

// updated adds to a stored customer what the channel knows.
func updated(ctx context.Context, q *session, stored, in chat.Customer) (chat.Customer, error) {
	merged, changed := store.MergeCustomer(stored, in)
	if !changed {
		return stored, nil
	}
	return merged, updateCustomer(ctx, q, merged)
}

func updateCustomer(ctx context.Context, q *session, c chat.Customer) error {
	return q.exec(ctx, `UPDATE customers SET name = ?2, email = ?3, phone = ?4, lang = ?5, market = ?6, shop_id = ?7, tier = ?8,
		verified = ?9 WHERE id = ?1`,
		c.ID, c.Name, c.Email, c.Phone, c.Lang, c.Market, c.ShopID, c.Tier, c.Verified)
}

// thread gives the conversation that a known customer's message belongs to: the
// open one, or one closed lately, reopened for the bot; opened where it begins a
// new one.
func (s *Store) thread(ctx context.Context, q *session, from sender, now time.Time) (c chat.Conversation, opened bool, err error) {
	if from.open != "" {
		c, err = s.conversationAt(ctx, q, from.open, from.version)
		return c, false, err
	}
	c, err = one(q.row(ctx, selectConversation+` WHERE id =
		(SELECT id FROM conversations WHERE customer_id = ?1 ORDER BY created_at DESC, id DESC LIMIT 1) AND closed_at > ?2`,
		from.customer.ID, store.Micros(now.Add(-store.ReopenWithin))), store.ConversationFields, fault.ErrNotFound)
	if errors.Is(err, fault.ErrNotFound) {
		return c, true, nil
	}
	c.Owner, c.Status, c.Epoch = chat.OwnerBot, chat.StatusBotActive, c.Epoch+1
	return c, false, err
}

// begun is a customer's new conversation, which is not stored yet.
func (s *Store) begun(who chat.Customer, now time.Time) chat.Conversation {
	return chat.Conversation{
		ID: s.clock.NewID(), CustomerID: who.ID, ChannelID: who.ChannelID,
		Owner: chat.OwnerBot, Status: chat.StatusBotActive, Epoch: 1,
		Lang: who.Lang, Market: who.Market, CreatedAt: now,
	}
}

// conversationAt gives a conversation of which the writer has just read the
// version: mostly as it is kept in memory.
func (s *Store) conversationAt(ctx context.Context, q *session, id string, version int64) (chat.Conversation, error) {
	if c, ok := s.recent.Conversation(id, version); ok {
		return c, nil
	}
	return conversation(ctx, q, id)
}

// Load reads what a turn is decided on. See pipeline.Store.
func (s *Store) Load(ctx context.Context, conversationID string) (bot.Snapshot, error) {
	now := s.clock.Now()
	if kept := s.recent.Snapshot(conversationID, 0); kept != nil {
		kept.Now = now
		return *kept, nil
	}
	out := bot.Snapshot{Now: now}
	err := s.read(context.WithoutCancel(ctx), func(ctx context.Context, q *session) (err error) {
		if out.Conversation, err = conversation(ctx, q, conversationID); err != nil {
			return err
		}
		c := out.Conversation
		if out.Customer, err = customer(ctx, q, c.CustomerID); err != nil {
			return err
		}
		store.BotState(&out)
		out.History, err = all(ctx, q, store.ReadMessageFields, "SELECT * FROM ("+selectMessage+
			" WHERE conversation_id = ?1 AND seq > ?2 AND kind NOT IN ('note', 'draft') ORDER BY seq DESC LIMIT ?3 + 0) ORDER BY seq",
			c.ID, c.EpisodeSeq, store.HistoryLimit)
		if err != nil {
			return err
		}
		out.Settled, err = settledActs(ctx, q, c, out.State.Done)
		return err
	})
	return out, err
}

// Conversation loads one; fault.NotFound.
func (s *Store) Conversation(ctx context.Context, id string) (c chat.Conversation, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) (err error) {
		c, err = conversation(ctx, q, id)
		return err
	})
	return c, err
}

func conversation(ctx context.Context, q *session, id string) (chat.Conversation, error) {
	return one(q.row(ctx, selectConversation+" WHERE id = ?1", id), store.ConversationFields, store.Missing("conversation"))
}

// Customer loads one; fault.NotFound.
func (s *Store) Customer(ctx context.Context, id string) (c chat.Customer, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) (err error) {
		c, err = customer(ctx, q, id)
		return err
	})
	return c, err
}

func customer(ctx context.Context, q *session, id string) (chat.Customer, error) {
	return one(q.row(ctx, selectCustomer+" WHERE id = ?1", id), store.CustomerFields, store.Missing("customer"))
}

// CustomerByRef loads the customer whom a channel knows by ref; fault.NotFound.
func (s *Store) CustomerByRef(ctx context.Context, channelID, ref string) (c chat.Customer, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) (err error) {
		c, err = customerByRef(ctx, q, channelID, ref)
		return err
	})
	return c, err
}

func customerByRef(ctx context.Context, q *session, channelID, ref string) (chat.Customer, error) {
	return one(q.row(ctx, selectCustomer+" WHERE channel_id = ?1 AND ref = ?2", channelID, ref),
		store.CustomerFields, store.Missing("customer"))
}

// SaveCustomer inserts the customer or updates, by id, everything but the
// channel and the ref; fault.Conflict with code customer_exists where another
// one has them.
func (s *Store) SaveCustomer(ctx context.Context, c chat.Customer) error {
	if err := store.CheckCustomer(c); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, q *session) error {
		_, err := customer(ctx, q, c.ID)
		if err == nil {
			q.after(func() { s.recent.DropCustomer(c.ID) })
			return updateCustomer(ctx, q, c)
		}
		if !errors.Is(err, fault.ErrNotFound) {
			return err
		}
		if c.CreatedAt.IsZero() {
			c.CreatedAt = s.clock.Now()
		}
		err = q.exec(ctx, insertCustomer, store.CustomerFields(&c)...)
		if broken(err, "customers.channel_id, customers.ref") {
			return store.CustomerExists()
		}
		return err
	})
}

// Messages gives up to limit messages with Seq > after, oldest first, private
// ones included. A limit of 0 is no limit.
func (s *Store) Messages(ctx context.Context, conversationID string, after int64, limit int) (out []chat.Message, err error) {
	if limit <= 0 {
		limit = -1
	}
	err = s.look(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.ReadMessageFields,
			selectMessage+" WHERE conversation_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3 + 0", conversationID, after, limit)
		return err
	})
	return out, err
}

// MessageByExternalID finds the message that was stored under a channel's or
// client's own id; fault.NotFound.
func (s *Store) MessageByExternalID(ctx context.Context, channelID, externalID string) (m chat.Message, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) (err error) {
		m, err = messageByExternalID(ctx, q, channelID, externalID)
		return err
	})
	return m, err
}

func messageByExternalID(ctx context.Context, q *session, channelID, externalID string) (chat.Message, error) {
	return one(q.row(ctx, selectMessage+" WHERE channel_id = ?1 AND external_id = ?2 AND external_id <> ''", channelID, externalID),
		store.ReadMessageFields, store.Missing("message"))
}

// Conversations lists what the filter selects, newest change first.
// fault.Invalid for a cursor that no list gave.
func (s *Store) Conversations(ctx context.Context, f chat.ConversationFilter) (out []chat.ConversationRow, err error) {
	at, id, err := store.ParseCursor(f.After)
	if err != nil {
		return nil, err
	}
	query, more := selectConversations(f)
	args := append([]any{f.Owner, f.Status, f.AgentID, f.CustomerID, f.ChannelID, f.Open, at, id, store.Limit(f.Limit, 50, 200)}, more...)
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.ConversationRowFields, query, args...)
		return err
	})
	for i := range out {
		out[i].Cursor = store.Cursor(out[i].Conversation)
	}
	return out, err
}

// selectConversations gives the query of a list, and its arguments from ?10 on.
func selectConversations(f chat.ConversationFilter) (query string, more []any) {
	with, from, hit := "", "conversations c", store.NoHit
	if f.Text != "" {
		words := store.FTS5Query(f.Text)
		with, from, hit = foundConversations(words != ""), foundJoin, store.HitColumns
		more = []any{words, store.FoundMessages, store.SoughtCustomersJSON(f.Text)}
	}
	return with + "SELECT " + store.Qualify("c", store.ConversationColumns) + ", " + store.Qualify("k", store.CustomerColumns) + ", " + store.UndeliveredColumn + ", " + hit + `
		FROM ` + from + ` JOIN customers k ON k.id = c.customer_id
		WHERE (?1 = '' OR c.owner = ?1) AND (?2 = '' OR c.status = ?2) AND (?3 = '' OR c.agent_id = ?3)
		AND (?4 = '' OR c.customer_id = ?4) AND (?5 = '' OR c.channel_id = ?5)
		AND (NOT ?6 OR c.status <> 'closed') AND (?7 = 0 OR (c.updated_at, c.id) < (?7, ?8))` + store.Narrow(f, "?4") + `
		ORDER BY c.updated_at DESC, c.id DESC LIMIT ?9 + 0`, more
}
