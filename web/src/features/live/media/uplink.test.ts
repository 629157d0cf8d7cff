import { describe, expect, it } from 'vitest'
import {
  GivenUp,
  Growth,
  inactive,
  limited,
  limitOf,
  makeActive,
  missing,
  negotiated,
  type Publisher,
  pauseAfter,
  probe,
  restart,
} from './uplink'

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

describe('GivenUp', () => {
  const look = (kbit: number, ...frames: number[]) => ({
    bits: 1000 * kbit,
    layers: new Map(frames.map((n, i) => ['qhf'[i] ?? '', { frames: n, active: true }])),
  })

  it('tells a layer once, as soon as the estimate has fallen, and again when it has been sent meanwhile', () => {
    const given = new GivenUp()
    expect(given.look(look(3000, 10, 10, 10), 0)).toEqual([])
    expect(given.look(look(3000, 15, 15, 15), 250)).toEqual([])
    expect(given.look(look(400, 18, 16, 15), 500)).toEqual(['f'])
    expect(given.look(look(400, 22, 16, 15), 750)).toEqual(['h'])
    expect(given.look(look(400, 26, 16, 15), 1000)).toEqual([])
    expect(given.look(look(900, 31, 20, 18), 1250)).toEqual([])
    expect(given.look(look(500, 36, 24, 18), 1500)).toEqual(['f'])
  })

  it('tells it again where the line bore it in between', () => {
    const given = new GivenUp()
    given.look(look(3000, 10, 10, 10), 0)
    expect(given.look(look(400, 15, 15, 10), 250)).toEqual(['f'])
    expect(given.look(look(3000), 500)).toEqual([]) // no layer is limited by bandwidth
    given.look(look(400, 50, 50, 40), 750)
    expect(given.look(look(400, 55, 55, 40), 1000)).toEqual(['f'])
  })

  it('waits for a second look where the estimate has not fallen', () => {
    const given = new GivenUp()
    given.look(look(1500, 10, 10, 10), 0)
    expect(given.look(look(1500, 15, 15, 10), 250)).toEqual([])
    expect(given.look(look(1500, 20, 20, 11), 500)).toEqual([]) // a few frames were left out
    expect(given.look(look(1500, 25, 25, 11), 750)).toEqual([])
    expect(given.look(look(1500, 30, 30, 11), 1000)).toEqual(['f'])
    expect(given.look(look(1500, 35, 35, 11), 1250)).toEqual([])
  })

  it('tells none where all stand, and none that is not to be sent', () => {
    const given = new GivenUp()
    given.look(look(3000, 10, 10, 10), 0)
    expect(given.look(look(300, 10, 10, 10), 250)).toEqual([])
    const off = look(300, 20, 20, 10)
    off.layers.set('f', { frames: 10, active: false })
    expect(given.look(off, 500)).toEqual([])
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

/** A connection in what is used of it; `fail` is asked before an answer is taken. */
function connection(fail: (answer: string) => boolean = () => false) {
  const answers: string[] = []
  const done: string[] = []
  const sender = {} as RTCRtpSender
  const pc = {
    signalingState: 'stable',
    localDescription: { type: 'offer', sdp: `${sdp}a=sendonly\r\n` },
    remoteDescription: { type: 'answer', sdp: sdp.replace('a=mid:1', 'a=recvonly\r\na=mid:1') },
    getTransceivers: () => [
      { sender: {}, mid: '0' },
      { sender, mid: '1' },
    ],
    createOffer: async () => ({ type: 'offer', sdp: `${sdp}a=sendonly\r\n` }),
    async setLocalDescription(d: { type: string; sdp?: string }) {
      done.push(d.type)
      this.signalingState = d.type === 'rollback' ? 'stable' : 'have-local-offer'
    },
    async setRemoteDescription(d: { type: string; sdp: string }) {
      if (fail(d.sdp)) throw new Error('not taken')
      answers.push(d.sdp)
      this.remoteDescription = d
      this.signalingState = 'stable'
    },
  }
  let held = 0
  const publisher: Publisher = {
    _pc: pc as unknown as RTCPeerConnection,
    offerLock: {
      lock: async () => {
        held++
        return () => {
          held--
        }
      },
    },
  }
  return { pc, sender, publisher, answers, done, held: () => held }
}

describe('restart', () => {
  it('makes the picture inactive for a moment, and nothing else', async () => {
    const c = connection()
    const before = c.pc.remoteDescription.sdp
    await restart(c.publisher, c.sender)
    expect(c.answers).toEqual([before.replace('a=recvonly', 'a=inactive'), before])
    expect(c.held()).toBe(0)
    expect(inactive(before, '0')).toBe(before)
  })

  it('is made good later where the browser refuses to make it active again', async () => {
    let refuses = 2
    const c = connection((answer) => !answer.includes('a=inactive') && refuses-- > 0)
    const before = c.pc.remoteDescription.sdp
    await expect(restart(c.publisher, c.sender)).rejects.toThrow('not taken')
    expect(c.done).toContain('rollback')
    await expect(makeActive(c.publisher)).rejects.toThrow('not taken')
    expect(c.pc.remoteDescription.sdp).toContain('a=inactive')
    await makeActive(c.publisher)
    expect(c.pc.remoteDescription.sdp).toBe(before)
    expect(await restart(c.publisher, c.sender)).toBe(true)
    expect(c.held()).toBe(0)
  })

  it('is not made good where an answer of the server has done so', async () => {
    let refuses = 1
    const c = connection((answer) => !answer.includes('a=inactive') && refuses-- > 0)
    const server = `${c.pc.remoteDescription.sdp}a=x-new:1\r\n`
    await expect(restart(c.publisher, c.sender)).rejects.toThrow()
    c.pc.remoteDescription = { type: 'answer', sdp: server }
    await makeActive(c.publisher)
    expect(c.pc.remoteDescription.sdp).toBe(server)
  })

  it('does nothing while the server is being asked, or where something waits to be negotiated', async () => {
    const c = connection()
    c.pc.signalingState = 'have-local-offer'
    expect(await restart(c.publisher, c.sender)).toBe(false)
    c.pc.signalingState = 'stable'
    c.pc.localDescription.sdp = `${sdp}a=inactive\r\n`
    expect(await restart(c.publisher, c.sender)).toBe(false)
    expect(c.answers).toEqual([])
    expect(c.done).toEqual([])
    expect(c.held()).toBe(0)
  })
})

describe('an estimate', () => {
  const climbs = (bits: number[]) => {
    const growing = new Growth()
    return bits.map((b, i) => growing.look(b, 1000 * i))
  }

  it('that grows by 8 % a second meets no limit', () => {
    const found = climbs([50, 54, 58.3, 63, 68, 73.5, 79.3])
    expect(found).toEqual([false, false, false, true, true, true, true])
  })

  it('that stays, falls, or goes up and down meets one', () => {
    expect(climbs([100, 100, 100, 100, 100])).not.toContain(true)
    expect(climbs([200, 150, 120, 100, 90])).not.toContain(true)
    expect(climbs([100, 108, 116, 100, 108, 116, 100, 108])).not.toContain(true)
  })

  it('is compared with the one of three seconds ago, however long it is looked at', () => {
    const growing = new Growth()
    for (let i = 0; i < 1000; i++) growing.look(100, 250 * i)
    expect(growing.look(126, 250 * 1000)).toBe(true)
    expect(growing.look(124, 250 * 1001)).toBe(false)
  })
})

describe('probe', () => {
  it('raises the limit, from the second time on by a little', async () => {
    const c = connection()
    for (let i = 0; i < 3; i++) await probe(c.publisher)
    expect(c.answers.map(limitOf)).toEqual([3000, 3001, 3002, 3003])
    expect(c.held()).toBe(0)
  })

  it('leaves the connection as it was where the browser refuses, and the lock free', async () => {
    const c = connection(() => true)
    await expect(probe(c.publisher)).rejects.toThrow('not taken')
    expect(c.pc.signalingState).toBe('stable')
    expect(c.done).toEqual(['offer', 'rollback'])
    expect(c.held()).toBe(0)
  })
})
