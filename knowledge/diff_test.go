package knowledge_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/knowledge"
)

func TestDiff(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"", "", ""},
		{"a", "a", "a"},
		{"", "new", "+new+"},
		{"old", "", "-old-"},
		{"Return it within 30 days.", "Return it within 60 days.", "Return it within -30-+60+ days."},
		{"one two three four", "one 2 3 four", "one -two three-+2 3+ four"},
		{"保修期为一年。", "保修期为两年。", "保修期为-一-+两+年。"},
		{"a\nb\n", "a\nc\nb\n", "a\n+c\n+b\n"},
	} {
		if got := drawn(knowledge.Diff(c.from, c.to)); got != c.want {
			t.Errorf("%q to %q: got %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

func drawn(segments []knowledge.Segment) string {
	mark := map[knowledge.Op]string{knowledge.Added: "+", knowledge.Removed: "-"}
	var b strings.Builder
	for _, s := range segments {
		b.WriteString(mark[s.Op] + s.Text + mark[s.Op])
	}
	return b.String()
}

// Whatever the texts: without what was added it is the old one, without what
// was removed the new one.
func TestDiffKeepsBothTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", " ", "\n", "ß", "中"}), 0, 40), func(s []string) string { return strings.Join(s, "") })
		from, to := text.Draw(t, "from"), text.Draw(t, "to")
		var older, newer strings.Builder
		for _, s := range knowledge.Diff(from, to) {
			if s.Op != knowledge.Added {
				older.WriteString(s.Text)
			}
			if s.Op != knowledge.Removed {
				newer.WriteString(s.Text)
			}
		}
		if older.String() != from || newer.String() != to {
			t.Fatalf("got %q and %q of %q and %q", older.String(), newer.String(), from, to)
		}
	})
}

// Texts with nothing in common are told in time, as one for the other.
func TestDiffOfStrangers(t *testing.T) {
	from, to := strings.Repeat("a ", 5000), strings.Repeat("b\n", 5000)
	if got := knowledge.Diff(from, to); len(got) != 2 || got[0].Op != knowledge.Removed || got[1].Text != to {
		t.Errorf("%d segments", len(got))
	}
}
