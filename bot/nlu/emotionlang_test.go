package nlu_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot/nlu"
)

// moodPhrases are what shoppers say in every language of the pack, by mood, with
// bars between; hurry stands for urgency. What is neutral must stay neutral:
// asking for a return or naming a fault is no anger.
var moodPhrases = map[string]struct{ anger, joy, sadness, hurry, neutral string }{
	"en": {"this is unacceptable|you are thieves, give me my money back|what a joke of a company", "i love it, thank you so much|absolutely perfect|great job, i'm so happy", "i'm so disappointed|i am really sad about this|not happy with this", "i need this asap|please reply immediately|it's urgent", "where is my order|the lamp arrived broken, can i return it?|you sent me the wrong size"},
	"de": {"das ist eine frechheit|ihr seid betrüger|ich bin stinksauer", "ich bin begeistert, vielen dank|einfach perfekt|das kleid ist wunderbar", "ich bin sehr enttäuscht|das macht mich traurig|bin nicht zufrieden", "das ist dringend|bitte antworten sie umgehend|ich brauche es heute", "wo ist mein paket|die lampe ist kaputt angekommen, kann ich sie zurückgeben?|ich habe die falsche größe bekommen"},
	"es": {"esto es inaceptable|son unos estafadores|estoy muy enfadada", "me encanta, muchas gracias|es perfecto|estoy muy contenta con el vestido", "estoy muy decepcionado|qué triste|qué pena, era un regalo", "es urgente|lo necesito para mañana|respondan de inmediato", "dónde está mi pedido|la lámpara llegó rota, puedo devolverla?|me enviaron la talla equivocada"},
	"fr": {"c'est inadmissible|vous êtes des voleurs|je suis furieux", "j'adore, merci beaucoup|c'est parfait|je suis ravie", "je suis très déçue|c'est triste|quelle déception", "c'est urgent|répondez-moi tout de suite|j'en ai besoin au plus vite", "où est mon colis|la lampe est arrivée cassée, puis-je la retourner ?|j'ai reçu la mauvaise taille"},
	"it": {"è inaccettabile|siete dei ladri|sono davvero arrabbiata", "lo adoro, grazie mille|è perfetto|sono felice dell'acquisto", "sono molto deluso|che tristezza, sono triste|che delusione, sono delusa", "è urgente|rispondete subito|mi serve per domani", "dov'è il mio pacco|la lampada è arrivata rotta, posso restituirla?|ho ricevuto la taglia sbagliata"},
	"pt": {"isso é um absurdo|vocês são golpistas|estou com muita raiva", "adorei, muito obrigada|ficou perfeito|estou muito feliz com a compra", "estou muito decepcionado|que triste|fiquei chateada e triste", "é urgente|preciso hoje|respondam imediatamente", "cadê meu pedido|a luminária chegou quebrada, posso devolver?|recebi o tamanho errado"},
	"nl": {"dit is belachelijk|jullie zijn oplichters|ik ben woedend", "geweldig, heel erg bedankt|het is perfect|ik ben er heel blij mee", "ik ben erg teleurgesteld|wat verdrietig|ik ben niet blij", "het is dringend|graag zo snel mogelijk|ik heb het vandaag nodig, spoed", "waar is mijn pakket|de lamp is kapot aangekomen, kan ik hem terugsturen?|ik heb de verkeerde maat gekregen"},
	"sv": {"det här är oacceptabelt|ni är bedragare|jag är rasande", "jag älskar den, tack så mycket|helt underbar|jag är jätteglad", "jag är väldigt besviken|så ledsen|det är sorgligt", "det är brådskande|svara omedelbart|så snart som möjligt", "var är mitt paket|lampan kom trasig, kan jag lämna tillbaka den?|jag fick fel storlek"},
	"da": {"det er uacceptabelt|i er svindlere|jeg er rasende", "jeg elsker den, tusind tak|helt perfekt|jeg er så glad", "jeg er meget skuffet|jeg er ked af det|sikke en skuffelse", "det haster|svar med det samme|hurtigst muligt", "hvor er min pakke|lampen kom i stykker, kan jeg returnere den?|jeg fik forkert størrelse"},
	"fi": {"tämä on naurettavaa|olette huijareita|olen todella vihainen", "rakastan sitä, kiitos paljon|aivan täydellinen|olen iloinen", "olen hyvin pettynyt|olen surullinen|mikä pettymys", "asia on kiireellinen|vastatkaa välittömästi|mahdollisimman pian", "missä pakettini on|lamppu saapui rikki, voinko palauttaa sen?|sain väärän koon"},
	"pl": {"to jest skandal|jesteście oszustami|jestem wściekły", "uwielbiam, bardzo dziękuję|jest idealna|jestem zachwycona", "jestem bardzo rozczarowany|smutno mi, płaczę|jestem zawiedziona", "to pilne|odpowiedzcie natychmiast|potrzebuję jak najszybciej", "gdzie jest moja paczka|lampa przyszła uszkodzona, czy mogę ją zwrócić?|dostałem zły rozmiar"},
	"cs": {"to je nepřijatelné|jste podvodníci|jsem naštvaný", "miluju to, moc děkuji|je to perfektní|jsem nadšená", "jsem velmi zklamaný|je mi smutno|jsem nešťastná", "je to naléhavé|odpovězte okamžitě|co nejdříve prosím", "kde je můj balík|lampa přišla rozbitá, mohu ji vrátit?|dostal jsem špatnou velikost"},
	"ro": {"este inacceptabil|sunteți niște hoți|sunt furios", "îmi place, sunt fericită, mulțumesc mult|este perfect|sunt foarte încântat", "sunt foarte dezamăgit|sunt trist|ce dezamăgire", "este urgent|răspundeți imediat|am nevoie cât mai repede", "unde este coletul meu|lampa a ajuns spartă, o pot returna?|am primit mărimea greșită"},
	"hu": {"ez elfogadhatatlan|csalók vagytok|nagyon dühös vagyok", "imádom, nagyon szépen köszönöm|tökéletes|nagyon boldog vagyok", "nagyon csalódott vagyok|szomorú vagyok|ez csalódás", "sürgős|azonnal válaszoljanak|minél hamarabb kellene", "hol van a csomagom|a lámpa törve érkezett, vissza tudom küldeni?|rossz méretet kaptam"},
	"el": {"είναι απαράδεκτο|είστε απατεώνες|είμαι έξαλλος", "το λατρεύω, ευχαριστώ πολύ|είναι τέλειο|είμαι ενθουσιασμένη", "είμαι πολύ απογοητευμένος|στενοχωρημένη είμαι|τι απογοήτευση", "είναι επείγον|απαντήστε αμέσως|το συντομότερο παρακαλώ", "πού είναι η παραγγελία μου|η λάμπα ήρθε σπασμένη, μπορώ να την επιστρέψω;|πήρα λάθος μέγεθος"},
	"tr": {"bu kabul edilemez|siz dolandırıcısınız|çok sinirliyim", "bayıldım, çok teşekkürler|mükemmel|çok mutluyum", "hayal kırıklığına uğradım|çok üzgünüm|mutlu değilim", "çok acil|hemen cevap verin|en kısa sürede lazım", "siparişim nerede|lamba kırık geldi, iade edebilir miyim?|yanlış beden gönderdiniz"},
	"ru": {"это безобразие|вы мошенники|я в бешенстве", "обожаю, большое спасибо|всё отлично|я очень рада", "я очень разочарован|мне грустно|очень обидно", "это срочно|ответьте немедленно|нужно как можно скорее", "где мой заказ|лампа пришла сломанная, можно вернуть?|прислали не тот размер"},
	"uk": {"це неподобство|ви шахраї|я розлючений", "обожнюю, щиро дякую|все чудово|я дуже рада", "я дуже розчарований|мені сумно|дуже прикро", "це терміново|дайте відповідь негайно|потрібно якнайшвидше", "де моє замовлення|лампа прийшла розбита, можна повернути?|надіслали не той розмір"},
	"ar": {"هذا غير مقبول|أنتم نصابون|أنا غاضب جدا", "أحببته، شكرا جزيلا|ممتاز|أنا سعيدة جدا", "أنا محبط|أنا حزين|خيبة أمل كبيرة", "الأمر عاجل|أريد الرد فورا|في أسرع وقت", "أين طلبي|وصل المصباح مكسورا، هل يمكنني إرجاعه؟|وصلني مقاس خطأ"},
	"he": {"זה לא מקובל|אתם נוכלים|אני כועס מאוד", "אני אוהבת את זה, תודה רבה|מושלם|אני מאושר", "אני מאוד מאוכזב|אני עצובה|איזו אכזבה", "זה דחוף|תענו לי מיד|בהקדם האפשרי", "איפה ההזמנה שלי|המנורה הגיעה שבורה, אפשר להחזיר?|קיבלתי מידה לא נכונה"},
	"zh": {"太过分了|你们是骗子|气死我了", "太好了，非常感谢|很喜欢，完美|好开心", "我很失望|好难过|我不开心", "很急|请马上回复|尽快处理", "我的订单到哪了|台灯到货是坏的，可以退吗？|尺码发错了"},
	"ja": {"ふざけないでください|詐欺じゃないですか|最悪です", "とても気に入りました、ありがとうございます|最高です|嬉しいです", "がっかりしました|悲しいです|嬉しくないです", "至急お願いします|今すぐ返事をください|急いでいます", "注文はどこですか|ランプが壊れて届きました。返品できますか？|サイズが違うものが届きました"},
	"ko": {"정말 화나네요|사기꾼들이네|어이없어요", "너무 좋아요 감사합니다|최고예요|정말 행복해요", "실망했어요|너무 슬퍼요|속상해요 ㅠㅠ", "급해요|빨리 답장 주세요|당장 처리해 주세요", "제 주문 어디쯤인가요|램프가 깨져서 왔어요 반품되나요?|사이즈가 잘못 왔어요"},
	"hi": {"यह अस्वीकार्य है|तुम लोग धोखेबाज़ हो|मुझे बहुत गुस्सा आ रहा है", "बहुत बढ़िया, बहुत बहुत धन्यवाद|शानदार|मैं बहुत खुश हूँ", "मैं बहुत निराश हूँ|मुझे दुख हुआ|मैं खुश नहीं हूँ", "तुरंत जवाब दीजिए|बहुत अर्जेंट है|मुझे आज ही चाहिए", "मेरा ऑर्डर कहाँ है|लैंप टूटा हुआ आया, क्या वापस कर सकते हैं?|गलत साइज़ भेज दिया"},
	"th": {"รับไม่ได้จริงๆ|พวกคุณโกง|โกรธมาก", "ชอบมาก ขอบคุณมากค่ะ|ดีที่สุด|มีความสุขมาก", "ผิดหวังมาก|เสียใจ|เศร้าจัง", "ด่วนมากค่ะ|ขอตอบทันที|ต้องใช้พรุ่งนี้", "ของถึงไหนแล้ว|โคมไฟมาถึงแตก คืนได้ไหม|ส่งผิดไซส์"},
	"vi": {"thật không thể chấp nhận được|các người lừa đảo|tôi rất tức giận", "tôi rất thích, cảm ơn nhiều|tuyệt vời|mình rất vui", "tôi rất thất vọng|buồn quá|tôi không hài lòng", "tôi cần gấp|trả lời ngay lập tức|càng sớm càng tốt", "đơn hàng của tôi đâu rồi|đèn giao bị vỡ, tôi trả lại được không?|gửi sai size rồi"},
	"id": {"ini keterlaluan|kalian penipu|saya sangat marah", "suka banget, terima kasih banyak|sempurna|saya senang sekali", "saya kecewa|sedih banget|saya tidak senang", "ini mendesak|tolong dibalas segera|butuh hari ini", "pesanan saya di mana|lampunya datang pecah, bisa retur?|ukurannya salah kirim"},
	"ms": {"ini memang melampau|awak semua penipu|saya sangat marah", "suka sangat, terima kasih banyak|sempurna|saya gembira", "saya kecewa|sedihnya, saya sedih|saya tidak gembira", "ini mendesak|tolong balas segera|secepat mungkin", "di mana pesanan saya|lampu sampai pecah, boleh pulangkan?|tersilap hantar saiz"},
}

