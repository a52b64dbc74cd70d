package api

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// Splitter cuts an article into the passages that are retrieved.
type Splitter interface {
	Split(a knowledge.Article) []knowledge.Passage
}

type listArticlesInput struct {
	Caller
	Q      string `query:"q" maxLength:"200" doc:"in title or key, these first; or its words begin words of the text or the questions"`
	Locale string `query:"locale" maxLength:"35"`
	Status string `query:"status" enum:"draft,review,published,archived" doc:"empty: all but archived"`
	Source string `query:"source" maxLength:"300"`
	Owner  string `query:"owner" maxLength:"200"`

	Due       time.Time `query:"due" doc:"to be verified by then"`
	Stale     bool      `query:"stale" doc:"translations of an older release only"`
	Held      bool      `query:"held" doc:"those with open holds only"`
	Scheduled bool      `query:"scheduled" doc:"those with a publish to come only"`
	Reviewing bool      `query:"reviewing" doc:"those that wait for a reviewer only"`
	Edited    bool      `query:"edited" doc:"published ones with a working copy only"`

	After string `query:"after" maxLength:"100" doc:"id of the last article of the page before"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type articlesView struct {
	Items []knowledge.Article `json:"items"`
	Next  *string             `json:"next"`
	Total int                 `json:"total"`
}

func (a *API) listArticles(ctx context.Context, in *listArticlesInput) (*bodyOf[articlesView], error) {
	items, total, err := a.Articles.Articles(ctx, knowledge.ArticleFilter{
		Text: in.Q, Locale: in.Locale, Status: knowledge.ArticleStatus(in.Status), After: in.After, Limit: in.Limit,
		Source: in.Source, Owner: in.Owner, Due: in.Due, Stale: in.Stale, Held: in.Held, Scheduled: in.Scheduled, Reviewing: in.Reviewing, Edited: in.Edited,
	})
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", err)
	}
	out := articlesView{Items: orEmpty(items), Total: total}
	if len(items) == in.Limit {
		out.Next = &items[len(items)-1].ID
	}
	return &bodyOf[articlesView]{Body: out}, nil
}

type articleInput struct {
	Caller
	ID string `path:"id" maxLength:"100"`
}

func (a *API) getArticle(ctx context.Context, in *articleInput) (*bodyOf[knowledge.Article], error) {
	art, err := a.Articles.Article(ctx, in.ID)
	if err != nil {
		return nil, fmt.Errorf("load article %s: %w", in.ID, err)
	}
	return &bodyOf[knowledge.Article]{Body: art}, nil
}

// ArticleBody is what an author writes.
type ArticleBody struct {
	Title     string   `json:"title" minLength:"1" maxLength:"300"`
	Body      string   `json:"body" minLength:"1" maxLength:"500000" doc:"Markdown"`
	Locale    string   `json:"locale" minLength:"2" maxLength:"35" doc:"BCP 47"`
	Key       string   `json:"key,omitempty" maxLength:"300" doc:"stable name; made of the id where it is left out"`
	Markets   []string `json:"markets,omitempty" maxItems:"100"`
	Internal  bool     `json:"internal,omitempty" doc:"for agents only"`
	Questions []string `json:"questions,omitempty" maxItems:"200" doc:"ways in which shoppers ask for it"`
	Intents   []string `json:"intents,omitempty" maxItems:"50"`
	URL       string   `json:"url,omitempty" maxLength:"2000"`
	Negative  []string `json:"negative,omitempty" maxItems:"200" doc:"questions that it must not answer"`
	Channels  []string `json:"channels,omitempty" maxItems:"50" doc:"channels or their kinds; empty: all"`

	ValidFrom  *time.Time `json:"valid_from,omitempty" doc:"not quoted before"`
	ValidUntil *time.Time `json:"valid_until,omitempty" doc:"not quoted from then on"`
	Owner      string     `json:"owner,omitempty" maxLength:"200" doc:"who answers for it"`
	VerifyBy   *time.Time `json:"verify_by,omitempty" doc:"when somebody must look whether it still holds"`

	TranslationOf     string `json:"translation_of,omitempty" maxLength:"100" doc:"id of the article that this one translates"`
	TranslatedRelease int64  `json:"translated_release,omitempty" minimum:"0" doc:"the release of it that was translated; 0: the newest"`
}

// copy is the text that the author wrote.
func (b ArticleBody) copy() (knowledge.Copy, error) {
	if strings.TrimSpace(b.Title) == "" || !visible(b.Body) {
		return knowledge.Copy{}, fault.New(fault.Invalid, "empty_article", "An article has a title and a text.").At("body")
	}
	if b.URL != "" && cleanPage(b.URL) == "" {
		return knowledge.Copy{}, fault.New(fault.Invalid, "invalid_url", "The address must begin with https:// or http://.").At("url")
	}
	c := knowledge.Copy{
		Title: strings.TrimSpace(b.Title), Body: b.Body, Locale: b.Locale, Markets: orEmpty(b.Markets), Internal: b.Internal,
		Questions: orEmpty(b.Questions), Negative: orEmpty(b.Negative), Intents: orEmpty(b.Intents), URL: b.URL, Channels: orEmpty(b.Channels),
		ValidFrom: momentOf(b.ValidFrom), ValidUntil: momentOf(b.ValidUntil), TranslatedRelease: b.TranslatedRelease,
	}
	if !c.ValidUntil.IsZero() && !c.ValidUntil.After(c.ValidFrom) {
		return c, fault.New(fault.Invalid, "invalid_period", "The article would end before it begins.").At("valid_until")
	}
	return c, nil
}

func momentOf(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond) // as it is stored
}

// attach sets what an article is beside its text, and completes the copy of a
// translation.
func (a *API) attach(ctx context.Context, art *knowledge.Article, b ArticleBody, c *knowledge.Copy) error {
	if verifyBy := momentOf(b.VerifyBy); !verifyBy.Equal(art.VerifyBy) {
		art.VerifyBy, art.RemindedAt = verifyBy, time.Time{}
	}
	art.Owner, art.TranslationOf = strings.TrimSpace(b.Owner), b.TranslationOf
	if b.TranslationOf == "" {
		c.TranslatedRelease = 0
		return nil
	}
	original, err := a.Articles.Article(ctx, b.TranslationOf)
	switch {
	case errors.Is(err, fault.ErrNotFound):
		return fault.New(fault.Invalid, "no_original", "The article that this one translates does not exist.").At("translation_of")
	case err != nil:
		return fmt.Errorf("load article %s: %w", b.TranslationOf, err)
	case original.TranslationOf != "" || original.ID == art.ID:
		return fault.New(fault.Invalid, "not_an_original", "The article that this one translates is a translation itself.").At("translation_of").
			Advise("Name the original.")
	case c.TranslatedRelease > original.Release:
		return fault.New(fault.Invalid, "no_such_release", "The original has no release %d.", c.TranslatedRelease).At("translated_release")
	case c.TranslatedRelease == 0:
		c.TranslatedRelease = original.Release
	}
	return nil
}

type addArticleInput struct {
	Caller
	Body ArticleBody
}

// addArticle writes a new article as a draft.
func (a *API) addArticle(ctx context.Context, in *addArticleInput) (*bodyOf[knowledge.Article], error) {
	art := knowledge.Article{ID: a.NewID(), Status: knowledge.Draft, CreatedAt: a.Now()}
	c, err := in.Body.copy()
	if err != nil {
		return nil, err
	}
	if err := a.attach(ctx, &art, in.Body, &c); err != nil {
		return nil, err
	}
	if art.Key = in.Body.Key; art.Key == "" {
		art.Key = "console/" + art.ID
	}
	art.UpdatedBy = in.who.user.Name
	return a.saveArticle(ctx, knowledge.Saving{Article: art.With(c)})
}

type changeArticleInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		ArticleBody
		Version int64 `json:"version" minimum:"1" doc:"that you have seen"`
	}
}

// changeArticle writes the draft anew, or the working copy where the article is
// published; 412 where somebody else was faster.
func (a *API) changeArticle(ctx context.Context, in *changeArticleInput) (*bodyOf[knowledge.Article], error) {
	c, err := in.Body.copy()
	if err != nil {
		return nil, err
	}
	return a.editArticle(ctx, in.ID, in.Body.Version, func(art knowledge.Article) (knowledge.Saving, error) {
		if in.Body.Key != "" {
			art.Key = in.Body.Key
		}
		if err := a.attach(ctx, &art, in.Body.ArticleBody, &c); err != nil {
			return knowledge.Saving{}, err
		}
		out, err := art.Edit(c, a.step(in.who, ""))
		return knowledge.Saving{Article: out}, err
	})
}

// step is who does something now.
func (a *API) step(who principal, text string) knowledge.Step {
	return knowledge.Step{By: who.user.Name, At: a.Now(), Text: strings.TrimSpace(text)}
}

// editArticle changes the version of an article that the author has seen.
func (a *API) editArticle(ctx context.Context, id string, seen int64, edit func(knowledge.Article) (knowledge.Saving, error)) (*bodyOf[knowledge.Article], error) {
	art, err := a.seen(ctx, id, seen)
	if err != nil {
		return nil, err
	}
	s, err := edit(art)
	if err != nil {
		return nil, err
	}
	return a.saveArticle(ctx, s)
}

// seen loads an article in the version that somebody has seen.
func (a *API) seen(ctx context.Context, id string, version int64) (knowledge.Article, error) {
	art, err := a.Articles.Article(ctx, id)
	if err != nil {
		return art, fmt.Errorf("load article %s: %w", id, err)
	}
	if art.Version != version {
		return art, lostUpdate(art)
	}
	return art, nil
}

func lostUpdate(current knowledge.Article) error {
	return fault.New(fault.Conflict, "version_conflict", "Somebody has changed this article since you read it.").
		With("article", current.ID).With("version", current.Version).With("updated_by", current.UpdatedBy).With("updated_at", current.UpdatedAt).
		Advise("Read it again; your text is not lost.")
}

// saveArticle stores an article with its passages and tells every reader.
func (a *API) saveArticle(ctx context.Context, s knowledge.Saving) (*bodyOf[knowledge.Article], error) {
	saved, err := a.saveArticles(ctx, []knowledge.Saving{s})
	if err != nil {
		return nil, err
	}
	return &bodyOf[knowledge.Article]{Body: saved[0]}, nil
}

// saveArticles stores several, all or none.
func (a *API) saveArticles(ctx context.Context, savings []knowledge.Saving) ([]knowledge.Article, error) {
	for i := range savings {
		if savings[i].Passages == nil {
			savings[i].Passages = a.Splitter.Split(savings[i].Article)
		}
	}
	saved, err := a.Articles.SaveArticles(ctx, savings)
	var f *fault.Error
	if errors.As(err, &f) && f.Code == "version_conflict" {
		id, _ := f.Meta["article"].(string)
		current, lerr := a.Articles.Article(ctx, id)
		if lerr != nil {
			return nil, fmt.Errorf("load article %s: %w", id, lerr)
		}
		return nil, lostUpdate(current)
	}
	if err != nil {
		return nil, fmt.Errorf("save articles: %w", err)
	}
	a.Hub.Publish(chat.Hint{Kind: chat.HintKnowledge})
	return saved, nil
}
