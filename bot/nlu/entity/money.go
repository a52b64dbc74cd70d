package entity

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// currencyWords are the signs and words for a currency, lower case, by ISO 4217
// code. "?" are those of several countries, told by the shopper's.
const currencyWords = `? $ dollar dollars bucks dólar dólares dolares dolar dolari dollari dollaro dolarów доллар доллара долларов доларів دولار דולר डॉलर ดอลลาร์ pesos peso kr kroner kronor krona kr. couronnes ¥ £e دينار ريال rp. 刀 ドル 달러 đô
USD usd us$ 美元 美金 米ドル
EUR € eur euro euros euroa eurot eurolla evro ευρω ευρώ евро євро يورو אירו יורו ユーロ 유로 ยูโร यूरो 欧元 歐元 欧 eurą eurot euró euroya eura
GBP £ gbp pound pounds quid pfund libras livres sterline
INR ₹ inr rs rs. rupee rupees रुपये रुपए रुपया रु रु. rupiya
CHF chf franken fr. sfr
JPY jpy yen 円 日元 日圓 エン 엔
CNY cny rmb yuan 元 块 块钱 人民币 人民幣 塊
TWD twd nt$ ntd 新台币 新台幣
HKD hkd hk$ 港币 港幣 港元
KRW ₩ krw won 원
RUB ₽ rub руб руб. рублей рубля рубль р. руб
UAH ₴ uah грн грн. гривень гривні гривня
PLN zł pln zl złotych złote złoty zlotych zloty zlote
CZK kč czk kc korun koruny koruna
SEK sek
DKK dkk
NOK nok
HUF huf ft forint forintot forintba
RON ron lei leu lej
TRY ₺ try tl lira liraya
ILS ₪ ils nis שקל שקלים ש"ח שח
SAR sar ر.س ريال سعودي
AED aed درهم
EGP egp جنيه
THB ฿ thb บาท baht
VND ₫ đ vnd vnđ đồng dong
IDR rp idr rupiah
MYR rm myr ringgit
SGD sgd s$
AUD aud a$ au$
CAD cad c$ ca$
NZD nzd nz$
MXN mxn mx$
BRL brl r$ real reais
BGN bgn
NGN ₦ ngn
PHP ₱ php`

var currencies = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(currencyWords) {
		words := strings.Fields(line)
		for _, w := range words[1:] {
			m[strings.ToLower(w)] = words[0]
		}
	}
	return m
})

// scales are the words that multiply the number before them.
var scales = map[string]int64{"万": 1e4, "萬": 1e4, "만": 1e4, "千": 1e3, "천": 1e3, "億": 1e8, "亿": 1e8, "억": 1e8, "k": 1e3, "rb": 1e3, "ribu": 1e3, "jt": 1e6, "juta": 1e6,
	"lakh": 1e5, "lakhs": 1e5, "लाख": 1e5, "crore": 1e7, "करोड़": 1e7, "हजार": 1e3, "हज़ार": 1e3, "triệu": 1e6, "nghìn": 1e3, "ngàn": 1e3, "tys": 1e3, "тыс": 1e3, "тис": 1e3, "mil": 1e3, "bin": 1e3,
	"mille": 1e3, "thousand": 1e3, "tausend": 1e3, "million": 1e6, "ألف": 1e3, "אלף": 1e3, "พัน": 1e3, "หมื่น": 1e4, "แสน": 1e5, "ล้าน": 1e6, "tr": 1e6}

