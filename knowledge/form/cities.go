package form

import (
	"regexp"
	"strings"
	"sync"

	"frontdesk/internal/sieve"
	"frontdesk/knowledge/text"
)

// cities are large cities and regions that people name in place of their country when
// they ask whether something is sent there, by country. Names that are words of a
// shop in some language are left out (Nice, Cork, Essen, Porto).
var cities = map[string]string{
	"AE": "dubai, abu dhabi, 迪拜",
	"AR": "buenos aires, 布宜诺斯艾利斯",
	"AT": "vienna, wien, viena, vienne, graz, salzburg, salzbourg, innsbruck, linz, 维也纳, 萨尔茨堡",
	"AU": "sydney, melbourne, brisbane, perth, tasmania, 悉尼, 墨尔本",
	"BE": "brussels, brüssel, bruselas, bruxelles, antwerp, antwerpen, amberes, anvers, ghent, bruges, brügge, liège, 布鲁塞尔, 安特卫普",
	"BR": "sao paulo, são paulo, rio de janeiro, 圣保罗",
	"CA": "toronto, montreal, montréal, vancouver, quebec, québec, 多伦多, 温哥华, 蒙特利尔",
	"CH": "zurich, zürich, zúrich, geneva, genf, ginebra, genève, basel, basilea, bern, berna, lausanne, luzern, lucerne, 苏黎世, 日内瓦, 巴塞尔, 伯尔尼",
	"CN": "beijing, peking, pekín, pékin, shanghai, shanghái, shenzhen, guangzhou, 北京, 上海, 深圳, 广州, 杭州, 成都",
	"CZ": "prague, prag, praga, brno, brünn, 布拉格",
	"DE": "berlin, berlín, hamburg, hamburgo, hambourg, munich, münchen, múnich, cologne, köln, colonia, frankfurt, stuttgart, düsseldorf, leipzig, dresden, hanover, hannover, nuremberg, nürnberg, bremen, bavaria, bayern, 柏林, 汉堡, 慕尼黑, 科隆, 法兰克福, 杜塞尔多夫",
	"DK": "copenhagen, kopenhagen, copenhague, aarhus, 哥本哈根",
	"ES": "madrid, barcelona, barcelone, valencia, sevilla, seville, zaragoza, saragossa, málaga, bilbao, mallorca, majorca, majorque, ibiza, menorca, 马德里, 巴塞罗那",
	"FI": "helsinki, tampere, 赫尔辛基",
	"FR": "paris, parís, lyon, marseille, marsella, toulouse, bordeaux, burdeos, lille, strasbourg, straßburg, estrasburgo, nantes, nizza, niza, corsica, korsika, 巴黎, 里昂, 马赛, 尼斯",
	"GB": "london, londres, manchester, birmingham, glasgow, edinburgh, edinburg, edimburgo, belfast, cardiff, leeds, liverpool, bristol, wales, northern ireland, nordirland, 伦敦, 曼彻斯特, 爱丁堡",
	"GR": "athens, athen, atenas, athènes, thessaloniki, crete, kreta, 雅典",
	"HK": "kowloon, 九龙",
	"HU": "budapest, 布达佩斯",
	"IE": "dublin, dublín, galway, limerick, 都柏林",
	"IN": "delhi, mumbai, bangalore, 孟买, 德里",
	"IT": "rome, roma, milan, milano, mailand, milán, naples, neapel, nápoles, napoli, turin, turín, torino, florence, florenz, florencia, firenze, venice, venedig, venecia, sicily, sizilien, sicilia, sardinia, sardinien, cerdeña, 罗马, 米兰, 佛罗伦萨, 威尼斯",
	"JP": "tokyo, tokio, osaka, kyoto, 东京, 大阪, 京都, 東京",
	"KR": "seoul, seúl, séoul, busan, 首尔, 서울, 부산",
	"MX": "guadalajara, monterrey, ciudad de méxico, cdmx, 墨西哥城",
	"NL": "amsterdam, ámsterdam, rotterdam, the hague, den haag, la haya, utrecht, eindhoven, groningen, 阿姆斯特丹, 鹿特丹",
	"NO": "oslo, trondheim, 奥斯陆",
	"NZ": "auckland, wellington, 奥克兰",
	"PL": "warsaw, warschau, varsovia, varsovie, warszawa, krakow, krakau, cracovia, kraków, wrocław, breslau, gdańsk, danzig, 华沙",
	"PT": "lisbon, lissabon, lisboa, lisbonne, oporto, coimbra, 里斯本",
	"RO": "bucharest, bukarest, bucarest, bucarest, 布加勒斯特",
	"RU": "moscow, moskau, moscú, moscou, москва, москву, 莫斯科",
	"SE": "stockholm, estocolmo, gothenburg, göteborg, malmö, 斯德哥尔摩",
	"SK": "bratislava, 布拉迪斯拉发",
	"TR": "istanbul, estambul, ankara, izmir, 伊斯坦布尔",
	"TW": "taipei, 台北",
	"UA": "kyiv, kiev, kiew, lviv, lemberg, київ, 基辅",
	"US": "new york, los angeles, chicago, boston, san francisco, seattle, miami, texas, california, kalifornien, florida, hawaii, alaska, 纽约, 洛杉矶, 旧金山, 西雅图, 加州, 德州",
}

// sends are the words of sending, by language: who asks for a shop, a job or the
// weather in a city does not ask about its country.
var sends = map[string]*sieve.Regexp{
	"en": sieve.MustCompile(`\b(deliver\w*|ships?|shipping|shipped|shipment|send|sent|sending|post|posted|posting|postage|dispatch\w*|couriers?|parcels?|customs|order|ordering|get (it|them|this|one|a \w+) to)\b`),
	"de": sieve.MustCompile(from + `(\p{L}*liefer\p{L}*|\p{L}*versand\p{L}*|versend\p{L}*|verschick\p{L}*|schick\p{L}*|send\p{L}*|bestell\p{L}*|porto|\p{L}*paket\p{L}*|zoll\p{L}*|bring\p{L}*)` + to),
	"es": sieve.MustCompile(from + `(env[ií]\p{L}*|entreg\p{L}*|mand\p{L}*|ped(ir|ido|idos)|aduanas?|portes|paquetes?|llega\p{L}*|repart\p{L}*)` + to),
	"fr": sieve.MustCompile(from + `(livr\p{L}*|envo\p{L}*|exp[eé]di\p{L}*|command\p{L}*|douane|colis|port)` + to),
	"zh": sieve.MustCompile(`寄|送|发货|发到|配送|邮|运费|关税|快递|下单`),
}

// towns is the gazetteer of cities, of scripts with spaces or without.
var towns = [2]func() gazetteer{
	sync.OnceValue(func() gazetteer { return newTowns(false) }),
	sync.OnceValue(func() gazetteer { return newTowns(true) }),
}

var han = regexp.MustCompile(`\p{Han}`)

func newTowns(dense bool) gazetteer {
	g := gazetteer{codes: make(map[string]string), starts: make(map[string]int), dense: dense}
	for code, names := range cities {
		for name := range strings.SplitSeq(names, ", ") {
			if han.MatchString(name) != dense {
				continue
			}
			g.add(name, code)
			g.add(plain.Replace(text.Normalize(name)), code)
		}
	}
	return g
}

// sentTo finds the cities to which a normalised question wants something sent, as
// places does countries.
func sentTo(s, lang string) (codes, named []string) {
	if p := sends[lang]; p == nil || !p.MatchString(s) {
		return nil, nil
	}
	g := towns[0]()
	if lang == "zh" {
		g = towns[1]()
	}
	return g.find(g.cut(s))
}
