package nlu

import "sync"

// romanised are languages that people also type in Latin letters. Their letters
// have no fixed spelling, so they are told by frequent words alone.
var romanised = []string{"hi", "ar", "el", "ru", "uk", "zh", "ja"}

// romanWords is the wordColumns of romanised, by place in it.
var romanWords = sync.OnceValue(func() wordColumns {
	words := wordColumns{}
	for l, lang := range romanised {
		for w := range wordSet(romanLists[lang]) {
			words[w] |= 1 << l
		}
	}
	return words
})

var romanLists = map[string]string{
	"hi": `mera meri mere mujhe mujhko mai main mein hum humara hamara aap aapka aapki apka apki tum kya kyu kyun kyon kab kahan kaha kidhar kaise kaisa kitna kitne kitni kaun konsa kaunsa
		hai hain he tha thi the hua hui gaya gayi gya nahi nahin nai mat abhi tak kal aaj parso bahut bohot bhi aur ya lekin magar kyunki agar toh se ko ka ki ke par pe liye wala wali
		chahiye chaiye karna karo kar karke karta kiya kijiye dijiye dedo do de diya milega mila mili milna milta aaya aayi aayega ayega aya aana bhejo bheja bhej wapas wapis vapas paisa paise rupaye
		haan han ji namaste shukriya dhanyavad dhanyawad accha acha theek thik sahi galat kharab toota tuta yeh ye woh wo iska uska kuch koi sab bolo batao bataiye raha rahi rahe hoga hogi kaam jaldi der kisi baat karwa karwao karwado bhai bhaiya insaan ghar baithe saman dukan liya lunga kamaye aadmi kab yaar yar chal chala chalta ho hota hoti kat kata kaat dhund chahie chaahiye bhejdo kardo krdo kijie manga mangwaya bola bole usse isse sirf thoda thodi zyada jyada lena dena sakta sakte sakti usko isko abhitak paisa milegi karun karu batana karte karti kare karein kariye dete deta deti lete leta leti chota chote choti chhota chhote bada bade badi jute joote kapde wale apne apna apni inko isme usme kyonki kripya rha rhi rhe hu hun`,
	"ar": `salam salaam marhaba mar7aba ahlan ana enta enti inta inti howa heya ehna ana mesh mish mush mo ma3 fe fi men min 3ala 3la 3ndi 3andi 3ayez 3ayz ayez ayza 3ayza 3awez awez bdi biddi badi abi abgha
		araga arga3 raga3 fein feen fen wein wain ween weyn emta imta mata meta leh leih lesh leish laish kif keef kifak kefak ezay ezzay izay shlon shlonak kam kem 2adeh adesh gadesh
		talab talabi tlabi talaby el al il lel mn da di dah deh hada hatha hay hadi elly elli illi shukran shokran 3afwan afwan lw law samaht sama7t momken mumkin yalla khalas 5alas tamam tmam
		aiwa aywa na3am la2 laa mafish mafeesh mafi fih feeh flos floosi felous fulus wasal weslet wsl etakhar et2akhar lessa lesa la7ad la7d allah inshallah insha2allah habibi 7abibi ya akhi ya3ni kteer kateer awy awi`,
	"el": `kalimera kalispera kalhmera kalhspera geia gia sas sou mou tou tis ths to ta tin thn ton oi i o h einai eimai eisai eixa exo exw exei exete eheis thelo thelw theleis thelete mporo mporw mporeis mporeite boro borw
		pou poy pote giati pos pws ti poso posa poia poios den dhn mi mhn kai ke na tha me se apo pros alla omos omws akoma akomi akomh efxaristo efxaristw euxaristo euxaristw eyxaristo eyxaristw parakalo parakalw
		paraggelia parangelia paraggelies dema pakketo epistrofi epistrofh lefta xrimata xrhmata nai oxi ohi edo edw ekei simera shmera avrio ayrio xthes htes irthe hrthe erthei stelno steilate esteila kano kanw theloume`,
	"ru": `zdravstvuyte zdravstvujte privet dobryy dobriy dobryj dobroe den vecher utro spasibo pozhaluysta pozhalujsta pozaluista gde kogda pochemu kak chto shto kto kakoy kakoj skolko moy moj moya moi moe mne menya ya vy ty my on ona oni
		zakaz zakaza zakazal posylka posilka dostavka dengi dengu vozvrat vernut hochu khochu mogu mozhno mozhete nado nuzhno net da eto etot eta ne na v s iz za ot po do u uzhe eshe esche escho yeshche tolko ochen prishel prishol prishla pridet priydet
		pomogite pomosh razmer tovar zhdu dnya dney nedelya nedelyu segodnya zavtra vchera chelovek operator est byl bylo budet esli ili no i tozhe`,
	"uk": `dobryi dobryy den pryvit dobrogo dnya vitayu diakuyu dyakuyu diakuiu proshu bud laska budlaska de koly chomu yak shcho scho hto khto yakyi yakyy skilky miy mij moya moye meni mene ya vy ty my vin vona vony
		zamovlennya zamovlennia posylka dostavka hroshi groshi povernennya povernuty povernennia hochu khochu mozhu mozhna mozhete treba potribno ni tak tse ce tsya ne na v z iz za vid po do u vzhe shche sche tilky duzhe pryyshlo pryishla pryide
		dopomozhit dopomoha rozmir tovar chekayu tyzhden sohodni zavtra vchora lyudyna ye bulo bude yakshcho abo ale i takozh`,
	"zh": `wo ni nin ta women nimen tamen de le ma ne ba bu mei meiyou you shi zai nali nar zheli nali shenme shenmo sheme zenme zenmeyang duoshao ji shei shui weishenme heshi shihou
		dingdan huo fahuo kuaidi baoguo wuliu tuikuan tuihuo huanhuo qian yao xiang keyi nenggou neng hui gei bang bangwo chaxun qing qingwen xiexie nihao ninhao zaijian duibuqi hao haode dui budui
		zhege nage yige shouji chima yanse daxiao dizhi fapiao youhui haimei hai mei dao daole shoudao jintian mingtian zuotian xianzai yijing henjiu kefu rengong dianhua yuan kuai mai maile`,
	"ja": `watashi watashino boku ore no wa ga wo o ni de to mo ka yo ne desu desuka masu masuka masen mashita masendeshita deshita kudasai onegai onegaishimasu arigatou arigato arigatougozaimasu gozaimasu sumimasen gomen gomennasai
		konnichiwa konnichiha ohayou konbanwa hai iie doko dokodesuka itsu naze doushite dou nani dare dono ikura kore sore are kono sono ano chuumon chumon chuumonshita henpin henkin haisou nimotsu todokimasen todokanai todoku todokimasu todoita
		mada mou kyou ashita kinou okane shitai tai dekimasuka dekimasu arimasu arimasuka arimasen kaitai katta saizu iro ookii chiisai hito tantou renraku oshiete kara made`,
}
