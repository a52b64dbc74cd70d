package api_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"frontdesk/api"
	"frontdesk/internal/auth"
)

// callers are everybody who may come to a route, with what proves it.
func (w *world) callers() map[auth.Role]map[string]string {
	out := map[auth.Role]map[string]string{"": {}, "channel": bearer(restToken)}
	for _, role := range []auth.Role{auth.RoleAgent, auth.RoleEditor, auth.RoleSupervisor, auth.RoleAdmin} {
		_, out[role] = w.person(role, "Matrix "+string(role))
	}
	v := w.visit(map[string]any{}).want(w.t, 200, "")
	out[auth.RoleShopper] = bearer(v.json["token"].(string))
	return out
}

// TestMatrix sends every role to every route of the table and holds the answer
// against the table: nobody gets in who is not named, nobody is kept out who is.
func TestMatrix(t *testing.T) {
	w := newWorld(t, func(c *api.Config) { c.Limits.RequestsPerSecond = 1e6 })
	for _, r := range w.api.Routes() {
		callers := w.callers() // anew: signing out is among the routes
		for role, proof := range callers {
			if r.Status == http.StatusSwitchingProtocols && len(r.Who) == 0 {
				continue // open to all; its own tests try the origin and the site
			}
			if r.Path == "/v1/widget/events" && role == auth.RoleShopper {
				continue // never ends; the stream has tests of its own
			}
			body := any(nil)
			if r.Method != http.MethodGet && r.Method != http.MethodDelete {
				body = "{}"
			}
			got := w.do(req{r.Method, strings.NewReplacer("{id}", "none", "{seq}", "1").Replace(r.Path), body, proof})
			refused := got.status == http.StatusUnauthorized || got.status == http.StatusForbidden
			allowed := len(r.Who) == 0 || slices.Contains(r.Who, role)
			signIn := r.Path == "/v1/session" && r.Method == http.MethodPost
			if refused == allowed && !signIn && r.Path != "/v1/widget/sessions" {
				t.Errorf("%s %s as %q: %d %s; in the table: %v", r.Method, r.Path, role, got.status, got.code(), r.Who)
			}
			if !allowed && (role == "" && got.code() != "unauthenticated" || got.json["request_id"] == nil) {
				t.Errorf("%s %s as %q: refused with %s", r.Method, r.Path, role, got.raw)
			}
		}
	}
}

// TestOpenAPI holds the description against the table: the same routes, no more
// and no fewer.
func TestOpenAPI(t *testing.T) {
	w := newWorld(t)
	got := w.do(req{"GET", "/openapi.json", nil, nil}).want(t, 200, "")
	if v := got.json["openapi"]; v != "3.1.0" {
		t.Errorf("openapi %v", v)
	}
	var described, table []string
	for path, verbs := range got.json["paths"].(map[string]any) {
		for verb := range verbs.(map[string]any) {
			described = append(described, strings.ToUpper(verb)+" "+path)
		}
	}
	for _, r := range w.api.Routes() {
		table = append(table, r.Method+" "+r.Path)
	}
	slices.Sort(described)
	slices.Sort(table)
	if !slices.Equal(described, table) {
		t.Errorf("described:\n%s\ntable:\n%s", strings.Join(described, "\n"), strings.Join(table, "\n"))
	}
}

// Types of two packages may share a name: the description tells them apart, and
// every reference in it leads somewhere.
func TestDocumentTellsTypesOfPackagesApart(t *testing.T) {
	w := newWorld(t)
	got := w.do(req{"GET", "/openapi.json", nil, nil}).want(t, 200, "")
	for name, member := range map[string]string{"GateReport": "golden", "TrainingReport": "confusions", "KnowledgeArticle": "title", "GateEvent": "report"} {
		if got.at("components", "schemas", name, "properties", member) == nil {
			t.Errorf("there is no %s with %s", name, member)
		}
	}
	for _, ref := range regexp.MustCompile(`"#/components/schemas/([^"]+)"`).FindAllStringSubmatch(string(got.raw), -1) {
		if got.at("components", "schemas", ref[1]) == nil {
			t.Errorf("%s is nowhere", ref[1])
		}
	}
}

// Whoever builds on the document alone must find every answer in it.
func TestDocumentTellsEveryAnswer(t *testing.T) {
	w := newWorld(t)
	got := w.do(req{"GET", "/openapi.json", nil, nil}).want(t, 200, "")
	for path, ops := range got.json["paths"].(map[string]any) {
		for method, op := range ops.(map[string]any) {
			responses := dig(op, "responses").(map[string]any)
			if responses["default"] == nil {
				t.Errorf("%s %s: nothing is said of failures", method, path)
			}
			for status, r := range responses {
				if status != "204" && status != "101" && dig(r, "content") == nil {
					t.Errorf("%s %s: %s has no content", method, path, status)
				}
			}
		}
	}
	answers := got.at("paths", "/v1/messages", "post", "responses").(map[string]any)
	for status, member := range map[string]string{"200": "decision", "202": "seq"} {
		ref := str(dig(answers[status], "content", "application/json", "schema", "$ref"))
		name := ref[strings.LastIndex(ref, "/")+1:]
		if got.at("components", "schemas", name, "properties", member) == nil {
			t.Errorf("%s %s has no %s", status, ref, member)
		}
	}
	if s := str(got.at("paths", "/v1/messages", "post", "security")); s != "[map[token:[]]]" {
		t.Errorf("a channel signs in by %s", s)
	}
}
