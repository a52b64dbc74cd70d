package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/pipeline"
	"frontdesk/store"
)

const (
	selectCustomer     = "SELECT " + store.CustomerColumns + " FROM customers"
	selectConversation = "SELECT " + store.ConversationColumns + " FROM conversations"
	selectMessage      = "SELECT " + store.ReadMessageColumns + " FROM messages"
)

// receiveTries bounds how often a message is tried again that lost a race for a
// unique key: the next try sees the winner's rows.
const receiveTries = 8

// receiveSQL stores an inbound message in one statement. It gives no row where
// the external id was stored before. Two first messages of a customer meet at
// conversations_one_open: the second updates the row that the first made.
//
// $1 channel, $2 ref, $3 external id, $4 now, $5 due, $6 closed after, then
// $7.. what the channel knows of the customer, $15.. new ids, $18.. the message.
var receiveSQL = `
WITH dup AS (SELECT 1 FROM messages WHERE channel_id = $1 AND external_id = $3 AND external_id <> ''),
known AS (SELECT * FROM customers WHERE channel_id = $1 AND ref = $2),
filled AS (
	UPDATE customers k SET
		name = CASE WHEN $7::text <> '' AND (k.name = '' OR $14) THEN $7 ELSE k.name END,
		lang = CASE WHEN $8::text <> '' AND (k.lang = '' OR $14) THEN $8 ELSE k.lang END,
		market = CASE WHEN $9::text <> '' AND (k.market = '' OR $14) THEN $9 ELSE k.market END,
		email = CASE WHEN $10::text <> '' AND (k.email = '' AND NOT k.verified OR $14) THEN $10 ELSE k.email END,
		phone = CASE WHEN $11::text <> '' AND (k.phone = '' AND NOT k.verified OR $14) THEN $11 ELSE k.phone END,
		tier = CASE WHEN $12::text <> '' AND (k.tier = '' AND NOT k.verified OR $14) THEN $12 ELSE k.tier END,
		shop_id = CASE WHEN $13::text <> '' AND (k.shop_id = '' AND NOT k.verified OR $14) THEN $13 ELSE k.shop_id END,
		verified = k.verified OR $14
	WHERE k.channel_id = $1 AND k.ref = $2 AND NOT EXISTS (SELECT FROM dup)
	AND (($14::boolean AND NOT k.verified)
		OR $7 <> '' AND $7 <> k.name AND (k.name = '' OR $14)
		OR $8 <> '' AND $8 <> k.lang AND (k.lang = '' OR $14)
		OR $9 <> '' AND $9 <> k.market AND (k.market = '' OR $14)
		OR $10 <> '' AND $10 <> k.email AND (k.email = '' AND NOT k.verified OR $14)
		OR $11 <> '' AND $11 <> k.phone AND (k.phone = '' AND NOT k.verified OR $14)
		OR $12 <> '' AND $12 <> k.tier AND (k.tier = '' AND NOT k.verified OR $14)
		OR $13 <> '' AND $13 <> k.shop_id AND (k.shop_id = '' AND NOT k.verified OR $14))
),
made AS (
	INSERT INTO customers (id, channel_id, ref, name, lang, market, email, phone, tier, shop_id, verified, created_at)
	SELECT $15::text, $1, $2, $7, $8, $9, $10, $11, $12, $13, $14, $4
	WHERE NOT EXISTS (SELECT FROM dup) AND NOT EXISTS (SELECT FROM known)
	ON CONFLICT (channel_id, ref) DO UPDATE SET ref = excluded.ref
	RETURNING *
),
who AS (SELECT *, true AS was FROM known WHERE NOT EXISTS (SELECT FROM dup) UNION ALL SELECT *, false FROM made),
reopened AS (
	UPDATE conversations c SET owner = 'bot', status = 'bot_active', epoch = c.epoch + 1, version = c.version + 1,
		last_seq = c.last_seq + 1, lang = CASE WHEN c.lang = '' THEN $18::text ELSE c.lang END,
		preview = $19::text, preview_by = 'shopper', waiting_since = CASE WHEN c.waiting_since = 0 THEN $4 ELSE c.waiting_since END,
		updated_at = $4, closed_at = 0, due_at = $5
	FROM who WHERE c.customer_id = who.id AND c.status = 'closed' AND c.closed_at > $6
	AND c.id = (SELECT x.id FROM conversations x WHERE x.customer_id = who.id ORDER BY x.created_at DESC, x.id DESC LIMIT 1)
	AND NOT EXISTS (SELECT FROM conversations y WHERE y.customer_id = who.id AND y.status <> 'closed')
	RETURNING c.*
),
arrived AS (
	INSERT INTO conversations (id, customer_id, channel_id, owner, status, agent_id, epoch, version, last_seq, episode, episode_seq,
		lang, market, state, outcome, rating, preview, preview_by, waiting_since, created_at, updated_at,
		closed_at, due_at, lease_token, lease_until, untold)
	SELECT $16::text, who.id, $1, 'bot', 'bot_active', '', 1, 1, 1, 0, 0,
		CASE WHEN who.lang = '' THEN $18 ELSE who.lang END, who.market, '', '', 0, $19, 'shopper', $4, $4, $4, 0, $5, '', 0, ''
	FROM who WHERE NOT EXISTS (SELECT FROM reopened)
	ON CONFLICT (customer_id) WHERE status <> 'closed' DO UPDATE SET version = conversations.version + 1,
		last_seq = conversations.last_seq + 1,
		lang = CASE WHEN conversations.lang = '' THEN $18 ELSE conversations.lang END,
		preview = excluded.preview, preview_by = 'shopper',
		waiting_since = CASE WHEN conversations.waiting_since = 0 THEN $4 ELSE conversations.waiting_since END,
		updated_at = $4, closed_at = 0,
		due_at = CASE WHEN conversations.owner IN ('bot', 'queue') THEN $5 ELSE conversations.due_at END
	RETURNING *
),
c AS (SELECT * FROM reopened UNION ALL SELECT * FROM arrived),
said AS (
	INSERT INTO messages (id, conversation_id, channel_id, seq, epoch, author, author_id, author_name, kind, event, text, lang,
		blocks, quick_replies, sources, payload, external_id, at)
	SELECT $17::text, c.id, $1, c.last_seq, c.epoch, 'shopper', '', '', 'text', '', $20::text, $18,
		'', '', '', $21::text, $3, $22::bigint FROM c
)
SELECT ` + store.Qualify("c", store.ConversationColumns) + `, ` + store.Qualify("who", store.CustomerColumns) + `, who.was FROM c, who`

