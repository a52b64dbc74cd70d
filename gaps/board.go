package gaps

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/knowledge/text"
)

// People tells who takes part in a conversation, so that no name gets into a draft.
type People interface {
	Customer(ctx context.Context, id string) (chat.Customer, error)
}

// Texts is what the board reads of the articles.
type Texts interface {
	Article(ctx context.Context, id string) (knowledge.Article, error)
	Articles(ctx context.Context, f knowledge.ArticleFilter) ([]knowledge.Article, int, error)
	Releases(ctx context.Context, articleID string) ([]knowledge.Release, error)
}

// BoardConfig is how a Board is set up. Read, Now and NewID are required.
type BoardConfig struct {
	Read    Reader
	Now     func() time.Time
	NewID   func() string
	Typical time.Duration // what a handoff counts while no handling is known
	Lang    string        // that the desk reads
	Near    float64       // P(answers) from which an article nearly answered
}

// Board is what editors see of the gaps and do about them.
type Board struct {
	logs    Logs
	people  People
	texts   Texts
	shelf   Shelf
	changes Changes
	cfg     BoardConfig
}

// Stores is where a Board reads and writes.
type Stores interface {
	Logs
	People
	Texts
	Shelf
	Changes
}

// NewBoard makes one.
func NewBoard(s Stores, cfg BoardConfig) *Board { return &Board{s, s, s, s, s, cfg} }

// List is a page of gaps with what they cost.
type List struct {
	Items   []Line        `json:"items"`
	Total   Totals        `json:"total"`
	Typical time.Duration `json:"typical_ns"` // what a handoff counts whose handling is not known
}

// List gives gaps by cost: the agents' time, that of handoffs that have not ended
// taken as the mean of those that have.
func (b *Board) List(ctx context.Context, f Filter) (List, error) {
	if f.Before.IsZero() {
		f.Before = b.cfg.Now()
	}
	f.Typical = b.cfg.Typical
	rows, total, err := b.shelf.Gaps(ctx, f)
	if err != nil {
		return List{}, fmt.Errorf("list gaps: %w", err)
	}
	l := List{Items: rows, Total: total, Typical: b.cfg.Typical}
	if total.Known > 0 {
		l.Typical = total.Cost.Handled / time.Duration(total.Known)
	}
	return l, nil
}

// Detail is a gap as an editor studies it.
type Detail struct {
	Gap     Gap         `json:"gap"`
	Since   time.Time   `json:"since"`
	Count   int         `json:"count"`
	Cost    Cost        `json:"cost"`
	Weeks   []Bucket    `json:"weeks"`
	Samples []Miss      `json:"samples"` // the newest of every language
	Near    []NearCount `json:"near"`    // articles that came nearest
	Nearly  bool        `json:"nearly"`  // the first of Near is one that should have answered: improve it; else nothing is written
	Merged  []Gap       `json:"merged"`
	Effect  *Effect     `json:"effect"` // of the article that was published for it; null: none yet
}

// samplesOfLang is how many questions of a language are shown.
const samplesOfLang = 5

// Show gives a gap with what was asked since.
func (b *Board) Show(ctx context.Context, id string, since time.Time) (Detail, error) {
	d := Detail{Since: since, Samples: []Miss{}}
	var err error
	if d.Gap, err = b.shelf.Gap(ctx, id); err != nil {
		return d, err
	}
	f := MissFilter{GapID: id, Since: since}
	if d.Weeks, err = b.shelf.GapWeeks(ctx, f); err != nil {
		return d, fmt.Errorf("weeks of gap %s: %w", id, err)
	}
	var langs []string
	for _, w := range d.Weeks {
		d.Count, d.Cost = d.Count+w.Count, d.Cost.Plus(w.Cost)
		if !slices.Contains(langs, w.Lang) {
			langs = append(langs, w.Lang)
		}
	}
	slices.Sort(langs)
	for _, lang := range langs {
		f.Lang, f.Limit = lang, samplesOfLang
		some, err := b.shelf.Misses(ctx, f)
		if err != nil {
			return d, fmt.Errorf("questions of gap %s: %w", id, err)
		}
		d.Samples = append(d.Samples, some...)
	}
	if d.Near, err = b.shelf.GapNear(ctx, MissFilter{GapID: id, Since: since}); err != nil {
		return d, fmt.Errorf("nearest articles of gap %s: %w", id, err)
	}
	d.Nearly = len(d.Near) > 0 && d.Near[0].P >= b.cfg.Near && 2*d.Near[0].Count >= d.Count
	if d.Merged, err = b.changes.MergedInto(ctx, id); err != nil {
		return d, fmt.Errorf("gaps merged into %s: %w", id, err)
	}
	d.Effect, err = b.effect(ctx, d.Gap)
	return d, err
}

