package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"frontdesk/shop"
)

// country holds what makes the people of a market look at home there. Names
// and streets of CN and JP are "local|latin", as e-mails are latin.
type country struct {
	given, family, streets string // separated by spaces, streets by commas
	cities                 []city
	street                 func(r *rand.Rand, street string) string
	familyFirst            bool
	phone                  string // fmt pattern with one number of two digits; ranges kept for fiction where a country has one
	domain                 string
	twoFamily              bool // two family names are usual
}

type city struct{ name, region, postcode string }

func numberAfter(r *rand.Rand, street string) string {
	return fmt.Sprintf("%s %d", street, 1+r.IntN(140))
}

func numberBefore(r *rand.Rand, street string) string {
	return fmt.Sprintf("%d %s", 1+r.IntN(980), street)
}

func numberChinese(r *rand.Rand, street string) string {
	return fmt.Sprintf("%s%d号%d室", street, 1+r.IntN(800), 101+100*r.IntN(20)+r.IntN(4))
}

func numberJapanese(r *rand.Rand, street string) string {
	return fmt.Sprintf("%s%d-%d-%d", street, 1+r.IntN(5), 1+r.IntN(20), 1+r.IntN(15))
}

func numberSpanish(r *rand.Rand, street string) string {
	return fmt.Sprintf("%s, %d, %d.º %c", street, 1+r.IntN(140), 1+r.IntN(6), 'A'+rune(r.IntN(4)))
}

// Three countries share German names, and two each share Spanish and English.
const (
	germanGiven   = "Anna Ben Clara David Emma Felix Greta Hannes Ida Jonas Katharina Lukas Marie Niklas Paula Ralf Sabine Tobias Ursula Yusuf Aylin Björn Jürgen Mia"
	germanFamily  = "Schmidt Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Krüger Hofmann Yılmaz Kaiser Vogel Böhm Groß"
	spanishGiven  = "Lucía Hugo Sofía Martín Paula Daniel Alba Pablo Carmen Javier Elena Diego Marta Álvaro Nuria Sergio Inés Raúl Rocío Andrés"
	spanishFamily = "García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Ruiz Hernández Jiménez Díaz Moreno Muñoz Álvarez Romero Alonso Navarro Torres"
	englishGiven  = "James Mary Oliver Emma Noah Ava Liam Sophia Ethan Grace Henry Chloe Jack Lily Samuel Zoe Daniel Ruby Priya Omar Maya Leo Aisha Owen"
	englishFamily = "Smith Johnson Brown Taylor Wilson Davies Evans Thomas Walker Wright Hall Green Baker Adams Nelson Carter Mitchell Turner Parker Collins Patel Nguyen Khan O'Brien"
)

