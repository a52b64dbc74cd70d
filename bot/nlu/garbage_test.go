package nlu_test

import (
	"strings"
	"testing"

	"frontdesk/bot/nlu"
)

// worst are messages of the largest size that a channel passes on.
func worst() map[string]string {
	fill := func(s string) string { return strings.Repeat(s, 32<<10/len(s)+1)[:32<<10] }
	return map[string]string{
		"NUL": fill("\x00"), "not UTF-8": fill("\xff\xc0\xf0\x28"), "zero width": fill("\u200b\u200d"), "emoji": fill("🤬👩‍👩‍👧"),
		"one word": fill("a"), "marks": fill("e\u0301\u0335"), "Han": fill("订单"), "Thai": fill("ส่งของ"), "digits": fill("9"), "dots": fill("1."), "mails": fill("a@b."),
		"words": fill("where is my order 10482 and "), "apostrophes": fill("l'a'"), "currency": fill("€9 "), "dashes": fill("a-"), "right to left": fill("أين\u202e "),
		"scripts": fill("где ist 我的 طلبي "), "codes": fill("NB-10482 "), "one long word": fill("ß"),
	}
}

// TestTheWorstMessagesAreRead through every door. How fast is shown by
// BenchmarkRead.
func TestTheWorstMessagesAreRead(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	m, err := nlu.Shipped(nil)
	if err != nil {
		t.Fatal(err)
	}
	a := analyzer(t)
	for name, text := range worst() {
		t.Run(name, func(t *testing.T) {
			if r := m.Classify(text, ""); r.Accept < 0 || r.Accept > 1 || r.InScope < r.Accept {
				t.Errorf("Accept %v, InScope %v", r.Accept, r.InScope)
			}
			for _, p := range m.Parts(text, "") {
				if !strings.Contains(text, p.Text) {
					t.Errorf("part %.40q is not in the message", p.Text)
				}
			}
			for _, e := range a.Entities(text, "en", at) {
				if e.Start < 0 || e.End > len(text) || e.Start >= e.End {
					t.Errorf("%s stands from %d to %d", e.Kind, e.Start, e.End)
				}
			}
			a.DetectEmotion(text, "")
			if lang, p := a.DetectLanguage(text, []string{"en"}); lang == "" || p < 0 || p > 1 {
				t.Errorf("language %q with %v", lang, p)
			}
			a.WantsHuman(text, "")
			a.Gibberish(text)
		})
	}
}
