package demo

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"frontdesk/shop"
)

// languages are those of the demo's titles and articles, in the order in which
// the tables below hold their texts.
var languages = []string{"en", "zh", "es", "de"}

// category is what products of a kind have in common.
type category struct {
	name, about shop.Texts
	care        string // key of cares
	warranty    int    // years
}

var categories = map[string]category{
	"jackets":       kind("jackets|外套|chaquetas|Jacken", "Keeps wind and weather out, with an adjustable hood or collar and two zip pockets.|防风防雨，帽子或领口可调节，带两个拉链口袋。|Protege del viento y del mal tiempo, con capucha o cuello ajustable y dos bolsillos con cremallera.|Hält Wind und Wetter ab, mit verstellbarer Kapuze oder Kragen und zwei Reißverschlusstaschen.", "wash-30-outdoor", 3),
	"trousers":      kind("trousers|裤子|pantalones|Hosen", "Stretches with every step, dries fast and has a zip pocket for your phone.|弹力面料，活动自如，速干，带手机拉链口袋。|Se estira con cada paso, se seca rápido y tiene un bolsillo con cremallera para el móvil.|Dehnt sich bei jedem Schritt, trocknet schnell und hat eine Reißverschlusstasche fürs Handy.", "wash-30-outdoor", 3),
	"base-layers":   kind("base layers|打底衣|primeras capas|Funktionsunterwäsche", "Fine merino that warms, breathes and stays fresh for days.|细腻美利奴羊毛，保暖透气，多日不起异味。|Merino fino que abriga, transpira y no huele durante días.|Feine Merinowolle, die wärmt, atmet und tagelang frisch bleibt.", "wool", 2),
	"fleece":        kind("fleece|抓绒|forros polares|Fleece", "Warm, light fleece made from recycled bottles.|由回收塑料瓶制成的轻暖抓绒。|Forro polar ligero y cálido hecho de botellas recicladas.|Warmes, leichtes Fleece aus recycelten Flaschen.", "wash-30", 2),
	"boots":         kind("footwear|鞋靴|calzado|Schuhe", "Grips on wet rock and supports the ankle and arch. Runs true to size.|湿滑岩石上抓地牢固，支撑足弓与脚踝。尺码标准。|Agarra sobre roca mojada y sujeta el tobillo y el arco. Talla normal.|Griffig auf nassem Fels, stützt Knöchel und Fußgewölbe. Fällt größengerecht aus.", "shoes", 2),
	"socks":         kind("socks|袜子|calcetines|Socken", "Cushioned where it counts, with a flat toe seam.|关键部位加厚缓冲，袜头无骨缝合。|Acolchados donde hace falta y con costura plana en los dedos.|Gepolstert, wo es zählt, mit flacher Zehennaht.", "wool", 1),
	"backpacks":     kind("backpacks|背包|mochilas|Rucksäcke", "Ventilated back, rain cover included, repairable buckles.|透气背板，附防雨罩，扣具可维修更换。|Espalda ventilada, funda de lluvia incluida y hebillas reparables.|Belüfteter Rücken, Regenhülle inklusive, reparierbare Schnallen.", "wipe", 5),
	"tents":         kind("tents|帐篷|tiendas de campaña|Zelte", "Stands in ten minutes, with colour-coded poles and a footprint in the bag.|十分钟即可搭好，彩色编码帐杆，内附地布。|Se monta en diez minutos, con varillas de colores y suelo protector incluido.|Steht in zehn Minuten, mit farbigem Gestänge und Zeltunterlage im Packsack.", "wipe", 3),
	"sleeping-bags": kind("sleeping bags|睡袋|sacos de dormir|Schlafsäcke", "Packs small and opens on both sides.|收纳小巧，双侧开口。|Se pliega en poco espacio y se abre por los dos lados.|Klein verpackt und auf beiden Seiten zu öffnen.", "down", 3),
	"accessories":   kind("accessories|配件|accesorios|Accessoires", "The small thing that you miss most when you forget it.|小物件，忘带时最想念。|Ese pequeño detalle que más se echa de menos al olvidarlo.|Die Kleinigkeit, die am meisten fehlt, wenn man sie vergisst.", "wool", 2),
	"bedding":       kind("bedding|床上用品|ropa de cama|Bettwäsche", "Washed soft, breathes in summer and warms in winter.|水洗柔软，夏天透气，冬天保暖。|Prelavado y suave: transpira en verano y abriga en invierno.|Weich gewaschen, atmet im Sommer und wärmt im Winter.", "wash-60", 2),
	"towels":        kind("towels|毛巾|toallas|Handtücher", "Thick organic cotton that dries you and then itself.|厚实有机棉，吸水强，干得快。|Algodón orgánico grueso que seca bien y se seca rápido.|Dicke Bio-Baumwolle, die gut trocknet und schnell wieder trocken ist.", "wash-60", 2),
	"blankets":      kind("blankets|毯子|mantas|Decken", "Woven in Portugal, with a soft hem.|葡萄牙织造，柔软包边。|Tejida en Portugal, con borde suave.|In Portugal gewebt, mit weicher Kante.", "wool", 2),
	"cushions":      kind("cushions|抱枕|cojines|Kissen", "Removable cover and a filling of recycled fibres.|外套可拆洗，再生纤维填充。|Funda extraíble y relleno de fibras recicladas.|Abnehmbarer Bezug und Füllung aus recycelten Fasern.", "wash-30", 2),
	"lamps":         kind("lamps|灯具|lámparas|Lampen", "Warm, dimmable light; the bulb is included and can be replaced.|暖光可调光，附灯泡且可更换。|Luz cálida y regulable; la bombilla va incluida y se puede cambiar.|Warmes, dimmbares Licht; das Leuchtmittel liegt bei und ist austauschbar.", "dust", 2),
	"mugs":          kind("tableware|餐具|vajilla|Geschirr", "Glazed by hand, so no two are alike. Safe in dishwasher and microwave.|手工上釉，每件独一无二。可用洗碗机和微波炉。|Esmaltado a mano: no hay dos iguales. Apto para lavavajillas y microondas.|Von Hand glasiert, kein Stück gleicht dem anderen. Für Spülmaschine und Mikrowelle geeignet.", "dishwasher", 2),
	"cookware":      kind("cookware|锅具|menaje de cocina|Kochgeschirr", "Works on every hob, induction included.|适用于所有炉灶，包括电磁炉。|Apto para todo tipo de cocinas, también inducción.|Für alle Herdarten, auch Induktion.", "hand-wash", 10),
	"appliances":    kind("appliances|小家电|electrodomésticos|Küchengeräte", "Quiet, quick and easy to clean. The plug fits the country that you order from.|安静快速，易清洁。插头与订购国家相符。|Silencioso, rápido y fácil de limpiar. El enchufe es el del país del pedido.|Leise, schnell und leicht zu reinigen. Der Stecker passt zum Land der Bestellung.", "dust", 2),
	"candles":       kind("home fragrance|家居香氛|aromas para el hogar|Raumduft", "Cedar, fig or sea salt, without paraffin.|雪松、无花果或海盐香，不含石蜡。|Cedro, higo o sal marina, sin parafina.|Zeder, Feige oder Meersalz, ohne Paraffin.", "dust", 1),
	"storage":       kind("storage|收纳|almacenaje|Aufbewahrung", "Made by hand, with handles that carry.|手工制作，提手结实。|Hecho a mano, con asas resistentes.|Von Hand gefertigt, mit stabilen Griffen.", "wipe", 2),
}

