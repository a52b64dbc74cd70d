package main

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/idna"

	"frontdesk/bot/nlu"
	"frontdesk/handoff"
	"frontdesk/internal/wording"
)

// Config is everything that can be set. Its tags are the only description of a
// setting: name in the file, default, range (min, max), choices (one; spoken: a language of wording), variable in
// the environment (env; without it FRONTDESK_ and the path), whether it is a secret
// (strong: must be hard to guess; value: only hidden), and what it means. docs/config.md
// is written from them.
type Config struct {
	Listen         string   `key:"listen" def:"127.0.0.1:8080" doc:"Address and port of the widget, the console and the API."`
	Insecure       bool     `key:"insecure" def:"false" doc:"Allow an address that other machines can reach although there is no TLS: frontdesk speaks plain HTTP, and expects a proxy with TLS in front of it."`
	PublicURL      string   `key:"public_url" doc:"Where people reach it from outside, such as https://help.shop.example, for links. Empty: http:// and listen. With https, cookies are sent over TLS only."`
	TrustedProxies []string `key:"trusted_proxies" doc:"Addresses or networks (10.0.0.0/8) of proxies whose X-Forwarded-For is believed. Naming one says that TLS ends there."`
	Data           string   `key:"data" def:"./data" doc:"Folder of the SQLite database and of what else is kept on disk."`
	Database       string   `key:"database" env:"FRONTDESK_DATABASE,DATABASE_URL" secret:"url" doc:"postgres://… for PostgreSQL with pgvector. Empty: SQLite in data."`
	UnsafeDurable  bool     `key:"allow_unsafe_durability" def:"false" doc:"Serve although the PostgreSQL server may lose what was acknowledged when it crashes (fsync, synchronous_commit or full_page_writes is off)."`
	Demo           bool     `key:"demo" def:"false" doc:"Serve the demo shop with its articles, orders and page."`
	Workers        int      `key:"workers" def:"32" min:"1" max:"256" doc:"Conversations that are decided at the same time; most of it is waiting for a commit, the shop or a model."`

	Shop      ShopConfig      `key:"shop" doc:"The shop that is answered for."`
	Log       LogConfig       `key:"log" doc:"What is written to standard error."`
	Metrics   MetricsConfig   `key:"metrics" doc:"Prometheus."`
	Widget    WidgetConfig    `key:"widget" doc:"The pages that may show the widget."`
	Channels  ChannelsConfig  `key:"channels" doc:"Other ways in."`
	Bot       BotConfig       `key:"bot" doc:"When the bot answers, asks, or hands off."`
	Handoff   HandoffConfig   `key:"handoff" doc:"The times of the desk. Each ends in a next step, so that nobody waits for ever."`
	LLM       LLMConfig       `key:"llm" doc:"A language model behind an OpenAI-compatible endpoint. Without one, answers are the articles' own words."`
	Knowledge KnowledgeConfig `key:"knowledge" doc:"Search."`
	Notices   NoticesConfig   `key:"notices" doc:"What the shop's own people are told by mail, and its systems by a webhook. Each person chooses in the console what they want."`
	Limits    LimitsConfig    `key:"limits" doc:"What one visitor or one address may do, so that nobody hurts the others."`
}

// ShopConfig names the shop.
type ShopConfig struct {
	Name         string `key:"name" def:"Frontdesk" doc:"As shoppers and agents read it."`
	OrderPattern string `key:"order_pattern" doc:"The form of order numbers, a regular expression such as NB-\\d{5}. Empty: digits, or a few letters and digits."`
	OrderCheck   string `key:"order_check" def:"none" one:"none|luhn|mod97" doc:"The rule of the check digits in order numbers: ISO 7812 (luhn) or ISO 7064 (mod97). A number that breaks it is none."`
}

// analyzer is what the shop's texts look like.
func (s ShopConfig) analyzer() nlu.AnalyzerConfig {
	c := nlu.AnalyzerConfig{OrderPattern: s.OrderPattern}
	if s.OrderCheck != "none" {
		c.OrderCheck = s.OrderCheck
	}
	return c
}

// LogConfig shapes the log.
type LogConfig struct {
	Level  string `key:"level" def:"info" one:"debug|info|warn|error" doc:"The least that is logged."`
	Format string `key:"format" def:"text" one:"text|json" doc:"Lines for people or for programs."`
}

