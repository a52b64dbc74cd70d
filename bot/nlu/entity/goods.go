package entity

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Colors lists the ids of colours.
func Colors() []string {
	return strings.Fields("black white grey red blue green yellow orange pink purple brown beige gold silver navy turquoise burgundy")
}

// read finds what the words of a language name: dates, colours, quantities,
// sizes and countries. It gives the words with their senses.
func (m *message) read(l *lexicon) []item {
	m.reading = l.lang
	w := l.label(m.words)
	m.readDates(w)
	for i := range w {
		for _, s := range w[i].senses {
			switch s.class {
			case color:
				m.readColor(l, w, i, s)
			case country:
				m.readCountry(w[i], s)
			case pieces:
				m.readPieces(l, w, i)
			case sizing:
				m.readSize(w, i)
			}
		}
	}
	return w
}

func (m *message) readColor(l *lexicon, w []item, i int, s sense) {
	it := w[i]
	if l.lang == "ja" && i > 0 && w[i-1].end == it.start && isHan(m.text[w[i-1].start:]) && isHan(m.text[it.start:]) {
		return // 面白い, 告白
	}
	if rest := m.text[it.end:]; l.lang == "ja" && (isHan(rest) || strings.HasPrefix(rest, "ちゃん")) && it.end-it.start == 3 {
		return // 白紙, 赤ちゃん
	}
	if l.lang == "de" && strings.HasPrefix(it.fold, "weis") && (i > 0 && slices.Contains([]string{"ich", "wer", "niemand", "nicht", "keiner"}, w[i-1].fold) || i+1 < len(w) && slices.Contains([]string{"nicht", "ich", "nur", "jemand"}, w[i+1].fold)) {
		return // "ich weiß nicht"
	}
	m.add(span{start: it.start, end: it.end, kind: Color, value: s.id, rank: plain})
}

func isHan(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.Is(unicode.Han, r)
}

func (m *message) readCountry(it item, s sense) {
	written := m.text[it.start:it.end]
	first, _ := utf8.DecodeRuneInString(written)
	if unicode.IsLower(first) && (capitalised[it.fold] || utf8.RuneCountInString(written) < 5) {
		return
	}
	if utf8.RuneCountInString(written) <= 3 && unicode.IsUpper(first) && written != strings.ToUpper(written) && first < 0x250 {
		return
	}
	if cut := strings.IndexByte(written, '\''); cut > 0 && m.reading == "tr" { // "Almanya'ya"
		it.end = it.start + cut
	}
	m.add(span{start: it.start, end: it.end, kind: Country, value: s.id, rank: plain})
}

// readPieces reads a quantity: a number and what is counted, "3 Stück", "两件".
func (m *message) readPieces(l *lexicon, w []item, i int) {
	if i == 0 || w[i].brk || w[i].start-w[i-1].end > 1 {
		return
	}
	n := w[i-1].number
	for _, s := range w[i-1].senses {
		if n < 0 && s.class == number {
			n = s.n
		}
	}
	if n == 1 && w[i-1].number < 0 && l.lang == "zh" && w[i].fold == "个" { // "一个人": no count
		return
	}
	if n < 1 || l.lang == "en" && w[i-1].fold == "a" || len(w[i-1].low) == 4 && n >= 1900 && n < 2100 {
		return
	}
	if i >= 2 && w[i-1].start > 0 && strings.IndexByte(".,-/", m.text[w[i-1].start-1]) >= 0 && w[i-2].end == w[i-1].start-1 && w[i-2].number >= 0 {
		return
	}
	m.add(span{start: w[i-1].start, end: w[i].end, kind: Quantity, value: strconv.Itoa(n), rank: plain})
}

// readTimes reads "2x", "x2" and "2 ×".
func (m *message) readTimes() {
	for i, it := range m.words {
		if it.number < 1 || it.number > 999 {
			continue
		}
		value := strconv.Itoa(it.number)
		if i+1 < len(m.words) && m.words[i+1].low == "x" && m.words[i+1].start-it.end <= 1 && (i+2 == len(m.words) || m.words[i+2].number < 0) && m.opens(it.start) {
			m.add(span{start: it.start, end: m.words[i+1].end, kind: Quantity, value: value, rank: plain})
		}
		if i > 0 && m.words[i-1].low == "x" && it.start-m.words[i-1].end <= 1 && (i == 1 || m.words[i-2].number < 0) && m.opens(m.words[i-1].start) && m.closes(it.end) {
			m.add(span{start: m.words[i-1].start, end: it.end, kind: Quantity, value: value, rank: plain})
		}
		for _, sign := range []string{"×", " ×"} {
			if strings.HasPrefix(m.text[it.end:], sign) && (i+1 == len(m.words) || m.words[i+1].number < 0) {
				m.add(span{start: it.start, end: it.end + len(sign), kind: Quantity, value: value, rank: plain})
			}
		}
		if at := strings.TrimSuffix(m.text[:it.start], "×"); len(at) < it.start {
			m.add(span{start: len(at), end: it.end, kind: Quantity, value: value, rank: plain})
		}
	}
}

