package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"frontdesk/chat"
	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

// visitsPath is where a page's visitor begins.
const visitsPath = "/v1/widget/sessions"

// payloadHuman is what the button "talk to a person" sends.
const payloadHuman = "human"

// CustomerStore keeps the people who write.
type CustomerStore interface {
	// SaveCustomer inserts or updates by id; fault.Conflict where another one has the
	// channel's own id.
	SaveCustomer(ctx context.Context, c chat.Customer) error
	// CustomerByRef finds one by the channel's own id; fault.NotFound.
	CustomerByRef(ctx context.Context, channelID, ref string) (chat.Customer, error)
}

type beginVisitInput struct {
	request *http.Request
	Body    struct {
		Site     string `json:"site" minLength:"1" maxLength:"100" doc:"the site's public key"`
		Locale   string `json:"locale,omitempty" maxLength:"35" doc:"of the page, BCP 47"`
		Token    string `json:"token,omitempty" maxLength:"100" doc:"of an earlier visit"`
		Identity string `json:"identity,omitempty" maxLength:"4096" doc:"a JWT in which the shop vouches for its customer"`
		Page     string `json:"page,omitempty" maxLength:"4096" doc:"address of the page"`
	}
}

// Resolve keeps the request: the page's origin decides. It implements
// huma.Resolver.
func (in *beginVisitInput) Resolve(ctx huma.Context) []error {
	in.request = humagin.Unwrap(ctx).Request
	return nil
}

// siteView is what a page may know of its site.
type siteView struct {
	Name       string `json:"name"`
	Accent     string `json:"accent,omitempty"`
	Disclosure bool   `json:"disclosure" doc:"tell visitors that a bot answers"`
}

type greetingView struct {
	Text         string            `json:"text"`
	QuickReplies []chat.QuickReply `json:"quick_replies"`
}

type limitsView struct {
	TextRunes int `json:"text_runes"`
	TextBytes int `json:"text_bytes"`
	NameRunes int `json:"name_runes"`
}

type beginVisitOutput struct {
	Body struct {
		Token         string       `json:"token"`
		Visitor       string       `json:"visitor"`
		Verified      bool         `json:"verified" doc:"the shop vouches for this visitor"`
		IdentityError string       `json:"identity_error,omitempty" doc:"why the identity was not accepted; the visit goes on without it"`
		Conversation  *string      `json:"conversation"`
		Site          siteView     `json:"site"`
		Lang          string       `json:"lang"`
		Greeting      greetingView `json:"greeting"`
		Limits        limitsView   `json:"limits"`
	}
}

// beginVisit gives a visitor of a shop's page a token, or takes theirs again.
func (a *API) beginVisit(ctx context.Context, in *beginVisitInput) (*beginVisitOutput, error) {
	s, err := a.siteFor(in.Body.Site, in.request, true)
	if err != nil {
		return nil, err
	}
	var out beginVisitOutput
	who, reason, err := a.vouched(s, in.Body.Identity)
	if err != nil {
		return nil, err
	}
	visit, err := a.visit(ctx, s, visitRequest{token: in.Body.Token, page: in.Body.Page, lang: a.language(s, in.Body.Locale), who: who})
	if err != nil {
		return nil, err
	}
	conv, err := a.newestConversation(ctx, visit.customer)
	if err != nil {
		return nil, err
	}
	if conv != nil {
		out.Body.Conversation = &conv.ID
	}
	out.Body.Token, out.Body.Visitor, out.Body.Verified, out.Body.IdentityError = visit.token, visit.customer.ID, visit.customer.Verified, reason
	out.Body.Lang = a.language(s, in.Body.Locale)
	out.Body.Site = siteView{Name: s.Name, Accent: s.Accent, Disclosure: true}
	out.Body.Greeting = a.greeting(s, out.Body.Lang)
	out.Body.Limits = limitsView{TextRunes: maxTextRunes, TextBytes: maxTextBytes, NameRunes: maxNameRunes}
	return &out, nil
}

// vouched checks the shop's word for its customer. Where the site does not
// insist, a bad word is told and the visitor stays a stranger.
func (a *API) vouched(s *site, token string) (who *auth.Identity, reason string, err error) {
	switch {
	case token == "" && s.EnforceIdentity:
		return nil, "", fault.New(fault.Unauthenticated, "identity_invalid", "Sign in to the shop to chat.").With("reason", "missing")
	case token == "":
		return nil, "", nil
	case s.identity == nil:
		return nil, "not_configured", nil
	}
	id, err := s.identity.Check(token)
	if err == nil {
		return &id, "", nil
	}
	a.log.Warn("identity refused", "site", s.Key, "err", err)
	if s.EnforceIdentity {
		return nil, "", err
	}
	reason, _ = asFault(err).Meta["reason"].(string)
	return nil, reason, nil
}

type visitRequest struct {
	token, page, lang string
	who               *auth.Identity
}

type visit struct {
	token    string
	customer chat.Customer
}

// visit resumes the visit of a token, or begins one. A vouched customer is the
// same person on every device; strangers are told apart by their token only.
func (a *API) visit(ctx context.Context, s *site, req visitRequest) (visit, error) {
	if req.who != nil {
		return a.verifiedVisit(ctx, s, req)
	}
	if req.token != "" && !s.EnforceIdentity {
		v, err := a.visitorByToken(ctx, req.token)
		if err == nil && v.customer.ChannelID == s.ChannelID {
			return visit{token: req.token, customer: v.customer}, nil
		}
		if err != nil && !errors.Is(err, fault.ErrNotFound) {
			return visit{}, err
		}
	}
	c := chat.Customer{ID: a.NewID(), ChannelID: s.ChannelID, Lang: req.lang, Market: s.Market, CreatedAt: a.Now()}
	c.Ref = c.ID
	return a.openVisit(ctx, c, req.page, a.Now().Add(a.cfg.VisitorFor))
}

