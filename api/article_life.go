package api

import (
	"context"
	"fmt"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// StepBody is what every step in an article's life says.
type StepBody struct {
	Version int64  `json:"version" minimum:"1" doc:"that you have seen"`
	Comment string `json:"comment,omitempty" maxLength:"2000"`
}

type stepInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body StepBody
}

// stepArticle takes a step that needs nothing but a comment.
func (a *API) stepArticle(ctx context.Context, in *stepInput, take func(knowledge.Article, knowledge.Step) (knowledge.Article, error)) (*bodyOf[knowledge.Article], error) {
	return a.editArticle(ctx, in.ID, in.Body.Version, func(art knowledge.Article) (knowledge.Saving, error) {
		out, err := take(art, a.step(in.who, in.Body.Comment))
		return knowledge.Saving{Article: out}, err
	})
}

// submitArticle asks for a review.
func (a *API) submitArticle(ctx context.Context, in *stepInput) (*bodyOf[knowledge.Article], error) {
	return a.stepArticle(ctx, in, knowledge.Article.Submit)
}

// unscheduleArticle takes a scheduled publish back.
func (a *API) unscheduleArticle(ctx context.Context, in *stepInput) (*bodyOf[knowledge.Article], error) {
	return a.stepArticle(ctx, in, func(art knowledge.Article, s knowledge.Step) (knowledge.Article, error) {
		return art.Unschedule(s), nil
	})
}

// unpublishArticle hides an article from shoppers.
func (a *API) unpublishArticle(ctx context.Context, in *stepInput) (*bodyOf[knowledge.Article], error) {
	return a.stepArticle(ctx, in, knowledge.Article.Unpublish)
}

// restoreArticle brings an archived article back as a draft.
func (a *API) restoreArticle(ctx context.Context, in *stepInput) (*bodyOf[knowledge.Article], error) {
	return a.stepArticle(ctx, in, knowledge.Article.Restore)
}

type reviewInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		StepBody
		Verdict string `json:"verdict" enum:"approved,rejected,comment" doc:"a rejection needs a comment"`
	}
}

// reviewArticle decides on a text, or only remarks on it.
func (a *API) reviewArticle(ctx context.Context, in *reviewInput) (*bodyOf[knowledge.Article], error) {
	step := &stepInput{Caller: in.Caller, ID: in.ID, Body: in.Body.StepBody}
	switch in.Body.Verdict {
	case "approved":
		return a.stepArticle(ctx, step, knowledge.Article.Approve)
	case "rejected":
		return a.stepArticle(ctx, step, knowledge.Article.Reject)
	}
	return a.stepArticle(ctx, step, func(art knowledge.Article, s knowledge.Step) (knowledge.Article, error) {
		if s.Text == "" {
			return art, fault.New(fault.Invalid, "comment_missing", "A comment says something.").At("comment")
		}
		return art.Comment(s), nil
	})
}

type publishInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		Version  int64      `json:"version" minimum:"1" doc:"that you have seen"`
		Note     string     `json:"note,omitempty" maxLength:"500" doc:"of the release"`
		At       *time.Time `json:"at,omitempty" doc:"publish then; left out: now"`
		Override string     `json:"override,omitempty" maxLength:"500" doc:"why it is published although answers get worse; it is recorded"`
	}
}

// publishArticle makes shoppers' answers use the article, now or at a time; 409
// gate_failed with the report where answers would get worse.
func (a *API) publishArticle(ctx context.Context, in *publishInput) (*bodyOf[knowledge.Article], error) {
	art, err := a.seen(ctx, in.ID, in.Body.Version)
	if err != nil {
		return nil, err
	}
	s := a.step(in.who, in.Body.Note)
	if in.Body.At != nil {
		if art, err = art.Schedule(momentOf(in.Body.At), s); err != nil {
			return nil, err
		}
		return a.saveArticle(ctx, knowledge.Saving{Article: art})
	}
	if art, err = art.Publish(s); err != nil {
		return nil, err
	}
	return a.publishOne(ctx, knowledge.Saving{Article: art, Note: s.Text}, in.Body.Override)
}

func (a *API) publishOne(ctx context.Context, s knowledge.Saving, override string) (*bodyOf[knowledge.Article], error) {
	saved, err := a.publish(ctx, []knowledge.Saving{s}, override)
	if err != nil {
		return nil, err
	}
	return &bodyOf[knowledge.Article]{Body: saved[0]}, nil
}

type rollbackInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		Version  int64  `json:"version" minimum:"1" doc:"that you have seen"`
		Release  int64  `json:"release" minimum:"1" doc:"to bring back"`
		Note     string `json:"note,omitempty" maxLength:"500"`
		Override string `json:"override,omitempty" maxLength:"500" doc:"why it is published although answers get worse; it is recorded"`
	}
}

// rollbackArticle publishes an earlier release again, as a new one. A working
// copy stays what it is.
func (a *API) rollbackArticle(ctx context.Context, in *rollbackInput) (*bodyOf[knowledge.Article], error) {
	old, err := a.Articles.ReleaseOf(ctx, in.ID, in.Body.Release)
	if err != nil {
		return nil, fmt.Errorf("load release %d of article %s: %w", in.Body.Release, in.ID, err)
	}
	art, err := a.seen(ctx, in.ID, in.Body.Version)
	if err != nil {
		return nil, err
	}
	s := a.step(in.who, in.Body.Note)
	if art, err = bringBack(art, old, s); err != nil {
		return nil, err
	}
	return a.publishOne(ctx, knowledge.Saving{Article: art, Note: s.Text, From: old.Number}, in.Body.Override)
}

