package store

import "frontdesk/chat"

// SightingColumns are those of a page that asked for the widget, in the order of
// SightingFields.
const SightingColumns = "site, refused, origin, at"

// SightingFields are the fields of SightingColumns.
func SightingFields(s *chat.Sighting) []any {
	return []any{&s.Site, &s.Refused, &s.Origin, micros{&s.At}}
}