// MetricsConfig places the metrics.
type MetricsConfig struct {
	Listen string `key:"listen" def:"127.0.0.1:9464" doc:"Address and port of /metrics, apart from everything else; off for none."`
}

// WidgetConfig lists the sites.
type WidgetConfig struct {
	Sites []SiteConfig `key:"sites" doc:"One entry a shop page, see below."`
}

// SiteConfig is one shop page's right to show the widget.
type SiteConfig struct {
	Key             string   `key:"key" doc:"Public name of the site, as its snippet has it: pk_ and letters, digits, hyphens."`
	Name            string   `key:"name" doc:"As the widget shows it. Empty: shop.name."`
	Domains         []string `key:"domains" doc:"Hosts whose pages may show it: shop.example, www.shop.example, localhost:3000. No patterns. They are https, a localhost also http, unless http:// stands before it."`
	Language        string   `key:"language" doc:"Language where the page names none that is spoken here." spoken:"yes"`
	Market          string   `key:"market" doc:"Country of its visitors, two letters, for articles that differ by market."`
	EnforceIdentity bool     `key:"enforce_identity" def:"false" doc:"Admit only visitors whom the shop's server vouches for."`
	IdentitySecret  string   `key:"identity_secret" secret:"strong" doc:"Signs what the shop's server says of its visitors (JWT, HS256). Empty: nobody is vouched for."`
}

// ChannelsConfig holds the channels beside the widget.
type ChannelsConfig struct {
	REST RESTConfig `key:"rest" doc:"Messages by POST /v1/messages. It is open only if there is a token."`
}

// RESTConfig is the REST channel.
type RESTConfig struct {
	Token          string `key:"token" env:"FRONTDESK_REST_TOKEN" secret:"strong" doc:"What callers send as a bearer token."`
	CallbackURL    string `key:"callback_url" env:"FRONTDESK_REST_CALLBACK_URL" doc:"Where later messages (an agent's answer) are posted. Empty: callers ask for them."`
	CallbackSecret string `key:"callback_secret" env:"FRONTDESK_REST_CALLBACK_SECRET" secret:"strong" doc:"Signs what is posted there (HMAC SHA-256)."`
}

// BotConfig holds thresholds and budgets.
type BotConfig struct {
	ErrorBudget      float64       `key:"error_budget" def:"0.14" min:"0.001" max:"0.9" doc:"Of the messages that the bot acts on, at most this share is misread; see docs/confidence.md."`
	ErrorBudgets     []string      `key:"error_budgets" doc:"Stricter or laxer ones, by intent or category: [payment=0.05, order_status=0.15]."`
	OOSShare         float64       `key:"oos_share" def:"0.4" min:"0" max:"0.95" doc:"Share of the messages expected to belong to no intent."`
	IntentThreshold  float64       `key:"intent_threshold" def:"0" min:"0" max:"1" doc:"The least chance that an intent is right at which it is acted on, in place of the error budgets. 0: the budgets say."`
	AnswerThreshold  float64       `key:"answer_threshold" def:"0.7" min:"0.01" max:"1" doc:"The least chance that a passage answers the question at which it is said."`
	ClarifyThreshold float64       `key:"clarify_threshold" def:"0.4" min:"0.01" max:"1" doc:"The least chance that some article answers at which a question back offers what is likeliest."`
	NeedThreshold    float64       `key:"need_threshold" def:"0.5" min:"0.01" max:"1" doc:"The chance, by the whole conversation, that a person is needed from which a message without an answer is not asked about again but handed off."`
	Languages        []string      `key:"languages" doc:"Languages that shoppers write in, such as [en, de, fr]: a model of the shop's own is trained on their part of the shipped examples. Empty: all that there are."`
	SensitiveWords   string        `key:"sensitive_words" doc:"File with words that need a person, beside the built-in ones (lawyers, police, injuries): one a line, /between slashes/ a regular expression, # a comment."`
	TurnTimeout      time.Duration `key:"turn_timeout" def:"10s" min:"1s" max:"60s" doc:"What takes longer to decide goes to a person."`
	ShopTimeout      time.Duration `key:"shop_timeout" def:"5s" min:"100ms" max:"30s" doc:"How long the shop may take to answer what a turn asks of it; then a person."`
	BurstQuiet       time.Duration `key:"burst_quiet" def:"0s" min:"0s" max:"5s" doc:"Messages of one shopper that come closer than this are one turn (not on the widget, which knows whether somebody is still typing)."`
}