// sent is what receiveSQL gives: the conversation after the message, and the
// customer as they were before it, or, where they were not known, were made.
type sent struct {
	chat.ConversationRow
	known bool
}

func sentFields(r *sent) []any {
	return append(append(store.ConversationFields(&r.Conversation), store.CustomerFields(&r.Customer)...), &r.known)
}

// Receive stores an inbound message once. See pipeline.Store.
func (s *Store) Receive(ctx context.Context, in chat.Inbound, dueAt time.Time) (pipeline.Receipt, error) {
	m, err := s.clock.InboundMessage(in)
	if err != nil {
		return pipeline.Receipt{}, err
	}
	for range receiveTries {
		var out pipeline.Receipt
		if out, err = s.receive(ctx, in, m, dueAt); err == nil || !again(err) && !broken(err, "messages_external", "conversations_one_open") {
			return out, err
		}
	}
	return pipeline.Receipt{}, err
}

func (s *Store) receive(ctx context.Context, in chat.Inbound, m chat.Message, dueAt time.Time) (pipeline.Receipt, error) {
	now := s.clock.Now()
	k, newID := in.Customer, s.clock.NewID()
	row, err := one(s.pool.QueryRow(ctx, receiveSQL,
		in.ChannelID, k.Ref, m.ExternalID, store.Micros(now), store.Micros(dueAt), store.Micros(now.Add(-store.ReopenWithin)),
		k.Name, k.Lang, k.Market, k.Email, k.Phone, k.Tier, k.ShopID, k.Verified,
		s.clock.NewID(), newID, m.ID, m.Lang, store.Shorten(m.Text), m.Text, m.Payload, store.Micros(m.At)),
		sentFields, fault.ErrNotFound)
	if errors.Is(err, fault.ErrNotFound) {
		return s.received(ctx, in)
	}
	if err != nil {
		return pipeline.Receipt{}, err
	}
	c, who := row.Conversation, row.Customer
	if row.known { // as the statement has filled it
		who, _ = store.MergeCustomer(who, k)
	}
	m.ConversationID, m.Seq, m.Epoch = c.ID, c.LastSeq, c.Epoch
	s.recent.Received(c, who, m)
	return pipeline.Receipt{Conversation: c, Message: m, Fresh: true, Opened: c.ID == newID}, nil
}

