import { describe, expect, it } from 'vitest'
import type { Site } from '../api/types'
import { conference, site } from '../test/fixture'
import { codecName, covers, Frames, goneMs, pictureFault, stillMs } from './picture'
import { unheard } from './live'
import { mediaTroubles, undecoded, withoutMicrophone } from './trouble'

const all = () => true
const only = (...codecs: string[]) => (codec: string) => codecs.includes(codec)
const media = (over: Partial<NonNullable<Site['media']>>): Partial<Site> => ({
  media: { picture: '', sound: '', picture_codec: '', sound_codec: '', ...over },
})

describe('why a picture is not shown', () => {
  it('is nothing while frames come and the server knows of no fault', () => {
    expect(pictureFault(site(2), 'online', 'moving', all)).toBeNull()
  })

  it('is the server’s word, whatever frames still come of the site before', () => {
    expect(pictureFault(site(2, media({ picture: 'missing' })), 'online', 'moving', all)).toEqual({ why: 'missing' })
    const foreign = site(2, media({ picture: 'foreign', picture_codec: 'av1' }))
    expect(pictureFault(foreign, 'online', 'moving', all)).toEqual({ why: 'foreign', codec: 'av1' })
    expect(pictureFault(site(2, { presence: 'lost' }), 'lost', 'moving', all)).toEqual({ why: 'away', state: 'lost' })
  })

  it('is this screen’s line where the site’s picture is known to come, and nobody’s before that is known', () => {
    expect(pictureFault(site(2), 'online', 'gone', all)).toEqual({ why: 'line' })
    expect(pictureFault(site(2), 'online', 'still', all)).toEqual({ why: 'still' })
    expect(pictureFault(site(2), 'online', 'none', all)).toEqual({ why: 'waiting' })
  })

  it('is this screen’s lack of a codec, before any doubt of its line', () => {
    const h264 = site(2, media({ picture_codec: 'h264' }))
    expect(pictureFault(h264, 'online', 'still', only('vp8'))).toEqual({ why: 'undecodable', codec: 'h264' })
    expect(pictureFault(site(2), 'online', 'none', only('h264'))).toEqual({ why: 'undecodable', codec: 'vp8' })
    expect(pictureFault(h264, 'online', 'moving', only('vp8'))).toEqual({ why: 'undecodable', codec: 'h264' })
    expect(pictureFault(site(2), 'online', 'moving', only('h264'))).toBeNull()
  })

  it('covers the picture, but not while it is only waited for', () => {
    expect([null, { why: 'waiting' } as const, { why: 'missing' } as const].map(covers)).toEqual([false, false, true])
  })

  it('names codecs as people write them', () => {
    expect(['h264', 'h265', 'vp8', 'av1', 'pcmu'].map(codecName)).toEqual(['H.264', 'H.265', 'VP8', 'AV1', 'PCMU'])
  })
})

describe('the frames of a picture', () => {
  /** Lets time pass in looks of a second. */
  const pass = (f: Frames, from: number, ms: number, seen = true) => {
    for (let at = from; at <= from + ms; at += 1000) f.pass(at, seen)
    return from + ms
  }

  it('stand still after a while without any, and move again with the next', () => {
    const f = new Frames()
    f.frame()
    const at = pass(f, 0, stillMs - 1000)
    expect(f.flow).toBe('moving')
    const still = pass(f, at, 1000)
    expect(f.flow).toBe('still')
    pass(f, still, goneMs - stillMs)
    expect(f.flow).toBe('gone')
    f.frame()
    expect(f.flow).toBe('moving')
  })

  it('do not stand still on a page that nobody sees, nor at once when it is seen again', () => {
    const f = new Frames()
    f.frame()
    let at = pass(f, 0, 600_000, false)
    at = pass(f, at, stillMs - 1000)
    expect(f.flow).toBe('moving')
    pass(f, at, 1000)
    expect(f.flow).toBe('still')
  })

  it('blame no line while the server says that none come, nor at once afterwards', () => {
    const f = new Frames()
    f.frame()
    let at = 0
    for (; at < 60_000; at += 1000) f.pass(at, true, true)
    expect(f.flow).toBe('still')
    at = pass(f, at, goneMs - stillMs - 2000)
    expect(f.flow).toBe('still')
    pass(f, at, 3000)
    expect(f.flow).toBe('gone')
  })

  it('do not stand still because the computer slept', () => {
    const f = new Frames()
    f.frame()
    f.pass(0, true)
    f.pass(3_600_000, true)
    expect(f.flow).toBe('moving')
  })
})

