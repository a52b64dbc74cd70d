// Package mail sends notices by SMTP.
package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"frontdesk/internal/fault"
	"frontdesk/notice"
)

// How a connection is protected.
const (
	StartTLS = "starttls" // it begins in the clear, and must then be encrypted
	TLS      = "tls"      // encrypted from the first byte
	Plain    = "none"     // never: for a relay on this machine
)

// Config of a server. Validate says what is wrong.
type Config struct {
	Host     string
	Port     int
	Security string // StartTLS, TLS or Plain
	User     string // empty: no authentication
	Password string
	From     string // address, with or without a name before it
	Timeout  time.Duration
	Now      func() time.Time
	TLS      *tls.Config // nil: the system's authorities; tests give their own
}

// Validate says what is wrong: a fault of kind Invalid that names the field.
func (c Config) Validate() error {
	wrong := func(field, format string, args ...any) error {
		return fault.New(fault.Invalid, "", format, args...).At(field)
	}
	_, err := netmail.ParseAddress(c.From)
	switch {
	case c.Host == "":
		return wrong("host", "is missing")
	case c.Port < 1 || c.Port > 65535:
		return wrong("port", "is %d; expected a number from 1 to 65535", c.Port)
	case err != nil:
		return wrong("from", "%q; expected an address such as Frontdesk <desk@shop.example>", c.From)
	case c.User != "" && c.Security == Plain && !local(c.Host):
		return wrong("security", "is none, and a password is not sent over a connection that is not encrypted")
	case c.User == "" && c.Password != "":
		return wrong("user", "is missing, but there is a password")
	}
	return nil
}

func local(host string) bool {
	return host == "localhost" || host == "::1" || strings.HasPrefix(host, "127.")
}

// Mailer sends letters. Each has a connection of its own: notices are few.
type Mailer struct {
	cfg    Config
	client *gomail.Client
	domain string
}

// New makes one. It connects to nothing.
func New(cfg Config) (*Mailer, error) {
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	options := []gomail.Option{gomail.WithPort(cfg.Port), gomail.WithTimeout(cfg.Timeout)}
	switch cfg.Security {
	case TLS:
		options = append(options, gomail.WithSSL())
	case Plain:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if cfg.TLS != nil {
		options = append(options, gomail.WithTLSConfig(cfg.TLS))
	}
	if cfg.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(cfg.User), gomail.WithPassword(cfg.Password))
	}
	client, err := gomail.NewClient(cfg.Host, options...)
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	from, _ := netmail.ParseAddress(cfg.From) // Validate has parsed it
	_, domain, _ := strings.Cut(from.Address, "@")
	return &Mailer{cfg: cfg, client: client, domain: domain}, nil
}

// Mail sends a letter. What the server refuses for good is fault.Invalid; what it
// refuses for now, and a server that cannot be reached, fault.Unavailable.
func (m *Mailer) Mail(ctx context.Context, l notice.Letter) error {
	msg, err := m.message(l)
	if err != nil {
		return err
	}
	err = m.client.DialAndSendWithContext(ctx, msg)
	if err == nil || msg.IsDelivered() { // what fails after the server has taken it changes nothing
		return nil
	}
	var refused *gomail.SendError
	if errors.As(err, &refused) && !refused.IsTemp() && refused.ErrorCode() >= 500 {
		return fault.New(fault.Invalid, "mail_refused", "The mail server refused the mail: %d.", refused.ErrorCode()).Cause(err)
	}
	return fault.New(fault.Unavailable, "", "The mail server did not take the mail.").Cause(err)
}

// Probe connects, encrypts and signs in as a sending does, and sends nothing.
func (m *Mailer) Probe(ctx context.Context) error {
	client, err := m.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return err
	}
	return m.client.CloseWithSMTPClient(client)
}

func (m *Mailer) message(l notice.Letter) (*gomail.Msg, error) {
	msg := gomail.NewMsg()
	if err := msg.From(m.cfg.From); err != nil {
		return nil, fault.New(fault.Invalid, "", "The sender's address cannot be used.").Cause(err)
	}
	if err := msg.AddToFormat(l.Name, l.To); err != nil {
		return nil, fault.New(fault.Invalid, "", "The address of the person cannot be used.").Cause(err)
	}
	html, err := l.HTML()
	if err != nil {
		return nil, err
	}
	msg.Subject(l.Subject)
	msg.SetMessageIDWithValue(l.ID + "@" + m.domain)
	msg.SetDateWithValue(m.cfg.Now())
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no answers by machines
	msg.SetGenHeader("Content-Language", l.Lang)
	msg.SetBodyString(gomail.TypeTextPlain, l.Text())
	msg.AddAlternativeString(gomail.TypeTextHTML, html)
	return msg, nil
}
