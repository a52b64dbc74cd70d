package review

import (
	"regexp"
	"strconv"
	"strings"
)

// identity is a number that a state or a bank gives a person. check says whether
// its check digits hold; digits that any order number may have besides need one
// of the words near them.
type identity struct {
	what    string
	pattern *regexp.Regexp
	check   func(string) bool // of letters and digits only, in capitals; nil: the shape is enough
	words   *regexp.Regexp    // nil: none needed
}

var identityNumbers = []identity{
	{"iban", regexp.MustCompile(`(?i)\b([A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?)\b`), iban, nil},
	{"cn_resident_id", regexp.MustCompile(`(?i)\b([1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX])\b`), chinese, nil},
	{"es_dni", regexp.MustCompile(`(?i)\b([XYZ]?-?\d{7,8}-?[A-Z])\b`), spanish, nil},
	{"it_codice_fiscale", regexp.MustCompile(`(?i)\b([A-Z]{6}\d{2}[ABCDEHLMPRST]\d{2}[A-Z]\d{3}[A-Z])\b`), italian, nil},
	{"fr_nir", regexp.MustCompile(`\b([12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2})\b`), french, nil},
	{"us_ssn", regexp.MustCompile(`\b((?:00[1-9]|0[1-9]\d|[1-8]\d{2})-(?:0[1-9]|[1-9]\d)-(?:000[1-9]|00[1-9]\d|0[1-9]\d{2}|[1-9]\d{3}))\b`), nil, nil},
	{"us_ssn", regexp.MustCompile(`\b(\d{3}[- ]?\d{2}[- ]?\d{4})\b`), nil, regexp.MustCompile(`(?i)\b(?:ssn|social security)\b`)},
	{"gb_nino", regexp.MustCompile(`\b([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D])\b`), nil, nil},
	{"br_cpf", regexp.MustCompile(`\b(\d{3}\.\d{3}\.\d{3}-\d{2})\b`), brazilian, nil},
	{"de_tax_id", regexp.MustCompile(`\b([1-9]\d ?\d{3} ?\d{3} ?\d{3})\b`), german, regexp.MustCompile(`(?i)steuer-?(?:id|ident|nummer)|\bidnr\b`)},
	{"pl_pesel", regexp.MustCompile(`\b(\d{11})\b`), polish, regexp.MustCompile(`(?i)\bpesel\b`)},
	{"tr_tckn", regexp.MustCompile(`\b([1-9]\d{10})\b`), turkish, regexp.MustCompile(`(?i)\b(?:t\.?c\.?|kimlik)\b`)},
	{"nl_bsn", regexp.MustCompile(`\b(\d{9})\b`), dutch, regexp.MustCompile(`(?i)\b(?:bsn|burgerservicenummer)\b`)},
	{"in_aadhaar", regexp.MustCompile(`\b([2-9]\d{3} ?\d{4} ?\d{4})\b`), verhoeff, regexp.MustCompile(`(?i)\baadhaar\b|आधार`)},
	{"in_pan", regexp.MustCompile(`\b([A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z])\b`), nil, regexp.MustCompile(`\bPAN\b`)},
	{"kr_rrn", regexp.MustCompile(`\b(\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-[1-8]\d{6})\b`), nil, nil},
	{"se_personnummer", regexp.MustCompile(`\b((?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-+]\d{4})\b`), swedish, nil},
	{"fi_hetu", regexp.MustCompile(`\b((?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[-+A]\d{3}[0-9A-Y])\b`), finnish, nil},
	{"passport", regexp.MustCompile(`\b([A-Z]{1,2}\d{6,8}|[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8})\b`), hasDigit,
		regexp.MustCompile(`(?i)(?:passport|reisepass|ausweis|pasaporte|passeport|passaporto)[^.\n]{0,12}(?:no|nr|nummer|number|num|#|:)|护照号`)},
}

// A number that needs no word has so many digits within so many bytes.
const (
	denseDigits = 6
	denseWithin = 48 // an IBAN with spaces is 42 long
)

// isDense tells whether digits stand anywhere as close together as in a number
// that needs no word. It is what makes the review of most texts quick.
func isDense(s string) bool {
	var at [denseDigits]int // where the last digits stood
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			continue
		}
		if n >= denseDigits-1 && i-at[(n+1)%denseDigits] < denseWithin {
			return true
		}
		at[n%denseDigits] = i
		n++
	}
	return false
}

// nearby is how far before a number a word that it needs may stand, in bytes.
const nearby = 60

// identities finds bank accounts and national identity numbers. None goes over the
// end of a line, and most lines have no digits: they are not searched.
func identities(s string) []Finding {
	var found []Finding
	at := 0
	for line := range strings.Lines(s) {
		if strings.ContainsAny(line, "0123456789") {
			found = append(found, identitiesIn(s, at, line)...)
		}
		at += len(line)
	}
	return apart(found)
}

// identitiesIn looks through a line of s that begins at a byte of it.
func identitiesIn(s string, at int, line string) []Finding {
	var found []Finding
	dense := isDense(line)
	for _, id := range identityNumbers {
		if id.words == nil && !dense {
			continue
		}
		for _, m := range id.pattern.FindAllStringSubmatchIndex(line, -1) {
			value, from := line[m[2]:m[3]], at+m[2]
			if id.words != nil && !id.words.MatchString(s[max(0, from-nearby):from]) || id.check != nil && !id.check(bare(value)) {
				continue
			}
			found = append(found, Finding{Secret, id.what, from, excerpt(s, from, at+m[3], masked(value)), bare(value)})
		}
	}
	return found
}

