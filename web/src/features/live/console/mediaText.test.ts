import type { TFunction } from 'i18next'
import { describe, expect, it } from 'vitest'
import { mediaText } from './mediaText'

const t = ((key: string, o: { site: string; codec: string }) => [key, o.site, o.codec].join(' ').trim()) as unknown as TFunction<'trouble'>
const ok = { picture: '', sound: '', picture_codec: '', sound_codec: '' }
const line = (media: object, was: object) =>
  mediaText(t, { site_id: 's1', media: { ...ok, ...media }, was: { ...ok, ...was } }, (id) => id.toUpperCase())

describe('the line of the log about a site’s media', () => {
  it('says what is wrong, and when it is over', () => {
    expect(line({ picture: 'missing' }, {})).toBe('log.missing S1')
    expect(line({}, { picture: 'missing' })).toBe('log.back S1')
    expect(line({ picture: 'foreign', picture_codec: 'av1' }, { picture: 'missing' })).toBe('log.foreign S1 AV1')
    expect(line({ sound: 'foreign', sound_codec: 'pcmu' }, {})).toBe('log.sound S1 PCMU')
    expect(line({}, { sound: 'foreign', sound_codec: 'pcmu' })).toBe('log.soundBack S1')
    expect(line({ sound: 'missing' }, {})).toBe('log.silent S1')
    expect(line({}, { sound: 'missing' })).toBe('log.heard S1')
    expect(line({ sound: 'foreign', sound_codec: 'pcmu' }, { sound: 'missing' })).toBe('log.sound S1 PCMU')
  })

  it('says first whether a site is heard', () => {
    expect(line({ picture: 'missing' }, { picture: 'missing', sound: 'missing' })).toBe('log.heard S1')
    expect(line({ picture: 'foreign', picture_codec: 'av1', sound: 'missing' }, {})).toBe('log.silent S1')
  })

  it('says that nothing at all comes, since that may be the line, and that both are back', () => {
    const none = { picture: 'missing', sound: 'missing' }
    expect(line(none, {})).toBe('log.nothing S1')
    expect(line(none, { sound: 'missing' })).toBe('log.nothing S1')
    expect(line(none, { picture: 'missing' })).toBe('log.nothing S1')
    expect(line(none, none)).toBe('')
    expect(line({}, none)).toBe('log.all S1')
    expect(line({ sound: 'missing' }, none)).toBe('log.back S1')
  })

  it('names the codec of a picture that is not VP8, and nothing else', () => {
    expect(line({ picture_codec: 'h264' }, {})).toBe('log.codec S1 H.264')
    expect(line({}, { picture_codec: 'h264' })).toBe('log.vp8 S1')
    expect(line({}, {})).toBe('')
  })
})
