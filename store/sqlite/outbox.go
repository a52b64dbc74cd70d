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

// SettleOut stores the outcome of a delivery; at is the next attempt's time for
// Retry. A row that has its outcome keeps it, but an unknown one may still be
// learnt. fault.NotFound for no such row.
func (s *Store) SettleOut(ctx context.Context, id string, o pipeline.Outcome, externalID string, at time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		var state string
		err := q.row(ctx, "SELECT state FROM outbox WHERE id = ?1", id).Scan(&state)
		if err := absent(err, "outgoing message"); err != nil {
			return err
		}
		if o == pipeline.Retry {
			return q.exec(ctx, "UPDATE outbox SET next_at = ?2, lease_until = 0 WHERE id = ?1 AND state = 'pending'", id, store.Micros(at))
		}
		return q.exec(ctx, `UPDATE outbox SET state = ?2, external_id = ?3, lease_until = 0, settled_at = ?4
			WHERE id = ?1 AND state IN ('pending', 'unknown')`, id, o, externalID, store.Micros(s.clock.Now()))
	})
}