// received gives the receipt of a message that was stored before.
func (s *Store) received(ctx context.Context, in chat.Inbound) (pipeline.Receipt, error) {
	m, err := s.MessageByExternalID(ctx, in.ChannelID, in.Message.ExternalID)
	if err != nil {
		return pipeline.Receipt{}, err
	}
	c, err := s.Conversation(ctx, m.ConversationID)
	if err != nil {
		return pipeline.Receipt{}, err
	}
	who, err := s.Customer(ctx, c.CustomerID)
	if err != nil {
		return pipeline.Receipt{}, err
	}
	if who.Ref != in.Customer.Ref {
		return pipeline.Receipt{}, store.Foreign()
	}
	return pipeline.Receipt{Conversation: c, Message: m}, nil
}

// Load reads what a turn is decided on, in one round trip. The conversation is
// read first: where it changes meanwhile, Commit sees that by its version.
func (s *Store) Load(ctx context.Context, conversationID string) (bot.Snapshot, error) {
	out := bot.Snapshot{Now: s.clock.Now()}
	var acts []bot.ActRecord
	b := &pgx.Batch{}
	b.Queue(selectConversation+" WHERE id = $1", conversationID).QueryRow(func(row pgx.Row) (err error) {
		out.Conversation, err = one(row, store.ConversationFields, store.Missing("conversation"))
		return err
	})
	b.Queue(selectCustomer+" WHERE id = (SELECT customer_id FROM conversations WHERE id = $1)", conversationID).QueryRow(func(row pgx.Row) (err error) {
		out.Customer, err = one(row, store.CustomerFields, store.Missing("customer"))
		return err
	})
	const episode = " WHERE conversation_id = $1 AND seq > (SELECT episode_seq FROM conversations WHERE id = $1)"
	b.Queue("SELECT * FROM ("+selectMessage+episode+" AND kind NOT IN ('note', 'draft') ORDER BY seq DESC LIMIT $2) h ORDER BY seq",
		conversationID, store.HistoryLimit).Query(func(rows pgx.Rows) (err error) {
		out.History, err = collect(rows, store.ReadMessageFields)
		return err
	})
	b.Queue("SELECT "+store.ActColumns+" FROM acts"+episode+" ORDER BY finished_at, id", conversationID).Query(func(rows pgx.Rows) (err error) {
		acts, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (bot.ActRecord, error) { return store.ScanAct(row.Scan) })
		return err
	})
	if err := s.pool.SendBatch(ctx, b).Close(); err != nil {
		return out, err
	}
	store.BotState(&out)
	out.Settled = store.Untold(acts, out.State.Done)
	return out, nil
}

// Conversation loads one; fault.NotFound.
func (s *Store) Conversation(ctx context.Context, id string) (chat.Conversation, error) {
	return one(s.pool.QueryRow(ctx, selectConversation+" WHERE id = $1", id), store.ConversationFields, store.Missing("conversation"))
}

// Customer loads one; fault.NotFound.
func (s *Store) Customer(ctx context.Context, id string) (chat.Customer, error) {
	return one(s.pool.QueryRow(ctx, selectCustomer+" WHERE id = $1", id), store.CustomerFields, store.Missing("customer"))
}

