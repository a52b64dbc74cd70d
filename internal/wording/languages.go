package wording

import "slices"

// languages are those in which the machine speaks to shoppers. Whatever needs a
// list of them asks for this one: settings, dialogs, scripts. Each has a
// catalogue in lang, which a test holds.
var languages = []string{
	"en", "zh", "ja", "ko", "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "ro", "sv",
	"da", "fi", "el", "tr", "ru", "uk", "ar", "he", "hi", "th", "vi", "id", "ms", "hu",
}

// deskLanguages are those in which the desk reads, too: their catalogues name
// reasons, intents and next steps.
var deskLanguages = []string{"en", "zh", "es", "de"}

// Languages lists the languages in which shoppers are answered, as BCP 47
// languages without script and region.
func Languages() []string { return slices.Clone(languages) }

// DeskLanguages lists the languages in which agents read.
func DeskLanguages() []string { return slices.Clone(deskLanguages) }
