package bot

import (
	"slices"
	"strings"

	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/internal/wording"
	"frontdesk/knowledge"
)

// By what an article may be called whose title the shopper may not read.
const (
	leastSubject = 0.4 // P(its title is about an intent)
	leastWanted  = 0.1 // P(the shopper wants one of its subjects), from which that one is named
	mostSubjects = 3   // that are named
)

// buttonOf is what a button calls an article: its title, where the shopper reads its
// language; else what it is about, in words of theirs, as long as no button beside it
// says the same.
func (b *Bot) buttonOf(t *turn, a knowledge.Article, beside []chat.QuickReply) string {
	lang := wording.Base(a.Locale)
	if lang == t.lang || !b.Wording.Has(t.lang) {
		return a.Title
	}
	title := b.subjectTitle(t, a, lang)
	if title == "" || slices.ContainsFunc(beside, func(q chat.QuickReply) bool { return q.Title == title }) {
		return a.Title
	}
	return title
}

// subjectTitle names the subjects of an article in the shopper's language, at most
// mostSubjects; empty where they are not known. What its writer says that it is about
// goes before what its title says, and of several things those that the shopper may want.
func (b *Bot) subjectTitle(t *turn, a knowledge.Article, lang string) string {
	about := a.Intents
	if len(about) == 0 {
		if r := b.Understander.Read(a.Title, []string{lang}); len(r.Intents) > 0 && r.Intents[0].P >= leastSubject {
			about = []string{r.Intents[0].Intent}
		}
	}
	var wanted []string
	for _, s := range t.read.Intents {
		if s.P >= leastWanted && slices.Contains(about, s.Intent) {
			wanted = append(wanted, s.Intent)
		}
	}
	switch {
	case len(wanted) > 0:
	case len(about) <= mostSubjects:
		wanted = about
	case about[0] == contact: // the other subjects of such an article are why one writes
		wanted = about[:1]
	}
	var titles []string
	for _, intent := range wanted[:min(len(wanted), mostSubjects)] {
		if title := b.subjectOf(t.lang, intent); title != "" {
			titles = append(titles, title)
		}
	}
	return strings.Join(titles, " / ")
}

// contact is the intent of the articles that say how the shop is reached.
const contact = "talk_to_human"

// subjectOf is what an article on an intent is called; empty for intents that are no
// subject.
func (b *Bot) subjectOf(lang, intent string) string {
	switch {
	case intent == contact:
		return b.Wording.Say(lang, "clarify.contact")
	case slices.Contains([]string{"control", "chat", ""}, nlu.Category(intent)):
		return ""
	}
	return b.intentTitle(lang, intent)
}
