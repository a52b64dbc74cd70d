package entity

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Forms of postcodes that tell themselves.
var tellingPostcodes = []struct {
	form    *regexp.Regexp
	letters bool // it has letters
}{
	{regexp.MustCompile(`(?i)\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b`), true},
	{regexp.MustCompile(`\b[1-9]\d{3} ?[A-Z]{2}\b`), true},
	{regexp.MustCompile(`(?i)\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b`), true},
}

// postcodes are the forms of digits by country, tried with a city or where a
// dialog asks.
var postcodes = map[string]*regexp.Regexp{
	"PL": regexp.MustCompile(`^\d{2}-\d{3}$`), "PT": regexp.MustCompile(`^\d{4}-\d{3}$`), "JP": regexp.MustCompile(`^\d{3}-\d{4}$`), "BR": regexp.MustCompile(`^\d{5}-\d{3}$`),
}

// fourDigits are the countries whose postcodes have four, five in groups, or six
// digits; all others have five.
var (
	fourDigits = strings.Fields("AT AU BE BG CH DK HU LU NO NZ PH ZA")
	inGroups   = strings.Fields("SE CZ SK GR")
	sixDigits  = strings.Fields("CN IN RU SG RO VN KZ")
)

// readPlaces finds postcodes, cities and streets.
func (m *message) readPlaces() {
	if !m.digits {
		return
	}
	if m.hasLatin() {
		for _, p := range tellingPostcodes {
			for _, at := range p.form.FindAllStringIndex(m.text, 5) {
				if m.opens(at[0]) && m.closes(at[1]) && !measuredPostcode(m.text[at[0]:at[1]]) {
					m.postcode(at[0], at[1])
				}
			}
		}
	}
	for i, it := range m.words {
		if it.number >= 0 || it.low[0] >= '0' && it.low[0] <= '9' {
			m.digitPostcode(i)
		}
	}
	m.readStreets()
}

// measuredPostcode refuses "2000 EU" and "1000 KG", which look Dutch.
func measuredPostcode(code string) bool {
	if !isDigit(code[0]) {
		return false
	}
	tail := strings.ToLower(code[len(code)-2:])
	return measures[tail] || currencies()[tail] != "" || systems[tail] != ""
}

func (m *message) postcode(start, end int) {
	value := strings.ToUpper(strings.ReplaceAll(m.text[start:end], " ", ""))
	m.add(span{start: start, end: end, kind: Postcode, value: value, rank: formed})
	m.readCityAfter(end)
}

// digitPostcode reads digits as a postcode if a word says so, a mark stands
// before them, or a city behind.
func (m *message) digitPostcode(i int) {
	it := m.words[i]
	start, end := it.start, it.end
	if i > 0 && m.words[i-1].end == start-1 && m.text[start-1] == '-' && m.words[i-1].low[0] >= '0' && m.words[i-1].low[0] <= '9' {
		return // the tail of a code
	}
	if i+1 < len(m.words) {
		next := m.words[i+1]
		joined := next.start == end+1 && isDigit(next.low[0]) && (m.text[end] == '-' || m.text[end] == ' ' && len(it.low) == 3 && (len(next.low) == 2 || len(next.low) == 3))
		if joined && m.closes(next.end) {
			end = next.end
		}
	}
	code := m.text[start:end]
	digits := keepDigits(code)
	if len(digits) < 4 || len(digits) > 8 || !m.opens(start) || !m.closes(end) {
		return
	}
	marked := strings.HasSuffix(m.text[:start], "〒") || strings.HasSuffix(m.text[:start], "〒 ")
	cued := m.cuedNext(start, 24, postCues)
	shaped := m.shaped(code)
	city := shaped && !strings.Contains(code, " ") && m.cityFollows(end) && !m.cued(start, 24, orderCues)
	if strings.Contains(code, " ") {
		city = shaped && m.cityFollows(end)
	}
	state := len(digits) == 5 && m.stateBefore(start)
	if !marked && !cued && !city && !state {
		return
	}
	m.add(span{start: start, end: end, kind: Postcode, value: strings.ReplaceAll(code, " ", ""), rank: formed})
	if city {
		m.readCityAfter(end)
	}
}

