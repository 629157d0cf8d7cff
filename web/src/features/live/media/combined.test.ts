import { describe, expect, it } from 'vitest'
import { CombinedSource } from './combined'
import type { MediaSource, MediaStatus, Wanted } from './source'

/** A source that brings the pictures of `carried`, and notes what is asked of it. */
function source(carried: string[]) {
  const listeners = new Set<() => void>()
  const notes = { started: 0, stopped: 0, shown: [] as string[], heard: [] as string[] }
  let status: MediaStatus = 'connected'
  const it = {
    engine: 'whep' as const,
    start: () => {
      notes.started++
      return () => void notes.stopped++
    },
    want: (w: Wanted) => {
      notes.heard = w.heard
    },
    show: (site: string) => {
      notes.shown.push(site)
      return () => void notes.shown.splice(notes.shown.indexOf(site), 1)
    },
    covers: (site: string) => status !== 'failed' && carried.includes(site),
    picture: (site: string) => (carried.includes(site) ? ({ id: site } as MediaStreamTrack) : undefined),
    level: () => 0,
    line: () => 'unknown' as const,
    status: () => status,
    soundBlocked: () => false,
    startSound: async () => undefined,
    setVolume: () => undefined,
    setSpeaker: () => undefined,
    subscribe: (l: () => void) => {
      listeners.add(l)
      return () => void listeners.delete(l)
    },
  }
  const set = (s: MediaStatus) => {
    status = s
    for (const l of listeners) l()
  }
  return { it: it as MediaSource & { covers(site: string): boolean }, notes, set, carried }
}

const wanted: Wanted = { onAir: ['a'], chair: 'hub', standby: [], heard: ['a'] }

describe('a programme with the sites’ own tracks behind it', () => {
  it('does not enter the room while the programme carries all that is shown', () => {
    const programme = source(['a', 'hub'])
    const room = source(['a', 'b', 'c', 'hub'])
    const both = new CombinedSource(programme.it, () => room.it)
    both.start()
    both.want(wanted)
    both.show('a', 'high')
    expect(room.notes.started).toBe(0)
    expect(both.picture('a')?.id).toBe('a')
  })

  it('takes the third site of a dialogue from the room, and lets it go when the programme carries it', () => {
    const programme = source(['a', 'hub', 'b'])
    const room = source(['a', 'b', 'c', 'hub'])
    const both = new CombinedSource(programme.it, () => room.it)
    both.start()
    both.show('b', 'medium')
    both.show('c', 'medium')
    expect(room.notes.shown).toEqual(['c'])
    expect(both.picture('c')?.id).toBe('c')
    programme.carried[0] = 'c'
    both.want(wanted)
    expect(room.notes.shown).toEqual([])
    expect(room.notes.heard).toEqual([])
  })

  it('takes pictures and sound from the room while the programme fails', () => {
    const programme = source(['a', 'hub'])
    const room = source(['a', 'hub'])
    const both = new CombinedSource(programme.it, () => room.it)
    both.start()
    both.want(wanted)
    both.show('a', 'high')
    programme.set('failed')
    expect(room.notes.shown).toEqual(['a'])
    expect(room.notes.heard).toEqual(['a'])
    expect(both.status()).toBe('connected')
    programme.set('connected')
    expect(room.notes.shown).toEqual([])
    expect(room.notes.heard).toEqual([])
  })

  it('enters the room at once where the site sends through it, and leaves it only at the end', () => {
    const programme = source(['a'])
    const room = source(['b'])
    const both = new CombinedSource(programme.it, () => room.it, room.it)
    const stop = both.start()
    expect(room.notes.started).toBe(1)
    both.show('b', 'low')()
    expect(room.notes.stopped).toBe(0)
    stop()
    expect([programme.notes.stopped, room.notes.stopped]).toEqual([1, 1])
  })
})
