package api

import (
	"context"
	"fmt"

	"frontdesk/ingest"
)

// SourceBook keeps the places in the web that are read again and again.
type SourceBook interface {
	Sources(ctx context.Context) ([]ingest.Source, error)
	Source(ctx context.Context, id string) (ingest.Source, error)
	AddSource(ctx context.Context, s ingest.Source) (ingest.Source, error)
	ChangeSource(ctx context.Context, s ingest.Source) (ingest.Source, error)
	DeleteSource(ctx context.Context, id string, archive bool, by string) error
}

// SourceRuns reads sources and tells what was read.
type SourceRuns interface {
	RunSource(ctx context.Context, id, by string) (ingest.Import, error)
	LastRun(ctx context.Context, id string) (ingest.Import, bool, error)
	Pages(ctx context.Context, f ingest.PageFilter) ([]ingest.Page, error)
	Try(ctx context.Context, s ingest.Source) (ingest.Trial, error)
}

// SourceBody is what an editor says of a source.
type SourceBody struct {
	Name     string           `json:"name,omitempty" maxLength:"300" doc:"unique; articles carry it, so it never changes"`
	Kind     string           `json:"kind" enum:"page,sitemap,crawl"`
	URL      string           `json:"url" minLength:"1" maxLength:"2000"`
	Include  []string         `json:"include,omitempty" maxItems:"100" doc:"patterns of paths, of which one must match: * for a part of a name, ** for any part of a path; empty: all"`
	Exclude  []string         `json:"exclude,omitempty" maxItems:"100" doc:"patterns of paths that are left out"`
	MaxPages int              `json:"max_pages,omitempty" minimum:"1" maximum:"20000" doc:"of one run; 500 where it is left out"`
	MaxDepth int              `json:"max_depth,omitempty" minimum:"1" maximum:"20" doc:"links from the first page; 5 where it is left out"`
	DelayMS  int              `json:"delay_ms,omitempty" minimum:"100" maximum:"60000" doc:"milliseconds between two requests; 1000 where it is left out; a longer crawl-delay of robots.txt wins"`
	Locale   string           `json:"locale,omitempty" maxLength:"35" doc:"of pages that do not say"`
	Markets  []string         `json:"markets,omitempty" maxItems:"100"`
	Draft    bool             `json:"draft,omitempty" doc:"new articles wait as drafts"`
	Schedule *ingest.Schedule `json:"schedule,omitempty" doc:"when it is read; left out: only when somebody asks"`
	Paused   bool             `json:"paused,omitempty" doc:"the schedule rests"`
}

func (b SourceBody) source() ingest.Source {
	return ingest.Source{
		Name: b.Name, Kind: ingest.SourceKind(b.Kind), URL: b.URL, Locale: b.Locale, Markets: orEmpty(b.Markets), Draft: b.Draft, Schedule: b.Schedule, Paused: b.Paused,
		Bounds: ingest.Bounds{Include: orEmpty(b.Include), Exclude: orEmpty(b.Exclude), MaxPages: b.MaxPages, MaxDepth: b.MaxDepth, DelayMS: b.DelayMS},
	}
}

type sourceView struct {
	ingest.Source
	Last *ingest.Import `json:"last,omitempty" doc:"the newest run"`
}

func (a *API) sourceView(ctx context.Context, s ingest.Source) (sourceView, error) {
	v := sourceView{Source: s}
	last, there, err := a.Imports.LastRun(ctx, s.ID)
	if err != nil {
		return v, fmt.Errorf("load the last run of source %s: %w", s.ID, err)
	}
	if there {
		v.Last = &last
	}
	return v, nil
}

func (a *API) sourceBody(ctx context.Context, s ingest.Source, err error) (*bodyOf[sourceView], error) {
	if err != nil {
		return nil, err
	}
	v, err := a.sourceView(ctx, s)
	return &bodyOf[sourceView]{Body: v}, err
}

type sourcesView struct {
	Items []sourceView `json:"items"`
}