var colorNames = map[string]shop.Texts{
	"forest": four("forest green|森林绿|verde bosque|Waldgrün"), "navy": four("navy blue|藏青色|azul marino|Marineblau"),
	"rust": four("rust red|铁锈红|rojo óxido|Rostrot"), "yellow": four("yellow|黄色|amarillo|Gelb"),
	"black": four("black|黑色|negro|Schwarz"), "sand": four("sand|沙色|arena|Sand"),
	"stone": four("stone grey|岩石灰|gris piedra|Steingrau"), "white": four("white|白色|blanco|Weiß"),
	"grey": four("grey|灰色|gris|Grau"), "sage": four("sage green|鼠尾草绿|verde salvia|Salbeigrün"),
	"oak": four("oak|橡木色|roble|Eiche"), "steel": four("steel|不锈钢色|acero|Edelstahl"),
}

var materials = map[string]shop.Texts{
	"nylon-3l":           four("3-layer nylon, taped seams, PFAS-free|三层尼龙，压胶接缝，不含PFAS|nailon de 3 capas, costuras selladas, sin PFAS|3-Lagen-Nylon, verschweißte Nähte, PFAS-frei"),
	"nylon-25l":          four("2.5-layer nylon, PFAS-free|2.5层尼龙，不含PFAS|nailon de 2,5 capas, sin PFAS|2,5-Lagen-Nylon, PFAS-frei"),
	"nylon-recycled":     four("recycled nylon|再生尼龙|nailon reciclado|recyceltes Nylon"),
	"down-rds":           four("duck down, RDS certified|RDS认证鸭绒|plumón de pato con certificado RDS|Entendaune, RDS-zertifiziert"),
	"softshell":          four("92% nylon, 8% elastane|92%尼龙，8%氨纶|92 % nailon, 8 % elastano|92 % Nylon, 8 % Elasthan"),
	"polyester-recycled": four("100% recycled polyester|100%再生聚酯纤维|100 % poliéster reciclado|100 % recyceltes Polyester"),
	"merino":             four("merino wool, mulesing-free|美利奴羊毛，无割皮|lana merino sin mulesing|Merinowolle, mulesingfrei"),
	"leather":            four("nubuck leather with waterproof membrane|磨砂皮革，防水膜|piel nobuk con membrana impermeable|Nubukleder mit wasserdichter Membran"),
	"mesh":               four("recycled mesh and rubber|再生网布与橡胶|malla reciclada y caucho|recyceltes Mesh und Gummi"),
	"ripstop":            four("ripstop polyester, aluminium poles|防撕裂聚酯纤维，铝合金帐杆|poliéster ripstop, varillas de aluminio|Ripstop-Polyester, Aluminiumgestänge"),
	"cotton":             four("cotton with 3% elastane|棉，含3%氨纶|algodón con 3 % de elastano|Baumwolle mit 3 % Elasthan"),
	"cotton-organic":     four("organic cotton|有机棉|algodón orgánico|Bio-Baumwolle"),
	"linen":              four("European linen|欧洲亚麻|lino europeo|europäisches Leinen"),
	"wool":               four("new wool|新羊毛|lana virgen|Schurwolle"),
	"ceramic":            four("ceramic|陶瓷|cerámica|Keramik"), "steel": four("stainless steel|不锈钢|acero inoxidable|Edelstahl"),
	"paper": four("rice paper|宣纸|papel de arroz|Reispapier"), "stoneware": four("stoneware|炻瓷|gres|Steinzeug"),
	"cast-iron": four("enamelled cast iron|珐琅铸铁|hierro fundido esmaltado|emailliertes Gusseisen"),
	"oak":       four("oiled oak, FSC certified|FSC认证橡木，油面处理|roble aceitado con certificado FSC|geölte Eiche, FSC-zertifiziert"),
	"soy-wax":   four("soy wax|大豆蜡|cera de soja|Sojawachs"), "glass": four("glass|玻璃|vidrio|Glas"),
	"rattan": four("rattan|藤编|ratán|Rattan"),
}

