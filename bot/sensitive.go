package bot

import (
	"regexp"
	"strings"
)

// sensitiveWords name what a machine must not answer, whatever the language of
// the conversation: legal steps, authorities, injury, self-harm. Latin words are
// matched whole; the others anywhere, since their scripts do not part words.
var (
	sensitiveLatin = regexp.MustCompile(`(?i)(?:^|[^\p{L}\p{M}\p{N}])(lawyers?|attorneys?|lawsuit|sue you|suing|legal action|take (?:you|this) to court|trading standards|police|injured|injury|allergic reaction|suicide|kill myself|self[- ]harm|(?:hurt|harm) myself|(?:want|wanna) to die|end my life|` +
		`anwalt|anwältin|rechtsanwalt|anzeige erstatten|verklagen|verbraucherzentrale|polizei|verletzt|selbstmord|umbringen|(?:nicht|nimmer) mehr leben|will sterben|` +
		`abogad[oa]s?|demandar(?:les|los)?|denunciar(?:les|los)?|policía|herid[oa]s?|suicidio|suicidarme|quiero morir(?:me)?|no quiero vivir|matarme|` +
		`avocat|porter plainte|poursuivre en justice|police|blessée?|suicide|me suicider|(?:veux|envie de) mourir|me tuer|` +
		`avvocato|denuncia(?:re|rvi)?|polizia|ferit[oa]|suicidio|voglio morire|` +
		`advogad[oa]|processar (?:voc[êe]s?|a loja|a empresa)|polícia|ferid[oa]|suicídio|quero morrer|advocaat|politie|prawnik|policja|avukat|polis)(?:$|[^\p{L}\p{M}\p{N}])`)
	sensitiveOther = []string{"律师", "起诉", "报警", "消费者协会", "受伤", "自杀", "不想活", "想死", "弁護士", "訴え", "警察", "自殺", "死にたい", "怪我", "변호사", "고소", "경찰", "자살", "죽고 싶", "адвокат", "юрист", "полици", "в суд", "самоубий", "не хочу жить", "محامي", "الشرطة", "انتحار"}
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
