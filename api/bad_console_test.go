package api_test

import (
	"strings"
	"testing"

	"frontdesk/chat"
	"frontdesk/internal/auth"
)

func TestF1TextStaysText(t *testing.T) {
	w := newWorld(t)
	nasty := "<img src=x onerror=alert(1)> </script> javascript:alert(1) =cmd() \u202Eevil \x1b[31m"
	w.post("c-1", "m-1", nasty).want(t, 200, "")
	_, agent := w.person(auth.RoleAgent, "Li")
	list := w.do(req{"GET", "/v1/conversations", nil, agent}).want(t, 200, "")
	id := str(list.at("items", 0, "conversation", "id"))
	got := w.do(req{"GET", "/v1/conversations/" + id, nil, agent}).want(t, 200, "")
	if text := str(got.at("messages", 0, "text")); text != strings.Replace(nasty, "\x1b", "", 1) {
		t.Errorf("stored %q", text)
	}
	if ct := got.header.Get("Content-Type"); !strings.HasPrefix(ct, "application/json") || got.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("it may be taken for a page: %q", ct)
	}
	w.post("c-1", "m-2", strings.Repeat("x", 1<<16)).want(t, 413, "body_too_large")
	w.post("c-1", "m-3", strings.Repeat("x", 5000)).want(t, 422, "message_too_long")
}

func TestF2ReplyTooLate(t *testing.T) {
	w := newWorld(t)
	conv := w.conversationOf("c-1")
	_, li := w.person(auth.RoleAgent, "Li")
	_, sue := w.person(auth.RoleSupervisor, "Sue")
	base := "/v1/conversations/" + conv
	say := map[string]any{"client_id": "k1", "text": "Hello, this is Li.", "kind": "text"}
	w.do(req{"POST", base + "/messages", say, li}).want(t, 409, "not_owner")
	w.do(req{"POST", base + "/takeover", "{}", li}).want(t, 200, "")
	w.do(req{"POST", base + "/messages", say, li}).want(t, 201, "")
	w.do(req{"POST", base + "/takeover", "{}", sue}).want(t, 200, "")
	say["client_id"] = "k2"
	w.do(req{"POST", base + "/messages", say, li}).want(t, 409, "not_owner")
	w.do(req{"POST", base + "/resolve", map[string]any{"outcome": "solved"}, sue}).want(t, 200, "")
	say["client_id"] = "k3"
	w.do(req{"POST", base + "/messages", say, sue}).want(t, 409, "not_owner")
	msgs, err := w.store.Messages(t.Context(), conv, 0, 100)
	must(t, err)
	if n := count(msgs, func(m chat.Message) bool { return m.Author == chat.Agent }); n != 1 {
		t.Errorf("%d agent messages, want 1", n)
	}
}

func count(msgs []chat.Message, match func(chat.Message) bool) (n int) {
	for _, m := range msgs {
		if match(m) {
			n++
		}
	}
	return n
}

func TestF3DoubleClick(t *testing.T) {
	w := newWorld(t)
	conv := w.conversationOf("c-1")
	_, li := w.person(auth.RoleAgent, "Li")
	base := "/v1/conversations/" + conv
	w.do(req{"POST", base + "/takeover", "{}", li}).want(t, 200, "")
	say := map[string]any{"client_id": "first-key-1", "text": "Hello!", "kind": "text"}
	answers := make(chan answer, 8)
	for range cap(answers) {
		go func() { answers <- w.do(req{"POST", base + "/messages", say, li}) }()
	}
	ids := map[string]bool{}
	for range cap(answers) {
		a := (<-answers).want(t, 201, "")
		ids[str(a.json["id"])] = true
		if a.json["client_id"] != "first-key-1" {
			t.Errorf("client_id %v", a.json["client_id"])
		}
	}
	msgs, err := w.store.Messages(t.Context(), conv, 0, 100)
	must(t, err)
	if n := count(msgs, func(m chat.Message) bool { return m.Text == "Hello!" }); n != 1 || len(ids) != 1 {
		t.Errorf("%d stored, %d ids", n, len(ids))
	}
	say["text"] = "Something else"
	w.do(req{"POST", base + "/messages", say, li}).want(t, 409, "idempotency_conflict")
}
