package nlu_test

import (
	"slices"
	"testing"
)

// sure is how sure a reading must be to change a conversation's language (the
// bot's own bound).
const sure = 0.6

func TestTwoWordsAreEnough(t *testing.T) {
	a := analyzer(t)
	for text, want := range map[string]string{
		"my order": "en", "wrong size": "en", "still waiting": "en", "paket verspätet": "de", "falsche größe": "de", "geld zurück": "de",
		"mon colis": "fr", "taille incorrecte": "fr", "mi pedido": "es", "dinero devuelto": "es", "meu pedido": "pt", "cadê minha": "pt",
		"mio ordine": "it", "taglia sbagliata": "it", "mijn bestelling": "nl", "verkeerde maat": "nl", "moja paczka": "pl", "zły rozmiar": "pl",
		"moje objednávka": "cs", "špatná velikost": "cs", "comanda mea": "ro", "mărime greșită": "ro", "min beställning": "sv", "fel storlek": "sv",
		"min bestilling": "da", "forkert størrelse": "da", "tilaukseni kesti": "fi", "väärä koko": "fi", "siparişim nerede": "tr", "yanlış beden": "tr",
		"hol van": "hu", "rossz méret": "hu", "pesanan saya": "id", "kirim ulang": "id", "pesanan rosak": "ms", "penghantaran lambat": "ms",
		"đơn hàng": "vi", "sai size": "vi", "мой заказ": "ru", "где посылка": "ru", "моє замовлення": "uk", "де посилка": "uk",
		"η παραγγελία": "el", "طلبي متأخر": "ar", "ההזמנה שלי": "he", "मेरा ऑर्डर": "hi", "คืนเงิน": "th", "주문 취소": "ko", "注文 キャンセル": "ja", "我的 订单": "zh",
	} {
		if got := a.ReadLanguage(text, nil); got.Lang != want {
			t.Errorf("ReadLanguage(%q) = %s (%.2f), want %s", text, got.Lang, got.P, want)
		}
	}
}

func TestNamesNumbersAndSignsKeepTheLanguage(t *testing.T) {
	a := analyzer(t)
	for _, text := range []string{
		"Anna Schmidt", "Kowalski", "Jean-Pierre Dupont", "María García López", "Giuseppe Rossi", "Nguyen Van An", "John Smith", "Mehmet Yılmaz",
		"10482", "#10482 #10483", "NB-10482", "RR123456789DE", "1Z999AA10123456784", "+49 170 1234567",
		"https://shop.example/de/produkt/schuhe", "www.shop.example", "anna.schmidt@example.com", "SKU-883-BLK-XL", "AB12-CD34-EF56",
		"👍", "😡😡😡", "❤️ 🙏", "??", "...", "!!!", "XL", "iPhone 15 Pro", "DHL", "ok 👍", "10482 / 10483", "42", "€ 49,90",
	} {
		for _, prior := range []string{"de", "ja", "en", "pt"} {
			if got := a.ReadLanguage(text, []string{prior, "en"}); got.Lang != prior && got.P >= sure {
				t.Errorf("ReadLanguage(%q) in a %s conversation = %s (%.2f)", text, prior, got.Lang, got.P)
			}
		}
	}
}

func TestJunkIsNoLanguage(t *testing.T) {
	a := analyzer(t)
	for _, text := range []string{
		"asdkjh qwe", "asdf", "qwertz", "jkl jkl fgh", "sdfsdf", "xcvbnm", "kjhgfd", "zzzz", "hjkl hjkl", "dfg", "lkjsdf oiwer", "qwe asd zxc", "wqeqwe", "ghjghj",
		"фыва олдж", "йцукен", "aaaaaaa", "x y z", "brrr", "mnbvcx lkjhg",
	} {
		if got := a.ReadLanguage(text, []string{"en"}); got.Lang != "en" && got.P >= sure {
			t.Errorf("ReadLanguage(%q) in an English conversation = %s (%.2f)", text, got.Lang, got.P)
		}
		if got := a.ReadLanguage(text, nil); got.P > 0.8 {
			t.Errorf("ReadLanguage(%q) = %s (%.2f), which is too sure", text, got.Lang, got.P)
		}
	}
}

