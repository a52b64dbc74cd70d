package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/pipeline"
	"frontdesk/store"
)

const selectTurn = "SELECT " + store.TurnColumns + " FROM turns"

// Due leases up to n conversations that are due and not leased, oldest first.
// Conversations that another replica is leasing are skipped, not waited for. A
// lease is the one thing that need not be on the disk: a crash of the server
// frees the conversation at once instead of when the lease ends.
func (s *Store) Due(ctx context.Context, now time.Time, n int, lease time.Duration) ([]pipeline.Lease, error) {
	l := pipeline.Lease{Token: s.clock.NewID(), Until: now.Add(lease)}
	rows, err := s.pool.Query(ctx, `WITH d AS (
			SELECT id, due_at FROM conversations WHERE due_at > 0 AND due_at <= $1 AND lease_until <= $1
			ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED),
		u AS (UPDATE conversations c SET lease_token = $3, lease_until = $4 FROM d WHERE c.id = d.id RETURNING c.id, c.version, d.due_at)
		SELECT id, version, EXISTS (SELECT FROM acts WHERE conversation_id = u.id)
		FROM u, set_config('synchronous_commit', 'off', true) ORDER BY due_at`, store.Micros(now), n, l.Token, store.Micros(l.Until))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (pipeline.Lease, error) {
		l := l
		var version int64
		var acts bool
		err := row.Scan(&l.ConversationID, &version, &acts)
		if err == nil && !acts {
			l.Snapshot = s.recent.Snapshot(l.ConversationID, version)
		}
		return l, err
	})
}

// Release ends a lease; one that has passed to another worker is left alone.
func (s *Store) Release(ctx context.Context, l pipeline.Lease, retryAt time.Time) error {
	return s.exec(ctx, `UPDATE conversations SET lease_token = '', lease_until = 0,
		due_at = CASE WHEN due_at > 0 AND $3::bigint > 0 THEN $3 ELSE due_at END WHERE id = $1 AND lease_token = $2`,
		l.ConversationID, l.Token, store.Micros(retryAt))
}

// TurnFor finds the first record that answers message inSeq or a later one;
// fault.NotFound while there is none.
func (s *Store) TurnFor(ctx context.Context, conversationID string, inSeq int64) (pipeline.Record, error) {
	return one(s.pool.QueryRow(ctx, selectTurn+" WHERE conversation_id = $1 AND in_seq >= $2 ORDER BY version LIMIT 1", conversationID, inSeq),
		store.TurnFields, store.Missing("answer yet"))
}

// Turns lists a conversation's records with InSeq > after, oldest first.
func (s *Store) Turns(ctx context.Context, conversationID string, after int64) ([]pipeline.Record, error) {
	return all(ctx, s.pool, store.TurnFields, selectTurn+" WHERE conversation_id = $1 AND in_seq > $2 ORDER BY version", conversationID, after)
}

// BeginAct stores that an act starts, or gives the one that began before. See
// pipeline.Store. The conversation's row is locked, so that no takeover falls
// between the look at it and the act.
func (s *Store) BeginAct(ctx context.Context, c chat.Conversation, a bot.Act, at time.Time) (out bot.ActRecord, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var version int64
		var owner chat.Owner
		err := tx.QueryRow(ctx, "SELECT version, owner FROM conversations WHERE id = $1 FOR NO KEY UPDATE", c.ID).Scan(&version, &owner)
		if err := absent(err, "conversation"); err != nil {
			return err
		}
		if version != c.Version || owner != chat.OwnerBot {
			return fault.ErrStale
		}
		_, err = tx.Exec(ctx, `INSERT INTO acts (id, conversation_id, name, args, seq, result, begun_at, finished_at)
			VALUES ($1, $2, $3, $4, $5, '', $6, 0) ON CONFLICT (id) DO NOTHING`,
			a.ID, c.ID, a.Name, store.ActArgs(&a), a.Seq, store.Micros(at))
		if err != nil {
			return err
		}
		out, err = store.ScanAct(tx.QueryRow(ctx, "SELECT "+store.ActColumns+" FROM acts WHERE id = $1", a.ID).Scan)
		return err
	})
	return out, err
}

// FinishAct stores an act's result once and makes its conversation due while
// the bot attends to it; fault.NotFound for an act that never began.
func (s *Store) FinishAct(ctx context.Context, actID string, r bot.ActResult, at time.Time) error {
	var known bool
	err := s.pool.QueryRow(ctx, `WITH f AS (
			UPDATE acts SET result = $2, finished_at = $3 WHERE id = $1 AND finished_at = 0 RETURNING conversation_id),
		d AS (UPDATE conversations c SET due_at = CASE WHEN due_at = 0 THEN $3 ELSE least(due_at, $3) END, untold = $1
			FROM f WHERE c.id = f.conversation_id AND c.owner IN ('bot', 'queue'))
		SELECT EXISTS (SELECT FROM acts WHERE id = $1)`, actID, store.ActResult(&r), store.Micros(at)).Scan(&known)
	if err == nil && !known {
		return store.Missing("act")
	}
	return err
}
