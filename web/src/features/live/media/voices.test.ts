import { describe, expect, it } from 'vitest'
import { Closed, contributor } from './voices'

/** A receiver that plays packet after packet of the sites' sound. */
function receiver() {
  let sources: RTCRtpContributingSource[] = []
  return {
    play(site: string, rtpTimestamp: number) {
      const source = contributor(site)
      sources = [...sources.filter((s) => s.source !== source), { source, rtpTimestamp, timestamp: rtpTimestamp }]
    },
    getContributingSources: () => sources,
  }
}

describe('contributor', () => {
  it('is the 32 bits of FNV-1a, as the relay has it', () => {
    expect(contributor('a')).toBe(0xe40c292c)
    expect(contributor('foobar')).toBe(0xbf9cf968)
  })
})

describe('Closed', () => {
  it('knows whose sound is played, however long it is held back', () => {
    const closed = new Closed()
    const voice = receiver()
    voice.play('kbang', 1)
    expect(closed.change(['kbang'], ['hub'])).toBe(true)
    expect(closed.playedBy(voice, 0)).toBe(true)
    voice.play('kbang', 960)
    expect(closed.playedBy(voice, 1900)).toBe(true) // still, of what was held back
    voice.play('kbang', 1920)
    expect(closed.playedBy(voice, 3500)).toBe(true)
    voice.play('hub', 2880)
    expect(closed.playedBy(voice, 3520)).toBe(false)
  })

  it('leaves the others of a dialogue alone', () => {
    const closed = new Closed()
    const [one, other] = [receiver(), receiver()]
    one.play('kbang', 1)
    other.play('duk', 1)
    closed.change(['kbang', 'duk'], ['duk'])
    expect(closed.playedBy(one, 0)).toBe(true)
    expect(closed.playedBy(other, 0)).toBe(false)
  })

  it('takes for ended what ceased', () => {
    const closed = new Closed()
    const voice = receiver()
    voice.play('kbang', 1)
    closed.change(['kbang'], [])
    expect(closed.playedBy(voice, 0)).toBe(true)
    expect(closed.playedBy(voice, 1999)).toBe(true)
    expect(closed.playedBy(voice, 2000)).toBe(false)
  })

  it('hears at once who is given the floor again', () => {
    const closed = new Closed()
    const voice = receiver()
    voice.play('kbang', 1)
    closed.change(['kbang'], ['hub'])
    expect(closed.change(['hub'], ['hub', 'kbang'])).toBe(false)
    expect(closed.playedBy(voice, 0)).toBe(false)
  })

  it('says nothing of a receiver that has not played yet', () => {
    const closed = new Closed()
    closed.change(['kbang'], [])
    expect(closed.playedBy(receiver(), 0)).toBe(false)
  })
})
