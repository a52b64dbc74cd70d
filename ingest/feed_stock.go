package ingest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"frontdesk/shop"
)

// stock reads how many there are, and whether it can be ordered. Where a column has no
// English name, people filled it for people: what is not read there is noted, and the
// stock is not known. Programs' own columns have values that can be told to be wrong.
func (f *feed) stock(c cells, v *shop.Variant, bad refuser) bool {
	if s := c.value[fieldStock]; s != "" {
		n, counted := pieces(s)
		state, said := availability(s)
		switch {
		case counted:
			v.Stock, v.State = n, shop.StockCounted
		case said:
			v.State = state
		case f.foreign[fieldStock]:
			f.note("stock_not_read", c.line)
		default:
			bad(fieldStock, "bad_value", fmt.Sprintf("%q is no number of pieces.", clipped(s, 40)), "Give a whole number, or leave it empty.")
			return false
		}
	}
	if s := c.value[fieldAvailability]; s != "" {
		state, said := availability(s)
		switch {
		case said && (v.State == shop.StockUnknown || state != shop.StockYes):
			v.State = state
		case said: // the number of pieces says more
		case f.foreign[fieldAvailability]:
			f.note("stock_not_read", c.line)
		default:
			bad(fieldAvailability, "bad_value", fmt.Sprintf("%q is no availability.", clipped(s, 40)), "Use in_stock, out_of_stock, preorder or backorder.")
			return false
		}
	}
	return true
}

// counted matches a number of pieces with the word for them: 34 stuks, 12 шт., 5個.
var counted = regexp.MustCompile(`^(-?\d+)\s*\pL+\.?$`)

// pieces reads a count of pieces in stock: shops that sell more than they have
// count below zero.
func pieces(s string) (int, bool) {
	if m := counted.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	s, _, _ = strings.Cut(s, ".")
	n, err := strconv.Atoi(s)
	if err != nil || n > 1e9 {
		return 0, false
	}
	return max(n, 0), true
}

// availabilities by what systems and people write, without signs.
var availabilities, _ = byName(map[string]string{
	string(shop.StockYes): "instock available yes true 1 limitedavailability ja auflager lieferbar verfügbar vorrätig sí si disponible enstock oui disponibile 有货 现货 有 是 opvoorraad beschikbaar leverbaar " +
		"sim emestoque disponível tak dostępny wmagazynie nastanie ilager ilagret pålager ano skladem da înstoc instoc disponibil kyllä on varastossa saatavilla igen van raktáron készleten elérhető " +
		"evet var stokta stoktavar mevcut ναι διαθέσιμο σεαπόθεμα да есть вналичии так є внаявності あり 有り 在庫あり 在庫有り 있음 재고있음 판매중",
	string(shop.StockNo): "outofstock soldout no false 0 discontinued nein ausverkauft nichtlieferbar nichtvorrätig nichtauflager nichtverfügbar agotado sinstock épuisé rupturedestock non nondisponibile esaurito 缺货 无货 无 否 售罄 " +
		"nee uitverkocht nietopvoorraad nietleverbaar nietbeschikbaar não esgotado semestoque indisponível nie brak niedostępny wyprzedany nej slut slutilager slutsåld ejilager nei ikkepålager udsolgt utsolgt " +
		"ne nenískladem nenískladom vyprodáno nu stocepuizat indisponibil epuizat ei loppu loppunut eivarastossa nem nincs nincsraktáron nincskészleten elfogyott hayir yok stoktayok tükendi " +
		"όχι μηδιαθέσιμο εξαντλημένο εξαντλήθηκε нет нетвналичии ні немає немаєвнаявності なし 無し 在庫なし 在庫切れ 品切れ 売り切れ 없음 재고없음 품절",
	string(shop.StockLater): "preorder backorder onbackorder vorbestellbar 预售",
})

func availability(s string) (shop.Availability, bool) {
	s = strings.ToLower(strings.TrimPrefix(strings.TrimPrefix(s, "https://schema.org/"), "http://schema.org/"))
	a, ok := availabilities[plainName(s)]
	return shop.Availability(a), ok
}
