package nlu

// affirmList holds the ways to say yes, by language.
const affirmList = `
sign: 👍,✅,👌,🙂,✔
en: yes,yeah,yea,yep,yup,ya,yes please,yess,sure,ok,okay,okey,k,ok then,correct,right,that's right,thats right,that is right,exactly,absolutely,definitely,of course,please do,do it,go ahead,go on,confirm,confirmed,i confirm,i agree,agreed,sounds good,fine,that's fine,thats fine,perfect,great,true,y,affirmative,all right,alright,works for me,yes i do,yes it is,yes i am,that's correct,thats correct,looks good,why not,proceed,indeed,for sure,sure thing,yes that's it,yes thats it,good
de: ja,jep,jo,jap,jawohl,ja bitte,ja gerne,ja gern,gerne,gern,klar,na klar,sicher,natürlich,okay,ok,in ordnung,richtig,stimmt,genau,korrekt,passt,das passt,passt so,bestätigt,bestätige,ich bestätige,einverstanden,mach das,machen sie das,bitte machen,auf jeden fall,selbstverständlich,ja das stimmt,das stimmt,ja genau,jup,joa,alles klar,gut,perfekt,so ist es,ja mach
es: sí,si,sip,sii,claro,claro que sí,claro que si,por supuesto,vale,ok,okay,de acuerdo,correcto,exacto,así es,asi es,eso es,perfecto,adelante,confirmo,confirmado,está bien,esta bien,bueno,dale,sí por favor,si por favor,desde luego,afirmativo,hazlo,venga,cierto,me parece bien,sí quiero,si quiero,genial
zh: 是,是的,对,对的,好,好的,好滴,好呀,好啊,行,可以,可以的,没问题,确认,确定,嗯,嗯嗯,恩,恩恩,当然,没错,对啊,对呀,同意,是啊,是呀,要,要的,需要,ok,okay,可,正确,好吧,行吧,就这样,就是这个,是这个
fr: oui,ouais,oui merci,oui s'il vous plaît,oui svp,d'accord,dac,ok,okay,bien sûr,bien sur,exact,exactement,c'est ça,c'est ca,c'est exact,correct,parfait,je confirme,confirmé,allez-y,allez y,volontiers,tout à fait,certainement,ça marche,ca marche,avec plaisir
pt: sim,sim por favor,claro,claro que sim,ok,okay,certo,correto,exato,isso,isso mesmo,pode,pode ser,pode sim,confirmo,confirmado,com certeza,tá bom,ta bom,está bem,beleza,perfeito,de acordo,s,quero,quero sim,tudo bem
it: sì,si,sì grazie,certo,certamente,ok,okay,va bene,esatto,giusto,corretto,confermo,confermato,d'accordo,perfetto,assolutamente,proceda,procedi,volentieri,naturalmente
nl: ja,ja graag,jazeker,zeker,ok,oke,oké,okay,klopt,dat klopt,juist,correct,prima,akkoord,goed,is goed,bevestigd,ik bevestig,natuurlijk,graag,doe maar,inderdaad,helemaal goed
pl: tak,no tak,tak proszę,jasne,oczywiście,ok,okej,dobrze,zgadza się,zgoda,potwierdzam,dokładnie,pewnie,w porządku,dobra,poproszę,racja
cs: ano,jo,jasně,ok,okej,dobře,souhlasím,potvrzuji,správně,přesně,určitě,samozřejmě,ano prosím,v pořádku
ro: da,ok,okay,bine,sigur,corect,exact,confirm,de acord,desigur,da vă rog,da te rog,perfect,așa este
sv: ja,japp,jo,ok,okej,okay,visst,självklart,stämmer,det stämmer,rätt,korrekt,bekräftar,gärna,ja tack,absolut,jajamän,precis
da: ja,jep,jo,ok,okay,selvfølgelig,det er rigtigt,rigtigt,korrekt,bekræft,bekræfter,gerne,ja tak,præcis,fint,klart,helt sikkert
fi: kyllä,joo,juu,ok,okei,selvä,toki,tottakai,oikein,juuri niin,vahvistan,kyllä kiitos,sopii,hyvä
el: ναι,ναί,ναι παρακαλώ,οκ,ok,εντάξει,βεβαίως,σωστά,σωστό,ακριβώς,συμφωνώ,επιβεβαιώνω,φυσικά,σίγουρα,nai
tr: evet,evt,tabii,tabi,tabii ki,tamam,olur,ok,doğru,aynen,onaylıyorum,kesinlikle,elbette,evet lütfen,peki,he,hıhı
hu: igen,ja,ok,oké,rendben,persze,természetesen,pontosan,helyes,megerősítem,igen kérem,jó,úgy van,így van
ru: да,ага,угу,ок,окей,ok,хорошо,конечно,верно,правильно,точно,подтверждаю,согласен,согласна,да пожалуйста,давайте,давай,ладно,именно,все верно,всё верно,подходит
uk: так,ага,угу,ок,ok,добре,звичайно,вірно,правильно,точно,підтверджую,згоден,згодна,так будь ласка,давайте,гаразд,авжеж,звісно
ar: نعم,ايوه,ايوا,أيوه,أجل,اجل,طبعا,أكيد,اكيد,تمام,موافق,صحيح,حسنا,اوكي,أوكي,ok,نعم من فضلك,اي,إي,بالتأكيد,صح,ماشي
he: כן,אוקיי,אוקי,ok,בסדר,נכון,מאשר,מאשרת,בטח,כמובן,כן בבקשה,סבבה,מסכים,מסכימה,בדיוק
hi: हाँ,हां,जी,जी हाँ,जी हां,ठीक है,सही,सही है,बिल्कुल,ओके,ok,haan,haa,ji haan,ji,theek hai,thik hai,bilkul,sahi hai
th: ใช่,ใช่ค่ะ,ใช่ครับ,ครับ,ค่ะ,ตกลง,โอเค,ok,ได้,ได้ค่ะ,ได้ครับ,ถูกต้อง,ยืนยัน,แน่นอน,จ้า,ใช่แล้ว
vi: có,vâng,dạ,dạ vâng,ok,oke,okay,đúng,đúng rồi,được,đồng ý,xác nhận,chính xác,ừ,uh,ừm,phải,dạ có,vang,dung roi
id: ya,iya,iyaa,yap,ok,oke,okay,baik,betul,benar,setuju,tentu,boleh,konfirmasi,ya betul,sip,siap,ya benar,yoi
ms: ya,ye,ok,okay,baik,betul,benar,setuju,sudah tentu,boleh,sahkan,ya betul,haah
ja: はい,ええ,うん,はいお願いします,お願いします,ok,オーケー,オッケー,了解,了解です,わかりました,そうです,その通りです,正しいです,合っています,大丈夫です,もちろん,承知しました,はいそうです,いいです,いいですよ
ko: 네,예,넵,넹,응,어,그래,그래요,맞아요,맞습니다,네 맞아요,좋아요,확인,확인했습니다,동의합니다,물론이죠,물론,ok,오케이,ㅇㅋ,ㅇㅇ,네 부탁드립니다,네네,알겠습니다,그럼요
`

