package sqlite

import (
	"context"
	"time"

	"frontdesk/chat"
	"frontdesk/store"
)

// What changed since then is found through conversations_updated: whatever
// happens in a conversation raises its updated_at. CROSS JOIN keeps SQLite, which
// knows nothing of how much there is, from reading every message ever said.
const (
	countMessages = `SELECT count(*) FROM conversations c CROSS JOIN messages m ON m.conversation_id = c.id
		WHERE c.updated_at >= ?1 AND m.at >= ?1 AND m.author = 'shopper' AND m.kind = 'text'`
	countTurns = `SELECT count(*), coalesce(sum(t.action = 'answer'), 0) FROM conversations c CROSS JOIN turns t ON t.conversation_id = c.id
		WHERE c.updated_at >= ?1 AND t.at >= ?1 AND t.action <> 'silent'`
	countResolved = `SELECT count(*) FROM conversations c CROSS JOIN cases k ON k.conversation_id = c.id
		WHERE c.updated_at >= ?1 AND k.updated_at >= ?1 AND k.state IN ('completed', 'returned_to_bot') AND k.agent_id <> ''`
	countReasons = `SELECT coalesce(json_extract(nullif(reason, ''), '$.code'), ''), count(*) FROM cases WHERE created_at >= ?1 GROUP BY 1`
	countOpen    = `SELECT owner, count(*) FROM conversations WHERE status <> 'closed' GROUP BY owner`
)

// OpenByOwner counts the conversations that are not closed.
func (s *Store) OpenByOwner(ctx context.Context) (map[chat.Owner]int, error) {
	out := map[chat.Owner]int{}
	err := s.read(ctx, func(ctx context.Context, q *session) error { return tally(ctx, q, out, countOpen) })
	return out, err
}

// Figures counts what happened since a time.
func (s *Store) Figures(ctx context.Context, since time.Time) (chat.Figures, error) {
	out := chat.Figures{Reasons: map[string]int{}}
	from := store.Micros(since)
	err := s.read(ctx, func(ctx context.Context, q *session) error {
		if err := q.row(ctx, countMessages, from).Scan(&out.Messages); err != nil {
			return err
		}
		if err := q.row(ctx, countTurns, from).Scan(&out.BotTurns, &out.Answered); err != nil {
			return err
		}
		if err := q.row(ctx, countResolved, from).Scan(&out.Resolved); err != nil {
			return err
		}
		return tally(ctx, q, out.Reasons, countReasons, from)
	})
	for _, n := range out.Reasons {
		out.Handoffs += n
	}
	return out, err
}

// tally puts the rows of a name and a number into out.
func tally[K ~string](ctx context.Context, q *session, out map[K]int, query string, args ...any) error {
	return q.each(ctx, func(row scanner) error {
		var name K
		var n int
		err := row.Scan(&name, &n)
		out[name] = n
		return err
	}, query, args...)
}
