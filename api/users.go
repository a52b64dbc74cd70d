package api

import (
	"context"
	"fmt"
	"strings"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

// personView is a person as admins see them.
type personView struct {
	ID        string    `json:"id"`
	Email     string    `json:"email"`
	Name      string    `json:"name"`
	Role      auth.Role `json:"role"`
	Languages []string  `json:"languages"`
	Skills    []string  `json:"skills"`
	Capacity  int       `json:"capacity"`
	Disabled  bool      `json:"disabled"`
	Invited   bool      `json:"invited" doc:"has not set a password yet"`
	CreatedAt time.Time `json:"created_at"`
}

func viewOfUser(u auth.User) personView {
	return personView{
		ID: u.ID, Email: u.Email, Name: u.Name, Role: u.Role, Languages: orEmpty(u.Languages), Skills: orEmpty(u.Skills),
		Capacity: u.Capacity, Disabled: u.Disabled, Invited: u.PasswordHash == "", CreatedAt: u.CreatedAt,
	}
}

type usersView struct {
	Items []personView `json:"items"`
}

func (a *API) listUsers(ctx context.Context, _ *callerInput) (*bodyOf[usersView], error) {
	users, err := a.Accounts.Users(ctx)
	if err != nil {
		return nil, fmt.Errorf("list users: %w", err)
	}
	out := usersView{Items: make([]personView, len(users))}
	for i, u := range users {
		out.Items[i] = viewOfUser(u)
	}
	return &bodyOf[usersView]{Body: out}, nil
}

type addUserInput struct {
	Caller
	Body struct {
		Email     string   `json:"email" maxLength:"254"`
		Name      string   `json:"name" minLength:"1" maxLength:"64" doc:"as shoppers see it"`
		Role      string   `json:"role" enum:"agent,editor,supervisor,admin"`
		Languages []string `json:"languages,omitempty" maxItems:"20" doc:"ISO 639-1"`
		Skills    []string `json:"skills,omitempty" maxItems:"50"`
		Capacity  int      `json:"capacity,omitempty" minimum:"1" maximum:"100" doc:"conversations at a time; 4 where it is left out"`
	}
}

type addUserView struct {
	User personView `json:"user"`
	Link string     `json:"link" doc:"signs the person in once"`
}

// defaultCapacity is how many conversations an agent takes at a time where
// nobody says otherwise.
const defaultCapacity = 4

// addUser adds a person and gives a link that signs them in for the first time.
func (a *API) addUser(ctx context.Context, in *addUserInput) (*bodyOf[addUserView], error) {
	email, err := CleanEmail(in.Body.Email)
	if err != nil {
		return nil, err
	}
	u := auth.User{
		ID: a.NewID(), Email: strings.ToLower(email), Name: strings.TrimSpace(in.Body.Name), Role: auth.Role(in.Body.Role),
		Languages: orEmpty(in.Body.Languages), Skills: orEmpty(in.Body.Skills), Capacity: in.Body.Capacity, CreatedAt: a.Now(),
	}
	setInt(&u.Capacity, defaultCapacity)
	if err := a.Accounts.AddUser(ctx, u); err != nil {
		return nil, fmt.Errorf("add user: %w", err)
	}
	link, err := a.signInLink(ctx, u.ID)
	a.Hub.Publish(chat.Hint{Kind: chat.HintPresence})
	return &bodyOf[addUserView]{Body: addUserView{User: viewOfUser(u), Link: link}}, err
}

// signInLink makes a link that signs a person in once.
func (a *API) signInLink(ctx context.Context, userID string) (string, error) {
	return auth.SignInLink(ctx, a.Accounts, auth.Link{Base: a.cfg.PublicURL, ID: a.NewID(), UserID: userID, Now: a.Now(), Random: a.Random})
}

type changeUserInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		Email     *string   `json:"email,omitempty" maxLength:"254" doc:"that they sign in with"`
		Name      *string   `json:"name,omitempty" minLength:"1" maxLength:"64"`
		Role      *string   `json:"role,omitempty" enum:"agent,editor,supervisor,admin"`
		Languages *[]string `json:"languages,omitempty" maxItems:"20"`
		Skills    *[]string `json:"skills,omitempty" maxItems:"50"`
		Capacity  *int      `json:"capacity,omitempty" minimum:"1" maximum:"100"`
		Disabled  *bool     `json:"disabled,omitempty"`
		NewLink   bool      `json:"new_link,omitempty" doc:"answer with a new sign-in link, for a forgotten password"`
	}
}

type changedUserView struct {
	User personView `json:"user"`
	Link string     `json:"link,omitempty"`
}

// changeUser changes a person. Whoever is disabled, or gets another role, is
// signed out everywhere at once.
func (a *API) changeUser(ctx context.Context, in *changeUserInput) (*bodyOf[changedUserView], error) {
	before, u, err := a.Accounts.ChangeUser(ctx, in.ID, in.apply)
	if err != nil {
		return nil, fmt.Errorf("change user %s: %w", in.ID, err)
	}
	if u.Disabled && !before.Disabled || u.Role != before.Role {
		if err := a.signOutEverywhere(ctx, u.ID); err != nil {
			return nil, err
		}
	}
	out := changedUserView{User: viewOfUser(u)}
	if in.Body.NewLink && !u.Disabled {
		out.Link, err = a.signInLink(ctx, u.ID)
	}
	a.Hub.Publish(chat.Hint{Kind: chat.HintPresence})
	return &bodyOf[changedUserView]{Body: out}, err
}

// apply changes what the request names.
func (in *changeUserInput) apply(u *auth.User) error {
	b, role := in.Body, u.Role
	if b.Email != nil {
		email, err := CleanEmail(*b.Email)
		if err != nil {
			return err
		}
		u.Email = strings.ToLower(email)
	}
	if b.Name != nil {
		u.Name = strings.TrimSpace(*b.Name)
	}
	if b.Role != nil {
		u.Role = auth.Role(*b.Role)
	}
	if b.Languages != nil {
		u.Languages = *b.Languages
	}
	if b.Skills != nil {
		u.Skills = *b.Skills
	}
	if b.Capacity != nil {
		u.Capacity = *b.Capacity
	}
	if b.Disabled != nil {
		u.Disabled = *b.Disabled
	}
	if u.ID == in.who.user.ID && (u.Disabled || u.Role != role) {
		return fault.New(fault.Conflict, "own_account", "You cannot disable yourself or change your own role.").Advise("Ask another admin.")
	}
	return nil
}

// signOutEverywhere ends a person's sessions, links and API tokens, and their sockets on
// this server at once; those on others end with the hint that follows.
func (a *API) signOutEverywhere(ctx context.Context, userID string) error {
	for _, kind := range []auth.SecretKind{auth.SecretSession, auth.SecretLink, auth.SecretAPI} {
		if err := a.Accounts.RevokeSubject(ctx, kind, userID); err != nil {
			return fmt.Errorf("revoke the %s secrets of user %s: %w", kind, userID, err)
		}
	}
	a.closeConsoles(func(c *console) bool { return c.user.ID == userID })
	return nil
}
