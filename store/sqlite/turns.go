package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
	"frontdesk/pipeline"
	"frontdesk/store"
)

var insertTurn = "INSERT INTO turns (" + store.TurnColumns + ", version) VALUES (" + store.Placeholders("?", 1, 14) + ")"

const (
	selectTurn = "SELECT " + store.TurnColumns + " FROM turns"
	selectAct  = "SELECT " + store.ActColumns + " FROM acts"
)

// Commit applies a turn under the version that was loaded. See pipeline.Store.
func (s *Store) Commit(ctx context.Context, t pipeline.Turn) (out handoff.Applied, err error) {
	messages, err := s.clock.Fill(t.Change)
	if err != nil {
		return out, err
	}
	err = s.write(ctx, func(ctx context.Context, q *session) error {
		id := t.Change.Conversation.ID
		var version int64
		var act string
		err := q.row(ctx, "SELECT version, untold FROM conversations WHERE id = ?1", id).Scan(&version, &act)
		if err := absent(err, "conversation"); err != nil {
			return err
		}
		stored, err := s.conversationAt(ctx, q, id, version)
		if err != nil {
			return err
		}
		if !store.Attended(stored.Owner) {
			return fault.ErrStale
		}
		keepDue, err := untold(ctx, q, act, t)
		if err != nil {
			return err
		}
		keepDue = keepDue || t.Again
		if out, err = s.apply(ctx, q, writing{t.Change, messages, stored, keepDue}); err != nil {
			return err
		}
		applied := out
		q.after(func() {
			s.due.done(applied.Conversation.ID, keepDue)
			s.recent.Answered(applied.Conversation, applied.Messages)
		})
		r := t.Recorded(out)
		return q.exec(ctx, insertTurn, append(store.TurnFields(&r), out.Conversation.Version)...)
	})
	if err != nil { // what it was decided on is read anew
		s.recent.Drop(t.Change.Conversation.ID)
	}
	return out, err
}

// TurnFor finds the first record that answers message inSeq or a later one;
// fault.NotFound while there is none.
func (s *Store) TurnFor(ctx context.Context, conversationID string, inSeq int64) (r pipeline.Record, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) (err error) {
		r, err = one(q.row(ctx, selectTurn+" WHERE conversation_id = ?1 AND in_seq >= ?2 ORDER BY version LIMIT 1", conversationID, inSeq),
			store.TurnFields, store.Missing("answer yet"))
		return err
	})
	return r, err
}

// Turns lists a conversation's records with InSeq > after, oldest first.
func (s *Store) Turns(ctx context.Context, conversationID string, after int64) (out []pipeline.Record, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.TurnFields, selectTurn+" WHERE conversation_id = ?1 AND in_seq > ?2 ORDER BY version", conversationID, after)
		return err
	})
	return out, err
}

// BeginAct stores that an act starts, or gives the one that began before. See
// pipeline.Store.
func (s *Store) BeginAct(ctx context.Context, c chat.Conversation, a bot.Act, at time.Time) (out bot.ActRecord, err error) {
	err = s.write(ctx, func(ctx context.Context, q *session) error {
		stored, err := conversation(ctx, q, c.ID)
		if err != nil {
			return err
		}
		if stored.Version != c.Version || stored.Owner != chat.OwnerBot {
			return fault.ErrStale
		}
		out, err = store.ScanAct(q.row(ctx, selectAct+" WHERE id = ?1", a.ID).Scan)
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		out = bot.ActRecord{Act: a, At: store.At(store.Micros(at))}
		q.after(func() { s.recent.Drop(c.ID) }) // from now on there may be results to tell
		return q.exec(ctx, `INSERT INTO acts (id, conversation_id, name, args, seq, result, begun_at, finished_at)
			VALUES (?1, ?2, ?3, ?4, ?5, '', ?6, 0)`, a.ID, c.ID, a.Name, store.ActArgs(&a), a.Seq, store.Micros(at))
	})
	return out, err
}

// FinishAct stores an act's result once and makes its conversation due while
// the bot attends to it; fault.NotFound for an act that never began.
func (s *Store) FinishAct(ctx context.Context, actID string, r bot.ActResult, at time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		var finished int64
		var conversationID string
		err := q.row(ctx, "SELECT finished_at, conversation_id FROM acts WHERE id = ?1", actID).Scan(&finished, &conversationID)
		if errors.Is(err, sql.ErrNoRows) {
			return store.Missing("act")
		}
		if err != nil || finished != 0 {
			return err
		}
		if err := q.exec(ctx, "UPDATE acts SET result = ?2, finished_at = ?3 WHERE id = ?1", actID, store.ActResult(&r), store.Micros(at)); err != nil {
			return err
		}
		n, err := q.change(ctx, `UPDATE conversations SET due_at = CASE WHEN due_at = 0 THEN ?2 ELSE min(due_at, ?2) END, untold = ?3
			WHERE id = ?1 AND owner IN ('bot', 'queue')`, conversationID, store.Micros(at), actID)
		if n > 0 {
			q.after(func() { s.due.sooner(conversationID, store.Micros(at)) })
		}
		q.after(func() { s.recent.Drop(conversationID) })
		return err
	})
}

// untold tells whether an act finished beside a turn, so that its result is
// still to be told: then the conversation stays due, once. The mark is taken
// away, so that a result that nobody can word is not tried for ever.
func untold(ctx context.Context, q *session, act string, t pipeline.Turn) (bool, error) {
	if act == "" {
		return false, nil
	}
	wanted := t.Change.Conversation
	err := q.exec(ctx, "UPDATE conversations SET untold = '' WHERE id = ?1", wanted.ID)
	return store.Attended(wanted.Owner) && !slices.Contains(t.Told, act), err
}

// settledActs gives the acts of this episode whose result no turn has told; one
// without a result has begun, and first comes what has not ended.
func settledActs(ctx context.Context, q *session, c chat.Conversation, told []string) (out []bot.ActRecord, err error) {
	err = q.each(ctx, func(row scanner) error {
		a, err := store.ScanAct(row.Scan)
		out = append(out, a)
		return err
	}, selectAct+" WHERE conversation_id = ?1 AND seq > ?2 ORDER BY finished_at, id", c.ID, c.EpisodeSeq)
	return store.Untold(out, told), err
}
