package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"frontdesk/store"
)

var _ store.WordIndex = (*Store)(nil)

// foundMessages selects the newest message of each conversation that has the
// words of $11.
const foundMessages = `(SELECT w.conversation_id AS id, max(w.seq) AS seq FROM
	(SELECT conversation_id, seq FROM message_words WHERE words @@ nullif($11, '')::tsquery ORDER BY at DESC LIMIT $12::bigint) w
	GROUP BY w.conversation_id)`

// IndexMessages makes messages known to the search. See store.IndexMessages.
func (s *Store) IndexMessages(ctx context.Context, most int) (more bool, err error) {
	return store.IndexMessages(ctx, s, most)
}

// WordPlace implements store.WordIndex.
func (s *Store) WordPlace(ctx context.Context) (place int64, err error) {
	err = s.pool.QueryRow(ctx, "SELECT value FROM counters WHERE name = 'words'").Scan(&place)
	return place, err
}

// Unspelt implements store.WordIndex.
func (s *Store) Unspelt(ctx context.Context, from int64, limit int) ([]store.Unspelt, error) {
	return all(ctx, s.pool, store.UnspeltFields, `SELECT m.conversation_id, m.seq, m.kind, m.text, m.at, c.updated_at
		FROM (SELECT c.id, c.updated_at, coalesce(k.seq, 0) AS seq FROM conversations c
			LEFT JOIN word_marks k ON k.conversation_id = c.id
			WHERE c.updated_at >= $1::bigint AND c.last_seq > coalesce(k.seq, 0) ORDER BY c.updated_at, c.id LIMIT $2::bigint) c
		JOIN messages m ON m.conversation_id = c.id AND m.seq > c.seq
		ORDER BY c.updated_at, c.id, m.seq LIMIT $2::bigint`, from, limit)
}

// SaveSpelt implements store.WordIndex. Two replicas may save the same.
func (s *Store) SaveSpelt(ctx context.Context, b store.Spelt) error {
	var conversations, words, marked []string
	var seqs, times, marks []int64
	for _, m := range b.Messages {
		conversations, seqs = append(conversations, m.ConversationID), append(seqs, m.Seq)
		times, words = append(times, m.At), append(words, m.Words)
	}
	for id, seq := range b.Marks {
		marked, marks = append(marked, id), append(marks, seq)
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := change(ctx, tx, `INSERT INTO message_words (conversation_id, seq, at, words)
			SELECT c, s, a, array_to_tsvector(string_to_array(w, ' ')) FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[]) AS t (c, s, a, w)
			ORDER BY c, s ON CONFLICT DO NOTHING`, conversations, seqs, times, words); err != nil {
			return err
		}
		if _, err := change(ctx, tx, `INSERT INTO word_marks (conversation_id, seq) SELECT c, s FROM unnest($1::text[], $2::bigint[]) AS t (c, s) ORDER BY c
			ON CONFLICT (conversation_id) DO UPDATE SET seq = greatest(word_marks.seq, excluded.seq)`, marked, marks); err != nil {
			return err
		}
		_, err := change(ctx, tx, "UPDATE counters SET value = greatest(value, $1::bigint) WHERE name = 'words'", b.Place)
		return err
	})
}
