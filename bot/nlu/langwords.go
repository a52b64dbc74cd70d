package nlu

import "sync"

// wordColumns maps a word to the columns of the languages that have it on their
// list: each language's most frequent short words and the words of short support
// messages, which letters alone do not settle ("danke", "hola").
type wordColumns map[string]uint64

// lexicons are beside languageTables: Latin, Cyrillic.
var lexicons = sync.OnceValue(func() []wordColumns {
	var out []wordColumns
	for _, t := range languageTables() {
		words := wordColumns{}
		for l, lang := range t.langs {
			for w := range wordSet(functionWordLists[lang]) {
				words[w] |= 1 << l
			}
		}
		out = append(out, words)
	}
	return out
})

// markers are words that settle between near neighbours: few of the one
// language's speakers would write the other's word.
var markers = sync.OnceValue(func() wordColumns {
	words := wordColumns{}
	for l, lang := range languageTables()[0].langs {
		for w := range wordSet(markerLists[lang]) {
			words[w] |= 1 << l
		}
	}
	return words
})

// neutralWords belong to every language: courtesies of chat, units, carriers,
// payment, brands.
var neutralWords = sync.OnceValue(func() map[string]bool { return wordSet(neutralList) })

const neutralList = "ok okay okey o k hi hm hmm hmmm mmm aha oh ah eh lol haha hahaha hihi xd omg wow uff email e mail app sms dhl ups dpd gls fedex hermes usps tnt evri inpost dpd yodel correos paypal visa klarna mastercard amex maestro apple google facebook instagram whatsapp telegram tiktok amazon ebay shopee lazada zalando aliexpress shein temu etsy iphone ipad android samsung xiaomi huawei sony nike adidas puma lego ikea zara gucci levi chanel dyson bosch philips netflix spotify playstation xbox nintendo www com http https html nr id pdf jpg png usb hdmi led wifi bluetooth vip sku pin otp cvv iban vat xl xxl xxxl xs usd eur gbp kg cm mm ml pro max plus ultra mini galaxy pixel macbook"

// malayan is the list of Indonesian and Malay alike; markerLists tell the two
// apart.
const malayan = "yang dan di ke dari ini itu saya anda kamu kami tidak ada adalah dengan untuk pada apa apakah bagaimana dimana mana kapan kenapa mengapa siapa halo hai terima kasih tolong ya pesanan pengembalian pengiriman paket barang bantuan masih belum sudah bisa mau ingin tapi atau juga karena uang orang ukuran gimana nggak gak dong kak tak bila boleh tetapi macam awak ialah adakah helo pemulangan penghantaran bungkusan mahu nak kerana wang saiz"

