package relay

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"hash"
	"math/big"
	"strings"
	"time"
)

// newCertificate makes the certificate watchers know the server by: only its
// fingerprint counts (RFC 8122).
func newCertificate(now time.Time) (certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return certificate{}, fmt.Errorf("relay key: %w", err)
	}
	t := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(5, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, t, t, &key.PublicKey, key)
	if err != nil {
		return certificate{}, fmt.Errorf("relay certificate: %w", err)
	}
	sum := sha256.Sum256(der)
	hexes := make([]string, len(sum))
	for i, b := range sum {
		hexes[i] = fmt.Sprintf("%02X", b)
	}
	return certificate{
		tls:   tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key},
		print: "sha-256 " + strings.Join(hexes, ":"),
	}, nil
}

// fingerprint is a certificate as an offer names it.
type fingerprint struct {
	hash func() hash.Hash
	sum  []byte
}

// parseFingerprint reads the value of a=fingerprint (RFC 8122 section 5).
func parseFingerprint(v string) (fingerprint, error) {
	name, digits, ok := strings.Cut(strings.TrimSpace(v), " ")
	if !ok {
		return fingerprint{}, refuse("fingerprint %q", v)
	}
	var f fingerprint
	switch strings.ToLower(name) {
	case "sha-256":
		f.hash = sha256.New
	case "sha-384":
		f.hash = sha512.New384
	case "sha-512":
		f.hash = sha512.New
	default:
		return fingerprint{}, refuse("fingerprint by %q", name)
	}
	sum, err := hex.DecodeString(strings.ReplaceAll(strings.TrimSpace(digits), ":", ""))
	if err != nil || len(sum) != f.hash().Size() {
		return fingerprint{}, refuse("fingerprint %q", v)
	}
	f.sum = sum
	return f, nil
}

func (f fingerprint) of(certificate []byte) bool {
	h := f.hash()
	h.Write(certificate)
	return subtle.ConstantTimeCompare(h.Sum(nil), f.sum) == 1
}
