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
	"net/http"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// Store is what ingest needs of the knowledge base.
type Store interface {
	ArticleByKey(ctx context.Context, key string) (knowledge.Article, error)
	Articles(ctx context.Context, f knowledge.ArticleFilter) ([]knowledge.Article, int, error)
	SaveArticle(ctx context.Context, a knowledge.Article, passages []knowledge.Passage) (knowledge.Article, error)
}

// Config is how an Ingester is set up.
type Config struct {
	NewID        func() string            // of articles; required
	Now          func() time.Time         // nil: time.Now
	Detect       func(text string) string // language of a text, empty if unsure; nil: not detected
	AllowPrivate bool                     // fetch pages from private and local addresses too
	MaxBytes     int64                    // of one file or page; 0 is 10 MiB
	Client       *http.Client             // nil: a guarded one (see AllowPrivate); tests give their own
	Parser       []string                 // the command that runs ParseFile on its standard input and output; empty: binary formats are refused
	Limits       Limits                   // of what Parser reads
}

// Options are those of one run.
type Options struct {
	Source  string // name of the source; empty: the name of the folder, the file or the page
	Locale  string // of articles that do not say; empty: folder name, then detection
	Markets []string
	Draft   bool   // keep new articles as drafts for review
	Prune   bool   // archive articles of the source that it has no more
	Partial bool   // take the good rows of a table that has bad ones
	By      string // who does it
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
		cfg.Client = guarded(cfg.AllowPrivate)
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

// Upload takes in one file whose content is at hand. Its name tells its kind.
func (in *Ingester) Upload(ctx context.Context, name string, data []byte, o Options) (Report, error) {
	var rep Report
	f := file{key: keyOf(name), name: name, data: data}
	if most := in.most(name); int64(len(data)) > most {
		f.err = tooLarge(most)
	}
	err := in.take(ctx, []file{f}, o.of(f.key), &rep)
	return rep, err
}

// of fills in the name of the source where none is given.
func (o Options) of(source string) Options {
	o.Source = cmp.Or(o.Source, source)
	return o
}

// take parses and publishes the files of one source.
func (in *Ingester) take(ctx context.Context, files []file, o Options, rep *Report) error {
	seen := make(map[string]bool)
	var refused []string // keys below which nothing is pruned
	files, err := in.expand(ctx, files)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		docs, problems, err := in.parse(ctx, f, o)
		if err != nil {
			return err
		}
		rep.refuse(f, problems)
		if len(problems) > 0 {
			refused = append(refused, f.key)
		}
		for _, d := range docs {
			if seen[d.key] {
				rep.add(Row{Key: d.key, File: f.name, Outcome: Refused, Problem: Problem{Code: "duplicate_key", Line: d.line,
					Message: "Another article of this source has the same key.", Hint: "Give the rows different ids, or rename one of the files."}})
				continue
			}
			seen[d.key] = true
			row, err := in.publish(ctx, d, o)
			if err != nil {
				return fmt.Errorf("save article %s: %w", d.key, err)
			}
			row.File = f.name
			rep.add(row)
		}
	}
	if o.Prune && len(files) > 0 {
		return in.prune(ctx, o, seen, refused, rep)
	}
	return nil
}

// publish saves a document as an article if it is new or has changed.
func (in *Ingester) publish(ctx context.Context, d document, o Options) (Row, error) {
	a, err := in.store.ArticleByKey(ctx, d.key)
	isNew := errors.Is(err, fault.ErrNotFound)
	if err != nil && !isNew {
		return Row{}, err
	}
	row := Row{Key: d.key, Title: d.Title, Article: a.ID, Outcome: Unchanged, Warnings: d.warnings, Problem: Problem{Line: d.line}}
	hash := d.hash()
	if !isNew && a.ContentHash == hash && a.Source == o.Source && a.Status != knowledge.Archived &&
		(d.TranslationOf == "" || a.TranslationOf != "") {
		return row, nil
	}
	row.Outcome = Changed
	now := in.cfg.Now().UTC()
	if isNew {
		row.Outcome = Added
		a = knowledge.Article{ID: in.cfg.NewID(), Key: d.key, CreatedAt: now}
	}
	if err := in.attach(ctx, &a, d, &row); err != nil {
		return row, err
	}
	if a, err = a.Import(d.copy(a.TranslatedRelease), o.Draft, nil, knowledge.Step{By: o.By, At: now}); err != nil {
		return row, err
	}
	a.Source, a.ContentHash = o.Source, hash
	passages := Split(a)
	saved, err := in.store.SaveArticle(ctx, a, passages)
	if errors.Is(err, fault.ErrConflict) {
		row.Outcome = Refused
		row.Problem = Problem{Code: "conflict", Line: d.line, Message: "Somebody changed the article meanwhile.", Hint: "Run the ingest again."}
		return row, nil
	}
	row.Article, row.Passages = saved.ID, len(passages)
	return row, err
}

