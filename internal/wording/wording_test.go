package wording_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"frontdesk/internal/wording"
)

// deskOnly begins the keys that a language for shoppers only lacks.
var deskOnly = []string{"reason.", "intent.other", "intent.complaint", "next."}

func load(t *testing.T) *wording.Catalogue {
	t.Helper()
	c, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLanguages(t *testing.T) {
	got, want := load(t).Languages(), wording.Languages()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("catalogues of %v, want %v", got, want)
	}
	if got, want := len(got), 28; got != want {
		t.Errorf("%d languages, want %d", got, want)
	}
}

func TestEveryLanguageHasEveryKey(t *testing.T) {
	c, desk := load(t), wording.DeskLanguages()
	for _, lang := range c.Languages() {
		want := slices.DeleteFunc(c.Keys(wording.Fallback), func(key string) bool {
			return !slices.Contains(desk, lang) && slices.ContainsFunc(deskOnly, func(p string) bool { return strings.HasPrefix(key, p) })
		})
		got := c.Keys(lang)
		for _, key := range want {
			if !slices.Contains(got, key) {
				t.Errorf("%s lacks %q", lang, key)
			}
		}
		for _, key := range got {
			if !slices.Contains(want, key) {
				t.Errorf("%s has %q, which is not asked of it", lang, key)
			}
		}
	}
}

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

func TestTranslationsKeepTheirPlaceholders(t *testing.T) {
	c := load(t)
	for _, lang := range c.Languages() {
		for _, key := range c.Keys(lang) {
			text := c.Say(lang, key)
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s %q is empty", lang, key)
			}
			got, want := placeholder.FindAllString(text, -1), placeholder.FindAllString(c.Say(wording.Fallback, key), -1)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s %q has %v, want %v", lang, key, got, want)
			}
		}
	}
}

// A sentence that was forgotten in translation reads like the English one.
func TestTranslationsAreTranslated(t *testing.T) {
	c := load(t)
	for _, lang := range c.Languages() {
		for _, key := range c.Keys(lang) {
			text := c.Say(wording.Fallback, key)
			if lang != wording.Fallback && len(strings.Fields(text)) > 2 && c.Say(lang, key) == text {
				t.Errorf("%s %q is the English text", lang, key)
			}
		}
	}
}

func TestSay(t *testing.T) {
	c := load(t)
	for _, row := range []struct {
		name, tag, key string
		pairs          []string
		want           string
	}{
		{"its own language", "de", "button.yes", nil, "Ja"},
		{"a region is ignored", "de-AT", "button.yes", nil, "Ja"},
		{"a script is ignored", "zh-Hans-CN", "button.yes", nil, "是"},
		{"an unknown language falls back", "tlh", "button.yes", nil, "Yes"},
		{"no language falls back", "", "button.yes", nil, "Yes"},
		{"a key for the desk only falls back", "fr", "reason.loop", nil, "going in circles"},
		{"an unknown key is itself", "de", "no.such.key", nil, "no.such.key"},
		{"values are put in", "en", "agent_joined", []string{"name", "Li"}, "Li has joined the conversation."},
		{"a value is never read as a placeholder", "en", "back.promised", []string{"name", "{promise}", "promise", "a refund", "due", "2026-05-01"},
			"Welcome back! {promise} promised you: a refund (by 2026-05-01). How can I help today?"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := c.Say(row.tag, row.key, row.pairs...); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestHas(t *testing.T) {
	c := load(t)
	for tag, want := range map[string]bool{"en": true, "pt-BR": true, "zh_TW": true, "tlh": false, "": false} {
		if got := c.Has(tag); got != want {
			t.Errorf("Has(%q) is %v, want %v", tag, got, want)
		}
	}
}

func TestBase(t *testing.T) {
	for tag, want := range map[string]string{"de": "de", "de-DE": "de", "zh-Hans-CN": "zh", "pt_BR": "pt", "EN-us": "en", "": "", "und": "und"} {
		if got := wording.Base(tag); got != want {
			t.Errorf("Base(%q) is %q, want %q", tag, got, want)
		}
	}
}

// A value stands in a sentence as it is: a language that puts endings on words,
// or chooses a particle or an article by the sound of the next or last letter,
// must be worded around it.
func TestNoEndingDependsOnAValue(t *testing.T) {
	c := load(t)
	for lang, trap := range map[string]*regexp.Regexp{
		"tr": regexp.MustCompile(`\}['’]?\pL`),
		"fi": regexp.MustCompile(`\}['’:]?\pL`),
		"hu": regexp.MustCompile(`\}-?\pL|(?i:\baz? \{)`),
		"ko": regexp.MustCompile(`\}(은|는|이[^ㄱ-힣]|가|을|를|과|와|로|으로)`),
		"fr": regexp.MustCompile(`(?i:\bde \{(name|title|carrier|place|question))`),
	} {
		for _, key := range c.Keys(lang) {
			if text := c.Say(lang, key); trap.MatchString(text) {
				t.Errorf("%s %q: %s", lang, key, text)
			}
		}
	}
}
