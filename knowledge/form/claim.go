package form

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"frontdesk/knowledge/text"
)

// Claim is what a sentence states, taken apart so that two can be compared.
type Claim struct {
	Values []Value // amounts, in the order of the sentence
	Free   bool    // something costs nothing
	Denies bool    // it says that something is not so
	If     bool    // it holds under a condition, or from or up to an amount
	Rest   string  // the sentence in normalised spelling without all of that
}

// Value is an amount, or a range of them, with its unit.
type Value struct {
	Unit     string // day, workday, week, month, year, hour, minute, an ISO 4217 code, %, kg …
	Low, Up  float64
	Original string // as it was written
}

// ReadClaim reads a sentence in lang (BCP 47).
func ReadClaim(sentence, lang string) Claim {
	s := text.Normalize(sentence)
	c := Claim{Rest: s}
	if strings.ContainsFunc(s, dense) {
		c.dense(s)
	} else {
		if strings.ContainsAny(s, "0123456789") {
			s = spacedOut.ReplaceAllString(s, "$1 $2")
		}
		c.words(split(s), lang)
	}
	return c
}

// spacedOut parts a number from the unit that is written to it, as in 30kg.
var spacedOut = regexp.MustCompile(`(\d)(\pL)`)

// dense tells Chinese, Japanese and Korean, whose numbers have no space after them.
func dense(r rune) bool { return isHan(r) || r >= 0x3040 && r < 0x3100 || r >= 0xAC00 && r < 0xD7B0 }

// words reads a language with spaces.
func (c *Claim) words(tokens []string, lang string) {
	var rest []string
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		does := parts[t]
		if does == 0 && !isDigit(t) { // most words
			rest = append(rest, t)
			continue
		}
		if v, used := valueAt(tokens, i); used > 0 {
			c.Values = append(c.Values, v)
			i += used - 1
			continue
		}
		switch {
		case does&parting != 0:
		case does&costless != 0 && (t != "free" || isFree(tokens, i)):
			c.Free = true
		case does&denying != 0 && denies(t, lang):
			c.Denies = true
		case does&limiting != 0:
			c.If = true
		case does&filling == 0:
			rest = append(rest, t)
		}
	}
	c.Rest = strings.Join(rest, " ")
}

// denies tells apart what denies in some languages only: no is "in the" in
// Portuguese, and t is what is left of can't.
func denies(t, lang string) bool {
	switch t {
	case "no":
		return lang == "en" || lang == "es" || lang == "it"
	case "t":
		return lang == "en"
	}
	return true
}

// part is what a word does in a claim beside being a part of its rest.
type part uint8

const (
	parting  part = 1 << iota // ends a clause
	costless                  // costs nothing
	denying
	limiting // makes it hold for some cases only
	filling  // says no more than the value beside it
	counting // may begin a value: a currency or a number in words
)

// parts are those of the words that have any, to look each word up but once.
var parts = func() map[string]part {
	all := make(map[string]part)
	add(all, parting, map[string]bool{border: true})
	add(all, costless, free)
	add(all, costless, map[string]bool{"free": true})
	add(all, denying, negations)
	add(all, denying, map[string]bool{"t": true})
	add(all, limiting, conditions)
	add(all, filling, fillers)
	add(all, counting, currencyCodes)
	add(all, counting, numeralValues)
	return all
}()

func add[V any](all map[string]part, does part, words map[string]V) {
	for w := range words {
		all[w] |= does
	}
}

// valueAt reads the value that begins at token i, and how many tokens it takes.
func valueAt(tokens []string, i int) (v Value, used int) {
	unit, j := "", i
	if sign := currencyCodes[tokens[j]]; sign != "" {
		unit, j = sign, j+1
	}
	low, ok := amount(at(tokens, j))
	if !ok || unit != "" && !isDigit(at(tokens, j)) {
		return v, 0
	}
	v.Low, v.Up = low, low
	j++
	if k := j; rangeWords[at(tokens, k)] {
		if up, ok := amount(at(tokens, k+1)); ok {
			v.Up, j = up, k+2
		}
	} else if up, ok := amount(at(tokens, k)); ok && isDigit(at(tokens, k)) && up > low { // 3-5, the hyphen is gone
		v.Up, j = up, k+1
	}
	if unit == "" {
		for k := j; k < min(j+3, len(tokens)) && unit == ""; k++ {
			if tokens[k] == border {
				break
			}
			if u := unitWords[tokens[k]]; u != "" {
				unit, j = u, k+1
			} else if u := currencyCodes[tokens[k]]; u != "" {
				unit, j = u, k+1
			} else if !beforeUnit[tokens[k]] {
				break
			}
		}
		if unit == "day" && (workingBefore(tokens[i:j]) || workAfter[at(tokens, j)]) {
			unit = "workday"
		}
	}
	if unit == "" || j == i+1 {
		return v, 0
	}
	v.Unit, v.Original = unit, strings.Join(tokens[i:j], " ")
	return v, j - i
}

func workingBefore(tokens []string) bool {
	for _, t := range tokens {
		if t == "working" || t == "business" {
			return true
		}
	}
	return false
}

func isDigit(t string) bool { return t != "" && t[0] >= '0' && t[0] <= '9' }

// amount reads a number in digits or in a word. A point or comma before three
// last digits parts thousands, before fewer the decimals.
func amount(t string) (float64, bool) {
	if n, ok := numeralValues[t]; ok {
		return n, true
	}
	if !isDigit(t) || strings.Contains(t, ":") {
		return 0, false
	}
	if i := strings.LastIndexAny(t, ".,"); i >= 0 {
		whole := strings.NewReplacer(".", "", ",", "").Replace(t[:i])
		if len(t)-i-1 == 3 {
			t = whole + t[i+1:]
		} else {
			t = whole + "." + t[i+1:]
		}
	}
	n, err := strconv.ParseFloat(t, 64)
	return n, err == nil
}

