package api_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"mime/multipart"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/training"
	"frontdesk/internal/auth"
)

// unused is a store in which no model was ever put to use.
type unused struct{ training.Store }

func (unused) LiveModel(context.Context) (int64, error) { return training.Shipped, nil }

// shipped is loaded once for all tests: it takes long with the race detector.
var shipped = sync.OnceValues(func() (training.Live, error) { return training.LoadLive(context.Background(), unused{}, nil) })

// trainer makes the trainer of a shop in a language that the pack does not
// speak: a test then trains on its own few examples.
func (w *world) trainer(log *slog.Logger) {
	live, err := shipped()
	must(w.t, err)
	w.training = training.New(w.store, bot.NewEngine(live.Model.Analyzer(), live.Model), live, training.Config{
		Languages: []string{"sw"}, Now: time.Now, NewID: newID, Log: log, Poll: 20 * time.Millisecond, Beat: 20 * time.Millisecond,
	})
}

// form is a multipart form with one file.
func form(name, content string) (body string, contentType string) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, _ := m.CreateFormFile("files", name) // a buffer takes everything
	_, _ = part.Write([]byte(content))
	_ = m.Close()
	return b.String(), m.FormDataContentType()
}

func (w *world) importCSV(content string, who map[string]string) answer {
	return w.sendCSV("/v1/training/examples/import", content, who)
}

func (w *world) sendCSV(path, content string, who map[string]string) answer {
	w.t.Helper()
	body, contentType := form("shop.csv", content)
	h := map[string]string{"Content-Type": contentType}
	for k, v := range who {
		h[k] = v
	}
	return w.do(req{"POST", path, body, h})
}

// lines of colours and sizes, n of each.
func lessons(n int) string {
	var b strings.Builder
	b.WriteString("text,intent\n")
	for i := range n {
		fmt.Fprintf(&b, "which colour %d does it come in,colours\nwhat size %d should I take,size_advice\n", i, i)
	}
	return b.String()
}

// An editor teaches, trains, compares and uses by the API alone.
func TestTraining(t *testing.T) {
	w := newWorld(t)
	editor, me := w.person(auth.RoleEditor, "Mara")
	do := func(method, path string, body any) answer { return w.do(req{method, "/v1/training" + path, body, me}) }

	w.importCSV("text,intent\nhello,greeting\nhello,goodbye\n", me).want(t, 422, "bad_csv")
	got := w.importCSV(lessons(12), me).want(t, 200, "")
	if got.at("added") != 24.0 || got.at("intents", 1) != "size_advice" {
		t.Errorf("imported %s", got.raw)
	}
	do("DELETE", "", nil).want(t, 404, "not_found")
	do("POST", "", map[string]any{"note": "first"}).want(t, 202, "")
	job := w.trained(me)
	if job.at("job", "version") != 1.0 || job.at("job", "by") != editor.Name || job.at("live") != 0.0 {
		t.Fatalf("trained %s", job.raw)
	}
	report := do("GET", "/models/1/report", nil).want(t, 200, "")
	if !strings.Contains(report.header.Get("Content-Disposition"), "model-1.json") || report.at("model", "figures", "own") != 24.0 {
		t.Errorf("report %s", report.raw)
	}
	if c := do("GET", "/models/1/comparison", nil).want(t, 200, ""); c.at("in_scope").(float64) < 10 || c.at("accuracy", "live") != 0.0 {
		t.Errorf("comparison %s", c.raw)
	}
	do("POST", "/models/7/use", map[string]any{}).want(t, 404, "not_found")
	do("POST", "/models/1/use", map[string]any{"force": true}).want(t, 422, "reason_missing")
	do("POST", "/models/1/use", map[string]any{}).want(t, 200, "")
	do("POST", "/models/1/use", map[string]any{}).want(t, 409, "already_live")
	models := do("GET", "/models", nil).want(t, 200, "")
	if models.at("items", 0, "live") != true || models.at("uses", 0, "by") != editor.Name {
		t.Errorf("models %s", models.raw)
	}
	// Going back to a model that knows none of this is refused, with the figures.
	worse := do("POST", "/models/0/use", map[string]any{}).want(t, 409, "worse_model")
	if worse.at("comparison", "worse", 0) != "accuracy" || worse.at("hint") == nil {
		t.Errorf("refused with %s", worse.raw)
	}
}