var countries = map[string]country{
	"DE": {given: germanGiven, family: germanFamily + " Müller", street: numberAfter, phone: "+4930231250%02d", domain: "example.de",
		streets: "Lindenstraße,Hauptstraße,Gartenweg,Bergstraße,Kastanienallee,Am Mühlbach,Schillerstraße,Rosenweg",
		cities: []city{{"Berlin", "", "10115"}, {"Berlin", "", "12043"}, {"Hamburg", "", "20357"}, {"München", "", "80469"},
			{"Köln", "", "50672"}, {"Leipzig", "", "04109"}, {"Stuttgart", "", "70178"}, {"Dresden", "", "01099"}}},
	"AT": {given: germanGiven, family: "Gruber Huber Bauer Wagner Pichler Steiner Moser Mayer Hofer Leitner Berger Fuchs Eder Fischer", street: numberAfter,
		phone: "+4316600000%02d", domain: "example.org", streets: "Mariahilfer Straße,Landstraße,Kirchengasse,Bahnhofstraße,Wiener Straße",
		cities: []city{{"Wien", "", "1070"}, {"Wien", "", "1030"}, {"Graz", "", "8010"}, {"Linz", "", "4020"}, {"Innsbruck", "", "6020"}}},
	"CH": {given: germanGiven + " Reto Urs Regula Beat", family: "Müller Meier Keller Frei Baumann Brunner Gerber Zürcher Suter Graf Moser Bühler", street: numberAfter,
		phone: "+4143000000%02d", domain: "example.org", streets: "Bahnhofstrasse,Seestrasse,Dorfstrasse,Langstrasse,Marktgasse",
		cities: []city{{"Zürich", "", "8004"}, {"Bern", "", "3011"}, {"Basel", "", "4051"}, {"Luzern", "", "6003"}, {"St. Gallen", "", "9000"}}},
	"ES": {given: spanishGiven, family: spanishFamily, twoFamily: true, street: numberSpanish, phone: "+34910000%03d", domain: "example.es",
		streets: "Calle Mayor,Calle de Alcalá,Avenida de la Constitución,Calle del Prado,Calle San Juan,Ronda de Atocha",
		cities: []city{{"Madrid", "Madrid", "28004"}, {"Barcelona", "Barcelona", "08012"}, {"Valencia", "Valencia", "46002"},
			{"Sevilla", "Sevilla", "41001"}, {"Bilbao", "Bizkaia", "48009"}, {"Málaga", "Málaga", "29012"}}},
	"FR": {given: "Camille Louis Chloé Hugo Manon Lucas Inès Jules Léa Gabriel Zoé Arthur Élise Antoine Nadia", street: numberBefore, phone: "+3363998%04d", domain: "example.com",
		family:  "Martin Bernard Dubois Thomas Robert Petit Durand Leroy Moreau Simon Laurent Lefèvre Michel Fournier Girard",
		streets: "rue de la République,avenue Victor Hugo,rue des Lilas,boulevard Voltaire,rue du Moulin",
		cities:  []city{{"Paris", "", "75011"}, {"Lyon", "", "69003"}, {"Nantes", "", "44000"}, {"Lille", "", "59800"}, {"Toulouse", "", "31000"}}},
	"GB": {given: englishGiven, family: englishFamily, street: numberBefore, phone: "+4477009000%02d", domain: "example.com",
		streets: "High Street,Church Lane,Station Road,Victoria Road,Mill Lane,Queen's Road",
		cities: []city{{"London", "", "N1 9GU"}, {"Manchester", "", "M4 1HQ"}, {"Bristol", "", "BS1 4ST"},
			{"Leeds", "", "LS2 7HY"}, {"Edinburgh", "", "EH3 9AA"}, {"Cardiff", "", "CF10 1EP"}}},
	"US": {given: englishGiven, family: englishFamily + " Garcia Martinez Lee Kim", street: numberBefore, phone: "+150355501%02d", domain: "example.com",
		streets: "Maple Street,Oak Avenue,Cedar Lane,Washington Street,Lake Drive,Sunset Boulevard",
		cities: []city{{"Portland", "OR", "97205"}, {"Denver", "CO", "80202"}, {"Austin", "TX", "78704"}, {"Chicago", "IL", "60614"},
			{"Seattle", "WA", "98103"}, {"Boston", "MA", "02118"}, {"Brooklyn", "NY", "11215"}}},
	"CA": {given: englishGiven, family: englishFamily + " Tremblay Roy Singh", street: numberBefore, phone: "+160455501%02d", domain: "example.net",
		streets: "Main Street,King Street West,Granville Street,Elm Street,Rue Sherbrooke",
		cities:  []city{{"Vancouver", "BC", "V6B 1A1"}, {"Toronto", "ON", "M5V 2T6"}, {"Montréal", "QC", "H2X 1Y4"}, {"Calgary", "AB", "T2P 1J9"}}},
	"MX": {given: spanishGiven + " Ximena Guadalupe Emiliano", family: spanishFamily, twoFamily: true, street: numberAfter, phone: "+5255500000%02d", domain: "example.net",
		streets: "Av. Insurgentes Sur,Calle Hidalgo,Av. Juárez,Calle Morelos,Av. Reforma",
		cities: []city{{"Ciudad de México", "CDMX", "06700"}, {"Guadalajara", "JAL", "44100"}, {"Monterrey", "NL", "64000"},
			{"Puebla", "PUE", "72000"}, {"Mérida", "YUC", "97000"}}},
	"CN": {given: "芳|fang 伟|wei 娜|na 秀英|xiuying 敏|min 静|jing 磊|lei 洋|yang 艳|yan 勇|yong 杰|jie 涛|tao 明|ming 超|chao 思雨|siyu 子涵|zihan 欣怡|xinyi 浩然|haoran",
		family:      "王|wang 李|li 张|zhang 刘|liu 陈|chen 杨|yang 黄|huang 赵|zhao 吴|wu 周|zhou 徐|xu 孙|sun 马|ma 朱|zhu 胡|hu 林|lin",
		familyFirst: true, street: numberChinese, phone: "+8610000000%02d", domain: "example.cn",
		streets: "淮海中路,南京西路,中山路,人民路,解放大道,建国路,文三路",
		cities: []city{{"上海市徐汇区", "上海市", "200031"}, {"北京市朝阳区", "北京市", "100020"}, {"深圳市南山区", "广东省", "518052"},
			{"杭州市西湖区", "浙江省", "310012"}, {"成都市武侯区", "四川省", "610041"}, {"广州市天河区", "广东省", "510620"}}},
	"JP": {given: "陽菜|hina 蓮|ren 結衣|yui 大翔|hiroto 葵|aoi 翔太|shota 美咲|misaki 健|ken 由美|yumi 直樹|naoki",
		family:      "佐藤|sato 鈴木|suzuki 高橋|takahashi 田中|tanaka 伊藤|ito 渡辺|watanabe 山本|yamamoto 中村|nakamura 小林|kobayashi",
		familyFirst: true, street: numberJapanese, phone: "+8130000000%02d", domain: "example.net",
		streets: "神宮前,本町,栄,西新宿,中央",
		cities:  []city{{"渋谷区", "東京都", "150-0001"}, {"大阪市中央区", "大阪府", "541-0053"}, {"名古屋市中区", "愛知県", "460-0008"}}},
	"AU": {given: englishGiven, family: englishFamily, street: numberBefore, phone: "+614915701%02d", domain: "example.org",
		streets: "George Street,Collins Street,Beach Road,Victoria Parade",
		cities:  []city{{"Sydney", "NSW", "2010"}, {"Melbourne", "VIC", "3000"}, {"Brisbane", "QLD", "4101"}, {"Perth", "WA", "6000"}}},
}

