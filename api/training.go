package api

import (
	"context"
	"fmt"

	"frontdesk/bot/training"
	"frontdesk/internal/fault"
)

// Lessons are the intents that the bot is taught.
type Lessons interface {
	Lessons(ctx context.Context) ([]training.Lesson, error)
	SaveIntent(ctx context.Context, i training.Intent) (training.Intent, error)
	DeleteIntent(ctx context.Context, id string) error
}

// TrainingJobs is the making of models, one at a time.
type TrainingJobs interface {
	Start(ctx context.Context, r training.Request) (training.Job, error)
	Cancel(ctx context.Context) error
	LastJob(ctx context.Context) (training.Job, error)
}

// Models are what training made, and which of them serves.
type Models interface {
	Models(ctx context.Context) ([]training.Model, error)
	Report(ctx context.Context, version int64) (training.Model, training.Report, error)
	Compare(ctx context.Context, version int64) (training.Comparison, error)
	Use(ctx context.Context, r training.UseRequest) (training.Comparison, error)
	Uses(ctx context.Context) ([]training.Use, error)
	Serving() training.Live
}

type lessonsView struct {
	Items []training.Lesson `json:"items"`
}

// listIntents lists every intent with its examples by language.
func (a *API) listIntents(ctx context.Context, _ *callerInput) (*bodyOf[lessonsView], error) {
	items, err := a.Training.Lessons(ctx)
	if err != nil {
		return nil, err
	}
	return &bodyOf[lessonsView]{Body: lessonsView{Items: orEmpty(items)}}, nil
}

// IntentBody is what an editor says of an intent.
type IntentBody struct {
	Title    string `json:"title,omitempty" maxLength:"120" doc:"of an intent of the shop's own; made of the id where it is left out"`
	Category string `json:"category,omitempty" maxLength:"64" doc:"of an intent of the shop's own: presales, order, shipping, returns, payment, technical or own"`
	Off      bool   `json:"off,omitempty" doc:"the bot no longer recognises it; its examples count as belonging to none"`
}

type addIntentInput struct {
	Caller
	Body struct {
		IntentBody
		ID string `json:"id" minLength:"1" maxLength:"64" doc:"letters, digits, _ and -; never changes"`
	}
}

// addIntent makes an intent of the shop's own.
func (a *API) addIntent(ctx context.Context, in *addIntentInput) (*bodyOf[training.Intent], error) {
	there, err := a.Training.Lessons(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range there {
		if l.ID == in.Body.ID {
			return nil, fault.New(fault.Conflict, "intent_exists", "There is an intent %s already.", l.ID).At("id").Advise("Add examples to it.")
		}
	}
	return a.saveIntent(ctx, in.who, in.Body.ID, in.Body.IntentBody)
}

type changeIntentInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body IntentBody
}

