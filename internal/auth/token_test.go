package auth_test

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/auth"
)

func TestNewToken(t *testing.T) {
	token, err := auth.NewToken(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if len(token.Text) != 43 || strings.ContainsAny(token.Text, "+/=") {
		t.Errorf("token %q is not 32 bytes of base64url", token.Text)
	}
	if got := auth.HashToken(token.Text); !bytes.Equal(got, token.Hash) || len(got) != 32 {
		t.Errorf("HashToken = %x; want %x", got, token.Hash)
	}
	if other, _ := auth.NewToken(rand.Reader); other.Text == token.Text {
		t.Error("two tokens are equal")
	}
	if _, err := auth.NewToken(strings.NewReader("too little")); err == nil {
		t.Error("a token was made of ten bytes")
	}
}

func TestSameSecret(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"secret", "secret", true}, {"secret", "Secret", false}, {"secret", "secret ", false}, {"", "", true}, {"", "x", false}} {
		if got := auth.SameSecret(c.a, c.b); got != c.want {
			t.Errorf("SameSecret(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

func TestNewSignInLink(t *testing.T) {
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	secret, text, err := auth.NewSignInLink(rand.Reader, "s1", "u1", now)
	if err != nil {
		t.Fatal(err)
	}
	if secret.Kind != auth.SecretLink || secret.Subject != "u1" || secret.ID != "s1" || !bytes.Equal(secret.Hash, auth.HashToken(text)) {
		t.Errorf("secret %+v does not fit the link %q", secret, text)
	}
	if got := secret.ExpiresAt.Sub(now); got != auth.SignInLinkLifetime {
		t.Errorf("the link is good for %v", got)
	}
}
