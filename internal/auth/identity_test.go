package auth_test

import (
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

const (
	siteKey    = "pk_demo"
	siteSecret = "a secret of the shop, at least 32 long"
)

func identityNow() time.Time { return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC) }

func goodClaims() jwt.MapClaims {
	return jwt.MapClaims{
		"sub": "c-17", "aud": siteKey, "email": "maria@example.com", "name": "Maria", "locale": "de-DE",
		"iat": identityNow().Add(-time.Minute).Unix(), "exp": identityNow().Add(time.Hour).Unix(),
	}
}

func sign(t *testing.T, method jwt.SigningMethod, key any, claims jwt.MapClaims) string {
	t.Helper()
	token, err := jwt.NewWithClaims(method, claims).SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestIdentityAccepted(t *testing.T) {
	token := sign(t, jwt.SigningMethodHS256, []byte(siteSecret), goodClaims())
	got, err := auth.NewIdentityChecker(siteKey, siteSecret, identityNow).Check(token)
	if err != nil {
		t.Fatal(err)
	}
	got.ExpiresAt = got.ExpiresAt.UTC()
	want := auth.Identity{Subject: "c-17", Email: "maria@example.com", Name: "Maria", Locale: "de-DE", ExpiresAt: identityNow().Add(time.Hour)}
	if got != want {
		t.Errorf("Check = %+v; want %+v", got, want)
	}
}

// A4: a wrong identity token is refused with the reason that helps the shop's
// developer.
func TestA4_IdentityRefused(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	hs256 := func(change func(jwt.MapClaims)) string {
		claims := goodClaims()
		change(claims)
		return sign(t, jwt.SigningMethodHS256, []byte(siteSecret), claims)
	}
	set := func(name string, value any) string {
		return hs256(func(c jwt.MapClaims) { c[name] = value })
	}
	drop := func(name string) string {
		return hs256(func(c jwt.MapClaims) { delete(c, name) })
	}
	good := hs256(func(jwt.MapClaims) {})
	parts := strings.Split(good, ".")
	for _, c := range []struct{ name, token, reason string }{
		{"expired", set("exp", identityNow().Add(-time.Minute).Unix()), auth.IdentityExpired},
		{"no exp", drop("exp"), auth.IdentityExpired},
		{"alg none", sign(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, goodClaims()), auth.IdentityAlg},
		{"alg HS512", sign(t, jwt.SigningMethodHS512, []byte(siteSecret), goodClaims()), auth.IdentityAlg},
		{"alg RS256", sign(t, jwt.SigningMethodRS256, rsaKey, goodClaims()), auth.IdentityAlg},
		{"alg unknown", "eyJhbGciOiJYWVoifQ." + parts[1] + "." + parts[2], auth.IdentityAlg},
		{"other site", set("aud", "pk_other"), auth.IdentityAudience},
		{"no aud", drop("aud"), auth.IdentityAudience},
		{"future iat", set("iat", identityNow().Add(10*time.Minute).Unix()), auth.IdentityIssuedAt},
		{"no iat", drop("iat"), auth.IdentityIssuedAt},
		{"not yet valid", set("nbf", identityNow().Add(10*time.Minute).Unix()), auth.IdentityIssuedAt},
		{"other secret", sign(t, jwt.SigningMethodHS256, []byte("another secret of at least 32 bytes"), goodClaims()), auth.IdentitySignature},
		{"empty secret", sign(t, jwt.SigningMethodHS256, []byte{}, goodClaims()), auth.IdentitySignature},
		{"changed payload", parts[0] + "." + parts[1][:len(parts[1])-4] + "AAAA." + parts[2], auth.IdentityMalformed},
		{"cut signature", good[:len(good)-3], auth.IdentitySignature},
		{"no sub", drop("sub"), auth.IdentitySubject},
		{"control in sub", set("sub", "c-17\r\nX-Evil: 1"), auth.IdentitySubject},
		{"long sub", set("sub", strings.Repeat("x", 300)), auth.IdentitySubject},
		{"a year", set("exp", identityNow().AddDate(1, 0, 0).Unix()), auth.IdentityTooLong},
		{"sub a number", set("sub", 17), auth.IdentityMalformed},
		{"exp a word", set("exp", "tomorrow"), auth.IdentityMalformed},
		{"empty", "", auth.IdentityMalformed},
		{"two parts", "a.b", auth.IdentityMalformed},
		{"null payload", parts[0] + ".bnVsbA." + parts[2], auth.IdentitySignature},
		{"huge", strings.Repeat("a", 1<<20), auth.IdentityMalformed},
	} {
		_, err := auth.NewIdentityChecker(siteKey, siteSecret, identityNow).Check(c.token)
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Unauthenticated || f.Code != "identity_invalid" || f.Meta["reason"] != c.reason {
			t.Errorf("%s: %v; want identity_invalid %s", c.name, err, c.reason)
		}
	}
}

func TestIdentityLeeway(t *testing.T) {
	claims := goodClaims()
	claims["iat"] = identityNow().Add(20 * time.Second).Unix() // the shop's clock is a little ahead
	if _, err := auth.NewIdentityChecker(siteKey, siteSecret, identityNow).Check(sign(t, jwt.SigningMethodHS256, []byte(siteSecret), claims)); err != nil {
		t.Error(err)
	}
}
