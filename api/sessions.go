package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"frontdesk/handoff"
	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

// Labels of session secrets: how the session began.
const (
	byPassword = "password"
	byLink     = "link"
)

type signInInput struct {
	Caller
	Body struct {
		Email    string `json:"email,omitempty" maxLength:"254"`
		Password string `json:"password,omitempty" maxLength:"5000"`
		Link     string `json:"link,omitempty" maxLength:"100" doc:"token of a one-time sign-in link"`
	}
}

type userView struct {
	ID           string               `json:"id"`
	Name         string               `json:"name"`
	Email        string               `json:"email"`
	Role         auth.Role            `json:"role"`
	Languages    []string             `json:"languages"`
	Skills       []string             `json:"skills"`
	Capacity     int                  `json:"capacity"`
	Availability handoff.Availability `json:"availability"`
	HasPassword  bool                 `json:"has_password"`
}

type shopView struct {
	Name string `json:"name"`
}

type sessionView struct {
	User userView `json:"user"`
	Shop shopView `json:"shop"`
}

type sessionOutput struct {
	SetCookie string `header:"Set-Cookie"`
	Body      sessionView
}

var errWrongPassword = fault.New(fault.Unauthenticated, "wrong_credentials", "E-mail address or password are wrong.")

// signIn begins a session by password or by a one-time link.
func (a *API) signIn(ctx context.Context, in *signInInput) (*sessionOutput, error) {
	if (in.Body.Link == "") == (in.Body.Email == "" && in.Body.Password == "") {
		return nil, fault.New(fault.Invalid, "invalid_field", "Send email and password, or link.").At("email")
	}
	var u auth.User
	var err error
	how := byPassword
	if in.Body.Link != "" {
		how = byLink
		u, err = a.userOfLink(ctx, in.Body.Link)
	} else {
		u, err = a.userOfPassword(ctx, in)
	}
	if err != nil {
		return nil, err
	}
	return a.beginSession(ctx, u, how)
}

// userOfPassword checks a password. Whoever guesses waits longer and longer,
// counted by account and address together; what a stranger learns, and when, is
// the same whether the account exists or not.
func (a *API) userOfPassword(ctx context.Context, in *signInInput) (auth.User, error) {
	email := strings.ToLower(strings.TrimSpace(in.Body.Email))
	key := email + " " + in.address
	if wait := a.guesses.try(key); wait > 0 {
		return auth.User{}, tooFast(wait)
	}
	u, outdated, err := a.checkPassword(ctx, email, in.Body.Password)
	if err != nil {
		return auth.User{}, err
	}
	a.guesses.succeeded(key)
	if !outdated {
		return u, nil
	}
	hash, err := a.Hasher.Hash(in.Body.Password)
	if err != nil {
		return auth.User{}, err
	}
	err = a.Accounts.RenewPassword(ctx, u.ID, u.PasswordHash, hash)
	if errors.Is(err, fault.ErrNotFound) { // another password meanwhile, or disabled
		u, _, err = a.checkPassword(ctx, email, in.Body.Password)
	}
	return u, err
}

// checkPassword finds the person of an address and a password, and tells whether its hash
// is made as hashes are not made any more.
func (a *API) checkPassword(ctx context.Context, email, password string) (u auth.User, outdated bool, err error) {
	u, err = a.Accounts.UserByEmail(ctx, email)
	switch {
	case errors.Is(err, fault.ErrNotFound) || err == nil && u.PasswordHash == "":
		a.Hasher.Decoy(password)
		return auth.User{}, false, errWrongPassword
	case err != nil:
		return auth.User{}, false, fmt.Errorf("find user: %w", err)
	}
	right, outdated, err := a.Hasher.Verify(u.PasswordHash, password)
	if err != nil {
		return auth.User{}, false, fmt.Errorf("check the password of user %s: %w", u.ID, err)
	}
	if !right || u.Disabled {
		return auth.User{}, false, errWrongPassword
	}
	return u, outdated, nil
}

// userOfLink uses up a one-time link.
func (a *API) userOfLink(ctx context.Context, token string) (auth.User, error) {
	gone := fault.New(fault.Unauthenticated, "link_invalid", "This sign-in link was used already, or has expired.").Advise("Ask for a new one.")
	s, err := a.Accounts.TakeSecret(ctx, auth.SecretLink, auth.HashToken(token), a.Now())
	if errors.Is(err, fault.ErrNotFound) {
		return auth.User{}, gone
	}
	if err != nil {
		return auth.User{}, fmt.Errorf("take link: %w", err)
	}
	u, err := a.Accounts.User(ctx, s.Subject)
	if err != nil {
		return auth.User{}, fmt.Errorf("load user %s: %w", s.Subject, err)
	}
	if u.Disabled {
		return auth.User{}, gone
	}
	return u, nil
}

