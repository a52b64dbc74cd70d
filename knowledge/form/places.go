package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"frontdesk/knowledge/text"
)

// gazetteer is the names of countries in one language, normalised, with their
// codes.
type gazetteer struct {
	codes  map[string]string
	starts map[string]int // by the first word of a name, or its first character in a script without spaces: how many the longest has
	dense  bool
}

// also are names in daily use that CLDR does not give.
var also = map[string]map[string]string{
	"en": {"usa": "US", "america": "US", "the states": "US", "uk": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "korea": "KR", "holland": "NL", "mainland china": "CN"},
	"de": {"usa": "US", "amerika": "US", "england": "GB", "großbritannien": "GB", "schottland": "GB", "korea": "KR", "holland": "NL", "festlandchina": "CN", "tschechien": "CZ"},
	"es": {"eeuu": "US", "ee uu": "US", "inglaterra": "GB", "gran bretaña": "GB", "escocia": "GB", "holanda": "NL", "corea": "KR", "china continental": "CN"},
	"fr": {"usa": "US", "angleterre": "GB", "grande bretagne": "GB", "hollande": "NL", "écosse": "GB"},
	"zh": {"香港": "HK", "澳门": "MO", "台湾": "TW", "大陆": "CN", "国内": "CN", "英格兰": "GB"},
}

// generally are the words for countries in general, by language.
var generally = map[string]map[string]bool{
	"en": set("country countries abroad overseas worldwide international internationally globally"),
	"de": set("land länder ländern ausland weltweit international lieferländer"),
	"es": set("país pais países paises extranjero mundo internacional internacionales mundial"),
	"fr": set("pays étranger etranger monde international internationale"),
	"it": set("paese paesi estero mondo internazionale"),
	"pt": set("país pais países exterior mundo internacional"),
	"nl": set("land landen buitenland wereldwijd internationaal"),
}

// generallyHan are the same in Chinese.
var generallyHan = []string{"国家", "全球", "海外", "国外", "国际", "境外", "世界"}

// abroad gives the words of a normalised text, which is split into tokens too, for
// countries in general.
func abroad(s string, tokens []string, lang string) (found []string) {
	if lang == "zh" {
		for _, w := range generallyHan {
			if strings.Contains(s, w) {
				found = append(found, w)
			}
		}
		return found
	}
	general := generally[lang]
	for _, w := range tokens {
		if general[w] {
			found = append(found, w)
		}
	}
	return found
}

// others are the words that, before one for countries, mean those that are not named.
var others = map[string]map[string]bool{
	"en": set("other others remaining"),
	"de": set("andere anderen anderes anderem übrige übrigen sonstige weitere weiteren"),
	"es": set("otro otros demás demas resto"),
	"fr": set("autre autres reste"),
	"it": set("altro altri altre resto"),
	"pt": set("outro outros demais resto"),
	"nl": set("ander andere overige"),
}

// rest tells whether a text speaks of all countries but those that it names.
func rest(s string, tokens []string, lang string) bool {
	if lang == "zh" {
		return strings.Contains(s, "其他国家") || strings.Contains(s, "其它国家") || strings.Contains(s, "其他地区") || strings.Contains(s, "其余国家")
	}
	other, general := others[lang], generally[lang]
	for i, w := range tokens {
		if other[w] && slices.ContainsFunc(tokens[i+1:min(i+4, len(tokens))], func(w string) bool { return general[w] }) { // "rest of the world"
			return true
		}
	}
	return false
}

// unclear are codes whose names mean something else in a shop more often.
var unclear = []string{"JE"}

// plain writes letters as they are typed on a keyboard without them.
var plain = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ñ", "n", "ç", "c", "è", "e", "ê", "e", "ë", "e", "ï", "i", "â", "a", "ã", "a", "ô", "o",
	"ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

// mostWords bounds the names of countries that are looked for.
const mostWords = 4

// gazetteerOf gives the names in a language; English ones where it is unknown.
func (r *Reader) gazetteerOf(lang string) gazetteer {
	r.mu.RLock()
	g, ok := r.names[lang]
	r.mu.RUnlock()
	if ok {
		return g
	}
	g = newGazetteer(lang)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.names[lang] = g
	return g
}

func newGazetteer(lang string) gazetteer {
	g := gazetteer{codes: make(map[string]string), starts: make(map[string]int), dense: lang == "zh" || lang == "ja" || lang == "th"}
	tag, err := language.Parse(lang)
	names := display.Regions(language.English)
	if own := display.Regions(tag); err == nil && own != nil {
		names = own
	}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			region, err := language.ParseRegion(string([]rune{a, b}))
			if err != nil || !region.IsCountry() || region.Canonicalize() != region || slices.Contains(unclear, region.String()) {
				continue
			}
			name := names.Name(region)
			g.add(name, region.String())
			g.add(plain.Replace(text.Normalize(name)), region.String())
		}
	}
	for name, code := range also[lang] {
		g.add(name, code)
	}
	return g
}

func (g *gazetteer) add(name, code string) {
	units := g.cut(text.Normalize(name))
	key := strings.Join(units, g.joint())
	if utf8.RuneCountInString(key) < 2 || !g.dense && len(units) > mostWords {
		return
	}
	g.codes[key] = code
	g.starts[units[0]] = max(g.starts[units[0]], len(units))
}

// cut takes a normalised text apart into what names are made of.
func (g *gazetteer) cut(s string) []string {
	if g.dense {
		return strings.Split(s, "")
	}
	return split(s)
}

func (g *gazetteer) joint() string {
	if g.dense {
		return ""
	}
	return " "
}

// places finds the countries in a normalised text, and their names in it.
func (r *Reader) places(s, lang string) (codes, named []string) {
	g := r.gazetteerOf(lang)
	return g.find(g.cut(s))
}

// find finds names in a text that is cut into units.
func (g *gazetteer) find(units []string) (codes, named []string) {
	for i := 0; i < len(units); {
		step := 1
		for n := min(g.starts[units[i]], len(units)-i); n > 0; n-- {
			name := strings.Join(units[i:i+n], g.joint())
			if code, ok := g.codes[name]; ok {
				codes, named = append(codes, code), append(named, name)
				step = n
				break
			}
		}
		i += step
	}
	slices.Sort(codes)
	return slices.Compact(codes), named
}
