package nlu

import (
	"regexp"
	"strings"
	"sync"
)

// WantsHuman says that a message asks for a person, in any language of the
// rules. It stands beside the classifier, which learns the many ways of asking:
// these rules hold the plain ones, so that none is ever missed, and nothing
// else. A shopper who asks for a person must get one.
func (a *Analyzer) WantsHuman(text, lang string) bool {
	plain := spaced(clip(clean(text), longestAsked))
	if plain == "" {
		return false
	}
	low := " " + plain + " "
	exact := humanAlone()
	alone := exact[strings.TrimSpace(stripCourtesy(low))] || exact[plain]
	asked := alone || asksForPerson(clip(clean(text), longestAsked), 0)
	if !asked && !containsAny(low, humanTriggers()) || humanRefused().MatchString(low) {
		return false
	}
	if asked {
		return true
	}
	for _, re := range humanRules() {
		if re.MatchString(low) {
			return true
		}
	}
	return false
}

// longestAsked is how many bytes of a message are looked at.
const longestAsked = 2048

func containsAny(text string, list []string) bool {
	for _, w := range list {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// humanTriggers are pieces of words of which every rule's match holds one, so
// that most messages are passed without trying the rules.
var humanTriggers = sync.OnceValue(func() []string {
	return strings.Split(foldHan(humanTriggerList), ",")
})

const humanTriggerList = "human,person,agent,people,repres, rep ,operat,advis,manager,supervis,someone,somebody,anyone,anybody,staff,customer s,support,sales,service,team,boss,colleague,chat,call me,phone me,ring me,me a call,bot,robot,machine, ai ,being,assistance," +
	"mensch,mitarbeiter,berater,betreuer,kundens,kundend,ansprech,vorgesetzt,chef,sachbearb,jemand,kollegen,rückruf, an , zurück ,maschine,computer," +
	"asesor,alguien,encargad,gerente,responsable,jefe,atenci,soporte,ejecutivo,real,verdad,llam,máquina,maquina,umano,umana,vera,vero,qualcuno,consulente,responsabile,assistenza,servizio,persoon,mens,iemand,medewerker,klanten,collega," +
	"client,humain,operátor,conseill,opérateur,quelqu,être,technicien,pessoa,atend,alguém,człowiek,konsultant,pracowni,doradc,kimś,kierowni,osob,obsług,člověk,pracovn,někým,podpor,cineva,consultant, om ," +
	"människa,medarbet,kundtj,någon,handlägg,menneske,medarbejd,nogen,ihmisen,asiakas,henkilön,jonkun,insan,temsilci,biri,yetkili,kişi,ember,ügyint,munkat,valaki," +
	"nhân viên,người,tư vấn,tổng đài,quản lý,ai đó, cs , orang , admin ,petugas,pegawai,wakil,seseorang,agen,ejen,manusia,insaan,kisi,exec," +
	"人,客服,经理,主管,领导,负责,电话,专员,オペ,担当,スタッフ,店員,店長,責任者,係,社員,상담,사람,직원,담당,매니저,고객," +
	"человек,оператор,менеджер,сотрудник,специалист,консультант,кем-то,кем то,руковод,людин,працівник,спеціаліст," +
	"άνθρωπο,ανθρωπο,εκπρόσωπ,υπάλληλ,κάποιον,شخص,موظف,إنسان,انسان,ممثل,خدمة,مسؤول,مدير,بشري,احد,נציג,אדם,מישהו,אנושי,מנהל,इंसान,एजेंट,व्यक्ति,किसी,मैनेजर,प्रतिनिधि,आदमी,คน,พนักงาน,เจ้าหน้าที่,แอดมิน,ผู้จัดการ"

// stripCourtesy takes greetings and pleas off, so that "hi, human please" is
// "human".
func stripCourtesy(low string) string {
	for _, w := range humanCourtesies() {
		low = strings.ReplaceAll(low, w, " ")
	}
	return strings.Join(strings.Fields(low), " ")
}

var humanCourtesies = sync.OnceValue(func() []string {
	var out []string
	for _, w := range strings.Split("please,pls,plz,hi,hello,hey,now,thanks,thank you,a,an,the,just,bitte,hallo,jetzt,ein,eine,einen,sofort,por favor,porfa,hola,un,una,ya,s'il vous plaît,svp,bonjour,por favor,olá,oi,per favore,ciao,alstublieft,alsjeblieft,graag,een,proszę,prosím,vă rog,tack,tak,kiitos,lütfen,kérem,пожалуйста,будь ласка,من فضلك,בבקשה,tolong,real,echten,echte,live,human being,ok,okay,no,yes,i said,i want,want,need,i need,get me,give me", ",") {
		out = append(out, " "+w+" ")
	}
	return out
})

var humanAlone = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(humanAloneList), "\n") {
		_, list, _ := strings.Cut(line, ":")
		for _, p := range strings.Split(list, ",") {
			if p = spaced(clean(strings.TrimSpace(p))); p != "" {
				m[p] = true
			}
		}
	}
	return m
})

