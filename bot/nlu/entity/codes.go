package entity

import (
	"slices"
	"strings"
)

// readForms finds what its form tells: addresses of mail and web, numbers and
// codes, amounts and dates in digits.
func (r *Reader) readForms(m *message) {
	m.readWeb()
	m.readSpokenMail()
	m.readCoupons()
	if !m.digits {
		m.readLetterSKUs()
		m.readPlainSizes()
		return
	}
	r.readShopOrders(m)
	for start, end := range m.chunks() {
		r.readCode(m, start, end)
	}
	m.readLongNumbers()
	m.readPhones()
	m.readMoney()
	m.readNumericDates()
	m.readTimes()
	m.readPlainSizes()
	r.readBareNumbers(m)
}

// readShopOrders finds order numbers by the shop's own pattern.
func (r *Reader) readShopOrders(m *message) {
	if r.order == nil {
		return
	}
	for _, at := range r.order.FindAllStringIndex(m.text, 20) {
		if number := codeValue(m.text[at[0]:at[1]]); r.check(number) {
			m.add(span{start: at[0], end: at[1], kind: OrderNumber, value: number, rank: certain})
		}
	}
}

// codeValue is a code in its normal form.
func codeValue(code string) string {
	return strings.ToUpper(strings.TrimLeft(strings.ReplaceAll(code, " ", ""), "#"))
}

// chunks gives the runs of ASCII letters, digits and hyphens, with a # before.
func (m *message) chunks() func(yield func(start, end int) bool) {
	return func(yield func(start, end int) bool) {
		for i := 0; i < len(m.text); i++ {
			if !isWordByte(m.text[i]) && m.text[i] != '#' {
				continue
			}
			start := i
			for i++; i < len(m.text) && (isWordByte(m.text[i]) || m.text[i] == '-'); i++ {
			}
			end := i
			for end > start && (m.text[end-1] == '-' || m.text[end-1] == '_') {
				end--
			}
			if end-start >= 3 && !yield(start, end) {
				return
			}
		}
	}
}

// readCode reads one code: an order number with a sign or a prefix, a tracking
// number with letters, a SKU.
func (r *Reader) readCode(m *message, start, end int) {
	code := strings.TrimPrefix(m.text[start:end], "#")
	upper := strings.ToUpper(code)
	letters, digits, hyphens := 0, 0, 0
	for i := range len(code) {
		switch c := code[i]; {
		case isDigit(c):
			digits++
		case c == '-':
			hyphens++
		case c == '_':
			return
		default:
			letters++
		}
	}
	signed := len(code) < end-start
	joined := start > 0 && strings.IndexByte("@/.'", m.text[start-1]) >= 0 || end < len(m.text) && m.text[end] == '@' || start > 0 && m.text[start-1] >= 0xc3 && m.text[start-1] <= 0xd6
	if digits == 0 || joined {
		if !joined && isSKU(code, letters, digits, hyphens) {
			m.add(span{start: start, end: end, kind: SKU, value: upper, rank: plain})
		}
		return
	}
	carrier, sure := letterTracking(upper, letters, digits, hyphens)
	if !sure && m.isTax(upper, start, digits) { // a parcel's check digit is right, though it be for VAT that it waits
		return
	}
	if carrier != "" || sure {
		rank := formed
		if sure {
			rank = certain
		}
		m.add(span{start: start, end: end, kind: TrackingNumber, value: upper, carrier: carrier, rank: rank})
		return
	}
	order := signed && digits >= 3 && digits <= 14 && letters <= 6 ||
		letters >= 1 && letters <= 4 && digits >= 4 && digits <= 12 && hyphens <= 1 && prefixed(code, letters) ||
		letters > 0 && digits >= 3 && letters+digits <= 16 && hyphens <= 2 && upper == code && m.cued(start, 24, orderCues)
	switch {
	case order && r.check(upper):
		rank := formed
		if r.order != nil && !signed {
			rank = guess
		}
		m.add(span{start: start, end: end, kind: OrderNumber, value: upper, rank: rank})
	case isSKU(code, letters, digits, hyphens):
		m.add(span{start: start, end: end, kind: SKU, value: upper, rank: plain})
	}
}

// reachOfTax is how many letters before a number may say that it is a company's: "my VAT
// number is DE123456789".
const reachOfTax = 18

// leastTax is how many digits a company's number has: those of European countries have
// seven or more, but for Romania's oldest.
const leastTax = 7

// isTax says that a code is a company's number. Of "the VAT on order 10482000" it is not.
func (m *message) isTax(code string, start, digits int) bool {
	if isVAT(code, digits) && m.cued(start, reachOfVAT, taxCues) && !m.cuedNext(start, reachOfTax, orderWords) {
		return true
	}
	return digits >= leastTax && m.cuedNext(start, reachOfTax, taxCues) && holds(behind(m.near(start, reachOfTax), orderWords.words), taxCues.words)
}

// reachOfVAT is how many letters before a number that begins like a company's may say that
// it is one: "an invoice with our VAT number on it please, GB123456789".
const reachOfVAT = 80

// vatCountries are what company numbers for VAT begin with in Europe.
var vatCountries = strings.Fields("AT ATU BE BG CHE CY CZ DE DK EE EL ES FI FR GB GR HR HU IE IT LT LU LV MT NL NO PL PT RO SE SI SK XI")

