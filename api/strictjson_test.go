package api

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCheckJSON(t *testing.T) {
	for _, good := range []string{
		`{}`, ` [1, 2.5e-3, -0, "a\u00e9\ud83d\ude00", true, false, null] `, `{"a":{"b":[{}]}}`, `"\"\\\/\b\f\n\r\t"`, `0`, `"ü"`,
		strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth),
	} {
		if err := checkJSON([]byte(good)); err != nil {
			t.Errorf("%.60s: %v", good, err)
		}
	}
	for bad, offset := range map[string]int{
		``: 0, `{"a":1,"a":2}`: 7, `{"a":1,"\u0061":2}`: 7, `{} {}`: 3, `[1,]`: 3, `{"a"}`: 4, `01`: 1, `1.`: 2, `1e`: 2, `-`: 1, `+1`: 0, `.5`: 0, `1e999`: 0, `nul`: 0,
		`"a`: 2, `"\x"`: 1, `"\u12"`: 1, `"\u12g4"`: 1, "\"\t\"": 1, `"a\u0000"`: 8, "\"\x00\"": 1, "\"\xff\"": 1, `"\ud800"`: 7, `"\udc00"`: 7, `"\ud800\u0041"`: 13, `'a'`: 0, `{a:1}`: 1, `{"a" 1}`: 5,
		"\ufeff{}": 0, `[1 2]`: 3,
	} {
		var j *jsonError
		if err := checkJSON([]byte(bad)); !errors.As(err, &j) {
			t.Errorf("%q: %v", bad, err)
		} else if j.Offset != offset {
			t.Errorf("%q: at byte %d, want %d (%v)", bad, j.Offset, offset, err)
		}
	}
}

// FuzzCheckJSON holds the scanner against the standard library: whatever it
// lets through is JSON, and what both refuse is refused.
func FuzzCheckJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,"x\u0041",{}],"b":null}`, `"\ud83d\ude00"`, `[[[[]]]]`, `{"a":1,"a":2}`, `1e308`, "\"\xff\"", `{"":{"":0}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		err := checkJSON(data)
		if err == nil {
			if !json.Valid(data) || !utf8.Valid(data) {
				t.Fatalf("%q was let through", data)
			}
			var v any
			if err := json.Unmarshal(data, &v); err != nil {
				t.Fatalf("%q was let through and does not decode: %v", data, err)
			}
			return
		}
		var j *jsonError
		if !errors.As(err, &j) || j.Offset < 0 || j.Offset > len(data) {
			t.Fatalf("%q: %v", data, err)
		}
	})
}

// FuzzFrame: no frame makes the decoder panic, and what it accepts keeps the
// rules of its type.
func FuzzFrame(f *testing.F) {
	for _, seed := range []string{
		`{"type":"hello","v":1,"token":"t","last_seq":0}`, `{"type":"send","client_id":"a","text":"hi","lang":"de"}`, `{"type":"typing","on":true}`,
		`{"type":"rate","stars":5}`, `{"type":"identify","email":"a@b.example"}`, `{"type":"ping"}`, `{"type":"upload","token":"x"}`, `{"type":"message"}`, `{"Type":"ping"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := decodeFrame(data)
		if _, cerr := decodeConsoleFrame(data); cerr == nil && !json.Valid(data) {
			t.Fatalf("the console's decoder took %q", data)
		}
		if err != nil {
			e := errorFrameOf(err, c.ClientID)
			if e["code"] == "" || e["detail"] == "" || e["code"] == "internal" {
				t.Fatalf("%q: %v", data, e)
			}
			return
		}
		if clientFrames[c.Type] == nil || (c.Type == "send" || c.Type == "human") && !clientID.MatchString(c.ClientID) {
			t.Fatalf("%q was accepted as %+v", data, c)
		}
	})
}

// FuzzText: what is cleaned is clean, stays so, and is never longer than allowed.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"hello", "e\u0301\u0301", "\u200b", "a\x00b", "\xff", " \u202ex ", "line\nline"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out, err := cleanText(s)
		if err != nil {
			return
		}
		if !utf8.ValidString(out) || strings.ContainsRune(out, 0) || !visible(out) || utf8.RuneCountInString(out) > maxTextRunes {
			t.Fatalf("%q became %q", s, out)
		}
		if again, err := cleanText(out); err != nil || again != out {
			t.Fatalf("%q became %q and then %q (%v)", s, out, again, err)
		}
		if name, err := cleanName(s, "Shop"); err == nil && (name == "" || utf8.RuneCountInString(name) > maxNameRunes) {
			t.Fatalf("%q is the name %q", s, name)
		}
		if email, err := CleanEmail(s); err == nil && strings.ContainsAny(email, "\r\n \x00,;<>") {
			t.Fatalf("%q is the address %q", s, email)
		}
	})
}
