package main

import (
	"errors"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/notice"
	"frontdesk/notice/mail"
	"frontdesk/notice/webhook"
)

// NoticesConfig says how the shop's own people are told what waits for them.
type NoticesConfig struct {
	Language string              `key:"language" def:"en" one:"en|zh|es|de" doc:"Of those who have chosen none in the console, and of the webhook."`
	Zone     string              `key:"zone" def:"UTC" doc:"Time zone (Europe/Berlin) of the hour below, for those who have chosen none."`
	Hour     int                 `key:"hour" def:"8" min:"0" max:"23" doc:"At which the weekly digest (on Mondays) and reminders (daily) are sent."`
	Mail     MailConfig          `key:"mail" doc:"The server that takes the mails. Without a host nobody gets any."`
	Webhook  NoticeWebhookConfig `key:"webhook" doc:"Where notices are posted for the shop's systems, signed as the callbacks of the REST channel are."`
}

// MailConfig is a mail server.
type MailConfig struct {
	Host     string        `key:"host" doc:"Of the mail server (SMTP). Empty: no mails."`
	Port     int           `key:"port" def:"587" min:"1" max:"65535" doc:"587 with starttls, 465 with tls, 25 of a relay on this machine."`
	Security string        `key:"security" def:"starttls" one:"starttls|tls|none" doc:"starttls: encrypted before anything is said, or nothing is sent. tls: from the first byte. none: in the clear, for a relay on this machine."`
	User     string        `key:"user" doc:"To sign in with. Empty: without."`
	Password string        `key:"password" env:"FRONTDESK_SMTP_PASSWORD,FRONTDESK_NOTICES_MAIL_PASSWORD" secret:"value" doc:"Of the user."`
	From     string        `key:"from" doc:"Sender, such as Frontdesk <desk@shop.example>."`
	Timeout  time.Duration `key:"timeout" def:"20s" min:"1s" max:"50s" doc:"For a whole mail."`
}

// NoticeWebhookConfig is an address of the shop.
type NoticeWebhookConfig struct {
	URL          string        `key:"url" doc:"Where each notice is posted. Empty: nowhere."`
	Secret       string        `key:"secret" env:"FRONTDESK_NOTICES_WEBHOOK_SECRET" secret:"strong" doc:"Signs what is posted there (HMAC SHA-256)."`
	Kinds        []string      `key:"kinds" doc:"Of digest, verify, held, review, source, blocked. Empty: all."`
	AllowPrivate bool          `key:"allow_private" def:"false" doc:"The address may lead into a private network, and be http."`
	Timeout      time.Duration `key:"timeout" def:"10s" min:"1s" max:"50s" doc:"For an answer."`
}

func (c Config) checkNotices() (out []broken) {
	n := c.Notices
	if _, err := time.LoadLocation(n.Zone); err != nil || n.Zone == "" || n.Zone == "Local" {
		out = append(out, broken{"notices.zone", "expected a time zone such as Europe/Berlin"})
	}
	if n.Mail.Host != "" {
		out = append(out, brokenIn("notices.mail", n.Mail.server().Validate())...)
	}
	for _, k := range n.Webhook.Kinds {
		if !slices.Contains(notice.Kinds(), notice.Kind(k)) {
			out = append(out, broken{"notices.webhook.kinds", "there is no kind " + k + "; expected some of " + strings.Join(kindNames(), ", ")})
		}
	}
	if n.Webhook.URL != "" {
		out = append(out, brokenIn("notices.webhook", n.Webhook.address().Validate())...)
	}
	return out
}

// brokenIn is what a section's own rules say.
func brokenIn(section string, err error) []broken {
	var f *fault.Error
	if !errors.As(err, &f) {
		return nil
	}
	return []broken{{section + "." + f.Field, f.Message}}
}

func kindNames() (out []string) {
	for _, k := range notice.Kinds() {
		out = append(out, string(k))
	}
	return out
}

func (c MailConfig) server() mail.Config {
	return mail.Config{Host: c.Host, Port: c.Port, Security: c.Security, User: c.User, Password: c.Password, From: c.From, Timeout: c.Timeout, Now: time.Now}
}

func (c NoticeWebhookConfig) address() webhook.Config {
	return webhook.Config{URL: c.URL, Secret: c.Secret, AllowPrivate: c.AllowPrivate, Timeout: c.Timeout, Now: time.Now}
}

// told are the kinds that the webhook gets.
func (c NoticeWebhookConfig) told() []notice.Kind {
	switch {
	case c.URL == "":
		return nil
	case len(c.Kinds) == 0:
		return notice.Kinds()
	}
	var out []notice.Kind
	for _, k := range c.Kinds {
		out = append(out, notice.Kind(k))
	}
	return out
}

// defaults are the settings of those who have chosen nothing.
func (c NoticesConfig) defaults() notice.Settings {
	return notice.Settings{Lang: c.Language, Zone: c.Zone, Hour: c.Hour}
}
