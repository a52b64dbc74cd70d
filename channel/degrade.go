package channel

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"frontdesk/chat"
)

// Degrade fits a message to what a channel can show, without losing anything
// that matters: buttons become a numbered list, sources become lines, cards fall
// away because the text says the same in words, and a text that is too long
// becomes several messages. The parts keep everything else of the message;
// buttons stand on the last one.
func Degrade(m chat.Message, l Limits) []chat.Message {
	if !l.Blocks {
		m.Blocks = nil
	}
	text := []string{m.Text}
	if !l.Sources {
		text = append(text, sourceLines(m.Sources))
		m.Sources = nil
	}
	if !fits(m.QuickReplies, l) {
		text = append(text, numbered(m.QuickReplies))
		m.QuickReplies = nil
	}
	parts := split(join(text), l.TextRunes)
	out := make([]chat.Message, len(parts))
	for i, p := range parts {
		out[i] = m
		out[i].Text = p
		if i < len(parts)-1 {
			out[i].QuickReplies, out[i].Blocks, out[i].Sources = nil, nil, nil
		}
	}
	return out
}

func fits(replies []chat.QuickReply, l Limits) bool {
	if len(replies) > l.QuickReplies {
		return false
	}
	for _, r := range replies {
		if l.ButtonRunes > 0 && utf8.RuneCountInString(r.Title) > l.ButtonRunes {
			return false
		}
	}
	return true
}

func join(parts []string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n\n")
}

func sourceLines(sources []chat.Source) string {
	var lines []string
	for _, s := range sources {
		if s.URL != "" {
			lines = append(lines, s.Title+": "+s.URL)
		}
	}
	return strings.Join(lines, "\n")
}

func numbered(replies []chat.QuickReply) string {
	lines := make([]string, len(replies))
	for i, r := range replies {
		lines[i] = fmt.Sprintf("%d. %s", i+1, r.Title)
	}
	return strings.Join(lines, "\n")
}

// split cuts a text into parts of at most limit runes, at the end of a
// paragraph, a line, a sentence or a word: the first of these that leaves at
// least a quarter of a part, and else between two letters.
func split(text string, limit int) []string {
	var parts []string
	for limit > 0 && utf8.RuneCountInString(text) > limit {
		head := cut(text, limit)
		parts = append(parts, strings.TrimSpace(text[:head]))
		text = strings.TrimSpace(text[head:])
	}
	if text != "" || len(parts) == 0 {
		parts = append(parts, text)
	}
	return parts
}

func cut(text string, limit int) (bytes int) {
	end := 0
	for range limit {
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
	}
	for _, mark := range []string{"\n\n", "\n", ". ", "。", " "} {
		if i := strings.LastIndex(text[:end], mark); i >= end/4 {
			return i + len(mark)
		}
	}
	return end
}
