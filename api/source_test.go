package api_test

import (
	"testing"

	"frontdesk/internal/auth"
)

func TestSources(t *testing.T) {
	w := newWorld(t)
	_, ed := w.person(auth.RoleEditor, "Ed")
	body := map[string]any{"name": "help", "kind": "crawl", "url": w.srv.URL + "/help", "include": []string{"/help/**"}, "schedule": map[string]any{"every_hours": 24}, "paused": true}
	s := w.do(req{"POST", "/v1/sources", body, ed}).want(t, 201, "")
	path := "/v1/sources/" + str(s.json["id"])
	if s.json["created_by"] != "Ed" || s.json["max_pages"] != 500.0 || s.json["version"] != 1.0 || s.json["last"] != nil {
		t.Errorf("added %s", s.raw)
	}
	w.do(req{"POST", "/v1/sources", body, ed}).want(t, 409, "source_exists")
	for _, c := range []struct {
		field string
		value any
		code  string
		at    string
	}{
		{"kind", "ftp", "invalid_field", ""}, {"url", "file:///etc/passwd", "url_not_allowed", "url"},
		{"exclude", []string{"help"}, "invalid_field", "exclude"}, {"max_pages", 1e9, "invalid_field", ""},
		{"schedule", map[string]any{"daily_at": "soon"}, "invalid_field", "schedule.daily_at"},
	} {
		bad := map[string]any{"name": "other", "kind": "crawl", "url": "https://shop.example/"}
		bad[c.field] = c.value
		got := w.do(req{"POST", "/v1/sources", bad, ed}).want(t, 422, c.code)
		if c.at != "" && str(got.json["field"]) != c.at {
			t.Errorf("%s: %s", c.field, got.raw)
		}
	}
	run := w.do(req{"POST", path + "/run", nil, ed}).want(t, 202, "")
	ended := w.imported(ed, str(run.json["id"]))
	if ended.json["kind"] != "source" || ended.json["source"] != "help" {
		t.Errorf("run %s", ended.raw)
	}
	rows := w.do(req{"GET", "/v1/imports/" + str(run.json["id"]) + "/rows", nil, ed}).want(t, 200, "")
	if str(rows.at("items", 0, "code")) != "ssrf_blocked" {
		t.Errorf("a private site: %s", rows.raw)
	}
	got := w.do(req{"GET", path, nil, ed}).want(t, 200, "")
	if str(got.at("last", "id")) != str(run.json["id"]) {
		t.Errorf("read %s", got.raw)
	}
	delete(body, "name")
	body["version"], body["max_pages"] = 1, 7
	changed := w.do(req{"PUT", path, body, ed}).want(t, 200, "")
	if changed.json["max_pages"] != 7.0 || changed.json["name"] != "help" || changed.json["version"] != 2.0 {
		t.Errorf("changed %s", changed.raw)
	}
	w.do(req{"PUT", path, body, ed}).want(t, 412, "version_conflict")
	w.do(req{"GET", path + "/pages?status=ok", nil, ed}).want(t, 200, "")
	trial := w.do(req{"POST", "/v1/sources/preview", map[string]any{"kind": "page", "url": w.srv.URL + "/demo"}, ed}).want(t, 200, "")
	if str(trial.at("refused", 0, "code")) != "ssrf_blocked" || trial.json["robots"] != "unreachable" {
		t.Errorf("tried %s", trial.raw)
	}
	if list := w.do(req{"GET", "/v1/sources", nil, ed}).want(t, 200, ""); len(list.json["items"].([]any)) != 1 {
		t.Errorf("listed %s", list.raw)
	}
	w.do(req{"DELETE", path + "?articles=archive", nil, ed}).want(t, 204, "")
	w.do(req{"GET", path, nil, ed}).want(t, 404, "not_found")
}