// humanAloneList are words and phrases that ask for a person when they are the
// whole message.
const humanAloneList = `
en: human,humans,person,agent,operator,representative,rep,advisor,adviser,manager,supervisor,real person,real human,live agent,live chat,live person,live support,human agent,human support,human help,customer service,customer support,customer care,support agent,support team,call me,call me back,callback,representative now,someone real,staff,staff member,sales rep,team member,service agent,talk to human,speak to human,talk to person,talk to agent,actual human,actual person,human being,human operator,an actual person
de: mensch,menschen,mitarbeiter,mitarbeiterin,kundenservice,kundendienst,kundenbetreuer,berater,beraterin,support,echter mensch,echte person,person,operator,sachbearbeiter,ansprechpartner,service mitarbeiter,kundenberater,rückruf,vorgesetzter,agent,live chat,chef,kundensupport,hotline
es: humano,persona,agente,asesor,asesora,operador,operadora,persona real,agente humano,servicio al cliente,atención al cliente,atencion al cliente,representante,supervisor,encargado,gerente,soporte,ejecutivo,ser humano,persona humana,agente real
zh: 人工,人工客服,转人工,真人,真人客服,客服,人工服务,转人工客服,转客服,找人工,找客服,要人工,人工在吗,客服在吗,接人工,转接人工,在线客服,叫经理,经理,客服人员,有人吗,有客服吗,有没有人工,人工呢,客服呢,转真人,呼叫人工,人工人工,工作人员,主管
fr: humain,un humain,personne,conseiller,conseillère,agent,opérateur,service client,une vraie personne,vraie personne,un conseiller,responsable,parler à un humain,agent humain,un être humain
pt: humano,atendente,pessoa,agente,operador,falar com atendente,atendimento humano,pessoa real,atendente humano,suporte humano,gerente,supervisor,sac,falar com humano,falar com uma pessoa
it: umano,operatore,operatrice,persona,persona reale,persona vera,agente,assistenza clienti,servizio clienti,operatore umano,consulente,responsabile,parlare con un operatore
nl: mens,medewerker,persoon,klantenservice,echt persoon,echte persoon,echt mens,agent,operator,supervisor,manager,echte medewerker
pl: człowiek,konsultant,pracownik,doradca,obsługa klienta,prawdziwy człowiek,agent,kierownik,konsultantka,żywy człowiek,biuro obsługi klienta
cs: člověk,operátor,operátorka,živý člověk,zákaznická podpora,zákaznický servis,pracovník,skutečný člověk,vedoucí,s člověkem
ro: om,operator,agent,persoană,persoană reală,consultant,serviciul clienți,manager,agent uman,operator uman
sv: människa,person,riktig person,kundtjänst,kundservice,medarbetare,agent,handläggare,en riktig människa,chef
da: menneske,person,rigtig person,kundeservice,medarbejder,agent,et rigtigt menneske,leder
fi: ihminen,asiakaspalvelu,asiakaspalvelija,oikea ihminen,henkilö,agentti,asiakaspalveluun
el: άνθρωπος,άνθρωπο,εκπρόσωπος,εκπρόσωπο,υπάλληλος,υπάλληλο,εξυπηρέτηση πελατών,πραγματικός άνθρωπος
tr: insan,temsilci,müşteri temsilcisi,canlı destek,gerçek kişi,gerçek insan,operatör,yetkili,müşteri hizmetleri,temsilciye bağlan,canlı temsilci
hu: ember,ügyintéző,operátor,ügyfélszolgálat,élő ember,munkatárs,valódi ember,ügyfélszolgálatos
ru: человек,оператор,оператора,живой человек,менеджер,сотрудник,консультант,специалист,позовите оператора,поддержка,служба поддержки,оператор нужен,позовите человека,переключите на оператора,соедините с оператором
uk: людина,оператор,оператора,жива людина,менеджер,консультант,служба підтримки,спеціаліст,покличте оператора,з'єднайте з оператором
ar: موظف,إنسان,انسان,شخص,شخص حقيقي,خدمة العملاء,ممثل خدمة العملاء,مندوب,مدير,موظف خدمة العملاء,دعم بشري,التحدث مع موظف,اريد موظف
he: נציג,נציגה,בן אדם,אדם,נציג אנושי,שירות לקוחות,מנהל,אדם אמיתי,נציג שירות
hi: इंसान,एजेंट,ग्राहक सेवा,मैनेजर,व्यक्ति,असली इंसान,कस्टमर केयर,customer care,insaan,insan se baat
th: คน,พนักงาน,เจ้าหน้าที่,แอดมิน,คนจริง,คุยกับเจ้าหน้าที่,คุยกับพนักงาน,คุยกับคน,ติดต่อเจ้าหน้าที่,ขอคุยกับเจ้าหน้าที่,คุยกับแอดมิน
vi: nhân viên,người thật,tư vấn viên,gặp nhân viên,tổng đài viên,người,quản lý,hỗ trợ viên,gặp tư vấn viên,gặp người thật
id: manusia,orang,agen,cs,customer service,admin,operator,orang asli,petugas,bicara dengan cs,hubungi cs,layanan pelanggan
ms: manusia,orang,ejen,khidmat pelanggan,wakil,orang sebenar,pegawai,cakap dengan ejen
ja: 人間,オペレーター,担当者,人,スタッフ,有人チャット,オペレーターお願いします,担当者お願いします,オペレーターに繋いで,オペレーターにつないで,有人対応,人と話したい,カスタマーサービス,店員
ko: 상담원,상담사,사람,직원,담당자,상담원 연결,상담원 연결해주세요,사람이랑 얘기할래요,고객센터,매니저,진짜 사람,상담원 바꿔주세요
`

