package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"frontdesk/knowledge"
	"frontdesk/shop/catalog"
	"frontdesk/store"
)

var (
	upsertEntry = "INSERT INTO feed_products (" + store.EntryColumns + ") VALUES (" + store.Placeholders("$", 1, store.Count(store.EntryColumns)) +
		") ON CONFLICT (source, id) DO UPDATE SET " + store.Assignments(store.EntryColumns, "source", "id")
	upsertLink = "INSERT INTO article_links (" + store.LinkColumns + ") VALUES (" + store.Placeholders("$", 1, store.Count(store.LinkColumns)) +
		") ON CONFLICT (article_id, kind, ref) DO UPDATE SET " + store.Assignments(store.LinkColumns, "article_id", "kind", "ref", "evidence")
)

const (
	selectLinks = "SELECT " + store.LinkColumns + " FROM article_links"
	raise       = "UPDATE counters SET value = value + 1 WHERE name = $1"
)

// entriesAtOnce is how many products are sent to the server in one batch.
const entriesAtOnce = 500

func (s *Store) counter(ctx context.Context, name string) (n int64, err error) {
	err = s.pool.QueryRow(ctx, "SELECT value FROM counters WHERE name = $1", name).Scan(&n)
	return n, err
}

// SaveFeedProducts inserts or replaces entries. See catalog.Store. The counter's
// row is taken first, so that two readers of one feed wait for one another.
func (s *Store) SaveFeedProducts(ctx context.Context, importID string, entries []catalog.Entry) error {
	if err := store.CheckEntries(entries); err != nil || len(entries) == 0 {
		return err
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, raise, "catalogue"); err != nil {
			return err
		}
		for from := 0; from < len(entries); from += entriesAtOnce {
			b := &pgx.Batch{}
			for i := from; i < min(from+entriesAtOnce, len(entries)); i++ {
				e := &entries[i]
				b.Queue(forgetFormer, e.Source, e.Product.ID, importID, e.Hash, e.Gone)
				if importID != "" {
					b.Queue(keepFormer, e.Source, e.Product.ID, importID, e.Hash, e.Gone)
				}
				b.Queue(upsertEntry, store.EntryFields(e)...)
			}
			if err := tx.SendBatch(ctx, b).Close(); err != nil {
				return err
			}
		}
		return nil
	})
}

// FeedMarks lists what a source has. See catalog.Store.
func (s *Store) FeedMarks(ctx context.Context, source string) ([]catalog.Mark, error) {
	return all(ctx, s.pool, store.MarkFields, "SELECT "+store.MarkColumns+" FROM feed_products WHERE source = $1 ORDER BY id COLLATE \"C\"", source)
}

// moment is a transaction that sees one state of the database.
var moment = pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}

// FeedProducts gives everything that is served. See catalog.Store.
func (s *Store) FeedProducts(ctx context.Context) (out []catalog.Entry, revision int64, err error) {
	err = pgx.BeginTxFunc(ctx, s.pool, moment, func(tx pgx.Tx) (err error) {
		if err := tx.QueryRow(ctx, "SELECT value FROM counters WHERE name = 'catalogue'").Scan(&revision); err != nil {
			return err
		}
		out, err = all(ctx, tx, store.EntryFields, "SELECT "+store.EntryColumns+" FROM feed_products WHERE NOT gone ORDER BY source COLLATE \"C\", id COLLATE \"C\"")
		return err
	})
	return out, revision, err
}

// FeedRevision is the catalogue's revision.
func (s *Store) FeedRevision(ctx context.Context) (int64, error) { return s.counter(ctx, "catalogue") }

// LinksOf lists an article's links. See knowledge.LinkStore.
func (s *Store) LinksOf(ctx context.Context, articleID string) ([]knowledge.Link, error) {
	return all(ctx, s.pool, store.LinkFields, selectLinks+" WHERE article_id = $1 ORDER BY kind, ref COLLATE \"C\"", articleID)
}

// AllLinks lists all links that serve. See knowledge.LinkStore.
func (s *Store) AllLinks(ctx context.Context) (out []knowledge.Link, revision int64, err error) {
	err = pgx.BeginTxFunc(ctx, s.pool, moment, func(tx pgx.Tx) (err error) {
		if err := tx.QueryRow(ctx, "SELECT value FROM counters WHERE name = 'links'").Scan(&revision); err != nil {
			return err
		}
		out, err = all(ctx, tx, store.LinkFields, selectLinks+" WHERE state <> 'removed' ORDER BY article_id, kind, ref COLLATE \"C\"")
		return err
	})
	return out, revision, err
}

// LinkRevision is the revision of the links.
func (s *Store) LinkRevision(ctx context.Context) (int64, error) { return s.counter(ctx, "links") }

// ProposeLinks replaces an article's proposed links. See knowledge.LinkStore.
func (s *Store) ProposeLinks(ctx context.Context, articleID string, links []knowledge.Link) error {
	if err := store.CheckLinks(links); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		// The article's row is held, so that two finders do not both think that a link is new.
		if _, err := tx.Exec(ctx, "SELECT 1 FROM articles WHERE id = $1 FOR NO KEY UPDATE", articleID); err != nil {
			return err
		}
		stored, err := all(ctx, tx, store.LinkFields, selectLinks+" WHERE article_id = $1", articleID)
		if err != nil {
			return err
		}
		gone, added := store.Proposals(stored, links)
		if len(gone)+len(added) == 0 {
			return nil
		}
		b := &pgx.Batch{}
		for _, l := range gone {
			b.Queue("DELETE FROM article_links WHERE article_id = $1 AND kind = $2 AND ref = $3", l.ArticleID, l.Kind, l.Ref)
		}
		for i := range added {
			b.Queue(upsertLink, store.LinkFields(&added[i])...)
		}
		b.Queue(raise, "links")
		return tx.SendBatch(ctx, b).Close()
	})
}

// DecideLink stores an editor's decision. See knowledge.LinkStore.
func (s *Store) DecideLink(ctx context.Context, l knowledge.Link) error {
	if err := store.CheckLinks([]knowledge.Link{l}); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var id string
		err := tx.QueryRow(ctx, "SELECT id FROM articles WHERE id = $1 FOR NO KEY UPDATE", l.ArticleID).Scan(&id)
		if errors.Is(err, pgx.ErrNoRows) {
			return store.Missing("article")
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, upsertLink, store.LinkFields(&l)...); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, raise, "links")
		return err
	})
}
