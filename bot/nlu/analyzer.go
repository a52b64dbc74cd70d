package nlu

import (
	"fmt"
	"regexp"
	"sync"

	"frontdesk/bot/nlu/entity"
)

// AnalyzerConfig says what a shop's text looks like.
type AnalyzerConfig struct {
	// OrderPattern is the shop's own form of order numbers, for example
	// `NB-\d{5}`. Empty: digits, optionally with a short letter prefix.
	OrderPattern string
	// OrderCheck is the rule of their check digits: entity.CheckLuhn or
	// entity.CheckMod97. Empty: none.
	OrderCheck string
	// Languages are the ISO 639-1 codes that DetectLanguage chooses among.
	// Empty: every language it knows.
	Languages []string
	// Moods reads the moods of messages beside the rules. Nil: the shipped
	// model, which reads English.
	Moods *MoodModel
}

// Validate refuses a pattern that does not compile and languages that
// DetectLanguage does not know.
func (c AnalyzerConfig) Validate() error {
	if err := c.entities().Validate(); err != nil {
		return err
	}
	known := languageSet()
	for _, l := range c.Languages {
		if !known[l] {
			return fmt.Errorf("language %q is not known", l)
		}
	}
	return nil
}

func (c AnalyzerConfig) entities() entity.Config {
	return entity.Config{OrderPattern: c.OrderPattern, OrderCheck: c.OrderCheck}
}

// Analyzer holds what every reading of a text shares: the shop's patterns, the
// language tables and working memory. It is safe for concurrent use.
type Analyzer struct {
	order    *regexp.Regexp // nil: the built-in form
	entities *entity.Reader
	enabled  map[string]bool
	pool     sync.Pool // *scratch
	moods    *MoodModel
	grams    sync.Pool // *moodGrams
}

// NewAnalyzer makes an analyzer, or says what is wrong with the configuration.
func NewAnalyzer(cfg AnalyzerConfig) (*Analyzer, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	reader, err := entity.New(cfg.entities())
	if err != nil {
		return nil, err
	}
	a := &Analyzer{entities: reader, moods: cfg.Moods}
	if a.moods == nil {
		shipped, err := shippedMoods()
		if err != nil {
			return nil, fmt.Errorf("shipped mood model: %w", err)
		}
		a.moods = shipped
	}
	if cfg.OrderPattern != "" {
		a.order = regexp.MustCompile(cfg.OrderPattern)
	}
	if len(cfg.Languages) > 0 {
		a.enabled = map[string]bool{}
		for _, l := range cfg.Languages {
			a.enabled[l] = true
		}
	}
	a.pool.New = func() any { return new(scratch) }
	a.grams.New = func() any { return new(moodGrams) }
	return a, nil
}

// scratch is the working memory of one tokenisation; it is pooled because a
// message is read on the hot path.
type scratch struct {
	buf     []byte  // normalised text of all tokens, one after the other
	toks    []token // into buf
	word    []rune  // the word being read
	runes   []rune  // a word's runes with its borders, for character n-grams
	folded  []byte  // a word without its accents
	stem    []byte
	grams   []gram
	spans   []span
	folds   []byte              // folded text of all tokens
	foldAt  []int32             // where each begins in folds, and the end
	found   []uint16            // concepts
	covered float32             // share of the tokens that are part of concepts
	short   map[string][]string // abbreviations of the text's language
	lang    langText
}

func (a *Analyzer) scratch() *scratch  { return a.pool.Get().(*scratch) }
func (a *Analyzer) release(s *scratch) { a.pool.Put(s) }