// humanRefused matches texts that speak of persons and mean something else.
var humanRefused = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^ (hello|hi|hey|hai|halo|hallo|helo|permisi|pagi|siang|sore|malam|selamat \pL+) (min|admin|kak admin) $|human hair|human[- ]?sized|person[- ]?sized|human (body|anatomy|skeleton|figure|made|rights|foods?|consumption)|(don't|dont|do not|no need to) (want|need)( to)?( (talk|speak|chat))?( (to|with))? (an? )?(human|person|agent)|(keinen|kein) (menschen|mitarbeiter)( sprechen)?|no (quiero|necesito) (hablar con )?(una? )?(persona|agente|humano)|不(要|用|需要)(转)?(人工|真人|客服)|real estate agent|cleaning agent|travel agent|(per|one|each|single|two|another|other|third|pro|por|par|per) (person|persona|personne)\b.{0,20}(use|portion|size|serving|tent|price)`)
})

// humanRules match a request within a longer message.
var humanRules = sync.OnceValue(func() []*regexp.Regexp {
	const en = `((live|real|actual|human|proper|physical) )*(human|humans|person|agent|people|representative|rep|operator|advisor|adviser|manager|supervisor|someone|somebody|staff|human being|customer (service|support|care)( (agent|rep|representative|person|team))?|support (agent|team|person|staff)|sales (agent|rep|person|team)|service (agent|rep|team)|your (team|boss|manager|supervisor|colleague|staff))`
	patterns := []string{
		` (talk|speak|speaking|talking|chat|connect|connected|transfer|transferred|transfered|put|pass|redirect|escalate|forward|switch|hand|contact) (me |my case |this |us |over |through |directly |straight )*(to|with|2|onto) (a |an |the |any |some |one of |another |your )*` + en + `( |$)`,
		` (want|need|get|give|send|prefer|require|like|gimme|demand|have|reach|contact|call|find|where is|wheres|fetch) (me |to |to get |to see |a hold of |hold of |you to get )*(a |an |the |some )*((live|real|actual|human|proper) )+(human|person|agent|people|being|representative|operator|someone|support|help|assistance|staff)( |$)`,
		` (want|need|get|give|send|gimme|demand|prefer|require|fetch) (me )?(a |an |the |some )*(human|agent|operator|representative|supervisor|customer service rep)( please| pls| now| asap| here| to help| instead| thanks)* $`,
		` (human|real person|live agent|live person|live chat|agent|operator|representative|real human|supervisor) (please|pls|plz|now|asap|thanks) $`,
		` (can|could|may|is|are) (i|there|you|someone|somebody|anyone|anybody|a human|a real person) (please |just |get me |give me )*(have |get |be )?(a |any )?((human|real|live|actual) )+(person|agent|human|people|someone|being|support)( |$)`,
		` (someone|somebody|anyone|agent|person|human) (from|in|at) (your |the )?(team|support|customer service|customer support|staff|store|shop)( |$)`,
		` (call me( back)?|phone me|ring me|give me a call|someone call me|have someone call)( |$)`,
		` (not|stop with|no more|hate|tired of|enough of|sick of|don't want|dont want|instead of|rather than) (a |an |the |this |these |talking to |to talk to |to )*(stupid |damn |bloody |useless )?(bots?|robots?|machines?|chatbots?|ai)( |$)`,
		` (let me|want to|wanna|need to|like to|can i|could i|may i|i'll|how do i|how can i|please) (talk|speak|chat) (to|with) (a |an |the |your )?(someone|somebody|anyone|anybody|person|human|boss|manager|agent|team|people|staff|support|customer service)`,

		` (mit|zu|an|von) (einem |einer |einen |eine |dem |der |den |ihrem |eurem |jemandem |jemand )*(echten |echte |richtigen |realen |menschlichen |lebenden |aus dem |vom )*(menschen?|mitarbeiter(in)?|person|berater(in)?|kundenberater|kundenbetreuer|kundenservice|kundendienst|support|ansprechpartner|vorgesetzten|chef|agenten|sachbearbeiter|jemandem|kollegen|mensch) (\S+ )?(sprechen|reden|schreiben|chatten|verbinden|verbunden|weiterleiten|telefonieren|unterhalten|kommunizieren|weitergeleitet|durchstellen)`,
		` (sprechen|reden|verbinden|verbinde|verbindet|weiterleiten|chatten|schreiben|durchstellen) (sie |mich |bitte |mal |gerne |doch |nur |lieber )*(mit|an|zu) (einem |einer |einen |jemandem |ihrem |eurem |dem |der |den )*(echten |richtigen |menschlichen |realen |realem )*(menschen?|mitarbeiter(in)?|person|berater(in)?|kundenservice|kundendienst|support|chef|vorgesetzten|jemandem|agenten|jemand)`,
		` (echten?|richtigen?|echter|richtiger|menschlichen?|menschlicher|realen?|lebendigen?) (menschen?|person|mitarbeiter(in)?|ansprechpartner|berater|support|agent|kundenservice)( |$)`,
		` (brauche|will|möchte|moechte|hätte gern|hätte gerne|verlange|wünsche|gib mir|geben sie mir|gibts|gibt es) (bitte |jetzt |endlich |lieber |hier |auch )*(einen |eine |ein |keinen bot sondern einen )?(menschen|mitarbeiter|mitarbeiterin|ansprechpartner|berater|kundenberater|sachbearbeiter|rückruf)( |$)`,
		` (ruft|rufen sie|rufe|ruf) (mich|uns) (\S+ )?(an|zurück)( |$)`, ` (kein|keinen|nicht mit einem|nicht mit einer) (bot|roboter|maschine|chatbot|computer)( |$)`,

		` (hablar|comunicarme|comunicar|contactar|chatear|comunícame|comuniqueme|comuníqueme|pásame|pasame|páseme|paseme|pasarme|transferirme|transfiéreme|transfiereme|conectar|conéctame|conectarme|ponme|póngame|atienda|hablo|hable) (ya |directamente |por favor |urgente |yo )*(con|a) (una |un |el |la |su |algun |algún |alguna |alguien )*(persona|humano|agente|asesor|asesora|operador|operadora|representante|alguien|ser humano|encargado|supervisor|supervisora|gerente|responsable|jefe|servicio al cliente|atención al cliente|atencion al cliente|soporte|ejecutivo|de verdad|real|compañero)`,
		` (hablar|contactar|chatear) con alguien( |$)`, ` (quiero|necesito|deseo|exijo|prefiero|dame|deme|pido|hay) (a |hablar |un |una |algún |alguna )*(agente|humano|asesor|operador|operadora|persona real|persona de verdad|persona humana|ser humano|representante|supervisor)( |$)`,
		` (persona|agente|operador) (real|humano|humana|de verdad|física)( |$)`, ` (llámenme|llamenme|llámame|llamame|me llamen|me pueden llamar|que me llame)( |$)`, ` (no quiero|odio|harto de|harta de) (hablar con )?(un |una |el |este )*(bot|robot|máquina|maquina|chatbot)`,

		`转(接)?(到|给)?(一下|下)?(人工|真人|客服|经理|主管)`, `(要|找|叫|需要|接|联系|呼叫|换|想跟|想和|请|给我|帮我转|帮我找|帮我接)(你们|一个|个|一下|下|你们的)?(人工|真人|活人)`, `(找|叫|联系|呼叫|接)(一下|你们|个|一个)?(客服|经理|主管|负责人|领导|工作人员)`, `(和|跟|与|同)(一个|个|你们)?(真人|人工|活人|客服|经理|人工客服|真正的人)(聊|说|谈|沟通|讲|对话|通话|联系)?`, `人工(客服|服务|坐席)?(在吗|在不在|呢|有吗|吗|上班)`, `(不要|不想|别|别再)[跟和用我让再给]{0,3}机器人`, `有(没有)?(真人|人工|活人)`, `(给我|帮我)(回|打)个?电话`, `专员|真人客服|人工客服`,

		` (parler|discuter|échanger|communiquer|parle|passez moi|passer|mettez moi en relation|mettre en relation|transférez moi|joindre|contacter) (directement )?(à|a|avec|un|une|le) (un |une |quelqu'un|le |la |votre )*(vrai |vraie |véritable )*(humain|personne|conseiller|conseillère|agent|opérateur|service client|responsable|quelqu'un|être humain|manager|technicien)( |$)`, ` (vraie personne|vrai humain|vrai conseiller|agent humain|être humain|conseiller humain)( |$)`,
		` (falar|conversar|contactar|contato|transferir|transfere|transfira|passa|passar) (me )?(com|para|pra) (um |uma |o |a |alguém|algum |alguma )*(pessoa|humano|atendente|agente|operador|alguém|gerente|supervisor|representante|ser humano|pessoa real)( |$)`, ` (quero|preciso de|preciso) (um |uma |de um |de uma )*(atendente|humano|pessoa real|atendimento humano)( |$)`, ` atend(ente|imento) human[oa]`,
		` (parlare|parli|comunicare|chattare|passami|passatemi|passarmi|trasferire|contattare) (con |a )*(un |una |un'|il |la |qualcuno|vostro )*(vera |vero )*(persona|operatore|operatrice|umano|essere umano|agente|consulente|responsabile|qualcuno|servizio clienti|assistenza)( |$)`, ` (persona|operatore|operatrice) (reale|vera|vero|umano|umana|in carne)( |$)`,
		` (met|aan) (een |de |jullie |iemand )*(echt |echte |levende |menselijke )*(mens|medewerker|persoon|iemand|klantenservice|collega|manager|collega) (\S+ )?(spreken|praten|chatten|doorverbinden|verbinden|contact)`, ` (spreken|praten|chatten) met (een |de )?(echt |echte )?(mens|medewerker|persoon|iemand)`, ` (echte?|menselijke) (mens|medewerker|persoon)( |$)`,
		` (rozmawiać|porozmawiać|połączyć|połącz|połączcie|pogadać|rozmowa|kontakt) (mnie |się )?(z|ze) (żywym |prawdziwym )*(człowiekiem|konsultantem|konsultantką|pracownikiem|doradcą|kimś|kierownikiem|osobą|obsługą)`, ` (mluvit|hovořit|spojit|spojte mě|přepojte mě|přepojit) (se |s |na )*(živým |skutečným )*(člověkem|operátorem|operátora|pracovníkem|někým|podporou)`,
		` (vorbesc|vorbi|conectați-mă|transferați-mă|discut) (cu )(un |o )?(om|operator|agent|persoană|cineva|consultant)`, ` (prata|tala|snacka|chatta|kopplas|koppla mig) (med|till) (en |någon )?(riktig |levande )*(människa|person|medarbetare|kundtjänst|agent|någon|handläggare)`, ` (tale|snakke|chatte|stilles om) (med|til) (et |en )?(rigtigt |rigtig |levende )*(menneske|person|medarbejder|kundeservice|nogen)`, ` (puhua|jutella|keskustella) (oikean |elävän )*(ihmisen|asiakaspalvelijan|henkilön|jonkun|asiakaspalvelun) kanssa`,
		` (μιλήσω|μιλησω|συνδέστε με|επικοινωνήσω) (με )(έναν |ένα |κάποιον )?(πραγματικό )?(άνθρωπο|εκπρόσωπο|υπάλληλο|κάποιον|ανθρωπο)`, ` (gerçek |canlı )?(insanla|insan ile|temsilciyle|temsilci ile|biriyle|yetkiliyle|yetkili ile|kişiyle|temsilciye|operatöre|müşteri temsilcisine|müşteri temsilcisiyle) (görüş|konuş|bağla|görüşmek|konuşmak|yazış)`, ` (élő )?(emberrel|ügyintézővel|munkatárssal|operátorral|valakivel) (szeretnék |akarok |tudok )?(beszél|beszélni|kapcsol)`, ` (beszélni|beszélnék) (szeretnék |akarok )?(egy )?(élő )?(emberrel|ügyintézővel|munkatárssal|operátorral)`,
		` (поговорить|говорить|связаться|пообщаться|соедините|соедини|переключите|переключи|переведите|свяжите|позовите|дайте|нужен|хочу) (меня |мне |с |со |на |к )*(живым |живого |реальным |реального |живой )*(человеком|человека|человек|оператором|оператора|оператор|менеджером|менеджера|сотрудником|сотрудника|специалистом|специалиста|консультантом|консультанта|кем-то|руководителем)`, ` (поговорити|говорити|зв'язатися|з'єднайте|переключіть|покличте|потрібен|хочу) (мене |мені |з |із |на |до )*(живою |реальною )*(людиною|людину|оператором|оператора|оператор|менеджером|менеджера|працівником|спеціалістом|консультантом)`,
		`(التحدث|اتحدث|أتحدث|اتكلم|أتكلم|الكلام|التكلم|تحويلي|حولني|حولوني|كلم|أكلم|اكلم|التواصل|اتواصل|أريد|اريد|عايز|ابغى|أبغى|ابي) (إلى |الى |مع |ل)?(شخص|موظف|إنسان|انسان|ممثل|خدمة العملاء|مسؤول|مدير|بشري|احد)`, `(לדבר|לשוחח|להתחבר|תעבירו אותי|תעביר אותי|העבירו אותי|רוצה|צריך) (עם |אל |ל)?(נציג|בן אדם|אדם|מישהו|אנושי|מנהל)`, `(इंसान|एजेंट|व्यक्ति|किसी|मैनेजर|प्रतिनिधि|आदमी) (से |के साथ )(बात|संपर्क)`, ` (insaan|insan|agent|kisi|customer care|executive) se (baat|connect)`,
		`(คุย|พูด|ติดต่อ|ขอสาย|โอนสาย|ขอคุย|อยากคุย)(กับ|ไปที่|ไปยัง)?(คน|พนักงาน|เจ้าหน้าที่|แอดมิน|ผู้จัดการ)`, ` (gặp|nói chuyện với|chat với|kết nối với|liên hệ|chuyển cho|trao đổi với|cho tôi gặp|cho mình gặp) (một |với )?(nhân viên|người thật|người|tư vấn viên|tổng đài viên|quản lý|con người|ai đó)`, ` (bicara|ngobrol|berbicara|bicarakan|sambungkan|hubungkan|chat|cakap|bercakap|sambung|mau|nak) (saya |langsung |terus )?(dengan |sama |ke |kepada |sm )*(cs|manusia|orang|agen|ejen|admin|customer service|petugas|pegawai|wakil|seseorang|operator)( |$)`,
		`(人|人間|オペレーター|オペレータ|担当者|担当の方|スタッフ|店員|店長|責任者|係の人|社員)(の方)?(と|に|へ)(直接)?(話|つな|繋|代わ|かわ|替わ|連絡|相談|お話|チャット|接続)`, `(人|人間|オペレーター|担当者|スタッフ)(を)?(出して|呼んで|お願い)`, `(상담원|상담사|사람|직원|담당자|매니저|고객센터)( )?(이랑|하고|과|와|랑|한테|에게|으로|로|을|를)?( )?(직접 )?(연결|통화|상담|얘기|이야기|대화|말|바꿔|불러|부탁)`,
	}
	out := make([]*regexp.Regexp, len(patterns))
	for i, p := range patterns {
		out[i] = regexp.MustCompile(foldHan(p))
	}
	return out
})
