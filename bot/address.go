package bot

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot/nlu"
	"frontdesk/internal/wording"
	"frontdesk/shop"
)

// postcodeForms are the forms of postcodes by country; fiveDigits is that of the
// countries that are not listed.
var postcodeForms = map[string]*regexp.Regexp{
	"GB": regexp.MustCompile(`(?i)\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b`),
	"CA": regexp.MustCompile(`(?i)\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b`),
	"NL": regexp.MustCompile(`(?i)\b\d{4} ?[A-Z]{2}\b`),
	"PL": regexp.MustCompile(`\b\d{2}-\d{3}\b`),
	"PT": regexp.MustCompile(`\b\d{4}-\d{3}\b`),
	"JP": regexp.MustCompile(`\b\d{3}-?\d{4}\b`),
	"BR": regexp.MustCompile(`\b\d{5}-?\d{3}\b`),
	"US": regexp.MustCompile(`\b\d{5}(?:-\d{4})?\b`),
	"SE": fourOrFive, "CZ": fourOrFive, "SK": fourOrFive, "GR": fourOrFive,
	"CN": sixDigits, "IN": sixDigits, "SG": sixDigits, "RU": sixDigits,
	"AT": fourDigits, "CH": fourDigits, "BE": fourDigits, "LU": fourDigits, "DK": fourDigits, "NO": fourDigits, "HU": fourDigits, "AU": fourDigits, "NZ": fourDigits,
}

var (
	fourDigits = regexp.MustCompile(`\b\d{4}\b`)
	fiveDigits = regexp.MustCompile(`\b\d{5}\b`)
	sixDigits  = regexp.MustCompile(`\b\d{3} ?\d{3}\b`)
	fourOrFive = regexp.MustCompile(`\b\d{3} ?\d{2}\b`)
)

// cityFirst are the countries that write the city, and often a region, before
// the postcode.
var cityFirst = []string{"US", "CA", "GB", "AU", "NZ", "IN", "IE"}

// tellingForms are tried where the country is not known, the more telling first.
var tellingForms = []string{"GB", "CA", "PT", "JP", "BR", "PL", "CN", "US", "AT"}

// lead are the words with which people begin an address.
var lead = regexp.MustCompile(`(?i)^\s*(?:` +
	`.{0,60}?\b(?:send|deliver|ship|change|schick\pL*|liefer\pL*|send\pL*|env[ií]\pL*|mand\pL*)\b.{0,40}?\s(?:to|an|nach|a)|` +
	`to|an|nach|a|zu|it'?s|my|the new address is|new address:?|die neue adresse (?:ist|lautet)|neue adresse:?|la nueva direcci[oó]n es|` +
	`.{0,8}(?:新)?地址(?:是|为|改为|改成)?|(?:改|送|寄)(?:到|至|为|成))[\s:：]*[\s:：]+|^\s*(?:新)?地址(?:是|为|改为|改成)|^(?:请)?(?:改|送|寄)(?:到|至|为|成)`)

// countryNames stand at the end of an address and are no part of it: an order
// stays in its country.
var countryNames = strings.Fields(`germany deutschland alemania usa us u.s.a. uk england britain france frankreich francia spain spanien españa italy italia italien
	austria österreich switzerland schweiz suisse mexico méxico mexiko canada kanada japan japón china 中国 日本 日本国 nederland netherlands poland polska portugal brasil brazil`)

// longestField bounds what one line of an address holds.
const longestField = 100

// parseAddress reads street with number, postcode and city from free text as
// people of a country write it, with or without commas. What it cannot find
// stays empty.
func parseAddress(text, country string) shop.Address {
	text = lead.ReplaceAllString(strings.NewReplacer("，", ",", "、", ",", "；", ";", "〒", " ").Replace(text), "")
	text = strings.TrimRight(strings.TrimSpace(text), ".。!！")
	at := postcodeAt(text, country)
	if at == nil {
		return fitting(arrange(shop.Address{}, partsOf(text)))
	}
	a := shop.Address{Postcode: strings.ToUpper(text[at[0]:at[1]])}
	before, after := partsOf(text[:at[0]]), partsOf(text[at[1]:])
	switch {
	case hasHan(text):
		return fitting(splitHan(a, slices.Concat(before, after)))
	case len(after) > 0 && sameLine(text[at[1]:]):
		a.City, after = after[0], after[1:]
		if n := len(before); n > 0 && utf8.RuneCountInString(before[n-1]) <= 2 { // the D of D-10115
			before = before[:n-1]
		}
	case len(before) > 0 && !hasDigit(before[len(before)-1]):
		a.City, a.Region = splitRegion(before[len(before)-1])
		before = before[:len(before)-1]
		if n := len(before); a.City == "" && n > 0 && !hasDigit(before[n-1]) {
			a.City, before = before[n-1], before[:n-1]
		}
	}
	return fitting(arrange(a, slices.Concat(before, after)))
}