func (a *API) beginSession(ctx context.Context, u auth.User, how string) (*sessionOutput, error) {
	until := a.Now().Add(a.cfg.SessionFor)
	token, err := a.newSecret(ctx, &auth.Secret{Kind: auth.SecretSession, Subject: u.ID, Role: u.Role, Label: how, ExpiresAt: until})
	if err != nil {
		return nil, err
	}
	body, err := a.describe(ctx, u)
	cookie := a.cookie(token, int(a.cfg.SessionFor.Seconds()))
	return &sessionOutput{SetCookie: cookie, Body: body}, err
}

// cookie writes the session's cookie; a negative age deletes it.
func (a *API) cookie(token string, age int) string {
	c := http.Cookie{
		Name: sessionCookie, Value: token, Path: "/", MaxAge: age, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: a.cfg.SecureCookies,
	}
	return c.String()
}

func (a *API) describe(ctx context.Context, u auth.User) (sessionView, error) {
	v := sessionView{Shop: shopView{Name: a.cfg.ShopName}}
	v.User = userView{
		ID: u.ID, Name: u.Name, Email: u.Email, Role: u.Role, Languages: orEmpty(u.Languages), Skills: orEmpty(u.Skills),
		Capacity: u.Capacity, Availability: handoff.Offline, HasPassword: u.PasswordHash != "",
	}
	if !slices.Contains(desk, u.Role) {
		return v, nil
	}
	var err error
	v.User.Availability, err = a.availabilityOf(ctx, u)
	return v, err
}

type callerInput struct{ Caller }

func (a *API) whoAmI(ctx context.Context, in *callerInput) (*bodyOf[sessionView], error) {
	v, err := a.describe(ctx, in.who.user)
	v.User.Role = in.who.role
	return &bodyOf[sessionView]{Body: v}, err
}

type signOutOutput struct {
	SetCookie string `header:"Set-Cookie"`
}

// signOut ends the session and its live sockets.
func (a *API) signOut(ctx context.Context, in *callerInput) (*signOutOutput, error) {
	if err := a.Accounts.RevokeSecret(ctx, in.who.secret.ID); err != nil {
		return nil, fmt.Errorf("revoke session: %w", err)
	}
	a.closeConsoles(func(c *console) bool { return c.secretID == in.who.secret.ID })
	return &signOutOutput{SetCookie: a.cookie("", -1)}, nil
}

type passwordInput struct {
	Caller
	Body struct {
		Password string `json:"password" maxLength:"5000"`
		Current  string `json:"current,omitempty" maxLength:"5000" doc:"not needed after a sign-in link"`
	}
}

// setPassword sets the caller's password. Every other session of theirs ends,
// and so does every sign-in link that is still open. A token, which may have a
// smaller role than its owner, cannot do this.
func (a *API) setPassword(ctx context.Context, in *passwordInput) (*signOutOutput, error) {
	u := in.who.user
	if in.who.secret.Kind != auth.SecretSession {
		return nil, fault.New(fault.Forbidden, "session_needed", "A token cannot set a password.").Advise("Sign in to the console.")
	}
	if u.PasswordHash != "" && in.who.secret.Label != byLink {
		if err := a.confirm(u, in); err != nil {
			return nil, err
		}
	}
	if err := auth.CheckPassword(in.Body.Password, u.Email); err != nil {
		return nil, err
	}
	if err := a.savePassword(ctx, u.ID, in.Body.Password); err != nil {
		return nil, err
	}
	out, err := a.beginSession(ctx, u, byPassword)
	if err != nil {
		return nil, err
	}
	a.closeConsoles(func(c *console) bool { return c.user.ID == u.ID })
	return &signOutOutput{SetCookie: out.SetCookie}, nil
}

// savePassword stores a password and ends what was signed in with another.
func (a *API) savePassword(ctx context.Context, userID, password string) error {
	hash, err := a.Hasher.Hash(password)
	if err != nil {
		return err
	}
	err = a.Accounts.SetPassword(ctx, userID, hash)
	if errors.Is(err, fault.ErrNotFound) { // disabled meanwhile: hashing takes its time
		return errUnknown
	}
	if err != nil {
		return fmt.Errorf("set the password of user %s: %w", userID, err)
	}
	for _, kind := range []auth.SecretKind{auth.SecretSession, auth.SecretLink} {
		if err := a.Accounts.RevokeSubject(ctx, kind, userID); err != nil {
			return fmt.Errorf("revoke the %s secrets of user %s: %w", kind, userID, err)
		}
	}
	return nil
}

func (a *API) confirm(u auth.User, in *passwordInput) error {
	key := u.Email + " " + in.address
	if wait := a.guesses.try(key); wait > 0 {
		return tooFast(wait)
	}
	right, _, err := a.Hasher.Verify(u.PasswordHash, in.Body.Current)
	if err != nil {
		return fmt.Errorf("check the password of user %s: %w", u.ID, err)
	}
	if !right {
		return fault.New(fault.Forbidden, "wrong_password", "The current password is wrong.").At("current")
	}
	a.guesses.succeeded(key)
	return nil
}
