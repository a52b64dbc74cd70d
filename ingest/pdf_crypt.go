package ingest

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5" //nolint:gosec // the format's own (ISO 32000-1, 7.6)
	"crypto/rc4" //nolint:gosec // the same
	"crypto/sha256"
	"crypto/sha512"
	"errors"

	"github.com/ledongthuc/pdf"
)

// Files that only forbid to print or to copy are encrypted too, with the empty password:
// every program opens them. The library reads a part of these wrongly and the newest not at
// all, so they are decrypted before it sees them.

// errPassword is given for a file that opens with a password, or in a way that is not known.
var errPassword = errors.New("a password is needed")

// lock is how the strings and streams of a file are encrypted.
type lock struct {
	key              []byte
	wide             bool // one key for all (AES-256); else each object has its own
	strings, streams method
}

// method is one of encrypting.
type method uint8

const (
	asIs method = iota
	byRC4
	byAES
)

// The name of the key of the trailer, and one as long under which the library does not
// look for it.
var (
	lockKey   = []byte("/Encrypt")
	lockedKey = []byte("/Encrypx")
)

// unlocked decrypts a file in place, as long as it was, if it is encrypted.
func unlocked(data []byte) ([]byte, error) {
	if !bytes.Contains(data, lockKey) {
		return data, nil
	}
	plain := bytes.ReplaceAll(data, lockKey, lockedKey)
	r, err := pdf.NewReader(bytes.NewReader(plain), int64(len(plain)))
	if err != nil {
		return nil, err
	}
	t := r.Trailer()
	d := t.Key(string(lockedKey[1:]))
	if d.Kind() != pdf.Dict {
		return data, nil // the word stands in it for another reason
	}
	l, err := lockOf(d, []byte(t.Key("ID").Index(0).RawString()))
	if err != nil {
		return nil, err
	}
	l.open(plain)
	return plain, nil
}

// lockOf works out the key of the empty password (ISO 32000-2, 7.6.4).
func lockOf(d pdf.Value, id []byte) (lock, error) {
	v, revision := d.Key("V").Int64(), d.Key("R").Int64()
	if d.Key("Filter").Name() != "Standard" || v < 1 || v > 5 || v == 3 {
		return lock{}, errPassword
	}
	l := lock{strings: byRC4, streams: byRC4}
	size := 5 // bytes of the key
	if n := d.Key("Length").Int64(); v > 1 && n >= 40 && n <= 128 && n%8 == 0 {
		size = int(n / 8)
	} else if v == 4 {
		size = 16
	}
	if v >= 4 {
		var known [2]bool
		l.strings, known[0] = filterOf(d, "StrF")
		l.streams, known[1] = filterOf(d, "StmF")
		if !known[0] || !known[1] {
			return lock{}, errPassword
		}
	}
	if v == 5 {
		l.wide = true
		l.key = wideKey([]byte(d.Key("U").RawString()), []byte(d.Key("UE").RawString()), revision)
	} else {
		l.key = narrowKey(d, id, size, revision)
	}
	if l.key == nil {
		return lock{}, errPassword
	}
	return l, nil
}

// filterOf is the method of a crypt filter, and whether it is known.
func filterOf(d pdf.Value, which string) (method, bool) {
	name := d.Key(which).Name()
	if name == "" || name == "Identity" {
		return asIs, true
	}
	switch d.Key("CF").Key(name).Key("CFM").Name() {
	case "None":
		return asIs, true
	case "V2":
		return byRC4, true
	case "AESV2", "AESV3":
		return byAES, true
	}
	return asIs, false
}