// sameLine tells whether a text goes on before its line or part ends.
func sameLine(s string) bool {
	s = strings.TrimLeft(s, " \t")
	return s != "" && !strings.ContainsAny(s[:1], ",;\n")
}

// postcodeAt finds the last postcode: house numbers come first. One that is the
// whole text is no address, and where the city comes first none begins the text.
func postcodeAt(text, country string) []int {
	forms := []*regexp.Regexp{fiveDigits}
	if form := postcodeForms[country]; form != nil {
		forms[0] = form
	} else if country == "" {
		forms = nil
		for _, c := range tellingForms {
			forms = append(forms, postcodeForms[c])
		}
	}
	for _, form := range forms {
		all := form.FindAllStringIndex(text, -1)
		if len(all) == 0 {
			continue
		}
		last := all[len(all)-1]
		if last[0] == 0 && (last[1] == len(text) || slices.Contains(cityFirst, country)) {
			return nil
		}
		return last
	}
	return nil
}

// partsOf splits at commas and lines, without names of countries.
func partsOf(text string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' || r == ';' }) {
		p = strings.Trim(p, " \t\r.-:")
		if p != "" && !slices.Contains(countryNames, strings.ToLower(p)) {
			out = append(out, p)
		}
	}
	return out
}

// arrange gives the parts of an address their places: the first with a number is
// the street, the last without is the city where that is not known, the others
// stand on the second line.
func arrange(a shop.Address, parts []string) shop.Address {
	if i := slices.IndexFunc(parts, hasDigit); i >= 0 {
		a.Line1 = parts[i]
		parts = slices.Concat(parts[:i], parts[i+1:])
	}
	if n := len(parts); a.City == "" && n > 0 && !hasDigit(parts[n-1]) {
		a.City, parts = parts[n-1], parts[:n-1]
	}
	a.Line2 = strings.Join(parts, ", ")
	return a
}

var region = regexp.MustCompile(`^(.*?)\s*\b([A-Z]{2,3})$`)

// splitRegion parts "Portland OR" into city and state.
func splitRegion(s string) (city, state string) {
	if m := region.FindStringSubmatch(s); m != nil {
		return m[1], m[2]
	}
	return s, ""
}

var (
	hanPlace  = regexp.MustCompile(`[路街道巷弄号號室区區市镇鎮村県町丁番]`)
	cityInCN  = regexp.MustCompile(`^(.*?(?:省|自治区))?(.{2,8}?市)(.+)$`)
	cityInJP  = regexp.MustCompile(`^(東京都|北海道|京都府|大阪府|.{2,3}県)(.+?[市区町村])(.+)$`)
	hanSpaces = strings.NewReplacer(" ", "", "　", "")
)

// splitHan takes region and city out of an address that is written in one piece,
// as in Chinese and Japanese.
func splitHan(a shop.Address, parts []string) shop.Address {
	whole := hanSpaces.Replace(strings.Join(parts, ""))
	if !hanPlace.MatchString(whole) {
		return a
	}
	a.Line1 = whole
	for _, form := range []*regexp.Regexp{cityInJP, cityInCN} {
		if m := form.FindStringSubmatch(whole); m != nil {
			a.Region, a.City, a.Line1 = m[1], m[2], m[3]
			break
		}
	}
	return a
}

// fitting drops what is too long to be an address.
func fitting(a shop.Address) shop.Address {
	for _, f := range []string{a.Line1, a.Line2, a.City, a.Region} {
		if utf8.RuneCountInString(f) > longestField {
			return shop.Address{}
		}
	}
	return a
}

func hasDigit(s string) bool { return strings.IndexFunc(s, unicode.IsDigit) >= 0 }

func hasHan(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }) >= 0
}

