package nlu

import (
	"strings"
	"sync"
)

var knownSet = sync.OnceValue(languageSet)

// foreignWeight is what Latin letters weigh beside two words or more in another
// script: titles, brands and models are quoted in Latin letters everywhere, and
// who writes in Latin letters hardly ever writes two words in another script.
const foreignWeight = 0.2

// mainScript is the script that most of the text is in, and its share of the
// text's weight.
func (t *langText) mainScript() (main script, share float64) {
	latin := 1.0
	if t.others() >= 2 {
		latin = foreignWeight
	}
	best, total := 0.0, 0.0
	for s := scriptLatin; s < scripts; s++ {
		w := float64(t.weight[s])
		if s == scriptLatin {
			w *= latin
		}
		total += w
		if w > best {
			main, best = s, w
		}
	}
	if total == 0 {
		return scriptNone, 0
	}
	if main == scriptHan && t.weight[scriptKana] > 0 {
		main = scriptKana // Japanese mixes Han and Kana, Chinese never does
	}
	if main == scriptKana {
		best = float64(t.weight[scriptKana] + t.weight[scriptHan])
	}
	return main, best / total
}

// others is how many words are not in Latin letters; three characters of a
// script without spaces count as two.
func (t *langText) others() int {
	n := 0
	for _, w := range t.words {
		if w.script == scriptLatin {
			continue
		}
		if n++; w.script >= scriptKana && w.to-w.from > 2 || w.script == scriptThai {
			n++
		}
	}
	return n
}

var scriptLanguage = map[script]string{
	scriptGreek: "el", scriptArabic: "ar", scriptHebrew: "he", scriptThai: "th", scriptDevanagari: "hi",
	scriptHangul: "ko", scriptHan: "zh", scriptKana: "ja",
}

// byScript gives the language that a script belongs to.
func (a *Analyzer) byScript(t *langText, main script, share float64, prior []string) Language {
	l := Language{Lang: scriptLanguage[main], P: 0.5 + 0.49*share}
	first := ""
	if len(prior) > 0 {
		first = prior[0]
	}
	switch {
	case main == scriptHan:
		l = chinese(t, l, first)
	case main == scriptArabic:
		if l.Strange = besideArabic(t, first); l.Strange != "" {
			l.P *= strangeShare
		}
	case main == scriptDevanagari && t.neighbour("hi"):
		l.P *= strangeShare
	}
	if !a.allows(l.Lang) {
		return keepPrior(prior)
	}
	return l
}

// besideArabic is the language in Arabic letters that a text is in by letters which Arabic
// has not, or that the conversation is in where no letter is Arabic's alone; empty for
// Arabic.
func besideArabic(t *langText, first string) string {
	switch {
	case t.hasAny("ةىكيأإ"):
		return ""
	case t.hasAny("ےٹڈڑںہ"):
		return "ur"
	case t.hasAny("پچژگکی"):
		return "fa"
	case first == "fa" || first == "ur":
		return first
	}
	return ""
}

// strangeShare lowers the probability of a language where the text is rather a
// neighbour's that is not spoken here.
const strangeShare = 0.4

// hasAny says that one of the letters stands in the text.
func (t *langText) hasAny(letters string) bool {
	for _, r := range t.runes {
		if strings.ContainsRune(letters, r) {
			return true
		}
	}
	return false
}

// neighbourWords are frequent words that a language's neighbours in its script
// have and it has not: Marathi and Nepali beside Hindi.
var neighbourWords = map[string]map[string]bool{
	"hi": wordSet("आहे आहेत नाही माझी माझा माझे मला तुम्ही आणि कुठे कधी झाला झाली मी पाहिजे छ छैन छन् गर्नु मेरो तपाईं भयो कहिले हुन्छ"),
}

// neighbour says that the text holds a word of the neighbours'.
func (t *langText) neighbour(lang string) bool {
	for i := range t.words {
		if neighbourWords[lang][string(t.key(i))] {
			return true
		}
	}
	return false
}

// fewHan is how many Han characters may be Japanese as well as Chinese.
const fewHan = 4