// shaped says that a code has the form of the country's postcodes, or, where the
// country is not known, of any.
func (m *message) shaped(code string) bool {
	digits := keepDigits(code)
	c := m.q.Country
	if c == "" {
		for _, form := range postcodes {
			if form.MatchString(code) {
				return true
			}
		}
		return code == digits && (len(digits) == 5 || len(digits) == 4 && !strings.HasPrefix(digits, "20") && !strings.HasPrefix(digits, "19")) || len(code) == 6 && len(digits) == 5 && code[3] == ' '
	}
	if form, ok := postcodes[c]; ok {
		return form.MatchString(code)
	}
	switch {
	case slices.Contains(fourDigits, c):
		return len(digits) == 4 && code == digits
	case slices.Contains(inGroups, c):
		return len(digits) == 5
	case slices.Contains(sixDigits, c):
		return len(digits) == 6
	}
	return len(digits) == 5 && code == digits
}

var state = regexp.MustCompile(`[A-Z][a-z]+,? (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]),? $`)

func (m *message) stateBefore(start int) bool {
	return state.MatchString(m.text[max(0, start-40):start])
}

// cityFollows says that a capitalised word stands behind a postcode.
func (m *message) cityFollows(end int) bool {
	rest, ok := strings.CutPrefix(m.text[end:], " ")
	if !ok {
		return false
	}
	r, n := utf8.DecodeRuneInString(rest)
	second, _ := utf8.DecodeRuneInString(rest[n:])
	return unicode.IsUpper(r) && unicode.IsLower(second) && m.q.Lang != "" && !notCities[foldWord(strings.ToLower(rest[:wordEnd(rest, 0)]))]
}

// notCities are capitalised words that follow numbers and name no place.
var notCities = map[string]bool{"stuck": true, "euro": true, "ich": true, "und": true, "uhr": true, "tage": true, "punkte": true, "paar": true, "artikel": true, "kunden": true, "mal": true,
	"i": true, "the": true, "bitte": true, "danke": true, "please": true, "ist": true, "kronor": true, "it": true, "is": true, "my": true, "can": true, "where": true, "thanks": true, "thank": true, "how": true}

// readCityAfter reads the city behind a postcode: capitalised words up to a sign.
func (m *message) readCityAfter(end int) {
	start := end
	for start < len(m.text) && m.text[start] == ' ' {
		start++
	}
	if !m.cityFollows(end) {
		return
	}
	stop := start
	for words := 0; stop < len(m.text) && words < 4; words++ {
		from := stop
		if words > 0 {
			if m.text[from] != ' ' && m.text[from] != '-' {
				break
			}
			from++
		}
		to := wordEnd(m.text, from)
		r, _ := utf8.DecodeRuneInString(m.text[from:])
		binds := slices.Contains([]string{"am", "an", "der", "sur", "de", "la", "le", "del", "di", "upon", "nad", "do", "in"}, strings.ToLower(m.text[from:to]))
		if to == from || !unicode.IsUpper(r) && !(binds && m.capitalAt(to+1)) {
			break
		}
		stop = to
	}
	if stop > start {
		m.add(span{start: start, end: stop, kind: City, value: m.text[start:stop], rank: plain})
	}
}

func (m *message) capitalAt(i int) bool {
	if i >= len(m.text) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(m.text[i:])
	return unicode.IsUpper(r)
}

// Words of streets: at the end of the name, or before it.
var (
	streetEnds = strings.Fields(`strasse straße strase str weg allee platz gasse ring ufer damm street st road rd avenue ave lane ln drive dr court boulevard blvd way close terrace square
		straat laan weg plein gracht gatan vagen vej gade katu tie utca ut caddesi cad sokak sok bulvari sk`)
	streetHeads = strings.Fields(`rue avenue boulevard place chemin via viale piazza corso calle avenida av c/ plaza paseo carrer rua praca travessa ul ulica al aleja os strada str bulevardul
		улица ул вулиця вул проспект пр просп οδος jalan jl jln đường شارع רחוב`)
	joinedEnds = strings.Fields(`strasse straße strase str weg allee platz gasse straat laan plein gracht gatan vagen vej gade katu tie stien`)
)

