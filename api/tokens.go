package api

import (
	"context"
	"fmt"
	"slices"
	"time"

	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

type tokenView struct {
	ID        string     `json:"id"`
	Label     string     `json:"label"`
	Role      auth.Role  `json:"role"`
	UserID    string     `json:"user_id" doc:"for whom it acts"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt *time.Time `json:"expires_at"`
	UsedAt    *time.Time `json:"used_at"`
}

func viewOfToken(s auth.Secret) tokenView {
	return tokenView{
		ID: s.ID, Label: s.Label, Role: s.Role, UserID: s.Subject, CreatedAt: s.CreatedAt,
		ExpiresAt: orNull(s.ExpiresAt), UsedAt: orNull(s.UsedAt),
	}
}

func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

type tokensView struct {
	Items []tokenView `json:"items"`
}

func (a *API) listTokens(ctx context.Context, _ *callerInput) (*bodyOf[tokensView], error) {
	secrets, err := a.Accounts.Secrets(ctx, auth.SecretAPI, "")
	if err != nil {
		return nil, fmt.Errorf("list tokens: %w", err)
	}
	out := tokensView{Items: make([]tokenView, len(secrets))}
	for i, s := range secrets {
		out.Items[i] = viewOfToken(s)
	}
	return &bodyOf[tokensView]{Body: out}, nil
}

type addTokenInput struct {
	Caller
	Body struct {
		Label string `json:"label" minLength:"1" maxLength:"100" doc:"for people, for example ERP sync"`
		Role  string `json:"role" enum:"agent,editor,supervisor,admin"`
		Days  int    `json:"days,omitempty" minimum:"1" maximum:"3650" doc:"how long it is good; for ever where it is left out"`
	}
}

type newTokenView struct {
	Token string    `json:"token" doc:"shown this once"`
	Item  tokenView `json:"item"`
}

// addToken makes a token that acts for the caller with a role.
func (a *API) addToken(ctx context.Context, in *addTokenInput) (*bodyOf[newTokenView], error) {
	s := auth.Secret{Kind: auth.SecretAPI, Subject: in.who.user.ID, Label: in.Body.Label, Role: auth.Role(in.Body.Role)}
	if in.Body.Days > 0 {
		s.ExpiresAt = a.Now().AddDate(0, 0, in.Body.Days)
	}
	token, err := a.newSecret(ctx, &s)
	if err != nil {
		return nil, err
	}
	return &bodyOf[newTokenView]{Body: newTokenView{Token: token, Item: viewOfToken(s)}}, nil
}

type tokenInput struct {
	Caller
	ID string `path:"id" maxLength:"100"`
}

// revokeToken ends an API token. Only tokens can be named here: the id of a
// session or a visitor does not exist for this route.
func (a *API) revokeToken(ctx context.Context, in *tokenInput) (*nothing, error) {
	all, err := a.Accounts.Secrets(ctx, auth.SecretAPI, "")
	if err != nil {
		return nil, fmt.Errorf("list tokens: %w", err)
	}
	if !slices.ContainsFunc(all, func(s auth.Secret) bool { return s.ID == in.ID }) {
		return nil, fault.New(fault.NotFound, "", "There is no such token.")
	}
	if err := a.Accounts.RevokeSecret(ctx, in.ID); err != nil {
		return nil, fmt.Errorf("revoke token %s: %w", in.ID, err)
	}
	return nil, nil
}
