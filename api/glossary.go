package api

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// maxTerms is how many terms a glossary may have.
const maxTerms = 10_000

type termsInput struct {
	Caller
	Q     string `query:"q" maxLength:"200" doc:"in a name or the note"`
	After string `query:"after" maxLength:"100" doc:"id of the last term of the page before"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type termsView struct {
	Items []knowledge.Term `json:"items"`
	Next  *string          `json:"next"`
	Total int              `json:"total"`
}

func (a *API) terms(ctx context.Context) ([]knowledge.Term, error) {
	all, _, err := a.Glossary.Glossary(ctx, -1)
	if err != nil {
		return nil, fmt.Errorf("read the glossary: %w", err)
	}
	return all, nil
}

// listTerms lists the glossary, the newest term first.
func (a *API) listTerms(ctx context.Context, in *termsInput) (*bodyOf[termsView], error) {
	all, err := a.terms(ctx)
	if err != nil {
		return nil, err
	}
	slices.Reverse(all)
	q := strings.ToLower(strings.TrimSpace(in.Q))
	all = slices.DeleteFunc(all, func(t knowledge.Term) bool {
		text := t.Note
		for _, forms := range t.Forms {
			text += "\n" + strings.Join(forms, "\n")
		}
		return !strings.Contains(strings.ToLower(text), q)
	})
	out := termsView{Total: len(all)}
	if in.After != "" {
		all = slices.DeleteFunc(all, func(t knowledge.Term) bool { return t.ID >= in.After })
	}
	out.Items = orEmpty(all[:min(in.Limit, len(all))])
	if len(all) > in.Limit {
		out.Next = &out.Items[in.Limit-1].ID
	}
	return &bodyOf[termsView]{Body: out}, nil
}

// TermBody is what an editor says of a term.
type TermBody struct {
	Forms map[string][]string `json:"forms" doc:"names by language (en, de; und: the same in all); the first is the one to use, the others are synonyms"`
	Keep  bool                `json:"keep,omitempty" doc:"never translated"`
	Note  string              `json:"note,omitempty" maxLength:"1000"`
}

func (a *API) saveTerm(ctx context.Context, id string, b TermBody, by string) (*bodyOf[knowledge.Term], error) {
	t, err := knowledge.Term{ID: id, Forms: b.Forms, Keep: b.Keep, Note: b.Note, By: by, At: a.Now().UTC()}.Clean()
	if err != nil {
		return nil, err
	}
	if err := a.saveTerms(ctx, []knowledge.Term{t}); err != nil {
		return nil, err
	}
	return &bodyOf[knowledge.Term]{Body: t}, nil
}

// saveTerms stores terms and tells every reader.
func (a *API) saveTerms(ctx context.Context, terms []knowledge.Term) error {
	if err := a.Glossary.SaveTerms(ctx, terms); err != nil {
		return fmt.Errorf("save terms: %w", err)
	}
	a.Hub.Publish(chat.Hint{Kind: chat.HintKnowledge})
	return nil
}

type addTermInput struct {
	Caller
	Body TermBody
}

func (a *API) addTerm(ctx context.Context, in *addTermInput) (*bodyOf[knowledge.Term], error) {
	there, err := a.terms(ctx)
	if err != nil {
		return nil, err
	}
	if len(there) >= maxTerms {
		return nil, tooManyTerms()
	}
	return a.saveTerm(ctx, a.NewID(), in.Body, in.who.user.Name)
}

func tooManyTerms() error {
	return fault.New(fault.TooLarge, "too_many", "A glossary has at most %d terms.", maxTerms)
}

type changeTermInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body TermBody
}

func (a *API) changeTerm(ctx context.Context, in *changeTermInput) (*bodyOf[knowledge.Term], error) {
	there, err := a.terms(ctx)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(there, func(t knowledge.Term) bool { return t.ID == in.ID }) {
		return nil, fault.ErrNotFound
	}
	return a.saveTerm(ctx, in.ID, in.Body, in.who.user.Name)
}

func (a *API) deleteTerm(ctx context.Context, in *articleInput) (*nothing, error) {
	if err := a.Glossary.DeleteTerm(ctx, in.ID); err != nil {
		return nil, fmt.Errorf("delete term %s: %w", in.ID, err)
	}
	a.Hub.Publish(chat.Hint{Kind: chat.HintKnowledge})
	return nil, nil
}

// importTerms takes one CSV file in the field "files", all of it or nothing.
func (a *API) importTerms(c *gin.Context) {
	report, err := a.readTerms(c)
	if err != nil {
		a.fail(c, err)
		return
	}
	c.JSON(http.StatusOK, report)
}

func (a *API) readTerms(c *gin.Context) (listImport, error) {
	name, data, err := oneFile(c)
	if err != nil {
		return listImport{}, err
	}
	list, err := knowledge.ReadGlossary(bytes.NewReader(data), name, a.NewID)
	if err != nil {
		return listImport{}, err
	}
	there, err := a.terms(c.Request.Context())
	if err != nil {
		return listImport{}, err
	}
	r := listImport{Rows: len(list)}
	for i := range list {
		list[i].By, list[i].At = callerOf(c).user.Name, a.Now().UTC()
		if slices.ContainsFunc(there, func(t knowledge.Term) bool { return t.ID == list[i].ID }) {
			r.Changed++
		} else {
			r.Added++
		}
	}
	if len(there)+r.Added > maxTerms {
		return listImport{}, tooManyTerms()
	}
	return r, a.saveTerms(c.Request.Context(), list)
}

// exportTerms gives all as CSV.
func (a *API) exportTerms(c *gin.Context) {
	all, err := a.terms(c.Request.Context())
	if err != nil {
		a.fail(c, err)
		return
	}
	sendCSV(a, c, "glossary.csv", func(b *bytes.Buffer) error { return knowledge.WriteGlossary(b, all) })
}
