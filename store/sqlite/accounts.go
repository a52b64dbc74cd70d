package sqlite

import (
	"context"
	"time"

	"frontdesk/internal/auth"
	"frontdesk/store"
)

var (
	upsertUser = "INSERT INTO users (" + store.UserColumns + ", availability, seen_at, last_case_at) VALUES (" +
		store.Placeholders("?", 1, 10) + `, 'offline', 0, 0) ON CONFLICT (id) DO UPDATE SET email = excluded.email, name = excluded.name,
		role = excluded.role, languages = excluded.languages, skills = excluded.skills,
		capacity = excluded.capacity, disabled = excluded.disabled`

	insertSecret = "INSERT INTO secrets (" + store.SecretColumns + ") VALUES (" + store.Placeholders("?", 1, 9) + ")"
)

const (
	selectUser   = "SELECT " + store.UserColumns + " FROM users"
	selectSecret = "SELECT " + store.SecretColumns + " FROM secrets"
	validSecret  = " WHERE kind = ?1 AND hash = ?2 AND (expires_at = 0 OR expires_at > ?3)"
)

// User loads one; fault.NotFound.
func (s *Store) User(ctx context.Context, id string) (auth.User, error) {
	return s.user(ctx, selectUser+" WHERE id = ?1", id)
}

// UserByEmail loads one by its lower-cased address; fault.NotFound.
func (s *Store) UserByEmail(ctx context.Context, email string) (auth.User, error) {
	return s.user(ctx, selectUser+" WHERE email = ?1", email)
}

func (s *Store) user(ctx context.Context, query, arg string) (u auth.User, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) (err error) {
		u, err = one(q.row(ctx, query, arg), store.UserFields, store.Missing("user"))
		return err
	})
	return u, err
}

// Users lists all, by name.
func (s *Store) Users(ctx context.Context) (out []auth.User, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.UserFields, selectUser+" ORDER BY name, id")
		return err
	})
	return out, err
}

// SaveUser inserts or updates by id, and leaves presence and password of somebody
// who is there alone; fault.Conflict with code email_taken.
func (s *Store) SaveUser(ctx context.Context, u auth.User) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		if u.CreatedAt.IsZero() {
			u.CreatedAt = s.clock.Now()
		}
		err := q.exec(ctx, upsertUser, store.UserFields(&u)...)
		if broken(err, "users.email") {
			return store.EmailTaken()
		}
		return err
	})
}

// SetPassword stores the hash of a password; fault.NotFound also for disabled people.
func (s *Store) SetPassword(ctx context.Context, userID, hash string) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		n, err := q.change(ctx, "UPDATE users SET password_hash = ?2 WHERE id = ?1 AND NOT disabled", userID, hash)
		if err == nil && n == 0 {
			return store.Missing("user")
		}
		return err
	})
}

// RenewPassword replaces the hash of a password by another one of the same; fault.NotFound
// where it is not the one that was read.
func (s *Store) RenewPassword(ctx context.Context, userID, was, hash string) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		n, err := q.change(ctx, "UPDATE users SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2 AND NOT disabled", userID, was, hash)
		if err == nil && n == 0 {
			return store.Missing("user")
		}
		return err
	})
}

// AddSecret stores a new one.
func (s *Store) AddSecret(ctx context.Context, x auth.Secret) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		return q.exec(ctx, insertSecret, store.SecretFields(&x)...)
	})
}

// Secret finds one by kind and hash that has not expired; fault.NotFound.
func (s *Store) Secret(ctx context.Context, kind auth.SecretKind, hash []byte, now time.Time) (x auth.Secret, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) (err error) {
		x, err = one(q.row(ctx, selectSecret+validSecret, kind, hash, store.Micros(now)), store.SecretFields, store.Missing("secret"))
		return err
	})
	return x, err
}

// TakeSecret finds one and deletes it in the same step; fault.NotFound.
func (s *Store) TakeSecret(ctx context.Context, kind auth.SecretKind, hash []byte, now time.Time) (x auth.Secret, err error) {
	err = s.write(ctx, func(ctx context.Context, q *session) (err error) {
		x, err = one(q.row(ctx, "DELETE FROM secrets"+validSecret+" RETURNING "+store.SecretColumns, kind, hash, store.Micros(now)),
			store.SecretFields, store.Missing("secret"))
		return err
	})
	return x, err
}

// Secrets lists those of a kind and subject (empty: of all subjects), oldest
// first.
func (s *Store) Secrets(ctx context.Context, kind auth.SecretKind, subject string) (out []auth.Secret, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.SecretFields, selectSecret+
			" WHERE kind = ?1 AND (?2 = '' OR subject = ?2) ORDER BY created_at, id", kind, subject)
		return err
	})
	return out, err
}

// RevokeSecret deletes one by id; revoking twice is no error.
func (s *Store) RevokeSecret(ctx context.Context, id string) error {
	return s.change(ctx, "DELETE FROM secrets WHERE id = ?1", id)
}

// RevokeSubject deletes all secrets of a subject of a kind.
func (s *Store) RevokeSubject(ctx context.Context, kind auth.SecretKind, subject string) error {
	return s.change(ctx, "DELETE FROM secrets WHERE kind = ?1 AND subject = ?2", kind, subject)
}

// TouchSecret stores when it was last used.
func (s *Store) TouchSecret(ctx context.Context, id string, at time.Time) error {
	return s.change(ctx, "UPDATE secrets SET used_at = max(used_at, ?2) WHERE id = ?1", id, store.Micros(at))
}

// change is a write of one statement.
func (s *Store) change(ctx context.Context, query string, args ...any) error {
	return s.write(ctx, func(ctx context.Context, q *session) error { return q.exec(ctx, query, args...) })
}