// bringBack makes an earlier release what readers see.
func bringBack(art knowledge.Article, old knowledge.Release, s knowledge.Step) (knowledge.Article, error) {
	if art.Status == knowledge.Archived {
		var err error
		if art, err = art.Restore(s); err != nil {
			return art, err
		}
	}
	return art.Bring(old.Copy, s)
}

type holdInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		Version int64 `json:"version" minimum:"1" doc:"that you have seen"`
		Hold    int   `json:"hold" minimum:"0" doc:"its place in holds, from 0"`
	}
}

// approveHold says that a finding is no reason not to publish.
func (a *API) approveHold(ctx context.Context, in *holdInput) (*bodyOf[knowledge.Article], error) {
	return a.editArticle(ctx, in.ID, in.Body.Version, func(art knowledge.Article) (knowledge.Saving, error) {
		out, err := art.ApproveHold(in.Body.Hold, a.step(in.who, ""))
		return knowledge.Saving{Article: out}, err
	})
}

type verifyInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		Version int64      `json:"version" minimum:"1" doc:"that you have seen"`
		Next    *time.Time `json:"next,omitempty" doc:"when to look again; left out: never"`
	}
}

// verifyArticle notes that an article still holds.
func (a *API) verifyArticle(ctx context.Context, in *verifyInput) (*bodyOf[knowledge.Article], error) {
	return a.editArticle(ctx, in.ID, in.Body.Version, func(art knowledge.Article) (knowledge.Saving, error) {
		return knowledge.Saving{Article: art.Verify(momentOf(in.Body.Next), a.step(in.who, ""))}, nil
	})
}

type archiveInput struct {
	Caller
	ID      string `path:"id" maxLength:"100"`
	Version int64  `query:"version" required:"true" minimum:"1" doc:"that you have seen"`
}

// archiveArticle takes an article away from lists and answers; 412 where somebody
// has changed it in between: what they wrote may be needed. Nothing is deleted.
func (a *API) archiveArticle(ctx context.Context, in *archiveInput) (*nothing, error) {
	_, err := a.editArticle(ctx, in.ID, in.Version, func(art knowledge.Article) (knowledge.Saving, error) {
		out, err := art.Archive(a.step(in.who, ""))
		return knowledge.Saving{Article: out}, err
	})
	return nil, err
}

// maxBulk is how many articles one request may change.
const maxBulk = 200

type bulkInput struct {
	Caller
	Body struct {
		Action string `json:"action" enum:"submit,publish,unpublish,archive,restore,verify,owner"`
		Items  []struct {
			ID      string `json:"id" maxLength:"100"`
			Version int64  `json:"version" minimum:"1" doc:"that you have seen"`
		} `json:"items" minItems:"1" maxItems:"200"`
		Note  string     `json:"note,omitempty" maxLength:"500" doc:"of the releases"`
		Owner string     `json:"owner,omitempty" maxLength:"200" doc:"for owner; empty: nobody"`
		Next  *time.Time `json:"next,omitempty" doc:"for verify: when to look again"`

		Override string `json:"override,omitempty" maxLength:"500" doc:"for publish: why, although answers get worse; it is recorded"`
	}
}

type articlesChanged struct {
	Items []knowledge.Article `json:"items"`
}

// changeArticles does one thing to several articles in one transaction. What is
// refused for one is refused for all, and the problem names it.
func (a *API) changeArticles(ctx context.Context, in *bulkInput) (*bodyOf[articlesChanged], error) {
	if n := len(in.Body.Items); n == 0 || n > maxBulk {
		return nil, fault.New(fault.Invalid, "invalid_field", "Name 1 to %d articles.", maxBulk).At("items")
	}
	savings := make([]knowledge.Saving, len(in.Body.Items))
	for i, item := range in.Body.Items {
		art, err := a.Articles.Article(ctx, item.ID)
		if err != nil {
			return nil, fmt.Errorf("load article %s: %w", item.ID, err)
		}
		if art.Version != item.Version {
			return nil, lostUpdate(art)
		}
		if art, err = a.bulkStep(art, in); err != nil {
			return nil, namingArticle(err, item.ID)
		}
		savings[i] = knowledge.Saving{Article: art, Note: in.Body.Note}
	}
	var saved []knowledge.Article
	var err error
	if in.Body.Action == "publish" {
		saved, err = a.publish(ctx, savings, in.Body.Override)
	} else {
		saved, err = a.saveArticles(ctx, savings)
	}
	if err != nil {
		return nil, err
	}
	for i := range saved {
		saved[i].Body = ""
	}
	return &bodyOf[articlesChanged]{Body: articlesChanged{Items: saved}}, nil
}

func (a *API) bulkStep(art knowledge.Article, in *bulkInput) (knowledge.Article, error) {
	s := a.step(in.who, in.Body.Note)
	switch in.Body.Action {
	case "submit":
		return art.Submit(s)
	case "publish":
		return art.Publish(s)
	case "unpublish":
		return art.Unpublish(s)
	case "archive":
		return art.Archive(s)
	case "restore":
		return art.Restore(s)
	case "verify":
		return art.Verify(momentOf(in.Body.Next), s), nil
	}
	art.Owner, art.UpdatedBy, art.UpdatedAt = in.Body.Owner, s.By, s.At
	return art, nil
}
