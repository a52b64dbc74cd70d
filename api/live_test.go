package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"frontdesk/api"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/auth"
)

// patience is what a step may take where the race detector is on and the machine
// busy. The figures that are promised are measured by the benchmarks; here a step
// that waits for a timer or a neighbour, which takes longer, fails.
const patience = 8 * time.Second

// seqs reads message frames until the seq last, and checks that each names the
// one before it.
func (s *sock) seqs(last int64) []int64 {
	s.t.Helper()
	var out []int64
	for len(out) == 0 || out[len(out)-1] < last {
		f := s.until("message")
		seq := int64(dig(f, "message", "seq").(float64))
		if prev := int64(f["prev"].(float64)); len(out) > 0 && prev != out[len(out)-1] {
			s.t.Fatalf("message %d says that %d came before it; it was %d", seq, prev, out[len(out)-1])
		}
		out = append(out, seq)
	}
	return out
}

// said reads on to the next message of an author.
func (s *sock) said(author string) map[string]any {
	s.t.Helper()
	f := s.until("message")
	for dig(f, "message", "author") != author {
		f = s.until("message")
	}
	return f
}

func TestConversation(t *testing.T) {
	w := newWorld(t)
	s, token := w.guest()
	s.send(map[string]any{"type": "send", "client_id": "m1", "text": "Where is my parcel?", "lang": "en"})
	acknowledged, answered := false, false
	for !acknowledged || !answered { // the bot may be quicker than the acknowledgement
		f, _ := s.read()
		acknowledged = acknowledged || f["type"] == "ack"
		if f["type"] == "message" && dig(f, "message", "author") == "bot" {
			if dig(f, "message", "text") != "you said: Where is my parcel?" || dig(f, "message", "epoch") != nil {
				t.Errorf("the answer: %v", f)
			}
			answered = true
		}
	}
	again := w.widget() // a second tab
	view := again.hello(token, 0)
	if dig(view, "conversation", "owner") != "bot" || dig(view, "conversation", "last_seq") != 2.0 {
		t.Errorf("the view: %v", view)
	}
	if got := again.seqs(2); !slices.Equal(got, []int64{1, 2}) {
		t.Errorf("replayed %v", got)
	}
	s.send(map[string]any{"type": "send", "client_id": "m2", "text": "thanks"})
	if got := again.seqs(4); !slices.Equal(got, []int64{3, 4}) {
		t.Errorf("the other tab got %v", got)
	}
}

func TestHandoffAsTheShopperSeesIt(t *testing.T) {
	w := newWorld(t)
	li, session := w.person(auth.RoleAgent, "Li")
	console, _, err := w.dial("/v1/console/socket", session)
	must(t, err)
	w.do(req{"PUT", "/v1/agents/me/availability", `{"availability":"busy"}`, session}).want(t, 204, "") // somebody is there, so it is queued and no ticket
	s, _ := w.guest()
	s.send(`{"type":"human","client_id":"h1"}`)
	for { // the queue is told
		f := s.until("conversation")
		if dig(f, "conversation", "owner") == "queue" {
			if dig(f, "conversation", "queue", "position") != 1.0 {
				t.Errorf("the place: %v", f)
			}
			break
		}
	}
	w.do(req{"PUT", "/v1/agents/me/availability", `{"availability":"online"}`, session}).want(t, 204, "")
	offer := console.until("offer")
	if offer["until"] == nil || dig(offer, "case", "offered_to") != li.ID {
		t.Errorf("the offer: %v", offer)
	}
	caseID := str(dig(offer, "case", "id"))
	w.do(req{"POST", "/v1/handoffs/" + caseID + "/accept", "{}", session}).want(t, 200, "")
	for {
		f := s.until("conversation")
		if dig(f, "conversation", "owner") == "human" {
			if dig(f, "conversation", "agent", "name") != "Li" {
				t.Errorf("who? %v", f)
			}
			break
		}
	}
	conv := str(dig(offer, "case", "conversation_id"))
	console.send(map[string]any{"type": "watch", "conversation": conv})
	if v := console.until("viewers"); dig(v, "viewers", 0, "name") != "Li" {
		t.Errorf("viewers: %v", v)
	}
	s.send(`{"type":"typing","on":true}`)
	if f := console.until("typing"); f["author"] != "shopper" || f["conversation"] != conv {
		t.Errorf("typing of the shopper: %v", f)
	}
	console.send(map[string]any{"type": "typing", "conversation": conv, "on": true})
	for f := s.until("typing"); f["author"] != "agent"; f = s.until("typing") {
	}
	// A private note takes a place in the log and is never seen by the shopper.
	base := "/v1/conversations/" + conv
	w.do(req{"POST", base + "/messages", map[string]any{"client_id": "n1", "text": "a bit upset", "kind": "note"}, session}).want(t, 201, "")
	w.do(req{"POST", base + "/messages", map[string]any{"client_id": "r1", "text": "Hello, this is Li.", "kind": "text"}, session}).want(t, 201, "")
	for {
		f := s.until("message")
		if dig(f, "message", "text") == "a bit upset" {
			t.Fatal("the shopper sees the note")
		}
		if dig(f, "message", "author") == "agent" {
			if f["prev"].(float64) != dig(f, "message", "seq").(float64)-2 || dig(f, "message", "client_id") != nil {
				t.Errorf("the reply: %v", f)
			}
			break
		}
	}
	w.do(req{"POST", base + "/resolve", map[string]any{"outcome": "solved"}, session}).want(t, 200, "")
	for f := s.until("message"); dig(f, "message", "event") != "conversation_resolved"; f = s.until("message") {
	}
	s.send(`{"type":"rate","stars":5,"comment":"quick"}`)
	s.until("ok")
	eventually(t, func() string {
		c, err := w.store.Conversation(t.Context(), conv)
		must(t, err)
		if c.Rating != 5 {
			return fmt.Sprintf("rating %d", c.Rating)
		}
		return ""
	})
}