// CustomerByRef loads the customer whom a channel knows by ref; fault.NotFound.
func (s *Store) CustomerByRef(ctx context.Context, channelID, ref string) (chat.Customer, error) {
	return one(s.pool.QueryRow(ctx, selectCustomer+" WHERE channel_id = $1 AND ref = $2", channelID, ref),
		store.CustomerFields, store.Missing("customer"))
}

// SaveCustomer inserts the customer or updates, by id, everything but the
// channel and the ref; fault.Conflict with code customer_exists where another
// one has them.
func (s *Store) SaveCustomer(ctx context.Context, c chat.Customer) error {
	if err := store.CheckCustomer(c); err != nil {
		return err
	}
	if c.CreatedAt.IsZero() {
		c.CreatedAt = s.clock.Now()
	}
	err := s.exec(ctx, "INSERT INTO customers ("+store.CustomerColumns+") VALUES ("+store.Placeholders("$", 1, 12)+`)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, phone = excluded.phone, lang = excluded.lang,
		market = excluded.market, shop_id = excluded.shop_id, tier = excluded.tier, verified = excluded.verified`, store.CustomerFields(&c)...)
	s.recent.DropCustomer(c.ID)
	if broken(err, "customers_channel_id_ref_key") {
		return store.CustomerExists()
	}
	return err
}

// Messages gives up to limit messages with Seq > after, oldest first, private
// ones included. A limit of 0 is no limit.
func (s *Store) Messages(ctx context.Context, conversationID string, after int64, limit int) ([]chat.Message, error) {
	return all(ctx, s.pool, store.ReadMessageFields,
		selectMessage+" WHERE conversation_id = $1 AND seq > $2 ORDER BY seq LIMIT nullif($3::bigint, 0)", conversationID, after, max(limit, 0))
}

// MessageByExternalID finds the message that was stored under a channel's or
// client's own id; fault.NotFound.
func (s *Store) MessageByExternalID(ctx context.Context, channelID, externalID string) (chat.Message, error) {
	return one(s.pool.QueryRow(ctx, selectMessage+" WHERE channel_id = $1 AND external_id = $2 AND external_id <> ''", channelID, externalID),
		store.ReadMessageFields, store.Missing("message"))
}

// Conversations lists what the filter selects, newest change first.
// fault.Invalid for a cursor that no list gave.
func (s *Store) Conversations(ctx context.Context, f chat.ConversationFilter) ([]chat.ConversationRow, error) {
	at, id, err := store.ParseCursor(f.After)
	if err != nil {
		return nil, err
	}
	args := []any{f.Owner, f.Status, f.AgentID, f.CustomerID, f.ChannelID, f.Open, at, id, store.Limit(f.Limit, 50, 200)}
	with, from, hit := "", "conversations c", store.NoHit
	if f.Text != "" {
		with, from, hit = foundConversations, foundJoin, store.HitColumns
		args = append(args, store.TSQuery(f.Text), store.FoundMessages, store.SoughtCustomers(f.Text))
	}
	query := with + "SELECT " + store.Qualify("c", store.ConversationColumns) + ", " + store.Qualify("k", store.CustomerColumns) + ", " + store.UndeliveredColumn + ", " + hit + `
		FROM ` + from + ` JOIN customers k ON k.id = c.customer_id
		WHERE ($1 = '' OR c.owner = $1) AND ($2 = '' OR c.status = $2) AND ($3 = '' OR c.agent_id = $3)
		AND ($4 = '' OR c.customer_id = $4) AND ($5 = '' OR c.channel_id = $5)
		AND (NOT $6::boolean OR c.status <> 'closed') AND ($7::bigint = 0 OR (c.updated_at, c.id) < ($7, $8))` + store.Narrow(f, "$4") + `
		ORDER BY c.updated_at DESC, c.id DESC LIMIT $9`
	out, err := all(ctx, s.pool, store.ConversationRowFields, query, args...)
	for i := range out {
		out[i].Cursor = store.Cursor(out[i].Conversation)
	}
	return out, err
}
