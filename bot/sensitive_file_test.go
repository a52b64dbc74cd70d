package bot_test

import (
	"strings"
	"testing"

	"frontdesk/bot"
)

// TestE8 is row E8 of the table of bad input: a file of sensitive words with
// mistakes is refused with every line named.
func TestE8(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"sound", "# ours\nrecall\n/batter(y|ies) (fire|smoke)/\n召回\n", ""},
		{"empty line", "recall\n\nfire\n", "words.txt:2 empty pattern would match everything"},
		{"empty expression", "//\n", "words.txt:1 empty pattern would match everything"},
		{"matches all", "/a*/\n", "words.txt:1 empty pattern would match everything"},
		{"bad expression", "fire\n/(smoke/\n", "words.txt:2 is no regular expression"},
		{"GBK", "\xd5\xd9\xbb\xd8\n", "words.txt:1 is not UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := bot.ReadSensitiveWords(strings.NewReader(c.file), "words.txt")
			switch {
			case c.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