// readStreets finds a street with its house number.
func (m *message) readStreets() {
	for i := range m.words {
		fold := m.words[i].fold
		if m.words[i].number >= 0 || m.words[i].solid {
			continue
		}
		switch {
		case slices.Contains(streetHeads, fold) && i+1 < len(m.words) && m.headed(i):
		case slices.Contains(streetEnds, fold):
			m.ended(i)
		case slices.ContainsFunc(joinedEnds, func(e string) bool { return len(fold) > len(e)+2 && strings.HasSuffix(fold, e) }):
			m.joined(i)
		}
	}
}

// headed reads "rue de Rivoli 12", "12 rue de Rivoli", "ул. Ленина, 5".
func (m *message) headed(i int) bool {
	w := m.words
	last := i
	for j := i + 1; j < min(len(w), i+6) && !w[j].brk && w[j].number < 0 && w[j].start-w[j-1].end <= 2 && !strings.Contains(m.text[w[j-1].end:w[j].start], ","); j++ {
		r, _ := utf8.DecodeRuneInString(m.text[w[j].start:])
		if unicode.IsUpper(r) || unicode.Is(unicode.Hebrew, r) || unicode.Is(unicode.Arabic, r) {
			last = j
		}
	}
	if last == i {
		return false
	}
	if n := last + 1; n < len(w) && m.house(n, w[last].end) {
		m.street(w[i].start, w[last].end)
		return true
	}
	if i > 0 && w[i-1].number > 0 && w[i].start-w[i-1].end <= 2 && m.house(i-1, w[i-1].start) {
		m.street(w[i].start, w[last].end)
		return true
	}
	return false
}

// ended reads "221B Baker Street", "Lange Straße 5", "Atatürk Cad. 12".
func (m *message) ended(i int) {
	w := m.words
	first := i
	for j := i - 1; j >= max(0, i-4) && w[j].number < 0 && w[j+1].start-w[j].end <= 1; j-- {
		r, _ := utf8.DecodeRuneInString(m.text[w[j].start:])
		if !unicode.IsUpper(r) || j > 0 && w[j-1].number >= 0 && w[j-1].end == w[j].start { // the B of 221B
			break
		}
		first = j
	}
	if first == i {
		return
	}
	at := first - 1
	if at > 0 && w[at].end-w[at].start == 1 && w[at-1].number >= 0 && w[at-1].end == w[at].start {
		at--
	}
	if at >= 0 && w[first].start-w[at].end <= 3 && m.house(at, w[at].start) {
		m.street(w[first].start, w[i].end)
		return
	}
	if i+1 < len(w) && m.house(i+1, w[i].end) {
		m.street(w[first].start, w[i].end)
	}
}

// joined reads "Hauptstraße 5", "Kungsgatan 12".
func (m *message) joined(i int) {
	w := m.words
	if i+1 < len(w) && m.house(i+1, w[i].end) {
		first := i
		if r, _ := utf8.DecodeRuneInString(m.text[w[i].start:]); unicode.IsLower(r) && w[i].fold != "str" && !strings.Contains(w[i].fold, "str") {
			return
		}
		m.street(w[first].start, w[i].end)
	}
}

// house reads a house number that stands near another word.
func (m *message) house(i, near int) bool {
	it := m.words[i]
	if it.number < 1 || it.number > 9999 || len(it.low) > 4 || it.start > near+4 || it.start > near && strings.ContainsAny(m.text[near:it.start], "?!\n") {
		return false
	}
	end := it.end
	if end < len(m.text) && (m.text[end]|0x20 >= 'a' && m.text[end]|0x20 <= 'f') && m.closes(end+1) {
		end++
	}
	m.add(span{start: it.start, end: end, kind: HouseNumber, value: m.text[it.start:end], rank: formed})
	return true
}

func (m *message) street(start, end int) {
	m.add(span{start: start, end: end, kind: Street, value: m.text[start:end], rank: formed})
}
