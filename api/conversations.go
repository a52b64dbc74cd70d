package api

import (
	"context"
	"fmt"
	"slices"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/pipeline"
)

// CaseReader reads cases.
type CaseReader interface {
	Case(ctx context.Context, id string) (handoff.Case, error)
	Cases(ctx context.Context, f handoff.CaseFilter) ([]handoff.Case, error)
}

// TurnReader reads the "why" of turns.
type TurnReader interface {
	Turns(ctx context.Context, conversationID string, after int64) ([]pipeline.Record, error)
}

// OrderLister shows the orders of a customer whom the shop knows, newest first.
type OrderLister interface {
	Orders(ctx context.Context, c chat.Customer, lang string) ([]chat.OrderCard, error)
}

// openCases is how many open cases are read for a list at most.
const openCases = 2000

type customerView struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Email    string `json:"email"`
	Phone    string `json:"phone,omitempty"`
	Verified bool   `json:"verified"`
	Tier     string `json:"tier"`
	Lang     string `json:"lang,omitempty"`
	Market   string `json:"market,omitempty"`
}

func viewOfCustomer(c chat.Customer) customerView {
	return customerView{ID: c.ID, Name: c.Name, Email: c.Email, Phone: c.Phone, Verified: c.Verified, Tier: c.Tier, Lang: c.Lang, Market: c.Market}
}

// caseLine is a case in a list, without its packet.
type caseLine struct {
	ID             string                 `json:"id"`
	ConversationID string                 `json:"conversation_id"`
	State          handoff.State          `json:"state"`
	Reason         handoff.Reason         `json:"reason"`
	Headline       string                 `json:"headline"`
	Priority       int                    `json:"priority"`
	QueuedAt       string                 `json:"queued_at,omitempty"`
	Deadline       string                 `json:"deadline,omitempty"`
	DeadlineAction handoff.DeadlineAction `json:"deadline_action,omitempty"`
	Skills         []string               `json:"skills"`
	OfferedTo      string                 `json:"offered_to,omitempty"`
	AgentID        string                 `json:"agent_id,omitempty"`
	Outcome        *chat.Outcome          `json:"outcome,omitempty"`
}

func (a *API) lineOf(c handoff.Case, lang string) caseLine {
	c = a.retold(c, lang)
	return caseLine{
		ID: c.ID, ConversationID: c.ConversationID, State: c.State, Reason: c.Reason, Headline: c.Packet.Headline, Priority: c.Priority,
		QueuedAt: stamp(c.QueuedAt), Deadline: stamp(c.Deadline), DeadlineAction: c.DeadlineAction,
		Skills: orEmpty(c.Skills), OfferedTo: c.OfferedTo, AgentID: c.AgentID, Outcome: c.Outcome,
	}
}

