package bot

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"frontdesk/internal/sieve"
)

// SensitiveWords are a shop's own words that need a person, beside the built-in
// ones. The nil value has none.
type SensitiveWords struct{ patterns []*sieve.Regexp }

// ReadSensitiveWords reads one word or phrase a line; /between slashes/ stands a
// regular expression (RE2, without case); # begins a comment line. Words of
// letters are matched whole, others anywhere. Every mistake is named as
// name:line.
func ReadSensitiveWords(r io.Reader, name string) (*SensitiveWords, error) {
	words := &SensitiveWords{}
	lines := bufio.NewScanner(r)
	var errs error
	for n := 1; lines.Scan(); n++ {
		p, err := sensitivePattern(lines.Text())
		switch {
		case err != nil:
			errs = errors.Join(errs, fmt.Errorf("%s:%d %w", name, n, err))
		case p != nil:
			words.patterns = append(words.patterns, p)
		}
	}
	if err := lines.Err(); err != nil {
		errs = errors.Join(errs, fmt.Errorf("%s: %w", name, err))
	}
	if errs != nil {
		return nil, errs
	}
	return words, nil
}

// sensitivePattern is the pattern of one line; nil for a comment.
func sensitivePattern(line string) (*sieve.Regexp, error) {
	if !utf8.ValidString(line) {
		return nil, errors.New("is not UTF-8; save the file as UTF-8")
	}
	line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
	if strings.HasPrefix(line, "#") {
		return nil, nil
	}
	expr := `(?:^|[^\p{L}\p{M}\p{N}])` + regexp.QuoteMeta(line) + `(?:$|[^\p{L}\p{M}\p{N}])`
	if strings.IndexFunc(line, unspaced) >= 0 {
		expr = regexp.QuoteMeta(line)
	}
	if len(line) > 1 && line[0] == '/' && line[len(line)-1] == '/' {
		line = line[1 : len(line)-1]
		expr = line
	}
	p, err := sieve.Compile("(?i)" + expr)
	switch {
	case err != nil:
		return nil, fmt.Errorf("is no regular expression: %w", err)
	case line == "" || p.MatchString(""):
		return nil, errors.New("empty pattern would match everything; remove the line, or begin it with # for a comment")
	}
	return p, nil
}

// unspaced tells whether a character is of a script that does not part words.
func unspaced(r rune) bool {
	return r >= 0x0E00 && r <= 0x0EFF || r >= 0x1780 && r <= 0x17FF || r >= 0x2E80
}

// find gives the first of the shop's words that a text holds.
func (w *SensitiveWords) find(text string) (string, bool) {
	if w == nil {
		return "", false
	}
	for _, p := range w.patterns {
		if m := p.FindString(text); m != "" {
			return strings.TrimSpace(m), true
		}
	}
	return "", false
}
