package api

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frontdesk/gaps"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// GapBoard is what editors see of the gaps and do about them.
type GapBoard interface {
	List(ctx context.Context, f gaps.Filter) (gaps.List, error)
	Show(ctx context.Context, id string, since time.Time) (gaps.Detail, error)
	Propose(ctx context.Context, id string) (gaps.Proposal, error)
	GapHand
	Digest(ctx context.Context, week time.Time) (gaps.Digest, error)
	Digests(ctx context.Context, limit int) ([]gaps.Digest, error)
}

// GapHand is what editors change.
type GapHand interface {
	Link(ctx context.Context, id, articleID string, h gaps.Hand) (gaps.Gap, error)
	Dismiss(ctx context.Context, id, note string, h gaps.Hand) (gaps.Gap, error)
	Reopen(ctx context.Context, id string, h gaps.Hand) (gaps.Gap, error)
	Merge(ctx context.Context, id, into string, h gaps.Hand) (gaps.Gap, error)
	Separate(ctx context.Context, id string, h gaps.Hand) (gaps.Gap, error)
	Split(ctx context.Context, id string, out []gaps.Ref, h gaps.Hand) (gaps.Gap, error)
}

type listGapsInput struct {
	Caller
	State string `query:"state" enum:"open,dismissed" default:"open"`
	Lang  string `query:"lang" maxLength:"35" doc:"with questions in this language"`
	Days  int    `query:"days" minimum:"1" maximum:"400" default:"28" doc:"how far back questions count"`
	Skip  int    `query:"skip" minimum:"0" maximum:"100000" doc:"rows of the pages before"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (a *API) listGaps(ctx context.Context, in *listGapsInput) (*bodyOf[gaps.List], error) {
	now := a.Now()
	out, err := a.Gaps.List(ctx, gaps.Filter{
		State: gaps.State(in.State), Lang: in.Lang, Since: now.AddDate(0, 0, -in.Days), Before: now, Offset: in.Skip, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	out.Items = orEmpty(out.Items)
	return &bodyOf[gaps.List]{Body: out}, nil
}

type gapInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Days int    `query:"days" minimum:"1" maximum:"400" default:"84" doc:"how far back questions count"`
}

func (a *API) getGap(ctx context.Context, in *gapInput) (*bodyOf[gaps.Detail], error) {
	d, err := a.Gaps.Show(ctx, in.ID, a.Now().AddDate(0, 0, -in.Days))
	if err != nil {
		return nil, fmt.Errorf("load gap %s: %w", in.ID, err)
	}
	d.Weeks, d.Samples, d.Near, d.Merged = orEmpty(d.Weeks), orEmpty(d.Samples), orEmpty(d.Near), orEmpty(d.Merged)
	return &bodyOf[gaps.Detail]{Body: d}, nil
}

// proposeDraft reads the agents' replies; nothing is stored.
func (a *API) proposeDraft(ctx context.Context, in *articleInput) (*bodyOf[gaps.Proposal], error) {
	p, err := a.Gaps.Propose(ctx, in.ID)
	if err != nil {
		return nil, fmt.Errorf("propose a draft for gap %s: %w", in.ID, err)
	}
	return &bodyOf[gaps.Proposal]{Body: p}, nil
}

type draftInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		ArticleBody
		Version int64 `json:"version" minimum:"0" doc:"of the gap, that you have seen"`
	}
}

type draftView struct {
	Article knowledge.Article `json:"article"`
	Gap     gaps.Gap          `json:"gap"`
}

// draftForGap writes the draft that an editor has read and perhaps changed, and
// links it. A gap has one draft: sent again, the first one is given back.
func (a *API) draftForGap(ctx context.Context, in *draftInput) (*bodyOf[draftView], error) {
	d, err := a.Gaps.Show(ctx, in.ID, a.Now())
	if err != nil {
		return nil, fmt.Errorf("load gap %s: %w", in.ID, err)
	}
	if d.Gap.Version != in.Body.Version {
		return nil, fault.New(fault.Conflict, "version_conflict", "Somebody has changed this gap since you read it.").
			With("version", d.Gap.Version).With("changed_by", d.Gap.ChangedBy).Advise("Read it again; your text is not lost.")
	}
	in.Body.Key = fmt.Sprintf("gap/%s/%d", d.Gap.ID, d.Gap.Version)
	written, err := a.addArticle(ctx, &addArticleInput{Caller: in.Caller, Body: in.Body.ArticleBody})
	var art knowledge.Article
	switch {
	case errors.Is(err, &fault.Error{Kind: fault.Conflict, Code: "duplicate_key"}): // stored, and the answer was lost
		if art, err = a.Articles.ArticleByKey(ctx, in.Body.Key); err != nil {
			return nil, fmt.Errorf("load article %s: %w", in.Body.Key, err)
		}
	case err != nil:
		return nil, err
	default:
		art = written.Body
	}
	gap, err := a.Gaps.Link(ctx, in.ID, art.ID, in.hand(in.Body.Version))
	if err != nil {
		return nil, fmt.Errorf("link gap %s: %w", in.ID, err)
	}
	return &bodyOf[draftView]{Body: draftView{Article: art, Gap: gap}}, nil
}

// hand is who changes a gap.
func (c Caller) hand(version int64) gaps.Hand {
	return gaps.Hand{By: c.who.user.Name, Version: version}
}

type linkGapInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		Version int64  `json:"version" minimum:"0" doc:"that you have seen"`
		Article string `json:"article,omitempty" maxLength:"100" doc:"its id; empty: none"`
	}
}

func (a *API) linkGap(ctx context.Context, in *linkGapInput) (*bodyOf[gaps.Gap], error) {
	return gapChanged(a.Gaps.Link(ctx, in.ID, in.Body.Article, in.hand(in.Body.Version)))
}

type dismissInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		Version int64  `json:"version" minimum:"0" doc:"that you have seen"`
		Note    string `json:"note,omitempty" maxLength:"500" doc:"why, for colleagues"`
	}
}

func (a *API) dismissGap(ctx context.Context, in *dismissInput) (*bodyOf[gaps.Gap], error) {
	return gapChanged(a.Gaps.Dismiss(ctx, in.ID, in.Body.Note, in.hand(in.Body.Version)))
}

func (a *API) reopenGap(ctx context.Context, in *dismissInput) (*bodyOf[gaps.Gap], error) {
	return gapChanged(a.Gaps.Reopen(ctx, in.ID, in.hand(in.Body.Version)))
}

type mergeInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		Version int64  `json:"version" minimum:"0" doc:"that you have seen"`
		Into    string `json:"into,omitempty" maxLength:"100" doc:"the gap that it shall count with; empty: it is one of its own again"`
	}
}

func (a *API) mergeGap(ctx context.Context, in *mergeInput) (*bodyOf[gaps.Gap], error) {
	if in.Body.Into == "" {
		return gapChanged(a.Gaps.Separate(ctx, in.ID, in.hand(in.Body.Version)))
	}
	return gapChanged(a.Gaps.Merge(ctx, in.ID, in.Body.Into, in.hand(in.Body.Version)))
}

// MissRef names a missed question.
type MissRef struct {
	Conversation string `json:"conversation" maxLength:"100"`
	Seq          int64  `json:"seq" minimum:"1"`
}

type splitInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		Version   int64     `json:"version" minimum:"0" doc:"that you have seen"`
		Questions []MissRef `json:"questions" minItems:"1" maxItems:"500"`
	}
}

// splitGap gives the new gap.
func (a *API) splitGap(ctx context.Context, in *splitInput) (*bodyOf[gaps.Gap], error) {
	var out []gaps.Ref
	for _, q := range in.Body.Questions {
		out = append(out, gaps.Ref{ConversationID: q.Conversation, Seq: q.Seq})
	}
	return gapChanged(a.Gaps.Split(ctx, in.ID, out, in.hand(in.Body.Version)))
}

func gapChanged(g gaps.Gap, err error) (*bodyOf[gaps.Gap], error) {
	if err != nil {
		return nil, err
	}
	return &bodyOf[gaps.Gap]{Body: g}, nil
}

type digestInput struct {
	Caller
	Week string `query:"week" maxLength:"10" doc:"a day of the week, as in 2026-03-02; empty: the stored one of the week that ended last, or else the present week"`
}

type digestView struct {
	Digest gaps.Digest `json:"digest"`
	Weeks  []time.Time `json:"weeks" doc:"of which there is a stored digest, newest first"`
}

// getDigest gives a stored digest, or what there is of a week without one.
func (a *API) getDigest(ctx context.Context, in *digestInput) (*bodyOf[digestView], error) {
	stored, err := a.Gaps.Digests(ctx, 52)
	if err != nil {
		return nil, fmt.Errorf("list digests: %w", err)
	}
	week := gaps.Monday(a.Now())
	if in.Week != "" {
		day, err := time.Parse(time.DateOnly, in.Week)
		if err != nil {
			return nil, fault.New(fault.Invalid, "invalid_field", "A week is named by one of its days, as in 2026-03-02.").At("week")
		}
		week = gaps.Monday(day)
	} else if len(stored) > 0 {
		week = stored[0].Week
	}
	out := digestView{Weeks: []time.Time{}}
	found := false
	for _, d := range stored {
		out.Weeks = append(out.Weeks, d.Week)
		if d.Week.Equal(week) {
			out.Digest, found = d, true
		}
	}
	if !found {
		if out.Digest, err = a.Gaps.Digest(ctx, week); err != nil {
			return nil, err
		}
	}
	b := &out.Digest.Body
	b.Top, b.Due, b.Stale, b.Effects = orEmpty(b.Top), orEmpty(b.Due), orEmpty(b.Stale), orEmpty(b.Effects)
	return &bodyOf[digestView]{Body: out}, nil
}
