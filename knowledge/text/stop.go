package text

import "strings"

// stopSets is stopWords to look up, also as they are typed without accents; not where
// that makes other words (từ from, tủ wardrobe; vì since, ví wallet): there, the list has
// those that are hardly ever another word.
var stopSets = func() map[string]map[string]bool {
	sets := make(map[string]map[string]bool, len(stopWords))
	for lang, words := range stopWords {
		sets[lang] = make(map[string]bool)
		for w := range strings.FieldsSeq(words) {
			sets[lang][w] = true
			switch lang {
			case "vi", "th", "zh", "ja", "ko": // the last four have pairs of characters
			default:
				sets[lang][fold(lang, w)] = true
			}
		}
	}
	return sets
}()

// stopWords are the function words of a language, and the words with which
// shoppers open any question. They keep a small weight: a question that holds
// nothing else still finds something.
var stopWords = map[string]string{
	"en": `a an the and or but if then than so as of at by for with about to from in on off out over under up down into
		i you he she it we they me him her us them my your his its our their mine yours this that these those there here
		is am are was were be been being do does did doing done have has had having can could will would shall should may might must
		what which who whom whose when where why how not no nor only just too very also any some all both each few more most other such own same
		please hi hello hey thanks thank dont cant wont im ive isnt arent doesnt didnt id ill youre theres whats hows need want get got know tell let
		something anything someone anyone somebody anybody thing things go going went make made take give see find ask like back again still ever already yet now maybe really actually right well ok okay possible possibly able much many long often way hope happen happens`,
	"de": `der die das den dem des ein eine einen einem einer eines und oder aber wenn als dann so wie von an am auf aus bei beim mit nach zu zum zur vom im in ins für um über unter durch ohne gegen bis seit
		ich du er sie es wir ihr mich mir dich dir ihn ihm uns euch ihnen mein meine meinen meinem meiner dein deine sein seine ihre ihren ihrem ihrer unser unsere euer eure dieser diese dieses diesen jener
		ist bin bist sind seid war waren wird werden wurde wurden habe hast hat haben hatte hatten kann kannst können könnt könnte muss müssen soll sollen sollte will wollen wollte möchte darf dürfen
		was welche welcher welches welchen wer wen wem wessen wann wo wohin woher warum wieso weshalb wie viel viele nicht kein keine keinen nur auch noch schon sehr mehr man sich hier dort da dass ob denn doch mal
		bitte hallo danke guten tag gibt geht gehen machen mache macht etwas jemand eigentlich gerne gern vielleicht wirklich wieder immer jetzt möglich lange lang oft also ja nein okay wissen sagen brauche finde`,
	"es": `el la los las lo un una unos unas y e o u pero si de del al a ante con en entre para por sin sobre desde hasta
		yo tú tu él ella usted nosotros ellos ellas ustedes me te se le les nos os mi mis tus su sus mío este esta esto estos estas ese esa eso esos esas aquel aquella
		es soy eres son somos era fue fueron ser estar estoy está están estaba he has ha han había hay haber tengo tiene tienen tener puedo puede pueden podría poder debo debe hacer hago hace quiero quiere
		qué que cuál cual cuáles quién quien quiénes cuándo cuando dónde donde cómo como cuánto cuánta cuántos cuántas cuanto por qué no ni sólo solo también ya muy más menos otro otra
		hola gracias favor algo alguien algún alguna ir va voy dar da saber sé decir ver necesito posible ahora todavía aún siempre entonces bien mucho mucha muchos muchas tarda`,
	"fr": `le la les l un une des du de d et ou mais si à au aux en dans par pour sur avec sans sous entre vers chez
		je j tu il elle on nous vous ils elles me m te t se s lui leur y mon ma mes ton ta tes son sa ses notre nos votre vos leurs ce cet cette ces c ça cela
		est suis es sommes êtes sont était étaient être été ai as a avons avez ont avait avoir peux peut pouvez peuvent pouvoir dois doit faire fait veux voudrais
		que qu qui quoi quel quelle quels quelles quand où comment pourquoi combien ne n pas plus ni aussi très même autre
		bonjour merci svp plaît`,
	"it": `il lo la i gli le un uno una di a da in con su per tra fra senza durante e ed o oppure ma però se quindi dunque allora mentre del dello della dei degli delle al allo alla ai agli alle dal dallo dalla dai dagli dalle nel nello nella nei negli nelle sul sullo sulla sui sugli sulle
		io tu lui lei noi voi loro mi ti ci vi si ne mio mia miei mie tuo tua suo sua nostro vostro questo questa questi queste quello quella cui
		è sono sei siamo siete era erano essere stata state ho hai ha abbiamo avete hanno avere posso può potete possono potrei potuto devo deve fare fa faccio vorrei voglio so sa sapere dirmi va
		che chi cosa quale quali quando dove come perché quanto quanta quanti quante non anche più molto già solo dopo prima poi così sempre forse davvero qualcosa qualcuno volte caso casi sì no ciao salve saluti buongiorno buonasera grazie favore`,
	"pt": `o a os as um uma uns umas de do da dos das em no na nos nas num numa por pelo pela pelos pelas para pra com sem sobre entre até desde durante e ou mas porém então se ao à aos às
		eu tu ele ela você nós eles elas vocês me te lhe meu minha meus minhas teu tua seu sua seus suas nosso este esta estes estas isto esse essa esses essas isso aquele aquela aquilo deste desta disso neste nesta nisso
		é sou são era foi foram ser seria será estar estou está estão há tenho tem têm ter posso pode podem poderia devo deve fazer faço quero queria gostaria preciso sei sabe saber acho vou vai
		que qual quais quem quando onde como porque quanto quanta quantos quantas não também já muito mais só ainda antes depois sempre assim talvez algo algum alguma alguém nada caso casos olá oi favor obrigado obrigada`,
	"nl": `de het een en of maar als dan van aan op uit bij met naar te tot voor door over onder om in ik jij je hij zij ze wij we jullie mij me jou hem haar ons hun mijn jouw zijn uw onze deze dit die dat
		is ben bent waren was wordt worden heb hebt heeft hebben had kan kun kunt kunnen kon moet moeten zal zullen wil willen mag
		wat welke wie wanneer waar waarom hoe hoeveel niet geen ook nog al zeer meer er hier daar hallo bedankt alstublieft`,
	"sv": `en ett den det de och eller men om som av på i till från med för vid under över utan jag du han hon vi ni de mig dig honom henne oss er min mitt mina din ditt dina sin sitt sina denna detta dessa
		är var vara varit har hade ha kan kunde ska skulle vill måste får vad vilken vilket vilka vem när var varför hur inte ingen också mycket mer hej tack`,
	"no": `en et ei den det de og eller men om som av på i til fra med for ved under over uten jeg du han hun vi dere meg deg oss min mitt mine din ditt dine sin sitt sine denne dette disse
		er var være vært har hadde ha kan kunne skal skulle vil må får hva hvilken hvilket hvem når hvor hvorfor hvordan ikke ingen også mye mer hei takk`,
	"da": `en et den det de og eller men om som af på i til fra med for ved under over uden jeg du han hun vi mig dig os min mit mine din dit dine sin sit sine denne dette disse
		er var være været har havde have kan kunne skal skulle vil må får hvad hvilken hvilket hvem hvornår hvor hvorfor hvordan ikke ingen også meget mere hej tak`,
	"ru": `и или а но если что чтобы как так в во на по с со к ко у о об от до из за для при без под над про я ты он она оно мы вы они меня мне тебя тебе его ему её ей нас нам вас вам их им мой моя моё мои твой ваш ваша наш свой этот эта это эти тот та те
		есть был была было были быть буду будет могу может можно нужно надо хочу кто какой какая какое какие когда где куда откуда почему зачем сколько не ни же ли бы только уже ещё очень тоже здравствуйте привет спасибо пожалуйста`,
	"pl": `i a oraz lub albo ale jeśli że żeby jak tak w we na po z ze do od o u za dla przy bez pod nad ja ty on ona my wy oni mnie mi ciebie ci go mu jej nas nam was wam ich im mój moja moje twój wasz nasz swój ten ta to te
		jest są był była było być będzie mogę może można chcę kto co jaki jaka jakie który kiedy gdzie dlaczego ile nie czy się już też bardzo dzień dobry dziękuję proszę`,
	"uk": `і й та або але якщо що щоб як так у в на по з із зі до від о об за для при без під над про через я ти він вона воно ми ви вони мене мені тебе тобі його йому її їй нас нам вас вам їх їм мій моя моє мої ваш ваша ваше ваші наш свій цей ця це ці той та те ті
		є був була було були бути буду буде можу може можна треба потрібно хочу хто який яка яке які коли де куди звідки чому скільки не ні чи ж лише вже ще дуже теж також добрий день привіт дякую будь ласка`,
	"cs": `a i nebo ale pokud že aby jak tak v ve na po s se z ze do od o u za pro při bez pod nad k ke přes já ty on ona ono my vy oni mě mi tě ti ho mu jí ji nás nám vás vám je jim jich můj moje má mé váš vaše náš naše svůj ten ta to ty tento tato toto
		jsem jsi jsme jste jsou je byl byla bylo byli být bude budu mohu můžu může můžete lze chci mám máte má co kdo jaký jaká jaké který která které kdy kde kam odkud proč kolik ne není nebo zda jestli si už ještě velmi také dobrý den ahoj děkuji prosím`,
	"ro": `și sau dar dacă că să ca cum așa în la pe de din cu fără pentru prin către după între sub eu tu el ea noi voi ei ele mă îmi mi te îți ți îl o ne vă le lui meu mea mei mele tău ta său sa nostru vostru acest această acesta aceasta acești aceste acel un una unui unei niște al a ai ale
		e este sunt ești suntem sunteți era fi fost am ai are avem aveți au pot poate puteți trebuie vreau ce cine care când unde cât câte câți câtă nu nici mai și foarte doar deja bună ziua salut mulțumesc rog`,
	"fi": `ja tai mutta jos että niin kuin kun on ei en et emme ette eivät ole oli olen olet olemme olette ovat olisi minä sinä hän me te he minun sinun hänen meidän teidän heidän minulla sinulla teillä minulle mun tämä tuo se ne nämä tässä sen niiden
		voi voin voiko voinko saa saanko saako pitää haluan mikä mitä mitkä millainen kuka milloin missä mistä mihin miksi miten kuinka paljonko montako kauan jo vielä myös vain hyvin hei moi kiitos`,
	"el": `ο η το οι τα του της των τον την τους τις ένας μια μία ένα και κι ή αλλά αν ότι να ως σε στο στη στην στον στα στις στους από με για χωρίς κατά προς μετά πριν μεταξύ μέχρι εγώ εσύ αυτός αυτή αυτό εμείς εσείς αυτοί μου σου μας σας με σε τον τη
		είναι είμαι ήταν έχω έχει έχετε έχουν μπορώ μπορεί μπορείτε πρέπει θέλω θα δεν δε μη μην τι ποιος ποια ποιο πότε πού που πώς πως γιατί πόσο πόση πόσες πόσα ναι όχι και πολύ επίσης ήδη ακόμα ακόμη
		όταν όπως όσο ώστε ενώ μόνο μόνον έτσι εδώ εκεί κάτι κάποιο κάποια τίποτα τόσο λοιπόν μήπως ίσως ποιες ποιοι ποιον πόσος πόσοι πόσους είμαστε είστε κάνω κάνει κάνετε υπάρχει υπάρχουν γίνεται γίνονται θέλει θέλουμε θέλετε ήθελα χρειάζομαι χρειάζεται γεια σας καλημέρα ευχαριστώ παρακαλώ`,
	"ar": `و أو ثم لكن إذا أن إن كي في من إلى على عن مع بدون قبل بعد خلال عند لدى بين أنا أنت هو هي نحن أنتم هم هذا هذه ذلك تلك الذي التي لي لك له لها لنا لكم لدي لديكم عندي عندكم
		هل ما ماذا من متى أين كيف لماذا كم أي لا لم لن ليس غير كان كانت يكون تكون يمكن يمكنني أستطيع أريد قد فقط جدا أيضا مرحبا السلام عليكم شكرا فضلك`,
	"he": `ו או אבל אם כי ש את של על אל עם בלי ללא לפני אחרי בין אני אתה את הוא היא אנחנו אתם אתן הם הן לי לך לו לה לנו לכם להם שלי שלך שלכם שלנו זה זו זאת אלה
		יש אין היה היתה היו להיות אפשר ניתן יכול יכולה צריך צריכה רוצה מה מי מתי איפה היכן לאן איך למה מדוע כמה איזה איזו אילו האם לא כן רק גם כבר עוד מאוד שלום היי תודה בבקשה`,
	"hi": `और या लेकिन अगर तो कि का की के को में से पर तक ने लिए साथ बिना बाद पहले मैं मुझे मेरा मेरी मेरे हम हमें हमारा आप आपका आपकी आपके तुम वह वे यह ये इस उस इन उन
		है हैं था थी थे हो होना होता होती होते हूं हूँ सकता सकती सकते चाहिए चाहता करना करें क्या कौन कौनसा सा सी कब कहाँ कहां कैसे क्यों कितना कितनी कितने नहीं न ही भी कुछ बहुत नमस्ते धन्यवाद कृपया
		वाला वाली वाले जब जो जैसे कोई किसी किस किन जिस अपना अपनी अपने इसे उसे इसका इसकी इसके उसका उनका मैंने हमने आपने बारे और तथा एवं इसलिए सिर्फ केवल इतना अब यहाँ यहां वहाँ जी रहा रही रहे गया गई गए कर करता करते करती किया जाए जाता जाती जाते जाएगा हुआ हुई हुए लिया दिया दें दीजिए बताएं बताइए`,
	"id": `dan atau tetapi tapi jika kalau bahwa agar supaya di ke dari pada dengan tanpa untuk bagi oleh dalam setelah sebelum saya aku kamu anda dia ia kami kita mereka ini itu yang
		adalah ada apakah adakah bisa bisakah dapat boleh bolehkah harus ingin mau akan sudah belum sedang tidak bukan jangan apa siapa mana dimana kapan mengapa kenapa bagaimana gimana berapa juga saja hanya sangat sekali halo hai terima kasih tolong mohon ya
		lalu serta maupun masih paling para tersebut seperti hingga antara yg utk dgn tdk gak nggak ga udah aja kak min gan sis dong nih sih kok deh`,
	"ms": `dan atau tetapi tapi jika kalau bahawa supaya di ke dari daripada pada dengan tanpa untuk bagi oleh dalam selepas sebelum saya aku kamu awak anda dia ia kami kita mereka ini itu yang
		adalah ada apakah adakah boleh bolehkah dapat mesti perlu hendak nak mahu akan sudah belum sedang tidak tak bukan jangan apa siapa mana bila mengapa kenapa bagaimana macam berapa juga sahaja hanya sangat hai terima kasih tolong sila ya
		masih serta seperti sehingga antara tentang mengenai yg utk dgn nk dah je`,
	"vi": `tôi tớ mình em anh chị bạn chúng ta shop ad ai và với hoặc hay nhưng mà thì là của cho để ở từ đến tại trong trên vào ra về theo bằng như vì nên nếu khi lúc các những cái chiếc này đó kia đây thế vậy
		có không được bị đã đang sẽ còn vẫn chưa rồi cũng chỉ đều rất quá lắm nữa luôn muốn phải gì nào đâu sao mấy bao nhiêu lâu ơi ạ à dạ nhé nhỉ xin chào ơn
		minh hoac neu nhu cac chiec nay khong ko duoc đc dc se vao tren rat nao nhieu vs ntn`,
	"hu": `a az egy és vagy de ha hogy mint úgy is be ki fel le meg el után előtt alatt között nélkül szerint miatt által én te ő mi ti ők engem nekem neked neki nekünk nektek nekik ez azt ezt ezek azok enyém tied önök ön
		vagyok vagy van vagyunk vannak volt lesz lenne legyen lehet tudok tud tudom kell kellene szeretnék akarok mit mi ki melyik milyen mikor hol hova hová honnan miért hogyan mennyi hány mennyit nem ne nincs már még csak nagyon szia helló jó napot köszönöm kérem`,
	"tr": `ve veya ama eğer ile için gibi bir bu o ben sen biz siz onlar benim senin bizim sizin bana sana ne hangi kim nerede nasıl neden niçin kaç zaman mı mi mu mü değil var yok çok daha da de ki lütfen merhaba teşekkürler`,
	"th": `ครั ค่ะ คะ นะ จะ ที่ ก็ มี กี่ นี้ แล ละ ว่า ไม่ ได้ ใช่ ให้ ใน ถ้า ฉัน เรา นั้น อยู่ แล้ ล้ว ไร ยัง งไ ไง อย่ ย่า เท่ หร่ หรื เมื่ มื่อ ต้อ สวั วัส สดี`,
	"zh": `的 了 吗 呢 吧 啊 是 在 我 你 您 他 她 它 们 这 那 和 与 或 也 都 就 还 很 不 有 会 能 要 想 请 哪 怎 么 什 个 被 把 为 以 于 及 之 而
		我们 你们 您好 你好 他们 这个 那个 什么 怎么 怎样 如何 哪里 哪个 哪些 多少 可以 请问 为什 是否 有没 没有 一个 谢谢 吗的 是什 么样 我的 你的 是谁 在哪 的是 了多
		如果 因为 所以 但是 还是 或者 已经 能不 不能 会不 这里 那里 多久 一下 谁 何 几 给 从 对 跟 让 过 又 嘛 呀 啦`,
	"ja": `の は が を に へ と で も や か ね よ な だ た て れ る し い す ま さ です ます した ます した して する いる ある この その どの どこ なに 何を いつ なぜ どう から まで ので など くだ さい ださ
		ませ せん すか でし しょ ょう たい ない なり なる もら らえ あり りま いく くら どれ どち ちら こと もの ため より ても では には とは って けど よう`,
	"ko": `이 그 저 은 는 을 를 에 의 가 와 과 도 로 하 다 요 니 까 습니 니다 니까 하는 어떻 떻게 무엇 언제 어디 인가 나요
		뭐 왜 는데 는지 인지 네요 어요 아요 에요 예요 세요 까요 지요 주세 싶어 싶은 고싶 하고 해요 해주 되나 되는 있나 있는 있어 없나 얼마 마나 제가 저는 저희 그리 리고 그런 런데 혹시 안녕 녕하 감사 사합 여기 이거 그거 이것 그것 어느 누가 에서 으로 부터 까지 에게 한테 지만`,
}

// IsStopWord tells whether a word, in normalised spelling, is a function word of a
// language.
func IsStopWord(word, lang string) bool { return stopSets[lang][word] }

// KnowsStopWords tells whether the function words of a language are known.
func KnowsStopWords(lang string) bool { return stopSets[lang] != nil }