// effect measures what the article of a gap has changed; nil before it is published.
func (b *Board) effect(ctx context.Context, g Gap) (*Effect, error) {
	if g.ArticleID == "" {
		return nil, nil
	}
	at, err := b.publishedAt(ctx, g)
	if err != nil || at.IsZero() {
		return nil, err
	}
	now := b.cfg.Now()
	e := &Effect{GapID: g.ID, Title: g.Title, ArticleID: g.ArticleID, PublishedAt: at}
	if e.Before, err = b.span(ctx, g.ID, at.AddDate(0, 0, -comparedDays), at); err != nil {
		return nil, err
	}
	if first, err := b.firstAsked(ctx, g.ID, at); err != nil {
		return nil, err
	} else if !first.IsZero() { // what was not collected yet says nothing
		e.Before.Days = min(comparedDays, max(1, at.Sub(first).Hours()/24))
	}
	until := at.AddDate(0, 0, comparedDays)
	if until.After(now) {
		until = now
	}
	if e.After, err = b.span(ctx, g.ID, at, until); err != nil {
		return nil, err
	}
	if e.Answered, err = b.shelf.GapAnswered(ctx, g.ID, at); err != nil {
		return nil, fmt.Errorf("answers for gap %s: %w", g.ID, err)
	}
	e.judge()
	return e, nil
}

// publishedAt is when the article was first published after it was written for the
// gap; zero: not yet.
func (b *Board) publishedAt(ctx context.Context, g Gap) (at time.Time, err error) {
	releases, err := b.texts.Releases(ctx, g.ArticleID)
	if err != nil {
		return at, fmt.Errorf("releases of article %s: %w", g.ArticleID, err)
	}
	for _, r := range releases { // newest first
		if !r.At.Before(g.LinkedAt) {
			at = r.At
		}
	}
	return at, nil
}

func (b *Board) span(ctx context.Context, id string, from, to time.Time) (Span, error) {
	s := Span{Days: to.Sub(from).Hours() / 24}
	weeks, err := b.shelf.GapWeeks(ctx, MissFilter{GapID: id, Since: from, Before: to})
	if err != nil {
		return s, fmt.Errorf("weeks of gap %s: %w", id, err)
	}
	for _, w := range weeks {
		s.Count, s.Cost = s.Count+w.Count, s.Cost.Plus(w.Cost)
	}
	return s, nil
}

// missesAtOnce is how many misses are read at a time, as many as a [MissFilter] allows.
const missesAtOnce = 500

// firstAsked is when a gap was first asked for before a publish, as far as the comparison
// goes back; zero: never.
func (b *Board) firstAsked(ctx context.Context, id string, publish time.Time) (at time.Time, err error) {
	before := publish
	for {
		some, err := b.shelf.Misses(ctx, MissFilter{GapID: id, Before: before, Limit: missesAtOnce})
		if err != nil {
			return at, fmt.Errorf("questions of gap %s: %w", id, err)
		}
		if len(some) > 0 {
			at = some[len(some)-1].At
		}
		if len(some) < missesAtOnce || !at.Before(before) || at.Before(publish.AddDate(0, 0, -comparedDays)) {
			return at, nil
		}
		before = at
	}
}

