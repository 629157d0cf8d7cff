import { describe, expect, it } from 'vitest'
import { limited, limitOf, missing, negotiated, pauseAfter } from './uplink'

const sdp = [
  'v=0',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 0.0.0.0',
  'a=mid:0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'c=IN IP4 0.0.0.0',
  'a=mid:1',
  'm=video 0 UDP/TLS/RTP/SAVPF 96',
  'c=IN IP4 0.0.0.0',
  'a=mid:2',
  '',
].join('\r\n')

describe('limited', () => {
  it('limits the pictures that are sent, and them alone, behind the address (RFC 8866 section 5)', () => {
    const lines = limited(sdp, 3000).split('\r\n')
    expect(lines.filter((l) => l.startsWith('b='))).toEqual(['b=AS:3000'])
    expect(lines[lines.indexOf('b=AS:3000') - 2]).toBe('m=video 9 UDP/TLS/RTP/SAVPF 96')
    expect(lines[lines.indexOf('b=AS:3000') - 1]).toBe('c=IN IP4 0.0.0.0')
  })

  it('takes the place of the limit that stood', () => {
    const twice = limited(limited(sdp, 3000), 3001)
    expect(limitOf(twice)).toBe(3001)
    expect(twice.match(/b=/g)).toHaveLength(1)
    expect(limitOf(sdp)).toBe(0)
  })
})

describe('missing', () => {
  const at = (...frames: (number | null)[]) =>
    new Map(frames.map((n, i) => ['qhf'[i] ?? '', { frames: n ?? 0, active: n !== null }]))

  it('tells a layer that stands still while another goes on', () => {
    expect(missing(at(10, 10, 10), at(30, 30, 10))).toBe(true)
    expect(missing(at(10, 10, 10), at(30, 10, 10))).toBe(true)
  })

  it('tells none where all go on, all stand, or what stands is not to be sent', () => {
    expect(missing(at(10, 10, 10), at(30, 30, 30))).toBe(false)
    expect(missing(at(10, 10, 10), at(10, 10, 10))).toBe(false)
    expect(missing(at(10, 10, null), at(30, 30, null))).toBe(false)
    expect(missing(new Map(), at(30, 30, 0))).toBe(false)
  })
})

describe('negotiated', () => {
  it('differs where a section, its direction or the ICE credentials do', () => {
    const offer = `${sdp}a=sendrecv\r\na=ice-ufrag:abcd\r\n`
    expect(negotiated(offer)).toBe(negotiated(offer.replace('s=-', 's=other')))
    for (const other of [
      offer.replace('sendrecv', 'inactive'),
      offer.replace('abcd', 'efgh'),
      offer.replace('a=mid:2', 'a=mid:3'),
      `${offer}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n`,
    ])
      expect(negotiated(other)).not.toBe(negotiated(offer))
  })
})

describe('pauseAfter', () => {
  it('is some seconds at first, and half a minute at most', () => {
    expect(pauseAfter(0)).toBe(3500)
    expect(pauseAfter(29_000)).toBe(3500)
    expect(pauseAfter(60_000)).toBe(14_000)
    expect(pauseAfter(3_600_000)).toBe(30_000)
  })
})
