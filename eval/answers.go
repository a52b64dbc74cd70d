package eval

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"frontdesk/bot/nlu"
)

// AnswersOptions say which questions are asked of which articles.
type AnswersOptions struct {
	Threshold   float64   // bot.Config.AnswerThreshold; 0: the default
	Articles    string    // a folder, one folder a language or flat
	Questions   string    // CSV id,language,text,expected with kind, market, before and says where wanted
	Products    string    // a feed, in any form that is loaded into a catalogue; empty: nothing is sold
	Currency    string    // ISO 4217, of prices of the feed that do not say
	Answers     string    // CSV id,must_contain; empty: none
	LeaveOut    float64   // share of the articles, from 0 to 1, that the shop is without; a question about them has then no answer
	Seed        uint64    // of the choice of these
	WrittenIn   string    // the one language, a folder of Articles, that the shop has written in; questions in others are asked. Empty: all of both
	Predictions io.Writer // nil: none; else CSV, a row a question

	Model    *nlu.Model // nil: the shipped one
	NewStore NewStore   // nil: a SQLite file in a temporary folder, deleted afterwards
}

// AnswersResult tells what a shop's bot would have said. A question is answered
// where the bot cites an article or shows a product; everything else leaves it to a
// human or asks back.
type AnswersResult struct {
	AnswersFigures
	Articles   int                       `json:"articles"`
	Products   int                       `json:"products,omitempty"`
	ByLanguage map[string]AnswersFigures `json:"by_language"`
	ByKind     map[string]AnswersFigures `json:"by_kind"`
}

// AnswersFigures are the counts of some questions, and what follows from them.
type AnswersFigures struct {
	Questions     int      `json:"questions"`
	AnsweredRight int      `json:"answered_right"` // cites an expected article, or shows an expected product and says what must be said
	AnsweredWrong int      `json:"answered_wrong"` // others, or where none answers
	LeftRightly   int      `json:"left_rightly"`   // no article answers
	LeftWrongly   int      `json:"left_wrongly"`
	Offered       int      `json:"offered_right"` // of LeftWrongly: the bot asked back, with an expected article among the buttons
	Precision     float64  `json:"precision"`     // right of what was answered; 0 without any
	Coverage      float64  `json:"coverage"`      // answered of what an article answers; 0 without any
	Hit1          float64  `json:"hit@1"`         // of what an article answers, the expected one was found first
	Hit3          float64  `json:"hit@3"`
	Contains      *float64 `json:"contains,omitempty"` // of the right answers with a required text, those that hold it

	answerable, answered, hit1, hit3, required, held int
}

// RunAnswers asks every question in a conversation of its own through the path
// that serves shoppers, over the articles of a folder and without a shop's
// orders. Faults of the input are fault.Invalid with file, line and column.
func RunAnswers(ctx context.Context, o AnswersOptions) (res AnswersResult, err error) {
	questions, err := readQuestions(o)
	if err != nil {
		return res, err
	}
	h, done, err := newHall(ctx, o)
	if err != nil {
		return res, err
	}
	defer func() { err = errors.Join(err, done()) }()
	if err := checkExpected(ctx, o.Questions, questions, h); err != nil {
		return res, err
	}
	if o.WrittenIn != "" {
		questions = abroad(questions, o.WrittenIn, h.elsewhere)
	}
	for i, q := range questions {
		questions[i] = q.without(h.out)
	}
	res = AnswersResult{Articles: len(h.names), Products: h.feeds.Size(), ByLanguage: map[string]AnswersFigures{}, ByKind: map[string]AnswersFigures{}}
	var out *csv.Writer
	if o.Predictions != nil {
		out = csv.NewWriter(o.Predictions)
		_ = out.Write([]string{"id", "language", "kind", "text", "expected", "outcome", "cited", "p", "reason", "intent", "intent_p", "found", "found_p", "answer", "signals"}) // its error stays in the writer
	}
	for _, q := range questions {
		got, err := h.ask(ctx, q)
		if err != nil {
			return res, fmt.Errorf("question %s: %w", q.id, err)
		}
		res.count(q, got)
		if out != nil {
			_ = out.Write([]string{q.id, q.language, q.kind, q.text, strings.Join(q.expected, "|"), got.outcome(q),
				strings.Join(got.cited, "|"), strconv.FormatFloat(got.p, 'f', 3, 64), got.reason, got.intent, strconv.FormatFloat(got.accept, 'f', 3, 64),
				strings.Join(got.found[:min(1, len(got.found))], ""), strconv.FormatFloat(got.best, 'f', 3, 64), got.text, strings.Trim(fmt.Sprint(got.signals), "[]")})
		}
	}
	res.finish()
	for _, by := range []map[string]AnswersFigures{res.ByLanguage, res.ByKind} {
		for k, f := range by {
			f.finish()
			by[k] = f
		}
	}
	if out != nil {
		out.Flush()
		err = out.Error()
	}
	return res, err
}