// HandoffConfig holds the times of the desk.
type HandoffConfig struct {
	OfferLease      time.Duration `key:"offer_lease" def:"25s" min:"5s" max:"10m" doc:"How long an agent may look at an offer before the next one gets it."`
	FirstReply      time.Duration `key:"first_reply" def:"3m" min:"10s" max:"24h" doc:"After accepting; then the case goes back to the queue."`
	NextReply       time.Duration `key:"next_reply" def:"10m" min:"30s" max:"168h" doc:"How long a shopper waits for the agent's next answer; then back to the queue."`
	WidenAfter      time.Duration `key:"widen_after" def:"1m" min:"5s" max:"24h" doc:"In the queue; then agents with fewer of the wanted skills are asked."`
	MaxWait         time.Duration `key:"max_wait" def:"20m" min:"30s" max:"168h" doc:"In the queue; then it becomes a ticket with a promised time."`
	TicketDue       time.Duration `key:"ticket_due" def:"24h" min:"1m" max:"720h" doc:"The promised time of a ticket."`
	IdleClose       time.Duration `key:"idle_close" def:"24h" min:"1m" max:"2160h" doc:"After an agent's answer the shopper is silent this long; then it is resolved."`
	PresenceTimeout time.Duration `key:"presence_timeout" def:"1m" min:"30s" max:"1h" doc:"Without a sign from the console an agent is away."`
	HandleTime      time.Duration `key:"handle_time" def:"6m" min:"10s" max:"24h" doc:"How long a case takes, for estimates of the wait until enough were measured."`
	Hours           HoursConfig   `key:"hours" doc:"When the team is there. Outside its hours nobody is offered a case: it becomes a ticket, promised for when they are back."`
}

// HoursConfig holds the team's opening hours.
type HoursConfig struct {
	Zone   string   `key:"zone" doc:"Their time zone, such as Europe/Berlin."`
	Open   []string `key:"open" doc:"Days and times: [mon-fri 09:00-12:30 13:30-18:00, sat 10:00-14:00]. Empty: always."`
	Closed []string `key:"closed" doc:"Days off: [\"2026-12-24\"], or [\"12-25\"] for every year."`
}

// LLMConfig says where a language model is.
type LLMConfig struct {
	BaseURL    string        `key:"base_url" env:"OPENAI_BASE_URL,FRONTDESK_LLM_BASE_URL" doc:"For example http://localhost:11434/v1. Empty: no model."`
	APIKey     string        `key:"api_key" env:"OPENAI_API_KEY,FRONTDESK_LLM_API_KEY" secret:"value" doc:"Sent as a bearer token. Local servers often want none."`
	ChatModel  string        `key:"chat_model" doc:"Writes answers from the articles. Empty: answers are their own words."`
	EmbedModel string        `key:"embed_model" doc:"Makes vectors for search. Empty: the built-in ones."`
	Timeout    time.Duration `key:"timeout" def:"6s" min:"500ms" max:"60s" doc:"Of one call; then it goes on without the model. A shopper's answer waits at most a second less than bot.turn_timeout for it."`
}

// KnowledgeConfig shapes search.
type KnowledgeConfig struct {
	Vectors string `key:"vectors" def:"auto" one:"auto|memory|off" doc:"Where vectors are searched. auto: by pgvector with PostgreSQL, else in memory. memory: in memory, also with PostgreSQL. off: by words alone."`

	Gate          string        `key:"gate" def:"block" one:"off|warn|block" doc:"What becomes of a publish after which golden questions, or shoppers', are answered worse. block: refused, unless somebody gives a reason. warn: told, and published. off: nothing is asked."`
	GateTolerance float64       `key:"gate_tolerance" def:"0.02" min:"0" max:"1" doc:"By how much a publish may lower precision or coverage."`
	GateSince     time.Duration `key:"gate_since" def:"720h" min:"0s" max:"8760h" doc:"How far back shoppers' questions are asked before a publish. 0s: golden questions only."`
	GateQuestions int           `key:"gate_questions" def:"2000" min:"0" max:"20000" doc:"Shoppers' questions that are asked at most, the newest."`
	MarketGroups  []string      `key:"market_groups" doc:"Names for several countries, which articles may have among their markets: [DACH=DE AT CH]."`
	WordVectors   string        `key:"word_vectors" doc:"File of word vectors that makes vectors for search without a server: word2vec (text or binary), GloVe, or a model2vec folder. Empty: llm.embed_model, or the built-in ones."`
}

