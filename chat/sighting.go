package chat

import "time"

// Sighting is a page that asked for the widget of a site: the last one that the
// site's list names, or the last that it does not.
type Sighting struct {
	Site    string // key
	Refused bool
	Origin  string // such as https://shop.example
	At      time.Time
}