// isVAT says that a code in capitals looks like a company's number for VAT.
func isVAT(code string, digits int) bool {
	at := strings.IndexAny(code, "0123456789")
	return digits >= leastTax && at > 0 && slices.Contains(vatCountries, strings.TrimRight(code[:at], "-"))
}

// prefixed says that the letters come first: "NB-10482" but not "10482nd".
func prefixed(code string, letters int) bool {
	return !strings.ContainsAny(code[:letters], "0123456789-")
}

// isSKU knows article codes: capitals and digits in at least three groups, or in
// two that mix both.
func isSKU(code string, letters, digits, hyphens int) bool {
	if letters < 2 || len(code) < 5 || len(code) > 32 || code != strings.ToUpper(code) {
		return false
	}
	return hyphens >= 2 || hyphens == 1 && digits >= 2
}

// readLetterSKUs finds article codes in a message without any digit, "TS-RED-M".
func (m *message) readLetterSKUs() {
	for start, end := range m.chunks() {
		code := m.text[start:end]
		if n := strings.Count(code, "-"); n > 0 && isSKU(code, len(code)-n, 0, n) {
			m.add(span{start: start, end: end, kind: SKU, value: code, rank: plain})
		}
	}
}

// readCoupons finds the code behind a word such as voucher, and codes such as
// SAVE10 that speak for themselves.
func (m *message) readCoupons() {
	for start, end := range m.chunks() {
		code := m.text[start:end]
		letters := strings.IndexFunc(code, func(r rune) bool { return r >= 'A' && r <= 'Z' }) >= 0
		if code != strings.ToUpper(code) || !letters || len(code) < 4 || len(code) > 24 || code[0] == '#' {
			continue
		}
		digits := strings.TrimLeft(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
		named := (m.cued(start, 28, couponCues) || m.cuedBehind(end, couponCues)) && !m.cued(start, 28, strictOrderCues)
		switch {
		case named && len(code) >= 5:
			m.add(span{start: start, end: end, kind: Coupon, value: code, rank: formed})
		case len(code)-len(digits) >= 4 && len(digits) == 2 && isDigit(digits[0]) && isDigit(digits[1]):
			m.add(span{start: start, end: end, kind: Coupon, value: code, rank: plain})
		}
	}
}

// readBareNumbers reads digits as order numbers, the likeliest thing a shopper
// writes as digits: 4 to 12 of them, and a bare year only with a word such as
// "order" in front. Where the shop has a pattern of its own, other digits are
// read so only with such a word.
func (r *Reader) readBareNumbers(m *message) {
	for i := 0; i < len(m.text); i++ {
		if !isDigit(m.text[i]) {
			continue
		}
		start := i
		for i < len(m.text) && (isDigit(m.text[i]) || m.text[i] == '-' && i+1 < len(m.text) && isDigit(m.text[i+1])) {
			i++
		}
		digits := m.text[start:i]
		count := len(digits) - strings.Count(digits, "-")
		if count < 4 || count > 12 || !m.opens(start) || !m.closes(i) && !m.inflects(i) || m.measured(i) {
			continue
		}
		if m.isTax("", start, count) {
			continue
		}
		m.readAsked(start, i)
		named := m.cued(start, 32, orderCues)
		year := count == 4 && (strings.HasPrefix(digits, "19") || strings.HasPrefix(digits, "20"))
		if !named && (year || r.order != nil) || !r.check(digits) {
			continue
		}
		rank := guess
		if named && slices.Contains(m.q.Expect, OrderNumber) && m.cuedNext(start, 32, orderCues) {
			rank = plain
		}
		m.add(span{start: start, end: i, kind: OrderNumber, value: digits, rank: rank})
	}
}

// inflects says that a number carries an ending of the language behind a hyphen:
// Hungarian "10511-es".
func (m *message) inflects(end int) bool {
	rest := m.text[end:]
	n := 1
	for n < len(rest) && rest[n] >= 'a' && rest[n] <= 'z' {
		n++
	}
	return rest != "" && rest[0] == '-' && n >= 2 && n <= 5 && (n == len(rest) || !isWordByte(rest[n]) && rest[n] != '-' && rest[n] < 0x80)
}

// readAsked reads digits as the postcode that a dialog has asked for.
func (m *message) readAsked(start, end int) {
	if end-start <= 10 && !m.cued(start, 24, orderCues) && slices.Contains(m.q.Expect, Postcode) && !slices.Contains(m.q.Expect, OrderNumber) {
		m.add(span{start: start, end: end, kind: Postcode, value: m.text[start:end], rank: plain})
	}
}

// measures are the units that make a number an amount of something.
var measures = map[string]bool{"ml": true, "cl": true, "l": true, "mm": true, "cm": true, "m": true, "km": true, "g": true, "kg": true, "mg": true, "mb": true, "gb": true, "tb": true,
	"mah": true, "w": true, "kw": true, "v": true, "px": true, "pixel": true, "pixels": true, "hz": true, "khz": true, "lm": true, "rpm": true, "oz": true, "lb": true, "lbs": true,
	"мл": true, "см": true, "мм": true, "кг": true, "г": true, "inch": true, "inches": true, "毫升": true, "steps": true, "points": true, "punkte": true, "puntos": true}

// measured says that a unit stands behind a number.
func (m *message) measured(end int) bool {
	i := m.wordAt(m.words, end)
	return i > 0 && m.words[i].start-end <= 1 && (measures[m.words[i].fold] || strings.HasPrefix(m.text[end:], "毫"))
}