// TestP8NothingMissed cuts a client again and again while an agent writes, and
// holds what it got against the log.
func TestP8NothingMissed(t *testing.T) {
	w := newWorld(t, func(c *api.Config) { c.Limits.SocketsPerVisitor = 1000; c.Limits.SocketsPerIP = 1000 })
	s, token := w.guest()
	s.send(map[string]any{"type": "send", "client_id": "m1", "text": "one"})
	conv := str(s.until("ack")["conversation"])
	s.said("bot") // or the takeover makes a draft of it, which has a place in the log too
	_, session := w.person(auth.RoleAgent, "Li")
	w.do(req{"POST", "/v1/conversations/" + conv + "/takeover", "{}", session}).want(t, 200, "")
	const total = 300
	go func() {
		for i := range total {
			if w.agentSays(conv, fmt.Sprintf("k%d", i), fmt.Sprintf("message %d", i)) != nil {
				return
			}
		}
	}()
	seed := rand.New(rand.NewPCG(1, 2))
	var got []int64
	last := int64(0)
	for len(got) < total+2 {
		c := w.widget()
		c.hello(token, last)
		for range 1 + seed.IntN(40) {
			if last >= total+2 {
				break
			}
			f := c.until("message")
			last = int64(dig(f, "message", "seq").(float64))
			got = append(got, last)
		}
		must(t, c.conn.CloseNow())
		if last >= total+2 {
			break
		}
	}
	for i, seq := range got {
		if seq != int64(i+1) {
			t.Fatalf("message %d came as %d: %v", i+1, seq, got)
		}
	}
}

// TestP8Resync measures how long it takes to get 1,000 missed messages.
func TestP8Resync(t *testing.T) {
	w := newWorld(t)
	s, token := w.guest()
	s.send(map[string]any{"type": "send", "client_id": "m1", "text": "one"})
	conv := str(s.until("ack")["conversation"])
	_, session := w.person(auth.RoleAgent, "Li")
	w.do(req{"POST", "/v1/conversations/" + conv + "/takeover", "{}", session}).want(t, 200, "")
	must(t, s.conn.CloseNow())
	last := w.fill(conv, 1000, "hello again")
	start := time.Now()
	c := w.widget()
	c.hello(token, last-1000)
	c.seqs(last)
	took := time.Since(start)
	t.Logf("1,000 missed messages in %s", took)
	if took > patience {
		t.Errorf("it took %s", took)
	}
}

