package store_test

import (
	"strings"
	"testing"
	"time"

	"frontdesk/chat"
	"frontdesk/store"
)

var at = time.Date(2026, 3, 2, 9, 0, 0, 123_456_789, time.UTC)

func TestTimes(t *testing.T) {
	berlin := time.FixedZone("", 3600)
	for _, c := range []struct{ in, want time.Time }{
		{time.Time{}, time.Time{}}, {at, at.Truncate(time.Microsecond)}, {at.In(berlin), at.Truncate(time.Microsecond)},
	} {
		if got := store.At(store.Micros(c.in)); got != c.want {
			t.Errorf("%v: got %v", c.in, got)
		}
	}
}

func TestCursor(t *testing.T) {
	for _, id := range []string{"0197-abc", "with.dots", "我"} {
		micros, got, err := store.ParseCursor(store.Cursor(chat.Conversation{ID: id, UpdatedAt: at}))
		if err != nil || got != id || micros != at.UnixMicro() {
			t.Errorf("%s: got %d %s %v", id, micros, got, err)
		}
	}
	for _, bad := range []string{"x", "====", "LngA", "MC54", "Ki54", strings.Repeat("A", 1000)} {
		if _, _, err := store.ParseCursor(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestPreview(t *testing.T) {
	long := strings.Repeat("é", 200)
	for _, c := range []struct {
		name, want string
		messages   []chat.Message
	}{
		{"nothing said", "", nil},
		{"only private", "", []chat.Message{{Kind: chat.KindNote, Text: "n"}, {Kind: chat.KindDraft, Text: "d"}}},
		{"the last that is not private", "two", []chat.Message{{Author: chat.Shopper, Text: "one"}, {Author: chat.Agent, Text: "two"}, {Author: chat.Agent, Kind: chat.KindNote, Text: "n"}}},
		{"a person before the bot and what is announced", "one", []chat.Message{{Author: chat.Shopper, Text: "one"}, {Author: chat.Bot, Text: "two"}, {Author: chat.Agent, Kind: chat.KindEvent, Text: "joined"}}},
		{"one line", "a b c", []chat.Message{{Author: chat.Shopper, Text: " a\n\tb  c "}}},
		{"cut between characters", long[:320], []chat.Message{{Author: chat.Shopper, Text: long}}},
	} {
		got, _, ok := store.Preview(c.messages)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s: got %q %v", c.name, got, ok)
		}
	}
}

func TestE11_ClockFinding(t *testing.T) {
	for _, c := range []struct {
		skew time.Duration
		want store.Level
	}{{0, store.OK}, {10 * time.Second, store.OK}, {-10*time.Second - 1, store.Warn}, {5 * time.Minute, store.Warn}, {-5*time.Minute - 1, store.Fail}, {412 * time.Second, store.Fail}} {
		got := store.ClockFinding(at, at.Add(c.skew))
		if got.Level != c.want || (got.Hint == "") != (c.want == store.OK) {
			t.Errorf("%v: got %+v", c.skew, got)
		}
	}
	if got := store.ClockFinding(at, at.Add(-412*time.Second)).Message; got != "clock_skew 412 s" {
		t.Errorf("got %q", got)
	}
}
