package text_test

import (
	"testing"

	"frontdesk/knowledge/text"
)

func TestSpoken(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                                     "plain",
		"see [the portal](https://a.example/x)!":    "see the portal!",
		"[a](https://x) and [b](tel:1)":             "a and b",
		"![picture](https://x/y.png) [c](mailto:x)": "![picture](https://x/y.png) c",
		"[no](two words) [open](https://x":          "[no](two words) [open](https://x",
		"[[in](https://x)] ](":                      "[in] ](",
		"[":                                         "[",
	} {
		if got := text.Spoken(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
