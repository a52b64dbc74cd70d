package api

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// OriginSelf in Site.Origins names this very server. Its pages may show every
// widget anyway: the demo, and the page where a widget is tried. Alone it makes a
// site that no other page may show.
const OriginSelf = "self"

// abroad are the origins beside this server's own.
func (s Site) abroad() []string {
	return slices.DeleteFunc(slices.Clone(orEmpty(s.Origins)), func(o string) bool { return o == OriginSelf })
}

// Site is one shop page's right to show the widget.
type Site struct {
	Key             string   // public, for example pk_demo
	Name            string   // of the shop, as the widget shows it
	ChannelID       string   // its conversations run on this channel
	Origins         []string // https://shop.example; OriginSelf; exact, no patterns
	Accent          string   // CSS colour; may be empty
	Language        string   // where the page names none that is spoken here
	Market          string   // ISO 3166-1 alpha-2 of its visitors; may be empty
	IdentitySecret  string   // signs what the shop says of its visitors; empty: nobody is vouched for
	EnforceIdentity bool     // refuse visitors whom the shop does not vouch for
	Disabled        bool
}

// RESTChannel is one integration that posts messages.
type RESTChannel struct {
	ID    string // channel id
	Token string // at least 32 characters
}

// Limits keep one neighbour from hurting the others. A zero member takes its
// default, named beside it.
type Limits struct {
	MessagesPerSecond float64       // a visitor, in the long run; 10
	MessageBurst      int           // a visitor, at once; 20
	FramesPerSecond   float64       // a visitor's frames of any kind; 50, four seconds' worth at once
	RequestsPerSecond float64       // an address on the widget's HTTP routes; 50, four seconds' worth at once
	SocketsPerVisitor int           // 5
	SocketsPerIP      int           // 200
	HelloWithin       time.Duration // 5 s
	WriteWithin       time.Duration // until a client that does not read is closed; 10 s
	PingEvery         time.Duration // after which a silent socket is asked whether it lives; 30 s
	PongWithin        time.Duration // 20 s
	QueueFrames       int           // frames that wait for one slow client; 128
	Tick              time.Duration // of the housekeeping; 1 s
	SignInTries       int           // wrong passwords in a row before the wait doubles; 5
	BodyWithin        time.Duration // until a request's body has arrived; 10 s
}

func (l Limits) withDefaults() Limits {
	setFloat(&l.MessagesPerSecond, 10)
	setInt(&l.MessageBurst, 20)
	setFloat(&l.FramesPerSecond, 50)
	setFloat(&l.RequestsPerSecond, 50)
	setInt(&l.SocketsPerVisitor, 5)
	setInt(&l.SocketsPerIP, 200)
	setDuration(&l.HelloWithin, 5*time.Second)
	setDuration(&l.WriteWithin, 10*time.Second)
	setDuration(&l.PingEvery, 30*time.Second)
	setDuration(&l.PongWithin, 20*time.Second)
	setInt(&l.QueueFrames, 128)
	setDuration(&l.Tick, time.Second)
	setInt(&l.SignInTries, 5)
	setDuration(&l.BodyWithin, 10*time.Second)
	return l
}

func setInt(v *int, d int) {
	if *v == 0 {
		*v = d
	}
}

func setFloat(v *float64, d float64) {
	if *v == 0 {
		*v = d
	}
}

func setDuration(v *time.Duration, d time.Duration) {
	if *v == 0 {
		*v = d
	}
}

// Config of the API.
type Config struct {
	ShopName       string
	Version        string // of the program, for the OpenAPI document
	Hours          Hours  // of the team, to be shown
	PublicURL      string // under which people reach it, for links; no trailing slash
	Sites          []Site
	RESTChannels   []RESTChannel
	TrustedProxies []string // addresses or CIDR ranges whose X-Forwarded-For counts; none by default
	SecureCookies  bool     // behind HTTPS
	Shop           bool     // a shop's system is connected
	Demo           bool     // serve the demo page, and send / to it
	SessionFor     time.Duration
	VisitorFor     time.Duration
	Limits         Limits
	Notices        NoticesConfig
}

// Validate says in one sentence a rule what cannot be served.
func (c Config) Validate() error {
	var errs []error
	keys, ids := map[string]bool{}, map[string]bool{}
	for _, s := range c.Sites {
		errs = append(errs, s.validate())
		if keys[s.Key] || ids[s.ChannelID] {
			errs = append(errs, fmt.Errorf("site %q: its key or its channel %q is there twice", s.Key, s.ChannelID))
		}
		keys[s.Key], ids[s.ChannelID] = true, true
	}
	for _, r := range c.RESTChannels {
		if len(r.Token) < 32 {
			errs = append(errs, fmt.Errorf("channel %q: the token has %d characters; at least 32 are needed", r.ID, len(r.Token)))
		}
		if r.ID == "" || ids[r.ID] {
			errs = append(errs, fmt.Errorf("channel %q: the id is empty or there twice", r.ID))
		}
		ids[r.ID] = true
	}
	if c.PublicURL != "" {
		if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" || strings.HasSuffix(c.PublicURL, "/") {
			errs = append(errs, fmt.Errorf("public URL %q: expected https://host without a trailing slash", c.PublicURL))
		}
	}
	return errors.Join(errs...)
}

func (s Site) validate() error {
	var errs []error
	if s.Key == "" || s.ChannelID == "" {
		errs = append(errs, fmt.Errorf("site %q: key and channel are required", s.Key))
	}
	for _, o := range s.Origins {
		if u, err := url.Parse(o); o != OriginSelf && (err != nil || u.Scheme == "" || u.Host == "" || u.Path != "") {
			errs = append(errs, fmt.Errorf("site %q: origin %q: expected https://host or https://host:port", s.Key, o))
		}
	}
	if s.IdentitySecret != "" && len(s.IdentitySecret) < 32 {
		errs = append(errs, fmt.Errorf("site %q: the identity secret has %d characters; at least 32 are needed", s.Key, len(s.IdentitySecret)))
	}
	if s.EnforceIdentity && s.IdentitySecret == "" {
		errs = append(errs, fmt.Errorf("site %q: identity is enforced but there is no secret to check it with", s.Key))
	}
	return errors.Join(errs...)
}

func (c Config) withDefaults() Config {
	setDuration(&c.SessionFor, 12*time.Hour)
	setDuration(&c.VisitorFor, 180*24*time.Hour)
	c.Limits = c.Limits.withDefaults()
	return c
}