// TestP11SlowNeighbour floods one conversation whose client does not read, and
// looks at how long another one waits.
func TestP11SlowNeighbour(t *testing.T) {
	w := newWorld(t)
	slow, _ := w.guest()
	slow.send(map[string]any{"type": "send", "client_id": "m1", "text": "one"})
	conv := str(slow.until("ack")["conversation"])
	_, session := w.person(auth.RoleAgent, "Li")
	w.do(req{"POST", "/v1/conversations/" + conv + "/takeover", "{}", session}).want(t, 200, "")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() {
		for i := 0; ctx.Err() == nil; i++ {
			_ = w.agentSays(conv, fmt.Sprintf("k%d", i), strings.Repeat("flood ", 500))
		}
	}()
	other, _ := w.guest()
	for i := range 20 {
		start := time.Now()
		other.send(map[string]any{"type": "send", "client_id": fmt.Sprintf("m%d", i), "text": "hi"})
		other.said("bot")
		if took := time.Since(start); took > patience {
			t.Errorf("the neighbour waited %s", took)
		}
	}
}

func TestEventStream(t *testing.T) {
	w := newWorld(t)
	token := w.visit(map[string]any{}).want(t, 200, "").json["token"].(string)
	frame := func(f map[string]any) answer {
		return w.do(req{"POST", "/v1/widget/frames", f, with(bearer(token), "Origin", shopOrigin)})
	}
	events := func(after int) *bufio.Scanner {
		q, err := http.NewRequestWithContext(t.Context(), "GET", fmt.Sprintf("%s/v1/widget/events?token=%s&after=%d", w.srv.URL, token, after), nil)
		must(t, err)
		q.Header.Set("Origin", shopOrigin)
		res, err := http.DefaultClient.Do(q)
		must(t, err)
		t.Cleanup(func() { _ = res.Body.Close() })
		if ct := res.Header.Get("Content-Type"); ct != "text/event-stream" || res.Header.Get("Access-Control-Allow-Origin") != shopOrigin {
			t.Fatalf("%d %v", res.StatusCode, res.Header)
		}
		return bufio.NewScanner(res.Body)
	}
	next := func(sc *bufio.Scanner, kind string) (id string, f map[string]any) {
		for sc.Scan() {
			line := sc.Text()
			switch {
			case line == "":
				id = ""
			case strings.HasPrefix(line, "id: "):
				id = line[4:]
			case strings.HasPrefix(line, "data: "):
				f = nil
				must(t, json.Unmarshal([]byte(line[6:]), &f))
				if f["type"] == kind {
					return id, f
				}
			}
		}
		t.Fatalf("the stream ended before a %s: %v", kind, sc.Err())
		return "", nil
	}
	sc := events(0)
	if _, f := next(sc, "welcome"); f["conversation"] != nil {
		t.Errorf("welcome: %v", f)
	}
	ack := frame(map[string]any{"type": "send", "client_id": "m1", "text": "hello"}).want(t, 200, "")
	if ack.json["type"] != "ack" || ack.json["seq"] != 1.0 {
		t.Errorf("ack: %s", ack.raw)
	}
	for _, want := range []string{"1", "2"} {
		if id, f := next(sc, "message"); id != want {
			t.Errorf("id %s of %v", id, f)
		}
	}
	later := events(1)
	if id, _ := next(later, "message"); id != "2" {
		t.Errorf("resumed at %s", id)
	}
	frame(map[string]any{"type": "typing", "on": true}).want(t, 204, "")
	frame(map[string]any{"type": "send", "client_id": "m1", "text": "other"}).want(t, 409, "idempotency_conflict")
	frame(map[string]any{"type": "rate", "stars": 9}).want(t, 422, "invalid_field")
	if got := frame(map[string]any{"type": "rate", "stars": "5"}).want(t, 422, "invalid_field"); got.json["field"] != "stars" || got.json["expected"] != "integer" {
		t.Errorf("a wrong type: %v", got.json)
	}
	w.do(req{"GET", "/v1/widget/events?after=0", nil, nil}).want(t, 401, "unauthenticated")
	w.do(req{"GET", "/v1/widget/events?token=" + token, nil, map[string]string{"Origin": "https://evil.example"}}).want(t, 403, "origin_not_allowed")
}

func TestQueuePlaceIsPushed(t *testing.T) {
	w := newWorld(t)
	_, session := w.person(auth.RoleAgent, "Li") // there, but takes nothing: the queue stands
	w.do(req{"PUT", "/v1/agents/me/availability", `{"availability":"busy"}`, session}).want(t, 204, "")
	first, _ := w.guest()
	first.send(`{"type":"human","client_id":"h1"}`)
	conv := str(first.until("ack")["conversation"])
	for f := first.until("conversation"); dig(f, "conversation", "owner") != "queue"; f = first.until("conversation") {
	}
	second, _ := w.guest()
	second.send(`{"type":"human","client_id":"h1"}`)
	for f := second.until("conversation"); dig(f, "conversation", "queue", "position") != 2.0; f = second.until("conversation") {
	}
	w.do(req{"POST", "/v1/conversations/" + conv + "/takeover", "{}", session}).want(t, 200, "")
	for f := second.until("conversation"); dig(f, "conversation", "queue", "position") != 1.0; f = second.until("conversation") {
	}
}

