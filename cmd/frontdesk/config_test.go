package main

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frontdesk/bot"
	"frontdesk/bot/nlu"
)

var update = flag.Bool("update", false, "rewrite docs/config.md")

const goodSecret = "kJ8sQ2vX7bN4mP1wR6tY9zL3cF5hD0gA"

// load reads a configuration from the text of a file, variables and flags.
func load(t *testing.T, text string, env []string, flags map[string]string) (Loaded, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := LoadConfig(Sources{File: file, Env: env, Flags: flags})
	if l.File != "" && l.File != file {
		t.Errorf("File = %s", l.File)
	}
	return l, err
}

// expectProblems wants exactly these lines, each of which may begin with the name of
// the file alone.
func expectProblems(t *testing.T, name string, err error, want ...string) {
	t.Helper()
	if len(want) == 0 {
		if err != nil {
			t.Errorf("%s: %v; want it accepted", name, err)
		}
		return
	}
	var c *ConfigError
	if !errors.As(err, &c) {
		t.Errorf("%s: %v; want %q", name, err, want)
		return
	}
	var got []string
	for _, p := range c.Problems {
		if p.Place.File != "" {
			p.Place.File = filepath.Base(p.Place.File)
		}
		got = append(got, p.String())
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s: %s", name, d)
	}
}

func TestDefaults(t *testing.T) {
	t.Chdir(t.TempDir()) // no frontdesk.yaml here
	l, err := LoadConfig(Sources{})
	if err != nil {
		t.Fatal(err)
	}
	c := l.Config
	if c.Listen != "127.0.0.1:8080" || c.Data != "./data" || c.Handoff.OfferLease != 25*time.Second || c.Workers != 32 || c.Bot.AnswerThreshold != 0.7 {
		t.Errorf("defaults: %+v", c)
	}
	if b := c.Bot.budgets(); b.All != bot.DefaultBudgets().All || *b.OOSShare != nlu.DefaultOOSShare {
		t.Errorf("budgets %+v, want those of bot and nlu", b)
	}
	if l.File != "" || len(l.Origins) != 0 || len(l.Warnings) != 0 {
		t.Errorf("origins without a source: %+v", l)
	}
}

func TestWholeFile(t *testing.T) {
	l, err := load(t, `
# a comment
listen: 0.0.0.0:8080
trusted_proxies: [10.0.0.0/8, "192.168.1.7"]
database: postgres://desk:s3cret@db/frontdesk
shop:
  name: Nordlicht
log: {level: debug, format: json}
metrics:
  listen: "off"
widget:
  sites:
    - key: pk_nordlicht
      name: Nordlicht
      domains:
        - nordlicht.example
        - http://localhost:3000
      language: de
      enforce_identity: true
      identity_secret: `+goodSecret+`
    - {key: pk_two, domains: [two.example]}
channels:
  rest:
    token: "`+goodSecret+`"
bot:
  error_budget: 0.2
  turn_timeout: 5s
knowledge:
  market_groups: [DACH=DE AT  CH, Nordics=SE NO]
llm:
  base_url: http://localhost:11434/v1
  chat_model: qwen3
limits:
`, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := l.Config
	want := []SiteConfig{
		{Key: "pk_nordlicht", Name: "Nordlicht", Domains: []string{"nordlicht.example", "http://localhost:3000"}, Language: "de", EnforceIdentity: true, IdentitySecret: goodSecret},
		{Key: "pk_two", Domains: []string{"two.example"}},
	}
	if d := cmp.Diff(want, c.Widget.Sites); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"https://nordlicht.example", "http://localhost:3000"}, c.Widget.Sites[0].Origins()); d != "" {
		t.Error(d)
	}
	for domain, want := range map[string][]string{
		"Shop.Example":          {"https://shop.example"}, // as no browser writes it
		"fietsen-café.example":  {"https://xn--fietsen-caf-lbb.example"},
		"localhost:3000":        {"https://localhost:3000", "http://localhost:3000"},
		"127.0.0.1:3000":        {"https://127.0.0.1:3000", "http://127.0.0.1:3000"},
		"https://localhost":     {"https://localhost"},
		"localhost.example":     {"https://localhost.example"},
		"http://192.168.1.7:80": {"http://192.168.1.7"},
		"shop.example:443":      {"https://shop.example"},
		"localhost:80":          {"https://localhost:80", "http://localhost"},
	} {
		if d := cmp.Diff(want, SiteConfig{Domains: []string{domain}}.Origins()); d != "" {
			t.Errorf("%s: %s", domain, d)
		}
	}
	if c.Log.Level != "debug" || c.Metrics.Listen != "off" || c.Channels.REST.Token != goodSecret || c.Bot.TurnTimeout != 5*time.Second || c.Bot.ErrorBudget != 0.2 {
		t.Errorf("%+v", c)
	}
	if d := cmp.Diff(map[string][]string{"DACH": {"DE", "AT", "CH"}, "Nordics": {"SE", "NO"}}, c.Knowledge.groups()); d != "" {
		t.Error(d)
	}
	if got := l.Origins["bot.error_budget"]; got.Line != 26 || got.Col != 3 {
		t.Errorf("origin of bot.error_budget: %+v", got)
	}
}

