package nlu_test

import (
	"strings"
	"testing"

	"frontdesk/bot/nlu"
)

func TestShortMessagesGetTheirLanguage(t *testing.T) {
	a := analyzer(t)
	for want, texts := range map[string][]string{
		"en": {"where is my order", "hello", "refund please", "thanks", "my parcel is late", "return"},
		"de": {"danke", "Hallo, wo ist mein Paket?", "wo ist mein paket 10482", "rückgabe", "vielen dank", "ich möchte das zurückgeben", "guten tag"},
		"es": {"hola", "gracias", "¿dónde está mi pedido?", "donde esta mi paquete", "quiero devolver esto", "buenos días"},
		"fr": {"bonjour", "merci beaucoup", "où est mon colis", "je voudrais un remboursement"},
		"pt": {"olá", "obrigado", "onde está meu pedido", "quero devolver"},
		"it": {"grazie", "dov'è il mio ordine", "vorrei un rimborso", "buongiorno"},
		"nl": {"dank je wel", "waar is mijn bestelling", "ik wil dit retourneren"},
		"pl": {"dziękuję", "gdzie jest moja paczka"},
		"tr": {"merhaba", "siparişim nerede"},
		"vi": {"đơn hàng của tôi đâu", "cảm ơn"},
		"id": {"pesanan saya di mana", "terima kasih kak"},
		"sv": {"var är min beställning", "tack så mycket"},
		"fi": {"missä tilaukseni on", "kiitos"},
		"hu": {"hol van a rendelésem", "köszönöm"},
		"cs": {"kde je moje objednávka", "děkuji"},
		"ro": {"unde este comanda mea", "mulțumesc"},
		"da": {"hvor er min bestilling", "mange tak, hvornår kommer pakken"},
		"ru": {"где мой заказ", "спасибо"}, "uk": {"де моє замовлення", "дякую"},
		"zh": {"我的订单在哪里", "谢谢", "訂單10482到哪了"}, "ja": {"注文はどこですか", "ありがとう"}, "ko": {"주문 어디 있어요"},
		"ar": {"أين طلبي"}, "he": {"איפה ההזמנה שלי"}, "th": {"สินค้าอยู่ไหน"}, "el": {"πού είναι η παραγγελία μου"}, "hi": {"मेरा ऑर्डर कहाँ है"},
	} {
		for _, text := range texts {
			for _, prior := range [][]string{nil, {"en"}} {
				if got, p := a.DetectLanguage(text, prior); got != want {
					t.Errorf("DetectLanguage(%q, %v) = %s (%.2f), want %s", text, prior, got, p, want)
				}
			}
		}
	}
}

func TestTextsWithoutALanguageKeepThePrior(t *testing.T) {
	a := analyzer(t)
	for _, text := range []string{"ok", "10482", "NB-10482", "👍", "", "???", "anna@example.com", "https://shop.example/x", "shop.example/zamek-blyskawiczny", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9/zamek_do_kurtki_3ayez_mar7aba", "DHL", "#88213 ok"} {
		if got, p := a.DetectLanguage(text, []string{"de", "en"}); got != "de" || p > 0.5 {
			t.Errorf("DetectLanguage(%q) = %s (%.2f), want the prior with a low probability", text, got, p)
		}
		if got, p := a.DetectLanguage(text, nil); got != "" || p != 0 {
			t.Errorf("DetectLanguage(%q) without a prior = %q (%.2f)", text, got, p)
		}
	}
}

func TestOnlyEnabledLanguagesAreChosen(t *testing.T) {
	a, err := nlu.NewAnalyzer(nlu.AnalyzerConfig{Languages: []string{"en", "de"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"hola gracias", "où est mon colis", "hvor er min pakke"} {
		if got, _ := a.DetectLanguage(text, []string{"en"}); got != "en" && got != "de" {
			t.Errorf("DetectLanguage(%q) = %s, which is not enabled", text, got)
		}
	}
	if _, err := nlu.NewAnalyzer(nlu.AnalyzerConfig{Languages: []string{"en", "xx"}}); err == nil {
		t.Error("an unknown language is accepted")
	}
}

func FuzzDetectLanguage(f *testing.F) {
	for _, s := range []string{"hello", "\xff\xfe", "مرحبا 10482", "a\x00b", "\u200b\u200d", strings.Repeat("ß", 5000), "Ⅷ①ﬁ", "日本", "한"} {
		f.Add(s)
	}
	a := analyzer(f)
	f.Fuzz(func(t *testing.T, text string) {
		lang, p := a.DetectLanguage(text, []string{"en"})
		if lang == "" || p < 0 || p > 1 {
			t.Errorf("DetectLanguage(%q) = %q, %v", text, lang, p)
		}
		l := a.ReadLanguage(text, nil)
		if !(l.P >= 0 && l.P <= 1) || (l.Lang == "") != (l.P == 0) || l.Second != "" && l.Second == l.Lang || l.Variant != "" && !strings.HasPrefix(l.Variant, l.Lang+"-") {
			t.Errorf("ReadLanguage(%q) = %+v", text, l)
		}
		a.Gibberish(text)
		a.WantsHuman(text, lang)
		nlu.ShortAnswer(text).Affirms(lang)
		nlu.ShortAnswer(text).Denies(lang)
		if e := a.DetectEmotion(text, lang); e.P <= 0 || e.P > 1 {
			t.Errorf("DetectEmotion(%q) = %+v", text, e)
		}
	})
}
