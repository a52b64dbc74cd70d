package entity

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// readNumericDates finds dates of digits alone: 2026-03-02, 24.12., 12/24,
// 2026年3月5日.
func (m *message) readNumericDates() {
	if !m.digits {
		return
	}
	for i := 0; i < len(m.text); {
		if !isDigit(m.text[i]) {
			i++
			continue
		}
		end := digitsEnd(m.text, i)
		if stop := m.signed(i, end); stop > 0 {
			end = stop
		} else if stop := m.inHan(i, end); stop > 0 {
			end = stop
		}
		i = end
	}
}

// signed reads digits with points, strokes or hyphens between them.
func (m *message) signed(start, end int) int {
	if start > 0 && (isWordByte(m.text[start-1]) || strings.IndexByte("-/.#$,", m.text[start-1]) >= 0 && start > 1 && isWordByte(m.text[start-2])) || start > 0 && strings.IndexByte("#$", m.text[start-1]) >= 0 {
		return 0
	}
	parts := []string{m.text[start:end]}
	sign := byte(0)
	for len(parts) < 4 && end < len(m.text) && strings.IndexByte("./-", m.text[end]) >= 0 && (sign == 0 || m.text[end] == sign) {
		from := end + 1
		if sign == '.' && from < len(m.text) && m.text[from] == ' ' && len(parts) < 3 && len(parts[0]) < 4 { // "24. 12. 2026"
			from++
		} else if m.text[end] == '.' && len(parts) == 1 && from+1 < len(m.text) && m.text[from] == ' ' && isDigit(m.text[from+1]) && len(parts[0]) <= 2 {
			if n := digitsEnd(m.text, from+1); n < len(m.text) && m.text[n] == '.' {
				from++
			}
		}
		stop := digitsEnd(m.text, from)
		if stop == from {
			break
		}
		sign = m.text[end]
		parts = append(parts, m.text[from:stop])
		end = stop
	}
	if end < len(m.text) && isWordByte(m.text[end]) {
		return 0
	}
	year, mon, day, ok := m.order(parts, sign, start, end)
	if !ok {
		return 0
	}
	today := dayOf(m.q.Now)
	t, ok := calendarDay(year, mon, day, today)
	if !ok {
		return 0
	}
	if year == 0 && t.Before(today) && m.aheadOf(start) {
		t = t.AddDate(1, 0, 0)
	}
	if len(parts) == 2 && sign == '.' && end < len(m.text) && m.text[end] == '.' {
		end++
	}
	rank := formed
	if len(parts) == 2 {
		rank = plain
	}
	kind, value := when{from: t}.write()
	m.add(span{start: start, end: end, kind: kind, value: value, rank: rank})
	return end
}

// order tells year, month and day apart by the language's and country's order.
func (m *message) order(parts []string, sign byte, start, end int) (year, mon, day int, ok bool) {
	for _, p := range parts {
		if len(p) > 4 || len(p) == 3 {
			return 0, 0, 0, false
		}
	}
	switch {
	case len(parts) == 3 && len(parts[0]) == 4:
		return m.era(atoi(parts[0])), atoi(parts[1]), atoi(parts[2]), len(parts[1]) < 3 && len(parts[2]) < 3
	case len(parts) == 3 && len(parts[0]) < 3 && len(parts[1]) < 3:
		a, b, y := atoi(parts[0]), atoi(parts[1]), m.era(atoi(parts[2]))
		if m.yearFirst() && len(parts[2]) < 3 && a > 12 {
			return a, b, atoi(parts[2]), true
		}
		mon, day = m.monthAndDay(a, b)
		return y, mon, day, true
	case len(parts) == 2 && len(parts[0]) < 3 && len(parts[1]) < 3:
		if sign == '.' && !(end < len(m.text) && m.text[end] == '.') || sign == '-' || sign == '/' && !m.dated(parts, start) {
			return 0, 0, 0, false
		}
		mon, day = m.monthAndDay(atoi(parts[0]), atoi(parts[1]))
		return 0, mon, day, true
	}
	return 0, 0, 0, false
}

// era takes Thai years, which count from 543 BC, to ours.
func (m *message) era(year int) int {
	if year > 2400 && year < 2700 {
		return year - 543
	}
	return year
}

func (m *message) yearFirst() bool {
	return slices.Contains([]string{"zh", "ja", "ko", "hu"}, m.q.Lang)
}

// monthAndDay reads two numbers as the place does; where that gives no month,
// the other way round.
func (m *message) monthAndDay(a, b int) (mon, day int) {
	mon, day = b, a
	if m.yearFirst() || slices.Contains([]string{"US", "PH"}, m.q.Country) {
		mon, day = a, b
	}
	if mon > 12 && day <= 12 {
		mon, day = day, mon
	}
	return mon, day
}

// notDates are pairs of numbers that mean something else.
var notDates = map[string]bool{"24/7": true, "1/2": true, "1/3": true, "1/4": true, "3/4": true, "2/3": true}

// dated says that "24/12" is a date and no fraction: both numbers could be, and a
// word stands before it that dates follow, or one of them has two digits.
func (m *message) dated(parts []string, start int) bool {
	if notDates[parts[0]+"/"+parts[1]] {
		return false
	}
	if len(parts[0]) == 2 || len(parts[1]) == 2 {
		return true
	}
	i, _ := slices.BinarySearchFunc(m.words, start, func(it item, at int) int { return it.start - at })
	return i > 0 && slices.Contains([]string{"on", "am", "el", "le", "il", "den", "op", "dia", "since", "seit", "del", "du", "by"}, m.words[i-1].fold)
}

// deadlines are words that set a date ahead.
var deadlines = strings.Fields("by before until till bis vor hasta antes avant entro prima ate voor tot innan inden ennen do przed pana до před")

// aheadOf says that the word before a place sets a date ahead.
func (m *message) aheadOf(start int) bool {
	i, _ := slices.BinarySearchFunc(m.words, start, func(it item, at int) int { return it.start - at })
	return i > 0 && slices.Contains(deadlines, m.words[i-1].fold)
}

// hanPlaces are the signs behind a year, a month and a day.
var hanPlaces = map[rune]int{'年': 0, '년': 0, '月': 1, '월': 1, '日': 2, '号': 2, '號': 2, '일': 2}

// inHan reads the East Asian form: 2026年3月5日, 3月5号, 3월 5일.
func (m *message) inHan(start, end int) int {
	var parts [3]int // year, month, day
	at, last := start, 0
	for at < len(m.text) {
		stop := digitsEnd(m.text, at)
		if stop == at || stop-at > 4 {
			break
		}
		n := small(m.text[at:stop])
		for stop < len(m.text) && m.text[stop] == ' ' {
			stop++
		}
		r, size := utf8.DecodeRuneInString(m.text[stop:])
		p, ok := hanPlaces[r]
		if !ok || p > 0 && n > 31 || p == 0 && n < 1000 || parts[p] != 0 {
			break
		}
		parts[p], last = n, stop+size
		at = last
		for at < len(m.text) && m.text[at] == ' ' {
			at++
		}
	}
	if parts[1] == 0 || parts[2] == 0 {
		return 0
	}
	t, ok := calendarDay(parts[0], parts[1], parts[2], dayOf(m.q.Now))
	if !ok {
		return 0
	}
	kind, value := when{from: t}.write()
	m.add(span{start: start, end: last, kind: kind, value: value, rank: formed})
	return last
}

func isWordByte(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}
