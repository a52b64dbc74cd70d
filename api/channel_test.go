package api_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"frontdesk/api"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/auth"
	"frontdesk/pipeline"
)

func TestRESTChannel(t *testing.T) {
	w := newWorld(t)
	body := map[string]any{"customer": "c-17", "id": "m-1", "text": "Wo ist mein Paket 10482?", "locale": "de-DE", "email": "kim@mail.example", "market": "DE"}
	plain := w.do(req{"POST", "/v1/messages", body, bearer(restToken)}).want(t, 202, "")
	conv := plain.json["conversation"].(string)
	if plain.json["seq"] != 1.0 || len(plain.json) != 2 {
		t.Errorf("receipt %s", plain.raw)
	}
	h := with(bearer(restToken), "Prefer", "wait=10")
	full := w.do(req{"POST", "/v1/messages", body, h}).want(t, 200, "")
	if full.json["conversation"] != conv || full.json["seq"] != 1.0 || full.json["owner"] != "bot" || full.json["handoff"] != nil ||
		full.at("replies", 0, "text") != "you said: Wo ist mein Paket 10482?" || full.at("decision", "action") != "answer" ||
		full.at("decision", "intent") != "order_status" || full.at("decision", "confidence") != .9 {
		t.Errorf("answer %s", full.raw)
	}
	again := w.do(req{"POST", "/v1/messages", body, h}).want(t, 200, "")
	if string(again.raw) != string(full.raw) {
		t.Errorf("the same id again gives\n%s, not\n%s", again.raw, full.raw)
	}
	log := w.do(req{"GET", "/v1/conversations/" + conv + "/messages?after=0", nil, bearer(restToken)}).want(t, 200, "")
	if n := len(log.json["messages"].([]any)); n != 2 || log.json["last_seq"] != 2.0 || log.at("messages", 0, "client_id") != "m-1" {
		t.Errorf("log %s", log.raw)
	}
	if rest := w.do(req{"GET", "/v1/conversations/" + conv + "/messages?after=2", nil, bearer(restToken)}); len(rest.json["messages"].([]any)) != 0 {
		t.Errorf("after the end: %s", rest.raw)
	}
	handoff := w.post("c-18", "m-1", "a human please").want(t, 200, "")
	if handoff.at("decision", "action") != "handoff" || handoff.json["owner"] != "queue" || handoff.at("handoff", "reason", "code") != "customer_request" {
		t.Errorf("handoff %s", handoff.raw)
	}
	if replies := handoff.json["replies"].([]any); len(replies) == 0 {
		t.Error("a handoff without a text for the shopper")
	}
}

func TestRESTChannelHidesTheDesk(t *testing.T) {
	w := newWorld(t)
	conv := w.conversationOf("c-1")
	_, li := w.person(auth.RoleAgent, "Li")
	base := "/v1/conversations/" + conv
	w.do(req{"POST", base + "/takeover", "{}", li}).want(t, 200, "")
	w.do(req{"POST", base + "/messages", map[string]any{"client_id": "n", "text": "difficult", "kind": "note"}, li}).want(t, 201, "")
	log := w.do(req{"GET", base + "/messages", nil, bearer(restToken)}).want(t, 200, "")
	if s := string(log.raw); strings.Contains(s, "difficult") || strings.Contains(s, "author_id") || strings.Contains(s, "epoch") {
		t.Errorf("the channel sees %s", s)
	}
	desk := w.do(req{"GET", base + "/messages", nil, li}).want(t, 200, "")
	if !strings.Contains(string(desk.raw), "difficult") {
		t.Errorf("the desk does not see its note: %s", desk.raw)
	}
}

