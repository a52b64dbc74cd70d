package form

import (
	"regexp"

	"frontdesk/internal/sieve"
)

// form is a way of asking for a kind of answer.
type form struct {
	kind  Kind
	asks  *sieve.Regexp  // the question is of this form
	not   *sieve.Regexp  // unless it has this too; nil: always
	words *regexp.Regexp // the words that ask, not those that say what about
	dense bool           // words may stand anywhere, there are no spaces
}

// ask makes a form. words is matched with whole words.
func ask(kind Kind, asks, not, words string) form {
	f := form{kind: kind, asks: sieve.MustCompile(asks), words: regexp.MustCompile(`^(?:` + words + `)$`)}
	if not != "" {
		f.not = sieve.MustCompile(not)
	}
	return f
}

// askDense makes a form of a script without spaces.
func askDense(kind Kind, asks, words string) form {
	return form{kind: kind, asks: sieve.MustCompile(asks), words: regexp.MustCompile(words), dense: true}
}

var anyWord = regexp.MustCompile(`[\p{L}\p{M}\d]+`)

// without takes the words that ask out of a normalised question.
func (f form) without(s string) string {
	if f.dense {
		return f.words.ReplaceAllString(s, " ")
	}
	return anyWord.ReplaceAllStringFunc(s, func(w string) string {
		if f.words.MatchString(w) {
			return " "
		}
		return w
	})
}

// Word borders: \b knows ASCII letters only.
const (
	from = `(?:^|[^\p{L}\d])`
	to   = `(?:$|[^\p{L}\d])`
)

