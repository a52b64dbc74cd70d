package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
	"frontdesk/pipeline"
	"frontdesk/store"
)

// writeTries bounds how often a write is tried again after a deadlock.
const writeTries = 4

// Apply writes a change of the desk. See handoff.Store.
func (s *Store) Apply(ctx context.Context, c handoff.Change) (handoff.Applied, error) {
	return s.apply(ctx, c, nil)
}

// Commit applies a turn under the version that was loaded. See pipeline.Store.
func (s *Store) Commit(ctx context.Context, t pipeline.Turn) (handoff.Applied, error) {
	return s.apply(ctx, t.Change, &t)
}

// apply is the one place where a conversation, its messages, its case and the
// outbox change, all of them or none, in one statement. A turn, where there is
// one, is recorded with them.
func (s *Store) apply(ctx context.Context, c handoff.Change, t *pipeline.Turn) (handoff.Applied, error) {
	w, err := s.writing(c, t)
	if err != nil {
		return handoff.Applied{}, err
	}
	query, err := w.statement()
	if err != nil {
		return handoff.Applied{}, err
	}
	for range writeTries {
		var conv chat.Conversation
		conv, err = one(s.pool.QueryRow(ctx, query, w.args...), store.ConversationFields, fault.ErrStale)
		if err == nil {
			store.Number(w.messages, conv.LastSeq)
			s.keep(conv, w)
			return handoff.Applied{Conversation: conv, Messages: w.messages, Case: w.kase}, nil
		}
		if !again(err) {
			break
		}
	}
	return handoff.Applied{}, s.why(ctx, w, err)
}

// keep notes what was written for the turns that follow.
func (s *Store) keep(c chat.Conversation, w *writing) {
	if w.turn != nil {
		s.recent.Answered(c, w.messages)
	} else {
		s.recent.Drop(c.ID)
	}
}

// why says what kept a change from being written.
func (s *Store) why(ctx context.Context, w *writing, err error) error {
	switch {
	case broken(err, "conversations_one_open"):
		return store.OtherOpen()
	case broken(err, "messages_external"):
		return store.DuplicateMessage()
	case broken(err, "cases_pkey", "cases_conversation_id_epoch_key", "cases_one_open"):
		return store.CaseChanged()
	case !errors.Is(err, fault.ErrStale):
		return fmt.Errorf("write conversation %s: %w", w.wanted.ID, err)
	}
	stored, err := s.Conversation(ctx, w.wanted.ID)
	if err != nil {
		return err
	}
	if stored.Version == w.wanted.Version && (w.turn == nil || store.Attended(stored.Owner)) {
		return store.CaseChanged()
	}
	return fault.ErrStale
}

// writing is a change on its way into the database: the statement's parts share
// its arguments.
type writing struct {
	wanted   chat.Conversation
	next     chat.Conversation // but for what only the stored row knows
	messages []chat.Message
	kase     *handoff.Case
	push     bool
	turn     *pipeline.Turn
	clock    store.Clock
	now      string // parameters that several parts use
	id       string
	count    string
	args     arguments
}

func (s *Store) writing(c handoff.Change, t *pipeline.Turn) (*writing, error) {
	messages, err := s.clock.Fill(c)
	if err != nil {
		return nil, err
	}
	now := s.clock.Now()
	w := &writing{wanted: c.Conversation, messages: messages, push: c.Push, turn: t, clock: s.clock,
		next: store.Next(chat.Conversation{}, c.Conversation, messages, now), kase: store.NextCase(c.Case, now)}
	w.now, w.id = w.args.add(store.Micros(now), "bigint"), w.args.add(c.Conversation.ID, "text")
	w.count = w.args.add(len(messages), "bigint")
	return w, nil
}

// statement puts the parts together: only those that the change needs.
func (w *writing) statement() (string, error) {
	sql := "WITH c AS (" + w.conversation() + ")"
	if len(w.messages) > 0 {
		log, err := w.log()
		if err != nil {
			return "", err
		}
		sql += ", m AS (" + log + ")"
	}
	if out := w.outbox(); out != "" {
		sql += ", o AS (" + out + ")"
	}
	if w.kase != nil {
		sql += ", k AS (" + w.putCase() + ")"
		if w.kase.State == handoff.InService && w.kase.AgentID != "" {
			sql += ", u AS (" + w.served() + ")"
		}
	}
	if w.turn != nil {
		sql += ", t AS (" + w.record() + ")"
	}
	return sql + " SELECT " + store.ConversationColumns + " FROM c", nil
}

// conversationKinds are the columns that a change writes as they are wanted.
var conversationKinds = []struct{ name, kind string }{
	{"owner", "text"}, {"agent_id", "text"}, {"epoch", "bigint"}, {"episode", "bigint"}, {"episode_seq", "bigint"}, {"lang", "text"},
	{"market", "text"}, {"state", "text"}, {"outcome", "text"}, {"rating", "bigint"}, {"waiting_since", "bigint"},
}

