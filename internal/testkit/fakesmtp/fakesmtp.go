// Package fakesmtp is a mail server (RFC 5321) that keeps what it gets, with the
// manners of good and bad ones.
package fakesmtp

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/http/httptest"
	"net/mail"
	"net/textproto"
	"strings"
	"sync"
	"testing"
)

// Mode is how the server treats mails.
type Mode struct {
	NoTLS   bool   // does not offer STARTTLS
	User    string // wants this user with Password; empty: anybody
	Pass    string
	Refuse  string // the answer to RCPT, such as "550 5.1.1 no such person"
	Drop    bool   // hangs up after it has taken the mail, before it says so
	Silence bool   // takes connections and says nothing
}

// Mail is one that the server took.
type Mail struct {
	From, To string
	Header   mail.Header
	Text     string // the plain part
	HTML     string
	Secure   bool // it came over TLS
}

// Server listens on a port of this machine until the test's end.
type Server struct {
	Host string
	Port int
	TLS  *tls.Config // what a client trusts the server by

	listener net.Listener
	serve    *tls.Config
	mu       sync.Mutex
	mode     Mode
	mails    []Mail
}

// New starts one.
func New(t testing.TB, mode Mode) *Server {
	t.Helper()
	web := httptest.NewTLSServer(nil) // for its certificate
	t.Cleanup(web.Close)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	known := x509.NewCertPool()
	known.AddCert(web.Certificate())
	s := &Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, listener: l, mode: mode, serve: &tls.Config{Certificates: web.TLS.Certificates}}
	s.TLS = &tls.Config{RootCAs: known, ServerName: "127.0.0.1"}
	go s.accept()
	t.Cleanup(func() { _ = l.Close() })
	return s
}

// Mails are those that were taken.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// Become changes the server's manners.
func (s *Server) Become(m Mode) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode = m
}

func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		mode := s.mode
		s.mu.Unlock()
		go (&session{s: s, mode: mode, conn: conn}).run()
	}
}

type session struct {
	s      *Server
	mode   Mode
	conn   net.Conn
	in     *textproto.Reader
	secure bool
	known  bool
	mail   Mail
}

func (c *session) say(format string, args ...any) { _, _ = fmt.Fprintf(c.conn, format+"\r\n", args...) }

func (c *session) run() {
	defer func() { _ = c.conn.Close() }()
	if c.mode.Silence {
		_, _ = io.Copy(io.Discard, c.conn)
		return
	}
	c.in = textproto.NewReader(bufio.NewReader(c.conn))
	c.say("220 fake ESMTP")
	for {
		line, err := c.in.ReadLine()
		if err != nil || !c.answer(line) {
			return
		}
	}
}

// answer does one command, and tells whether it goes on.
func (c *session) answer(line string) bool {
	verb, rest, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO", "HELO":
		c.say("250-fake")
		if !c.secure && !c.mode.NoTLS {
			c.say("250-STARTTLS")
		}
		if c.mode.User != "" {
			c.say("250-AUTH PLAIN")
		}
		c.say("250 8BITMIME")
	case "STARTTLS":
		c.say("220 go on")
		c.conn = tls.Server(c.conn, c.s.serve)
		c.in, c.secure = textproto.NewReader(bufio.NewReader(c.conn)), true
	case "AUTH":
		c.auth(rest)
	case "MAIL":
		if c.mode.User != "" && !c.known {
			c.say("530 5.7.0 sign in first")
			return true
		}
		c.mail = Mail{From: address(rest), Secure: c.secure}
		c.say("250 ok")
	case "RCPT":
		if c.mode.Refuse != "" {
			c.say("%s", c.mode.Refuse)
			return true
		}
		c.mail.To = address(rest)
		c.say("250 ok")
	case "DATA":
		return c.data()
	case "QUIT":
		c.say("221 bye")
		return false
	default: // RSET, NOOP
		c.say("250 ok")
	}
	return true
}

func (c *session) auth(rest string) {
	_, raw, _ := strings.Cut(rest, " ")
	text, _ := base64.StdEncoding.DecodeString(raw)
	if c.known = string(text) == "\x00"+c.mode.User+"\x00"+c.mode.Pass; c.known {
		c.say("235 2.7.0 welcome")
		return
	}
	c.say("535 5.7.8 wrong")
}

func (c *session) data() bool {
	c.say("354 go on")
	raw, err := c.in.ReadDotBytes()
	if err != nil {
		return false
	}
	if err := c.mail.read(raw); err != nil {
		c.say("554 %v", err)
		return true
	}
	c.s.mu.Lock()
	c.s.mails = append(c.s.mails, c.mail)
	c.s.mu.Unlock()
	if c.mode.Drop {
		return false
	}
	c.say("250 2.0.0 taken")
	return true
}

// address is what stands between the angle brackets.
func address(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}

// read takes a mail of two parts to pieces.
func (m *Mail) read(raw []byte) error {
	got, err := mail.ReadMessage(strings.NewReader(string(raw)))
	if err != nil {
		return err
	}
	m.Header = got.Header
	_, params, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	if err != nil {
		return err
	}
	parts := multipart.NewReader(got.Body, params["boundary"])
	for {
		p, err := parts.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		body := io.Reader(p)
		if p.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
			body = quotedprintable.NewReader(p)
		}
		text, err := io.ReadAll(body)
		if err != nil {
			return err
		}
		if strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
			m.HTML = string(text)
		} else {
			m.Text = string(text)
		}
	}
}

// Subject is decoded.
func (m Mail) Subject() string {
	s, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return err.Error()
	}
	return s
}
