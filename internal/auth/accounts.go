package auth

import (
	"context"
	"time"
)

// Role says what a person may do. Each includes nothing of the others: the
// table of routes in api lists the roles of every route.
type Role string

// The roles.
const (
	RoleShopper    Role = "shopper"
	RoleAgent      Role = "agent"
	RoleEditor     Role = "editor"
	RoleSupervisor Role = "supervisor"
	RoleAdmin      Role = "admin"
)

// User is a person who signs in. Agents, supervisors and admins may take cases.
type User struct {
	ID           string    `json:"id"`
	Email        string    `json:"email"` // lower case, unique
	Name         string    `json:"name"`
	Role         Role      `json:"role"`
	PasswordHash string    `json:"-"` // PHC string; empty until the first sign-in link was used
	Languages    []string  `json:"languages"`
	Skills       []string  `json:"skills"`
	Capacity     int       `json:"capacity"`
	Disabled     bool      `json:"disabled"`
	CreatedAt    time.Time `json:"created_at"`
}

// SecretKind says what a stored secret opens.
type SecretKind string

// The kinds of secrets.
const (
	SecretSession SecretKind = "session" // a signed-in browser
	SecretLink    SecretKind = "link"    // a one-time sign-in link
	SecretAPI     SecretKind = "api"     // an API token
	SecretVisitor SecretKind = "visitor" // a widget visitor's token
)

// Secret is an opaque token as it is stored: by its SHA-256 only.
type Secret struct {
	ID        string // UUIDv7, to list and revoke it by
	Hash      []byte // SHA-256 of the token
	Kind      SecretKind
	Subject   string // user id, or customer id for SecretVisitor
	Label     string // for people, for example "ERP sync"
	Role      Role   // what an API token may do
	CreatedAt time.Time
	ExpiresAt time.Time // zero: never
	UsedAt    time.Time // the last use, to the minute
}

// Store keeps people and secrets.
type Store interface {
	People
	Passwords
	Keeper
	Revoker
}

// People are those who sign in.
type People interface {
	// User loads one; fault.NotFound.
	User(ctx context.Context, id string) (User, error)
	// UserByEmail loads one by its lower-cased address; fault.NotFound.
	UserByEmail(ctx context.Context, email string) (User, error)
	// Users lists all, by name.
	Users(ctx context.Context) ([]User, error)
	// AddUser stores a new one; fault.Conflict with code email_taken.
	AddUser(ctx context.Context, u User) error
	// ChangeUser changes one in one step, so that of two changes none is lost, and
	// gives the person before and after it. The password stays as it is. change may be
	// called more than once; what it fails with is given back, and nothing is stored.
	// fault.NotFound; fault.Conflict with code email_taken.
	ChangeUser(ctx context.Context, id string, change func(u *User) error) (before, after User, err error)
}

// Passwords are stored as hashes, apart from the rest of a person.
type Passwords interface {
	// SetPassword stores the hash of a password and nothing else, so that it takes
	// back no change that came meanwhile; fault.NotFound also for disabled people.
	SetPassword(ctx context.Context, userID, hash string) error
	// RenewPassword replaces the hash of a password by another one of the same
	// password; fault.NotFound where another password came meanwhile, or the person
	// is disabled.
	RenewPassword(ctx context.Context, userID, was, hash string) error
}

// Keeper keeps tokens by their hashes.
type Keeper interface {
	// AddSecret stores a new one.
	AddSecret(ctx context.Context, s Secret) error
	// Secret finds one by kind and hash that has not expired; fault.NotFound.
	Secret(ctx context.Context, kind SecretKind, hash []byte, now time.Time) (Secret, error)
	// TakeSecret finds one and deletes it in the same step, so that only one
	// caller gets it; fault.NotFound.
	TakeSecret(ctx context.Context, kind SecretKind, hash []byte, now time.Time) (Secret, error)
	// Secrets lists those of a kind and subject (empty: of all subjects), oldest
	// first.
	Secrets(ctx context.Context, kind SecretKind, subject string) ([]Secret, error)
	// TouchSecret stores when it was last used.
	TouchSecret(ctx context.Context, id string, at time.Time) error
}

// Revoker ends tokens.
type Revoker interface {
	// RevokeSecret deletes one by id; revoking twice is no error.
	RevokeSecret(ctx context.Context, id string) error
	// RevokeSubject deletes all secrets of a subject of a kind.
	RevokeSubject(ctx context.Context, kind SecretKind, subject string) error
	// PurgeSecrets deletes what has expired, of all kinds.
	PurgeSecrets(ctx context.Context, now time.Time) error
}
