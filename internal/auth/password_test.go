package auth_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

// cheap keeps the tests fast; only the parameters differ from production.
func cheap() auth.Params { return auth.Params{MemoryKiB: 64, Time: 1, Threads: 1, AtOnce: 2} }

func TestHashAndVerify(t *testing.T) {
	h := auth.NewHasher(cheap(), rand.Reader)
	for _, c := range []struct {
		made, tried string
		want        bool
	}{
		{"correct horse battery", "correct horse battery", true},
		{"correct horse battery", "correct horse batterY", false},
		{"correct horse battery", "", false},
		{"Straße \u00fcber K\u00f6ln", "Straße u\u0308ber Ko\u0308ln", true}, // composed and decomposed
		{"密码足够长的一句话", "密码足够长的一句话", true},
		{"ﬁle password", "file password", true}, // a ligature is the same word
	} {
		stored, err := h.Hash(c.made)
		if err != nil {
			t.Fatal(err)
		}
		got, outdated, err := h.Verify(stored, c.tried)
		if err != nil || got != c.want || outdated {
			t.Errorf("Verify(%q of %q) = %v, %v, %v; want %v", c.tried, c.made, got, outdated, err, c.want)
		}
	}
}

func TestHashIsSaltedPHC(t *testing.T) {
	h := auth.NewHasher(auth.OWASP(), rand.Reader)
	one, err1 := h.Hash("correct horse battery")
	two, err2 := h.Hash("correct horse battery")
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	if one == two {
		t.Error("the same password twice gives the same hash: no salt")
	}
	if want := "$argon2id$v=19$m=19456,t=2,p=1$"; !strings.HasPrefix(one, want) {
		t.Errorf("hash %q does not begin with %q", one, want)
	}
}

func TestVerifyNoticesOldParameters(t *testing.T) {
	stored, err := auth.NewHasher(auth.Params{MemoryKiB: 32, Time: 1, Threads: 1}, rand.Reader).Hash("correct horse")
	if err != nil {
		t.Fatal(err)
	}
	ok, outdated, err := auth.NewHasher(cheap(), rand.Reader).Verify(stored, "correct horse")
	if !ok || !outdated || err != nil {
		t.Errorf("Verify = %v, %v, %v; want true, true, nil", ok, outdated, err)
	}
}

func TestVerifyRefusesMalformedHashes(t *testing.T) {
	h := auth.NewHasher(cheap(), rand.Reader)
	good, err := h.Hash("correct horse")
	if err != nil {
		t.Fatal(err)
	}
	for name, stored := range map[string]string{
		"empty":            "",
		"bcrypt":           "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
		"argon2i":          strings.Replace(good, "argon2id", "argon2i", 1),
		"other version":    strings.Replace(good, "v=19", "v=16", 1),
		"4 TiB":            strings.Replace(good, "m=64", "m=4294967295", 1),
		"endless":          strings.Replace(good, "t=1", "t=4000000", 1),
		"no passes":        strings.Replace(good, "t=1", "t=0", 1),
		"no key":           good[:strings.LastIndex(good, "$")+1],
		"key not base64":   good + "!",
		"negative":         strings.Replace(good, "t=1", "t=-1", 1),
		"too many threads": strings.Replace(good, "p=1", "p=300", 1),
	} {
		if ok, _, err := h.Verify(stored, "correct horse"); ok || !errors.Is(err, auth.ErrMalformedHash) {
			t.Errorf("%s: Verify = %v, %v; want ErrMalformedHash", name, ok, err)
		}
	}
}

func TestHashWithoutRandomness(t *testing.T) {
	if _, err := auth.NewHasher(cheap(), bytes.NewReader(nil)).Hash("correct horse"); err == nil {
		t.Error("a hash was made without a salt")
	}
}

// B16: weak passwords are refused with a reason; long ones are welcome and there
// are no rules of composition.
func TestB16_CheckPassword(t *testing.T) {
	for _, c := range []struct{ password, email, reason string }{
		{"123456", "", auth.ReasonTooShort},
		{"zk4!q9x", "", auth.ReasonTooShort},
		{strings.Repeat("lang ", 1000), "", auth.ReasonTooLong},
		{"12345678", "", auth.ReasonCommon},
		{"Password1", "", auth.ReasonCommon},
		{"password1234", "", auth.ReasonCommon}, // the first guess with a number behind it
		{"ｐａｓｓｗｏｒｄ１", "", auth.ReasonCommon},    // full width
		{"maria.keller@example.com", "Maria.Keller@example.com", auth.ReasonSameAsYou},
		{"maria.keller", "maria.keller@example.com", auth.ReasonSameAsYou},
		{"xxxxxxxxxxxxxxxxxx", "", auth.ReasonRepeated},
		{"nine\x00chars", "", auth.ReasonNotText},
		{"broken\xff\xfeutf8", "", auth.ReasonNotText},
		{"correct horse battery staple", "maria@example.com", ""},
		{strings.Repeat("langes passwort ", 8), "", ""}, // 128 characters
		{"密码足够长的一句话", "", ""},
		{"kzqmwvtr", "", ""}, // eight lower-case letters are enough
	} {
		err := auth.CheckPassword(c.password, c.email)
		if c.reason == "" {
			if err != nil {
				t.Errorf("%q: %v; want it accepted", c.password, err)
			}
			continue
		}
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Invalid || f.Code != "weak_password" || f.Meta["reason"] != c.reason {
			t.Errorf("%.40q: %v (%+v); want weak_password %s", c.password, err, f, c.reason)
		}
		if f != nil && len(c.password) > 4 && strings.Contains(f.Error(), c.password) {
			t.Errorf("the fault repeats the password %q", c.password)
		}
	}
}
