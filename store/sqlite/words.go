package sqlite

import (
	"context"

	"frontdesk/store"
)

var (
	_ store.WordIndex     = (*Store)(nil)
	_ store.CustomerIndex = (*Store)(nil)
)

// foundConversations selects what a search text finds: hits, the newest message of
// each conversation that has the words of ?10, and wanted, these conversations and
// those of customers who have the words of ?12. Of either at most ?11 are looked at,
// the newest.
func foundConversations(words bool) string {
	messages := "SELECT rowid AS id FROM message_words WHERE message_words MATCH ?10 ORDER BY rowid DESC LIMIT ?11 + 0"
	if !words { // which FTS5 takes for a mistake
		messages = "SELECT 0 AS id WHERE ?10 <> ''"
	}
	return `WITH hits AS MATERIALIZED (SELECT r.conversation_id AS id, max(r.seq) AS seq FROM (` + messages + `) newest
		JOIN message_rows r ON r.id = newest.id GROUP BY r.conversation_id),
	named AS MATERIALIZED (SELECT w.customer_id AS id FROM json_each(?12) term
		CROSS JOIN customer_words w ON w.word >= term.value AND w.word < term.value || char(1114111)
		GROUP BY w.customer_id HAVING count(DISTINCT term.key) = json_array_length(?12) ORDER BY w.customer_id DESC LIMIT ?11 + 0),
	wanted AS MATERIALIZED (SELECT id FROM hits UNION SELECT c.id FROM named CROSS JOIN conversations c ON c.customer_id = named.id)
	`
}

// foundJoin leads from them to conversations c, messages m and hits h.
const foundJoin = `wanted CROSS JOIN conversations c ON c.id = wanted.id
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

const selectUnspelt = "SELECT id, name, email FROM customers WHERE spelt <> name || ' ' || email ORDER BY id LIMIT ?1 + 0"

// UnspeltCustomers implements store.CustomerIndex.
func (s *Store) UnspeltCustomers(ctx context.Context, limit int) (out []store.UnspeltCustomer, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.UnspeltCustomerFields, selectUnspelt, limit)
		return err
	})
	return out, err
}

// SaveCustomerWords implements store.CustomerIndex.
func (s *Store) SaveCustomerWords(ctx context.Context, list []store.UnspeltCustomer) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		for _, c := range list {
			n, err := q.change(ctx, "UPDATE customers SET spelt = ?2 WHERE id = ?1 AND name || ' ' || email = ?2 AND spelt <> ?2", c.ID, c.Spelt())
			if err != nil {
				return err
			}
			if n == 0 {
				continue // has changed again
			}
			if err := q.exec(ctx, "DELETE FROM customer_words WHERE customer_id = ?1", c.ID); err != nil {
				return err
			}
			for _, word := range c.Words() {
				if err := q.exec(ctx, "INSERT INTO customer_words (word, customer_id) VALUES (?1, ?2)", word, c.ID); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