func TestAForeignNameDoesNotSwitchTheLanguage(t *testing.T) {
	a := analyzer(t)
	for text, lang := range map[string]string{
		"Louis Vuitton": "en", "la roche posay": "de", "Zalando": "fr", "Dolce & Gabbana": "en", "Hugo Boss": "fr", "Marc O'Polo": "de",
		"L'Oréal": "en", "Birkenstock": "es", "Nespresso": "de", "Deichmann": "it", "Ferragamo": "de", "Tommy Hilfiger": "it", "Under Armour": "de", "Maison Margiela": "nl",
		"is Château Margaux in stock": "en", "do you sell Haribo Goldbären": "en", "habt ihr The North Face": "de", "avez-vous des Birkenstock": "fr", "quiero unas New Balance": "es",
	} {
		if got := a.ReadLanguage(text, []string{lang, "en"}); got.Lang != lang && got.P >= sure {
			t.Errorf("ReadLanguage(%q) in a conversation in %s = %s (%.2f)", text, lang, got.Lang, got.P)
		}
	}
}

func TestAPlainSentenceSwitchesTheLanguage(t *testing.T) {
	a := analyzer(t)
	for text, want := range map[string]string{
		"können wir Deutsch sprechen?": "de", "sprechen Sie Deutsch": "de", "parlez-vous français ?": "fr", "¿podemos hablar en español?": "es", "can we speak English": "en",
		"podemos falar em português?": "pt", "possiamo parlare italiano?": "it", "kunnen we Nederlands praten?": "nl", "możemy rozmawiać po polsku?": "pl", "můžeme mluvit česky?": "cs",
		"kan vi tala svenska?": "sv", "kan vi snakke dansk?": "da", "voidaanko puhua suomea?": "fi", "türkçe konuşabilir miyiz?": "tr", "beszélhetünk magyarul?": "hu",
		"можно по-русски?": "ru", "можна українською?": "uk", "bisa pakai bahasa Indonesia?": "id", "boleh cakap bahasa Melayu tak?": "ms", "nói tiếng Việt được không": "vi",
	} {
		prior := "en"
		if want == "en" {
			prior = "de"
		}
		if got := a.ReadLanguage(text, []string{prior, "en"}); got.Lang != want || got.P < sure {
			t.Errorf("ReadLanguage(%q) in a conversation in %s = %s (%.2f), want %s", text, prior, got.Lang, got.P, want)
		}
	}
}

func TestMixedTextIsTheLanguageOfItsFunctionWords(t *testing.T) {
	a := analyzer(t)
	for _, c := range []struct{ text, want, second string }{
		{"ich möchte das order cancelln bitte", "de", ""},
		{"kann ich das item returnen und einen refund bekommen", "de", ""},
		{"mein package tracking zeigt delivered aber ich habe nichts bekommen", "de", ""},
		{"j'ai un problème avec le tracking de ma commande", "fr", ""},
		{"necesito el tracking number de mi pedido por favor", "es", ""},
		{"quero fazer o checkout mas o voucher não funciona", "pt", ""},
		{"ho fatto il checkout ma la mail di conferma non arriva", "it", ""},
		{"ik wil graag mijn order cancelen en een refund krijgen", "nl", ""},
		{"min order är delayed, kan ni kolla tracking", "sv", ""},
		{"please cancel my Bestellung and give me the money back", "en", ""},
		{"Wo ist mein Paket? I have been waiting for three weeks now", "", "de|en"},
		{"hola buenas tardes, where is my order, it has not arrived yet", "", "es|en"},
		{"Bonjour, je voudrais un remboursement. Sorry my french is not very good", "", "fr|en"},
		{"我的订单在哪里? please answer me in english", "", "zh|en"},
		{"أين طلبي؟ please help me with my order", "", "ar|en"},
		{"где мой заказ? I paid for it two weeks ago", "", "ru|en"},
		{"add The Art of Nijinsky please", "en", ""},
		{"هل يتم عرض iPhone 15 Pro Max", "ar", ""},
		{"iPhone 15 Pro Max ケースはありますか", "ja", ""},
		{"我想买 Nike Air Max", "zh", ""},
	} {
		got := a.ReadLanguage(c.text, nil)
		if c.want != "" && got.Lang != c.want {
			t.Errorf("ReadLanguage(%q) = %+v, want %s", c.text, got, c.want)
		}
		if c.want != "" && got.Second != "" && got.Second != "en" {
			t.Errorf("ReadLanguage(%q) has a second language %s", c.text, got.Second)
		}
		if c.second != "" && got.Lang+"|"+got.Second != c.second && got.Second+"|"+got.Lang != c.second {
			t.Errorf("ReadLanguage(%q) = %+v, want %s", c.text, got, c.second)
		}
	}
}