// addressFor reads the address of this turn; where parts are missing it names
// them for the question that follows.
func (t *turn) addressFor() (string, bool) {
	country := ""
	if t.order != nil {
		country = t.order.Address.Country
	}
	if t.abroad(country) {
		t.vars["missing"] = t.fieldNames(shop.Address{Country: country, Name: "-"}.Missing()...)
		t.next.Part, t.elsewhere = "", country
		return "", false
	}
	read := shop.Address{}
	if hasDigit(t.text) || !t.read.Affirm && !t.read.Deny {
		read = parseAddress(t.text, country)
	}
	a := t.withPart(read, country)
	a.Name, a.Country = "-", country // both are taken from the order
	if a.Country == "" {
		a.Country = "-"
	}
	left := a.Missing()
	if len(left) > 0 {
		t.vars["missing"] = t.fieldNames(left...)
		if t.givesPart(a) {
			t.next.Part = addressText(a)
		}
		return "", false
	}
	t.next.Part = ""
	return addressText(a), true
}

// abroad tells whether the address that a message gives is in another country than
// the order: it names one, or has a postcode as only another country writes it.
func (t *turn) abroad(country string) bool {
	if country == "" || !hasDigit(t.text) {
		return false
	}
	if named := t.namesMarket(); named != "" {
		return named != country
	}
	if form := cmp.Or(postcodeForms[country], fiveDigits); form.MatchString(t.text) {
		return false
	}
	return slices.ContainsFunc(ownForms, func(c string) bool { return c != country && postcodeForms[c].MatchString(t.text) })
}

// ownForms are countries whose postcodes are told from all others by their form.
var ownForms = []string{"GB", "CA", "NL", "PL", "PT"}

// withPart puts an address together with what was given of it before: people write
// the street, and the town in the next message.
func (t *turn) withPart(a shop.Address, country string) shop.Address {
	old := addressOf(t.state.Part)
	switch {
	case t.state.Part == "":
		return a
	case asks(t.text), t.read.Affirm, t.read.Deny, t.sure() && asksShop(t.top().Intent) && !hasDigit(t.text):
		return old
	}
	if form := cmp.Or(postcodeForms[country], fiveDigits); form.FindString(t.text) == strings.TrimSpace(t.text) {
		a.Postcode, a.Line1 = strings.ToUpper(strings.TrimSpace(t.text)), ""
	}
	for _, e := range t.read.Entities {
		if e.Kind == nlu.City && a.City != "" && strings.Contains(a.City, e.Text) { // "it is in Madrid"
			a.City = e.Text
		}
	}
	if a.Line1 != "" { // another street has no flat of the one before
		old.Line2 = ""
	}
	return shop.Address{
		Line1: cmp.Or(a.Line1, old.Line1), Line2: cmp.Or(a.Line2, old.Line2), Postcode: cmp.Or(a.Postcode, old.Postcode),
		City: cmp.Or(a.City, old.City), Region: cmp.Or(a.Region, old.Region),
	}
}

// givesPart tells whether a message is a part of an address: a street, a postcode, or
// the town behind one of them. It asks nothing.
func (t *turn) givesPart(a shop.Address) bool {
	if asks(t.text) || t.read.Affirm || t.read.Deny || utf8.RuneCountInString(t.text) > longestField || addressText(a) == t.state.Part {
		return false
	}
	words := t.wordsBeside(t.text)
	switch {
	case t.has(nlu.Street, nlu.HouseNumber, nlu.Postcode):
		return words <= mostWordsOfPart
	case t.sure() && asksShop(t.top().Intent) && t.b.Flows.ForIntent(t.top().Intent) != t.b.Flows.Flow(t.state.Flow):
		return false
	case a.Line1 != "" && hasDigit(t.text): // a street in small letters
		return words <= mostWordsOfStreet
	}
	return t.state.Part != "" && a.City != "" && words <= mostWordsOfTown
}

// How many words a part of an address has beside what is known to be one.
const (
	mostWordsOfPart   = 6
	mostWordsOfStreet = 4
	mostWordsOfTown   = 2
)

func (t *turn) fieldNames(fields ...string) string {
	var out []string
	for _, f := range fields {
		out = append(out, t.b.Wording.Say(t.lang, "field."+f))
	}
	return wording.List(t.lang, out)
}

// addressText and addressOf keep an address in one slot, a line a field.
func addressText(a shop.Address) string {
	return strings.Join([]string{a.Line1, a.Line2, a.Postcode, a.City, a.Region}, "\n")
}

func addressOf(slot string) shop.Address {
	f := append(strings.Split(slot, "\n"), "", "", "", "", "")
	return shop.Address{Line1: f[0], Line2: f[1], Postcode: f[2], City: f[3], Region: f[4]}
}
