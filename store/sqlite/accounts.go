package sqlite

import (
	"context"
	"time"

	"frontdesk/internal/auth"
	"frontdesk/store"
)

var (
	insertUser = "INSERT INTO users (" + store.UserColumns + ", availability, seen_at, last_case_at) VALUES (" +
		store.Placeholders("?", 1, store.Count(store.UserColumns)) + ", 'offline', 0, 0)"

	insertSecret = "INSERT INTO secrets (" + store.SecretColumns + ") VALUES (" + store.Placeholders("?", 1, store.Count(store.SecretColumns)) + ")"
)

const (
	selectUser   = "SELECT " + store.UserColumns + " FROM users"
	selectSecret = "SELECT " + store.SecretColumns + " FROM secrets"
	validSecret  = " WHERE kind = ?1 AND hash = ?2 AND (expires_at = 0 OR expires_at > ?3)"
	// > 0 as its index has it: SQLite does not see that BETWEEN 1 says the same.
	purgeSecrets = "DELETE FROM secrets WHERE expires_at > 0 AND expires_at <= ?1"
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

// AddUser stores a new one; fault.Conflict with code email_taken.
func (s *Store) AddUser(ctx context.Context, u auth.User) error {
	if u.CreatedAt.IsZero() {
		u.CreatedAt = s.clock.Now()
	}
	return emailTaken(s.change(ctx, insertUser, store.UserFields(&u)...))
}

// ChangeUser changes one in one step. See auth.People.
func (s *Store) ChangeUser(ctx context.Context, id string, change func(*auth.User) error) (before, after auth.User, err error) {
	err = s.write(ctx, func(ctx context.Context, q *session) error {
		before, err = one(q.row(ctx, selectUser+" WHERE id = ?1", id), store.UserFields, store.Missing("user"))
		if err != nil {
			return err
		}
		if after, err = store.ChangedUser(before, change); err != nil {
			return err
		}
		return q.exec(ctx, `UPDATE users SET email = ?2, name = ?3, role = ?4, languages = ?6, skills = ?7, capacity = ?8, disabled = ?9
			WHERE id = ?1 AND password_hash = ?5 AND created_at = ?10`, store.UserFields(&after)...)
	})
	return before, after, emailTaken(err)
}

func emailTaken(err error) error {
	if broken(err, "users.email") {
		return store.EmailTaken()
	}
	return err
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

// PurgeSecrets deletes what has expired.
func (s *Store) PurgeSecrets(ctx context.Context, now time.Time) error {
	return s.change(ctx, purgeSecrets, store.Micros(now))
}

// TouchSecret stores when it was last used.
func (s *Store) TouchSecret(ctx context.Context, id string, at time.Time) error {
	return s.change(ctx, "UPDATE secrets SET used_at = max(used_at, ?2) WHERE id = ?1", id, store.Micros(at))
}

// change is a write of one statement.
func (s *Store) change(ctx context.Context, query string, args ...any) error {
	return s.write(ctx, func(ctx context.Context, q *session) error { return q.exec(ctx, query, args...) })
}