// trained waits for the end of the training under way.
func (w *world) trained(me map[string]string) answer {
	w.t.Helper()
	for deadline := time.Now().Add(time.Minute); ; { // the race detector makes training ten times slower
		got := w.do(req{"GET", "/v1/training", nil, me}).want(w.t, 200, "")
		if got.at("job", "stage") == "ended" || time.Now().After(deadline) {
			return got
		}
		<-time.After(10 * time.Millisecond)
	}
}

func TestExamplesAndIntents(t *testing.T) {
	w := newWorld(t)
	_, me := w.person(auth.RoleAdmin, "Li")
	do := func(method, path string, body any) answer { return w.do(req{method, "/v1/training" + path, body, me}) }

	do("POST", "/intents", map[string]any{"id": "size advice"}).want(t, 422, "invalid_intent")
	do("POST", "/intents", map[string]any{"id": "size_advice", "category": "presales"}).want(t, 201, "")
	do("POST", "/intents", map[string]any{"id": "size_advice"}).want(t, 409, "intent_exists")
	do("POST", "/intents", map[string]any{"id": "wholesale"}).want(t, 409, "intent_exists")
	do("PUT", "/intents/wholesale", map[string]any{"off": true}).want(t, 200, "")
	do("PUT", "/intents/affirm", map[string]any{"off": true}).want(t, 422, "intent_needed")
	do("PUT", "/intents/colours", map[string]any{}).want(t, 404, "not_found")
	do("DELETE", "/intents/wholesale", nil).want(t, 409, "shipped_intent")

	add := map[string]any{"text": "Does it run small?", "intent": "size_advice", "conversation": "c-1"}
	e := do("POST", "/examples", add).want(t, 201, "")
	if e.at("origin") != "conversation" || e.at("created_by") != "Li" || e.at("language") != "en" {
		t.Errorf("added %s", e.raw)
	}
	do("POST", "/examples", add).want(t, 409, "known_example")
	other := do("POST", "/examples", map[string]any{"text": "does it run SMALL?", "intent": "none"}).want(t, 409, "other_intent")
	if other.at("field") != "text" || other.at("intent") != "size_advice" || other.at("example") != e.at("id") || other.at("hint") == nil {
		t.Errorf("refused with %s", other.raw)
	}
	do("POST", "/examples", map[string]any{"text": "hm", "intent": "colours"}).want(t, 422, "unknown_intent")
	do("POST", "/examples", map[string]any{"text": "hm", "intent": "none", "lang": "en"}).want(t, 422, "invalid_field")
	id := str(e.at("id"))
	do("PUT", "/examples/"+id, map[string]any{"text": "Runs small?", "intent": "none", "language": "en"}).want(t, 200, "")
	do("DELETE", "/intents/size_advice", nil).want(t, 204, "")
	if l := do("GET", "/examples?intent=none&q=RUNS", nil).want(t, 200, ""); l.at("total") != 1.0 || l.at("items", 0, "id") != id {
		t.Errorf("listed %s", l.raw)
	}
	do("GET", "/examples?origin=pack", nil).want(t, 200, "")
	do("GET", "/examples?origin=elsewhere", nil).want(t, 422, "invalid_field")
	do("DELETE", "/examples/"+id, nil).want(t, 200, "")
	do("DELETE", "/examples/"+id, nil).want(t, 404, "not_found")
	list := do("GET", "/intents", nil).want(t, 200, "")
	if n := len(list.at("items").([]any)); n < 40 {
		t.Errorf("%d intents", n)
	}
}