func TestMoodsInEveryLanguage(t *testing.T) {
	a := analyzer(t)
	if len(moodPhrases) != 28 {
		t.Fatalf("%d languages", len(moodPhrases))
	}
	for _, lang := range slices.Sorted(maps.Keys(moodPhrases)) {
		p := moodPhrases[lang]
		for want, list := range map[string]string{nlu.Anger: p.anger, nlu.Joy: p.joy, nlu.Sadness: p.sadness, nlu.Neutral: p.neutral, "hurry": p.hurry} {
			for text := range strings.SplitSeq(list, "|") {
				e := a.DetectEmotion(text, lang)
				if got := e.Label; want != "hurry" && got != want {
					t.Errorf("%s: %q is %s (%.2f), want %s", lang, text, got, e.P, want)
				}
				if e.Urgent != (want == "hurry") {
					t.Errorf("%s: %q has urgency %v", lang, text, e.Urgent)
				}
				if want == nlu.Anger && e.P < 0.5 {
					t.Errorf("%s: %q is anger with %.2f only", lang, text, e.P)
				}
			}
		}
	}
}

// What the pack's shoppers ask and report carries no mood: naming a fault or a
// delay is no anger.
func TestShopQuestionsStayNeutral(t *testing.T) {
	pack, err := nlu.Pack()
	if err != nil {
		t.Fatal(err)
	}
	a := analyzer(t)
	own := []string{"complaint", "thanks", "chitchat", "greeting", "goodbye", "affirm", "deny", "stop", "bot_question", nlu.OutOfScope}
	asked, moody, angry := map[string]int{}, map[string]int{}, map[string]int{}
	for _, e := range pack {
		if e.Lang == "" || slices.Contains(own, e.Intent) {
			continue
		}
		m := a.DetectEmotion(e.Text, e.Lang)
		asked[e.Lang]++
		if m.Label != nlu.Neutral {
			moody[e.Lang]++
		}
		if m.Label == nlu.Anger && m.P >= 0.6 {
			angry[e.Lang]++
		}
	}
	for lang, n := range asked {
		if n >= 100 && (moody[lang]*100 > 3*n || angry[lang]*100 > n) {
			t.Errorf("%s: of %d lines %d carry a mood, %d anger", lang, n, moody[lang], angry[lang])
		}
	}
}

