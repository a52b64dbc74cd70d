package sqlite

import (
	"context"

	"frontdesk/store"
)

var _ store.WordIndex = (*Store)(nil)

// foundMessages selects the newest message of each conversation that has the
// words of ?11.
var foundMessages = `(SELECT r.conversation_id AS id, max(r.seq) AS seq FROM
	(SELECT rowid AS id FROM message_words WHERE message_words MATCH ?11 ORDER BY rowid DESC LIMIT ?12 + 0) w
	JOIN message_rows r ON r.id = w.id GROUP BY r.conversation_id)`

// IndexMessages makes messages known to the search. See store.IndexMessages.
func (s *Store) IndexMessages(ctx context.Context, most int) (more bool, err error) {
	return store.IndexMessages(ctx, s, most)
}

// WordPlace implements store.WordIndex.
func (s *Store) WordPlace(ctx context.Context) (place int64, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) error {
		return q.row(ctx, "SELECT value FROM counters WHERE name = 'words'").Scan(&place)
	})
	return place, err
}

// Unspelt implements store.WordIndex.
func (s *Store) Unspelt(ctx context.Context, from int64, limit int) (out []store.Unspelt, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.UnspeltFields, `SELECT m.conversation_id, m.seq, m.kind, m.text, m.at, c.updated_at
			FROM (SELECT c.id, c.updated_at, coalesce(k.seq, 0) AS seq FROM conversations c
				LEFT JOIN word_marks k ON k.conversation_id = c.id
				WHERE c.updated_at >= ?1 + 0 AND c.last_seq > coalesce(k.seq, 0) ORDER BY c.updated_at, c.id LIMIT ?2 + 0) c
			JOIN messages m ON m.conversation_id = c.id AND m.seq > c.seq
			ORDER BY c.updated_at, c.id, m.seq LIMIT ?2 + 0`, from, limit)
		return err
	})
	return out, err
}

// SaveSpelt implements store.WordIndex.
func (s *Store) SaveSpelt(ctx context.Context, b store.Spelt) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		for _, m := range b.Messages {
			n, err := q.change(ctx, "INSERT INTO message_rows (conversation_id, seq) VALUES (?1, ?2) ON CONFLICT (conversation_id, seq) DO NOTHING",
				m.ConversationID, m.Seq)
			if err != nil {
				return err
			}
			if n == 0 {
				continue
			}
			if err := q.exec(ctx, "INSERT INTO message_words (rowid, words) VALUES (last_insert_rowid(), ?1)", m.Words); err != nil {
				return err
			}
		}
		for id, seq := range b.Marks {
			if err := q.exec(ctx, `INSERT INTO word_marks (conversation_id, seq) VALUES (?1, ?2)
				ON CONFLICT (conversation_id) DO UPDATE SET seq = max(seq, excluded.seq)`, id, seq); err != nil {
				return err
			}
		}
		return q.exec(ctx, "UPDATE counters SET value = max(value, ?1) WHERE name = 'words'", b.Place)
	})
}
