package bot

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"frontdesk/internal/wording"
)

// A language model's text is a suggestion. Whatever a shopper could hold the
// shop to must stand in the evidence, else the article's own sentences are said:
// a refusal costs polish, a wrong promise costs money.

// longest is how many characters a written answer may have: four sentences and
// room for a list.
const longest = 1500

// claim matches what must stand in the evidence letter by letter: links and
// addresses, numbers with their currency or percent sign, in any digits.
var claim = regexp.MustCompile(`(?i)https?://[^\s)\]>"]+|[\w.+-]+@[\w-]+\.[\w.]+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/[^\s)\]>"]*)?|` +
	`(?:[€$£¥]|eur|usd|gbp)?\s?\p{Nd}[\p{Nd}.,:/-]*(?:\s?(?:%|％|€|\$|£|¥|eur\b|usd\b|gbp\b|euros?\b|元|円))?|` +
	`[一二两三四五六七八九十百千]+(?:个)?(?:天|日|周|月|年|元|折|小时|分钟|件)`)

// unlicensed names the first thing in a written text that must not be said: a binding
// word that the evidence does not hold, what is no plain text, another language than
// lang. Whether the evidence carries what it says is for [knowledge.Unfounded].
func (b *Bot) unlicensed(text string, evidence []string, t *turn) string {
	if bad := unfit(text); bad != "" {
		return bad
	}
	all := strings.Join(evidence, "\n")
	said := claimsOf(all)
	for c := range claimsOf(text) {
		if !said[c] {
			return c
		}
	}
	if word := unheard(text, all); word != "" {
		return word
	}
	if strings.Contains(text, systemPrompt(t.lang)[:40]) {
		return "our own instructions"
	}
	read := b.Understander.Read(text, nil)
	if read.LangP >= 0.8 && read.Lang != "" && wording.Base(read.Lang) != t.lang {
		return "another language: " + read.Lang
	}
	return ""
}

// unfit says what keeps a text from being shown at all.
func unfit(text string) string {
	switch {
	case !utf8.ValidString(text) || strings.ContainsRune(text, utf8.RuneError):
		return "broken characters"
	case utf8.RuneCountInString(text) > longest:
		return "its length"
	case strings.IndexFunc(text, unicode.IsLetter) < 0 || strings.EqualFold(text, "null") || strings.EqualFold(text, "none"):
		return "no words"
	case strings.Contains(text, "](") || strings.ContainsAny(text, "<>`{}") || strings.Contains(text, "data:"):
		return "markup"
	case strings.IndexFunc(text, func(r rune) bool { return unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && r != '\n' }) >= 0:
		return "hidden characters"
	}
	return ""
}

// claimsOf are the claims of a text in one spelling.
func claimsOf(text string) map[string]bool {
	out := map[string]bool{}
	for _, c := range claim.FindAllString(text, -1) {
		c = strings.ToLower(strings.Join(strings.Fields(c), ""))
		if c = strings.TrimRight(c, ".,:;/-"); c != "" {
			out[c] = true
		}
	}
	return out
}

// unheard finds a word that binds the shop and for which the evidence has none
// of its kind: a number in letters, a month, a refund, a deed of the machine.
func unheard(text, evidence string) string {
	text, evidence = " "+strings.ToLower(text)+" ", " "+strings.ToLower(evidence)+" "
	for _, kind := range binding() {
		said := kind.re.FindString(text)
		switch {
		case said == "":
		case kind.itself && !containsAll(evidence, kind.re.FindAllString(text, -1)):
			return strings.TrimSpace(said)
		case !kind.itself && !kind.re.MatchString(evidence):
			return strings.TrimSpace(said)
		}
	}
	return ""
}

func containsAll(text string, parts []string) bool {
	for _, p := range parts {
		if !strings.Contains(text, p) {
			return false
		}
	}
	return true
}

// bind is a kind of words that bind the shop. Of some kinds each word must stand
// in the evidence itself, of others any word of the kind, in whatever language
// the article is.
type bind struct {
	re     *regexp.Regexp
	itself bool
}

var binding = sync.OnceValue(func() []bind {
	whole := func(list string) *regexp.Regexp {
		return regexp.MustCompile(`[^\p{L}](?:` + list + `)(?:[^\p{L}]|$)`)
	}
	return []bind{
		{whole(`two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundred|thousand|half|double|twice|` +
			`zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|vierzehn|fünfzehn|zwanzig|dreißig|vierzig|fünfzig|sechzig|neunzig|hundert|tausend|doppelt|` +
			`dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|catorce|quince|veinte|treinta|cuarenta|cincuenta|sesenta|noventa|cien|mil|doble|mitad|` +
			`deux|trois|quatre|cinq|sept|huit|neuf|dix|quatorze|quinze|vingt|trente|quarante|cinquante|soixante|cent|mille|` +
			`due|tre|cinque|sei|sette|otto|nove|dieci|trenta|cento|dois|duas|três|quatro|sete|oito|dez|trinta|cem`), true},
		{whole(`january|february|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|tonight|` +
			`januar|februar|märz|juni|juli|oktober|dezember|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|morgen|heute|` +
			`enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|lunes|martes|miércoles|jueves|viernes|sábado|domingo|hoy|` +
			`janvier|février|avril|juin|juillet|août|septembre|octobre|novembre|décembre|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain`), true},
		{regexp.MustCompile(`refund|money back|erstatt|geld zurück|reembols|devolvemos el dinero|rembours|rimbors|退款|退还|返金|환불`), false},
		{regexp.MustCompile(`[^\p{L}]free[^\p{L}]|kostenlos|kostenfrei|gratis|gratuit|grátis|免费|無料|무료`), false},
		{regexp.MustCompile(`discount|voucher|coupon|gift card|rabatt|gutschein|descuento|cupón|vale de|remise|bon d.achat|sconto|buono|desconto|cupom|折扣|优惠|割引|クーポン|할인`), false},
		{regexp.MustCompile(`guarant|warrant|garant|gewährleist|保证|保修|質保|保証|보증`), false},
		{regexp.MustCompile(`compensat|entschädig|indemn|compensa|risarc|赔偿|补偿|補償|보상`), false},
		{regexp.MustCompile(`[^\p{L}]i(?:'|’| )(?:ve|ll|m|have|will|am)[^\p{L}]|[^\p{L}](?:connect|transfer|forward)(?:ing)? you|colleague|` +
			`[^\p{L}](?:ich (?:habe|werde)|(?:habe|werde) ich)[^\p{L}]|verbinde sie|kolleg|[^\p{L}](?:he|voy a|le paso|le transfiero)[^\p{L}]|compañer|` +
			`j'ai |je vais|collègue|我已|我会|我将|已为您|正在为您|转接|帮您|转人工|同事|担当者`), false},
	}
})
