package nlu

// asiaMoods are the lexicons of Chinese, Japanese, Korean, Hindi, Thai,
// Vietnamese, Indonesian and Malay.
var asiaMoods = []moodLexicon{
	{
		lang: "zh",
		anger: "+骗钱,+小偷,+告你们,+不像话,+服务真差,+破服务,+没人理,+生气,+气死,+愤怒,+骗子,+骗人,+欺诈,+太垃圾,+真垃圾,+很垃圾,+垃圾店,+垃圾公司,+垃圾服务,+垃圾客服,+垃圾东西,+垃圾玩意,+什么垃圾,+是垃圾,太差,+投诉,+差评,+什么玩意,!他妈,!妈的,!我操,!操你,!卧槽,!特么,+滚蛋,+给我滚,+滚吧,+傻逼,+坑人,+坑爹,+无语,+忍无可忍,+起诉,+律师,+工商局,+12315,+消费者协会,+消协,+黑店,+恶心人,+欺骗,+太过分,+过分,+气人,+火大,+恼火,+恼怒,+不要脸,+无耻,+最差,+奸商,+诈骗,+曝光你们,+再也不买,+再也不来,+受够,+耍我,+烦死,+讨厌,+发火,+暴怒,+可恶,+可恨,+混蛋,+王八蛋,+太离谱,+真离谱,+店大欺客," +
			"不满,糟糕,态度差,态度恶劣,敷衍,忽悠,搞什么,什么意思,失信,白痴,推卸,不负责任,踢皮球,浪费时间,不耐烦",
		disgust: "+恶心,+发霉,+难闻,+恶臭,+好臭,+很臭,+太臭,+臭死,+反胃,+想吐,+呕,+发臭,臭味,异味,虫子,脏,发馊,霉味",
		fear:    "+担心,+害怕,+好怕,+很怕,+我怕,+恐慌,+吓死,+惊慌,+心慌,+恐怖,不安,焦虑,被盗,慌",
		joy:     "+太好了,+太棒,+真棒,+好棒,+非常满意,+很满意,+十分满意,+开心,+高兴,+超喜欢,+很喜欢,+非常喜欢,+好喜欢,喜欢,+完美,+好评,+点赞,+爱了,+爱死,+太赞,+赞,+绝了,+惊喜,+非常感谢,+太感谢,+万分感谢,+感激,+厉害,+给力,~谢谢,~感谢,~多谢,~谢了,~3q,满意,很好,哈哈,嘻嘻,辛苦了,真好,贴心,不错,好看",
		sadness: "+伤心,+难过,+失望,+想哭,+哭了,+哭死,+委屈,+心碎,+沮丧,+难受,+不开心,+悲伤,-遗憾,-可惜,郁闷,心疼,无奈,去世",
		startle: "+哇,+天哪,+天啊,+没想到,+居然,+竟然,+不敢相信,+难以置信,+我的天,+不会吧,+震惊,+惊呆,惊讶,吓一跳,怎么可能",
		urgent:  "紧急,急用,马上,立刻,立即,尽快,赶紧,很急,着急,急急急,急急,赶时间,十万火急,等着用,明天就要,今天就要,急需,火急,快点,来不及",
		not:     "不,没,无,别,未,不是,没有,不太,不怎么,并不",
	},
	{
		lang: "ja",
		anger: "+最低の,+最低です,+役立たず,+信用できない,+低評価,+無視ですか,+怒っ,+怒り,+激怒,+最悪,+ふざけ,+ふざけない,+詐欺,+詐欺じゃない,+騙さ,+だまさ,+許せない,+許せません,+許さない,+許しません,+腹が立,+腹立,+頭にき,+頭に来,+いい加減に,+いいかげんに,!クソ,!くそ,!畜生,+むかつ,+ムカつ,+ムカつ,+イライラ,+いらいら,+ひどい,+酷い,+ひどすぎ,+酷すぎ,+納得できない,+納得できません,+納得いかない,+納得いきません,+あり得ない,+ありえない,+泥棒,+嘘つき,+うそつき,+弁護士,+訴え,+消費者センター,+消費生活センター,+馬鹿にし,+バカにし,+二度と買わない,+二度と買いません,+二度と利用しない,+二度と利用しません,+もう買わない,+呆れ,+あきれ,+非常識,+不愉快,+失礼すぎ,+信じられない対応,+我慢の限界,+キレ,+ブチギレ,+うんざり," +
			"対応が悪,返金しろ,クレーム,苦情,不満,無責任,不誠実,態度が悪,遅すぎ,がまん,失礼な",
		disgust: "+気持ち悪,+きもちわる,+気色悪,+きもい,+キモい,+吐き気,+カビ,+かび臭,+臭い,+くさい,+悪臭,+不潔,+虫が入,汚い,髪の毛が入",
		fear:    "+心配,+不安,+怖,+恐ろし,+こわい,+恐怖,+パニック,+焦って,+焦り,+ドキドキ,乗っ取,不正利用",
		joy:     "+嬉しい,+うれしい,+嬉し,+最高,+素敵,+素晴らし,+すばらし,+大好き,+感動,+大満足,+幸せ,+完璧,+気に入り,+気に入っ,+助かりました,+本当にありがとう,+ありがとうございました,+楽し,+やった,+神対応,+感激,+喜ん,~ありがとう,~有難う,~有り難う,~感謝,~サンキュ,良かった,よかった,満足,かわいい,可愛い,笑笑,楽しみ",
		sadness: "+悲し,+かなし,+残念です,+とても残念,+すごく残念,+がっかり,+ガッカリ,+落ち込,+泣い,+泣き,+涙,+ショックです,+辛い,+つらい,+失望,+寂し,+切ない,-残念,亡くな",
		startle: "+びっくり,+ビックリ,+驚,+まさか,+信じられない,+信じられません,+えっ,+うそでしょ,+嘘でしょ,+マジで,+まじで,+なんと,+衝撃,+予想外,+すごい,意外",
		urgent:  "至急,急ぎ,急いで,緊急,すぐに,今すぐ,早急,大至急,明日必要,今日必要,明日までに,今日中に,間に合わない,急を要,なるべく早く,できるだけ早く,一刻も早く,早くして",
		notEnd:  "くない,くありません,くなかった,ではない,じゃない,ではありません,できない,できません,しない,しません,していません,してない,ません,ない",
	},
	{
		lang: "ko",
		anger: "컴플레인,+호구,+다시는 여기서,+화나,+화가 나,+화가나,+화났,+열받,+열 받,+빡치,+빡쳐,+짜증,+분노,+사기,+사기꾼,+도둑,+어이없,+어이가 없,+황당,+기가 막,+말도 안 되,+말도 안돼,+말도 안되,+미치겠,!씨발,!시발,!ㅅㅂ,!개같,!젠장,!썅,!개새,!지랄,!병신,+최악,+쓰레기,+거지같,+엉망,+장난하,+장난합니까,+장난치,+고소,+변호사,+소비자원,+소비자보호원,+신고하겠,+신고할,+다시는 안 사,+다시는 안사,+다신 안,+지긋지긋,+진저리,+무책임,+뻔뻔,+거짓말,+양아치,+불쾌,+못 참,+참을 수 없,+한심,+너무하네,+너무하시," +
			"불만,항의,답답,성의없,무시하,불친절,형편없,싫어,클레임",
		disgust: "+역겨,+역겹,+더러워,+더럽,+구역질,+토할,+토나,+냄새나,+악취,+곰팡이,+징그러,+징그럽,+혐오,벌레,비위생",
		fear:    "+걱정,+불안,+무서,+무섭,+두려,+두렵,+겁나,+겁이,+공포,+초조,떨려,해킹",
		joy:     "+최고,+너무 좋,+너무좋,+정말 좋,+완전 좋,+아주 좋,+진짜 좋,+행복,+기뻐,+기쁘,+기쁩,+완벽,+대박,+훌륭,+사랑해,+사랑합,+감동,+신나,+마음에 들,+맘에 들,+맘에들,+만족합,+대만족,+멋져,+멋지,+즐거,+정말 감사,+너무 감사,+진심으로 감사,+매우 만족,~감사,~고마워,~고맙,~땡큐,좋아요,좋네요,예뻐,예쁘,만족,친절,ㅋㅋ,ㅎㅎ",
		sadness: "+슬퍼,+슬프,+슬픕,+실망,+속상,+눈물,+울고,+울었,+우울,+서운,+ㅠㅠ,+ㅜㅜ,+마음이 아프,+상심,-아쉽,-아쉬,-유감,돌아가셨",
		startle: "+깜짝,+놀랐,+놀라,+헐,+믿을 수 없,+믿기지,+세상에,+어머나,+충격,+우와,+대박사건,+설마,진짜요,의외,뜻밖",
		urgent:  "급해,급합,급하,긴급,빨리,당장,즉시,시급,서둘러,최대한 빠르,최대한 빨리,오늘 필요,내일 필요,오늘까지,내일까지,급히,지금 바로,얼른",
		not:     "안,못,별로,전혀",
		notEnd:  "지 않,지않,지 못,지못,하지 않,하지않,안 해,않아,않습,없",
	},
	{
		lang: "hi",
		anger: "+बदतमीज़ी,+बदतमीजी,badtameezi,+गुस्सा,+गुस्से,+नाराज़,+नाराज,+क्रोध*,+भड़क*,+धोखा*,+धोखेबाज़,+धोखेबाज,+ठग*,+ठगी,+चोर,+चोरी की,+लूट*,+फ्रॉड,+बकवास,+घटिया,+बेकार,+बेहूदा,+शर्म आनी,+शर्मनाक,+बर्दाश्त,+अस्वीकार्य,+सबसे खराब,+सबसे बुरी,+सबसे बुरा,+बहुत खराब,+बेवकूफ*,+पागल बना,+वकील*,+कोर्ट,+उपभोक्ता फोरम,+कंज्यूमर कोर्ट,+तंग आ,+परेशान हो गय*,+कभी नहीं खरीद*,+दोबारा कभी नहीं,+नफरत,+झूठ*,+झूठे,+मज़ाक बना,+मजाक बना,+मजाक कर रहे,!कमीन*,!साला,!साले,!हराम*,!भाड़ में,+gussa,+bakwas*,+ghatiya,+dhokha*,+dhokebaaz,+chor,+bekar,+faltu,+pagal bana*,+fraud,+loot*,+jhooth*,!saala,!saale,!chutiy*,!bhenchod,!bc,!mc," +
			"चिढ़*,खीझ,शिकायत,shikayat,निराशाजनक सेवा,गैर जिम्मेदार,खराब सेवा,pareshan",
		disgust: "+घिन*,+घिनौना,+घिनौनी,+बदबू*,+सड़ा*,+सड़ी,+फफूंद*,+उल्टी,+छी,+घृणा,+badbu,+ghinona,+chhi,गंदा,गंदी,ganda",
		fear:    "+डर,+डरा*,+डरी,+घबरा*,+चिंता,+चिंतित,+भय,+खौफ,+दहशत,+chinta,+darr,+dar lag*,+ghabra*,टेंशन,tension,हैक",
		joy:     "+बहुत अच्छा,+बहुत अच्छी,+बहुत बढ़िया,+बढ़िया,+शानदार,+लाजवाब,+कमाल,+खुश,+खुशी,+खुशी हुई,+मज़ा आ,+मजा आ,+पसंद आया,+पसंद आई,+प्यार,+परफेक्ट,+उत्तम,+ज़बरदस्त,+जबरदस्त,+बहुत बहुत धन्यवाद,+बहुत धन्यवाद,+बहुत शुक्रिया,+वाह,+bahut accha,+bahut acha,+badhiya,+shandar,+khush,+mast,+mazaa,+zabardast,+bahut dhanyavad,~धन्यवाद,~शुक्रिया,~थैंक्स,~थैंक यू,~dhanyavad,~dhanyawad,~shukriya,~thanks,~thank you,अच्छा लगा,सुंदर,संतुष्ट",
		sadness: "+दुखी,+दुख,+दुःख,+उदास,+निराश,+निराशा,+मायूस,+रो रह*,+रोना,+आंसू,+दिल टूट*,+अफसोस,+dukhi,+dukh,+udaas,+nirash,+mayus,-दुर्भाग्य से,गुज़र गए,निधन",
		startle: "+हैरान,+आश्चर्य*,+चौंक*,+अविश्वसनीय,+यकीन नहीं,+विश्वास नहीं हो,+अरे बाप रे,+हे भगवान,+ओह माय गॉड,+सरप्राइज़,+hairan,+yakeen nahi,+hey bhagwan,अचानक,सच में",
		urgent:  "तुरंत,तुरन्त,जल्दी,जल्द से जल्द,फौरन,अर्जेंट,अभी के अभी,आपात*,इमरजेंसी,आज ही चाहिए,कल चाहिए,आज चाहिए,कल तक,urgent,jaldi,turant,abhi ke abhi,aaj hi,kal tak",
		not:     "नहीं,ना,न,मत,बिना,nahi,nahin,nhi,mat",
		notEnd:  "नहीं,nahi,nahin,nhi",
	},
	{
		lang: "th",
		anger: "+เอาเปรียบ,+หยาบคาย,+โกรธ,+โมโห,+หงุดหงิด,+หัวร้อน,+เดือด,+ฉุน,+โกง,+ขี้โกง,+หลอกลวง,+หลอก,+ต้มตุ๋น,+มิจฉาชีพ,+หัวขโมย,+พวกขโมย,+แย่มาก,+แย่ที่สุด,+ห่วย,+ห่วยแตก,+เลวร้าย,+เลว,+ทุเรศ,+น่าเกลียด,+รับไม่ได้,+ไม่โอเคมาก,+ไร้ความรับผิดชอบ,+ไม่รับผิดชอบ,+ร้องเรียน,+ฟ้อง,+แจ้งความ,+สคบ,+ทนาย,+เบื่อหน่าย,+สุดทน,+หมดความอดทน,+ทนไม่ไหว,+ไม่ซื้ออีก,+จะไม่ซื้อ,+เกลียด,+โกหก,+ตอแหล,+ไร้สาระ,+บ้าบอ,+งี่เง่า,+โง่,+ปัญญาอ่อน,!เชี่ย,!เหี้ย,!สัส,!ควาย,!แม่ง,!บัดซบ," +
			"รำคาญ,น่ารำคาญ,ไม่พอใจ,แย่,บริการแย่,เสียเวลา,เสียความรู้สึก,ไม่สุภาพ",
		disgust: "+ขยะแขยง,+น่ารังเกียจ,+เหม็น,+เชื้อรา,+ขึ้นรา,+คลื่นไส้,+อ้วก,+อี๋,+แหวะ,+โสโครก,สกปรก,เน่า",
		fear:    "+กลัว,+กังวล,+วิตก,+หวาดกลัว,+ตกใจกลัว,+เป็นห่วง,+น่ากลัว,+ตื่นตระหนก,ใจไม่ดี,โดนแฮก",
		joy:     "+ดีใจ,+ดีมาก,+ดีที่สุด,+ยอดเยี่ยม,+สุดยอด,+เยี่ยม,+เยี่ยมมาก,+ชอบมาก,+รัก,+ปลื้ม,+มีความสุข,+ประทับใจ,+เพอร์เฟค,+สมบูรณ์แบบ,+เลิศ,+ถูกใจ,+ขอบคุณมาก,+ขอบคุณมากๆ,+พอใจมาก,+สวยมาก,+เริ่ด,+ดีงาม,+สนุก,~ขอบคุณ,~ขอบใจ,~แต๊ง,555,น่ารัก,พอใจ,ใจดี,โอเคมาก",
		sadness: "+เสียใจ,+เศร้า,+ผิดหวัง,+ร้องไห้,+น้ำตา,+ช้ำใจ,+หดหู่,+น้อยใจ,+ทุกข์ใจ,-เสียดาย,-น่าเสียดาย,เสียชีวิต",
		startle: "+ตกใจ,+แปลกใจ,+ประหลาดใจ,+ไม่น่าเชื่อ,+ไม่อยากจะเชื่อ,+ว้าว,+โอ้โห,+อึ้ง,+ช็อก,+ช็อค,+คาดไม่ถึง,+เหลือเชื่อ,จริงดิ",
		urgent:  "ด่วน,ด่วนมาก,เร่งด่วน,รีบ,ทันที,เดี๋ยวนี้,โดยเร็ว,เร็วที่สุด,ฉุกเฉิน,ต้องใช้วันนี้,ต้องใช้พรุ่งนี้,ภายในพรุ่งนี้,ภายในวันนี้,เร่ง",
		not:     "ไม่,ไม่ค่อย,ไม่ได้,ไม่มี",
	},
	{
		lang: "vi",
		anger: "+sẽ kiện,+mất uy tín,+tức giận,+tức quá,+tức điên,+bực mình,+bực quá,+bực bội,+giận quá,+rất giận,+tôi giận,+phẫn nộ,+điên tiết,+lừa đảo,+lừa gạt,+bọn lừa,+ăn cướp,+ăn cắp,+gian dối,+gian lận,+không thể chấp nhận,+không chấp nhận được,+vô lý,+quá đáng,+quá tệ,+tệ nhất,+tệ hại,+tồi tệ,+rác rưởi,+vớ vẩn,+mất dạy,+khốn nạn,+vô trách nhiệm,+làm ăn kiểu gì,+khởi kiện,+kiện ra tòa,+luật sư,+tố cáo,+bóc phốt,+chán ngấy,+hết chịu nổi,+không chịu nổi,+không bao giờ mua,+ghét,+nói dối,+ngu ngốc,+đồ ngu,+thất đức,!đm,!vcl,!vl,!đmm,!cứt,!chó má,!mẹ kiếp,+xấu hổ thay,+treo đầu dê," +
			"khó chịu,phàn nàn,khiếu nại,thái độ kém,thái độ tệ,dịch vụ tệ,dịch vụ kém,tệ quá,mất thời gian,bức xúc",
		disgust: "+ghê tởm,+kinh tởm,+kinh quá,+hôi thối,+bốc mùi,+mùi hôi,+bị mốc,+nấm mốc,+buồn nôn,dơ bẩn,bẩn thỉu",
		fear:    "+lo lắng,+lo quá,+sợ quá,+lo sợ,+hoảng sợ,+hoang mang,+hốt hoảng,+sợ hãi,+đáng sợ,bất an,hồi hộp,bị hack",
		joy:     "+tuyệt vời,+tuyệt quá,+xuất sắc,+hoàn hảo,+rất thích,+thích lắm,+thích quá,+yêu quá,+rất vui,+vui quá,+vui lắm,+hạnh phúc,+ưng ý,+ưng lắm,+rất hài lòng,+hài lòng,+đẹp quá,+đẹp lắm,+quá tốt,+quá đỉnh,+cảm ơn rất nhiều,+cảm ơn nhiều,+cám ơn nhiều,+tuyệt,+mừng quá,~cảm ơn,~cám ơn,~thanks,~cảm ơn shop,~tks,tốt lắm,dễ thương,nhiệt tình,hihi",
		sadness: "+buồn,+buồn quá,+thất vọng,+đau lòng,+khóc,+tủi thân,+chán nản,+hụt hẫng,+không hài lòng,-tiếc quá,-đáng tiếc,-rất tiếc,đã qua đời,vừa qua đời",
		startle: "+bất ngờ,+ngạc nhiên,+không thể tin,+không tin nổi,+trời ơi,+ôi trời,+bị sốc,+quá sốc,+sốc quá,+kinh ngạc,+không ngờ",
		urgent:  "gấp lắm,rất gấp,gấp quá,giao gấp,khẩn cấp,ngay lập tức,ngay bây giờ,càng sớm càng tốt,nhanh nhất có thể,sớm nhất có thể,cần gấp,nhanh lên,cần hôm nay,cần ngày mai,kịp ngày mai,nhanh giúp",
		not:     "không,ko,k,chẳng,chả,chưa,đừng,kg,khong,hông",
	},
	{
		lang: "id",
		anger: "+viralkan,+gak becus,+bintang 1,+satu bintang,+marah,+kesal,+kesel,+jengkel,+geram,+emosi,+murka,+penipu*,+penipuan,+menipu,+nipu,+tipu,+tertipu,+maling,+pencuri,+bohong,+pembohong,+parah banget,+payah,+sampah,+terburuk,+paling buruk,+buruk sekali,+sangat buruk,+mengecewakan banget sama cs,+tidak bisa diterima,+keterlaluan,+kurang ajar,+memalukan,+konyol,+tidak masuk akal,+gak masuk akal,+pengacara,+tuntut,+lapor polisi,+laporkan kalian,+ylki,+muak,+bosan dengan,+habis kesabaran,+kesabaran saya,+tidak akan beli lagi,+gak akan beli lagi,+kapok,+benci,+bodoh,+goblok,+tolol,!anjing,!anjir,!bangsat,!brengsek,!kampret,!bajingan,!sialan,!tai,+gila kalian,+ngeselin," +
			"menyebalkan,nyebelin,komplain,keluhan,pelayanan buruk,tidak profesional,tidak bertanggung jawab,lelet banget,diabaikan",
		disgust: "+jijik,+menjijikkan,+bau busuk,+busuk,+berjamur,+jamuran,+muntah,+mual,+najis,bau,kotor",
		fear:    "+takut,+khawatir,+kuatir,+cemas,+panik,+ngeri,+waswas,+was was,+gelisah,deg degan,diretas,dihack",
		joy:     "+senang,+seneng,+bahagia,+mantap*,+bagus banget,+bagus sekali,+luar biasa,+keren,+sempurna,+suka banget,+suka sekali,+cinta,+puas banget,+sangat puas,+puas,+hebat,+gembira,+asyik,+asik,+terima kasih banyak,+makasih banyak,+makasih banget,+alhamdulillah,~terima kasih,~makasih,~trims,~thanks,~tengkyu,bagus,cantik,ramah,wkwk*,hehe*,oke banget",
		sadness: "+sedih,+kecewa,+mengecewakan,+menangis,+nangis,+patah hati,+galau,+menyedihkan,+tidak puas,+terpukul,-sayangnya,-sayang sekali,meninggal",
		startle: "+kaget,+terkejut,+wah,+astaga,+ya ampun,+tidak percaya,+gak percaya,+nggak nyangka,+gak nyangka,+tidak menyangka,+serius,+syok,+gokil,kok bisa",
		urgent:  "segera,mendesak,secepatnya,secepat mungkin,buruan,darurat,tolong cepat,cepetan,sekarang juga,butuh hari ini,butuh besok,sebelum besok,urgent,buru buru,kejar waktu",
		not:     "tidak,tak,gak,ga,nggak,enggak,bukan,belum,jangan,kurang,tanpa,ngga",
	},
	{
		lang: "ms",
		anger: "+biadab,+viralkan,+tindakan undang undang,+marah,+geram,+bengang,+berang,+naik angin,+sakit hati,+panas hati,+penipu*,+penipuan,+menipu,+tipu,+kena tipu,+ditipu,+scammer,+pencuri,+bohong,+pembohong,+paling teruk,+sangat teruk,+teruk sangat,+sampah,+tidak boleh diterima,+tak boleh terima,+melampau,+kurang ajar,+memalukan,+mengarut,+tak masuk akal,+peguam,+saman,+lapor polis,+tribunal pengguna,+muak,+bosan dengan,+hilang sabar,+tak akan beli lagi,+serik,+benci,+bodoh,+bangang,+tak guna,!sial,!babi,!celaka,!bangsat,!haram jadah,!pukimak,+main mainkan saya,+meluat," +
			"menyampah,menjengkelkan,aduan,komplen,servis teruk,tidak profesional,tidak bertanggungjawab,biadab,lembap",
		disgust: "+jijik,+menjijikkan,+bau busuk,+busuk,+berkulat,+kulat,+muntah,+loya,bau,kotor",
		fear:    "+takut,+risau,+bimbang,+cemas,+panik,+gerun,+khuatir,+gelisah,berdebar,digodam,kena hack",
		joy:     "+gembira,+suka sangat,+sangat suka,+terbaik,+hebat,+bahagia,+sempurna,+puas hati,+sangat puas hati,+berpuas hati,+seronok,+mantap,+cantik sangat,+luar biasa,+cinta,+sayang korang,+teruja,+terima kasih banyak,+terima kasih banyak banyak,+alhamdulillah,+bagus sangat,~terima kasih,~tq,~thanks,~tenkiu,bagus,cantik,baik hati,haha*,comel",
		sadness: "+sedih,+kecewa,+mengecewakan,+menangis,+patah hati,+hampa,+sugul,+dukacita,+tidak puas hati,+tak puas hati,-malangnya,-sayang sekali,meninggal",
		startle: "+terkejut,+wah,+ya allah,+tak percaya,+tidak percaya,+tak sangka,+tidak sangka,+biar betul,+alamak,+terperanjat,betul ke ni",
		urgent:  "segera,mendesak,secepat mungkin,kecemasan,tolong cepat,sekarang juga,perlu hari ini,perlu esok,sebelum esok,urgent,nak cepat,kejar masa,cepat sikit",
		not:     "tidak,tak,x,bukan,belum,jangan,kurang,tanpa,tidaklah",
	},
}