// forms are the ways of asking, by language.
var forms = map[string][]form{
	"en": {
		ask(Money, `\bhow much\b|\bwhat (does|do|did|will|would|is|are|'s)\b.*\b(costs?|prices?|charges?|fees?)\b|\bwhat .*\bcharge\b|\bwho (pays?|covers|bears)\b|\b(is|are|do i get|get)\b.*\b(free|for nothing)\b|\bhow (expensive|cheap)\b|\bdo i (have to|need to) pay\b`,
			`\bhow much (time|longer|does (it|the \w+) weigh)|\bweigh`,
			`how|much|costs?|prices?|charged?|charges|fees?|who|pays?|covers|bears|free|expensive|cheap`),
		ask(Duration, `\bhow (long|soon|fast|quickly)\b|\bhow (many|much) (more )?(working |business )?(days|weeks|hours|months|time|longer)\b|\bhow much longer\b|\buntil when\b|\bby when\b|\bwhen (will|do|does|can|is|are|should)\b`,
			`\bhow long is (the|this|that) (cable|cord|sleeve|leg|sofa|table|bed)`,
			`how|long|soon|fast|quickly|many|much|takes?|taking|took|time|days|weeks|hours|longer|lasts?|until|by|when`),
		ask(Moment, `\bwhen\b|\b(what|which) (day|date|time|year)\b|\bopening (hours|times)\b|\bopen\b`, ``, `when`),
	},
	"de": {
		ask(Money, from+`(was (kostet|kosten)|wie ?viel (kostet|kosten|ist|zahl\p{L}*|muss)|wie (teuer|hoch|günstig)|wer (zahlt|trägt|übernimmt|bezahlt|kommt)|welche kosten|was (zahle|zahlt|muss ich \p{L}* ?(be)?zahlen))`+to+`|`+from+`(ist|sind|liefert|verschickt|kann)`+to+`.*`+from+`(kostenlos|gratis|umsonst|kostenfrei)`+to,
			``, `was|wie ?viel|wie|wer|welche|kostet|kosten|teuer|hoch|günstig|zahlt|trägt|übernimmt|bezahlt|zahlen|bezahlen|kostenlos|gratis|umsonst|kostenfrei`),
		ask(Duration, from+`(wie (lange|schnell|bald)|wann|bis wann|ab wann|wie ?viele? (tage|wochen|stunden|werktage|monate|zeit))`+to,
			``, `wie ?viele?|wie|lange|schnell|bald|wann|bis|dauert|dauern|zeit|tage|wochen|werktage|stunden`),
		ask(Moment, from+`(wann|an welchem tag|um wie ?viel uhr|öffnungszeiten|geöffnet)`+to, ``, `wann`),
	},
	"es": {
		ask(Money, from+`(cu[aá]nto (cuestan?|val[eg]n?|vale|es|son|cobran?|sale|pago|hay que pagar|tengo que pagar|me cuesta)|qu[eé] (precio|coste|costo)|qui[eé]n (paga|asume|cubre|corre)|cu[aá]l es el (precio|coste|costo))`+to+`|`+from+`(es|son|sale|tengo)`+to+`.*`+from+`(gratis|gratuit[oa]s?)`+to,
			``, `cu[aá]nto|cu[aá]l|cuestan?|vale|valen|cobran?|qu[eé]|precio|coste|costo|qui[eé]n|paga|asume|cubre|corre|gratis|gratuit[oa]s?`),
		ask(Duration, from+`(cu[aá]nto (tardan?|tardar[aá]n?|tiempo|dura|duran|demoran?|falta)|en cu[aá]nto tiempo|cu[aá]nd?o (llega|llegar[aá]|recib\p{L}*|me)|cu[aá]ndo|cu[aá]nt[oa]s (d[ií]as|semanas|horas|meses)|qu[eé] plazo)`+to,
			``, `cu[aá]nto|cu[aá]ndo|cu[aá]nt[oa]s|tardan?|tardar[aá]n?|tiempo|dura|duran|demoran?|d[ií]as|semanas|plazo`),
		ask(Moment, from+`(cu[aá]ndo|qu[eé] d[ií]a|a qu[eé] hora|horario)`+to, ``, `cu[aá]ndo`),
	},
	"fr": {
		ask(Money, from+`(combien (co[uû]te(nt)?|[cç]a co[uû]te|est|faut|payer)|combien|quels? (est le |sont les )?(prix|co[uû]ts?|frais|tarifs?)|qui pa[iy]e)`+to+`|`+from+`(est|sont)`+to+`.*`+from+`gratuite?s?`+to,
			`combien de (temps|jours|semaines|mois)`, `combien|co[uû]te(nt)?|prix|co[uû]ts?|tarifs?|pa[iy]e|gratuite?s?`),
		ask(Duration, from+`(combien de (temps|jours|semaines|mois)|quand|sous combien|en combien|quels? (est le |sont les )?d[eé]lais?)`+to, ``, `combien|de|temps|jours|quand|d[eé]lais?`),
		ask(Moment, from+`(quand|quel jour|horaires)`+to, ``, `quand`),
	},
	"it": {
		ask(Money, from+`(quanto (costa|costano|viene|si paga|è)|chi paga|è gratis|è gratuit[oa])`+to, ``, `quanto|costa|costano|chi|paga|gratis|gratuit[oa]`),
		ask(Duration, from+`(quanto (tempo|ci vuole|ci mette|dura)|quando|entro quanto|quanti giorni)`+to, ``, `quanto|tempo|ci|vuole|dura|quando|quanti|giorni`),
	},
	"pt": {
		ask(Money, from+`(quanto (custa|custam|é|pago)|quem paga|é gr[aá]tis)`+to, ``, `quanto|custa|custam|quem|paga|gr[aá]tis`),
		ask(Duration, from+`(quanto tempo|quando|em quanto tempo|quantos dias)`+to, ``, `quanto|tempo|quando|quantos|dias|demora|leva`),
	},
	"nl": {
		ask(Money, from+`(wat kost(en)?|hoeveel kost(en)?|wie betaalt|is .* gratis)`+to, ``, `wat|hoeveel|kost|kosten|wie|betaalt|gratis`),
		ask(Duration, from+`(hoe ?lang|wanneer|hoe snel|hoeveel dagen)`+to, ``, `hoe|hoelang|lang|wanneer|snel|hoeveel|dagen|duurt`),
	},
	"zh": {
		askDense(Money, `多少钱|多少.{0,2}费|费.{0,3}多少|怎么(收费|算)|要.{0,4}[费钱]吗|收.{0,3}费吗|谁(来)?(承担|付|出|负担|支付|掏)|免费吗|包邮吗|贵吗|几块|什么价|价格(是)?多少|收多少|免运费`,
			`多少钱|怎么(收费|算)|需要|要|吗|谁来?(承担|付|出|负担|支付|掏)?|免费|收费|呢`),
		askDense(Duration, `多久|多长时间|多少天|几天|什么时候|何时|多快|几个工作日|有效期|多少个?(小时|工作日|月)`,
			`多久|多长时间|多少天内?|几天内?|什么时候|何时|多快|几个工作日|吗|呢`),
		askDense(Moment, `什么时候|何时|几点|哪天|营业时间`, `什么时候|何时|几点|哪天`),
	},
}