var cares = map[string]shop.Texts{
	"wash-30":         four("Wash at 30 °C, do not tumble dry.|30 °C水洗，不可烘干。|Lavar a 30 °C, no usar secadora.|Bei 30 °C waschen, nicht in den Trockner."),
	"wash-60":         four("Wash at up to 60 °C, tumble dry low.|最高60 °C水洗，低温烘干。|Lavar hasta 60 °C, secadora a baja temperatura.|Bis 60 °C waschen, bei niedriger Temperatur trocknen."),
	"wash-30-outdoor": four("Wash at 30 °C without softener, then tumble dry low for 20 minutes to renew the water repellency.|30 °C水洗，不用柔顺剂；之后低温烘干20分钟以恢复防泼水。|Lavar a 30 °C sin suavizante y secar 20 minutos a baja temperatura para recuperar la impermeabilidad.|Bei 30 °C ohne Weichspüler waschen, danach 20 Minuten bei niedriger Temperatur trocknen, das frischt die Imprägnierung auf."),
	"wool":            four("Wool cycle at 30 °C, dry flat.|30 °C羊毛程序洗涤，平铺晾干。|Programa de lana a 30 °C, secar en plano.|Wollprogramm bei 30 °C, liegend trocknen."),
	"down":            four("Wash at 30 °C with down detergent, tumble dry low with two tennis balls.|用羽绒专用洗涤剂30 °C水洗，放入两个网球低温烘干。|Lavar a 30 °C con detergente para plumón y secar a baja temperatura con dos pelotas de tenis.|Bei 30 °C mit Daunenwaschmittel waschen, bei niedriger Temperatur mit zwei Tennisbällen trocknen."),
	"shoes":           four("Brush off, clean with lukewarm water, dry away from heat.|刷净，用温水清洁，远离热源晾干。|Cepillar, limpiar con agua tibia y secar lejos del calor.|Abbürsten, mit lauwarmem Wasser reinigen, fern von Hitze trocknen."),
	"wipe":            four("Wipe with a damp cloth and let dry in the air.|用湿布擦拭后自然晾干。|Limpiar con un paño húmedo y dejar secar al aire.|Feucht abwischen und an der Luft trocknen lassen."),
	"dust":            four("Unplug and wipe with a dry cloth.|拔下电源后用干布擦拭。|Desenchufar y limpiar con un paño seco.|Stecker ziehen und trocken abwischen."),
	"dishwasher":      four("Dishwasher safe.|可用洗碗机清洗。|Apto para lavavajillas.|Spülmaschinengeeignet."),
	"hand-wash":       four("Wash by hand and dry at once; oil wood and cast iron now and then.|手洗后立即擦干；木质和铸铁请定期上油。|Lavar a mano y secar enseguida; aceitar la madera y el hierro de vez en cuando.|Von Hand spülen und gleich abtrocknen; Holz und Gusseisen ab und zu ölen."),
}

