import { describe, expect, it } from 'vitest'
import { Pulse, Steady, toward, withRepairedVoices } from './steady'

/** Looks at a line once a second; `asked` tells what is newly asked for at each. */
function looks(steady: Steady, asked: number[], tripMs = 150, from = 0): number[] {
  let sum = from
  return asked.map((n) => {
    sum += n
    return steady.look({ asked: sum, tripMs, bytes: 0 })
  })
}

describe('Steady', () => {
  it('holds nothing back on a good line, nor for a single hiccup', () => {
    expect(looks(new Steady(), [0, 0, 3, 0, 0, 0, 0, 2, 0])).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0])
  })
  it('holds back for the time of three tries while packets are lost', () => {
    expect(looks(new Steady(), [0, 4, 5, 3])).toEqual([0, 0, 450, 450])
  })
  it('follows a longer way, within bounds', () => {
    const steady = new Steady()
    looks(steady, [0, 4, 5])
    expect(looks(steady, [3], 400, 9)).toEqual([700])
    expect(looks(steady, [3], 5000, 12)).toEqual([1200])
  })
  it('lets go after twenty seconds without a loss', () => {
    const steady = new Steady()
    looks(steady, [0, 4, 5])
    const after = looks(steady, new Array(20).fill(0), 150, 9)
    expect(after[18]).toBe(450)
    expect(after[19]).toBe(0)
  })
})

describe('Pulse', () => {
  it('takes a line for cut two seconds after the last that came', () => {
    const pulse = new Pulse()
    expect([100, 200, 300, 400].map((b, i) => pulse.look(b, 1000 * i))).toEqual([false, false, false, false])
    expect([3500, 4999, 5000].map((now) => pulse.look(400, now))).toEqual([false, false, true])
    expect(pulse.look(401, 5200)).toBe(false)
  })
  it('waits for a line on which nothing has come yet', () => {
    const pulse = new Pulse()
    expect([0, 5000, 60_000].map((now) => pulse.look(0, now))).toEqual([false, false, false])
  })
})

describe('toward', () => {
  it('goes up and down in small steps, and stays where it is wanted', () => {
    expect([toward(0, 450), toward(430, 450), toward(450, 450), toward(450, 0), toward(10, 0)]).toEqual([40, 450, 450, 410, 0])
  })
})

describe('withRepairedVoices', () => {
  const offer =
    'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\n' +
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 63\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:63 red/48000/2\r\n'
  it('asks for repair of every voice, and of nothing else', () => {
    const changed = withRepairedVoices(offer)
    expect(changed).toContain('a=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 nack\r\n')
    expect(changed.replace('a=rtcp-fb:111 nack\r\n', '')).toBe(offer)
  })
  it('leaves an offer that asks already as it is', () => {
    const once = withRepairedVoices(offer)
    expect(withRepairedVoices(once)).toBe(once)
  })
})
