package api_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"frontdesk/internal/auth"
)

// lines reads an answer of JSON lines.
func lines(t *testing.T, raw []byte) (out []map[string]any) {
	t.Helper()
	for line := range bytes.Lines(raw) {
		var v map[string]any
		if err := json.Unmarshal(line, &v); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		out = append(out, v)
	}
	return out
}

func (a author) gate(of answer, more map[string]any) map[string]any {
	a.t.Helper()
	item := map[string]any{"id": of.json["id"], "version": of.json["version"]}
	for k, v := range more {
		item[k] = v
	}
	got := a.w.do(req{"POST", "/v1/gate", map[string]any{"items": []any{item}}, a.proof})
	if got.status != 200 {
		a.t.Fatalf("gate: %d %s", got.status, got.raw)
	}
	all := lines(a.t, got.raw)
	return all[len(all)-1]["report"].(map[string]any)
}

// TestGate: a publish after which a golden question is answered worse is refused with
// the report, is made with a reason, and the release keeps both.
func TestGate(t *testing.T) {
	w := newWorld(t)
	ed := newAuthor(t, w, "Ed")
	ed.add(map[string]any{"title": "Shipping", "body": "Parcels take two days."})
	returns := ed.add(map[string]any{"title": "Returns", "body": "You can return tents within thirty days.", "key": "help/returns.md"})
	returns = ed.step(returns, "publish", nil).want(t, 200, "") // nothing is asked yet
	if got := w.do(req{"GET", "/v1/articles/" + str(returns.json["id"]) + "/releases", nil, ed.proof}).at("items", 0, "gate"); got != nil {
		t.Errorf("a release without questions has %v", got)
	}
	w.do(req{"POST", "/v1/golden", map[string]any{"text": "return tents", "lang": "en", "expected": []string{"returns"}}, ed.proof}).want(t, 201, "")
	w.do(req{"POST", "/v1/golden", map[string]any{"text": " Return  tents", "lang": "en"}, ed.proof}).want(t, 409, "golden_exists")

	returns = ed.put(returns, map[string]any{"title": "Sending back", "body": "Nothing is said.", "locale": "en"}).want(t, 200, "")
	report := ed.gate(returns, nil)
	if dig(report, "changes", 0, "effect") != "lost" || dig(report, "changes", 0, "worse") != true || dig(report, "worse", 0, "code") != "golden_lost" {
		t.Errorf("report: %v", report)
	}
	refused := ed.step(returns, "publish", nil).want(t, 409, "gate_failed")
	if refused.at("report", "changes", 0, "text") != "return tents" || refused.json["hint"] == nil {
		t.Errorf("refused: %s", refused.raw)
	}
	ed.step(returns, "publish", map[string]any{"override": "   "}).want(t, 409, "gate_failed")
	bulk := map[string]any{"action": "publish", "items": []any{map[string]any{"id": returns.json["id"], "version": returns.json["version"]}}}
	w.do(req{"POST", "/v1/articles/bulk", bulk, ed.proof}).want(t, 409, "gate_failed")
	done := ed.step(returns, "publish", map[string]any{"override": "we no longer take them back"}).want(t, 200, "")
	if text := str(done.at("remarks", 0, "text")); !strings.Contains(text, "we no longer take them back") {
		t.Errorf("remark: %s", text)
	}
	path := "/v1/articles/" + str(returns.json["id"]) + "/releases"
	if got := w.do(req{"GET", path + "/2", nil, ed.proof}); got.at("gate", "reason") != "we no longer take them back" || got.at("gate", "worse", 0) != "golden_lost" {
		t.Errorf("release: %s", got.raw)
	}

	// Bringing the first release back is better, and so is a publish that nobody has asked about.
	if report := ed.gate(done, map[string]any{"release": 1}); dig(report, "changes", 0, "effect") != "gained" || len(report["worse"].([]any)) > 0 {
		t.Errorf("rollback: %v", report)
	}
	back := ed.step(done, "rollback", map[string]any{"release": 1}).want(t, 200, "")
	if got := w.do(req{"GET", path + "/3", nil, ed.proof}); got.at("gate", "golden") != 1.0 || got.at("gate", "reason") != nil {
		t.Errorf("release: %s", got.raw)
	}
	w.do(req{"POST", "/v1/gate", map[string]any{"items": []any{map[string]any{"id": back.json["id"], "version": 1}}}, ed.proof}).want(t, 412, "version_conflict")
	w.do(req{"POST", "/v1/gate", map[string]any{"items": []any{}}, ed.proof}).want(t, 422, "invalid_field")
}

