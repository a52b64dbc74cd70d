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

// synonyms lists them by field: English and what shop systems write, then German,
// Spanish, French, Italian and Chinese.
var synonyms = map[string]string{
	fieldID:           "id productid itemid offerid articleid",
	fieldGroup:        "itemgroupid group groupid parent parentid parentsku productgroup handle urlhandle modelid 父商品编号",
	fieldSKU:          "sku variantsku articlenumber itemnumber itemcode productcode artikelnummer artikelnr referencia référence codicearticolo 货号 商品编号 商品编码",
	fieldGTIN:         "gtin ean ean13 upc isbn barcode variantbarcode gtin8 gtin12 gtin13 gtin14 gtinupceanorisbn 条码 条形码",
	fieldTitle:        "title name productname producttitle itemname bezeichnung titel produktname artikelbezeichnung nombre título titulo nom titre nome titolo 名称 商品名称 标题 商品标题",
	fieldDescription:  "description shortdescription longdescription productdescription bodyhtml body beschreibung descripción descripcion descrizione 描述 商品描述 详情",
	fieldCategory:     "category categories producttype productcategory type googleproductcategory kategorie warengruppe categoría categoria catégorie categorie 分类 类别 类目",
	fieldBrand:        "brand brands vendor manufacturer maker marke hersteller marca fabricante marque fabricant 品牌 厂商",
	fieldPrice:        "price variantprice unitprice regularprice preis verkaufspreis precio prix prezzo 价格 单价 售价",
	fieldSale:         "saleprice specialprice discountedprice angebotspreis preciorebajado 促销价 优惠价",
	fieldWas:          "compareatprice variantcompareatprice listprice msrp rrp uvp wasprice 原价",
	fieldSaleDates:    "salepriceeffectivedate",
	fieldCurrency:     "currency currencycode währung waehrung moneda devise valuta 货币 币种",
	fieldAvailability: "availability stockstatus instock available verfügbarkeit verfuegbarkeit disponibilidad disponibilité disponibilità 是否有货 库存状态",
	fieldStock:        "stock quantity qty inventory inventoryquantity stockquantity variantinventoryqty bestand lagerbestand existencias giacenza 库存 库存数量",
	fieldSize:         "size größe groesse talla taille taglia 尺码 尺寸",
	fieldColor:        "color colour farbe couleur colore 颜色",
	fieldURL:          "link url producturl productlink canonicallink lien enlace 链接 商品链接",
	fieldImage:        "image imagelink imageurl imagesrc picture variantimage bild imagen 图片 主图",
	fieldImages:       "additionalimagelink additionalimages images pictures bilder imágenes 图片列表",
	fieldFits:         "fits compatiblewith compatibility compatible compatiblemodels fitment fitsmodels passendfür passendfuer kompatibelmit compatiblecon compatibleavec compatibilecon 适用 适用于 适用型号 兼容",
	fieldLocale:       "locale language lang contentlanguage sprache idioma langue lingua 语言",
	// What a purchase costs the shop must not be known to a bot that talks to everybody.
	fieldIgnored: "costperitem cost costofgoodssold variantcost einkaufspreis wholesaleprice seotitle seodescription taxable varianttaxable varianttaxcode taxclass taxstatus tax giftcard " +
		"variantfulfillmentservice fulfillmentservice variantrequiresshipping requiresshipping variantinventorytracker inventorytracker variantinventorypolicy continuesellingwhenoutofstock published publishedononlinestore status " +
		"imageposition imagealttext position visibilityincatalog isfeatured allowcustomerreviews soldindividually backordersallowed lowstockamount purchasenote downloadlimit downloadexpirydays shippingclass " +
		"upsells crosssells groupedproducts externalurl buttontext swatches chargetax weightunitfordisplay variantweightunit identifierexists adsredirect customlabel0 customlabel1 customlabel2 customlabel3 customlabel4 shipping adult",
}

// wellKnown are the fields by the names under which programs and people give
// them, without their signs and in lower case.
var wellKnown = byName(synonyms)

func byName(fields map[string]string) map[string]string {
	m := map[string]string{}
	for field, names := range fields {
		for _, name := range strings.Fields(names) {
			m[name] = field
		}
	}
	return m
}

// inLanguage matches a column that holds a text in one language: title_de,
// "description [zh-Hans]", name:fr.
var inLanguage = regexp.MustCompile(`^(.+?)[\s_\-\[(:.]+([A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?)[\])]?$`)

// plainName is a column's name as synonyms writes it.
func plainName(column string) string {
	column = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(column)), "g:")
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, column)
}

// fieldOf tells what a column holds: a field, and for texts their language;
// an empty field for an attribute.
func fieldOf(column string) (field, lang string) {
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