// E1: what YAML would swallow is refused with its place.
func TestE1_StrictFile(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"typo", "databse: postgres://x\n", []string{`config.yaml:1:1 unknown key "databse" (did you mean "database"?)`}},
		{"typo in a section", "bot:\n  eror_budget: 0.2\n", []string{`config.yaml:2:3 unknown key "eror_budget" (did you mean "error_budget"?)`}},
		{"wrong section", "offer_lease: 20s\n", []string{`config.yaml:1:1 unknown key "offer_lease" (did you mean "handoff.offer_lease"?)`}},
		{"no idea", "log:\n  colour: red\n", []string{`config.yaml:2:3 unknown key "colour"; expected one of level, format`}},
		{"case", "Listen: 127.0.0.1:1\n", []string{`config.yaml:1:1 unknown key "Listen" (did you mean "listen"?)`}},
		{"duplicate", "workers: 4\ndemo: true\nworkers: 5\n", []string{`config.yaml:3:1 key "workers" is there twice; the first is in line 1`}},
		{"tab", "bot:\n\terror_budget: 0.2\n", []string{`config.yaml:2:1 a tab; expected spaces before a key`}},
		{"yes", "demo: yes\n", []string{`config.yaml:1:7 demo: is "yes"; expected true or false`}},
		{"capital", "demo: True\n", []string{`config.yaml:1:7 demo: is "True"; expected true or false`}},
		{"quoted boolean", "demo: \"true\"\n", []string{`config.yaml:1:7 demo: is text ("true"); expected true or false without quotes`}},
		{"octal", "workers: 0777\n", []string{`config.yaml:1:10 workers: is "0777"; expected a whole number, from 1 to 256`}},
		{"hexadecimal", "workers: 0x10\n", []string{`config.yaml:1:10 workers: is "0x10"; expected a whole number, from 1 to 256`}},
		{"exponent", "workers: 1e1\n", []string{`config.yaml:1:10 workers: is "1e1"; expected a whole number, from 1 to 256`}},
		{"too big for an int", "workers: 99999999999999999999\n", []string{`config.yaml:1:10 workers: is "99999999999999999999"; expected a whole number, from 1 to 256`}},
		{"not a number", "bot:\n  error_budget: .nan\n", []string{`config.yaml:2:17 bot.error_budget: is ".nan"; expected a number, from 0.001 to 0.9`}},
		{"no as text", "shop:\n  name: no\n", []string{`config.yaml:2:9 shop.name: is no without quotes, which YAML may read as something else than text; write "no"`}},
		{"number as text", "shop:\n  name: 2024\n", []string{`config.yaml:2:9 shop.name: is 2024 without quotes, which YAML may read as something else than text; write "2024"`}},
		{"secret as number", "channels:\n  rest:\n    token: 12345678901234567890123456789012\n", []string{`config.yaml:3:12 channels.rest.token: is … without quotes, which YAML may read as something else than text; write "…"`}},
		{"time without unit", "bot:\n  turn_timeout: 20\n", []string{`config.yaml:2:17 bot.turn_timeout: is "20"; expected a time with its unit, such as 500ms, 20s, 3m or 24h, from 1s to 60s`}},
		{"no value", "listen:\n", []string{`config.yaml:1:8 listen: has no value; give one, or take the line out`}},
		{"section for value", "listen:\n  port: 1\n", []string{`config.yaml:2:3 listen: expected a single value`}},
		{"value for section", "bot: 0.3\n", []string{`config.yaml:1:6 bot: expected keys with values, such as error_budget: …`}},
		{"value for list", "trusted_proxies: 10.0.0.1\n", []string{`config.yaml:1:18 trusted_proxies: expected a list: one entry a line, each after a hyphen`}},
		{"list for file", "- listen\n", []string{`config.yaml:1:1 expected keys with values, such as listen: …`}},
		{"choice", "log:\n  level: wran\n", []string{`config.yaml:2:10 log.level: is "wran"; expected one of debug, info, warn, error (did you mean "warn"?)`}},
		{"anchor", "shop: &a\n  name: X\n", []string{`config.yaml:1:7 shop: anchors and aliases (& and *) are not read; write the value where it belongs`}},
		{"merge", "shop:\n  <<: {name: X}\n", []string{`config.yaml:2:3 unknown key "<<"; expected one of name, order_pattern, order_check`}},
		{"type", "shop:\n  name: !!binary aGVsbG8=\n", []string{`config.yaml:2:9 shop.name: types (!!binary) are not read; write the value alone`}},
		{"two documents", "demo: true\n---\ndemo: false\n", []string{`config.yaml:2:1 a second document (---); expected one`}},
		{"not YAML", "listen: [1\n", []string{`config.yaml:1:1 this is not YAML: did not find expected ',' or ']'; put texts with a colon or a hash sign in quotes`}},
		{"all at once", "databse: x\nworkers: yes\nbot:\n  trun_timeout: 1s\n", []string{
			`config.yaml:1:1 unknown key "databse" (did you mean "database"?)`,
			`config.yaml:2:10 workers: is "yes"; expected a whole number, from 1 to 256`,
			`config.yaml:4:3 unknown key "trun_timeout" (did you mean "turn_timeout"?)`,
		}},
		{"a list in a list", "widget:\n  sites:\n    - key: pk_a\n      domain: [a.example]\n      domains: [a.example]\n", []string{
			`config.yaml:4:7 unknown key "domain" (did you mean "domains"?)`}},
		{"byte order mark", "\ufeffdemo: true\n", nil},
		{"empty", "", nil},
		{"comments", "# nothing\n", nil},
		{"windows line ends", "demo: true\r\nworkers: 4\r\n", nil},
	} {
		_, err := load(t, c.text, nil, nil)
		expectProblems(t, c.name, err, c.want...)
	}
}

