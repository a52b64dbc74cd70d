package api_test

import (
	"fmt"
	"testing"
	"time"

	"frontdesk/internal/auth"
)

// author writes articles over HTTP and remembers their versions.
type author struct {
	t     *testing.T
	w     *world
	proof map[string]string
}

func (a author) add(body map[string]any) answer {
	a.t.Helper()
	for key, value := range map[string]any{"body": "Thirty days.", "locale": "en"} {
		if body[key] == nil {
			body[key] = value
		}
	}
	return a.w.do(req{"POST", "/v1/articles", body, a.proof}).want(a.t, 201, "")
}

// step sends a step for an article as it was last given.
func (a author) step(of answer, verb string, more map[string]any) answer {
	a.t.Helper()
	body := map[string]any{"version": of.json["version"]}
	for key, value := range more {
		body[key] = value
	}
	return a.w.do(req{"POST", "/v1/articles/" + str(of.json["id"]) + "/" + verb, body, a.proof})
}

func (a author) put(of answer, body map[string]any) answer {
	a.t.Helper()
	body["version"] = of.json["version"]
	return a.w.do(req{"PUT", "/v1/articles/" + str(of.json["id"]), body, a.proof})
}

func newAuthor(t *testing.T, w *world, name string) author {
	_, proof := w.person(auth.RoleEditor, name)
	return author{t, w, proof}
}

// TestArticleLife takes one article from the draft to a rollback.
func TestArticleLife(t *testing.T) {
	w := newWorld(t)
	ed, bo := newAuthor(t, w, "Ed"), newAuthor(t, w, "Bo")
	a := ed.add(map[string]any{"title": "Returns", "owner": "Ed", "negative": []string{"How long is the warranty?"}, "channels": []string{"widget"}})
	path := "/v1/articles/" + str(a.json["id"])
	a = ed.step(a, "submit", map[string]any{"comment": "please look"}).want(t, 200, "")
	bo.step(a, "review", map[string]any{"verdict": "rejected"}).want(t, 422, "comment_missing")
	a = bo.step(a, "review", map[string]any{"verdict": "rejected", "comment": "from when?"}).want(t, 200, "")
	bo.step(a, "review", map[string]any{"verdict": "approved"}).want(t, 409, "nothing_to_review")
	a = ed.put(a, map[string]any{"title": "Returns", "body": "Thirty days from delivery.", "locale": "en"}).want(t, 200, "")
	a = ed.step(a, "submit", nil).want(t, 200, "")
	a = bo.step(a, "review", map[string]any{"verdict": "approved"}).want(t, 200, "")
	a = bo.step(a, "review", map[string]any{"verdict": "comment", "comment": "nice"}).want(t, 200, "")
	if a.json["status"] != "review" || a.json["review"] != "approved" || len(a.json["remarks"].([]any)) != 5 {
		t.Errorf("reviewed: %s", a.raw)
	}
	a = ed.step(a, "publish", map[string]any{"note": "first"}).want(t, 200, "")
	a = ed.put(a, map[string]any{"title": "Returns", "body": "Sixty days from delivery.", "locale": "en"}).want(t, 200, "")
	if a.json["body"] != "Thirty days from delivery." || a.at("working", "body") != "Sixty days from delivery." || a.json["release"] != 1.0 {
		t.Errorf("with a working copy: %s", a.raw)
	}
	diff := w.do(req{"GET", path + "/diff", nil, bo.proof}).want(t, 200, "")
	if diff.at("fields", 0, "field") != "body" || fmt.Sprint(diff.at("fields", 0, "segments")) !=
		"[map[op:removed text:Thirty] map[op:added text:Sixty] map[op:same text: days from delivery.]]" {
		t.Errorf("diff: %s", diff.raw)
	}
	a = ed.step(a, "publish", nil).want(t, 200, "")
	a = ed.step(a, "rollback", map[string]any{"release": 1, "note": "sixty was wrong"}).want(t, 200, "")
	if a.json["body"] != "Thirty days from delivery." || a.json["release"] != 3.0 {
		t.Errorf("rolled back: %s", a.raw)
	}
	releases := w.do(req{"GET", path + "/releases", nil, bo.proof}).want(t, 200, "")
	if releases.at("items", 0, "from") != 1.0 || releases.at("items", 0, "note") != "sixty was wrong" || releases.at("items", 2, "note") != "first" {
		t.Errorf("releases: %s", releases.raw)
	}
	if two := w.do(req{"GET", path + "/releases/2", nil, bo.proof}).want(t, 200, ""); two.at("copy", "body") != "Sixty days from delivery." || two.json["by"] != "Ed" {
		t.Errorf("release 2: %s", two.raw)
	}
	w.do(req{"GET", path + "/releases/9", nil, bo.proof}).want(t, 404, "not_found")
	w.do(req{"GET", path + "/diff?from=1&to=yesterday", nil, bo.proof}).want(t, 422, "no_such_release")
	stale := a
	a = ed.step(a, "verify", map[string]any{"next": "2027-01-01T00:00:00Z"}).want(t, 200, "")
	bo.step(stale, "unpublish", nil).want(t, 412, "version_conflict")
	w.do(req{"DELETE", fmt.Sprintf("%s?version=%v", path, a.json["version"]), nil, ed.proof}).want(t, 204, "")
	a = w.do(req{"GET", path, nil, ed.proof}).want(t, 200, "")
	bo.step(a, "publish", nil).want(t, 409, "illegal_transition")
	if a = bo.step(a, "restore", nil).want(t, 200, ""); a.json["status"] != "draft" {
		t.Errorf("restored: %s", a.raw)
	}
}