// padding stands for a password that is shorter (ISO 32000-2, algorithm 2).
var padding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// narrowKey is the key of RC4 and AES-128 (algorithms 2, 4 and 5); nil where there is a
// password.
func narrowKey(d pdf.Value, id []byte, size int, revision int64) []byte {
	owner, user := []byte(d.Key("O").RawString()), []byte(d.Key("U").RawString())
	if len(owner) < 32 || len(user) < 32 {
		return nil
	}
	h := md5.New() //nolint:gosec // see above
	h.Write(padding)
	h.Write(owner[:32])
	p := d.Key("P").Int64()
	h.Write([]byte{byte(p), byte(p >> 8), byte(p >> 16), byte(p >> 24)}) //nolint:gosec // the low 32 bits are meant
	h.Write(id)
	if bare := d.Key(string(lockedKey[1:]) + "Metadata"); revision >= 4 && bare.Kind() == pdf.Bool && !bare.Bool() {
		h.Write([]byte{255, 255, 255, 255})
	}
	key := h.Sum(nil)
	if revision < 3 {
		if key = key[:5]; !bytes.Equal(rc4ed(key, padding), user[:32]) {
			return nil
		}
		return key
	}
	for range 50 {
		sum := md5.Sum(key[:size]) //nolint:gosec // see above
		key = sum[:]
	}
	key = key[:size]
	sum := md5.Sum(append(bytes.Clone(padding), id...)) //nolint:gosec // see above
	want := sum[:]
	for i := range 20 {
		round := bytes.Clone(key)
		for j := range round {
			round[j] ^= byte(i)
		}
		want = rc4ed(round, want)
	}
	if !bytes.Equal(want, user[:16]) {
		return nil
	}
	return key
}

func rc4ed(key, data []byte) []byte {
	out := bytes.Clone(data)
	if c, err := rc4.NewCipher(key); err == nil { //nolint:gosec // see above
		c.XORKeyStream(out, out)
	}
	return out
}

// wideKey is the key of AES-256 (algorithm 2.A); nil where there is a password.
func wideKey(user, encrypted []byte, revision int64) []byte {
	if len(user) < 48 || len(encrypted) < 32 || revision != 5 && revision != 6 {
		return nil
	}
	hash := hardened
	if revision == 5 {
		hash = func(salt []byte) []byte { sum := sha256.Sum256(salt); return sum[:] }
	}
	if !bytes.Equal(hash(user[32:40]), user[:32]) {
		return nil
	}
	c, err := aes.NewCipher(hash(user[40:48]))
	if err != nil {
		return nil
	}
	key := make([]byte, 32)
	cipher.NewCBCDecrypter(c, make([]byte, aes.BlockSize)).CryptBlocks(key, encrypted[:32])
	return key
}

// hardened is the hash of the empty password with a salt (algorithm 2.B).
func hardened(salt []byte) []byte {
	sum := sha256.Sum256(salt)
	k := sum[:]
	for i, last := 0, 0; i < 64 || last > i-32; i++ {
		block := bytes.Repeat(k, 64)
		c, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(c, k[16:32]).CryptBlocks(block, block)
		rest := 0
		for _, b := range block[:16] {
			rest += int(b)
		}
		switch last = int(block[len(block)-1]); rest % 3 {
		case 0:
			sum := sha256.Sum256(block)
			k = sum[:]
		case 1:
			sum := sha512.Sum384(block)
			k = sum[:]
		default:
			sum := sha512.Sum512(block)
			k = sum[:]
		}
	}
	return k[:32]
}

// decrypted gives what an object's data says; nil for what is no such data.
func (l lock) decrypted(m method, id, generation int, data []byte) []byte {
	key := l.key
	if !l.wide {
		all := append(bytes.Clone(key), byte(id), byte(id>>8), byte(id>>16), byte(generation), byte(generation>>8)) //nolint:gosec // the low bytes are meant
		if m == byAES {
			all = append(all, "sAlT"...)
		}
		sum := md5.Sum(all) //nolint:gosec // see above
		key = sum[:min(len(key)+5, 16)]
	}
	if m == byRC4 {
		return rc4ed(key, data)
	}
	n := len(data) / aes.BlockSize * aes.BlockSize // line ends may follow
	c, err := aes.NewCipher(key)
	if err != nil || n < 2*aes.BlockSize {
		return nil
	}
	out := make([]byte, n-aes.BlockSize)
	cipher.NewCBCDecrypter(c, data[:aes.BlockSize]).CryptBlocks(out, data[aes.BlockSize:n])
	if pad := int(out[len(out)-1]); pad >= 1 && pad <= aes.BlockSize {
		out = out[:len(out)-pad]
	}
	return out
}
