package bot

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot/nlu"
)

// stopWords are messages that, alone, leave what is going on, in any language.
// By itself the engine reads some of them as a wish to cancel an order; while a
// dialog waits for an answer they mean the dialog.
var stopWords = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Split(`stop,cancel,quit,exit,abort,never mind,nevermind,forget it,forget about it,cancel this,cancel that,stop it,stop this,leave it,
stopp,abbrechen,abbruch,vergiss es,vergessen sie es,schon gut,lass es,lassen sie es,aufhören,halt,
cancelar,cancela,cancele,olvídalo,olvidalo,olvídelo,déjalo,dejalo,déjelo,para,basta,salir,detener,
取消,停止,算了,停,不用了,退出,别弄了,
annuler,annule,annulez,laisse tomber,laissez tomber,arrête,arrêtez,arrêter,oubliez,oublie,
annulla,annullare,lascia stare,lasci stare,lascia perdere,fermati,smetti,
pare,parar,esquece,esqueça,deixa para lá,deixe para lá,deixa pra lá,sair,
キャンセル,やめる,やめます,やめて,中止,もういい,もういいです,ストップ,
취소,그만,중지,됐어요,됐어,그만할게요,
стоп,отмена,отменить,хватит,забудьте,забудь,не надо,прекратить,
annuleren,annuleer,laat maar,stoppen,
anuluj,przerwij,nieważne,przestań,
iptal,dur,vazgeç,vazgeçtim,boşver,
إلغاء,الغاء,توقف,انس الأمر,لا داعي,
avbryt,sluta,glöm det`, ",") {
		out[strings.TrimSpace(w)] = true
	}
	return out
})

// mostWordsOfStop is how long a message is that only says stop where nothing is going on:
// "leave it behind the shed if nobody is in" wants something.
const mostWordsOfStop = 5

// afterStop is what follows a first clause that says stop: "forget it, where is my
// parcel?"; empty without one.
func afterStop(text string) string {
	at := strings.IndexAny(text, ",.;!?\n，。！؟、")
	if at < 0 || !saysStop(text[:at]) {
		return ""
	}
	_, n := utf8.DecodeRuneInString(text[at:])
	return strings.TrimSpace(text[at+n:])
}

// stopsFor leaves the dialog for another request, where one follows.
func (t *turn) stopsFor(rest string) bool {
	if rest == "" {
		return false
	}
	next := t.b.Understander.Read(rest, []string{t.lang})
	if len(next.Intents) == 0 || next.Accept < cmp.Or(next.Cutoff, t.b.cfg.IntentThreshold) || !asksShop(next.Intents[0].Intent) {
		return false
	}
	t.endFlow()
	t.state.Flow, t.text, t.read = "", rest, next
	t.read.Text = rest
	t.read.Entities = t.named(rest, t.snap.Now, nil)
	t.step("stop", "stopped", "the dialog was left for: "+next.Intents[0].Intent, nil)
	return true
}

// asksShop tells intents that want something of the shop from those that steer the
// conversation.
func asksShop(intent string) bool {
	return intent != nlu.OutOfScope && intent != "talk_to_human" && intent != "complaint" && !slices.Contains(courtesies, intent)
}

// saysStop tells whether a message says stop and nothing else.
func saysStop(text string) bool {
	return stopWords()[strings.TrimFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r)
	})]
}
