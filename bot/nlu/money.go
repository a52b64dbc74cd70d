package nlu

import (
	"strings"
	"unicode/utf8"
)

// currencies maps signs and words, lower case, to ISO 4217 codes. "$" stands
// for any dollar and stays without a code.
var currencies = map[string]string{
	"$": "", "€": "EUR", "£": "GBP", "¥": "", "￥": "", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY",
	"eur": "EUR", "euro": "EUR", "euros": "EUR", "usd": "USD", "dollar": "", "dollars": "", "bucks": "",
	"gbp": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP", "rs": "INR", "inr": "INR", "rupees": "INR",
	"chf": "CHF", "franken": "CHF", "jpy": "JPY", "yen": "JPY", "cny": "CNY", "rmb": "CNY", "元": "CNY", "块": "CNY",
	"块钱": "CNY", "人民币": "CNY", "円": "JPY", "원": "KRW", "zł": "PLN", "pln": "PLN", "kr": "", "sek": "SEK", "dkk": "DKK",
	"czk": "CZK", "kč": "CZK", "huf": "HUF", "ft": "HUF", "lei": "RON", "ron": "RON", "tl": "TRY", "руб": "RUB",
	"mxn": "MXN", "pesos": "", "reais": "BRL", "r$": "BRL", "brl": "BRL", "dólares": "", "dolares": "", "aud": "AUD", "cad": "CAD",
	"欧元": "EUR", "美元": "USD", "欧": "EUR", "美金": "USD", "刀": "USD",
}

// readMoney reads an amount with its currency on either side.
func readMoney(text string, start, end int) (span, bool) {
	sign, n := leadingSign(text[start:end])
	if n > 0 {
		number := start + n
		for number < len(text) && number < start+n+2 && (text[number] == ' ' || text[number] == '.') {
			number++ // "Rs. 500"
		}
		if stop := numberEnd(text, number); stop > number {
			return moneySpan(start, stop, text[number:stop], currencies[sign]), true
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
		return moneySpan(start, unit+len(word), text[start:stop], currencies[strings.ToLower(word)]), true
	}
	return span{}, false
}

func moneySpan(start, end int, number, code string) span {
	value := decimal(number)
	if code != "" {
		value += " " + code
	}
	return span{start: start, end: end, kind: Money, value: value}
}

// leadingSign reads a currency in front of a number: "$", "EUR", "Rs.".
func leadingSign(c string) (sign string, n int) {
	for i, r := range c {
		if r >= '0' && r <= '9' {
			sign = strings.ToLower(strings.Trim(c[:i], ". "))
			if _, ok := currencies[sign]; ok && sign != "" {
				return sign, i
			}
			return "", 0
		}
		if i > 6 {
			return "", 0
		}
	}
	sign = strings.ToLower(strings.Trim(c, "."))
	if _, ok := currencies[sign]; ok && len(c) <= 4 {
		return sign, len(c)
	}
	return "", 0
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
	_, ok := currencies[strings.ToLower(word)]
	return word, ok && word != ""
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

// decimal writes a number with a point: the last separator with one or two
// digits behind it is the decimal one.
func decimal(number string) string {
	at := strings.LastIndexAny(number, ".,")
	whole, cents := number, ""
	if at >= 0 && len(number)-at-1 <= 2 {
		whole, cents = number[:at], number[at+1:]
	}
	whole = strings.NewReplacer(".", "", ",", "", "'", "").Replace(whole)
	if cents == "" {
		return whole
	}
	return whole + "." + cents
}