// E1: a file that unfolds into gigabytes is refused at once.
func TestE1_Bomb(t *testing.T) {
	bomb := "shop: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'z'; c++ {
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+",", 9) + "]\n"
	}
	began := time.Now()
	if _, err := load(t, bomb, nil, nil); err == nil || !strings.Contains(err.Error(), "anchors and aliases") {
		t.Errorf("%.200v", err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	if _, err := load(t, strings.Repeat("# a line\n", 200_000), nil, nil); err == nil {
		t.Error("a file of 1.8 MB was read")
	}
	if _, err := load(t, "shop: "+strings.Repeat("[", 20_000), nil, nil); err == nil {
		t.Error("a nest of brackets was read")
	}
}

// E2: secrets that can be guessed or that everybody can read are refused, and never
// repeated.
func TestE2_Secrets(t *testing.T) {
	for _, c := range []struct{ secret, want string }{
		{"short", "environment FRONTDESK_REST_TOKEN channels.rest.token: has 5 characters; at least 32 are needed; make one with: openssl rand -base64 32"},
		{"changeme-changeme-changeme-changeme", "environment FRONTDESK_REST_TOKEN channels.rest.token: is a placeholder; make one with: openssl rand -base64 32"},
		{"ababababababababababababababababab", "environment FRONTDESK_REST_TOKEN channels.rest.token: consists of 2 different characters; make one with: openssl rand -base64 32"},
		{goodSecret[:31], "environment FRONTDESK_REST_TOKEN channels.rest.token: has 31 characters; at least 32 are needed; make one with: openssl rand -base64 32"},
	} {
		_, err := load(t, "", []string{"FRONTDESK_REST_TOKEN=" + c.secret}, nil)
		expectProblems(t, c.secret, err, c.want)
		if strings.Contains(err.Error(), c.secret) {
			t.Errorf("the message repeats the secret: %v", err)
		}
	}
	if _, err := load(t, "", []string{"FRONTDESK_REST_TOKEN=" + goodSecret}, nil); err != nil {
		t.Errorf("a good secret: %v", err)
	}
	_, err := load(t, "widget:\n  sites:\n    - key: pk_a\n      domains: [a.example]\n      enforce_identity: true\n", nil, nil)
	expectProblems(t, "missing", err, "config.yaml:3:7 widget.sites[0].identity_secret: is missing, but enforce_identity is on: nobody could be admitted")
}

func TestE2_SecretInOpenFile(t *testing.T) {
	for _, c := range []struct {
		name, text string
		mode       os.FileMode
		want       string
	}{
		{"token", "channels:\n  rest:\n    token: " + goodSecret + "\n", 0o644, "config.yaml:3:5 channels.rest.token: is a secret in a file that everybody can read (mode 0644); chmod 640 FILE, or set it in the environment"},
		{"password", "database: postgres://u:pw@db/x\n", 0o644, "config.yaml:1:1 database: is a secret in a file that everybody can read (mode 0644); chmod 640 FILE, or set it in the environment"},
		{"no password", "database: postgres://u@db/x\n", 0o644, ""},
		{"no secret", "demo: true\n", 0o644, ""},
		{"closed file", "channels:\n  rest:\n    token: " + goodSecret + "\n", 0o640, ""},
	} {
		file := filepath.Join(t.TempDir(), "config.yaml")
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, c.mode); err != nil { // past the umask
			t.Fatal(err)
		}
		_, err := LoadConfig(Sources{File: file})
		if c.want == "" {
			expectProblems(t, c.name, err)
			continue
		}
		expectProblems(t, c.name, err, strings.ReplaceAll(c.want, "FILE", file))
	}
}

