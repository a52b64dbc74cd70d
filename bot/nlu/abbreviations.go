package nlu

import (
	"strings"
	"sync"
)

// abbreviations are the words that chats shorten or write by ear, by language:
// "short short=long form". English has its contractions. Only what means one
// thing among shoppers stands here.
var abbreviations = sync.OnceValue(func() map[string]map[string][]string {
	out := make(map[string]map[string][]string, len(abbreviationLists))
	for lang, list := range abbreviationLists {
		words := map[string][]string{}
		for entry := range strings.SplitSeq(list, ",") {
			short, long, _ := strings.Cut(strings.TrimSpace(entry), "=")
			for w := range strings.FieldsSeq(short) {
				words[w] = strings.Fields(long)
			}
		}
		out[lang] = words
	}
	return out
})

var abbreviationLists = map[string]string{
	"vi": `ko k hok hông hong khum hem=không, đc dc đk=được, r òi ròi=rồi, v z dz=vậy, vs=với, sp=sản phẩm, nhìu=nhiều, bik bít=biết, mn=mọi người, j=gì, ntn=như thế nào, bn=bao nhiêu, nv=nhân viên, ck=chuyển khoản, sđt sdt đt=điện thoại, e=em, mk mih=mình, h=giờ, lm=làm, ib=nhắn tin, trc=trước, wá=quá, cx=cũng, nx=nữa, tg=thời gian, hnay=hôm nay, hqua=hôm qua`,
	"id": `yg=yang, ga gak nggak ngga gk g tdk kagak enggak=tidak, blm blom belom=belum, udah udh dah sdh=sudah, gmn gmna gimana gmana=bagaimana, brp brapa=berapa, kalo klo kl=kalau, dgn dg=dengan, utk=untuk, sblm=sebelum, krn karna=karena, bs bsa=bisa, tp=tapi, jg=juga, sm=sama, org=orang, dr=dari, bgt=banget, sy gw gue gua=saya, kmrn=kemarin, skrg=sekarang, bln=bulan, hr=hari, tgl=tanggal, nmr nomer=nomor, brg=barang, pesen=pesan, byr=bayar, krm=kirim, knp napa=kenapa, dmn dmana=dimana, kpn=kapan, tlg tolongin=tolong, mksh makasi makasih trims=terima kasih, dtg=datang, td=tadi, lg=lagi, jd=jadi, bener=benar, nyampe sampe=sampai, pake=pakai, dpt dapet=dapat, hrs=harus, nyampek=sampai`,
	"ms": `yg=yang, x tk=tak, xde takde takda tade xda=tiada, xnak=tak nak, xboleh=tak boleh, xdapat=tak dapat, dah=sudah, blm blom belom=belum, camne mcmne camana mcmana=macam mana, mcm=macam, utk=untuk, dgn dgan ngan=dengan, sy=saya, nk=nak, brp brapa=berapa, klu klau kalo=kalau, bg=bagi, blh bleh=boleh, lg=lagi, hr=hari, brg=barang, tq tenkiu=terima kasih, skrg=sekarang, smpi smpai=sampai, dpt=dapat, org=orang, jgn=jangan, tlg=tolong, psl=pasal, kt=kat`,
	"es": `q k=que, xq porq=porque, xfa porfa porfis xfavor=por favor, tb tmb tmbn=también, x=por, bn=bien, msj=mensaje, dnd=dónde, cdo cnd=cuando, grax grcs=gracias, pa=para, hrs=horas, tel=teléfono, cel=celular, info=información, stoy toy=estoy, sip=sí, nop=no, aki=aquí, kiero=quiero, ola=hola`,
	"pt": `vc ce=você, vcs=vocês, pq=porque, tb tbm=também, q=que, n nao naum ñ=não, qro=quero, qto qnto=quanto, qdo qnd=quando, pfv pfvr pfvor=por favor, kd cade=cadê, blz=beleza, obg obgd brigado brigada=obrigado, hj=hoje, msm=mesmo, mto mt=muito, td=tudo, tava=estava, tô=estou, pra pro p=para, oq=o que, aki=aqui, dps=depois, vlw=valeu, msg=mensagem, ngm=ninguém, algm=alguém, nd=nada, ta tá=está`,
	"fr": `jsp=je sais pas, pk pkoi pq=pourquoi, svp stp=s'il vous plaît, bjr=bonjour, slt=salut, cmd cde commende=commande, pb=problème, dc=donc, qd kan=quand, tt=tout, bcp=beaucoup, rdv=rendez-vous, mdp=mot de passe, tél tel=téléphone, adr=adresse, dsl=désolé, chui=je suis, ya=il y a, yavait=il y avait, ki=qui, nn=non, cb=combien, ds=dans, auj ajd=aujourd'hui, num=numéro, jai=j'ai, cest=c'est, jvoudrais=je voudrais, jveux=je veux`,
	"it": `nn=non, x=per, xke xk xché xche perke=perché, cmq=comunque, qnd qndo=quando, qnt qto=quanto, dv=dove, cs=cosa, gg=giorni, grz=grazie, tt=tutto, qlcs=qualcosa, ke=che, sn=sono, tel=telefono, msg=messaggio, anke=anche, xò=però, qst=questo, pls plz=per favore`,
	"de": `vllt vlt=vielleicht, iwie=irgendwie, nix=nichts, nich net ned=nicht, bzgl=bezüglich, gibts=gibt es, gehts=geht es, hats=hat es, nen=einen, nem=einem, is=ist, wg=wegen, iwann=irgendwann, pls plz=bitte, thx=danke, bestellnr=bestellnummer, tel=telefon, adr=adresse, std=stunden, grad=gerade`,
	"nl": `mn m'n=mijn, wnr=wanneer, ff=even, idd=inderdaad, mss=misschien, nie ni=niet, gwn=gewoon, hvl=hoeveel, aub svp=alstublieft, bestelnr=bestelnummer, tel=telefoon, ie=hij, bvd=bij voorbaat dank, vd=van de, t=het`,
	"pl": `zam=zamówienie, nr=numer, bd=będzie, jst=jest, szt=sztuk, dzk dzx dzięks dzieki dzięki=dziękuję, nwm=nie wiem, wgl=w ogóle, tel=telefon, plis pls=proszę`,
	"cs": `jj jo jojo=ano, nn=ne, nwm=nevím, dik dík diky díky=děkuji, tel=telefon, furt=pořád, obj=objednávka, pls plz=prosím, ahojky=ahoj`,
	"ro": `nr=număr, cmd=comanda, pt ptr=pentru, tre=trebuie, mersi mss=mulțumesc, bn=bine, pls plz=te rog, tel=telefon, cv=ceva, dc=de ce, ac=acest`,
	"ru": `плз пж пжл пжлст=пожалуйста, спс пасиб спасиб=спасибо, щас ща=сейчас, чё че чо=что, скока скок=сколько, ваще=вообще, тел=телефон, здрасте здрасьте здрасти=здравствуйте, прив=привет, када=когда, мб=может быть, оч=очень, тока ток=только, норм=нормально, промик=промокод, прила=приложение, инфа=информация`,
	"uk": `плз=будь ласка, дяк дякс=дякую, шо=що, скіки=скільки, ща=зараз, тел=телефон, прив=привіт, мона=можна, тіки тіко=тільки, зам=замовлення, добридень=добрий день`,
	"tr": `slm=selam, mrb=merhaba, tşk tsk=teşekkürler, bi=bir, bişey bisey bişi birşey=bir şey, noldu=ne oldu, nerde=nerede, nerden=nereden, diyo=diyor, geliyo=geliyor, olmuyo=olmuyor, gelmiyo=gelmiyor, istiyom=istiyorum, bekliyom=bekliyorum, lzm=lazım, tmm=tamam, evt=evet, hyr=hayır, sip=sipariş, ltf=lütfen, nası=nasıl, zmn=zaman, şuan=şu an, dimi=değil mi, napcam=ne yapacağım, yapcam=yapacağım, alcam alıcam=alacağım`,
	"sv": `nån ngn=någon, nåt ngt=något, mkt=mycket, oxå=också, tfn=telefon, å=och, e=är, pls plz=snälla, ordernr=ordernummer`,
	"da": `ikk ik=ikke, hva=hvad, tlf=telefon, str=størrelse, ordrenr=ordrenummer, ka=kan, sku=skulle`,
	"fi": `mun=minun, sun=sinun, mulla=minulla, mulle=minulle, multa=minulta, mä=minä, sä=sinä, mut=mutta, oon=olen, oot=olet, toi=tuo, noi=nuo, nää=nämä, tää=tämä, saisko=saisiko, ois=olisi, oisko=olisiko, vois=voisi, voisko=voisiko, sit=sitten, ku=kun, haluun=haluan, kiitti kii=kiitos, teiän=teidän, miks=miksi, mis=missä, missähän=missä, paljo=paljon, puh=puhelin, tarviin=tarvitsen, ootte=olette`,
	"el": `κ=και, τπτ=τίποτα, τλκ=τελικά, δλδ=δηλαδή, τηλ τλφ=τηλέφωνο`,
	"hu": `h=hogy, nm=nem, v=vagy, vmi=valami, vki=valaki, köszi kösz köszike=köszönöm, tel=telefon, lécci lécci lsz=légyszíves, mér=miért, mivan=mi van, sztem=szerintem, asszem=azt hiszem`,
	"hi": `kaha khan=kahan, nhi nahi ni nai=nahin, h=hai, kb=kab, krna=karna, kr=kar, krdo=kar do, muje mje mujko=mujhe, wapis vapas vapis=wapas, paisa pese=paise, abi=abhi, bht bhot bahot bohot=bahut, theek=thik, ordr=order, plz pls=please`,
}
