package entity

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// spokenRun is how many digits in a row, each a word or a sign of its own, are a
// number that was read out: fewer are counts and choices.
const spokenRun = 4

// spokenAlone is how many digits read out are a number where nothing says that one
// comes: "三四五六" may be days of the week.
const spokenAlone = 5

// readSpoken finds a number whose digits were read out, as people dictate it and as
// speech is written down: "one zero six four zero", "1 0 6 4 0", "one oh double four
// two", "一零六四零". It is an order number, or the postcode that was asked for.
func (r *Reader) readSpoken(m *message, words []item) {
	for i := 0; i < len(words); i++ {
		digits, n := spokenDigits(m, words[i:])
		if n == 0 {
			continue
		}
		start, end := words[i].start, words[i+n-1].end
		i += n - 1
		switch {
		case len(digits) > 12 || !m.opens(start) || !m.closes(end):
			continue
		case len(digits) < spokenAlone && len(m.q.Expect) == 0 && !m.cued(start, 32, orderCues):
			continue
		case m.cued(start, 24, phoneCues) && !m.cued(start, 24, orderCues):
			continue
		}
		if slices.Contains(m.q.Expect, Postcode) && !slices.Contains(m.q.Expect, OrderNumber) && !m.cued(start, 24, strictOrderCues) {
			m.add(span{start: start, end: end, kind: Postcode, value: digits, rank: plain})
			continue
		}
		if (r.order == nil || r.order.FindString(digits) == digits) && r.check(digits) {
			m.add(span{start: start, end: end, kind: OrderNumber, value: digits, rank: plain})
		}
	}
}

// spokenDigits are the digits that words begin with, and how many words they are: at
// least spokenRun digits, of which neighbours stand close together. Two digits may be
// said as one number: "ten six forty", "one oh six forty-two".
func spokenDigits(m *message, words []item) (string, int) {
	var b strings.Builder
	n, times, tens := 0, 1, false
	for i, it := range words {
		if i > 0 && (it.brk || it.start-words[i-1].end > 2 || strings.ContainsAny(m.text[words[i-1].end:it.start], "/:")) {
			break
		}
		if two := it.twoDigits(); two > 0 && times == 1 {
			b.WriteString(strconv.Itoa(two))
			n, tens = i+1, two >= 20 && two%10 == 0
			continue
		}
		if t := repeats[it.fold]; t > 1 && times == 1 {
			times = t
			continue
		}
		d := it.digit()
		if d < 0 {
			break
		}
		if said := b.String(); tens && d > 0 { // "forty two" is 42
			b.Reset()
			b.WriteString(said[:len(said)-1])
		}
		for range times {
			b.WriteByte(byte('0' + d))
		}
		n, times, tens = i+1, 1, false
	}
	if b.Len() < spokenRun {
		return "", 0
	}
	return b.String(), n
}

// repeats are the words by which English speakers say a digit several times.
var repeats = map[string]int{"double": 2, "triple": 3}

// digit is the one digit that an item is or says; -1 for none.
func (it item) digit() int {
	if it.number >= 0 && len(it.low) == 1 {
		return it.number
	}
	for _, s := range it.senses {
		if s.class == spokenDigit && s.n < 10 {
			return s.n
		}
	}
	return -1
}

// twoDigits is the number from 10 to 99 that an item says in a word; 0 for none.
func (it item) twoDigits() int {
	for _, s := range it.senses {
		if it.number < 0 && s.class == spokenDigit && s.n >= 10 {
			return s.n
		}
	}
	return 0
}

// spokenMail is an e-mail address as it is read out, in the words of the languages
// whose shoppers say it: "james dot carter at example dot com".
var spokenMail = regexp.MustCompile(`(?i)([a-z0-9][a-z0-9_.+-]*(?: (?:` + dotWords + `) [a-z0-9_+-]+)*) (?:at|ät|arroba|arobase|chiocciola|apenstaartje|małpa|zavináč|собака) ([a-z0-9-]+(?: ?(?:\.| (?:` + dotWords + `)) ?[a-z0-9-]+)*(?: ?\. ?| (?:` + dotWords + `) )[a-z]{2,10})(?:[^a-z0-9]|$)`)

const dotWords = `dot|punkt|punto|point|ponto|kropka|tečka|точка|крапка|punct|piste|nokta|pont|punt`

// readSpokenMail finds the e-mail address that was read out.
func (m *message) readSpokenMail() {
	if !slices.Contains(m.q.Expect, Email) || strings.Contains(m.text, "@") {
		return
	}
	at := spokenMail.FindStringSubmatchIndex(m.text)
	if at == nil {
		return
	}
	value := m.low[at[2]:at[3]] + "@" + m.low[at[4]:at[5]]
	for w := range strings.SplitSeq(dotWords, "|") {
		value = strings.ReplaceAll(value, " "+w+" ", ".")
	}
	m.add(span{start: at[2], end: at[5], kind: Email, value: strings.ReplaceAll(value, " ", ""), rank: formed})
}
