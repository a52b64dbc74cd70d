package form_test

import (
	"slices"
	"strings"
	"testing"

	"frontdesk/knowledge/form"
)

func TestAsk(t *testing.T) {
	r := form.New()
	for _, c := range []struct {
		lang, question string
		wants          form.Kind
		about, not     string // words that stay, a word that goes
		places         []string
	}{
		{"en", "How much does delivery to France cost?", form.Money, "delivery", "cost", []string{"FR"}},
		{"en", "How long is a gift card valid?", form.Duration, "gift card valid", "long", nil},
		{"en", "When will my parcel arrive?", form.Duration | form.Moment, "parcel arrive", "when", nil},
		{"en", "Who pays for the return?", form.Money, "return", "pays", nil},
		{"en", "How do I return an item?", 0, "how do i return an item", "", nil},
		{"en", "can you deliver to the United Kingdom or to brazil", 0, "deliver", "", []string{"BR", "GB"}},
		{"en", "Do you have a jersey in blue?", 0, "jersey", "", nil},
		{"de", "Wie viel kostet der Versand nach Österreich?", form.Money, "versand", "kostet", []string{"AT"}},
		{"de", "Wie lange dauert die Lieferung in die Schweiz?", form.Duration, "lieferung", "dauert", []string{"CH"}},
		{"de", "Ist die Rücksendung kostenlos?", form.Money, "rücksendung", "kostenlos", nil},
		{"es", "¿Cuánto tarda el envío a España?", form.Duration, "envío", "tarda", []string{"ES"}},
		{"es", "cuanto cuesta el envio a mexico", form.Money, "envio", "cuesta", []string{"MX"}},
		{"fr", "Combien coûte la livraison en Allemagne ?", form.Money, "livraison", "combien", []string{"DE"}},
		{"zh", "退货运费谁承担？", form.Money, "退货运费", "承担", nil},
		{"zh", "寄到巴西要多久？", form.Duration, "寄到巴西", "多久", []string{"BR"}},
		{"ja", "送料はいくらですか", 0, "送料", "", nil},
	} {
		q := r.Ask(c.question, c.lang)
		if q.Wants != c.wants || !slices.Equal(q.Places, c.places) {
			t.Errorf("%s: wants %b in %v, want %b in %v", c.question, q.Wants, q.Places, c.wants, c.places)
		}
		for _, w := range strings.Fields(c.about) {
			if !strings.Contains(q.About, w) {
				t.Errorf("%s: about %q lost %q", c.question, q.About, w)
			}
		}
		if c.not != "" && strings.Contains(q.About, c.not) {
			t.Errorf("%s: about %q still has %q", c.question, q.About, c.not)
		}
	}
}

func TestRead(t *testing.T) {
	r := form.New()
	for _, c := range []struct {
		lang, passage string
		kinds         form.Kind
		places        int
	}{
		{"en", "Spain and France: €5.90, free from €70.", form.Money, 2},
		{"en", "It arrives within 2 to 4 working days.", form.Duration, 0},
		{"en", "The warranty is two full years.", form.Duration, 0},
		{"en", "Feel free to use our PFAS-free spray at 30 °C, the days of 10 washes are over.", 0, 0},
		{"en", "Returns are free of charge.", form.Money, 0},
		{"en", "We are open on Monday.", form.Moment, 0},
		{"de", "Schweiz: 8,90 CHF, kostenlos ab 100 CHF.", form.Money, 1},
		{"de", "Innerhalb von 5 Werktagen.", form.Duration, 0},
		{"es", "España y Francia: de 2 a 4 días laborables.", form.Duration, 2},
		{"zh", "中国大陆、日本：5到8个工作日。", form.Duration, 2},
		{"zh", "从我们配送的所有国家退货都免费。", form.Money, 0},
		{"zh", "西班牙、法国：5.90欧元，满70欧元免运费。", form.Money, 2},
		{"fr", "Livraison gratuite en 3 jours.", form.Money | form.Duration, 0},
		{"en", "", 0, 0},
	} {
		got := r.Read("", c.passage, c.lang)
		if got.Kinds != c.kinds || len(got.Places) != c.places {
			t.Errorf("%s: has %b in %v, want %b in %d countries", c.passage, got.Kinds, got.Places, c.kinds, c.places)
		}
	}
}

