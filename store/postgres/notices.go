package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/notice"
	"frontdesk/store"
)

var (
	insertNotice = "INSERT INTO notices (" + store.NoticeColumns + ", lease_until) VALUES (" + store.Placeholders("$", 1, store.Count(store.NoticeColumns)) +
		", 0) ON CONFLICT (key) DO NOTHING"
	upsertNoticeSettings = "INSERT INTO notice_settings (" + store.NoticeSettingsColumns + ") VALUES (" +
		store.Placeholders("$", 1, store.Count(store.NoticeSettingsColumns)) + ") ON CONFLICT (user_id) DO UPDATE SET " +
		store.Assignments(store.NoticeSettingsColumns, "user_id")
)

// NoticePlaces gives all places.
func (s *Store) NoticePlaces(ctx context.Context) (map[string]time.Time, error) {
	list, err := all(ctx, s.pool, store.NoticePlaceFields, "SELECT name, at FROM notice_places")
	return store.ByName(list), err
}

// AddNotices moves a place and stores what came of it. See notice.Book.
func (s *Store) AddNotices(ctx context.Context, m notice.Move, list []notice.Notice) error {
	if err := store.CheckNotices(list); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if m.Name != "" {
			move, args := "UPDATE notice_places SET at = $2 WHERE name = $1 AND at = $3", []any{m.Name, store.Micros(m.To), store.Micros(m.From)}
			if m.From.IsZero() {
				move, args = "INSERT INTO notice_places (name, at) VALUES ($1, $2) ON CONFLICT DO NOTHING", args[:2]
			}
			n, err := tx.Exec(ctx, move, args...)
			if err != nil {
				return err
			}
			if n.RowsAffected() == 0 {
				return fault.ErrStale
			}
		}
		for i := range list {
			if _, err := tx.Exec(ctx, insertNotice, store.NoticeFields(&list[i])...); err != nil {
				return err
			}
		}
		return nil
	})
}

// TakeNotices leases what may go now. See notice.Outbox.
func (s *Store) TakeNotices(ctx context.Context, now, until time.Time, n int) ([]notice.Notice, error) {
	return all(ctx, s.pool, store.NoticeFields, `UPDATE notices SET lease_until = $2, attempts = attempts + 1 WHERE id IN (
		SELECT id FROM notices WHERE state = 'pending' AND next_at <= $1 AND lease_until <= $1 ORDER BY next_at, id LIMIT $3 FOR UPDATE SKIP LOCKED)
		RETURNING `+store.NoticeColumns, store.Micros(now), store.Micros(until), n)
}

// SettleNotice stores what came of a sending. See notice.Outbox.
func (s *Store) SettleNotice(ctx context.Context, n notice.Notice) error {
	return s.exec(ctx, `UPDATE notices SET state = $2, next_at = $3, settled_at = $4, error = $5, lease_until = 0 WHERE id = $1 AND state <> 'sent'`,
		n.ID, n.State, store.Micros(n.NextAt), store.Micros(n.SettledAt), chat.Clean(n.Error))
}

// PurgeNotices forgets settled ones that were made before.
func (s *Store) PurgeNotices(ctx context.Context, before time.Time) error {
	return s.exec(ctx, "DELETE FROM notices WHERE created_at < $1 AND state <> 'pending'", store.Micros(before))
}

// Notices lists the newest first.
func (s *Store) Notices(ctx context.Context, f notice.Filter) ([]notice.Notice, error) {
	return all(ctx, s.pool, store.NoticeFields, "SELECT "+store.NoticeColumns+` FROM notices WHERE ($1 = '' OR recipient = $1)
		AND ($2 = '' OR state = $2) AND created_at >= $3 AND ($4 = '' OR id COLLATE "C" < $4) ORDER BY id COLLATE "C" DESC LIMIT $5`,
		f.To, f.State, store.Micros(f.Since), f.Before, store.Limit(f.Limit, 50, 200))
}

// RetryNotice puts one that was given up into the queue again; fault.NotFound.
func (s *Store) RetryNotice(ctx context.Context, id string, now time.Time) (notice.Notice, error) {
	return one(s.pool.QueryRow(ctx, `UPDATE notices SET state = 'pending', attempts = 0, next_at = $2, settled_at = 0, lease_until = 0
		WHERE id = $1 AND state = 'failed' RETURNING `+store.NoticeColumns, id, store.Micros(now)), store.NoticeFields, store.Missing("notice that was given up"))
}

// NoticeSettings gives what people have chosen, by user.
func (s *Store) NoticeSettings(ctx context.Context) (map[string]notice.Settings, error) {
	list, err := all(ctx, s.pool, store.NoticeSettingsFields, "SELECT "+store.NoticeSettingsColumns+" FROM notice_settings")
	return store.ByUser(list), err
}

// SaveNoticeSettings stores what a person has chosen.
func (s *Store) SaveNoticeSettings(ctx context.Context, userID string, set notice.Settings) error {
	return s.exec(ctx, upsertNoticeSettings, store.NoticeSettingsFields(&store.UserNotices{UserID: userID, Settings: set})...)
}
