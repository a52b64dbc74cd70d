package bot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"frontdesk/bot/nlu"
)

const (
	mostWordsOfLeadIn = 3
	leastWordsBehind  = 2
)

// leadIn leaves out the word of courtesy by which a message begins that goes on with
// something else: "ok and when exactly", "gracias, ¿y cuánto tarda?". By itself the
// whole would be thanks, and the question lost.
func (t *turn) leadIn() {
	if t.payload != "" || len(t.said) == 0 || t.read.Affirm || t.read.Deny || t.read.WantsHuman || len(t.read.Parts) > 1 ||
		t.sure() && !slices.Contains(courtesies, t.top().Intent) {
		return
	}
	for _, ends := range []string{",.!;\n，。！、", " "} {
		at := strings.IndexAny(t.text, ends)
		if at <= 0 || t.wordsBeside(t.text[:at]) > mostWordsOfLeadIn || slices.ContainsFunc(t.read.Entities, func(e nlu.Entity) bool { return e.Start < at && at < e.End }) {
			continue
		}
		_, n := utf8.DecodeRuneInString(t.text[at:])
		rest := strings.TrimSpace(t.text[at+n:])
		if t.wordsBeside(rest) < leastWordsBehind {
			continue
		}
		if saysOnly(rest, t.lang, saysHelp) { // see announces
			return
		}
		if ends == " " && !slices.Contains(courtesies, t.top().Intent) { // without a sign behind it the word may be any: "passt der Filter?"
			continue
		}
		head := t.b.Understander.Read(t.text[:at], []string{t.lang})
		thanks := ends != " " && len(head.Intents) > 0 && slices.Contains([]string{"thanks", "greeting"}, head.Intents[0].Intent) && head.Accept >= t.b.cfg.ControlThreshold
		if !head.Affirm && !thanks {
			continue
		}
		whole := t.b.Understander.Read(rest, []string{t.lang})
		if whole.Affirm || whole.Deny || len(whole.Intents) > 0 && slices.Contains(courtesies, whole.Intents[0].Intent) && whole.Accept >= t.b.cfg.ControlThreshold && !hasQuestionMark(rest) {
			return // "ok, thank you very much"
		}
		t.text = rest
		t.read.takeOf(whole)
		t.read.Parts, t.read.Deny = whole.Parts, whole.Deny
		t.step("lead_in", "left_out", rest, nil)
		return
	}
}

// announces tells whether a message only says that its writer wants to ask for
// something: "help", "hi, I have a question".
func (t *turn) announces() bool {
	if saysOnly(t.text, t.read.Lang, saysHelp) {
		return true
	}
	for _, ends := range []string{",.!;\n，。！、", " "} {
		at := strings.IndexAny(t.text, ends)
		if at <= 0 {
			continue
		}
		_, n := utf8.DecodeRuneInString(t.text[at:])
		if !saysOnly(t.text[at+n:], t.read.Lang, saysHelp) {
			continue
		}
		head := t.b.Understander.Read(t.text[:at], []string{t.read.Lang})
		return len(head.Intents) > 0 && head.Intents[0].Intent == "greeting" && head.Accept >= t.b.cfg.ControlThreshold
	}
	return false
}
