package api

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// namingArticle adds to a refusal which of several articles it is about.
func namingArticle(err error, id string) error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.With("article", id)
	}
	return err
}

type releasesView struct {
	Items []knowledge.Release `json:"items"`
}

// listReleases lists what an article's publishes made, newest first, without
// bodies.
func (a *API) listReleases(ctx context.Context, in *articleInput) (*bodyOf[releasesView], error) {
	if _, err := a.Articles.Article(ctx, in.ID); err != nil {
		return nil, fmt.Errorf("load article %s: %w", in.ID, err)
	}
	items, err := a.Articles.Releases(ctx, in.ID)
	if err != nil {
		return nil, fmt.Errorf("list the releases of article %s: %w", in.ID, err)
	}
	return &bodyOf[releasesView]{Body: releasesView{Items: orEmpty(items)}}, nil
}

type releaseInput struct {
	Caller
	ID     string `path:"id" maxLength:"100"`
	Number int64  `path:"number" minimum:"1"`
}

func (a *API) getRelease(ctx context.Context, in *releaseInput) (*bodyOf[knowledge.Release], error) {
	r, err := a.Articles.ReleaseOf(ctx, in.ID, in.Number)
	if err != nil {
		return nil, fmt.Errorf("load release %d of article %s: %w", in.Number, in.ID, err)
	}
	return &bodyOf[knowledge.Release]{Body: r}, nil
}

type diffInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	From string `query:"from" maxLength:"20" default:"current" doc:"the number of a release; current: what serves; draft: what is being written"`
	To   string `query:"to" maxLength:"20" default:"draft" doc:"as from"`
}

type diffView struct {
	Fields []knowledge.FieldDiff `json:"fields"`
}

// diffArticle tells in which fields two editions of an article differ, by words.
func (a *API) diffArticle(ctx context.Context, in *diffInput) (*bodyOf[diffView], error) {
	art, err := a.Articles.Article(ctx, in.ID)
	if err != nil {
		return nil, fmt.Errorf("load article %s: %w", in.ID, err)
	}
	from, err := a.edition(ctx, art, in.From)
	if err != nil {
		return nil, err
	}
	to, err := a.edition(ctx, art, in.To)
	if err != nil {
		return nil, err
	}
	return &bodyOf[diffView]{Body: diffView{Fields: knowledge.DiffCopies(from, to)}}, nil
}

func (a *API) edition(ctx context.Context, art knowledge.Article, name string) (knowledge.Copy, error) {
	switch name {
	case "current":
		return art.Copy(), nil
	case "draft":
		return art.Latest(), nil
	}
	n, err := strconv.ParseInt(name, 10, 64)
	if err != nil {
		return knowledge.Copy{}, fault.New(fault.Invalid, "no_such_release", "%q is neither the number of a release nor current nor draft.", name)
	}
	r, err := a.Articles.ReleaseOf(ctx, art.ID, n)
	if err != nil {
		return knowledge.Copy{}, fmt.Errorf("load release %d of article %s: %w", n, art.ID, err)
	}
	return r.Copy, nil
}

type translationsView struct {
	Original     knowledge.Article   `json:"original"`
	Translations []knowledge.Article `json:"translations"`
}

// listTranslations gives the family of an article: the original, with its text,
// and its translations without.
func (a *API) listTranslations(ctx context.Context, in *articleInput) (*bodyOf[translationsView], error) {
	art, err := a.Articles.Article(ctx, in.ID)
	if err == nil && art.TranslationOf != "" {
		art, err = a.Articles.Article(ctx, art.TranslationOf)
	}
	if err != nil {
		return nil, fmt.Errorf("load article %s: %w", in.ID, err)
	}
	list, _, err := a.Articles.Articles(ctx, knowledge.ArticleFilter{TranslationOf: art.ID, Limit: 200})
	if err != nil {
		return nil, fmt.Errorf("list the translations of article %s: %w", art.ID, err)
	}
	return &bodyOf[translationsView]{Body: translationsView{Original: art, Translations: orEmpty(list)}}, nil
}
