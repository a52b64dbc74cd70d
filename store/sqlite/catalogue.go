package sqlite

import (
	"context"

	"frontdesk/knowledge"
	"frontdesk/shop/catalog"
	"frontdesk/store"
)

var (
	upsertEntry = "INSERT INTO feed_products (" + store.EntryColumns + ") VALUES (" + store.Placeholders("?", 1, store.Count(store.EntryColumns)) +
		") ON CONFLICT (source, id) DO UPDATE SET " + store.Assignments(store.EntryColumns, "source", "id")
	upsertLink = "INSERT INTO article_links (" + store.LinkColumns + ") VALUES (" + store.Placeholders("?", 1, store.Count(store.LinkColumns)) +
		") ON CONFLICT (article_id, kind, ref) DO UPDATE SET " + store.Assignments(store.LinkColumns, "article_id", "kind", "ref", "evidence")
)

const selectLinks = "SELECT " + store.LinkColumns + " FROM article_links"

// raise counts a change.
func raise(ctx context.Context, q *session, counter string) error {
	return q.exec(ctx, "UPDATE counters SET value = value + 1 WHERE name = ?1", counter)
}

func (s *Store) counter(ctx context.Context, name string) (n int64, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) error {
		return q.row(ctx, "SELECT value FROM counters WHERE name = ?1", name).Scan(&n)
	})
	return n, err
}

// SaveFeedProducts inserts or replaces entries. See catalog.Store.
func (s *Store) SaveFeedProducts(ctx context.Context, importID string, entries []catalog.Entry) error {
	if err := store.CheckEntries(entries); err != nil || len(entries) == 0 {
		return err
	}
	return s.write(ctx, func(ctx context.Context, q *session) error {
		for i := range entries {
			e := &entries[i]
			if err := q.exec(ctx, forgetFormer, e.Source, e.Product.ID, importID, e.Hash, e.Gone); err != nil {
				return err
			}
			if importID != "" {
				if err := q.exec(ctx, keepFormer, e.Source, e.Product.ID, importID, e.Hash, e.Gone); err != nil {
					return err
				}
			}
			if err := q.exec(ctx, upsertEntry, store.EntryFields(e)...); err != nil {
				return err
			}
		}
		return raise(ctx, q, "catalogue")
	})
}

// FeedMarks lists what a source has. See catalog.Store.
func (s *Store) FeedMarks(ctx context.Context, source string) (out []catalog.Mark, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.MarkFields, "SELECT "+store.MarkColumns+" FROM feed_products WHERE source = ?1 ORDER BY id", source)
		return err
	})
	return out, err
}

// FeedProducts gives everything that is served. See catalog.Store.
func (s *Store) FeedProducts(ctx context.Context) (out []catalog.Entry, revision int64, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		if err := q.row(ctx, "SELECT value FROM counters WHERE name = 'catalogue'").Scan(&revision); err != nil {
			return err
		}
		out, err = all(ctx, q, store.EntryFields, "SELECT "+store.EntryColumns+" FROM feed_products WHERE NOT gone ORDER BY source, id")
		return err
	})
	return out, revision, err
}

// FeedRevision is the catalogue's revision.
func (s *Store) FeedRevision(ctx context.Context) (int64, error) { return s.counter(ctx, "catalogue") }

// LinksOf lists an article's links. See knowledge.LinkStore.
func (s *Store) LinksOf(ctx context.Context, articleID string) (out []knowledge.Link, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.LinkFields, selectLinks+" WHERE article_id = ?1 ORDER BY kind, ref", articleID)
		return err
	})
	return out, err
}

// AllLinks lists all links that serve. See knowledge.LinkStore.
func (s *Store) AllLinks(ctx context.Context) (out []knowledge.Link, revision int64, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		if err := q.row(ctx, "SELECT value FROM counters WHERE name = 'links'").Scan(&revision); err != nil {
			return err
		}
		out, err = all(ctx, q, store.LinkFields, selectLinks+" WHERE state <> 'removed' ORDER BY article_id, kind, ref")
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
	return s.write(ctx, func(ctx context.Context, q *session) error {
		stored, err := all(ctx, q, store.LinkFields, selectLinks+" WHERE article_id = ?1", articleID)
		if err != nil {
			return err
		}
		gone, added := store.Proposals(stored, links)
		if len(gone)+len(added) == 0 {
			return nil
		}
		for _, l := range gone {
			if err := q.exec(ctx, "DELETE FROM article_links WHERE article_id = ?1 AND kind = ?2 AND ref = ?3", l.ArticleID, l.Kind, l.Ref); err != nil {
				return err
			}
		}
		for i := range added {
			if err := q.exec(ctx, upsertLink, store.LinkFields(&added[i])...); err != nil {
				return err
			}
		}
		return raise(ctx, q, "links")
	})
}

// DecideLink stores an editor's decision. See knowledge.LinkStore.
func (s *Store) DecideLink(ctx context.Context, l knowledge.Link) error {
	if err := store.CheckLinks([]knowledge.Link{l}); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, q *session) error {
		var id string
		if err := q.row(ctx, "SELECT id FROM articles WHERE id = ?1", l.ArticleID).Scan(&id); err != nil {
			return absent(err, "article")
		}
		if err := q.exec(ctx, upsertLink, store.LinkFields(&l)...); err != nil {
			return err
		}
		return raise(ctx, q, "links")
	})
}
