package api_test

import (
	"bufio"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/api"
	"frontdesk/internal/auth"
)

// with copies headers and sets one more.
func with(h map[string]string, key, value string) map[string]string {
	out := map[string]string{key: value}
	for k, v := range h {
		if _, ok := out[k]; !ok {
			out[k] = v
		}
	}
	return out
}

func TestB1NoWrongOrRevokedToken(t *testing.T) {
	w := newWorld(t)
	admin, _ := w.person(auth.RoleAdmin, "Ada")
	secret, token, err := newSecret(auth.SecretAPI, admin.ID, auth.RoleAdmin)
	must(t, err)
	must(t, w.store.AddSecret(t.Context(), secret))
	w.do(req{"GET", "/v1/users", nil, bearer(token)}).want(t, 200, "")
	must(t, w.store.RevokeSecret(t.Context(), secret.ID))

	var shapes []string
	for name, h := range map[string]map[string]string{
		"none": {}, "wrong": bearer("wrong"), "revoked": bearer(token), "empty": bearer(""),
		"other scheme": {"Authorization": "Basic " + token}, "stale cookie": {"Cookie": "fd_session=" + token},
	} {
		a := w.do(req{"GET", "/v1/users", nil, h}).want(t, 401, "unauthenticated")
		delete(a.json, "request_id")
		shapes = append(shapes, fmt.Sprint(a.json))
		if a.header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: no WWW-Authenticate", name)
		}
	}
	slices.Sort(shapes)
	if len(slices.Compact(shapes)) != 1 {
		t.Errorf("the refusals differ: %q", shapes)
	}
}

func TestB2ForeignIds(t *testing.T) {
	w := newWorld(t)
	conv := w.conversationOf("c-1")
	foreign := w.do(req{"GET", "/v1/conversations/" + conv + "/messages", nil, bearer(otherToken)}).want(t, 404, "not_found")
	none := w.do(req{"GET", "/v1/conversations/" + newID() + "/messages", nil, bearer(otherToken)}).want(t, 404, "not_found")
	if foreign.json["detail"] != none.json["detail"] || foreign.json["title"] != none.json["title"] {
		t.Errorf("a foreign conversation looks different: %s and %s", foreign.raw, none.raw)
	}
	w.do(req{"GET", "/v1/conversations/" + conv + "/messages", nil, bearer(restToken)}).want(t, 200, "")
	_, agent := w.person(auth.RoleAgent, "Li")
	for _, path := range []string{"/v1/conversations/x", "/v1/conversations/x/turns", "/v1/articles/x"} {
		w.do(req{"GET", path, nil, agent}).want(t, 404, "not_found")
	}
	w.do(req{"POST", "/v1/handoffs/x/accept", "{}", agent}).want(t, 404, "not_found")
	_, admin := w.person(auth.RoleAdmin, "Ada")
	secret, _, err := newSecret(auth.SecretSession, newID(), auth.RoleAgent)
	must(t, err)
	must(t, w.store.AddSecret(t.Context(), secret))
	w.do(req{"DELETE", "/v1/tokens/" + secret.ID, nil, admin}).want(t, 404, "not_found") // a session is no token
}