// names are the words of the names of those who take part in a conversation, in
// lower case.
func (b *Board) names(ctx context.Context, conversationID string, log []chat.Message) ([]string, error) {
	c, err := b.logs.Conversation(ctx, conversationID)
	if err != nil {
		return nil, fmt.Errorf("load conversation %s: %w", conversationID, err)
	}
	who, err := b.people.Customer(ctx, c.CustomerID)
	if err != nil {
		return nil, fmt.Errorf("load customer %s: %w", c.CustomerID, err)
	}
	all := []string{who.Name}
	for _, m := range log {
		all = append(all, m.AuthorName)
	}
	var out []string
	for _, word := range strings.Fields(strings.ToLower(strings.Join(all, " "))) {
		if len([]rune(word)) >= 3 && !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out, nil
}

// Hand is who changes a gap, and the version that they have seen.
type Hand struct {
	By      string
	Version int64
}

// open loads a gap for a change.
func (b *Board) open(ctx context.Context, id string, h Hand) (Gap, error) {
	g, err := b.shelf.Gap(ctx, id)
	if err != nil {
		return g, err
	}
	if g.Version != h.Version {
		return g, fault.New(fault.Conflict, "version_conflict", "Somebody has changed this gap since you read it.").
			With("version", g.Version).With("changed_by", g.ChangedBy).Advise("Read it again.")
	}
	g.ChangedBy = h.By
	return g, nil
}

func (b *Board) put(ctx context.Context, gaps []Gap, move ...Ref) (Gap, error) {
	out, err := b.changes.ChangeGaps(ctx, gaps, move)
	if err != nil {
		return Gap{}, fmt.Errorf("change gap %s: %w", gaps[0].ID, err)
	}
	return out[0], nil
}

// Dismiss says that no article is wanted. What is asked from then on goes there too.
func (b *Board) Dismiss(ctx context.Context, id, note string, h Hand) (Gap, error) {
	g, err := b.open(ctx, id, h)
	if err != nil {
		return g, err
	}
	g.State, g.Note = Dismissed, strings.TrimSpace(note)
	return b.put(ctx, []Gap{g})
}

// Reopen takes a dismissal back.
func (b *Board) Reopen(ctx context.Context, id string, h Hand) (Gap, error) {
	g, err := b.open(ctx, id, h)
	if err != nil {
		return g, err
	}
	g.State, g.Note = Open, ""
	return b.put(ctx, []Gap{g})
}

// Merge lets a gap count with another one.
func (b *Board) Merge(ctx context.Context, id, into string, h Hand) (Gap, error) {
	g, err := b.open(ctx, id, h)
	if err != nil {
		return g, err
	}
	root, err := b.shelf.Gap(ctx, into)
	switch {
	case err != nil:
		return g, err
	case root.Into != "":
		into = root.Into
	}
	if into == id {
		return g, fault.New(fault.Invalid, "same_gap", "A gap cannot be merged into itself.").At("into")
	}
	g.Into, g.ByHand = into, true
	return b.put(ctx, []Gap{g})
}

// Separate takes a merge back.
func (b *Board) Separate(ctx context.Context, id string, h Hand) (Gap, error) {
	g, err := b.open(ctx, id, h)
	if err != nil {
		return g, err
	}
	g.Into, g.ByHand = "", true
	return b.put(ctx, []Gap{g})
}

// Split takes questions out of a gap into a new one. What is like them goes there
// from then on.
func (b *Board) Split(ctx context.Context, id string, out []Ref, h Hand) (Gap, error) {
	g, err := b.open(ctx, id, h)
	if err != nil {
		return g, err
	}
	if len(out) == 0 {
		return g, fault.New(fault.Invalid, "nothing_to_split", "Name the questions that belong elsewhere.").At("questions")
	}
	misses, err := b.shelf.Misses(ctx, MissFilter{GapID: id, Limit: missesAtOnce})
	if err != nil {
		return g, fmt.Errorf("questions of gap %s: %w", id, err)
	}
	own := NewGrouper(b.cfg.NewID)
	fresh := &group{gap: Gap{ID: b.cfg.NewID(), State: Open, ByHand: true, ChangedBy: h.By, CreatedAt: b.cfg.Now()}}
	taken := map[string]bool{}
	for _, m := range misses {
		if !slices.Contains(out, Ref{m.ConversationID, m.Seq}) {
			continue
		}
		taken[m.Asked.Text] = true
		own.learn(fresh, m.Asked)
		fresh.gap.Size++
		if m.At.After(fresh.gap.LastAt) {
			fresh.gap.LastAt = m.At
		}
	}
	if fresh.gap.Size != len(out) || fresh.gap.Size == len(misses) {
		return g, fault.New(fault.Invalid, "nothing_to_split", "Some of the questions of the gap must move, and some must stay.").At("questions")
	}
	fresh.gap.Title, fresh.gap.Lang = own.central(fresh)
	g.ByHand, g.Size = true, max(0, g.Size-fresh.gap.Size)
	g.Profile.Exemplars = slices.DeleteFunc(g.Profile.Exemplars, func(e Asked) bool { return taken[e.Text] })
	if len(g.Profile.Exemplars) == 0 { // its merged gaps go on; it needs something to be known by
		for _, m := range misses {
			if !taken[m.Asked.Text] && len(g.Profile.Exemplars) < maxOfLanguage {
				g.Profile.Exemplars = append(g.Profile.Exemplars, m.Asked)
			}
		}
	}
	if len(g.Profile.Exemplars) > 0 && taken[g.Title] {
		g.Title, g.Lang = strings.Join(strings.Fields(g.Profile.Exemplars[0].Text), " "), text.Base(g.Profile.Exemplars[0].Lang)
	}
	return b.put(ctx, []Gap{fresh.gap, g}, out...)
}

// Link says that an article is written, or improved, for a gap: from its next
// publish on the effect is measured. An empty id takes that back.
func (b *Board) Link(ctx context.Context, id, articleID string, h Hand) (Gap, error) {
	g, err := b.open(ctx, id, h)
	if err != nil {
		return g, err
	}
	if articleID != "" {
		if _, err := b.texts.Article(ctx, articleID); err != nil {
			return g, err
		}
	}
	g.ArticleID, g.LinkedAt = articleID, b.cfg.Now()
	return b.put(ctx, []Gap{g})
}
