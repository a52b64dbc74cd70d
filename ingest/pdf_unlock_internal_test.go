package ingest

import "testing"

// What a string says has room where its brackets are balanced.
func TestDecryptedLiterals(t *testing.T) {
	for said, want := range map[string]string{
		"a (b (c))": "(a (b (c)))", "a) (b": `(a\) \(b)`, "((a)": `(\((a))`, `\`: `(\\)`, "a\rb": `(a\rb)`, "": "()",
	} {
		if got := string(literalOf([]byte(said))); got != want {
			t.Errorf("%q is written %q, want %q", said, got, want)
		}
	}
	room := []byte("(((((((((((")
	l := sealed{lock: lock{strings: byRC4, key: []byte("12345"), wide: true}}
	if l.put(room, l.decrypted(byRC4, 0, 0, []byte("a((((b))))"))[:9]); string(room) != `()         ` {
		t.Errorf("what has no room is written %q", room)
	}
	room = []byte("(((((((((((")
	if l.put(room, l.decrypted(byRC4, 0, 0, []byte("a((bcd)) "))); string(room) != "(a((bcd)) )" {
		t.Errorf("what has room is written %q", room)
	}
}
