package review

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"frontdesk/internal/mask"
)

// shape is how a secret of one issuer looks. near is a piece of it in lower case
// that a text must have, so that most texts are not searched.
type shape struct {
	what    string
	near    []string
	pattern *regexp.Regexp
}

// shapes are those that the issuers document, so that they can be found. The
// secret is the first group, or all of the match.
var shapes = []shape{
	{"private_key", []string{"private key"}, regexp.MustCompile(`-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----`)},
	{"aws_key", []string{"akia", "asia"}, regexp.MustCompile(`\b((?:AKIA|ASIA)[A-Z2-7]{16})\b`)},
	{"google_key", []string{"aiza"}, regexp.MustCompile(`\b(AIza[\w-]{35})`)},
	{"google_oauth", []string{"gocspx-", "ya29."}, regexp.MustCompile(`\b(GOCSPX-[\w-]{28}|ya29\.[\w-]{30,})`)},
	{"github_token", []string{"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"}, regexp.MustCompile(`\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})\b`)},
	{"gitlab_token", []string{"glpat-"}, regexp.MustCompile(`\b(glpat-[\w-]{20,})`)},
	{"slack_token", []string{"xox"}, regexp.MustCompile(`\b(xox[abeoprs]-[A-Za-z0-9-]{10,})`)},
	{"slack_webhook", []string{"hooks.slack"}, regexp.MustCompile(`hooks\.slack\.com/(?:services|workflows)/([A-Za-z0-9/]{30,})`)},
	{"stripe_key", []string{"sk_live_", "rk_live_", "sk_test_", "whsec_"}, regexp.MustCompile(`\b((?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,})`)},
	{"model_key", []string{"sk-"}, regexp.MustCompile(`\b(sk-(?:ant-|proj-|svcacct-|or-v1-)?[\w-]{32,})`)},
	{"hf_token", []string{"hf_"}, regexp.MustCompile(`\b(hf_[A-Za-z]{34,})\b`)},
	{"sendgrid_key", []string{"sg."}, regexp.MustCompile(`\b(SG\.[\w-]{16,32}\.[\w-]{32,64})`)},
	{"twilio_key", []string{"sk"}, regexp.MustCompile(`\b(SK[0-9a-f]{32})\b`)},
	{"mailgun_key", []string{"key-"}, regexp.MustCompile(`\b(key-[0-9a-f]{32})\b`)},
	{"npm_token", []string{"npm_"}, regexp.MustCompile(`\b(npm_[A-Za-z0-9]{36})\b`)},
	{"shopify_token", []string{"shpat_", "shpss_", "shpca_", "shppa_"}, regexp.MustCompile(`\b(shp(?:at|ss|ca|pa)_[0-9a-fA-F]{32})\b`)},
	{"woocommerce_key", []string{"ck_", "cs_"}, regexp.MustCompile(`\b(c[ks]_[0-9a-f]{40})\b`)},
	{"telegram_token", []string{":aa"}, regexp.MustCompile(`\b(\d{8,10}:AA[\w-]{33})`)},
	{"jwt", []string{"eyj"}, regexp.MustCompile(`\b(eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,})`)},
	{"url_password", []string{"://"}, regexp.MustCompile(`[a-z][a-z0-9+.-]{1,20}://[^\s/:@<>"']{1,100}:([^\s/:@<>"'{}$]{3,100})@[\w.-]+`)},
	{"password", []string{"pass", "pwd", "secret", "token", "api", "kennwort", "contraseña", "clave", "mot de passe", "senha", "wachtwoord", "hasło", "пароль", "şifre", "密码", "密碼", "パスワード", "비밀번호"},
		regexp.MustCompile(`(?i)(?:\b(?:pass(?:word|wort|code|phrase)?|pwd|secret(?:[_ -]?key)?|(?:api|access|auth|private)[_ -]?(?:key|token)|token|kennwort|contraseña|clave|mot de passe|senha|wachtwoord|hasło|пароль|şifre)\b|密码|密碼|パスワード|비밀번호)["'*` + "`" + `]{0,3}\s{0,2}(?:[:=：]|=>|is:|lautet:?|是|为)\s{0,2}["'*` + "`" + `]{0,3}([^\s"'` + "`" + `<>|,;*{}()]{6,200})`)},
}

