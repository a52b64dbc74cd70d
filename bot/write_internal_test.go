package bot

import "testing"

// What stands below a heading keeps its level, and a heading above nothing says nothing more.
func TestHeadingsLead(t *testing.T) {
	for text, want := range map[string]string{
		"## Returns\n\nWithin 30 days.":   "Returns:\nWithin 30 days.",
		"## Returns\n    - in the shop":   "Returns:\n    - in the shop",
		"## How long?\nA year.":           "How long?\nA year.",
		"A year.\n\n## Returns\n":         "A year.\n\nReturns",
		"## Returns ##\n### Abroad\nYes.": "Returns:\nAbroad:\nYes.",
	} {
		if got := plain(text, "en"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
