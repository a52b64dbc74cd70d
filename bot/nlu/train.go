package nlu

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
)

// Options steer training. The zero value is what the product uses.
type Options struct {
	// Seed makes the random orders; equal seeds give equal models.
	Seed uint64
	// Folds of the cross-validation that the confidence is fitted on. 0: five,
	// and three above 5,000 examples.
	Folds int
	// ExpectedOOS is the share of messages expected to belong to no intent,
	// above 0 and below 1. 0: DefaultOOSShare.
	ExpectedOOS float64
	// Workers is how many classes are trained at a time. 0: one a processor.
	// The outcome does not depend on it.
	Workers int
	// Analyzer reads the texts. nil: one without a shop's order pattern.
	Analyzer *Analyzer
	// Progress is told after each part of the work how many of them are done. It
	// may be nil and does not change the outcome.
	Progress func(done, of int)

	noNames bool // learn without the words that intents' names share
	noGists bool // learn without the shipped gists of words
	noWords bool // learn without the shipped vectors of words
}

// told tells of progress, where somebody listens.
func (o Options) told(done, of int) {
	if o.Progress != nil {
		o.Progress(done, of)
	}
}

// ErrTooFew is returned for training data with less than two intents.
var ErrTooFew = errors.New("training needs examples of at least two intents")

// ExampleError names the example that cannot be learnt from.
type ExampleError struct {
	Index  int // place in the examples given, from 0
	Reason string
}

func (e *ExampleError) Error() string {
	return fmt.Sprintf("example %d: %s", e.Index+1, e.Reason)
}

// manyExamples is where three folds replace five: the confidence is then fitted
// on plenty, and training time counts.
const manyExamples = 5000

func (o Options) foldsFor(n int) int {
	switch {
	case o.Folds > 1:
		return o.Folds
	case n > manyExamples:
		return 3
	}
	return 5
}

