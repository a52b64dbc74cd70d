package api_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"frontdesk/api"
	"frontdesk/internal/auth"
)

// signIn signs in and gives the headers of that browser.
func (w *world) signIn(body map[string]any) (answer, map[string]string) {
	a := w.do(req{"POST", "/v1/session", body, nil})
	cookie, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
	return a, map[string]string{"Cookie": cookie, "X-Requested-With": "frontdesk"}
}

func TestFirstSignIn(t *testing.T) {
	w := newWorld(t)
	_, admin := w.person(auth.RoleAdmin, "Ada")
	made := w.do(req{"POST", "/v1/users", map[string]any{"email": "Li@Desk.Example", "name": "Li", "role": "agent", "languages": []string{"zh", "en"}}, admin}).want(t, 201, "")
	link := made.json["link"].(string)
	if !strings.HasPrefix(link, "http://desk.example/console/#/link/") || made.at("user", "invited") != true || made.at("user", "email") != "li@desk.example" {
		t.Errorf("made %s", made.raw)
	}
	w.do(req{"POST", "/v1/users", map[string]any{"email": "li@desk.example", "name": "L", "role": "agent"}, admin}).want(t, 409, "email_taken")
	token := link[strings.LastIndex(link, "/")+1:]

	first, session := w.signIn(map[string]any{"link": token})
	first.want(t, 200, "")
	cookie := first.header.Get("Set-Cookie")
	for _, part := range []string{"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="} {
		if !strings.Contains(cookie, part) {
			t.Errorf("the cookie has no %s: %s", part, cookie)
		}
	}
	again, _ := w.signIn(map[string]any{"link": token})
	again.want(t, 401, "link_invalid")
	if me := w.do(req{"GET", "/v1/session", nil, session}).want(t, 200, ""); me.at("user", "role") != "agent" || me.at("user", "has_password") != false || me.at("shop", "name") != "Tidefall" {
		t.Errorf("who am I: %s", me.raw)
	}
	for _, weak := range []string{"1234567", "password1", "li@desk.example", "aaaaaaaaaaaa", strings.Repeat("x", 300)} {
		w.do(req{"POST", "/v1/session/password", map[string]any{"password": weak}, session}).want(t, 422, "weak_password")
	}
	set := w.do(req{"POST", "/v1/session/password", map[string]any{"password": testPassword}, session}).want(t, 204, "")
	w.do(req{"GET", "/v1/session", nil, session}).want(t, 401, "unauthenticated") // the old session is over
	fresh, _, _ := strings.Cut(set.header.Get("Set-Cookie"), ";")
	w.do(req{"GET", "/v1/session", nil, map[string]string{"Cookie": fresh}}).want(t, 200, "")
	wrong, _ := w.signIn(map[string]any{"email": "li@desk.example", "password": "not the password"})
	wrong.want(t, 401, "wrong_credentials")
	nobody, _ := w.signIn(map[string]any{"email": "nobody@desk.example", "password": "not the password"})
	nobody.want(t, 401, "wrong_credentials")
	if wrong.json["detail"] != nobody.json["detail"] {
		t.Error("a stranger can tell who has an account")
	}
	byPassword, session := w.signIn(map[string]any{"email": " LI@desk.example", "password": testPassword})
	byPassword.want(t, 200, "")
	w.do(req{"POST", "/v1/session/password", map[string]any{"password": "another sentence of words"}, session}).want(t, 403, "wrong_password")
	w.do(req{"POST", "/v1/session/password", map[string]any{"password": "another sentence of words", "current": testPassword}, session}).want(t, 204, "")
	both, _ := w.signIn(map[string]any{"email": "a@b.example", "password": "x", "link": "y"})
	both.want(t, 422, "invalid_field")
	none, _ := w.signIn(map[string]any{})
	none.want(t, 422, "invalid_field")
}

func TestSignOut(t *testing.T) {
	w := newWorld(t)
	_, session := w.person(auth.RoleAgent, "Li")
	out := w.do(req{"DELETE", "/v1/session", nil, session}).want(t, 204, "")
	if c := out.header.Get("Set-Cookie"); !strings.Contains(c, "Max-Age=0") {
		t.Errorf("the cookie stays: %s", c)
	}
	w.do(req{"GET", "/v1/session", nil, session}).want(t, 401, "unauthenticated")
}

func TestTokens(t *testing.T) {
	w := newWorld(t)
	ada, admin := w.person(auth.RoleAdmin, "Ada")
	made := w.do(req{"POST", "/v1/tokens", map[string]any{"label": "ERP", "role": "editor", "days": 30}, admin}).want(t, 201, "")
	token := made.json["token"].(string)
	w.do(req{"GET", "/v1/articles", nil, bearer(token)}).want(t, 200, "")
	w.do(req{"GET", "/v1/users", nil, bearer(token)}).want(t, 403, "forbidden") // its role counts, not its owner's
	w.do(req{"POST", "/v1/articles", map[string]any{"title": "T", "body": "B", "locale": "en"}, bearer(token)}).want(t, 201, "")
	list := w.do(req{"GET", "/v1/tokens", nil, admin}).want(t, 200, "")
	if strings.Contains(string(list.raw), token) || list.at("items", 0, "label") != "ERP" || list.at("items", 0, "used_at") == nil || list.at("items", 0, "user_id") != ada.ID {
		t.Errorf("tokens: %s", list.raw)
	}
	id := made.at("item", "id").(string)
	w.do(req{"DELETE", "/v1/tokens/" + id, nil, admin}).want(t, 204, "")
	w.do(req{"GET", "/v1/articles", nil, bearer(token)}).want(t, 401, "unauthenticated")
}