// makeProducts makes the 60 products; only the stock depends on the seed.
func makeProducts(seed uint64, base string) []shop.Product {
	r := rand.New(rand.NewPCG(seed, streamProducts))
	products := make([]shop.Product, 0, len(assortment))
	for _, it := range assortment {
		c := categories[it.category]
		products = append(products, shop.Product{
			ID: it.id, Brand: brands[it.id[:2]], Category: it.category, Titles: titles(it), Descriptions: c.about,
			Attributes: attributes(it, c), Variants: variants(r, it), URL: base + "/p/" + strings.ToLower(it.id),
		})
	}
	return products
}

// titles puts the model before the noun, in Spanish after it.
func titles(it item) shop.Texts {
	t := four(it.nouns)
	for lang, noun := range t {
		t[lang] = it.model + " " + noun
		if lang == "es" {
			t[lang] = strings.ToUpper(noun[:1]) + noun[1:] + " " + it.model
		}
	}
	return t
}

func attributes(it item, c category) []shop.Attribute {
	list := []shop.Attribute{
		{Name: "material", Values: materials[it.material]},
		{Name: "weight_g", Values: alike(strconv.Itoa(it.weight))},
		{Name: "care", Values: cares[c.care]},
		{Name: "warranty_years", Values: alike(strconv.Itoa(c.warranty))},
	}
	for _, fact := range strings.Fields(it.facts) {
		name, value, _ := strings.Cut(fact, "=")
		list = append(list, shop.Attribute{Name: name, Values: alike(value)})
	}
	return list
}

// variants crosses colours with sizes. About one in eight is sold out.
func variants(r *rand.Rand, it item) []shop.Variant {
	var list []shop.Variant
	sizes := strings.Fields(it.sizes)
	if len(sizes) == 0 {
		sizes = []string{""}
	}
	for _, color := range strings.Fields(it.colors) {
		for _, size := range sizes {
			sku := it.id + "-" + strings.ToUpper(color[:3])
			if size != "" {
				sku += "-" + strings.ToUpper(strings.ReplaceAll(size, "/", ""))
			}
			stock := 0
			if r.IntN(8) > 0 {
				stock = 1 + r.IntN(60)
			}
			list = append(list, shop.Variant{SKU: sku, Size: size, Color: color, Stock: stock,
				Price: shop.Money{Minor: it.cents, Currency: "EUR"}})
		}
	}
	return list
}

// four reads texts in the order of languages, separated by bars.
func four(texts string) shop.Texts {
	t := shop.Texts{}
	for i, s := range strings.Split(texts, "|") {
		t[languages[i]] = s
	}
	return t
}

// alike is a value that reads the same in every language.
func alike(value string) shop.Texts { return shop.Texts{"en": value} }

func kind(name, about, care string, warranty int) category {
	return category{name: four(name), about: four(about), care: care, warranty: warranty}
}
