// Package ingest turns files, folders and web pages into articles.
//
// Every source goes the same way: read, parse, split, publish. One bad file
// never stops the others: it becomes a row of the report, with a code and what
// to do about it. Reading the same source again changes nothing: an article is
// known by its key (where it stands in its source) and its content by a hash.
package ingest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"frontdesk/knowledge"
	"frontdesk/shop/catalog"
)

// Store is what ingest needs of the knowledge base.
type Store interface {
	ArticleByKey(ctx context.Context, key string) (knowledge.Article, error)
	// SameText lists, without bodies, the articles that are not archived and whose
	// copy has a fingerprint, oldest first.
	SameText(ctx context.Context, fingerprint string) ([]knowledge.Article, error)
	Articles(ctx context.Context, f knowledge.ArticleFilter) ([]knowledge.Article, int, error)
	SaveArticles(ctx context.Context, s []knowledge.Saving) ([]knowledge.Article, error)
}

// Config is how an Ingester is set up.
type Config struct {
	NewID        func() string            // of articles; required
	Now          func() time.Time         // nil: time.Now
	Detect       func(text string) string // language of a text, empty if unsure; nil: not detected
	AllowPrivate bool                     // fetch pages from private and local addresses too
	Allowed      []netip.AddrPort         // private addresses that may be fetched from all the same
	Pause        Pause                    // waits between two requests to a site; nil: by the clock
	MaxBytes     int64                    // of one file or page; 0 is 10 MiB
	Client       *http.Client             // nil: a guarded one (see AllowPrivate); tests give their own
	Parser       []string                 // the command that runs ParseFile on its standard input and output; empty: binary formats are refused
	Limits       Limits                   // of what Parser reads
	Dir          string                   // where paths of files begin that are not absolute; empty: where the process runs
	Catalog      catalog.Store            // where products go; nil: feeds are refused

	// Gate tries on shoppers' questions what would be published together. It gives
	// the savings with what was found, or fault.Conflict with the code Worse. nil:
	// nothing is tried.
	Gate func(ctx context.Context, savings []knowledge.Saving) ([]knowledge.Saving, error)
}

// Ingester takes sources into a store.
type Ingester struct {
	store    Store
	cfg      Config
	children chan struct{} // one for each parser that may run at the same time
}

// maxChildren is how many parsers run at the same time, so that their memory
// stays bounded.
const maxChildren = 2

// New makes one.
func New(store Store, cfg Config) (*Ingester, error) {
	if cfg.NewID == nil {
		return nil, errors.New("ingest: NewID is required")
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.MaxBytes == 0 {
		cfg.MaxBytes = 10 << 20
	}
	if cfg.Client == nil {
		cfg.Client = guarded(cfg.AllowPrivate, cfg.Allowed)
	}
	if cfg.Pause == nil {
		cfg.Pause = pause
	}
	cfg.Limits = cfg.Limits.filled()
	return &Ingester{store: store, cfg: cfg, children: make(chan struct{}, maxChildren)}, nil
}

// Run takes in files, folders and web addresses (http, https). The error is
// only for what stops everything: a context that ends, a store that fails.
func (in *Ingester) Run(ctx context.Context, targets []string, o Options) (Report, error) {
	var rep Report
	for _, t := range targets {
		files, source := in.open(ctx, t)
		if err := in.take(ctx, files, o.of(source), &rep); err != nil {
			return rep, err
		}
	}
	return rep, nil
}

// RunFS takes in a tree of files, for example articles that are part of the
// program, under the name of a source.
func (in *Ingester) RunFS(ctx context.Context, tree fs.FS, name string, o Options) (Report, error) {
	var rep Report
	err := in.take(ctx, in.walk(tree, name), o.of(name), &rep)
	return rep, err
}

// Upload takes in one file whose content is at hand. Its name tells its kind.
func (in *Ingester) Upload(ctx context.Context, name string, data []byte, o Options) (Report, error) {
	var rep Report
	f := in.held(name, data)
	err := in.take(ctx, []file{f}, o.of(f.key), &rep)
	return rep, err
}

// of fills in the name of the source where none is given.
func (o Options) of(source string) Options {
	o.Source = cmp.Or(o.Source, source)
	return o
}

// take parses and publishes the files of one source, without a job.
func (in *Ingester) take(ctx context.Context, files []file, o Options, rep *Report) error {
	p := in.pass(o, func(ctx context.Context, b Batch) error {
		if _, err := in.store.SaveArticles(ctx, b.Savings); err != nil {
			return err
		}
		rep.Rows = append(rep.Rows, b.Rows...)
		return nil
	})
	if err := p.read(ctx, slices.Values(files)); err != nil {
		return err
	}
	if !o.Prune || p.files == 0 {
		return nil
	}
	gone, err := p.gone(ctx)
	if err != nil {
		return err
	}
	return p.remove(ctx, gone)
}

// document is an article as its source has it.
type document struct {
	Title     string
	Body      string // Markdown
	Locale    string
	Markets   []string
	Questions []string
	Intents   []string
	URL       string
	Internal  bool

	Owner         string    `json:",omitempty"`
	VerifyBy      time.Time `json:",omitzero"`
	ValidFrom     time.Time `json:",omitzero"`
	ValidUntil    time.Time `json:",omitzero"`
	Negative      []string  `json:",omitempty"`
	Channels      []string  `json:",omitempty"`
	TranslationOf string    `json:",omitempty"` // the key of the article that this one translates

	key      string
	line     int // where it begins in its file; 0 for the whole file
	textLine int // the line of the file in which Body begins; 0 where the file has no lines
	warnings []string
	untitled bool   // Title is made of the file's name
	worse    string // why the gate refuses it; empty where it does not
	pages    []int  // where the pages of a PDF begin in Body, in bytes; page 1 first
}

// splitVersion changes when Split cuts differently, so that known articles are
// cut again.
const splitVersion = "2"

// hash is the SHA-256 of all that would be saved.
func (d document) hash() string {
	raw, err := json.Marshal(d) // the exported fields
	if err != nil {
		panic(fmt.Sprintf("ingest: a document of texts does not marshal: %v", err))
	}
	sum := sha256.Sum256(append([]byte(splitVersion), raw...))
	return hex.EncodeToString(sum[:])
}

// text names what the document says, wherever it stands: a copy of a file has
// the same.
func (d document) text() string {
	d.URL = ""
	if d.untitled {
		d.Title = ""
	}
	return d.hash()
}