// P5: what did not surely reach the shopper is shown to the desk, in the log and in the
// list. The channel learns nothing of it: it knows what it took.
func TestP5_DeskSeesDeliveries(t *testing.T) {
	w := newWorld(t)
	conv := w.conversationOf("c-1")
	_, li := w.person(auth.RoleAgent, "Li")
	base := "/v1/conversations/" + conv
	w.do(req{"POST", base + "/takeover", "{}", li}).want(t, 200, "")
	c, err := w.store.Conversation(t.Context(), conv)
	must(t, err)
	_, err = w.store.Apply(t.Context(), handoff.Change{Conversation: c, Push: true, Messages: []chat.Message{{Author: chat.Agent, Text: "Hello", At: time.Now()}}})
	must(t, err)
	rows, err := w.store.ClaimOut(t.Context(), time.Now(), 1, time.Minute)
	must(t, err)
	must(t, w.store.SettleOut(t.Context(), rows[0].ID, pipeline.Unknown, "", time.Time{}))
	last := len(w.do(req{"GET", base, nil, li}).want(t, 200, "").json["messages"].([]any)) - 1
	if got := w.do(req{"GET", base, nil, li}); got.at("messages", last, "delivery") != "unknown" || got.at("messages", last-1, "delivery") != nil {
		t.Errorf("the conversation: %s", got.raw)
	}
	if got := w.do(req{"GET", "/v1/conversations?view=mine", nil, li}); got.at("items", 0, "undelivered") != "unknown" {
		t.Errorf("the list: %s", got.raw)
	}
	if got := w.do(req{"GET", base + "/messages", nil, bearer(restToken)}); strings.Contains(string(got.raw), "delivery") {
		t.Errorf("the channel: %s", got.raw)
	}
}

func TestRESTChannelWait(t *testing.T) {
	w := newWorld(t)
	h := with(bearer(restToken), "Prefer", "respond-async, wait=1")
	start := time.Now()
	w.do(req{"POST", "/v1/messages", map[string]any{"customer": "c", "id": "m", "text": "slow"}, h}).want(t, 202, "")
	if took := time.Since(start); took < 900*time.Millisecond || took > patience {
		t.Errorf("waited %s", took)
	}
	for _, bad := range []string{"wait=31", "wait=-1", "wait=x", "wait=1e3"} {
		w.do(req{"POST", "/v1/messages", map[string]any{"customer": "c2", "id": bad, "text": "hi"}, with(h, "Prefer", bad)}).want(t, 422, "invalid_field")
	}
	if first := w.do(req{"POST", "/v1/messages", map[string]any{"customer": "c2", "id": "m", "text": "hi"}, bearer(restToken)}).want(t, 202, ""); first.json["seq"] != 1.0 {
		t.Errorf("a refused request was stored: %s", first.raw)
	}
	for _, other := range []string{"", "return=minimal"} {
		w.do(req{"POST", "/v1/messages", map[string]any{"customer": "c2", "id": "m", "text": "hi"}, with(h, "Prefer", other)}).want(t, 202, "")
	}
}

// The same id gives the same answer whatever came after it, and never the answer
// to something else: what a person had to answer has none of the bot's.
func TestRESTChannelReplays(t *testing.T) {
	w := newWorld(t)
	replay := func(id, text string) answer {
		return w.do(req{"POST", "/v1/messages", map[string]any{"customer": "c", "id": id, "text": text}, with(bearer(restToken), "Prefer", "wait=1")})
	}
	first := w.post("c", "m1", "hello").want(t, 200, "")
	handed := w.post("c", "m2", "a human please").want(t, 200, "")
	base := "/v1/conversations/" + first.json["conversation"].(string)
	_, li := w.person(auth.RoleAgent, "Li")
	w.do(req{"POST", base + "/takeover", "{}", li}).want(t, 200, "")
	replay("m3", "are you there?").want(t, 202, "")
	w.do(req{"POST", base + "/messages", map[string]any{"client_id": "a", "text": "yes", "kind": "text"}, li}).want(t, 201, "")
	w.do(req{"POST", base + "/return", map[string]any{"outcome": "solved"}, li}).want(t, 200, "")
	last := w.post("c", "m4", "and this?").want(t, 200, "")

	for id, want := range map[string]answer{"m1": first, "m2": handed, "m4": last} {
		text := map[string]string{"m1": "hello", "m2": "a human please", "m4": "and this?"}[id]
		if got := replay(id, text).want(t, 200, ""); string(got.raw) != string(want.raw) {
			t.Errorf("%s again gives\n%s, not\n%s", id, got.raw, want.raw)
		}
	}
	replay("m3", "are you there?").want(t, 202, "")
	if other := replay("m1", "goodbye").want(t, 409, "idempotency_conflict"); other.json["field"] != "id" {
		t.Errorf("conflict %s", other.raw)
	}
}

