package review

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// An address, a number or a date of birth alone is no finding: shops publish
// their own. What is looked for is what a shop has of a customer: a record of
// several such fields, a forwarded e-mail, a private mailbox, a list of people.
var (
	mailbox = regexp.MustCompile(`[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)
	// freeMail are hosts at which people, not shops, have mailboxes.
	freeMail = regexp.MustCompile(`(?i)@(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|mac|aol|gmx|web|t-online|freenet|mail|protonmail|proton|qq|163|126|sina|foxmail|naver|daum|yandex|rambler|ukr|wp|onet|interia|o2|seznam|centrum|libero|virgilio|orange|free|laposte|wanadoo|sfr|uol|bol|terra|telefonica|ziggo|kpnmail|rediffmail)\.(?:[a-z]{2,3}\.)?[a-z]{2,3}$`)
	// roles are mailboxes of a desk, whatever their host.
	roles = regexp.MustCompile(`(?i)^(?:info|support|service|help|hello|hallo|contact|kontakt|contacto|kundenservice|customer|care|sales|shop|store|orders?|returns?|retouren|billing|accounts?|privacy|datenschutz|press|jobs|admin|office|mail|team|no-?reply|webmaster|postmaster|example|name|user|your|you|max\.?mustermann|john\.?doe|jane\.?doe|test)[._+-]?[a-z0-9]*@`)

	// labels of the fields that a record of a customer has, with something after
	// them that is no blank to fill in.
	fields = []struct {
		what    string
		pattern *regexp.Regexp
	}{
		{"name", field(`(?:(?:full |first |last |customer |your )?name|customer|recipient|kunde|kundin|vorname|nachname|empfänger|nombre|apellidos?|cliente|destinatario|nom|prénom|client|nome|cognome|naam|klant|imię|nazwisko|фио|имя|клиент|姓名|客户|收件人|氏名|お客様名|이름|고객명)`, `\pL[\pL .'·-]{2,60}`)},
		{"address", field(`(?:(?:shipping |delivery |billing |home |postal )?address|(?:liefer|rechnungs)?adresse|anschrift|dirección|adresse|indirizzo|endereço|adres|адрес|地址|住所|주소)`, `[^\n]{0,80}\d[^\n]{0,60}`)},
		{"phone", field(`(?:phone|telephone|mobile|cell|tel\.?|telefon|handy|telefonnummer|teléfono|móvil|téléphone|telefono|cellulare|telefone|telefoon|телефон|电话|手机|電話|전화)(?: (?:number|no\.?))?`, `\+?[\d(][\d ()./-]{6,20}\d`)},
		{"email", field(`(?:e-?mail|mail|correo|courriel|почта|邮箱|电子邮件|メール|이메일)(?: address)?`, `[\w.%+'-]+@[\w-]+\.[\w.-]+`)},
		{"birth", field(`(?:date of birth|dob|birth ?date|birthday|geburtsdatum|geb\.|geboren am|fecha de nacimiento|date de naissance|data di nascita|data de nascimento|geboortedatum|data urodzenia|дата рождения|出生日期|生年月日|생년월일)`, `\d[\d./年月日 -]{4,14}`)},
		{"order", field(`(?:order (?:no\.?|number|id)|bestell(?:nummer|nr\.?)|n(?:úmero|º) de pedido|numéro de commande|numero d'ordine|número do pedido|bestelnummer|numer zamówienia|номер заказа|订单号|注文番号|주문번호)`, `#?[\w-]{0,12}\d[\w-]{2,20}`)},
	}
	// forwarded matches the heads of a forwarded e-mail.
	forwarded = regexp.MustCompile(`(?im)^[> \t*]*(?:from|von|de|da|van|от|发件人)[*]*\s?[:：][^\n]{0,80}@[^\n]*\n(?:[^\n]*\n){0,2}[> \t*]*(?:to|sent|date|subject|an|gesendet|datum|betreff|para|enviado|fecha|asunto|à|envoyé|objet|a|inviato|oggetto|aan|verzonden|onderwerp|кому|отправлено|тема|收件人|发送时间|主题)[*]*\s?[:：]`)
)

func field(names, value string) *regexp.Regexp {
	return regexp.MustCompile(`(?im)^[ \t>*|-]{0,6}` + names + `[*]{0,2}\s?[:：|][*]{0,2}[ \t]*(` + value + `)`)
}

const (
	recordWithin = 600 // bytes in which the fields of one record stand
	recordFields = 3   // that make a record of a person
)

// people finds personal data of customers.
func people(s string) []Finding {
	var found []Finding
	for _, m := range forwarded.FindAllStringIndex(s, -1) {
		found = append(found, Finding{Personal, "forwarded_mail", m[0], excerpt(s, m[0], m[0], ""), s[m[0]:m[1]]})
	}
	found = append(found, records(s)...)
	if strings.IndexByte(s, '@') < 0 {
		return found
	}
	for _, m := range mailbox.FindAllStringIndex(s, -1) {
		if v := s[m[0]:m[1]]; freeMail.MatchString(v) && !roles.MatchString(v) && !placeholder(v) {
			found = append(found, Finding{Personal, "private_mailbox", m[0], excerpt(s, m[0], m[1], ""), strings.ToLower(v)})
		}
	}
	return found
}

// records finds places where three different fields of a customer stand close
// together, each with something in it.
func records(s string) []Finding {
	if !strings.ContainsAny(s, ":：|") {
		return nil
	}
	type place struct{ from, to, kind int }
	var at []place
	for kind, f := range fields {
		for _, m := range f.pattern.FindAllStringSubmatchIndex(s, -1) {
			if v := s[m[2]:m[3]]; !placeholder(v) && !(f.what == "email" && roles.MatchString(v)) {
				at = append(at, place{m[0], m[1], kind})
			}
		}
	}
	near := slices.SortedFunc(slices.Values(at), func(a, b place) int { return cmp.Compare(a.from, b.from) })
	var found []Finding
	done := 0
	for _, p := range at {
		if p.kind != 0 && p.kind != 3 || p.from < done { // it must have a person: a name or a mailbox
			continue
		}
		kinds, first, last := map[int]bool{}, p.from, p.to
		start, _ := slices.BinarySearchFunc(near, p.from-recordWithin+1, func(q place, from int) int { return cmp.Compare(q.from, from) })
		for _, q := range near[start:] {
			if q.from >= p.to+recordWithin {
				break
			}
			if q.to < p.to+recordWithin {
				kinds[q.kind] = true
				first, last = min(first, q.from), max(last, q.to)
			}
		}
		if len(kinds) >= recordFields {
			found = append(found, Finding{Personal, "customer_record", first, excerpt(s, first, first, ""), s[first:last]})
			done = last
		}
	}
	return found
}
