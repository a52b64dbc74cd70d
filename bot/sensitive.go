package bot

import (
	"strings"

	"frontdesk/internal/sieve"
)

// sensitiveWords name what a machine must not answer, whatever the language of
// the conversation: legal steps, authorities, injury, self-harm. Latin words are
// matched whole; the others anywhere, since their scripts do not part words.
var (
	sensitiveLatin = sieve.MustCompile(`(?i)(?:^|[^\p{L}\p{M}\p{N}])(lawyers?|attorneys?|lawsuit|sue you|suing|legal action|take (?:you|this) to court|trading standards|police|injured|injury|allergic reaction|(?:got|get|getting|gave me|have|developed) (?:a |an )?(?:\pL+ )?rash|electric shock|caught fire|burn(?:ed|t) (?:my|me|his|her)|exploded|chargebacks?|charge[- ]back|dispute (?:the|this|it|your) (?:\pL+ )?(?:charge|payment|with my bank)|data protection authority|consumer protection|suicide|kill myself|self[- ]harm|(?:hurt|harm) myself|(?:want|wanna) to die|end my life|` +
		`anwalt|anwältin|rechtsanwalt|anzeige erstatten|verklagen|verbraucherzentrale|verbraucherschutz|datenschutzbehörde|polizei|verletzt|hautausschlag|stromschlag|in brand geraten|feuer gefangen|explodiert|rückbuchung|rückbuchen|zurückbuchen|rechtliche schritte|selbstmord|umbringen|(?:nicht|nimmer) mehr leben|will sterben|` +
		`abogad[oa]s?|demandar(?:les|los)?|denunciar(?:les|los)?|policía|herid[oa]s?|contracargo|devolución del cargo|acciones legales|sarpullido|descarga eléctrica|se incendió|explotó|suicidio|suicidarme|quiero morir(?:me)?|no quiero vivir|matarme|` +
		`avocat|porter plainte|poursuivre en justice|police|blessée?|rétrofacturation|contester le paiement|opposition (?:bancaire|au paiement)|action en justice|éruption cutanée|pris feu|explosé|suicide|me suicider|(?:veux|envie de) mourir|me tuer|` +
		`avvocato|denuncia(?:re|rvi)?|polizia|ferit[oa]|vie legali|contestare (?:l'addebito|il pagamento)|preso fuoco|scossa elettrica|suicidio|voglio morire|` +
		`advogad[oa]|processar (?:voc[êe]s?|a loja|a empresa)|polícia|ferid[oa]|procon|contestar (?:a compra|o pagamento)|pegou fogo|choque elétrico|suicídio|quero morrer|advocaat|politie|terugboeking|storneren|prawnik(?:a|iem)?|policj[aięą]|reklamacj[aęi] (?:w banku|chargeback)|avukat|polis|ters ibraz|tüketici (?:mahkemesi|hakem))(?:$|[^\p{L}\p{M}\p{N}])`)
	sensitiveOther = []string{"律师", "起诉", "报警", "消费者协会", "拒付", "起火", "触电", "受伤", "自杀", "不想活", "想死", "弁護士", "チャージバック", "消費者センター", "消費生活センター", "感電", "訴え", "警察", "自殺", "死にたい", "怪我", "변호사", "차지백", "소비자원", "소비자보호원", "고소", "경찰", "자살", "죽고 싶", "адвокат", "чарджбэк", "чарджбек", "роспотребнадзор", "юрист", "полици", "в суд", "самоубий", "не хочу жить", "محامي", "حماية المستهلك", "الشرطة", "انتحار"}
)

// sensitiveWord finds the first word that needs a person.
func sensitiveWord(text string) (string, bool) {
	if m := sensitiveLatin.FindStringSubmatch(text); m != nil {
		return strings.ToLower(m[1]), true
	}
	lower := strings.ToLower(text)
	for _, w := range sensitiveOther {
		if strings.Contains(lower, w) {
			return w, true
		}
	}
	return "", false
}
