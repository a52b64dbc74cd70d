package entity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words that say what the code behind them is, in the pack's languages, lower
// case, without accents.
var (
	orderWords = cuesOf(`order bestell auftrag pedido orden compra commande ordine encomenda bestelling bestallning ordre tilaus zamowieni objednavk comand rendeles παραγγελι
		заказ замовленн siparis pesanan đơn طلب הזמנה ऑर्डर 订单 訂單 单号 單號 注文 주문 คำสั่งซื้อ ออเดอร์`)
	orderCues       = orderWords.and(`number nummer numero numer номер رقم nr no n° nº rechnung invoice factura facture 号码 番号 번호 หมายเลข`)
	strictOrderCues = cuesOf(`order bestell auftrag pedido orden compra`)
	trackingCues    = cuesOf(`track sendung paket parcel package shipment colis envio seguimiento spedizione rastreio pakket forsendelse paczk zasilk colet csomag seuranta lahetys zasilk
		трек посылк посилк kargo resi takip vận شحن משלוח ट्रैक 运单 快递 物流 追跡 伝票 お問い合わせ 송장 운송장 พัสดุ แทร็ก 運單 單號 δεμα αποστολ ups dhl fedex usps dpd gls`)
	phoneCues = cuesOf(`phone tel mobile mobil handy call cell whatsapp llam llame movil telefono portable appel cellulare chiam telemovel ligar bel telefoon ring telefon puhelin soita
		zadzwo komork zavol hiv τηλεφων καλεστε κινητο телефон звон позвон дзвон arayin ara hubungi hp điện thoại sđt gọi هاتف جوال اتصل טלפון נייד תתקשרו फोन मोबाइल कॉल 电话 手机 電話 手機 携帯 전화 휴대폰 연락처 โทร เบอร์`)
	otherNumbers = cuesOf(`license licence security ssn passport iban card account ausweis konto cuenta compte`)
	postCues     = cuesOf(`postcode post_code postal zip plz postleitzahl cap postnummer postinumero kod_pocztowy psc irsz iranyitoszam τ.κ. τκ индекс індекс posta_kodu kode_pos poskod بريدي מיקוד पिन pin_code
		pincode 邮编 郵遞區號 邮政编码 郵便番号 우편번호 รหัสไปรษณีย์ ไปรษณีย์ c.p. cep postnr kodepos mã_bưu البريدي המיקוד`)
	taxCues = cuesOf(`vat tax_id tax_no tax_number tin_no. tin_number ein_no. ein_number ust-id ustid ust.-id ust_id uid-nr uid_nr steuernummer steuer-nr tva siren siret p.iva partita_iva codice_fiscale cif nif rfc_ cnpj nipc contribuinte
		btw-n btw_nr btw_nummer btwn kvk nip_ regon dic_ ico_ dič ičo cui_ momsn momsreg moms-n moms_nr moms_nummer cvr org.nr orgnr organisationsnummer y-tunnus alv αφμ afm_ vergi_n инн_ єдрпоу едрпоу ипн adoszam gstin gst_ npwp ssm_ 税号 稅號 信用代码 登録番号 사업자등록 사업자번호 ผู้เสียภาษี mã_số_thuế mst_ الضريبي עוסק ח.פ जीएसटी`)
	couponCues = cuesOf(`coupon voucher promo code gutschein rabattcode rabatt discount cupon cupom descuento desconto bon_de_reduction remise buono sconto kortingscode korting kod rabattkod rabatkode
		alennuskoodi koodi rabatowy slevov kupon εκπτωτικ κουπονι κωδικ промокод купон код kode diskon mã كود قسيمه كوبون קופון קוד कूपन कोड 优惠码 优惠券 优惠 折扣码 券码 クーポン コード 쿠폰 코드 할인 คูปอง โค้ด`)
)

// cues are words that stand near a kind of code.
type cues struct{ words []string }

// cuesOf reads cues; _ stands for a space.
func cuesOf(list string) *cues {
	words := strings.Fields(list)
	for i := range words {
		words[i] = foldWord(strings.ReplaceAll(words[i], "_", " "))
	}
	return &cues{words}
}

// and is the cues with those of another list.
func (c *cues) and(list string) *cues {
	return &cues{slices.Concat(c.words, cuesOf(list).words)}
}

// mostCued bounds the looks around codes in one message.
const mostCued = 300

// cued says that one of the cues stands in the reach letters before a place. Most
// messages hold no word of a kind at all, which is found out once.
func (m *message) cued(start, reach int, c *cues) bool {
	there, known := m.cues[c]
	if !known {
		if m.whole == "" {
			m.whole = foldWord(strings.ToLower(m.text))
		}
		there = holds(m.whole, c.words)
		m.cues[c] = there
	}
	if !there || m.looks >= mostCued {
		return false
	}
	m.looks++
	return holds(m.near(start, reach), c.words)
}

// near is the text of reach letters before a place, in the same sentence, in lower
// case and without accents. A character of Han, kana or Hangul says as much as three
// letters.
func (m *message) near(start, reach int) string {
	from := start
	for from > 0 && reach > 0 {
		r, n := utf8.DecodeLastRuneInString(m.text[:from])
		from -= n
		reach--
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			reach -= 2
		}
	}
	near := foldWord(strings.ToLower(m.text[from:start]))
	if cut := strings.LastIndexAny(near, "\n?!。？！"); cut >= 0 {
		near = near[cut+1:]
	}
	return near
}

// cuedNext is cued where no other number stands between the cue and the place: of
// "zip 97205, order 10640" the second is no postcode.
func (m *message) cuedNext(start, reach int, c *cues) bool {
	if !m.cued(start, reach, c) {
		return false
	}
	near, run := m.near(start, reach), 0
	for i := len(near) - 1; i >= 0; i-- {
		if !isDigit(near[i]) {
			run = 0
			continue
		}
		if run++; run == leastNumber {
			return holds(near[i+leastNumber:], c.words)
		}
	}
	return true
}

// leastNumber is how many digits make a number of an order or a postcode.
const leastNumber = 4

// behind is what stands behind the last of the words in a text.
func behind(text string, words []string) string {
	for _, w := range words {
		for at := index(text, w); at >= 0; at = index(text, w) {
			text = text[at+len(w):]
		}
	}
	return text
}

func holds(text string, words []string) bool {
	for _, w := range words {
		if index(text, w) >= 0 {
			return true
		}
	}
	return false
}

// cuedBehind says that the word behind a place is one of the cues.
func (m *message) cuedBehind(end int, c *cues) bool {
	i := m.wordAt(m.words, end)
	if i == 0 || m.words[i].start-end > 1 {
		return false
	}
	word := m.words[i].fold
	if m.words[i].solid {
		word = m.text[m.words[i].start:min(len(m.text), m.words[i].start+24)]
	}
	for _, cue := range c.words {
		if strings.HasPrefix(word, cue) {
			return true
		}
	}
	return false
}

// index is where a text holds a cue: at the beginning of a word, or, where the
// script has no spaces, anywhere; -1 where it does not.
func index(text, cue string) int {
	for at := 0; ; {
		i := strings.Index(text[at:], cue)
		if i < 0 {
			return -1
		}
		i += at
		if cue[0] >= 0xe0 || i == 0 || !isWordByte(text[i-1]) && text[i-1] < 0x80 {
			end := i + len(cue)
			if len(cue) > 3 || end >= len(text) || !isWordByte(text[end]) {
				return i
			}
		}
		at = i + len(cue)
	}
}
