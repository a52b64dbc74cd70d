package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

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

const (
	retrySQL  = "UPDATE outbox SET next_at = $2, lease_until = 0 WHERE id = $1 AND state = 'pending' RETURNING conversation_id"
	settleSQL = `UPDATE outbox SET state = $2, external_id = $3, lease_until = 0, settled_at = $4
		WHERE id = $1 AND state IN ('pending', 'unknown') RETURNING conversation_id`
	// A conversation whose bot has failed to answer becomes due.
	undeliveredSQL = `WITH o AS (` + settleSQL + `, seq, state)
		UPDATE conversations c SET updated_at = greatest(c.updated_at, $4::bigint),
			version = c.version + CASE WHEN ` + unanswered + ` THEN 1 ELSE 0 END,
			due_at = CASE WHEN NOT (` + unanswered + `) THEN c.due_at WHEN c.due_at = 0 THEN $4::bigint ELSE least(c.due_at, $4::bigint) END
		FROM o JOIN messages m ON m.conversation_id = o.conversation_id AND m.seq = o.seq WHERE c.id = o.conversation_id RETURNING c.id`
	unanswered = "o.state = 'failed' AND c.owner = 'bot' AND m.author = 'bot' AND m.kind = 'text'"
)

// SettleOut stores the outcome of a delivery. See pipeline.Outbox. A row that has its
// outcome keeps it, but an unknown one may still be learnt. fault.NotFound for no such
// row.
func (s *Store) SettleOut(ctx context.Context, id string, o pipeline.Outcome, externalID string, at time.Time) error {
	query, args := settleSQL, []any{id, o, externalID, store.Micros(s.clock.Now())}
	switch {
	case o == pipeline.Retry:
		query, args = retrySQL, []any{id, store.Micros(at)}
	case o.Undelivered():
		query = undeliveredSQL
	}
	var conversationID string
	err := s.pool.QueryRow(ctx, query, args...).Scan(&conversationID)
	if errors.Is(err, pgx.ErrNoRows) { // settled before, or none
		return absent(s.pool.QueryRow(ctx, "SELECT conversation_id FROM outbox WHERE id = $1", id).Scan(&conversationID), "outgoing message")
	}
	if o.Undelivered() {
		s.recent.Drop(conversationID)
	}
	return err
}
