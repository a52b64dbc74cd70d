package knowledge_test

import (
	"testing"

	"frontdesk/knowledge"
)

// What one edition of an article says that it is about counts for the others too: half of
// it beside one that says nothing.
func TestEditionsTellWhatAnArticleIsAbout(t *testing.T) {
	edition := func(key, lang, title, body string) knowledge.Edition {
		e := article(lang+key, lang, title, body)
		e.Article.Key = "help/" + lang + "/" + key + ".md"
		return e
	}
	english := []knowledge.Edition{
		edition("mind", "en", "45 days to change your mind", "Take it to any branch of the carrier."),
		edition("wash", "en", "Washing", "Wash wool by hand."),
	}
	german := edition("mind", "de", "Rückgabe", "Gib das Paket in jeder Filiale ab.")
	named := edition("mind", "de", "Rücksendungen", "Gib das Paket in jeder Filiale ab.")
	named.Article.Intents = []string{"return_policy"}
	chance := func(more ...knowledge.Edition) float64 {
		reader := &wordReader{name: "a", words: map[string]string{"Rückgabe": "return_policy"}}
		b, _ := baseOf(t, knowledge.Config{Intents: reader}, append(more, english...)...)
		res := ask(t, b, knowledge.Query{Text: "the carrier has my ugly jumper", Lang: "en", Leans: []knowledge.Lean{{Intent: "return_policy", P: 0.95}}})
		for _, h := range res.Hits {
			if h.Article.ID == "enmind" {
				return h.P
			}
		}
		return 0
	}
	alone := chance()
	if got := chance(german); got <= alone+0.01 {
		t.Errorf("P %.3f beside the German edition, %.3f without", got, alone)
	}
	if got := chance(named); got <= alone+0.01 {
		t.Errorf("P %.3f beside an edition whose intents an editor named, %.3f without", got, alone)
	}
}

// An article in another language that is only half about the intent is half as likely to
// be the one that is meant, and not sure for want of another.
func TestHalfAboutTheIntentIsHalfSure(t *testing.T) {
	chance := func(p float64) float64 {
		b, _ := baseOf(t, knowledge.Config{Intents: sureOf(p)}, article("codes", "en", "Codes", "One code per order."))
		res := ask(t, b, knowledge.Query{Text: "можно вернуть гитару", Lang: "ru", Intents: []string{"return_policy"}, IntentP: 0.95})
		if len(res.Hits) == 0 {
			return 0
		}
		return res.Hits[0].P
	}
	half, sure := chance(0.5), chance(1)
	if sure < 0.4 || half < 0.1 || half > 0.7*sure {
		t.Errorf("P %.3f of an article half about the intent, %.3f of one that surely is", half, sure)
	}
}

// sureOf reads the same intent of every text, as surely as it is.
type sureOf float64

func (p sureOf) Lean(s, _ string) []knowledge.Lean {
	if s != "Codes" {
		return nil
	}
	return []knowledge.Lean{{Intent: "return_policy", P: float64(p)}}
}

func (p sureOf) ReaderName() string { return "sure" }
