package postgres

import (
	"context"
	"time"

	"frontdesk/internal/auth"
	"frontdesk/store"
)

const (
	selectUser   = "SELECT " + store.UserColumns + " FROM users"
	selectSecret = "SELECT " + store.SecretColumns + " FROM secrets"
	validSecret  = " WHERE kind = $1 AND hash = $2 AND (expires_at = 0 OR expires_at > $3)"
)

// User loads one; fault.NotFound.
func (s *Store) User(ctx context.Context, id string) (auth.User, error) {
	return one(s.pool.QueryRow(ctx, selectUser+" WHERE id = $1", id), store.UserFields, store.Missing("user"))
}

// UserByEmail loads one by its lower-cased address; fault.NotFound.
func (s *Store) UserByEmail(ctx context.Context, email string) (auth.User, error) {
	return one(s.pool.QueryRow(ctx, selectUser+" WHERE email = $1", email), store.UserFields, store.Missing("user"))
}

// Users lists all, by name.
func (s *Store) Users(ctx context.Context) ([]auth.User, error) {
	return all(ctx, s.pool, store.UserFields, selectUser+" ORDER BY name, id")
}

// SaveUser inserts or updates by id, and leaves presence and password of somebody
// who is there alone; fault.Conflict with code email_taken.
func (s *Store) SaveUser(ctx context.Context, u auth.User) error {
	if u.CreatedAt.IsZero() {
		u.CreatedAt = s.clock.Now()
	}
	err := s.exec(ctx, "INSERT INTO users ("+store.UserColumns+", availability, seen_at, last_case_at) VALUES ("+
		store.Placeholders("$", 1, 10)+`, 'offline', 0, 0) ON CONFLICT (id) DO UPDATE SET email = excluded.email, name = excluded.name,
		role = excluded.role, languages = excluded.languages, skills = excluded.skills,
		capacity = excluded.capacity, disabled = excluded.disabled`, store.UserFields(&u)...)
	if broken(err, "users_email_key") {
		return store.EmailTaken()
	}
	return err
}

// SetPassword stores the hash of a password; fault.NotFound also for disabled people.
func (s *Store) SetPassword(ctx context.Context, userID, hash string) error {
	n, err := s.pool.Exec(ctx, "UPDATE users SET password_hash = $2 WHERE id = $1 AND NOT disabled", userID, hash)
	if err == nil && n.RowsAffected() == 0 {
		return store.Missing("user")
	}
	return err
}

// RenewPassword replaces the hash of a password by another one of the same; fault.NotFound
// where it is not the one that was read.
func (s *Store) RenewPassword(ctx context.Context, userID, was, hash string) error {
	n, err := s.pool.Exec(ctx, "UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2 AND NOT disabled", userID, was, hash)
	if err == nil && n.RowsAffected() == 0 {
		return store.Missing("user")
	}
	return err
}

// AddSecret stores a new one.
func (s *Store) AddSecret(ctx context.Context, x auth.Secret) error {
	return s.exec(ctx, "INSERT INTO secrets ("+store.SecretColumns+") VALUES ("+store.Placeholders("$", 1, 9)+")", store.SecretFields(&x)...)
}

// Secret finds one by kind and hash that has not expired; fault.NotFound.
func (s *Store) Secret(ctx context.Context, kind auth.SecretKind, hash []byte, now time.Time) (auth.Secret, error) {
	return one(s.pool.QueryRow(ctx, selectSecret+validSecret, kind, hash, store.Micros(now)), store.SecretFields, store.Missing("secret"))
}

// TakeSecret finds one and deletes it in the same step; fault.NotFound.
func (s *Store) TakeSecret(ctx context.Context, kind auth.SecretKind, hash []byte, now time.Time) (auth.Secret, error) {
	return one(s.pool.QueryRow(ctx, "DELETE FROM secrets"+validSecret+" RETURNING "+store.SecretColumns, kind, hash, store.Micros(now)),
		store.SecretFields, store.Missing("secret"))
}

// Secrets lists those of a kind and subject (empty: of all subjects), oldest
// first.
func (s *Store) Secrets(ctx context.Context, kind auth.SecretKind, subject string) ([]auth.Secret, error) {
	return all(ctx, s.pool, store.SecretFields, selectSecret+
		" WHERE kind = $1 AND ($2 = '' OR subject = $2) ORDER BY created_at, id", kind, subject)
}

// RevokeSecret deletes one by id; revoking twice is no error.
func (s *Store) RevokeSecret(ctx context.Context, id string) error {
	return s.exec(ctx, "DELETE FROM secrets WHERE id = $1", id)
}

// RevokeSubject deletes all secrets of a subject of a kind.
func (s *Store) RevokeSubject(ctx context.Context, kind auth.SecretKind, subject string) error {
	return s.exec(ctx, "DELETE FROM secrets WHERE kind = $1 AND subject = $2", kind, subject)
}

// TouchSecret stores when it was last used.
func (s *Store) TouchSecret(ctx context.Context, id string, at time.Time) error {
	return s.exec(ctx, "UPDATE secrets SET used_at = greatest(used_at, $2) WHERE id = $1", id, store.Micros(at))
}
