package api

import (
	"context"
	"errors"
	"fmt"
	"strings"

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
	Q      string `query:"q" maxLength:"200" doc:"in title or key"`
	Locale string `query:"locale" maxLength:"35"`
	Status string `query:"status" enum:"draft,published,archived" doc:"empty: all but archived"`
	After  string `query:"after" maxLength:"100" doc:"id of the last article of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type articlesView struct {
	Items []knowledge.Article `json:"items"`
	Next  *string             `json:"next"`
	Total int                 `json:"total"`
}

func (a *API) listArticles(ctx context.Context, in *listArticlesInput) (*bodyOf[articlesView], error) {
	items, total, err := a.Articles.Articles(ctx, knowledge.ArticleFilter{
		Text: in.Q, Locale: in.Locale, Status: knowledge.ArticleStatus(in.Status), After: in.After, Limit: in.Limit,
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
}

func (b ArticleBody) write(art *knowledge.Article) error {
	if strings.TrimSpace(b.Title) == "" || !visible(b.Body) {
		return fault.New(fault.Invalid, "empty_article", "An article has a title and a text.").At("body")
	}
	if b.URL != "" && cleanPage(b.URL) == "" {
		return fault.New(fault.Invalid, "invalid_url", "The address must begin with https:// or http://.").At("url")
	}
	art.Title, art.Body, art.Locale, art.Markets, art.Internal = strings.TrimSpace(b.Title), b.Body, b.Locale, orEmpty(b.Markets), b.Internal
	art.Questions, art.Intents, art.URL = orEmpty(b.Questions), orEmpty(b.Intents), b.URL
	return nil
}

type addArticleInput struct {
	Caller
	Body ArticleBody
}

// addArticle writes a new article as a draft.
func (a *API) addArticle(ctx context.Context, in *addArticleInput) (*bodyOf[knowledge.Article], error) {
	art := knowledge.Article{ID: a.NewID(), Status: knowledge.Draft, CreatedAt: a.Now()}
	if err := in.Body.write(&art); err != nil {
		return nil, err
	}
	if art.Key = in.Body.Key; art.Key == "" {
		art.Key = "console/" + art.ID
	}
	return a.saveArticle(ctx, in.who, art)
}

type changeArticleInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		ArticleBody
		Version int64 `json:"version" minimum:"1" doc:"that you have seen"`
	}
}

// changeArticle writes an article anew; 412 where somebody else was faster.
func (a *API) changeArticle(ctx context.Context, in *changeArticleInput) (*bodyOf[knowledge.Article], error) {
	return a.editArticle(ctx, in.who, in.ID, in.Body.Version, func(art *knowledge.Article) error {
		if in.Body.Key != "" {
			art.Key = in.Body.Key
		}
		return in.Body.write(art)
	})
}

type versionInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		Version int64 `json:"version" minimum:"1" doc:"that you have seen"`
	}
}

// publishArticle makes shoppers' answers use the article.
func (a *API) publishArticle(ctx context.Context, in *versionInput) (*bodyOf[knowledge.Article], error) {
	return a.editArticle(ctx, in.who, in.ID, in.Body.Version, func(art *knowledge.Article) error {
		art.Status, art.PublishedAt = knowledge.Published, a.Now()
		return nil
	})
}

func (a *API) unpublishArticle(ctx context.Context, in *versionInput) (*bodyOf[knowledge.Article], error) {
	return a.editArticle(ctx, in.who, in.ID, in.Body.Version, func(art *knowledge.Article) error {
		art.Status = knowledge.Draft
		return nil
	})
}

// archiveArticle takes an article away from lists and answers. Nothing is
// deleted; the version needs no check, as archiving loses nobody's text.
func (a *API) archiveArticle(ctx context.Context, in *articleInput) (*nothing, error) {
	art, err := a.Articles.Article(ctx, in.ID)
	if err != nil {
		return nil, fmt.Errorf("load article %s: %w", in.ID, err)
	}
	art.Status = knowledge.Archived
	_, err = a.saveArticle(ctx, in.who, art)
	return nil, err
}

// editArticle changes the version of an article that the author has seen.
func (a *API) editArticle(ctx context.Context, who principal, id string, seen int64, edit func(*knowledge.Article) error) (*bodyOf[knowledge.Article], error) {
	art, err := a.Articles.Article(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load article %s: %w", id, err)
	}
	if art.Version != seen {
		return nil, lostUpdate(art)
	}
	if err := edit(&art); err != nil {
		return nil, err
	}
	return a.saveArticle(ctx, who, art)
}

func lostUpdate(current knowledge.Article) error {
	return fault.New(fault.Conflict, "version_conflict", "Somebody has changed this article since you read it.").
		With("version", current.Version).With("updated_by", current.UpdatedBy).With("updated_at", current.UpdatedAt).
		Advise("Read it again; your text is not lost.")
}

// saveArticle stores an article with its passages and tells every reader.
func (a *API) saveArticle(ctx context.Context, who principal, art knowledge.Article) (*bodyOf[knowledge.Article], error) {
	art.UpdatedBy, art.UpdatedAt = who.user.Name, a.Now()
	saved, err := a.Articles.SaveArticle(ctx, art, a.Splitter.Split(art))
	var f *fault.Error
	if errors.As(err, &f) && f.Code == "version_conflict" {
		current, lerr := a.Articles.Article(ctx, art.ID)
		if lerr != nil {
			return nil, fmt.Errorf("load article %s: %w", art.ID, lerr)
		}
		return nil, lostUpdate(current)
	}
	if err != nil {
		return nil, fmt.Errorf("save article %s: %w", art.ID, err)
	}
	a.Hub.Publish(chat.Hint{Kind: chat.HintKnowledge})
	return &bodyOf[knowledge.Article]{Body: saved}, nil
}