func TestB3Bodies(t *testing.T) {
	w := newWorld(t)
	_, admin := w.person(auth.RoleAdmin, "Ada")
	good := `{"label":"x","role":"agent"}`
	for _, ct := range []string{"text/plain", "application/x-www-form-urlencoded", "-", "application/json; charset=utf-16", "application/jsonp"} {
		w.do(req{"POST", "/v1/tokens", good, with(admin, "Content-Type", ct)}).want(t, 415, "unsupported_media_type")
	}
	w.do(req{"POST", "/v1/tokens", good, with(admin, "Content-Type", "application/json; charset=UTF-8")}).want(t, 201, "")
	big := w.do(req{"POST", "/v1/tokens", `{"label":"` + strings.Repeat("x", 70<<10) + `","role":"agent"}`, admin}).want(t, 413, "body_too_large")
	if big.json["limit"] != float64(64<<10) {
		t.Errorf("limit %v", big.json["limit"])
	}
	w.do(req{"POST", "/v1/imports", "x", with(admin, "Content-Type", "text/csv")}).want(t, 415, "unsupported_media_type")
	w.do(req{"POST", "/v1/tokens", good, with(admin, "Content-Encoding", "gzip")}).want(t, 415, "unsupported_media_type")

	// Many clients read nothing before they have sent everything.
	ten := strings.Repeat("x", 10<<20)
	head := "POST /v1/messages HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + restToken + "\r\nContent-Type: application/json\r\n"
	for name, request := range map[string]string{
		"a length": fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", head, len(ten), ten),
		"chunked":  fmt.Sprintf("%sTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", head, len(ten), ten),
	} {
		if got := raw(t, strings.TrimPrefix(w.srv.URL, "http://"), request); !strings.HasPrefix(got, "HTTP/1.1 413") || !strings.Contains(got, `"body_too_large"`) {
			t.Errorf("10 MB with %s: %.60q, want 413", name, got)
		}
	}
	late := "POST /v1/messages HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\nAuthorization: Bearer " + restToken + "\r\nContent-Type: application/json\r\nContent-Length: 10000000\r\n\r\n"
	if got := raw(t, strings.TrimPrefix(w.srv.URL, "http://"), late); !strings.HasPrefix(got, "HTTP/1.1 413") {
		t.Errorf("announced: %.60q, want 413 before anything is sent", got)
	}

	hasty := newWorld(t, func(c *api.Config) { c.Limits.BodyWithin = 300 * time.Millisecond })
	_, admin = hasty.person(auth.RoleAdmin, "Ada")
	reader, writer := io.Pipe() // chunked, and it never ends
	defer writer.Close()
	go func() { _, _ = writer.Write([]byte(`{"label":"`)) }()
	q, err := http.NewRequest("POST", hasty.srv.URL+"/v1/tokens", reader)
	must(t, err)
	q.Header.Set("Content-Type", "application/json")
	for k, v := range admin {
		q.Header.Set(k, v)
	}
	res, err := http.DefaultClient.Do(q)
	must(t, err)
	defer res.Body.Close()
	if res.StatusCode != http.StatusRequestTimeout {
		t.Errorf("an endless body: %d", res.StatusCode)
	}
}

func TestB3CSRF(t *testing.T) {
	w := newWorld(t)
	_, admin := w.person(auth.RoleAdmin, "Ada")
	w.do(req{"POST", "/v1/tokens", `{"label":"x","role":"agent"}`, with(admin, "X-Requested-With", "-")}).want(t, 403, "csrf_header_missing")
	w.do(req{"DELETE", "/v1/session", nil, with(admin, "X-Requested-With", "-")}).want(t, 403, "csrf_header_missing")
}

// wrong lists the codes of an answer's errors by field.
func wrong(a answer) map[string]string {
	out := map[string]string{}
	list, _ := a.json["errors"].([]any)
	for _, e := range list {
		out[str(dig(e, "field"))] = str(dig(e, "code"))
	}
	return out
}

