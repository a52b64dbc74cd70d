package nlu

// The places of emotionLabels.
const (
	moodAnger = iota
	moodDisgust
	moodFear
	moodJoy
	moodSadness
	moodSurprise
)

// moodSources are the words of each mood in each language, by label. A word
// with + is strong, one with * may go on.
var moodSources = []struct {
	lang  string
	words [6]string
}{
	{"en", [6]string{
		moodAnger:    "+angry,+furious,+outraged,+unacceptable,+ridiculous,+scam,+scammers,+scammed,+fraud,+rip off,+ripoff,+worst,+useless,+liars,+thieves,+wtf,+fuck*,+bullshit,+shit,+shitty,+idiots,+joke of a,+what a joke,+bloody,+damn,+pissed,+sick of,+fed up,+lawyer,+sue you,+joke,terrible,horrible,awful,annoyed,annoying,frustrated,frustrating,rude,lied,lying,stupid,incompetent,never again,waste of time,waste of money,poor service,bad service,still waiting,how dare,enough,complaint,disgrace,hate,hopeless,pathetic,shame on you,unprofessional",
		moodDisgust:  "+disgusting,+disgusted,+gross,+revolting,+nasty,+filthy,+mouldy,+moldy,+vomit,+stinks,+yuck,+eww,+ew,smells,stinky,dirty,rotten,used before,hair in it,stained",
		moodFear:     "+worried,+scared,+afraid,+anxious,+terrified,+panicking,+panic,worry,concerned,nervous,hacked,is it safe,is this safe,not safe,fraudulent charge,stolen,afraid that",
		moodJoy:      "+thank you so much,+amazing,+awesome,+excellent,+fantastic,+wonderful,+love it,+love them,+love,+perfect,+brilliant,+great job,+so happy,+delighted,great,happy,glad,nice,cool,good job,well done,thanks,thank you,thx,pleased,super,lovely,yay,excited,best,cheers,helpful,beautiful,haha",
		moodSadness:  "+sad,+disappointed,+disappointing,+heartbroken,+upset,+crying,+devastated,unhappy,unfortunately,let down,sorry to,miss it,regret,ruined,missed the birthday,lonely,depressed,disappointment,passed away,died",
		moodSurprise: "+wow,+omg,+oh my god,+unbelievable,+can't believe,+cannot believe,+shocked,+surprised,really,seriously,no way,unexpected,unexpectedly,what the,huh,strange,weird",
	}},
	{"de", [6]string{
		moodAnger:    "+wütend,+sauer,+stinksauer,+frechheit,+unverschämt*,+unfassbar,+betrug,+betrüger,+abzocke,+schei*,+scheiß*,+verdammt,+zum kotzen,+lächerlich,+katastrophe,+saftladen,+arsch*,+idioten,+unmöglich,+anwalt,+verarsch*,+inakzeptabel,+reicht mir,+mir reicht,nervt,genervt,ärgerlich,ärgere,verärgert,schlecht,mies,miserabel,schlimm,nie wieder,unzumutbar,beschwerde,immer noch nicht,schon wieder,lüge*,dumm,hinhalten,frustriert,skandal,zumutung,unterirdisch",
		moodDisgust:  "+ekelhaft,+eklig,+widerlich,+stinkt,+schimmel*,+verschimmelt,+igitt,+pfui,ekel,dreckig,schmutzig,verdreckt,gebraucht",
		moodFear:     "+angst,+besorgt,+panik,sorge,sorgen,unsicher,befürchte,fürchte,gehackt,gestohlen,beunruhigt,nervös",
		moodJoy:      "+super,+toll,+großartig,+perfekt,+begeistert,+wunderbar,+klasse,+spitze,+liebe es,+freue mich,+vielen lieben dank,+tausend dank,danke,vielen dank,schön,gut,prima,freut,glücklich,zufrieden,nett,genial,cool,hilfreich,lieben dank,top",
		moodSadness:  "+traurig,+enttäuscht,+enttäuschend,+enttäuschung,leider,schade,unglücklich,bedauer*,weinen,unzufrieden,verdorben,verstorben",
		moodSurprise: "+wow,+oha,+krass,+überrascht,+das gibt's doch nicht,+kann nicht sein,+ich glaub's nicht,wirklich,echt,ernsthaft,komisch,seltsam,unerwartet,was zum,hä",
	}},
	{"es", [6]string{
		moodAnger:    "+enfadad*,+enojad*,+furios*,+indignad*,+indignante,+estafa,+estafadores,+ladrones,+vergüenza,+inaceptable,+ridículo,+mierda,+joder,+puta,+maldit*,+hart*,+asquerosos,+hasta las narices,+abogado,+pésimo,+peor,+fraude,+cabrones,+idiotas,+una burla,molest*,malo,mala,fatal,horrible,terrible,nunca más,queja,reclamación,mentira,mentirosos,frustrad*,otra vez,sigo esperando,lamentable,inútiles,inútil,tomando el pelo",
		moodDisgust:  "+asco,+asqueros*,+repugnante,+huele mal,+moho,+puaj,sucio,sucia,apesta,podrido,manchad*",
		moodFear:     "+miedo,+preocupad*,+asustad*,+pánico,preocupa,temo,nervios*,inquiet*,hackead*,robado,inseguro",
		moodJoy:      "+genial,+excelente,+encanta,+perfecto,+maravillos*,+fantástic*,+feliz,+increíble servicio,+muchísimas gracias,+estupendo,gracias,muchas gracias,bueno,buena,bien,contento,contenta,alegr*,guay,bonito,amable,amables,súper,content*,jaja",
		moodSadness:  "+triste,+decepcionad*,+decepción,+decepcionante,+llorando,lástima,desgraciadamente,lamentablemente,desilusión,pena,infeliz,falleció",
		moodSurprise: "+wow,+vaya,+sorprendid*,+no me lo creo,+no puede ser,+increíble,+madre mía,en serio,de verdad,raro,extraño,inesperad*,qué raro",
	}},
	{"zh", [6]string{
		moodAnger:    "+生气,+气死,+愤怒,+骗子,+骗人,+欺诈,+垃圾,+太差,+投诉,+差评,+什么玩意,+他妈,+妈的,+操,+滚,+傻逼,+坑人,+无语,+忍无可忍,+起诉,+律师,+工商局,+12315,+黑店,+恶心人,+欺骗,+太过分,+过分,烦死,不满,糟糕,态度差,态度恶劣,敷衍,忽悠,耍我,受够,离谱,怎么回事,到底,什么意思,火大,失信,白痴,推卸",
		moodDisgust:  "+恶心,+发霉,+臭,+难闻,+恶臭,脏,有味道,异味,虫子,头发,反胃",
		moodFear:     "+担心,+害怕,+怕,+恐慌,不安,焦虑,被盗,会不会是假,安全吗,紧张,慌",
		moodJoy:      "+太好了,+太棒,+非常满意,+开心,+高兴,+喜欢,+完美,+好评,+赞,+爱了,谢谢,感谢,满意,不错,很好,棒,哈哈,辛苦了,真好,贴心,给力,厉害",
		moodSadness:  "+伤心,+难过,+失望,+哭,遗憾,可惜,郁闷,心疼,无奈,去世",
		moodSurprise: "+哇,+天哪,+天啊,+没想到,+居然,+竟然,+不敢相信,真的吗,奇怪,惊讶,吓一跳,怎么可能,不会吧",
	}},
	{"fr", [6]string{
		moodAnger: "+furieu*,+scandaleux,+inadmissible,+arnaque,+voleurs,+honte,+merde,+putain,+ras le bol,+inacceptable,+avocat,énervé*,colère,nul,horrible,jamais plus,plainte", moodDisgust: "+dégoûtant,+dégueulasse,sale,pue,moisi",
		moodFear: "+peur,+inquiet,+inquiète,inquiétant,angoiss*", moodJoy: "+génial,+super,+parfait,+excellent,+adore,merci,content*,ravi*,heureu*,bravo", moodSadness: "+triste,+déçu*,malheureusement,dommage", moodSurprise: "+incroyable,+étonn*,surpris*,bizarre",
	}},
	{"ja", [6]string{
		moodAnger: "+怒,+最悪,+ふざけ,+詐欺,+許せ,+腹が立,+いい加減に,+クソ,+むかつ,ひどい,対応が悪,返金しろ,納得でき", moodDisgust: "+気持ち悪,+汚,カビ,臭",
		moodFear: "+心配,+不安,+怖", moodJoy: "+嬉しい,+最高,+素敵,+大好き,ありがとう,助かりました,良かった,満足", moodSadness: "+悲し,+残念,+がっかり", moodSurprise: "+びっくり,+驚,+まさか,信じられない",
	}},
	{"pt", [6]string{
		moodAnger: "+absurdo,+raiva,+irritad*,+golpe,+ladrões,+merda,+porra,+ridículo,+inaceitável,+péssimo,+vergonha,+processar,+palhaçada,horrível,nunca mais,reclamação,descaso", moodDisgust: "+nojo,+nojento,mofo,fedor,sujo",
		moodFear: "+medo,+preocupad*,receio,assustad*", moodJoy: "+ótimo,+excelente,+adorei,+amei,+perfeito,+maravilhos*,obrigad*,feliz,valeu,contente", moodSadness: "+triste,+decepcionad*,+desapontad*,infelizmente,pena", moodSurprise: "+nossa,+surpres*,sério,estranho,incrível",
	}},
}

