package sqlite

import (
	"context"
	"time"

	"frontdesk/pipeline"
	"frontdesk/store"
)

// claimable selects pending rows that may go at ?1: nothing of the same
// conversation stands before them, and nobody is sending them.
const claimable = `FROM outbox o WHERE o.state = 'pending' AND o.next_at <= ?1 AND o.lease_until <= ?1
	AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.conversation_id = o.conversation_id AND p.state = 'pending' AND p.seq < o.seq)`

// ClaimOut leases up to n rows that may go now, at most one a conversation, in
// order of seq.
func (s *Store) ClaimOut(ctx context.Context, now time.Time, n int, lease time.Duration) (out []pipeline.Outgoing, err error) {
	at := store.Micros(now)
	waiting := false
	err = s.look(ctx, func(ctx context.Context, q *session) error { // an idle poll does not bother the writer
		return q.row(ctx, "SELECT EXISTS (SELECT 1 "+claimable+")", at).Scan(&waiting)
	})
	if err != nil || !waiting {
		return nil, err
	}
	err = s.write(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.OutgoingFields, "SELECT o.id, o.attempts, o.lease_until > 0, k.ref, c.channel_id, m.epoch < c.epoch AND m.author = 'bot', "+
			store.Qualify("m", store.MessageColumns)+` FROM (SELECT o.* `+claimable+` ORDER BY o.next_at, o.id LIMIT ?2 + 0) o
			JOIN conversations c ON c.id = o.conversation_id JOIN customers k ON k.id = c.customer_id
			JOIN messages m ON m.conversation_id = o.conversation_id AND m.seq = o.seq ORDER BY o.next_at, o.id`, at, n)
		if err != nil {
			return err
		}
		for _, o := range out {
			err := q.exec(ctx, "UPDATE outbox SET lease_until = ?2, attempts = attempts + 1 WHERE id = ?1", o.ID, store.Micros(now.Add(lease)))
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// SettleOut stores the outcome of a delivery. See pipeline.Outbox. A row that has its
// outcome keeps it, but an unknown one may still be learnt. fault.NotFound for no such
// row.
func (s *Store) SettleOut(ctx context.Context, id string, o pipeline.Outcome, externalID string, at time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		var conversationID string
		var seq int64
		err := q.row(ctx, "SELECT conversation_id, seq FROM outbox WHERE id = ?1", id).Scan(&conversationID, &seq)
		if err := absent(err, "outgoing message"); err != nil {
			return err
		}
		if o == pipeline.Retry {
			return q.exec(ctx, "UPDATE outbox SET next_at = ?2, lease_until = 0 WHERE id = ?1 AND state = 'pending'", id, store.Micros(at))
		}
		now := store.Micros(s.clock.Now())
		n, err := q.change(ctx, `UPDATE outbox SET state = ?2, external_id = ?3, lease_until = 0, settled_at = ?4
			WHERE id = ?1 AND state IN ('pending', 'unknown')`, id, o, externalID, now)
		if err != nil || n == 0 || !o.Undelivered() {
			return err
		}
		q.after(func() { s.recent.Drop(conversationID) })
		if err := q.exec(ctx, "UPDATE conversations SET updated_at = max(updated_at, ?2) WHERE id = ?1", conversationID, now); err != nil {
			return err
		}
		return s.failed(ctx, q, o, conversationID, seq, now)
	})
}

// failed makes a conversation due whose bot has failed to answer.
func (s *Store) failed(ctx context.Context, q *session, o pipeline.Outcome, conversationID string, seq, now int64) error {
	if o != pipeline.FailedSend {
		return nil
	}
	n, err := q.change(ctx, `UPDATE conversations SET version = version + 1, due_at = CASE WHEN due_at = 0 THEN ?2 ELSE min(due_at, ?2) END
		WHERE id = ?1 AND owner = 'bot' AND EXISTS (SELECT 1 FROM messages WHERE conversation_id = ?1 AND seq = ?3 AND author = 'bot' AND kind = 'text')`,
		conversationID, now, seq)
	if n > 0 {
		q.after(func() { s.due.sooner(conversationID, now) })
	}
	return err
}
