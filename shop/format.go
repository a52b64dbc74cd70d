package shop

import "strings"

// numberStyle is how a language writes amounts.
type numberStyle struct {
	group, decimal string
	after          bool // the symbol follows the number
	pairs          bool // beyond the thousand, groups have two digits
}

// styles follows the Unicode CLDR number patterns of the languages that differ
// from English; spaces are no-break so that an amount is never torn apart.
var styles = map[string]numberStyle{
	"de": {".", ",", true, false}, "es": {".", ",", true, false}, "it": {".", ",", true, false}, "da": {".", ",", true, false},
	"el": {".", ",", true, false}, "ro": {".", ",", true, false}, "id": {".", ",", false, false}, "tr": {".", ",", false, false},
	"nl": {".", ",", false, false}, "pt": {".", ",", false, false}, "vi": {".", ",", true, false},
	"fr": {"\u202f", ",", true, false}, "pl": {"\u00a0", ",", true, false}, "cs": {"\u00a0", ",", true, false},
	"sv": {"\u00a0", ",", true, false}, "fi": {"\u00a0", ",", true, false}, "ru": {"\u00a0", ",", true, false},
	"uk": {"\u00a0", ",", true, false}, "hu": {"\u00a0", ",", true, false},
	"he": {",", ".", true, false}, "ar": {",", ".", true, false}, "hi": {",", ".", false, true},
}

// regions holds the locales that write differently from their language.
var regions = map[string]numberStyle{
	"de-CH": {"’", ".", false, false}, "es-MX": {",", ".", false, false}, "pt-PT": {"\u00a0", ",", true, false},
}

var symbols = map[string]string{
	"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "CNY": "¥", "KRW": "₩", "INR": "₹", "BRL": "R$",
	"CAD": "CA$", "AUD": "A$", "MXN": "MX$", "PLN": "zł", "SEK": "kr", "CZK": "Kč",
	"DKK": "kr", "TRY": "₺", "UAH": "₴", "RUB": "₽", "HUF": "Ft", "ILS": "₪", "THB": "฿", "VND": "₫", "IDR": "Rp", "MYR": "RM",
}

// Format writes the amount the way readers of a locale (BCP 47: "de-DE", "en")
// expect it: "1.299,90 €", "$1,299.90", "¥1,299". An unknown locale is written
// the English way, an unknown currency with its code.
func (m Money) Format(locale string) string {
	style := styleOf(locale)
	number := strings.TrimPrefix(m.Decimal(), "-")
	whole, frac, _ := strings.Cut(number, ".")
	number = style.grouped(whole)
	if frac != "" {
		number += style.decimal + frac
	}
	symbol := m.Currency
	if s, ok := localSymbol(m.Currency, locale); ok {
		symbol = s
	}
	sign := ""
	if m.Minor < 0 {
		sign = "-"
	}
	switch {
	case symbol == "":
		return sign + number
	case style.after:
		return sign + number + "\u00a0" + symbol
	case len(symbol) == 3 && symbol == m.Currency, style.decimal == ",", style.group == "’":
		return sign + symbol + "\u00a0" + number
	}
	return sign + symbol + number
}

func styleOf(locale string) numberStyle {
	locale = strings.ReplaceAll(locale, "_", "-")
	if s, ok := regions[locale]; ok {
		return s
	}
	lang, _, _ := strings.Cut(locale, "-")
	if s, ok := styles[strings.ToLower(lang)]; ok {
		return s
	}
	return numberStyle{group: ",", decimal: "."}
}

// localSymbol drops the country mark where the reader lives with the currency.
func localSymbol(currency, locale string) (string, bool) {
	region := locale[strings.LastIndexAny(locale, "-_")+1:]
	switch currency + region {
	case "CADCA", "AUDAU", "MXNMX":
		return "$", true
	}
	s, ok := symbols[currency]
	return s, ok
}

func (s numberStyle) grouped(whole string) string {
	var b strings.Builder
	for i, r := range whole {
		left := len(whole) - i
		if i > 0 && (left == 3 || left > 3 && (s.pairs && left%2 == 1 || !s.pairs && left%3 == 0)) {
			b.WriteString(s.group)
		}
		b.WriteRune(r)
	}
	return b.String()
}
