package bot

import (
	"regexp"
	"strings"
)

// sensitiveWords name what a machine must not answer, whatever the language of
// the conversation: legal steps, authorities, injury, self-harm. Latin words are
// matched whole; the others anywhere, since their scripts do not part words.
var (
	sensitiveLatin = regexp.MustCompile(`(?i)\b(lawyers?|attorneys?|lawsuit|sue you|suing|legal action|take (?:you|this) to court|trading standards|police|injured|injury|allergic reaction|suicide|kill myself|self[- ]harm|` +
		`anwalt|anwältin|rechtsanwalt|anzeige erstatten|verklagen|verbraucherzentrale|polizei|verletzt|selbstmord|umbringen|` +
		`abogad[oa]s?|demandar(?:les|los)?|denunciar(?:les|los)?|policía|herid[oa]s?|suicidio|suicidarme|` +
		`avocat|porter plainte|poursuivre en justice|police|blessée?|suicide|` +
		`avvocato|denuncia(?:re|rvi)?|polizia|ferit[oa]|suicidio|` +
		`advogad[oa]|processar|polícia|ferid[oa]|suicídio|advocaat|politie|prawnik|policja|avukat|polis)\b`)
	sensitiveOther = []string{"律师", "起诉", "报警", "消费者协会", "受伤", "自杀", "弁護士", "訴え", "警察", "自殺", "怪我", "변호사", "고소", "경찰", "자살", "адвокат", "юрист", "полици", "в суд", "самоубий", "محامي", "الشرطة", "انتحار"}
)

// sensitiveWord finds the first word that needs a person.
func sensitiveWord(text string) (string, bool) {
	if w := sensitiveLatin.FindString(text); w != "" {
		return strings.ToLower(w), true
	}
	lower := strings.ToLower(text)
	for _, w := range sensitiveOther {
		if strings.Contains(lower, w) {
			return w, true
		}
	}
	return "", false
}