// TestGoldenQuestions writes, lists, changes and deletes golden questions, and moves
// them by CSV.
func TestGoldenQuestions(t *testing.T) {
	w := newWorld(t)
	_, me := w.person(auth.RoleEditor, "Ed")
	do := func(method, path string, body any) answer { return w.do(req{method, "/v1/golden" + path, body, me}) }
	load := func(csv string) answer { return w.sendCSV("/v1/golden/import", csv, me) }
	first := do("POST", "", map[string]any{"text": "how long?", "lang": "en", "market": "de", "expected": []string{"returns", "returns"}}).want(t, 201, "")
	if first.at("market") != "DE" || first.at("expected", 1) != nil {
		t.Errorf("cleaned: %s", first.raw)
	}
	for _, c := range []struct {
		body map[string]any
		code string
	}{
		{map[string]any{"text": "  "}, "empty_question"}, {map[string]any{"text": "x", "lang": "english!"}, "unknown_language"},
		{map[string]any{"text": "x", "market": "1X"}, "unknown_market"},
		{map[string]any{"text": "x", "expected": []string{"a"}, "never": []string{"a"}}, "expected_and_never"},
	} {
		do("POST", "", c.body).want(t, 422, c.code)
	}
	id := str(first.json["id"])
	do("PUT", "/"+id, map[string]any{"text": "how far?", "never": []string{"shipping"}}).want(t, 200, "")
	do("PUT", "/none", map[string]any{"text": "x"}).want(t, 404, "not_found")
	if got := load("language,text,expected,kind\nen,How FAR?,none,direct\nde,Wie lange?,a|b,\n"); got.at("added") != 2.0 {
		t.Errorf("import: %s", got.raw) // the stored one has no language: another question
	}
	if got := load("text,language,expected\nhow far?,en,c\n"); got.at("changed") != 1.0 {
		t.Errorf("import again: %s", got.raw)
	}
	for csv, at := range map[string]string{
		"language,text,expected\nen,x,\n": ":2:6:", "language,text\nen,x\n": "expected", "language,text,expected\nen,x,a\nen,X,b\n": "line 2",
		"language,text,expected,colour\n": "colour", "": "empty", "language,text,expected\n": "no questions", "language,text,expected\nen,\"x,a\n": ":2:",
		"language,text,expected\nen,\xff,a\n": "UTF-8",
	} {
		if got := load(csv); got.status != 422 || !strings.Contains(str(got.json["detail"]), at) {
			t.Errorf("%q: %d %s", csv, got.status, got.raw)
		}
	}
	page := do("GET", "?limit=2", nil).want(t, 200, "")
	rest := do("GET", "?limit=2&after="+str(page.at("next")), nil).want(t, 200, "")
	if page.at("total") != 3.0 || page.at("mode") != "block" || len(rest.at("items").([]any)) != 1 {
		t.Errorf("pages: %s %s", page.raw, rest.raw)
	}
	if got := do("GET", "?q=shipping", nil); got.at("total") != 1.0 {
		t.Errorf("search: %s", got.raw)
	}
	want := "id,language,text,expected,kind,market,never\n"
	out := do("GET", "/export", nil).want(t, 200, "")
	if got := string(out.raw); !strings.HasPrefix(got, want) || strings.Count(got, "\n") != 4 || !strings.Contains(out.header.Get("Content-Type"), "text/csv") {
		t.Errorf("export: %s", got)
	}
	if got := load(string(out.raw)); got.at("changed") != 3.0 {
		t.Errorf("what was exported is read: %s", got.raw)
	}
	do("DELETE", "/"+id, nil).want(t, 204, "")
	do("DELETE", "/"+id, nil).want(t, 404, "not_found")
}

// TestGlossary writes terms, moves them by CSV, and finds with them at once.
func TestGlossary(t *testing.T) {
	w := newWorld(t)
	_, me := w.person(auth.RoleEditor, "Ed")
	do := func(method, path string, body any) answer { return w.do(req{method, "/v1/glossary" + path, body, me}) }
	load := func(csv string) answer { return w.sendCSV("/v1/glossary/import", csv, me) }
	hints, stop := w.hub.Subscribe(8)
	defer stop()
	first := do("POST", "", map[string]any{"forms": map[string]any{"en": []string{"sneakers", "trainers", "Trainers "}, "de-AT": []string{"Turnschuhe"}}}).want(t, 201, "")
	if first.at("forms", "de", 0) != "Turnschuhe" || first.at("forms", "en", 2) != nil {
		t.Errorf("cleaned: %s", first.raw)
	}
	if h := <-hints; h.Kind != "knowledge" {
		t.Errorf("hint: %+v", h)
	}
	do("POST", "", map[string]any{"forms": map[string]any{"en": []string{"alone"}}}).want(t, 422, "lonely_term")
	id := str(first.json["id"])
	do("PUT", "/"+id, map[string]any{"forms": map[string]any{"und": []string{"Tarnfell"}}, "keep": true, "note": "our name"}).want(t, 200, "")
	do("PUT", "/none", map[string]any{"forms": map[string]any{"en": []string{"a", "b"}}}).want(t, 404, "not_found")
	if got := load("id,keep,note,en,de\n" + id + ",yes,ours,Tarnfell,\n,,,mobile phone|cell phone,Handy|Mobiltelefon\n"); got.at("added") != 1.0 || got.at("changed") != 1.0 {
		t.Errorf("import: %s", got.raw)
	}
	for csv, at := range map[string]string{
		"en,de\na,\n": "One name", "en,klingon-x\na,b\n": "klingon-x", "en,keep\na|b,maybe\n": "maybe", "": "empty", "en\n": "no terms", "id,en\n7,a|b\n7,c|d\n": "line 2",
	} {
		if got := load(csv); got.status != 422 || !strings.Contains(str(got.json["detail"]), at) {
			t.Errorf("%q: %d %s", csv, got.status, got.raw)
		}
	}
	out := do("GET", "/export", nil).want(t, 200, "")
	if got := load(string(out.raw)); got.at("changed") != 2.0 {
		t.Errorf("what was exported is read: %s\n%s", got.raw, out.raw)
	}
	if got := do("GET", "?q=handy", nil); got.at("total") != 1.0 {
		t.Errorf("search: %s", got.raw)
	}
	do("DELETE", "/"+id, nil).want(t, 204, "")
	do("DELETE", "/"+id, nil).want(t, 404, "not_found")
}