// listSources lists all sources with their newest runs.
func (a *API) listSources(ctx context.Context, _ *callerInput) (*bodyOf[sourcesView], error) {
	list, err := a.Imports.Sources(ctx)
	if err != nil {
		return nil, fmt.Errorf("list sources: %w", err)
	}
	out := sourcesView{Items: []sourceView{}}
	for _, s := range list {
		v, err := a.sourceView(ctx, s)
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, v)
	}
	return &bodyOf[sourcesView]{Body: out}, nil
}

// getSource shows one.
func (a *API) getSource(ctx context.Context, in *articleInput) (*bodyOf[sourceView], error) {
	s, err := a.Imports.Source(ctx, in.ID)
	return a.sourceBody(ctx, s, err)
}

type addSourceInput struct {
	Caller
	Body SourceBody
}

// addSource makes a source; one with a schedule is read at once.
func (a *API) addSource(ctx context.Context, in *addSourceInput) (*bodyOf[sourceView], error) {
	s := in.Body.source()
	s.CreatedBy = in.who.user.Name
	s, err := a.Imports.AddSource(ctx, s)
	return a.sourceBody(ctx, s, err)
}

type changeSourceInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		SourceBody
		Version int64 `json:"version" minimum:"1" doc:"that you have seen"`
	}
}

// changeSource replaces what is set of a source.
func (a *API) changeSource(ctx context.Context, in *changeSourceInput) (*bodyOf[sourceView], error) {
	s := in.Body.source()
	s.ID, s.Version = in.ID, in.Body.Version
	s, err := a.Imports.ChangeSource(ctx, s)
	return a.sourceBody(ctx, s, err)
}

type deleteSourceInput struct {
	Caller
	ID       string `path:"id" maxLength:"100"`
	Articles string `query:"articles" enum:"keep,archive" default:"keep" doc:"what becomes of its articles"`
}

// deleteSource forgets a source.
func (a *API) deleteSource(ctx context.Context, in *deleteSourceInput) (*nothing, error) {
	return nil, a.Imports.DeleteSource(ctx, in.ID, in.Articles == "archive", in.who.user.Name)
}

// runSource has a source read now.
func (a *API) runSource(ctx context.Context, in *articleInput) (*bodyOf[ingest.Import], error) {
	return importBody(a.Imports.RunSource(ctx, in.ID, in.who.user.Name))
}

type sourcePagesInput struct {
	Caller
	ID     string `path:"id" maxLength:"100"`
	Status string `query:"status" enum:"ok,gone,refused"`
	After  string `query:"after" maxLength:"2000" doc:"the last address of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type sourcePagesView struct {
	Items []ingest.Page `json:"items"`
	Next  *string       `json:"next"`
}

// listSourcePages lists what is known of a source's pages.
func (a *API) listSourcePages(ctx context.Context, in *sourcePagesInput) (*bodyOf[sourcePagesView], error) {
	pages, err := a.Imports.Pages(ctx, ingest.PageFilter{SourceID: in.ID, Status: ingest.PageStatus(in.Status), After: in.After, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	out := sourcePagesView{Items: orEmpty(pages)}
	if len(pages) == in.Limit {
		out.Next = &pages[len(pages)-1].URL
	}
	return &bodyOf[sourcePagesView]{Body: out}, nil
}

type trialView struct {
	ImportPreview
	Found  int    `json:"found" doc:"addresses that the source would read, as far as these pages tell"`
	Shy    int    `json:"disallowed" doc:"addresses that robots.txt keeps us from"`
	Asked  int    `json:"asked" doc:"pages that were read, at most 5"`
	More   bool   `json:"more" doc:"there is more to read"`
	Robots string `json:"robots" enum:"ok,none,disallow,unreachable"`
}

// trySource reads the first pages of a source that is not stored yet.
func (a *API) trySource(ctx context.Context, in *addSourceInput) (*bodyOf[trialView], error) {
	s := in.Body.source()
	if s.Name == "" {
		s.Name = s.URL
	}
	t, err := a.Imports.Try(ctx, s)
	if err != nil {
		return nil, err
	}
	return &bodyOf[trialView]{Body: trialView{ImportPreview: previewOf(t.Preview), Found: t.Found, Shy: t.Shy, Asked: t.Asked, More: t.Longest, Robots: t.Robots}}, nil
}
