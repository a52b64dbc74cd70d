package entity

import (
	"strings"
	"unicode"
)

// codes finds the numbers of a shop's products however people write them:
// "TF-101-FOR-M", "tf101 for m", "ＴＦ１０１".
type codes struct {
	whole map[string]bool   // as the shop writes them, in upper case
	plain map[string]string // letters and digits alone; empty: two numbers are the same so
	heads map[string]bool   // with what words they may begin, in lower case
}

// mostCodeWords is how many words a number may fall into.
const mostCodeWords = 10

func newCodes() codes {
	return codes{whole: map[string]bool{}, plain: map[string]string{}, heads: map[string]bool{}}
}

// add takes a number. Those that have no letter or no digit are found as they are
// written only: the digits of one may be those of an order, and its letters a word.
func (c codes) add(code string) {
	upper := strings.ToUpper(code)
	if upper == "" || c.whole[upper] {
		return
	}
	c.whole[upper] = true
	text, _ := folded(clip(upper))
	words := split(text)
	key, letters, digits := "", false, false
	for _, it := range words {
		key += it.low
		letters, digits = letters || it.number < 0 && !isDigit(it.low[0]), digits || isDigit(it.low[0])
	}
	if !letters || !digits || len(key) < 4 || len(words) > mostCodeWords {
		return
	}
	if had, ok := c.plain[key]; ok && had != upper {
		upper = ""
	}
	c.plain[key] = upper
	head := strings.IndexFunc(key, unicode.IsDigit) // hyphens between letters may be lost
	if head == 0 {
		head = len(words[0].low)
	}
	c.heads[key[:head]], c.heads[words[0].low] = true, true
}

// find adds the numbers that a message holds.
func (c codes) find(m *message) {
	for start, end := range m.chunks() {
		if upper := strings.ToUpper(m.text[start:end]); c.whole[upper] {
			m.add(span{start: start, end: end, kind: SKU, value: upper, rank: certain})
		}
	}
	if !m.digits || len(c.plain) == 0 {
		return
	}
	for i, it := range m.words {
		if it.solid || !c.heads[it.low] || i > 0 && len(it.low) == 1 && m.words[i-1].number >= 0 && it.start-m.words[i-1].end <= 1 { // "2 x 200"
			continue
		}
		key := it.low
		for j := i + 1; j < min(len(m.words), i+mostCodeWords); j++ {
			gap := m.text[m.words[j-1].end:m.words[j].start]
			if m.words[j].solid || len(gap) > 1 || strings.Trim(gap, " -_/.") != "" {
				break
			}
			key += m.words[j].low
			if value := c.plain[key]; value != "" {
				m.add(span{start: it.start, end: m.words[j].end, kind: SKU, value: value, rank: certain})
			}
		}
	}
}
