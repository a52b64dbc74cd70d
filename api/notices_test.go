package api_test

import (
	"testing"
	"time"

	"frontdesk/api"
	"frontdesk/internal/auth"
	"frontdesk/notice"
)

// TestNotices: everybody chooses what concerns them; what was given up an admin sees
// and sends again.
func TestNotices(t *testing.T) {
	w := newWorld(t)
	mara, editor := w.person(auth.RoleEditor, "Mara")
	_, agent := w.person(auth.RoleAgent, "Kim")
	_, admin := w.person(auth.RoleAdmin, "Ada")
	do := func(method, path string, body any) answer { return w.do(req{method, path, body, editor}) }

	first := do("GET", "/v1/notices/settings", nil).want(t, 200, "")
	if first.json["chosen"] != false || first.json["hour"] != 8.0 || len(first.json["kinds"].([]any)) != len(notice.Kinds()) || first.json["mail"] != true {
		t.Errorf("defaults: %s", first.raw)
	}
	if n := len(w.do(req{"GET", "/v1/notices/settings", nil, agent}).want(t, 200, "").json["kinds"].([]any)); n != 1 {
		t.Errorf("an agent chooses from %d kinds", n)
	}
	choice := func(zone string, kind string) map[string]any {
		return map[string]any{"lang": "de", "zone": zone, "hour": 0, "kinds": []map[string]any{{"kind": kind, "on": false}}}
	}
	do("PUT", "/v1/notices/settings", choice("Nowhere/City", "digest")).want(t, 422, "invalid_field")
	do("PUT", "/v1/notices/settings", choice("Europe/Berlin", "gossip")).want(t, 422, "invalid_field")
	do("PUT", "/v1/notices/settings", map[string]any{"lang": "de", "zone": "UTC", "hour": 24, "kinds": []any{}}).want(t, 422, "invalid_field")
	saved := do("PUT", "/v1/notices/settings", choice("Europe/Berlin", "digest")).want(t, 200, "")
	if saved.json["chosen"] != true || saved.json["hour"] != 0.0 || saved.json["lang"] != "de" || saved.at("kinds") == nil {
		t.Errorf("saved: %s", saved.raw)
	}
	for _, k := range do("GET", "/v1/notices/settings", nil).want(t, 200, "").json["kinds"].([]any) {
		if c := k.(map[string]any); c["on"] != (c["kind"] != "digest") {
			t.Errorf("kind %v is %v", c["kind"], c["on"])
		}
	}

	do("POST", "/v1/notices/test", nil).want(t, 204, "")
	do("POST", "/v1/notices/test", nil).want(t, 204, "")
	list := do("GET", "/v1/notices", nil).want(t, 200, "")
	if items := list.json["items"].([]any); len(items) == 0 || len(items) > 2 { // two where a minute ended between them
		t.Fatalf("%d tests are stored", len(items))
	}
	do("GET", "/v1/notices?all=true", nil).want(t, 403, "forbidden")
	if n := len(w.do(req{"GET", "/v1/notices", nil, agent}).want(t, 200, "").json["items"].([]any)); n != 0 {
		t.Errorf("an agent sees %d notices of others", n)
	}
	given := notice.Notice{ID: newID(), Key: "x", Kind: notice.Held, To: mara.ID, State: notice.Failed, Attempts: 12, CreatedAt: time.Now(), Error: "refused"}
	must(t, w.store.AddNotices(t.Context(), notice.Move{}, []notice.Notice{given}))
	all := w.do(req{"GET", "/v1/notices?all=true&state=failed", nil, admin}).want(t, 200, "")
	if items := all.json["items"].([]any); len(items) != 1 || items[0].(map[string]any)["name"] != "Mara" || items[0].(map[string]any)["error"] != "refused" {
		t.Errorf("given up: %s", all.raw)
	}
	w.do(req{"POST", "/v1/notices/" + given.ID + "/retry", nil, admin}).want(t, 200, "")
	w.do(req{"POST", "/v1/notices/" + given.ID + "/retry", nil, admin}).want(t, 404, "not_found")
}

// TestNoMail: where no mail server is configured, a test says so.
func TestNoMail(t *testing.T) {
	w := newWorld(t, func(c *api.Config) { c.Notices.Mail = false })
	_, editor := w.person(auth.RoleEditor, "Mara")
	w.do(req{"POST", "/v1/notices/test", nil, editor}).want(t, 409, "no_mail")
}