// bare keeps letters and digits, in capitals.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(s))
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

func digitsOf(s string) []int {
	out := make([]int, len(s))
	for i := range s {
		out[i] = int(s[i] - '0')
	}
	return out
}

// weighted is the sum of digits times weights, as far as there are weights.
func weighted(d []int, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += d[i] * w
	}
	return sum
}

// ibanLength of the countries that shops meet most; others may have 15 to 34.
var ibanLength = map[string]int{"AT": 20, "BE": 16, "CH": 21, "CZ": 24, "DE": 22, "DK": 18, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HU": 28,
	"IE": 22, "IL": 23, "IT": 27, "LU": 20, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SA": 24, "SE": 24, "TR": 26, "UA": 29, "AE": 23}

// iban checks modulo 97 (ISO 13616).
func iban(s string) bool {
	if n := ibanLength[s[:2]]; n != 0 && len(s) != n || len(s) < 15 || len(s) > 34 {
		return false
	}
	rest := 0
	for _, r := range s[4:] + s[:4] {
		if r >= 'A' {
			rest = (rest*100 + int(r-'A') + 10) % 97
			continue
		}
		rest = (rest*10 + int(r-'0')) % 97
	}
	return rest == 1
}

// chinese checks the last character (GB 11643).
func chinese(s string) bool {
	return "10X98765432"[weighted(digitsOf(s[:17]), 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)%11] == s[17]
}

func spanish(s string) bool {
	number := s[:len(s)-1]
	if i := strings.IndexByte("XYZ", number[0]); i >= 0 {
		number = strconv.Itoa(i) + number[1:]
	}
	n, err := strconv.Atoi(number)
	return err == nil && len(number) == 8 && "TRWAGMYFPDXBNJZSQVHLCKE"[n%23] == s[len(s)-1]
}

// italian checks the last letter of a codice fiscale: characters in odd places
// count as this table says.
func italian(s string) bool {
	odd := [...]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}
	sum := 0
	for i := range 15 {
		v := int(s[i] - '0')
		if s[i] >= 'A' {
			v = int(s[i] - 'A')
		}
		if i%2 == 0 {
			v = odd[v]
		}
		sum += v
	}
	return byte('A'+sum%26) == s[15]
}

func french(s string) bool {
	s = strings.NewReplacer("2A", "19", "2B", "18").Replace(s)
	n, err := strconv.ParseInt(s[:len(s)-2], 10, 64)
	key, err2 := strconv.ParseInt(s[len(s)-2:], 10, 64)
	return err == nil && err2 == nil && 97-n%97 == key
}

func brazilian(s string) bool {
	d := digitsOf(s)
	digit := func(n int) int {
		sum := 0
		for i := range n {
			sum += d[i] * (n + 1 - i)
		}
		return sum * 10 % 11 % 10
	}
	return strings.Trim(s, s[:1]) != "" && digit(9) == d[9] && digit(10) == d[10]
}

// german checks a tax identification number (ISO 7064, modulo 11, 10).
func german(s string) bool {
	d := digitsOf(s)
	product := 10
	for _, v := range d[:10] {
		sum := (v + product) % 10
		if sum == 0 {
			sum = 10
		}
		product = sum * 2 % 11
	}
	return (11-product)%10 == d[10]
}

func polish(s string) bool {
	d := digitsOf(s)
	return (10-weighted(d, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3)%10)%10 == d[10]
}

func turkish(s string) bool {
	d := digitsOf(s)
	tenth := (7*weighted(d, 1, 0, 1, 0, 1, 0, 1, 0, 1) - weighted(d, 0, 1, 0, 1, 0, 1, 0, 1)) % 10
	return (tenth+10)%10 == d[9] && weighted(d, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)%10 == d[10]
}

func dutch(s string) bool {
	return weighted(digitsOf(s), 9, 8, 7, 6, 5, 4, 3, 2, -1)%11 == 0
}

// verhoeff is J. Verhoeff's check digit over the dihedral group of ten.
func verhoeff(s string) bool {
	permute := [8][10]int{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4}}
	for i := 2; i < 8; i++ {
		for j := range 10 {
			permute[i][j] = permute[i-1][permute[1][j]]
		}
	}
	times := func(a, b int) int {
		switch {
		case a < 5 && b < 5:
			return (a + b) % 5
		case a < 5:
			return (a+b-5)%5 + 5
		case b < 5:
			return (a-5-b+5)%5 + 5
		}
		return (a - b + 5) % 5
	}
	c := 0
	for i := range s {
		c = times(c, permute[i%8][s[len(s)-1-i]-'0'])
	}
	return c == 0
}

// swedish checks Luhn's digit over the last ten.
func swedish(s string) bool {
	sum := 0
	for i, v := range digitsOf(s[len(s)-10:]) {
		if i%2 == 0 {
			v *= 2
		}
		sum += v/10 + v%10
	}
	return sum%10 == 0
}

func finnish(s string) bool {
	i := len(s) - 4 // the sign of the century may be a letter
	n, err := strconv.Atoi(s[:6] + s[i:i+3])
	return err == nil && "0123456789ABCDEFHJKLMNPRSTUVWXY"[n%31] == s[len(s)-1]
}