// TestArticleSchedule: a publish to come is listed, and can be taken back.
func TestArticleSchedule(t *testing.T) {
	w := newWorld(t)
	ed := newAuthor(t, w, "Ed")
	a := ed.add(map[string]any{"title": "Sale", "valid_from": "2026-12-01T00:00:00Z", "valid_until": "2026-12-31T00:00:00Z"})
	ed.step(a, "publish", map[string]any{"at": "2020-01-01T00:00:00Z"}).want(t, 422, "not_in_future")
	a = ed.step(a, "publish", map[string]any{"at": time.Now().Add(time.Hour), "note": "on time"}).want(t, 200, "")
	if a.json["status"] != "draft" || a.json["publish_by"] != "Ed" {
		t.Errorf("scheduled: %s", a.raw)
	}
	if list := w.do(req{"GET", "/v1/articles?scheduled=true", nil, ed.proof}); list.json["total"] != 1.0 {
		t.Errorf("listed: %s", list.raw)
	}
	a = ed.step(a, "unschedule", nil).want(t, 200, "")
	if a.json["publish_at"] != nil {
		t.Errorf("taken back: %s", a.raw)
	}
	w.do(req{"POST", "/v1/articles", map[string]any{"title": "x", "body": "x", "locale": "en", "valid_from": "2026-12-02T00:00:00Z", "valid_until": "2026-12-01T00:00:00Z"}, ed.proof}).
		want(t, 422, "invalid_period")
}

// TestArticleTranslations: a translation is stale once its original has a newer
// release than the one it was made of.
func TestArticleTranslations(t *testing.T) {
	w := newWorld(t)
	ed := newAuthor(t, w, "Ed")
	en := ed.step(ed.add(map[string]any{"title": "Returns"}), "publish", nil).want(t, 200, "")
	de := ed.add(map[string]any{"title": "Rückgabe", "locale": "de", "translation_of": en.json["id"]})
	if de.json["translated_release"] != 1.0 || de.json["stale"] != false {
		t.Errorf("fresh: %s", de.raw)
	}
	for body, code := range map[string]string{"none": "no_original", str(de.json["id"]): "not_an_original"} {
		w.do(req{"POST", "/v1/articles", map[string]any{"title": "x", "body": "x", "locale": "fr", "translation_of": body}, ed.proof}).want(t, 422, code)
	}
	en = ed.put(en, map[string]any{"title": "Returns", "body": "Sixty days.", "locale": "en"}).want(t, 200, "")
	ed.step(en, "publish", nil).want(t, 200, "")
	family := w.do(req{"GET", "/v1/articles/" + str(de.json["id"]) + "/translations", nil, ed.proof}).want(t, 200, "")
	if family.at("original", "title") != "Returns" || family.at("translations", 0, "stale") != true {
		t.Errorf("family: %s", family.raw)
	}
	if list := w.do(req{"GET", "/v1/articles?stale=true", nil, ed.proof}); list.json["total"] != 1.0 || list.at("items", 0, "locale") != "de" {
		t.Errorf("stale ones: %s", list.raw)
	}
	de = ed.put(de, map[string]any{"title": "Rückgabe", "body": "Sechzig Tage.", "locale": "de", "translation_of": en.json["id"], "translated_release": 2}).want(t, 200, "")
	if got := w.do(req{"GET", "/v1/articles/" + str(de.json["id"]), nil, ed.proof}); got.json["stale"] != false {
		t.Errorf("translated anew: %s", got.raw)
	}
}

