package nlu

// westMoods are the lexicons of the Germanic and Romance languages of western
// Europe, and the words that are said everywhere.
var westMoods = []moodLexicon{
	{
		lang:    "",
		anger:   "!wtf,!fuck*,!bullshit,+scam,+scammer*,!fck,!stfu",
		joy:     "haha*,hehe*,lol,+yay*,+woohoo,xoxo",
		startle: "+wow*,+omg,wth",
		urgent:  "asap,sos",
	},
	{
		lang: "en",
		anger: "+sue,+bad review,+how bad you are,complain,+angry,+furious,+outraged,+outrageous,+unacceptable,+ridiculous,+scammed,+scamming,+fraud,+fraudsters,+crooks,+rip off,+ripoff,+ripped off,+ripping me off,+worst,+useless,+liars,+liar,+thieves,+thief,!shit,!shitty,!crap,!crappy,+idiots,+idiot,+morons,!bloody,!damn,!goddamn,!ass,!assholes,!hell,+pissed,+pissed off,+pissing me off,+sick of,+fed up,+had enough,+sue you,+see you in court,+my lawyer,+take legal action,+report you,+joke of a,+are you kidding,+you must be joking,+got to be kidding,+are you serious,+what a joke,+is a joke,+a complete joke,+livid,+enraged,+fuming,+disgrace,+disgraceful,+appalling,+appalled,+atrocious,+pathetic,+shame on you,+how dare,+you stole,+robbed me,+rage,+never buying,+never order*,+never shop*,+hate you,+driving me crazy,+unbelievably bad,+stupid," +
			"+terrible,+horrible,+awful,+horrendous,+annoyed,+annoying,annoys,+frustrated,+frustrating,frustration,+rude,lied,lying,+incompetent,+never again,+waste of time,+waste of money,+wasting my time,poor service,bad service,complaint,+i hate,+hate it,+hate this,hate,hopeless,unprofessional,irritated,irritating,+mad at,+so mad,+really mad,dumb,mess,nonsense,shut up,not good enough,lost patience,losing patience,ignored,ignoring me",
		disgust: "+disgusting,+disgusted,+so gross,+is gross,+thats gross,+pretty gross,+revolting,+repulsive,+nasty,+filthy,+mouldy,+moldy,+vomit,+stinks,+yuck*,+yucky,+eww*,+ew,+sickening,+nauseating,+maggots,+cockroach,stinky,stench,dirty,rotten,used underwear,hair in it,creepy",
		fear:    "+worried,+scared,+afraid,+anxious,+terrified,+terrifying,+panicking,+panic,+scary,+frightened,+frightening,+worries me,+freaking out,worry,worrying,concerned,nervous,hacked,fraudulent charge",
		joy:     "+amazing,+awesome,+excellent,+fantastic,+wonderful,+love it,+love them,+love this,+love the,+loved it,+love you,+i love,+in love with,+adore,+perfect,+brilliant,+great job,+good job,+well done,+so happy,+very happy,+super happy,+really happy,+delighted,+thrilled,+you rock,+made my day,+best service,+outstanding,+so glad,+stoked,+excited,+so much better,great,happy,glad,nice,cool,pleased,super,lovely,cheers,helpful,beautiful,impressed,grateful,hilarious,enjoy*,congrats,congratulations,~thanks,~thank you,~thx,~ty,~thank u,~much appreciated,+thank you so much,+thanks so much,+thanks a million,+many thanks,+thanks a lot",
		sadness: "+sad,+sadly,+disappointed,+disappointing,+disappointment,+heartbroken,+upset,+crying,+cried,+devastated,+gutted,+let down,+unhappy,+miserable,+depressed,+depressing,+in tears,-unfortunately,regret,missed the birthday,lonely,passed away,died,what a pity,what a shame,bummed,bummer,hurts,heartbreaking",
		startle: "+oh my god,+oh my gosh,+unbelievable,+cant believe,+can not believe,+cannot believe,+shocked,+surprised,+surprising,+no way,+astonished,+stunned,+speechless,+did not expect,+didnt expect,unexpected,unexpectedly,what the,seriously,for real,holy",
		urgent:  "urgent,urgently,immediately,right now,right away,emergency,as soon as possible,hurry,today please,by tomorrow,need it today,need it tomorrow,need it by,need this by,need it before,cant wait any longer,time is running out,running out of time,desperately need,super quick,leaving tomorrow",
		not:     "not,no,never,without,isnt,wasnt,arent,werent,dont,doesnt,didnt,cant,cannot,wont,wouldnt,aint,hardly,barely,nothing,far from,isn,wasn,don",
	},
	{
		lang: "de",
		anger: "+verklage,+anwalt,+furchtbar*,+schrecklich*,+geklaut,+reichts mit euch,+verbraucherschutz,+wutend*,+wuetend*,+sauer,+stinksauer,+frechheit,+unverschamt*,+unverschaemt*,+unfassbar,+betrug,+betruger*,+betrueger*,+abzocke*,!scheis*,!scheiss*,!verdammt*,!verfickt*,+zum kotzen,+lacherlich*,+laecherlich*,+katastrophe,+katastrophal*,+saftladen,+drecksladen,!arsch*,+idioten,+vollidioten,+unmoglich,+meinem anwalt,+mein anwalt,+anwalt einschalten,+anzeige erstatten,+verarsch*,+inakzeptabel,+nicht akzeptabel,+reicht mir,+mir reicht,+jetzt reichts,+reichts mir,+geht gar nicht,+nicht euer ernst,+nicht ihr ernst,+nicht dein ernst,+schnauze voll,+nase voll,+unterirdisch,+zumutung,+nie wieder,+schlechteste*,+sauerei,+schweinerei,+empor*,+rasend,+hasse,+wut,+verarsche,+diebe,+lugner," +
			"+nervt,+genervt,argerlich,aergerlich,argere,argert,verargert,veraergert,mies,miserabel*,schlimm,unzumutbar,beschwerde,beschweren,luge*,dumm,hinhalten,hingehalten,+frustriert,frustrierend,skandal,schlechter service,unfahig,unfaehig",
		disgust: "+ekelhaft*,+eklig*,+widerlich*,+stinkt,+schimmel*,+verschimmelt*,+igitt,+pfui,+ekel*,+wurg,+abartig,dreckig*,verdreckt*,schmuddelig*",
		fear:    "+angst,+besorgt,+panik,+mache mir sorgen,+sorge mich,+furchte,+fuerchte,+beangstigend,+gruselig,-sorgen,befurchte,befuerchte,gehackt,beunruhigt,beunruhigend,nervos",
		joy:     "+super,+toll,+tolle,+toller,+groszartig,+grosartig,+grossartig*,+perfekt,+begeistert,+wunderbar*,klasse,+spitzenmasig,+liebe es,+liebe sie,+freue mich,+freu mich,+happy,+der hammer,+echt hammer,+mega,+traumhaft,+fantastisch,+bin glucklich,+lob an,+sehr zufrieden,+vielen lieben dank,+tausend dank,+herzlichen dank,gut,prima,freut,glucklich,gluecklich,zufrieden,nett,nette,genial,cool,hilfreich,~danke,~danke schon,~vielen dank,~lieben dank,~dankeschon,~besten dank,geil",
		sadness: "+traurig*,+enttauscht*,+enttaeuscht*,+enttauschend,+enttauschung,+weinen,+heule,+am boden zerstort,+unglucklich,+untrostlich,+deprimiert,+unzufrieden,-leider,-schade,bedauer*,verstorben,gestorben",
		startle: "+oha,+krass,+uberrascht,+ueberrascht,+uberraschung,+das gibts doch nicht,+das gibts nicht,+das gibt s doch nicht,+kann nicht wahr sein,+ich glaubs nicht,+ich fass es nicht,+nicht damit gerechnet,+damit nicht gerechnet,+habe ich nicht gerechnet,+hatte ich nicht erwartet,+unglaublich,ernsthaft,unerwartet,ach du",
		urgent:  "dringend*,sofort,eilig,schnellstmoglich*,schnellstens,umgehend,eilt,notfall,so schnell wie moglich,sehr schnell,bis morgen,brauche es heute,brauche es morgen,brauche das heute,unbedingt heute,unverzuglich,gestern noch,zeitnah,noch heute",
		not:     "nicht,kein,keine,keinen,keinem,keiner,nie,niemals,ohne,weder,nix,nichts,kaum,net",
	},
	{
		lang: "es",
		anger: "+demandar,+me robaron,descontent*,+mala resena,+enfadad*,+enojad*,+furios*,+indignad*,+indignante,+estafa*,+ladron*,+verguenza,+inaceptable*,+ridicul*,!mierda,!joder,!puta*,!puto*,!maldit*,!cono,+harto,+harta,+hartos,+hartas,+asquerosos,+hasta las narices,+hasta la madre,+mi abogado,+pesimo,+pesima,+peor,+fraude,+cabron*,+idiotas,+una burla,+es una broma,+esto es una broma,+tomadura de pelo,+tomando el pelo,+inutil*,+sinverguenzas,+cabread*,+encabronad*,+rabia,+odio,+nunca mas,+voy a denunciar*,+los denuncio,+los voy a denunciar,+mentiros*,+me han robado,+que falta de respeto,+furia," +
			"molest*,fatal,horrible*,terrible*,queja,quejarme,mentira*,frustrad*,frustrante,lamentable,incompetentes,mal servicio,grosero*,impresentable,+una basura,+son basura",
		disgust: "+asco,+asqueros*,+repugnante*,+huele mal,+moho,+puaj,+guacala,+que asco,+nauseas,apesta,podrid*,suci*",
		fear:    "+miedo,+preocupad*,+asustad*,+panico,+aterrad*,+me preocupa,+angustia*,preocupa,temo,nervios*,inquiet*,hackead*",
		joy:     "+genial*,+excelente*,+encanta*,+me encanto,+perfecto,+perfecta,+maravillos*,+fantastic*,+feliz,+felices,+increible servicio,+muchisimas gracias,+mil gracias,+estupend*,+buenisim*,+espectacular*,+super contenta,+super contento,+muy contenta,+muy contento,+que alegria,+felicidades,+los mejores,+una maravilla,+me gusta mucho,~gracias,~muchas gracias,buen servicio,contento,contenta,alegr*,guay,chevere,padrisimo,bonito,bonita,amable,amables,jaja*,jeje*,satisfech*",
		sadness: "+triste*,+decepcionad*,+decepcion,+decepcionante*,+llorando,+lloro,+desilusion*,+infeliz,+que lastima,+que pena,+deprimid*,+desconsolad*,-lastima,-desgraciadamente,-lamentablemente,fallecio",
		startle: "+vaya sorpresa,+sorprendid*,+sorpresa,+no me lo creo,+no lo puedo creer,+no puede ser,+madre mia,+increible,+dios mio,+caramba,+flipo,+no me lo esperaba,inesperad*",
		urgent:  "urgente*,urgencia,inmediatamente,de inmediato,ahora mismo,cuanto antes,lo antes posible,ya mismo,emergencia,lo necesito para hoy,lo necesito hoy,lo necesito para manana,con urgencia,me urge,es para manana,rapido por favor",
		not:     "no,nunca,sin,tampoco,jamas,ni,nada,ningun,ninguna",
	},
	{
		lang: "fr",
		anger: "+incapables,+deplorable*,+vous vous moquez,me plaindre,mecontent*,+est une blague,+avis negatif,+un avocat,+furieu*,+scandaleu*,+scandale,+inadmissible*,+arnaque*,+arnaqueur*,+voleur*,+honte,+honteu*,!merde,!putain,!bordel,+ras le bol,+inacceptable*,+mon avocat,+enerve*,+colere,+connard*,+cons,+marre,+foutage de gueule,+foutez de moi,+moquez de moi,+ridicule*,+lamentable*,+porter plainte,+plus jamais,+jamais plus,+le pire,+la pire,+pire,+escroc*,+escroquerie,+menteur*,+deteste,+excede*,+rage,+incompetent*,+fache*,+c est abuse,+insupportable," +
			"nul,nulle,nuls,horrible*,plainte,agace*,agacant,frustre*,frustrant,mensonge*,impoli*,mauvais service,decu du service,catastrophe,catastrophique",
		disgust: "+degoutant*,+degoute*,+degueulasse*,+repugnant*,+ecoeurant*,+beurk,+vomir,+immonde,sale,sales,pue,moisi*,moisissure",
		fear:    "+peur,+inquiet,+inquiete,+inquietant,+inquiets,+m inquiete,+angoiss*,+panique,+effraye*,+terrifie*,crains,pirate,stresse*,nerveu*",
		joy:     "+genial*,+super,+parfait*,+excellent*,+adore*,+ravi*,+heureu*,+bravo,+formidable*,+merveilleu*,+magnifique*,+fantastique*,+au top,+trop bien,+tres content*,+merci infiniment,+mille mercis,+merci mille fois,+un grand merci,+felicitations,~merci,~merci beaucoup,content*,joli*,sympa*,satisfait*,chouette",
		sadness: "+triste*,+decu*,+deception,+decevant*,+pleure*,+desespere*,+malheureu*,+deprime*,-dommage,-malheureusement,regrette,decede*",
		startle: "+incroyable*,+etonn*,+surpris*,+j y crois pas,+je n y crois pas,+pas possible,+mon dieu,+ca alors,+choque*,+oh la la,+stupefait*,inattendu*",
		urgent:  "urgent*,urgence,immediatement,tout de suite,au plus vite,des que possible,le plus vite possible,le plus rapidement possible,pour demain,pour ce soir,besoin aujourd hui,je suis presse,rapidement svp",
		not:     "pas,ne,n,jamais,sans,non,ni,aucun,aucune,rien,plus du tout",
	},
	{
		lang: "it",
		anger: "+recensione negativa,+vi segnalo,+arrabbiat*,+furios*,+incazzat*,+truff*,+ladri,+ladro,+vergogn*,+inaccettabil*,+ridicol*,!merda,!cazzo,!vaffanculo,!stronz*,!porca,+schifosi,+scandalos*,+stufo,+stufa di,+stanco di,+stanca di,+mio avvocato,+avvocato,+denuncio,+denuncia,+pessim*,+peggior*,+presa in giro,+prendete in giro,+prendendo in giro,+bugiard*,+incompetent*,+mai piu,+idioti,+indignat*,+rabbia,+odio,+assurd*,+buffoni,+imbarazzante,+adesso basta,+ora basta,+basta cosi," +
			"terribil*,orribil*,lamentela,reclamo,frustrat*,frustrante,fastidi*,maleducat*,scorrett*,inutil*,penos*",
		disgust: "+disgust*,+schifo,+schifos*,+ripugnant*,+puzza*,+muffa,+vomit*,+bleah,+nause*,sporc*,marci*",
		fear:    "+paura,+preoccupat*,+spaventat*,+panico,+ansia,+terrorizzat*,+mi preoccupa,preoccupa,temo,nervos*,hackerat*",
		joy:     "+fantastic*,+ottim*,+eccellent*,+perfett*,+meraviglios*,+adoro,+felice,+felici,+bravissim*,+complimenti,+grandioso,+stupend*,+super,+grazie mille,+mille grazie,+grazie infinite,+amo,+mi piace molto,+entusiast*,+gentilissim*,+evviva,~grazie,content*,bell*,bravi,soddisfatt*,gentil*",
		sadness: "+triste*,+delus*,+deludente,+piango,+piangere,+dispiaciut*,+infelice,+depress*,+che peccato,-peccato,-purtroppo,-sfortunatamente,dispiace,mort*",
		startle: "+incredibil*,+sorpres*,+non ci credo,+non posso crederci,+caspita,+accidenti,+oddio,+mamma mia,+ma dai,+scioccat*,+stupit*,davvero,inaspettat*",
		urgent:  "urgent*,urgenza,subito,immediatamente,il prima possibile,prima possibile,al piu presto,emergenza,entro domani,mi serve oggi,mi serve per domani,urgentissim*,di corsa",
		not:     "non,mai,senza,ne,nessun,nessuna,niente,nulla,poco",
	},
	{
		lang: "pt",
		anger: "+reclame aqui,reclamar,insatisfeit*,+gozar com,grosso comigo,+absurdo,+absurda,+raiva,+irritad*,+golpe,+golpist*,+ladrao,+ladroes,!merda,!porra,!caralho,!puta*,!foda*,+ridicul*,+inaceitavel,+inadmissivel,+pessim*,+vergonha,+vergonhos*,+processar,+meu advogado,+procon,+palhacada,+furios*,+revoltad*,+indignad*,+enganad*,+enganacao,+mentiros*,+de saco cheio,+saco cheio,+cansada de,+cansado de,+farto,+farta,+nunca mais,+pior,+odeio,+odio,+um lixo,+falta de respeito,+me roubaram,+estao roubando,+roubo,+incompetent*,+idiotas,+burla*,+zangad*,+putos," +
			"horrivel,terrivel,queixa,descaso,frustrad*,frustrante,mentira*,chatead*,mal atendid*,mau servico,grosseir*",
		disgust: "+nojo,+nojent*,+mofo,+bolor,+fedor,+fede,+fedid*,+repugnante,+eca,+asqueros*,suj*,podre*,cheira mal",
		fear:    "+medo,+preocupad*,+assustad*,+panico,+apavorad*,+aflit*,+me preocupa,receio,receos*,nervos*,ansios*,hackead*,inquiet*",
		joy:     "+otim*,+excelente*,+adorei,+adoro,+amei,+amo,+perfeit*,+maravilh*,+feliz,+felizes,+incrivel atendimento,+fantastic*,+sensacional,+show de bola,+parabens,+muitissimo obrigad*,+muito feliz,+genial,+espetacular,+que alegria,~obrigad*,~muito obrigad*,~valeu,~brigad*,contente*,legal,bacana,lind*,satisfeit*,gostei,kkkk*,fixe",
		sadness: "+triste*,+tristeza,+decepcionad*,+decepcao,+desapontad*,+desilud*,+desilus*,+chorando,+chorei,+que pena,+arrasad*,+deprimid*,+infeliz,-infelizmente,lamentavel,faleceu,morreu",
		startle: "+nossa,+surpres*,+incrivel,+meu deus,+nao acredito,+caramba,+uau,+nao pode ser,+chocad*,+eita,inesperad*,serio mesmo",
		urgent:  "urgente*,urgencia,imediatamente,de imediato,agora mesmo,o quanto antes,quanto antes,o mais rapido possivel,pra ontem,para ontem,emergencia,preciso hoje,preciso para amanha,com pressa",
		not:     "nao,nunca,sem,nem,jamais,nada,nenhum,nenhuma,n",
	},
}