type listConversationsInput struct {
	Caller
	View   string `query:"view" enum:"mine,waiting,all" default:"all"`
	Q      string `query:"q" maxLength:"200" doc:"beginnings of words of one message or of the customer's name and e-mail; with an @, the beginning of the e-mail or of its domain"`
	Owner  string `query:"owner" enum:"bot,queue,human,none"`
	Status string `query:"status" enum:"new,bot_active,handoff_pending,human_active,wrap_up,waiting_customer,snoozed,async_ticket,closed"`
	After  string `query:"after" maxLength:"200" doc:"the cursor that the page before gave as next"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type conversationRow struct {
	Conversation chat.Conversation `json:"conversation"`
	Customer     customerView      `json:"customer"`
	Case         *caseLine         `json:"case"`
	Unread       bool              `json:"unread" doc:"the last word is the shopper's and waits for a human"`
	Undelivered  chat.Delivery     `json:"undelivered,omitempty" doc:"failed or unknown: the last thing that went wrong on the way to the shopper, until bot or agent have written since"`
	Hit          *hitView          `json:"hit" doc:"the newest message that q found, if it was found by a message"`
}

// hitView is a message that was searched for, cut to what fits a line.
type hitView struct {
	Seq    int64        `json:"seq"`
	Author chat.Author  `json:"author"`
	Kind   chat.Kind    `json:"kind"`
	At     string       `json:"at"`
	Pieces []chat.Piece `json:"pieces"`
}

// hitLength is how many characters of a message that was found are shown.
const hitLength = 120

func viewOfHit(m chat.Message, q string) *hitView {
	if m.Seq == 0 {
		return nil
	}
	return &hitView{Seq: m.Seq, Author: m.Author, Kind: m.Kind, At: stamp(m.At), Pieces: chat.Excerpt(m.Text, q, hitLength)}
}

type countsView struct {
	Mine    int `json:"mine"`
	Waiting int `json:"waiting"`
	All     int `json:"all" doc:"open conversations"`
}

type conversationsView struct {
	Items  []conversationRow `json:"items"`
	Next   *string           `json:"next"`
	Counts countsView        `json:"counts"`
}

func (in *listConversationsInput) filter() chat.ConversationFilter {
	f := chat.ConversationFilter{
		Owner: chat.Owner(in.Owner), Status: chat.Status(in.Status), Text: in.Q, After: in.After, Limit: in.Limit,
		Open: in.Status == "" && in.Q == "",
	}
	switch in.View {
	case "mine":
		f.Owner, f.AgentID = chat.OwnerHuman, in.who.user.ID
	case "waiting":
		f.Owner = chat.OwnerQueue
	}
	return f
}

// listConversations is the console's list, newest change first.
func (a *API) listConversations(ctx context.Context, in *listConversationsInput) (*bodyOf[conversationsView], error) {
	rows, err := a.Store.Conversations(ctx, in.filter())
	if err != nil {
		return nil, fmt.Errorf("list conversations: %w", err)
	}
	cases, err := a.Store.Cases(ctx, handoff.CaseFilter{Limit: openCases})
	if err != nil {
		return nil, fmt.Errorf("list open cases: %w", err)
	}
	out := conversationsView{Items: make([]conversationRow, len(rows))}
	for i, r := range rows {
		out.Items[i] = conversationRow{Conversation: r.Conversation, Customer: viewOfCustomer(r.Customer), Unread: unread(r.Conversation), Undelivered: r.Undelivered, Hit: viewOfHit(r.Hit, in.Q)}
		if j := slices.IndexFunc(cases, func(c handoff.Case) bool { return c.ConversationID == r.Conversation.ID }); j >= 0 {
			line := a.lineOf(cases[j], in.lang)
			out.Items[i].Case = &line
		}
	}
	if len(rows) == in.Limit {
		out.Next = &rows[len(rows)-1].Cursor
	}
	out.Counts, err = a.counts(ctx, in.who.user.ID, cases)
	return &bodyOf[conversationsView]{Body: out}, err
}

func unread(c chat.Conversation) bool {
	return c.PreviewBy == chat.Shopper && (c.Owner == chat.OwnerHuman || c.Owner == chat.OwnerQueue)
}

func (a *API) counts(ctx context.Context, me string, cases []handoff.Case) (countsView, error) {
	var out countsView
	for _, c := range cases {
		switch {
		case c.State != handoff.InService:
			out.Waiting++
		case c.AgentID == me:
			out.Mine++
		}
	}
	open, err := a.Figures.OpenByOwner(ctx)
	if err != nil {
		return out, fmt.Errorf("count conversations: %w", err)
	}
	for _, n := range open {
		out.All += n
	}
	return out, nil
}

type conversationInput struct {
	Caller
	ID string `path:"id" maxLength:"100"`
}

type conversationView struct {
	Conversation chat.Conversation `json:"conversation"`
	Customer     customerView      `json:"customer"`
	Case         *handoff.Case     `json:"case" doc:"the open one, with its packet"`
	Cases        []caseLine        `json:"cases" doc:"earlier ones, newest first"`
	Messages     []chat.Message    `json:"messages" doc:"the newest 200"`
	Delta        []chat.Message    `json:"delta" doc:"what was said after the packet was frozen"`
	Draft        *chat.Message     `json:"draft" doc:"what the bot would have said when it was interrupted"`
	Viewers      []viewer          `json:"viewers"`
	Orders       []chat.OrderCard  `json:"orders"`
	Earlier      []earlierView     `json:"earlier" doc:"other conversations of the same customer, newest first, at most 5"`
}

// earlierView is another conversation of the same customer.
type earlierView struct {
	ID        string      `json:"id"`
	Status    chat.Status `json:"status"`
	Preview   string      `json:"preview"`
	UpdatedAt string      `json:"updated_at"`
	Outcome   string      `json:"outcome,omitempty"`
}

// earlierShown is how many other conversations of a customer are shown.
const earlierShown = 5

// newest is how many messages a conversation is shown with.
const newest = 200

// getConversation gives all that an agent needs to answer.
func (a *API) getConversation(ctx context.Context, in *conversationInput) (*bodyOf[conversationView], error) {
	conv, err := a.Store.Conversation(ctx, in.ID)
	if err != nil {
		return nil, fmt.Errorf("load conversation %s: %w", in.ID, err)
	}
	customer, err := a.Store.Customer(ctx, conv.CustomerID)
	if err != nil {
		return nil, fmt.Errorf("load customer %s: %w", conv.CustomerID, err)
	}
	msgs, err := a.Store.Messages(ctx, conv.ID, max(0, conv.LastSeq-newest), newest)
	if err != nil {
		return nil, fmt.Errorf("read messages of %s: %w", conv.ID, err)
	}
	msgs = forDesk(msgs)
	out := conversationView{
		Conversation: conv, Customer: viewOfCustomer(customer), Messages: msgs, Delta: []chat.Message{},
		Draft: pendingDraft(msgs), Viewers: a.viewers.of(conv.ID), Cases: []caseLine{},
	}
	if err := a.addCases(ctx, &out, in.lang); err != nil {
		return nil, err
	}
	if out.Orders, err = a.ordersOf(ctx, customer, in.who.user.Languages); err != nil {
		a.log.Warn("orders not shown", "conversation", conv.ID, "err", err) // the shop being down must not hide the conversation
	}
	out.Orders = orEmpty(out.Orders)
	out.Earlier, err = a.earlier(ctx, conv)
	return &bodyOf[conversationView]{Body: out}, err
}

// earlier lists the customer's other conversations.
func (a *API) earlier(ctx context.Context, conv chat.Conversation) ([]earlierView, error) {
	rows, err := a.Store.Conversations(ctx, chat.ConversationFilter{CustomerID: conv.CustomerID, Limit: earlierShown + 1})
	if err != nil {
		return nil, fmt.Errorf("list conversations of customer %s: %w", conv.CustomerID, err)
	}
	out := []earlierView{}
	for _, r := range rows {
		c := r.Conversation
		if c.ID == conv.ID || len(out) == earlierShown {
			continue
		}
		view := earlierView{ID: c.ID, Status: c.Status, Preview: c.Preview, UpdatedAt: stamp(c.UpdatedAt)}
		if c.Outcome != nil {
			view.Outcome = c.Outcome.Code
		}
		out = append(out, view)
	}
	return out, nil
}

// addCases puts the open case, its delta and the earlier cases into the view.
func (a *API) addCases(ctx context.Context, out *conversationView, lang string) error {
	cases, err := a.Store.Cases(ctx, handoff.CaseFilter{ConversationID: out.Conversation.ID, States: handoffStates()})
	if err != nil {
		return fmt.Errorf("list cases of %s: %w", out.Conversation.ID, err)
	}
	slices.SortFunc(cases, func(a, b handoff.Case) int { return b.CreatedAt.Compare(a.CreatedAt) })
	for _, c := range cases {
		if c.State.Open() && out.Case == nil {
			c = a.retold(c, lang)
			out.Case = &c
		} else {
			out.Cases = append(out.Cases, a.lineOf(c, lang))
		}
	}
	if out.Case != nil {
		for _, m := range out.Messages {
			if m.Seq > out.Case.Packet.UptoSeq && !m.Kind.Private() {
				out.Delta = append(out.Delta, m)
			}
		}
	}
	return nil
}

// pendingDraft is the bot's interrupted answer, as long as no agent has
// answered since.
func pendingDraft(msgs []chat.Message) *chat.Message {
	for _, m := range slices.Backward(msgs) {
		switch {
		case m.Kind == chat.KindDraft:
			return &m
		case m.Author == chat.Agent && m.Kind == chat.KindText:
			return nil
		}
	}
	return nil
}

func (a *API) ordersOf(ctx context.Context, c chat.Customer, languages []string) ([]chat.OrderCard, error) {
	if a.Orders == nil || !c.Verified {
		return nil, nil
	}
	lang := "en"
	if len(languages) > 0 {
		lang = languages[0]
	}
	return a.Orders.Orders(ctx, c, lang)
}

type turnsView struct {
	Items []pipeline.Record `json:"items"`
}

// getTurns gives the "why" of every turn.
func (a *API) getTurns(ctx context.Context, in *conversationInput) (*bodyOf[turnsView], error) {
	if _, err := a.Store.Conversation(ctx, in.ID); err != nil {
		return nil, fmt.Errorf("load conversation %s: %w", in.ID, err)
	}
	turns, err := a.Store.Turns(ctx, in.ID, 0)
	if err != nil {
		return nil, fmt.Errorf("read turns of %s: %w", in.ID, err)
	}
	return &bodyOf[turnsView]{Body: turnsView{Items: orEmpty(turns)}}, nil
}