// TestBulkArticles: all or none, and the refusal names the article.
func TestBulkArticles(t *testing.T) {
	w := newWorld(t)
	ed := newAuthor(t, w, "Ed")
	one, two := ed.add(map[string]any{"title": "One"}), ed.add(map[string]any{"title": "Two"})
	item := func(r answer) map[string]any { return map[string]any{"id": r.json["id"], "version": r.json["version"]} }
	bulk := func(action string, items ...map[string]any) answer {
		return w.do(req{"POST", "/v1/articles/bulk", map[string]any{"action": action, "items": items, "note": "together"}, ed.proof})
	}
	old := item(two)
	two = ed.put(two, map[string]any{"title": "Two", "body": "changed", "locale": "en"}).want(t, 200, "")
	if got := bulk("publish", item(one), old).want(t, 412, "version_conflict"); got.json["article"] != two.json["id"] {
		t.Errorf("refused: %s", got.raw)
	}
	if list := w.do(req{"GET", "/v1/articles?status=published", nil, ed.proof}); list.json["total"] != 0.0 {
		t.Errorf("half a publish: %s", list.raw)
	}
	got := bulk("publish", item(one), item(two)).want(t, 200, "")
	if got.at("items", 1, "status") != "published" || got.at("items", 1, "body") != "" {
		t.Errorf("published: %s", got.raw)
	}
	again := func(i int) map[string]any {
		return map[string]any{"id": got.at("items", i, "id"), "version": got.at("items", i, "version")}
	}
	if got = bulk("archive", again(0), again(1)).want(t, 200, ""); got.at("items", 0, "status") != "archived" {
		t.Errorf("archived: %s", got.raw)
	}
	if got := bulk("publish", again(0)).want(t, 409, "illegal_transition"); got.json["article"] != one.json["id"] {
		t.Errorf("refused: %s", got.raw)
	}
	bulk("restore", again(0), again(1)).want(t, 200, "")
	bulk("owner").want(t, 422, "invalid_field")
}

// TestContradictions: two published texts that do not go together are listed.
func TestContradictions(t *testing.T) {
	w := newWorld(t)
	ed := newAuthor(t, w, "Ed")
	for _, days := range []string{"14", "30"} {
		ed.step(ed.add(map[string]any{"title": "Returns", "locale": "en", "body": "You can return items within " + days + " days of delivery."}), "publish", nil).want(t, 200, "")
	}
	got := w.do(req{"GET", "/v1/knowledge/conflicts", nil, ed.proof}).want(t, 200, "")
	if len(got.json["items"].([]any)) != 1 || got.at("items", 0, "kind") != "values" || got.at("items", 0, "a", "title") != "Returns" {
		t.Errorf("conflicts: %s", got.raw)
	}
	accord := func(method, id string, status int, code string) {
		t.Helper()
		w.do(req{method, "/v1/knowledge/conflicts/" + id + "/accord", nil, ed.proof}).want(t, status, code)
	}
	listed := func(standing, agreed int) {
		t.Helper()
		got = w.do(req{"GET", "/v1/knowledge/conflicts", nil, ed.proof}).want(t, 200, "")
		if len(got.json["items"].([]any)) != standing || len(got.json["agreed"].([]any)) != agreed {
			t.Errorf("conflicts: %s", got.raw)
		}
	}
	id := str(got.at("items", 0, "id"))
	accord("PUT", "none", 404, "not_found")
	accord("DELETE", id, 404, "not_found")
	accord("PUT", id, 204, "")
	accord("PUT", id, 204, "")
	if listed(0, 1); got.at("agreed", 0, "id") != id || got.at("agreed", 0, "agreed", "by") != "Ed" {
		t.Errorf("agreed: %s", got.raw)
	}
	accord("DELETE", id, 204, "")
	listed(1, 0)
}