// LimitsConfig bounds what one neighbour may do.
type LimitsConfig struct {
	MessagesPerSecond float64 `key:"messages_per_second" def:"10" min:"0.1" max:"1000" doc:"Of one visitor, in the long run."`
	MessageBurst      int     `key:"message_burst" def:"20" min:"1" max:"1000" doc:"Of one visitor, at once."`
	RequestsPerSecond float64 `key:"requests_per_second" def:"50" min:"1" max:"100000" doc:"Of one address on the widget's HTTP routes."`
	SocketsPerVisitor int     `key:"sockets_per_visitor" def:"5" min:"1" max:"100" doc:"Live connections of one visitor."`
	SocketsPerIP      int     `key:"sockets_per_ip" def:"200" min:"1" max:"100000" doc:"Live connections of one address."`
}

// broken is a rule that a configuration breaks, at the setting with that path.
type broken struct{ path, what string }

// check lists the rules between settings that are broken, one sentence a rule. The
// range of a single setting stands in its tag and is checked where it is read.
func (c Config) check() []broken {
	return slices.Concat(c.checkAddresses(), c.checkSites(), c.checkModel(), c.checkREST(), c.checkBudgets(), c.checkMarkets(), c.checkLanguages(), c.checkShop(), c.checkNotices(), c.checkHours())
}

func (c Config) checkShop() []broken {
	if err := c.Shop.analyzer().Validate(); err != nil {
		return []broken{{"shop.order_pattern", err.Error()}}
	}
	return nil
}

func (c Config) checkAddresses() (out []broken) {
	host, err := listenHost(c.Listen)
	switch {
	case err != nil:
		out = append(out, broken{"listen", err.Error()})
	case !loopback(host) && !c.Insecure && len(c.TrustedProxies) == 0:
		out = append(out, broken{"listen", fmt.Sprintf("%s can be reached from other machines, in plain HTTP; name the proxy with TLS in trusted_proxies, or set insecure: true (--insecure)", c.Listen)})
	}
	if c.Metrics.Listen != "off" {
		if _, err := listenHost(c.Metrics.Listen); err != nil {
			out = append(out, broken{"metrics.listen", err.Error()})
		} else if c.Metrics.Listen == c.Listen && !strings.HasSuffix(c.Listen, ":0") {
			out = append(out, broken{"metrics.listen", "is the same as listen; metrics have a port of their own"})
		}
	}
	for _, p := range c.TrustedProxies {
		if _, err := netip.ParsePrefix(p); err == nil {
			continue
		}
		if _, err := netip.ParseAddr(p); err != nil {
			out = append(out, broken{"trusted_proxies", fmt.Sprintf("%q is neither an address nor a network; expected 10.0.0.7 or 10.0.0.0/8", p)})
		}
	}
	if c.Database != "" && !strings.HasPrefix(c.Database, "postgres://") && !strings.HasPrefix(c.Database, "postgresql://") {
		out = append(out, broken{"database", "expected postgres://user:password@host:5432/name; for SQLite leave it empty and set data"})
	}
	if c.PublicURL != "" && !origin(c.PublicURL) {
		out = append(out, broken{"public_url", fmt.Sprintf("%q; expected https://help.shop.example without a path or a slash at the end", c.PublicURL)})
	}
	return out
}

// siteKey is the form of public names: they stand in pages' snippets and addresses.
var siteKey = regexp.MustCompile(`^pk_[A-Za-z0-9-]{1,61}$`)

func (c Config) checkSites() (out []broken) {
	seen := map[string]bool{}
	for i, s := range c.Widget.Sites {
		at := func(key string) string { return fmt.Sprintf("widget.sites[%d].%s", i, key) }
		switch {
		case s.Key == "":
			out = append(out, broken{at("key"), "is missing; expected for example pk_shop"})
		case !siteKey.MatchString(s.Key):
			out = append(out, broken{at("key"), fmt.Sprintf("%q; expected pk_ and letters, digits or hyphens, for example pk_shop", s.Key)})
		case seen[s.Key]:
			out = append(out, broken{at("key"), fmt.Sprintf("%q is there twice", s.Key)})
		}
		seen[s.Key] = true
		if len(s.Domains) == 0 {
			out = append(out, broken{at("domains"), "is missing; without a domain no page may show the widget"})
		}
		for _, d := range s.Domains {
			if o := originsOf(d)[0]; !origin(o) || strings.Contains(o, "*") {
				out = append(out, broken{at("domains"), fmt.Sprintf("%q; expected a host such as shop.example or localhost:3000, no pattern and no path", d)})
			}
		}
		if s.Language != "" && !slices.Contains(wording.Languages(), wording.Base(s.Language)) {
			out = append(out, broken{at("language"), fmt.Sprintf("%q is not spoken; expected one of %s", s.Language, strings.Join(wording.Languages(), ", "))})
		}
		if s.Market != "" && !countryCode.MatchString(s.Market) {
			out = append(out, broken{at("market"), fmt.Sprintf("%q; expected a country of two capital letters, such as DE", s.Market)})
		}
		if s.EnforceIdentity && s.IdentitySecret == "" {
			out = append(out, broken{at("identity_secret"), "is missing, but enforce_identity is on: nobody could be admitted"})
		}
	}
	return out
}

