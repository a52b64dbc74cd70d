package api

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/knowledge/gate"
)

// Gatekeeper tells what a publish would change of the answers, and stops one that
// makes them worse.
type Gatekeeper interface {
	Mode() gate.Mode
	Check(ctx context.Context, savings []knowledge.Saving, tell gate.Progress) (gate.Report, error)
	// Pass gives the savings as they may be stored; fault.Conflict with the code
	// gate_failed where they may not, unless a reason is given.
	Pass(ctx context.Context, savings []knowledge.Saving, reason string) ([]knowledge.Saving, error)
}

// GateBody names the articles whose publish is tried.
type GateBody struct {
	Items []GateItem `json:"items" minItems:"1" maxItems:"200"`
}

// GateItem is one of them.
type GateItem struct {
	ID      string `json:"id" maxLength:"100"`
	Version int64  `json:"version" minimum:"1" doc:"that you have seen"`
	Release int64  `json:"release,omitempty" minimum:"0" doc:"to bring back; 0: what is being written"`
}

// gateEvent is one line of the answer.
type gateEvent struct {
	Done   int          `json:"done,omitempty"`
	Total  int          `json:"total,omitempty" doc:"questions to ask"`
	Report *gate.Report `json:"report,omitempty" doc:"the last line"`
	Error  *Problem     `json:"error,omitempty" doc:"the last line, where it failed after it began"`
}

// checkGate asks the golden and the real questions of a copy of the knowledge base
// in which the articles are published, and tells how far it is, a line each. Whoever
// goes away cancels it.
func (a *API) checkGate(c *gin.Context) {
	var body GateBody
	in := json.NewDecoder(c.Request.Body)
	in.DisallowUnknownFields()
	if err := in.Decode(&body); err != nil || len(body.Items) == 0 || len(body.Items) > maxBulk {
		a.fail(c, fault.New(fault.Invalid, "invalid_field", "Name 1 to %d articles.", maxBulk).At("items"))
		return
	}
	savings, err := a.tried(c.Request.Context(), body, a.step(callerOf(c), ""))
	if err != nil {
		a.fail(c, err)
		return
	}
	unhurried(c)
	c.Header("Content-Type", mediaLines)
	c.Header("X-Accel-Buffering", "no") // proxies shall not collect the lines
	out := &lineWriter{w: c.Writer}
	report, err := a.tryGate(c.Request.Context(), savings, out.progress)
	switch {
	case c.Request.Context().Err() != nil: // nobody listens any more
	case err != nil:
		p := problemOf(err, requestID(c))
		a.logFailure(c, p)
		out.write(gateEvent{Error: p})
	default:
		out.write(gateEvent{Report: &report})
	}
}

func (a *API) tryGate(ctx context.Context, savings []knowledge.Saving, tell gate.Progress) (gate.Report, error) {
	if a.Gate == nil {
		return gate.Report{Mode: gate.Off, Changes: []gate.Change{}, Worse: []gate.Worse{}}, nil
	}
	r, err := a.Gate.Check(ctx, savings, tell)
	if err != nil {
		return r, fmt.Errorf("check a publish: %w", err)
	}
	return r, nil
}

// mediaLines is one JSON value a line.
const mediaLines = "application/x-ndjson"

// lineWriter writes events, progress not more often than people can see.
type lineWriter struct {
	w    gin.ResponseWriter
	mu   sync.Mutex
	last time.Time
}

func (l *lineWriter) progress(done, total int) {
	if now := time.Now(); done == total || now.Sub(l.last) >= 200*time.Millisecond {
		l.last = now
		l.write(gateEvent{Done: done, Total: total})
	}
}

func (l *lineWriter) write(e gateEvent) {
	l.mu.Lock()
	defer l.mu.Unlock()
	raw, err := json.Marshal(e)
	if err != nil {
		return
	}
	_, _ = l.w.Write(append(raw, '\n')) // who went away is found out by the request's context
	l.w.Flush()
}

// tried is what would be saved if the articles were published now.
func (a *API) tried(ctx context.Context, body GateBody, s knowledge.Step) ([]knowledge.Saving, error) {
	out := make([]knowledge.Saving, len(body.Items))
	for i, item := range body.Items {
		art, err := a.Articles.Article(ctx, item.ID)
		if err != nil {
			return nil, fmt.Errorf("load article %s: %w", item.ID, err)
		}
		if art.Version != item.Version {
			return nil, lostUpdate(art)
		}
		if item.Release > 0 {
			old, err := a.Articles.ReleaseOf(ctx, item.ID, item.Release)
			if err != nil {
				return nil, fmt.Errorf("load release %d of article %s: %w", item.Release, item.ID, err)
			}
			if art, err = bringBack(art, old, s); err != nil {
				return nil, err
			}
		} else if art, err = art.Publish(s); err != nil {
			return nil, namingArticle(err, item.ID)
		}
		out[i] = knowledge.Saving{Article: art, Passages: a.Splitter.Split(art)}
	}
	return out, nil
}

// publish stores articles that readers will see otherwise, if the gate lets them.
func (a *API) publish(ctx context.Context, savings []knowledge.Saving, reason string) ([]knowledge.Article, error) {
	for i := range savings {
		savings[i].Passages = a.Splitter.Split(savings[i].Article)
	}
	if a.Gate != nil {
		var err error
		if savings, err = a.Gate.Pass(ctx, savings, strings.TrimSpace(reason)); err != nil {
			return nil, err
		}
	}
	return a.saveArticles(ctx, savings)
}

func tellGate(a *API, op *huma.Operation) {
	op.RequestBody = &huma.RequestBody{Required: true, Content: content(mediaJSON, schemaOf[GateBody](a, "GateBody"))}
	op.Responses = map[string]*huma.Response{"200": {
		Description: "Lines of JSON: how far it is, and last the report or the failure", Content: content(mediaLines, schemaOf[gateEvent](a, "GateEvent")),
	}}
}