// A token with a small role must not become its owner, an admin, by setting
// their password; whatever it is called.
func TestTokensSetNoPassword(t *testing.T) {
	w := newWorld(t)
	_, admin := w.person(auth.RoleAdmin, "Ada")
	for _, label := range []string{"link", "password", "ERP"} {
		made := w.do(req{"POST", "/v1/tokens", map[string]any{"label": label, "role": "agent"}, admin}).want(t, 201, "")
		w.do(req{"POST", "/v1/session/password", map[string]any{"password": testPassword}, bearer(made.json["token"].(string))}).want(t, 403, "session_needed")
	}
}

// Whoever sets a password closes the sign-in links that are still open.
func TestPasswordClosesLinks(t *testing.T) {
	w := newWorld(t)
	_, admin := w.person(auth.RoleAdmin, "Ada")
	made := w.do(req{"POST", "/v1/users", map[string]any{"email": "li@desk.example", "name": "Li", "role": "agent"}, admin}).want(t, 201, "")
	tokenOf := func(a answer) string { link := a.json["link"].(string); return link[strings.LastIndex(link, "/")+1:] }
	again := w.do(req{"PATCH", "/v1/users/" + str(made.at("user", "id")), map[string]any{"new_link": true}, admin}).want(t, 200, "")
	in, session := w.signIn(map[string]any{"link": tokenOf(made)})
	in.want(t, 200, "")
	w.do(req{"POST", "/v1/session/password", map[string]any{"password": testPassword}, session}).want(t, 204, "")
	late, _ := w.signIn(map[string]any{"link": tokenOf(again)})
	late.want(t, 401, "link_invalid")
}

func TestChangeUsers(t *testing.T) {
	w := newWorld(t)
	ada, admin := w.person(auth.RoleAdmin, "Ada")
	li, session := w.person(auth.RoleAgent, "Li")
	got := w.do(req{"PATCH", "/v1/users/" + li.ID, map[string]any{"capacity": 2, "skills": []string{"topic:returns"}, "name": " Lili "}, admin}).want(t, 200, "")
	if got.at("user", "capacity") != 2.0 || got.at("user", "name") != "Lili" || got.at("user", "skills", 0) != "topic:returns" {
		t.Errorf("changed: %s", got.raw)
	}
	w.do(req{"GET", "/v1/session", nil, session}).want(t, 200, "")
	w.do(req{"PATCH", "/v1/users/" + li.ID, map[string]any{"role": "editor"}, admin}).want(t, 200, "")
	w.do(req{"GET", "/v1/session", nil, session}).want(t, 401, "unauthenticated")
	w.do(req{"PATCH", "/v1/users/" + ada.ID, map[string]any{"disabled": true}, admin}).want(t, 409, "own_account")
	w.do(req{"PATCH", "/v1/users/" + newID(), map[string]any{"disabled": true}, admin}).want(t, 404, "not_found")
	if link := w.do(req{"PATCH", "/v1/users/" + li.ID, map[string]any{"new_link": true}, admin}); link.json["link"] == nil {
		t.Errorf("no link: %s", link.raw)
	}
	if all := w.do(req{"GET", "/v1/users", nil, admin}); len(all.json["items"].([]any)) != 2 || strings.Contains(string(all.raw), "argon") {
		t.Errorf("users: %s", all.raw)
	}
}

// What two admins change of one person at once is both there.
func TestChangeUsersAtOnce(t *testing.T) {
	w := newWorld(t)
	_, ada := w.person(auth.RoleAdmin, "Ada")
	_, ben := w.person(auth.RoleAdmin, "Ben")
	for range 20 {
		li := w.user(auth.RoleAgent, "Li")
		var wg sync.WaitGroup
		for _, c := range []struct {
			admin map[string]string
			body  string
		}{{ada, `{"disabled":true}`}, {ben, `{"name":"Lili"}`}} {
			wg.Go(func() { w.do(req{"PATCH", "/v1/users/" + li.ID, c.body, c.admin}).want(t, 200, "") })
		}
		wg.Wait()
		got, err := w.store.User(t.Context(), li.ID)
		must(t, err)
		if !got.Disabled || got.Name != "Lili" {
			t.Fatalf("a change was lost: %+v", got)
		}
	}
}