func (c Config) checkModel() (out []broken) {
	if c.LLM.BaseURL == "" {
		return nil // the models and the key may stand ready
	}
	if c.LLM.EmbedModel != "" && c.Knowledge.WordVectors != "" {
		out = append(out, broken{"knowledge.word_vectors", "stands beside llm.embed_model; only one of the two can make the vectors"})
	}
	if u, err := url.Parse(c.LLM.BaseURL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		out = append(out, broken{"llm.base_url", "expected an http or https address without a user, for example http://localhost:11434/v1"})
	}
	if c.LLM.ChatModel == "" && c.LLM.EmbedModel == "" {
		out = append(out, broken{"llm.chat_model", "is missing, as is llm.embed_model: name at least one, or leave llm.base_url empty"})
	}
	return out
}

func (c Config) checkREST() (out []broken) {
	r := c.Channels.REST
	if r.CallbackURL == "" {
		return nil
	}
	if u, err := url.Parse(r.CallbackURL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		out = append(out, broken{"channels.rest.callback_url", "expected an http or https address without a user"})
	}
	if r.CallbackSecret == "" {
		out = append(out, broken{"channels.rest.callback_secret", "is missing: the receiver could not tell our messages from anybody's"})
	}
	return out
}

func (c Config) checkLanguages() []broken {
	if err := (nlu.AnalyzerConfig{Languages: c.Bot.Languages}).Validate(); err != nil {
		return []broken{{"bot.languages", err.Error() + "; expected two-letter codes such as en"}}
	}
	return nil
}

// Origins gives the domains as browsers name them.
func (s SiteConfig) Origins() []string {
	var origins []string
	for _, d := range s.Domains {
		origins = append(origins, originsOf(d)...)
	}
	return origins
}

// originsOf gives one domain as browsers name it: in small letters of ASCII and,
// where no scheme is given, with https. Pages on this very machine, where somebody
// tries the widget, seldom have TLS: they may be either.
func originsOf(domain string) []string {
	scheme, host, ok := strings.Cut(strings.ToLower(domain), "://")
	if !ok {
		scheme, host = "https", scheme
	}
	origins := []string{scheme + "://" + host}
	u, err := url.Parse(origins[0])
	if err != nil {
		return origins
	}
	if ascii, err := idna.Lookup.ToASCII(u.Hostname()); err == nil && ascii != u.Hostname() {
		origins[0] = scheme + "://" + strings.Replace(host, u.Hostname(), ascii, 1)
	}
	if !ok && (u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback()) {
		origins = append(origins, "http://"+host)
	}
	for i, o := range origins { // a scheme's own port is left out
		if strings.HasPrefix(o, "https://") {
			origins[i] = strings.TrimSuffix(o, ":443")
		} else {
			origins[i] = strings.TrimSuffix(o, ":80")
		}
	}
	return origins
}

func origin(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.Hostname() != "" &&
		s == u.Scheme+"://"+u.Host && !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

func listenHost(address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", fmt.Errorf("%q; expected address:port, for example 127.0.0.1:8080", address)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return "", fmt.Errorf("%q has no port between 0 and 65535", address)
	}
	return host, nil
}

// loopback tells whether only this machine can reach host. An empty host is every
// address there is.
func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

func (c Config) checkHours() []broken {
	_, err := c.Handoff.Hours.parse()
	return brokenIn("handoff.hours", err)
}

func (h HoursConfig) parse() (*handoff.Hours, error) {
	return handoff.ParseHours(h.Zone, h.Open, h.Closed)
}