// Cues beside words: negation, stretching, capitals, signs, faces, swearing as
// praise, politeness that is not joy.
func TestMoodCues(t *testing.T) {
	a := analyzer(t)
	for _, c := range []struct{ text, lang, want string }{
		{"i am soooo happyyyyy", "en", "joy"}, {"estoy muuuuy felizzzz", "es", "joy"}, {"suuuuper, daaanke", "de", "joy"},
		{"fucking awesome", "en", "joy"}, {"this is fucking useless", "en", "anger"},
		{"WO IST MEIN PAKET!!!!", "de", "anger"}, {"DÓNDE ESTÁ MI PEDIDO!!!", "es", "anger"}, {"wo ist mein paket!", "de", "neutral"}, {"NB-10482", "en", "neutral"},
		{":(", "de", "sadness"}, {">:(", "fr", "anger"}, {"<3 <3", "it", "joy"}, {"😂", "pt", "joy"}, {"🤮", "", "disgust"}, {"😱", "", "fear"}, {"ㅠㅠ", "ko", "sadness"}, {"결제가 안돼요ㅠㅠ", "ko", "sadness"},
		{"könnten sie mir bitte helfen, danke im voraus", "de", "neutral"}, {"dónde está mi pedido? gracias", "es", "neutral"}, {"riktig person tack", "sv", "neutral"},
		{"danke!", "de", "joy"}, {"gracias", "es", "joy"}, {"спасибо", "ru", "joy"},
		{"no estoy feliz", "es", "sadness"}, {"je ne suis pas ravie", "fr", "sadness"}, {"ei ole iloinen", "fi", "sadness"}, {"mutlu değilim", "tr", "sadness"}, {"我不高兴", "zh", "sadness"}, {"행복하지 않아요", "ko", "sadness"}, {"खुश नहीं हूँ", "hi", "sadness"},
		{"ich bin nicht wütend", "de", "neutral"}, {"no estoy enfadado", "es", "neutral"}, {"我没生气", "zh", "neutral"},
		{"die energieklasse ist a", "de", "neutral"}, {"你们有垃圾桶吗", "zh", "neutral"}, {"vui lòng cho tôi gặp nhân viên", "vi", "neutral"}, {"vale la pena?", "es", "neutral"},
	} {
		if e := a.DetectEmotion(c.text, c.lang); e.Label != c.want {
			t.Errorf("%s: %q is %s (%.2f), want %s", c.lang, c.text, e.Label, e.P, c.want)
		}
	}
}