// denyList holds the ways to say no, by language.
const denyList = `
sign: 👎,❌,🚫
en: no,nope,nah,no thanks,no thank you,not really,negative,don't,dont,do not,never,no way,not now,not at all,n,that's wrong,thats wrong,that is wrong,wrong,incorrect,that's not right,thats not right,not correct,i don't,i dont,no i don't,no i dont,absolutely not,of course not,i disagree,not yet,noo,nooo,no it isn't,no it's not,no its not,not that one,neither,actually no,no actually,rather not,better not,i changed my mind,changed my mind about it
de: nein,ne,nee,nö,nein danke,nicht,keinesfalls,auf keinen fall,falsch,das ist falsch,stimmt nicht,das stimmt nicht,nicht richtig,lieber nicht,noch nicht,niemals,nein lieber nicht,nicht jetzt,bitte nicht,natürlich nicht,keine,weder noch,doch nicht,ach nein,nein doch nicht,lieber doch nicht,eher nicht,ach lass mal
es: no,no gracias,nop,para nada,de ninguna manera,incorrecto,no es correcto,está mal,nunca,ahora no,todavía no,mejor no,no quiero,claro que no,en absoluto,negativo,qué va,tampoco,ni hablar,no es así,al final no,mejor que no,no déjalo
zh: 不,不是,不对,不用,不用了,不要,不要了,不行,不可以,不需要,没有,别,否,错,错了,不了,算不上,不确认,不同意,不对的,不是的,不是这个,没,还没,不好,不想,还是不要了,还是算了
fr: non,non merci,pas du tout,nan,jamais,faux,c'est faux,incorrect,pas maintenant,pas encore,surtout pas,négatif,absolument pas,ce n'est pas ça,ce n'est pas correct,finalement non,non finalement,plutôt non,en fait non
pt: não,nao,não obrigado,não obrigada,nao obrigado,nao obrigada,nunca,errado,incorreto,está errado,agora não,agora nao,ainda não,de jeito nenhum,de maneira nenhuma,negativo,n,não quero,melhor não,afinal não,pensando bem não
it: no,no grazie,assolutamente no,mai,sbagliato,errato,non è corretto,non ora,non ancora,per niente,meglio di no,non è così,alla fine no,anzi no,ripensandoci no
nl: nee,neen,nee bedankt,nee dank je,nooit,fout,onjuist,klopt niet,dat klopt niet,niet nu,nog niet,liever niet,absoluut niet,zeker niet,echt niet,toch niet,bij nader inzien niet,nee toch niet
pl: nie,nie dziękuję,nie dzięki,nigdy,źle,błędnie,nie zgadza się,nieprawda,nie teraz,jeszcze nie,raczej nie,absolutnie nie,w żadnym wypadku,jednak nie,a jednak nie
cs: ne,ne děkuji,ne díky,nikdy,špatně,nesouhlasí,to není správně,teď ne,ještě ne,raději ne,vůbec ne,nechci,přece jen ne,nakonec ne,radši ne
ro: nu,nu mulțumesc,nu multumesc,niciodată,greșit,incorect,nu acum,încă nu,deloc,nu vreau,nicidecum,până la urmă nu,de fapt nu
sv: nej,nej tack,aldrig,fel,det är fel,stämmer inte,inte nu,inte än,absolut inte,helst inte,nä,näe,nej inte ändå,hellre inte,faktiskt inte
da: nej,nej tak,aldrig,forkert,det er forkert,passer ikke,ikke nu,ikke endnu,slet ikke,helst ikke,niks,alligevel ikke,nej alligevel ikke,hellere ikke
fi: ei,ei kiitos,en,en halua,väärin,ei pidä paikkaansa,ei nyt,ei vielä,ei todellakaan,ei ikinä,eipä,ei sittenkään,mieluummin ei
el: όχι,οχι,όχι ευχαριστώ,ποτέ,λάθος,δεν είναι σωστό,όχι τώρα,όχι ακόμα,καθόλου,oxi,τελικά όχι,μάλλον όχι
tr: hayır,hayir,yok,hayır teşekkürler,istemiyorum,yanlış,doğru değil,olmaz,şimdi değil,henüz değil,asla,kesinlikle hayır,değil,aslında hayır,vazgeçtim hayır
hu: nem,nem köszönöm,soha,rossz,helytelen,nem igaz,most nem,még nem,egyáltalán nem,inkább nem,dehogy,mégsem,mégse,inkább mégsem
ru: нет,не,неа,нет спасибо,никогда,неверно,неправильно,не надо,не нужно,не сейчас,ещё нет,еще нет,ни в коем случае,не хочу,не согласен,не согласна,не то,всё-таки нет,все-таки нет,хотя нет,лучше не надо
uk: ні,ні дякую,ніколи,невірно,неправильно,не треба,не потрібно,не зараз,ще ні,в жодному разі,не хочу,нє,все-таки ні,хоча ні,краще не треба
ar: لا,لا شكرا,كلا,أبدا,ابدا,خطأ,خطا,غير صحيح,ليس الآن,ليس الان,مو صحيح,لا أريد,لا اريد,مش صح,لأ,في الواقع لا,الأفضل لا
he: לא,לא תודה,ממש לא,אף פעם,לא נכון,טעות,לא עכשיו,עדיין לא,בשום אופן,לא רוצה,בעצם לא,עדיף שלא
hi: नहीं,नही,जी नहीं,नहीं धन्यवाद,गलत,गलत है,कभी नहीं,अभी नहीं,मत,nahi,nahin,galat,galat hai,abhi nahi,असल में नहीं,रहने दो,रहने दीजिए
th: ไม่,ไม่ใช่,ไม่ค่ะ,ไม่ครับ,ไม่เอา,ไม่ต้อง,ไม่ถูกต้อง,ผิด,ยังไม่,ไม่เป็นไร,ไม่ใช่ค่ะ,ไม่ใช่ครับ,ไม่ต้องการ
vi: không,khong,ko,không cảm ơn,sai,sai rồi,không đúng,không phải,chưa,không cần,đừng,không muốn,hông
id: tidak,nggak,ngga,gak,ga,enggak,bukan,tidak terima kasih,salah,jangan,belum,tidak sekarang,tidak mau,nggak mau,tdk
ms: tidak,tak,bukan,tidak terima kasih,salah,jangan,belum,tak nak,tak mahu,tak perlu,bukan sekarang
ja: いいえ,いえ,いや,違います,ちがいます,違う,結構です,いいえ結構です,要りません,いりません,不要です,やめてください,だめ,ダメ,間違っています,まだです,いらない,ううん
ko: 아니요,아니오,아뇨,아니,아닙니다,아니에요,싫어요,괜찮아요,됐어요,틀렸어요,필요없어요,필요 없어요,아직이요,아니 괜찮아요,ㄴㄴ,노,절대 안돼요
`

