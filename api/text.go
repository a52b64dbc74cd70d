package api

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"frontdesk/internal/fault"
)

// Bounds of what a shopper writes.
const (
	maxTextRunes  = 4000
	maxTextBytes  = 16 << 10
	maxMarks      = 16 // combining marks on one letter; more only serve to deface a screen
	maxNameRunes  = 64
	maxEmailBytes = 254
	maxPageBytes  = 2048
)

var clientID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// languageTag is what a language tag looks like.
var languageTag = regexp.MustCompile(`^([A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8})*)?$`)

// checkClientID refuses an id that cannot be an idempotency key.
func checkClientID(id string) error {
	if clientID.MatchString(id) {
		return nil
	}
	return fault.New(fault.Invalid, "bad_client_id", "The message's id must be 1 to 64 letters, digits, dots, dashes or underscores.").At("client_id")
}

// cleanText checks what somebody wrote and takes out what cannot be seen:
// control characters, and marks beyond maxMarks on one letter.
func cleanText(s string) (string, error) {
	switch {
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		return "", fault.New(fault.Invalid, "invalid_text", "The text has characters that cannot be stored.").At("text")
	case len(s) > maxTextBytes || utf8.RuneCountInString(s) > maxTextRunes:
		return "", fault.New(fault.Invalid, "message_too_long", "The message is longer than %d characters.", maxTextRunes).
			At("text").With("limit", maxTextRunes).With("limit_bytes", maxTextBytes)
	}
	out := strings.TrimSpace(stripControls(s))
	if !visible(out) {
		return "", fault.New(fault.Invalid, "empty_message", "The message is empty.").At("text")
	}
	return out, nil
}

func stripControls(s string) string {
	marks := 0
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) {
			if marks++; marks > maxMarks {
				return -1
			}
			return r
		}
		marks = 0
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// visible tells whether there is anything to see: not only spaces, format
// characters (zero width, byte order mark) and fillers.
func visible(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.In(r, unicode.Cf, unicode.Cc) && r != 'ㅤ' && r != '⠀'
	})
}

// reservedNames would let a shopper speak for the shop.
var reservedNames = map[string]bool{
	"admin": true, "administrator": true, "agent": true, "bot": true, "frontdesk": true, "moderator": true, "staff": true,
	"support": true, "supportagent": true, "supportteam": true, "customersupport": true, "customerservice": true,
	"system": true, "kundenservice": true, "soporte": true, "客服": true, "人工客服": true,
}

// cleanName checks the name that a shopper gives themself. shop is reserved too.
func cleanName(s, shop string) (string, error) {
	s = plainName(s)
	refuse := func(code, sentence string) (string, error) {
		return "", fault.New(fault.Invalid, code, "%s", sentence).At("name")
	}
	switch folded := foldName(s); {
	case !utf8.ValidString(s):
		return refuse("invalid_text", "The name has characters that cannot be stored.")
	case utf8.RuneCountInString(s) > maxNameRunes:
		return refuse("name_too_long", "A name has at most 64 characters.")
	case folded == "":
		return refuse("invalid_name", "A name has at least one letter.")
	case reservedNames[folded] || folded == foldName(shop):
		return refuse("name_reserved", "This name is kept for the shop's own people.")
	}
	return s, nil
}

// plainName takes out of a name what cannot be seen or turns the writing round,
// and puts it on one line.
func plainName(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Cc) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, stripControls(s))), " ")
}

func foldName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s))
}

var (
	emailLocal  = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$")
	emailDomain = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$`)
)

// CleanEmail checks an e-mail address and gives it with a lower-case domain in
// its ASCII form. Labels that mix alphabets are refused: they imitate others.
func CleanEmail(s string) (string, error) {
	s = strings.Trim(s, " ")
	at := strings.LastIndexByte(s, '@')
	bad := fault.New(fault.Invalid, "invalid_email", "This is not an e-mail address.").At("email")
	if at < 1 || at > 64 || len(s) > maxEmailBytes || !emailLocal.MatchString(s[:at]) {
		return "", bad
	}
	for label := range strings.SplitSeq(s[at+1:], ".") {
		if mixedScript(label) {
			return "", bad
		}
	}
	domain, err := idna.Lookup.ToASCII(strings.ToLower(s[at+1:]))
	if err != nil || !emailDomain.MatchString(domain) {
		return "", bad
	}
	return s[:at+1] + domain, nil
}

// mixedScript tells whether a label mixes Latin with an alphabet that has
// letters of the same look.
func mixedScript(label string) bool {
	var scripts []*unicode.RangeTable
	for _, t := range []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Armenian} {
		if strings.ContainsFunc(label, func(r rune) bool { return unicode.Is(t, r) }) {
			scripts = append(scripts, t)
		}
	}
	return len(scripts) > 1
}

// cleanPage keeps of a page's address what an agent needs: scheme, host and
// path. Anything but http(s) is dropped, and so are query, fragment and user.
func cleanPage(raw string) string {
	u, err := url.Parse(raw)
	if len(raw) > maxPageBytes || err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}
