package entity

import (
	"slices"
	"strings"
)

// readWeb finds e-mail addresses and web addresses.
func (m *message) readWeb() {
	for at := 0; ; at++ {
		i := strings.IndexByte(m.text[at:], '@')
		if i < 0 {
			break
		}
		at += i
		start, end := at, at+1
		for start > 0 && isMailByte(m.text[start-1]) {
			start--
		}
		for end < len(m.text) && (isWordByte(m.text[end]) || m.text[end] == '-' || m.text[end] == '.') {
			end++
		}
		start += len(m.text[start:at]) - len(strings.TrimLeft(m.text[start:at], ".-+'"))
		end -= len(m.text[at:end]) - len(strings.TrimRight(m.text[at:end], ".-_"))
		dot := strings.LastIndexByte(m.text[at:end], '.')
		if start == at || dot < 2 || end-at-dot < 3 || isDigit(m.text[end-1]) {
			continue
		}
		m.add(span{start: start, end: end, kind: Email, value: m.low[start:end], rank: certain})
	}
	for _, head := range []string{"https://", "http://", "www."} {
		for at := 0; ; {
			i := strings.Index(m.low[at:], head)
			if i < 0 {
				break
			}
			start := at + i
			end := start + len(head)
			for end < len(m.text) && m.text[end] > ' ' && m.text[end] < 0x80 && strings.IndexByte(`<>"'`, m.text[end]) < 0 {
				end++
			}
			end -= len(m.text[start:end]) - len(strings.TrimRight(m.text[start:end], ".,;:!?)]"))
			if end > start+len(head)+2 {
				m.add(span{start: start, end: end, kind: URL, value: m.text[start:end], rank: certain})
			}
			at = start + len(head)
		}
	}
}

func isMailByte(c byte) bool {
	return isWordByte(c) || strings.IndexByte(".+-'%", c) >= 0
}

// dialling is how a country writes its phone numbers.
type dialling struct {
	code     string
	trunk    string // before national numbers
	min, max int    // digits without trunk
}

// dials holds the countries whose national numbers are read. Lengths after the
// ITU's list of national numbering plans.
var dials = map[string]dialling{
	"DE": {"49", "0", 7, 11}, "AT": {"43", "0", 7, 12}, "CH": {"41", "0", 9, 9}, "FR": {"33", "0", 9, 9}, "GB": {"44", "0", 9, 10}, "IE": {"353", "0", 7, 9}, "NL": {"31", "0", 9, 9},
	"BE": {"32", "0", 8, 9}, "SE": {"46", "0", 7, 10}, "FI": {"358", "0", 6, 11}, "RO": {"40", "0", 9, 9}, "UA": {"380", "0", 9, 9}, "RU": {"7", "8", 10, 10}, "HU": {"36", "06", 8, 9},
	"TR": {"90", "0", 10, 10}, "IL": {"972", "0", 8, 9}, "SA": {"966", "0", 8, 9}, "EG": {"20", "0", 8, 10}, "AE": {"971", "0", 8, 9}, "JP": {"81", "0", 9, 10}, "KR": {"82", "0", 8, 10},
	"CN": {"86", "0", 10, 11}, "TW": {"886", "0", 8, 9}, "TH": {"66", "0", 8, 9}, "VN": {"84", "0", 9, 10}, "ID": {"62", "0", 8, 12}, "MY": {"60", "0", 8, 10}, "IN": {"91", "0", 10, 10},
	"AU": {"61", "0", 9, 9}, "NZ": {"64", "0", 8, 10}, "BR": {"55", "0", 10, 11}, "US": {"1", "1", 10, 10}, "CA": {"1", "1", 10, 10}, "ES": {"34", "", 9, 9}, "IT": {"39", "", 8, 11},
	"PT": {"351", "", 9, 9}, "PL": {"48", "", 9, 9}, "CZ": {"420", "", 9, 9}, "DK": {"45", "", 8, 8}, "NO": {"47", "", 8, 8}, "GR": {"30", "", 10, 10}, "MX": {"52", "", 10, 10}, "SG": {"65", "", 8, 8}, "HK": {"852", "", 8, 8},
}

// dialled are the languages that one country's people write in most.
var dialled = map[string]string{"ja": "JP", "ko": "KR", "th": "TH", "vi": "VN", "he": "IL", "hu": "HU", "cs": "CZ", "pl": "PL", "fi": "FI", "da": "DK", "sv": "SE", "tr": "TR",
	"el": "GR", "uk": "UA", "ro": "RO", "it": "IT", "id": "ID", "ms": "MY", "hi": "IN"}

// callingCodes are those of the world, by their first digits.
var callingCodes = strings.Fields(`1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98
	21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99`)

