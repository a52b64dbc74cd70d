package api_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/golang-jwt/jwt/v5"

	"frontdesk/api"
	"frontdesk/chat"
	"frontdesk/internal/auth"
)

func TestA1Origins(t *testing.T) {
	w := newWorld(t)
	for _, origin := range []string{"https://evil.example", "null", "https://shop.example.evil.example", "http://shop.example", "https://shop.example:444", "https://SHOP.example.", ""} {
		_, res, err := w.dial("/v1/widget/socket?site=pk_demo", map[string]string{"Origin": origin})
		if err == nil || res.StatusCode != http.StatusForbidden {
			t.Errorf("origin %q was let in", origin)
		}
		a := w.do(req{"POST", "/v1/widget/sessions", map[string]any{"site": "pk_demo"}, map[string]string{"Origin": origin}}).want(t, 403, "origin_not_allowed")
		if strings.Contains(string(a.raw), "allowlist") || a.json["hint"] != nil {
			t.Errorf("the visitor is told how to get around it: %s", a.raw)
		}
	}
	if _, _, err := w.dial("/v1/widget/socket?site=pk_demo", map[string]string{"Origin": w.srv.URL}); err != nil {
		t.Errorf("the server's own page: %v", err)
	}
	pre := w.do(req{"OPTIONS", "/v1/widget/sessions", nil, map[string]string{"Origin": shopOrigin, "Access-Control-Request-Method": "POST"}})
	if pre.status != 204 || pre.header.Get("Access-Control-Allow-Origin") != shopOrigin {
		t.Errorf("preflight of the shop: %d %v", pre.status, pre.header)
	}
	pre = w.do(req{"OPTIONS", "/v1/widget/frames", nil, map[string]string{"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}})
	if pre.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("preflight of a stranger: %v", pre.header)
	}
}

// Who put the widget on a page that is not listed is told so by a browser too, which
// asks before it sends: else the refusal would reach neither them nor the log.
func TestStrangersPageIsTold(t *testing.T) {
	w := newWorld(t)
	for _, origin := range []string{"https://new.example", "null"} {
		pre := w.do(req{"OPTIONS", "/v1/widget/sessions", nil, map[string]string{"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}})
		if pre.status != 204 || pre.header.Get("Access-Control-Allow-Origin") != origin {
			t.Errorf("%s may not even ask: %d %v", origin, pre.status, pre.header)
		}
		a := w.do(req{"POST", "/v1/widget/sessions", map[string]any{"site": "pk_demo"}, map[string]string{"Origin": origin}}).want(t, 403, "origin_not_allowed")
		if a.header.Get("Access-Control-Allow-Origin") != origin {
			t.Errorf("%s may not read the reason: %v", origin, a.header)
		}
	}
}

// A shop without a system of its own can look no order up, and offers none.
func TestGreetingWithoutOrders(t *testing.T) {
	for shop, want := range map[bool][]string{true: {"intent:order_status", "intent:return_start", "human"}, false: {"human"}} {
		w := newWorld(t, func(c *api.Config) { c.Shop = shop })
		a := w.visit(map[string]any{"site": "pk_demo", "locale": "nl"}).want(t, 200, "")
		text, buttons := str(a.at("greeting", "text")), a.at("greeting", "quick_replies").([]any)
		var got []string
		for i := range buttons {
			got = append(got, str(a.at("greeting", "quick_replies", i, "payload")))
		}
		if !slices.Equal(got, want) || strings.Contains(text, "bestellingen") != shop {
			t.Errorf("shop %v: %q with %v", shop, text, got)
		}
	}
}

func TestA2Sites(t *testing.T) {
	w := newWorld(t)
	for _, key := range []string{"pk_none", "pk_off"} {
		w.visit(map[string]any{"site": key}).want(t, 403, "unknown_site_key")
		_, res, err := w.dial("/v1/widget/socket?site="+key, map[string]string{"Origin": shopOrigin})
		if err == nil || res.StatusCode != http.StatusForbidden {
			t.Errorf("site %s was let in", key)
		}
	}
}

func TestA3NoHello(t *testing.T) {
	w := newWorld(t, func(c *api.Config) { c.Limits.HelloWithin = time.Second })
	if code := w.widget().closed(); code != 4001 {
		t.Errorf("closed with %d", code)
	}
	s, _ := w.guest()
	<-time.After(1200 * time.Millisecond) // past the limit: it no longer counts
	s.alive()
}

// word signs what the shop says of its visitor.
func word(t *testing.T, method jwt.SigningMethod, key any, claims jwt.MapClaims) string {
	now := time.Now()
	all := jwt.MapClaims{"sub": "cust-7", "aud": "pk_demo", "iat": now.Unix(), "exp": now.Add(time.Hour).Unix(), "email": "kim@shop.example", "name": "Kim"}
	for k, v := range claims {
		all[k] = v
	}
	s, err := jwt.NewWithClaims(method, all).SignedString(key)
	must(t, err)
	return s
}

func TestA4Identity(t *testing.T) {
	w := newWorld(t)
	good := word(t, jwt.SigningMethodHS256, []byte(identitySecret), nil)
	a := w.visit(map[string]any{"identity": good}).want(t, 200, "")
	if a.json["verified"] != true {
		t.Fatalf("the shop's word was not taken: %s", a.raw)
	}
	if b := w.visit(map[string]any{"identity": good}); b.json["visitor"] != a.json["visitor"] {
		t.Error("the same customer is two visitors")
	}
	strange := w.visit(map[string]any{"identity": word(t, jwt.SigningMethodHS256, []byte(identitySecret), jwt.MapClaims{"name": "Mar\u202eia\n" + strings.Repeat("x", 100)})}).want(t, 200, "")
	if c, err := w.store.Customer(t.Context(), str(strange.json["visitor"])); err != nil || c.Name != "Maria "+strings.Repeat("x", 58) {
		t.Errorf("the name is %q, %v", c.Name, err)
	}
	past := time.Now().Add(-2 * time.Hour).Unix()
	for reason, token := range map[string]string{
		"expired":   word(t, jwt.SigningMethodHS256, []byte(identitySecret), jwt.MapClaims{"exp": past, "iat": past - 60}),
		"alg":       word(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil),
		"aud":       word(t, jwt.SigningMethodHS256, []byte(identitySecret), jwt.MapClaims{"aud": "pk_strict"}),
		"iat":       word(t, jwt.SigningMethodHS256, []byte(identitySecret), jwt.MapClaims{"iat": time.Now().Add(time.Hour).Unix(), "exp": time.Now().Add(2 * time.Hour).Unix()}),
		"signature": word(t, jwt.SigningMethodHS256, []byte("another secret, long enough to be one"), nil),
		"malformed": "x.y",
	} {
		a := w.visit(map[string]any{"identity": token}).want(t, 200, "") // goes on as a stranger
		if a.json["verified"] != false || a.json["identity_error"] != reason {
			t.Errorf("%s: %s", reason, a.raw)
		}
		if reason != "aud" { // there it is right
			w.visit(map[string]any{"site": "pk_strict", "identity": token}).want(t, 401, "identity_invalid")
		}
	}
	w.visit(map[string]any{"site": "pk_strict"}).want(t, 401, "identity_invalid")

	s := w.widget()
	s.send(map[string]any{"type": "hello", "v": 1, "token": "not a token", "last_seq": 0})
	if code := s.closed(); code != 4003 {
		t.Errorf("hello with a wrong token closed with %d", code)
	}
	strict := w.visit(map[string]any{"site": "pk_strict", "identity": word(t, jwt.SigningMethodHS256, []byte(identitySecret), jwt.MapClaims{"aud": "pk_strict"})}).want(t, 200, "")
	s = w.widget() // a token of another site
	s.send(map[string]any{"type": "hello", "v": 1, "token": strict.json["token"], "last_seq": 0})
	if code := s.closed(); code != 4003 {
		t.Errorf("hello with another site's token closed with %d", code)
	}
}

// The first tabs of a customer whom the shop vouches for are one visitor's.
func TestSignedInTabsAtOnce(t *testing.T) {
	w := newWorld(t)
	for n := range 10 {
		identity := word(t, jwt.SigningMethodHS256, []byte(identitySecret), jwt.MapClaims{"sub": fmt.Sprint("tabs-", n)})
		var wg sync.WaitGroup
		visitors := make([]any, 8)
		for i := range visitors {
			wg.Go(func() { visitors[i] = w.visit(map[string]any{"identity": identity}).json["visitor"] })
		}
		wg.Wait()
		for _, v := range visitors {
			if v == nil || v != visitors[0] {
				t.Fatalf("customer %d is %v", n, visitors)
			}
		}
	}
}

// E7: the data needs no key: what is stored opens without any. A secret of the
// settings that was lost or exchanged is told by what it signed, and nobody who is
// in the middle of a conversation loses it.
func TestE7_ExchangedSecret(t *testing.T) {
	old := word(t, jwt.SigningMethodHS256, []byte(identitySecret), nil)
	w := newWorld(t, func(c *api.Config) {
		for i := range c.Sites {
			c.Sites[i].IdentitySecret = "the secret that came after the first one"
		}
	})
	a := w.visit(map[string]any{"identity": old}).want(t, 200, "")
	if a.json["verified"] != false || a.json["identity_error"] != "signature" {
		t.Errorf("signed with the old secret: %s", a.raw)
	}
	w.visit(map[string]any{"site": "pk_strict", "identity": word(t, jwt.SigningMethodHS256, []byte(identitySecret), jwt.MapClaims{"aud": "pk_strict"})}).want(t, 401, "identity_invalid")
	again := w.visit(map[string]any{"token": a.json["token"]}).want(t, 200, "") // a visitor's own token is signed by nobody
	if again.json["visitor"] != a.json["visitor"] {
		t.Errorf("the visitor is another one: %s", again.raw)
	}
}

func TestA13Resume(t *testing.T) {
	w := newWorld(t)
	s, token := w.guest()
	s.send(map[string]any{"type": "send", "client_id": "m1", "text": "one"})
	conv := str(s.until("ack")["conversation"])
	foreign := w.conversationOf("c-1")
	for name, hello := range map[string]map[string]any{
		"future":       {"last_seq": 999},
		"negative":     {"last_seq": -1},
		"foreign":      {"last_seq": 1, "conversation": foreign},
		"non-existent": {"last_seq": 1, "conversation": newID()},
	} {
		again := w.widget()
		hello["type"], hello["v"], hello["token"] = "hello", 1, token
		again.send(hello)
		if view := again.until("welcome"); dig(view, "conversation", "id") != conv {
			t.Errorf("%s: shown %v", name, view)
		}
		if f := again.until("resume"); f["from_seq"] != 0.0 {
			t.Errorf("%s: %v", name, f)
		}
		if m := again.until("message"); dig(m, "message", "seq") != 1.0 {
			t.Errorf("%s: begins with %v", name, m)
		}
		must(t, again.conn.CloseNow())
	}
}

func TestA14Floods(t *testing.T) {
	w := newWorld(t, func(c *api.Config) { c.Limits.MessagesPerSecond = 1 })
	s, _ := w.guest()
	go func() { // read on, or the answers pile up
		for i := range 50 {
			_ = s.conn.Write(context.Background(), websocket.MessageText, fmt.Appendf(nil, `{"type":"send","client_id":"f%d","text":"hello %d"}`, i, i))
		}
		for range 1000 {
			_ = s.conn.Write(context.Background(), websocket.MessageText, []byte(`{"type":"typing","on":true}`))
		}
	}()
	acks, limited := 0, 0
	for acks+limited < 50 {
		f, code := s.read()
		switch {
		case f == nil:
			t.Fatalf("closed with %d", code)
		case f["type"] == "ack":
			acks++
		case f["type"] == "error":
			if f["code"] != "rate_limited" || f["retry_after_ms"] == nil || f["ref"] == nil {
				t.Fatalf("%v", f)
			}
			limited++
		}
	}
	if acks < 20 || limited == 0 {
		t.Errorf("%d accepted, %d limited", acks, limited)
	}
	eventually(t, func() string { // typing costs nobody the connection
		s.send(`{"type":"ping"}`)
		for {
			switch f, code := s.read(); {
			case f == nil:
				t.Fatalf("closed with %d", code)
			case f["type"] == "pong":
				return ""
			case f["type"] == "error":
				return "still limited"
			}
		}
	})
}

// What a rating says is bounded as a message is, and so is how often one comes: each is
// a note for the desk.
func TestA14Ratings(t *testing.T) {
	w := newWorld(t, func(c *api.Config) { c.Limits.MessagesPerSecond, c.Limits.MessageBurst = 0.001, 5 })
	s, _ := w.guest()
	s.send(map[string]any{"type": "send", "client_id": "m1", "text": "one"})
	id := str(s.until("ack")["conversation"])
	long := s.refused(map[string]any{"type": "rate", "stars": 1, "comment": strings.Repeat("x", 4001)}, "message_too_long")
	if long["field"] != "comment" {
		t.Errorf("%v", long)
	}
	s.send(map[string]any{"type": "rate", "stars": 4, "comment": "nice\u0007 \u200b"})
	s.until("ok")
	s.send(map[string]any{"type": "rate", "stars": 5, "comment": " \u200b "})
	s.until("ok")
	notes := []string{}
	eventually(t, func() string {
		msgs, err := w.store.Messages(t.Context(), id, 0, 0)
		must(t, err)
		notes = notes[:0]
		for _, m := range msgs {
			if m.Kind == chat.KindNote {
				notes = append(notes, m.Text)
			}
		}
		if len(notes) == 0 {
			return "no note"
		}
		return ""
	})
	if len(notes) != 1 || !strings.HasPrefix(notes[0], "4/5: nice") || strings.Contains(notes[0], "\a") {
		t.Errorf("notes %q", notes)
	}
	s.send(map[string]any{"type": "rate", "stars": 5})
	s.until("ok")
	s.refused(map[string]any{"type": "rate", "stars": 5}, "rate_limited")
}

func TestA15TooManyConnections(t *testing.T) {
	w := newWorld(t, func(c *api.Config) { c.Limits.SocketsPerIP = 8 })
	first, token := w.guest()
	for range 5 {
		s := w.widget()
		s.hello(token, 0)
	}
	if code := first.closed(); code != 4029 {
		t.Errorf("the oldest of six connections closed with %d", code)
	}
	second, _ := w.guest() // another visitor: the seventh or eighth of the address
	for range 8 {
		w.widget()
	}
	if code := second.closed(); code != 4029 {
		t.Errorf("the oldest connection of an address closed with %d", code)
	}
}

func TestA16SlowConsumers(t *testing.T) {
	w := newWorld(t, func(c *api.Config) { c.Limits.WriteWithin = 200 * time.Millisecond })
	s, token := w.guest()
	s.send(map[string]any{"type": "send", "client_id": "m1", "text": "one"})
	conv := str(s.until("ack")["conversation"])
	_, li := w.person(auth.RoleAgent, "Li")
	w.do(req{"POST", "/v1/conversations/" + conv + "/takeover", "{}", li}).want(t, 200, "")
	must(t, s.conn.CloseNow())
	w.fill(conv, 700, strings.Repeat("long ", 3200)) // more than the buffers of a connection hold
	deaf := w.widget()
	deaf.send(map[string]any{"type": "hello", "v": 1, "token": token, "last_seq": 0})
	eventually(t, func() string {
		if w.gauge("frontdesk_live_clients_closed_total", "4008") == 0 {
			return "not closed"
		}
		return ""
	})
	again := w.widget() // and it can come back
	again.hello(token, 1)
	if m := again.until("message"); dig(m, "message", "seq") != 2.0 {
		t.Errorf("resumed at %v", m)
	}
}

func TestA16NoPong(t *testing.T) {
	w := newWorld(t, func(c *api.Config) {
		c.Limits.PingEvery, c.Limits.PongWithin = 50*time.Millisecond, 100*time.Millisecond
	})
	s, _ := w.guest()
	// A client that does not read does not answer pings either.
	eventually(t, func() string {
		if w.gauge("frontdesk_live_clients", "widget") > 0 {
			return "still connected"
		}
		return ""
	})
	if code := s.closed(); code != 4008 && code != -1 {
		t.Errorf("closed with %d", code)
	}
}

func TestA17EndedConversations(t *testing.T) {
	w := newWorld(t)
	s, _ := w.guest()
	s.send(map[string]any{"type": "send", "client_id": "m1", "text": "one"})
	s.until("ack")
	s.send(`{"type":"end"}`)
	s.until("ok")
	s.send(map[string]any{"type": "send", "client_id": "m2", "text": "one more thing"})
	ack := s.until("ack")
	conv, err := w.store.Conversation(t.Context(), str(ack["conversation"]))
	must(t, err)
	if conv.Owner != chat.OwnerBot {
		t.Errorf("the message went to a conversation of %s", conv.Owner)
	}
	other, _ := w.guest() // nothing there yet
	other.refused(`{"type":"end"}`, "not_found")
	other.refused(`{"type":"rate","stars":5}`, "not_found")
}

func TestA18Impostors(t *testing.T) {
	w := newWorld(t)
	s, _ := w.guest()
	for _, kind := range []string{"agent.message", "message", "note", "system.event", "draft", "welcome"} {
		s.refused(map[string]any{"type": kind, "text": "x"}, "forbidden_type")
	}
	for _, extra := range []string{`"sender":"agent"`, `"internal":true`, `"author":"bot"`, `"seq":1`, `"Text":"x"`} {
		s.refused(`{"type":"send","client_id":"a","text":"hi",`+extra+`}`, "unknown_field")
	}
	s.alive()
}

func TestA19Names(t *testing.T) {
	w := newWorld(t)
	s, token := w.guest()
	for name, code := range map[string]string{
		strings.Repeat("x", 5000): "name_too_long", "Support Agent": "name_reserved", "SUPPORT\u200b  agent": "name_reserved", "Bot": "name_reserved",
		"tidefall": "name_reserved", "😀😀": "invalid_name", " \u202e ": "invalid_name", "ｂｏｔ": "name_reserved",
	} {
		s.refused(map[string]any{"type": "identify", "name": name}, code)
	}
	s.send(map[string]any{"type": "identify", "name": "\u202e<b>Kim</b>\u0007  Lee "})
	s.until("ok")
	visitor := w.visit(map[string]any{"token": token}).json["visitor"].(string)
	c, err := w.store.Customer(t.Context(), visitor)
	must(t, err)
	if c.Name != "<b>Kim</b> Lee" || c.Verified {
		t.Errorf("stored %q, verified %v", c.Name, c.Verified)
	}
}

func TestA20Emails(t *testing.T) {
	w := newWorld(t)
	s, token := w.guest()
	for _, bad := range []string{
		"a@b", strings.Repeat("a", 400) + "@b.example", "x@y.example\nBcc: z@z.example", "x@y.example\r\nBcc:", "pay@p\u0430ypal.example", "a b@c.example",
		"@b.example", "a@", "a@@b.example", "a@-b.example", "a@b..example", "a..b@c.example", "<a@b.example>", "a@b.example,c@d.example", "ä@b.example", "a@[127.0.0.1]",
	} {
		if f := s.refused(map[string]any{"type": "identify", "email": bad}, "invalid_email"); f["field"] != "email" {
			t.Errorf("which field? %v", f)
		}
	}
	for good, stored := range map[string]string{"Kim.Lee+shop@Mail.Example": "Kim.Lee+shop@mail.example", "a@müller.example": "a@xn--mller-kva.example"} {
		s.send(map[string]any{"type": "identify", "email": good})
		s.until("ok")
		visitor := w.visit(map[string]any{"token": token}).json["visitor"].(string)
		if c, err := w.store.Customer(t.Context(), visitor); err != nil || c.Email != stored {
			t.Errorf("%s is stored as %q (%v)", good, c.Email, err)
		}
	}
}

func TestA21Uploads(t *testing.T) {
	w := newWorld(t)
	s, token := w.guest()
	for _, upload := range []string{"used", "expired", "somebody-elses"} {
		s.refused(map[string]any{"type": "upload", "token": upload}, "upload_token_invalid")
	}
	w.do(req{"POST", "/v1/widget/frames", map[string]any{"type": "upload", "token": "x"}, bearer(token)}).want(t, 422, "upload_token_invalid")
}

func TestA22Pages(t *testing.T) {
	w := newWorld(t)
	for page, want := range map[string]string{
		"javascript:alert(1)": "", "https://shop.example/p/1?token=secret#frag": "https://shop.example/p/1",
		"https://user:pw@shop.example/p": "https://shop.example/p", "data:text/html,x": "", "file:///etc/passwd": "", "not a url": "", "https://shop.example": "https://shop.example",
	} {
		a := w.visit(map[string]any{"page": page}).want(t, 200, "")
		secrets, err := w.store.Secrets(t.Context(), auth.SecretVisitor, str(a.json["visitor"]))
		must(t, err)
		if len(secrets) != 1 || secrets[0].Label != want {
			t.Errorf("%s is stored as %+v", page, secrets)
		}
	}
}
