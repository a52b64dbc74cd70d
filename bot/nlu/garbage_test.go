package nlu_test

import (
	"strings"
	"testing"
	"time"

	"frontdesk/bot/nlu"
)

// worst are messages of the largest size that a channel passes on.
func worst() map[string]string {
	fill := func(s string) string { return strings.Repeat(s, 32<<10/len(s)+1)[:32<<10] }
	return map[string]string{
		"NUL": fill("\x00"), "not UTF-8": fill("\xff\xc0\xf0\x28"), "zero width": fill("\u200b\u200d"), "emoji": fill("🤬👩‍👩‍👧"),
		"one word": fill("a"), "marks": fill("e\u0301\u0335"), "Han": fill("订单"), "Thai": fill("ส่งของ"), "digits": fill("9"), "dots": fill("1."), "mails": fill("a@b."),
		"words": fill("where is my order 10482 and "), "apostrophes": fill("l'a'"), "currency": fill("€9 "), "dashes": fill("a-"), "right to left": fill("أين\u202e "),
	}
}

// tooLong is ten times what a reading of garbage may take on an idle machine:
// the test is for readings that grow with the square of the length, on machines
// that do other things too.
const tooLong = 50 * time.Millisecond

func TestTheWorstMessagesAreReadInTime(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	m, err := nlu.Shipped(nil)
	if err != nil {
		t.Fatal(err)
	}
	a := analyzer(t)
	for door, read := range map[string]func(text string){
		"Classify":       func(text string) { m.Classify(text, "") },
		"Parts":          func(text string) { m.Parts(text, "") },
		"DetectLanguage": func(text string) { a.DetectLanguage(text, nil) },
		"DetectEmotion":  func(text string) { a.DetectEmotion(text, "") },
		"Entities":       func(text string) { a.Entities(text, "en", at) },
		"WantsHuman":     func(text string) { a.WantsHuman(text, "") },
		"Gibberish":      func(text string) { a.Gibberish(text) },
	} {
		for name, text := range worst() {
			best := time.Hour
			for range 5 {
				start := time.Now()
				read(text)
				if best = min(best, time.Since(start)); best < tooLong {
					break
				}
			}
			t.Logf("%s of %s: %v", door, name, best)
			if best > tooLong {
				t.Errorf("%s takes %v for %s", door, best, name)
			}
		}
	}
}