func TestB4Fields(t *testing.T) {
	w := newWorld(t)
	_, admin := w.person(auth.RoleAdmin, "Ada")
	a := w.do(req{"POST", "/v1/users", `{"emial":"x","name":7,"role":"king","capacity":-1}`, admin}).want(t, 422, "invalid_field")
	want := map[string]string{"emial": "unknown_field", "email": "required", "name": "invalid", "role": "invalid", "capacity": "invalid"}
	if got := wrong(a); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("errors %v, want %v: %s", got, want, a.raw)
	}
	if strings.Contains(string(a.raw), "king\"") && strings.Contains(string(a.raw), `"value"`) {
		t.Errorf("the wrong value is echoed: %s", a.raw)
	}
	for _, bad := range []string{
		`{"email":"a@b.example","name":"A","role":"agent","capacity":"10"}`,
		`{"email":"a@b.example","name":"A","role":"agent","capacity":9223372036854775808}`,
		`{"email":"a@b.example","name":"A","role":"agent","capacity":1e3}`,
		`{"email":"a@b.example","name":"A","role":"agent","capacity":1.5}`,
		`{"email":"a@b.example","name":"A","role":"agent","Capacity":5}`,
		`{"email":"a@b.example","name":null,"role":"agent"}`,
		`[]`, `"x"`, `null`, `7`,
	} {
		w.do(req{"POST", "/v1/users", bad, admin}).want(t, 422, "invalid_field")
	}
	for _, bad := range []string{
		`{"email":"a@b.example","name":"A","role":"agent","capacity":NaN}`, `{"a":1,"a":2}`, `{} {}`, `{`, ``,
		`{"a":1e999}`, strings.Repeat("[", 100) + strings.Repeat("]", 100), `{"a":01}`, "{\"a\":\"\n\"}",
	} {
		a := w.do(req{"POST", "/v1/users", bad, admin}).want(t, 400, "bad_json")
		if a.json["offset"] == nil {
			t.Errorf("%.20q: no offset: %s", bad, a.raw)
		}
	}
	for _, bad := range []string{`{"name":"\ud800"}`, "{\"name\":\"\xff\"}", `{"name":"\u0000"}`, "{\"name\":\"\x00\"}"} {
		w.do(req{"POST", "/v1/users", bad, admin}).want(t, 422, "invalid_text")
	}
	for _, q := range []string{"limit=-1", "limit=1e3", "limit=99999999999999999999", "limit=x", "limit=0"} {
		w.do(req{"GET", "/v1/conversations?" + q, nil, admin}).want(t, 422, "invalid_field")
	}
}

func TestB5Cursors(t *testing.T) {
	w := newWorld(t)
	_, agent := w.person(auth.RoleAgent, "Li")
	for i := range 3 {
		w.conversationOf(fmt.Sprintf("c-%d", i))
	}
	page := w.do(req{"GET", "/v1/conversations?limit=2", nil, agent}).want(t, 200, "")
	next := page.json["next"].(string)
	rest := w.do(req{"GET", "/v1/conversations?limit=2&after=" + next, nil, agent}).want(t, 200, "")
	if n := len(rest.json["items"].([]any)); n != 1 || rest.json["next"] != nil {
		t.Errorf("%d rows on the second page, next %v", n, rest.json["next"])
	}
	for _, bad := range []string{"x", "!!!", next[:4], "AAAA", strings.Repeat("a", 150)} {
		w.do(req{"GET", "/v1/conversations?after=" + bad, nil, agent}).want(t, 400, "bad_cursor")
	}
	w.do(req{"GET", "/v1/conversations?limit=1000000", nil, agent}).want(t, 422, "invalid_field")
	w.do(req{"GET", "/v1/conversations/" + newID() + "/messages?after=-1", nil, agent}).want(t, 422, "invalid_field")
}

func TestB6UnknownFilters(t *testing.T) {
	w := newWorld(t)
	_, agent := w.person(auth.RoleAgent, "Li")
	w.do(req{"GET", "/v1/conversations?sort=id;drop&owner=bot", nil, agent}).want(t, 400, "bad_query")
	a := w.do(req{"GET", "/v1/conversations?sort=id&owner=bot", nil, agent}).want(t, 422, "unknown_filter")
	if got := fmt.Sprint(a.json["allowed"]); got != "[view q owner status after limit]" {
		t.Errorf("allowed %s", got)
	}
	for _, q := range []string{"owner=bot'--", "status[$ne]=closed", "view=everything", "owner=BOT"} {
		if a := w.do(req{"GET", "/v1/conversations?" + q, nil, agent}); a.status != 422 {
			t.Errorf("%s: %d %s", q, a.status, a.raw)
		}
	}
	w.do(req{"GET", "/v1/conversations?q=%25", nil, agent}).want(t, 200, "") // literal
}

func TestB7LostUpdates(t *testing.T) {
	w := newWorld(t)
	_, ed := w.person(auth.RoleEditor, "Ed")
	_, eve := w.person(auth.RoleEditor, "Eve")
	article := map[string]any{"title": "Returns", "body": "Thirty days.", "locale": "en"}
	made := w.do(req{"POST", "/v1/articles", article, ed}).want(t, 201, "")
	path := "/v1/articles/" + made.json["id"].(string)
	article["version"], article["body"] = made.json["version"], "Forty days."
	changed := w.do(req{"PUT", path, article, eve}).want(t, 200, "")
	lost := w.do(req{"PUT", path, article, ed}).want(t, 412, "version_conflict")
	if lost.json["version"] != changed.json["version"] || lost.json["updated_by"] != "Eve" {
		t.Errorf("who was faster? %s", lost.raw)
	}
	w.do(req{"POST", path + "/publish", map[string]any{"version": made.json["version"]}, ed}).want(t, 412, "version_conflict")
	w.do(req{"POST", path + "/publish", map[string]any{"version": changed.json["version"]}, ed}).want(t, 200, "")
	if got := w.do(req{"GET", path, nil, ed}); got.json["body"] != "Forty days." || got.json["status"] != "published" {
		t.Errorf("stored %s", got.raw)
	}
}

