package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

// userCmd looks after the people who sign in.
type userCmd struct {
	Add  userAddCmd  `cmd:"" help:"Add a person, or make a new sign-in link for one who is there."`
	List userListCmd `cmd:"" help:"List everyone."`
}

type userAddCmd struct {
	settings
	Email     string   `arg:"" help:"Address to sign in with."`
	Name      string   `help:"As shoppers and colleagues see it (default: the address before the @)."`
	Role      string   `help:"agent, editor, supervisor or admin." default:"agent" enum:"agent,editor,supervisor,admin"`
	Languages []string `help:"Languages they answer in, such as en,de."`
	Skills    []string `help:"For example topic:returns,vip."`
	Capacity  int      `help:"Conversations at a time." default:"4"`
}

// Run adds the person and prints a one-time link.
func (c userAddCmd) Run(ctx context.Context, w world) error {
	if !strings.Contains(c.Email, "@") || strings.ContainsAny(c.Email, " \r\n\t") {
		return usageError{fmt.Errorf("email: %q is no address", c.Email)}
	}
	if c.Capacity < 1 || c.Capacity > 100 {
		return usageError{errors.New("capacity: must be 1 to 100")}
	}
	u := auth.User{
		ID: newID(), Email: strings.ToLower(c.Email), Name: c.Name, Role: auth.Role(c.Role),
		Languages: c.Languages, Skills: c.Skills, Capacity: c.Capacity, CreatedAt: time.Now(),
	}
	if u.Name == "" {
		u.Name, _, _ = strings.Cut(u.Email, "@")
	}
	return c.withDatabase(ctx, w, func(a *app) error {
		link, err := addUser(ctx, a.db, u, publicURL(a.cfg))
		if err != nil {
			return err
		}
		fmt.Fprintf(w.Out, "%s (%s) may sign in once with this link, and then choose a password:\n%s\n", u.Email, u.Role, link)
		return nil
	})
}

// addUser stores a person, or finds the one with this address, and makes a
// one-time link for them.
func addUser(ctx context.Context, accounts auth.Store, u auth.User, base string) (string, error) {
	old, err := accounts.UserByEmail(ctx, u.Email)
	switch {
	case err == nil:
		u.ID = old.ID
	case errors.Is(err, fault.ErrNotFound):
		if err := accounts.SaveUser(ctx, u); err != nil {
			return "", fmt.Errorf("store %s: %w", u.Email, err)
		}
	default:
		return "", fmt.Errorf("find %s: %w", u.Email, err)
	}
	secret, token, err := auth.NewSignInLink(rand.Reader, newID(), u.ID, time.Now())
	if err != nil {
		return "", err
	}
	if err := accounts.AddSecret(ctx, secret); err != nil {
		return "", fmt.Errorf("store the link: %w", err)
	}
	return base + "/console/#/link/" + token, nil
}

type userListCmd struct{ settings }

// Run lists everyone, by name.
func (c userListCmd) Run(ctx context.Context, w world) error {
	return c.withDatabase(ctx, w, func(a *app) error {
		users, err := a.db.Users(ctx)
		if err != nil {
			return err
		}
		if len(users) == 0 {
			fmt.Fprintln(w.Out, "Nobody yet: frontdesk user add you@shop.example --role admin")
		}
		for _, u := range users {
			fmt.Fprintf(w.Out, "%-32s %-11s %-20s %s\n", u.Email, u.Role, u.Name, strings.Join(u.Languages, ","))
		}
		return nil
	})
}

// publicURL is where people reach the server.
func publicURL(c Config) string {
	if c.PublicURL != "" {
		return c.PublicURL
	}
	return "http://" + c.Listen
}