describe('who is not heard', () => {
  it('is whose open microphone sends nothing or what nobody can hear', () => {
    const sites = [site(1), site(2, media({ sound: 'missing' })), site(3, media({ sound: 'foreign' }))]
    expect(unheard(conference({ sites, open_mics: ['s1', 's2', 's3'] }))).toEqual(['s2', 's3'])
    expect(unheard(conference({ sites, open_mics: [] }))).toEqual([])
  })
})

describe('what the operator is told of', () => {
  const told = (over: Partial<Site>, recording = false, onAir = ['s2']) => {
    const live = conference({ sites: [site(1), site(2, over)] })
    return mediaTroubles({ ...live, programme: { ...live.programme, on_air: onAir } }, recording).map((x) => x.what)
  }

  it('is a picture that does not come of a site on the air, and a codec of anybody', () => {
    expect(told(media({ picture: 'missing' }))).toEqual(['missing'])
    expect(told(media({ picture: 'missing' }), false, ['s1'])).toEqual([])
    expect(told(media({ picture: 'foreign', sound: 'foreign' }), false, ['s1'])).toEqual(['picture', 'sound'])
    expect(told({ ...media({ picture: 'foreign' }), presence: 'lost' })).toEqual([])
  })

  it('is an open microphone that sends nothing; with its picture gone too, that nothing comes', () => {
    expect(told(media({ sound: 'missing' }))).toEqual(['silent'])
    expect(told(media({ sound: 'missing', picture: 'missing' }))).toEqual(['nothing'])
    expect(told(media({ sound: 'missing', picture: 'foreign' }))).toEqual(['silent', 'picture'])
    expect(told({ ...media({ sound: 'missing' }), presence: 'lost' })).toEqual([])
  })

  it('is who has no microphone, unless it is told already or away, and whether it is open', () => {
    const screen = (site_id: string | null, ...lacks: string[]) => ({ site_id, lacks })
    const live = conference({
      open_mics: ['s3', 's6'],
      sites: [site(1), site(2), site(3, media({ sound: 'missing' })), site(4, { presence: 'lost' }), site(5), site(6)],
    })
    const screens = [screen('s2', 'h264', 'microphone'), screen('s3', 'microphone'), screen('s4', 'microphone'), screen('s5', 'h264'), screen('s6', 'microphone'), screen(null, 'microphone')]
    const ids = (sites: Site[]) => sites.map((s) => s.id)
    const { open, closed } = withoutMicrophone(live, screens)
    expect([ids(open), ids(closed)]).toEqual([['s6'], ['s2']])
  })

  it('is an H.264 picture while it would be recorded', () => {
    const h264 = media({ picture_codec: 'h264' })
    expect(told(h264, true)).toEqual(['recording'])
    expect(told(h264, false)).toEqual([])
    expect(told(h264, true, ['s1'])).toEqual([])
  })

  it('is which screens cannot decode a picture that is shown, but not of the site itself', () => {
    const live = conference({ sites: [site(1), site(2, media({ picture_codec: 'h264' }))] })
    const now = { ...live, programme: { ...live.programme, on_air: ['s2'], chair_site_id: 's1' } }
    const hall = { site_id: null, lacks: ['h264'] }
    const old = { site_id: 's1', lacks: ['vp8'] }
    const itself = { site_id: 's2', lacks: ['h264'] }
    expect(undecoded(now, [hall, old, itself]).map((u) => [u.site.id, u.codec, u.screens])).toEqual([
      ['s2', 'h264', [hall]],
    ])
  })
})