// functionWordLists are the lists by language.
var functionWordLists = map[string]string{
	"en": "the and is are was my your you i it this that of to for with from have has not do does did can could would will what where when why how which who hello hey thanks thank please yes no order return refund shipping delivery bye good morning help where's need want about still been there any human agent person help size",
	"de": "der die das und ist sind war ich du sie wir ihr mein meine meinen meiner nicht kein keine mit von zu zum zur für auf im in den dem des ein eine einen einem wie was wo wann warum welche wer hallo danke vielen dank bitte ja nein doch bestellung rücksendung lieferung paket tschüss guten tag morgen abend hilfe noch schon haben habe hat kann können möchte wird werden auch aber oder mensch mitarbeiter größe grüße moin servus",
	"es": "el la los las y es son era mi tu su yo no con de del para por en un una que qué como cómo donde dónde cuando cuándo porque quién hola gracias por favor sí si pedido devolución envío devolver adiós buenos buenas días tardes noches ayuda todavía aún tengo tiene quiero puedo está están hay muy pero persona agente talla vale hasta luego",
	"fr": "le la les et est sont était mon ma mes votre vos je tu vous nous il elle ne pas avec de du des pour sur dans un une que qui quoi comment où quand pourquoi quel quelle bonjour salut merci beaucoup oui non commande retour livraison colis remboursement au revoir bonsoir aide encore j'ai ai avez puis peux veux voudrais cette cet ce c'est humain conseiller taille svp s'il plaît",
	"pt": "o a os as e é são era meu minha seu sua eu você vocês não com de do da dos das para por em no na um uma que como onde quando porquê porque quem olá oi obrigado obrigada favor sim pedido devolver devolução reembolso entrega encomenda tchau bom dia boa tarde noite ajuda ainda tenho tem quero posso está estão há muito mas pessoa atendente tamanho",
	"it": "il lo la i gli le e è sono era mio mia miei vostro io tu voi noi non con di del della dei delle per su in nel un una che chi cosa come dove quando perché quale ciao salve grazie mille sì si ordine reso spedizione consegna pacco rimborso arrivederci buongiorno buonasera aiuto ancora ho hai ha avete vorrei posso voglio questo questa anche ma persona operatore taglia",
	"nl": "de het een en is zijn was mijn jouw uw je jij u ik wij niet geen met van naar voor op in aan bij te dat die dit wat waar wanneer waarom hoe welke wie hallo hoi dank bedankt dankjewel alstublieft alsjeblieft ja nee bestelling retour levering pakket verzending doei goedemorgen goedemiddag hulp nog al heb heeft hebben kan kunnen wil graag ook maar of medewerker mens maat",
	"pl": "i w z na do nie jest są był mój moja moje twój ja ty wy to że co jak gdzie kiedy dlaczego który kto dla od o po cześć dzień dobry dziękuję dzięki proszę tak zamówienie zwrot dostawa paczka przesyłka pomoc jeszcze mam ma mogę chcę chciałbym czy ale lub też już się konsultant człowiek rozmiar pieniędzy",
	"cs": "a v z na do ne není je jsou byl můj moje můžu já vy to že co jak kde kdy proč který kdo pro od po ahoj dobrý den děkuji díky prosím ano objednávka vrácení doručení zásilka balík pomoc ještě mám má mohu chci chtěl ale nebo také už se si člověk operátor velikost kdy",
	"ro": "și si în la de cu nu este e sunt era meu mea mele eu tu voi ce care cum unde când de ce cine pentru din pe un o bună ziua salut mulțumesc multumesc rog da comandă comanda retur livrare colet ajutor încă mai am are vreau pot aș dar sau lui persoană operator mărime",
	"sv": "och i att det som en ett är var på av för med inte min mitt mina din jag du ni vi han hon vad var när varför hur vilken vem hej tack snälla ja nej beställning retur leverans paket frakt hjälp ännu har kan vill skulle men eller också människa kundtjänst storlek till om från",
	"da": "og i at det som en et er var på af for med ikke min mit mine din jeg du i vi han hun hvad hvor hvornår hvorfor hvordan hvilken hvem hej tak venligst ja nej bestilling ordre retur levering pakke hjælp endnu har kan vil ville men eller også menneske kundeservice størrelse til om fra mig",
	"fi": "ja on ei en oli ole minun sinun minä sinä te me se että tämä mikä mitä missä milloin miksi miten kuka kun jos hei moi kiitos kiitti ole hyvä kyllä joo tilaus tilaukseni palautus toimitus paketti apua vielä voinko voiko haluan haluaisin mutta tai myös ihminen asiakaspalvelu koko kanssa",
	"tr": "ve bir bu ne için ile değil mi mı mu mü ben sen siz biz benim sizin nerede ne zaman neden nasıl hangi kim merhaba selam teşekkürler teşekkür ederim lütfen evet hayır sipariş siparişim iade kargo teslimat paket yardım hala daha var yok istiyorum ama veya da de çok insan temsilci beden",
	"hu": "a az és is nem van volt én te ti ő mi ez hogy mit mi hol mikor miért hogyan melyik ki egy szia helló jó napot köszönöm kérem igen rendelés rendelésem visszaküldés szállítás csomag segítség még már vagyok szeretnék lehet de vagy ember ügyintéző méret",
	"id": malayan,
	"ms": malayan,
	"vi": "don hang toi giao cam on shop ban bao gio nhieu chua duoc khong và là của có không cho với này được trong một tôi bạn mình các những gì nào đâu khi sao tại thế ai xin chào cảm ơn cám vâng dạ đơn hàng trả giao đổi giúp chưa đã muốn nhưng hoặc cũng người nhân viên size ạ em anh chị",
	"ru": "и в на не что это как я вы мы мой моя мое мне у с по к из за для от где когда почему какой кто здравствуйте привет спасибо пожалуйста да нет заказ возврат доставка посылка помощь ещё еще уже есть можно хочу но или тоже человек оператор размер добрый день",
	"uk": "і й в у на не що це як я ви ми мій моя моє мені з по до із за для від де коли чому який хто вітаю привіт дякую дякую будь ласка так ні замовлення повернення доставка посилка допомога ще вже є можна хочу але або також людина оператор розмір добрий день",

	// Languages that are not spoken here.
	"nb": "og i at det som en ei et er var på av for med ikke min mitt mine din jeg du vi han hun hva hvor når hvorfor hvordan hvilken hei takk vennligst ja nei bestilling ordre retur levering pakke hjelp ennå kan vil ville gjerne men eller også størrelse til om fra meg fått ha denne",
	"sk": "a v z na do nie je sú som bol môj moja moje mám chcem to že čo ako kde kedy prečo ktorý kto pre od po ahoj dobrý deň ďakujem prosím áno objednávka vrátenie doručenie zásielka balík pomoc ešte môžem ale alebo tiež už sa si tovar peniaze",
	"ca": "el la els les i és són era el meu la meva tu no amb de del per en un una que què com on quan per què qui hola gràcies si us plau sí comanda devolució enviament bon dia encara tinc vull puc està hi ha molt però aquest aquesta",
	"hr": "i u na ne što šta je to kao ja ti mi vi moj moja moje mi s po iz za od gdje kad kada zašto koji tko bok hvala molim da narudžba povrat dostava paket pomoć još već ima može želim ali ili veličina dobar dan nije nisam",
	"tl": "ang ng sa na at ay mga ko mo po ba hindi pa lang nasaan kailan bakit ano sino paano salamat opo oo wala may ito iyan ako ikaw kami gusto pwede paki order",
	"af": "die het en is was my jou u ek jy nie geen met van na vir op in by te dat dit wat waar wanneer hoekom hoe hallo dankie asseblief ja nee bestelling pakkie hulp nog kan wil ook maar of baie",
	"bg": "и в на не че това как аз ти ние вие моят моята ми ме с по от за до къде кога защо какво кой здравейте благодаря моля да поръчка поръчката връщане доставка пратка помощ още вече има може искам но или също е са съм ще се",
	"be": "і ў у на не што гэта як я ты мы вы мой мая мае мне з па да за для ад дзе калі чаму які хто вітаю дзякуй калі ласка так замова вяртанне дастаўка яшчэ ўжо ёсць можна хачу але або",
	"sr": "и у на не што шта је то као ја ти ми ви мој моја моје с по из за од где кад када зашто који ко здраво хвала молим да поруџбина повраћај достава пакет помоћ још већ има може желим али или није нисам",
}
