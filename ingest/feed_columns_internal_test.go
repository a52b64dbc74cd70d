package ingest

import (
	"strings"
	"testing"
)

// A name stands for one field, in whatever language it is.
func TestColumnNamesAreOneFields(t *testing.T) {
	seen := map[string]string{}
	for field, names := range synonyms {
		for _, name := range strings.Fields(strings.Replace(names, "|", " ", 1)) {
			if name != plainName(name) {
				t.Errorf("%s: %q is never met; columns are read as %q", field, name, plainName(name))
			}
			if was := seen[name]; was != "" {
				t.Errorf("%q is %s and %s", name, was, field)
			}
			if field != fieldIgnored && shopPaid(name) {
				t.Errorf("%s: %q is taken for what the shop paid", field, name)
			}
			seen[name] = field
		}
	}
	for name := range availabilities {
		if name != plainName(name) {
			t.Errorf("%q is never met; values are read as %q", name, plainName(name))
		}
	}
}

// What the shop paid is known by what a name contains; what a shopper's purchase has is not.
func TestWhatTheShopPaid(t *testing.T) {
	for field, names := range map[string][]string{
		fieldIgnored: {"cost", "Cost (EUR)", "Cost price", "Cost of goods", "Unit cost excl. VAT", "Wholesale price", "Purchase price net", "Price of purchase", "EK", "EK-Preis netto", "Einkaufspreis netto",
			"Großhandelspreis", "Inkoopprijs EUR", "Inkoopprijs excl. BTW", "inkopspris", "Inköpspris", "Innkjøpspris", "Indkøbspris ekskl. moms", "Prix d'achat HT", "Achat", "Achat HT", "Prezzo d’acquisto",
			"Precio de compra", "Precio coste", "Costo unitario", "Preço de custo", "Valor de compra", "ALIŞ FİYATI", "alış fiyatı", "hankintahinta", "Ostohinta alv 0", "Cena zakupu netto", "Nákupní cena bez DPH",
			"Preț de achiziție", "Beszerzési ár (nettó)", "Τιμή αγοράς", "цена закупки", "Закупочная цена", "Собівартість", "成本价", "进货价", "採購價", "仕入れ価格", "原価", "매입가", "원가", "Cost price (product.metafields.custom.cost)"},
		"":         {"shipping cost", "Costume", "compra minima", "Compra mínima (uds)", "Lien d'achat", "Data acquisto", "Purchase limit", "회원가", "Pink options", "Link opens in", "Ekstra"},
		fieldWas:   {"原价"},
		fieldPrice: {"Unit price", "Preț", "FİYAT"},
	} {
		for _, name := range names {
			if got, _ := fieldOf(name); got != field {
				t.Errorf("%q is %q, want %q", name, got, field)
			}
		}
	}
}