// verifiedRef is the place of a vouched customer among a channel's people.
func verifiedRef(subject string) string { return "shop:" + subject }

// verifiedVisit begins a visit of a vouched customer. Where another of their tabs has
// just stored them, they are that one.
func (a *API) verifiedVisit(ctx context.Context, s *site, req visitRequest) (visit, error) {
	var v visit
	var err error
	for range 2 {
		var c chat.Customer
		if c, err = a.vouchedCustomer(ctx, s, req); err != nil {
			return visit{}, err
		}
		if v, err = a.openVisit(ctx, c, req.page, req.who.ExpiresAt); !errors.Is(err, fault.ErrConflict) {
			break
		}
	}
	return v, err
}

// vouchedCustomer is the customer as the shop's word has them.
func (a *API) vouchedCustomer(ctx context.Context, s *site, req visitRequest) (chat.Customer, error) {
	c, err := a.Store.CustomerByRef(ctx, s.ChannelID, verifiedRef(req.who.Subject))
	if errors.Is(err, fault.ErrNotFound) {
		c, err = chat.Customer{ID: a.NewID(), ChannelID: s.ChannelID, Ref: verifiedRef(req.who.Subject), Market: s.Market, CreatedAt: a.Now()}, nil
	}
	if err != nil {
		return c, fmt.Errorf("find customer of site %s: %w", s.Key, err)
	}
	c.Verified, c.ShopID, c.Lang = true, req.who.Subject, req.lang
	if name := []rune(plainName(req.who.Name)); len(name) > 0 {
		c.Name = string(name[:min(len(name), maxNameRunes)])
	}
	if email, err := CleanEmail(req.who.Email); err == nil {
		c.Email = email
	}
	return c, nil
}

// openVisit stores the customer and gives them a token. The page is kept with
// it for whoever reads the first message.
func (a *API) openVisit(ctx context.Context, c chat.Customer, page string, until time.Time) (visit, error) {
	if err := a.Store.SaveCustomer(ctx, c); err != nil {
		return visit{}, fmt.Errorf("save customer %s: %w", c.ID, err)
	}
	token, err := a.newSecret(ctx, &auth.Secret{Kind: auth.SecretVisitor, Subject: c.ID, Label: cleanPage(page), ExpiresAt: until})
	if err != nil {
		return visit{}, err
	}
	return visit{token: token, customer: c}, nil
}

// visitorByToken finds who a visitor's token belongs to; fault.NotFound. The
// second member of the answer is where the widget stood.
func (a *API) visitorByToken(ctx context.Context, token string) (visitor, error) {
	secret, err := a.Accounts.Secret(ctx, auth.SecretVisitor, auth.HashToken(token), a.Now())
	if err != nil {
		return visitor{}, fmt.Errorf("find visitor: %w", err)
	}
	c, err := a.Store.Customer(ctx, secret.Subject)
	if err != nil {
		return visitor{}, fmt.Errorf("load customer %s: %w", secret.Subject, err)
	}
	s := a.siteOfChannel(c.ChannelID)
	if s == nil {
		return visitor{}, errUnknown
	}
	return visitor{site: s, customer: c, page: secret.Label}, nil
}

// visitorOf finds the shopper of a request: the token stands in the header, or,
// for event streams, which cannot send one, in the query.
func (a *API) visitorOf(c *gin.Context, token string) (principal, error) {
	if token == "" {
		token = c.Query("token")
	}
	if token == "" {
		return principal{}, nil
	}
	v, err := a.visitorByToken(c.Request.Context(), token)
	if err != nil {
		return principal{}, err
	}
	if origin := c.GetHeader("Origin"); origin != "" && !a.mayShow(v.site, origin, c.Request) {
		_, err := a.siteFor(v.site.Key, c.Request, true)
		return principal{}, err
	}
	return principal{role: auth.RoleShopper, visitor: v}, nil
}

// language is what the widget speaks to a page of that locale.
func (a *API) language(s *site, locale string) string {
	base, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(locale, "_", "-")), "-")
	switch {
	case base != "" && a.Words.Has(base):
		return base
	case s.Language != "":
		return s.Language
	}
	return "en"
}

// greeting is what the widget shows before anybody has written. Without a shop's
// system nothing is promised of orders, and nothing of them offered.
func (a *API) greeting(s *site, lang string) greetingView {
	say := func(key string) string { return a.Words.Say(lang, key, "shop", s.Name) }
	if !a.cfg.Shop {
		return greetingView{Text: say("say.greeting"), QuickReplies: []chat.QuickReply{{Title: say("button.human"), Payload: payloadHuman}}}
	}
	return greetingView{Text: say("greeting"), QuickReplies: []chat.QuickReply{
		{Title: say("menu.order_status"), Payload: "intent:order_status"},
		{Title: say("menu.return_start"), Payload: "intent:return_start"},
		{Title: say("button.human"), Payload: payloadHuman},
	}}
}

// newestConversation is the customer's conversation that changed last, or nil.
func (a *API) newestConversation(ctx context.Context, c chat.Customer) (*chat.Conversation, error) {
	rows, err := a.Store.Conversations(ctx, chat.ConversationFilter{CustomerID: c.ID, ChannelID: c.ChannelID, Limit: 1})
	if err != nil {
		return nil, fmt.Errorf("find the conversation of customer %s: %w", c.ID, err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return &rows[0].Conversation, nil
}
