package entity

import (
	"slices"
	"strings"
)

// posts are the carriers of S10 codes by the country at their end.
var posts = map[string]string{"GB": "royal_mail", "FR": "la_poste", "ES": "correos", "CN": "china_post", "JP": "japan_post", "DE": "dhl", "US": "usps", "NL": "postnl",
	"IT": "poste_italiane", "SE": "postnord", "DK": "postnord", "KR": "korea_post", "CH": "swiss_post", "AT": "austrian_post", "BE": "bpost", "PL": "poczta_polska",
	"CA": "canada_post", "AU": "australia_post", "RU": "russian_post", "UA": "ukrposhta", "BR": "correios", "PT": "ctt", "HK": "hongkong_post", "SG": "singapore_post",
	"TR": "ptt", "TH": "thailand_post", "VN": "vietnam_post", "IN": "india_post", "IL": "israel_post", "GR": "elta", "CZ": "ceska_posta", "HU": "magyar_posta",
	"RO": "posta_romana", "FI": "posti", "ID": "pos_indonesia", "MY": "pos_malaysia", "TW": "chunghwa_post", "AE": "emirates_post", "SA": "saudi_post", "NO": "posten", "IE": "an_post"}

// carrierNames are the carriers as people call them, for numbers whose form
// alone says little.
var carrierNames = []struct{ name, carrier string }{
	{"fedex", "fedex"}, {"ups", "ups"}, {"usps", "usps"}, {"dhl", "dhl"}, {"dpd", "dpd"}, {"gls", "gls"}, {"royal mail", "royal_mail"}, {"yamato", "yamato"}, {"ヤマト", "yamato"},
	{"クロネコ", "yamato"}, {"顺丰", "sf_express"}, {"順豐", "sf_express"}, {"sf express", "sf_express"}, {"correos", "correos"}, {"colissimo", "la_poste"}, {"la poste", "la_poste"},
	{"chronopost", "la_poste"}, {"hermes", "hermes"}, {"evri", "evri"}, {"佐川", "sagawa"}, {"zto", "zto"}, {"中通", "zto"}, {"圆通", "yto"}, {"韵达", "yunda"}, {"申通", "sto"},
	{"postnl", "postnl"}, {"postnord", "postnord"}, {"inpost", "inpost"}, {"inposta", "inpost"}, {"нова пошта", "nova_poshta"}, {"cdek", "cdek"}, {"сдэк", "cdek"}, {"cj대한통운", "cj_logistics"},
}

// letterTracking knows the codes with letters in them: UPS, S10, SF Express,
// DHL, Colissimo, Correos. sure says that a check digit proves it; a code of a
// known form whose check digit is wrong is still one, mistyped.
func letterTracking(code string, letters, digits, hyphens int) (carrier string, sure bool) {
	n := len(code)
	switch {
	case hyphens > 0:
		return "", false
	case n == 18 && strings.HasPrefix(code, "1Z"):
		return "ups", ups(code[2:])
	case n == 13 && letters == 4 && digits == 9 && allDigits(code[2:11]):
		post := posts[code[11:]]
		if post == "" {
			post = "post"
		}
		return post, s10(code[2:11])
	case strings.HasPrefix(code, "SF") && letters == 2 && n >= 14 && n <= 17:
		return "sf_express", false
	case (strings.HasPrefix(code, "JJD") || strings.HasPrefix(code, "JD")) && digits >= 14 && digits <= 20 && digits+letters == n:
		return "dhl", false
	case n == 13 && isDigit(code[0]) && !isDigit(code[1]) && letters == 1:
		return "la_poste", false
	case n == 23 && letters >= 3 && code[0] == 'P' && !isDigit(code[22]) && allDigits(code[6:22]):
		return "correos", false
	case strings.HasPrefix(code, "TBA") && letters == 3 && digits == 12:
		return "amazon", false
	case letters >= 2 && letters <= 5 && digits >= 13 && prefixed(code, letters):
		return "unknown", false
	}
	return "", false
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// readLongNumbers reads the tracking numbers that are digits alone, in one piece
// or in groups of four.
func (m *message) readLongNumbers() {
	for i := 0; i < len(m.text); i++ {
		if !isDigit(m.text[i]) {
			continue
		}
		start := i
		for i < len(m.text) && (isDigit(m.text[i]) || (m.text[i] == ' ' || m.text[i] == '-') && i+1 < len(m.text) && isDigit(m.text[i+1])) {
			i++
		}
		if !m.opens(start) || !m.closes(i) {
			continue
		}
		raw := m.text[start:i]
		digits := keepDigits(raw)
		if len(digits) < 8 || len(digits) > 34 || len(raw) != len(digits) && !inFours(raw) {
			continue
		}
		m.longNumber(start, i, digits, len(raw) != len(digits))
	}
}

func (m *message) longNumber(start, end int, digits string, parted bool) {
	named := m.carrierNear(start, end)
	carrier, sure := digitTracking(digits, m.q.Lang)
	n := len(digits)
	switch {
	case named != "" && n >= 10:
		carrier = named
	case named == "" && carrier == "" && n < 13, !sure && n < 13 && !m.cued(start, 40, trackingCues):
		return
	case n < 13 && !m.cued(start, 40, trackingCues) && !parted:
		return // twelve digits pass one check in eleven by chance
	case n == 13 && !m.cued(start, 40, trackingCues): // an article number, EAN-13
		return
	}
	rank := formed
	if sure && n >= 20 {
		rank = certain
	}
	if carrier == "unknown" {
		carrier = ""
	}
	m.add(span{start: start, end: end, kind: TrackingNumber, value: digits, carrier: carrier, rank: rank})
}

// digitTracking knows the forms of digits alone; sure says that a check digit
// agrees.
func digitTracking(d, lang string) (carrier string, sure bool) {
	switch n := len(d); {
	case (n == 20 || n == 22) && slices.Contains([]string{"92", "93", "94", "95", "82"}, d[:2]):
		return "usps", mod10(d)
	case n == 20 && strings.HasPrefix(d, "00") && mod10(d):
		return "dhl", true
	case n == 12 && lang == "ja":
		return "yamato", mod7(d)
	case n == 12 && fedex12(d):
		return "fedex", true
	case n == 15 && mod10(d):
		return "fedex", true
	case n == 14:
		return "dpd", false
	case n == 10 && mod7(d):
		return "dhl", true
	case n >= 13 && n <= 34:
		return "unknown", false
	}
	return "", false
}

// carrierNear is the carrier that is named around a number.
func (m *message) carrierNear(start, end int) string {
	from, to := max(0, start-40), min(len(m.low), end+24)
	near := strings.ToLower(m.low[from:start]) + " | " + strings.ToLower(m.low[end:to])
	for _, c := range carrierNames {
		if index(near, c.name) >= 0 {
			return c.carrier
		}
	}
	return ""
}

// inFours says that digits stand in groups of at least three and at most five.
func inFours(raw string) bool {
	n := 0
	for i := range len(raw) {
		if isDigit(raw[i]) {
			n++
			continue
		}
		if n != 4 {
			return false
		}
		n = 0
	}
	return n >= 1 && n <= 4
}

func keepDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}
