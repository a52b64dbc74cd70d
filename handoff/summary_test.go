package handoff_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/wording"
)

func words(t failer) *wording.Catalogue {
	t.Helper()
	c, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func said(seq int64, text string) chat.Message {
	return chat.Message{Seq: seq, Author: chat.Shopper, Kind: chat.KindText, Text: text}
}

func bot(seq int64, text string) chat.Message {
	return chat.Message{Seq: seq, Author: chat.Bot, Kind: chat.KindText, Text: text}
}

func TestSummarise(t *testing.T) {
	k := handoff.Known{
		Conversation: chat.Conversation{ID: "c", Epoch: 2, Lang: "de-DE", Market: "DE"},
		Customer:     chat.Customer{Name: "Anna", Email: "anna@example.de", Tier: "gold"},
		Messages: []chat.Message{
			said(1, "Hallo"), bot(2, "Guten Tag!"), said(3, "Mein Paket 10 482 ist beschädigt angekommen"),
			bot(4, "Hier steht, was zu tun ist."), said(5, "Das hilft nicht. Bekomme ich Ersatz?"),
		},
		Reason: handoff.Reason{Code: handoff.EmotionReason}, Intent: "item_damaged", Topic: "returns",
		Facts: []handoff.Fact{
			{Key: "order_number", Value: "10482", Evidence: handoff.Evidence{Message: 3}, Provenance: handoff.Said},
			{Key: "amount", Value: "99 EUR", Evidence: handoff.Evidence{Message: 3}, Provenance: handoff.Said}, // was never said
			{Key: "answered_with", Value: "Schäden", Evidence: handoff.Evidence{Article: "a1"}, Provenance: handoff.Inferred},
			{Key: "guess", Value: "red", Provenance: handoff.Inferred}, // stands on nothing
		},
		Orders: []handoff.OrderFact{{ID: "10482", Status: "delivered", Source: handoff.Evidence{Action: "order 10482"}}},
		Tried:  []handoff.Tried{{Kind: "article", Ref: "a1", Title: "Schäden", Seq: 3}},
		Anger:  []float64{0, 0.1, 0.9}, AngerSeq: []int64{1, 3, 5}, Mood: "anger", AgentLang: "en", Now: t0,
	}
	p := handoff.Summarise(k, words(t))
	keys := []string{}
	for _, f := range p.Facts {
		keys = append(keys, f.Key)
	}
	for _, row := range []struct {
		what      string
		got, want any
	}{
		{"headline", p.Headline, "Damaged item · order 10482 · upset"},
		{"goal", p.CustomerGoal, "Mein Paket 10 482 ist beschädigt angekommen"},
		{"facts", strings.Join(keys, " "), "order_number answered_with"},
		{"identity", p.Identity.Method, "order_proof"},
		{"reaction", p.Tried[0].Reaction, "Das hilft nicht. Bekomme ich Ersatz?"},
		{"mood", fmt.Sprint(p.Emotion), "{anger rising [5]}"},
		{"risk", fmt.Sprint(p.Risk), "[angry]"},
		{"open question", p.OpenQuestions[0].Value, "Das hilft nicht. Bekomme ich Ersatz?"},
		{"next step", p.Suggested.NextStep, words(t).Say("en", "next.item_damaged")},
		{"languages", p.Lang, handoff.PacketLang{Customer: "de", Agent: "en"}},
		{"frozen at", p.UptoSeq, int64(5)},
		{"missing", len(p.Missing), 0},
	} {
		if row.got != row.want {
			t.Errorf("%s: got %v, want %v", row.what, row.got, row.want)
		}
	}
	k.Missing = []string{"order_number"}
	if got := handoff.Summarise(k, words(t)).Suggested.NextStep; got != words(t).Say("en", "next.ask_order") {
		t.Errorf("with the order missing the next step is %q", got)
	}
	k.AgentLang = "de"
	if got := handoff.Summarise(k, words(t)).Headline; !contains(got, "Bestellung 10482") {
		t.Errorf("a German desk reads %q", got)
	}
}

// TestSummaryStandsOnItsEvidence: whatever is known, every fact of a packet
// cites exactly one thing, what somebody is claimed to have said stands in the
// message that it cites, and nothing appears that was not given.
func TestSummaryStandsOnItsEvidence(t *testing.T) {
	catalogue := words(t)
	rapid.Check(t, func(r *rapid.T) {
		k := anyKnown(r)
		p := handoff.Summarise(k, catalogue)
		for _, f := range slices.Concat(p.Facts, p.OpenQuestions, p.BotPromises) {
			cites := 0
			for _, is := range []bool{f.Evidence.Message != 0, f.Evidence.Action != "", f.Evidence.Article != ""} {
				if is {
					cites++
				}
			}
			if cites != 1 || f.Value == "" {
				r.Fatalf("%+v cites %d things", f, cites)
			}
			if f.Provenance == handoff.Said && !standsIn(f, k.Messages) {
				r.Fatalf("%+v does not stand in its message", f)
			}
		}
		if p.CustomerGoal != "" && !slices.ContainsFunc(k.Messages, func(m chat.Message) bool {
			return m.Author == chat.Shopper && strings.HasPrefix(joined(m.Text), strings.TrimSuffix(p.CustomerGoal, "…"))
		}) {
			r.Fatalf("nobody said %q", p.CustomerGoal)
		}
		for _, seq := range p.Emotion.Evidence {
			if !slices.Contains(k.AngerSeq, seq) {
				r.Fatalf("the mood cites message %d", seq)
			}
		}
		if !utf8.ValidString(p.Headline) || p.Headline == "" {
			r.Fatalf("the headline is %q", p.Headline)
		}
	})
}

func standsIn(f handoff.Fact, msgs []chat.Message) bool {
	plain := strings.NewReplacer(" ", "", "\t", "", "\n", "", "-", "", ".", "", ",", "", "/", "", "#", "", "…", "", "–", "", "\u00a0", "")
	for _, m := range msgs {
		if m.Seq == f.Evidence.Message {
			return strings.Contains(plain.Replace(strings.ToLower(m.Text)), plain.Replace(strings.ToLower(f.Value)))
		}
	}
	return false
}

func joined(s string) string { return strings.Join(strings.Fields(s), " ") }

func anyKnown(r *rapid.T) handoff.Known {
	phrase := rapid.SampledFrom([]string{"hello", "where is order 10482?", "it is broken", "我的包裹在哪里？", "¿dónde está?", "10 482",
		"a very long story " + strings.Repeat("of my parcel ", 60), "", "!!!", "i want\nmy money"})
	k := handoff.Known{
		Conversation: chat.Conversation{ID: "c", Lang: rapid.SampledFrom([]string{"", "de-AT", "zh", "xx"}).Draw(r, "lang")},
		Intent:       rapid.SampledFrom([]string{"", "item_damaged", "order_status", "made_up"}).Draw(r, "intent"),
		Reason:       handoff.Reason{Code: rapid.SampledFrom([]handoff.ReasonCode{handoff.CustomerRequest, handoff.Loop, "made_up"}).Draw(r, "reason")},
		AgentLang:    rapid.SampledFrom([]string{"en", "de", "fr"}).Draw(r, "desk"), Now: t0,
	}
	for i := range rapid.IntRange(0, 8).Draw(r, "messages") {
		author := rapid.SampledFrom([]chat.Author{chat.Shopper, chat.Bot, chat.Agent, chat.System}).Draw(r, "author")
		k.Messages = append(k.Messages, chat.Message{Seq: int64(i + 1), Author: author, Kind: chat.KindText, Text: phrase.Draw(r, "text")})
	}
	seq := rapid.Int64Range(0, 10)
	for range rapid.IntRange(0, 6).Draw(r, "facts") {
		f := handoff.Fact{Key: "k", Value: phrase.Draw(r, "value"), Provenance: rapid.SampledFrom([]handoff.Provenance{handoff.Said, handoff.Tool, handoff.Inferred}).Draw(r, "provenance")}
		switch f.Provenance {
		case handoff.Said:
			f.Evidence.Message = seq.Draw(r, "evidence")
		case handoff.Tool:
			f.Evidence.Action = rapid.SampledFrom([]string{"", "order 10482"}).Draw(r, "action")
		default:
			f.Evidence.Article = rapid.SampledFrom([]string{"", "a1"}).Draw(r, "article")
		}
		k.Facts = append(k.Facts, f)
	}
	for range rapid.IntRange(0, 4).Draw(r, "turns") {
		k.Anger = append(k.Anger, rapid.Float64Range(0, 1).Draw(r, "anger"))
		k.AngerSeq = append(k.AngerSeq, seq.Draw(r, "anger at"))
	}
	for range rapid.IntRange(0, 3).Draw(r, "tried") {
		k.Tried = append(k.Tried, handoff.Tried{Kind: "article", Ref: "a1", Title: phrase.Draw(r, "title"), Seq: seq.Draw(r, "tried at")})
	}
	return k
}

func TestShorten(t *testing.T) {
	for _, row := range []struct {
		text  string
		limit int
		want  string
	}{
		{"short", 10, "short"},
		{"  many \n spaces  ", 20, "many spaces"},
		{"cut at a word please", 12, "cut at a…"},
		{"onewordonly", 4, "onew…"},
		{"我的包裹在哪里", 3, "我的包…"},
	} {
		if got := handoff.Shorten(row.text, row.limit); got != row.want {
			t.Errorf("Shorten(%q, %d) = %q, want %q", row.text, row.limit, got, row.want)
		}
	}
}

func TestRetell(t *testing.T) {
	w := words(t)
	p := handoff.Summarise(handoff.Known{
		Messages: []chat.Message{said(1, "My parcel never came")}, Reason: handoff.Reason{Code: handoff.CustomerRequest}, Intent: "lost_parcel",
		Orders: []handoff.OrderFact{{ID: "10482"}}, AgentLang: "en", Now: t0,
	}, w)
	de := handoff.Retell(p, "de", w)
	if de.Headline == p.Headline || de.Suggested.NextStep == p.Suggested.NextStep || de.Lang.Agent != "de" || de.CustomerGoal != p.CustomerGoal {
		t.Errorf("retold: %q, %q in %s", de.Headline, de.Suggested.NextStep, de.Lang.Agent)
	}
	if again := handoff.Retell(de, "en", w); again.Headline != p.Headline || again.Suggested.NextStep != p.Suggested.NextStep {
		t.Errorf("told again in English: %q, want %q", again.Headline, p.Headline)
	}
}
