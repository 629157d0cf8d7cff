package relay

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // the authentication of RFC 3711, not a signature
	"encoding/binary"
	"fmt"
	"hash"

	"github.com/pion/srtp/v3"
)

// rtpHeader is the length of a picture's headers: no CSRC, no extension. A
// voice's have one CSRC more.
const rtpHeader = 12

// maxOverhead is the most a sealed packet is longer than a plain one.
const maxOverhead = 16

// sealer encrypts the RTP packets for one watcher. It is not safe for use by
// several goroutines.
type sealer struct {
	gcm  cipher.AEAD
	salt [16]byte
	iv   [16]byte

	// AES_CM_128_HMAC_SHA1_80
	block cipher.Block
	mac   hash.Hash
	sum   [sha1.Size]byte
}

// newSealer derives the session keys of RFC 3711 section 4.3 (for GCM: RFC 7714
// section 11) for sending RTP.
func newSealer(profile srtp.ProtectionProfile, key, salt []byte) (*sealer, error) {
	s := &sealer{}
	session, err := derive(key, salt, 0, 16)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(session)
	if err != nil {
		return nil, fmt.Errorf("srtp session key: %w", err)
	}
	saltLen := 14
	if profile == srtp.ProtectionProfileAeadAes128Gcm {
		saltLen = 12
		if s.gcm, err = cipher.NewGCM(block); err != nil {
			return nil, fmt.Errorf("srtp gcm: %w", err)
		}
	} else {
		auth, err := derive(key, salt, 1, 20)
		if err != nil {
			return nil, err
		}
		s.block, s.mac = block, hmac.New(sha1.New, auth)
	}
	session, err = derive(key, salt, 2, saltLen)
	copy(s.salt[:], session)
	return s, err
}

// derive is the AES-CM key derivation of RFC 3711 section 4.3.3 with a key
// derivation rate of zero.
func derive(key, salt []byte, label byte, n int) ([]byte, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("srtp master key: %w", err)
	}
	var in, out [16]byte
	copy(in[:14], salt)
	in[7] ^= label
	var stream []byte
	for i := 0; len(stream) < n; i++ {
		binary.BigEndian.PutUint16(in[14:], uint16(i))
		block.Encrypt(out[:], in[:])
		stream = append(stream, out[:]...)
	}
	return stream[:n], nil
}

// overhead is how much longer a sealed packet is.
func (s *sealer) overhead() int {
	if s.gcm != nil {
		return 16
	}
	return 10
}

// seal encrypts payload behind the header that stands in out, head bytes long,
// and returns the length of the packet. Payload may be out[head:] itself. Number
// is the sequence number with its rollovers: no two packets of an SSRC that
// differ may ever be sealed under one number.
func (s *sealer) seal(out, payload []byte, head int, number uint64) int {
	if s.gcm == nil {
		return s.sealCM(out, payload, head, number)
	}
	// RFC 7714 section 8.1: 00 00 SSRC ROC SEQ, xor salt
	salt := &s.salt
	binary.BigEndian.PutUint16(s.iv[:], binary.BigEndian.Uint16(salt[:]))
	binary.BigEndian.PutUint32(s.iv[2:], binary.BigEndian.Uint32(salt[2:])^binary.BigEndian.Uint32(out[8:]))
	binary.BigEndian.PutUint32(s.iv[6:], binary.BigEndian.Uint32(salt[6:])^uint32(number>>16))
	binary.BigEndian.PutUint16(s.iv[10:], binary.BigEndian.Uint16(salt[10:])^uint16(number))
	sealed := s.gcm.Seal(out[head:head], s.iv[:12], payload, out[:head])
	return head + len(sealed)
}

// sealCM is AES-CM with an 80 bit HMAC-SHA1 tag, RFC 3711 sections 4.1.1, 4.2.
func (s *sealer) sealCM(out, payload []byte, head int, number uint64) int {
	s.iv = s.salt
	for i := range 4 {
		s.iv[4+i] ^= out[8+i]
	}
	var index [8]byte
	binary.BigEndian.PutUint64(index[:], number<<16)
	for i := range 8 {
		s.iv[8+i] ^= index[i]
	}
	n := head + len(payload)
	cipher.NewCTR(s.block, s.iv[:]).XORKeyStream(out[head:n], payload)
	s.mac.Reset()
	s.mac.Write(out[:n])
	binary.BigEndian.PutUint32(index[:], uint32(number>>16))
	s.mac.Write(index[:4])
	return n + copy(out[n:], s.mac.Sum(s.sum[:0])[:10])
}