// home are the currencies of countries and, where one country stands out, of
// languages, for the words that several share.
var home = map[string]map[string]string{
	"$": {"US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "MX": "MXN", "TW": "TWD", "CL": "CLP", "AR": "ARS", "CO": "COP", "BR": "BRL"},
	"k": {"SE": "SEK", "DK": "DKK", "NO": "NOK", "IS": "ISK", "sv": "SEK", "da": "DKK"},
	"¥": {"JP": "JPY", "CN": "CNY", "ja": "JPY", "zh": "CNY"},
	"p": {"MX": "MXN", "AR": "ARS", "CO": "COP", "CL": "CLP", "PH": "PHP", "UY": "UYU"},
	"ر": {"SA": "SAR", "QA": "QAR", "OM": "OMR", "YE": "YER", "ar": "SAR"},
	"د": {"KW": "KWD", "JO": "JOD", "BH": "BHD", "IQ": "IQD", "TN": "TND", "DZ": "DZD"},
}

// readMoney finds amounts with a currency on either side.
func (m *message) readMoney() {
	if !m.digits {
		return
	}
	for i := 0; i < len(m.text); {
		if !isDigit(m.text[i]) {
			i++
			continue
		}
		end, value := amount(m.text, i)
		if i > 0 && (m.text[i-1] == '#' || m.text[i-1] == '-' && i > 1 && isWordByte(m.text[i-2])) {
			i = end
			continue
		}
		end = max(end, m.moneyAt(i, end, value))
		i = end
	}
}

// moneyAt reads the currency around an amount; it gives where the reading ends,
// or 0.
func (m *message) moneyAt(start, end int, value string) int {
	stop, factor := scaleAt(m.low, end)
	if factor > 1 {
		if at := m.priced(start, stop, multiplied(value, factor)); at > 0 {
			return at
		}
	}
	return m.priced(start, end, value)
}

// priced adds an amount with the currency behind it or before it.
func (m *message) priced(start, end int, value string) int {
	code, size := m.currencyBehind(end)
	if size == 0 {
		back, c, n := m.currencyBefore(start)
		if n == 0 {
			return 0
		}
		start, code = back, c
	}
	if code != "" && value != "" {
		value += " " + code
	}
	m.add(span{start: start, end: end + size, kind: Money, value: value, rank: formed})
	return end + size
}

// currencyBehind is the currency behind a number: its code, and the bytes that it
// and the space before it take.
func (m *message) currencyBehind(at int) (code string, size int) {
	from := at
	if from < len(m.low) && m.low[from] == ' ' {
		from++
	}
	rest := m.low[from:]
	if rest == "" {
		return "", 0
	}
	if of, ok := strings.CutPrefix(rest, "de "); ok { // "99 de lei", "2 millones de pesos"
		from, rest = from+3, of
	}
	n := wordOrSign(rest)
	if strings.HasPrefix(rest, `ש"ח`) {
		n = len(`ש"ח`)
	}
	for _, k := range []int{n + 1, n} { // "руб." with its point
		if k == 0 || k > len(rest) || k == n+1 && rest[n] != '.' {
			continue
		}
		if c, ok := currencies()[strings.ToLower(rest[:k])]; ok {
			if k == n+1 && (k == len(rest) || rest[n:] == ".") {
				k = n
			}
			return m.local(c, rest[:k]), from - at + k
		}
	}
	code, n = m.solidCurrency(rest)
	if n == 0 {
		return "", 0
	}
	return code, from - at + n
}

// solidCurrency reads a currency in a script without spaces, the longest that
// rest begins with.
func (m *message) solidCurrency(rest string) (code string, size int) {
	for i, r := range rest {
		if i > 24 || !isSolid(r) {
			break
		}
		end := i + utf8.RuneLen(r)
		if c, ok := currencies()[rest[:end]]; ok {
			size, code = end, m.local(c, rest[:end])
		}
	}
	return code, size
}

// wordOrSign is how long the word, or the sign with letters ("us$"), at the
// beginning of a text is.
func wordOrSign(s string) int {
	for i, r := range s {
		switch {
		case i == 0 && unicode.Is(unicode.Sc, r):
			return utf8.RuneLen(r)
		case unicode.Is(unicode.Sc, r):
			return i + utf8.RuneLen(r)
		case !unicode.IsLetter(r) && !unicode.IsMark(r), isSolid(r), i > 24:
			return i
		}
	}
	return len(s)
}

// currencyBefore is the currency before a number and where it begins.
func (m *message) currencyBefore(at int) (from int, code string, size int) {
	end := at
	for end > 0 && at-end < 2 && (m.low[end-1] == ' ' || m.low[end-1] == '.' || m.low[end-1] == ':') {
		end--
	}
	begin := end
	for begin > 0 && end-begin < 24 {
		r, n := utf8.DecodeLastRuneInString(m.low[:begin])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.Is(unicode.Sc, r) {
			break
		}
		begin -= n
		if isSolid(r) || unicode.Is(unicode.Sc, r) && (begin == 0 || !isWordByte(m.low[begin-1])) {
			break
		}
	}
	word := strings.ToLower(m.low[begin:end])
	c, ok := currencies()[word]
	if !ok && len(word) > 0 { // "paid€20"
		_, n := utf8.DecodeLastRuneInString(word)
		if c, ok = currencies()[word[len(word)-n:]]; ok && n < len(word) && isWordByte(word[len(word)-1]) {
			ok = false
		}
		begin = end - n
	}
	if !ok || word == "" {
		return 0, "", 0
	}
	return begin, m.local(c, m.low[begin:end]), end - begin
}

// local settles a currency that several countries call so.
func (m *message) local(code, word string) string {
	if code != "?" {
		return code
	}
	group := "$"
	switch r, _ := utf8.DecodeRuneInString(word); {
	case r == '¥':
		group = "¥"
	case r == 'k' || strings.HasPrefix(word, "couronne"):
		group = "k"
	case r == 'p':
		group = "p"
	case strings.HasPrefix(word, "ري"):
		group = "ر"
	case strings.HasPrefix(word, "دي"):
		group = "د"
	}
	if c := home[group][m.q.Country]; c != "" {
		return c
	}
	return home[group][m.q.Lang]
}

// scaleAt reads "万", "lakh", "k" behind a number.
func scaleAt(low string, at int) (end int, factor int64) {
	from := at
	if from < len(low) && low[from] == ' ' {
		from++
	}
	rest := low[from:]
	n := wordOrSign(rest)
	if n == 0 {
		for i, r := range rest {
			if i > 15 || !isSolid(r) {
				break
			}
			n = i + utf8.RuneLen(r)
			if f, ok := scales[rest[:n]]; ok {
				return from + n, f
			}
		}
		return at, 1
	}
	f, ok := scales[rest[:n]]
	if !ok || n == 1 && from > at {
		return at, 1
	}
	if from+n < len(low) && low[from+n] == '.' {
		n++
	}
	return from + n, f
}

func multiplied(value string, factor int64) string {
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || f > 1e12 {
		return ""
	}
	return strconv.FormatFloat(f*float64(factor), 'f', -1, 64)
}

// amount reads a number with its marks: 1,234.50, 1.234,50, 1 234,50, 1'234.50,
// 1,50,000. It gives the end and the number with a point.
func amount(text string, start int) (end int, value string) {
	end = start
	for end < len(text) {
		switch c := text[end]; {
		case isDigit(c):
		case (c == '.' || c == ',' || c == '\'') && end+1 < len(text) && isDigit(text[end+1]) && isDigit(text[end-1]):
		case c == ' ' && grouped(text, start, end):
		default:
			return end, decimal(text[start:end])
		}
		end++
	}
	return end, decimal(text[start:end])
}

// grouped says that a space within a number parts thousands.
func grouped(text string, start, at int) bool {
	digits := 0
	for i := at - 1; i >= start && isDigit(text[i]); i-- {
		digits++
	}
	first := at - digits
	if digits < 1 || digits > 3 || first > start && digits != 3 {
		return false
	}
	for i := at + 1; i <= at+3; i++ {
		if i >= len(text) || !isDigit(text[i]) {
			return false
		}
	}
	return at+4 >= len(text) || !isDigit(text[at+4])
}

// decimal writes a number with a point. The last mark is the decimal one if both
// kinds stand, or if it stands once and other than three digits follow.
func decimal(number string) string {
	at := strings.LastIndexAny(number, ".,")
	whole, cents := number, ""
	if at >= 0 {
		mark, behind := number[at:at+1], len(number)-at-1
		both := strings.ContainsAny(number[:at], ".,' ") && strings.Count(number, mark) == 1
		once := strings.Count(number, mark) == 1
		if both && behind != 3 || once && !both && (behind != 3 || at == 1 && number[0] == '0') || both && strings.ContainsAny(number[:at], strings.Trim(".,", mark)) {
			whole, cents = number[:at], number[at+1:]
		}
	}
	whole = keepDigits(whole)
	if cents == "" {
		return whole
	}
	return whole + "." + cents
}
