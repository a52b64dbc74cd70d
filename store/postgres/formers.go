package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"frontdesk/shop/catalog"
	"frontdesk/store"
)

// How a product was before the last import that changed it is kept, so that the table is
// never larger than the catalogue: what one import replaced is of no use once another
// has changed the product. One that only confirmed it takes nothing away but what is back
// already, which is not taken back again.
const (
	forgetFormer = `DELETE FROM feed_former WHERE source = $1 AND id = $2 AND (back OR import_id <> $3 AND NOT EXISTS
		(SELECT 1 FROM feed_products p WHERE p.source = $1 AND p.id = $2 AND p.hash = $4 AND p.gone = $5))`
	keepFormer = `INSERT INTO feed_former (source, id, import_id, title, hash, data, read_at, gone, back)
		SELECT w.source, w.id, $3, coalesce(p.title, ''), coalesce(p.hash, ''), coalesce(p.data, ''), coalesce(p.read_at, 0), coalesce(p.gone, true), false
		FROM (SELECT $1::text AS source, $2::text AS id) w LEFT JOIN feed_products p ON p.source = w.source AND p.id = w.id
		WHERE p.id IS NULL OR p.hash <> $4 OR p.gone <> $5 ON CONFLICT (source, id) DO NOTHING`
	selectFormers = `SELECT f.source, f.id, f.gone, f.back, p.gone FROM feed_former f JOIN feed_products p ON p.source = f.source AND p.id = f.id
		WHERE f.import_id = $1 AND (f.source COLLATE "C", f.id COLLATE "C") > ($2, $3) ORDER BY f.source COLLATE "C", f.id COLLATE "C" LIMIT $4`
	hideProduct    = "UPDATE feed_products SET gone = true WHERE source = $1 AND id = $2"
	restoreProduct = `UPDATE feed_products SET (title, hash, data, read_at, gone) =
		(SELECT f.title, f.hash, f.data, f.read_at, f.gone FROM feed_former f WHERE f.source = feed_products.source AND f.id = feed_products.id)
		WHERE source = $1 AND id = $2`
	markBack = "UPDATE feed_former SET back = true WHERE source = $1 AND id = $2"
)

// TakeBackProducts brings products of an import to where they were. See
// ingest.ImportUndo. The counter's row is taken first, as by those who read feeds.
func (s *Store) TakeBackProducts(ctx context.Context, importID string, after catalog.Former, limit int) (out []catalog.Former, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, raise, "catalogue"); err != nil {
			return err
		}
		out, err = all(ctx, tx, store.FormerFields, selectFormers, importID, after.Source, after.ID, limit)
		if err != nil {
			return err
		}
		b := &pgx.Batch{}
		for _, f := range out {
			switch f.Undo() {
			case catalog.Before:
				continue
			case catalog.Hidden:
				b.Queue(hideProduct, f.Source, f.ID)
			default:
				b.Queue(restoreProduct, f.Source, f.ID)
			}
			b.Queue(markBack, f.Source, f.ID)
		}
		return tx.SendBatch(ctx, b).Close()
	})
	return out, err
}