func TestConsoleSocket(t *testing.T) {
	w := newWorld(t)
	li, session := w.person(auth.RoleAgent, "Li")
	_, res, err := w.dial("/v1/console/socket", with(session, "Origin", "https://evil.example"))
	if err == nil || res.StatusCode != http.StatusForbidden {
		t.Error("another site's page was let in")
	}
	c, _, err := w.dial("/v1/console/socket", with(session, "Origin", w.srv.URL))
	must(t, err)
	c.send(`{"type":"hello","v":1}`)
	c.until("pong")
	conv := w.conversationOf("c-1")
	for f := c.until("changed"); f["conversation"] != conv || f["kind"] != "log"; f = c.until("changed") {
	}
	for frame, code := range map[string]string{
		`{"type":"send"}`: "unsupported_type", `{"type":"watch","x":1}`: "unknown_field", `{"type":"watch","conversation":7}`: "invalid_field",
		`{"type":"hello","v":9}`: "upgrade_required", `x`: "bad_json", `[]`: "bad_json",
	} {
		c.refused(frame, code)
	}
	// The desk knows that the agent is here.
	eventually(t, func() string {
		agents, err := w.store.Agents(t.Context())
		must(t, err)
		i := slices.IndexFunc(agents, func(a handoff.Agent) bool { return a.ID == li.ID })
		if i < 0 || agents[i].SeenAt.IsZero() {
			return "never seen"
		}
		return ""
	})
	// Another replica's hints reach this console too, and knowledge.
	w.hub.Publish(chat.Hint{Kind: chat.HintKnowledge})
	for f := c.until("changed"); f["kind"] != "knowledge"; f = c.until("changed") {
	}
	w.do(req{"DELETE", "/v1/session", nil, session}).want(t, 204, "")
	if code := c.closed(); code != 4010 {
		t.Errorf("after signing out: closed with %d", code)
	}
}

func TestF5DisabledAccounts(t *testing.T) {
	w := newWorld(t)
	_, admin := w.person(auth.RoleAdmin, "Ada")
	li, session := w.person(auth.RoleAgent, "Li")
	c, _, err := w.dial("/v1/console/socket", session)
	must(t, err)
	c.send(`{"type":"ping"}`)
	c.until("pong")
	start := time.Now()
	w.do(req{"PATCH", "/v1/users/" + li.ID, `{"disabled":true}`, admin}).want(t, 200, "")
	if code := c.closed(); code != 4010 {
		t.Errorf("closed with %d", code)
	}
	if took := time.Since(start); took > patience {
		t.Errorf("the socket lived on for %s", took)
	}
	w.do(req{"GET", "/v1/session", nil, session}).want(t, 401, "unauthenticated")

	// On another replica only the hint tells of it.
	mo, session := w.person(auth.RoleAgent, "Mo")
	c, _, err = w.dial("/v1/console/socket", session)
	must(t, err)
	_, _, err = w.store.ChangeUser(t.Context(), mo.ID, func(u *auth.User) error { u.Disabled = true; return nil })
	must(t, err)
	w.hub.Publish(chat.Hint{Kind: chat.HintPresence})
	start = time.Now()
	if code := c.closed(); code != 4010 || time.Since(start) > patience {
		t.Errorf("closed with %d after %s", code, time.Since(start))
	}
}

func TestServerGoes(t *testing.T) {
	w := newWorld(t)
	s, _ := w.guest()
	_, session := w.person(auth.RoleAgent, "Li")
	c, _, err := w.dial("/v1/console/socket", session)
	must(t, err)
	done := make(chan struct{})
	go func() { w.api.Close(); close(done) }()
	if code := s.closed(); code != int(websocket.StatusGoingAway) {
		t.Errorf("the widget was closed with %d", code)
	}
	if code := c.closed(); code != int(websocket.StatusGoingAway) {
		t.Errorf("the console was closed with %d", code)
	}
	select {
	case <-done:
	case <-time.After(2 * patience):
		t.Error("closing takes too long")
	}
}
