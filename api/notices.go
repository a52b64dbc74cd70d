package api

import (
	"context"
	"fmt"
	"slices"

	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
	"frontdesk/notice"
)

// NoticesConfig says what can be told and how.
type NoticesConfig struct {
	Mail     bool            // mails can be sent
	Defaults notice.Settings // of those who have chosen nothing
}

// Teller stores a notice for one recipient.
type Teller interface {
	TellOne(ctx context.Context, p notice.Person, k notice.Kind, key string, f notice.Facts) (notice.Notice, error)
}

// noticeChoice is a kind with what the caller has chosen.
type noticeChoice struct {
	Kind notice.Kind `json:"kind"`
	On   bool        `json:"on"`
}

type noticeSettingsView struct {
	Mail    bool           `json:"mail" doc:"mails can be sent; false: somebody has to configure it"`
	Address string         `json:"address" doc:"where the caller's go"`
	Lang    string         `json:"lang"`
	Zone    string         `json:"zone"`
	Hour    int            `json:"hour"`
	Chosen  bool           `json:"chosen" doc:"false: these are the defaults"`
	Kinds   []noticeChoice `json:"kinds" doc:"what concerns the caller's role"`
}

// noticeSettings gives what the caller is told.
func (a *API) noticeSettings(ctx context.Context, in *callerInput) (*bodyOf[noticeSettingsView], error) {
	p, chosen, err := a.told(ctx, in.who.user)
	if err != nil {
		return nil, err
	}
	out := noticeSettingsView{Mail: a.cfg.Notices.Mail, Address: p.Email, Lang: p.Lang, Zone: p.Zone, Hour: p.Hour, Chosen: chosen}
	for _, k := range notice.Concerns(p.Role) {
		out.Kinds = append(out.Kinds, noticeChoice{k, p.Wants(k)})
	}
	return &bodyOf[noticeSettingsView]{Body: out}, nil
}

func (a *API) told(ctx context.Context, u auth.User) (p notice.Person, chosen bool, err error) {
	all, err := a.Notices.NoticeSettings(ctx)
	if err != nil {
		return p, false, fmt.Errorf("load what people want to be told: %w", err)
	}
	_, chosen = all[u.ID]
	return notice.PersonOf(u, all, a.cfg.Notices.Defaults), chosen, nil
}

type saveNoticeSettingsInput struct {
	Caller
	Body struct {
		Lang  string         `json:"lang" enum:"en,zh,es,de"`
		Zone  string         `json:"zone" minLength:"1" maxLength:"60" doc:"IANA, such as Europe/Berlin"`
		Hour  int            `json:"hour" minimum:"0" maximum:"23"`
		Kinds []noticeChoice `json:"kinds" maxItems:"20"`
	}
}

// saveNoticeSettings stores what the caller wants to be told.
func (a *API) saveNoticeSettings(ctx context.Context, in *saveNoticeSettingsInput) (*bodyOf[noticeSettingsView], error) {
	s := notice.Settings{Lang: in.Body.Lang, Zone: in.Body.Zone, Hour: in.Body.Hour, Kinds: map[notice.Kind]bool{}}
	for _, c := range in.Body.Kinds {
		s.Kinds[c.Kind] = c.On
	}
	if err := s.Check(); err != nil {
		return nil, err
	}
	if err := a.Notices.SaveNoticeSettings(ctx, in.who.user.ID, s); err != nil {
		return nil, fmt.Errorf("save notice settings: %w", err)
	}
	return a.noticeSettings(ctx, &callerInput{Caller: in.Caller})
}

type noticesInput struct {
	Caller
	All   bool   `query:"all" doc:"everybody's; for admins"`
	State string `query:"state" enum:"pending,sent,failed,dropped" doc:"left out: all"`
	After string `query:"after" maxLength:"100" doc:"id of the last notice of the page before"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// noticeView is a notice with whom it was for.
type noticeView struct {
	notice.Notice
	Name string `json:"name" doc:"of the person; of others, the recipient"`
}

type noticesView struct {
	Items []noticeView `json:"items"`
	Next  *string      `json:"next"`
}

// listNotices gives what the caller was told, or for admins what anybody was.
func (a *API) listNotices(ctx context.Context, in *noticesInput) (*bodyOf[noticesView], error) {
	f := notice.Filter{To: in.who.user.ID, State: notice.State(in.State), Before: in.After, Limit: in.Limit}
	if in.All {
		if in.who.role != auth.RoleAdmin {
			return nil, fault.New(fault.Forbidden, "forbidden", "Only admins see what others were told.")
		}
		f.To = ""
	}
	list, err := a.Notices.Notices(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("list notices: %w", err)
	}
	users, err := a.Accounts.Users(ctx)
	if err != nil {
		return nil, fmt.Errorf("list users: %w", err)
	}
	out := noticesView{Items: make([]noticeView, len(list))}
	for i, n := range list {
		out.Items[i] = noticeView{n, n.To}
		if u := slices.IndexFunc(users, func(u auth.User) bool { return u.ID == n.To }); u >= 0 {
			out.Items[i].Name = users[u].Name
		}
	}
	if len(list) == in.Limit {
		out.Next = &list[len(list)-1].ID
	}
	return &bodyOf[noticesView]{Body: out}, nil
}

// testNotice has a test sent to the caller, by the way that all notices go.
func (a *API) testNotice(ctx context.Context, in *callerInput) (*nothing, error) {
	if !a.cfg.Notices.Mail {
		return nil, fault.New(fault.Conflict, "no_mail", "No mail server is configured.").Advise("Set notices.mail.host; see docs/operations.md.")
	}
	p, _, err := a.told(ctx, in.who.user)
	if err != nil {
		return nil, err
	}
	// One a minute: nobody's mailbox is filled by holding a key.
	if _, err := a.Tell.TellOne(ctx, p, notice.Test, a.Now().UTC().Format("200601021504"), notice.Facts{By: in.who.user.Name}); err != nil {
		return nil, fmt.Errorf("store a test notice: %w", err)
	}
	return nil, nil
}

// retryNotice sends one again that was given up.
func (a *API) retryNotice(ctx context.Context, in *articleInput) (*bodyOf[notice.Notice], error) {
	n, err := a.Notices.RetryNotice(ctx, in.ID, a.Now().UTC())
	if err != nil {
		return nil, fmt.Errorf("retry notice %s: %w", in.ID, err)
	}
	return &bodyOf[notice.Notice]{Body: n}, nil
}
