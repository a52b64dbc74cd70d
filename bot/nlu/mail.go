package nlu

import (
	"regexp"
	"strings"
)

// mailHeader is a line of the head of an e-mail that was pasted, in the languages of
// its programs.
var mailHeader = regexp.MustCompile(`(?i)^\s*(?:from|to|cc|subject|sent|date|reply-to|von|an|betreff|gesendet|datum|de|para|asunto|enviado|fecha|à|objet|envoyé|da|a|oggetto|inviato|data|assunto|aan|onderwerp|verzonden|od|do|temat|wysłano|komu|předmět|odesláno|från|till|ämne|skickat|fra|til|emne|sendt|lähettäjä|aihe|lähetetty|kimden|kime|konu|от|кому|тема|отправлено|від|надіслано|发件人|收件人|主题|发送时间|日期|差出人|宛先|件名|日時|보낸 사람|받는 사람|제목|날짜)\s*[:：]\s*\S`)

// mailClosing is the line by which a letter ends; what follows is who wrote it.
var mailClosing = regexp.MustCompile(`(?i)^\s*(?:--+|__+|(?:(?:kind|best|warm|many) )?regards|best wishes|sincerely|yours(?: \S+)?|cheers|mit freundlichen gr(?:ü|ue)(?:ß|ss)en|(?:viele|beste|liebe|freundliche) gr(?:ü|ue)(?:ß|ss)e|mfg|lg|vg|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|(?:bien )?cordialement|cordiali saluti|distinti saluti|saluti|cumprimentos|atenciosamente|met vriendelijke groet(?:en)?|groet(?:jes|en)?|pozdrawiam|z poważaniem|s pozdravem|cu stimă|(?:med )?(?:vänliga|vennlig|venlig) h(?:ä|i)lsning(?:ar)?|mvh|ystävällisin terveisin|terveisin|με εκτίμηση|saygılarımla|üdvözlettel|с уважением|з повагою|مع التحية|تحياتي|בברכה|此致|敬具|敬上)\s*[,.!，。]*\s*(?:\S+ ?){0,3}$`)

// leastMailLines is how many lines a text has at least that is read as a letter.
const leastMailLines = 3

// Letter is what a pasted e-mail says: the text without head, quotation and signature.
// They name people, places and products that nobody asks about. A text that is no
// letter, or has nothing else, comes back as it is.
func Letter(text string) string {
	lines := strings.Split(text, "\n")
	if len(lines) < leastMailLines {
		return text
	}
	var kept []string
	for _, line := range lines {
		if len(kept) > 0 && mailClosing.MatchString(line) {
			break
		}
		if mailHeader.MatchString(line) || strings.HasPrefix(strings.TrimSpace(line), ">") {
			continue
		}
		kept = append(kept, line)
	}
	if said := strings.TrimSpace(strings.Join(kept, "\n")); length(said) >= leastWords {
		return said
	}
	return text
}
