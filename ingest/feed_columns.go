package ingest

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/language"
)

// The fields of a product feed. What has none becomes an attribute under the
// column's own name.
const (
	fieldID, fieldGroup, fieldSKU, fieldGTIN = "id", "group", "sku", "gtin"
	fieldTitle, fieldDescription             = "title", "description"
	fieldCategory, fieldBrand                = "category", "brand"
	fieldPrice, fieldSale, fieldWas          = "price", "sale_price", "was_price"
	fieldCurrency, fieldSaleDates            = "currency", "sale_dates"
	fieldAvailability, fieldStock            = "availability", "stock"
	fieldSize, fieldColor                    = "size", "color"
	fieldURL, fieldImage, fieldImages        = "url", "image", "images"
	fieldFits, fieldLocale                   = "fits", "locale"
	fieldIgnored                             = "-" // of no use to shoppers, or not for them
)

// synonyms lists them by field: English and what shop systems write; behind the bar
// German, Spanish, French, Italian and Chinese, then the other languages of shoppers.
// Which language a text is in is told by names that programs write: in a shop of books
// or games the word of people for it, język or dil, is a property of the product.
var synonyms = map[string]string{
	fieldID:           "id productid itemid offerid articleid",
	fieldGroup:        "itemgroupid group groupid parent parentid parentsku productgroup handle urlhandle modelid | 父商品编号",
	fieldSKU:          "sku variantsku articlenumber itemnumber itemcode productcode | artikelnummer artikelnr referencia référence codicearticolo 货号 商品编号 商品编码 artikelcode varenummer kodproduktu kódproduktu артикул stokkodu ürünkodu tuotenumero tuotekoodi cikkszám codprodus κωδικόςπροϊόντος 商品番号 商品コード 상품코드",
	fieldGTIN:         "gtin ean ean13 upc isbn barcode variantbarcode gtin8 gtin12 gtin13 gtin14 gtinupceanorisbn | 条码 条形码",
	fieldTitle:        "title name productname producttitle itemname | bezeichnung titel produktname artikelbezeichnung nombre título titulo nom titre nome titolo 名称 商品名称 标题 商品标题 naam productnaam producttitel artikelnaam nazwa nazwaproduktu tytuł namn produktnamn navn produktnavn varenavn název názevproduktu denumire numeprodus titlu nimi tuotenimi tuotteennimi megnevezés terméknév ürünadi τίτλος ονομασία название наименование назва найменування 商品名 상품명 제품명",
	fieldDescription:  "description shortdescription longdescription productdescription bodyhtml body | beschreibung descripción descripcion descrizione 描述 商品描述 详情 omschrijving beschrijving productomschrijving descrição descricao opis beskrivning beskrivelse popis descriere kuvaus leírás açiklama περιγραφή описание опис 商品説明 상품설명",
	fieldCategory:     "category categories producttype productcategory type googleproductcategory | kategorie warengruppe categoría categoria catégorie categorie 分类 类别 类目 kategoria kategori kategória κατηγορία категория категорія カテゴリ カテゴリー 카테고리",
	fieldBrand:        "brand brands vendor manufacturer maker | marke hersteller marca fabricante marque fabricant 品牌 厂商 merk fabrikant marka producent varumärke märke mærke značka výrobce marcă producător tuotemerkki valmistaja márka gyártó üretici μάρκα бренд производитель виробник ブランド メーカー 브랜드 제조사",
	fieldPrice:        "price variantprice unitprice regularprice | preis verkaufspreis precio prix prezzo 价格 单价 售价 prijs verkoopprijs preço preco cena pris hinta ár preț pret fiyat τιμή цена ціна 価格 販売価格 가격 판매가",
	fieldSale:         "saleprice specialprice discountedprice | angebotspreis preciorebajado 促销价 优惠价 actieprijs aanbiedingsprijs preçopromocional cenapromocyjna kampanjpris tilbudspris akčnícena indirimlifiyat ценасоскидкой セール価格 할인가",
	fieldWas:          "compareatprice variantcompareatprice listprice msrp rrp wasprice | uvp 原价 adviesprijs",
	fieldSaleDates:    "salepriceeffectivedate",
	fieldCurrency:     "currency currencycode | währung waehrung moneda devise valuta 货币 币种 moeda waluta měna valuutta pénznem monedă parabirimi νόμισμα валюта 通貨 통화",
	fieldAvailability: "availability stockstatus instock available | verfügbarkeit verfuegbarkeit disponibilidad disponibilité disponibilità 是否有货 库存状态 beschikbaarheid voorraadstatus",
	fieldStock:        "stock quantity qty inventory inventoryquantity stockquantity variantinventoryqty | bestand lagerbestand existencias giacenza 库存 库存数量 voorraad estoque stanmagazynowy lagersaldo lagerbeholdning stoc varastosaldo készlet stok απόθεμα остаток залишок 在庫 在庫数 재고 재고수량",
	fieldSize:         "size | größe groesse talla taille taglia 尺码 尺寸 maat tamanho rozmiar storlek størrelse velikost mărime koko méret beden μέγεθος размер розмір サイズ 사이즈",
	fieldColor:        "color colour | farbe couleur colore 颜色 kleur cor kolor färg farve barva culoare väri szín renk χρώμα цвет колір 色 カラー 색상",
	fieldURL:          "link url producturl productlink canonicallink | lien enlace 链接 商品链接",
	fieldImage:        "image imagelink imageurl imagesrc picture variantimage | bild imagen 图片 主图 afbeelding imagem zdjęcie billede obrázek kuva görsel изображение 画像 이미지",
	fieldImages:       "additionalimagelink additionalimages images pictures | bilder imágenes 图片列表",
	fieldFits:         "fits compatiblewith compatibility compatible compatiblemodels fitment fitsmodels | passendfür passendvoor passendfuer kompatibelmit compatiblecon compatibleavec compatibilecon 适用 适用于 适用型号 兼容 geschiktvoor compatibelmet compatívelcom pasujedo passartill passertil подходитдля 対応機種",
	fieldLocale:       "locale language lang contentlanguage | sprache idioma langue lingua 语言",
	// No shopper asks for these; what the shop paid is left out by shopPaid.
	fieldIgnored: "seotitle seodescription taxable varianttaxable varianttaxcode taxclass taxstatus tax giftcard " +
		"variantfulfillmentservice fulfillmentservice variantrequiresshipping requiresshipping variantinventorytracker inventorytracker variantinventorypolicy continuesellingwhenoutofstock published publishedononlinestore status " +
		"imageposition imagealttext position visibilityincatalog isfeatured allowcustomerreviews soldindividually backordersallowed lowstockamount purchasenote downloadlimit downloadexpirydays shippingclass " +
		"upsells crosssells groupedproducts externalurl buttontext swatches chargetax weightunitfordisplay variantweightunit identifierexists adsredirect customlabel0 customlabel1 customlabel2 customlabel3 customlabel4 shipping adult",
}

