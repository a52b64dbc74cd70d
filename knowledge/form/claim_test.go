package form_test

import (
	"testing"

	"frontdesk/knowledge/form"
)

func TestClaimsThatContradictEachOther(t *testing.T) {
	for _, c := range []struct {
		lang, a, b string
		want       bool
	}{
		{"en", "Return items within 14 days.", "Return items within 30 days.", true},
		{"en", "Return items within 14 days.", "Return items within fourteen days.", false},
		{"en", "Refunds take 3-5 business days.", "Refunds take 3 to 5 working days.", false},
		{"en", "Refunds take 3-5 business days.", "Refunds take 5 days.", false}, // days of work are not days
		{"en", "Delivery costs €4.90.", "Delivery costs 5.90 euros.", true},
		{"en", "Delivery costs €4.90.", "Delivery is free.", true},
		{"en", "Delivery is free from 50 euros.", "Delivery is free from 75 euros.", true},
		{"en", "Delivery is free from 50 euros.", "Delivery costs 4.90 euros.", false},
		{"en", "We ship to Brazil.", "We do not ship to Brazil.", true},
		{"en", "Sale items can be returned.", "Sale items can't be returned.", true},
		{"en", "We ship 1,000 parcels a day.", "We ship 1000 parcels a day.", false},
		{"en", "Parcels up to 30kg.", "Parcels up to 20 kg.", true},
		{"de", "Sie haben 14 Tage Zeit.", "Sie haben dreißig Tage Zeit.", true},
		{"de", "Der Versand kostet 4,90 €.", "Der Versand ist kostenlos.", true},
		{"de", "Wir liefern in die Schweiz.", "Wir liefern nicht in die Schweiz.", true},
		{"es", "El envío cuesta 4,90 €.", "El envío es gratis.", true},
		{"es", "Tarda 3 días laborables.", "Tarda 5 días laborables.", true},
		{"fr", "Le remboursement prend 14 jours.", "Le remboursement prend 30 jours.", true},
		{"ru", "Возврат возможен в течение 14 дней.", "Возврат возможен в течение 30 дней.", true},
		{"zh", "收到商品后14天内可以退货。", "收到商品后30天内可以退货。", true},
		{"zh", "收到商品后十四天内可以退货。", "收到商品后14天内可以退货。", false},
		{"zh", "运费免费。", "运费10元。", true},
		{"zh", "我们不支持寄到巴西。", "我们支持寄到巴西。", true},
		{"ja", "返品は14日以内です。", "返品は30日以内です。", true},
		{"ko", "반품은 14일 이내에 가능합니다.", "반품은 30일 이내에 가능합니다.", true},
	} {
		a, b := form.ReadClaim(c.a, c.lang), form.ReadClaim(c.b, c.lang)
		if got := a.Against(b); (got != "") != c.want || (b.Against(a) != "") != c.want {
			t.Errorf("%s / %s: %q (%+v, %+v)", c.a, c.b, got, a, b)
		}
	}
}