// conversation is the part that guards all others: they take their rows from
// what it returns, which is nothing where the version, the owner or the case is
// not what was read.
func (w *writing) conversation() string {
	c, add := &w.next, w.args.add
	row := store.RowOf(store.ConversationColumns, store.ConversationFields(c))
	status := add(c.Status, "text")
	sql := "UPDATE conversations SET version = version + 1, last_seq = last_seq + " + w.count + ", updated_at = " + w.now + ", status = " + status
	for _, col := range conversationKinds {
		sql += ", " + col.name + " = " + add(row[col.name], col.kind)
	}
	if _, _, spoken := store.Preview(w.messages); spoken {
		sql += ", preview = " + add(c.Preview, "text") + ", preview_by = " + add(c.PreviewBy, "text")
	}
	sql += ", closed_at = CASE WHEN " + status + " <> 'closed' THEN 0 WHEN status = 'closed' THEN closed_at ELSE " + w.now + " END"
	if w.turn != nil {
		sql += ", lease_token = '', lease_until = 0"
	}
	switch {
	case !store.Attended(c.Owner):
		sql += ", due_at = 0, untold = ''"
	case w.turn != nil && w.turn.Again:
		sql += ", untold = ''"
	case w.turn != nil: // an act that finished beside the turn keeps it due, once
		done := w.turn.Told
		if done == nil {
			done = []string{}
		}
		sql += ", untold = '', due_at = CASE WHEN untold <> '' AND untold <> ALL (" + add(done, "text[]") + ") THEN due_at ELSE 0 END"
	}
	sql += " WHERE id = " + w.id + " AND version = " + add(w.wanted.Version, "bigint")
	if w.turn != nil {
		sql += " AND owner IN ('bot', 'queue')"
	}
	if w.kase != nil && w.kase.Version > 1 {
		sql += " AND EXISTS (SELECT FROM cases k WHERE k.id = " + add(w.kase.ID, "text") + " AND k.conversation_id = " + w.id +
			" AND k.version = " + add(w.kase.Version-1, "bigint") + ")"
	}
	return sql + " RETURNING *"
}

// messageTexts are the text columns of messages that a change writes.
var messageTexts = []string{"id", "author", "author_id", "author_name", "kind", "event", "text", "lang", "blocks", "quick_replies",
	"sources", "payload", "external_id"}

// log is the part that writes the messages, numbered from the locked row.
func (w *writing) log() (string, error) {
	texts := make([][]string, len(messageTexts))
	times := make([]int64, len(w.messages))
	for i := range w.messages {
		row := store.RowOf(store.MessageColumns, store.MessageFields(&w.messages[i]))
		for j, name := range messageTexts {
			text, err := row.Text(name)
			if err != nil {
				return "", fmt.Errorf("message column %s: %w", name, err)
			}
			texts[j] = append(texts[j], text)
		}
		times[i] = store.Micros(w.messages[i].At)
	}
	arrays := ""
	for _, t := range texts {
		arrays += w.args.add(t, "text[]") + ", "
	}
	names := strings.Join(messageTexts, ", ")
	return "INSERT INTO messages (conversation_id, channel_id, seq, epoch, " + names + ", at) SELECT c.id, c.channel_id, c.last_seq - " +
		w.count + " + u.place, c.epoch, " + store.Qualify("u", names) + ", u.at FROM c, unnest(" + arrays + w.args.add(times, "bigint[]") +
		") WITH ORDINALITY AS u(" + names + ", at, place)", nil
}

// outbox is the part for what must be sent; empty for nothing.
func (w *writing) outbox() string {
	var ids []string
	var places []int64
	for i, m := range w.messages {
		if w.push && store.Pushed(m) {
			ids, places = append(ids, w.clock.NewID()), append(places, int64(i+1))
		}
	}
	if len(ids) == 0 {
		return ""
	}
	return `INSERT INTO outbox (id, conversation_id, seq, state, attempts, next_at, lease_until, external_id, created_at, settled_at)
		SELECT u.id, c.id, c.last_seq - ` + w.count + " + u.place, 'pending', 0, " + w.now + ", 0, '', " + w.now + `, 0
		FROM c, unnest(` + w.args.add(ids, "text[]") + ", " + w.args.add(places, "bigint[]") + ") AS u(id, place)"
}

// caseKinds are the types of store.CaseColumns.
var caseKinds = []string{"text", "text", "bigint", "text", "bigint", "text", "bigint", "text", "bigint", "text", "text", "text",
	"text", "text", "boolean", "bigint", "bigint", "text", "text", "bigint", "bigint", "bigint", "text"}

func (w *writing) putCase() string {
	values := ""
	for i, f := range store.CaseFields(w.kase) {
		if i > 0 {
			values += ", "
		}
		values += w.args.add(f, caseKinds[i])
	}
	if w.kase.Version == 1 {
		return "INSERT INTO cases (" + store.CaseColumns + ") SELECT " + values + " FROM c"
	}
	return "UPDATE cases SET (" + store.CaseColumns + ") = ROW (" + values + ") FROM c WHERE cases.conversation_id = c.id AND cases.id = " +
		w.args.add(w.kase.ID, "text")
}

// served notes that an agent begins to serve a case now. The statement sees the
// case as it was before.
func (w *writing) served() string {
	agent := w.args.add(w.kase.AgentID, "text")
	return "UPDATE users SET last_case_at = " + w.now + " FROM c WHERE users.id = " + agent +
		" AND NOT EXISTS (SELECT FROM cases k WHERE k.id = " + w.args.add(w.kase.ID, "text") + " AND k.state = 'in_service' AND k.agent_id = " + agent + ")"
}

func (w *writing) record() string {
	r, add := &w.turn.Record, w.args.add
	caseID := r.CaseID
	if caseID == "" && w.kase != nil {
		caseID = w.kase.ID
	}
	return "INSERT INTO turns (" + store.TurnColumns + ", version) SELECT c.id, " + add(w.turn.InSeq, "bigint") + ", c.last_seq - " + w.count +
		" + 1, c.last_seq, " + add(r.Action, "text") + ", " + add(r.Reason, "text") + ", " + add(r.Detail, "text") + ", " +
		add(r.Intent, "text") + ", " + add(r.Confidence, "double precision") + ", " + add(caseID, "text") + ", c.owner, " +
		add(string(r.Trace), "text") + ", " + w.now + ", c.version FROM c"
}
