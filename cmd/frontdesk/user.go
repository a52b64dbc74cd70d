package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"frontdesk/api"
	"frontdesk/bot/nlu"
	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
	"frontdesk/internal/wording"
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
	Role      string   `help:"agent, editor, supervisor or admin (default: agent)." enum:",agent,editor,supervisor,admin" default:""`
	Languages []string `help:"Languages they answer in, such as en,de (default: all)."`
	Skills    []string `help:"For example topic:returns,vip (default: every topic)."`
	Capacity  int      `help:"Conversations at a time." default:"4"`
}

// Run adds the person, or finds who is there, and prints a one-time link.
func (c userAddCmd) Run(ctx context.Context, w world) error {
	if c.Capacity < 1 || c.Capacity > 100 {
		return usageError{errors.New("capacity: must be 1 to 100")}
	}
	c.Languages, c.Skills = plainWords(c.Languages), plainWords(c.Skills)
	if err := c.checkWords(); err != nil {
		return usageError{err}
	}
	return c.withDatabase(ctx, w, func(a *app) error {
		u, err := c.person(ctx, a.db)
		if err != nil {
			return err
		}
		link, err := signInLink(ctx, a.db, u.ID, publicURL(a.cfg))
		if err != nil {
			return err
		}
		fmt.Fprintf(w.Out, "%s (%s) may sign in once with this link, and then choose a password:\n%s\n", u.Email, u.Role, link)
		return nil
	})
}

// plainWords are words of a list as cases have them: "en, DE" is meant, too.
func plainWords(list []string) (out []string) {
	for _, w := range list {
		if w = strings.ToLower(strings.TrimSpace(w)); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// checkWords refuses languages and skills that no case would ever ask for.
func (c userAddCmd) checkWords() error {
	for _, l := range c.Languages {
		if !slices.Contains(wording.Languages(), l) {
			return fmt.Errorf("languages: %q is none that shoppers are answered in; they are %s", l, strings.Join(wording.Languages(), ", "))
		}
	}
	topics := slices.Compact(slices.Sorted(maps.Values(nlu.Categories())))
	topics = slices.DeleteFunc(topics, func(topic string) bool { return topic == "chat" || topic == "control" }) // no case is about these
	for _, s := range c.Skills {
		if strings.HasPrefix(s, "lang:") {
			return fmt.Errorf("skills: %q is a language; write --languages %s", s, strings.TrimPrefix(s, "lang:"))
		}
		if slices.Contains(topics, s) {
			return fmt.Errorf("skills: %q is a topic; write topic:%s", s, s)
		}
		if topic, ok := strings.CutPrefix(s, "topic:"); ok && !slices.Contains(topics, topic) {
			return fmt.Errorf("skills: there is no topic %q; they are %s", topic, strings.Join(topics, ", "))
		}
	}
	return nil
}

// person is who has the address, or a new one. Somebody who is there stays as they
// are: only the console changes people, and signs them out where it must.
func (c userAddCmd) person(ctx context.Context, accounts auth.People) (auth.User, error) {
	old, err := accounts.UserByEmail(ctx, strings.ToLower(c.Email))
	switch {
	case err == nil && old.Disabled:
		return old, usageError{fmt.Errorf("%s is disabled; an admin lets them in again in the console, under People", old.Email)}
	case err == nil && c.Role != "" && c.Role != string(old.Role):
		return old, usageError{fmt.Errorf("%s is there already, as %s; an admin changes that in the console, under People. Without --role this makes a new link for them", old.Email, old.Role)}
	case err == nil:
		return old, nil
	case !errors.Is(err, fault.ErrNotFound):
		return old, fmt.Errorf("find %s: %w", c.Email, err)
	}
	email, err := api.CleanEmail(c.Email)
	if err != nil {
		return old, usageError{fmt.Errorf("email: %q is no address", c.Email)}
	}
	email = strings.ToLower(email)
	name, _, _ := strings.Cut(email, "@")
	u := auth.User{
		ID: newID(), Email: email, Name: cmp.Or(c.Name, name), Role: auth.Role(cmp.Or(c.Role, string(auth.RoleAgent))),
		Languages: c.Languages, Skills: c.Skills, Capacity: c.Capacity, CreatedAt: time.Now(),
	}
	if err := accounts.AddUser(ctx, u); err != nil {
		return u, fmt.Errorf("store %s: %w", u.Email, err)
	}
	return u, nil
}

// signInLink makes a one-time link for a person.
func signInLink(ctx context.Context, secrets auth.Keeper, userID, base string) (string, error) {
	return auth.SignInLink(ctx, secrets, auth.Link{Base: base, ID: newID(), UserID: userID, Now: time.Now(), Random: rand.Reader})
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
			state := ""
			switch {
			case u.Disabled:
				state = "disabled"
			case u.PasswordHash == "":
				state = "has not signed in yet"
			}
			line := fmt.Sprintf("%-32s %-11s %-20s %-12s %-14s %s", u.Email, u.Role, u.Name, strings.Join(u.Languages, ","), strings.Join(u.Skills, ","), state)
			fmt.Fprintln(w.Out, strings.TrimRight(line, " "))
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
