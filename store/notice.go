package store

import (
	"slices"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/notice"
)

// The columns of notices and of what people want to be told, in the order of the
// functions of fields beside them.
const (
	NoticeColumns         = "id, key, kind, recipient, facts, state, attempts, created_at, next_at, settled_at, error"
	NoticeSettingsColumns = "user_id, lang, zone, hour, kinds"
)

// NoticeFields are the fields of NoticeColumns.
func NoticeFields(n *notice.Notice) []any {
	return []any{&n.ID, &n.Key, &n.Kind, &n.To, structured{&n.Facts}, &n.State, &n.Attempts, micros{&n.CreatedAt}, micros{&n.NextAt},
		micros{&n.SettledAt}, &n.Error}
}

// UserNotices is what a user has chosen.
type UserNotices struct {
	UserID string
	notice.Settings
}

// NoticeSettingsFields are the fields of NoticeSettingsColumns.
func NoticeSettingsFields(u *UserNotices) []any {
	return []any{&u.UserID, &u.Lang, &u.Zone, &u.Hour, structured{&u.Kinds}}
}

// ByUser makes a map of what users have chosen.
func ByUser(list []UserNotices) map[string]notice.Settings {
	out := make(map[string]notice.Settings, len(list))
	for _, u := range list {
		out[u.UserID] = u.Settings
	}
	return out
}

// NoticePlace is how far somebody has looked.
type NoticePlace struct {
	Name string
	At   time.Time
}

// NoticePlaceFields are name and at.
func NoticePlaceFields(p *NoticePlace) []any { return []any{&p.Name, micros{&p.At}} }

// ByName makes a map of places.
func ByName(list []NoticePlace) map[string]time.Time {
	out := make(map[string]time.Time, len(list))
	for _, p := range list {
		out[p.Name] = p.At
	}
	return out
}

// CheckNotices cleans what strangers wrote (titles of articles, answers of servers),
// so that it is never the reason why somebody is told nothing.
func CheckNotices(list []notice.Notice) error {
	for i := range list {
		f := &list[i].Facts
		f.Articles = slices.Clone(f.Articles)
		for j := range f.Articles {
			f.Articles[j].Title = chat.Clean(f.Articles[j].Title)
		}
		f.Reason = chat.Clean(f.Reason)
		if list[i].ID == "" || list[i].Key == "" || list[i].To == "" {
			return fault.New(fault.Invalid, "", "A notice needs an id, a key and a recipient.")
		}
	}
	return nil
}
