package eval

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"frontdesk/handoff"
	"frontdesk/internal/fault"
)

// script is one conversation: what is said and done, and what must hold after
// it.
type script struct {
	Name     string              `yaml:"name"`
	Story    string              `yaml:"story"` // what it shows, for people
	Bug      int                 `yaml:"bug"`   // of others, by its number in the handoff's design; 0: none
	Language string              `yaml:"language"`
	Market   string              `yaml:"market"`
	Channel  string              `yaml:"channel"`
	Customer customer            `yaml:"customer"`
	Agents   map[string]agent    `yaml:"agents"`   // by id; none: one called li who speaks and can do everything
	Hours    openingHours        `yaml:"hours"`    // of the team; none: always
	Articles string              `yaml:"articles"` // demo, which is also the default, or none
	Writer   *string             `yaml:"writer"`   // what the language model writes; absent: there is no language model
	Embedder bool                `yaml:"embedder"` // an embedding endpoint is there
	Also     map[string]customer `yaml:"also"`     // further shoppers, by their ref
	Steps    []step              `yaml:"steps"`

	file string
	line int
}

// customer is who writes.
type customer struct {
	Ref      string `yaml:"ref"`
	Name     string `yaml:"name"`
	Email    string `yaml:"email"`
	Verified string `yaml:"verified"` // the shop's customer id; empty: not verified
	Tier     string `yaml:"tier"`
	Language string `yaml:"language"`
}

// openingHours are as handoff.ParseHours reads them.
type openingHours struct {
	Zone   string   `yaml:"zone"`
	Open   []string `yaml:"open"`
	Closed []string `yaml:"closed"`
}

// agent is a human of the desk.
type agent struct {
	Name      string   `yaml:"name"`
	Languages []string `yaml:"languages"`
	Skills    []string `yaml:"skills"`
	Capacity  int      `yaml:"capacity"`
	Role      string   `yaml:"role"`
}

// step is one thing that happens, and what must hold afterwards. A step without
// anything that happens looks at the outcome of the one before it.
type step struct {
	Shopper   *string    `yaml:"shopper"`   // writes a text
	Press     *string    `yaml:"press"`     // presses a button below the bot's last message, by title or payload
	Burst     texts      `yaml:"burst"`     // writes several messages before anybody looks
	From      string     `yaml:"from"`      // who of the customers writes, or is meant; empty: the one before
	Times     int        `yaml:"times"`     // writes it so many times, each after the answer to the one before
	Language  string     `yaml:"language"`  // that the channel claims of the text
	Preview   *string    `yaml:"preview"`   // asks the test box, then the same of the live bot: both must agree
	Redeliver bool       `yaml:"redeliver"` // the channel delivers the last message again
	End       bool       `yaml:"end"`       // the shopper ends the conversation
	Agent     *agentStep `yaml:"agent"`
	Clock     string     `yaml:"clock"` // time passes, for example 20m or 73h
	Learn     []docText  `yaml:"learn"` // articles are added, changed or, without text, archived
	Fail      string     `yaml:"fail"`  // from now on this fails: shop, write, decide, writer, embedder
	Heal      string     `yaml:"heal"`  // works again

	During    []step `yaml:"during_decide"` // happens while the bot decides this step's turn
	DuringAct []step `yaml:"during_act"`    // happens while the shop does this step's write

	Bot    *wantBot   `yaml:"bot"`
	Events texts      `yaml:"events"` // event messages of this step, all of them, in order
	Owner  string     `yaml:"owner"`
	Status string     `yaml:"status"`
	Case   *wantCase  `yaml:"case"`
	Order  *wantOrder `yaml:"order"`
	Draft  string     `yaml:"draft"` // part of a draft that this step left to the agent
	Log    texts      `yaml:"log"`   // the last messages that the shopper sees, as "author: part of the text"

	line int
}

// docText is an article as a content team keeps it.
type docText struct {
	Key  string `yaml:"key"`  // for example en/cups.md
	Text string `yaml:"text"` // Markdown with front matter; empty: the article is archived
}

// agentStep is what a human of the desk does.
type agentStep struct {
	Do      string `yaml:"do"` // online, busy, away, offline, vanish, accept, reject, takeover, say, note, transfer, resolve, return
	As      string `yaml:"as"` // id; empty: the only agent
	Text    string `yaml:"text"`
	To      string `yaml:"to"`      // of a transfer: an agent's id, or a skill
	Outcome string `yaml:"outcome"` // of resolve and return; empty: solved
	Promise string `yaml:"promise"`
	Due     string `yaml:"due"`     // of a promise, from now, for example 48h
	Key     string `yaml:"key"`     // of say: the client's id of the message
	Refused string `yaml:"refused"` // the code with which it must be refused
}