// makeCustomers makes 400 customers, those of the showcases first.
func makeCustomers(seed uint64) []shop.Customer {
	r := rand.New(rand.NewPCG(seed, streamCustomers))
	list := showcaseCustomers()
	taken := map[string]bool{}
	count := map[string]int{}
	for _, c := range list {
		taken[c.Email] = true
		count[c.Country]++
	}
	for _, m := range markets {
		for range m.share - count[m.Country] {
			p := makePerson(r, m, taken)
			list = append(list, shop.Customer{
				ID: fmt.Sprintf("c-%d", 1001+len(list)), Name: p.address.Name, Email: p.email, Phone: p.address.Phone,
				Country: m.Country, Locale: m.Locale, Tier: pick(r, tiers), ValueBand: pick(r, bands),
				Marketing: r.IntN(3) > 0, Addresses: []shop.Address{p.address},
			})
		}
	}
	return list
}

// Most customers are plain ones.
var (
	tiers = []shop.Tier{shop.TierStandard, shop.TierStandard, shop.TierStandard, shop.TierStandard, shop.TierSilver, shop.TierSilver, shop.TierGold}
	bands = []shop.ValueBand{shop.ValueLow, shop.ValueLow, shop.ValueLow, shop.ValueMedium, shop.ValueMedium, shop.ValueHigh}
)

// person is somebody with an address, with or without an account.
type person struct {
	email   string
	address shop.Address
}

// makePerson draws a person whose e-mail is not taken, and takes it.
func makePerson(r *rand.Rand, m Market, taken map[string]bool) person {
	c := countries[m.Country]
	given, givenLatin := drawName(r, c.given)
	family, familyLatin := drawName(r, c.family)
	name := given + " " + family
	if c.twoFamily {
		second, _ := drawName(r, c.family)
		name += " " + second
	}
	if c.familyFirst {
		name = family + given
	}
	place := pick(r, c.cities)
	a := shop.Address{
		Name: name, Line1: c.street(r, pick(r, strings.Split(c.streets, ","))), City: place.name,
		Region: place.region, Postcode: place.postcode, Country: m.Country, Phone: fmt.Sprintf(c.phone, r.IntN(100)),
	}
	local := latin(givenLatin, m.Country) + "." + latin(familyLatin, m.Country)
	email := local + "@" + c.domain
	for n := 2; taken[email]; n++ {
		email = fmt.Sprintf("%s%d@%s", local, n, c.domain)
	}
	taken[email] = true
	return person{email: email, address: a}
}

// drawName gives a name as it is written at home and in latin letters.
func drawName(r *rand.Rand, names string) (local, latin string) {
	name := pick(r, strings.Fields(names))
	local, latin, both := strings.Cut(name, "|")
	if !both {
		latin = local
	}
	return local, latin
}

// latin writes a name as people do in e-mail addresses: German speakers spell
// an umlaut out, the others drop the accent.
func latin(name, country string) string {
	name = strings.ToLower(name)
	if country == "DE" || country == "AT" || country == "CH" {
		name = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue").Replace(name)
	}
	return strings.NewReplacer("ß", "ss", "á", "a", "à", "a", "é", "e", "è", "e", "ë", "e", "í", "i", "ó", "o",
		"ú", "u", "ü", "u", "ñ", "n", "ö", "o", "ä", "a", "ı", "i", "'", "").Replace(name)
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }
