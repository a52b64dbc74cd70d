package nlu_test

import (
	"testing"

	"frontdesk/bot/nlu"
)

func analyzer(t testing.TB) *nlu.Analyzer {
	t.Helper()
	a, err := nlu.NewAnalyzer(nlu.AnalyzerConfig{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAskingForAPersonIsNeverMissed(t *testing.T) {
	a := analyzer(t)
	for _, text := range []string{
		"human please", "HUMAN!!!", "talk to a real person", "I want to speak to someone", "agent", "Agent please", "operator",
		"can i talk to a human", "let me speak with your manager", "connect me to customer service", "get me a real person now",
		"I don't want to talk to a bot", "i'm sick of bots", "is there a real person here?", "can someone call me", "please call me back",
		"hi, can you transfer me to an agent please", "give me a human", "customer service", "i need a representative",
		"I have asked three times already, put me through to a supervisor", "could i chat with someone from your team?",
		"Ich möchte mit einem Menschen sprechen", "mit einem mitarbeiter sprechen bitte", "Mitarbeiter", "kann ich mit jemandem reden",
		"echter Mensch bitte", "Verbinden Sie mich mit dem Kundenservice", "ich will keinen Bot", "ich brauche einen Ansprechpartner", "ruft mich bitte an",
		"转人工", "人工客服", "我要人工", "请转人工客服，谢谢", "有真人吗", "找你们经理", "我想和真人说话", "人工在吗", "别跟我用机器人", "客服呢",
		"hablar con una persona", "quiero hablar con un agente", "pásame con un humano por favor", "atención al cliente", "necesito un asesor",
		"hay alguna persona real?", "no quiero hablar con un robot", "me pueden llamar por favor",
		"je veux parler à un humain", "un conseiller s'il vous plaît", "quero falar com um atendente", "falar com uma pessoa",
		"vorrei parlare con un operatore", "operatore", "ik wil met een medewerker spreken", "chcę rozmawiać z konsultantem", "konsultant",
		"můžete mě přepojit na operátora", "vreau să vorbesc cu un operator", "jag vill prata med en människa", "jeg vil tale med et menneske",
		"haluan puhua ihmisen kanssa", "θέλω να μιλήσω με εκπρόσωπο", "bir temsilciyle görüşmek istiyorum", "canlı destek",
		"szeretnék egy emberrel beszélni", "хочу поговорить с оператором", "позовите оператора", "хочу поговорити з людиною",
		"أريد التحدث مع موظف", "אני רוצה לדבר עם נציג", "मुझे इंसान से बात करनी है", "ขอคุยกับเจ้าหน้าที่", "tôi muốn gặp nhân viên",
		"This takes too long. An employee, please!", "Das dauert mir zu lange. Bitte einen Mitarbeiter!", "太慢了。请给我一个员工！", "นานเกินไปแล้ว ขอพนักงานหน่อย",
		"yhdistäkää minut työntekijälle", "segíthet egy igazi ember", "प्लीज किसी से बात कराइए", "누군가와 이야기하고 싶어요", "boleh orang sebenar bantu saya",
		"saya mau bicara dengan cs", "saya nak cakap dengan ejen", "オペレーターにつないでください", "人と話したい", "担当者をお願いします", "상담원 연결해 주세요",
	} {
		if !a.WantsHuman(text, "") {
			t.Errorf("%q does not count as asking for a person", text)
		}
	}
}

func TestSpeakingOfPersonsIsNotAskingForOne(t *testing.T) {
	a := analyzer(t)
	for _, text := range []string{
		"human hair wig?", "is this person-sized?", "is the tent for one person", "a gift for a person who likes tea", "do you have a four person tent",
		"are you human?", "am i talking to a bot", "where is my order", "is it safe for human consumption", "how many people fit in it",
		"i don't need to talk to a human", "the person at the door signed for it", "cleaning agent for leather", "i'm an agent, do i get a discount",
		"does customer service work on sunday", "wig made of real human hair", "the manager chair in black", "who is the person on the photo",
		"ein Zelt für eine Person", "bist du ein Mensch?", "Personenwaage", "wie viele Personen passen rein", "una tienda para una persona",
		"eres una persona?", "para cuántas personas es", "你是人工智能吗", "你是真人吗", "人工皮草是真的吗", "几个人用的帐篷", "不要转人工", "",
		"ขอคืนของค่ะ", "da nhạy cảm nên dùng kem nào, tư vấn giúp", "halo admin", "เต็นท์สำหรับ 2 คนมีไหม", "一个人 可以吗", "cho một người được không", "can anyone help me with the size", "a tent for one person, please",
		"my neighbour talked to the driver", "i spoke to someone yesterday and they said it ships today", "please call before delivery",
	} {
		if a.WantsHuman(text, "") {
			t.Errorf("%q counts as asking for a person", text)
		}
	}
}

func TestYesAndNo(t *testing.T) {
	for _, c := range []struct {
		text, lang string
		yes, no    bool
	}{
		{"yes", "en", true, false}, {"Yes please!", "en", true, false}, {"yep that's right", "en", true, false}, {"👍", "", true, false},
		{"ok", "de", true, false}, {"ja genau, danke", "de", true, false}, {"sí, por favor", "es", true, false}, {"si claro", "es", true, false},
		{"好的，谢谢", "zh", true, false}, {"是的", "zh", true, false}, {"對", "zh", true, false}, {"oui", "fr", true, false}, {"sim, pode ser", "pt", true, false},
		{"certo", "it", true, false}, {"ja graag", "nl", true, false}, {"tak", "pl", true, false}, {"tak", "cs", false, false}, {"ano", "cs", true, false},
		{"da", "ro", true, false}, {"да, конечно", "ru", true, false}, {"так", "uk", true, false}, {"はい、お願いします", "ja", true, false}, {"네 맞아요", "ko", true, false},
		{"نعم", "ar", true, false}, {"כן", "he", true, false}, {"evet", "tr", true, false}, {"igen", "hu", true, false}, {"kyllä", "fi", true, false},
		{"ναι", "el", true, false}, {"हाँ", "hi", true, false}, {"ใช่ค่ะ", "th", true, false}, {"vâng", "vi", true, false}, {"ya", "id", true, false}, {"betul", "ms", true, false},
		{"ja tack", "sv", true, false}, {"ja tak", "da", true, false}, {"yes", "ja", true, false},
		{"no", "en", false, true}, {"no thanks", "en", false, true}, {"nein danke", "de", false, true}, {"nö", "de", false, true}, {"no, gracias", "es", false, true},
		{"不用了，谢谢", "zh", false, true}, {"不是", "zh", false, true}, {"non merci", "fr", false, true}, {"não", "pt", false, true}, {"nee", "nl", false, true},
		{"nie", "pl", false, true}, {"нет", "ru", false, true}, {"ні", "uk", false, true}, {"いいえ", "ja", false, true}, {"아니요", "ko", false, true}, {"لا شكرا", "ar", false, true},
		{"לא", "he", false, true}, {"hayır", "tr", false, true}, {"nem", "hu", false, true}, {"ei", "fi", false, true}, {"όχι", "el", false, true}, {"नहीं", "hi", false, true},
		{"ไม่ใช่ค่ะ", "th", false, true}, {"không", "vi", false, true}, {"tidak", "id", false, true}, {"nu", "ro", false, true}, {"nej tack", "sv", false, true}, {"ne", "cs", false, true},
		{"not correct", "en", false, true}, {"stimmt nicht", "de", false, true}, {"that's not right", "en", false, true},
		{"yes but where is my order", "en", false, false}, {"no idea what you mean, where is it", "en", false, false}, {"", "en", false, false},
		{"10482", "en", false, false}, {"thanks", "en", false, false}, {"please", "en", false, false}, {"claro que no", "es", false, true},
	} {
		if got := nlu.ShortAnswer(c.text).Affirms(c.lang); got != c.yes {
			t.Errorf("Affirms(%q, %q) = %v", c.text, c.lang, got)
		}
		if got := nlu.ShortAnswer(c.text).Denies(c.lang); got != c.no {
			t.Errorf("Denies(%q, %q) = %v", c.text, c.lang, got)
		}
	}
}

func TestGibberishIsTold(t *testing.T) {
	a := analyzer(t)
	for _, text := range []string{"asdfghjkl", "xkcdqwpzv", "qwertyuiop", "sdkjfhskdjfh", "aaaaaaaaaa", "zxcvbnm zxcvbnm", "....", "#*&^%", "fghjfgjkdfg dfgkjdfg", "lkjlkjlkj"} {
		if !a.Gibberish(text) {
			t.Errorf("%q passes as language", text)
		}
	}
	for _, text := range []string{
		"hello", "hi", "wo ist mein paket", "¿dónde está?", "10482", "NB-10482", "ok", "thx", "你好", "xyz", "👍", "???", "a@b.example", "strengths",
		"Rechtsschutzversicherung", "hahahaha", "jajaja", "wheres my parcl", "pls", "przesyłka", "szczęście", "merhaba", "cảm ơn", "privet", "where r my shoez", "x200",
		"はい", "ขอบคุณ", "مرحبا", "привет", "zalando", "hmmmm", "refnd plz", "bluetooth kopfhörer", "krzysztof", "нет",
	} {
		if a.Gibberish(text) {
			t.Errorf("%q counts as gibberish", text)
		}
	}
}
