package nlu

import (
	"strings"
	"unicode/utf8"
)

// currencies are the signs and words, lower case, that make a number an amount
// of money to the classifier.
var currencies = wordSet("$ € £ ¥ ￥ ₹ ₽ ₩ ₺ eur euro euros usd dollar dollars bucks gbp pound pounds quid rs inr rupees chf franken jpy yen cny rmb 元 块 块钱 人民币 " +
	"円 원 zł pln kr sek dkk czk kč huf ft lei ron tl руб mxn pesos reais r$ brl dólares dolares aud cad 欧元 美元 欧 美金 刀")

// readMoney reads an amount with its currency on either side.
func readMoney(text string, start, end int) (span, bool) {
	n := leadingSign(text[start:end])
	if n > 0 {
		number := start + n
		for number < len(text) && number < start+n+2 && (text[number] == ' ' || text[number] == '.') {
			number++ // "Rs. 500"
		}
		if stop := numberEnd(text, number); stop > number {
			return span{start: start, end: stop, kind: Money}, true
		}
		return span{}, false
	}
	stop := numberEnd(text, start)
	if stop == start {
		return span{}, false
	}
	unit := stop
	if unit < len(text) && text[unit] == ' ' {
		unit++
	}
	if word, ok := currencyAt(text[unit:]); ok {
		return span{start: start, end: unit + len(word), kind: Money}, true
	}
	return span{}, false
}

// leadingSign is the length of a currency in front of a number: "$", "EUR",
// "Rs."; 0 where there is none.
func leadingSign(c string) int {
	for i, r := range c {
		if r >= '0' && r <= '9' {
			if currencies[strings.ToLower(strings.Trim(c[:i], ". "))] {
				return i
			}
			return 0
		}
		if i > 6 {
			return 0
		}
	}
	if len(c) <= 4 && currencies[strings.ToLower(strings.Trim(c, "."))] {
		return len(c)
	}
	return 0
}

// currencyAt reads the currency at the beginning of text.
func currencyAt(text string) (string, bool) {
	end := 0
	for i, r := range text {
		if i > 0 && (r < 0x2000 && !isLetterByte(r)) || i == 0 && isDigitRune(r) || i > 12 {
			break
		}
		end = i + utf8.RuneLen(r)
		if r >= 0x3000 || strings.ContainsRune("€£$₹₽₩₺", r) {
			break
		}
	}
	word := text[:end]
	for _, long := range []string{"块钱", "欧元", "美元", "人民币", "美金"} {
		if strings.HasPrefix(text, long) {
			word = long
		}
	}
	return word, word != "" && currencies[strings.ToLower(word)]
}

func isLetterByte(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0xc0 }
func isDigitRune(r rune) bool  { return r >= '0' && r <= '9' }

// numberEnd is where the number at from ends: digits with points, commas and
// apostrophes between them.
func numberEnd(text string, from int) int {
	i := from
	for i < len(text) {
		if isDigit(text[i]) || i > from && strings.IndexByte(".,'", text[i]) >= 0 && i+1 < len(text) && isDigit(text[i+1]) {
			i++
			continue
		}
		break
	}
	return i
}