// opens and closes say that a code may begin or end at a place: no letter, digit
// or joining sign touches it.
func (m *message) opens(at int) bool {
	return at == 0 || !isWordByte(m.text[at-1]) && strings.IndexByte("#/.-,'", m.text[at-1]) < 0 || at > 1 && strings.IndexByte(".,-/", m.text[at-1]) >= 0 && !isWordByte(m.text[at-2])
}

func (m *message) closes(at int) bool {
	if at >= len(m.text) {
		return true
	}
	c := m.text[at]
	if isWordByte(c) || c == '%' {
		return false
	}
	return strings.IndexByte(".,-/", c) < 0 || at+1 >= len(m.text) || !isWordByte(m.text[at+1])
}

// systems are the ways of counting sizes.
var systems = map[string]string{"eu": "EU", "eur": "EU", "uk": "UK", "us": "US", "fr": "FR", "it": "IT", "jp": "JP"}

// readSize reads the size behind a word that announces one, and before it where
// a language sets it behind: "size 42", "taille M", "Lサイズ".
func (m *message) readSize(w []item, i int) {
	if i > 0 && (w[i].solid || m.reading == "tr" || m.reading == "hu" || m.reading == "hi" || m.reading == "ko") && w[i].start-w[i-1].end <= 1 {
		at := i - 1
		if at > 0 && len(w[at].low) <= 3 && w[at-1].number > 0 && w[at].start == w[at-1].end+1 && m.text[w[at-1].end] == '-' { // "42-es méret"
			at--
		}
		if from, value, ok := m.sizeBefore(w, at); ok {
			m.add(span{start: from, end: w[at].end, kind: Size, value: value, rank: formed})
		}
	}
	for j := i + 1; j < min(len(w), i+4); j++ {
		if w[j].brk && w[j].number < 0 {
			return
		}
		if end, value, ok := m.sizeAt(w, j); ok {
			m.add(span{start: w[j].start, end: end, kind: Size, value: value, rank: formed})
			m.moreSizes(w, end)
			return
		}
	}
}

// moreSizes reads the sizes that follow another: "size M or L".
func (m *message) moreSizes(w []item, end int) {
	for j := range w {
		if w[j].start < end {
			continue
		}
		if j+1 < len(w) && w[j+1].start-end < 12 && slices.Contains([]string{"or", "and", "oder", "o", "ou", "und", "y", "e", "et", "to", "или", "eller", "of", "lub"}, w[j].fold) {
			if stop, value, ok := m.sizeAt(w, j+1); ok {
				m.add(span{start: w[j+1].start, end: stop, kind: Size, value: value, rank: formed})
			}
		}
		return
	}
}

func (m *message) sizeBefore(w []item, i int) (from int, value string, ok bool) {
	if v, ok := letterSize(w[i].low); ok {
		return w[i].start, v, true
	}
	if w[i].number > 0 && w[i].number < 200 {
		if i > 0 && w[i-1].number > 0 && w[i].start-w[i-1].end == 1 && m.text[w[i-1].end] == '.' {
			return w[i-1].start, w[i-1].low + "." + w[i].low, true
		}
		return w[i].start, w[i].low, true
	}
	return 0, "", false
}

// sizeAt reads a size at a word: letters, a number, with a system on either side.
func (m *message) sizeAt(w []item, i int) (end int, value string, ok bool) {
	if v, ok := letterSize(w[i].low); ok {
		return w[i].end, v, true
	}
	system := systems[w[i].low]
	if system != "" {
		i++
	}
	if i >= len(w) || w[i].number < 0 || w[i].number > 250 {
		return 0, "", false
	}
	value, end = w[i].low, w[i].end
	if v, stop, ok := m.half(end); ok {
		value, end = value+v, stop
	}
	if j := m.wordAt(w, end); j > 0 && w[j].start-end <= 1 {
		if s, n := letterSize(w[j].low); n && w[j].start == end { // 2XL
			return w[j].end, value + s, true
		}
		if system == "" && systems[w[j].low] != "" {
			system, end = systems[w[j].low], w[j].end
		} else if w[j].low == "cm" {
			return w[j].end, value + " cm", true
		} else if w[j].number > 20 && w[j].start == end+1 && (m.text[end] == '/' || m.text[end] == '-') {
			return w[j].end, value + m.text[end:end+1] + w[j].low, true
		}
	}
	if !m.closes(end) || len(value) > 4 {
		return 0, "", false
	}
	if system != "" {
		value = system + " " + value
	}
	return end, value, true
}