// wantBot is what must hold of the bot's turn.
type wantBot struct {
	Silent      bool        `yaml:"silent"`
	Contains    texts       `yaml:"contains"` // all of them
	Any         texts       `yaml:"any"`      // one of them
	NotContains texts       `yaml:"not_contains"`
	Lang        string      `yaml:"lang"`
	Intent      string      `yaml:"intent"`
	P           string      `yaml:"p"`          // of the intent, for example ">=0.7"
	Confidence  string      `yaml:"confidence"` // of the decision
	Action      string      `yaml:"action"`
	Reason      string      `yaml:"reason"`
	NotReason   texts       `yaml:"not_reason"`
	Cites       texts       `yaml:"cites"` // parts of keys or titles; "none": no source at all
	Replies     texts       `yaml:"quick_replies"`
	Blocks      []wantBlock `yaml:"blocks"`
	Messages    int         `yaml:"messages"` // how many; 0: any
}

// wantBlock is an order card that must be shown.
type wantBlock struct {
	Order   string `yaml:"order"`
	Status  string `yaml:"status"`
	Product string `yaml:"product"` // its id
}

// wantCase is what must hold of the conversation's newest case.
type wantCase struct {
	None      bool           `yaml:"none"`
	Count     int            `yaml:"count"` // of all cases of the conversation; 0: any
	State     string         `yaml:"state"`
	Reason    string         `yaml:"reason"`
	Skills    texts          `yaml:"skills"`
	OfferedTo string         `yaml:"offered_to"`
	Agent     string         `yaml:"agent"`
	Priority  string         `yaml:"priority"` // for example ">=50"
	Outcome   string         `yaml:"outcome"`
	Packet    map[string]any `yaml:"packet"` // a part of it: texts are contained, lists have these elements
}

// wantOrder is what must hold of an order at the shop.
type wantOrder struct {
	Number  string `yaml:"number"`
	Returns *int   `yaml:"returns"`
	Reason  string `yaml:"reason"`  // of the newest return
	Item    string `yaml:"item"`    // of the newest return: part of its SKU
	Address string `yaml:"address"` // part of it
}

// texts is a list of texts; one alone needs no list.
type texts []string

// UnmarshalYAML reads a text or a list of texts.
func (t *texts) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*t = texts{n.Value}
		return nil
	}
	return n.Decode((*[]string)(t))
}

// readScripts reads and checks all scripts; every mistake is reported at once.
func readScripts(fsys fs.FS) ([]script, error) {
	var all []script
	var errs []error
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !slices.Contains([]string{".yaml", ".yml", ".jsonl"}, path.Ext(name)) {
			return err
		}
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		some, err := parseScripts(name, raw)
		all = append(all, some...)
		errs = append(errs, err)
		return nil
	})
	if err != nil {
		return nil, fault.New(fault.Invalid, "", "read the conversation scripts").Cause(err)
	}
	return all, errors.Join(errs...)
}

// parseScripts reads a file: one script, or with .jsonl one a line.
func parseScripts(name string, raw []byte) ([]script, error) {
	if path.Ext(name) != ".jsonl" {
		s, err := parseScript(name, raw, 0)
		return []script{s}, err
	}
	var all []script
	var errs []error
	line := 0
	for text := range bytes.Lines(raw) {
		if len(bytes.TrimSpace(text)) > 0 {
			s, err := parseScript(name, text, line)
			all, errs = append(all, s), append(errs, err)
		}
		line++
	}
	return all, errors.Join(errs...)
}

// parseScript reads one script strictly: a key that it does not know is a
// mistake. before is the number of lines above it.
func parseScript(name string, raw []byte, before int) (script, error) {
	s := script{file: name, line: before + 1}
	dec := yaml.NewDecoder(bytes.NewReader(raw))
	dec.KnownFields(true)
	if err := dec.Decode(&s); err != nil {
		return s, misread(name, err, before)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		return s, misread(name, err, before)
	}
	placeSteps(s.Steps, &doc, "steps", before)
	s.Name = cmp.Or(s.Name, strings.TrimSuffix(path.Base(name), path.Ext(name)))
	return s, s.check()
}

// atLine is how the decoder begins a mistake.
var atLine = regexp.MustCompile(`^line (\d+): (.*)$`)

// misread words a decoder's error as file:line: mistake, without the names of
// our types, all mistakes in one.
func misread(name string, err error, before int) error {
	var out []string
	text := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "yaml: "), "unmarshal errors:\n")
	for _, line := range strings.Split(text, "\n") {
		line = typeNames.ReplaceAllString(strings.TrimSpace(line), " here")
		at := before + 1
		if m := atLine.FindStringSubmatch(line); m != nil {
			n, _ := strconv.Atoi(m[1]) // digits, as matched
			at, line = before+n, m[2]
		}
		out = append(out, fmt.Sprintf("%s:%d: %s", name, at, line))
	}
	return fault.New(fault.Invalid, "bad_script", "%s", strings.Join(out, "\n"))
}