func TestB8SameIdOtherText(t *testing.T) {
	w := newWorld(t)
	w.post("c-1", "m-1", "first").want(t, 200, "")
	w.post("c-1", "m-1", "second").want(t, 409, "idempotency_conflict")
	w.post("c-2", "m-1", "second").want(t, 200, "") // ids are per customer
}

func TestA19NamesOfRest(t *testing.T) {
	w := newWorld(t)
	_, li := w.person(auth.RoleAgent, "Li")
	for i, c := range []struct{ name, signedIn, want string }{
		{"Support Agent", "", ""}, {"SUPPORT\u200b agent", "", ""}, {"\u202eKim  Lee", "", "Kim Lee"}, {"Agent", "c-1001", "Agent"},
	} {
		body := map[string]any{"customer": fmt.Sprint("n-", i), "id": "m", "text": "hello", "name": c.name}
		if c.signedIn != "" {
			body["verified_customer"] = c.signedIn
		}
		got := w.do(req{"POST", "/v1/messages", body, with(bearer(restToken), "Prefer", "wait=10")}).want(t, 200, "")
		shown := w.do(req{"GET", "/v1/conversations/" + got.json["conversation"].(string), nil, li}).want(t, 200, "")
		if name, _ := shown.at("customer", "name").(string); name != c.want {
			t.Errorf("%q is shown as %q, want %q", c.name, name, c.want)
		}
	}
}

func TestB9Claims(t *testing.T) {
	w := newWorld(t)
	conv := w.conversationOf("c-1")
	li, liSession := w.person(auth.RoleAgent, "Li")
	_, mo := w.person(auth.RoleAgent, "Mo")
	path := "/v1/conversations/" + conv + "/takeover"
	first := w.do(req{"POST", path, "{}", liSession}).want(t, 200, "")
	again := w.do(req{"POST", path, "{}", liSession}).want(t, 200, "")
	if first.at("conversation", "epoch") != again.at("conversation", "epoch") {
		t.Errorf("the second claim changed the epoch: %v, %v", first.at("conversation", "epoch"), again.at("conversation", "epoch"))
	}
	taken := w.do(req{"POST", path, "{}", mo}).want(t, 409, "already_owned")
	if taken.json["owner"] != li.ID || taken.json["since"] == nil {
		t.Errorf("owner and since: %s", taken.raw)
	}
}

func TestB10IllegalTransitions(t *testing.T) {
	w := newWorld(t)
	conv := w.conversationOf("c-1")
	_, li := w.person(auth.RoleAgent, "Li")
	base := "/v1/conversations/" + conv
	w.do(req{"POST", base + "/return", map[string]any{"outcome": "solved"}, li}).want(t, 409, "not_owner")
	w.do(req{"POST", base + "/takeover", "{}", li}).want(t, 200, "")
	w.do(req{"POST", base + "/resolve", map[string]any{"outcome": "solved"}, li}).want(t, 200, "")
	for path, event := range map[string]string{"/return": "return_to_bot", "/resolve": "close", "/transfer": "transfer"} {
		body := map[string]any{"outcome": "solved"}
		if path == "/transfer" {
			body = map[string]any{}
		}
		a := w.do(req{"POST", base + path, body, li}).want(t, 409, "illegal_transition")
		if a.json["from"] != "closed" || a.json["event"] != event || fmt.Sprint(a.json["allowed"]) != "[reopen takeover]" {
			t.Errorf("what is possible? %s", a.raw)
		}
	}
}