// changeIntent renames an own intent, or switches one off or on.
func (a *API) changeIntent(ctx context.Context, in *changeIntentInput) (*bodyOf[training.Intent], error) {
	there, err := a.Training.Lessons(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range there {
		if l.ID == in.ID {
			return a.saveIntent(ctx, in.who, in.ID, in.Body)
		}
	}
	return nil, fault.ErrNotFound
}

func (a *API) saveIntent(ctx context.Context, who principal, id string, b IntentBody) (*bodyOf[training.Intent], error) {
	saved, err := a.Training.SaveIntent(ctx, training.Intent{ID: id, Title: b.Title, Category: b.Category, Off: b.Off, UpdatedBy: who.user.Name})
	if err != nil {
		return nil, err
	}
	return &bodyOf[training.Intent]{Body: saved}, nil
}

// deleteIntent removes an own intent without examples.
func (a *API) deleteIntent(ctx context.Context, in *articleInput) (*nothing, error) {
	return nil, a.Training.DeleteIntent(ctx, in.ID)
}

type trainingView struct {
	Live    int64        `json:"live" doc:"version of the model that serves here; 0: the one that ships"`
	Problem string       `json:"problem,omitempty" doc:"why another model serves than the one that was put to use"`
	Job     training.Job `json:"job" doc:"the training that is under way or was last; without id before the first"`
}

// getTraining shows what serves and what is under way.
func (a *API) getTraining(ctx context.Context, _ *callerInput) (*bodyOf[trainingView], error) {
	job, err := a.Training.LastJob(ctx)
	if err != nil {
		return nil, fmt.Errorf("load training: %w", err)
	}
	live := a.Training.Serving()
	return &bodyOf[trainingView]{Body: trainingView{Live: live.Version, Problem: live.Problem, Job: job}}, nil
}

type startTrainingInput struct {
	Caller
	Body struct {
		Note string `json:"note,omitempty" maxLength:"300" doc:"for colleagues: what is new"`
		Seed uint64 `json:"seed,omitempty" maximum:"9007199254740991" doc:"equal seeds and examples give equal models; 1 where it is left out"`
	}
}

// startTraining begins a training; 409 while one is under way.
func (a *API) startTraining(ctx context.Context, in *startTrainingInput) (*bodyOf[training.Job], error) {
	job, err := a.Training.Start(ctx, training.Request{By: in.who.user.Name, Note: in.Body.Note, Seed: in.Body.Seed})
	if err != nil {
		return nil, err
	}
	return &bodyOf[training.Job]{Body: job}, nil
}

// cancelTraining ends the one under way.
func (a *API) cancelTraining(ctx context.Context, _ *callerInput) (*nothing, error) {
	return nil, a.Training.Cancel(ctx)
}

type modelsView struct {
	Items []training.Model `json:"items"`
	Uses  []training.Use   `json:"uses" doc:"which was put to use when, by whom, the newest first"`
}

// listModels lists models and how they came to serve.
func (a *API) listModels(ctx context.Context, _ *callerInput) (*bodyOf[modelsView], error) {
	items, err := a.Training.Models(ctx)
	if err != nil {
		return nil, err
	}
	uses, err := a.Training.Uses(ctx)
	if err != nil {
		return nil, fmt.Errorf("list uses: %w", err)
	}
	return &bodyOf[modelsView]{Body: modelsView{Items: orEmpty(items), Uses: orEmpty(uses)}}, nil
}

type modelInput struct {
	Caller
	Version int64 `path:"version" minimum:"0" doc:"0: the model that ships"`
}

type reportView struct {
	Model  training.Model  `json:"model"`
	Report training.Report `json:"report"`
}

type reportOutput struct {
	ContentDisposition string `header:"Content-Disposition"`
	Body               reportView
}

// getReport gives a model's figures, confusions and warnings, named as a file.
func (a *API) getReport(ctx context.Context, in *modelInput) (*reportOutput, error) {
	m, r, err := a.Training.Report(ctx, in.Version)
	if err != nil {
		return nil, err
	}
	r.Intents, r.Confusions, r.Warnings, r.Languages = orEmpty(r.Intents), orEmpty(r.Confusions), orEmpty(r.Warnings), orEmpty(r.Languages)
	r.RiskCoverage, r.Budgets, r.Reliability = orEmpty(r.RiskCoverage), orEmpty(r.Budgets), orEmpty(r.Reliability)
	return &reportOutput{
		ContentDisposition: fmt.Sprintf(`attachment; filename="model-%d.json"`, in.Version), Body: reportView{Model: m, Report: r},
	}, nil
}

// compareModel holds a model against the one that serves.
func (a *API) compareModel(ctx context.Context, in *modelInput) (*bodyOf[training.Comparison], error) {
	c, err := a.Training.Compare(ctx, in.Version)
	if err != nil {
		return nil, err
	}
	return &bodyOf[training.Comparison]{Body: c}, nil
}

type useModelInput struct {
	Caller
	Version int64 `path:"version" minimum:"0" doc:"0: the model that ships"`
	Body    struct {
		Force  bool   `json:"force,omitempty" doc:"although it is worse"`
		Reason string `json:"reason,omitempty" maxLength:"500" doc:"why, with force; it is recorded"`
	}
}

// useModel puts a model to use; 409 worse_model with the figures where it is
// worse than the live one and not forced.
func (a *API) useModel(ctx context.Context, in *useModelInput) (*bodyOf[training.Comparison], error) {
	c, err := a.Training.Use(ctx, training.UseRequest{Version: in.Version, By: in.who.user.Name, Force: in.Body.Force, Reason: in.Body.Reason})
	if err != nil {
		return nil, err
	}
	c.Worse, c.Intents = orEmpty(c.Worse), orEmpty(c.Intents)
	return &bodyOf[training.Comparison]{Body: c}, nil
}
