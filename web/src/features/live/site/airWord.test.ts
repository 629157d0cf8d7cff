import { describe, expect, it } from 'vitest'
import { airWord } from './airWord'

const speaks = { onAir: true, wanted: true, sent: true, silent: false, foreign: false, lost: false, cut: false, muted: false }
const word = (over: Partial<typeof speaks>) => airWord({ ...speaks, ...over })

describe('what a site’s large sign says', () => {
  it('is that it is heard only while the microphone goes out and arrives', () => {
    expect(word({})).toBe('on')
    expect(word({ sent: false })).toBe('opening')
    expect(word({ cut: true })).toBe('unsure')
    expect(word({ onAir: false })).toBe('off')
  })

  it('is that its microphone sends nothing, whether the page sends one or has none', () => {
    expect(word({ silent: true })).toBe('silent')
    expect(word({ silent: true, sent: false })).toBe('silent')
  })

  it('is never that it is heard where its codec is not carried', () => {
    expect(word({ foreign: true })).toBe('foreign')
    expect(word({ foreign: true, silent: true })).toBe('silent')
    expect(word({ foreign: true, cut: true })).toBe('lost')
    expect(word({ foreign: true, wanted: false })).toBe('waiting')
  })

  it('blames the line, not the microphone, where it is cut', () => {
    expect(word({ silent: true, lost: true })).toBe('lost')
    expect(word({ silent: true, cut: true })).toBe('lost')
    expect(word({ lost: true })).toBe('lost')
  })

  it('says of a microphone that is closed why, whether or not there is one', () => {
    expect(word({ wanted: false, silent: true })).toBe('waiting')
    expect(word({ wanted: false, muted: true })).toBe('muted')
  })
})