// chinese settles a text of Han characters alone: the script that it is written
// in, or Japanese where the conversation is and nothing speaks against it.
func chinese(t *langText, l Language, first string) Language {
	traditional, simplified, japanese, n := 0, 0, 0, 0
	for _, r := range t.runes {
		s, _ := scriptOf(r)
		if s != scriptHan {
			continue
		}
		n++
		switch f := hanForms()[r]; {
		case f&formJapanese != 0:
			japanese++
		case f&formTraditional != 0:
			traditional++
		case f&formSimplified != 0:
			simplified++
		}
	}
	chineseWords := t.hasAny("的了吗嗎们們你您这這什么麼没沒吧呢哪怎我")
	switch {
	case !chineseWords && (japanese > 0 && simplified == 0 || t.hasJapanese()):
		return Language{Lang: "ja", P: 0.8}
	case first == "ja" && simplified == 0 && !chineseWords && n <= 2*fewHan:
		return Language{Lang: "ja", P: 0.6}
	case simplified > traditional:
		l.Variant = "zh-Hans"
	case traditional > simplified:
		l.Variant = "zh-Hant"
	}
	if n <= 2*fewHan && simplified == 0 && !chineseWords {
		l.P = min(l.P, 0.75)
	}
	return l
}

// japaneseWords are words of shopping that Japanese writes in Han characters and
// Chinese has other words for.
var japaneseWords = strings.Fields("注文 荷物 返品 返金 在庫 追跡 領収 送料 到着 誤配 入荷 購入 支払 請求 問合 不在 届 割引 商品券 担当者")

// hasJapanese says that one of those stands in the text.
func (t *langText) hasJapanese() bool {
	text := string(t.runes)
	for _, w := range japaneseWords {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// Forms of a Han character.
const (
	formTraditional uint8 = 1 << iota
	formSimplified
	formJapanese
)

// japaneseOnly are forms that neither way of writing Chinese has.
const japaneseOnly = "込働峠畑辻円図広売読発気駅転帰払戻価単検査済"

// hanForms are the characters that one of the ways of writing has alone: both
// sides of the simplifications, less those that the other way has too.
var hanForms = sync.OnceValue(func() map[rune]uint8 {
	m := map[rune]uint8{}
	for _, pair := range strings.Fields(simplifications) {
		two := []rune(pair)
		m[two[0]] |= formTraditional
		m[two[1]] |= formSimplified
	}
	for _, r := range bothWays {
		delete(m, r)
	}
	for _, r := range moreTraditional {
		m[r] |= formTraditional
	}
	for _, r := range moreSimplified {
		m[r] |= formSimplified
	}
	for _, r := range japaneseOnly {
		if m[r] == 0 {
			m[r] = formJapanese
		}
	}
	return m
})

// bothWays are characters of the simplifications that Traditional Chinese has
// too, or that Simplified Chinese keeps.
const bothWays = "里后面准系制复采表签周于别发台余着咨游占卷志克胜沈向别丑冲丰谷划伙几借据困漆松咸御郁愿征致制钟筑准升布欲採註冊帳"

// moreTraditional and moreSimplified are further characters of either way that
// are frequent in messages.
const (
	moreTraditional = "嗎您麼妳裏滙匯牠歲彈啟賺哋喺嘅咗冇唔嚟睇咁點稅譽燈響蓋傑鋪壓縫邊燙鬧隊陣陽陰雖難顆飯驚鬥壽夢妝媒孃寢屆屍巖巢帥師幫廁彎憂憑憲戀擋擔擇擠敵暫曆曉橋檯櫃殼毀毆沖滅滑滾滿漸潤牆犧獅獨獻琺瑤癢皺盜眾睏瞭矚礎禎禍穫窮竊筍粵糧紀紋納純級紛絕絲綜緩編縱績"
	moreSimplified  = "吗么们这个为说没时还发给货单订购买卖钱讯谢请问题换帮样两费岁弹赚盖响灯边队阵阳阴虽难饭惊梦师弯忧凭宪恋挡担择挤敌暂晓桥柜壳毁灭滚满渐润墙独献痒皱盗众础祸获穷窃笋粤粮纪纹纳纯级纷绝丝综缓编纵绩"
)

// otherScript names the language of the part of a text that is in another
// script, where that part is two words or more, or four characters of a script
// without spaces.
func (a *Analyzer) otherScript(t *langText, main script, lang string) string {
	var words [scripts]int
	for i := range t.words {
		w := t.words[i]
		if words[w.script]++; w.script >= scriptHangul && w.to-w.from >= fewHan || w.script == scriptThai {
			words[w.script]++
		}
		if w.script == scriptLatin && neutralWords()[string(t.key(i))] {
			words[w.script]--
		}
	}
	for s := scriptLatin; s < scriptOther; s++ {
		if s == main || words[s] < 2 || main == scriptKana && s == scriptHan {
			continue
		}
		other := scriptLanguage[s]
		if s == scriptLatin || s == scriptCyrillic {
			l := a.byLetters(t, s, nil)
			if l.P < sureOfSecond {
				continue
			}
			other = l.Lang
		}
		if other != lang {
			return other
		}
	}
	return ""
}

// sureOfSecond is how sure the language of the other script's words must be.
const sureOfSecond = 0.7