// denseValue finds numbers with their units where nothing parts them.
var denseValue = regexp.MustCompile(`([\d.,]+|[一二两三四五六七八九十百]+)\s*(?:[-~〜～到至]\s*([\d.,]+|[一二两三四五六七八九十百]+)\s*)?(个?工作日|營業日|営業日|영업일|个?自然日|天|日間|日以内|日内|日之内|일 ?이내|일 ?안에|일간|일|周|星期|个?礼拜|週間|주|个月|か月|ヶ月|カ月|개월|小时|小時|時間|시간|分钟|分間|분|年|년|欧元|美元|人民币|元|块|円|원|公斤|千克|kg|%|％)`)

var denseUnits = map[string]string{"工作日": "workday", "营业日": "workday", "營業日": "workday", "営業日": "workday", "영업일": "workday", "周": "week", "星期": "week", "礼拜": "week", "週間": "week", "주": "week",
	"个月": "month", "か月": "month", "ヶ月": "month", "カ月": "month", "개월": "month", "小时": "hour", "小時": "hour", "時間": "hour", "시간": "hour", "分钟": "minute", "分間": "minute", "분": "minute", "年": "year", "년": "year",
	"欧元": "EUR", "美元": "USD", "人民币": "CNY", "元": "CNY", "块": "CNY", "円": "JPY", "원": "KRW", "公斤": "kg", "千克": "kg", "kg": "kg", "%": "%", "％": "%"}

var (
	denseFree   = regexp.MustCompile(`免费|免費|包邮|免运费|不收费|無料|무료`)
	denseDenies = regexp.MustCompile(`不能|不可以?|不支持|不会|不提供|不接受|没有|無法|无法|未|禁止|ません|できない|ない|않|없|못|불가`)
	denseNot    = regexp.MustCompile(`不(?:能|可以?|会)?|没有|無法|无法|未|禁止|ません|ない`) // what a denial has more than its opposite
	denseIf     = regexp.MustCompile(`满|滿|以上|超过|超過|如果|若|除|最多|最少|起|の場合|以降|最大|最低|이상|경우|초과|최대|최소|만약`)
)

// dense reads Chinese, Japanese and Korean.
func (c *Claim) dense(s string) {
	for _, m := range denseValue.FindAllStringSubmatch(s, -1) {
		unit := denseUnits[strings.TrimPrefix(m[3], "个")]
		if m[3] == "个月" {
			unit = "month"
		}
		if unit == "" {
			unit = "day"
		}
		low, ok := denseAmount(m[1])
		if !ok || unit == "year" && low > 100 || unit == "day" && strings.HasSuffix(m[3], "일") && len(m[1]) > 3 {
			continue
		}
		v := Value{Unit: unit, Low: low, Up: low, Original: m[0]}
		if up, ok := denseAmount(m[2]); ok {
			v.Up = up
		}
		c.Values = append(c.Values, v)
	}
	c.Free, c.Denies, c.If = denseFree.MatchString(s), denseDenies.MatchString(s), denseIf.MatchString(s)
	for _, re := range []*regexp.Regexp{denseValue, denseFree, denseNot} {
		s = re.ReplaceAllString(s, "")
	}
	c.Rest = s
}

func denseAmount(s string) (float64, bool) {
	if isDigit(s) {
		return amount(strings.TrimRight(s, ".,"))
	}
	total, digit := 0.0, 0.0
	for _, r := range s {
		i := strings.IndexRune("一二三四五六七八九", r)
		switch {
		case r == '两':
			digit = 2
		case i >= 0:
			digit = float64(i/3 + 1)
		case r == '十':
			total, digit = total+max(digit, 1)*10, 0
		case r == '百':
			total, digit = total+max(digit, 1)*100, 0
		}
	}
	return total + digit, s != ""
}

// Against tells how two claims about the same thing contradict each other; empty
// if they do not. Each must give one value of a unit that both give, and those
// must differ; or one is free and the other has a price; or one denies what the
// other says. Where only one has a condition, they do not.
func (c Claim) Against(o Claim) string {
	if c.If != o.If {
		return "" // "free from 50" and "costs 4.90" go together
	}
	for _, v := range c.Values {
		w, found := o.only(v.Unit)
		if c.Free != o.Free && isCurrency(v.Unit) {
			continue
		}
		if mine, single := c.only(v.Unit); !found || !single || mine != v {
			continue
		}
		if v.Low != w.Low || v.Up != w.Up {
			return fmt.Sprintf("%s / %s", v.Original, w.Original)
		}
	}
	if c.If {
		return ""
	}
	if c.Free != o.Free && c.Denies == o.Denies && (c.Free && o.priced() || o.Free && c.priced()) {
		return "free"
	}
	if c.Denies != o.Denies && c.Free == o.Free && len(c.Values) == len(o.Values) {
		return "not"
	}
	return ""
}

// only gives the value of a unit that stands once.
func (c Claim) only(unit string) (v Value, once bool) {
	for _, o := range c.Values {
		if o.Unit == unit {
			if once {
				return v, false
			}
			v, once = o, true
		}
	}
	return v, once
}

func (c Claim) priced() bool {
	for _, v := range c.Values {
		if isCurrency(v.Unit) && v.Low > 0 {
			return true
		}
	}
	return false
}

// Priced tells whether a sentence states what something costs.
func (c Claim) Priced() bool {
	return c.Free || slices.ContainsFunc(c.Values, func(v Value) bool { return isCurrency(v.Unit) })
}

func isCurrency(unit string) bool { return len(unit) == 3 && unit == strings.ToUpper(unit) }
