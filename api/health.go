package api

import (
	"context"
	"net/http"
	"time"
)

// probeTimeout bounds one check of readiness.
const probeTimeout = 3 * time.Second

type noInput struct{}

type healthView struct {
	Status string `json:"status"`
}

// healthz says that the process serves requests, and nothing more: a database
// that is down must not get it restarted.
func (a *API) healthz(context.Context, *noInput) (*bodyOf[healthView], error) {
	return &bodyOf[healthView]{Body: healthView{Status: "ok"}}, nil
}

type readyView struct {
	Status string            `json:"status" doc:"ok or unavailable"`
	Checks map[string]string `json:"checks" doc:"ok, failed, or degraded for what it can do without"`
}

type readyOutput struct {
	Status int
	Body   readyView
}

// readyz says whether requests can be served well. What is wrong in detail
// stands in the log.
func (a *API) readyz(ctx context.Context, _ *noInput) (*readyOutput, error) {
	out := &readyOutput{Status: http.StatusOK, Body: readyView{Status: "ok", Checks: map[string]string{}}}
	for _, c := range a.Checks {
		probe, cancel := context.WithTimeout(ctx, probeTimeout)
		err := c.Probe(probe)
		cancel()
		out.Body.Checks[c.Name] = "ok"
		switch {
		case err != nil && c.Optional:
			out.Body.Checks[c.Name] = "degraded"
		case err != nil:
			if ctx.Err() == nil { // else who asked has gone away, and learns nothing
				a.log.Error("not ready", "check", c.Name, "err", err)
			}
			out.Body.Checks[c.Name] = "failed"
			out.Status, out.Body.Status = http.StatusServiceUnavailable, "unavailable"
		}
	}
	return out, nil
}
