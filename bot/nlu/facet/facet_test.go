package facet_test

import (
	"slices"
	"strings"
	"testing"

	"frontdesk/bot/nlu/facet"
)

func reader(t *testing.T) *facet.Reader {
	t.Helper()
	r, err := facet.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAsked(t *testing.T) {
	r := reader(t)
	for _, c := range []struct {
		lang, text string
		want       []facet.Facet
	}{
		{"en", "Is the Skarn rain jacket waterproof?", []facet.Facet{"waterproof"}},
		{"en", "how heavy is it?", []facet.Facet{"weight"}},
		{"en", "Where is my order?", nil},
		{"en", "Does it fit my X200?", []facet.Facet{"fit"}},
		{"en", "What is it made of and how much does it weigh", []facet.Facet{"material", "weight"}},
		{"de", "Ist die Jacke wasserdicht?", []facet.Facet{"waterproof"}},
		{"de", "Passt der Filter in meine X200?", []facet.Facet{"fit"}},
		{"es", "¿Cuánto pesa?", []facet.Facet{"weight"}},
		{"fr", "C'est compatible avec la X200 ?", []facet.Facet{"fit"}},
		{"zh", "这件外套防水吗？", []facet.Facet{"waterproof"}},
		{"zh", "适用于X200吗", []facet.Facet{"fit"}},
		{"ja", "重さはどのくらいですか", []facet.Facet{"weight"}},
		{"ko", "방수 되나요?", []facet.Facet{"waterproof"}},
		{"ru", "Сколько он весит?", []facet.Facet{"weight"}},
		{"ar", "هل هو مقاوم للماء؟", []facet.Facet{"waterproof"}},
		{"tr", "Su geçirmez mi?", []facet.Facet{"waterproof"}},
		{"xx", "is it waterproof", []facet.Facet{"waterproof"}},
	} {
		if got := r.Asked(c.text, c.lang); !slices.Equal(got, c.want) {
			t.Errorf("%s %q: got %v, want %v", c.lang, c.text, got, c.want)
		}
	}
}

func TestAttributes(t *testing.T) {
	r := reader(t)
	for name, want := range map[string]facet.Facet{
		"weight_g": "weight", "Weight (kg)": "weight", "Gewicht": "weight", "waterproof_mm": "waterproof", "防水": "waterproof", "fill_power": "", "Shipping weight": "",
		"power_w": "power", "capacity_ml": "capacity", "comfort_c": "temperature", "material": "material", "Matière": "material", "warranty_years": "warranty", "care": "care", "Voltage": "",
	} {
		if got := r.Of(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if facet.Unit("weight_g") != "g" || facet.Unit("comfort_c") != "°C" || facet.Unit("material") != "" || facet.Unit("warranty_years") != "" {
		t.Error("units are not read")
	}
	if facet.Plain("fill_power") != "Fill power" || facet.Plain("Fill Power") != "Fill Power" {
		t.Error(facet.Plain("fill_power"))
	}
	if !facet.Names("what is the fill power?", "fill_power") || facet.Names("is it powered?", "fill_power") || !facet.Names("电压是多少", "电压") {
		t.Error("own names are not found")
	}
}

// Every facet speaks every language of the shoppers.
func TestLanguages(t *testing.T) {
	r := reader(t)
	for _, f := range []facet.Facet{"battery", "capacity", "care", "dimensions", "fit", "material", "power", "temperature", "warranty", "waterproof", "weight"} {
		for _, lang := range strings.Fields("ar cs da de el en es fi fr he hi hu id it ja ko ms nl pl pt ro ru sv th tr uk vi zh") {
			if s := r.Label(f, lang); s == "" || lang != "en" && s == r.Label(f, "en") && !slices.Contains([]string{"Material", "Temperatur", "Dimensions"}, s) {
				t.Errorf("%s has no label in %s: %q", f, lang, s)
			}
		}
	}
}

func TestRest(t *testing.T) {
	r := reader(t)
	for _, c := range []struct{ lang, text, want string }{
		{"en", "how heavy is the tent", "is the tent"},
		{"th", "ราคาเท่าไหร่", ""},                 // pieces alone leave nothing
		{"zh", "帐篷多重", "帐篷"},                       //
		{"ar", "كم سعرها", "كم"},                   // with its "its"
		{"ar", "كم سعر الخيمة", "كم الخيمة"},       // and no word beside it
		{"he", "מה המחיר של האוהל", "מה של האוהל"}, // with its article
	} {
		if got := strings.Join(strings.Fields(r.Rest(c.text, c.lang)), " "); got != c.want {
			t.Errorf("Rest(%q, %s) = %q, want %q", c.text, c.lang, got, c.want)
		}
	}
}
