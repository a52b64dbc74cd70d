package auth

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/golang-jwt/jwt/v5"

	"frontdesk/internal/fault"
)

// Why a shop's identity token is refused; the member "reason" of the fault.
const (
	IdentityMalformed = "malformed" // not a JWT, too long, or a claim of the wrong type
	IdentityAlg       = "alg"       // signed by anything but HS256
	IdentitySignature = "signature" // not signed with this site's secret
	IdentityExpired   = "expired"   // exp has passed, or is missing
	IdentityIssuedAt  = "iat"       // iat lies in the future, or is missing
	IdentityAudience  = "aud"       // for another site
	IdentitySubject   = "sub"       // no customer id, or an unusable one
	IdentityTooLong   = "lifetime"  // exp is too far from iat
)

// Bounds of an identity token.
const (
	maxIdentityToken    = 4096 // bytes
	maxIdentitySubject  = 200  // characters
	maxIdentityLifetime = 24 * time.Hour
	identityLeeway      = 30 * time.Second // how far the shop's clock may be off
)

// errAlg marks a token signed by another algorithm than the pinned one.
var errAlg = errors.New("the algorithm is not HS256")

// Identity is what a shop's own server says of the visitor of its page.
type Identity struct {
	Subject   string    // the shop's id of the customer
	Email     string    // may be empty
	Name      string    // may be empty
	Locale    string    // may be empty
	ExpiresAt time.Time // after this the visitor must be vouched for again
}

// IdentityChecker verifies the tokens that a shop's server signs for the visitors
// of one widget site: JWT, HS256 only, with sub, aud (the site's key), iat and exp.
type IdentityChecker struct {
	secret []byte
	parser *jwt.Parser
}

// NewIdentityChecker makes a checker for the site with that key and secret. The
// clock says what time it is.
func NewIdentityChecker(siteKey, secret string, clock func() time.Time) *IdentityChecker {
	return &IdentityChecker{
		secret: []byte(secret),
		parser: jwt.NewParser(
			jwt.WithAudience(siteKey),
			jwt.WithExpirationRequired(),
			jwt.WithIssuedAt(),
			jwt.WithLeeway(identityLeeway),
			jwt.WithStrictDecoding(),
			jwt.WithTimeFunc(clock),
		),
	}
}

type identityClaims struct {
	jwt.RegisteredClaims
	Email  string `json:"email"`
	Name   string `json:"name"`
	Locale string `json:"locale"`
}

// Check gives the identity in a token, or a fault of kind Unauthenticated and code
// identity_invalid with the member reason.
func (c *IdentityChecker) Check(token string) (Identity, error) {
	if len(token) > maxIdentityToken {
		return Identity{}, refuseIdentity(IdentityMalformed, fmt.Errorf("%d bytes", len(token)))
	}
	var claims identityClaims
	if _, err := c.parser.ParseWithClaims(token, &claims, c.key); err != nil {
		return Identity{}, refuseIdentity(identityReason(err, claims), err)
	}
	if reason := claims.wrong(); reason != "" {
		return Identity{}, refuseIdentity(reason, nil)
	}
	return Identity{
		Subject: claims.Subject, Email: claims.Email, Name: claims.Name, Locale: claims.Locale,
		ExpiresAt: claims.ExpiresAt.Time,
	}, nil
}

// key pins the algorithm before any key is given out, so that "none" and a public
// key taken for an HMAC secret never come to a verification.
func (c *IdentityChecker) key(t *jwt.Token) (any, error) {
	if t.Method.Alg() != jwt.SigningMethodHS256.Alg() {
		return nil, errAlg
	}
	return c.secret, nil
}

func (c identityClaims) wrong() (reason string) {
	n := utf8.RuneCountInString(c.Subject)
	switch {
	case c.IssuedAt == nil:
		return IdentityIssuedAt
	case c.ExpiresAt.Sub(c.IssuedAt.Time) > maxIdentityLifetime:
		return IdentityTooLong
	case n == 0 || n > maxIdentitySubject || !printable(c.Subject):
		return IdentitySubject
	}
	return ""
}

func printable(s string) bool {
	for _, r := range s {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return false
		}
	}
	return true
}

// identityReason reads the library's error. The order matters: a token can be wrong
// in several ways, and the first that applies tells the shop's developer most.
func identityReason(err error, claims identityClaims) string {
	for _, c := range []struct {
		is     error
		reason string
	}{
		{errAlg, IdentityAlg},
		{jwt.ErrTokenUnverifiable, IdentityAlg}, // an algorithm the library does not know
		{jwt.ErrTokenSignatureInvalid, IdentitySignature},
		{jwt.ErrTokenInvalidAudience, IdentityAudience},
		{jwt.ErrTokenExpired, IdentityExpired},
		{jwt.ErrTokenUsedBeforeIssued, IdentityIssuedAt},
		{jwt.ErrTokenNotValidYet, IdentityIssuedAt},
	} {
		if errors.Is(err, c.is) {
			return c.reason
		}
	}
	if !errors.Is(err, jwt.ErrTokenRequiredClaimMissing) {
		return IdentityMalformed
	}
	if claims.ExpiresAt == nil {
		return IdentityExpired
	}
	return IdentityAudience
}

func refuseIdentity(reason string, cause error) error {
	return fault.New(fault.Unauthenticated, "identity_invalid", "The shop's word for who you are was not accepted (%s).", reason).
		With("reason", reason).
		Advise("Sign a fresh token on the shop's server with the site's identity secret: HS256, with sub, aud (the site key), iat and exp at most 24 h later.").
		Cause(cause)
}