// emojiMood is what an emoji says.
var emojiMood = func() map[rune]moodWord {
	m := map[rune]moodWord{}
	for label, list := range [6]string{
		moodAnger: "😠😡🤬👿💢👎🖕😤", moodDisgust: "🤢🤮🤧", moodFear: "😨😱😰😟😧",
		moodJoy: "😀😃😄😁😊🙂😍🥰😘❤👍🎉🙏😂🤣💯😻🥳♥☺👏💖", moodSadness: "😢😭😞😔☹🙁💔😩😥😿", moodSurprise: "😮😲😯🤯😳",
	} {
		for _, r := range list {
			m[r] = moodWord{label: label, score: 1.6}
		}
	}
	return m
}()

// urgentList are words of hurry.
const urgentList = "urgent,urgently,asap,immediately,right now,emergency,as soon as possible,hurry,today please,by tomorrow,need it today,need it tomorrow,need it by," +
	"dringend,sofort,eilig,schnellstmöglich,umgehend,eilt,notfall,so schnell wie möglich,urgente,urgentemente,inmediatamente,ahora mismo,cuanto antes,lo antes posible,ya mismo,emergencia," +
	"紧急,急用,加急,马上,立刻,立即,尽快,赶紧,很急,着急,急急急,赶时间,d'urgence,immédiatement,tout de suite,至急,急ぎ,imediatamente,o quanto antes,subito,urgentissimo,dringen*,pilne,acil,срочно,немедленно,عاجل"
