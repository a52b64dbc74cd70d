package auth

import (
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

// NewSignInLink makes the secret of a link that signs one person in once, without a
// password: the first admin, a new colleague, a forgotten password. The text goes
// into the link's URL, the secret to Store.AddSecret; Store.TakeSecret redeems it,
// which settles that it is used only once.
func NewSignInLink(random io.Reader, id, userID string, now time.Time) (Secret, string, error) {
	token, err := NewToken(random)
	if err != nil {
		return Secret{}, "", err
	}
	return Secret{
		ID: id, Hash: token.Hash, Kind: SecretLink, Subject: userID, Label: "sign-in link",
		CreatedAt: now, ExpiresAt: now.Add(SignInLinkLifetime),
	}, token.Text, nil
}