func TestB11Paths(t *testing.T) {
	w := newWorld(t)
	a := w.do(req{"PUT", "/v1/session", "{}", nil}).want(t, 405, "method_not_allowed")
	if a.header.Get("Allow") != "POST, GET, DELETE" || fmt.Sprint(a.json["allowed"]) != "[POST GET DELETE]" {
		t.Errorf("Allow: %q, allowed: %v", a.header.Get("Allow"), a.json["allowed"])
	}
	w.do(req{"TRACE", "/v1/session", nil, nil}).want(t, 405, "method_not_allowed")
	w.do(req{"GET", "/v1/nothing", nil, nil}).want(t, 404, "not_found")
	w.do(req{"GET", "/v1/session/", nil, nil}).want(t, 404, "not_found")
	addr := strings.TrimPrefix(w.srv.URL, "http://")
	for _, path := range []string{"//v1/session", "/v1//session", "/v1/x/..;/session", "/v1/%2e%2e/session", "/v1/..%2fsession", "/v1/session%00", "/v1/../v1/session", "/console/..%5c..%5cx", "/v1/%252e%252e/"} {
		if got := raw(t, addr, "GET "+path+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"); !strings.Contains(got, " 400 ") || !strings.Contains(got, `"bad_path"`) || !strings.Contains(got, `"request_id"`) {
			t.Errorf("%s: %q", path, got)
		}
	}
	twice := w.do(req{"GET", "/v1/conversations/x/messages?after=1&after=2", nil, map[string]string{"Authorization": "Bearer " + restToken}}).want(t, 400, "bad_query")
	if twice.json["field"] != "after" || twice.json["hint"] == nil {
		t.Errorf("a parameter twice: %v", twice.json)
	}
}

// raw speaks HTTP by hand and gives what comes back.
func raw(t *testing.T, addr, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	must(t, err)
	defer conn.Close()
	must(t, conn.SetDeadline(time.Now().Add(5*time.Second)))
	_, err = io.WriteString(conn, request)
	must(t, err)
	data, _ := io.ReadAll(bufio.NewReader(conn))
	return string(data)
}

