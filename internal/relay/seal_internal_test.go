package relay

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"testing"

	"github.com/pion/rtp"
	"github.com/pion/srtp/v3"
)

func TestSeal_AnIndependentReceiverReadsBothProfilesAcrossRollovers(t *testing.T) {
	for name, c := range map[string]struct {
		profile srtp.ProtectionProfile
		salt    int
	}{
		"AEAD_AES_128_GCM":        {srtp.ProtectionProfileAeadAes128Gcm, 12},
		"AES_CM_128_HMAC_SHA1_80": {srtp.ProtectionProfileAes128CmHmacSha1_80, 14},
	} {
		t.Run(name, func(t *testing.T) {
			key, salt := make([]byte, 16), make([]byte, c.salt)
			_, _ = rand.Read(key)
			_, _ = rand.Read(salt)
			s, err := newSealer(c.profile, key, salt)
			if err != nil {
				t.Fatal(err)
			}
			reader, err := srtp.CreateContext(key, salt, c.profile)
			if err != nil {
				t.Fatal(err)
			}
			for number := uint64(65000); number < 3*65536; number += 97 {
				out := make([]byte, 200)
				head := rtpHeader + 4*int(number%2) // a voice names who speaks
				out[0], out[1] = 0x80|byte(number%2), 96
				binary.BigEndian.PutUint16(out[2:], uint16(number))
				binary.BigEndian.PutUint32(out[8:], 0xcafebabe)
				payload := bytes.Repeat([]byte{byte(number)}, 100)
				n := s.seal(out, payload, head, number)
				if n != head+100+s.overhead() {
					t.Fatalf("sealed to %d bytes", n)
				}
				var h rtp.Header
				plain, err := reader.DecryptRTP(nil, out[:n], &h)
				if err != nil {
					t.Fatalf("number %d: %v", number, err)
				}
				if !bytes.Equal(plain[head:], payload) {
					t.Fatalf("number %d came out as %x", number, plain)
				}
			}
		})
	}
}
