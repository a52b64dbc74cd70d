package demo

// item is a row of the assortment; makeProducts turns it into a product. Nouns
// stand in the order of languages. Weight is in grams; facts are further
// attributes, "name=value" separated by spaces.
type item struct {
	id, category, model, nouns string
	cents                      int64 // list price in euro
	sizes, colors, material    string
	weight                     int
	facts                      string
}

// The two brands, told apart by the first letters of an id.
var brands = map[string]string{"TF": "Tarnfell", "MH": "Morrowhaus"}

const (
	bodySizes = "XS S M L XL XXL"
	bootSizes = "36 37 38 39 40 41 42 43 44 45 46"
)

var assortment = []item{
	{"TF-101", "jackets", "Skarn", "rain jacket|防水冲锋衣|chaqueta impermeable|Regenjacke", 18990, bodySizes, "forest navy rust", "nylon-3l", 420, "waterproof_mm=20000"},
	{"TF-102", "jackets", "Skarn Light", "packable rain jacket|轻便防雨夹克|chaqueta impermeable plegable|Packbare Regenjacke", 12990, bodySizes, "navy yellow", "nylon-25l", 240, "waterproof_mm=10000"},
	{"TF-103", "jackets", "Corrie", "down jacket|羽绒服|chaqueta de plumón|Daunenjacke", 22990, bodySizes, "black rust", "down-rds", 480, "fill_power=700"},
	{"TF-104", "jackets", "Gale", "softshell jacket|软壳夹克|chaqueta softshell|Softshelljacke", 13990, bodySizes, "black forest", "softshell", 510, ""},
	{"TF-105", "jackets", "Brae", "insulated vest|保暖背心|chaleco acolchado|Isolationsweste", 8990, bodySizes, "navy sand", "polyester-recycled", 310, ""},
	{"TF-106", "trousers", "Fell", "hiking trousers|徒步长裤|pantalón de senderismo|Wanderhose", 9990, bodySizes, "stone black", "softshell", 390, ""},
	{"TF-107", "trousers", "Fell Zip", "zip-off trousers|可拆卸徒步裤|pantalón desmontable|Zip-off-Hose", 10990, bodySizes, "stone forest", "nylon-25l", 410, ""},
	{"TF-108", "trousers", "Beck", "hiking shorts|徒步短裤|pantalón corto de senderismo|Wandershorts", 6490, bodySizes, "sand navy", "nylon-25l", 220, ""},
	{"TF-109", "base-layers", "Ewe 150", "merino T-shirt|美利奴羊毛T恤|camiseta de lana merino|Merino-T-Shirt", 6990, bodySizes, "navy rust stone", "merino", 150, ""},
	{"TF-110", "base-layers", "Ewe 200", "merino long-sleeve top|美利奴羊毛长袖|camiseta de manga larga de merino|Merino-Langarmshirt", 8490, bodySizes, "black forest", "merino", 210, ""},
	{"TF-111", "base-layers", "Ewe 200", "merino leggings|美利奴羊毛打底裤|mallas de lana merino|Merino-Leggings", 7990, bodySizes, "black", "merino", 190, ""},
	{"TF-112", "fleece", "Tor", "fleece jacket|抓绒衣|chaqueta polar|Fleecejacke", 8990, bodySizes, "forest stone navy", "polyester-recycled", 360, ""},
	{"TF-113", "fleece", "Tor Hood", "hooded fleece|连帽抓绒衣|polar con capucha|Fleecejacke mit Kapuze", 9990, bodySizes, "rust black", "polyester-recycled", 400, ""},
	{"TF-114", "fleece", "Tor Kids", "children's fleece|儿童抓绒衣|polar infantil|Kinder-Fleecejacke", 4990, "104 116 128 140 152", "yellow navy", "polyester-recycled", 230, ""},
	{"TF-115", "boots", "Cairn Mid", "waterproof hiking boots|防水徒步靴|botas de montaña impermeables|Wasserdichte Wanderstiefel", 17990, bootSizes, "stone black", "leather", 980, ""},
	{"TF-116", "boots", "Cairn Low", "hiking shoes|徒步鞋|zapatillas de senderismo|Wanderschuhe", 13990, bootSizes, "stone forest", "mesh", 720, ""},
	{"TF-117", "boots", "Scree", "trail running shoes|越野跑鞋|zapatillas de trail running|Trailrunningschuhe", 12990, bootSizes, "rust navy", "mesh", 540, ""},
	{"TF-118", "socks", "Peat", "merino hiking socks|美利奴徒步袜|calcetines de merino|Merino-Wandersocken", 1990, "36-38 39-41 42-44 45-47", "stone forest", "merino", 70, ""},
	{"TF-119", "socks", "Peat Light", "ankle socks, pack of 3|短袜三双装|calcetines tobilleros, pack de 3|Sneakersocken, 3er-Pack", 2490, "36-38 39-41 42-44 45-47", "black", "cotton", 90, ""},
	{"TF-120", "backpacks", "Drover 22", "day pack|22升日用背包|mochila de día|Tagesrucksack", 8990, "", "forest navy rust", "nylon-recycled", 680, "capacity_l=22"},
	{"TF-121", "backpacks", "Drover 35", "hiking backpack|35升徒步背包|mochila de senderismo|Wanderrucksack", 12990, "", "forest black", "nylon-recycled", 1150, "capacity_l=35"},
	{"TF-122", "backpacks", "Drover 60", "trekking backpack|60升登山背包|mochila de trekking|Trekkingrucksack", 18990, "S/M L/XL", "forest", "nylon-recycled", 1850, "capacity_l=60"},
	{"TF-123", "backpacks", "Creel", "hip bag|腰包|riñonera|Hüfttasche", 3990, "", "black yellow", "nylon-recycled", 180, "capacity_l=2"},
	{"TF-124", "tents", "Bothy 1", "one-person tent|单人帐篷|tienda para una persona|Einpersonenzelt", 24990, "", "forest", "ripstop", 1400, "persons=1 waterproof_mm=3000"},
	{"TF-125", "tents", "Bothy 2", "two-person tent|双人帐篷|tienda para dos personas|Zweipersonenzelt", 32990, "", "forest rust", "ripstop", 1900, "persons=2 waterproof_mm=3000"},
	{"TF-126", "tents", "Bothy 4", "family tent|四人家庭帐篷|tienda familiar|Familienzelt", 54990, "", "stone", "ripstop", 6200, "persons=4 waterproof_mm=5000"},
	{"TF-127", "sleeping-bags", "Nest 0", "down sleeping bag|羽绒睡袋|saco de dormir de plumón|Daunenschlafsack", 25990, "regular long", "navy", "down-rds", 890, "comfort_c=0"},
	{"TF-128", "sleeping-bags", "Nest 8", "summer sleeping bag|夏季睡袋|saco de dormir de verano|Sommerschlafsack", 8990, "regular long", "rust navy", "polyester-recycled", 950, "comfort_c=8"},
	{"TF-129", "accessories", "Knoll", "merino beanie|美利奴羊毛帽|gorro de merino|Merinomütze", 2990, "", "navy rust stone", "merino", 60, ""},
	{"TF-130", "accessories", "Grip", "touchscreen gloves|触屏手套|guantes táctiles|Touchscreen-Handschuhe", 3490, "S M L XL", "black", "softshell", 80, ""},

	{"MH-201", "bedding", "Still", "linen duvet cover|亚麻被套|funda nórdica de lino|Leinen-Bettbezug", 14990, "135x200 155x220 200x200 240x220", "sand white stone", "linen", 1400, ""},
	{"MH-202", "bedding", "Still", "linen pillowcase|亚麻枕套|funda de almohada de lino|Leinen-Kissenbezug", 2990, "40x80 80x80", "sand white stone", "linen", 200, ""},
	{"MH-203", "bedding", "Calm", "cotton fitted sheet|纯棉床笠|sábana bajera de algodón|Baumwoll-Spannbettlaken", 4490, "90x200 140x200 180x200", "white grey", "cotton-organic", 700, ""},
	{"MH-204", "bedding", "Drift", "wool duvet|羊毛被|edredón de lana|Wollbettdecke", 18990, "135x200 200x200", "white", "wool", 1900, ""},
	{"MH-205", "towels", "Tide", "bath towel|浴巾|toalla de baño|Badetuch", 2990, "70x140 100x150", "white sage navy", "cotton-organic", 550, ""},
	{"MH-206", "towels", "Tide", "hand towel, pack of 2|毛巾两条装|toalla de manos, pack de 2|Handtuch, 2er-Pack", 2490, "", "white sage navy", "cotton-organic", 400, ""},
	{"MH-207", "towels", "Ripple", "waffle bathrobe|华夫格浴袍|albornoz de nido de abeja|Waffelpiqué-Bademantel", 7990, "S M L XL", "white sage", "cotton-organic", 900, ""},
	{"MH-208", "blankets", "Loom", "lambswool throw|羊羔毛盖毯|manta de lana de cordero|Lambswool-Plaid", 8990, "", "sage rust grey", "wool", 1100, ""},
	{"MH-209", "blankets", "Fold", "knitted cotton blanket|针织棉毯|manta de punto de algodón|Baumwoll-Strickdecke", 6990, "", "sand sage", "cotton-organic", 1300, ""},
	{"MH-210", "blankets", "Cub", "baby blanket|婴儿毯|manta para bebé|Babydecke", 3990, "", "yellow sage", "cotton-organic", 400, ""},
	{"MH-211", "cushions", "Still", "linen cushion|亚麻抱枕|cojín de lino|Leinenkissen", 3490, "45x45 50x70", "sand rust sage", "linen", 500, ""},
	{"MH-212", "cushions", "Boucle", "bouclé cushion|毛圈抱枕|cojín de bouclé|Bouclé-Kissen", 3990, "45x45", "white grey", "wool", 600, ""},
	{"MH-213", "cushions", "Perch", "seat pad|坐垫|cojín para silla|Sitzkissen", 2490, "", "grey rust", "wool", 350, ""},
	{"MH-214", "lamps", "Ember", "table lamp|台灯|lámpara de mesa|Tischlampe", 8990, "", "white sage rust", "ceramic", 1700, "power_w=9 socket=E27"},
	{"MH-215", "lamps", "Ember", "floor lamp|落地灯|lámpara de pie|Stehlampe", 17990, "", "black oak", "steel", 4800, "power_w=12 socket=E27"},
	{"MH-216", "lamps", "Orb", "pendant lamp|吊灯|lámpara colgante|Pendelleuchte", 12990, "30 45", "white", "paper", 600, "power_w=9 socket=E27"},
	{"MH-217", "lamps", "Glow", "rechargeable lamp|充电灯|lámpara recargable|Akkuleuchte", 6990, "", "sage black yellow", "steel", 750, "power_w=3 battery_h=14"},
	{"MH-218", "mugs", "Kiln", "stoneware mug|炻瓷马克杯|taza de gres|Steinzeugbecher", 1590, "", "sand sage navy", "stoneware", 380, "capacity_ml=350"},
	{"MH-219", "mugs", "Kiln", "espresso cups, set of 4|浓缩咖啡杯四件套|tazas de espresso, juego de 4|Espressotassen, 4er-Set", 3490, "", "sand navy", "stoneware", 620, "capacity_ml=80"},
	{"MH-220", "mugs", "Kiln", "teapot|茶壶|tetera|Teekanne", 4990, "", "sand sage", "stoneware", 950, "capacity_ml=1200"},
	{"MH-221", "cookware", "Hearth", "cast-iron casserole|铸铁炖锅|cocotte de hierro fundido|Gusseisen-Bräter", 15990, "24 28", "navy rust sage", "cast-iron", 4900, "oven_c=250"},
	{"MH-222", "cookware", "Hearth", "frying pan|平底煎锅|sartén|Bratpfanne", 7990, "24 28", "black", "cast-iron", 2300, "oven_c=250"},
	{"MH-223", "cookware", "Hearth", "saucepan|奶锅|cazo|Stielkasserolle", 6490, "16 20", "steel", "steel", 1200, "oven_c=200"},
	{"MH-224", "cookware", "Plank", "oak chopping board|橡木砧板|tabla de cortar de roble|Eichen-Schneidebrett", 4490, "", "oak", "oak", 1600, ""},
	{"MH-225", "appliances", "Spout", "electric kettle|电热水壶|hervidor eléctrico|Wasserkocher", 8990, "", "white black sage", "steel", 1100, "capacity_ml=1000 power_w=1800"},
	{"MH-226", "appliances", "Grind", "coffee grinder|咖啡研磨机|molinillo de café|Kaffeemühle", 11990, "", "black steel", "steel", 2100, "power_w=150"},
	{"MH-227", "candles", "Dusk", "scented candle|香薰蜡烛|vela aromática|Duftkerze", 2490, "", "sage sand", "soy-wax", 420, "burning_h=45"},
	{"MH-228", "candles", "Dusk", "reed diffuser|藤条香薰|difusor de varillas|Raumduft mit Stäbchen", 2990, "", "sage sand", "glass", 380, "capacity_ml=150"},
	{"MH-229", "storage", "Weave", "laundry basket|洗衣篮|cesto para la ropa|Wäschekorb", 5490, "", "sand grey", "rattan", 1800, "capacity_l=60"},
	{"MH-230", "storage", "Stack", "storage box, set of 2|收纳盒两件套|cajas de almacenaje, juego de 2|Aufbewahrungsbox, 2er-Set", 3490, "", "oak white", "oak", 1500, "capacity_l=12"},
}