// E3: of several sources the stronger wins, and the output says which it was.
func TestE3_Precedence(t *testing.T) {
	text := "listen: 127.0.0.1:1111\nworkers: 3\nllm:\n  api_key: from-the-file\n"
	env := []string{"FRONTDESK_LISTEN=127.0.0.1:2222", "FRONTDESK_WORKERS=5", "OPENAI_API_KEY=sk-standard", "FRONTDESK_LLM_API_KEY=sk-own", "HOME=/", "FRONTDESK_DATA="}
	l, err := load(t, text, env, map[string]string{"listen": "127.0.0.1:3333"})
	if err != nil {
		t.Fatal(err)
	}
	if l.Config.Listen != "127.0.0.1:3333" || l.Config.Workers != 5 || l.Config.LLM.APIKey != "sk-standard" || l.Config.Data != "./data" {
		t.Errorf("%+v", l.Config)
	}
	var out strings.Builder
	if err := l.Print(&out); err != nil {
		t.Fatal(err)
	}
	printed := strings.ReplaceAll(strings.Join(strings.Fields(out.String()), " "), l.File, "config.yaml")
	for _, want := range []string{
		"listen 127.0.0.1:3333 --listen, instead of config.yaml:1:1, instead of environment FRONTDESK_LISTEN",
		"workers 5 environment FRONTDESK_WORKERS, instead of config.yaml:2:1",
		"llm.api_key (set, 11 characters) environment OPENAI_API_KEY, instead of config.yaml:4:3, instead of environment FRONTDESK_LLM_API_KEY",
		"data ./data default",
	} {
		if !strings.Contains(printed, want) {
			t.Errorf("no %q in:\n%s", want, out.String())
		}
	}
}