func TestB12OddRequests(t *testing.T) {
	w := newWorld(t)
	addr := strings.TrimPrefix(w.srv.URL, "http://")
	for name, c := range map[string]struct{ request, want string }{
		"huge header":         {"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("a", 2<<20) + "\r\n\r\n", "431"},
		"two lengths":         {"POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", "400"},
		"length not a number": {"POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n{}", "400"},
		"two hosts":           {"GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400"},
		"space in a name":     {"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length : 2\r\n\r\n", "400"},
	} {
		if got := raw(t, addr, c.request); !strings.HasPrefix(got, "HTTP/1.1 "+c.want) {
			t.Errorf("%s: %.40q, want %s", name, got, c.want)
		}
	}
	// With both lengths the chunks count and the connection ends with the answer:
	// nothing can be smuggled behind it.
	got := raw(t, addr, "POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
	if strings.Count(got, "HTTP/1.1 ") != 1 {
		t.Errorf("a request was smuggled: %q", got)
	}
}

// A body that does not come holds no connection open for long, whatever the answer
// is.
func TestB12SlowBodies(t *testing.T) {
	w := newWorld(t, func(c *api.Config) { c.Limits.BodyWithin = 300 * time.Millisecond })
	addr := strings.TrimPrefix(w.srv.URL, "http://")
	const rest = "Host: x\r\nContent-Length: 3000\r\n\r\n{"
	for name, c := range map[string]struct{ request, want string }{
		"no sign-in":      {"POST /v1/messages HTTP/1.1\r\nContent-Type: application/json\r\n" + rest, "401"},
		"signed in":       {"POST /v1/messages HTTP/1.1\r\nAuthorization: Bearer " + restToken + "\r\nContent-Type: application/json\r\n" + rest, "408"},
		"wrong type":      {"POST /v1/session HTTP/1.1\r\nContent-Type: text/plain\r\n" + rest, "415"},
		"none expected":   {"GET /healthz HTTP/1.1\r\n" + rest, "200"},
		"no such address": {"POST /nowhere HTTP/1.1\r\n" + rest, "404"},
		"an odd path":     {"POST //v1/session HTTP/1.1\r\n" + rest, "400"},
		"a page":          {"GET /console/ HTTP/1.1\r\n" + rest, "200"},
	} {
		start := time.Now()
		if got := raw(t, addr, c.request); !strings.HasPrefix(got, "HTTP/1.1 "+c.want) || time.Since(start) > patience {
			t.Errorf("%s: %.40q after %s, want %s and the end", name, got, time.Since(start), c.want)
		}
	}
}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestImport(t *testing.T) {
	w := newWorld(t)
	_, ed := w.person(auth.RoleEditor, "Ed")
	body := &strings.Builder{}
	form := multipart.NewWriter(body)
	for name, text := range map[string]string{"returns.md": "# Returns", "empty.md": ""} {
		part, err := form.CreateFormFile("files", name)
		must(t, err)
		_, err = io.WriteString(part, text)
		must(t, err)
	}
	must(t, form.Close())
	as := with(ed, "Content-Type", form.FormDataContentType())
	p := w.do(req{"POST", "/v1/imports/preview", body.String(), as}).want(t, 200, "")
	if str(p.at("documents", 0, "passages", 0, "text")) == "" || str(p.at("documents", 0, "outcome")) != "added" || str(p.at("refused", 0, "code")) != "empty_file" {
		t.Errorf("preview %s", p.raw)
	}
	a := w.do(req{"POST", "/v1/imports", body.String(), as}).want(t, 202, "")
	path := "/v1/imports/" + str(a.json["id"])
	ended := w.imported(ed, str(a.json["id"]))
	if ended.at("counts", "added") != 1.0 || ended.at("counts", "refused") != 1.0 || ended.json["state"] != "done" || ended.json["total"] != 2.0 || ended.json["by"] != "Ed" {
		t.Errorf("import %s", ended.raw)
	}
	rows := w.do(req{"GET", path + "/rows?outcome=refused&limit=1", nil, ed}).want(t, 200, "")
	if str(rows.at("items", 0, "code")) != "empty_file" || str(rows.at("items", 0, "hint")) == "" || rows.json["next"] == nil {
		t.Errorf("rows %s", rows.raw)
	}
	if list := w.do(req{"GET", "/v1/imports?limit=1", nil, ed}).want(t, 200, ""); str(list.at("items", 0, "id")) != str(a.json["id"]) {
		t.Errorf("list %s", list.raw)
	}
	for _, c := range []struct{ path, code string }{{"/cancel", "import_ended"}, {"/retry", "import_not_ended"}} {
		w.do(req{"POST", path + c.path, nil, ed}).want(t, 409, c.code)
	}
	w.do(req{"POST", path + "/removal", map[string]any{"confirm": true}, ed}).want(t, 409, "nothing_to_confirm")
	w.do(req{"GET", "/v1/imports/none/rows", nil, ed}).want(t, 404, "not_found")
	w.do(req{"POST", "/v1/imports", "no form", as}).want(t, 422, "bad_form")
	w.do(req{"POST", "/v1/imports/address", map[string]any{"url": "file:///etc/passwd"}, ed}).want(t, 422, "url_not_allowed")
	w.do(req{"POST", "/v1/imports/address", map[string]any{"url": "https://shop.example/", "locale": "klingon!"}, ed}).want(t, 422, "invalid_field")
	private := w.do(req{"POST", "/v1/imports/address", map[string]any{"url": w.srv.URL}, ed}).want(t, 202, "")
	w.imported(ed, str(private.json["id"]))
	rows = w.do(req{"GET", "/v1/imports/" + str(private.json["id"]) + "/rows", nil, ed}).want(t, 200, "")
	if str(rows.at("items", 0, "code")) != "ssrf_blocked" {
		t.Errorf("a private address: %s", rows.raw)
	}
}

// imported waits for the end of an import, as a page does.
func (w *world) imported(as map[string]string, id string) answer {
	w.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; {
		a := w.do(req{"GET", "/v1/imports/" + id, nil, as}).want(w.t, 200, "")
		if s := str(a.json["state"]); s != "queued" && s != "running" {
			return a
		}
		if time.Now().After(deadline) {
			w.t.Fatalf("the import does not end: %s", a.raw)
		}
		<-time.After(5 * time.Millisecond)
	}
}
