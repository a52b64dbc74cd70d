package nlu

import (
	"regexp"
	"strconv"
	"strings"
)

// Words in front of a number that say what it is, in the pack's languages.
var (
	postcodeWords = regexp.MustCompile(`(?i)(post ?code|postal code|zip( ?code)?|plz|postleitzahl|c[oó]digo postal|\bc\.?p\.?|cap|code postal|kod pocztowy|邮编|郵遞區號|邮政编码|郵便番号|pin ?code)\W{0,3}(is|ist|es|:|是|为)?\W{0,3}$`)
	ukPostcode    = regexp.MustCompile(`(?i)\b(GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b`)
	nlPostcode    = regexp.MustCompile(`\b[1-9]\d{3} ?[A-Z]{2}\b`)
	caPostcode    = regexp.MustCompile(`(?i)\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b`)
	digitRun      = regexp.MustCompile(`\d[\d-]*\d`)
	quantityForms = regexp.MustCompile(`(?i)(?:\b(\d{1,3}) ?x\b|\bx ?(\d{1,3})\b|\b(\d{1,4}) ?(?:pcs|pieces?|units?|items?|pairs?|boxes|packs?|st(?:ü|ue)ck|paar|unidades?|piezas?|cajas?|pares?)\b|(\d{1,4}) ?(?:个|件|双|条|箱|盒|套|个装|瓶))`)
	skuForm       = regexp.MustCompile(`\b[A-Z0-9]{1,10}(?:-[A-Z0-9]{1,10}){2,4}\b`)
	orderWords    = regexp.MustCompile(`(?i)(order|bestell|auftrag|pedido|orden|compra|commande|ordine|订单|訂單|单号|單號|number|nummer|n[uú]mero|no\.?|nr\.?|n[ºo°])[^\d]{0,24}$`)
)

// findPostcodes finds post codes by their form, or by the word in front.
func findPostcodes(text string) []span {
	var out []span
	for _, re := range []*regexp.Regexp{ukPostcode, nlPostcode, caPostcode} {
		for _, m := range re.FindAllStringIndex(text, 5) {
			out = append(out, span{start: m[0], end: m[1], kind: Postcode})
		}
	}
	for _, m := range digitRun.FindAllStringIndex(text, 20) {
		if n := m[1] - m[0]; n >= 4 && n <= 10 && postcodeWords.MatchString(window(text, m[0])) {
			out = append(out, span{start: m[0], end: m[1], kind: Postcode})
		}
	}
	return out
}

// window is the text just before a place.
func window(text string, at int) string {
	from := max(0, at-32)
	for from < at && text[from]&0xc0 == 0x80 {
		from++
	}
	return text[from:at]
}

// findSKUs finds article codes without a digit, "TS-RED-M", which the scan of
// every message passes over.
func findSKUs(text string) []span {
	var out []span
	for _, m := range skuForm.FindAllStringIndex(text, 10) {
		if strings.ContainsAny(text[m[0]:m[1]], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			out = append(out, span{start: m[0], end: m[1], kind: SKU})
		}
	}
	return out
}

func findQuantities(text string) []span {
	var out []span
	for _, m := range quantityForms.FindAllStringSubmatchIndex(text, 10) {
		for g := 2; g < len(m); g += 2 {
			if m[g] < 0 {
				continue
			}
			n, err := strconv.Atoi(text[m[g]:m[g+1]])
			if err == nil && n > 0 {
				out = append(out, span{start: m[0], end: m[1], kind: Quantity, value: strconv.Itoa(n)})
			}
		}
	}
	return out
}

// findNumbers reads bare digits as order numbers, the likeliest thing a shopper
// writes as digits: 4 to 12 of them, and a bare year only with a word such as
// "order" in front. Where the shop has a pattern of its own, other digits are
// read so only with such a word.
func (a *Analyzer) findNumbers(text string) []span {
	var out []span
	for _, m := range digitRun.FindAllStringIndex(text, 20) {
		digits := text[m[0]:m[1]]
		if !standsAlone(text, m[0], m[1]) || isDateLike(digits) {
			continue
		}
		count := len(strings.ReplaceAll(digits, "-", ""))
		if count < 4 || count > 12 {
			continue
		}
		named := orderWords.MatchString(window(text, m[0]))
		year := count == 4 && (strings.HasPrefix(digits, "19") || strings.HasPrefix(digits, "20"))
		if !named && (year || a.order != nil) {
			continue
		}
		out = append(out, span{start: m[0], end: m[1], kind: OrderNumber, weak: true})
	}
	return out
}

// standsAlone says that no letter, digit or decimal touches the digits.
func standsAlone(text string, start, end int) bool {
	if start > 0 {
		if c := text[start-1]; isWordByte(c) || (c == '.' || c == ',') && start > 1 && isDigit(text[start-2]) {
			return false
		}
	}
	if end < len(text) {
		if c := text[end]; isWordByte(c) || c == '%' || (c == '.' || c == ',') && end+1 < len(text) && isDigit(text[end+1]) {
			return false
		}
	}
	return true
}

func isWordByte(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}