func TestRESTChannelBadInput(t *testing.T) {
	w := newWorld(t)
	for code, bodies := range map[string][]map[string]any{
		"empty_message": {{"customer": "c", "id": "m", "text": " \u200b"}},
		"invalid_email": {{"customer": "c", "id": "m", "text": "x", "email": "a@b"}},
		"invalid_field": {
			{"customer": "", "id": "m", "text": "x"}, {"id": "m", "text": "x"}, {"customer": "c", "text": "x"}, {"customer": "c", "id": "a/b", "text": "x"},
			{"customer": "c", "id": "m", "text": "x", "market": "de"}, {"customer": "c", "id": "m", "text": "x", "locale": "de'; --"}, {"customer": "c", "id": "m", "text": "x", "author": "agent"}, {"customer": 7, "id": "m", "text": "x"},
		},
	} {
		for _, b := range bodies {
			w.do(req{"POST", "/v1/messages", b, bearer(restToken)}).want(t, 422, code)
		}
	}
	// Two customers whose ids only differ in where the slash stands never share one.
	w.post("a/b", "c", "one").want(t, 200, "")
	w.post("a", "c", "two").want(t, 200, "")
}

func TestVerifiedCustomers(t *testing.T) {
	w := newWorld(t)
	body := map[string]any{"customer": "c", "id": "m", "text": "hi", "verified_customer": "cust-7", "name": "\u202eKim\u0007 "}
	conv := w.do(req{"POST", "/v1/messages", body, bearer(restToken)}).want(t, 202, "").json["conversation"]
	_, li := w.person(auth.RoleAgent, "Li")
	got := w.do(req{"GET", fmt.Sprint("/v1/conversations/", conv), nil, li}).want(t, 200, "")
	if got.at("customer", "verified") != true || got.at("customer", "name") != "Kim" || got.at("orders", 0, "number") != "10482" {
		t.Errorf("customer and orders: %s", got.raw)
	}
}

func TestConversationsAreFoundByOlderMessages(t *testing.T) {
	w := newWorld(t)
	_, li := w.person(auth.RoleAgent, "Li")
	_, ed := w.person(auth.RoleEditor, "Ed")
	conv := w.post("c-1", "m-1", "My Kettle has a cracked lid").want(t, 200, "").json["conversation"].(string)
	w.post("c-1", "m-2", "hello again").want(t, 200, "")
	w.post("c-2", "m-1", "a teapot").want(t, 200, "")
	if _, err := w.store.IndexMessages(t.Context(), 100); err != nil {
		t.Fatal(err)
	}
	find := func(q string) answer {
		return w.do(req{"GET", "/v1/conversations?q=" + url.QueryEscape(q), nil, li}).want(t, 200, "")
	}
	found := find("cracked kettle")
	if found.at("items", 0, "conversation", "id") != conv || found.at("items", 0, "hit", "seq") != 2.0 || found.at("items", 0, "hit", "author") != "bot" {
		t.Errorf("got %s", found.raw)
	}
	if found.at("items", 0, "hit", "pieces", 1, "text") != "Kettle" || found.at("items", 0, "hit", "pieces", 1, "found") != true {
		t.Errorf("pieces: %s", found.raw)
	}
	for _, q := range []string{"kettles", "%", "' OR 1=1", "cracked teapot"} {
		if got := find(q); len(got.json["items"].([]any)) != 0 {
			t.Errorf("%q finds %s", q, got.raw)
		}
	}
	if mine := w.do(req{"GET", "/v1/conversations?view=mine&q=kettle", nil, li}).want(t, 200, ""); len(mine.json["items"].([]any)) != 0 {
		t.Errorf("mine finds what is not: %s", mine.raw)
	}
	w.do(req{"GET", "/v1/conversations?q=kettle", nil, ed}).want(t, 403, "forbidden")
}

