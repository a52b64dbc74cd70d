package ingest

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"

	"frontdesk/shop"
)

// refuser tells what is wrong with a field of a row.
type refuser func(field, code, message, hint string)

// variant reads what is put into the basket: price, stock, size.
func (f *feed) variant(c cells, sku string, bad refuser) (shop.Variant, bool) {
	v := shop.Variant{SKU: sku, Size: plainText(c.value[fieldSize], 100), Color: plainText(c.value[fieldColor], 100), State: shop.StockUnknown}
	price, ok := f.price(c, fieldPrice, bad)
	if !ok {
		return v, false
	}
	sale, ok := f.price(c, fieldSale, bad)
	if !ok {
		return v, false
	}
	was, ok := f.price(c, fieldWas, bad)
	if !ok {
		return v, false
	}
	v.Price = price
	if sale.Minor > 0 && (price.Minor == 0 || sale.Minor < price.Minor) && f.onSale(c) {
		v.Price, v.Was = sale, price
	}
	if was.Minor > v.Price.Minor && was.Currency == v.Price.Currency {
		v.Was = was
	}
	if !f.stock(c, &v, bad) {
		return v, false
	}
	if s := c.value[fieldGTIN]; s != "" {
		if v.GTIN = gtin(s); v.GTIN == "" {
			f.note("gtin_not_valid", c.line)
		}
	}
	return v, true
}

// price reads a field with an amount; zero where it is empty.
func (f *feed) price(c cells, field string, bad refuser) (shop.Money, bool) {
	s := c.value[field]
	if s == "" {
		return shop.Money{}, true
	}
	m, code := amount(s, cmp.Or(strings.ToUpper(c.value[fieldCurrency]), f.o.Currency))
	switch code {
	case "":
		if m.Minor == 0 {
			f.note("price_is_zero", c.line) // no price, as far as a shopper may be told
			return shop.Money{}, true
		}
		return m, true
	case "missing_currency":
		bad(field, code, fmt.Sprintf("The price %q has no currency.", clipped(s, 40)), "Write it behind the amount (19.90 EUR), add a column currency, or give the currency of the whole feed (--currency EUR).")
	case "negative_price":
		bad(field, code, fmt.Sprintf("The price %q is below zero.", clipped(s, 40)), "Correct it, or leave it empty.")
	case "ambiguous_price":
		bad(field, code, fmt.Sprintf("The price %q can be read in two ways.", clipped(s, 40)), "Write it with a point and two decimals: 1299.00 EUR.")
	default:
		bad(field, "bad_price", fmt.Sprintf("%q is no price.", clipped(s, 40)), "Write it as 19.90 EUR.")
	}
	return shop.Money{}, false
}

// onSale tells whether the reduced price holds now. Periods are those of Google
// Merchant: two times of ISO 8601 with a slash between them.
func (f *feed) onSale(c cells) bool {
	from, until, ok := strings.Cut(c.value[fieldSaleDates], "/")
	if !ok {
		return true
	}
	begins, ok1 := moment(from)
	ends, ok2 := moment(until)
	if !ok1 || !ok2 {
		f.note("sale_dates_not_read", c.line)
		return false
	}
	return !f.o.Now.Before(begins) && f.o.Now.Before(ends)
}

