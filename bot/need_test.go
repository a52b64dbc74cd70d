package bot_test

import (
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/nlu"
)

// What the bot does not understand is asked about once, but not where the course
// of the conversation says that a person is needed.
func TestNoQuestionBackWhereAPersonIsNeeded(t *testing.T) {
	unclear := bot.Reading{Lang: "en", LangP: 1, Emotion: nlu.Emotion{Label: "neutral", P: 1}}
	for _, c := range []struct {
		name  string
		anger float64
		want  bot.Action
	}{
		{"a first unclear message", 0, bot.Ask},
		{"after angry words and with a miss before", 0.58, bot.Propose},
	} {
		k := newTalk(t)
		k.reader.given["so what about it then"] = unclear
		mood := unclear
		mood.Emotion = nlu.Emotion{Label: "anger", P: c.anger}
		k.reader.given["the thing with the thing again"] = mood
		if c.anger > 0 {
			k.says("the thing with the thing again")
			k.reader.given["so what about it then"] = mood
		}
		if d := k.says("so what about it then"); d.Action != c.want {
			t.Errorf("%s: %s, want %s", c.name, d.Action, c.want)
		}
	}
}

func TestTheSignalStandsInTheWhy(t *testing.T) {
	k := newTalk(t)
	k.reader.given["hm"] = bot.Reading{Lang: "en", LangP: 1, Emotion: nlu.Emotion{Label: "neutral", P: 1}}
	d := k.says("hm")
	if p, ok := d.Trace[0].Data["needs_person"].(float64); !ok || p <= 0 || p >= 0.5 {
		t.Errorf("the why says %v", d.Trace[0].Data)
	}
}

func TestNeedThresholdIsChecked(t *testing.T) {
	cfg := bot.DefaultConfig()
	cfg.NeedThreshold = 0
	if cfg.Validate() == nil {
		t.Error("a threshold of 0 is accepted")
	}
}
