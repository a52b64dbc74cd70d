package knowledge

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"frontdesk/knowledge/form"
	"frontdesk/knowledge/text"
)

// Config is how a Base is set up. The zero value is a base with the built-in
// search only.
type Config struct {
	Embedder Embedder            // nil: the built-in vectors only
	Vectors  VectorStore         // keeps the embedder's vectors, and searches them if it can; nil: they are made anew at each start
	InMemory bool                // search the embedder's vectors in memory also where Vectors could
	Groups   map[string][]string // names for several countries, as articles use them among their markets, in any case
	Links    LinkStore           // what articles are linked to; nil: nothing
	Logger   *slog.Logger        // nil: slog.Default
	Now      func() time.Time    // nil: time.Now
	Glossary Glossary            // what things are called; nil: nothing is known
	Accords  Accords             // which statements editors say agree; nil: none

	// Intents reads what articles are about whose intents nobody named, so that they
	// are found by them too, and what the intents of questions are worth is learnt from
	// the articles' own questions; nil: nothing is read.
	Intents IntentReader
	Gists   GistStore // keeps what it read; nil: it is read anew at each start
}

// Validate says what is wrong with the configuration.
func (c Config) Validate() error {
	if c.Vectors != nil && c.Embedder == nil {
		return errors.New("a store of vectors is of use only with an embedder")
	}
	return nil
}

// Base answers questions from the published articles of a Store. It keeps its
// indexes in memory, one set a language, so that the articles of one language
// never change the scores of another. It is safe for concurrent use.
type Base struct {
	store    Store
	cfg      Config
	log      *slog.Logger
	analyzer *text.Analyzer
	forms    *form.Reader

	refreshing sync.Mutex // one Refresh at a time
	filled     bool       // a Refresh has come to its end; guarded by refreshing

	agreeing     sync.Mutex     // one refreshAccords at a time
	comparing    sync.Mutex     // one Clashes at a time
	compared     *comparison    // the last one; guarded by comparing
	linkRevision int64          // guarded by refreshing
	scribes      *idle[*scribe] // while a Refresh fills the base
	abroad       abroad

	audiences *audiences

	mu       sync.RWMutex
	revision int64
	links    links
	articles map[string]*held
	passages map[string]*entry
	langs    map[string]*partition
	meaning  *meaning // the embedder's side; nil without one
	gists    *gists
	lexicon  *lexicon // nil without a glossary
	accords  accords
}

// held is an article in the index.
type held struct {
	article  Article // without its body
	lang     string
	editions []string // see editionKeys
	audience uint32   // see audiences
	title    []uint64 // the terms of its title, see termHash
	entries  []*entry
	asked    []*question
	refused  []*question            // that it must not answer
	speaksOf uint64                 // the subjects of their own that it names, see subjectNames
	concepts func() map[string]bool // see ConceptReader; read when first asked for
}

// entry is a passage in the index.
type entry struct {
	passage Passage
	held    *held
	place   int          // among the entries of its article
	content form.Content // which kinds of answer it has
	print   uint64       // see fingerprint
}

// says is the passage's text as it is read: without the addresses of links.
func (e *entry) says() string { return text.Spoken(e.passage.Text) }

// question is a way in which an article is asked for: one of its questions, or
// its title.
type question struct {
	id    string
	text  string
	title bool
	held  *held
	words []word // what it is about: its terms without those for countries and those that ask for a kind of answer
	form  form.Question
}

// word is a term with its weight, see text.Token.
type word struct {
	text   string
	weight float32
}

// New makes a base over a store. It is empty until Refresh.
func New(store Store, cfg Config) (*Base, error) {
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("knowledge: %w", err)
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.Default()
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	cfg.Groups = inCapitals(cfg.Groups)
	return &Base{
		store: store, cfg: cfg, log: cfg.Logger, analyzer: text.New(), forms: form.New(), audiences: &audiences{}, meaning: newMeaning(cfg), gists: newGists(),
		articles: make(map[string]*held), passages: make(map[string]*entry), langs: make(map[string]*partition),
	}, nil
}

// Size says how many articles and passages can be found at present, and up to
// which revision of the store.
func (b *Base) Size() (articles, passages int, revision int64) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.articles), len(b.passages), b.revision
}

// Run keeps the base current until ctx ends: it refreshes each time a hint
// comes, and every so often without one, and beside that reads what many articles
// are about and embeds what has no vectors yet. What fails is logged and tried again; the base goes on with what
// it has.
func (b *Base) Run(ctx context.Context, every time.Duration, hint <-chan struct{}) error {
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() { b.keepGists(ctx) })
	if b.meaning != nil {
		beside.Go(func() { b.keepEmbedded(ctx) })
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case _, open := <-hint:
			if !open {
				hint = nil
			}
		}
		if _, err := b.Refresh(ctx); err != nil && ctx.Err() == nil {
			b.log.Error("knowledge is not refreshed", "error", err)
		}
	}
}

// admits says whether a scope lets an article be found. It asks nothing of an
// article but what an audience has.
func (b *Base) admits(s Scope, a *Article) bool {
	if a.Internal && !s.Internal {
		return false
	}
	if s.Wide {
		return true
	}
	at := s.At
	if at.IsZero() {
		at = b.cfg.Now()
	}
	if !a.ValidAt(at) || !a.on(s.Channel) {
		return false
	}
	if len(a.Markets) == 0 || s.anyMarket {
		return true
	}
	for _, m := range a.Markets {
		if m == "*" || s.Market != "" && strings.EqualFold(m, s.Market) {
			return true
		}
		for _, country := range b.group(m) {
			if s.Market != "" && strings.EqualFold(country, s.Market) {
				return true
			}
		}
	}
	return false
}
