package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/chat"
	"frontdesk/store"
)

// What changed since then is found through conversations_updated: whatever
// happens in a conversation raises its updated_at.
const (
	countToday = `WITH busy AS MATERIALIZED (SELECT id FROM conversations WHERE updated_at >= $1)
		SELECT
		(SELECT count(*) FROM busy JOIN messages m ON m.conversation_id = busy.id WHERE m.at >= $1 AND m.author = 'shopper' AND m.kind = 'text'),
		(SELECT count(*) FROM busy JOIN turns t ON t.conversation_id = busy.id WHERE t.at >= $1 AND t.action <> 'silent'),
		(SELECT count(*) FROM busy JOIN turns t ON t.conversation_id = busy.id WHERE t.at >= $1 AND t.action = 'answer'),
		(SELECT count(*) FROM busy JOIN cases k ON k.conversation_id = busy.id
			WHERE k.updated_at >= $1 AND k.state IN ('completed', 'returned_to_bot') AND k.agent_id <> '')`
	countReasons = `SELECT coalesce(nullif(reason, '')::jsonb ->> 'code', ''), count(*) FROM cases WHERE created_at >= $1 GROUP BY 1`
	countOpen    = `SELECT owner, count(*) FROM conversations WHERE status <> 'closed' GROUP BY owner`
)

// OpenByOwner counts the conversations that are not closed.
func (s *Store) OpenByOwner(ctx context.Context) (map[chat.Owner]int, error) {
	out := map[chat.Owner]int{}
	return out, tally(ctx, s.pool, out, countOpen)
}

// Figures counts what happened since a time.
func (s *Store) Figures(ctx context.Context, since time.Time) (chat.Figures, error) {
	out := chat.Figures{Reasons: map[string]int{}}
	from := store.Micros(since)
	if err := s.pool.QueryRow(ctx, countToday, from).Scan(&out.Messages, &out.BotTurns, &out.Answered, &out.Resolved); err != nil {
		return out, err
	}
	err := tally(ctx, s.pool, out.Reasons, countReasons, from)
	for _, n := range out.Reasons {
		out.Handoffs += n
	}
	return out, err
}

// tally puts the rows of a name and a number into out.
func tally[K ~string](ctx context.Context, q rower, out map[K]int, query string, args ...any) error {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	var name K
	var n int
	_, err = pgx.ForEachRow(rows, []any{&name, &n}, func() error {
		out[name] = n
		return nil
	})
	return err
}
