package entity

import (
	"strings"
	"unicode"
)

// latinised writes a word of another script in Latin letters, as it sounds, in the
// ways in which it may be meant; false where it is not of one of the scripts.
func latinised(word string) (ways []string, ok bool) {
	var b strings.Builder
	kana := false
	for _, r := range word {
		switch {
		case r >= 0xac00 && r <= 0xd7a3:
			b.WriteString(hangul(r))
		case r >= 0x30a1 && r <= 0x30fc:
			kana = true
		case unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Arabic, unicode.Hebrew, unicode.Devanagari):
			b.WriteString(letters[r])
		default:
			return nil, false
		}
	}
	if kana {
		return katakana(word), true
	}
	return []string{b.String()}, b.Len() > 0
}

// letters are the sounds of single letters, as names of other languages are written
// with them. Those that are not here are silent.
var letters = spelled(
	"а a б b в v г g д d е e ж j з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х h ц ts ч ch ш sh щ sh ы i э e ю iu я ia і i ї i є e ѓ g ў u",
	"α a β v γ g δ d ε e ζ z η i θ t ι i κ k λ l μ m ν n ξ ks ο o π p ρ r σ s τ t υ i φ f χ h ψ ps ω o",
	"ا a ب b ت t ث t ج j ح h خ h د d ذ d ر r ز z س s ش sh ص s ض d ط t ظ z ع a غ g ف f ق k ك k ک k ل l م m ن n ه h و o ي i ی i پ p چ ch ژ j گ g ڤ v",
	"א a ב b ג g ד d ה h ו o ז z ח h ט t י i כ k ך k ל l מ m ם m נ n ן n ס s ע a פ p ף f צ ts ץ ts ק k ר r ש sh ת t",
	"अ a आ a इ i ई i उ u ऊ u ए e ऐ e ऑ o ओ o औ o क k ख k ग g घ g च ch छ ch ज j झ j ट t ठ t ड d ढ d ण n त t थ t द d ध d न n प p फ f ब b भ b म m य i र r ल l व v श sh ष sh स s ह h ा a ि i ी i ु u ू u े e ै e ॉ o ो o ौ o",
)

func spelled(lines ...string) map[rune]string {
	out := map[rune]string{}
	for _, line := range lines {
		list := strings.Fields(line)
		for i := 0; i+1 < len(list); i += 2 {
			out[[]rune(list[i])[0]] = list[i+1]
		}
	}
	return out
}

// The sounds of the parts of a Hangul syllable, in the order of Unicode. The vowel
// that only parts consonants (ㅡ) is silent.
var (
	hangulFirst = strings.Split("k kk n t tt r m p pp s ss - ch tch ch k t p h", " ")
	hangulVowel = strings.Split("a e ia e o e io e o oa oe oe io u uo ue ui iu - ui i", " ")
	hangulLast  = strings.Split("- k k ks n nch n t l lk lm lp ls lt lp l m p ps t t ng t t k t p t", " ")
)

func hangul(r rune) string {
	at := int(r - 0xac00)
	return strings.ReplaceAll(hangulFirst[at/588]+hangulVowel[at/28%21]+hangulLast[at%28], "-", "")
}

// katakana writes a word in katakana as its syllables sound. A bar may stand for an
// r, and a vowel behind a consonant for none.
func katakana(word string) []string {
	out := []string{}
	for _, r := range []string{"", "last", "all"} {
		for _, silent := range []bool{false, true} {
			out = append(out, kana(word, r, silent))
		}
	}
	return out
}

var kanaSounds = spelled(
	"ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko ガ ga ギ gi グ gu ゲ ge ゴ go サ sa シ shi ス su セ se ソ so ザ za ジ ji ズ zu ゼ ze ゾ zo " +
		"タ ta チ chi ツ tsu テ te ト to ダ da ヂ ji ヅ zu デ de ド do ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho バ ba ビ bi ブ bu ベ be ボ bo " +
		"パ pa ピ pi プ pu ペ pe ポ po マ ma ミ mi ム mu メ me モ mo ヤ ia ユ iu ヨ io ラ ra リ ri ル ru レ re ロ ro ワ va ヲ o ン n ヴ vu")

// kanaSmall are the vowels that take the place of the one before.
var kanaSmall = map[rune]string{'ァ': "a", 'ィ': "i", 'ゥ': "u", 'ェ': "e", 'ォ': "o", 'ャ': "ia", 'ュ': "iu", 'ョ': "io"}

func kana(word, bar string, silent bool) string {
	var list []string
	runes := []rune(word)
	for i, r := range runes {
		switch {
		case r == 'ー' && (bar == "all" || bar == "last" && i == len(runes)-1):
			list = append(list, "r")
		case kanaSmall[r] != "" && len(list) > 0:
			list[len(list)-1] = strings.TrimRight(list[len(list)-1], "aiueo") + kanaSmall[r]
		default:
			list = append(list, kanaSounds[r])
		}
	}
	for i, s := range list {
		if silent && len(s) > 1 && (strings.HasSuffix(s, "u") || s == "to" || s == "do") {
			list[i] = s[:len(s)-1]
		}
	}
	return strings.Join(list, "")
}

// spoken is a word in Latin letters with one letter a sound.
func spoken(w string) string {
	w = strings.NewReplacer("sch", "s", "sh", "s", "ch", "s", "th", "t", "ph", "f", "gh", "g", "ck", "k", "qu", "kv", "ce", "se", "ci", "si", "cy", "si",
		"c", "k", "q", "k", "x", "ks", "w", "v", "y", "i", "z", "s", "j", "s", "ou", "u", "oo", "u", "ee", "i", "h", "").Replace(w)
	var b strings.Builder
	last := rune(0)
	for _, r := range w {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// kinds of consonants that scripts do not keep apart, as in Soundex.
var consonants = map[rune]byte{
	'b': 'b', 'p': 'b', 'v': 'b', 'f': 'f', 'k': 'k', 'g': 'k', 'd': 't', 't': 't', 's': 's', 'l': 'r', 'r': 'r', 'm': 'm', 'n': 'n',
}

// sound is a key that words have in common that sound alike: their consonants, or
// all of a word with less than three. Empty for one that is too short.
func sound(w string) string {
	plain := spoken(w)
	var key []byte
	for _, r := range plain {
		if c := consonants[r]; c != 0 && (len(key) == 0 || key[len(key)-1] != c) {
			key = append(key, c)
		}
	}
	switch {
	case len(key) >= 3:
		return string(key)
	case len(plain) >= 4:
		return "=" + plain
	}
	return ""
}
