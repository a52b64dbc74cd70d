package auth_test

import (
	"bytes"
	"context"
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

// kept is where a link's secret goes.
type kept struct {
	auth.Keeper
	secret auth.Secret
}

func (k *kept) AddSecret(_ context.Context, s auth.Secret) error {
	k.secret = s
	return nil
}

func TestSignInLink(t *testing.T) {
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	var to kept
	address, err := auth.SignInLink(t.Context(), &to, auth.Link{Base: "https://help.shop.example", ID: "s1", UserID: "u1", Now: now, Random: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(address, "https://help.shop.example/console/#/link/")
	if s := to.secret; !ok || s.Kind != auth.SecretLink || s.Subject != "u1" || s.ID != "s1" || !bytes.Equal(s.Hash, auth.HashToken(text)) {
		t.Errorf("secret %+v does not fit the link %q", s, address)
	}
	if got := to.secret.ExpiresAt.Sub(now); got != auth.SignInLinkLifetime {
		t.Errorf("the link is good for %v", got)
	}
}
