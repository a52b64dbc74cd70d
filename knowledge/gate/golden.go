package gate

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// Question is something that a shopper asks, where they ask it.
type Question struct {
	Text    string `json:"text"`
	Lang    string `json:"lang"`              // BCP 47; empty: not known
	Market  string `json:"market,omitempty"`  // country, two letters
	Channel string `json:"channel,omitempty"` // id of a channel
}

// key is equal for questions that are the same.
func (q Question) key() string {
	return strings.Join([]string{strings.ToLower(strings.Join(strings.Fields(q.Text), " ")), strings.ToLower(q.Lang), q.Market, q.Channel}, "\x00")
}

// Golden is a question whose right answer the content team knows.
type Golden struct {
	ID       string    `json:"id"`
	Question           // as a shopper would ask it
	Expected []string  `json:"expected"` // names of articles, any of which answers; empty: a person must; with none among them: a person may
	Never    []string  `json:"never"`    // names of articles that must not answer
	Kind     string    `json:"kind,omitempty"`
	By       string    `json:"updated_by,omitempty"`
	At       time.Time `json:"updated_at"`
}

// Key is equal for golden questions that ask the same: only one of them is kept.
func (g Golden) Key() string {
	sum := sha256.Sum256([]byte(g.key()))
	return hex.EncodeToString(sum[:])
}

// The bounds of a golden question.
const (
	maxText  = 2000
	maxNames = 50
	maxName  = 300
)

// Clean gives a golden question as it is stored, or says what is wrong with it.
func (g Golden) Clean() (Golden, error) {
	g.Text, g.Lang, g.Kind = strings.TrimSpace(g.Text), strings.TrimSpace(g.Lang), strings.TrimSpace(g.Kind)
	g.Market, g.Channel = strings.ToUpper(strings.TrimSpace(g.Market)), strings.TrimSpace(g.Channel)
	g.Expected, g.Never = names(g.Expected), names(g.Never)
	_, tagErr := language.Parse(g.Lang)
	switch {
	case g.Text == "":
		return g, fault.New(fault.Invalid, "empty_question", "A question has a text.").At("text")
	case len([]rune(g.Text)) > maxText:
		return g, fault.New(fault.Invalid, "too_long", "A question has at most %d characters.", maxText).At("text")
	case g.Lang != "" && tagErr != nil:
		return g, fault.New(fault.Invalid, "unknown_language", "%q is no language.", g.Lang).At("language").Advise("Give its code, such as en or zh-CN.")
	case g.Market != "" && (len(g.Market) != 2 || strings.Trim(g.Market, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != ""):
		return g, fault.New(fault.Invalid, "unknown_market", "%q is no country.", g.Market).At("market").Advise("Give its code of two letters, such as DE.")
	case len(g.Expected) > maxNames || len(g.Never) > maxNames:
		return g, fault.New(fault.Invalid, "too_many", "A question names at most %d articles.", maxNames).At("expected")
	case len(g.Kind) > 100 || len(g.Channel) > 200 || slices.ContainsFunc(append(slices.Clone(g.Expected), g.Never...), func(s string) bool { return len(s) > maxName }):
		return g, fault.New(fault.Invalid, "too_long", "A name of the question is too long.").At("expected")
	}
	if i := slices.IndexFunc(g.Never, func(n string) bool { return slices.Contains(g.Expected, n) }); i >= 0 {
		return g, fault.New(fault.Invalid, "expected_and_never", "%q is expected and must never answer.", g.Never[i]).At("never")
	}
	return g, nil
}

// nobody is the name that stands in files for "a person must answer".
const nobody = "none"

// names are the articles that a list names, each once.
func names(list []string) []string {
	out := []string{}
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if len(out) == 1 && out[0] == nobody {
		return []string{}
	}
	return out
}

// mayLeave tells whether a person may answer: beside articles, none says that either
// is right.
func (g Golden) mayLeave() bool {
	return len(g.Expected) == 0 || slices.Contains(g.Expected, nobody)
}

// named tells whether a name is one of the article's: its id, its key, the file's
// name in its key without the ending, or one of another locale of it. family are
// the keys and ids of its locales, see [knowledge.Base.Family].
func named(name string, a knowledge.Article, family []knowledge.Article) bool {
	is := func(a knowledge.Article) bool {
		return name == a.ID || name == a.Key || name == fileName(a.Key)
	}
	return is(a) || slices.ContainsFunc(family, is)
}

// fileName is the last part of a key, without its ending.
func fileName(key string) string {
	key = key[strings.LastIndexByte(key, '/')+1:]
	if dot := strings.LastIndexByte(key, '.'); dot > 0 {
		key = key[:dot]
	}
	return key
}

// The outcomes of a golden question.
const (
	AnsweredRight = "answered_right" // an expected article answers
	AnsweredWrong = "answered_wrong" // another one does, or one where a person must
	LeftRightly   = "left_rightly"   // a person must answer, and none does
	LeftWrongly   = "left_wrongly"   // an article answers, and none was given
)

func good(outcome string) bool { return outcome == AnsweredRight || outcome == LeftRightly }

// Tally count the outcomes of the golden questions, as `frontdesk eval answers`
// does.
type Tally struct {
	AnsweredRight int     `json:"answered_right"`
	AnsweredWrong int     `json:"answered_wrong"`
	LeftRightly   int     `json:"left_rightly"`
	LeftWrongly   int     `json:"left_wrongly"`
	Precision     float64 `json:"precision"` // right of what was answered; 1 without any
	Coverage      float64 `json:"coverage"`  // answered of what an article answers; 1 without any

	answerable, answered int
}

func (f *Tally) add(outcome string, answerable bool) {
	switch outcome {
	case AnsweredRight:
		f.AnsweredRight++
	case AnsweredWrong:
		f.AnsweredWrong++
	case LeftRightly:
		f.LeftRightly++
	default:
		f.LeftWrongly++
	}
	if answerable {
		f.answerable++
		if outcome == AnsweredRight || outcome == AnsweredWrong {
			f.answered++
		}
	}
}

func (f *Tally) finish() {
	f.Precision = share(f.AnsweredRight, f.AnsweredRight+f.AnsweredWrong)
	f.Coverage = share(f.answered, f.answerable)
}

// share is 1 of nothing: what is not there is not bad.
func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// byText orders golden questions for people.
func byText(a, b Golden) int { return cmp.Or(cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Text, b.Text)) }