func moment(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04-0700", "2006-01-02T15:04:05-0700", "2006-01-02 15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// currencySigns are those that stand for one currency only.
var currencySigns = map[string]string{
	"€": "EUR", "euro": "EUR", "euros": "EUR", "ευρώ": "EUR", "£": "GBP", "zł": "PLN", "kč": "CZK", "₩": "KRW", "₹": "INR", "₺": "TRY", "₽": "RUB", "฿": "THB", "₫": "VND", "₪": "ILS", "r$": "BRL", "₴": "UAH", "ft": "HUF", "lei": "RON", "元": "CNY", "円": "JPY",
	"tl": "TRY", "rmb": "CNY", "원": "KRW", "руб": "RUB", "рублей": "RUB", "р": "RUB", "грн": "UAH",
}

// sharedSigns are those that several currencies have; which one it is must be told.
var sharedSigns = map[string]bool{"$": true, "¥": true, "kr": true, "kr.": true, "￥": true, "rs": true}

var (
	// wholeAmount matches the strokes that stand for no cents: 24,- and 24.– EUR. The sign
	// before them is the decimal one, so that any other groups: 1.299,-.
	wholeAmount = regexp.MustCompile(`[.,][-–—]+(\D*)$`)
	thousands   = regexp.MustCompile(`^(\d+|\d{1,3}([.,'’]\d{3})+)$`)
	// abbreviated matches the full stop of a word, which is no sign of the amount: руб.
	abbreviated = regexp.MustCompile(`(\pL)\.`)
)

// amount reads a price as people and programs write it, in the currency that
// stands beside it, else in the given one. The code tells what is wrong.
func amount(s, currency string) (m shop.Money, code string) {
	s = strings.ReplaceAll(strings.TrimSpace(s), "−", "-")
	whole := wholeAmount.MatchString(s)
	s = abbreviated.ReplaceAllString(wholeAmount.ReplaceAllString(s, "$1"), "$1")
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '.' || r == ',' || r == '-' || r == '\'' || r == '’' {
			return r
		}
		return -1
	}, s)
	words := strings.FieldsFunc(s, func(r rune) bool {
		return r >= '0' && r <= '9' || unicode.IsSpace(r) || strings.ContainsRune(".,-'’", r)
	})
	if strings.Trim(digits, "-.,'’") == "" || len(words) > 1 || len(digits) > 20 {
		return m, "bad_price"
	}
	if len(words) == 1 {
		w := words[0]
		switch low := strings.ToLower(w); {
		case currencySigns[low] != "": // before the codes: lei is none
			currency = currencySigns[low]
		case len(w) == 3 && strings.IndexFunc(w, func(r rune) bool { return !unicode.IsLetter(r) || r > unicode.MaxASCII }) < 0:
			currency = strings.ToUpper(w)
		case sharedSigns[low]: // the feed's currency, if it has one
		default:
			return m, "bad_price"
		}
	}
	if strings.Contains(digits, "-") {
		if strings.HasPrefix(digits, "-") {
			return m, "negative_price"
		}
		return m, "bad_price"
	}
	if currency == "" {
		return m, "missing_currency"
	}
	if whole && thousands.MatchString(digits) {
		digits = strings.NewReplacer(".", "", ",", "").Replace(digits)
	}
	plain, code := ungrouped(digits, shop.Digits(currency))
	if code != "" {
		return m, code
	}
	m, err := shop.ParseMoney(plain, currency)
	if err != nil {
		return m, "bad_price"
	}
	return m, ""
}

// ungrouped takes the grouping out of an amount. What stands before two digits
// is a decimal sign; what stands before three could be either, unless the other
// sign or the same one again tells.
func ungrouped(s string, digits int) (plain, code string) {
	s = strings.NewReplacer("'", "", "’", "").Replace(s)
	point, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	last := max(point, comma)
	switch {
	case last < 0:
		return s, ""
	case point >= 0 && comma >= 0: // the last one is the decimal sign
		group := ","
		if comma > point {
			group = "."
		}
		s = strings.ReplaceAll(s, group, "")
		return strings.ReplaceAll(s, ",", "."), ""
	case strings.Count(s, s[last:last+1]) > 1:
		return strings.ReplaceAll(s, s[last:last+1], ""), ""
	}
	switch after := len(s) - last - 1; {
	case after == 3 && digits == 0:
		return strings.ReplaceAll(s, s[last:last+1], ""), "" // 12,900 KRW
	case after == 3 && digits != 3:
		return "", "ambiguous_price"
	}
	if digits == 0 && strings.Trim(s[last+1:], "0") == "" {
		return s[:last], "" // 1200.00 JPY, as programs write it
	}
	return strings.Replace(s, ",", ".", 1), ""
}

// gtin is a GTIN with a right check digit (GS1 General Specifications, 7.9);
// empty for anything else.
func gtin(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\'' {
			return -1
		}
		return r
	}, s)
	if n := len(s); n != 8 && n != 12 && n != 13 && n != 14 {
		return ""
	}
	sum, weight := 0, 1
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] < '0' || s[i] > '9' {
			return ""
		}
		sum += int(s[i]-'0') * weight
		weight = 4 - weight
	}
	if sum%10 != 0 {
		return ""
	}
	return s
}

func isLocale(s string) bool {
	_, err := language.Parse(s)
	return err == nil
}
