package synthetic

import "giaoban/internal/link"

// The bounds of a redundant block (RFC 2198 section 3): 14 bits of time before
// the packet, 10 bits of length.
const (
	mostREDOffset = 1<<14 - 1
	mostREDLength = 1<<10 - 1
)

// appendRED appends the payload of a packet with redundancy: the packet before,
// said offset ticks ago, then the packet itself. As in Chromium, the packet
// before is left out where there is none or the header has no room for it, so
// behind a pause.
func appendRED(to, before []byte, offset uint32, packet []byte) []byte {
	with := len(before) > 0 && len(before) <= mostREDLength && offset <= mostREDOffset
	if with {
		to = append(to, 0x80|link.PayloadOpus, byte(offset>>6), byte(offset<<2)|byte(len(before)>>8), byte(len(before)))
	}
	to = append(to, link.PayloadOpus)
	if with {
		to = append(to, before...)
	}
	return append(to, packet...)
}
