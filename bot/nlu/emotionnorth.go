package nlu

// northMoods are the lexicons of Dutch, the Nordic languages and those of the
// middle of Europe.
var northMoods = []moodLexicon{
	{
		lang: "nl",
		anger: "+consumentenbond,+helemaal klaar mee,+boos,+woedend,+woest,+kwaad,+belachelijk,+onacceptabel,+schandalig*,+schande,+schandalige,+oplichter*,+oplichting,+oplichters,+opgelicht,+dieven,!klote*,!kut*,!godver*,!verdomme,!shit,!tering*,+spuugzat,+ben het zat,+helemaal zat,+beu,+genoeg van,+het is genoeg,+advocaat,+slechtste,+waardeloos,+waardeloze,+leugenaars,+idioten,+bespottelijk,+razend,+pisnijdig,+haat,+nooit meer,+onbeschoft,+wanprestatie,+aanfluiting,+ongehoord," +
			"irritant,geirriteerd,ergerlijk,erger me,frustrerend,gefrustreerd,klacht,gelogen,liegen,dom,slechte service,vreselijk,verschrikkelijk,onprofessioneel",
		disgust: "+walgelijk,+smerig*,+goor,+gore,+stinkt,+schimmel*,+beschimmeld,+bah,+gadver*,+getver*,+misselijk,vies,vieze,ranzig",
		fear:    "+bang,+ongerust,+angst,+angstig,+paniek,+doodsbang,+maak me zorgen,zorgen,zenuwachtig,nerveus,gehackt",
		joy:     "+geweldig*,super,+fantastisch*,+perfect,+uitstekend*,+heel blij,+zo blij,+erg blij,+blij mee,+blij,top,+prachtig*,+gelukkig,+hou van,+dol op,+heerlijk,+hartstikke bedankt,+heel erg bedankt,+duizendmaal dank,+enthousiast,~bedankt,~dank je,~dank u,~dankjewel,~dankuwel,~dank,leuk,leuke,mooi,mooie,tevreden,aardig,gaaf,hoera",
		sadness: "+verdrietig,+teleurgesteld,+teleurstellend*,+teleurstelling,+huilen,+huil,+treurig,+droevig,+ongelukkig,+ontevreden,-helaas,-jammer,overleden",
		startle: "+verbaasd,+verrast,+verrassing,+ongelooflijk,+ongelofelijk,+niet te geloven,+jeetje,+jemig,+goh,+had ik niet verwacht,+geschokt,serieus,onverwacht",
		urgent:  "dringend*,urgent,spoed,spoedig,onmiddellijk,meteen,zo snel mogelijk,zsm,haast,met spoed,noodgeval,morgen nodig,vandaag nodig,vandaag nog",
		not:     "niet,geen,nooit,zonder,noch,niks,niets",
	},
	{
		lang: "sv",
		anger: "+anmaler er,+daligt omdome,+arg,+arga,+rasande,+forbannad*,+skitforbannad*,+oacceptabelt,+lojligt,+skandal,+bedrageri*,+bedragare,+lurad,+lurendrejare,!fan,!javla,!javligt,!helvete,+sjukt dalig*,+varsta,+samsta,+varst,+urusel*,+urdalig*,+idioter,+advokat,+trott pa,+less pa,+nog nu,+skams,+skandligt,+aldrig mer,+hatar,+tjuvar,+ljugare,+lognare,+oforskamt,+upprord,+vansinnig," +
			"irriterad,irriterande,frustrerad,frustrerande,klagomal,dalig service,dumt,usel,ljuger,hemskt",
		disgust: "+ackligt,+acklig*,+vidrig*,+motbjudande,+stinker,+mogel,+mogligt,+usch,+fy fan,+blaa,smutsig*,luktar illa",
		fear:    "+radd,+radda,+orolig*,+oroar,+panik,+angest,+livradd,+skramd,oro,nervos,hackad",
		joy:     "+fantastisk*,+underbar*,+perfekt,+utmarkt,+glad,+jatteglad,+lycklig,+alskar,+super,+suveran*,+toppen,+kanon,+jattebra,+strålande,+stralande,+grymt,+tusen tack,+stort tack,+hurra,+valdigt nojd,~tack,~tack sa mycket,~tackar,bra jobbat,fint,fin,trevlig*,nojd,harligt,kul,haftigt",
		sadness: "+ledsen,+ledsna,+besviken,+besvikna,+besvikelse,+grater,+sorglig*,+forkrossad,+olycklig,+deppig,+missnojd,-tyvarr,-synd,-trakigt,avliden,gick bort",
		startle: "+forvanad,+overraskad,+overraskning,+otroligt,+herregud,+oj,+ojoj,+inte klokt,+chockad,+helt otroligt,ovantat,menar du allvar",
		urgent:  "bradskande,akut,omedelbart,genast,snarast,sa snart som mojligt,sa fort som mojligt,bradskar,brattom,nodfall,behover det idag,behover den idag,till imorgon",
		not:     "inte,ej,aldrig,utan,ingen,inga,inget,knappast",
	},
	{
		lang: "da",
		anger: "+darligste,+darlig anmeldelse,+forbrugerklage*,+vred,+rasende,+sur,+uacceptabelt,+latterligt,+skandale,+skandalost,+svindel,+svindler*,+snydt,+fup,!fanden,!sgu,!lort,!satans,!for helvede,!pis,!kraftedeme,+vaerste,+varste,+elendig*,+idioter,+advokat,+traet af,+trat af,+nok nu,+skam jer,+aldrig mere,+hader,+tyve,+tyveknaegte,+logn,+lognere,+loegnere,+uforskammet,+oprort,+urimeligt,+edderspaendt," +
			"irriteret,irriterende,frustreret,frustrerende,klage,darlig service,dumt,lyver,forfaerdelig*",
		disgust: "+ulaekkert,+ulakkert,+ulaekker,+klamt,+klam,+modbydelig*,+stinker,+mug,+muggent,+adr,+foj,+vammel*,+kvalm*,beskidt*,snavset,lugter",
		fear:    "+bange,+bekymret,+nervos,+angst,+panik,+skraemt,+urolig,bekymring,bekymrer,hacket",
		joy:     "+fantastisk*,+vidunderlig*,+perfekt,+fremragende,+glad,+glade,+lykkelig,+elsker,+super,+skont,+dejligt,+dejlig,+genialt,+pragtfuld*,+tusind tak,+mange tusind tak,+hurra,+mega godt,+meget tilfreds,~tak,~mange tak,~tusen tak,godt gaet,flot,fint,sod,tilfreds,fedt,sjovt,laekkert",
		sadness: "+ked af,+trist*,+skuffet,+skuffende,+skuffelse,+graeder,+grader,+ulykkelig,+sorgeligt,+utilfreds,-desvaerre,-desvarre,aergerligt,-synd",
		startle: "+overrasket,+overraskelse,+utroligt,+jeg tror det ikke,+du godeste,+hold da op,+hold da kaeft,+chokeret,+forbloffet,+forbavset,uventet,seriost",
		urgent:  "haster,hastende,akut,omgaende,straks,med det samme,hurtigst muligt,sa hurtigt som muligt,nodsituation,senest i morgen,skal bruge det i dag,i dag tak,hurtigst,ojeblikkeligt",
		not:     "ikke,aldrig,uden,ingen,intet,naeppe,hverken",
	},
	{
		lang: "fi",
		anger: "+en osta teilta,+nyt riittaa,+taynna teita,+vihainen,+vihaisia,+raivoissa*,+raivostuttav*,+suututtaa,+suuttunut,+petos,+petosta,+huijau*,+huijar*,+huijat*,!vittu,!vitun,!perkele*,!saatana*,!helvet*,!paska*,+naurettav*,+ala-arvoi*,+ala arvoi*,+kelvoton*,+kelvotonta,+surkea*,+huonoin,+pahin,+idiootit,+idioot*,+asianajaja*,+kyllastynyt,+saanut tarpeekseni,+hapea*,+torkea*,+en ikina enaa,+en enaa koskaan,+vihaan,+varka*,+valehteli*,+valehtel*,+tuohtunut,+ei voi hyvaksya,+kasittamaton*,+ihan perseesta,+pettynyt ja vihainen," +
			"arsyttav*,arsyttaa,turhauttav*,turhautunut,valitus,huono palvelu,typera*,kamala*,hirvea*,kauhea*",
		disgust: "+ollottav*,+inhottav*,+kuvottav*,+haisee,+hometta,+homeessa,+homeinen,+yok,+hyi,+etova*,likai*,saastai*",
		fear:    "+pelkaan,+pelottaa,+huolissa*,+huolestu*,+peloissa*,+paniik*,+ahdista*,+kauhuissa*,huoli,hermostu*,hakkeroi*",
		joy:     "+mahtava*,+loistava*,+taydelli*,+erinomai*,+ihana*,+upea*,+iloinen,+iloisia,+onnellinen,+rakastan,+super,+tosi hyva*,+todella hyva*,+huippu*,+fantasti*,+kiitos paljon,+paljon kiitoksia,+suurkiitos,+tuhannet kiitokset,+jee,+hienoa,~kiitos,~kiitti,~kiitoksia,kiva,kivaa,mukava*,hieno,tyytyvai*,hyvaa tyota,kaunis",
		sadness: "+surullinen,+surullista,+pettynyt,+pettymys,+pettyny*,+itken,+itkett*,+masentunut,+onneton,+murtunut,+harmittaa,+suren,+tyytymat*,-valitettavasti,-harmi,ikava,kuoli",
		startle: "+yllattyn*,+yllatys,+uskomaton*,+uskomatonta,+en voi uskoa,+hammastyn*,+vau,+hui,+herranjestas,+jarkyttyn*,odottamat*,oikeasti",
		urgent:  "kiireelli*,kiire,nyt heti,heti paikalla,valittomasti,mahdollisimman pian,mahdollisimman nopeasti,pikaisesti,hatatapaus,hata,huomiseksi,tanaan viela,tarvitsen tanaan,nopeasti kiitos",
		not:     "ei,en,et,emme,ette,eivat,ilman,koskaan",
	},
	{
		lang: "pl",
		anger: "+oszusci,+uokik,+mam was dosc,+zenada,poskarzyc,+wsciekl*,+wkurz*,+wkurw*,+jestem zly,+jestem zla,+zla jestem,+zlosc,+zdenerwowan*,+oburzon*,+oburzajac*,+oszust*,+oszuk*,+zlodziej*,+skandal*,+nie do przyjecia,+niedopuszczaln*,+zalosn*,+kpina,+kpicie,+kpiny,!kurw*,!cholern*,!cholera,!gowno,!dupy,!pierdol*,+najgorsz*,+beznadziejn*,+idioci,+debil*,+mam dosc,+dosc tego,+prawnik*,+adwokat*,+zglosze do,+wstyd,+nigdy wiecej,+nienawidze,+klamc*,+klamiecie,+wyludz*,+bezczeln*,+porazka,+dziadostwo," +
			"irytuj*,zirytowan*,frustruj*,sfrustrowan*,skarga,okropn*,straszn*,glupi*,fatalna obsluga,ignorujecie,niepowazn*",
		disgust: "+obrzydliw*,+ohydn*,+wstretn*,+smierdzi,+plesn,+splesnial*,+fuj,+ble,+rzygac,+odrazajac*,brudn*,zgnil*",
		fear:    "+boje sie,+boje,+martwie,+zmartwion*,+przestraszon*,+przerazon*,+panik*,+zaniepokojon*,+niepokoj*,+strach,obawiam,obawy,nerwow*,zhakowan*",
		joy:     "+super,+swietn*,+wspanial*,+fantastyczn*,+doskonal*,+idealn*,+rewelacj*,+cudown*,+szczesliw*,+uwielbiam,+kocham,+zachwycon*,+ciesze sie,+ekstra,+genialn*,+bardzo zadowolon*,+mistrz*,+serdecznie dziekuje,+bardzo dziekuje,+wielkie dzieki,+hurra,~dziekuje,~dzieki,~dziekuj*,mily,mila,milo,ladn*,fajn*,zadowolon*,polecam,brawo",
		sadness: "+smutn*,+smutek,+rozczarowan*,+zawiedzion*,+zawod,+placze,+plakac,+przykro,+zalaman*,+nieszczesliw*,+niezadowolon*,-niestety,-szkoda,zmarl*",
		startle: "+zaskoczon*,+niespodziank*,+niesamowit*,+niewiarygodn*,+nie wierze,+o rany,+o matko,+jejku,+szok,+nie spodziewalem,+nie spodziewalam,+zszokowan*,serio,niespodziewan*,naprawde",
		urgent:  "pilne,pilnie,pilna,pilny,pilnego,natychmiast*,jak najszybciej,od razu,niezwlocznie,na juz,na jutro,na dzisiaj potrzeb*,potrzebuje na dzis,potrzebuje na jutro,spieszy mi sie,pospiesz*,nagly,awaryjn*,szybko prosze",
		not:     "nie,nigdy,bez,ani,zaden,zadn*",
	},
	{
		lang: "cs",
		anger: "+plne zuby,stezovat,+nastvan*,+nastvany,+zurim,+zuriv*,+vztek*,+rozcilen*,+naštvan*,+nasran*,+podvod*,+podvodnic*,+zlodej*,+neprijateln*,+nepripustn*,+skandal*,+smesn*,+vysmech,+ostuda,+hanba,!kurva,!sakra,!hovno,!do prdele,!prdel*,!zasran*,+nejhorsi,+priserna*,+idioti,+blbci,+mam dost,+mam toho dost,+uz me to nebavi,+pravnik*,+na coi,+uz nikdy,+nenavidim,+lhar*,+lzete,+drzost,+nehorazn*,+katastrofa,+okradli," +
			"otravn*,stve,frustrovan*,frustrujic*,stiznost,hrozn*,spatny servis,hloup*,neprofesional*,zklamany pristup",
		disgust: "+nechutn*,+odporn*,+hnusn*,+smrdi,+plesen,+plesniv*,+fuj,+zvracet,+hnus,spinav*,shnil*",
		fear:    "+bojim se,+bojim,+obavam,+mam strach,+mam obavy,+strach,+vydesen*,+panik*,+desim,znepokojen*,nervozn*,hacknut*,starosti",
		joy:     "+super,+skvel*,+uzasn*,+vyborn*,+perfektn*,+fantastick*,+nadsen*,+stastn*,+miluju,+miluji,+nadhern*,+bajecn*,+parada,+moc dekuji,+mockrat dekuji,+tisicere diky,+hura,+velmi spokojen*,+jste nejlepsi,~dekuji,~dekuju,~diky,~dik,hezk*,mil*,pekn*,spokojen*,prima",
		sadness: "+smutn*,+zklaman*,+zklamani,+place,+brecim,+placu,+mrzi,+nestastn*,+zdrcen*,+lituji,+nespokojen*,-bohuzel,-skoda,zemrel*",
		startle: "+prekvapen*,+prekvapeni,+neuveriteln*,+nemuzu uverit,+nemohu uverit,+ty jo,+paneboze,+to snad ne,+sokovan*,+sok,vazne,necekan*",
		urgent:  "naleha*,urgentn*,okamzite,ihned,co nejdrive,co nejrychleji,specha*,hned,pilne,do zitra,jeste dnes,potrebuji dnes,rychle prosim",
		not:     "ne,neni,nejsem,nikdy,bez,ani,zadn*,nejsme,nebyl,nebyla",
	},
	{
		lang: "ro",
		anger: "+in judecata,+recenzie negativa,+nervos,+furios*,+suparat*,+revoltat*,+indignat*,+inacceptabil*,+escroc*,+escrocherie,+teapa,+tepari,+teparilor,+hoti,+hotilor,+frauda,+ridicol*,+rusine,+bataie de joc,!rahat,!naiba,!dracu*,!cacat,!pula,+cel mai prost,+cea mai proasta,+cea mai rea,+groaznic*,+jalnic*,+idioti,+prosti,+m am saturat,+sunt satul*,+avocat*,+protectia consumatorului,+niciodata nu mai,+urasc,+mincinos*,+mincinosi,+nesimti*,+dezastru,+incompetent*,+enervat,+enervata,+manios*," +
			"enervant*,frustrat*,frustrant*,plangere,oribil*,minciun*,prost serviciu,serviciu prost,neserios*",
		disgust: "+dezgustat*,+dezgustator*,+scarbos*,+scarba,+gretos*,+greata,+pute,+mucegai*,+bleah,+vomit*,murdar*,putred*",
		fear:    "+frica,+ingrijorat*,+speriat*,+panica,+teama,+inspaimantat*,+ingrozit*,ma tem,nelinistit*,emotii,stresat*",
		joy:     "+super,+excelent*,+minunat*,+perfect*,+fantastic*,+grozav*,+extraordinar*,+fericit*,+iubesc,+ador,+incantat*,+genial*,+bravo,+va multumesc mult,+multumesc mult,+mii de multumiri,+felicitari,+foarte multumit*,+ma bucur,~multumesc,~mersi,~multumim,~ms,frumos,frumoasa,dragut*,bucuros,bucuroasa,multumit,multumita de",
		sadness: "+trist*,+dezamagit*,+dezamagire,+dezamagitor,+plang,+deprimat*,+nefericit*,+devastat*,+nemultumit*,+imi pare rau,-din pacate,-pacat,regret,decedat",
		startle: "+uimit*,+surprins*,+surpriza,+incredibil*,+nu pot sa cred,+nu mi vine sa cred,+doamne,+vai,+socat*,+uluit*,neasteptat*,serios",
		urgent:  "urgent*,urgenta,imediat,cat mai repede,cat mai curand,de urgenta,pana maine,am nevoie azi,am nevoie astazi,am nevoie maine,grabeste*,ma grabesc,cat se poate de repede",
		not:     "nu,n,niciodata,fara,nici,deloc,niciun,nicio",
	},
	{
		lang: "hu",
		anger: "+ez vicc,+duhos,+duhit*,+merges*,+dühös,+felhaborit*,+felhaborod*,+csalas,+csalo,+csalok,+csaloknak,+csalasnak,+atvert*,+atveres,+tolvaj*,+elfogadhatatlan*,+nevetseges*,+szegyen*,+botrany*,!szar,!szarok,!szart,!kurva*,!bassza*,!a francba,!fasz*,+legrosszabb,+borzalmas*,+idiota*,+elegem van,+elegem,+ugyved*,+fogyasztovedelem*,+soha tobbet,+soha tobbe,+utalom,+hazug*,+hazudnak,+arcatlan*,+pofatlan*,+kibirhatatlan*,+kiakad*,+gyalazat*," +
			"idegesit*,bosszant*,frusztra*,panasz*,szornyu*,rossz szolgaltatas,hulyes*,hulye*,csapnivalo*",
		disgust: "+undorito*,+gusztustalan*,+undorod*,+budos*,+penesz*,+fuj,+hanyinger*,+ocsmany*,koszos*,mocskos*,rohadt*",
		fear:    "+felek,+aggod*,+ijedt*,+megijed*,+panik*,+retteg*,+aggaszt*,+felelem*,tartok tole,nyugtalan*,ideges,feltort*",
		joy:     "+szuper*,+remek*,+csodalatos*,+csodas*,+tokeletes*,+kivalo*,+fantasztikus*,+nagyszeru*,+boldog,+boldogok,+boldogan,+imadom,+szeretem,+zsenialis*,+orulok,+nagyon orul*,+hurra,+nagyon szepen koszonom,+ezer koszonet,+elegedett vagyok,+bravo,+nagyon jo,~koszonom,~koszi,~koszonjuk,~kosz,jo fej,kedves,szep,orom*,elegedett*,ugyes*",
		sadness: "+szomoru*,+csalodott*,+csalodas*,+csalodtam,+sirok,+sirtam,+boldogtalan*,+lesujt*,+elkeseredett*,+elkeseredve,+elegedetlen*,-sajnos,milyen kar,sajnalom,meghalt,elhunyt",
		startle: "+meglep*,+hihetetlen*,+nem hiszem el,+el sem hiszem,+uramisten,+te jo eg,+azta,+hua,+ledobben*,+sokkol*,+dobbenet*,varatlan*,komolyan",
		urgent:  "surgos*,azonnal*,minel elobb,minel hamarabb,amilyen gyorsan csak,mielobb,haladektalanul,vesz*helyzet,rogton,siessenek,sietek,holnapra kell,mara kell,ma kell,gyorsan legyenek",
		not:     "nem,sem,se,soha,nelkul,nincs,nincsen,vagyok nem",
	},
}