// reply is what became of one question.
type reply struct {
	text    string
	cited   []string // names of articles, and products behind productMark
	offered []string // names of articles among the buttons
	found   []string // names of articles in the order of the search, each once
	reason  string
	p       float64
	intent  string // as the message was read
	accept  float64
	best    float64   // P of the first passage that was found
	signals []float64 // that it was made of
}

// The outcomes of a question, as in AnswersFigures.
const (
	answeredRight = "answered_right"
	answeredWrong = "answered_wrong"
	leftRightly   = "left_rightly"
	leftWrongly   = "left_wrongly"
)

func (r reply) outcome(q asked) string {
	switch {
	case len(r.cited) == 0 && slices.Contains(q.expected, noArticle):
		return leftRightly
	case len(r.cited) == 0:
		return leftWrongly
	case q.says != nil && !holdsAny(r.text, q.says):
		return answeredWrong
	case slices.ContainsFunc(r.cited, func(c string) bool { return slices.Contains(q.expected, c) }):
		return answeredRight
	}
	return answeredWrong
}

// count adds a question to all and to its language and kind.
func (r *AnswersResult) count(q asked, got reply) {
	r.add(q, got)
	lang, kind := r.ByLanguage[q.language], r.ByKind[cmp.Or(q.kind, "all")]
	lang.add(q, got)
	kind.add(q, got)
	r.ByLanguage[q.language], r.ByKind[cmp.Or(q.kind, "all")] = lang, kind
}

func (f *AnswersFigures) add(q asked, got reply) {
	f.Questions++
	outcome := got.outcome(q)
	switch outcome {
	case answeredRight:
		f.AnsweredRight++
	case answeredWrong:
		f.AnsweredWrong++
	case leftRightly:
		f.LeftRightly++
	default:
		f.LeftWrongly++
		if slices.ContainsFunc(got.offered, func(name string) bool { return slices.Contains(q.expected, name) }) {
			f.Offered++
		}
	}
	if outcome == answeredRight && q.must != nil {
		f.required++
		if holdsAny(got.text, q.must) {
			f.held++
		}
	}
	if slices.Contains(q.expected, noArticle) {
		return
	}
	f.answerable++
	if len(got.cited) > 0 {
		f.answered++
	}
	rank := slices.IndexFunc(got.found, func(name string) bool { return slices.Contains(q.expected, name) })
	if rank == 0 {
		f.hit1++
	}
	if rank >= 0 && rank < 3 {
		f.hit3++
	}
}

func (f *AnswersFigures) finish() {
	f.Precision = share(f.AnsweredRight, f.AnsweredRight+f.AnsweredWrong)
	f.Coverage = share(f.answered, f.answerable)
	f.Hit1, f.Hit3 = share(f.hit1, f.answerable), share(f.hit3, f.answerable)
	if f.required > 0 {
		contains := share(f.held, f.required)
		f.Contains = &contains
	}
}

// holdsAny tells whether a text holds one of the parts, whatever the letters'
// case and the spaces between words.
func holdsAny(text string, parts []string) bool {
	plain := strings.ToLower(strings.Join(strings.Fields(text), " "))
	return slices.ContainsFunc(parts, func(p string) bool {
		return strings.Contains(plain, strings.ToLower(strings.Join(strings.Fields(p), " ")))
	})
}