// A text that lists countries, or speaks of them in general, says something of
// one that it does not name.
func TestCovers(t *testing.T) {
	r := form.New()
	for passage, want := range map[string]float64{
		"We deliver to Brazil.":                          1,
		"We deliver to Spain, France, Italy and Greece.": 0.1,
		"We deliver to Spain, France, Italy, Greece, Japan, China, Canada, Mexico and all over Europe.": 0.2,
		"We deliver to Spain, France and Italy. We do not deliver to other countries.":                  1,
		"Shipping is 4 EUR to Spain, 5 EUR to France, Italy and Greece, 20 EUR to all other countries.": 1,
		"Other countries follow.": 0.3,
		"We deliver worldwide.":   0.3,
		"We deliver to Spain.":    0,
	} {
		if got := r.Read("", passage, "en").Covers(r.Ask("Do you ship to Brazil?", "en")); got != want {
			t.Errorf("%s covers %v, want %v", passage, got, want)
		}
	}
	if got := r.Read("巴西", "西班牙、法国", "zh").Covers(r.Ask("Do you ship to Brazil?", "en")); got != 1 {
		t.Errorf("across languages: %v, want 1", got)
	}
	for lang, passage := range map[string]string{
		"de": "Wir liefern nach Spanien, Frankreich und Italien. In andere Länder liefern wir nicht.",
		"es": "Enviamos a España, Francia e Italia. No enviamos a otros países.",
		"fr": "Nous livrons en Espagne, en France et en Italie, et dans aucun autre pays.",
		"zh": "我们配送至西班牙、法国和意大利，不配送至其他国家。",
	} {
		if got := r.Read("", passage, lang).Covers(r.Ask("Do you ship to Brazil?", "en")); got != 1 {
			t.Errorf("%s covers %v, want 1", passage, got)
		}
	}
}

// A city is its country where something is to be sent there, and only there.
func TestCityOfQuestion(t *testing.T) {
	r := form.New()
	for _, c := range []struct {
		lang, question string
		want           []string
	}{
		{"en", "do you deliver to Zurich?", []string{"CH"}},
		{"en", "can I get it sent from Belgium to New York", []string{"BE", "US"}},
		{"de", "Verschickt ihr auch nach Zuerich?", []string{"CH"}},
		{"es", "¿cuánto tarda el envío a Berlín?", []string{"DE"}},
		{"fr", "livrez-vous à Genève", []string{"CH"}},
		{"zh", "可以寄到苏黎世吗", []string{"CH"}},
		{"en", "is there a shop in Zurich", nil},
		{"de", "habt ihr einen Laden in Berlin", nil},
	} {
		if got := r.Ask(c.question, c.lang).Places; !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.question, got, c.want)
		}
	}
}

func TestElsewhere(t *testing.T) {
	r := form.New()
	for _, c := range []struct {
		asked, known   string
		alike, matters float64
	}{
		{"Do you ship to Norway?", "Do you ship to my country?", 1, 1},
		{"Do you ship to Norway?", "Shipping to Norway", 1, 1},
		{"Do you ship to Norway?", "What do you charge to ship to Switzerland?", 0.5, 1},
		{"Do you ship to Norway?", "Do you ship on Saturdays?", 0, 0.5},
		{"Do you ship on Saturdays?", "Do you ship to Norway?", 0, 1},
		{"Do you ship today?", "Do you ship on Saturdays?", 0, 0},
	} {
		if alike, matters := r.Ask(c.asked, "en").Elsewhere(r.Ask(c.known, "en")); alike != c.alike || matters != c.matters {
			t.Errorf("%s / %s: %v of %v, want %v of %v", c.asked, c.known, alike, matters, c.alike, c.matters)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	r := form.New()
	s := strings.Repeat("Orders placed before 14:00 on a working day leave our warehouse within 1 to 2 working days. ", 6)
	for b.Loop() {
		r.Read("", s, "en")
	}
}