// courtesyList holds what may stand beside a yes or no without changing it.
const courtesyList = `
en: please,thanks,thank you,thx,pls,then,so,hi,well,oh,um,uh,and,that,it,is,i,do,am,correct,the,one,sir,mate,all
de: bitte,danke,vielen dank,dann,also,ach,das,so,ist,es,dankeschön,sehr
es: por favor,gracias,muchas gracias,pues,entonces,bueno,ah,eso,porfa
zh: 谢谢,的,了,吧,啊,呀,请,哦,麻烦了
fr: merci,s'il vous plaît,s'il te plaît,svp,alors,bon,ah,bien,beaucoup
pt: por favor,obrigado,obrigada,então,ah,bom,valeu
it: grazie,per favore,allora,ah,bene
nl: alsjeblieft,alstublieft,bedankt,dan,hoor,dank je,graag
pl: proszę,dziękuję,dzięki,to,no
cs: prosím,děkuji,díky,tak
ro: vă rog,te rog,mulțumesc,multumesc,atunci
sv: tack,snälla,då
da: tak,venligst,så
fi: kiitos,sitten
el: παρακαλώ,ευχαριστώ
tr: lütfen,teşekkürler,teşekkür ederim,o zaman
hu: kérem,köszönöm,akkor
ru: пожалуйста,спасибо,тогда,ну
uk: будь ласка,дякую,тоді,ну
ar: من فضلك,شكرا,لو سمحت
he: בבקשה,תודה
hi: कृपया,धन्यवाद,please,जी
th: ค่ะ,ครับ,ขอบคุณ,นะ
vi: cảm ơn,ạ,nhé,bạn,shop,em
id: terima kasih,makasih,tolong,kak,min,dong
ms: terima kasih,tolong,ya
ja: ありがとう,ありがとうございます,お願いします,です
ko: 감사합니다,부탁드립니다,고마워요,요
`