var typeNames = regexp.MustCompile(` (?:in type|into) eval\.\w+`)

// placeSteps notes the line of every step, also of those within steps.
func placeSteps(steps []step, n *yaml.Node, key string, before int) {
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		if n.Content[i].Value != key {
			continue
		}
		for j, item := range n.Content[i+1].Content {
			if j < len(steps) {
				steps[j].line = before + item.Line
				placeSteps(steps[j].During, item, "during_decide", before)
				placeSteps(steps[j].DuringAct, item, "during_act", before)
			}
		}
	}
}

// check refuses a script that cannot be meant as it stands.
func (s *script) check() error {
	var errs []error
	if len(s.Steps) == 0 {
		errs = append(errs, s.mistake(s.line, "it has no steps"))
	}
	if !slices.Contains([]string{"", "demo", "none"}, s.Articles) {
		errs = append(errs, s.mistake(s.line, "articles is demo or none, not %q", s.Articles))
	}
	if _, err := s.Hours.parse(); err != nil {
		errs = append(errs, s.mistake(s.line, "hours: %v", err))
	}
	errs = append(errs, s.checkSteps(s.Steps)...)
	return errors.Join(errs...)
}

func (h openingHours) parse() (*handoff.Hours, error) {
	return handoff.ParseHours(h.Zone, h.Open, h.Closed)
}

func (s *script) checkSteps(steps []step) (errs []error) {
	for _, st := range steps {
		for _, problem := range st.problems() {
			errs = append(errs, s.mistake(st.line, "%s", problem))
		}
		errs = append(errs, s.checkSteps(st.During)...)
		errs = append(errs, s.checkSteps(st.DuringAct)...)
	}
	return errs
}

func (s *script) mistake(line int, format string, args ...any) error {
	return fault.New(fault.Invalid, "bad_script", "%s:%d: %s", s.file, line, fmt.Sprintf(format, args...))
}

// The words that steps may use.
var (
	agentDoes = strings.Fields("online busy away offline vanish accept reject takeover say note transfer resolve return")
	failing   = strings.Fields("shop write decide writer embedder")
)

// problems are what is wrong with a step by itself.
func (st *step) problems() (out []string) {
	fail := func(ok bool, format string, args ...any) {
		if !ok {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	happens := 0
	for _, is := range []bool{st.Shopper != nil, st.Press != nil, len(st.Burst) > 0, st.Preview != nil, st.Redeliver, st.End,
		st.Agent != nil, st.Clock != "", len(st.Learn) > 0, st.Fail != "", st.Heal != ""} {
		if is {
			happens++
		}
	}
	fail(happens <= 1, "a step does one thing")
	fail(st.Times == 0 || st.Shopper != nil && st.Times > 1 && st.Times <= 100, "times is for what a shopper writes, 2 to 100")
	writes := st.Shopper != nil || st.Press != nil || len(st.Burst) > 0
	fail(writes || len(st.During)+len(st.DuringAct) == 0, "only while a shopper's message is answered can something happen in between")
	if st.Agent != nil {
		fail(slices.Contains(agentDoes, st.Agent.Do), "an agent can %s, not %q", strings.Join(agentDoes, ", "), st.Agent.Do)
		_, err := time.ParseDuration(cmp.Or(st.Agent.Due, "0s"))
		fail(err == nil, "due is %q; write it like 48h", st.Agent.Due)
	}
	d, err := time.ParseDuration(cmp.Or(st.Clock, "1s"))
	fail(err == nil && d > 0, "clock is %q; write it like 20m or 73h", st.Clock)
	for _, what := range []string{st.Fail, st.Heal} {
		fail(what == "" || slices.Contains(failing, what), "what can fail is %s, not %q", strings.Join(failing, ", "), what)
	}
	if st.Bot != nil {
		for _, b := range st.Bot.Blocks {
			fail((b.Order == "") != (b.Product == ""), "a block is an order or a product")
			fail(b.Status == "" || b.Order != "", "status is an order's")
		}
	}
	return append(out, st.badBounds()...)
}

// badBounds names the bounds that cannot be read.
func (st *step) badBounds() (out []string) {
	var bounds []string
	if st.Bot != nil {
		bounds = append(bounds, st.Bot.P, st.Bot.Confidence)
	}
	if st.Case != nil {
		bounds = append(bounds, st.Case.Priority)
	}
	for _, b := range bounds {
		if _, err := parseBound(b); b != "" && err != nil {
			out = append(out, err.Error())
		}
	}
	return out
}