func TestConsoleConversation(t *testing.T) {
	w := newWorld(t)
	me, li := w.person(auth.RoleAgent, "Li")
	conv := w.post("c-1", "m-1", "a human please").want(t, 200, "").json["conversation"].(string)
	w.post("c-2", "m-1", "hello").want(t, 200, "")
	list := func(q string) answer { return w.do(req{"GET", "/v1/conversations?" + q, nil, li}).want(t, 200, "") }
	waiting := list("view=waiting")
	if len(waiting.json["items"].([]any)) != 1 || waiting.at("items", 0, "case", "reason", "code") != "customer_request" || waiting.at("counts", "waiting") != 1.0 {
		t.Errorf("waiting: %s", waiting.raw)
	}
	if mine := list("view=mine"); len(mine.json["items"].([]any)) != 0 || mine.at("counts", "mine") != 0.0 {
		t.Errorf("mine: %s", mine.raw)
	}
	if _, err := w.store.IndexMessages(t.Context(), 100); err != nil {
		t.Fatal(err)
	}
	if found := list("q=HELLO"); len(found.json["items"].([]any)) != 1 {
		t.Errorf("search: %s", found.raw)
	}
	base := "/v1/conversations/" + conv
	german := with(li, "Accept-Language", "fr, de-AT;q=0.8")
	for path, at := range map[string][]any{
		"/v1/conversations?view=waiting": {"items", 0, "case", "headline"},
		base:                             {"case", "packet", "headline"},
		"/v1/handoffs":                   {"items", 0, "packet", "headline"},
	} {
		if got := fmt.Sprint(w.do(req{"GET", path, nil, german}).want(t, 200, "").at(at...)); !strings.HasSuffix(got, "wünscht einen Menschen") {
			t.Errorf("%s is headed %q for a reader of German", path, got)
		}
	}
	w.do(req{"POST", base + "/takeover", "{}", li}).want(t, 200, "")
	mine := list("view=mine")
	if len(mine.json["items"].([]any)) != 1 || mine.at("counts", "mine") != 1.0 || mine.at("items", 0, "case", "agent_id") != me.ID {
		t.Errorf("mine after taking over: %s", mine.raw)
	}
	w.post("c-1", "m-2", "are you there?")
	got := w.do(req{"GET", base, nil, li}).want(t, 200, "")
	if got.at("case", "packet", "v") != float64(handoff.PacketVersion) || got.at("delta", 0, "text") == nil || got.json["draft"] != nil || len(got.json["viewers"].([]any)) != 0 {
		t.Errorf("conversation: %s", got.raw)
	}
	if unread := list("view=mine"); unread.at("items", 0, "unread") != true {
		t.Errorf("unread: %s", unread.raw)
	}
	turns := w.do(req{"GET", base + "/turns", nil, li}).want(t, 200, "")
	if turns.at("items", 0, "action") != "handoff" || turns.at("items", 0, "trace", "reading", "lang") != "en" {
		t.Errorf("turns: %s", turns.raw)
	}
	mo, _ := w.person(auth.RoleAgent, "Mo")
	w.do(req{"POST", base + "/transfer", map[string]any{"agent": mo.ID, "note": "speaks French"}, li}).want(t, 200, "")
	w.do(req{"POST", base + "/transfer", map[string]any{"agent": mo.ID}, li}).want(t, 409, "not_owner")
	queue := w.do(req{"GET", "/v1/handoffs", nil, li}).want(t, 200, "")
	if n := len(queue.json["items"].([]any)); n != 1 {
		t.Errorf("%d cases in the queue: %s", n, queue.raw)
	}
	w.do(req{"POST", base + "/takeover", "{}", li}).want(t, 200, "")
	w.do(req{"POST", base + "/return", map[string]any{"outcome": "solved", "note": "sent a label"}, li}).want(t, 200, "")
	got = w.do(req{"GET", base, nil, li}).want(t, 200, "")
	if got.at("conversation", "owner") != "bot" || got.json["case"] != nil || got.at("cases", 0, "outcome", "code") != "solved" {
		t.Errorf("after the return: %s", got.raw)
	}
	w.do(req{"POST", base + "/resolve", map[string]any{"outcome": "fine"}, li}).want(t, 422, "invalid_field")
}