func TestE3_LineBreakInVariable(t *testing.T) {
	l, err := load(t, "", []string{"FRONTDESK_REST_TOKEN=" + goodSecret + "\n", "OTHER=x\n"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if l.Config.Channels.REST.Token != goodSecret {
		t.Error("the line break stands in the token")
	}
	if d := cmp.Diff([]string{"environment FRONTDESK_REST_TOKEN ends with a line break, which was cut off"}, l.Warnings); d != "" {
		t.Error(d)
	}
}

func TestUnknownVariables(t *testing.T) {
	l, err := load(t, "", []string{"FRONTDESK_DATABSE=x", "FRONTDESK_SERVICE_HOST=10.0.0.1", "FRONTDESK_PORT_8080_TCP=x"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{`environment FRONTDESK_DATABSE is not known (did you mean "FRONTDESK_DATABASE"?)`}, l.Warnings); d != "" {
		t.Error(d)
	}
}

func TestPrintHidesSecrets(t *testing.T) {
	l, err := load(t, "widget:\n  sites:\n    - {key: pk_a, domains: [a.example], identity_secret: "+goodSecret+"}\n",
		[]string{"FRONTDESK_REST_TOKEN=" + goodSecret, "DATABASE_URL=postgres://desk:hunter2@db/x?password=hunter2", "OPENAI_API_KEY=sk-0123456789"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := l.Print(&out); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{goodSecret, "hunter2", "sk-0123"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("shows %q:\n%s", secret, out.String())
		}
	}
	for _, shown := range []string{"desk:xxxxx@db", "widget.sites[0].key", "a.example"} {
		if !strings.Contains(out.String(), shown) {
			t.Errorf("does not show %q:\n%s", shown, out.String())
		}
	}
}

// E4: an address that other machines can reach needs TLS in front of it, or the
// owner's word.
func TestE4_Listen(t *testing.T) {
	refused := func(address string) string {
		return "--listen listen: " + address + " can be reached from other machines, in plain HTTP; name the proxy with TLS in trusted_proxies, or set insecure: true (--insecure)"
	}
	for _, c := range []struct {
		address, text string
		want          string
	}{
		{"127.0.0.1:8080", "", ""},
		{"localhost:8080", "", ""},
		{"[::1]:8080", "", ""},
		{"127.0.0.1:0", "", ""},
		{"0.0.0.0:8080", "", refused("0.0.0.0:8080")},
		{":8080", "", refused(":8080")},
		{"[::]:8080", "", refused("[::]:8080")},
		{"192.168.1.5:8080", "", refused("192.168.1.5:8080")},
		{"shop.example:8080", "", refused("shop.example:8080")},
		{"0.0.0.0:8080", "insecure: true\n", ""},
		{"0.0.0.0:8080", "trusted_proxies: [10.0.0.1]\n", ""},
		{"8080", "", `--listen listen: "8080"; expected address:port, for example 127.0.0.1:8080`},
		{"127.0.0.1:99999", "", `--listen listen: "127.0.0.1:99999" has no port between 0 and 65535`},
		{"127.0.0.1:9464", "", `config.yaml:1:1 metrics.listen: is the same as listen; metrics have a port of their own`},
	} {
		_, err := load(t, c.text, nil, map[string]string{"listen": c.address})
		if c.want == "" {
			expectProblems(t, c.address, err)
		} else {
			expectProblems(t, c.address, err, c.want)
		}
	}
}

// E10: absurd limits are refused with the allowed range.
func TestE10_Ranges(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"workers: 10000", "config.yaml:1:10 workers: is 10000; expected a number from 1 to 256"},
		{"workers: 0", "config.yaml:1:10 workers: is 0; expected a number from 1 to 256"},
		{"workers: -1", "config.yaml:1:10 workers: is -1; expected a number from 1 to 256"},
		{"limits: {message_burst: 0}", "config.yaml:1:25 limits.message_burst: is 0; expected a number from 1 to 1000"},
		{"bot: {error_budget: 1.5}", "config.yaml:1:21 bot.error_budget: is 1.5; expected a number from 0.001 to 0.9"},
		{"handoff: {offer_lease: -5s}", "config.yaml:1:24 handoff.offer_lease: is -5s; expected a time from 5s to 10m"},
		{"handoff: {max_wait: 99999h}", "config.yaml:1:21 handoff.max_wait: is 99999h; expected a time from 30s to 168h"},
		{"llm: {timeout: 10ms}", "config.yaml:1:16 llm.timeout: is 10ms; expected a time from 500ms to 60s"},
	} {
		_, err := load(t, c.text+"\n", nil, nil)
		expectProblems(t, c.text, err, c.want)
	}
	_, err := load(t, "", []string{"FRONTDESK_WORKERS=10000"}, nil)
	expectProblems(t, "environment", err, "environment FRONTDESK_WORKERS workers: is 10000; expected a number from 1 to 256")
}

func TestRules(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"trusted_proxies: [10.0.0.0/33]", `config.yaml:1:1 trusted_proxies: "10.0.0.0/33" is neither an address nor a network; expected 10.0.0.7 or 10.0.0.0/8`},
		{"database: mysql://x", "config.yaml:1:1 database: expected postgres://user:password@host:5432/name; for SQLite leave it empty and set data"},
		{"public_url: https://shop.example/", `config.yaml:1:1 public_url: "https://shop.example/"; expected https://help.shop.example without a path or a slash at the end`},
		{"widget: {sites: [{domains: [a.example]}]}", "config.yaml:1:18 widget.sites[0].key: is missing; expected for example pk_shop"},
		{"widget: {sites: [{key: shop, domains: [a.example]}]}", `config.yaml:1:19 widget.sites[0].key: "shop"; expected pk_ and letters, digits or hyphens, for example pk_shop`},
		{"widget: {sites: [{key: pk_a}]}", "config.yaml:1:18 widget.sites[0].domains: is missing; without a domain no page may show the widget"},
		{"widget: {sites: [{key: pk_a, domains: [a.example], market: Germany}]}", `config.yaml:1:52 widget.sites[0].market: "Germany"; expected a country of two capital letters, such as DE`},
		{"knowledge: {market_groups: [DACH]}", `config.yaml:1:13 knowledge.market_groups: "DACH"; expected a name of letters, digits, - and _ and its countries, such as DACH=DE AT CH`},
		{"knowledge: {market_groups: [DACH=DE at]}", `config.yaml:1:13 knowledge.market_groups: "at" in DACH; expected a country of two capital letters, such as DE`},
		{"knowledge: {market_groups: [dach=DE AT, DACH=CH]}", `config.yaml:1:13 knowledge.market_groups: DACH is there twice`},
		{"widget: {sites: [{key: pk_a, domains: [a.example], language: tlh}]}", `config.yaml:1:52 widget.sites[0].language: "tlh" is not spoken; expected one of en, zh, ja, ko, de, fr, es, pt, it, nl, pl, cs, ro, sv, da, fi, el, tr, ru, uk, ar, he, hi, th, vi, id, ms, hu`},
		{"widget: {sites: [{key: pk_a, domains: ['*.a.example']}]}", `config.yaml:1:30 widget.sites[0].domains: "*.a.example"; expected a host such as shop.example or localhost:3000, no pattern and no path`},
		{"widget: {sites: [{key: pk_a, domains: [a.example/shop]}]}", `config.yaml:1:30 widget.sites[0].domains: "a.example/shop"; expected a host such as shop.example or localhost:3000, no pattern and no path`},
		{"llm: {base_url: 'localhost:11434', chat_model: m}", "config.yaml:1:7 llm.base_url: expected an http or https address without a user, for example http://localhost:11434/v1"},
		{"llm: {base_url: 'http://localhost:11434/v1'}", "config.yaml:1:1 llm.chat_model: is missing, as is llm.embed_model: name at least one, or leave llm.base_url empty"},
		{"handoff: {hours: {zone: Mars, open: [mon 09:00-17:00]}}", `config.yaml:1:19 handoff.hours.zone: "Mars" is no time zone; expected one such as Europe/Berlin`},
		{"handoff: {hours: {zone: UTC, open: [mon 9-17]}}", `config.yaml:1:30 handoff.hours.open: "mon 9-17": "9" is no time of the day; expected for example mon-fri 09:00-12:30 13:30-18:00`},
		{"notices: {zone: Mars}", "config.yaml:1:11 notices.zone: expected a time zone such as Europe/Berlin"},
		{"notices: {mail: {host: m.example}}", `config.yaml:1:11 notices.mail.from: ""; expected an address such as Frontdesk <desk@shop.example>`},
		{"notices: {mail: {host: m.example, from: a@b.example, user: u, security: none}}", "config.yaml:1:63 notices.mail.security: is none, and a password is not sent over a connection that is not encrypted"},
		{"notices: {webhook: {url: 'http://erp.example/'}}", "config.yaml:1:21 notices.webhook.url: expected https, which only a private address may be without (allow_private)"},
		{"notices: {webhook: {kinds: [gossip]}}", "config.yaml:1:21 notices.webhook.kinds: there is no kind gossip; expected some of digest, verify, held, review, source, blocked"},
		{"channels: {rest: {callback_url: 'https://shop.example/hook'}}", "config.yaml:1:12 channels.rest.callback_secret: is missing: the receiver could not tell our messages from anybody's"},
	} {
		_, err := load(t, c.text+"\n", nil, nil)
		expectProblems(t, c.text, err, c.want)
	}
}

func TestNamedFileMustExist(t *testing.T) {
	if _, err := LoadConfig(Sources{File: filepath.Join(t.TempDir(), "none.yaml")}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func FuzzConfigFile(f *testing.F) {
	f.Add("listen: 127.0.0.1:8080\nwidget:\n  sites:\n    - key: a\n")
	f.Add("a: &a [*a]\n? [x]\n: y\n")
	f.Fuzz(func(t *testing.T, text string) {
		cfg := Config{}
		r := yamlReader{file: "config.yaml", places: map[string]Place{}}
		r.read([]byte(text), &cfg) // must not panic
		for _, p := range r.problems {
			if p.What == "" || p.Place.Line < 1 {
				t.Errorf("%q: a problem without a place: %+v", text, p)
			}
		}
	})
}

// TestConfigDocument keeps docs/config.md current.
func TestConfigDocument(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "config.md")
	if *update {
		if err := os.WriteFile(file, []byte(ConfigDocument()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != ConfigDocument() {
		t.Errorf("%s is not current: make docs", file)
	}
}