func TestLanguagesTypedInLatinLetters(t *testing.T) {
	a := analyzer(t)
	for _, c := range []struct{ text, want string }{
		{"mera order kahan hai", "hi"}, {"mujhe refund chahiye abhi tak nahi mila", "hi"}, {"parcel kab aayega bhai", "hi"}, {"ye galat size hai wapas karna hai", "hi"}, {"kya aap meri madad kar sakte hain", "hi"}, {"mujhe return karna hai", "hi"}, {"kya aap cash on delivery dete ho", "hi"}, {"refund kab milega", "hi"},
		{"fein el talab beta3i", "ar"}, {"3ayez araga3 el order da", "ar"}, {"wein talabi lessa ma wasal", "ar"}, {"momken a3raf emta el order hayewsal", "ar"}, {"shukran ya habibi", "ar"},
		{"pou einai i paraggelia mou", "el"}, {"thelo na epistrepso to proion", "el"}, {"den exei erthei akoma to dema mou", "el"}, {"kalispera sas pote tha erthei", "el"},
		{"gde moy zakaz", "ru"}, {"zdravstvuyte kogda pridet posylka", "ru"}, {"ya hochu vernut dengi za zakaz", "ru"}, {"spasibo vse prishlo", "ru"},
		{"de moye zamovlennya", "uk"}, {"dobryi den koly pryide moya posylka", "uk"}, {"ya hochu povernuty tovar bud laska", "uk"},
		{"wo de dingdan zai nali", "zh"}, {"wo yao tuikuan", "zh"}, {"kuaidi shenme shihou dao", "zh"}, {"nihao qing bangwo chaxun", "zh"},
		{"chuumon shita nimotsu ga todokimasen", "ja"}, {"henpin shitai desu", "ja"}, {"sumimasen itsu todokimasu ka", "ja"}, {"watashi no nimotsu wa doko desu ka", "ja"},
	} {
		got := a.ReadLanguage(c.text, []string{"en"})
		if got.Lang != c.want && got.P >= sure && got.Lang != "en" {
			t.Errorf("ReadLanguage(%q) = %+v, want %s", c.text, got, c.want)
		}
		if got.Lang == c.want && got.Variant != c.want+"-Latn" {
			t.Errorf("ReadLanguage(%q) has the variant %q", c.text, got.Variant)
		}
		if got = a.ReadLanguage(c.text, nil); got.Lang != c.want && got.P > 0.8 {
			t.Errorf("ReadLanguage(%q) without a prior = %+v, want %s", c.text, got, c.want)
		}
	}
}

