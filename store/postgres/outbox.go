package postgres

import (
	"context"
	"time"

	"frontdesk/pipeline"
	"frontdesk/store"
)

var claimSQL = `WITH d AS (
		SELECT o.id, o.attempts, o.lease_until > 0 AS unsettled, o.next_at, o.conversation_id, o.seq FROM outbox o
		WHERE o.state = 'pending' AND o.next_at <= $1 AND o.lease_until <= $1
		AND NOT EXISTS (SELECT FROM outbox p WHERE p.conversation_id = o.conversation_id AND p.state = 'pending' AND p.seq < o.seq)
		ORDER BY o.next_at, o.id LIMIT $2 FOR UPDATE OF o SKIP LOCKED),
	u AS (UPDATE outbox SET lease_until = $3, attempts = outbox.attempts + 1 FROM d WHERE outbox.id = d.id)
	SELECT d.id, d.attempts, d.unsettled, k.ref, c.channel_id, m.epoch < c.epoch AND m.author = 'bot', ` +
	store.Qualify("m", store.MessageColumns) + ` FROM d
	JOIN conversations c ON c.id = d.conversation_id JOIN customers k ON k.id = c.customer_id
	JOIN messages m ON m.conversation_id = d.conversation_id AND m.seq = d.seq ORDER BY d.next_at, d.id`

// ClaimOut leases up to n rows that may go now, at most one a conversation, in
// order of seq.
func (s *Store) ClaimOut(ctx context.Context, now time.Time, n int, lease time.Duration) ([]pipeline.Outgoing, error) {
	return all(ctx, s.pool, store.OutgoingFields, claimSQL, store.Micros(now), n, store.Micros(now.Add(lease)))
}

// SettleOut stores the outcome of a delivery; at is the next attempt's time for
// Retry. A row that has its outcome keeps it, but an unknown one may still be
// learnt. fault.NotFound for no such row.
func (s *Store) SettleOut(ctx context.Context, id string, o pipeline.Outcome, externalID string, at time.Time) error {
	query, args := `UPDATE outbox SET state = $2, external_id = $3, lease_until = 0, settled_at = $4
		WHERE id = $1 AND state IN ('pending', 'unknown')`, []any{id, o, externalID, store.Micros(s.clock.Now())}
	if o == pipeline.Retry {
		query, args = "UPDATE outbox SET next_at = $2, lease_until = 0 WHERE id = $1 AND state = 'pending'", []any{id, store.Micros(at)}
	}
	tag, err := s.pool.Exec(ctx, query, args...)
	if err != nil || tag.RowsAffected() > 0 {
		return err
	}
	var state string
	return absent(s.pool.QueryRow(ctx, "SELECT state FROM outbox WHERE id = $1", id).Scan(&state), "outgoing message")
}
