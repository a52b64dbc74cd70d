package auth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"time"
)

const tokenBytes = 32

// SignInLinkLifetime is how long a one-time sign-in link is good.
const SignInLinkLifetime = 24 * time.Hour

// Token is an opaque random secret: a session, an API token or a sign-in link. The
// text goes to its owner once; only its hash is stored.
type Token struct {
	Text string // 32 random bytes in base64url without padding, 43 characters
	Hash []byte // what is stored and looked up, see HashToken
}

// NewToken makes a token from random (crypto/rand.Reader outside of tests).
func NewToken(random io.Reader) (Token, error) {
	raw := make([]byte, tokenBytes)
	if _, err := io.ReadFull(random, raw); err != nil {
		return Token{}, fmt.Errorf("read a random token: %w", err)
	}
	text := base64.RawURLEncoding.EncodeToString(raw)
	return Token{Text: text, Hash: HashToken(text)}, nil
}

// HashToken is the stored form of a token, the SHA-256 of its text. A slow hash is
// not needed: 256 random bits cannot be guessed.
func HashToken(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

// SameSecret compares two secrets in a time that depends neither on where they
// differ nor on their lengths, for secrets that stand in the configuration.
func SameSecret(a, b string) bool {
	return subtle.ConstantTimeCompare(HashToken(a), HashToken(b)) == 1
}

// Link is a wish for a link that signs one person in once, without a password: the
// first admin, a new colleague, a forgotten password.
type Link struct {
	Base   string // the server's public address, without a slash at the end
	ID     string // of its secret; UUIDv7
	UserID string
	Now    time.Time
	Random io.Reader // crypto/rand.Reader outside of tests
}

// SignInLink stores the link's secret and gives its address. Keeper.TakeSecret redeems
// the secret, which settles that it is used only once.
func SignInLink(ctx context.Context, to Keeper, l Link) (address string, err error) {
	token, err := NewToken(l.Random)
	if err != nil {
		return "", err
	}
	err = to.AddSecret(ctx, Secret{
		ID: l.ID, Hash: token.Hash, Kind: SecretLink, Subject: l.UserID, Label: "sign-in link",
		CreatedAt: l.Now, ExpiresAt: l.Now.Add(SignInLinkLifetime),
	})
	if err != nil {
		return "", fmt.Errorf("store the link: %w", err)
	}
	return l.Base + "/console/#/link/" + token.Text, nil
}
