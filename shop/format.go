package shop

import "strings"

// numberStyle is how a language writes amounts.
type numberStyle struct {
	group, decimal string
	after          bool // the symbol follows the number
}

// styles follows the Unicode CLDR number patterns of the languages that differ
// from English; spaces are no-break so that an amount is never torn apart.
var styles = map[string]numberStyle{
	"de": {".", ",", true}, "es": {".", ",", true}, "it": {".", ",", true}, "da": {".", ",", true},
	"el": {".", ",", true}, "ro": {".", ",", true}, "id": {".", ",", false}, "tr": {".", ",", false},
	"nl": {".", ",", false}, "pt": {".", ",", false}, "vi": {".", ",", true},
	"fr": {"\u202f", ",", true}, "pl": {"\u00a0", ",", true}, "cs": {"\u00a0", ",", true},
	"sv": {"\u00a0", ",", true}, "fi": {"\u00a0", ",", true}, "ru": {"\u00a0", ",", true},
	"uk": {"\u00a0", ",", true}, "hu": {"\u00a0", ",", true},
}

// regions holds the locales that write differently from their language.
var regions = map[string]numberStyle{
	"de-CH": {"’", ".", false}, "es-MX": {",", ".", false}, "pt-PT": {"\u00a0", ",", true},
}

var symbols = map[string]string{
	"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "CNY": "¥", "KRW": "₩", "INR": "₹", "BRL": "R$",
	"CAD": "CA$", "AUD": "A$", "MXN": "MX$", "PLN": "zł", "SEK": "kr", "CZK": "Kč",
}

// Format writes the amount the way readers of a locale (BCP 47: "de-DE", "en")
// expect it: "1.299,90 €", "$1,299.90", "¥1,299". An unknown locale is written
// the English way, an unknown currency with its code.
func (m Money) Format(locale string) string {
	style := styleOf(locale)
	number := strings.TrimPrefix(m.Decimal(), "-")
	whole, frac, _ := strings.Cut(number, ".")
	number = grouped(whole, style.group)
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

func grouped(whole, sep string) string {
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteRune(r)
	}
	return b.String()
}