// secrets finds keys, passwords and payment cards.
func secrets(s string) []Finding {
	var found []Finding
	lower := strings.ToLower(s)
	for _, sh := range shapes {
		if !sh.may(lower) {
			continue
		}
		for _, m := range sh.pattern.FindAllStringSubmatchIndex(s, -1) {
			from, to := m[0], m[1]
			if len(m) > 2 {
				from, to = m[2], m[3]
			}
			value := s[from:to]
			if (sh.what == "password" || sh.what == "url_password" || sh.what == "model_key") && !secretive(value) || placeholder(value) {
				continue
			}
			found = append(found, Finding{Secret, sh.what, from, excerpt(s, from, to, masked(value)), value})
		}
	}
	return apart(append(found, cards(s)...))
}

func (sh shape) may(lower string) bool {
	for _, n := range sh.near {
		if strings.Contains(lower, n) {
			return true
		}
	}
	return false
}

// apart leaves out what an earlier, more exact shape has found already.
func apart(in []Finding) []Finding {
	end := 0
	for _, f := range in {
		end = max(end, f.At+len(f.Value))
	}
	taken := make([]bool, end) // bytes of the text that a finding has
	var out []Finding
	for _, f := range in {
		if own := taken[f.At : f.At+len(f.Value)]; !slices.Contains(own, true) {
			for i := range own {
				own[i] = true
			}
			out = append(out, f)
		}
	}
	return out
}

// cards finds payment card numbers, as mask.Secrets knows them.
func cards(s string) []Finding {
	var found []Finding
	at := 0
	for line := range strings.Lines(s) {
		if hidden := mask.Secrets(line); hidden != line {
			found = append(found, Finding{Secret, "card", at + differ(line, hidden), shorten(strings.TrimSpace(hidden)), strings.TrimSpace(hidden)})
		}
		at += len(line)
	}
	return found
}

// differ is the first byte at which two texts differ.
func differ(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// masked shows of a secret what its owner knows it by.
func masked(s string) string {
	if len(s) < 12 {
		return "•••"
	}
	return s[:runeStart(s, 4)] + "•••"
}

// leastBits is the entropy of a character above which a text of one word is
// taken to be made by a machine, or to be a password. Words of English have 2.5
// to 3 bits at these lengths, random keys 4 and more.
const leastBits = 2.5

// secretive tells a password or a key from a word: it has two of capital
// letters, small ones, digits and signs, and repeats itself little.
func secretive(s string) bool {
	var lower, upper, digits, signs int
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z':
			lower = 1
		case r >= 'A' && r <= 'Z':
			upper = 1
		case r >= '0' && r <= '9':
			digits = 1
		case r < 128:
			signs = 1
		default:
			return false // a word of another script, or prose in Chinese
		}
	}
	if strings.HasPrefix(s, "http") || strings.HasPrefix(s, "/") || digits == 0 && lower+upper < 2 && signs == 0 {
		return false
	}
	named := digits == 0 && regularName.MatchString(s)
	return !named && lower+upper+digits+signs >= 2 && (digits == 1 || signs == 1 && upper == 1) && entropy(s) >= leastBits
}

// regularName matches names of settings and hyphened words, with a full stop.
var regularName = regexp.MustCompile(`^[A-Za-z]+(?:[-_./][A-Za-z]+)*[.!?:]?$`)

// placeholder tells an example that stands for a secret.
func placeholder(s string) bool {
	l := strings.ToLower(s)
	for _, p := range []string{"xxx", "your", "example", "placeholder", "changeme", "change_me", "•", "***", "...", "…", "dein", "ihr_", "<", "[", "$"} {
		if strings.Contains(l, p) {
			return true
		}
	}
	return len(s) > 6 && entropy(s) < 1.5
}

// entropy is Shannon's, in bits a character.
func entropy(s string) float64 {
	count := make(map[rune]float64)
	n := 0.0
	for _, r := range s {
		count[r]++
		n++
	}
	h := 0.0
	for _, c := range count {
		h -= c / n * math.Log2(c/n)
	}
	return h
}