func TestTextWithoutAccentsKeepsItsLanguage(t *testing.T) {
	a := analyzer(t)
	for text, want := range map[string]string{
		"ich moechte das zurueckgeben": "de", "koennen sie mir helfen": "de", "groesse passt nicht": "de", "konnen wir deutsch sprechen": "de",
		"don hang cua toi dau roi": "vi", "toi muon doi tra san pham nay": "vi", "bao gio giao hang vay shop": "vi", "cam on shop nhieu": "vi",
		"donde esta mi pedido": "es", "cuando llega mi paquete": "es", "ou est ma commande": "fr", "je n'ai pas recu mon colis": "fr",
		"nao recebi a minha encomenda": "pt", "quero uma devolucao": "pt", "gdzie jest moja przesylka": "pl", "chce zwrocic buty": "pl",
		"kde je moje objednavka": "cs", "chci vratit zbozi": "cs", "unde este comanda mea va rog": "ro", "vreau sa returnez produsul": "ro",
		"siparisim nerede kaldi": "tr", "iade etmek istiyorum": "tr", "hol van a csomagom": "hu", "szeretnem visszakuldeni a terméket": "hu",
		"var ar mitt paket": "sv", "jag vill lamna tillbaka": "sv", "hvor er min pakke, den er ikke modtaget": "da", "missa tilaukseni on": "fi", "haluan palauttaa taman": "fi", "perche non arriva il pacco": "it",
	} {
		if got := a.ReadLanguage(text, []string{"en"}); got.Lang != want {
			t.Errorf("ReadLanguage(%q) = %s (%.2f), want %s", text, got.Lang, got.P, want)
		}
	}
}

func TestVariantsOfChineseAndPortuguese(t *testing.T) {
	a := analyzer(t)
	for text, want := range map[string]string{
		"我的订单到哪里了": "zh-Hans", "请问什么时候发货": "zh-Hans", "我要退款谢谢": "zh-Hans", "这个尺码太小了能换吗": "zh-Hans", "快递还没到": "zh-Hans", "优惠码用不了": "zh-Hans",
		"我的訂單到哪裡了": "zh-Hant", "請問什麼時候出貨": "zh-Hant", "我要退款謝謝": "zh-Hant", "這個尺寸太小了可以換嗎": "zh-Hant", "包裹還沒到": "zh-Hant", "優惠碼無法使用": "zh-Hant",
		"你好": "", "退款": "", "好的": "",
		"cadê meu pedido": "pt-BR", "vocês aceitam pix?": "pt-BR", "qual o valor do frete pro meu cep": "pt-BR", "estou esperando a entrega há dias": "pt-BR", "quero o código de rastreio": "pt-BR", "oi, meu celular veio com a tela quebrada": "pt-BR",
		"onde está a minha encomenda": "pt-PT", "quais são os portes de envio": "pt-PT", "posso pagar por multibanco": "pt-PT", "estou à espera, estou a tentar contactar a loja": "pt-PT", "o ecrã do telemóvel veio partido": "pt-PT", "preciso de fatura com nif": "pt-PT",
		"obrigado": "", "quero devolver": "", "bom dia": "",
		"where is my order": "", "où est mon colis": "", "注文はどこですか": "",
	} {
		if got := a.ReadLanguage(text, nil); got.Variant != want {
			t.Errorf("ReadLanguage(%q) has the variant %q (%s), want %q", text, got.Variant, got.Lang, want)
		}
	}
}

func TestNeighboursAreToldApart(t *testing.T) {
	a := analyzer(t)
	for text, want := range map[string]string{
		"no ha llegado mi paquete todavía": "es", "ainda não chegou o meu pacote": "pt", "non è ancora arrivato il mio pacco": "it",
		"¿cuánto tarda el envío?": "es", "quanto tempo demora o envio?": "pt", "quanto ci mette la spedizione?": "it",
		"pakken er ikke kommet frem endnu": "da", "paketet har inte kommit fram än": "sv", "hvornår får jeg mine penge tilbage": "da", "när får jag mina pengar tillbaka": "sv",
		"zásilka ještě nedorazila": "cs", "przesyłka jeszcze nie dotarła": "pl",
		"посылка ещё не пришла": "ru", "посилка ще не прийшла": "uk", "хочу вернуть деньги": "ru", "хочу повернути гроші": "uk",
		"barang saya rusak, bisa minta uang kembali?": "id", "barang saya rosak, boleh minta wang dikembalikan?": "ms", "kapan pesanan saya dikirim": "id", "bila pesanan saya akan dihantar": "ms",
		"karena ukurannya salah saya mau tukar": "id", "kerana saiznya salah saya nak tukar": "ms", "berapa ongkos kirim ke bandung": "id", "berapa kos penghantaran ke ipoh": "ms",
		"mohon dibatalkan pesanannya kak": "id", "tolong batalkan tempahan saya encik": "ms", "apakah ada diskon": "id", "ada diskaun tak": "ms",
		"je pakket is nog niet aangekomen": "nl", "das paket ist noch nicht angekommen": "de",
	} {
		if got := a.ReadLanguage(text, nil); got.Lang != want {
			t.Errorf("ReadLanguage(%q) = %s (%.2f), want %s", text, got.Lang, got.P, want)
		}
	}
}

