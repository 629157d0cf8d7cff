// Package id makes identifiers and secrets.
//
// An identifier is 20 characters of lower-case base 32 (Crockford): 40 bits of
// milliseconds, so that later ones sort later, and 60 bits of chance. A secret
// is 26 bytes of chance; only its SHA-256 is ever stored.
package id

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"math/big"
	"time"
)

var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// New returns a fresh identifier, sortable by now.
func New(now time.Time) string {
	var b [13]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails
	ms := now.UnixMilli()
	for i := range 5 {
		b[i] = byte(ms >> (8 * (4 - i)))
	}
	return crockford.EncodeToString(b[:])[:20]
}

// Secret returns 42 characters that nobody can guess, fit for a URL.
func Secret() string {
	var b [26]byte
	_, _ = rand.Read(b[:])
	return crockford.EncodeToString(b[:])
}

// Hash is what is stored of a secret: its SHA-256, hexadecimal.
func Hash(secret string) string {
	s := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(s[:])
}

// Code returns a code of six digits.
func Code() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil { // crypto/rand.Reader never fails
		panic(err)
	}
	s := "000000" + n.String()
	return s[len(s)-6:]
}
