package ingest

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// What a purchase costs the shop must not be known to a bot that talks to everybody.
// Its columns are found by what their names contain, since people add a currency, a tax
// or "net" to them: better an attribute too few than such a price told.
var (
	paidStem = regexp.MustCompile(`costprice|costofgoods|costperitem|costperunit|unitcost|itemcost|productcost|variantcost|landedcost|suppliercost|` +
		`purchaseprice|purchasingprice|buyingprice|supplierprice|dealerprice|tradeprice|wholesale|` +
		`einkauf|gestehung|selbstkosten|gro(ss|ß)handel|inkoop|kostprijs|groothandel|^in+kj?op|in+kj?opspris|indkob|kostpris|engrospris|` +
		`prixderevient|prixcoutant|prixdegros|costounitario|costeunitario|custounitario|pre(cio|zzo|co)(de|di)?(cost|custo)|adquisicion|aquisicao|mayorista|atacado|` +
		`zakup|hurtow|nakupni|nakupna|velkoobchod|achizitie|beszerz|nagyker|hankinta|ostohinta|tukkuhinta|alisfiyat|toptan|` +
		`τιμηαγορα|χονδρικ|закуп|себестоимост|собівартіст|оптова|` +
		`成本|进货|進貨|进价|進價|采购|採購|批发|批發|仕入|原価|卸値|卸価格|(^|[^회])원가|매입|도매`)
	// Names that are a purchase price alone, or with what is said of a sum only.
	paidName = regexp.MustCompile(`^(costs?|coste|costo|custo|maliyet|ek|achat|acquisto|compra)(preis|net|netto|brutto|ht|ttc|horstaxe|exvat|excl|incl|eur|usd|gbp|chf|$)`)
	// A shopper's purchase has a least quantity, a link, a date; the shop's has a price.
	purchase = regexp.MustCompile(`achat|acquisto|compra|purchase`)
	ofPrice  = regexp.MustCompile(`pri[cxs]|prez|prec|cost|cout|cust|valorde`)
)

// shopPaid tells whether a name is that of what the shop paid for a product.
func shopPaid(name string) bool {
	name = foldedName(name)
	return paidStem.MatchString(name) || paidName.MatchString(name) || purchase.MatchString(name) && ofPrice.MatchString(name)
}

// foldedName is a plain name without diacritics.
func foldedName(name string) string {
	name = plainName(name)
	if strings.IndexFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) < 0 {
		return name
	}
	marks := func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'ø':
			return 'o'
		}
		return r
	}
	return norm.NFC.String(strings.Map(marks, norm.NFD.String(name)))
}
