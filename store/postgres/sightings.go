package postgres

import (
	"context"

	"frontdesk/chat"
	"frontdesk/store"
)

var insertSighting = "INSERT INTO sightings (" + store.SightingColumns + ") VALUES (" + store.Placeholders("$", 1, 4) + `)
	ON CONFLICT (site, refused) DO UPDATE SET origin = excluded.origin, at = excluded.at WHERE excluded.at >= sightings.at`

// Sightings lists the pages that asked for the widget, at most two a site.
func (s *Store) Sightings(ctx context.Context) ([]chat.Sighting, error) {
	return all(ctx, s.pool, store.SightingFields, "SELECT "+store.SightingColumns+` FROM sightings ORDER BY site COLLATE "C", refused`)
}

// SaveSighting keeps a page in place of an earlier one of its site and kind.
func (s *Store) SaveSighting(ctx context.Context, x chat.Sighting) error {
	if err := store.CheckText("page", x.Site, x.Origin); err != nil {
		return err
	}
	return s.exec(ctx, insertSighting, store.SightingFields(&x)...)
}