func (o Options) withDefaults() (Options, error) {
	if o.ExpectedOOS == 0 {
		o.ExpectedOOS = DefaultOOSShare
	}
	if o.ExpectedOOS < 0 || o.ExpectedOOS >= 1 {
		return o, fmt.Errorf("expected out-of-scope share %v is not between 0 and 1", o.ExpectedOOS)
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Analyzer == nil {
		a, err := NewAnalyzer(AnalyzerConfig{})
		if err != nil {
			return o, err
		}
		o.Analyzer = a
	}
	return o, nil
}

// mostForMeaning is up to how many examples it helps to know what words are about:
// with forty an intent there is little left to gain.
const mostForMeaning = 5000

// forSize leaves out what so many examples do not need.
func (o *Options) forSize(examples int) {
	if examples > mostForMeaning {
		o.noNames, o.noGists, o.noWords = true, true, true
	}
}

// trainingSet is the examples, read.
type trainingSet struct {
	intents []string // sorted
	docs    []document
	labels  []int32 // place in intents, outside for out of scope
	names   []document
	texts   []string
	lang    string // of all examples, empty for several

	background []document // general texts, out of scope
}

// Train learns a model from examples, fits its confidence by cross-validation
// on them, and reports how good both are. It refuses an empty text or intent
// with an *ExampleError. Time is about a second a thousand examples.
func Train(ctx context.Context, examples []Example, opt Options) (*Model, Report, error) {
	opt, err := opt.withDefaults()
	if err != nil {
		return nil, Report{}, err
	}
	set, err := readExamples(examples, opt.Analyzer)
	if err != nil {
		return nil, Report{}, err
	}
	prior, err := shippedPrior()
	if err != nil {
		return nil, Report{}, err
	}
	opt.forSize(len(set.docs))
	obs, err := crossValidate(ctx, set, opt)
	if err != nil {
		return nil, Report{}, fmt.Errorf("cross-validate: %w", err)
	}
	docs := append(slices.Clone(set.docs), set.names...)
	labels := slices.Clone(set.labels)
	for k := range set.intents {
		labels = append(labels, int32(k))
	}
	l, err := fitLearner(ctx, docs, labels, set.intents, opt)
	if err != nil {
		return nil, Report{}, fmt.Errorf("train: %w", err)
	}
	m := newModel(opt.Analyzer, l)
	m.intents, m.lang = set.intents, set.lang
	m.share = opt.ExpectedOOS
	report := m.fitConfidence(set, obs, prior)
	folds := opt.foldsFor(len(set.docs))
	opt.told(folds+1, folds+1)
	m.info = Info{
		Format: formatVersion, DataHash: DataHash(examples), Examples: len(examples), Intents: len(set.intents),
		Features: l.space.size(), Accuracy: report.Accuracy, ECE: report.ECE, Threshold: m.threshold, OOSShare: m.share,
	}
	return m, report, nil
}

// minimumFitted is how many in-scope observations the stack needs; below it its
// default serves.
const minimumFitted = 20

// fitConfidence fits stack, accept model and threshold on the out-of-fold
// observations.
func (m *Model) fitConfidence(set *trainingSet, obs []observation, prior *acceptPrior) Report {
	inScope := 0
	for _, o := range obs {
		if o.kind == obsInScope {
			inScope++
		}
	}
	m.stack = defaultStack
	if inScope >= minimumFitted {
		m.stack = fitStack(obs)
	}
	if m.stack[memberName] == 0 {
		m.learner.names = nil // as it will be once loaded
	}
	list := judge(obs, &m.stack)
	m.acceptor = crossFit(list, prior)
	m.held = make([]heldOut, len(list))
	for i := range list {
		m.held[i] = list[i].heldOut
	}
	list = m.judgedAt(m.share)
	m.threshold = bestThreshold(list, len(set.intents))
	m.settle()
	return newReport(set, obs, list, m)
}

// readExamples checks and reads the examples.
func readExamples(examples []Example, a *Analyzer) (*trainingSet, error) {
	set := &trainingSet{lang: mainLanguage(examples, a)}
	place := map[string]int32{OutOfScope: outside}
	for i, e := range examples {
		switch {
		case strings.TrimSpace(e.Text) == "":
			return nil, &ExampleError{Index: i, Reason: "the text is empty"}
		case strings.TrimSpace(e.Intent) == "":
			return nil, &ExampleError{Index: i, Reason: "the intent is empty"}
		}
		if _, ok := place[e.Intent]; !ok {
			place[e.Intent] = 0
			set.intents = append(set.intents, e.Intent)
		}
	}
	if len(set.intents) < 2 {
		return nil, ErrTooFew
	}
	slices.Sort(set.intents)
	s := a.scratch()
	defer a.release(s)
	for k, name := range set.intents {
		place[name] = int32(k)
		set.names = append(set.names, a.document(s, nameText(name), "en"))
	}
	for _, e := range examples {
		set.docs = append(set.docs, a.document(s, e.Text, a.languageOf(e.Text, e.Lang, set.lang)))
		set.labels = append(set.labels, place[e.Intent])
		set.texts = append(set.texts, e.Text)
	}
	var err error
	set.background, err = background(set, a)
	return set, err
}

// languageOf is the given language of a text, else the main one of its
// examples, else what the text looks like.
func (a *Analyzer) languageOf(text, given, main string) string {
	switch {
	case given != "":
		return given
	case main != "":
		return main
	}
	lang, _ := a.DetectLanguage(text, nil)
	return lang
}

// document reads a text into features of its own memory.
func (a *Analyzer) document(s *scratch, text, lang string) document {
	a.features(s, text, lang)
	d := s.document()
	d.grams = slices.Clone(d.grams)
	return d
}

// nameText makes words of an intent's name, which is an example of it: it adds
// 0.7 points of accuracy on real bots.
func nameText(name string) string {
	return strings.ToLower(strings.NewReplacer("_", " ", "-", " ", "/", " ", ".", " ").Replace(name))
}

// mainLanguage is the one language of the examples: the one they carry or,
// where they carry none, that of their texts together. Examples in several
// languages have none.
func mainLanguage(examples []Example, a *Analyzer) string {
	carried := ""
	var sample strings.Builder
	step := len(examples)/60 + 1
	for i, e := range examples {
		switch {
		case e.Lang == "" && i%step == 0:
			sample.WriteString(e.Text)
			sample.WriteByte('\n')
		case e.Lang != "" && carried != "" && e.Lang != carried:
			return ""
		case e.Lang != "":
			carried = e.Lang
		}
	}
	if carried != "" {
		return carried
	}
	lang, _ := a.DetectLanguage(sample.String(), nil)
	return lang
}

// DataHash identifies training data: the same examples in the same order give
// the same hash, in hexadecimal. It changes with the artefact's format, the
// concept lists, the gists and the vectors of words too, so a cache keyed by it never serves a
// model that reads texts differently.
func DataHash(examples []Example) string {
	h := sha256.New()
	fmt.Fprintf(h, "frontdesk-nlu %d %s %x %s\n", formatVersion, shopConcepts().sum, sha256.Sum256(gistFile), wordSum())
	for _, e := range examples {
		fmt.Fprintf(h, "%q %q %q\n", e.Text, e.Intent, e.Lang)
	}
	return hex.EncodeToString(h.Sum(nil))
}