func TestAvailability(t *testing.T) {
	w := newWorld(t)
	_, li := w.person(auth.RoleAgent, "Li")
	w.do(req{"PUT", "/v1/agents/me/availability", `{"availability":"busy"}`, li}).want(t, 204, "")
	if me := w.do(req{"GET", "/v1/session", nil, li}); me.at("user", "availability") != "busy" {
		t.Errorf("I am %s", me.raw)
	}
	if all := w.do(req{"GET", "/v1/agents", nil, li}); all.at("items", 0, "availability") != "busy" {
		t.Errorf("they are %s", all.raw)
	}
	w.do(req{"PUT", "/v1/agents/me/availability", `{"availability":"asleep"}`, li}).want(t, 422, "invalid_field")
}

func TestTestBoxAndStats(t *testing.T) {
	w := newWorld(t)
	_, ed := w.person(auth.RoleEditor, "Ed")
	got := w.do(req{"POST", "/v1/test", `{"text":"returns?","lang":"en"}`, ed}).want(t, 200, "")
	if got.at("decision", "text") != "you said: returns?" || got.at("trace", "reading", "text") != "returns?" {
		t.Errorf("test box: %s", got.raw)
	}
	_, sue := w.person(auth.RoleSupervisor, "Sue")
	w.do(req{"GET", "/v1/stats?zone=Mars", nil, sue}).want(t, 422, "invalid_field")
	stats := w.do(req{"GET", "/v1/stats?zone=Europe/Berlin", nil, sue}).want(t, 200, "")
	if stats.at("conversations", "open") != 3.0 || stats.at("today", "messages") != 3.0 || stats.at("handoff_reasons", "emotion") != 1.0 {
		t.Errorf("stats: %s", stats.raw)
	}
}

func TestConfig(t *testing.T) {
	for name, c := range map[string]api.Config{
		"short token":      {RESTChannels: []api.RESTChannel{{ID: "rest", Token: "short"}}},
		"channel twice":    {RESTChannels: []api.RESTChannel{{ID: "rest", Token: restToken}, {ID: "rest", Token: otherToken}}},
		"site twice":       {Sites: []api.Site{{Key: "a", ChannelID: "x"}, {Key: "a", ChannelID: "y"}}},
		"channel shared":   {Sites: []api.Site{{Key: "a", ChannelID: "x"}, {Key: "b", ChannelID: "x"}}},
		"origin a path":    {Sites: []api.Site{{Key: "a", ChannelID: "x", Origins: []string{"https://shop.example/"}}}},
		"weak secret":      {Sites: []api.Site{{Key: "a", ChannelID: "x", IdentitySecret: "secret"}}},
		"nothing to check": {Sites: []api.Site{{Key: "a", ChannelID: "x", EnforceIdentity: true}}},
		"slash at the end": {PublicURL: "https://desk.example/"},
	} {
		if c.Validate() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