func (m *message) wordAt(w []item, at int) int {
	i, _ := slices.BinarySearchFunc(w, at, func(it item, at int) int { return it.start - at })
	if i >= len(w) {
		return 0
	}
	return i
}

// half reads ".5", ",5", " 1/2" and "½" behind a size.
func (m *message) half(at int) (value string, end int, ok bool) {
	rest := m.text[at:]
	for _, h := range []string{".5", ",5", " 1/2", "½", " ½"} {
		if strings.HasPrefix(rest, h) && m.closes(at+len(h)) {
			return ".5", at + len(h), true
		}
	}
	return "", 0, false
}

// letterSize reads S to XXXL.
func letterSize(low string) (string, bool) {
	switch low {
	case "xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl":
		return strings.ToUpper(low), true
	}
	return "", false
}

// readPlainSizes reads sizes that no word announces: XL, EU 42, W32 L34, 180 cm,
// 42码.
func (m *message) readPlainSizes() {
	w := m.words
	for i, it := range w {
		letters, isLetters := letterSize(it.low)
		switch {
		case isLetters && len(it.low) >= 2 && m.opens(it.start) && m.closes(it.end) && (len(it.low) > 2 || m.text[it.start] == 'X' || it.low == "xl"):
			m.add(span{start: it.start, end: it.end, kind: Size, value: letters, rank: plain})
		case isLetters && len(it.low) == 1 && i > 0 && inSize[w[i-1].low] && it.start-w[i-1].end == 1 && m.text[it.start] < 'a' && m.closes(it.end): // "in L"
			m.add(span{start: it.start, end: it.end, kind: Size, value: letters, rank: plain})
		case isLetters && i > 0 && w[i-1].number >= 2 && w[i-1].number <= 6 && w[i-1].end == it.start && len(it.low) == 2:
			m.add(span{start: w[i-1].start, end: it.end, kind: Size, value: w[i-1].low + letters, rank: formed})
		case isLetters && i+1 < len(w) && w[i+1].start == it.end && (w[i+1].low == "码" || w[i+1].low == "碼" || w[i+1].low == "号" || w[i+1].low == "號"):
			m.add(span{start: it.start, end: w[i+1].end, kind: Size, value: letters, rank: formed})
		case systems[it.low] != "" && m.text[it.start:it.end] == strings.ToUpper(it.low) && i+1 < len(w) && w[i+1].number > 0 && w[i+1].start-it.end <= 1:
			if end, value, ok := m.sizeAt(w, i); ok {
				m.add(span{start: it.start, end: end, kind: Size, value: value, rank: formed})
			}
		case it.number > 0 && it.number < 250 && i+1 < len(w):
			m.numberSize(w, i)
		}
	}
}

// inSize are the words behind which a single capital letter is a size.
var inSize = map[string]bool{"in": true, "en": true, "em": true, "i": true}

// numberSize reads a number with what makes it a size behind, or W and L before.
func (m *message) numberSize(w []item, i int) {
	it, next := w[i], w[i+1]
	switch {
	case (next.low == "码" || next.low == "碼") && next.start == it.end:
		m.add(span{start: it.start, end: next.end, kind: Size, value: it.low, rank: formed})
	case next.low == "cm" && next.start-it.end <= 1:
		from, value := it.start, it.low
		if i > 0 && w[i-1].number >= 0 && it.start-w[i-1].end == 1 && strings.IndexByte(".,", m.text[w[i-1].end]) >= 0 {
			from, value = w[i-1].start, w[i-1].low+"."+it.low
		}
		m.add(span{start: from, end: next.end, kind: Size, value: value + " cm", rank: plain})
	case i > 0 && w[i-1].low == "w" && w[i-1].end == it.start && next.low == "l" && i+2 < len(w) && w[i+2].number > 0:
		m.add(span{start: w[i-1].start, end: w[i+2].end, kind: Size, value: "W" + it.low + " L" + w[i+2].low, rank: formed})
	case systems[next.low] != "" && next.start-it.end == 1 && m.text[next.start:next.end] == strings.ToUpper(next.low) && it.number >= 3:
		m.add(span{start: it.start, end: next.end, kind: Size, value: systems[next.low] + " " + it.low, rank: plain})
	}
}