func TestArticles(t *testing.T) {
	w := newWorld(t)
	_, ed := w.person(auth.RoleEditor, "Ed")
	_, li := w.person(auth.RoleAgent, "Li")
	made := w.do(req{"POST", "/v1/articles", map[string]any{"title": "Returns", "body": "Thirty days.", "locale": "en", "questions": []string{"How long?"}}, ed}).want(t, 201, "")
	path := "/v1/articles/" + made.json["id"].(string)
	if made.json["status"] != "draft" || made.json["updated_by"] != "Ed" || !strings.HasPrefix(str(made.json["key"]), "console/") {
		t.Errorf("made %s", made.raw)
	}
	w.do(req{"GET", path, nil, li}).want(t, 200, "")
	w.do(req{"POST", path + "/publish", map[string]any{"version": made.json["version"]}, li}).want(t, 403, "forbidden")
	pub := w.do(req{"POST", path + "/publish", map[string]any{"version": made.json["version"]}, ed}).want(t, 200, "")
	if list := w.do(req{"GET", "/v1/articles?status=published&q=retur", nil, ed}); list.json["total"] != 1.0 || list.at("items", 0, "title") != "Returns" {
		t.Errorf("published: %s", list.raw)
	}
	un := w.do(req{"POST", path + "/unpublish", map[string]any{"version": pub.json["version"]}, ed}).want(t, 200, "")
	if un.json["status"] != "draft" {
		t.Errorf("unpublished: %s", un.raw)
	}
	if got := w.do(req{"DELETE", path, nil, ed}).want(t, 422, "invalid_field"); got.json["field"] != "version" {
		t.Errorf("archived blindly: %s", got.raw)
	}
	if got := w.do(req{"DELETE", path + "?version=1", nil, ed}).want(t, 412, "version_conflict"); got.json["version"] != un.json["version"] {
		t.Errorf("archived over what came later: %s", got.raw)
	}
	w.do(req{"DELETE", fmt.Sprintf("%s?version=%v", path, un.json["version"]), nil, ed}).want(t, 204, "")
	if list := w.do(req{"GET", "/v1/articles", nil, ed}); list.json["total"] != 0.0 {
		t.Errorf("after archiving: %s", list.raw)
	}
	w.do(req{"POST", "/v1/articles", map[string]any{"title": " ", "body": "x", "locale": "en"}, ed}).want(t, 422, "empty_article")
	w.do(req{"POST", "/v1/articles", map[string]any{"title": "x", "body": "x", "locale": "en", "url": "javascript:alert(1)"}, ed}).want(t, 422, "invalid_url")
}

// The first admin has an address that nobody can write to, and may take another; a
// new admin sees what is still to do.
func TestSetup(t *testing.T) {
	w := newWorld(t, func(c *api.Config) { c.Hours = api.Hours{Zone: "Europe/Berlin", Open: []string{"mon-fri 09:00-17:00"}} })
	ada, admin := w.person(auth.RoleAdmin, "Ada")
	w.do(req{"PATCH", "/v1/users/" + ada.ID, map[string]any{"email": "nowhere"}, admin}).want(t, 422, "invalid_email")
	got := w.do(req{"PATCH", "/v1/users/" + ada.ID, map[string]any{"email": "Ada@Shop.Example"}, admin}).want(t, 200, "")
	if email := str(got.at("user", "email")); email != "ada@shop.example" {
		t.Errorf("signs in as %q", email)
	}
	got = w.do(req{"GET", "/v1/setup", nil, admin}).want(t, 200, "")
	if got.at("resolved") != false || got.at("articles") != 0.0 || got.at("people") != 1.0 {
		t.Errorf("a new installation: %s", got.raw)
	}
	if got.at("hours", "zone") != "Europe/Berlin" || got.at("hours", "open", 0) != "mon-fri 09:00-17:00" {
		t.Errorf("opening hours: %s", got.raw)
	}
	if origins, _ := got.at("sites", 0, "origins").([]any); len(origins) != 1 || origins[0] != shopOrigin {
		t.Errorf("pages that may show the widget: %v", origins)
	}
	if got.at("products") != true || got.at("shop") != false || got.at("sites", 0, "shown") != nil {
		t.Errorf("a new installation: %s", got.raw)
	}
	session := func(origin string) req {
		return req{"POST", "/v1/widget/sessions", map[string]any{"site": "pk_demo"}, map[string]string{"Origin": origin}}
	}
	w.do(session(shopOrigin)).want(t, 200, "")
	w.do(session("https://other.example")).want(t, 403, "origin_not_allowed")
	got = w.do(req{"GET", "/v1/setup", nil, admin}).want(t, 200, "")
	if got.at("sites", 0, "shown", "origin") != shopOrigin || got.at("sites", 0, "refused", "origin") != "https://other.example" {
		t.Errorf("pages that asked for the widget: %s", got.raw)
	}
	own := map[string]string{"Origin": w.srv.URL} // where it is tried
	w.do(req{"POST", "/v1/widget/sessions", map[string]any{"site": "pk_strict"}, own}).want(t, 401, "identity_invalid")
}
