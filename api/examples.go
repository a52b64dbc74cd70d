package api

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"frontdesk/bot/training"
)

// ExampleBook is what the bot is taught, message by message.
type ExampleBook interface {
	Examples(ctx context.Context, f training.ExampleFilter) ([]training.Example, int, error)
	AddExample(ctx context.Context, e training.Example) (training.Example, error)
	ChangeExample(ctx context.Context, e training.Example) (training.Example, error)
	DeleteExample(ctx context.Context, id string) (training.Example, error)
	Import(ctx context.Context, from io.Reader, name, by string) (training.FileReport, error)
}

type listExamplesInput struct {
	Caller
	Q        string `query:"q" maxLength:"200" doc:"within the text"`
	Intent   string `query:"intent" maxLength:"64" doc:"none: what belongs to no intent"`
	Language string `query:"language" maxLength:"3"`
	Origin   string `query:"origin" enum:"hand,import,conversation,pack" doc:"empty: all of the shop's; pack: the shipped ones, which cannot be changed"`
	After    string `query:"after" maxLength:"100" doc:"id of the last example of the page before"`
	Limit    int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type examplesView struct {
	Items []training.Example `json:"items"`
	Next  *string            `json:"next"`
	Total int                `json:"total"`
}

// listExamples lists the newest first.
func (a *API) listExamples(ctx context.Context, in *listExamplesInput) (*bodyOf[examplesView], error) {
	items, total, err := a.Training.Examples(ctx, training.ExampleFilter{
		Text: in.Q, Intent: in.Intent, Lang: in.Language, Origin: training.Origin(in.Origin), After: in.After, Limit: in.Limit,
	})
	if err != nil {
		return nil, fmt.Errorf("list examples: %w", err)
	}
	out := examplesView{Items: orEmpty(items), Total: total}
	if len(items) == in.Limit {
		out.Next = &items[len(items)-1].ID
	}
	return &bodyOf[examplesView]{Body: out}, nil
}

// ExampleBody is a message with what it teaches.
type ExampleBody struct {
	Text     string `json:"text" minLength:"1" maxLength:"4000" doc:"as a shopper wrote it, at most 1000 characters"`
	Intent   string `json:"intent" minLength:"1" maxLength:"64" doc:"none: it belongs to no intent"`
	Language string `json:"language,omitempty" maxLength:"3" doc:"ISO 639-1; found out where it is left out"`
}

type addExampleInput struct {
	Caller
	Body struct {
		ExampleBody
		Conversation string `json:"conversation,omitempty" maxLength:"100" doc:"where a shopper wrote it and the bot read it wrongly"`
	}
}

// addExample teaches one message; 409 where it is there already.
func (a *API) addExample(ctx context.Context, in *addExampleInput) (*bodyOf[training.Example], error) {
	b := in.Body
	e := training.Example{Text: b.Text, Intent: b.Intent, Lang: b.Language, CreatedBy: in.who.user.Name}
	if b.Conversation != "" {
		e.Origin, e.ConversationID = training.FromConversation, b.Conversation
	}
	return exampleBody(a.Training.AddExample(ctx, e))
}

func exampleBody(e training.Example, err error) (*bodyOf[training.Example], error) {
	if err != nil {
		return nil, err
	}
	return &bodyOf[training.Example]{Body: e}, nil
}

type changeExampleInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body ExampleBody
}

// changeExample corrects text, intent or language.
func (a *API) changeExample(ctx context.Context, in *changeExampleInput) (*bodyOf[training.Example], error) {
	return exampleBody(a.Training.ChangeExample(ctx, training.Example{ID: in.ID, Text: in.Body.Text, Intent: in.Body.Intent, Lang: in.Body.Language}))
}

// deleteExample removes one and gives it back, so that it can be added again.
func (a *API) deleteExample(ctx context.Context, in *articleInput) (*bodyOf[training.Example], error) {
	return exampleBody(a.Training.DeleteExample(ctx, in.ID))
}

// importExamples takes one CSV file of a multipart form, in the field "files".
func (a *API) importExamples(c *gin.Context) {
	name, data, err := oneFile(c)
	if err != nil {
		a.fail(c, err)
		return
	}
	report, err := a.Training.Import(c.Request.Context(), bytes.NewReader(data), name, callerOf(c).user.Name)
	if err != nil {
		a.fail(c, fmt.Errorf("import examples: %w", err))
		return
	}
	c.JSON(http.StatusOK, report)
}

func tellExamples(a *API, op *huma.Operation) {
	tellFiles(op)
	op.Responses = map[string]*huma.Response{"200": {
		Description: "What was taken", Content: content(mediaJSON, schemaOf[training.FileReport](a, "ExampleImport")),
	}}
}
