package sqlite

import (
	"context"
	"time"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
	"frontdesk/store"
)

var insertCase = "INSERT INTO cases (" + store.CaseColumns + ") VALUES (" + store.Placeholders("?", 1, store.Count(store.CaseColumns)) + ")"

const (
	selectCase = "SELECT " + store.CaseColumns + " FROM cases"
	openStates = "('requested', 'queued', 'offered', 'in_service', 'deferred')"
)

// Apply writes a change of the desk. See handoff.Store.
func (s *Store) Apply(ctx context.Context, c handoff.Change) (out handoff.Applied, err error) {
	messages, err := s.clock.Fill(c)
	if err != nil {
		return out, err
	}
	err = s.write(ctx, func(ctx context.Context, q *session) error {
		stored, err := conversation(ctx, q, c.Conversation.ID)
		if err != nil {
			return err
		}
		w := writing{c, messages, stored, store.Attended(c.Conversation.Owner)}
		q.after(func() {
			s.recent.Drop(stored.ID)
			if !w.keepDue {
				s.due.set(stored.ID, 0)
			}
		})
		out, err = s.apply(ctx, q, w)
		return err
	})
	return out, err
}

// writing is a change on its way into the database.
type writing struct {
	handoff.Change
	messages []chat.Message
	stored   chat.Conversation
	keepDue  bool
}

// apply is the one place where a conversation, its messages, its case and the
// outbox change, all of them or none.
func (s *Store) apply(ctx context.Context, q *session, w writing) (handoff.Applied, error) {
	if w.stored.Version != w.Conversation.Version {
		return handoff.Applied{}, fault.ErrStale
	}
	now := s.clock.Now()
	out := handoff.Applied{
		Conversation: store.Next(w.stored, w.Conversation, w.messages, now),
		Messages:     w.messages,
		Case:         store.NextCase(w.Case, now),
	}
	store.Number(out.Messages, out.Conversation.LastSeq)
	if err := putConversation(ctx, q, out.Conversation, w.keepDue); err != nil {
		return handoff.Applied{}, err
	}
	for i := range out.Messages {
		if err := s.say(ctx, q, &out.Messages[i], w); err != nil {
			return handoff.Applied{}, err
		}
	}
	if out.Case != nil {
		if err := putCase(ctx, q, out.Case); err != nil {
			return handoff.Applied{}, err
		}
	}
	return out, nil
}

func putConversation(ctx context.Context, q *session, c chat.Conversation, keepDue bool) error {
	fields := append(store.ConversationFields(&c), keepDue)
	err := q.exec(ctx, `UPDATE conversations SET owner = ?4, status = ?5, agent_id = ?6, epoch = ?7, version = ?8, last_seq = ?9,
		episode = ?10, episode_seq = ?11, lang = ?12, market = ?13, state = ?14, outcome = ?15, rating = ?16, preview = ?17,
		preview_by = ?18, waiting_since = ?19, updated_at = ?21,
		closed_at = CASE WHEN ?5 <> 'closed' THEN 0 WHEN status = 'closed' THEN closed_at ELSE ?21 END,
		due_at = CASE WHEN ?22 THEN due_at ELSE 0 END
		WHERE id = ?1 AND customer_id = ?2 AND channel_id = ?3 AND created_at = ?20`, fields...)
	if broken(err, "conversations.customer_id") {
		return store.OtherOpen()
	}
	return err
}

func (s *Store) say(ctx context.Context, q *session, m *chat.Message, w writing) error {
	err := q.exec(ctx, insertMessage, append(store.MessageFields(m), w.stored.ChannelID)...)
	if broken(err, "messages.channel_id, messages.external_id") {
		return store.DuplicateMessage()
	}
	if err != nil || !w.Push || !store.Pushed(*m) {
		return err
	}
	return q.exec(ctx, `INSERT INTO outbox (id, conversation_id, seq, state, attempts, next_at, lease_until, external_id, created_at, settled_at)
		VALUES (?1, ?2, ?3, 'pending', 0, ?4, 0, '', ?4, 0)`,
		s.clock.NewID(), m.ConversationID, m.Seq, store.Micros(s.clock.Now()))
}

// putCase inserts a case at version 1 or updates the one a version below. An
// agent who begins to serve it is noted as having got a case now.
func putCase(ctx context.Context, q *session, c *handoff.Case) error {
	if c.State == handoff.InService && c.AgentID != "" {
		err := q.exec(ctx, `UPDATE users SET last_case_at = ?2 WHERE id = ?1
			AND NOT EXISTS (SELECT 1 FROM cases WHERE id = ?3 AND state = 'in_service' AND agent_id = ?1)`,
			c.AgentID, store.Micros(c.UpdatedAt), c.ID)
		if err != nil {
			return err
		}
	}
	if c.Version == 1 {
		err := q.exec(ctx, insertCase, store.CaseFields(c)...)
		if broken(err, "cases.") {
			return store.CaseChanged()
		}
		return err
	}
	n, err := q.change(ctx, `UPDATE cases SET epoch = ?3, state = ?4, version = ?5, reason = ?6, priority = ?7, skills = ?8, widened = ?9,
		packet = ?10, offered_to = ?11, last_rejecter = ?12, agent_id = ?13, target = ?14, replied = ?15, queued_at = ?16,
		deadline = ?17, deadline_action = ?18, outcome = ?19, updated_at = ?21, accepted_at = ?22, product = ?23
		WHERE id = ?1 AND conversation_id = ?2 AND version = ?5 - 1 AND ?20 > 0`, store.CaseFields(c)...)
	if broken(err, "cases.") || err == nil && n == 0 {
		return store.CaseChanged()
	}
	return err
}

