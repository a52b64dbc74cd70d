package form

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// border stands between words that a mark separates.
const border = "|"

// split cuts a normalised text into words, numbers, currency signs and borders;
// Han characters are left to hanKinds.
func split(s string) []string {
	out := make([]string, 0, len(s)/5)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsDigit(r):
			end := i + n
			for end < len(s) && (s[end] >= '0' && s[end] <= '9' || (s[end] == '.' || s[end] == ',' || s[end] == ':') && end+1 < len(s) && s[end+1] >= '0' && s[end+1] <= '9') {
				end++
			}
			out = append(out, s[i:end])
			i = end
		case unicode.IsLetter(r) && !isHan(r):
			end := i + n
			for end < len(s) {
				if 'a' <= s[end] && s[end] <= 'z' { // most are
					end++
					continue
				}
				next, m := utf8.DecodeRuneInString(s[end:])
				if isHan(next) || !unicode.IsLetter(next) && !unicode.IsMark(next) {
					break
				}
				end += m
			}
			out = append(out, s[i:end])
			i = end
		case unicode.Is(unicode.Sc, r):
			out = append(out, s[i:i+n])
			i += n
		default:
			if strings.ContainsRune(".,;:!?()|\n", r) && len(out) > 0 && out[len(out)-1] != border {
				out = append(out, border)
			}
			i += n
		}
	}
	return out
}

// firstHan is the first Han character; most text is before it and need not be looked up.
const firstHan = 0x2E80

func isHan(r rune) bool { return r >= firstHan && unicode.Is(unicode.Han, r) }

func set(words string) map[string]bool {
	out := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

var (
	currencies = set(`€ $ £ ¥ ₹ ₩ ₽ ₺ ₴ eur euro euros usd dollar dollars gbp pound pounds chf franken francs rappen fr jpy yen cny rmb yuan
		mxn peso pesos cad aud sek nok dkk kronen kr pln zł zloty czk cent cents céntimos dólares dólar libras livres`)
	free = set(`kostenlos kostenlose kostenloser kostenfrei gratis umsonst portofrei versandkostenfrei gratuito gratuita gratuitos gratuitas gratuit
		gratuite gratuits gratuitement gratuitamente grátis prepaid`)
	freeBefore = set(`is are it's be for always never ships ship delivered delivery shipping returns`)
	freeAfter  = set(`of from shipping delivery return returns label if over above`)
	atOnce     = set(`immediately instantly sofort umgehend inmediatamente immédiatement subito imediatamente direct`)
	units      = set(`second seconds minute minutes min hour hours day days week weeks month months year years workdays
		sekunden minuten stunde stunden tag tage tagen werktag werktage werktagen arbeitstage arbeitstagen woche wochen monat monate monaten jahr jahre jahren
		segundos minutos hora horas día días dia dias semana semanas mes meses año años
		heure heures jour jours semaine semaines mois an ans année années
		minuti ora ore giorno giorni settimana settimane mese mesi anno anni ano anos mês uur dag dagen weken maand maanden jaar`)
	numerals = set(`one two three four five six seven eight nine ten twelve fourteen thirty half a
		ein eine einem einer einen zwei drei vier fünf sechs sieben acht neun zehn zwölf vierzehn dreißig
		uno una un dos tres cuatro cinco seis siete ocho nueve diez doce quince treinta
		une deux trois quatre cinq sept huit neuf dix due tre quattro cinque sei sette otto nove dieci dois duas quatro dez`)
	moments = set(`monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november december
		montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz juni juli oktober dezember
		lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
		lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril juin juillet août septembre octobre novembre décembre
		tomorrow morgen mañana demain o'clock uhr`)
)

// meaning is what a word says of an answer.
type meaning uint8

const (
	gratis meaning = 1 << iota
	now
	day
	currency
	unit
)

// meanings are those of the words above, to look each up but once.
var meanings = func() map[string]meaning {
	out := make(map[string]meaning)
	for m, words := range map[meaning]map[string]bool{gratis: free, now: atOnce, day: moments, currency: currencies, unit: units} {
		for w := range words {
			out[w] |= m
		}
	}
	return out
}()

// hanKinds finds the kinds in Chinese, where nothing separates a number from
// what it counts.
var hanKinds = []struct {
	kind Kind
	has  *regexp.Regexp
}{
	{Money, regexp.MustCompile(`[\d.,一二两三四五六七八九十百千万]+\s*(元|块|欧元|美元|英镑|日元|瑞士法郎|加元|澳元|港币|人民币|墨西哥比索|比索|欧|刀)|免费|包邮|免运费|不收费|免邮`)},
	{Duration, regexp.MustCompile(`[\d一二两三四五六七八九十半]+\s*个?(工作日|自然日|天|日内|小时|分钟|个月|月内|年|周|星期|礼拜)|立即|马上|当天`)},
	{Moment, regexp.MustCompile(`\d+\s*[月日号点时]|周[一二三四五六日天]|星期[一二三四五六日天]|\d{4}年|\d{1,2}:\d\d`)},
}
