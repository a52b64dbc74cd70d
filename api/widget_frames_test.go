package api_test

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

func TestA5LargeFrames(t *testing.T) {
	w := newWorld(t)
	s, _ := w.guest()
	s.send(`{"type":"send","client_id":"a","text":"` + strings.Repeat("x", 33<<10) + `"}`)
	if code := s.closed(); code != 1009 {
		t.Errorf("closed with %d", code)
	}
}

func TestA6BinaryFrames(t *testing.T) {
	w := newWorld(t)
	s, _ := w.guest()
	must(t, s.conn.Write(t.Context(), websocket.MessageBinary, []byte(`{"type":"ping"}`)))
	if code := s.closed(); code != 1003 {
		t.Errorf("closed with %d", code)
	}
}

// Frames that no client may send end the connection; without the mask a proxy could
// be told anything.
func TestA6BrokenFrames(t *testing.T) {
	w := newWorld(t)
	for name, frame := range map[string]string{
		"unknown opcode":     "\x83\x80\x00\x00\x00\x00",
		"unmasked":           "\x81\x02hi",
		"reserved bits":      "\xf1\x80\x00\x00\x00\x00",
		"ping in two frames": "\x09\x80\x00\x00\x00\x00",
	} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(w.srv.URL, "http://"))
		must(t, err)
		must(t, conn.SetDeadline(time.Now().Add(5*time.Second)))
		_, err = fmt.Fprintf(conn, "GET /v1/widget/socket?site=pk_demo HTTP/1.1\r\nHost: x\r\nOrigin: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n%s", shopOrigin, frame)
		must(t, err)
		got, _ := io.ReadAll(conn) // until it is closed
		must(t, conn.Close())
		_, frames, switched := strings.Cut(string(got), "\r\n\r\n")
		if name == "unmasked" { // cut without a word
			if !switched || frames != "" {
				t.Errorf("%s: %q", name, got)
			}
			continue
		}
		if !switched || len(frames) < 4 || frames[0] != 0x88 || binary.BigEndian.Uint16([]byte(frames[2:])) != 1002 {
			t.Errorf("%s: closed with %q", name, got)
		}
	}
}

func TestA7InvalidText(t *testing.T) {
	w := newWorld(t)
	for _, bad := range []string{"\xff\xfe", "\xc0\xaf", "\xed\xa0\x80", `{"type":"send","client_id":"a","text":"` + "\xf8" + `"}`} {
		s, _ := w.guest()
		s.send(bad)
		if code := s.closed(); code != 1007 {
			t.Errorf("%q closed with %d", bad, code)
		}
	}
	s, _ := w.guest()
	for _, bad := range []string{`\ud800`, `\udc00\ud800`, `a\u0000b`, `\ud800x`} {
		s.refused(`{"type":"send","client_id":"a","text":"`+bad+`"}`, "invalid_text")
	}
	s.alive()
}

func TestA8BadJSON(t *testing.T) {
	w := newWorld(t)
	s, _ := w.guest()
	for _, bad := range []string{
		"garbage", "", "{", strings.Repeat("[", 10000), `{"type":"ping","type":"end"}`, `{"type":"ping"} x`, `{"type":"send","text":1e999}`,
		`{"type":"ping",}`, `{'type':'ping'}`, `[]`, `"ping"`, `null`, `{"type":"ping","a":` + strings.Repeat(`{"a":`, 40) + `1` + strings.Repeat("}", 41),
		`{"type":"ping"}` + "\x00",
	} {
		if f := s.refused(bad, "bad_json"); f["offset"] == nil {
			t.Errorf("%.40q: no offset: %v", bad, f)
		}
	}
	s.alive()
}

func TestA9UnknownTypes(t *testing.T) {
	w := newWorld(t)
	s := w.widget()
	f := s.refused(`{"type":"hello","v":2,"token":"x","last_seq":0}`, "upgrade_required")
	if f["min"] != 1.0 || f["max"] != 1.0 {
		t.Errorf("which versions? %v", f)
	}
	s.refused(`{"type":"dance"}`, "unsupported_type")
	s.refused(`{"v":1}`, "unsupported_type")
	s.refused(`{"type":7}`, "unsupported_type")
	s.refused(`{"type":"ping"}`, "hello_first")
	s.hello(w.visit(map[string]any{}).json["token"].(string), 0)
	s.alive()
}

func TestA10EmptyMessages(t *testing.T) {
	w := newWorld(t)
	s, _ := w.guest()
	for i, bad := range []string{"", "   ", "\n\t", "\u200b\u200b", "\ufeff", "\u2060\u00ad", "\u3164"} {
		f := s.refused(map[string]any{"type": "send", "client_id": fmt.Sprintf("e%d", i), "text": bad}, "empty_message")
		if f["ref"] != fmt.Sprintf("e%d", i) {
			t.Errorf("which frame? %v", f)
		}
	}
	s.alive()
}

func TestA11LongMessages(t *testing.T) {
	w := newWorld(t)
	s, _ := w.guest()
	for i, bad := range []string{strings.Repeat("x", 10001), strings.Repeat("x", 4001), "e" + strings.Repeat("\u0301", 10000), strings.Repeat("😀", 4001)} {
		f := s.refused(map[string]any{"type": "send", "client_id": fmt.Sprintf("l%d", i), "text": bad}, "message_too_long")
		if f["limit"] != 4000.0 || f["limit_bytes"] != 16384.0 {
			t.Errorf("which limit? %v", f)
		}
	}
	s.send(map[string]any{"type": "send", "client_id": "zalgo", "text": "e" + strings.Repeat("\u0301", 100)})
	for {
		if m := s.until("message"); dig(m, "message", "author") == "shopper" {
			if got := len([]rune(str(dig(m, "message", "text")))); got != 17 {
				t.Errorf("%d runes are left of a letter with 100 marks", got)
			}
			break
		}
	}
}

func TestA12ClientIds(t *testing.T) {
	w := newWorld(t)
	s, _ := w.guest()
	for _, bad := range []string{"", strings.Repeat("x", 300), "a b", "ä", "a/b"} {
		s.refused(map[string]any{"type": "send", "client_id": bad, "text": "hi"}, "bad_client_id")
	}
	s.send(map[string]any{"type": "send", "client_id": "m1", "text": "one"})
	first := s.until("ack")
	s.send(map[string]any{"type": "send", "client_id": "m1", "text": "one"})
	if again := s.until("ack"); again["seq"] != first["seq"] {
		t.Errorf("the same message twice: %v and %v", first, again)
	}
	s.refused(map[string]any{"type": "send", "client_id": "m1", "text": "two"}, "idempotency_conflict")
	// A secret is masked on its way in; the same message again is the same.
	s.send(map[string]any{"type": "send", "client_id": "card", "text": "my card is 4111 1111 1111 1111"})
	s.until("ack")
	s.send(map[string]any{"type": "send", "client_id": "card", "text": "my card is 4111 1111 1111 1111"})
	s.until("ack")
	other, _ := w.guest() // ids are per visitor
	other.send(map[string]any{"type": "send", "client_id": "m1", "text": "mine"})
	other.until("ack")
}
