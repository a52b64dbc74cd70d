package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"frontdesk/store"
)

var (
	_ store.WordIndex     = (*Store)(nil)
	_ store.CustomerIndex = (*Store)(nil)
)

// foundConversations selects what a search text finds: hits, the newest message of
// each conversation that has the words of $10, and wanted, these conversations and
// those of customers who have the words of $12. Of either at most $11 are looked at,
// the newest.
const foundConversations = `WITH hits AS MATERIALIZED (SELECT w.conversation_id AS id, max(w.seq) AS seq FROM
		(SELECT conversation_id, seq FROM message_words WHERE words @@ nullif($10, '')::tsquery ORDER BY at DESC LIMIT $11::bigint) w
		GROUP BY w.conversation_id),
	named AS MATERIALIZED (SELECT w.customer_id AS id FROM unnest($12::text[]) AS sought (term)
		CROSS JOIN LATERAL (SELECT customer_id FROM customer_words WHERE word >= sought.term AND word < sought.term || chr(1114111)) w
		GROUP BY w.customer_id HAVING count(DISTINCT sought.term) = cardinality($12::text[]) ORDER BY w.customer_id DESC LIMIT $11::bigint),
	wanted AS MATERIALIZED (SELECT id FROM hits UNION SELECT c.id FROM named JOIN conversations c ON c.customer_id = named.id)
	`

// foundJoin leads from them to conversations c, messages m and hits h.
const foundJoin = `wanted JOIN conversations c ON c.id = wanted.id
	LEFT JOIN hits h ON h.id = c.id LEFT JOIN messages m ON m.conversation_id = h.id AND m.seq = h.seq`

// IndexMessages makes messages known to the search. See store.IndexMessages.
func (s *Store) IndexMessages(ctx context.Context, most int) (more bool, err error) {
	return store.IndexMessages(ctx, s, most)
}

// IndexCustomers makes customers known to the search. See store.IndexCustomers.
func (s *Store) IndexCustomers(ctx context.Context, most int) (more bool, err error) {
	return store.IndexCustomers(ctx, s, most)
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

// UnspeltCustomers implements store.CustomerIndex.
func (s *Store) UnspeltCustomers(ctx context.Context, limit int) ([]store.UnspeltCustomer, error) {
	return all(ctx, s.pool, store.UnspeltCustomerFields,
		"SELECT id, name, email FROM customers WHERE spelt <> name || ' ' || email ORDER BY id LIMIT $1::bigint", limit)
}

// SaveCustomerWords implements store.CustomerIndex. Two replicas may save the same: the
// second finds it done.
func (s *Store) SaveCustomerWords(ctx context.Context, list []store.UnspeltCustomer) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		for _, c := range list {
			n, err := change(ctx, tx, "UPDATE customers SET spelt = $2 WHERE id = $1 AND name || ' ' || email = $2 AND spelt <> $2", c.ID, c.Spelt())
			if err != nil {
				return err
			}
			if n == 0 {
				continue // has changed again
			}
			if _, err := change(ctx, tx, "DELETE FROM customer_words WHERE customer_id = $1", c.ID); err != nil {
				return err
			}
			if _, err := change(ctx, tx, "INSERT INTO customer_words (word, customer_id) SELECT w, $1 FROM unnest($2::text[]) AS t (w)", c.ID, c.Words()); err != nil {
				return err
			}
		}
		return nil
	})
}
