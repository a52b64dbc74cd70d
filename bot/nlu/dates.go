package nlu

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	isoDate      = regexp.MustCompile(`\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b`)
	dayFirst     = regexp.MustCompile(`\b(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})\b`)
	dayMonth     = regexp.MustCompile(`(?i)\b(\d{1,2})(?:\.|st|nd|rd|th|º)?\s+(?:de |of )?(\pL{3,10})\.?(?:\s+(?:de |del )?(\d{4}))?`)
	monthDay     = regexp.MustCompile(`(?i)\b(\pL{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(\d{4}))?`)
	chineseDate  = regexp.MustCompile(`(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号號]`)
	relativeDays = regexp.MustCompile(`(?i)\b(day after tomorrow|day before yesterday|today|tomorrow|yesterday|heute|übermorgen|morgen|vorgestern|gestern|hoy|pasado mañana|anteayer|ayer)\b|mañana|后天|前天|今天|明天|昨天`)
)

var relativeOffset = map[string]int{
	"today": 0, "heute": 0, "hoy": 0, "今天": 0, "tomorrow": 1, "morgen": 1, "mañana": 1, "明天": 1,
	"yesterday": -1, "gestern": -1, "ayer": -1, "昨天": -1, "day after tomorrow": 2, "übermorgen": 2,
	"pasado mañana": 2, "后天": 2, "day before yesterday": -2, "vorgestern": -2, "anteayer": -2, "前天": -2,
}

// months by their first three letters, folded, in English, German and Spanish.
var months = map[string]time.Month{
	"jan": 1, "ene": 1, "feb": 2, "mar": 3, "apr": 4, "abr": 4, "may": 5, "mai": 5, "jun": 6, "jul": 7,
	"aug": 8, "ago": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12, "dic": 12,
}

// monthNames keeps "march" and drops "marble".
var monthNames = wordSet("january february march april may june july august september october november december " +
	"januar februar marz mai juni juli oktober dezember enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre " +
	"jan feb mar apr jun jul aug sep sept oct nov dec okt dez ene abr ago dic")

// findDates finds dates; a date without a year is the one nearest to ref.
func findDates(text string, ref time.Time) []span {
	var out []span
	add := func(m []int, year, month, day int) {
		if d, ok := dateValue(year, month, day, ref); ok {
			out = append(out, span{start: m[0], end: m[1], kind: Date, value: d})
		}
	}
	number := func(m []int, g int) int {
		if m[2*g] < 0 {
			return 0
		}
		n, _ := strconv.Atoi(text[m[2*g]:m[2*g+1]])
		return n
	}
	month := func(m []int, g int) int {
		word := foldWordString(text[m[2*g]:m[2*g+1]])
		if !monthNames[word] {
			return 0
		}
		return int(months[word[:3]])
	}
	for _, m := range isoDate.FindAllStringSubmatchIndex(text, 10) {
		add(m, number(m, 1), number(m, 2), number(m, 3))
	}
	for _, m := range dayFirst.FindAllStringSubmatchIndex(text, 10) {
		day, mon := number(m, 1), number(m, 2)
		if mon > 12 { // written month first
			day, mon = mon, day
		}
		add(m, number(m, 3), mon, day)
	}
	for _, m := range dayMonth.FindAllStringSubmatchIndex(text, 10) {
		add(m, number(m, 3), month(m, 2), number(m, 1))
	}
	for _, m := range monthDay.FindAllStringSubmatchIndex(text, 10) {
		add(m, number(m, 3), month(m, 1), number(m, 2))
	}
	for _, m := range chineseDate.FindAllStringSubmatchIndex(text, 10) {
		add(m, number(m, 1), number(m, 2), number(m, 3))
	}
	for _, m := range relativeDays.FindAllStringIndex(text, 10) {
		d := ref.AddDate(0, 0, relativeOffset[strings.ToLower(text[m[0]:m[1]])])
		out = append(out, span{start: m[0], end: m[1], kind: Date, value: d.Format(time.DateOnly)})
	}
	return out
}

// dateValue writes a date, if there is such a day. Without a year it takes the
// one that brings the date nearest to ref.
func dateValue(year, month, day int, ref time.Time) (string, bool) {
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return "", false
	}
	if year > 0 && year < 100 {
		year += 2000
	}
	if year == 0 {
		year = nearestYear(month, day, ref)
	}
	d := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return d.Format(time.DateOnly), d.Day() == day
}

func nearestYear(month, day int, ref time.Time) int {
	best, distance := ref.Year(), time.Duration(1<<62)
	for y := ref.Year() - 1; y <= ref.Year()+1; y++ {
		if d := time.Date(y, time.Month(month), day, 0, 0, 0, 0, time.UTC).Sub(ref).Abs(); d < distance {
			best, distance = y, d
		}
	}
	return best
}

// foldWordString is a word in lower case without accents.
func foldWordString(w string) string {
	return strings.Map(foldRune, strings.ToLower(w))
}
