package form

import "strings"

// named turns rows of words into what each stands for.
func named(rows map[string]string) map[string]string {
	out := make(map[string]string)
	for name, words := range rows {
		for _, w := range strings.Fields(words) {
			out[w] = name
		}
	}
	return out
}

var (
	// unitWords are units of time, parts and measures, by their names in the
	// languages of shops' articles.
	unitWords = named(map[string]string{
		"minute":  "minute minutes min minuten minuto minutos minuti minuut minut minuty minuter minutter minuuttia dakika минут минуты минута хвилин phút menit perc",
		"hour":    "hour hours hrs stunde stunden hora horas heure heures ora ore uur uren godzin godziny hodin timmar timer tuntia saat час часа часов годин giờ jam óra",
		"day":     "day days tag tage tagen día días dia dias jour jours giorno giorni dag dagen dni dzień dnů dní zile zi dagar dage päivää päivän gün день дня дней днів يوما يوم أيام ימים दिन दिनों วัน ngày hari nap napon ημέρες ημερών",
		"workday": "workday workdays werktag werktage werktagen arbeitstag arbeitstage arbeitstagen werkdagen arbetsdagar hverdage arbejdsdage arkipäivää munkanap",
		"week":    "week weeks woche wochen semana semanas semaine semaines settimana settimane weken tydzień tygodnie tygodni týdny týdnů săptămâni veckor uger viikkoa hafta неделя недели недель тижні тижнів tuần minggu hét",
		"month":   "month months monat monate monaten mes meses mois mese mesi maand maanden miesiąc miesiące miesięcy měsíc měsíce měsíců luni månader måneder kuukautta ay месяц месяца месяцев місяці місяців tháng bulan hónap mês",
		"year":    "year years jahr jahre jahren año años an ans année années anno anni ano anos jaar rok lata lat roky let ani år vuotta yıl год года лет рік роки років năm tahun év",
		"%":       "% percent prozent procent procento pourcent",
		"kg":      "kg kilo kilos kilogram kilograms kilogramm kilogramos kilogrammes", "g": "g gram grams gramm gramos grammes",
		"cm": "cm zentimeter centimeters centimetres", "mm": "mm", "l": "l liter litre litres liters litros litri", "ml": "ml",
	})
	// currencyCodes by sign, code and name.
	currencyCodes = named(map[string]string{
		"EUR": "€ eur euro euros euri", "USD": "$ usd dollar dollars dólares dólar", "GBP": "£ gbp pound pounds libras livres", "CHF": "chf franken francs",
		"JPY": "¥ jpy yen", "CNY": "cny rmb yuan", "INR": "₹ inr rupees", "PLN": "zł pln złotych", "CZK": "kč czk", "SEK": "sek", "DKK": "dkk", "NOK": "nok",
		"RUB": "₽ rub рублей рубля", "TRY": "₺ try lira", "UAH": "₴ uah грн", "BRL": "brl reais", "MXN": "mxn", "CAD": "cad", "AUD": "aud", "KRW": "₩ krw won",
	})
	beforeUnit = set(`working business full calendar consecutive volle ganze whole more`)
	workAfter  = set(`laborables laborable hábiles habiles ouvrés ouvrables lavorativi úteis uteis roboczych pracovních lucrătoare рабочих робочих`)
	rangeWords = set(`to bis - – a à al hasta do till until und and до`)

	// fillers stand beside a value and say no more than it does.
	fillers = set(`charge charged cost costs costing price working business kostet kosten beträgt cuesta cuestan cuestan coûte coûtent costa costano custa custam kost kosten стоит стоят`)

	// negations deny a sentence.
	negations = set(`not no never cannot nor none without nicht kein keine keinen keinem keiner keines nie niemals ohne
		nunca jamás sin pas jamais aucun aucune sans non mai senza não sem nunca niet geen nooit zonder nie bez nu ne inte ej aldrig ikke aldrig ei eivät
		değil yok не нет нельзя без ні немає لا ليس לא אין नहीं không tidak bukan nem`)
	// conditions make a sentence hold for a part of the cases only.
	conditions = set(`if unless from over above below under up minimum maximum except only when for-orders wenn falls sofern ab über unter außer nur mindestens höchstens bei
		si excepto salvo desde partir superior superiores solo sólo hasta mínimo sauf dès dessus moins maximum minimum seulement se oltre soltanto eccetto acima apenas exceto
		als tenzij vanaf boven alleen jeśli od powyżej tylko pokud nad pouze jen om från över endast hvis fra kun jos vain eğer üzeri если от свыше только кроме якщо від понад тільки`)

	numeralValues = map[string]float64{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fourteen": 14, "thirty": 30,
		"ein": 1, "eine": 1, "einem": 1, "einer": 1, "einen": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "zwölf": 12, "vierzehn": 14, "dreißig": 30,
		"uno": 1, "un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "doce": 12, "catorce": 14, "quince": 15, "treinta": 30,
		"une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "quatorze": 14, "trente": 30,
		"due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7, "otto": 8, "nove": 9, "dieci": 10, "trenta": 30, "um": 1, "uma": 1, "dois": 2, "duas": 2, "três": 3, "trinta": 30,
		"twee": 2, "drie": 3, "vijf": 5, "zes": 6, "zeven": 7, "negen": 9, "tien": 10, "veertien": 14, "dertig": 30, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "семь": 7, "десять": 10}
)