func TestLanguagesThatAreNotSpokenAreNotSure(t *testing.T) {
	a := analyzer(t)
	for _, text := range []string{
		"kde je moja objednávka, ešte neprišla", "chcem vrátiť tovar a dostať späť peniaze", // Slovak
		"hvor er pakken min, jeg har ikke fått den ennå", "jeg vil gjerne returnere denne varen", // Norwegian
		"къде е поръчката ми, още не е дошла", "искам да върна обувките", // Bulgarian
		"on és la meva comanda, encara no ha arribat", "vull tornar aquestes sabates", // Catalan
		"gdje je moja narudžba, još nije stigla", "nasaan na ang order ko, hindi pa dumarating", // Croatian, Tagalog
		"माझी ऑर्डर कुठे आहे", "मला पैसे परत पाहिजे", // Marathi
		"سفارش من کجاست؟ هنوز نرسیده", "میرا آرڈر کہاں ہے", // Persian, Urdu
	} {
		if got := a.ReadLanguage(text, []string{"en"}); got.P >= sure {
			t.Errorf("ReadLanguage(%q) = %s (%.2f), which is too sure", text, got.Lang, got.P)
		}
	}
}

func TestTheConversationSettlesWhatFitsTwoLanguages(t *testing.T) {
	a := analyzer(t)
	for _, c := range []struct{ text, one, other string }{
		{"pesanan saya di mana", "id", "ms"}, {"terima kasih", "id", "ms"}, {"nada", "es", "pt"}, {"cancelar", "es", "pt"}, {"hej", "sv", "da"}, {"tak", "da", "pl"},
		{"banana", "it", "es"}, {"ja", "de", "sv"}, {"problem", "de", "en"}, {"hotel", "de", "fr"}, {"注文", "ja", "ja"}, {"可以", "zh", "zh"},
	} {
		for _, prior := range []string{c.one, c.other} {
			if got := a.ReadLanguage(c.text, []string{prior, "en"}); got.Lang != prior {
				t.Errorf("ReadLanguage(%q) in a conversation in %s = %s (%.2f)", c.text, prior, got.Lang, got.P)
			}
		}
	}
}

func TestEveryKnownLanguageIsFound(t *testing.T) {
	a := analyzer(t)
	found := map[string]bool{}
	for _, text := range []string{"where is it please", "谢谢你们", "ありがとう", "감사합니다", "wo ist das bitte", "où est-il", "dónde está", "onde está você", "dove si trova", "waar is het",
		"gdzie to jest", "kde to je", "unde este", "var finns det", "hvor er det nu", "missä se on", "πού είναι", "nerede bu", "hol van ez", "где это", "де це є", "أين هو", "איפה זה", "कहाँ है", "อยู่ที่ไหน", "ở đâu vậy", "ada di mana ya", "boleh saya tahu kenapa awak tak hantar"} {
		found[a.ReadLanguage(text, nil).Lang] = true
	}
	var missing []string
	for _, lang := range []string{"en", "zh", "ja", "ko", "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "ro", "sv", "da", "fi", "el", "tr", "ru", "uk", "ar", "he", "hi", "th", "vi", "id", "ms", "hu"} {
		if !found[lang] {
			missing = append(missing, lang)
		}
	}
	if len(missing) > 0 {
		t.Errorf("never found: %v", slices.Sorted(slices.Values(missing)))
	}
}