// attach sets what an article is beside its text: who owns it, until when it has
// to be verified, and what it translates, in the state of today. What a file does
// not say stays as the console has it.
func (in *Ingester) attach(ctx context.Context, a *knowledge.Article, d document, row *Row) error {
	if d.Owner != "" {
		a.Owner = d.Owner
	}
	if !d.VerifyBy.IsZero() && !d.VerifyBy.Equal(a.VerifyBy) {
		a.VerifyBy, a.RemindedAt = d.VerifyBy, time.Time{}
	}
	if d.TranslationOf == "" {
		return nil
	}
	original, err := in.store.ArticleByKey(ctx, d.TranslationOf)
	if errors.Is(err, fault.ErrNotFound) {
		row.Warnings = append(slices.Clone(row.Warnings), fmt.Sprintf("there is no article %q to be a translation of; run the ingest again once it is there", d.TranslationOf))
		return nil
	}
	if err != nil {
		return fmt.Errorf("load the original %s: %w", d.TranslationOf, err)
	}
	a.TranslationOf, a.TranslatedRelease = original.ID, original.Release
	return nil
}

// copy is what readers shall see of the document.
func (d document) copy(translated int64) knowledge.Copy {
	return knowledge.Copy{
		Title: d.Title, Body: d.Body, Locale: d.Locale, Markets: d.Markets, Internal: d.Internal, Questions: d.Questions,
		Negative: d.Negative, Intents: d.Intents, URL: d.URL, Channels: d.Channels, ValidFrom: d.ValidFrom, ValidUntil: d.ValidUntil,
		TranslatedRelease: translated,
	}
}

// prune archives the articles of the source that this run did not see, except
// those of files that were refused: they may be there, only unreadable.
func (in *Ingester) prune(ctx context.Context, o Options, seen map[string]bool, refused []string, rep *Report) error {
	gone, err := in.unseen(ctx, o.Source, func(key string) bool {
		return seen[key] || slices.ContainsFunc(refused, func(r string) bool { return key == r || strings.HasPrefix(key, r+"#") || strings.HasPrefix(key, r+"/") })
	})
	if err != nil {
		return err
	}
	for _, key := range gone {
		a, err := in.store.ArticleByKey(ctx, key)
		if err != nil {
			return fmt.Errorf("load article %s: %w", key, err)
		}
		a.Status, a.UpdatedBy, a.UpdatedAt = knowledge.Archived, o.By, in.cfg.Now().UTC()
		if _, err := in.store.SaveArticle(ctx, a, Split(a)); err != nil {
			return fmt.Errorf("archive article %s: %w", key, err)
		}
		rep.add(Row{Key: key, Title: a.Title, Article: a.ID, Outcome: Removed})
	}
	return nil
}

// unseen lists the keys of a source's articles that are not archived and that
// seen does not know.
func (in *Ingester) unseen(ctx context.Context, source string, seen func(string) bool) ([]string, error) {
	var keys []string
	f := knowledge.ArticleFilter{Source: source, Limit: 200}
	for {
		page, _, err := in.store.Articles(ctx, f)
		if err != nil {
			return nil, fmt.Errorf("list articles of %s: %w", source, err)
		}
		for _, a := range page {
			if !seen(a.Key) {
				keys = append(keys, a.Key)
			}
		}
		if len(page) < f.Limit {
			return keys, nil
		}
		f.After = page[len(page)-1].ID
	}
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
	warnings []string
	pages    []int // where the pages of a PDF begin in Body, in bytes; page 1 first
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
