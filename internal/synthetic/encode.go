package synthetic

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"

	"github.com/gen2brain/webp"
)

// encodeKey encodes a scene as one VP8 key frame: a lossy WebP file is a VP8
// key frame in a RIFF chunk "VP8 ".
func encodeKey(m image.Image, quality int) ([]byte, error) {
	var b bytes.Buffer
	if err := webp.Encode(&b, m, webp.Options{Quality: quality, Method: 2}); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	riff := b.Bytes()
	const header, chunkHeader = 12, 8
	for at := header; at+chunkHeader <= len(riff); {
		size := int(binary.LittleEndian.Uint32(riff[at+4:]))
		body := at + chunkHeader
		if body+size > len(riff) {
			break
		}
		if string(riff[at:at+4]) == "VP8 " {
			return riff[body : body+size], nil
		}
		at = body + size + size&1
	}
	return nil, errors.New("encode picture: the encoder's file holds no VP8 frame")
}
