package api

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"frontdesk/internal/fault"
	"frontdesk/knowledge/gate"
)

// GoldenStore keeps the golden questions.
type GoldenStore interface {
	// GoldenQuestions gives all, in order of their ids.
	GoldenQuestions(ctx context.Context) ([]gate.Golden, error)
	// SaveGolden inserts them; one that asks the same as a stored one takes its
	// place.
	SaveGolden(ctx context.Context, list []gate.Golden) error
	// ChangeGolden replaces one by its id; fault.NotFound, fault.Conflict.
	ChangeGolden(ctx context.Context, g gate.Golden) error
	// DeleteGolden removes one; fault.NotFound.
	DeleteGolden(ctx context.Context, id string) error
}

// maxGolden is how many golden questions a shop may have: each is asked twice before
// every publish.
const maxGolden = 5000

type goldenListInput struct {
	Caller
	Q     string `query:"q" maxLength:"200" doc:"in the text or the names of articles"`
	Lang  string `query:"lang" maxLength:"35"`
	After string `query:"after" maxLength:"100" doc:"id of the last question of the page before"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type goldenView struct {
	Items []gate.Golden `json:"items"`
	Next  *string       `json:"next"`
	Total int           `json:"total"`
	Mode  gate.Mode     `json:"mode" doc:"what becomes of a publish that makes answers worse"`
}

// listGolden lists golden questions, the newest first.
func (a *API) listGolden(ctx context.Context, in *goldenListInput) (*bodyOf[goldenView], error) {
	all, err := a.Golden.GoldenQuestions(ctx)
	if err != nil {
		return nil, fmt.Errorf("list golden questions: %w", err)
	}
	slices.Reverse(all)
	q := strings.ToLower(strings.TrimSpace(in.Q))
	all = slices.DeleteFunc(all, func(g gate.Golden) bool {
		text := strings.ToLower(strings.Join(slices.Concat([]string{g.Text, g.Kind}, g.Expected, g.Never), "\n"))
		return !strings.Contains(text, q) || in.Lang != "" && !strings.EqualFold(g.Lang, in.Lang)
	})
	out := goldenView{Total: len(all), Mode: gate.Off}
	if a.Gate != nil {
		out.Mode = a.Gate.Mode()
	}
	if in.After != "" {
		all = slices.DeleteFunc(all, func(g gate.Golden) bool { return g.ID >= in.After })
	}
	out.Items = orEmpty(all[:min(in.Limit, len(all))])
	if len(all) > in.Limit {
		out.Next = &out.Items[in.Limit-1].ID
	}
	return &bodyOf[goldenView]{Body: out}, nil
}

// GoldenBody is what an editor says of a golden question.
type GoldenBody struct {
	Text     string   `json:"text" minLength:"1" maxLength:"2000" doc:"as a shopper would ask it"`
	Lang     string   `json:"lang,omitempty" maxLength:"35" doc:"BCP 47"`
	Market   string   `json:"market,omitempty" maxLength:"2" doc:"country, two letters"`
	Channel  string   `json:"channel,omitempty" maxLength:"200"`
	Expected []string `json:"expected,omitempty" maxItems:"50" doc:"articles, any of which answers, by id, key, or the file's name in the key; left out: a person must answer"`
	Never    []string `json:"never,omitempty" maxItems:"50" doc:"articles that must not answer"`
	Kind     string   `json:"kind,omitempty" maxLength:"100" doc:"a label of your own"`
}

func (a *API) golden(id string, b GoldenBody, by string) (gate.Golden, error) {
	return gate.Golden{
		ID: id, Question: gate.Question{Text: b.Text, Lang: b.Lang, Market: b.Market, Channel: b.Channel},
		Expected: b.Expected, Never: b.Never, Kind: b.Kind, By: by, At: a.Now().UTC(),
	}.Clean()
}

type addGoldenInput struct {
	Caller
	Body GoldenBody
}

// addGolden adds one; 409 where there is one that asks the same.
func (a *API) addGolden(ctx context.Context, in *addGoldenInput) (*bodyOf[gate.Golden], error) {
	g, err := a.golden(a.NewID(), in.Body, in.who.user.Name)
	if err != nil {
		return nil, err
	}
	there, err := a.Golden.GoldenQuestions(ctx)
	if err != nil {
		return nil, fmt.Errorf("list golden questions: %w", err)
	}
	if len(there) >= maxGolden {
		return nil, tooManyGolden()
	}
	if i := slices.IndexFunc(there, func(o gate.Golden) bool { return o.Key() == g.Key() }); i >= 0 {
		return nil, fault.New(fault.Conflict, "golden_exists", "There is a golden question with this text already.").At("text").
			With("id", there[i].ID).Advise("Change that one.")
	}
	if err := a.Golden.SaveGolden(ctx, []gate.Golden{g}); err != nil {
		return nil, fmt.Errorf("add a golden question: %w", err)
	}
	return &bodyOf[gate.Golden]{Body: g}, nil
}

func tooManyGolden() error {
	return fault.New(fault.TooLarge, "too_many", "There are at most %d golden questions.", maxGolden).
		Advise("Delete those that tell nothing new: all of them are asked before every publish.")
}

type changeGoldenInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body GoldenBody
}

func (a *API) changeGolden(ctx context.Context, in *changeGoldenInput) (*bodyOf[gate.Golden], error) {
	g, err := a.golden(in.ID, in.Body, in.who.user.Name)
	if err != nil {
		return nil, err
	}
	if err := a.Golden.ChangeGolden(ctx, g); err != nil {
		return nil, fmt.Errorf("change golden question %s: %w", in.ID, err)
	}
	return &bodyOf[gate.Golden]{Body: g}, nil
}

func (a *API) deleteGolden(ctx context.Context, in *articleInput) (*nothing, error) {
	return nil, a.Golden.DeleteGolden(ctx, in.ID)
}

// listImport tells what an import of a list took.
type listImport struct {
	Rows    int `json:"rows"`
	Added   int `json:"added"`
	Changed int `json:"changed" doc:"were there already, and are as in the file now"`
}

// importGolden takes one CSV file in the field "files", all of it or nothing.
func (a *API) importGolden(c *gin.Context) {
	report, err := a.readGolden(c)
	if err != nil {
		a.fail(c, err)
		return
	}
	c.JSON(http.StatusOK, report)
}

func (a *API) readGolden(c *gin.Context) (listImport, error) {
	name, data, err := oneFile(c)
	if err != nil {
		return listImport{}, err
	}
	list, err := gate.ReadGolden(bytes.NewReader(data), name)
	if err != nil {
		return listImport{}, err
	}
	there, err := a.Golden.GoldenQuestions(c.Request.Context())
	if err != nil {
		return listImport{}, fmt.Errorf("list golden questions: %w", err)
	}
	known := make(map[string]bool, len(there))
	for _, g := range there {
		known[g.Key()] = true
	}
	r := listImport{Rows: len(list)}
	for i := range list {
		list[i].ID, list[i].By, list[i].At = a.NewID(), callerOf(c).user.Name, a.Now().UTC()
		if known[list[i].Key()] {
			r.Changed++
		} else {
			r.Added++
		}
	}
	if len(there)+r.Added > maxGolden {
		return listImport{}, tooManyGolden()
	}
	if err := a.Golden.SaveGolden(c.Request.Context(), list); err != nil {
		return listImport{}, fmt.Errorf("save golden questions: %w", err)
	}
	return r, nil
}

// oneFile takes the only file of a form: its name and what is in it.
func oneFile(c *gin.Context) (name string, data []byte, err error) {
	f, err := formOf(c)
	defer f.close()
	if err == nil && len(f.File["files"]) != 1 {
		err = fault.New(fault.Invalid, "invalid_field", "Send one file.").At("files")
	}
	if err != nil {
		return "", nil, err
	}
	unhurried(c)
	data, err = readPart(f.File["files"][0])
	return f.File["files"][0].Filename, data, err
}

// exportGolden gives all as CSV.
func (a *API) exportGolden(c *gin.Context) {
	list, err := a.Golden.GoldenQuestions(c.Request.Context())
	if err != nil {
		a.fail(c, fmt.Errorf("list golden questions: %w", err))
		return
	}
	sendCSV(a, c, "golden-questions.csv", func(b *bytes.Buffer) error { return gate.WriteGolden(b, list) })
}

// mediaCSV is a table.
const mediaCSV = "text/csv"

func sendCSV(a *API, c *gin.Context, name string, write func(*bytes.Buffer) error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		a.fail(c, fmt.Errorf("write %s: %w", name, err))
		return
	}
	c.Header("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
	c.Data(http.StatusOK, mediaCSV+"; charset=utf-8", b.Bytes())
}

func tellCSV(_ *API, op *huma.Operation) {
	op.Responses = map[string]*huma.Response{"200": {Description: op.Summary, Content: content(mediaCSV, &huma.Schema{Type: huma.TypeString})}}
}

func tellList(a *API, op *huma.Operation) {
	tellFiles(op)
	op.Responses = map[string]*huma.Response{"200": {Description: "What was taken", Content: content(mediaJSON, schemaOf[listImport](a, "ListImport"))}}
}