// Case loads one; fault.NotFound.
func (s *Store) Case(ctx context.Context, id string) (c handoff.Case, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) (err error) {
		c, err = one(q.row(ctx, selectCase+" WHERE id = ?1", id), store.CaseFields, store.Missing("case"))
		return err
	})
	return c, err
}

// Cases lists what a filter selects. See handoff.CaseFilter.
func (s *Store) Cases(ctx context.Context, f handoff.CaseFilter) ([]handoff.Case, error) {
	in, args := openStates, []any{f.AgentID, f.ConversationID, f.CustomerID, store.Micros(f.Since), store.Limit(f.Limit, 200, 10_000), f.Product}
	if len(f.States) > 0 {
		in = "(" + store.Placeholders("?", len(args)+1, len(f.States)) + ")"
		for _, st := range f.States {
			args = append(args, st)
		}
	}
	order := "priority DESC, queued_at, created_at, id"
	if f.Newest {
		order = "created_at DESC, id DESC"
	}
	return s.cases(ctx, selectCase+" WHERE state IN "+in+`
		AND (?1 = '' OR agent_id = ?1 OR offered_to = ?1) AND (?2 = '' OR conversation_id = ?2)
		AND (?3 = '' OR conversation_id IN (SELECT id FROM conversations WHERE customer_id = ?3)) AND created_at >= ?4 AND (?6 = '' OR product = ?6)
		ORDER BY `+order+" LIMIT ?5 + 0", args...)
}

// DueCases gives open cases whose deadline is not after now, the most overdue
// first.
func (s *Store) DueCases(ctx context.Context, now time.Time, limit int) ([]handoff.Case, error) {
	return s.cases(ctx, selectCase+" WHERE state IN "+openStates+` AND deadline > 0 AND deadline <= ?1
		ORDER BY deadline, id LIMIT ?2 + 0`, store.Micros(now), store.Limit(limit, 200, 10_000))
}

// CasePosition is where a conversation stands among those who wait. See
// handoff.CaseReader.
func (s *Store) CasePosition(ctx context.Context, conversationID string) (position int, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) error {
		return q.row(ctx, `SELECT count(*) FROM (SELECT priority, queued_at, created_at, id FROM cases WHERE conversation_id = ?1
				AND state IN `+openStates+` AND state IN ('queued', 'offered')) mine
			JOIN cases k ON k.state IN `+openStates+` AND k.state IN ('queued', 'offered') AND (k.priority > mine.priority
				OR k.priority = mine.priority AND (k.queued_at, k.created_at, k.id) <= (mine.queued_at, mine.created_at, mine.id))`,
			conversationID).Scan(&position)
	})
	return position, err
}

func (s *Store) cases(ctx context.Context, query string, args ...any) (out []handoff.Case, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.CaseFields, query, args...)
		return err
	})
	return out, err
}

// selectAgents counts among the open cases only, which have an index.
var selectAgents = "SELECT " + store.AgentColumns + `,
	(SELECT count(*) FROM cases c WHERE c.state IN ` + openStates + ` AND (c.state = 'offered' AND c.offered_to = u.id
		OR c.state = 'in_service' AND c.agent_id = u.id))
	FROM users u WHERE role IN ('agent', 'supervisor', 'admin') AND NOT disabled ORDER BY name, id`

// Agents lists everyone who may take cases, with their load, by name.
func (s *Store) Agents(ctx context.Context) (out []handoff.Agent, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.LoadedAgentFields, selectAgents)
		return err
	})
	return out, err
}

// SetPresence stores an agent's availability and that they were seen; an empty
// availability is only a heartbeat. fault.NotFound for nobody.
func (s *Store) SetPresence(ctx context.Context, agentID string, a handoff.Availability, at time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		n, err := q.change(ctx, `UPDATE users SET availability = CASE WHEN ?2 = '' THEN availability ELSE ?2 END,
			seen_at = max(seen_at, ?3) WHERE id = ?1`, agentID, a, store.Micros(at))
		if err == nil && n == 0 {
			return store.Missing("agent")
		}
		return err
	})
}

// MarkAway makes an agent away who has not been seen since. See handoff.Roster.
func (s *Store) MarkAway(ctx context.Context, agentID string, seen time.Time) (left bool, err error) {
	err = s.write(ctx, func(ctx context.Context, q *session) error {
		n, err := q.change(ctx, "UPDATE users SET availability = 'away' WHERE id = ?1 AND seen_at <= ?2 AND availability IN ('online', 'busy')",
			agentID, store.Micros(seen))
		left = n > 0
		return err
	})
	return left, err
}
