package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

const (
	sessionCookie = "fd_session"
	csrfHeader    = "X-Requested-With"
	csrfValue     = "frontdesk"
	touchEvery    = time.Minute
)

// principal is who makes a request: a person, an API token that acts for one,
// a REST channel, a widget visitor, or nobody.
type principal struct {
	role    auth.Role // empty: nobody
	user    auth.User // people and API tokens
	secret  auth.Secret
	cookie  bool // known by the cookie: writing needs the CSRF header
	channel string
	visitor visitor
}

// visitor is a widget's shopper.
type visitor struct {
	site     *site
	customer chat.Customer
	page     string // where the widget stood when the visit began
}

func (p principal) staff() handoff.Who {
	return handoff.Who{ID: p.user.ID, Name: p.user.Name, Supervisor: slices.Contains(leads, p.role)}
}

var errUnknown = fault.New(fault.Unauthenticated, "unauthenticated", "Sign in, or send a valid token.")

const principalKey = "principal"

func callerOf(c *gin.Context) principal {
	p, _ := c.Get(principalKey)
	who, _ := p.(principal)
	return who
}

// guard lets a request pass to its handler only as the table allows: known
// route, within its budget, by somebody with one of its roles, with the CSRF
// header where a cookie speaks, and with a body that can be read safely.
func (a *API) guard(c *gin.Context) {
	r := a.table[c.Request.Method+" "+c.FullPath()]
	if r == nil {
		return // pages, or nothing: their handlers answer
	}
	for _, check := range []func(*gin.Context, *route) error{a.withinBudget, a.admit, a.checkBody} {
		if err := check(c, r); err != nil {
			a.fail(c, err)
			return
		}
	}
}

func (a *API) withinBudget(c *gin.Context, r *route) error {
	if !r.Slow {
		return nil
	}
	if wait := a.requests.take(neighbour(c)); wait > 0 {
		return tooFast(wait)
	}
	return nil
}

// neighbour is whom limits count as one: an IPv4 address, or a network of IPv6, of
// which one customer of a provider has all 2^64 addresses.
func neighbour(c *gin.Context) string {
	ip := c.ClientIP()
	a, err := netip.ParseAddr(ip)
	if err != nil || a.Unmap().Is4() {
		return ip
	}
	return netip.PrefixFrom(a.WithZone(""), 64).Masked().String()
}

func tooFast(wait time.Duration) error {
	f := fault.New(fault.Limited, "rate_limited", "Too many at once. Try again in a moment.").
		With("retry_after_ms", max(1, wait.Milliseconds()))
	f.RetryAfter = wait
	return f
}

// admit finds out who calls and whether the table lets them.
func (a *API) admit(c *gin.Context, r *route) error {
	who, err := a.identify(c, r)
	if err != nil {
		return err
	}
	if len(r.Who) > 0 {
		switch {
		case who.role == "":
			return errUnknown
		case !r.allows(who.role):
			return fault.New(fault.Forbidden, "forbidden", "Your role may not do this.").With("role", who.role).With("allowed", r.Who)
		}
	}
	writes := c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead
	if who.cookie && writes && c.GetHeader(csrfHeader) != csrfValue {
		return fault.New(fault.Forbidden, "csrf_header_missing", "The request does not come from the console.").
			Advise("Send the header " + csrfHeader + ": " + csrfValue + ".")
	}
	c.Set(principalKey, who)
	return nil
}

// identify looks for a bearer token first and for the cookie then. No route
// that is open to everyone needs either, and there a stale one does no harm.
func (a *API) identify(c *gin.Context, r *route) (principal, error) {
	token, bearer := bearerToken(c)
	var who principal
	var err error
	switch {
	case slices.Contains(r.Who, auth.RoleShopper):
		who, err = a.visitorOf(c, token)
	case len(r.Who) == 0:
		return principal{}, nil
	case bearer:
		who, err = a.bearerOf(c.Request.Context(), token)
	default:
		cookie, cerr := c.Request.Cookie(sessionCookie)
		if cerr != nil {
			return principal{}, nil
		}
		who, err = a.sessionOf(c.Request.Context(), cookie.Value)
	}
	if errors.Is(err, fault.ErrNotFound) {
		return principal{}, errUnknown
	}
	return who, err
}

func bearerToken(c *gin.Context) (string, bool) {
	scheme, token, ok := strings.Cut(c.GetHeader("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return "", false
	}
	return strings.TrimSpace(token), true
}

// bearerOf compares with every channel's token, in constant time, and then
// looks among the API tokens.
func (a *API) bearerOf(ctx context.Context, token string) (principal, error) {
	channel := ""
	for _, r := range a.cfg.RESTChannels {
		if auth.SameSecret(r.Token, token) {
			channel = r.ID
		}
	}
	if channel != "" {
		return principal{role: roleChannel, channel: channel}, nil
	}
	return a.secretOf(ctx, auth.SecretAPI, token)
}

func (a *API) sessionOf(ctx context.Context, token string) (principal, error) {
	who, err := a.secretOf(ctx, auth.SecretSession, token)
	who.cookie = true
	return who, err
}

// secretOf finds the person behind a stored secret. Disabled people are nobody.
func (a *API) secretOf(ctx context.Context, kind auth.SecretKind, token string) (principal, error) {
	s, err := a.Accounts.Secret(ctx, kind, auth.HashToken(token), a.Now())
	if err != nil {
		return principal{}, fmt.Errorf("find %s secret: %w", kind, err)
	}
	u, err := a.Accounts.User(ctx, s.Subject)
	if err != nil {
		return principal{}, fmt.Errorf("load user %s: %w", s.Subject, err)
	}
	if u.Disabled {
		return principal{}, errUnknown
	}
	if now := a.Now(); now.Sub(s.UsedAt) >= touchEvery {
		if err := a.Accounts.TouchSecret(ctx, s.ID, now); err != nil {
			return principal{}, fmt.Errorf("touch secret %s: %w", s.ID, err)
		}
	}
	role := u.Role
	if kind == auth.SecretAPI {
		role = s.Role
	}
	return principal{role: role, user: u, secret: s}, nil
}

// newSecret completes a secret and stores its hash; the token itself is given
// out once.
func (a *API) newSecret(ctx context.Context, s *auth.Secret) (token string, err error) {
	t, err := auth.NewToken(a.Random)
	if err != nil {
		return "", err
	}
	s.ID, s.Hash, s.CreatedAt = a.NewID(), t.Hash, a.Now()
	if err := a.Accounts.AddSecret(ctx, *s); err != nil {
		return "", fmt.Errorf("store %s secret: %w", s.Kind, err)
	}
	return t.Text, nil
}