// readPhones finds phone numbers, which may hold spaces, hyphens and brackets.
func (m *message) readPhones() {
	for i := 0; i < len(m.text); {
		c := m.text[i]
		if !isDigit(c) && c != '+' && c != '(' || i > 0 && (isWordByte(m.text[i-1]) || strings.IndexByte("#/.-,", m.text[i-1]) >= 0 && i > 1 && isWordByte(m.text[i-2]) || m.text[i-1] == '#') {
			i++
			continue
		}
		end := m.phoneEnd(i)
		if digits := keepDigits(m.text[i:end]); len(digits) >= 7 && len(digits) <= 17 {
			m.phone(i, end, digits)
		}
		i = max(end, i+1)
	}
}

// phoneEnd is where digits with the marks of phone numbers end.
func (m *message) phoneEnd(i int) int {
	last, gap := i, 0
	for j := i; j < len(m.text); j++ {
		c := m.text[j]
		switch {
		case isDigit(c):
			last, gap = j+1, 0
		case c == '+' && j == i:
		case strings.IndexByte(" -()/.", c) >= 0 && gap < 3:
			gap++
		default:
			if isWordByte(c) && j == last {
				return i // letters touch the digits: a code
			}
			return last
		}
	}
	return last
}

func (m *message) phone(start, end int, digits string) {
	raw := m.text[start:end]
	if strings.HasPrefix(digits, "00") && len(digits) > 9 && raw[0] == '0' && len(digits) != 20 {
		digits = digits[2:]
		raw = "+" + raw[2:]
	}
	if raw[0] == '+' {
		if strings.HasPrefix(raw, "+") && strings.Contains(raw, "(0)") { // +49 (0)30
			digits = keepDigits(strings.Replace(raw, "(0)", "", 1))
		}
		if len(digits) >= 8 && len(digits) <= 15 && slices.ContainsFunc(callingCodes, func(c string) bool { return strings.HasPrefix(digits, c) }) {
			m.add(span{start: start, end: end, kind: Phone, value: "+" + digits, rank: certain})
		}
		return
	}
	if looksDated(raw) || m.cued(start, 30, otherNumbers) {
		return
	}
	grouped := strings.ContainsAny(raw, " -()/.")
	cued := m.cued(start, 36, phoneCues)
	country := m.q.Country
	if country == "" {
		country = dialled[m.q.Lang]
	}
	if v, ok := national(digits, country); ok && (cued || grouped && wellGrouped(raw) || digits[0] == '0' && len(digits) >= 9) {
		m.add(span{start: start, end: end, kind: Phone, value: v, rank: formed})
		return
	}
	switch {
	case len(digits) == 11 && digits[0] == '1' && digits[1] >= '3' && (m.q.Lang == "zh" || m.q.Country == "CN" || m.q.Country == "" && m.q.Lang == ""):
		value := digits
		if m.q.Lang == "zh" || m.q.Country == "CN" {
			value = "+86" + digits
		}
		m.add(span{start: start, end: end, kind: Phone, value: value, rank: formed})
	case grouped && wellGrouped(raw) && len(digits) >= 9 && len(digits) <= 13 && (cued || !slices.Contains([]string{"US", "CA"}, country)), digits[0] == '0' && len(digits) >= 9 && len(digits) <= 12, cued && (len(digits) >= 8 || grouped) && len(digits) <= 12:
		m.add(span{start: start, end: end, kind: Phone, value: digits, rank: plain})
	}
}

// national reads a number without a calling code as its country writes it.
func national(digits, country string) (string, bool) {
	d, ok := dials[country]
	if !ok {
		return "", false
	}
	bare, trunk := strings.CutPrefix(digits, d.trunk)
	if d.trunk == "0" && !trunk && country != "US" { // only mobile numbers of some places do without
		return "", false
	}
	if len(bare) < d.min || len(bare) > d.max || d.code == "1" && (bare[0] < '2' || bare[3] < '2') { // NANP: neither area nor exchange begins with 0 or 1
		return "", false
	}
	return "+" + d.code + bare, true
}

// wellGrouped says that the groups are those of a phone number: at least two
// digits each but for the first, and none like a price's.
func wellGrouped(raw string) bool {
	groups := strings.FieldsFunc(raw, func(r rune) bool { return r < '0' || r > '9' })
	if len(groups) < 2 || len(groups) > 6 {
		return false
	}
	for i, g := range groups {
		if len(g) < 2 && i > 0 && i < len(groups)-1 || len(g) > 8 {
			return false
		}
	}
	return len(groups) > 2 || groups[0][0] == '0' || strings.ContainsAny(raw, "()-/")
}

// looksDated says that a text is digits grouped as a date.
func looksDated(raw string) bool {
	groups := strings.FieldsFunc(raw, func(r rune) bool { return r < '0' || r > '9' })
	if len(groups) < 3 || len(groups) > 4 {
		return false
	}
	year := len(groups[0]) == 4 && (strings.HasPrefix(raw, "19") || strings.HasPrefix(raw, "20")) && len(groups[1]) <= 2 && len(groups[2]) <= 2
	return year || len(groups) == 3 && len(raw) <= 10 && (len(groups[2]) == 4 && len(groups[0]) <= 2 && len(groups[1]) <= 2 || len(raw) <= 8 && len(groups[0]) <= 2 && raw[0] != '0')
}