// wellKnown are the fields by the names under which programs and people give
// them, without their signs and in lower case; translated are the names behind the bar.
var wellKnown, translated = byName(synonyms)

func byName(fields map[string]string) (all map[string]string, translated map[string]bool) {
	all, translated = map[string]string{}, map[string]bool{}
	for field, names := range fields {
		english, others, _ := strings.Cut(names, "|")
		for _, name := range strings.Fields(english) {
			all[name] = field
		}
		for _, name := range strings.Fields(others) {
			all[name], translated[name] = field, true
		}
	}
	return all, translated
}

// inLanguage matches a column that holds a text in one language: title_de,
// "description [zh-Hans]", name:fr.
var inLanguage = regexp.MustCompile(`^(.+?)[\s_\-\[(:.]+([A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?)[\])]?$`)

// plainName is a column's name as synonyms writes it.
func plainName(column string) string {
	column = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(column)), "g:")
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'ı': // Turkish capitals do not keep it apart from i
			return 'i'
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return r
		}
		return -1
	}, column)
}

// fieldOf tells what a column holds: a field, and for texts their language;
// an empty field for an attribute.
func fieldOf(column string) (field, lang string) {
	if shopPaid(column) {
		return fieldIgnored, ""
	}
	if field = wellKnown[plainName(column)]; field != "" {
		return field, ""
	}
	m := inLanguage.FindStringSubmatch(strings.TrimSpace(column))
	if m == nil {
		return "", ""
	}
	field = wellKnown[plainName(m[1])]
	tag, err := language.Parse(m[2])
	if err != nil || field != fieldTitle && field != fieldDescription {
		return "", ""
	}
	return field, tag.String()
}
