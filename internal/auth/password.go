package auth

import (
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

const (
	saltBytes = 16
	keyBytes  = 32
	// Bounds on what a stored hash may ask for, so that a tampered row cannot make
	// a sign-in take all memory. They are far above any sensible choice.
	maxMemoryKiB = 1 << 20 // 1 GiB
	maxTime      = 16
)

// ErrMalformedHash says that a stored password hash is not a PHC string of argon2id.
var ErrMalformedHash = errors.New("the stored password hash is malformed")

// Params are the costs of a password hash.
type Params struct {
	MemoryKiB uint32 // memory of one hash
	Time      uint32 // passes over that memory
	Threads   uint8
	AtOnce    int // hashes computed at the same time; bounds memory under a flood of sign-ins
}

// OWASP are the parameters of the OWASP password storage cheat sheet for argon2id:
// 19 MiB, two passes, one thread. Four at once is 76 MiB at worst.
func OWASP() Params { return Params{MemoryKiB: 19 * 1024, Time: 2, Threads: 1, AtOnce: 4} }

// Hasher makes and verifies argon2id hashes in the PHC string format
// ($argon2id$v=19$m=…,t=…,p=…$salt$key). It is safe for concurrent use.
type Hasher struct {
	params Params
	random io.Reader
	slots  chan struct{}
}

// NewHasher makes a hasher that takes its salts from random (crypto/rand.Reader
// outside of tests).
func NewHasher(params Params, random io.Reader) *Hasher {
	return &Hasher{params: params, random: random, slots: make(chan struct{}, max(params.AtOnce, 1))}
}

// Hash gives the PHC string of password. Passwords are compared after Unicode
// compatibility composition (NFKC), as keyboards differ in what they send.
func (h *Hasher) Hash(password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(h.random, salt); err != nil {
		return "", fmt.Errorf("read a salt: %w", err)
	}
	p := phc{memory: h.params.MemoryKiB, time: h.params.Time, threads: h.params.Threads, salt: salt}
	p.key = h.derive(password, p, keyBytes)
	return p.String(), nil
}

// Verify tells whether password is the one that stored was made of. The second
// answer is true if it is right but stored was made with other parameters than
// the hasher's: hash it again while the password is at hand.
func (h *Hasher) Verify(stored, password string) (ok, outdated bool, err error) {
	p, err := parsePHC(stored)
	if err != nil {
		return false, false, err
	}
	key := h.derive(password, p, uint32(len(p.key)))
	if subtle.ConstantTimeCompare(key, p.key) != 1 {
		return false, false, nil
	}
	now := h.params
	return true, p.memory != now.MemoryKiB || p.time != now.Time || p.threads != now.Threads || len(p.key) != keyBytes, nil
}

// Decoy does the work of one Verify and answers nothing. Call it where there is no
// such account, so that a stranger cannot tell by the time it takes.
func (h *Hasher) Decoy(password string) {
	p := phc{memory: h.params.MemoryKiB, time: h.params.Time, threads: h.params.Threads, salt: make([]byte, saltBytes)}
	h.derive(password, p, keyBytes)
}

func (h *Hasher) derive(password string, p phc, length uint32) []byte {
	h.slots <- struct{}{}
	defer func() { <-h.slots }()
	return argon2.IDKey([]byte(norm.NFKC.String(password)), p.salt, p.time, p.memory, p.threads, length)
}

// phc is a hash in the PHC string format.
type phc struct {
	memory, time uint32
	threads      uint8
	salt, key    []byte
}

func (p phc) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		p.memory, p.time, p.threads, b64.EncodeToString(p.salt), b64.EncodeToString(p.key))
}

func parsePHC(s string) (phc, error) {
	var p phc
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, ErrMalformedHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.threads); err != nil {
		return p, fmt.Errorf("%w: %w", ErrMalformedHash, err)
	}
	var errSalt, errKey error
	p.salt, errSalt = base64.RawStdEncoding.DecodeString(parts[4])
	p.key, errKey = base64.RawStdEncoding.DecodeString(parts[5])
	if err := errors.Join(errSalt, errKey); err != nil {
		return p, fmt.Errorf("%w: %w", ErrMalformedHash, err)
	}
	if p.memory == 0 || p.memory > maxMemoryKiB || p.time == 0 || p.time > maxTime || p.threads == 0 ||
		len(p.salt) < 8 || len(p.key) < 16 || len(p.key) > 64 {
		return p, ErrMalformedHash
	}
	return p, nil
}
