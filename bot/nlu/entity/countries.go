package entity

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// regions are the codes that name a country or a territory with a post of its
// own.
const regions = "AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ " +
	"DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FO FR GA GB GD GE GH GI GL GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH " +
	"KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MK ML MM MN MO MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH " +
	"PK PL PR PS PT PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VN VU WS XK YE ZA ZM ZW"

// otherNames are what people call a country beside the name that CLDR gives.
const otherNames = "US=USA,U.S.A,the States,Vereinigte Staaten,Amerika,EE UU,EEUU,Estados Unidos,États Unis,Stati Uniti,США,アメリカ,米国,美国,美國,미국,อเมริกา,Mỹ,أمريكا,ארהב,ABD,अमेरिका,Yhdysvaltoihin;" +
	"GB=UK,Great Britain,England,Scotland,Wales,Großbritannien,Angleterre,Inglaterra,Inghilterra,Engeland,Англия,Англию,英国,イギリス,영국,บริเตน,Anh Quốc,بريطانيا,אנגליה,İngiltere,Anglia,Anglie,Englanti,Englantiin,Αγγλία;" +
	"NL=Holland,Holanda,Hollande,Olanda,Hollanti,荷兰,荷蘭,オランダ;CZ=Czech Republic,Tschechien,Česko,Česká republika,Česka;KR=Korea,South Korea,韩国,韓国,韓國,한국,Hàn Quốc;TW=台湾,台灣;HK=香港,Hong Kong;" +
	"AE=UAE,VAE,EAU,الامارات;DE=Niemiec,Niemczech;IT=Włoch,Włoszech;HU=Węgier,Węgrzech;RU=Россия,России,Россию;CN=中国,中國;DE=德国,德國;FR=法国,法國;TR=Turkey;JP=日本"

// capitalised are names that are words too: they count only with a capital, and
// the shortest only in capitals.
var capitalised = map[string]bool{"turkey": true, "jordan": true, "chad": true, "georgia": true, "guinea": true, "mali": true, "niger": true, "oman": true, "cuba": true,
	"peru": true, "iran": true, "irak": true, "iraq": true, "fiji": true, "laos": true, "togo": true, "samoa": true, "tonga": true}

// addCountries takes the names of countries in, as CLDR has them for the
// language, with the endings of languages that inflect names.
func (l *lexicon) addCountries() {
	namer := display.Regions(language.Make(l.lang))
	for code := range strings.FieldsSeq(regions) {
		region := language.MustParseRegion(code)
		l.putCountry(namer.Name(region), code)
	}
	for entry := range strings.SplitSeq(otherNames, ";") {
		code, names, _ := strings.Cut(entry, "=")
		for name := range strings.SplitSeq(names, ",") {
			l.putCountry(name, code)
		}
	}
}

func (l *lexicon) putCountry(name, code string) {
	s := sense{class: country, id: code}
	if l.lang == "zh" || l.lang == "ja" || l.lang == "ko" || l.lang == "th" {
		l.put(name, s)
		return
	}
	l.put(name, s)
	if strings.ContainsAny(name, " -") || utf8.RuneCountInString(name) < 5 {
		return
	}
	switch l.lang {
	case "fi", "hu", "tr", "pl", "cs", "ro", "ru", "uk", "el":
		last, n := utf8.DecodeLastRuneInString(name)
		if strings.ContainsRune("aeiouyáéíóäöаяеийіоьїαηοίςσ", last) {
			name = name[:len(name)-n]
		}
		l.put(name+"*", s)
	}
}
